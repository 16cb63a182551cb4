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
DEEPEST = 60


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
    yield f'<segment state="{"initial" if entry.fuzzy or not entry.target else "translated"}">'
    yield f"<source>{escape(entry.source)}</source>"
    if entry.target:
        yield f"<target>{escape(entry.target)}</target>"
    yield "</segment>"
    yield "</unit>"


def _id(key: str) -> str:
    return key if _NAME_TOKEN.fullmatch(key) else f"k-{digest(key)}"


@dataclass(slots=True)
class _Reader:
    """What expat has seen so far."""

    parser: Any
    found: TextFile = field(default_factory=lambda: TextFile("", ""))
    path: list[str] = field(default_factory=list)
    entry: Entry | None = None
    into: str = ""
    deep: int = 0
    xliff: bool = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self.path.append(local)
        if len(self.path) > DEEPEST:
            raise BadInputError("Line {line}: the file is nested too deeply.", line=self.parser.CurrentLineNumber)
        if local == "xliff":
            self._version(name, attributes)
        elif not self.xliff:
            raise BadInputError("Line {line}: this is no XLIFF file.", line=self.parser.CurrentLineNumber)
        elif local == "file":
            self._file(attributes)
        elif local in {"trans-unit", "unit"}:
            key = attributes.get("resname") or attributes.get("name") or attributes.get("id", "")
            self.entry = Entry(key, "", "", line=self.parser.CurrentLineNumber)
            if len(self.found.entries) >= MOST_ENTRIES:
                raise BadInputError("Line {line}: a file may have {most} entries. Send it in parts.", line=self.entry.line, most=MOST_ENTRIES)
        elif self.entry is not None:
            self._inside(local, attributes, self.entry)

    def _version(self, name: str, attributes: dict[str, str]) -> None:
        version = attributes.get("version", "")
        if not name.startswith((OLD, NEW)) or version not in {"1.2", "2.0"}:
            raise BadInputError("XLIFF {version} is not read here. Save the file as XLIFF 1.2 or 2.0.", version=version[:20] or "?")
        self.xliff = True
        self.found.source, self.found.language = attributes.get("srcLang", ""), attributes.get("trgLang", "")

    def _file(self, attributes: dict[str, str]) -> None:
        self.found.source = attributes.get("source-language", self.found.source)
        self.found.language = attributes.get("target-language", self.found.language)
        original = _ORIGINAL.fullmatch(attributes.get("original", ""))
        self.found.mark = original.group(1) if original else attributes.get("build-num", "")[:32]

    def _inside(self, local: str, attributes: dict[str, str], entry: Entry) -> None:
        if local == "segment" and attributes.get("state") == "initial":
            entry.fuzzy = True
        elif local in {"source", "target"} and self.path[-2] in {"trans-unit", "segment"}:
            self.into, self.deep = local, len(self.path)
            if local == "target" and attributes.get("state", "").startswith(("needs-", "new")):
                entry.fuzzy = True

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if self.into and len(self.path) == self.deep:
            self.into = ""
        if local in {"trans-unit", "unit"} and self.entry is not None:
            entry, self.entry = self.entry, None
            entry.source, entry.target = clean(entry.source), clean(entry.target)
            entry.fuzzy = entry.fuzzy and bool(entry.target)
            self.found.entries.append(entry)
        self.path.pop()

    def words(self, text: str) -> None:
        if self.entry is None or not self.into:
            return
        if self.into == "source":
            self.entry.source += text
        else:
            self.entry.target += text

    def refuse(self, *_: object) -> int:
        raise BadInputError("Line {line}: the file declares a document type. XLIFF needs none, and none is read.", line=self.parser.CurrentLineNumber)


def read(data: bytes) -> TextFile:
    """Read XLIFF; raises BadInputError that names the line. A document type is refused as such, so that no entity can grow or reach out."""
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    reader = _Reader(parser)
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = reader.begin, reader.end, reader.words
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = parser.ExternalEntityRefHandler = reader.refuse
    try:
        parser.Parse(data, True)
    except ExpatError as error:
        raise BadInputError("Line {line}: this is no whole XML file. It may have been cut off.", line=error.lineno) from error
    except LookupError as error:
        raise BadInputError("The file is not written in UTF-8. Save it in UTF-8.") from error
    return reader.found
