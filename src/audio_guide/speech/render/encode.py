"""MP3 for every phone and WebM/Opus for small packs; constant bit rate and whole files, so that seeking lands where it should.

A recording is encoded in segments that begin in a pause, and the frames of each segment are kept: after a changed sentence only its own segment is encoded.
No frame leans on another one (MP3 without a bit reservoir), and each segment's encoder first hears a little of what comes before, so its state is settled
when the first frame that counts is made. The frames then stand in one stream, as if one encoder had made them all.
"""

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Final, cast

import av
import msgspec
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.stream import AudioStream
from av.packet import PacketSideData

from audio_guide.speech.engines import Samples
from audio_guide.speech.render.kept import KeptFrames
from audio_guide.speech.render.level import frames
from audio_guide.speech.render.recipe import Tags

ISO_639_2 = {"kk": "kaz", "ru": "rus", "en": "eng", "uk": "ukr"}
RATE = 48000
"""The rate of a master and of both forms, in samples a second."""
SKIP: Final = "skip_samples"
ENDING = 3
"""Only in the first packet and in so many last ones do the encoders say that samples are not part of the sound."""
_TICK = Fraction(1, RATE)
STEP = 5760
"""Samples of 0.12 s: six Opus frames or five MP3 frames. Segments begin at whole steps."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a recording."""

    media_type: str
    suffix: str
    codec: str
    frame: int
    """Samples in a frame."""
    bits: int
    codec_options: tuple[tuple[str, str], ...]
    container_options: tuple[tuple[str, str], ...]
    sample_format: str


MP3 = Form("audio/mpeg", "mp3", "libmp3lame", 1152, 64000, (("compression_level", "7"), ("reservoir", "0")), (("id3v2_version", "3"),), "fltp")
WEBM = Form(
    "audio/webm", "webm", "libopus", 960, 32000, (("application", "audio"), ("compression_level", "8"), ("vbr", "on")), (("fflags", "+bitexact"),), "flt"
)
FORMS = (MP3, WEBM)


class Frame(msgspec.Struct, frozen=True, array_like=True):
    """One encoded frame; *skip* is what FFmpeg says of samples at its ends that are not part of the sound."""

    data: bytes
    skip: bytes = b""


class Frames(msgspec.Struct, frozen=True):
    """Encoded frames that follow each other, and the time of the first one in samples (encoders begin a little before zero)."""

    first: int
    frames: list[Frame]


def encode(  # noqa: PLR0913 -- a file is its sound, form, tags and chapters; where it may be cut and what is kept only make it quicker
    samples: Samples,
    form: Form,
    tags: Tags | None = None,
    chapters: Sequence[tuple[float, float, str]] = (),
    *,
    cuts: Sequence[int] = (),
    kept: KeptFrames | None = None,
) -> bytes:
    """Return a whole file of mono sound at RATE.

    *chapters* are (start, end, title) in seconds, *cuts* the samples (whole STEPs) at which a pause may be cut.
    """
    out = io.BytesIO()
    with av.open(out, "w", format=form.suffix, options=dict(form.container_options)) as container:
        if tags is not None:
            container.metadata.update(_metadata(tags, form))
        if chapters:
            container.set_chapters([
                {"id": number, "start": round(start * 1000), "end": round(end * 1000), "time_base": Fraction(1, 1000), "metadata": {"title": title}}
                for number, (start, end, title) in enumerate(chapters)
            ])  # fmt: skip
        stream = cast("AudioStream", container.add_stream(form.codec, rate=RATE, layout="mono", options=dict(form.codec_options)))
        stream.bit_rate = form.bits
        if tags is not None and form is WEBM:
            stream.metadata["language"] = ISO_639_2.get(tags.language.split("-")[0], "und")
        at: int | None = None
        for segment in _segments(samples, form, cuts, kept):
            at = segment.first if at is None else at
            for frame in segment.frames:
                packet = _packet(frame, form)
                packet.stream, packet.pts, packet.dts = stream, at, at
                container.mux(packet)
                at += form.frame
    return out.getvalue()


def _packet(frame: Frame, form: Form) -> av.Packet:  # type: ignore[type-arg]
    """Return a frame as FFmpeg takes it."""
    packet = av.Packet(frame.data)
    packet.time_base, packet.duration, packet.is_keyframe = _TICK, form.frame, True
    if frame.skip:
        side = _side_of(form)
        side.update(frame.skip)
        packet.set_sidedata(side)
    return packet


@cache
def _side_of(form: Form) -> PacketSideData:
    """Return side data to write in; PyAV gives it only with a packet that an encoder made."""
    return next(packet.get_sidedata(SKIP) for packet in _packets(np.zeros(STEP, np.float32), form, RATE) if packet.has_sidedata(SKIP))


def _segments(samples: Samples, form: Form, cuts: Sequence[int], kept: KeptFrames | None) -> Iterator[Frames]:
    """Give the frames of each segment, encoded now or before."""
    edges = [0, *sorted({cut for cut in cuts if 0 < cut < len(samples) and cut % STEP == 0}), len(samples)]
    for start, end in pairwise(edges):
        before, last = min(start, STEP), end == len(samples)
        sound = samples[start - before : end]
        key = ""
        if kept is not None:
            about = [asdict(form), av.__version__, before, last]
            key = hashlib.sha256(msgspec.json.encode(about) + sound.tobytes()).hexdigest()
            found = kept.get(key, Frames)
            if found is not None:
                yield found
                continue
        made = _encode_segment(sound, form)
        settled = before // form.frame
        made = Frames(made.first, made.frames[settled:] if last else made.frames[settled : settled + (end - start) // form.frame])
        if kept is not None:
            kept.put(key, made)
        yield made


def _encode_segment(samples: Samples, form: Form, rate: int = RATE) -> Frames:
    """Encode sound by an encoder of its own."""
    packets = _packets(samples, form, rate)
    inner = range(1, len(packets) - ENDING)  # asking a packet costs more than copying it
    return Frames(packets[0].pts or 0, [Frame(bytes(packet), b"" if number in inner else _skip_of(packet)) for number, packet in enumerate(packets)])


def _skip_of(packet: av.Packet) -> bytes:  # type: ignore[type-arg]
    """Return what FFmpeg says of samples of a packet that are not part of the sound."""
    return bytes(packet.get_sidedata(SKIP)) if packet.has_sidedata(SKIP) else b""


def _packets(samples: Samples, form: Form, rate: int) -> list[av.Packet]:  # type: ignore[type-arg]
    encoder = cast("AudioCodecContext", av.CodecContext.create(form.codec, "w"))
    encoder.sample_rate, encoder.layout, encoder.format, encoder.bit_rate = RATE, "mono", form.sample_format, form.bits
    encoder.time_base = _TICK
    encoder.options = dict(form.codec_options)
    return [packet for frame in [*frames(samples, rate), None] for packet in encoder.encode(frame)]


def bare(samples: Samples, rate: int) -> tuple[Frames, ...]:
    """Encode sound in all forms with nothing around it: what the benchmark takes as the least cost."""
    return tuple(_encode_segment(samples, form, rate) for form in FORMS)


def _metadata(tags: Tags, form: Form) -> dict[str, str]:
    """Return the tags as FFmpeg names them."""
    told = {
        "title": tags.title,
        "album": tags.album,
        "artist": tags.artist,
        "comment": tags.comment,
        "language": ISO_639_2.get(tags.language.split("-")[0], "und"),
    }
    if tags.track:
        told["track"] = str(tags.track)
    if form is WEBM:
        told.pop("language")
    return {name: value for name, value in told.items() if value}
