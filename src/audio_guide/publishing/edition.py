"""The edition: one immutable document per tour and language that every public surface renders.

Times are seconds from the start of the sound; text offsets are half-open character (code point) offsets in the paragraph's ``text``.
The JSON Schema of this document is published at ``/api/v1/edition.schema.json``.
"""

from collections.abc import Mapping
from typing import Literal, cast

import msgspec

SCHEMA_VERSION = 1


class Document(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False, forbid_unknown_fields=True):
    """The base of every part of an edition."""


class Word(Document, frozen=True, kw_only=True):
    """A shown word (or a number read as several words) and the moment at which it is said."""

    start: float
    text_from: int
    text_to: int


class Sentence(Document, frozen=True, kw_only=True):
    """A cue: one spoken sentence, its times and the shown text that it says."""

    id: str
    """``s1``, ``s2``, … in the order of the sound; other languages of the stop have other sentences, so this is no key between languages."""
    start: float
    end: float
    text_from: int
    text_to: int
    words: tuple[Word, ...] = ()


class Phrase(Document, frozen=True, kw_only=True):
    """Words of the paragraph that are in another language than the edition."""

    text_from: int
    text_to: int
    language: str
    """BCP 47."""


class Paragraph(Document, frozen=True, kw_only=True):
    """A part of the script as it is shown; the sentences are empty where there is no sound yet."""

    id: str
    """``title``, ``note``, ``p1``, ``p2``, …: the same numbering in every language, so it serves to keep one's place."""
    role: Literal["title", "note", "text"]
    text: str
    sentences: tuple[Sentence, ...] = ()
    phrases: tuple[Phrase, ...] = ()


class MediaFile(Document, frozen=True, kw_only=True):
    """A file that the guide serves as ``/media/{name}``; its name is the digest of its bytes, so it never changes."""

    name: str
    media_type: str
    bytes: int


def media_file(kept: Mapping[str, object]) -> MediaFile:
    """Return a file of the store as an edition names it; what else is known of it stays behind."""
    return MediaFile(name=str(kept["name"]), media_type=str(kept["media_type"]), bytes=cast("int", kept["bytes"]))


class VoiceCredit(Document, frozen=True, kw_only=True):
    """Who or what speaks."""

    id: str
    name: str
    engine: str
    quality: Literal["draft", "good", "human"]
    licence: str
    attribution: str
    leaves_house: bool


class Sound(Document, frozen=True, kw_only=True):
    """A recording as it is published."""

    files: tuple[MediaFile, ...]
    """The file that every phone plays (audio/mpeg) first, then the small form (audio/webm)."""
    duration: float
    voice: VoiceCredit
    wanted_digest: str
    approved_by: str
    approved_at: str


class Picture(Document, frozen=True, kw_only=True):
    """A picture in its sizes, the largest first, with what it shows in words of the edition's language."""

    id: str
    files: tuple[MediaFile, ...]
    widths: tuple[int, ...]
    width: int
    height: int
    alt: str
    credit: str


class SignVideo(Document, frozen=True, kw_only=True):
    """The stop told in a sign language, as a film."""

    file: MediaFile
    poster: MediaFile
    """What is shown before the film is asked for."""
    captions: MediaFile | None = None
    """WebVTT in the edition's language."""
    language: str
    """BCP 47: ``rsl-KZ`` is the sign language of Kazakhstan, ``rsl`` that of Russia, ``ils`` International Sign."""
    signer: str = ""
    """Who signs, or ""."""
    same_as_text: bool = False
    """Whether the stop's text says all that is signed, so that each stands for the other."""
    of_former_text: bool = False
    """Whether the text was changed since the film was made."""
    duration: float
    width: int
    height: int


class Track(Document, frozen=True, kw_only=True):
    """A stop's words in one form: standard, easy language or described."""

    track: Literal["standard", "easy", "described"]
    paragraphs: tuple[Paragraph, ...]
    sound: Sound | None
    revision: int
    """The number of the script's revision that this text is."""


class Way(Document, frozen=True, kw_only=True):
    """How one gets from a stop to the next one of the tour."""

    text: str
    sound: Sound | None = None
    """The same words to be heard; None while nobody has listened to a sound of exactly these words and let it pass."""
    step_free: str = ""
    """The way without steps, where it is another one."""
    step_free_sound: Sound | None = None


class Theme(Document, frozen=True, kw_only=True):
    """Something that a stop tells of and that may hurt, and in which forms it comes."""

    theme: Literal[
        "separation", "imprisonment", "hunger", "violence", "sexual-violence", "torture", "death", "death-of-children", "execution", "human-remains", "suicide"
    ]
    forms: tuple[Literal["told", "pictured", "heard"], ...]


class Passage(Document, frozen=True, kw_only=True):
    """The paragraphs of the standard track that the content note is about: the ids of the first and the last one."""

    first: str
    last: str


class Place(Document, frozen=True, kw_only=True):
    """Where a stop stands on the plan of the site, in thousandths of the plan's width and height from its upper left corner."""

    x: int
    y: int


class OtherNames(Document, frozen=True, kw_only=True):
    """A name that the edition's texts have, with the other forms by which people may look for it."""

    written: str
    others: tuple[str, ...]
    """Aliases, and how the name is written in the other languages."""


class Stop(Document, frozen=True, kw_only=True):
    """A stop of the tour in the edition's language."""

    code: str
    number: int
    title: str
    content_note: str
    """What the stop tells of that may hurt, or ""."""
    themes: tuple[Theme, ...] = ()
    passage: Passage | None = None
    tracks: tuple[Track, ...]
    """The standard track first."""
    pictures: tuple[Picture, ...]
    sign_video: SignVideo | None = None
    more_sign_videos: tuple[SignVideo, ...] = ()
    """The same in other sign languages."""
    languages: tuple[str, ...]
    """In which languages this stop was published or about to be when this edition was made; the shelf is the truth for links."""
    place: Place | None = None
    way: Way | None = None


class Edition(Document, frozen=True, kw_only=True):
    """All that the public may see of one tour in one language."""

    schema_version: int
    tour: str
    """The tour's slug."""
    language: str
    """BCP 47."""
    title: str
    summary: str
    about: str
    published_at: str
    """UTC, ISO 8601."""
    published_by: str
    stops: tuple[Stop, ...]
    names: tuple[OtherNames, ...] = ()
