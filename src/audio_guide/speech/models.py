"""The tables of sound: which voice speaks a language, what is being made, what was made."""

from datetime import datetime
from uuid import UUID

from advanced_alchemy.base import UUIDv7AuditBase
from advanced_alchemy.types import DateTimeUTC
from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from audio_guide.kit.db import Json

DIGEST = String(64)


class Voice(UUIDv7AuditBase):
    """A voice that the museum chose for a language; the first that is installed speaks."""

    __tablename__ = "voice"
    __table_args__ = (UniqueConstraint("language", "voice"),)
    language: Mapped[str] = mapped_column(String(16))
    position: Mapped[int]
    voice: Mapped[str] = mapped_column(String(100))


class VoiceInstallation(UUIDv7AuditBase):
    """A voice that is being brought onto the machine, and how far it is; what people see while they wait."""

    __tablename__ = "voice_installation"
    name: Mapped[str] = mapped_column(String(100), unique=True)
    state: Mapped[str] = mapped_column(String(16), default="wanted")
    """wanted · running · ready · failed"""
    done: Mapped[int] = mapped_column(BigInteger, default=0)
    total: Mapped[int] = mapped_column(BigInteger, default=0)
    """Bytes that are there and that there will be."""
    kind: Mapped[str] = mapped_column(String(32), default="")
    """Why it failed, in a word: network or model_missing."""
    message: Mapped[str] = mapped_column(Text, default="")
    attempt: Mapped[int] = mapped_column(default=1)


class Narration(UUIDv7AuditBase):
    """A recording that is wanted, and how far it is; what people see while they wait."""

    __tablename__ = "narration"
    __table_args__ = (UniqueConstraint("script_id", "wanted_digest"),)
    script_id: Mapped[UUID] = mapped_column(ForeignKey("script.id", ondelete="CASCADE"))
    wanted_digest: Mapped[str] = mapped_column(DIGEST)
    state: Mapped[str] = mapped_column(String(16), default="wanted")
    """wanted · running · ready · failed · dropped (the script wants other words by now)"""
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    """Sentences spoken and to be spoken."""
    message: Mapped[str] = mapped_column(Text, default="")
    """Why it failed, or what it waits for: a sentence that the catalogues know, and on the next line what was said in English."""
    attempt: Mapped[int] = mapped_column(default=0)
    anew: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it is made once more though it exists: every sentence is spoken again, and what there is stays until then."""
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    """The newest revision of the script that wanted exactly this sound; clocks of several machines would not tell that."""
    began_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    """When it was begun last, and when it was ready; what others will take is told from these."""


class HumanVoice(UUIDv7AuditBase):
    """What a person has read aloud for a script; it is preferred to every machine voice as long as the words are those that were read."""

    __tablename__ = "human_voice"
    script_id: Mapped[UUID] = mapped_column(ForeignKey("script.id", ondelete="CASCADE"), unique=True)
    file: Mapped[str] = mapped_column(String(64))
    """The take as it was sent, mono and without loss, in the media store; the public never gets it."""
    file_digest: Mapped[str] = mapped_column(DIGEST)
    """Digest of the bytes that were sent."""
    seconds: Mapped[float]
    speaker: Mapped[str] = mapped_column(String(200))
    licence: Mapped[str] = mapped_column(String(300), default="")
    consent: Mapped[str] = mapped_column(String(300))
    """How and when the speaker agreed; for the museum alone."""
    says_title: Mapped[bool] = mapped_column(default=True)
    says_note: Mapped[bool] = mapped_column(default=True)
    words: Mapped[str] = mapped_column(Text)
    """The words that were read, for showing what changed since."""
    words_digest: Mapped[str] = mapped_column(DIGEST)
    kept_digest: Mapped[str] = mapped_column(DIGEST, default="")
    """Digest of other words for which somebody decided to keep this voice anyway."""
    set_aside_digest: Mapped[str] = mapped_column(DIGEST, default="")
    """Digest of other words for which somebody decided to use the machine's voice."""
    uploaded_by: Mapped[str] = mapped_column(String(200))
    uploaded_by_id: Mapped[UUID | None]


class Recording(UUIDv7AuditBase):
    """Sound that exists: files in the media store and the time of every sentence."""

    __tablename__ = "recording"
    __table_args__ = (UniqueConstraint("script_id", "wanted_digest"),)
    script_id: Mapped[UUID] = mapped_column(ForeignKey("script.id", ondelete="CASCADE"))
    wanted_digest: Mapped[str] = mapped_column(DIGEST)
    voice: Mapped[dict[str, object]] = mapped_column(Json)
    """The credit: id, name, engine, quality, licence, attribution, leaves_house."""
    files: Mapped[list[dict[str, object]]] = mapped_column(Json)
    """name, media_type, bytes; the MP3 first."""
    duration: Mapped[float]
    """Seconds."""
    timings: Mapped[list[dict[str, object]]] = mapped_column(Json)
    """For each sentence start and end in seconds and words as [character in the spoken sentence, seconds]; a person's also passage, from, to."""
    report: Mapped[dict[str, float]] = mapped_column(Json, default=dict)
    """What was measured after decoding: loudness (LUFS), true peak (dBTP) and others; of a person's reading how its sentences were found.

    ``aligned`` is 2 where each sentence was found by the pauses, 1 where paragraphs were, 0 where neither; ``trust`` from 0 to 1 how sure that is.
    """


class WaySound(UUIDv7AuditBase):
    """How the words of a way sound: wanted, made and listened to; known by its digest alone, so the same words are spoken and heard once."""

    __tablename__ = "way_sound"
    language: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text)
    """The words as they were written when this sound was wanted first."""
    wanted_digest: Mapped[str] = mapped_column(DIGEST, unique=True)
    state: Mapped[str] = mapped_column(String(16), default="wanted")
    """wanted · running · ready · failed"""
    message: Mapped[str] = mapped_column(Text, default="")
    """Why it failed, or what it waits for, as narrations say it."""
    attempt: Mapped[int] = mapped_column(default=0)
    anew: Mapped[bool] = mapped_column(default=False)
    """Whether it is made once more though it exists."""
    voice: Mapped[dict[str, object]] = mapped_column(Json, default=dict)
    """The credit, as recordings have it."""
    files: Mapped[list[dict[str, object]]] = mapped_column(Json, default=list)
    """name, media_type, bytes; the MP3 first; empty while it was never made."""
    duration: Mapped[float] = mapped_column(default=0.0)
    """Seconds."""
    approved_by: Mapped[str] = mapped_column(String(200), default="")
    approved_by_id: Mapped[UUID | None]
    approved_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))
    """Who listened to exactly this sound and let it pass, and when; None while nobody has."""


class Said(UUIDv7AuditBase):
    """The digest of what a script says, kept with all that it follows from, so that a thousand texts need not be read to see which sound is old."""

    __tablename__ = "said"
    script_id: Mapped[UUID] = mapped_column(ForeignKey("script.id", ondelete="CASCADE"), unique=True)
    basis: Mapped[str] = mapped_column(DIGEST)
    """Digest of the words as written, the content note, the rules, and how long a sentence the voice takes."""
    names: Mapped[str] = mapped_column(DIGEST)
    """Digest of the language's names table by which it was read."""
    mentioned: Mapped[str] = mapped_column(DIGEST)
    """Digest of the names that the text may mention; as long as they stay, other names change nothing."""
    said_digest: Mapped[str] = mapped_column(DIGEST)
    findings: Mapped[list[list[str]]] = mapped_column(Json, default=list)
    """What would be misread: kind and shown words, each once."""
