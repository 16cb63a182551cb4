"""What the house knows of its nightly backup: who makes it, and how the last one ended; kept in the database, since workers and staff are elsewhere."""

from datetime import UTC, date, datetime, timedelta
from typing import Literal

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.publishing.models import HouseRule

KEY = "nightly-backup"
LONGEST = timedelta(hours=12)
"""Whoever has not ended by then is taken for dead."""


class Night(msgspec.Struct, frozen=True, kw_only=True):
    """The backup of one night."""

    night: date
    state: Literal["running", "made", "failed"]
    at: datetime
    host: str
    message: str = ""
    """Why it failed, in English."""


async def last(session: AsyncSession) -> Night | None:
    """Return how the last backup stands, or None if none was ever made by itself."""
    value = await session.scalar(select(HouseRule.value).where(HouseRule.key == KEY))
    return None if value is None else msgspec.convert(value, Night)


async def tell(session: AsyncSession, night: Night) -> None:
    """Write down how a backup stands."""
    row = await session.scalar(select(HouseRule).where(HouseRule.key == KEY))
    value = msgspec.to_builtins(night)
    if row is None:
        session.add(HouseRule(key=KEY, value=value))
    else:
        row.value = value


async def claim(session: AsyncSession, night: date, host: str) -> bool:
    """Take over a night's backup unless another machine is at one; *host* vouches that nobody else on it is."""
    now, before = datetime.now(UTC), await last(session)
    if before is not None and before.state == "running" and before.host != host and now - before.at < LONGEST:
        return False
    await tell(session, Night(night=night, state="running", at=now, host=host))
    return True
