"""The tables of what the public may see."""

from uuid import UUID

from advanced_alchemy.base import UUIDv7AuditBase
from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from audio_guide.kit.db import Json


class Approval(UUIDv7AuditBase):
    """Somebody listened to exactly this sound of exactly this revision and let it pass."""

    __tablename__ = "approval"
    __table_args__ = (UniqueConstraint("script_id", "revision", "wanted_digest"),)
    script_id: Mapped[UUID] = mapped_column(ForeignKey("script.id", ondelete="CASCADE"))
    revision: Mapped[int]
    wanted_digest: Mapped[str] = mapped_column(String(64))
    approved_by: Mapped[str] = mapped_column(String(200))
    approved_by_id: Mapped[UUID | None]
    """Which person that is; None for the command line, and for what was approved before it was written down."""


class EditionRecord(UUIDv7AuditBase):
    """An edition as it was published: the document's exact bytes, never changed."""

    __tablename__ = "edition"
    tour_id: Mapped[UUID] = mapped_column(ForeignKey("tour.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the document."""
    document: Mapped[bytes] = mapped_column(LargeBinary)
    published_by: Mapped[str] = mapped_column(String(200))
    receipt: Mapped[dict[str, object]] = mapped_column(Json, default=dict)
    """What this publication did, by codes of stops: new, changed, removed, numbered; and kept with the reason of each."""


class Publication(UUIDv7AuditBase):
    """The pointer: which edition of a tour the public sees in one language."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("tour_id", "language"),)
    tour_id: Mapped[UUID] = mapped_column(ForeignKey("tour.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(16))
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))


class HouseRule(UUIDv7AuditBase):
    """Something that this house decided for itself on the page of its settings, or knows of itself."""

    __tablename__ = "house_rule"
    key: Mapped[str] = mapped_column(String(64), unique=True)
    value: Mapped[dict[str, object]] = mapped_column(Json)
