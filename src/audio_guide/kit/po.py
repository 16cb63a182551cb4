"""Translators' files as lines: one entry is changed and every other line stays as Poedit, Weblate or a person wrote it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_KEYWORD = re.compile(r'\s*(?P<old>#~\s*)?(?P<word>msgctxt|msgid_plural|msgid|msgstr\[\d\]|msgstr)\s+"(?P<text>(?:[^"\\]|\\.)*)"\s*$')
_STRING = re.compile(r'\s*(?:#~\s*)?"(?P<text>(?:[^"\\]|\\.)*)"\s*$')
_PREVIOUS = re.compile(r'#\|\s*(?:(?P<word>msgctxt|msgid_plural|msgid)\s+)?"(?P<text>(?:[^"\\]|\\.)*)"\s*$')
_ESCAPE = re.compile(r"\\(.)")
_MEANINGS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_FUZZY = re.compile(r"\s*,\s*fuzzy\b|(?<=#)\s*,\s*fuzzy\b")
Key = tuple[str, str]
"""(context or "", English words): what an entry is known by."""


@dataclass(slots=True)
class Entry:
    """One entry as it stands in a file: its lines and what they say."""

    first: int
    """The index of its first line, comments included."""
    last: int = 0
    """The index after its last line."""
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    """For each keyword the indices of its lines."""
    words: dict[str, str] = field(default_factory=dict)
    """For each keyword its text."""
    obsolete: bool = False
    fuzzy: bool = False
    places: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    previous: str = ""
    """The English words from which it was translated, if they have changed since."""

    @property
    def key(self) -> Key:
        """What it is known by."""
        return self.words.get("msgctxt", ""), self.words.get("msgid", "")

    @property
    def plural(self) -> str:
        """The English plural, or ""."""
        return self.words.get("msgid_plural", "")

    @property
    def forms(self) -> tuple[str, ...]:
        """The translation in all its forms."""
        if "msgstr" in self.words:
            return (self.words["msgstr"],)
        return tuple(self.words[word] for word in sorted(word for word in self.words if word.startswith("msgstr[")))

    @property
    def is_translated(self) -> bool:
        """Whether no form is empty."""
        return bool(self.forms) and all(self.forms)

    @property
    def line(self) -> int:
        """The number of the line where its English words begin."""
        return self.spans["msgid"][0] + 1 if "msgid" in self.spans else self.first + 1


def unescaped(text: str) -> str:
    """Return what stands between the quotes of a line."""
    return _ESCAPE.sub(lambda found: _MEANINGS.get(found.group(1), found.group(1)), text)


def quoted(keyword: str, text: str) -> list[str]:
    """Return the lines that say *text*; one that has several lines begins with an empty one, as gettext writes it."""

    def line(part: str) -> str:
        escaped = part.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
        return f'"{escaped}"'

    parts = text.splitlines(keepends=True) if "\n" in text.rstrip("\n") else [text]
    return [f"{keyword} {line(parts[0])}"] if len(parts) <= 1 else [f'{keyword} ""', *map(line, parts)]


def lines_of(text: str) -> list[str]:
    """Cut a file into its lines, without what ends them."""
    return [line.rstrip("\r") for line in text.removeprefix("\ufeff").split("\n")]


def entries_of(lines: Sequence[str]) -> list[Entry]:
    """Return the entries of a file in their order, the header (with empty English words) first."""
    found: list[Entry] = []
    entry: Entry | None = None
    keyword = ""
    for number, line in enumerate(lines):
        stated, more = _KEYWORD.match(line), _STRING.match(line)
        if not line.strip():
            keyword = ""
            entry = entry if entry is not None and not entry.words else None  # remarks that stand alone belong to what follows
            continue
        begins = stated is not None and stated["word"] in {"msgctxt", "msgid"} and entry is not None and any(word.startswith("msgstr") for word in entry.words)
        comments = stated is None and more is None and entry is not None and bool(entry.words)
        if entry is None or begins or comments:
            entry, keyword = Entry(number), ""
            found.append(entry)
        entry.last = number + 1
        if stated is not None:
            keyword = stated["word"]
            entry.obsolete = entry.obsolete or bool(stated["old"])
            entry.words[keyword], entry.spans[keyword] = unescaped(stated["text"]), (number, number + 1)
        elif more is not None and keyword:
            entry.words[keyword] += unescaped(more["text"])
            entry.spans[keyword] = entry.spans[keyword][0], number + 1
        else:
            _comment(entry, line)
    return [entry for entry in found if "msgid" in entry.words]


def _comment(entry: Entry, line: str) -> None:
    """Take what a comment line says."""
    if line.startswith("#:"):
        entry.places += tuple(line[2:].split())
    elif line.startswith("#."):
        entry.notes += (line[2:].strip(),)
    elif line.startswith("#,"):
        entry.fuzzy = entry.fuzzy or "fuzzy" in {flag.strip() for flag in line[2:].split(",")}
    elif (found := _PREVIOUS.match(line)) is not None and (found["word"] or "msgid") == "msgid":
        entry.previous += unescaped(found["text"])


def with_forms(lines: Sequence[str], entry: Entry, forms: Sequence[str]) -> list[str]:
    """Return an entry's lines with another translation; it is finished then, so that the marks of unfinished ones go."""
    kept: list[str] = []
    spans = [span for word, span in entry.spans.items() if word.startswith("msgstr")]
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    for line in lines[entry.first : first]:
        if line.startswith("#|"):
            continue
        if line.startswith("#,"):
            rest = _FUZZY.sub("", line, count=1).rstrip()
            if rest in {"#", "#,"}:
                continue
            kept.append(rest if rest.startswith("#,") else f"#,{rest[1:].lstrip(',')}")
        else:
            kept.append(line)
    return [*kept, *said(forms, plural=bool(entry.plural)), *lines[last : entry.last]]


def said(forms: Sequence[str], *, plural: bool) -> list[str]:
    """Return the lines of a translation."""
    if not plural:
        return quoted("msgstr", forms[0])
    return [line for number, form in enumerate(forms) for line in quoted(f"msgstr[{number}]", form)]


def with_header(lines: Sequence[str], values: Mapping[str, str]) -> list[str]:
    """Return a file's lines with some of the header's values changed; a value that is not there is not added."""
    header = next((entry for entry in entries_of(lines) if not entry.key[1] and not entry.obsolete), None)
    if header is None:
        return list(lines)
    changed = list(lines)
    for number in range(*header.spans["msgstr"]):
        for name, value in values.items():
            if changed[number].startswith(f'"{name}:'):
                changed[number] = quoted("", f"{name}: {value}\n")[0].strip()
    return changed


def header_of(entries: Sequence[Entry]) -> dict[str, str]:
    """Return what a file's header says."""
    header = next((entry for entry in entries if not entry.key[1] and not entry.obsolete), None)
    rows = (line.partition(":") for line in (header.words.get("msgstr", "") if header is not None else "").split("\n") if ":" in line)
    return {name.strip(): value.strip() for name, _, value in rows}


def joined(lines: Sequence[str], like: str = "") -> str:
    """Return lines as a file, with the line ends and the mark at the beginning that *like* has."""
    text = "\n".join(lines).rstrip("\n") + "\n"
    text = text.replace("\n", "\r\n") if "\r\n" in like else text
    return "\ufeff" + text if like.startswith("\ufeff") else text
