"""The museum's languages: what there is, add one, change one."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.errors import BadInputError, ConflictError, NotFoundError
from audio_guide.kit.languages import FIRST, KAZAKH_IN_LATIN, Language, Languages, known_to_cldr
from audio_guide.tours.models import MuseumLanguage, TourText

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Wished:
    """What an admin sets for a language."""

    name: str
    fallbacks: tuple[str, ...] = ()
    published: bool = True
    position: int | None = None


async def known(session: AsyncSession) -> Languages:
    """Return the museum's languages in their order."""
    rows = await session.scalars(select(MuseumLanguage).order_by(MuseumLanguage.position, MuseumLanguage.code))
    return Languages(tuple(Language(row.code, row.name, row.direction, tuple(row.fallbacks), row.published, row.derived_from) for row in rows))


async def titled(session: AsyncSession, tour_id: UUID) -> list[str]:
    """Return the languages in which a tour has a title, in the museum's order."""
    having = set(await session.scalars(select(TourText.language).where(TourText.tour_id == tour_id)))
    return [language for language in (await known(session)).written if language in having]


async def add(session: AsyncSession, typed: str, wished: Wished) -> Language:
    """Add a language at the end; CLDR says in which direction it is written. Raises BadInputError, ConflictError."""
    found, languages = known_to_cldr(typed), await known(session)
    if found.code in languages.codes:
        raise ConflictError("The language {code} is there already.", code=found.code).at("code")
    name = _name(wished.name or found.name)
    fallbacks = list(found.fallbacks if found.derived_from else _fallbacks(wished.fallbacks, found.code, languages))
    last = await session.scalar(select(func.max(MuseumLanguage.position)))
    row = MuseumLanguage(
        code=found.code, name=name, direction=found.direction, fallbacks=fallbacks, position=(last or 0) + 1, published=wished.published,
        derived_from=found.derived_from,
    )  # fmt: skip
    session.add(row)
    await session.flush()  # the caller reads the table next
    return Language(row.code, row.name, row.direction, tuple(fallbacks), row.published, row.derived_from)


async def change(session: AsyncSession, code: str, wished: Wished) -> None:
    """Change a language's name, what stands in for it, its place and whether visitors are offered it; Kazakh stays first. Raises BadInputError."""
    rows = list(await session.scalars(select(MuseumLanguage).order_by(MuseumLanguage.position, MuseumLanguage.code)))
    row = next((row for row in rows if row.code == code), None)
    if row is None:
        raise NotFoundError("This page is not offered in this language.")
    if code == FIRST and not wished.published:
        raise BadInputError("Kazakh is the first language of the guide and is always offered.").at("published")
    row.name, row.published = _name(wished.name), wished.published
    if not row.derived_from:
        row.fallbacks = list(_fallbacks(wished.fallbacks, code, await known(session)))
    if wished.position is not None and code != FIRST:
        rows.remove(row)
        rows.insert(max(1, min(wished.position - 1, len(rows))), row)
    for position, one in enumerate(sorted(rows, key=lambda one: one.code != FIRST)):
        one.position = position
    await session.flush()  # the caller reads the table next


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise BadInputError("A language needs its own name, as people who speak it write it.").at("name")
    return name


def _fallbacks(wished: Sequence[str], code: str, languages: Languages) -> tuple[str, ...]:
    return tuple(one for one in dict.fromkeys(wished) if one in languages.written and one != code)


OFFERED_READINGS = (KAZAKH_IN_LATIN,)
"""Readings in other letters that a museum can switch on."""
