"""Where the stops of a tour stand on the plan of the site, and how one gets from one to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from audio_guide.accounts.signature import id_of
from audio_guide.kit.errors import BadInputError
from audio_guide.tours.models import Stop, TourStop, WayText
from audio_guide.tours.service import tidy

PLAN = 1000
"""The plan is a square of this many units, whatever its size on a screen or on paper."""
LONGEST_WAY = 1000


@dataclass(frozen=True, slots=True)
class Words:
    """The way in one language: for everybody, and without steps where that is another one."""

    text: str
    step_free: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A stop's place on the plan, or None, and the way from it to the next stop by language."""

    place: tuple[int, int] | None = None
    ways: Mapping[str, Words] = field(default_factory=dict)


async def spots(session: AsyncSession, tour_id: UUID) -> dict[UUID, Spot]:
    """Return place and way of each stop of a tour, by the stop's id."""
    said: dict[UUID, dict[str, Words]] = {}
    written = select(TourStop.stop_id, WayText.language, WayText.text, WayText.step_free).join(WayText, WayText.tour_stop_id == TourStop.id)
    for stop_id, language, text, step_free in await session.execute(written.where(TourStop.tour_id == tour_id)):
        said.setdefault(stop_id, {})[language] = Words(text, step_free)
    placed = select(TourStop.stop_id, TourStop.plan_x, TourStop.plan_y).where(TourStop.tour_id == tour_id)
    return {stop_id: Spot(_place(x, y), said.get(stop_id, {})) for stop_id, x, y in await session.execute(placed)}


def _place(x: int | None, y: int | None) -> tuple[int, int] | None:
    return None if x is None or y is None else (x, y)


async def save_spots(session: AsyncSession, tour_id: UUID, wanted: Mapping[UUID, Spot], author: str = "") -> bool:
    """Set place and ways of stops; a language without words has no way. Raises BadInputError; returns whether anything changed."""
    for spot in wanted.values():
        check(spot)
    rows: Sequence[TourStop] = (await session.scalars(select(TourStop).where(TourStop.tour_id == tour_id).options(selectinload(TourStop.ways)))).all()
    changed = False
    for row in rows:
        if row.stop_id in wanted:
            changed |= _set(row, wanted[row.stop_id], author)
    return changed


def check(spot: Spot) -> None:
    """Raise BadInputError if a place is not on the plan, a way is too long, or there is only a way without steps."""
    if spot.place is not None and not all(0 <= one <= PLAN for one in spot.place):
        raise BadInputError("A place on the plan is two whole numbers from 0 to {most}: from the left edge and from the upper edge.", most=PLAN)
    for words in spot.ways.values():
        if max(len(words.text), len(words.step_free)) > LONGEST_WAY:
            raise BadInputError("A way has at most {most} characters.", most=LONGEST_WAY)
        if tidy(words.step_free) and not tidy(words.text):
            raise BadInputError("Write the way for everybody too, not only the one without steps.")


def _set(row: TourStop, spot: Spot, author: str) -> bool:
    """Bring one row to what is wanted."""
    changed = _place(row.plan_x, row.plan_y) != spot.place
    row.plan_x, row.plan_y = spot.place or (None, None)
    have = {way.language: way for way in row.ways}
    for language, words in spot.ways.items():
        text, step_free = tidy(words.text), tidy(words.step_free)
        way = have.get(language)
        if way is None and text:
            row.ways.append(WayText(language=language, text=text, step_free=step_free, author=str(author), author_id=id_of(author)))
            changed = True
        elif way is not None and not text:
            row.ways.remove(way)
            changed = True
        elif way is not None and (way.text, way.step_free) != (text, step_free):
            way.text, way.step_free, way.author, way.author_id = text, step_free, str(author), id_of(author)
            changed = True
    return changed


async def words_of(session: AsyncSession, *, tour_id: UUID | None = None, language: str | None = None, code: str | None = None) -> dict[str, list[str]]:
    """Return the words of ways by language, each once: of all tours or of one, of all languages or of one, of all stops or of one."""
    query = select(WayText.language, WayText.text, WayText.step_free).join(TourStop, TourStop.id == WayText.tour_stop_id)
    query = query.join(Stop, Stop.id == TourStop.stop_id).order_by(TourStop.tour_id, TourStop.position, WayText.language)
    for column, wanted in ((TourStop.tour_id, tour_id), (WayText.language, language), (Stop.code, code)):
        query = query if wanted is None else query.where(column == wanted)
    found: dict[str, dict[str, None]] = {}
    for spoken, text, step_free in await session.execute(query):
        found.setdefault(spoken, {}).update(dict.fromkeys(words for words in (text, step_free) if words))
    return {spoken: list(words) for spoken, words in found.items()}


async def writers_of(session: AsyncSession, language: str, words: str) -> Sequence[tuple[str, UUID | None]]:
    """Return the signatures of those who wrote a way with these words last, wherever it stands."""
    having = (WayText.language == language, or_(WayText.text == words, WayText.step_free == words))
    return [(name, person_id) for name, person_id in await session.execute(select(WayText.author, WayText.author_id).where(*having))]
