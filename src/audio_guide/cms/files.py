"""What the pages show, as files: tables that a spreadsheet opens rightly and never calculates, and documents for programs."""

import csv
import io
import json
import re
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Sequence

from litestar import Response
from litestar.response import Stream

from audio_guide.cms.rendering import PRIVATE

FORMULA = re.compile(r"[\s'\"]*[=+\-@\t\r\n＝＋－＠|]")
"""What a spreadsheet would calculate instead of showing it, wherever it would look for a formula's beginning."""
LIST_MARKS = {"en": ","}
"""What stands between the columns where Excel expects it: a comma in English, a semicolon in Kazakh and Russian."""


def plain(value: str) -> str:
    """Return a cell that a spreadsheet shows and never calculates."""
    return f"'{value}" if FORMULA.match(value) else value


def table(name: str, language: str, rows: Iterable[Sequence[str]]) -> Response[bytes]:
    """Give rows as a file that a spreadsheet in the reader's language opens rightly: UTF-8 with its mark, and no cell that would be calculated."""
    return attachment(b"\xef\xbb\xbf" + _lines_of(language, rows), "text/csv; charset=utf-8", f"{name}.csv")


def _lines_of(language: str, rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as a reader's spreadsheet wants them."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=LIST_MARKS.get(language, ";")).writerows([plain(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def document(name: str, content: object) -> Response[bytes]:
    """Give something for programs, as JSON."""
    return attachment(json.dumps(content, ensure_ascii=False, indent=1).encode(), "application/json", f"{name}.json")


def long_table(name: str, language: str, heading: Sequence[str], rows: AsyncIterable[Sequence[Sequence[str]]]) -> Stream:
    """Give a table that may be longer than memory; its rows come some at a time."""

    async def pieces() -> AsyncIterator[bytes]:
        yield b"\xef\xbb\xbf" + _lines_of(language, [heading])
        async for some in rows:
            yield _lines_of(language, some)

    return Stream(pieces(), media_type="text/csv; charset=utf-8", headers=_kept_as(f"{name}.csv"))


def long_document(name: str, rows: AsyncIterable[Sequence[object]]) -> Stream:
    """Give a list for programs that may be longer than memory, as JSON with a row on each line; its rows come some at a time."""

    async def pieces() -> AsyncIterator[bytes]:
        between = "[\n"
        async for some in rows:
            yield (between + ",\n".join(json.dumps(row, ensure_ascii=False) for row in some)).encode()
            between = ",\n"
        yield b"[]\n" if between == "[\n" else b"\n]\n"

    return Stream(pieces(), media_type="application/json", headers=_kept_as(f"{name}.json"))


def attachment(content: bytes, media_type: str, name: str) -> Response[bytes]:
    """Give a file to be kept, whatever its name promises."""
    return Response(content, media_type=media_type, headers=_kept_as(name))


def _kept_as(name: str) -> dict[str, str]:
    return {**PRIVATE, "Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
