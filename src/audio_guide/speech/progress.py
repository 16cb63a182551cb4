"""How far the making of sound is, how long it will take, and how it is called off."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.speech.models import Narration, WaySound
from audio_guide.tours.models import Script, Stop
from audio_guide.tours.writing import sentences_in

UNDER_WAY = ("wanted", "running")
ENDED = ("ready", "failed", "dropped")
CODE_LETTERS = MARK_LETTERS = 4
MOST_WATCHED = 600
"""Stops that one page can watch; an address has a longest length."""
LAST = 100
"""Narrations that the pace is told from."""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """All sound that is being made or waits for its turn."""

    recordings: int
    done: int
    sentences: int
    """Sentences spoken, and all of them, of these recordings; those of ways are told from their length, and spoken at once."""
    seconds: float | None
    """About how long the rest takes; None if nothing was ever made from which it could be told."""


async def under_way(session: AsyncSession) -> UnderWay:
    """Return what is being made now, of all tours and languages, stops and ways."""
    query = select(func.count(), func.coalesce(func.sum(Narration.done), 0), func.coalesce(func.sum(Narration.total), 0)).where(Narration.state.in_(UNDER_WAY))
    count, done, total = (await session.execute(query)).one()
    ways = (await session.scalars(select(WaySound.words).where(WaySound.state.in_(UNDER_WAY)))).all()
    total += sum(map(sentences_in, ways))
    return UnderWay(count + len(ways), done, total, await seconds_for(session, total - done))


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


class Step(NamedTuple):
    """How far the sound of a text is."""

    id: UUID
    script_id: UUID
    code: str
    """Of its stop."""
    state: str
    attempt: int
    done: int


async def steps(session: AsyncSession, codes: Collection[str]) -> Sequence[Step]:
    """Return how far the sound of some stops is: what is being made, and all that ever was."""
    if not codes:
        return []
    columns = (Narration.id, Narration.script_id, Stop.code, Narration.state, Narration.attempt, Narration.done)
    query = select(*columns).join(Script, Script.id == Narration.script_id).join(Stop, Stop.id == Script.stop_id).where(Stop.code.in_(codes))
    return [Step(*row) for row in (await session.execute(query)).all()]


async def marks(session: AsyncSession, codes: Collection[str] | None = None) -> dict[str, str]:
    """Return for each stop that ever had sound wanted a few letters that are others as soon as anything has ended or was wanted since.

    No clock tells it: every wish counts one attempt more, and between two wishes a narration ends once at most.
    """
    counts = [func.sum(case((Narration.state == state, 1), else_=0)) for state in ENDED]
    query = select(Stop.code, func.sum(Narration.attempt), *counts).join(Script, Script.id == Narration.script_id).join(Stop, Stop.id == Script.stop_id)
    rows = (await session.execute((query if codes is None else query.where(Stop.code.in_(codes))).group_by(Stop.code))).all()
    return {code: _mark(list(map(int, figures))) for code, *figures in rows}


def _mark(figures: Sequence[int]) -> str:
    return urlsafe_b64encode(hashlib.sha256(repr(figures).encode()).digest())[:MARK_LETTERS].decode()


def seen(codes: Iterable[str], marked: Mapping[str, str]) -> str:
    """Return what a page knows of its stops, for its address of progress; *marked* was read before anything else on the page."""
    return "".join(code + marked.get(code, "0" * MARK_LETTERS) for code in list(dict.fromkeys(codes))[:MOST_WATCHED])


def known(text: str) -> dict[str, str]:
    """Return the marks by stop as such an address has them."""
    width = CODE_LETTERS + MARK_LETTERS
    few = text[: width * MOST_WATCHED]
    return {few[at : at + CODE_LETTERS]: few[at + CODE_LETTERS : at + width] for at in range(0, len(few), width)}


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
