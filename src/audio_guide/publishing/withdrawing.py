"""Take one stop from the public at once, and know what was ever public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.errors import ConflictError
from audio_guide.kit.letters import fold
from audio_guide.publishing import edition as public
from audio_guide.publishing.changes import changes
from audio_guide.publishing.models import Approval, EditionRecord, Publication
from audio_guide.publishing.pointing import DECODER, withdraw
from audio_guide.publishing.service import Receipt, issue
from audio_guide.tours import arranging
from audio_guide.tours.models import Script, Stop, Tour


@dataclass(frozen=True, slots=True)
class Shown:
    """An edition that the public sees now and that has the stop."""

    tour: Tour
    edition: public.Edition


async def shown_in(session: AsyncSession, code: str) -> Sequence[Shown]:
    """Return every edition that the public sees and in which a stop stands."""
    query = (
        select(Tour, EditionRecord.document)
        .join(Publication, Publication.tour_id == Tour.id)
        .join(EditionRecord, EditionRecord.id == Publication.edition_id)
        .order_by(Tour.position, Tour.slug, Publication.language)
    )
    found = [Shown(tour, DECODER.decode(document)) for tour, document in (await session.execute(query)).all()]
    return [one for one in found if any(stop.code == code for stop in one.edition.stops)]


async def public_codes(session: AsyncSession) -> dict[str, tuple[str, ...]]:
    """Return in which languages the public sees each stop."""
    query = select(Publication.language, EditionRecord.document).join(EditionRecord, EditionRecord.id == Publication.edition_id)
    found: dict[str, set[str]] = {}
    for language, document in (await session.execute(query.order_by(Publication.language))).all():
        for stop in DECODER.decode(document).stops:
            found.setdefault(stop.code, set()).add(language)
    return {code: tuple(sorted(languages)) for code, languages in found.items()}


async def withdraw_stop(session: AsyncSession, stop: Stop, languages: Sequence[str], by: str) -> list[Receipt]:
    """Show the public editions without one stop in these languages, and change nothing else; raises ConflictError if none shows it.

    Its sound has to be approved anew, so that no later publication brings it back unseen.
    An edition that would have no stop any more is withdrawn as a whole; its receipt has no digest.
    """
    shown = [one for one in await shown_in(session, stop.code) if one.edition.language in languages]
    if not shown:
        raise ConflictError("Visitors do not see this stop now.")
    scripts = select(Script.id).where(Script.stop_id == stop.id, Script.language.in_(languages))
    await session.execute(delete(Approval).where(Approval.script_id.in_(scripts)))
    return [await _without(session, one, stop.code, by) for one in shown]


async def _without(session: AsyncSession, shown: Shown, code: str, by: str) -> Receipt:
    """Point at an edition without a stop, made of the one that is public."""
    former = shown.edition
    receipt = Receipt(former.tour, former.language, "", changed=True)
    stops = tuple(stop for stop in former.stops if stop.code != code)
    if not stops:
        await withdraw(session, shown.tour, former.language)
        return receipt
    text = " ".join(fold(paragraph.text) for stop in stops for track in stop.tracks for paragraph in track.paragraphs)
    names = tuple(name for name in former.names if fold(name.written) in text)
    made = msgspec.structs.replace(former, stops=stops, names=names, published_at=datetime.now(UTC).isoformat(timespec="seconds"), published_by=by)
    receipt.changes = changes(former, made)
    receipt.digest = await issue(session, shown.tour.id, former.language, made, receipt)
    return receipt


async def tour_was_published(session: AsyncSession, tour: Tour) -> bool:
    """Tell whether any edition of a tour was ever made."""
    return bool(await session.scalar(select(exists().where(EditionRecord.tour_id == tour.id))))


async def stop_was_published(session: AsyncSession, code: str) -> bool:
    """Tell whether a stop ever stood in an edition; receipts tell it, and the documents of editions that have none."""
    bare: list[UUID] = []
    for edition_id, receipt in await session.execute(select(EditionRecord.id, EditionRecord.receipt)):
        new = receipt.get("new")
        if not isinstance(new, list):
            bare.append(edition_id)
        elif code in new:
            return True
    for edition_id in bare:
        document = await session.scalar(select(EditionRecord.document).where(EditionRecord.id == edition_id))
        if document is not None and any(stop.code == code for stop in DECODER.decode(document).stops):
            return True
    return False


async def remove_tour(session: AsyncSession, tour: Tour) -> None:
    """Remove a tour of which nothing was ever published; its stops stay. Raises ConflictError."""
    if await tour_was_published(session, tour):
        raise ConflictError("This tour was published, so it stays with its editions. Withdraw it, and no visitor sees it any more.")
    await arranging.remove_tour(session, tour)


async def remove_stop(session: AsyncSession, stop: Stop, by: str, label: str) -> None:
    """Remove a stop that was never published, for good; raises ConflictError."""
    if await stop_was_published(session, stop.code):
        raise ConflictError("This stop was published, and its code may stand on a sign. It can be taken out of a tour, but not removed.")
    await arranging.remove_stop(session, stop, by, label)


async def readdress(session: AsyncSession, tour: Tour, slug: str) -> None:
    """Give a tour of which nothing was ever published another address; raises BadInputError, ConflictError."""
    if await tour_was_published(session, tour):
        raise ConflictError("This tour was published; its address stands in links and on phones and stays as it is.")
    await arranging.readdress(session, tour, slug)
