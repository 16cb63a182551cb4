"""A folder that translators save to: each saved file is taken over once, whole or not at all, and a report is written beside it."""

import asyncio
import contextlib
import fcntl
import hashlib
import logging
import os
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError

from audio_guide.accounts import service as accounts
from audio_guide.house import House
from audio_guide.kit.errors import AudioGuideError, mark
from audio_guide.kit.i18n import Catalogues
from audio_guide.kit.languages import FIRST, Register, meant
from audio_guide.kit.whole import write_whole
from audio_guide.speech.wishes import request_each
from audio_guide.tours.exchange import files, importing
from audio_guide.tours.exchange.deciding import Outcome
from audio_guide.tours.languages import known

LOOK_SECONDS = 1.0
ENDINGS = {".po", ".xlf", ".xliff"}
REPORT = ".report.txt"
AUTHOR = "folder"
SAYS = {
    "new": "New", "changed": "Changed", "left-out": "Left out on purpose", "confirmed": "Confirmed as it is", "unchanged": "Unchanged",
    "conflict": "Changed in the file and in the guide: the guide’s words stay, the file’s become a suggestion", "rejected": "Refused: kept as a suggestion",
    "needs-work": "Needs work: kept, not shown to visitors", "unknown": "There is no such text any more: kept as a suggestion",
    "copied": "Still the words of the source: taken as not translated",
}  # fmt: skip
"""As the staff's pages say it."""
MISSING = mark("Entries that were sent and are not in this file: {n}. Their texts stay in the guide as they are.")
NOTHING, WAITS = mark("Nothing was taken over."), mark("The guide cannot save this yet. It is tried again by itself.")
FAULT = mark("This file meets a fault of the guide. The log says more; other files are not concerned.")
WAITED_FOR = (OSError, OperationalError, InterfaceError, TimeoutError)
"""What passes by itself: the disk, the database."""
_LANGUAGE = re.compile(rb"""(?:^"Language:\s*|target-language\s*=\s*["']|trgLang\s*=\s*["'])([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)""", re.MULTILINE)
log = logging.getLogger(__name__)
Signature = tuple[int, int]
Say = Callable[..., str]


def english(message: str, /, **places: object) -> str:
    """Say a sentence of the guide as the code has it."""
    return message.format(**places) if places else message


@dataclass(slots=True)
class Seen:
    """What the last looks found: each file as it lay there, and as it was when it was settled, with its report."""

    lying: dict[Path, Signature] = field(default_factory=dict)
    settled: dict[Path, tuple[Signature, Signature | None]] = field(default_factory=dict)


def told(outcomes: Sequence[Outcome], unchanged: int, missing: int = 0, say: Say = english) -> list[str]:
    """Return what became of a file, entry by entry, in lines."""
    lines = [say(MISSING, n=missing)] if missing else []
    for one in outcomes:
        lines.append(f"{say('line {line}', line=one.line)}: {one.key}: {say(SAYS[one.kind])}")
        if one.behind:
            lines.append(f"  {say('The source has changed since this was translated')}")
        lines += [f"  {say(finding.message_id, **finding.places)}" for finding in one.findings]
        if one.kind == "conflict":
            lines += [f"  {say('In the guide now')}: {one.here}", f"  {say('In the file')}: {one.words}"]
    return [*lines, f"{say('Unchanged')}: {unchanged}"]


async def take_over(  # noqa: PLR0913 -- a file, whose it is, and how it is told
    house: House, data: bytes, name: str, author: str, *, try_only: bool = False, say: Say = english
) -> list[str]:
    """Take over a translator's file in one transaction; returns what became of each entry, in lines. With *try_only* nothing is changed."""
    file = await asyncio.to_thread(files.read, data)
    async with house.database.write() as session:
        row = await importing.receive(session, file, importing.Sender(author, name), (await known(session)).written)
        if try_only:
            seen = await importing.preview(session, row)
            await session.rollback()
            return told(seen.told, seen.counts["unchanged"], seen.missing, say)
        seen = await importing.apply(session, row, author)
        await request_each(session, house.jobs, house.voices, seen.scripts)
        await accounts.record(session, author, "texts-imported", name[:300], row.language)
    return [f"import {row.id}", *told(seen.told, seen.counts["unchanged"], seen.missing, say)]


def _read(path: Path) -> bytes | None:
    """Return a file's bytes, or None if it is a link, is being exchanged, or was taken over as it is."""
    try:
        if path.is_symlink():
            return None
        data = path.read_bytes()
    except OSError:
        return None
    return None if _content(path.with_name(path.name + REPORT)).partition("\n")[0] == _title(data) else data


def _title(data: bytes) -> str:
    return f"File {hashlib.sha256(data).hexdigest()}"


async def look(house: House, folder: Path, seen: Seen) -> int:
    """Take over what was saved since the last look and lies still; the files themselves are never touched. Returns how many were taken over or refused.

    What is wrong with one file stands in its report, and the others go on.
    """
    done = 0
    for path, signature in (await asyncio.to_thread(_signatures, folder)).items():
        still, seen.lying[path] = seen.lying.get(path) == signature, signature
        report = path.with_name(path.name + REPORT)
        if not still or seen.settled.get(path) == (signature, await asyncio.to_thread(_signature, report)):
            continue
        data = await asyncio.to_thread(_read, path)
        if data is None or await _taken(house, path, data):
            done += data is not None
            seen.settled[path] = (signature, await asyncio.to_thread(_signature, report))
    return done


async def _taken(house: House, path: Path, data: bytes) -> bool:
    """Take one file over and write its report; False if it has to be tried again."""
    say, title = await _speaker(house, data), _title(data)
    try:
        lines = await take_over(house, data, path.name, AUTHOR, say=say)
    except AudioGuideError as error:
        title = title if error.status < 500 else ""
        lines = [say(NOTHING), say(error.message_id, **error.places)]
    except WAITED_FOR:
        log.exception("a file in the translators' folder waits: %s", path.name)
        title, lines = "", [say(NOTHING), say(WAITS)]
    except Exception:  # whatever is wrong with one file, the others are taken
        log.exception("a file in the translators' folder cannot be taken: %s", path.name)
        lines = [say(NOTHING), say(FAULT)]
    text = "\n".join([*([title] if title else []), *lines, ""])
    report = path.with_name(path.name + REPORT)
    if title or await asyncio.to_thread(_content, report) != text:
        await asyncio.to_thread(write_whole, report, text.encode())
    return bool(title)


async def _speaker(house: House, data: bytes) -> Say:
    """Return what says sentences in the language into which a file was translated, as far as its bytes tell it."""
    found = _LANGUAGE.search(data[:20_000].replace(b"\x00", b""))
    register = Register()
    with contextlib.suppress(SQLAlchemyError):
        async with house.database.read() as session:
            register.learn(await known(session))
    language = meant(found.group(1).decode(), register.now.written) if found is not None else FIRST
    catalogues = await asyncio.to_thread(Catalogues, Path(house.settings.locales_dir), register=register)
    return lambda message, /, **places: catalogues.gettext(language, message, **places)


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _signatures(folder: Path) -> dict[Path, Signature]:
    found = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in ENDINGS and not path.name.startswith("."):
            signature = _signature(path)
            if signature is not None:
                found[path] = signature
    return found


def _signature(path: Path) -> Signature | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


async def watch(house: House, folder: Path) -> None:
    """Go on looking; of several processes one looks, and another takes over when it is gone."""
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    handle = os.open(folder / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
    seen = Seen()
    try:
        while True:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                try:
                    await look(house, folder, seen)
                except Exception:  # a folder that is gone today may be there tomorrow
                    log.exception("the translators' folder waits")
            await asyncio.sleep(LOOK_SECONDS)
    finally:
        os.close(handle)


@asynccontextmanager
async def watched(house: House) -> AsyncIterator[None]:
    """Watch the folder of the settings while the block runs, if there is one."""
    if not house.settings.exchange_dir:
        yield
        return
    task = asyncio.create_task(watch(house, Path(house.settings.exchange_dir)))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
