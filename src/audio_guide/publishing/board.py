"""The coverage board: in what state each stop is in each language, said in words; quick for a thousand stops."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.rows import Made, Query, Rows
from audio_guide.publishing.behind import behind
from audio_guide.publishing.judging import Cell, Cells, Index, Known
from audio_guide.speech import said
from audio_guide.speech.service import Voices
from audio_guide.tours import listing, writing
from audio_guide.tours.models import Stop, Tour, TourStop
from audio_guide.tours.writing import Spot


@dataclass(frozen=True, slots=True)
class StopRow:
    """A stop without all that belongs to it."""

    id: UUID
    code: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One stop in all languages."""

    stop: StopRow
    cells: Mapping[str, Cell]


_stops = Rows(StopRow, Stop.id, Stop.code, Stop.number)
_boards: Made[Sequence[Row]] = Made()


async def rows(session: AsyncSession, voices: Voices, tour: Tour, languages: Sequence[str]) -> Sequence[Row]:
    """Return the board of a tour, in its order; what nobody has read by the rules of now is "checking"."""
    return (await boards(session, voices, [tour], languages))[tour.id]


async def boards(session: AsyncSession, voices: Voices, tours: Sequence[Tour], languages: Sequence[str]) -> dict[UUID, Sequence[Row]]:
    """Return the boards of some tours by their ids; nobody may change them, for as long as nothing has changed others get the same."""
    scripts = await listing.script_rows(session)
    known = await Known.read(session, voices, scripts)
    around = (await behind(session, scripts), await writing.typed(session))
    found: dict[UUID, Sequence[Row]] = {}
    index: Index | None = None
    for tour in tours:
        stops = await _stops.of(session, partial(_of_tour, tour.id))
        key, parts = (tour.id, *languages), (stops, known, around)
        rows_now = _boards.find(key, parts)
        if rows_now is None:
            index = index or Index(known)
            rows_now = _boards.keep(key, parts, _rows(tour.id, stops, index, around, languages))
        found[tour.id] = rows_now
    return found


def _of_tour(tour_id: UUID, query: Query) -> Query:
    """Ask for the stops of a tour in its order."""
    return query.join(TourStop, TourStop.stop_id == Stop.id).where(TourStop.tour_id == tour_id).order_by(TourStop.position, Stop.code)


def _rows(
    tour_id: UUID, stops: Sequence[StopRow], index: Index, around: tuple[Mapping[UUID, str], Mapping[Spot, tuple[UUID, ...]]], languages: Sequence[str]
) -> list[Row]:
    """Put a tour's rows together; *around* are the translations that are behind, and whose words are typed and not saved."""
    cells = _with_translators(index.cells(tour_id, {stop.id: stop.code for stop in stops}), *around)
    return [Row(stop, {language: _joined(cells, stop.id, language) for language in languages}) for stop in stops]


def _with_translators(cells: Cells, late: Mapping[UUID, str], typed: Mapping[Spot, tuple[UUID, ...]]) -> Cells:
    """Return cells that also say which translations are behind their source, and whose words are typed and not saved yet."""
    told = dict(cells)
    for place, cell in cells.items():
        if cell.script is not None and cell.script.id in late:
            told[place] = replace(cell, behind=late[cell.script.id])
    for place, people in typed.items():
        told[place] = replace(told.get(place) or Cell(place[0], place[1], "draft", typed_for=place[2]), writers=people)
    return told


def _joined(cells: Cells, stop_id: UUID, language: str) -> Cell:
    """Return the cell of the standard track with the other tracks in it."""
    plain = cells.get((stop_id, language, "standard")) or Cell(stop_id, language, "no-text")
    others = tuple(cell for track in ("easy", "described") if (cell := cells.get((stop_id, language, track))) is not None)
    return replace(plain, tracks=others) if others else plain


async def cell_of(  # noqa: PLR0913 -- a cell's place has four names
    session: AsyncSession, voices: Voices, tour: Tour, stop: Stop, *, language: str, track: str = "standard"
) -> Cell:
    """Return one cell."""
    scripts = [row for row in await listing.script_rows(session, stop_ids=[stop.id]) if (row.language, row.track) == (language, track)]
    index = Index(await Known.read(session, voices, scripts))
    return index.cells(tour.id, {stop.id: stop.code}).get((stop.id, language, track)) or Cell(stop.id, language, "no-text")


async def cells_of_scripts(session: AsyncSession, voices: Voices, ids: Sequence[UUID]) -> list[Cell]:
    """Return the cells of some scripts; whether the public has them is told of any tour."""
    if not ids:
        return []
    scripts = await listing.script_rows(session, ids=ids if len(ids) <= said.AT_ONCE else None)
    asked = set(ids)
    index = Index(await Known.read(session, voices, scripts))
    places = await session.execute(
        select(Stop.id, Stop.code, TourStop.tour_id)
        .join(TourStop, TourStop.stop_id == Stop.id)
        .where(Stop.id.in_({row.stop_id for row in scripts if row.id in asked}))
    )
    found: dict[UUID, Cell] = {}
    for stop_id, code, tour_id in places.all():
        for cell in index.cells(tour_id, {stop_id: code}).values():
            if cell.script is not None and cell.script.id in asked:
                found[cell.script.id] = cell
    return list(found.values())
