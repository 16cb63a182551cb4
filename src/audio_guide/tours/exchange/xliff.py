"""XLIFF 1.2 and 2.0: written by hand, read by expat with everything switched off that a file could reach out with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pyexpat import ExpatError, ParserCreate
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from audio_guide.kit.errors import BadInputError
from audio_guide.tours.exchange.entries import MOST_ENTRIES, Entry, Outgoing, Parcel, TextFile, clean
from audio_guide.tours.paragraphs import digest

OLD, NEW = "urn:oasis:names:tc:xliff:document:1.2", "urn:oasis:names:tc:xliff:document:2.0"
_NAME_TOKEN = re.compile(r"[\w.\-]+", re.ASCII)
_ORIGINAL = re.compile(r"exhibits:(\w{1,32})")
_DECLARED = re.compile(r"""\s*<\?xml\s[^>]*?encoding\s*=\s*["']([^"'>]{1,40})["']""")
_PIECE = "\x00"
"""Stands where a marked segment begins while a target is read; XML cannot have it."""
DEEPEST = 60
UNITS = frozenset({"trans-unit", "unit"})
UTF16, UTF32 = (b"\xff\xfe", b"\xfe\xff"), (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")


def write_12(parcel: Parcel) -> bytes:
    """Return a parcel as XLIFF 1.2."""
    languages = f"source-language={quoteattr(parcel.source)} target-language={quoteattr(parcel.language)}"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xliff version="1.2" xmlns="{OLD}">',
        f'<file original="exhibits:{parcel.mark}" build-num="{parcel.mark}" datatype="plaintext" {languages}>',
        "<body>",
        *(line for entry in parcel.entries for line in _unit_12(entry, parcel)),
        "</body>", "</file>", "</xliff>",
    ]  # fmt: skip
    return ("\n".join(lines) + "\n").encode()


def _unit_12(entry: Outgoing, parcel: Parcel) -> Iterator[str]:
    limit = f' maxwidth="{entry.limit}" size-unit="char"' if entry.limit else ""
    yield f'<trans-unit id="{_id(entry.key)}" resname={quoteattr(entry.key)}{limit} xml:space="preserve">'
    yield f"<source xml:lang={quoteattr(parcel.source)}>{escape(entry.source)}</source>"
    if entry.target:
        state = "needs-review-translation" if entry.fuzzy else "translated"
        yield f'<target xml:lang={quoteattr(parcel.language)} state="{state}">{escape(entry.target)}</target>'
    if entry.previous:
        yield f'<alt-trans alttranstype="previous-version"><source>{escape(entry.previous)}</source><target>{escape(entry.target)}</target></alt-trans>'
    yield from (f'<note from="guide">{escape(note)}</note>' for note in entry.notes)
    yield "</trans-unit>"


def write_20(parcel: Parcel) -> bytes:
    """Return a parcel as XLIFF 2.0."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xliff version="2.0" xmlns="{NEW}" srcLang={quoteattr(parcel.source)} trgLang={quoteattr(parcel.language)}>',
        f'<file id="exhibits" original="exhibits:{parcel.mark}" xml:space="preserve">',
        *(line for entry in parcel.entries for line in _unit_20(entry)),
        "</file>", "</xliff>",
    ]  # fmt: skip
    return ("\n".join(lines) + "\n").encode()


def _unit_20(entry: Outgoing) -> Iterator[str]:
    yield f'<unit id="{_id(entry.key)}" name={quoteattr(entry.key)}>'
    notes = [f'<note category="guide">{escape(note)}</note>' for note in entry.notes]
    if entry.previous:
        notes.append(f'<note category="previous-source">{escape(entry.previous)}</note>')
    if notes:
        yield f"<notes>{''.join(notes)}</notes>"
    # Nothing is said where nothing is translated: a tool that leaves the mark as it is would call every new translation unfinished.
    state = ' state="initial"' if entry.fuzzy else ' state="translated"' if entry.target else ""
    yield f"<segment{state}>"
    yield f"<source>{escape(entry.source)}</source>"
    if entry.target:
        yield f"<target>{escape(entry.target)}</target>"
    yield "</segment>"
    yield "</unit>"


def _id(key: str) -> str:
    return key if _NAME_TOKEN.fullmatch(key) else f"k-{digest(key)}"


@dataclass(slots=True)
class _Part:
    """A piece of a unit: a segment, or what stands between two."""

    counts: bool
    """Whether somebody has to translate it."""
    source: str = ""
    target: str | None = None
    place: int = 0
    """Where its translation stands, if not where it stands itself."""


@dataclass(slots=True)
class _Pieces:
    """The segments that XLIFF 1.2 marks inside a unit's words: how many there are in the source, and how many have words in the target."""

    source: int = 0
    target: int = 0
    marked: bool = False


@dataclass(slots=True)
class _Reader:
    """What expat has seen so far."""

    parser: Any
    found: TextFile = field(default_factory=lambda: TextFile("", ""))
    path: list[str] = field(default_factory=list)
    locked: list[bool] = field(default_factory=list)
    entry: Entry | None = None
    parts: list[_Part] = field(default_factory=list)
    pieces: _Pieces = field(default_factory=_Pieces)
    text: list[str] = field(default_factory=list)
    into: str = ""
    deep: int = 0
    xliff: bool = False
    files: int = 0
    remarks: list[str] = field(default_factory=list)
    """What stands beside the whole file."""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self.path.append(local)
        self.locked.append(attributes.get("translate", "no" if self.locked and self.locked[-1] else "yes") == "no")
        if len(self.path) > DEEPEST:
            raise BadInputError("Line {line}: the file is nested too deeply.", line=self.parser.CurrentLineNumber)
        if local == "xliff":
            self._version(name, attributes)
        elif not self.xliff:
            raise BadInputError("Line {line}: this is no XLIFF file.", line=self.parser.CurrentLineNumber)
        elif local == "file":
            self._file(attributes)
        elif local in UNITS:
            self._unit(attributes)
        elif local == "note":
            self._note(attributes)
        elif self.entry is not None:
            self._inside(local, attributes, self.entry)

    def _version(self, name: str, attributes: dict[str, str]) -> None:
        version = attributes.get("version", "")
        if not name.startswith((OLD, NEW)) or version not in {"1.2", "2.0"}:
            raise BadInputError("XLIFF {version} is not read here. Save the file as XLIFF 1.2 or 2.0.", version=version[:20] or "?")
        self.xliff = True
        self.found.source, self.found.language = attributes.get("srcLang", ""), attributes.get("trgLang", "")

    def _file(self, attributes: dict[str, str]) -> None:
        original = _ORIGINAL.fullmatch(attributes.get("original", ""))
        said = (
            attributes.get("source-language", self.found.source),
            attributes.get("target-language", self.found.language),
            original.group(1) if original else attributes.get("build-num", "")[:32],
        )
        self.files += 1
        if self.files > 1 and said != (self.found.source, self.found.language, self.found.mark):
            raise BadInputError(
                "Line {line}: this file holds texts of several exports or languages. Send each of them as a file of its own.",
                line=self.parser.CurrentLineNumber,
            )
        self.found.source, self.found.language, self.found.mark = said
        self.found.line = self.parser.CurrentLineNumber

    def _unit(self, attributes: dict[str, str]) -> None:
        key = attributes.get("resname") or attributes.get("name") or attributes.get("id", "")
        self.entry = Entry(key, "", "", line=self.parser.CurrentLineNumber)
        self.parts, self.pieces = [], _Pieces()
        self.entry.unapproved = attributes.get("approved") == "no" or self.locked[-1]
        if len(self.found.entries) >= MOST_ENTRIES:
            raise BadInputError("Line {line}: a file may have {most} entries. Send it in parts.", line=self.entry.line, most=MOST_ENTRIES)

    def _note(self, attributes: dict[str, str]) -> None:
        """Listen to a remark that is not ours; those of the guide travel in both directions."""
        ours = attributes.get("from") == "guide" or attributes.get("category") in {"guide", "previous-source"}
        if not ours and not self.into and "alt-trans" not in self.path:
            self._listen("note")

    def _listen(self, into: str) -> None:
        self.into, self.deep, self.text = into, len(self.path), []

    def _inside(self, local: str, attributes: dict[str, str], entry: Entry) -> None:
        above = self.path[-2]
        if local in {"segment", "ignorable"}:
            self.parts.append(_Part(local == "segment"))
            entry.fuzzy = entry.fuzzy or attributes.get("state") == "initial"
        elif local in {"source", "target"} and above in {"trans-unit", "segment", "ignorable"}:
            if above == "trans-unit" and not self.parts:
                self.parts.append(_Part(counts=True))
            self._listen(local)
            entry.fuzzy = entry.fuzzy or (local == "target" and attributes.get("state", "").startswith(("needs-", "new")))
            if local == "target" and self.parts:
                self.parts[-1].place = int(attributes["order"]) if attributes.get("order", "").isdecimal() else 0
        elif local == "mrk" and attributes.get("mtype") == "seg":
            self.pieces.source += "seg-source" in self.path
            if self.into == "target":
                self.pieces.marked = True
                self.text.append(_PIECE)

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if self.into and len(self.path) == self.deep:
            self._take("".join(self.text))
            self.into = ""
        if local in UNITS and self.entry is not None:
            entry, self.entry = self.entry, None
            self._close(entry)
        self.path.pop()
        self.locked.pop()

    def _take(self, text: str) -> None:
        """Put words that were read where they belong."""
        if self.into == "note":
            if said := clean(text):
                self._remark(said)
        elif self.into == "source":
            self.parts[-1].source = text
        else:
            pieces = text.split(_PIECE)
            self.pieces.target += sum(bool(piece.strip()) for piece in pieces[1:])
            self.parts[-1].target = "".join(pieces)

    def _remark(self, said: str) -> None:
        if self.entry is None:
            self.remarks.append(said)
        else:
            self.entry.question = f"{self.entry.question}\n{said}".strip()

    def _close(self, entry: Entry) -> None:
        """Put a unit together; one of whose segments only some are translated is unfinished."""
        entry.source = clean("".join(part.source for part in self.parts))
        words = [part for part in self.parts if part.counts and part.source.strip()]
        done = [part for part in words if (part.target or "").strip()]
        placed = sorted(enumerate(self.parts, 1), key=lambda pair: pair[1].place or pair[0])
        texts = (part.target if part.target is not None or part.counts else part.source for _, part in placed)
        entry.target = clean("".join(text or "" for text in texts)) if any(part.target for part in self.parts) else ""
        half = 0 < len(done) < len(words) or (self.pieces.marked and self.pieces.target < self.pieces.source)
        entry.fuzzy = (entry.fuzzy or half or entry.unapproved) and bool(entry.target)
        entry.unapproved = entry.unapproved and entry.fuzzy
        self.found.entries.append(entry)

    def words(self, text: str) -> None:
        if self.into:
            self.text.append(text)

    def refuse(self, *_: object) -> int:
        raise BadInputError("Line {line}: the file declares a document type. XLIFF needs none, and none is read.", line=self.parser.CurrentLineNumber)


def read(data: bytes) -> TextFile:
    """Read XLIFF; raises BadInputError that names the line. A document type is refused as such, so that no entity can grow or reach out."""
    text = _decoded(data)
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    reader = _Reader(parser)
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = reader.begin, reader.end, reader.words
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = parser.ExternalEntityRefHandler = reader.refuse
    try:
        parser.Parse(text, True)  # text, so that no codec that the file names is ever used
    except ExpatError as error:
        raise BadInputError("Line {line}: this is no whole XML file. It may have been cut off.", line=error.lineno) from error
    if reader.remarks and reader.found.entries:
        first = reader.found.entries[0]
        first.question = "\n".join([first.question, *reader.remarks]).strip()
    return reader.found


def _decoded(data: bytes) -> str:
    """Return the file's letters: UTF-8, or UTF-16 with its mark; any other encoding that the file declares is refused by name."""
    wide = data.startswith(UTF16) and not data.startswith(UTF32)
    declared = None if wide else _DECLARED.match(data[:400].removeprefix(b"\xef\xbb\xbf").decode("latin-1"))
    if declared is not None and declared.group(1).casefold() not in {"utf-8", "utf8", "us-ascii", "ascii"}:
        line = declared.group().count("\n") + 1
        raise BadInputError("Line {line}: the file says that it is written in {charset}. Save it in UTF-8.", line=line, charset=declared.group(1))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadInputError("Line {line}: these letters are not written in UTF-8. Save the file in UTF-8.", line=line) from error
