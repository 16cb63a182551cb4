"""What is found out from the words of scripts and kept for as long as these words stand: a page over a thousand stops need not read all of them again."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.tours.models import Script

T = TypeVar("T")
AT_ONCE = 500
"""Scripts whose words are asked for by name in one question; beyond, all are read, which is one plain pass."""


class Written(NamedTuple):
    """Which words of a script are meant: those of this moment and revision, and what stands with them in other rows."""

    id: UUID
    revision: int
    at: datetime
    beside: str = ""


class Remembered(Generic[T]):
    """Something that is found out from a script's title, its body and what stands beside them; one process has one for each use, and its memory has a limit."""

    def __init__(self, find_out: Callable[[str, str, str], T], most: int = 20_000) -> None:
        self._find_out = find_out
        self._most = most
        self._kept: dict[UUID, tuple[Written, T]] = {}

    async def of(self, session: AsyncSession, wanted: Iterable[Written]) -> dict[UUID, T]:
        """Return it for each script; the words of those that are not known yet are read."""
        found: dict[UUID, T] = {}
        missing: dict[UUID, Written] = {}
        for one in wanted:
            kept = self._kept.get(one.id)
            if kept is not None and kept[0] == one:
                found[one.id] = kept[1]
            else:
                missing[one.id] = one
        if missing:
            query = select(Script.id, Script.title, Script.body)
            rows = await session.execute(query.where(Script.id.in_(missing)) if len(missing) <= AT_ONCE else query)
            for script_id, title, body in rows:
                if script_id in missing:
                    found[script_id] = self._keep(missing[script_id], self._find_out(title, body, missing[script_id].beside))
        return found

    def _keep(self, written: Written, value: T) -> T:
        """Keep it; where there is no room what was kept first goes."""
        self._kept.pop(written.id, None)
        if len(self._kept) >= self._most:
            del self._kept[next(iter(self._kept))]
        self._kept[written.id] = (written, value)
        return value
