"""What a file with a whole collection holds, as JSON documents; whoever changes their meaning counts SCHEMA up."""

from datetime import datetime

import msgspec

SCHEMA = 1
KIND = "audio-guide-collection"


class Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of every part."""


class Manifest(Document, frozen=True, kw_only=True):
    """What the file is and what must be in it."""

    kind: str
    schema: int
    made_at: datetime
    version: str
    """Of the guide that made it."""
    documents: dict[str, str]
    """SHA-256 of each document, by its name in the file."""
    media: dict[str, int]
    """Bytes of each sound and picture; the name is the digest of the bytes."""


class Language(Document, frozen=True, kw_only=True):
    """A language of the museum, in its order."""

    code: str
    name: str
    direction: str
    fallbacks: tuple[str, ...]
    published: bool
    derived_from: str


class TourWords(Document, frozen=True, kw_only=True):
    """A tour's own words in one language."""

    language: str
    title: str
    summary: str
    about: str


class Way(Document, frozen=True, kw_only=True):
    """How one gets to the next stop, in one language."""

    language: str
    text: str
    step_free: str
    author: str


class Place(Document, frozen=True, kw_only=True):
    """Where a stop stands in a tour."""

    stop: str
    plan_x: int | None
    plan_y: int | None
    ways: tuple[Way, ...]


class Tour(Document, frozen=True, kw_only=True):
    """A walk, with its stops in their order."""

    slug: str
    texts: tuple[TourWords, ...]
    places: tuple[Place, ...]


class Note(Document, frozen=True, kw_only=True):
    """What a stop tells of that may hurt, in one language."""

    language: str
    text: str
    author: str


class Revision(Document, frozen=True, kw_only=True):
    """A script's words as somebody once saved them."""

    number: int
    title: str
    body: str
    author: str
    saved_at: datetime
    source_language: str | None
    source_digest: str | None
    paragraphs: tuple[str, ...]
    note: str | None


class Take(Document, frozen=True, kw_only=True):
    """What a person has read aloud, and on what terms."""

    file: str
    file_digest: str
    seconds: float
    speaker: str
    licence: str
    consent: str
    says_title: bool
    says_note: bool
    words: str
    words_digest: str
    kept_digest: str
    set_aside_digest: str
    uploaded_by: str


class Script(Document, frozen=True, kw_only=True):
    """A stop's words in one language and track: all revisions, the one of now last."""

    language: str
    track: str
    revisions: tuple[Revision, ...]
    take: Take | None


class KeptFile(Document, frozen=True, kw_only=True):
    """A film, or the picture for the time before it is started."""

    name: str
    media_type: str
    bytes: int


class Captions(KeptFile, frozen=True, kw_only=True):
    """What is signed in a film as written words (WebVTT) of one language."""

    language: str


class Film(Document, frozen=True, kw_only=True):
    """A stop told in a sign language: its film and the picture before it, and which text was signed."""

    language: str
    files: tuple[KeptFile, ...]
    captions: tuple[Captions, ...]
    seconds: float
    width: int
    height: int
    signer: str
    consent: str
    script_language: str
    script_revision: int
    same_as_text: bool
    sent_by: str


class Stop(Document, frozen=True, kw_only=True):
    """A place to listen at, with all its words, its films and the keys of its pictures."""

    code: str
    number: int | None
    themes: dict[str, list[str]]
    passage_first: str
    passage_last: str
    notes: tuple[Note, ...]
    scripts: tuple[Script, ...]
    pictures: tuple[str, ...]
    films: tuple[Film, ...] = ()


class PictureFile(Document, frozen=True, kw_only=True):
    """One size of a picture."""

    name: str
    media_type: str
    bytes: int
    width: int


class PictureWords(Document, frozen=True, kw_only=True):
    """What a picture shows, in words of one language."""

    language: str
    alt: str
    credit: str


class Picture(Document, frozen=True, kw_only=True):
    """A picture in its sizes, with its words."""

    key: str
    width: int
    height: int
    files: tuple[PictureFile, ...]
    source_digest: str
    consent: str
    people: str
    texts: tuple[PictureWords, ...]


class NameForm(Document, frozen=True, kw_only=True):
    """How a name is written and said in one language."""

    language: str
    written: str
    spoken: str
    aliases: tuple[str, ...]


class Name(Document, frozen=True, kw_only=True):
    """A row of the names table."""

    key: str
    kind: str
    needs_consent: bool
    consent: str
    source: str
    forms: tuple[NameForm, ...]


class Remark(Document, frozen=True, kw_only=True):
    """Something that is known of exactly these words of one unit of text."""

    key: str
    language: str
    words_digest: str


class Origin(Remark, frozen=True, kw_only=True):
    """That the words were made from those of another language."""

    source_language: str
    source_words: str


class Answer(Remark, frozen=True, kw_only=True):
    """A warning that somebody answered with “meant”."""

    check: str


class Suggestion(Remark, frozen=True, kw_only=True):
    """A translator's words that nobody has decided about yet."""

    kind: str
    words: str
    source_words: str
    author: str


class VoiceOrder(Document, frozen=True, kw_only=True):
    """The voices that were chosen for a language."""

    language: str
    voices: tuple[str, ...]


class Collection(Document, frozen=True, kw_only=True):
    """Everything that people made; each field is a document of its own, and each stop one more."""

    languages: tuple[Language, ...]
    tours: tuple[Tour, ...]
    stops: tuple[Stop, ...]
    names: tuple[Name, ...]
    pictures: tuple[Picture, ...]
    origins: tuple[Origin, ...]
    answers: tuple[Answer, ...]
    suggestions: tuple[Suggestion, ...]
    voices: tuple[VoiceOrder, ...]
    retired: tuple[str, ...]
    """The codes of stops that were removed; no code is used twice."""

    def media(self) -> set[str]:
        """Return the names of all files that this needs."""
        takes = {script.take.file for stop in self.stops for script in stop.scripts if script.take is not None}
        films = {file.name for stop in self.stops for film in stop.films for file in (*film.files, *film.captions)}
        return takes | films | {file.name for picture in self.pictures for file in picture.files}
