"""What the pages show, as files: tables that a spreadsheet opens rightly and never calculates, and documents for programs."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence

from litestar import Response

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
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=LIST_MARKS.get(language, ";")).writerows([plain(cell) for cell in row] for row in rows)
    return attachment(("\ufeff" + out.getvalue()).encode(), "text/csv; charset=utf-8", f"{name}.csv")


def document(name: str, content: object) -> Response[bytes]:
    """Give something for programs, as JSON."""
    return attachment(json.dumps(content, ensure_ascii=False, indent=1).encode(), "application/json", f"{name}.json")


def attachment(content: bytes, media_type: str, name: str) -> Response[bytes]:
    """Give a file to be kept, whatever its name promises."""
    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=media_type, headers=headers)
