"""A folder that translators save to: each saved file is taken over once, whole or not at all, and a report is written beside it."""

import asyncio
import contextlib
import fcntl
import hashlib
import logging
import os
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from audio_guide.accounts import service as accounts
from audio_guide.house import House
from audio_guide.kit.errors import AudioGuideError
from audio_guide.speech.tasks import request_each
from audio_guide.tours.exchange import files, importing
from audio_guide.tours.exchange.deciding import Outcome
from audio_guide.tours.languages import known

LOOK_SECONDS = 1.0
ENDINGS = {".po", ".xlf", ".xliff"}
REPORT = ".report.txt"
AUTHOR = "folder"
SAYS = {
    "new": "translated now", "changed": "changed", "left-out": "left out on purpose", "confirmed": "confirmed as it is", "unchanged": "unchanged",
    "conflict": "CONFLICT: both changed; the guide's words stay, yours are kept as a suggestion", "rejected": "REFUSED; kept as a suggestion",
    "needs-work": "marked as needing work; kept, not shown", "unknown": "there is no such text any more; kept",
}  # fmt: skip
log = logging.getLogger(__name__)
Signature = tuple[int, int]


def told(outcomes: Sequence[Outcome], unchanged: int) -> list[str]:
    """Return what became of a file, entry by entry, in lines."""
    lines = []
    for one in outcomes:
        lines.append(f"line {one.line}: {one.key}: {SAYS[one.kind]}{'; the source has changed since' if one.behind else ''}")
        lines += [f"  {finding.message_id.format(**finding.places)}" for finding in one.findings]
        if one.kind == "conflict":
            lines += [f"  the guide: {one.here}", f"  the file:  {one.words}"]
    return [*lines, f"{unchanged} unchanged"]


async def take_over(house: House, data: bytes, name: str, author: str, *, try_only: bool = False) -> list[str]:
    """Take over a translator's file in one transaction; returns what became of each entry, in lines. With *try_only* nothing is changed."""
    file = await asyncio.to_thread(files.read, data)
    async with house.database.write() as session:
        row = await importing.receive(session, file, importing.Sender(author, name), (await known(session)).written)
        if try_only:
            seen = await importing.preview(session, row)
            await session.rollback()
            return told(seen.told, seen.counts["unchanged"])
        seen = await importing.apply(session, row, author)
        await request_each(session, house.jobs, house.voices, seen.scripts)
        await accounts.record(session, author, "texts-imported", name[:300], row.language)
    return [f"import {row.id}", *told(seen.told, seen.counts["unchanged"])]


def write_whole(path: Path, text: str) -> None:
    """Write a file so that whoever reads it sees all of it or what was there before."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _read(path: Path) -> bytes | None:
    """Return a file's bytes, or None if it is a link, is being exchanged, or was taken over as it is."""
    try:
        if path.is_symlink():
            return None
        data = path.read_bytes()
        report = path.with_name(path.name + REPORT)
        first = report.read_text(encoding="utf-8").partition("\n")[0] if report.exists() else ""
    except (OSError, UnicodeDecodeError):
        return None
    return None if first == _title(data) else data


def _title(data: bytes) -> str:
    return f"File {hashlib.sha256(data).hexdigest()}"


async def look(house: House, folder: Path, seen: dict[Path, Signature]) -> int:
    """Take over what was saved since the last look and lies still; the files themselves are never touched. Returns how many were taken over."""
    done = 0
    for path, signature in (await asyncio.to_thread(_signatures, folder)).items():
        still = seen.get(path) == signature
        seen[path] = signature
        data = await asyncio.to_thread(_read, path) if still else None
        if data is None:
            continue
        try:
            lines = await take_over(house, data, path.name, AUTHOR)
        except AudioGuideError as error:
            if error.status >= 500:
                raise
            lines = [f"Nothing was taken over. {error}"]
        await asyncio.to_thread(write_whole, path.with_name(path.name + REPORT), "\n".join([_title(data), *lines, ""]))
        done += 1
    return done


def _signatures(folder: Path) -> dict[Path, Signature]:
    found = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in ENDINGS and not path.name.startswith("."):
            with contextlib.suppress(OSError):
                status = path.stat()
                found[path] = (status.st_mtime_ns, status.st_size)
    return found


async def watch(house: House, folder: Path) -> None:
    """Go on looking; of several processes one looks, and another takes over when it is gone."""
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    handle = os.open(folder / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
    seen: dict[Path, Signature] = {}
    try:
        while True:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                try:
                    await look(house, folder, seen)
                except (AudioGuideError, SQLAlchemyError, OSError):
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
