"""The home of the CMS: what state everything is in; and what is done with a whole tour."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, WRITERS, TheDesk, page_of, written_of
from audio_guide.cms.rendering import go
from audio_guide.kit.letters import in_order
from audio_guide.kit.rows import Made
from audio_guide.publishing import board
from audio_guide.publishing import service as publishing
from audio_guide.publishing.judging import BEHIND, STATES, Cell
from audio_guide.speech import progress
from audio_guide.speech.wanting import want_each, want_ways
from audio_guide.tours import arranging, searching, ways, writing
from audio_guide.tours import service as tours
from audio_guide.tours.models import Tour

PAGE = 100
"""Stops of a tour on one page."""
ASKABLE = (*STATES, BEHIND)
ORDERS = ("tour", "title", "needs")
NOT_MADE = frozenset({"sound-missing", "sound-out-of-date", "failed"})

_missing: Made[tuple[int, int]] = Made()
"""Recordings that are missing or out of date, and about how many sentences they have."""


@get("/", opt={"roles": ANYBODY})
async def home(desk: TheDesk) -> Response[str]:
    """Show every tour, stop and language with its state in words, a hundred stops at a time."""
    asked = Asked.of(desk)
    async with desk.office.database.read() as session:
        whole = await progress.under_way(session)
        marks = await progress.marks(session) if whole.recordings else {}  # before the cells: what moves while they are read is told once more
        having = await searching.stops_having(session, asked.find) if asked.find else None
        everything = await publishing.all_tours(session)
        boards = await board.boards(session, desk.office.voices, everything, asked.written)
        tables = [await _table(session, tour, boards[tour.id], asked, having) for tour in everything]
        names = {person.id: person.name for person in await accounts.people(session)}
        lonely = len(await arranging.in_no_tour(session))
        waiting = await _waiting(session, [table.all_rows for table in tables])
    more: dict[str, Any] = {
        "seen": _seen(tables, marks) if whole.recordings else "",
        "waiting": waiting,
        "lonely": lonely,
        "problems": desk.site.catalogues.problems(),
    }
    return desk.show("board", tables=tables, asked=asked, states=ASKABLE, whole=whole, names=names, **more)


def _seen(tables: Sequence["Table"], marks: Mapping[str, str]) -> str:
    """Return what this page knows of the stops in view, those whose sound is being made before others."""
    in_view = sorted(chain(*(table.rows for table in tables)), key=lambda row: not any("being-made" in cell.states for cell in row.cells.values()))
    return progress.seen([row.stop.code for row in in_view], marks)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see of the board."""

    find: str = ""
    state: str = ""
    language: str = ""
    order: str = "tour"
    page: int = 1
    written: Sequence[str] = ()
    """The languages that have texts."""

    @classmethod
    def of(cls, desk: TheDesk) -> "Asked":
        """Read it from the address; what is not understood is left out."""
        given = desk.request.query_params
        state, language, order = given.get("state", ""), given.get("language", ""), given.get("order", "")
        return cls(
            find=given.get("find", "").strip()[:80],
            state=state if state in ASKABLE else "",
            language=language if language in desk.site.languages.written else "",
            written=desk.site.languages.written,
            order=order if order in ORDERS else "tour",
            page=page_of(desk),
        )

    @property
    def languages(self) -> Sequence[str]:
        """The languages that are shown."""
        return [self.language] if self.language else self.written


@dataclass(frozen=True, slots=True)
class Table:
    """A tour's part of the board."""

    tour: Tour
    titles: Mapping[str, str]
    all_rows: Sequence[board.Row]
    found: int
    """How many rows there are with what was asked for."""
    rows: Sequence[board.Row]
    """Those of the page in view."""

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.found // PAGE))

    def seconds(self, language: str) -> float:
        """Return how many seconds of sound of now there are in a language."""
        return sum(cell.seconds for cell in self._cells(language))

    def seconds_by_people(self, language: str) -> float:
        """Return how many seconds of it people have read, so that no language falls behind unseen."""
        return sum(cell.seconds for cell in self._cells(language) if cell.quality == "human")

    def _cells(self, language: str) -> Iterator[Cell]:
        return (cell for row in self.all_rows for cell in (row.cells[language], *row.cells[language].tracks))


async def _table(session: AsyncSession, tour: Tour, rows: Sequence[board.Row], asked: Asked, having: Container[UUID] | None) -> Table:
    """Return a tour's part; *having* are the stops that have what was looked for."""
    wanted = rows if having is None else [row for row in rows if row.stop.id in having]
    if asked.state:
        wanted = [row for row in wanted if any(asked.state in row.cells[language].states for language in asked.languages)]
    if asked.order == "needs":
        wanted = sorted(wanted, key=lambda row: min(STATES.index(row.cells[language].state) for language in asked.languages))
    if asked.order == "title":
        wanted = sorted(wanted, key=lambda row: _by_title(row, asked.languages))
    return Table(tour, await writing.titles_of(session, tour.id), rows, len(wanted), wanted[(asked.page - 1) * PAGE : asked.page * PAGE])


def _by_title(row: board.Row, languages: Sequence[str]) -> tuple[bool, object]:
    """Return the key of a row's first title among these languages, in the order of the Kazakh alphabet; rows without one come last."""
    title = next((row.cells[language].title for language in languages if row.cells[language].title), "")
    return not title, in_order(title)


async def _waiting(session: AsyncSession, rows: Sequence[Sequence[board.Row]]) -> tuple[int, float | None]:
    """Return how many recordings of some tours are missing or out of date, and about how many seconds making them takes."""
    found = _missing.find("", (rows,))
    if found is None:
        cells = [cell for row in chain(*rows) for cell in row.cells.values() if cell.state in NOT_MADE and cell.script is not None]
        spoken = [cell.script.id for cell in cells if cell.script is not None and not (cell.human is not None and cell.human.wanted)]
        found = _missing.keep("", (rows,), (len(cells), await writing.sentences_of(session, spoken)))
    return found[0], await progress.seconds_for(session, found[1])


@post("/sound", opt={"roles": WRITERS})
async def make_sound(desk: TheDesk) -> Response[str]:
    """Want all sound that is missing or out of date, of one language or of all that the member of staff may write."""
    form = await desk.form()
    language = written_of(desk, form)
    async with desk.office.database.read() as session:
        scripts = [script.id for script in await tours.scripts(session, language=language or None) if desk.member.may_write(script.language)]
        spoken = {one: texts for one, texts in (await ways.words_of(session, language=language or None)).items() if desk.member.may_write(one)}
    await want_each(desk.office, scripts, again=True)
    await want_ways(desk.office, spoken, again=True)
    async with desk.office.database.write() as session:
        await accounts.record(session, desk.member.name, "sound-wanted", "" if language else "*", language)
    return go("/cms?said=sound")


HANDLERS = [home, make_sound]
