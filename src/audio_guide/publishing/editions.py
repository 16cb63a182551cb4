"""The editions of a tour in one language as they were published: list them, look at one, show one again."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.errors import ConflictError, NotFoundError
from audio_guide.kit.media import MediaStore
from audio_guide.publishing.changes import StopChange, changes
from audio_guide.publishing.edition import Edition
from audio_guide.publishing.models import EditionRecord, Publication
from audio_guide.publishing.pointing import DECODER, point_at, pointed
from audio_guide.publishing.shelf import Shelf
from audio_guide.tours.models import Tour

PAGE = 50


@dataclass(frozen=True, slots=True)
class Issue:
    """An edition as it stands in a list: when, by whom, what it changed, and whether the public sees it now."""

    id: UUID
    published_at: datetime
    published_by: str
    receipt: dict[str, object]
    is_current: bool


async def current_id(session: AsyncSession, tour: Tour, language: str) -> UUID | None:
    """Return which edition the public sees, or None."""
    found: UUID | None = await session.scalar(pointed(Publication.edition_id, tour.id, language))
    return found


async def issues(session: AsyncSession, tour: Tour, language: str, page: int = 1) -> tuple[list[Issue], int]:
    """Return a page of the editions, the newest first, and how many there are; their documents are not read."""
    mine = (EditionRecord.tour_id == tour.id, EditionRecord.language == language)
    total = await session.scalar(select(func.count()).select_from(EditionRecord).where(*mine)) or 0
    query = select(EditionRecord.id, EditionRecord.created_at, EditionRecord.published_by, EditionRecord.receipt).where(*mine)
    rows = (await session.execute(query.order_by(EditionRecord.created_at.desc(), EditionRecord.id.desc()).limit(PAGE).offset(PAGE * (page - 1)))).all()
    shown = await current_id(session, tour, language)
    return [Issue(key, at, by, receipt, key == shown) for key, at, by, receipt in rows], total


async def record_of(session: AsyncSession, tour: Tour, language: str, edition_id: UUID) -> EditionRecord:
    """Return an edition of this tour and language; raises NotFoundError for any other."""
    found = await session.get(EditionRecord, edition_id)
    if found is None or found.tour_id != tour.id or found.language != language:
        raise NotFoundError("There is no such edition.")
    return found


async def told(session: AsyncSession, record: EditionRecord) -> tuple[StopChange, ...]:
    """Return what an edition changed against the one that was made before it."""
    earlier = select(EditionRecord.document).where(EditionRecord.tour_id == record.tour_id, EditionRecord.language == record.language)
    earlier = earlier.where(EditionRecord.created_at < record.created_at).order_by(EditionRecord.created_at.desc()).limit(1)
    document = await session.scalar(earlier)
    before: Edition | None = DECODER.decode(document) if document is not None else None
    return changes(before, DECODER.decode(record.document), _reasons(record.receipt))


def _reasons(receipt: dict[str, object]) -> dict[str, str]:
    kept = receipt.get("kept")
    return {str(code): str(reason) for code, reason in kept} if isinstance(kept, list) else {}


async def show_again(session: AsyncSession, media: MediaStore, tour: Tour, language: str, edition_id: UUID) -> EditionRecord:
    """Show the public an edition as it once was: one pointer. Raises ConflictError if a file of it is gone, or if it is the one shown now."""
    record = await record_of(session, tour, language, edition_id)
    if await current_id(session, tour, language) == record.id:
        raise ConflictError("Visitors see this edition already.")
    lost = await asyncio.to_thread(_lost, media, DECODER.decode(record.document))
    if lost:
        raise ConflictError("This edition cannot be shown again: files of these stops are gone: {stops}.", stops=", ".join(lost))
    await point_at(session, record)
    return record


def _lost(media: MediaStore, edition: Edition) -> Sequence[str]:
    """Return the numbers of the stops of which a file is not in the store any more."""
    gone = {name for name in Shelf(editions={(edition.tour, edition.language): edition}).media() if media.head(name) is None}
    if not gone:
        return ()
    alone = (msgspec.structs.replace(edition, stops=(stop,)) for stop in edition.stops)
    return [str(one.stops[0].number) for one in alone if gone & Shelf(editions={(one.tour, one.language): one}).media().keys()]
