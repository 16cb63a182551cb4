"""The tables of what visitors walk through; whatever is made of it (sound, editions) knows them, never the reverse."""

from uuid import UUID

from advanced_alchemy.base import UUIDv7AuditBase
from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audio_guide.kit.db import Json

LANGUAGE = String(16)
TRACKS = ("standard", "easy", "described")
PEOPLE = ("", "nobody", "agreed", "historical", "waiting")
"""Of the people in a picture: not said yet, nobody can be recognised, all have agreed, it is historical, somebody has not agreed yet."""


class MuseumLanguage(UUIDv7AuditBase):
    """A language in which the museum speaks; Kazakh is the first."""

    __tablename__ = "language"
    code: Mapped[str] = mapped_column(LANGUAGE, unique=True)
    """BCP 47, as it stands in addresses."""
    name: Mapped[str] = mapped_column(String(100))
    """Its own name."""
    direction: Mapped[str] = mapped_column(String(3), default="ltr")
    fallbacks: Mapped[list[str]] = mapped_column(Json, default=list)
    """Which languages are shown, in this order, where this one has no words yet."""
    position: Mapped[int] = mapped_column(default=0)
    published: Mapped[bool] = mapped_column(default=True)
    """Whether visitors may be offered it; the list shows it once something is published in it."""
    derived_from: Mapped[str] = mapped_column(LANGUAGE, default="")
    """The language whose words it shows in other letters, or ""."""


class Tour(UUIDv7AuditBase):
    """A walk through the museum."""

    __tablename__ = "tour"
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    texts: Mapped[list["TourText"]] = relationship(lazy="raise", cascade="all, delete-orphan")


class TourText(UUIDv7AuditBase):
    """A tour's own words in one language."""

    __tablename__ = "tour_text"
    __table_args__ = (UniqueConstraint("tour_id", "language"),)
    tour_id: Mapped[UUID] = mapped_column(ForeignKey("tour.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(LANGUAGE)
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(Text, default="")
    about: Mapped[str] = mapped_column(Text, default="")


class Stop(UUIDv7AuditBase):
    """A place to listen at; its code is on the printed sign for ever, its number may change."""

    __tablename__ = "stop"
    code: Mapped[str] = mapped_column(String(4), unique=True)
    number: Mapped[int | None] = mapped_column(unique=True)
    themes: Mapped[dict[str, list[str]]] = mapped_column(Json, default=dict, server_default="{}")
    """What it tells of that may hurt: each theme with the forms in which it comes (told, pictured, heard)."""
    passage_first: Mapped[str] = mapped_column(String(16), default="", server_default="")
    """The permanent name of the first paragraph that the content note is about, or "" where it is about all of it or about nothing."""
    passage_last: Mapped[str] = mapped_column(String(16), default="", server_default="")
    scripts: Mapped[list["Script"]] = relationship(lazy="raise", cascade="all, delete-orphan")
    notes: Mapped[list["ContentNote"]] = relationship(lazy="raise", cascade="all, delete-orphan")
    pictures: Mapped[list["StopPicture"]] = relationship(lazy="raise", cascade="all, delete-orphan", order_by="StopPicture.position")


class TourStop(UUIDv7AuditBase):
    """The place of a stop in a tour, and on the plan of the site; a stop may stand in several tours."""

    __tablename__ = "tour_stop"
    __table_args__ = (UniqueConstraint("tour_id", "stop_id"),)
    tour_id: Mapped[UUID] = mapped_column(ForeignKey("tour.id", ondelete="CASCADE"))
    stop_id: Mapped[UUID] = mapped_column(ForeignKey("stop.id", ondelete="CASCADE"))
    position: Mapped[int]
    plan_x: Mapped[int | None]
    """Thousandths of the plan's width from its left edge; None while the stop has no place on the plan."""
    plan_y: Mapped[int | None]
    """Thousandths of the plan's height from its upper edge."""
    ways: Mapped[list["WayText"]] = relationship(lazy="raise", cascade="all, delete-orphan")


class WayText(UUIDv7AuditBase):
    """How one gets from a stop to the next one of the tour, in one language."""

    __tablename__ = "way_text"
    __table_args__ = (UniqueConstraint("tour_stop_id", "language"),)
    tour_stop_id: Mapped[UUID] = mapped_column(ForeignKey("tour_stop.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(LANGUAGE)
    text: Mapped[str] = mapped_column(Text)
    step_free: Mapped[str] = mapped_column(Text, default="")
    """The way without steps, or "" where it is the same."""
    author: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """Who wrote it last, or "" where it did not come through the pages."""
    author_id: Mapped[UUID | None]


class Script(UUIDv7AuditBase):
    """A stop's words in one language and track, as they are now."""

    __tablename__ = "script"
    __table_args__ = (
        UniqueConstraint("stop_id", "language", "track"),
        Index("ix_script_listed", "id", "stop_id", "language", "track", "title", "revision", "updated_at"),  # pages over all stops read no texts
    )
    stop_id: Mapped[UUID] = mapped_column(ForeignKey("stop.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(LANGUAGE)
    track: Mapped[str] = mapped_column(String(16), default="standard")
    title: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1)


class ScriptRevision(UUIDv7AuditBase):
    """A script's words as somebody once saved them; never changed, never deleted alone."""

    __tablename__ = "script_revision"
    __table_args__ = (UniqueConstraint("script_id", "number"), Index("ix_script_revision_source", "script_id", "number", "source_language", "source_digest"))
    script_id: Mapped[UUID] = mapped_column(ForeignKey("script.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(200))
    """What its writer was called when it was saved."""
    author_id: Mapped[UUID | None]
    """Which person that is; None for the command line, and for what was saved before it was written down."""
    source_language: Mapped[str | None] = mapped_column(LANGUAGE)
    source_digest: Mapped[str | None] = mapped_column(String(64))
    """Digest of the source's words from which this revision was translated; "" where somebody said that it is no translation."""
    paragraphs: Mapped[list[str]] = mapped_column(Json, default=list)
    """The permanent name of each paragraph of the body; what says the same in two languages has the same name."""
    note: Mapped[str | None] = mapped_column(Text)
    """The content note as it was with these words; None where it was not written down: in other tracks, and before notes had revisions."""


class Draft(UUIDv7AuditBase):
    """What somebody has typed and not saved yet, so that no closed lid or lost line loses a word."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("person_id", "stop_id", "language", "track"),)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    stop_id: Mapped[UUID] = mapped_column(ForeignKey("stop.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(LANGUAGE)
    title: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    based_on: Mapped[int] = mapped_column(default=0)
    track: Mapped[str] = mapped_column(String(16), default="standard", server_default="standard")
    source: Mapped[str] = mapped_column(LANGUAGE, default="", server_default="")
    """The language that it is being translated from, or ""."""
    source_seen: Mapped[int] = mapped_column(default=0, server_default="0")
    """The revision of the source that its writer had in view when this draft was begun."""


class ContentNote(UUIDv7AuditBase):
    """What a stop tells of that may hurt, in one language; shown and spoken before anything else."""

    __tablename__ = "content_note"
    __table_args__ = (UniqueConstraint("stop_id", "language"),)
    stop_id: Mapped[UUID] = mapped_column(ForeignKey("stop.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(LANGUAGE)
    text: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(200), default="")
    """Who wrote it last, or "" where it did not come through the pages."""
    author_id: Mapped[UUID | None]


class Picture(UUIDv7AuditBase):
    """A picture in its sizes; the files lie in the media store."""

    __tablename__ = "picture"
    key: Mapped[str] = mapped_column(String(64), unique=True)
    width: Mapped[int]
    height: Mapped[int]
    files: Mapped[list[dict[str, object]]] = mapped_column(Json)
    """The sizes, largest first: name, media_type, bytes, width."""
    source_digest: Mapped[str] = mapped_column(String(64), default="", index=True)
    """Digest of the file that was sent, so that the same picture is not kept twice; "" where it did not come through the pages."""
    consent: Mapped[str] = mapped_column(Text, default="")
    """Who allowed the picture to be shown, and where that is written down; never public."""
    people: Mapped[str] = mapped_column(String(16), default="")
    """Whether somebody can be recognised and has agreed: one of PEOPLE."""
    texts: Mapped[list["PictureText"]] = relationship(lazy="raise", cascade="all, delete-orphan")


class PictureText(UUIDv7AuditBase):
    """What a picture shows, in words of one language, and whom it is owed to."""

    __tablename__ = "picture_text"
    __table_args__ = (UniqueConstraint("picture_id", "language"),)
    picture_id: Mapped[UUID] = mapped_column(ForeignKey("picture.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(LANGUAGE)
    alt: Mapped[str] = mapped_column(Text)
    credit: Mapped[str] = mapped_column(Text, default="")


class StopPicture(UUIDv7AuditBase):
    """The place of a picture at a stop."""

    __tablename__ = "stop_picture"
    __table_args__ = (UniqueConstraint("stop_id", "picture_id"),)
    stop_id: Mapped[UUID] = mapped_column(ForeignKey("stop.id", ondelete="CASCADE"))
    picture_id: Mapped[UUID] = mapped_column(ForeignKey("picture.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)


class Film(UUIDv7AuditBase):
    """A stop told in a sign language; the files lie in the media store."""

    __tablename__ = "film"
    __table_args__ = (UniqueConstraint("stop_id", "language"),)
    stop_id: Mapped[UUID] = mapped_column(ForeignKey("stop.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(LANGUAGE)
    files: Mapped[list[dict[str, object]]] = mapped_column(Json)
    """The film, then the picture for the time before it is started: name, media_type, bytes."""
    captions: Mapped[list[dict[str, object]]] = mapped_column(Json, default=list)
    """What is signed as written words (WebVTT): language, name, media_type, bytes."""
    seconds: Mapped[float]
    width: Mapped[int]
    height: Mapped[int]
    signer: Mapped[str] = mapped_column(String(200), default="")
    consent: Mapped[str] = mapped_column(Text, default="")
    """How and when the signer agreed to be shown; never public."""
    script_language: Mapped[str] = mapped_column(LANGUAGE)
    script_revision: Mapped[int]
    same_as_text: Mapped[bool]
    sent_by: Mapped[str] = mapped_column(String(200))


class Name(UUIDv7AuditBase):
    """A row of the names table: a person, place, organisation or term."""

    __tablename__ = "name"
    key: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    needs_consent: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the person, or the family, has to agree before the name is said in public."""
    consent: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Who agreed, when, and where that is written down; never public."""
    source: Mapped[str] = mapped_column(Text, default="", server_default="")
    """From where the museum knows what it tells of the person; never public."""
    forms: Mapped[list["NameForm"]] = relationship(lazy="raise", cascade="all, delete-orphan")


class NameForm(UUIDv7AuditBase):
    """How a name is written in one language and how it is said there."""

    __tablename__ = "name_form"
    __table_args__ = (UniqueConstraint("name_id", "language"),)
    name_id: Mapped[UUID] = mapped_column(ForeignKey("name.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(LANGUAGE)
    written: Mapped[str] = mapped_column(String(300))
    spoken: Mapped[str] = mapped_column(String(300), default="")
    """The respelling for voices, or "" where it is said as it is written."""
    aliases: Mapped[list[str]] = mapped_column(Json, default=list)


class Translation(UUIDv7AuditBase):
    """That exactly these words were made from those of another language; whatever is saved or restored finds its source again by its words."""

    __tablename__ = "translation"
    __table_args__ = (UniqueConstraint("key", "language", "words_digest"),)
    key: Mapped[str] = mapped_column(String(120))
    """The permanent name of the unit: ``stop.K4R7.body.x1c9``."""
    language: Mapped[str] = mapped_column(LANGUAGE)
    words_digest: Mapped[str] = mapped_column(String(16))
    """Digest of the translated words; that of no words means "left out on purpose"."""
    source_language: Mapped[str] = mapped_column(LANGUAGE)
    source_words: Mapped[str] = mapped_column(Text)


class Meant(UUIDv7AuditBase):
    """A warning that somebody answered with "meant"; it holds as long as the words stay the same."""

    __tablename__ = "meant"
    __table_args__ = (UniqueConstraint("key", "language", "check", "words_digest"),)
    key: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(LANGUAGE)
    check: Mapped[str] = mapped_column(String(40))
    words_digest: Mapped[str] = mapped_column(String(16))


class Suggestion(UUIDv7AuditBase):
    """Words that a translator sent and that were not put in place; kept until somebody decides."""

    __tablename__ = "suggestion"
    __table_args__ = (UniqueConstraint("key", "language", "kind", "words_digest"),)
    key: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(LANGUAGE)
    kind: Mapped[str] = mapped_column(String(16))
    """needs-work · conflict · rejected · unplaced · undone · question"""
    words: Mapped[str] = mapped_column(Text)
    words_digest: Mapped[str] = mapped_column(String(16))
    source_words: Mapped[str] = mapped_column(Text, default="")
    author: Mapped[str] = mapped_column(String(200))
    settled: Mapped[bool] = mapped_column(default=False)
