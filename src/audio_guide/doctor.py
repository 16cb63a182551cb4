"""Is everything there that the guide needs? Each finding is a sentence, good or bad."""

import shutil
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from advanced_alchemy.base import UUIDv7AuditBase
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from audio_guide.accounts import second_factor
from audio_guide.accounts import service as accounts
from audio_guide.house import House
from audio_guide.kit import migrations
from audio_guide.kit.db import LEAST_SQLITE, sqlite_path, trouble
from audio_guide.kit.errors import AudioGuideError
from audio_guide.kit.media import LocalMedia
from audio_guide.publishing import backups
from audio_guide.publishing import service as publishing
from audio_guide.speech import human
from audio_guide.tours.languages import known

LEAST_FREE = 512 * 1024 * 1024
LATEST = timedelta(hours=50)
"""A nightly backup that is older is missing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    good: bool
    what: str


async def examine(house: House) -> list[Finding]:
    """Look at the database, the storage, the voices and what is published."""
    findings = [_sqlite()] if sqlite_path(house.settings.database_url) is not None else []
    findings.append(Finding(house.media.usable(), f"media are kept in {house.settings.media_url}"))
    findings += _disks(house)
    try:
        findings.append(_migrated(house))
        findings += await _database(house)
        findings += await _seal(house)
        findings += await _backup(house)
        findings += await _voices(house)
        findings += await _media(house)
    except AudioGuideError as error:
        findings.append(Finding(good=False, what=str(error)))
    except SQLAlchemyError as error:
        findings.append(Finding(good=False, what=trouble(house.settings.database_url, error)))
    return findings


def _disks(house: House) -> list[Finding]:
    """Look at the room on every disk that the guide writes to."""
    places = {"the data": Path(house.settings.data_dir)}
    if isinstance(house.media, LocalMedia):
        places = {"the media": house.media.root, **places}
    if (database := sqlite_path(house.settings.database_url)) is not None:
        places = {"the database": database.parent, **places}
    disks: dict[int, list[str]] = {}
    free: dict[int, int] = {}
    for what, folder in places.items():
        there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
        disk = there.stat().st_dev
        disks.setdefault(disk, []).append(what)
        free[disk] = shutil.disk_usage(there).free
    return [Finding(free[disk] > LEAST_FREE, f"{free[disk] // 1024 // 1024} MB are free on the disk of {', '.join(names)}") for disk, names in disks.items()]


def _sqlite() -> Finding:
    return Finding(sqlite3.sqlite_version_info >= LEAST_SQLITE, f"SQLite {sqlite3.sqlite_version}")


def _migrated(house: House) -> Finding:
    differences = migrations.differences(house.settings.database_url, UUIDv7AuditBase.metadata)
    return Finding(not differences, "the database has the tables of this version" if not differences else "the database needs “audio-guide migrate”")


async def _database(house: House) -> list[Finding]:
    """Ask SQLite itself whether the file is sound."""
    if sqlite_path(house.settings.database_url) is None:
        return []
    async with house.database.read() as session:
        answer = await session.scalar(text("PRAGMA quick_check(1)"))
    return [Finding(answer == "ok", "the database file is sound" if answer == "ok" else f"the database file is damaged: {answer}")]


async def _seal(house: House) -> list[Finding]:
    """Look at the file of the secret key, and whether it opens what it sealed."""
    file = house.settings.secret_file
    if house.seal.open_to_others:
        return [Finding(good=False, what=f"the secret key in {file} may be read by others: chmod 600 {file}")]
    async with house.database.read() as session:
        closed = [person.login for person in await accounts.people(session) if not second_factor.opens(person, house.seal)]
    if closed:
        return [Finding(good=False, what=f"the secret key in {file} does not open the second factor of {', '.join(closed)}: users invite --without-code")]
    return [Finding(good=True, what=f"the secret key is kept in {file}")] if house.seal.file.exists() else []


async def _backup(house: House) -> list[Finding]:
    """Look how the last nightly backup went, where the house makes them."""
    if not house.settings.backup_dir:
        return []
    async with house.database.read() as session:
        night = await backups.last(session)
    if night is None:
        return [Finding(good=True, what="no nightly backup was made yet; the first comes when a worker runs at night")]
    if night.state == "failed":
        return [Finding(good=False, what=f"the backup of {night.night} has failed: {night.message}")]
    late = datetime.now(UTC) - night.at > LATEST
    return [Finding(good=not late, what=f"the last nightly backup is of {night.night}{', and none was made since' if late else ''}")]


async def _voices(house: House) -> list[Finding]:
    findings: list[Finding] = []
    async with house.database.read() as session:
        written = (await known(session)).written
    for language in written:
        async with house.database.read() as session:
            try:
                voice = await house.voices.of(session, language)
            except AudioGuideError as error:
                findings.append(Finding(good=False, what=str(error)))
            else:
                findings.append(Finding(good=True, what=f"{language} is spoken by {voice.name} ({voice.quality})"))
    return findings


async def _media(house: House) -> list[Finding]:
    """Check the bytes of every file that the public may ask for."""
    async with house.database.read() as session:
        shelf = await publishing.load_shelf(session)
        takes = await human.files(session)
    lost = [name for name in sorted(takes) if not house.media.verify(name)]
    if lost:
        return [Finding(good=False, what=f"what people have read is missing or damaged; send it again on the pages of sound: {', '.join(lost)}")]
    bad = [name for name in sorted(shelf.media()) if not house.media.verify(name)]
    if bad:
        return [Finding(good=False, what=f"missing or damaged; “audio-guide narrate --all” and “publish” make them again: {', '.join(bad)}")]
    return [Finding(good=True, what=f"{len(shelf.media())} published files are there and whole")]
