"""The interface's words as translators work on them: see all of one language, change one, bring a file up to what the code asks for."""

import contextlib
import fcntl
import hashlib
import os
import secrets
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from audio_guide.kit import plurals, po
from audio_guide.kit.catalogues import ODD_BREAKS, PLACE, CatalogueError, Signature, check, signature
from audio_guide.kit.errors import BadInputError, ConflictError, NotFoundError, UnavailableError, mark

LONGEST = 5000
FILE = Path("LC_MESSAGES") / "messages.po"
TEMPLATE = "messages.pot"
DATE = "%Y-%m-%d %H:%M+0000"


class WordsChangedError(ConflictError):
    """Somebody else translated the same words meanwhile; *theirs* is what stands in the file."""

    def __init__(self, theirs: tuple[str, ...]) -> None:
        super().__init__(mark("Somebody translated these words while you did. Yours are kept below; look at both and save again."))
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class Message:
    """Words of the interface in one language, as a translator sees them."""

    key: po.Key
    plural: str
    forms: tuple[str, ...]
    places: tuple[str, ...]
    notes: tuple[str, ...]
    fuzzy: bool
    previous: str
    line: int

    @property
    def id(self) -> str:
        """A short name for forms and addresses."""
        return hashlib.sha256("\x04".join(self.key).encode()).hexdigest()[:12]

    @property
    def state(self) -> str:
        """Whether it is done, fuzzy (needs work) or untranslated."""
        if not (self.forms and all(self.forms)):
            return "untranslated"
        return "fuzzy" if self.fuzzy else "done"

    @property
    def seen(self) -> str:
        """A digest of the translation, by which a form knows what its writer saw."""
        return hashlib.sha256("\x00".join(self.forms).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All words of one language."""

    language: str
    header: dict[str, str]
    messages: tuple[Message, ...]

    def count(self, state: str) -> int:
        """Return how many messages are in a state."""
        return sum(message.state == state for message in self.messages)

    @property
    def changed(self) -> int:
        """How many messages have other English words than those they were translated from."""
        return sum(bool(message.previous) for message in self.messages)

    @property
    def examples(self) -> tuple[tuple[int, ...], ...]:
        """For each plural form some numbers that take it."""
        return plurals.examples(self.header.get("Plural-Forms", ""), self.language)


def _read(file: Path) -> str:
    with file.open(encoding="utf-8", newline="") as opened:
        return opened.read()


def _entries(file: Path) -> Sequence[po.Entry]:
    try:
        return _entries_then(file, signature(file))
    except (OSError, UnicodeDecodeError):
        return ()


@lru_cache(maxsize=16)
def _entries_then(file: Path, _: Signature) -> tuple[po.Entry, ...]:
    """Return the entries of a file as it was when it had this signature; the board asks for all languages at each look."""
    return tuple(po.entries_of(po.lines_of(_read(file))))


def sheet(folder: Path, language: str) -> Sheet:
    """Return what the code asks for with what a language's file says; words that only the file has are left out."""
    entries = _entries(folder / language / FILE)
    have: dict[po.Key, po.Entry] = {}
    for entry in entries:
        if not entry.obsolete and entry.key[1]:
            have.setdefault(entry.key, entry)  # of two the first counts, as for visitors
    wanted = [entry for entry in _entries(folder / TEMPLATE) if entry.key[1]] or list(have.values())
    header = po.header_of(entries)
    count = len(plurals.examples(header.get("Plural-Forms", ""), language))
    return Sheet(language, header, tuple(_message(one, have.get(one.key), count) for one in wanted))


def _message(wanted: po.Entry, have: po.Entry | None, count: int) -> Message:
    forms = have.forms if have is not None else ()
    forms = (*forms, *[""] * count)[:count] if wanted.plural else (*forms, "")[:1]
    fuzzy, previous, line = (have.fuzzy, have.previous, have.line) if have is not None else (False, "", 0)
    return Message(wanted.key, wanted.plural, forms, wanted.places, wanted.notes, fuzzy, previous, line)


def checked(message: Message, forms: Sequence[str]) -> tuple[str, ...]:
    """Return a translation as it is kept; raises BadInputError for what would not work in a page."""
    tidy = tuple(ODD_BREAKS.sub(" ", unicodedata.normalize("NFC", form).replace("\r\n", "\n")).replace("\x00", "").strip(" \t") for form in forms)
    if len(tidy) != len(message.forms) or (any(tidy) and not all(tidy)):
        raise BadInputError("Every plural form needs words, or none of them.")
    allowed = set(PLACE.findall(message.key[1])) | set(PLACE.findall(message.plural))
    needed = allowed - {"n"} if message.plural else allowed
    for form in filter(None, tidy):
        if len(form) > LONGEST:
            raise BadInputError("These words are too long.")
        got = set(PLACE.findall(form))
        if missing := sorted(needed - got):
            raise BadInputError("These places are missing in your words: {places}. The guide fills them.", places=", ".join(f"{{{name}}}" for name in missing))
        if strange := sorted(got - allowed):
            raise BadInputError("The English words do not have these places: {places}.", places=", ".join(f"{{{name}}}" for name in strange))
        if form.endswith("\n") != message.key[1].endswith("\n") or form.startswith("\n") != message.key[1].startswith("\n"):
            raise BadInputError("Your words and the English ones must begin and end alike: with a new line, or without.")
    return tidy


def save(folder: Path, language: str, message_id: str, seen: str, forms: Sequence[str], who: str) -> Message:  # noqa: PLR0913, PLR0917 -- where, which, and what
    """Write one translation into its file as Poedit would: its lines, the date and the name change, all else stays.

    Raises NotFoundError, BadInputError, WordsChangedError if the file says something else than *seen* by now, UnavailableError.
    """
    file = folder / language / FILE
    if not file.exists():
        create(folder, language, language)
    try:
        with _alone(file.parent):
            message = next((one for one in sheet(folder, language).messages if one.id == message_id), None)
            if message is None:
                raise NotFoundError("These words are not asked for any more.")
            tidy = checked(message, forms)
            if message.seen != seen:
                raise WordsChangedError(message.forms)
            if tidy != message.forms or message.fuzzy or message.previous:
                before = _read(file)
                _write(file, _with(before, message, tidy, who), before)
            return message
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConflictError("Line {line} of this file is broken, so nothing can be saved into it. Correct it first.", line=line) from error
    except OSError as error:
        raise UnavailableError("The file of these words cannot be written here. Ask whoever runs this computer.") from error


def _with(text: str, message: Message, forms: Sequence[str], who: str) -> str:
    """Return a file's text with one translation changed or added; raises ConflictError for a file that is broken now."""
    try:
        check(text)
    except CatalogueError as error:
        raise ConflictError("Line {line} of this file is broken, so nothing can be saved into it. Correct it first.", line=error.line) from error
    lines = po.lines_of(text)
    entry = next((one for one in po.entries_of(lines) if one.key == message.key and not one.obsolete), None)
    if entry is not None:
        lines[entry.first : entry.last] = po.with_forms(lines, entry, forms)
    else:
        while lines and not lines[-1].strip():
            lines.pop()
        lines += ["", *entry_lines(message.key, message.plural, forms, message.places, message.notes)]
    stamped = po.with_header(lines, {"PO-Revision-Date": datetime.now(UTC).strftime(DATE), "Last-Translator": who})
    return po.joined(stamped, text)


def entry_lines(key: po.Key, plural: str, forms: Sequence[str], places: Sequence[str], notes: Sequence[str]) -> list[str]:
    """Return the lines of a new entry."""
    return [
        *(f"#. {note}" for note in notes),
        *([f"#: {' '.join(places)}"] if places else []),
        *(po.quoted("msgctxt", key[0]) if key[0] else []),
        *po.quoted("msgid", key[1]),
        *(po.quoted("msgid_plural", plural) if plural else []),
        *po.said(forms, plural=bool(plural)),
    ]


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other processes of the guide from writing into a folder meanwhile; the lock goes with the process that holds it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _write(file: Path, text: str, before: str | None) -> None:
    """Put a file in its place whole; one that Poedit saved since it was read stays."""
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
            if before is not None:
                os.fchmod(out.fileno(), file.stat().st_mode & 0o777)
        if before is not None and _read(file) != before:
            raise ConflictError("The file of these words was saved by another program just now. Save again.")
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def create(folder: Path, language: str, team: str) -> None:
    """Make the file of a language from the template, with the plural forms that the language has; one that is there stays. Raises UnavailableError."""
    file = folder / language / FILE
    if file.exists():
        return
    header = {
        "Project-Id-Version": "audio-guide",
        "PO-Revision-Date": datetime.now(UTC).strftime(DATE),
        "Last-Translator": "audio-guide",
        "Language-Team": team,
        "Language": language.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plurals.expected(language),
    }
    head = ['msgid ""', 'msgstr ""', *(po.quoted("", f"{name}: {value}\n")[0].strip() for name, value in header.items())]
    count = len(plurals.examples(header["Plural-Forms"], language))
    body = [
        line
        for entry in _entries(folder / TEMPLATE)
        if entry.key[1]
        for line in ("", *entry_lines(entry.key, entry.plural, [""] * (count if entry.plural else 1), entry.places, entry.notes))
    ]
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, po.joined([*head, *body]), None)
    except OSError as error:
        raise UnavailableError("The file of these words cannot be written here. Ask whoever runs this computer.") from error
