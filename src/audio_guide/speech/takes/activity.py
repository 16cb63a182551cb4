"""Where in a take somebody speaks, by energy: spans of speech and the pauses between them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FRAME_SECONDS = 0.01
SMOOTH_FRAMES = 3
LEAST_PAUSE = 0.12
LEAST_SPEECH = 0.04
"""Shorter than any syllable: a click, or a lip."""
FLOOR_PART = 0.35
"""How far above the room's noise, on the way to the voice, speech begins."""
ROOM_PERCENTILE, VOICE_PERCENTILE = 5, 90
LEAST_RANGE_DB = 12.0
"""With less between room and voice nothing can be told apart."""


@dataclass(frozen=True, slots=True)
class Activity:
    """Spans of speech in seconds, in order; *range_db* is how far the voice stands above the room."""

    spans: tuple[tuple[float, float], ...]
    range_db: float


def activity(samples: NDArray[np.float32], rate: int) -> Activity:
    """Find where somebody speaks."""
    levels = _levels(samples, rate)
    room, voice = (float(np.percentile(levels, part)) for part in (ROOM_PERCENTILE, VOICE_PERCENTILE))
    room = max(room, voice - 60.0)
    if voice - room < LEAST_RANGE_DB:
        return Activity(((0.0, len(samples) / rate),), voice - room)
    loud = levels > room + FLOOR_PART * (voice - room)
    spans = _joined(_runs(loud), LEAST_PAUSE)
    kept = tuple((start, min(end, len(samples) / rate)) for start, end in spans if end - start >= LEAST_SPEECH)
    return Activity(kept or ((0.0, len(samples) / rate),), voice - room)


def _levels(samples: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """Return the level of each short frame in dB, a little smoothed."""
    size = round(FRAME_SECONDS * rate)
    whole = samples[: len(samples) // size * size].reshape(-1, size)
    power = np.mean(np.square(whole, dtype=np.float32), axis=1, dtype=np.float64)
    smooth = np.convolve(power, np.ones(SMOOTH_FRAMES) / SMOOTH_FRAMES, mode="same")
    return np.asarray(10 * np.log10(smooth + 1e-10))


def _runs(loud: NDArray[np.bool_]) -> list[tuple[float, float]]:
    """Return the runs of loud frames in seconds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], loud, [False]]).astype(np.int8)))
    return [(float(start) * FRAME_SECONDS, float(end) * FRAME_SECONDS) for start, end in edges.reshape(-1, 2)]


def _joined(spans: list[tuple[float, float]], least: float) -> list[tuple[float, float]]:
    """Join spans between which there is hardly a pause."""
    joined: list[tuple[float, float]] = []
    for start, end in spans:
        if joined and start - joined[-1][1] < least:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
