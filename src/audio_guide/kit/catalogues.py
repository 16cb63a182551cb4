"""Translators' files: read strictly without ever being rewritten, and the template of all words that the code asks for."""

import io
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from gettext import c2py
from pathlib import Path

import polib
from babel.messages.extract import extract as babel_extract

from audio_guide.kit import po
from audio_guide.kit.errors import mark

Signature = tuple[int, int, int] | None
PLACE = re.compile(r"\{(\w+)\}")
BLANK = re.compile(r"\s*$")
COMMENT = re.compile(r"\s*#")
KEYWORD = re.compile(r'\s*(msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d\])\s+"(?:[^"\\]|\\.)*"\s*$')
STRING = re.compile(r'\s*"(?:[^"\\]|\\.)*"\s*$')
ODD_BREAKS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""What some programs paste for a line's end; polib would cut a line of the file in two there."""
PLURAL_FORMS = re.compile(r"\s*nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+);?\s*$")
PYTHON_KEYWORDS = {
    "gettext": (2,),
    "ngettext": (2, 3),
    "pgettext": ((2, "c"), 3),
    "mark": None,
    "NotFoundError": (1,),
    "ConflictError": (1,),
    "BadInputError": (1,),
    "BadRequestError": (1,),
    "ForbiddenError": (1,),
    "SignInError": (1,),
    "OldFormError": (1,),
    "SignedOutError": (1,),
    "TooManyTriesError": (1,),
    "UnavailableError": (1,),
    "StorageFullError": (1,),
}
TEMPLATE_KEYWORDS = {"_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
TEMPLATE_OPTIONS = {"silent": "false", "extensions": "jinja2.ext.i18n,jinja2.ext.do,jinja2.ext.loopcontrols"}


CUT_OFF = mark("Most of the messages are missing after this line; the file may have been cut off.")
CUT_SHORT = mark("The translation of these words is missing; the file may be cut short.")
NOT_UTF8 = mark("This line is not written in UTF-8.")
TWICE = mark("These words stand in the file twice.")
FORM_MISSING = mark("A plural form is missing.")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a translators' file; *reason* is a message id."""

    file: Path
    line: int
    reason: str


class CatalogueError(Exception):
    """The file as a whole cannot be used."""

    def __init__(self, line: int, reason: str) -> None:
        """Keep the line and the reason, which is a message id."""
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language: (context, English words) → the forms, and which form a number takes."""

    forms: dict[tuple[str, str], tuple[str, ...]]
    plural: Callable[[int], int]
    count: int = 0
    """How many messages the file has, translated or not."""
    lines: int = 0


def signature(file: Path) -> Signature:
    """Return what changes when a file is saved, or None if it is not there."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def read_words(file: Path) -> tuple[Words, tuple[Problem, ...]]:
    """Read a file as a translator saved it; entries that cannot be used are left out and named, a broken file raises CatalogueError."""
    words, wrong = _parsed(file.read_bytes())
    return words, tuple(Problem(file, line, reason) for line, reason in wrong)


def salvaged(file: Path, line: int) -> Words:
    """Return what can be read of a file that is broken at *line*: for a process that begins then and has no words of before, some are better than none."""
    try:
        text = unicodedata.normalize("NFC", ODD_BREAKS.sub(" ", file.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")))
    except OSError:
        return Words({}, _one_or_many)
    entries = [entry for entry in po.entries_of(po.lines_of(text)) if not entry.obsolete]
    forms: dict[tuple[str, str], tuple[str, ...]] = {}
    for entry in entries:
        whole = entry.is_translated and not entry.fuzzy and not entry.first < line <= entry.last + 1 and "\ufffd" not in "".join(entry.forms)
        if entry.key[1] and whole and _places_fit(entry.key[1], entry.plural, entry.forms):
            forms.setdefault(entry.key, entry.forms)
    return Words(forms, _plural(po.header_of(entries).get("Plural-Forms", "")), len(entries), text.count("\n") + 1)


@lru_cache(maxsize=8)
def _parsed(content: bytes) -> tuple[Words, tuple[tuple[int, str], ...]]:
    """Read a catalogue, and name the lines that cannot be used, each with the reason; the same file is read once in a process."""
    text = _decode(content)
    _check_lines(text)
    try:
        entries = polib.pofile(text)
    except (OSError, ValueError, IndexError, KeyError) as error:
        found = re.search(r"line (\d+)", str(error))
        raise CatalogueError(int(found.group(1)) if found else 1, mark("This file is not written as gettext files are.")) from error
    header = entries.metadata.get("Plural-Forms", "")
    forms, problems = _usable([entry for entry in entries if not entry.obsolete], header)
    count = sum(not entry.obsolete for entry in entries)
    return Words(forms, _plural(header), count, text.count("\n") + 1), tuple(problems)


def _usable(entries: Sequence[polib.POEntry], header: str) -> tuple[dict[tuple[str, str], tuple[str, ...]], list[tuple[int, str]]]:
    """Return the words that can be shown, and the lines of those that cannot, each with the reason; of two entries for the same words the first counts."""
    stated = PLURAL_FORMS.match(header.replace("\n", " "))
    wanted = int(stated.group(1)) if stated else 1
    forms: dict[tuple[str, str], tuple[str, ...]] = {}
    seen: set[tuple[str, str]] = set()
    problems = []
    for entry in entries:
        key = (entry.msgctxt or "", entry.msgid)
        if key in seen:
            problems.append((entry.linenum, TWICE))
            continue
        seen.add(key)
        if entry.fuzzy or not entry.translated():
            continue
        words = tuple(entry.msgstr_plural[number] for number in sorted(entry.msgstr_plural)) if entry.msgid_plural else (entry.msgstr,)
        if not _places_fit(entry.msgid, entry.msgid_plural, words):
            problems.append((entry.linenum, mark("The places in braces differ from those of the English words.")))
        elif 1 < len(words) < wanted:
            problems.append((entry.linenum, FORM_MISSING))  # one form serves for all numbers, as many Kazakh files have it
        else:
            forms[key] = words
    return forms, problems


def _decode(content: bytes) -> str:
    """Decode strictly; the check keeps polib from taking the text for the name of a file to open."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CatalogueError(content[: error.start].count(b"\n") + 1, NOT_UTF8) from error
    if "\n" not in text or "msgid" not in text:
        raise CatalogueError(1, mark("This file holds no words."))
    return unicodedata.normalize("NFC", ODD_BREAKS.sub(" ", text.replace("\r\n", "\n")))


def check(text: str) -> None:
    """Raise CatalogueError for a text that no gettext tool would take."""
    if "\n" not in text or "msgid" not in text:
        raise CatalogueError(1, mark("This file holds no words."))
    _check_lines(text.removeprefix("\ufeff").replace("\r\n", "\n"))


def _check_lines(text: str) -> None:
    """Raise for the first line that no gettext tool writes: curly or forgotten quotes, marks of a merge, a file cut short."""
    last, last_line = "msgstr", 1
    for number, line in enumerate(text.split("\n"), 1):
        if BLANK.match(line) or COMMENT.match(line) or STRING.match(line):
            continue
        keyword = KEYWORD.match(line)
        if keyword is None:
            raise CatalogueError(number, mark("This line is neither a comment nor words in straight quotes."))
        if keyword.group(1) in {"msgctxt", "msgid"} and last in {"msgid", "msgid_plural"}:
            raise CatalogueError(last_line, CUT_SHORT)
        last, last_line = keyword.group(1), number
    if not last.startswith("msgstr"):
        raise CatalogueError(last_line, CUT_SHORT)


def _places_fit(english: str, plural: str, words: tuple[str, ...]) -> bool:
    """Tell whether each form has the places of the English words; the form for one may leave out its number."""
    allowed = set(PLACE.findall(english)) | set(PLACE.findall(plural))
    needed = allowed - {"n"} if plural else allowed
    return all(needed <= set(PLACE.findall(form)) <= allowed for form in words)


def _plural(header: str) -> Callable[[int], int]:
    """Return the rule that the header states, or that of English and Kazakh if it states none that can be used; no number makes it fail."""
    found = PLURAL_FORMS.match(header.replace("\n", " "))
    try:
        stated = c2py(found.group(2)) if found else _one_or_many
    except ValueError:
        return _one_or_many

    def rule(number: int) -> int:
        try:
            return max(0, stated(number))
        except ZeroDivisionError:
            return _one_or_many(number)

    return rule


def _one_or_many(number: int) -> int:
    return int(number != 1)


def extract(folder: Path) -> bytes:
    """Return the template of all words that the code and the templates under *folder* ask for; a template that cannot be read raises."""
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {
        "Project-Id-Version": "audio-guide",
        "Language": "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    found: dict[tuple[str, str], polib.POEntry] = {}
    for place, _, message, comments, context in sorted(_extracted(folder), key=lambda item: (item[0], item[1])):
        singular, plural = message[:2] if isinstance(message, tuple) else (message, "")
        entry = found.setdefault((context or "", singular), polib.POEntry(msgid=singular, msgid_plural=plural, msgctxt=context))
        if plural:
            entry.msgid_plural = plural
            entry.msgstr_plural = {0: "", 1: ""}
        if place not in {file for file, _ in entry.occurrences}:
            entry.occurrences.append((place, ""))
        entry.comment = "\n".join(dict.fromkeys([*entry.comment.splitlines(), *comments]))
    catalogue.extend(found.values())
    return (str(catalogue).rstrip("\n") + "\n").encode()


def _extracted(folder: Path) -> list[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    """Return the file, line, words, comments and context of all that is asked for."""
    found = [(path, kind) for kind, pattern in (("python", "**/*.py"), ("jinja2", "**/templates/**/*.html")) for path in folder.glob(pattern)]
    return [(path.relative_to(folder).as_posix(), *asked) for path, kind in found for asked in _asked_for(kind, path.read_bytes())]


@lru_cache(maxsize=1024)
def _asked_for(kind: str, content: bytes) -> tuple[tuple[int, str | tuple[str, ...], list[str], str | None], ...]:
    """Run Babel's extractor over one file, once in a process for the same content; the two kinds of file call the same functions with other arguments."""
    keywords, options = (PYTHON_KEYWORDS, {}) if kind == "python" else (TEMPLATE_KEYWORDS, TEMPLATE_OPTIONS)
    asked = babel_extract(kind, io.BytesIO(content), keywords=keywords, comment_tags=("TRANSLATORS:",), options=options, strip_comment_tags=True)
    return tuple(asked)
