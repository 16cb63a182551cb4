"""Search all that is written about stops, whatever keyboard it was typed on, and whatever language says a name."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.letters import fold
from audio_guide.tours.listing import script_rows
from audio_guide.tours.models import ContentNote, NameForm, PictureText, Stop, StopPicture, TourStop, WayText
from audio_guide.tours.remembered import Remembered, Written

SHORTEST_NAME = 3
"""Letters from which a word is looked for among the names; shorter ones stand in half of all names."""
TEXTS = (
    select(ContentNote.stop_id, ContentNote.text),
    select(StopPicture.stop_id, PictureText.alt, PictureText.credit).join(PictureText, PictureText.picture_id == StopPicture.picture_id),
    select(TourStop.stop_id, WayText.text, WayText.step_free).join(WayText, WayText.tour_stop_id == TourStop.id),
)
"""Where the short words of a stop stand: content notes, what its pictures show and whom they are owed to, ways from it."""
_folded_texts = Remembered(lambda title, body, _: fold(f"{title}\n{body}"), most=6_000)
"""The texts of all tracks, folded."""


async def stops_having(session: AsyncSession, words: str) -> set[UUID]:
    """Return the stops whose number, code or words in any language hold what is looked for, or the same name as another language writes it."""
    plain = fold(words.strip())
    wanted = {plain} | await _names_like(session, plain)
    named = await session.execute(select(Stop.id, Stop.code, Stop.number))
    found = {row.id for row in named if plain == str(row.number) or (len(row.code) == len(plain) and plain == fold(row.code))}
    scripts = await script_rows(session)
    folded = await _folded_texts.of(session, [Written(row.id, row.revision, row.at) for row in scripts])
    found |= {row.stop_id for row in scripts if any(one in folded[row.id] for one in wanted)}
    for query in TEXTS:
        for stop_id, *words_there in await session.execute(query):
            if stop_id not in found and any(one in text for text in map(fold, words_there) for one in wanted):
                found.add(stop_id)
    return found


async def _names_like(session: AsyncSession, plain: str) -> set[str]:
    """Return every form of the names of which one form holds what is looked for, folded."""
    if len(plain) < SHORTEST_NAME:
        return set()
    forms: dict[UUID, set[str]] = {}
    for form in await session.scalars(select(NameForm)):
        forms.setdefault(form.name_id, set()).update(_folded(form))
    return {one for name in forms.values() if any(plain in one for one in name) for one in name}


def _folded(form: NameForm) -> Iterator[str]:
    return (plain for text in (form.written, *form.aliases) if len(plain := fold(text)) >= SHORTEST_NAME)
