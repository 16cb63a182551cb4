"""Leases on a worker's name: who holds one lives, and whoever can take it knows that its holder is dead."""

import contextlib
import fcntl
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from audio_guide.kit.db import sync_url


@contextlib.contextmanager
def alone(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold a file's lock while the block runs; without *wait* it gives False where another process holds it. The kernel frees it however a process ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


class FileLease:
    """A lock on a file beside the SQLite database; the kernel frees it when the process dies."""

    def __init__(self, database: Path) -> None:
        self._folder = database.with_name(database.name + ".workers")
        self._folder.mkdir(parents=True, exist_ok=True)
        self._held: list[BinaryIO] = []

    def hold(self, executor: str) -> bool:
        """Take the lease for the life of this process."""
        file = (self._folder / executor).open("wb")
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._held.append(file)
        return True

    def alive(self) -> bool:
        """The kernel keeps a file's lock as long as we live."""
        return True

    def close(self) -> None:
        """Give the lease back."""
        for file in self._held:
            Path(file.name).unlink(missing_ok=True)
            file.close()
        self._held.clear()

    @contextlib.contextmanager
    def try_take(self, executor: str) -> Iterator[bool]:
        """Hold a dead worker's lease while its jobs are handed on, then remove its file."""
        path = self._folder / executor
        with path.open("wb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True
            path.unlink(missing_ok=True)


SILENCE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}
"""After how long a silent line to PostgreSQL counts as broken (seconds, the last in milliseconds), so that nobody waits for a machine that is gone."""


class AdvisoryLease:
    """A session's advisory lock in PostgreSQL; the server frees it when the connection breaks."""

    def __init__(self, url: str) -> None:
        self._engine: Engine = create_engine(sync_url(url), poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=SILENCE)
        self._held: list[Connection] = []

    @staticmethod
    def _key(executor: str) -> int:
        return int.from_bytes(hashlib.sha256(executor.encode()).digest()[:8], "big", signed=True)

    def hold(self, executor: str) -> bool:
        """Take the lease on a connection that stays open."""
        connection = self._engine.connect()
        taken = bool(connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key(executor)}))
        self._held.append(connection)
        return taken

    def close(self) -> None:
        """Give the lease back."""
        for connection in self._held:
            with contextlib.suppress(SQLAlchemyError):
                connection.close()
        self._held.clear()
        self._engine.dispose()

    def alive(self) -> bool:
        """Tell whether the connection that holds our lease still stands."""
        try:
            return all(connection.scalar(text("SELECT 1")) == 1 for connection in self._held)
        except SQLAlchemyError:
            return False

    @contextlib.contextmanager
    def try_take(self, executor: str) -> Iterator[bool]:
        """Hold a dead worker's lease while its jobs are handed on."""
        with self._engine.connect() as connection:
            yield bool(connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key(executor)}))
