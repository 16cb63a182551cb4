"""One writer, many readers, and errors that a person can read."""

import asyncio
import sqlite3
import subprocess

import pytest
from advanced_alchemy.base import UUIDv7AuditBase
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from audio_guide.kit import migrations
from audio_guide.kit.db import Database, async_url, readable
from audio_guide.kit.errors import StorageFullError, UnavailableError
from audio_guide.tours.models import Tour
from tests.conftest import settings_in
from tests.servers import warm


@pytest.fixture
async def database(settings):
    """Return a migrated database."""
    opened = Database(settings.database_url)
    yield opened
    await opened.close()


def test_our_own_sqlite_is_sound():
    """Python's sqlite3 is the one without the WAL-reset corruption."""
    assert sqlite3.sqlite_version_info >= (3, 51, 3)


async def test_connections_are_set_up(database):
    """Writers and readers run in WAL mode with full synchronisation and foreign keys; readers cannot write."""
    found = []
    for engine in (database.writer, database.reader):
        async with engine.connect() as connection:
            found.append(
                [(await connection.execute(text(f"PRAGMA {name}"))).scalar() for name in ("journal_mode", "synchronous", "foreign_keys", "query_only")]
            )

    assert [["wal", 2, 1, 0], ["wal", 2, 1, 1]] == found


async def test_a_reader_cannot_write(database):
    """Writing in a reading session fails instead of quietly working."""
    with pytest.raises(OperationalError, match="readonly"):
        async with database.read() as session:
            session.add(Tour(slug="x"))
            await session.flush()


async def test_an_error_undoes_the_whole_transaction(database):
    """What was written before an error in the same transaction is not kept."""
    with pytest.raises(RuntimeError):
        async with database.write() as session:
            session.add(Tour(slug="x"))
            await session.flush()
            raise RuntimeError
    async with database.read() as session:
        assert (await session.scalars(select(Tour))).all() == []


async def test_many_writers_wait_for_each_other(database):
    """A hundred writers at once all succeed, since they queue for one connection."""

    async def write(number):
        async with database.write() as session:
            session.add(Tour(slug=f"t{number}"))

    await asyncio.gather(*map(write, range(100)))
    async with database.read() as session:
        assert 100 == len((await session.scalars(select(Tour))).all())


async def test_a_database_that_somebody_holds_is_said(settings, monkeypatch):
    """When another process keeps the database locked, the answer is a sentence and a status for trying again."""
    monkeypatch.setattr("audio_guide.kit.db.BUSY_MILLISECONDS", 100)
    database = Database(settings.database_url)
    holder = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(UnavailableError, match="Nothing was lost"):
            async with database.write() as session:
                session.add(Tour(slug="x"))
    finally:
        holder.close()
        await database.close()


def test_a_full_disk_is_said():
    """The driver's words for a full disk become ours."""
    error = readable(OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full")))

    assert (StorageFullError, 507) == (type(error), error.status)


@pytest.mark.parametrize("url", ["mysql://x/y", "oracle://x/y"])
def test_other_databases_are_refused(url):
    """Only SQLite and PostgreSQL are offered."""
    with pytest.raises(ValueError, match="SQLite or PostgreSQL"):
        async_url(url)


def test_processes_that_start_at_once_migrate_one_after_the_other(tmp_path):
    """While one process brings the database up to date another waits, and finds it done then."""
    settings = settings_in(tmp_path)
    with migrations.alone(settings.database_url):
        waiting = warm(settings, "migrate")
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(3)
        left_alone = not (tmp_path / "guide.sqlite3").exists()

    assert (True, 0) == (left_alone, waiting.wait(120))
    assert [] == migrations.differences(settings.database_url, UUIDv7AuditBase.metadata)
