"""A backup every night, made by a worker in a process of its own; the newest are kept, and whoever looks after the house is told when it fails."""

import asyncio
import contextlib
import logging
import os
import re
import shutil
import socket
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from audio_guide.house import House
from audio_guide.kit.errors import AudioGuideError
from audio_guide.kit.leases import alone
from audio_guide.publishing import backups
from audio_guide.publishing.backups import Night

HOUR = 3
"""A night's backup is made from this hour on, by the machine's clock; if no worker runs then, as soon as one does."""
FIRST_SECONDS, LOOK_SECONDS = 60.0, 300.0
AGAIN = timedelta(hours=1)
"""After a failure it is tried again after this."""
MAKING = ".making"
NAME = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
LONGEST_MESSAGE = 500
log = logging.getLogger(__name__)


def night_of(now: datetime) -> date:
    """Return the night to which a moment belongs: before the hour it is still the one before."""
    return (now - timedelta(hours=HOUR)).date()


def _place(folder: str, night: date) -> Path:
    return Path(folder).absolute() / night.isoformat()


async def keep_backing_up(house: House, first: float = FIRST_SECONDS) -> None:
    """Look now and then whether the night's backup is there, until cancelled; without a folder in the settings nothing is done."""
    if not house.settings.backup_dir:
        return
    await asyncio.sleep(first)
    while True:
        try:
            await back_up_tonight(house, datetime.now().astimezone())
        except (AudioGuideError, SQLAlchemyError, OSError):  # the next look tries again
            log.exception("could not look after the nightly backup")
        await asyncio.sleep(LOOK_SECONDS)


async def back_up_tonight(house: House, now: datetime) -> bool:
    """Make the backup of a night unless it is there or somebody is at it; returns whether one was made."""
    night = night_of(now)
    out = _place(house.settings.backup_dir, night)
    folder = out.parent
    if await asyncio.to_thread(out.exists):
        return False
    with contextlib.ExitStack() as held:
        try:
            # Of the workers of this machine one holds the lock; the kernel frees it however a process ends.
            if not held.enter_context(alone(folder / MAKING, wait=False)):
                return False
        except OSError as error:
            return await _ended(house, night, f"{folder} cannot be used: {error.strerror}.")
        async with house.database.read() as session:
            before = await backups.last(session)
        if before is not None and (before.night, before.state) == (night, "failed") and datetime.now(UTC) - before.at < AGAIN:
            return False
        async with house.database.write() as session:
            if not await backups.claim(session, night, socket.gethostname()):
                return False
        await asyncio.to_thread(_remove_unfinished, folder)
        return await _ended(house, night, await _make(house, out), folder)


async def _make(house: House, out: Path) -> str:
    """Make a backup in a process of its own, which ends with us; returns why it failed, or ""."""
    command = (sys.executable, "-m", "audio_guide", "backup", "--out", str(out))
    environment = {**os.environ, **house.settings.to_environment()}
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, env=environment, stdin=asyncio.subprocess.DEVNULL, stdout=pipe, stderr=pipe)
    try:
        _, said = await process.communicate()
    except asyncio.CancelledError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise
    if process.returncode == 0 or await asyncio.to_thread(out.exists):  # somebody's child whose worker died may have been quicker
        return ""
    lines = said.decode(errors="replace").strip().splitlines() or [f"The backup ended with the status {process.returncode}."]
    return lines[-1].removeprefix("audio-guide: ")[:LONGEST_MESSAGE]


async def _ended(house: House, night: date, message: str, folder: Path | None = None) -> bool:
    """Write down how it ended, for staff and doctor; where it went well the oldest go."""
    if message:
        log.error("the backup of the night failed: %s", message)
    elif folder is not None:
        await asyncio.to_thread(remove_old, folder, house.settings.backup_keep)
    state = Night(night=night, state="failed" if message else "made", at=datetime.now(UTC), host=socket.gethostname(), message=message)
    async with house.database.write() as session:
        await backups.tell(session, state)
    return not message


def remove_old(folder: Path, keep: int) -> None:
    """Remove all nightly backups but the newest; what has another name is somebody's own."""
    ours = sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name) and (path / "manifest.json").is_file())
    for path in ours[: -max(1, keep)]:
        going = path.with_name(f".{path.name}.removed")
        path.rename(going)  # what is half removed must not look like a backup
        shutil.rmtree(going, ignore_errors=True)


def _remove_unfinished(folder: Path) -> None:
    """Remove what an end in the middle left; backups that are being made by hand have other names."""
    for path in folder.glob(".*"):
        if NAME.fullmatch(path.name.removeprefix(".").removesuffix(".unfinished").removesuffix(".removed")):
            shutil.rmtree(path, ignore_errors=True)
