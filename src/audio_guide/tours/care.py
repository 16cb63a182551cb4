"""Care with hard content: of what a stop tells, in what form, which passage it is, and which names may only be said with consent."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from audio_guide.kit.errors import BadInputError
from audio_guide.kit.letters import fold
from audio_guide.tours import origins
from audio_guide.tours.models import Name, Script, Stop

THEMES = (
    *("separation", "imprisonment", "hunger", "violence", "sexual-violence", "torture"),
    *("death", "death-of-children", "execution", "human-remains", "suicide"),
)
"""What a content note may name, from what hurts less to what hurts more; each has its words in the catalogues."""
LEAST_STEM = 3
"""A word of so many letters keeps them all: Ида is not found in идти."""
FORMS = ("told", "pictured", "heard")
"""How a stop brings it: in words, in a picture, as a sound."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The paragraphs that the note is about, as numbers from 1, both ends included."""

    first: int
    last: int


def themes_of(stop: Stop) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return a stop's themes, each with its forms, in the order of the list."""
    return tuple((theme, tuple(form for form in FORMS if form in stop.themes[theme])) for theme in THEMES if theme in stop.themes)


def set_themes(stop: Stop, themes: Mapping[str, Sequence[str]]) -> bool:
    """Set what a stop tells of, and in which forms; returns whether anything changed. Raises BadInputError."""
    strange = [one for one in themes if one not in THEMES] + [form for forms in themes.values() for form in forms if form not in FORMS]
    if strange:
        raise BadInputError("There is no theme or form “{name}”.", name=strange[0][:40])
    if any(not forms for forms in themes.values()):
        raise BadInputError("Say of each theme in what form it comes: told, pictured or heard.")
    wanted = {theme: [form for form in FORMS if form in themes[theme]] for theme in THEMES if theme in themes}
    changed = wanted != dict(stop.themes)
    stop.themes = wanted
    return changed


def set_passage(stop: Stop, first: str, last: str, names: Sequence[str]) -> bool:
    """Mark the paragraphs from *first* to *last*, which are permanent names among *names*, or none ("", ""); returns whether anything changed."""
    if (first or last) and not (first in names and last in names):
        raise BadInputError("Choose the first and the last paragraph of the passage.").at("first", "last")
    if first and names.index(first) > names.index(last):
        raise BadInputError("The first paragraph of the passage stands behind the last one.").at("first", "last")
    changed = (first, last) != (stop.passage_first, stop.passage_last)
    stop.passage_first, stop.passage_last = first, last
    return changed


async def passage_of(session: AsyncSession, stop: Stop, script: Script) -> Passage | None:
    """Return where the passage stands in a script's paragraphs, or None if it has none or a part of it is missing there."""
    if not stop.passage_first:
        return None
    names = [paragraph.name for paragraph in await origins.paragraphs_of(session, script)]
    if stop.passage_first not in names or stop.passage_last not in names:
        return None
    first, last = names.index(stop.passage_first) + 1, names.index(stop.passage_last) + 1
    return Passage(first, last) if first <= last else None


async def unconsented(session: AsyncSession) -> dict[str, tuple[str, ...]]:
    """Return by language the names that need consent and lack it or its source, as they are written."""
    query = select(Name).where(Name.needs_consent.is_(True), (Name.consent == "") | (Name.source == "")).options(selectinload(Name.forms))
    found: dict[str, tuple[str, ...]] = {}
    for name in await session.scalars(query):
        for form in name.forms:
            found[form.language] = (*found.get(form.language, ()), *(one for one in (form.written, *form.aliases) if one))
    return found


def naming(text: str, names: Sequence[str]) -> str:
    """Return the first of the names that a text has, in any of its endings, or ""."""
    if not names:
        return ""
    folded = fold(text)
    return next((name for name in names if _pattern(fold(name)).search(folded)), "")


def _pattern(name: str) -> re.Pattern[str]:
    """Return what finds a folded name whose words may have other endings."""
    stems = [word[:-1] if len(word) > LEAST_STEM and word[-1] in "аеиоуыьэюя" else word for word in name.split()]
    between = r"\w{0,7}\s+".join(map(re.escape, stems))
    return re.compile(r"(?<!\w)" + between + r"\w{0,7}(?!\w)")
