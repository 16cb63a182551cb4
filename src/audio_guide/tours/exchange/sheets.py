"""Spreadsheets for museums that begin with one: a row a stop, columns for each language; out safe from formulas, in with a look first."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.errors import BadInputError, ConflictError
from audio_guide.tours import service as tours
from audio_guide.tours import writing
from audio_guide.tours.exchange.entries import clean
from audio_guide.tours.exchange.glossary import safe, unsafe
from audio_guide.tours.exchange.importing import Sender
from audio_guide.tours.exchange.placing import Hand, take_back
from audio_guide.tours.exchange.texts import Texts, read_texts
from audio_guide.tours.models import TRACKS, Script, Stop, Suggestion, TextImport, Tour
from audio_guide.tours.paragraphs import digest
from audio_guide.tours.service import CODE, LONGEST_SCRIPT

FIELDS = ("title", "text", "note")
BASE = "base, do not change"
SHEET = "sheet"
MOST_ROWS = 5_000
MOST_UNPACKED = 60 * 1024 * 1024
Table = list[list[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """A stop in one language as a line of a spreadsheet tells it."""

    line: int
    code: str
    number: int | None
    language: str
    words: dict[str, str]
    base: dict[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """What becomes of one cell."""

    kind: str
    """new · changed · conflict · rejected · unchanged"""
    line: int
    code: str
    language: str
    field: str
    words: str = ""
    here: str = ""
    why: str = ""


@dataclass(slots=True)
class Preview:
    """What would become of a spreadsheet, or became of it."""

    row: TextImport
    cells: list[Cell]
    scripts: list[Script] = field(default_factory=list)

    @property
    def told(self) -> list[Cell]:
        """What people need to see."""
        return [cell for cell in self.cells if cell.kind != "unchanged"]

    @property
    def seal(self) -> str:
        """Change when anything would become of the sheet that was not shown."""
        return digest(repr([(cell.kind, cell.line, cell.language, cell.field, cell.here) for cell in self.told]))


def _here(texts: Texts, code: str, language: str) -> dict[str, str]:
    written = texts.scripts.get((code, TRACKS[0], language))
    note = texts.of(language).get(f"stop.{code}.note", "")
    return {"title": clean(written.title) if written else "", "text": clean(written.body) if written else "", "note": clean(note)}


def rows_of(texts: Texts, languages: Sequence[str]) -> Table:
    """Return the whole text as a table; the last column lets the guide see what was changed in the table and what in the guide."""
    table = [["code", "number", *(f"{name} {language}" for language in languages for name in FIELDS), BASE]]
    for code, number in texts.numbers.items():
        here = {language: _here(texts, code, language) for language in languages}
        cells = [here[language][name] for language in languages for name in FIELDS]
        base = " ".join(f"{language}.{name}={digest(here[language][name])}" for language in languages for name in FIELDS)
        table.append([code, str(number or ""), *cells, base])
    return table


def to_csv(table: Table) -> bytes:
    """Return a table as CSV that spreadsheets open in UTF-8 and in which nothing is a formula."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([safe(cell) for cell in row] for row in table)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def to_xlsx(table: Table) -> bytes:
    """Return a table as XLSX; every cell is text."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("texts")
    for row in table:
        page.append([safe(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes, name: str, languages: Sequence[str], most: int) -> list[Row]:
    """Read a spreadsheet; raises BadInputError that names the line."""
    if len(data) > most:
        raise BadInputError("This file has {size} megabytes; {most} are taken. Send it in parts.", size=len(data) // 1_000_000, most=most // 1_000_000)
    table = _xlsx(data) if name.lower().endswith(".xlsx") else _csv(data)
    head = [cell.strip().casefold() for cell in next(table, [])]
    named = {(language, part): f"{part} {language}".casefold() for language in languages for part in FIELDS}
    columns = {column: head.index(name) for column, name in named.items() if name in head}
    if not columns:
        raise BadInputError("Line 1: the first row names the columns: code, number, and for each language “title kk”, “text kk”, “note kk”.")
    found: list[Row] = []
    for line, cells in enumerate(table, 2):
        if line > MOST_ROWS:
            raise BadInputError("Line {line}: a table may have {most} rows. Send it in parts.", line=line, most=MOST_ROWS)
        if any(cell.strip() for cell in cells):
            found += _rows(line, _Cells(head, cells), columns, languages)
    if not found:
        raise BadInputError("There is nothing in this file. Was it exported from the guide?")
    return found


@dataclass(frozen=True, slots=True)
class _Cells:
    """One line of the table, asked by the name of a column."""

    head: Sequence[str]
    cells: Sequence[str]

    def at(self, place: int) -> str:
        return clean(unsafe(self.cells[place])) if place < len(self.cells) else ""

    def named(self, name: str) -> str:
        return self.at(self.head.index(name)) if name in self.head else ""


def _rows(line: int, cells: _Cells, columns: Mapping[tuple[str, str], int], languages: Sequence[str]) -> Iterator[Row]:
    code, number = cells.named("code").upper(), cells.named("number")
    if code and not CODE.fullmatch(code):
        raise BadInputError("Line {line}: “{code}” is no stop code. Leave the cell empty for a new stop.", line=line, code=code[:20])
    if number and not (number.isascii() and number.isdigit() and len(number) < 7):
        raise BadInputError("Line {line}: “{number}” is no number of a stop.", line=line, number=number[:20])
    base = dict(part.split("=", 1) for part in cells.named(BASE).split() if "=" in part)
    for language in languages:
        words = {part: cells.at(columns[language, part]) for part in FIELDS if (language, part) in columns}
        if any(words.values()):
            yield Row(line, code, int(number) if number else None, language, words, {part: base.get(f"{language}.{part}", "") for part in FIELDS})


def _csv(data: bytes) -> Iterator[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadInputError("Line {line}: these letters are not written in UTF-8. Save the file in UTF-8.", line=line) from error
    separator = max(";,\t", key=text.partition("\n")[0].count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except csv.Error as error:
        raise BadInputError("This table is damaged or was cut off. Save it again as CSV or XLSX.") from error


def _xlsx(data: bytes) -> Iterator[list[str]]:
    damaged = "This table is damaged or was cut off. Save it again as CSV or XLSX."
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
                raise BadInputError("This table is too large when it is unpacked.")
            if any(b"<!DOCTYPE" in packed.read(one) for one in packed.infolist() if one.filename.endswith((".xml", ".rels"))):
                raise BadInputError("This table declares a document type. None is read.")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for row in book.worksheets[0].iter_rows(values_only=True, max_row=MOST_ROWS + 1, max_col=100):
            yield ["" if cell is None else str(cell) for cell in row]
    except (zipfile.BadZipFile, zipfile.LargeZipFile, InvalidFileException, ParseError, KeyError, ValueError, OSError, IndexError) as error:
        raise BadInputError(damaged) from error


def is_sheet(row: TextImport) -> bool:
    """Tell whether what came in is a spreadsheet."""
    return row.source == SHEET


def languages_of(row: TextImport) -> set[str]:
    """Return the languages in which something came in."""
    return {str(entry["language"]) for entry in row.entries} if is_sheet(row) else {row.language}


async def receive(session: AsyncSession, rows: Sequence[Row], sender: Sender) -> TextImport:
    """Keep a spreadsheet that was read, before anything is changed."""
    row = TextImport(
        language="*", source=SHEET, mark="", file_name=sender.file_name[:200], author=sender.author[:200], state="waiting",
        entries=[asdict(one) for one in rows], outcomes=[], before=[],
    )  # fmt: skip
    session.add(row)
    await session.flush()  # its page is opened by its id
    return row


async def preview(session: AsyncSession, row: TextImport) -> Preview:
    """Return what would become of each cell now."""
    texts = await read_texts(session)
    return Preview(row, [cell for entry in row.entries for cell in _cells(Row(**entry), texts)])  # type: ignore[arg-type]


def _cells(row: Row, texts: Texts) -> list[Cell]:
    here = _here(texts, row.code, row.language)
    cells = []
    for part, words in row.words.items():
        known = row.base.get(part, "")
        kind = "new" if not here[part] else "changed" if known == digest(here[part]) else "conflict"
        if not words or words == here[part] or known == digest(words):
            kind = "unchanged"
        elif (row.code and row.code not in texts.numbers) or len(words) > (LONGEST_SCRIPT if part == "text" else 300 if part == "title" else 500):
            kind = "rejected"
        cells.append(Cell(kind, row.line, row.code, row.language, part, words, here[part]))
    if not here["title"] and not (row.words.get("title") and row.words.get("text")):
        cells = [Cell("rejected", cell.line, cell.code, cell.language, cell.field, cell.words) if cell.kind == "new" else cell for cell in cells]
    return cells


async def apply(session: AsyncSession, row: TextImport, author: str, seal: str | None = None) -> Preview:
    """Put a spreadsheet's words in place; what the guide has otherwise meanwhile stays there and the table's words become suggestions."""
    if row.state != "waiting":
        raise ConflictError("This file was taken over already, or given up.")
    seen = await preview(session, row)
    if seal is not None and seal != seen.seal:
        raise ConflictError("Something was changed in the guide since you looked. Nothing was taken over; look at the list again.")
    stops: dict[int, Stop] = {}
    changes: list[dict[str, object]] = []
    for one in (Row(**entry) for entry in row.entries):  # type: ignore[arg-type]
        cells = {cell.field: cell for cell in seen.cells if (cell.line, cell.language) == (one.line, one.language)}
        put = {name: cell.words for name, cell in cells.items() if cell.kind in {"new", "changed"}}
        if put:
            stop = stops.get(one.line) or await _stop(session, one)
            stops[one.line] = stop
            changes += await _put(session, stop, one, put, (author, seen))
        await _keep(session, one, [cell for cell in cells.values() if cell.kind in {"conflict", "rejected"}], author)
    row.state, row.before, row.outcomes = "applied", changes, [asdict(cell) for cell in seen.told]
    return seen


async def _stop(session: AsyncSession, row: Row) -> Stop:
    """Return the stop of a row, a new one at the end of the first tour if it has no code yet."""
    if row.code:
        return await tours.stop_by_code(session, row.code)
    tour = await session.scalar(select(Tour).order_by(Tour.position, Tour.created_at).limit(1))
    if tour is None:
        tour = await tours.save_tour(session, "tour", {row.language: {"title": row.words.get("title", "")}})
    stop = await writing.new_stop(session, tour)
    if row.number is not None and not await session.scalar(select(Stop.id).where(Stop.number == row.number)):
        stop.number = row.number
    return stop


async def _put(session: AsyncSession, stop: Stop, row: Row, put: Mapping[str, str], by: tuple[str, Preview]) -> list[dict[str, object]]:
    author, seen = by
    have = await writing.script_of(session, stop, row.language)
    changes: list[dict[str, object]] = []
    if "note" in put:
        changes.append(
            {"key": f"stop.{stop.code}.note", "language": row.language, "before": await tours.note_of(session, stop.id, row.language), "after": put["note"]}
        )
        await tours.save_note(session, stop, row.language, put["note"])
    title, body = put.get("title", have.title if have else ""), put.get("text", have.body if have else "")
    if title and body and ("title" in put or "text" in put):
        before = have.revision if have else 0
        script = await tours.save_script(session, stop, row.language, title=title, body=body, author=author, based_on=before or None)
        seen.scripts.append(script)
        changes.append(
            {"code": stop.code, "track": TRACKS[0], "language": row.language, "revision_before": before, "revision_after": script.revision, "words": {}}
        )
    return changes


async def _keep(session: AsyncSession, row: Row, cells: Sequence[Cell], author: str) -> None:
    """Keep words of the table that were not put in place."""
    for cell in cells:
        key, words = f"stop.{row.code}.{'body' if cell.field == 'text' else cell.field}", digest(cell.words)
        kind = "conflict" if cell.kind == "conflict" else "rejected"
        query = select(Suggestion.id).where(
            Suggestion.key == key, Suggestion.language == row.language, Suggestion.kind == kind, Suggestion.words_digest == words
        )
        if await session.scalar(query) is None:
            session.add(Suggestion(key=key, language=row.language, kind=kind, words=cell.words, words_digest=words, author=author))
            await session.flush()  # the same words may stand in two lines


async def undo(session: AsyncSession, row: TextImport, author: str) -> tuple[list[Script], list[str]]:
    """Take a spreadsheet's words back; texts that somebody changed since stay and are named, and so do new stops, without text."""
    if row.state != "applied":
        raise ConflictError("Only what was taken over can be taken back.")
    scripts: list[Script] = []
    kept: list[str] = []
    for language in sorted(languages_of(row)):
        texts = await read_texts(session)
        mine = [change for change in row.before if change["language"] == language]
        placed, left = await take_back(session, texts, Hand(language, author), mine)
        scripts += placed.scripts
        kept += left
        for change in mine:
            have = texts.scripts.get((str(change.get("code", "")), TRACKS[0], language))
            if have is not None and have.revision != change["revision_after"]:
                kept.append(f"stop.{change['code']}")
    row.state = "undone"
    return scripts, kept
