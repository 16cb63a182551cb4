"""Spreadsheets as files: CSV and XLSX, out safe from formulas, in with a line for every complaint."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

from audio_guide.kit.errors import BadInputError
from audio_guide.tours.exchange.entries import clean
from audio_guide.tours.exchange.glossary import safe, unsafe
from audio_guide.tours.service import CODE

FIELDS = ("title", "text", "note")
BASE = "base, do not change"
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


def to_csv(table: Table) -> bytes:
    """Return a table as CSV that spreadsheets open in UTF-8 and in which nothing is a formula."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([safe(cell) for cell in row] for row in table)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def to_xlsx(table: Table) -> bytes:
    """Return a table as XLSX; every cell is text."""
    import openpyxl  # noqa: PLC0415 -- large, and most processes never see a spreadsheet

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
    import openpyxl  # noqa: PLC0415 -- large, and most processes never see a spreadsheet
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415 -- as above

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
