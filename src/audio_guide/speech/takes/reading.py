"""A take becomes a master: cut at its ends, its sentences found, brought to the same level as every other recording."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from audio_guide.speech.render import Layout, Master, Pauses, RenderError, Timing, master_take
from audio_guide.speech.takes.activity import activity
from audio_guide.speech.takes.alignment import Alignment, Said, align

LEVELS = {"sentence": 2.0, "paragraph": 1.0, "whole": 0.0}


def take_to_master(samples: NDArray[np.float32], rate: int, said: Sequence[Said]) -> tuple[Master, dict[str, float]]:
    """Return the master of a take and how its sentences were found (*aligned*, *trust*); raises RenderError."""
    if not said:
        message = "There is nothing to say."
        raise RenderError(message)
    heard = activity(samples, rate)
    pauses = Pauses()
    trimmed = _cut(samples, rate, max(heard.spans[0][0] - pauses.head, 0.0), heard.spans[-1][1] + pauses.tail)
    found = align(said, activity(trimmed, rate))
    timings = tuple(Timing(start, end) for start, end in found.times)
    made = master_take(Layout(trimmed, rate, timings, _paragraphs(said, found)))
    return made, {"aligned": LEVELS[found.level], "trust": found.trust}


def _cut(samples: NDArray[np.float32], rate: int, start: float, end: float) -> NDArray[np.float32]:
    """Return the part between two moments, with soft ends, so that no step is heard."""
    part = samples[round(start * rate) : round(end * rate)].copy()
    fade = min(round(0.02 * rate), len(part) // 2)
    ramp = np.linspace(0.0, 1.0, fade, dtype=np.float32)
    part[:fade] *= ramp
    part[len(part) - fade :] *= ramp[::-1]
    missing = round(end * rate) - round(start * rate) - len(part)
    return np.concatenate([part, np.zeros(max(missing, 0), np.float32)])


def _paragraphs(said: Sequence[Said], found: Alignment) -> tuple[tuple[int, float], ...]:
    """Return where each paragraph begins, as far as that is known."""
    starts: list[tuple[int, float]] = []
    for one, (start, _) in zip(said, found.times, strict=True):
        if not starts or (one.paragraph != starts[-1][0] and start > starts[-1][1]):
            starts.append((one.paragraph, start))
    return tuple(starts)
