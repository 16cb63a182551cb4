"""A page for translators: what waits for them, how far each language is, and the way to hear and see each text in its place."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from litestar import Response, get

from audio_guide.cms.doors import ANYBODY, TheDesk
from audio_guide.kit import words
from audio_guide.kit.words import Sheet
from audio_guide.publishing import board
from audio_guide.publishing import service as publishing
from audio_guide.publishing.board import Cell, Row
from audio_guide.tours import writing
from audio_guide.tours.exchange import state
from audio_guide.tours.exchange.texts import Texts, read_texts
from audio_guide.tours.models import Tour

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
    late: Mapping[str, str] = field(default_factory=dict)
    """The codes of the stops that are behind their source, each with the language of the source."""
    to_hear: int = 0
    published: int = 0
    seconds: float = 0.0
    tasks: list[Task] = field(default_factory=list)


@get("/translators", opt={"roles": ANYBODY})
async def translators(desk: TheDesk) -> Response[str]:
    """Show what waits for whoever is signed in, in the languages that they may write."""
    languages = desk.site.languages.written
    mine = [language for language in languages if desk.member.may_write(language)]
    folder = desk.site.catalogues.folder
    progress = {language: Progress(language, await asyncio.to_thread(words.sheet, folder, language)) for language in languages}
    async with desk.office.database.read() as session:
        texts = await read_texts(session)
        for one in progress.values():
            one.late = state.behind(texts, await state.known(session, one.language), one.language)
        for tour in await publishing.all_tours(session):
            titles = await writing.titles_of(session, tour.id)
            rows = await board.rows(session, desk.office.voices, tour, languages)
            for one in progress.values():
                _count(one, tour, titles, rows, texts)
    return desk.show("translators", progress=list(progress.values()), mine=mine, problems=desk.site.catalogues.problems())


def _count(one: Progress, tour: Tour, titles: Mapping[str, str], rows: Sequence[Row], texts: Texts) -> None:
    """Add a tour to a language's progress."""
    if one.language not in titles:
        title, language = next(((text, code) for code, text in titles.items()), (tour.slug, ""))
        one.tasks.append(Task("tour-words", title=title, title_language=language, slug=tour.slug))
    for row in rows:
        cell = row.cells[one.language]
        one.total += 1
        one.written += cell.script is not None
        one.behind += row.stop.code in one.late
        one.to_hear += cell.state == "to-be-heard"
        one.published += cell.state == "published"
        one.seconds += cell.seconds
        one.tasks += _tasks(row, cell, one.late, texts)


def _tasks(row: Row, cell: Cell, late: Mapping[str, str], texts: Texts) -> Iterator[Task]:
    """Give what waits at one stop in one language."""
    shown = next((other for other in (cell, *row.cells.values()) if other.title), cell)
    task = Task("missing", cell, row.stop.code, row.stop.number, shown.title, shown.language)
    if cell.script is None:
        yield task
        return
    if row.stop.code in late:
        yield replace(task, kind="behind", source=late[row.stop.code])
    note = f"stop.{row.stop.code}.note"
    if not texts.of(cell.language).get(note) and any(other.get(note) for other in texts.words.values()):
        yield replace(task, kind="note-missing")
    if cell.state == "to-be-heard":
        yield replace(task, kind="to-be-heard")
    elif cell.state in NEEDS_SOUND:
        yield replace(task, kind="sound")


HANDLERS = [translators]
