"""The whole way from sentences to checked files: one master, then each form by itself, so that two processes can share the work."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cache

import av
import msgspec
import numpy as np

from audio_guide.speech.engines import Samples
from audio_guide.speech.render.encode import FORMS, RATE, STEP, Form, encode
from audio_guide.speech.render.kept import KeptFrames
from audio_guide.speech.render.layout import GRID_SECONDS, Layout, lay_out
from audio_guide.speech.render.level import Gauge, burst, limit, loudness, power_of
from audio_guide.speech.render.recipe import EncodedFile, Part, Pauses, Rendered, RenderError, Tags, Target, Timing
from audio_guide.speech.render.verify import listen

VERSION = 2
CEILING_DB = -2.4
"""Below the mark by what the codecs and the sound between samples add."""
CODEC_LOSS_LU = 0.4
"""LAME and Opus give back some 0.2 to 0.6 LU less than they get; the master is that much louder."""
ROOM_DB = 0.6
"""The limiter leaves this much below the ceiling; what it took from the peaks is given back to all from there, without limiting again."""
SURE = 0.6
"""The part of the tolerance that a file may use; the rest is for what power does not know of loudness (0.2 LU at most was seen)."""
MOST_STEP_DB = 1.0
"""A codec may overshoot once by several dB; a ceiling that followed it at once would leave no room for the words."""
MOST_ROUNDS = 5
SENTENCES = 3
"""In a segment: to begin an encoder anew costs as much as a tenth of a sentence, and to encode a changed one again costs its segment."""
GAIN_STEP_DB = 0.5
FINE_STEP_DB = 0.2
"""Gains move in steps, so that a changed sentence leaves the samples of all others as they were and their encoded frames are found again."""


@cache
def render_fingerprint(pauses: Pauses, target: Target) -> str:
    """Return the digest of everything that shapes a file besides the spoken sentences."""
    parts = [VERSION, RATE, STEP, GRID_SECONDS, CEILING_DB, CODEC_LOSS_LU, av.__version__, asdict(pauses), asdict(target), [asdict(form) for form in FORMS]]
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


@dataclass(frozen=True, slots=True)
class Master:
    """A whole recording before it is encoded: mono float32 at RATE, levelled and limited, with the places of its sentences."""

    samples: Samples = field(repr=False)
    cuts: tuple[int, ...]
    """The samples in pauses at which encoding may begin anew."""
    seconds: float
    timings: tuple[Timing, ...]
    paragraphs: tuple[tuple[int, float], ...]
    gauge: Gauge
    burst: float
    """By how many LU its loudest moment stands out from its usual ones."""
    target: Target


@dataclass(frozen=True, slots=True)
class Produced:
    """A file that passed its checks, with its loudness in LUFS and true peak in dBTP after decoding."""

    file: EncodedFile
    loudness: float
    true_peak: float


def master(parts: Sequence[Part], pauses: Pauses | None = None, target: Target | None = None) -> Master:
    """Join sentences and bring the whole to the mark with one gain and a limiter; raises RenderError."""
    pauses, target = pauses or Pauses(), target or Target()
    layout = lay_out(parts, pauses)
    return _mastered(layout, target, _cuts(layout))


def _cuts(layout: Layout) -> tuple[int, ...]:
    """Return the samples before each paragraph, and inside one before every third sentence: a sentence more or less moves no cut of other paragraphs."""
    begins = {start for _, start in layout.paragraphs}
    found: list[int] = []
    place = 0
    for timing in layout.timings:
        place = 0 if timing.start in begins else place + 1
        if place % SENTENCES == 0:
            found.append((round(timing.start / GRID_SECONDS) - 1) * STEP)
    return tuple(found[1:])


def master_take(layout: Layout, target: Target | None = None) -> Master:
    """Bring what a person has read, with the places of its sentences, to the same mark in the same way; raises RenderError.

    It is encoded in one piece: nobody knows for sure that a person is silent between two sentences.
    """
    return _mastered(layout, target or Target(), ())


def _mastered(layout: Layout, target: Target, cuts: tuple[int, ...]) -> Master:
    """Return a layout at the mark."""
    measured = loudness(layout.samples, layout.rate)
    if measured == float("-inf"):
        message = "The recording is too quiet to be measured."
        raise RenderError(message)
    gauge = Gauge(measured, power_of(layout.samples))
    samples = _limited(layout, gauge, target.lufs + CODEC_LOSS_LU)
    return Master(samples, cuts, layout.seconds, layout.timings, layout.paragraphs, gauge, round(burst(samples, RATE), 1), target)


def _limited(layout: Layout, gauge: Gauge, wanted: float) -> Samples:
    """Return the sound at *wanted* LUFS; what the limiter takes from the peaks is given back to all."""
    gain = _stepped(wanted - gauge.lufs, GAIN_STEP_DB)
    for _ in range(MOST_ROUNDS):
        samples = limit(layout.samples, layout.rate, RATE, gain, CEILING_DB - ROOM_DB)
        off = wanted - gauge.read(power_of(samples))
        if off <= ROOM_DB:
            samples *= np.float32(10 ** (_stepped(off, FINE_STEP_DB) / 20))
            break
        gain += max(_stepped(off, GAIN_STEP_DB), GAIN_STEP_DB)
    return samples


def _stepped(decibels: float, step: float) -> float:
    """Return the nearest whole number of steps."""
    return round(decibels / step) * step


def produce(made: Master, form: Form, tags: Tags, kept: KeptFrames | None = None) -> Produced:
    """Encode, decode, measure; a file that misses the mark is made again from a master that allows for what its codec did. Raises RenderError."""
    samples, target, ceiling, correction = made.samples, made.target, CEILING_DB, 0.0
    for _ in range(MOST_ROUNDS):
        data = encode(samples, form, tags, _chapters(made, tags), cuts=made.cuts, kept=kept)
        heard = listen(data, made.seconds)
        level, peak = made.gauge.read(heard.power), heard.true_peak
        if abs(level - target.lufs) <= target.tolerance * SURE and peak <= target.true_peak_dbtp:
            return Produced(EncodedFile(form.media_type, form.suffix, data), level, peak)
        correction += _stepped(target.lufs - level, FINE_STEP_DB)
        if peak > target.true_peak_dbtp:
            ceiling -= min(_stepped(peak - target.true_peak_dbtp + 0.5, GAIN_STEP_DB), MOST_STEP_DB)
        samples = limit(made.samples, RATE, RATE, correction, ceiling)
    message = f"The recording cannot be brought to {target.lufs} LUFS below {target.true_peak_dbtp} dBTP; it came to {level:.1f} LUFS and {peak:.1f} dBTP."
    raise RenderError(message)


def together(made: Master, produced: Sequence[Produced]) -> Rendered:
    """Return a master's files, one of each form in the order of FORMS, as one recording."""
    first, second = produced
    report = {f"{one.file.suffix}_lufs": round(one.loudness, 2) for one in produced}
    report |= {f"{one.file.suffix}_dbtp": round(one.true_peak, 2) for one in produced}
    report["burst_lu"] = made.burst
    return Rendered((first.file, second.file), made.seconds, made.timings, first.loudness, max(one.true_peak for one in produced), report)


def render(parts: Sequence[Part], tags: Tags, pauses: Pauses | None = None, target: Target | None = None) -> Rendered:
    """Make the MP3 and the WebM of a recording here and now and check both after decoding; raises RenderError.

    Both have the same timeline, and each sentence's onset in the decoded file is within 30 ms of its timing.
    """
    made = master(parts, pauses, target)
    return together(made, [produce(made, form, tags) for form in FORMS])


def _chapters(made: Master, tags: Tags) -> list[tuple[float, float, str]]:
    """Return a chapter for each paragraph that has a title."""
    ends = [*(start for _, start in made.paragraphs[1:]), made.seconds]
    return [
        (start, end, tags.chapters[paragraph])
        for (paragraph, start), end in zip(made.paragraphs, ends, strict=True)
        if paragraph < len(tags.chapters) and tags.chapters[paragraph]
    ]
