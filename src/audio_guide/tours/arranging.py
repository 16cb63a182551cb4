"""The order of things: tours and their addresses, numbers that visitors key in, and the places of stops in tours."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts import service as accounts
from audio_guide.kit.errors import BadInputError, ConflictError, NotFoundError
from audio_guide.kit.languages import FIRST
from audio_guide.kit.latin import latin
from audio_guide.tours.models import Script, Stop, Tour, TourStop
from audio_guide.tours.service import STOP_REMOVED, save_tour, stop_by_code, tidy

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 64
LONGEST_TITLE = 300
Placed = TypeVar("Placed", Tour, TourStop)


async def free_number(session: AsyncSession) -> int:
    """Return the next number that no stop has."""
    return (await session.scalar(select(func.max(Stop.number))) or 0) + 1


async def number_stop(session: AsyncSession, code: str, number: int) -> Stop:
    """Give a stop a number; raises ConflictError, which names the other stop, if another one has it."""
    stop = await stop_by_code(session, code)
    other = await session.scalar(select(Stop).where(Stop.number == number, Stop.id != stop.id))
    if other is not None:
        title = await session.scalar(select(Script.title).where(Script.stop_id == other.id, Script.track == "standard").order_by(Script.language).limit(1))
        raise ConflictError("The stop {other} has the number {number} already. Choose another number.", other=title or other.code, number=number)
    stop.number = number
    return stop


async def append_stop(session: AsyncSession, tour: Tour, code: str) -> Stop:
    """Put a stop at the end of a tour, unless it stands there already."""
    stop = await stop_by_code(session, code)
    if await session.scalar(select(TourStop.id).where(TourStop.tour_id == tour.id, TourStop.stop_id == stop.id)) is None:
        last = await session.scalar(select(func.max(TourStop.position)).where(TourStop.tour_id == tour.id))
        session.add(TourStop(tour_id=tour.id, stop_id=stop.id, position=0 if last is None else last + 1))
    return stop


async def move_stop(session: AsyncSession, tour: Tour, stop: Stop, place: int) -> int:
    """Put a stop of a tour at a place, counted from 1; one that is too far goes to the end. Returns where it stands now."""
    rows = list(await session.scalars(select(TourStop).where(TourStop.tour_id == tour.id).order_by(TourStop.position, TourStop.created_at)))
    row = next((row for row in rows if row.stop_id == stop.id), None)
    if row is None:
        raise NotFoundError("The stop {code} does not stand in this tour.", code=stop.code)
    return _put(rows, row, place)


async def move_tour(session: AsyncSession, tour: Tour, place: int) -> int:
    """Put a tour at a place among the tours, counted from 1. Returns where it stands now."""
    rows = list(await session.scalars(select(Tour).order_by(Tour.position, Tour.slug)))
    return _put(rows, next(row for row in rows if row.id == tour.id), place)


def _put(rows: list[Placed], row: Placed, place: int) -> int:
    rows.remove(row)
    rows.insert(max(0, min(place - 1, len(rows))), row)
    for position, one in enumerate(rows):
        one.position = position
    return rows.index(row) + 1


async def take_out(session: AsyncSession, tour: Tour, stop: Stop) -> None:
    """Take a stop out of a tour, with its place on the plan and its ways there; the stop itself stays in the museum."""
    await session.execute(delete(TourStop).where(TourStop.tour_id == tour.id, TourStop.stop_id == stop.id))


async def in_no_tour(session: AsyncSession) -> Sequence[Stop]:
    """Return the stops that stand in no tour."""
    return (await session.scalars(select(Stop).where(Stop.id.not_in(select(TourStop.stop_id))).order_by(Stop.number, Stop.code))).all()


async def titles(session: AsyncSession, stop_ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """Return the titles of some stops, by stop and language."""
    found: dict[UUID, dict[str, str]] = {}
    query = select(Script.stop_id, Script.language, Script.title).where(Script.stop_id.in_(stop_ids), Script.track == "standard")
    for stop_id, language, title in await session.execute(query.order_by(Script.language)):
        found.setdefault(stop_id, {})[language] = title
    return found


def slug_of(title: str) -> str:
    """Return a tour's address made of its title: Latin letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", latin(title)).casefold().replace("ı", "i")
    return re.sub(r"[^a-z0-9]+", "-", "".join(sign for sign in plain if not unicodedata.combining(sign)))[:50].strip("-")


async def make_tour(session: AsyncSession, words: Mapping[str, str], slug: str = "") -> Tour:
    """Make a tour of its titles by language, the last of all; its address is *slug* or is made of the first title. Raises BadInputError, ConflictError."""
    written = {language: tidy(title)[:LONGEST_TITLE] for language, title in words.items() if tidy(title)}
    if not written:
        raise BadInputError("A tour needs a title in one language at least. Write one, then save again.").at(f"title-{FIRST}")
    if slug:
        await _check_slug(session, slug)
    else:
        slug = await _free_slug(session, slug_of(next(iter(written.values()))) or "tour")
    last = await session.scalar(select(func.max(Tour.position)))
    return await save_tour(session, slug, {language: {"title": title} for language, title in written.items()}, 0 if last is None else last + 1)


async def readdress(session: AsyncSession, tour: Tour, slug: str) -> None:
    """Give a tour another address; whoever calls this has seen that it was never published. Raises BadInputError, ConflictError."""
    await _check_slug(session, slug, tour.id)
    tour.slug = slug


async def _check_slug(session: AsyncSession, slug: str, but: UUID | None = None) -> None:
    if len(slug) > LONGEST_SLUG or not SLUG.fullmatch(slug):
        raise BadInputError("An address takes small Latin letters, digits and hyphens between them, 64 at most, such as “women-of-the-steppe”.").at("slug")
    if (holder := await session.scalar(select(Tour.id).where(Tour.slug == slug))) is not None and holder != but:
        raise ConflictError("Another tour has the address “{slug}” already. Choose another one.", slug=slug).at("slug")


async def _free_slug(session: AsyncSession, wanted: str) -> str:
    taken = set(await session.scalars(select(Tour.slug)))
    return next(slug for number in range(1, len(taken) + 2) if (slug := wanted if number == 1 else f"{wanted}-{number}") not in taken)


async def remove_tour(session: AsyncSession, tour: Tour) -> None:
    """Remove a tour with its own words, plan and ways; its stops stay. Whoever calls this has seen that it was never published."""
    await session.execute(delete(Tour).where(Tour.id == tour.id))


async def remove_stop(session: AsyncSession, stop: Stop, by: str, label: str) -> None:
    """Remove a stop for good with all its texts and sound; whoever calls this has seen that it was never published. Its code is never used again."""
    await session.execute(delete(Stop).where(Stop.id == stop.id))
    await accounts.record(session, by, STOP_REMOVED, label, place=stop.code)
