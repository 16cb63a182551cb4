"""What every form of file holds: entries under permanent keys, and the mark of the export from which it was made."""

import re
import unicodedata
from dataclasses import dataclass, field

MOST_BYTES = 64 * 1024 * 1024
MOST_UPLOADED = 5 * 1024 * 1024
"""What the staff's pages take; a file of 1,500 paragraphs has one megabyte."""
MOST_ENTRIES = 40_000
LEFT_OUT = "-"
"""What a translator writes where their language needs no such words."""
_ODD_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
"""What some programs paste for a line's end; tools cut a file's lines there."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(slots=True)
class Entry:
    """One unit in a file: what was translated, into what, and where it stands in the file."""

    key: str
    source: str
    target: str
    fuzzy: bool = False
    line: int = 0
    question: str = ""
    """What the translator wrote beside it."""
    unapproved: bool = False
    """Whether it is unfinished only by a mark that some tools set on every unit, so that it says nothing about words that nobody touched."""
    last: bool = False
    """Whether the file ends with it and would not say if it was cut off."""
    cut: bool = False
    """Whether entries that should follow are missing."""


@dataclass(slots=True)
class TextFile:
    """A file from a translator."""

    language: str
    source: str
    mark: str = ""
    entries: list[Entry] = field(default_factory=list)
    line: int = 1
    """Where it says in which languages it is."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One unit as it is sent to a translator."""

    key: str
    source: str
    target: str
    notes: tuple[str, ...] = ()
    place: str = ""
    fuzzy: bool = False
    previous: str = ""
    """The source's words from which the translation was made, if they were others."""
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Parcel:
    """All that is sent to a translator."""

    language: str
    source: str
    mark: str
    date: str
    title: str
    entries: tuple[Outgoing, ...]


def clean(text: str) -> str:
    """Return words as they travel: composed letters, plain line ends, nothing that a file cannot carry."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text.strip()
    text = _CONTROL.sub("", _ODD_BREAKS.sub("\n", unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()
