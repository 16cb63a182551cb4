"""How far the making of sound is, how long it will take, and how it is called off."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.speech.models import Narration
from audio_guide.tours.models import Script

UNDER_WAY = ("wanted", "running")
LAST = 100
"""Narrations that the pace is told from."""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """All sound that is being made or waits for its turn."""

    recordings: int
    done: int
    sentences: int
    """Sentences spoken, and all of them, of these recordings."""
    seconds: float | None
    """About how long the rest takes; None if nothing was ever made from which it could be told."""


async def under_way(session: AsyncSession) -> UnderWay:
    """Return what is being made now, of all tours and languages."""
    query = select(func.count(), func.coalesce(func.sum(Narration.done), 0), func.coalesce(func.sum(Narration.total), 0)).where(Narration.state.in_(UNDER_WAY))
    count, done, total = (await session.execute(query)).one()
    return UnderWay(count, done, total, await seconds_for(session, total - done))


async def seconds_for(session: AsyncSession, sentences: int) -> float | None:
    """Return about how many seconds speaking so many sentences takes on this museum's machines, told from the last that were spoken; None if there are none."""
    query = (
        select(Narration.began_at, Narration.ended_at, Narration.total)
        .where(Narration.state == "ready", Narration.total > 0, Narration.began_at.is_not(None), Narration.ended_at.is_not(None))
        .order_by(Narration.ended_at.desc())
        .limit(LAST)
    )
    rows = (await session.execute(query)).all()
    spoken = sum(row.total for row in rows)
    return sentences * _busy((row.began_at, row.ended_at) for row in rows) / spoken if spoken else None


def _busy(spans: Iterable[tuple[datetime, datetime]]) -> float:
    """Return how many seconds at least one of some spans of time covers."""
    busy, until = 0.0, None
    for began, ended in sorted(spans):
        begin = began if until is None else max(began, until)
        if ended > begin:
            busy += (ended - begin).total_seconds()
            until = ended
    return busy


async def watched(session: AsyncSession, known: Collection[UUID], since: datetime | None = None) -> Sequence[Narration]:
    """Return the narrations that are under way, and those that somebody saw before: the *known* ones, and any that moved *since* their page was made."""
    seen = [Narration.id.in_(known)] if since is None else [Narration.id.in_(known), Narration.updated_at >= since]
    return (await session.scalars(select(Narration).where(or_(Narration.state.in_(UNDER_WAY), *seen)))).all()


async def call_off(session: AsyncSession, *, language: str | None = None, script_id: UUID | None = None) -> int:
    """Stop what is being made and what waits, all or of one language or script; what exists stays as it is. Returns how many were called off."""
    wanted: list[ColumnElement[bool]] = [Narration.state.in_(UNDER_WAY)]
    if language is not None:
        wanted.append(Narration.script_id.in_(select(Script.id).where(Script.language == language)))
    if script_id is not None:
        wanted.append(Narration.script_id == script_id)
    result = await session.execute(update(Narration).where(*wanted).values(state="dropped").returning(Narration.id))
    return len(result.all())


async def narration_under_way(session: AsyncSession, script: Script) -> Narration | None:
    """Return the narration of a script that waits or is being made; there is one at most."""
    return await session.scalar(select(Narration).where(Narration.script_id == script.id, Narration.state.in_(UNDER_WAY)))
