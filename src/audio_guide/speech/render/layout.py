"""Cut, level and lay out sentences; the cues fall out of the layout, exact by construction."""

from collections.abc import Sequence
from dataclasses import dataclass

import av
import numpy as np

from audio_guide.speech.engines import Samples, WordTime
from audio_guide.speech.render.recipe import Part, Pauses, RenderError, Timing

SILENCE = 10 ** (-50 / 20)
KEEP_SECONDS = 0.03
GRID_SECONDS = 0.12
"""Sentences begin on this grid, a whole number of frames of both codecs: what did not change keeps its encoded frames when a sentence before it does."""
LEVEL_STEP_DB = 0.5
"""The level that sentences are brought to moves in such steps, so that one changed sentence does not move all the others a little."""
BLOCK_SECONDS = 0.2
MOST_CORRECTION_DB = 3.0
SHORTEST_JUDGED_SECONDS = 1.5
CHARACTERS_PER_SECOND = (4.0, 32.0)
"""Letters alone; a slow easy-language voice says some 8 a second, a hurried one 20."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The joined sound at one rate, and where each sentence stands in it."""

    samples: Samples
    rate: int
    timings: tuple[Timing, ...]
    paragraphs: tuple[tuple[int, float], ...]
    """(paragraph, start in seconds) in order."""

    @property
    def seconds(self) -> float:
        """How long the whole lasts."""
        return len(self.samples) / self.rate


def lay_out(parts: Sequence[Part], pauses: Pauses) -> Layout:
    """Join sentences with pauses of our own; raises RenderError naming a sentence that is silent or cannot be what was to be said."""
    if not parts:
        message = "There is nothing to say."
        raise RenderError(message)
    rate = parts[0].utterance.rate
    cut = [_cut(part, number, rate) for number, part in enumerate(parts, 1)]
    gains = _gains([samples for samples, _ in cut], rate)
    pieces: list[Samples] = []
    at = 0
    timings: list[Timing] = []
    paragraphs: list[tuple[int, float]] = []
    before: int | None = None
    for part, (samples, offset), gain in zip(parts, cut, gains, strict=True):
        pause = pauses.head if before is None else pauses.sentence if part.paragraph == before else pauses.paragraph
        begins = _on_grid(at / rate + pause, rate)
        pieces.append(np.zeros(begins - at, np.float32))
        at = begins
        if part.paragraph != before:
            paragraphs.append((part.paragraph, at / rate))
        begin, length = at / rate, len(samples) / rate
        words = tuple(WordTime(word.char, begin + min(max(word.start - offset, 0.0), length)) for word in part.utterance.words or ())
        timings.append(Timing(begin, begin + length, words))
        pieces.append(samples * np.float32(gain))
        at += len(samples)
        before = part.paragraph
    pieces.append(np.zeros(_on_grid(at / rate + pauses.tail, rate) - at, np.float32))
    return Layout(np.concatenate(pieces), rate, tuple(timings), tuple(paragraphs))


def _on_grid(seconds: float, rate: int) -> int:
    """Return the sample at which the grid is nearest to a time."""
    return round(round(seconds / GRID_SECONDS) * GRID_SECONDS * rate)


def _cut(part: Part, number: int, rate: int) -> tuple[Samples, float]:
    """Return a sentence without the silence around it, and how many seconds were cut at its beginning."""
    samples, own_rate = part.utterance.samples, part.utterance.rate
    if not np.isfinite(samples).all():
        message = f"The voice gave broken sound for sentence {number}."
        raise RenderError(message)
    if own_rate != rate:
        samples = _resample(samples, own_rate, rate)
    loud = np.flatnonzero(np.abs(samples) > SILENCE)
    if not len(loud):
        message = f"Sentence {number} is silent."
        raise RenderError(message)
    keep = round(KEEP_SECONDS * rate)
    start, end = max(int(loud[0]) - keep, 0), min(int(loud[-1]) + 1 + keep, len(samples))
    seconds = (end - start) / rate
    if seconds > SHORTEST_JUDGED_SECONDS and part.shown_chars:
        least, most = CHARACTERS_PER_SECOND
        pace = part.shown_chars / seconds
        if not least <= pace <= most:
            message = f"Sentence {number} has {part.shown_chars} letters in {seconds:.1f} seconds; the voice skipped or repeated something."
            raise RenderError(message)
    return samples[start:end], start / rate


def _resample(samples: Samples, rate: int, wanted: int) -> Samples:
    """Bring sound to another rate."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=wanted)
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[None]), format="flt", layout="mono")
    frame.sample_rate = rate
    return np.concatenate([part.to_ndarray().reshape(-1) for part in [*resampler.resample(frame), *resampler.resample(None)]]).astype(np.float32)


def _gains(sentences: Sequence[Samples], rate: int) -> list[float]:
    """Return for each sentence the factor that brings it to the stop's median level, by 3 dB at most; short ones follow their neighbours' mean."""
    levels = [_level(samples, rate) for samples in sentences]
    judged = [level for level, samples in zip(levels, sentences, strict=True) if len(samples) / rate >= SHORTEST_JUDGED_SECONDS]
    if not judged:
        return [1.0] * len(sentences)
    median = round(float(np.median(judged)) / LEVEL_STEP_DB) * LEVEL_STEP_DB
    return [
        10 ** (float(np.clip(median - level, -MOST_CORRECTION_DB, MOST_CORRECTION_DB)) / 20) if len(samples) / rate >= SHORTEST_JUDGED_SECONDS else 1.0
        for level, samples in zip(levels, sentences, strict=True)
    ]


def _level(samples: Samples, rate: int) -> float:
    """Return the level of the speech in a sentence in dB, pauses inside it left out."""
    block = round(BLOCK_SECONDS * rate)
    whole = samples[: len(samples) // block * block].reshape(-1, block) if len(samples) >= block else samples[None]
    powers = np.mean(np.square(whole, dtype=np.float64), axis=1)
    spoken = powers[powers > powers.max() / 100]
    return float(10 * np.log10(spoken.mean()))
