"""The database: one writer and many readers on SQLite, the same code on PostgreSQL.

On SQLite a transaction that may write takes the write lock when it begins (a read that turns into a write cannot wait for it),
all writing of a process goes through one connection, and readers have their own that cannot write.
"""

import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from advanced_alchemy.base import orm_registry
from advanced_alchemy.types import GUID
from sqlalchemy import JSON, Dialect, Engine, create_engine, event, make_url
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from audio_guide.kit.errors import StorageFullError, UnavailableError, mark

LEAST_SQLITE = (3, 51, 3)
BUSY_MILLISECONDS = 5000
NEXT_TO_NOTHING = 1024 * 1024
FULL = mark("The disk is full. Nothing was lost; free some space and try again.")
AWAY = mark("The database is busy or cannot be reached. Nothing was lost; try again in a moment.")
Json = JSON().with_variant(JSONB(), "postgresql")
"""A JSON column; advanced-alchemy's own JsonB does not load with SQLAlchemy 2.1."""


class Id(GUID):
    """The id of a row: the same bytes become the same object, since one page of a thousand stops reads some twenty thousand of them."""

    cache_ok = True

    def process_result_value(self, value: bytes | str | UUID | None, dialect: Dialect) -> UUID | None:
        """Return what SQLite gives as bytes as an id; PostgreSQL gives ids."""
        return _id(value) if isinstance(value, bytes) else super().process_result_value(value, dialect)


@lru_cache(maxsize=65_536)
def _id(value: bytes) -> UUID:
    return UUID(bytes=value)


orm_registry.update_type_annotation_map({UUID: Id})


def async_url(url: str) -> URL:
    """Return *url* with the asynchronous driver that the project uses; raises ValueError for another database."""
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return parsed.set(drivername="sqlite+aiosqlite")
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    message = f"The database must be SQLite or PostgreSQL, not {backend}."
    raise ValueError(message)


def sync_url(url: str) -> URL:
    """Return *url* for the synchronous driver that jobs and migrations use."""
    parsed = async_url(url)
    return parsed.set(drivername="sqlite" if parsed.get_backend_name() == "sqlite" else "postgresql+psycopg")


def sqlite_path(url: str) -> Path | None:
    """Return the SQLite file of *url*, or None for PostgreSQL."""
    parsed = make_url(url)
    return Path(parsed.database).absolute() if parsed.get_backend_name() == "sqlite" and parsed.database else None


def _prepare_sqlite(engine: Engine, *, writes: bool) -> None:
    """Set up each new connection and begin transactions by ourselves, since the driver begins them too late."""
    if sqlite3.sqlite_version_info < LEAST_SQLITE:
        message = f"SQLite {sqlite3.sqlite_version} can corrupt this database; 3.51.3 or newer is needed. Install pysqlite3 0.6.1 or newer."
        raise RuntimeError(message)

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={BUSY_MILLISECONDS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "trusted_schema=OFF",
            "temp_store=MEMORY",
            f"journal_size_limit={64 * 1024 * 1024}",
            *(() if writes else ("query_only=ON",)),
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def create_sync_engine(url: str, **options: Any) -> Engine:
    """Create an engine for migrations and for the job library, set up as ours are."""
    engine = create_engine(sync_url(url), **options)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, writes=True)
    return engine


class Database:
    """The two engines of a process and the one rule of sessions: one request or job, one transaction."""

    def __init__(self, url: str) -> None:
        self.url = url
        target = async_url(url)
        shown: dict[str, Any] = {"hide_parameters": True, "json_deserializer": msgspec.json.decode}
        if (path := sqlite_path(url)) is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.writer: AsyncEngine = create_async_engine(target, **shown, pool_size=1, max_overflow=0, pool_timeout=30)
            self.reader: AsyncEngine = create_async_engine(target, **shown, pool_size=4, max_overflow=4)
            _prepare_sqlite(self.writer.sync_engine, writes=True)
            _prepare_sqlite(self.reader.sync_engine, writes=False)
        else:
            self.writer = self.reader = create_async_engine(target, **shown, pool_size=4, max_overflow=8, pool_pre_ping=True)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """Give a session whose work is committed at the end, or undone whole if anything is raised."""
        async with self._session(self.writer) as session, session.begin():
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Give a session for reading only."""
        async with self._session(self.reader) as session:
            yield session

    @asynccontextmanager
    async def _session(self, engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
        try:
            async with AsyncSession(engine, expire_on_commit=False) as session:
                yield session
        except OperationalError as error:
            raise readable(error) from error

    async def close(self) -> None:
        """Close all connections."""
        await self.writer.dispose()
        await self.reader.dispose()


def readable(error: OperationalError) -> Exception:
    """Turn the driver's complaint into one that a person can read; what is a defect of ours stays as it is."""
    text = str(error.orig).lower()
    if "full" in text or "no space" in text:
        return StorageFullError(FULL)
    if "locked" in text or "connection" in text:
        return UnavailableError(AWAY)
    return error


def trouble(url: str, error: SQLAlchemyError) -> str:
    """Say at the command line why the database cannot be used, and what to do; the driver's own text stays inside."""
    said = readable(error) if isinstance(error, OperationalError) else error
    if not isinstance(said, SQLAlchemyError):
        return str(said)
    path = sqlite_path(url)
    # Where nothing at all is free, SQLite cannot even open the file and calls that by other names.
    if path is not None and path.parent.is_dir() and shutil.disk_usage(path.parent).free < NEXT_TO_NOTHING:
        return FULL
    text = str(getattr(error, "orig", "")).lower()
    if "no such table" in text or "does not exist" in text:
        return "The database is none of this version's. Run “audio-guide migrate”, then the same again."
    if "unable to open" in text or "readonly" in text:
        return f"The database file {path} cannot be opened or written. Look at the rights of the file and its folder."
    return f"The database cannot be used ({type(error).__name__}). Run “audio-guide doctor”."


DBOS_TABLES = frozenset(
    {
        "application_versions", "dbos_migrations", "event_dispatch_kv", "notifications", "operation_outputs", "queues", "streams", "workflow_events",
        "workflow_events_history", "workflow_input", "workflow_output", "workflow_schedules", "workflow_status",
    }
)  # fmt: skip
"""The job library's tables, which it makes and changes by itself; in SQLite they stand beside ours."""


def metadata_without_jobs(name: str | None, kind: str) -> bool:
    """Tell Alembic which tables are ours."""
    return kind != "table" or name not in DBOS_TABLES
