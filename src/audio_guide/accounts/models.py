"""The tables of staff: who they are, where they are signed in, who is invited, who tried, and who did what."""

from datetime import datetime
from uuid import UUID

from advanced_alchemy.base import UUIDv7AuditBase
from advanced_alchemy.types import DateTimeUTC
from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from audio_guide.kit.db import Json

ROLES = ("admin", "publisher", "editor", "translator")


class Person(UUIDv7AuditBase):
    """Somebody of the staff; whoever leaves is disabled, never deleted, since their name stands under what they did."""

    __tablename__ = "person"
    login: Mapped[str] = mapped_column(String(80), unique=True)
    """What they sign in with, in small letters: an address or a short name."""
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(16))
    languages: Mapped[list[str]] = mapped_column(Json, default=list)
    """The languages that a translator may write; nothing for the other roles, who may write all."""
    password_hash: Mapped[str] = mapped_column(String(300), default="")
    totp_secret: Mapped[str] = mapped_column(String(64), default="")
    totp_step: Mapped[int] = mapped_column(default=0)
    """The time step of the last code that was taken, so that no code is taken twice."""
    active: Mapped[bool] = mapped_column(default=True)


class StaffSession(UUIDv7AuditBase):
    """A browser in which somebody is signed in; only the digest of its token is kept."""

    __tablename__ = "staff_session"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    seen_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))
    ends_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))


class Invitation(UUIDv7AuditBase):
    """A link with which somebody sets a password, once; for a new member of staff or one who forgot theirs."""

    __tablename__ = "invitation"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    token_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    ends_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(DateTimeUTC(timezone=True))


class SignInTry(UUIDv7AuditBase):
    """Failed sign-ins of one account or one network in a window of time; a row is used again, so the table stays small."""

    __tablename__ = "sign_in_try"
    key: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    began_at: Mapped[datetime] = mapped_column(DateTimeUTC(timezone=True))
    count: Mapped[int] = mapped_column(default=0)


class Deed(UUIDv7AuditBase):
    """Something that somebody did, for the history; its words are made when it is read."""

    __tablename__ = "deed"
    __table_args__ = (Index("ix_deed_created_at", "created_at"),)
    person_name: Mapped[str] = mapped_column(String(200), index=True)
    verb: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(16), default="")
    place: Mapped[str] = mapped_column(String(64), default="", index=True)
    """What it was done to, for a link and for finding it again: a stop's code, a tour's slug, or ""."""
