"""A translator's file, whatever its form: looked at, never trusted, and never taken for a path."""

from collections.abc import Callable

from audio_guide.kit.errors import BadInputError
from audio_guide.tours.exchange import po, xliff
from audio_guide.tours.exchange.entries import MOST_BYTES, MOST_ENTRIES, Parcel, TextFile

WRITERS: dict[str, Callable[[Parcel], bytes]] = {"po": po.write, "xliff12": xliff.write_12, "xliff20": xliff.write_20}
ENDINGS = {"po": "po", "xliff12": "xlf", "xliff20": "xlf"}
MEDIA_TYPES = {"po": "text/x-gettext-translation", "xliff12": "application/xliff+xml", "xliff20": "application/xliff+xml"}


def read(data: bytes, most: int = MOST_BYTES) -> TextFile:
    """Read a gettext or XLIFF file from its bytes alone; raises BadInputError with a sentence that names the line where it can."""
    if len(data) > most:
        raise BadInputError("This file has {size} megabytes; {most} are taken. Send it in parts.", size=len(data) // 1_000_000, most=most // 1_000_000)
    if data.startswith(xliff.UTF16) and "<" in data[:400].decode("utf-16", "replace").lstrip()[:1]:
        return _looked_at(xliff.read(_counted(data, b"\x00")))
    if data.startswith(xliff.UTF16) or b"\x00" in data[:1000]:
        raise BadInputError("The file is not written in UTF-8. Save it in UTF-8.")
    begin = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:200]
    if begin.startswith(b"<"):
        return _looked_at(xliff.read(_counted(data)))
    if b"\n" not in data or b"msgid" not in data:
        raise BadInputError("This is neither a gettext nor an XLIFF file. Send the file that was downloaded here.")
    _refuse_more(data, b"\nmsgid ", MOST_ENTRIES + 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadInputError("Line {line}: these letters are not written in UTF-8. Save the file in UTF-8.", line=line) from error
    return _looked_at(po.read(text))


def _counted(data: bytes, between: bytes = b"") -> bytes:
    """Return an XLIFF file that does not have too many units to be read; *between* stands between its letters."""
    for name, times in ((b"<trans-unit", 1), (b"<segment", 2), (b"<source", 2)):
        _refuse_more(data, between.join(bytes([letter]) for letter in name), MOST_ENTRIES * times)
    return data


def _refuse_more(data: bytes, sign: bytes, most: int) -> None:
    """Raise BadInputError with the line from which a file has more of something than is read."""
    if data.count(sign) <= most:
        return
    at = -1
    for _ in range(most + 1):
        at = data.index(sign, at + 1)
    line = data.count(b"\n", 0, at + 1) + 1
    raise BadInputError("Line {line}: a file may have {most} entries. Send it in parts.", line=line, most=MOST_ENTRIES)


def _looked_at(found: TextFile) -> TextFile:
    if not found.entries:
        raise BadInputError("There is nothing in this file. Was it exported from the guide?")
    lines: dict[str, int] = {}
    for entry in found.entries:
        if entry.key in lines:
            raise BadInputError(
                "Line {line}: the key {key} stands in the file twice, first in line {first}.", line=entry.line, key=entry.key[:120], first=lines[entry.key]
            )
        lines[entry.key] = entry.line
    return found
