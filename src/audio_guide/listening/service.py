"""Add up what was counted, and read it back as tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.listening.models import DailyCount

Sum = tuple[date, str, str, str, str, str, int]
"""Day, what, about, wanted, got, track, times."""
COLUMNS = ("day", "what", "about", "wanted", "got", "track", "times")
KEY = COLUMNS[:-1]
AT_ONCE = 500


async def add_up(session: AsyncSession, sums: Iterable[Sum]) -> None:
    """Add sums to those of the table; any number of processes may do so."""
    rows = [dict(zip(COLUMNS, one, strict=True)) for one in sorted(sums)]  # in one order, so that two processes cannot wait for each other
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    for first in range(0, len(rows), AT_ONCE):
        statement = insert(DailyCount).values(rows[first : first + AT_ONCE])
        await session.execute(statement.on_conflict_do_update(index_elements=KEY, set_={"times": DailyCount.times + statement.excluded.times}))


@dataclass(frozen=True, slots=True)
class Asked:
    """Which counts are wanted: a run of days, both included, and one language or all."""

    since: date
    until: date
    language: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return it as the database asks it."""
        days = [DailyCount.day >= self.since, DailyCount.day <= self.until]
        return [*days, DailyCount.wanted == self.language] if self.language else days


@dataclass(frozen=True, slots=True)
class Report:
    """What was counted in some days."""

    stops: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Code → what → times."""
    days: Mapping[date, Mapping[str, int]] = field(default_factory=dict)
    """Day → what → times; days on which nothing was counted are not in it."""
    fallbacks: Sequence[tuple[str, str, str, int]] = ()
    """(code, wanted, got, times): where a visitor wanted one language and got another, by scan or by sound that began."""
    dead: Sequence[tuple[str, int]] = ()
    """(code or number that leads nowhere, times), the most frequent first."""
    unpublished: Sequence[tuple[str, int]] = ()


async def report(session: AsyncSession, asked: Asked) -> Report:
    """Return the counts of some days."""
    where = asked.conditions()
    times = func.sum(DailyCount.times)
    stops: dict[str, dict[str, int]] = {}
    lost: dict[str, list[tuple[str, int]]] = {"dead": [], "unpublished": []}
    by_stop = (
        select(DailyCount.about, DailyCount.what, times).where(*where).group_by(DailyCount.about, DailyCount.what).order_by(times.desc(), DailyCount.about)
    )
    for about, what, count in (await session.execute(by_stop)).all():
        if what in lost:
            lost[what].append((about, int(count)))
        else:
            stops.setdefault(about, {})[what] = int(count)
    days: dict[date, dict[str, int]] = {}
    by_day = select(DailyCount.day, DailyCount.what, times).where(*where).group_by(DailyCount.day, DailyCount.what).order_by(DailyCount.day)
    for day, what, count in (await session.execute(by_day)).all():
        days.setdefault(day, {})[what] = int(count)
    return Report(stops, days, await _fallbacks(session, where), lost["dead"], lost["unpublished"])


async def _fallbacks(session: AsyncSession, where: Sequence[ColumnElement[bool]]) -> list[tuple[str, str, str, int]]:
    times = func.sum(DailyCount.times)
    other = (*where, DailyCount.what.in_(("scan", "start")), DailyCount.got != DailyCount.wanted, DailyCount.got != "")
    key = (DailyCount.about, DailyCount.wanted, DailyCount.got)
    rows = await session.execute(select(*key, times).where(*other).group_by(*key).order_by(times.desc(), *key))
    return [(about, wanted, got, int(count)) for about, wanted, got, count in rows.all()]


async def rows(session: AsyncSession, asked: Asked) -> Sequence[Sum]:
    """Return the table itself for some days, as it is."""
    found = await session.scalars(select(DailyCount).where(*asked.conditions()).order_by(*(getattr(DailyCount, name) for name in KEY)))
    return [(one.day, one.what, one.about, one.wanted, one.got, one.track, one.times) for one in found]
