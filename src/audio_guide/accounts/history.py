"""The history: who did what when, found by person, kind, place and time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts.models import Deed

KINDS: dict[str, tuple[str, ...]] = {
    "texts": ("text-%", "stop-%", "tour-%", "way-%", "care-%", "texts-%", "suggestion-%", "words-%", "language-%"),
    "names": ("name-%",),
    "sound": ("sound-%", "voice%", "human-%"),
    "pictures": ("picture%", "film-%"),
    "publications": ("published", "withdrawn", "stop-withdrawn", "edition-%"),
    "people": ("person-%", "signed-%", "sign-in-%", "password-%", "code-%", "settings-%"),
}
"""Kinds of deeds, each with the verbs that belong to it; a % stands for anything."""
PAGE = 100
AT_ONCE = 1_000
"""Deeds that are read at once for a file."""
NEWEST = (Deed.created_at.desc(), Deed.id.desc())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for in the history; what is empty excludes nothing."""

    person: str = ""
    kind: str = ""
    place: str = ""
    """The code of a stop or the slug of a tour."""
    since: datetime | None = None
    until: datetime | None = None

    def narrow(self, query: Select[tuple[Deed]]) -> Select[tuple[Deed]]:
        """Return the query for what is looked for."""
        if self.person:
            query = query.where(Deed.person_name == self.person)
        if self.kind in KINDS:
            query = query.where(or_(*(Deed.verb.like(verb) for verb in KINDS[self.kind])))
        if self.place:
            query = query.where(Deed.place.in_([self.place, self.place.upper()]))
        if self.since is not None:
            query = query.where(Deed.created_at >= self.since)
        if self.until is not None:
            query = query.where(Deed.created_at < self.until)
        return query


async def find(session: AsyncSession, wanted: Wanted, page: int = 1) -> tuple[list[Deed], int]:
    """Return a page of the deeds that are looked for, the newest first, and how many there are."""
    query = wanted.narrow(select(Deed))
    total = await session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return list(await session.scalars(query.order_by(*NEWEST).limit(PAGE).offset(PAGE * (page - 1)))), total


async def before(session: AsyncSession, wanted: Wanted, last: Deed | None = None) -> list[Deed]:
    """Return the next deeds that are looked for, the newest first, from the one behind *last* on; what is done meanwhile moves none of them."""
    query = wanted.narrow(select(Deed)).order_by(*NEWEST).limit(AT_ONCE)
    if last is not None:
        query = query.where(or_(Deed.created_at < last.created_at, and_(Deed.created_at == last.created_at, Deed.id < last.id)))
    return list(await session.scalars(query))


async def persons(session: AsyncSession) -> Sequence[str]:
    """Return everybody who ever did something, by name; who failed to sign in is nobody."""
    return (await session.scalars(select(Deed.person_name).where(Deed.person_name != "").distinct().order_by(Deed.person_name))).all()
