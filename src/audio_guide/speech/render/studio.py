"""The whole way from sentences to checked files."""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass

import av
import msgspec

from audio_guide.speech.engines import Samples
from audio_guide.speech.render.encode import FORMS, Form, encode
from audio_guide.speech.render.layout import Layout, lay_out
from audio_guide.speech.render.level import limit, loudness
from audio_guide.speech.render.recipe import EncodedFile, Part, Pauses, Rendered, RenderError, Tags, Target
from audio_guide.speech.render.verify import listen

VERSION = 1
MASTER_RATE = 44100
CEILING_DB = -2.4
"""Below the mark by what the codecs and the sound between samples add."""
CODEC_LOSS_LU = 0.35
"""LAME and Opus both give back some 0.4 LU less than they get; the master is that much louder."""
NEAR_LU = 0.25
MOST_ROUNDS = 4


def render_fingerprint(pauses: Pauses, target: Target) -> str:
    """Return the digest of everything that shapes a file besides the spoken sentences."""
    parts = [VERSION, MASTER_RATE, CEILING_DB, CODEC_LOSS_LU, av.__version__, asdict(pauses), asdict(target), [asdict(form) for form in FORMS]]
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


@dataclass(frozen=True, slots=True)
class _Checked:
    """A file that passed, with what was measured after decoding."""

    file: EncodedFile
    loudness: float
    true_peak: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """What both files are made of."""

    layout: Layout
    master: Samples
    target: Target
    tags: Tags
    chapters: Sequence[tuple[float, float, str]]


def render(parts: Sequence[Part], tags: Tags, pauses: Pauses | None = None, target: Target | None = None, *, threads: int = 2) -> Rendered:
    """Make the MP3 and the WebM of a recording and check both after decoding; raises RenderError.

    Both have the same timeline, and each sentence's onset in the decoded file is within 30 ms of its timing.
    """
    pauses, target = pauses or Pauses(), target or Target()
    layout = lay_out(parts, pauses)
    chapters = _chapters(layout, tags)
    master = _master(layout, target, CEILING_DB)

    def make(form: Form) -> _Checked:
        return _make(form, _Piece(layout, master, target, tags, chapters))

    if threads > 1:
        with ThreadPoolExecutor(2) as pool:
            made = list(pool.map(make, FORMS))
    else:
        made = [make(form) for form in FORMS]
    report = {f"{checked.file.suffix}_lufs": round(checked.loudness, 2) for checked in made}
    report |= {f"{checked.file.suffix}_dbtp": round(checked.true_peak, 2) for checked in made}
    first, second = made
    return Rendered((first.file, second.file), layout.seconds, layout.timings, first.loudness, max(one.true_peak for one in made), report)


def _master(layout: Layout, target: Target, ceiling: float) -> Samples:
    """Bring the whole recording to the mark with one gain and a limiter."""
    measured = loudness(layout.samples, layout.rate)
    if measured == float("-inf"):
        message = "The recording is too quiet to be measured."
        raise RenderError(message)
    wanted = target.lufs + CODEC_LOSS_LU
    gain = wanted - measured
    for _ in range(MOST_ROUNDS):
        master, measured = limit(layout.samples, layout.rate, MASTER_RATE, gain, ceiling)
        off = wanted - measured
        if abs(off) <= NEAR_LU:
            return master
        gain += off
    return master


def _make(form: Form, piece: _Piece) -> _Checked:
    """Encode, decode, measure; a file that misses the mark is made again from a master that allows for what its codec did."""
    ceiling, correction, master, target = CEILING_DB, 0.0, piece.master, piece.target
    for _ in range(MOST_ROUNDS):
        data = encode(master, MASTER_RATE, form, piece.tags, piece.chapters)
        heard = listen(data, piece.layout.seconds)
        level, peak = heard.loudness, heard.true_peak
        if abs(level - target.lufs) <= target.tolerance * 0.8 and peak <= target.true_peak_dbtp:
            return _Checked(EncodedFile(form.media_type, form.suffix, data), level, peak)
        correction += target.lufs - level
        if peak > target.true_peak_dbtp:
            ceiling -= peak - target.true_peak_dbtp + 0.2
        shifted = Target(target.lufs + correction, target.tolerance, target.true_peak_dbtp)
        master = _master(piece.layout, shifted, ceiling)
    message = f"The recording cannot be brought to {target.lufs} LUFS below {target.true_peak_dbtp} dBTP; it came to {level:.1f} LUFS and {peak:.1f} dBTP."
    raise RenderError(message)


def _chapters(layout: Layout, tags: Tags) -> list[tuple[float, float, str]]:
    """Return a chapter for each paragraph that has a title."""
    ends = [*(start for _, start in layout.paragraphs[1:]), layout.seconds]
    return [
        (start, end, tags.chapters[paragraph])
        for (paragraph, start), end in zip(layout.paragraphs, ends, strict=True)
        if paragraph < len(tags.chapters) and tags.chapters[paragraph]
    ]
