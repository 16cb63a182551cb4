"""Spreadsheets as files: CSV and XLSX, out safe from formulas, in with a line for every complaint."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from xml.etree.ElementTree import ParseError

from audio_guide.kit.errors import BadInputError
from audio_guide.tours.exchange.entries import clean
from audio_guide.tours.exchange.glossary import safe, unsafe
from audio_guide.tours.service import CODE

FIELDS = ("title", "text", "note")
BASE = "base, do not change"
MOST_ROWS = 5_000
MOST_BEFORE_HEAD = 20
"""Lines among which a spreadsheet may say its separator."""
_OF_A_LANGUAGE = re.compile(r"(?:title|text|note) [a-z]{2,3}(?:-[a-z0-9]{2,8})*")
FAULTS = frozenset({
    "#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#ССЫЛКА!",
    "#Н/Д", "#ЗНАЧ!", "#ИМЯ?", "#ДЕЛ/0!", "#ЧИСЛО!", "#ПУСТО!", "Err:502", "Err:508", "Err:509",
})  # fmt: skip
"""What spreadsheets show where a formula failed."""
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
    lines = ((line, cells) for line, cells in enumerate(table, 1) if any(str(cell).strip() for cell in cells))
    first, names = next(lines, (1, []))
    head = [str(cell).strip().casefold() for cell in names]
    columns = _columns(first, head, languages)
    if not columns:
        raise BadInputError("Line {line}: the first row names the columns: code, number, and for each language “title kk”, “text kk”, “note kk”.", line=first)
    found: list[Row] = []
    for line, cells in lines:
        if line > MOST_ROWS:
            raise BadInputError("Line {line}: a table may have {most} rows. Send it in parts.", line=line, most=MOST_ROWS)
        found += _rows(line, _Cells(line, head, cells), columns, languages)
    if not found:
        raise BadInputError("There is nothing in this file. Was it exported from the guide?")
    _refuse_twice(found)
    return found


def _columns(line: int, head: Sequence[str], languages: Sequence[str]) -> dict[tuple[str, str], int]:
    """Return where each text of each language stands; raises BadInputError for a column that would be passed over in silence."""
    named = {f"{part} {language}".casefold(): (language, part) for language in languages for part in FIELDS}
    for name in head:
        if name in named and head.count(name) > 1:
            raise BadInputError("Line {line}: the column “{column}” stands in the table twice.", line=line, column=name)
        if name not in named and _OF_A_LANGUAGE.fullmatch(name):
            raise BadInputError(
                "Line {line}: the column “{column}” is of a language that the guide does not have. Add the language first, or remove the column.",
                line=line, column=name,
            )  # fmt: skip
    return {column: head.index(name) for name, column in named.items() if name in head}


def _refuse_twice(rows: Sequence[Row]) -> None:
    """Raise BadInputError for the second row of one stop."""
    lines: dict[object, int] = {}
    for row in rows:
        for name in filter(None, (row.code, row.number)):
            if lines.setdefault(name, row.line) != row.line:
                raise BadInputError(
                    "Line {line}: the stop {name} stands in the table twice, first in line {first}.", line=row.line, name=name, first=lines[name]
                )


class _Unknown:
    """A formula whose result the file does not hold."""

    def __str__(self) -> str:
        return "="


@dataclass(frozen=True, slots=True)
class _Cells:
    """One line of the table, asked by the name of a column."""

    line: int
    head: Sequence[str]
    cells: Sequence[object]

    def at(self, place: int) -> str:
        cell = self.cells[place] if place < len(self.cells) else ""
        column = self.head[place] if place < len(self.head) else ""
        if isinstance(cell, _Unknown) or (isinstance(cell, str) and cell.strip() in FAULTS):
            raise BadInputError(
                "Line {line}: in the column “{column}” stands a formula without its result. Put the words themselves there.", line=self.line, column=column
            )
        if isinstance(cell, bool) or (not isinstance(cell, str | int | float)):
            raise BadInputError(
                "Line {line}: in the column “{column}” stands a date or another value of the spreadsheet instead of words. Make it a cell of text.",
                line=self.line, column=column,
            )  # fmt: skip
        return clean(unsafe(f"{cell:.0f}" if isinstance(cell, float) and cell.is_integer() else str(cell)))

    def named(self, name: str) -> str:
        return self.at(self.head.index(name)) if name in self.head else ""


def _rows(line: int, cells: _Cells, columns: Mapping[tuple[str, str], int], languages: Sequence[str]) -> Iterator[Row]:
    code, number = cells.named("code").upper(), cells.named("number").removesuffix(".0")
    if code and not CODE.fullmatch(code):
        raise BadInputError("Line {line}: “{code}” is no stop code. Leave the cell empty for a new stop.", line=line, code=code[:20])
    if number and not (number.isascii() and number.isdigit() and len(number) < 7):
        raise BadInputError("Line {line}: “{number}” is no number of a stop.", line=line, number=number[:20])
    base = dict(part.split("=", 1) for part in cells.named(BASE).split() if "=" in part)
    for language in languages:
        words = {part: cells.at(columns[language, part]) for part in FIELDS if (language, part) in columns}
        if any(words.values()):
            yield Row(line, code, int(number) if number else None, language, words, {part: base.get(f"{language}.{part}", "") for part in FIELDS})


def _csv(data: bytes) -> Iterator[Sequence[object]]:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))  # what Excel calls Unicode text
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadInputError(
            "Line {line}: these letters are not written in UTF-8 but in an older table of letters such as windows-1251, and files do not say in which. "
            "Save the table as “CSV UTF-8” or as XLSX.", line=line,
        ) from error  # fmt: skip
    begin = next((line for line in text.splitlines() if line.strip(' ;,\t"')), "")
    told = begin.strip('"')[:5]
    separator = told[4] if told.lower().startswith("sep=") and len(told) == 5 else max(";,\t", key=begin.count)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)):
            yield [] if "".join(row).strip().lower() in {"sep=", f"sep={separator}"} and number < MOST_BEFORE_HEAD else row
    except csv.Error as error:
        raise BadInputError("This table is damaged or was cut off. Save it again as CSV or XLSX.") from error


def _xlsx(data: bytes) -> Iterator[Sequence[object]]:
    import openpyxl  # noqa: PLC0415 -- large, and most processes never see a spreadsheet
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415 -- as above

    damaged = "This table is damaged or was cut off. Save it again as CSV or XLSX."
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
                raise BadInputError("This table is too large when it is unpacked.")
            if any(b"<!DOCTYPE" in packed.read(one) for one in packed.infolist() if one.filename.endswith((".xml", ".rels"))):
                raise BadInputError("This table declares a document type. None is read.")
            formulas = any(b"<f" in packed.read(one) for one in packed.infolist() if "worksheets/" in one.filename)
        book, asked = (openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False) for values in (True, False))
        for page in book.worksheets[1:]:
            if any(cell is not None for row in page.iter_rows(values_only=True, max_row=MOST_ROWS, max_col=100) for cell in row):
                raise BadInputError("Besides the first sheet this file has another one with words, “{name}”. Save each as a file of its own.", name=page.title)
        rows = book.worksheets[0].iter_rows(values_only=True, max_row=MOST_ROWS + 1, max_col=100)
        beneath = asked.worksheets[0].iter_rows(values_only=True, max_row=MOST_ROWS + 1, max_col=100) if formulas else repeat(())
        for row, written in zip(rows, beneath, strict=False):
            yield [
                _Unknown() if cell is None and place < len(written) and written[place] is not None else "" if cell is None else cell
                for place, cell in enumerate(row)
            ]
    except (zipfile.BadZipFile, zipfile.LargeZipFile, InvalidFileException, ParseError, KeyError, ValueError, OSError, IndexError) as error:
        raise BadInputError(damaged) from error
