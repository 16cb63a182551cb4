"""The tables of files that are on their way to translators and back."""

from advanced_alchemy.base import UUIDv7AuditBase
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from audio_guide.kit.db import Json
from audio_guide.tours.models import LANGUAGE


class TextExport(UUIDv7AuditBase):
    """What a file for translators held when it was made: the base of the three-way merge when it comes back."""

    __tablename__ = "text_export"
    mark: Mapped[str] = mapped_column(String(32), unique=True)
    language: Mapped[str] = mapped_column(LANGUAGE)
    source: Mapped[str] = mapped_column(LANGUAGE)
    items: Mapped[dict[str, list[str]]] = mapped_column(Json)
    """Key → digests of the source's words, of the words in the file, of the words in the guide, and "f" where it was marked as needing work."""


class TextImport(UUIDv7AuditBase):
    """A file that came back from a translator: what it holds, what became of it, and what is needed to take it back."""

    __tablename__ = "text_import"
    language: Mapped[str] = mapped_column(LANGUAGE)
    source: Mapped[str] = mapped_column(LANGUAGE)
    mark: Mapped[str] = mapped_column(String(32), default="")
    file_name: Mapped[str] = mapped_column(String(200))
    author: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    """waiting · applied · undone · dropped"""
    entries: Mapped[list[dict[str, object]]] = mapped_column(Json)
    outcomes: Mapped[list[dict[str, object]]] = mapped_column(Json, default=list)
    before: Mapped[list[dict[str, object]]] = mapped_column(Json, default=list)
    """Everything that was changed, as it was before and after."""
