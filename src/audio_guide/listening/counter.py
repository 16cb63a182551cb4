"""Counting in memory: a visitor's page never waits for it and never fails by it; every few seconds the sums go to the database."""

import asyncio
import contextlib
import logging
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy.exc import SQLAlchemyError

from audio_guide.kit.db import Database
from audio_guide.kit.errors import AudioGuideError
from audio_guide.listening import service

WHAT = ("scan", "start", "half", "end", "failed", "dead", "unpublished")
"""A sign was scanned; sound began, reached its middle, its end, could not be loaded; a code or number led nowhere, or to a stop that is not published."""
HEARD = frozenset(WHAT[1:5])
"""What only the visitor's browser can tell."""
FLUSH_SECONDS = 3.0
MOST_DEAD = 200
"""How many different dead codes of a day a process remembers by name; the others are counted together, so nobody can fill the table."""
OTHERS = "…"
MOST_SUMS = 50_000
DEAD = re.compile(r"[0-9A-Z]{1,8}|№[0-9]{1,6}")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Event:
    """What is counted: nothing in it tells one visitor from another."""

    what: str
    about: str
    wanted: str
    got: str = ""
    track: str = ""


def today() -> date:
    """Return the museum's day."""
    return datetime.now(UTC).astimezone().date()


@dataclass(slots=True)
class Gate:
    """Lets so many through in a second, with some in stock; one for all visitors, since telling them apart would take an identifier."""

    a_second: float = 50.0
    stock: float = 300.0
    clock: Callable[[], float] = time.monotonic
    left: float = 300.0
    seen: float = 0.0

    def open(self) -> bool:
        """Return whether one more may come in now."""
        now = self.clock()
        self.left, self.seen = min(self.stock, self.left + max(0.0, now - self.seen) * self.a_second), now
        if self.left < 1:
            return False
        self.left -= 1
        return True


@dataclass(slots=True)
class Counts:
    """The sums of one process that are not in the database yet."""

    day: Callable[[], date] = today
    sums: Counter[tuple[date, Event]] = field(default_factory=Counter)
    dead: set[tuple[date, str]] = field(default_factory=set)
    gate: Gate = field(default_factory=Gate)
    """For what visitors' browsers send."""
    asleep: bool = False
    """Whether the database did not take the last sums; it is said once."""

    def add(self, event: Event) -> None:
        """Count something; never waits, never raises, never grows without bound."""
        key = (self.day(), event)
        if key in self.sums or len(self.sums) < MOST_SUMS:
            self.sums[key] += 1

    def add_dead(self, typed: str, language: str) -> None:
        """Count a code, or a number with its sign №, that leads nowhere; what looks like neither is not kept as it was typed."""
        day, plain = self.day(), typed.strip().upper()
        if not DEAD.fullmatch(plain) or ((day, plain) not in self.dead and len(self.dead) >= MOST_DEAD):
            plain = OTHERS
        else:
            self.dead = {known for known in self.dead if known[0] == day} | {(day, plain)}
        self.add(Event("dead", plain, language))

    async def flush(self, database: Database) -> None:
        """Add the sums to the database in one transaction; what it does not take is kept for the next time."""
        if not self.sums:
            return
        taken, self.sums = self.sums, Counter()
        try:
            async with database.write() as session:
                await service.add_up(session, [(day, event.what, event.about, event.wanted, event.got, event.track, n) for (day, event), n in taken.items()])
        except (AudioGuideError, SQLAlchemyError):
            self.sums.update(taken)
            if not self.asleep:
                log.exception("the counts could not be written; they are kept for the next try")
            self.asleep = True
        else:
            self.asleep = False

    async def keep(self, database: Database, ended: asyncio.Event) -> None:
        """Go on writing every few seconds, and once more when it has ended; a write is never broken off, or its sums would count twice."""
        while not ended.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), FLUSH_SECONDS)
            await self.flush(database)

    @asynccontextmanager
    async def counting(self, database: Database) -> AsyncIterator[None]:
        """Write every few seconds while the block runs, and once more at its end."""
        ended = asyncio.Event()
        keeping = asyncio.create_task(self.keep(database, ended))
        try:
            yield
        finally:
            ended.set()
            await keeping
