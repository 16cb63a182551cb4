"""Rows that are read again and again by pages over a thousand stops: what is made of them is made once, for as long as they say the same.

Nothing here can be out of date: the rows are read each time, as the driver gives them, and compared as a whole;
only the work in Python that follows from them is left out where they are what they were.
"""

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from typing import Any, Generic, TypeAlias, TypeVar, cast

import msgspec
from sqlalchemy import JSON, Dialect, Float, Numeric, Select, Text, select, type_coerce
from sqlalchemy import cast as sql_cast
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import NULLTYPE, TypeEngine

T = TypeVar("T")
Query: TypeAlias = "Select[*tuple[Any, ...]]"
Read: TypeAlias = Callable[[Any], Any]
ROOM = 1_000
"""Rows that are remembered beside twice as many as were ever read at once; the memory of a process has a limit."""


class Rows(Generic[T]):
    """What *make* makes of the columns of each row, in their order; a row that says the same again is the same object again."""

    def __init__(self, make: Callable[..., T], *columns: InstrumentedAttribute[Any]) -> None:
        self._make = make
        self._columns = columns
        self._query: Query = select(*(_plain(column) for column in columns))
        self._readers: dict[str, Sequence[Read]] = {}
        self._made: dict[tuple[Any, ...], T] = {}
        self._last: list[T] = []
        self._largest = 0

    async def of(self, session: AsyncSession, narrow: Callable[[Query], Query] = lambda query: query) -> list[T]:
        """Return it for every row, or for those of a narrower question; the same list again, which nobody may change, where all are the same."""
        await session.flush()  # what this session has changed itself counts, too
        connection = await session.connection()
        rows = list(map(tuple, await connection.execute(narrow(self._query))))
        self._largest = max(self._largest, len(rows))
        made = self._made
        if any(row not in made for row in rows):
            self._add(rows, connection.dialect)
        found, last = [made[row] for row in rows], self._last
        if found == last:
            return last
        self._last = found
        return found

    def _add(self, rows: Sequence[tuple[Any, ...]], dialect: Dialect) -> None:
        """Make what is missing; when there is no room, rows that nobody asked for now are forgotten."""
        if len(self._made) + len(rows) > 2 * self._largest + ROOM:
            asked = set(rows)
            for row in [row for row in self._made if row not in asked]:
                del self._made[row]
        if dialect.name not in self._readers:
            self._readers[dialect.name] = [_reader(column.type, dialect) for column in self._columns]
        readers = self._readers[dialect.name]
        for row in rows:
            if row not in self._made:
                self._made[row] = self._make(*(read(value) for read, value in zip(readers, row, strict=True)))


def _plain(column: InstrumentedAttribute[Any]) -> Any:
    """Ask for a column's value as the driver has it; JSON as its text, since a dictionary cannot be looked up."""
    return type_coerce(sql_cast(column, Text), NULLTYPE) if isinstance(column.type, JSON) else type_coerce(column, NULLTYPE)


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> Read:
    """Return what makes a driver's value the one that the models have."""
    if isinstance(kind, JSON):
        return _decoded
    if isinstance(kind, (Float, Numeric)):
        return lambda number: number  # both drivers give numbers, and PostgreSQL's would ask of which kind a column is
    process = kind.dialect_impl(dialect).result_processor(dialect, None)
    return cast("Read", process) if process is not None else lambda value: value


@lru_cache(maxsize=1_000)
def _decoded(text: str | None) -> Any:
    """Decode JSON; rows that have the same share one object, which nobody may change."""
    return None if text is None else msgspec.json.decode(text)


class Made(Generic[T]):
    """What follows from some parts, kept for as long as none of them is another."""

    def __init__(self, most: int = 100) -> None:
        self._most = most
        self._kept: dict[Hashable, tuple[tuple[object, ...], T]] = {}

    def find(self, key: Hashable, parts: tuple[object, ...]) -> T | None:
        """Return what was made of just these parts for *key*, or None; parts are compared by value, those that are the same object at once."""
        kept = self._kept.get(key)
        return kept[1] if kept is not None and kept[0] == parts else None

    def keep(self, key: Hashable, parts: tuple[object, ...], made: T) -> T:
        """Keep what was made of these parts in place of what was made for *key* before, and return it."""
        self._kept.pop(key, None)
        if len(self._kept) >= self._most:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = (parts, made)
        return made
