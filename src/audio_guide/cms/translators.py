"""A page for translators: what waits for them, how far each language is, and the way to hear and see each text in its place."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from litestar import Response, get

from audio_guide.cms.doors import ANYBODY, TheDesk, page_of
from audio_guide.kit import words
from audio_guide.kit.words import Sheet
from audio_guide.publishing import board
from audio_guide.publishing import service as publishing
from audio_guide.publishing.board import Row
from audio_guide.publishing.judging import Cell
from audio_guide.tours import pictures, writing
from audio_guide.tours.exchange import suggesting
from audio_guide.tours.models import Tour

PAGE = 100
"""Tasks of each language on one page."""
TO_HEAR = frozenset({"to-be-heard", "in-review"})
NEEDS_SOUND = frozenset({"no-voice", "failed", "sound-missing", "sound-out-of-date"})


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits: a text to write, to bring up to its source, to give a note or to hear."""

    kind: str
    """tour-words, missing, behind, note-missing, to-be-heard, or a state of the board that needs somebody"""
    cell: Cell | None = None
    code: str = ""
    number: int | None = None
    title: str = ""
    title_language: str = ""
    source: str = ""
    slug: str = ""


@dataclass(slots=True)
class Progress:
    """How far one language is."""

    language: str
    sheet: Sheet
    total: int = 0
    written: int = 0
    behind: int = 0
    to_hear: int = 0
    published: int = 0
    seconds: float = 0.0
    waiting: int = 0
    """What came in files and waits for a decision."""
    pictures: int = 0
    """Pictures at stops that have no description in this language."""
    tasks: list[Task] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """What tasks are told by beside the board."""

    noted: Mapping[UUID, set[str]]
    """The languages in which each stop has a content note."""


@get("/translators", opt={"roles": ANYBODY})
async def translators(desk: TheDesk) -> Response[str]:
    """Show what waits for whoever is signed in, in the languages that they may write."""
    languages = desk.site.languages.written
    mine = [language for language in languages if desk.member.may_write(language)]
    folder = desk.site.catalogues.folder
    progress = {language: Progress(language, await asyncio.to_thread(words.sheet, folder, language)) for language in languages}
    async with desk.office.database.read() as session:
        known, waiting = Known(await writing.noted(session)), await suggesting.counts(session)
        for one in progress.values():
            one.waiting = waiting.get(one.language, 0)
            one.pictures = await pictures.undescribed(session, one.language) if one.language in mine else 0
        tours = await publishing.all_tours(session)
        boards = await board.boards(session, desk.office.voices, tours, languages)
        for tour in tours:
            titles = await writing.titles_of(session, tour.id)
            for one in progress.values():
                _count(one, tour, titles, boards[tour.id], known)
    page = page_of(desk)
    pages = max(1, *(-(-len(one.tasks) // PAGE) for one in progress.values() if one.language in mine), 1)
    shown = slice((page - 1) * PAGE, page * PAGE)
    return desk.show("translators", page=page, pages=pages, shown=shown, progress=list(progress.values()), mine=mine, problems=desk.site.catalogues.problems())


def _count(one: Progress, tour: Tour, titles: Mapping[str, str], rows: Sequence[Row], known: Known) -> None:
    """Add a tour to a language's progress."""
    if one.language not in titles:
        title, language = next(((text, code) for code, text in titles.items()), (tour.slug, ""))
        one.tasks.append(Task("tour-words", title=title, title_language=language, slug=tour.slug))
    for row in rows:
        cell = row.cells[one.language]
        one.total += 1
        one.written += cell.script is not None
        one.behind += bool(cell.behind)
        one.to_hear += cell.state in TO_HEAR
        one.published += cell.state == "published"
        one.seconds += cell.seconds
        one.tasks += _tasks(row, cell, known)


def _tasks(row: Row, cell: Cell, known: Known) -> Iterator[Task]:
    """Give what waits at one stop in one language."""
    shown = next((other for other in (cell, *row.cells.values()) if other.title), cell)
    task = Task("missing", cell, row.stop.code, row.stop.number, shown.title, shown.language)
    if cell.script is None:
        yield task
        return
    if cell.behind:
        yield replace(task, kind="behind", source=cell.behind)
    noted = known.noted.get(row.stop.id, set())
    if noted and cell.language not in noted:
        yield replace(task, kind="note-missing")
    if cell.state in TO_HEAR:
        yield replace(task, kind="to-be-heard")
    elif cell.state in NEEDS_SOUND:
        yield replace(task, kind="sound")


HANDLERS = [translators]
