"""Alembic's migrations, run from the project itself: no ini file, no command line of its own."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from advanced_alchemy.types import GUID
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, text

from audio_guide.kit import leases
from audio_guide.kit.db import create_sync_engine, metadata_without_jobs, sqlite_path

MIGRATING = 0x6775696465  # "guide" as a number
"""The key of the lock that a process holds in PostgreSQL while it changes the tables."""


def folder() -> Path:
    """Return where the migrations lie: inside the installed package, or beside ``src`` in a checkout."""
    packaged = Path(__file__).parents[1] / "migrations"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder()))
    config.set_main_option("file_template", "%%(year)d-%%(month).2d-%%(day).2d-%%(slug)s")
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database to *revision*."""
    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Take the database back to *revision* ("base": empty)."""
    _run(url, lambda config: command.downgrade(config, revision))


def revision(url: str, message: str) -> None:
    """Write a new migration from the difference between the models and the database."""
    _run(url, lambda config: command.revision(config, message, autogenerate=True))


@contextlib.contextmanager
def alone(url: str) -> Iterator[None]:
    """Wait until no other process brings this database up to date, and keep others waiting while the block runs."""
    if (path := sqlite_path(url)) is not None:
        with leases.alone(path.with_name(f"{path.name}.migrating")):
            yield
        return
    engine = create_sync_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATING})
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": MIGRATING})
    finally:
        engine.dispose()


def _run(url: str, work: Callable[[Config], object]) -> None:
    if (path := sqlite_path(url)) is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_sync_engine(url)
    config = _config()
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            work(config)
    finally:
        engine.dispose()


def type_differs(_context: MigrationContext, _column: object, _model_column: object, _found: object, wanted: object) -> bool | None:
    """Let Alembic compare all types but our ids, which SQLite reports as numbers though it keeps their bytes."""
    return False if isinstance(wanted, GUID) else None


def differences(url: str, metadata: MetaData) -> list[object]:
    """Return how the database differs from the models; empty when the migrations are complete."""
    engine = create_sync_engine(url)
    try:
        with engine.connect() as connection:
            options = {"include_name": lambda name, kind, _parents: metadata_without_jobs(name, kind), "compare_type": type_differs}
            return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))
    finally:
        engine.dispose()
