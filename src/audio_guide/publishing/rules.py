"""The rules that this house set for itself; an admin changes them on the page of the settings."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.publishing.models import HouseRule

SECOND_PERSON = "second-person"


@dataclass(frozen=True, slots=True)
class Rules:
    """What this house decided."""

    second_person: bool = False
    """Whoever saved a text last, or sent the recording of it, may not be the one who approves its sound."""


async def rules(session: AsyncSession) -> Rules:
    """Return the rules as they are now."""
    value = await session.scalar(select(HouseRule.value).where(HouseRule.key == SECOND_PERSON))
    return Rules(second_person=bool(value and value.get("on")))


async def set_rules(session: AsyncSession, wanted: Rules) -> None:
    """Change the rules; what was approved before stays approved."""
    row = await session.scalar(select(HouseRule).where(HouseRule.key == SECOND_PERSON))
    if row is None:
        session.add(HouseRule(key=SECOND_PERSON, value={"on": wanted.second_person}))
    else:
        row.value = {"on": wanted.second_person}
