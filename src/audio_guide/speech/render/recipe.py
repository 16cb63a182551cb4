"""What goes into a rendering and what comes out."""

from dataclasses import dataclass, field
from typing import Literal

from audio_guide.speech.engines import Utterance, WordTime


class RenderError(Exception):
    """A recording could not be made or did not pass its checks; the message is a sentence that names the spoken sentence if one is at fault."""


@dataclass(frozen=True, slots=True)
class Part:
    """One spoken sentence in its place."""

    utterance: Utterance
    paragraph: int
    shown_chars: int
    """Letters that are said, to judge whether the sound can hold them."""
    role: Literal["title", "note", "text"] = "text"


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds of silence before everything, between sentences, between paragraphs, and at the end (where players cut)."""

    head: float = 0.25
    sentence: float = 0.40
    paragraph: float = 0.85
    tail: float = 0.60


@dataclass(frozen=True, slots=True)
class Target:
    """How loud a recording is after decoding."""

    lufs: float = -19.0
    tolerance: float = 0.5
    true_peak_dbtp: float = -1.0


@dataclass(frozen=True, slots=True)
class Tags:
    """What the files say of themselves; *chapters* holds the title of each paragraph by its number."""

    title: str
    album: str
    artist: str
    language: str
    track: int = 0
    comment: str = ""
    chapters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timing:
    """When a sentence and its words sound in the finished file, in seconds."""

    start: float
    end: float
    words: tuple[WordTime, ...] = ()


@dataclass(frozen=True, slots=True)
class EncodedFile:
    """A finished file."""

    media_type: str
    suffix: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A recording that passed its checks: the MP3 first, then the WebM; one timing for each part."""

    files: tuple[EncodedFile, EncodedFile]
    duration: float
    timings: tuple[Timing, ...]
    loudness: float
    true_peak: float
    report: dict[str, float]
