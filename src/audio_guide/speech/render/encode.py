"""MP3 for every phone and WebM/Opus for small packs; constant bit rate and whole files, so that seeking lands where it should."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import av
from av.audio.stream import AudioStream

from audio_guide.speech.engines import Samples
from audio_guide.speech.render.level import frames
from audio_guide.speech.render.recipe import Tags

ISO_639_2 = {"kk": "kaz", "ru": "rus", "en": "eng", "uk": "ukr"}


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a recording."""

    media_type: str
    suffix: str
    codec: str
    rate: int
    bits: int
    codec_options: tuple[tuple[str, str], ...]
    container_options: tuple[tuple[str, str], ...]
    sample_format: str


MP3 = Form("audio/mpeg", "mp3", "libmp3lame", 44100, 64000, (("compression_level", "7"),), (("id3v2_version", "3"),), "fltp")
WEBM = Form(
    "audio/webm", "webm", "libopus", 48000, 32000, (("application", "audio"), ("compression_level", "8"), ("vbr", "on")), (("fflags", "+bitexact"),), "flt"
)
FORMS = (MP3, WEBM)


def encode(samples: Samples, rate: int, form: Form, tags: Tags | None = None, chapters: Sequence[tuple[float, float, str]] = ()) -> bytes:
    """Return a whole file; *samples* may have any *rate*, *chapters* are (start, end, title) in seconds."""
    out = io.BytesIO()
    with av.open(out, "w", format=form.suffix, options=dict(form.container_options)) as container:
        if tags is not None:
            container.metadata.update(_metadata(tags, form))
        if chapters:
            container.set_chapters([
                {"id": number, "start": round(start * 1000), "end": round(end * 1000), "time_base": Fraction(1, 1000), "metadata": {"title": title}}
                for number, (start, end, title) in enumerate(chapters)
            ])  # fmt: skip
        stream = cast("AudioStream", container.add_stream(form.codec, rate=form.rate, layout="mono", options=dict(form.codec_options)))
        stream.bit_rate = form.bits
        if tags is not None and form is WEBM:
            stream.metadata["language"] = ISO_639_2.get(tags.language.split("-")[0], "und")
        resampler = av.AudioResampler(format=form.sample_format, layout="mono", rate=form.rate)
        for frame in [*frames(samples, rate), None]:
            for ready in resampler.resample(frame):
                for packet in stream.encode(ready):
                    container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return out.getvalue()


def bare(samples: Samples, rate: int) -> tuple[bytes, ...]:
    """Encode in all forms with nothing around it: what the benchmark takes as the least cost."""
    return tuple(encode(samples, rate, form) for form in FORMS)


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
