"""The pointer: which edition of a tour the public sees in one language; moving it is all that publishing, withdrawing and going back do."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.publishing import edition as public
from audio_guide.publishing.models import EditionRecord, Publication
from audio_guide.tours.models import Tour

DECODER = msgspec.json.Decoder(public.Edition)


async def point_at(session: AsyncSession, record: EditionRecord) -> None:
    """Show the public this edition from now on."""
    pointer = await session.scalar(pointed(Publication, record.tour_id, record.language))
    if pointer is None:
        session.add(Publication(tour_id=record.tour_id, language=record.language, edition_id=record.id))
    else:
        pointer.edition_id = record.id


def pointed(what: Any, tour_id: UUID, language: str) -> Select[Any]:
    """Ask for something of the pointer of a tour's language."""
    return select(what).where(Publication.tour_id == tour_id, Publication.language == language)


async def withdraw(session: AsyncSession, tour: Tour, language: str) -> bool:
    """Take a tour's language from the public at once; the editions stay. Returns whether it was published."""
    result = await session.execute(delete(Publication).where(Publication.tour_id == tour.id, Publication.language == language).returning(Publication.id))
    return result.first() is not None


async def current(session: AsyncSession, tour_id: UUID, language: str) -> public.Edition | None:
    """Return the edition that the public sees, or None."""
    query = (
        select(EditionRecord.document)
        .join(Publication, Publication.edition_id == EditionRecord.id)
        .where(Publication.tour_id == tour_id, Publication.language == language)
    )
    document = await session.scalar(query)
    return None if document is None else DECODER.decode(document)
