"""The commands ``backup`` and ``restore``: a folder that holds all that a museum cannot make again, taken while the guide runs, and its way back.

A backup is whole or not there: it is put together under another name and gets its own when every byte is on the disk and was read again.
"""

import asyncio
import contextlib
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import msgspec
from advanced_alchemy.base import UUIDv7AuditBase
from sqlalchemy import Connection, select, text

from audio_guide.house import House, open_house, undisturbed
from audio_guide.kit import migrations
from audio_guide.kit.db import Database, create_sync_engine, sqlite_path
from audio_guide.kit.errors import BadInputError, ConflictError, StorageFullError
from audio_guide.kit.media import FULL, LocalMedia
from audio_guide.kit.storage import open_store
from audio_guide.kit.whole import flush_folder, make_folder, put_together
from audio_guide.migrating import migrate
from audio_guide.publishing.sweeping import named
from audio_guide.settings import Settings

settings_of = click.make_pass_decorator(Settings)
DATABASE, MEDIA, LOCALES, MANIFEST = "guide.sqlite3", "media", "locales", "manifest.json"
ROWS_AT_ONCE = 200
PIECE = 1024 * 1024
ROOM_LEFT = 64 * 1024 * 1024
THERE_ALREADY = "{folder} is there already. Name a folder that does not exist yet."
NO_DATABASE = "There is no database at {path} yet, so there is nothing to back up."
DAMAGED_DATABASE = "The database is damaged: {found}. Nothing was backed up; keep the backups that you have."
DAMAGED_FILE = "The file {name} is missing or damaged. Run “audio-guide doctor”, repair it, then back up."
NO_BACKUP = "{folder} is no backup: it has no manifest that can be read."
DAMAGED_BACKUP = "This backup is damaged at {name}. It was not brought back; use another one."
NOT_EMPTY = "{place} is not empty, and nothing is written over. Restore into an empty database and an empty media store."


class Manifest(msgspec.Struct, frozen=True):
    """What a backup holds: the SHA-256 of every file but this one."""

    made_at: str
    version: str
    revision: str
    """Which migration the database is at."""
    files: dict[str, str]


@click.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A folder that does not exist yet.")
@settings_of
def backup(settings: Settings, out: Path) -> None:
    """Copy everything that cannot be made again into a new folder, while the guide runs."""
    manifest = asyncio.run(back_up(settings, out))
    click.echo(f"{out}: {len(manifest.files)} files, checked")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@settings_of
def restore(settings: Settings, folder: Path) -> None:
    """Bring a backup back into a database and a media store that are empty."""
    manifest = asyncio.run(bring_back(settings, folder))
    click.echo(f"The museum of {manifest.made_at} is there again. Look with “audio-guide doctor”, then start the guide.")


async def back_up(settings: Settings, out: Path) -> Manifest:
    """Make a backup; raises ConflictError if the folder is there already, BadInputError if what is copied is damaged, StorageFullError."""
    out = await asyncio.to_thread(_new_folder, out)
    with undisturbed(settings, wait=True), put_together(out) as beside:
        shutil.rmtree(beside, ignore_errors=True)
        make_folder(beside)
        async with open_house(settings) as house:
            await asyncio.to_thread(_copy_database, settings.database_url, beside / DATABASE)
            for name in sorted(await _files_of(beside / DATABASE)):
                await asyncio.to_thread(_copy_media, house, name, beside / MEDIA)
        await asyncio.to_thread(_copy_words, Path(settings.locales_dir), beside / LOCALES)
        return await asyncio.to_thread(_seal, beside)


def _new_folder(out: Path) -> Path:
    """Return where a backup shall lie; raises ConflictError."""
    out = out.absolute()
    if out.exists():
        raise ConflictError(THERE_ALREADY, folder=out)
    return out


def _copy_database(url: str, target: Path) -> None:
    """Copy the rows as they are at one moment into an SQLite file, from either database, and look whether it is sound."""
    if (path := sqlite_path(url)) is not None:
        if not path.exists():
            raise BadInputError(NO_DATABASE, path=path)
        with _readable(), contextlib.closing(sqlite3.connect(path, isolation_level=None)) as source:
            source.execute("PRAGMA busy_timeout=30000")
            source.execute("VACUUM INTO ?", (str(target),))
    else:
        migrations.upgrade(f"sqlite:///{target}")
        copy_rows(url, f"sqlite:///{target}")
    with _readable(), contextlib.closing(sqlite3.connect(target, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without companions
        found = [*copy.execute("PRAGMA integrity_check(1)"), *copy.execute("PRAGMA foreign_key_check")]
    if found != [("ok",)]:
        raise BadInputError(DAMAGED_DATABASE, found=found[0])


@contextlib.contextmanager
def _readable() -> Iterator[None]:
    """Turn SQLite's own errors into sentences."""
    try:
        yield
    except sqlite3.Error as error:
        raise (StorageFullError(FULL) if "full" in str(error) else BadInputError(DAMAGED_DATABASE, found=error)) from error


def copy_rows(source_url: str, target_url: str) -> None:
    """Copy all rows of ours from one database into another that has the same, empty tables; the source is read as it is at one moment.

    Jobs are not copied: what waits for its sound is found and wanted again by the next worker.
    """
    options: dict[str, Any] = {} if sqlite_path(source_url) is not None else {"isolation_level": "REPEATABLE READ"}
    source, target = create_sync_engine(source_url, **options), create_sync_engine(target_url)
    try:
        with source.connect() as reading, target.begin() as writing:
            tables = UUIDv7AuditBase.metadata.sorted_tables
            for table in reversed(tables):
                writing.execute(table.delete())  # the migrations may have put first rows there
            for table in tables:
                rows = reading.execution_options(yield_per=ROWS_AT_ONCE).execute(select(table).order_by(*table.primary_key))
                for few in rows.mappings().partitions(ROWS_AT_ONCE):
                    writing.execute(table.insert(), [dict(row) for row in few])
    finally:
        source.dispose()
        target.dispose()


async def _files_of(database: Path) -> set[str]:
    """Return the media that a snapshot names, whether an edition shows them or the staff still works with them."""
    snapshot = Database(f"sqlite:///{database}")
    try:
        async with snapshot.read() as session:
            return await named(session)
    finally:
        await snapshot.close()


def _copy_media(house: House, name: str, folder: Path) -> None:
    """Bring a file into the backup, by a link where it lies on the same disk; raises BadInputError if it is missing or damaged."""
    target = folder / name[:2] / name
    target.parent.mkdir(parents=True, exist_ok=True)
    info = house.media.head(name)
    if info is None or not house.media.verify(name):
        raise BadInputError(DAMAGED_FILE, name=name)
    if isinstance(house.media, LocalMedia):
        with contextlib.suppress(OSError):  # another disk, or one without links
            os.link(house.media.path(name), target)
            return
    if shutil.disk_usage(folder).free < info.size + ROOM_LEFT:
        raise StorageFullError(FULL)
    with target.open("wb") as file:
        for at in range(0, info.size, PIECE):
            file.write(house.media.read(name, at, min(at + PIECE, info.size)))


def _copy_words(source: Path, target: Path) -> None:
    """Copy the interface's words, which a museum may have changed."""
    for path in sorted(source.rglob("*.po")):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)


def _seal(folder: Path) -> Manifest:
    """Bring every byte to the disk and write down what each file must be."""
    files = {path.relative_to(folder).as_posix(): path for path in sorted(_all_files(folder))}
    with contextlib.closing(sqlite3.connect(f"file:{folder / DATABASE}?mode=ro", uri=True)) as database:
        (revision,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = Manifest(made_at, version("audio-guide"), revision, {name: _flushed_digest(path) for name, path in files.items()})
    place = folder / MANIFEST
    place.write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
    _flushed_digest(place)
    for path in {folder, *(path for path in folder.rglob("*") if path.is_dir())}:
        flush_folder(path)
    return manifest


def _all_files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _flushed_digest(path: Path) -> str:
    with path.open("rb") as file:
        os.fsync(file.fileno())
        return hashlib.file_digest(file, "sha256").hexdigest()


def look_at(folder: Path) -> Manifest:
    """Return what a backup holds after reading every byte of it; raises BadInputError if it is none, or not what it was."""
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise BadInputError(NO_BACKUP, folder=folder) from error
    for name, digest in manifest.files.items():
        path = folder / name
        if not path.is_file() or path.is_symlink() or _flushed_digest(path) != digest:
            raise BadInputError(DAMAGED_BACKUP, name=name)
    return manifest


async def bring_back(settings: Settings, folder: Path) -> Manifest:
    """Restore a backup into empty places; raises ConflictError if something is there already, BadInputError if the backup is damaged."""
    manifest = await asyncio.to_thread(look_at, folder)
    await asyncio.to_thread(_is_empty, settings)
    store = open_store(settings.media_url)
    for name in (name for name in manifest.files if name.startswith(f"{MEDIA}/")):
        path = folder / name
        kept = await asyncio.to_thread(store.put_file, path, path.name.partition(".")[2])
        if kept != path.name:
            raise BadInputError(DAMAGED_BACKUP, name=name)
    await asyncio.to_thread(_bring_words, folder, manifest, Path(settings.locales_dir))
    await asyncio.to_thread(_bring_database, settings, folder / DATABASE)
    return manifest


def _is_empty(settings: Settings) -> None:
    """Raise ConflictError if there is a database with rows, or a file in the media store: nothing is ever written over."""
    if next(iter(open_store(settings.media_url).names()), None) is not None:
        raise ConflictError(NOT_EMPTY, place=settings.media_url)
    if (path := sqlite_path(settings.database_url)) is not None:
        if path.exists():
            raise ConflictError(NOT_EMPTY, place=path)
        return
    engine = create_sync_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            if _has_tables(connection):
                raise ConflictError(NOT_EMPTY, place="The database")
    finally:
        engine.dispose()


def _has_tables(connection: Connection) -> bool:
    return bool(connection.scalar(text("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")))


def _bring_words(folder: Path, manifest: Manifest, target: Path) -> None:
    """Bring the museum's words back; those of a newer version that the backup does not have stay."""
    for name in (name for name in manifest.files if name.startswith(f"{LOCALES}/")):
        place = target / Path(name).relative_to(LOCALES)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / name, place)


def _bring_database(settings: Settings, source: Path) -> None:
    """Put the database in its place, last of all, and bring it to what this version needs."""
    path = sqlite_path(settings.database_url)
    beside = path.with_name(f".{path.name}.restoring") if path is not None else Path(settings.data_dir).absolute() / f".{DATABASE}.restoring"
    make_folder(beside.parent)
    try:
        shutil.copyfile(source, beside)
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        if path is not None:
            beside.replace(path)
            flush_folder(path.parent)
        else:
            migrations.upgrade(f"sqlite:///{beside}")  # a backup of an earlier version has other tables
            migrations.upgrade(settings.database_url)
            copy_rows(f"sqlite:///{beside}", settings.database_url)
    finally:
        for left in (beside, *beside.parent.glob(f"{beside.name}-*")):
            left.unlink(missing_ok=True)
    migrate(settings)
