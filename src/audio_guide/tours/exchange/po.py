"""Gettext files: written so that msgfmt and Poedit have nothing to say, read strictly, line by line, by ourselves.

polib takes a text that is a path for the file at that path and says nothing of a cut-off file; a translator's work deserves a reader that does neither.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from audio_guide.kit import plurals
from audio_guide.kit.errors import BadInputError, mark
from audio_guide.tours.exchange.entries import MOST_ENTRIES, Entry, Outgoing, Parcel, TextFile, clean

_STATED = re.compile(r'(?P<old>#~\|?[ \t]*)?(?P<word>msgctxt|msgid_plural|msgid|msgstr)(?:\[(?P<form>\d)\])?[ \t]*(?P<text>".*")[ \t]*')
_MORE = re.compile(r'(?P<old>#~\|?[ \t]*)?(?P<text>".*")[ \t]*')
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_PLAIN = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})
_SPECIAL = re.compile(r'["\\]')
_LANGUAGE = re.compile(r'^"Language:', re.MULTILINE)
_CHARSET = re.compile(r"charset=([\w-]+)", re.IGNORECASE)
_OURS = frozenset((".", ":", ",", "|", "~", "="))
"""What follows # where the line is no translator's remark."""
BAD_LINE = mark("Line {line}: this is no line of a gettext file. A quotation mark may be missing, or the file was cut off.")


def _quoted(word: str, text: str) -> Iterator[str]:
    if "\n" not in text:
        yield f'{word} "{text if text.isprintable() and not _SPECIAL.search(text) else text.translate(_PLAIN)}"'
        return
    yield f'{word} ""'
    for line in text.splitlines(keepends=True):
        yield f'"{line.translate(_PLAIN)}"'


def write(parcel: Parcel) -> bytes:
    """Return a parcel as a gettext file."""
    header = "".join(
        f"{name}: {value}\n"
        for name, value in (
            ("Project-Id-Version", parcel.title), ("PO-Revision-Date", parcel.date), ("Last-Translator", "none <>"), ("Language-Team", parcel.language),
            ("Language", parcel.language.replace("-", "_")), ("MIME-Version", "1.0"), ("Content-Type", "text/plain; charset=UTF-8"),
            ("Content-Transfer-Encoding", "8bit"), ("Plural-Forms", plurals.expected(parcel.language)),
            ("X-Source-Language", parcel.source), ("X-Guide-Export", parcel.mark),
        )
    )  # fmt: skip
    lines = ['msgid ""', *_quoted("msgstr", header), ""]
    for entry in parcel.entries:
        lines += [*_entry(entry), ""]
    return ("\n".join(lines[:-1]) + "\n").encode()


def _entry(entry: Outgoing) -> Iterator[str]:
    for note in entry.notes:
        yield from (f"#. {line}".rstrip() for line in note.split("\n"))
    if entry.place:
        yield f"#: {entry.place}"
    if entry.fuzzy:
        yield "#, fuzzy"
    if entry.previous:
        yield from (f"#| {line}" for line in _quoted("msgid", entry.previous))
    yield from _quoted("msgctxt", entry.key)
    yield from _quoted("msgid", entry.source)
    yield from _quoted("msgstr", entry.target)


@dataclass(slots=True)
class _Open:
    """The entry that is being read."""

    line: int = 0
    words: dict[str, str] = field(default_factory=dict)
    fuzzy: bool = False
    comments: list[str] = field(default_factory=list)
    last: str = ""


def read(text: str) -> TextFile:
    """Read a gettext file; raises BadInputError that names the line."""
    found = TextFile("", "")
    header_seen = False
    for one in _entries(text):
        if not one.words["msgid"] and "msgctxt" not in one.words:
            if header_seen:
                raise BadInputError("Line {line}: the file has two headers; it seems to be two files in one.", line=one.line)
            header_seen = True
            _header(found, one)
            said = _LANGUAGE.search(text)
            found.line = text.count("\n", 0, said.start()) + 1 if said is not None else one.line
        elif "msgid_plural" in one.words or "msgctxt" not in one.words:
            raise BadInputError("Line {line}: this entry has no permanent key (msgctxt). Was this file exported from the guide?", line=one.line)
        else:
            found.entries.append(
                Entry(one.words["msgctxt"].strip(), clean(one.words["msgid"]), clean(one.words["msgstr"]), one.fuzzy, one.line, " ".join(one.comments))
            )
            if len(found.entries) > MOST_ENTRIES:
                raise BadInputError("Line {line}: a file may have {most} entries. Send it in parts.", line=one.line, most=MOST_ENTRIES)
    for entry in found.entries[-1:]:
        entry.last = True
    return found


def _header(found: TextFile, header: _Open) -> None:
    rows = dict(line.split(":", 1) for line in header.words["msgstr"].split("\n") if ":" in line)
    values = {name.strip().casefold(): value.strip() for name, value in rows.items()}
    found.language, found.source, found.mark = (values.get(name, "") for name in ("language", "x-source-language", "x-guide-export"))
    found.language = found.language.replace("_", "-")
    charset = _CHARSET.search(values.get("content-type", ""))
    if charset is not None and charset.group(1).casefold().replace("-", "") not in {"utf8", "charset", "ascii", "usascii"}:
        raise BadInputError("Line {line}: the file says that it is written in {charset}. Save it in UTF-8.", line=header.line, charset=charset.group(1)[:20])


def _entries(text: str) -> Iterator[_Open]:
    """Give each living entry; what is not a line of a gettext file is an error with its number."""
    one = _Open()
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip(" \t\r")
        if line.startswith("#"):
            if "msgstr" in one.words:
                yield _whole(one, number)
                one = _Open()
            _comment(one, line)
            continue
        stated = _STATED.fullmatch(line)
        if stated is not None and not stated["old"]:
            word = stated["word"]
            if "msgstr" in one.words and word in {"msgctxt", "msgid"}:
                yield _whole(one, number)
                one = _Open()
            if word in one.words and not stated["form"]:
                raise BadInputError(BAD_LINE, line=number)
            one.line, one.last = one.line or number, word
            one.words[word] = _unquoted(stated["text"], number)
        elif (more := _MORE.fullmatch(line)) is not None and one.last:
            one.words[one.last] += _unquoted(more["text"], number)
        elif line:
            raise BadInputError(BAD_LINE, line=number)
    if one.words:
        yield _whole(one, text.count("\n") + 1)


def _comment(one: _Open, line: str) -> None:
    if line.startswith("#,"):
        one.fuzzy = one.fuzzy or "fuzzy" in {flag.strip() for flag in line[2:].split(",")}
    elif line.startswith("#~") and not one.words:
        one.comments, one.fuzzy = [], False  # what was said of an entry that is gone is not said of the next one
    elif line[1:2] not in _OURS and (said := line[1:].strip()):
        one.comments.append(said)


def _whole(one: _Open, number: int) -> _Open:
    if "msgid" not in one.words or "msgstr" not in one.words:
        raise BadInputError("Line {line}: an entry begins here that has no end. The file was cut off, or lines are missing.", line=one.line or number)
    return one


def _unquoted(text: str, number: int) -> str:
    if not _QUOTED.fullmatch(text):
        raise BadInputError(BAD_LINE, line=number)
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found.group(1), found.group(0)), text[1:-1])
