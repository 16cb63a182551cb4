"""What an edition carries so that a stop is found: its place on the plan, the way to the next one, and the names by which people look for it."""

from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.letters import fold, in_order
from audio_guide.publishing import edition as public
from audio_guide.tours import naming
from audio_guide.tours.phrases import plain
from audio_guide.tours.ways import Spot, Words


def placed(stop: public.Stop, spot: Spot, language: str, sounds: Mapping[str, public.Sound]) -> public.Stop:
    """Return a stop with its place on the plan and the way from it, in the edition's language or not at all; *sounds* are those of ways by their words."""
    words = spot.ways.get(language)
    way = _way(words, sounds) if words is not None else None
    place = public.Place(x=spot.place[0], y=spot.place[1]) if spot.place is not None else None
    return msgspec.structs.replace(stop, place=place, way=way)


def _way(words: Words, sounds: Mapping[str, public.Sound]) -> public.Way:
    heard = [sounds.get(text) if text else None for text in (words.text, words.step_free)]
    return public.Way(text=plain(words.text), sound=heard[0], step_free=plain(words.step_free), step_free_sound=heard[1])


async def other_names(session: AsyncSession, stops: Sequence[public.Stop], language: str) -> tuple[public.OtherNames, ...]:
    """Return the names that the texts of an edition have, each with its other forms in all languages."""
    names = await naming.names(session)
    if not names:  # folding every text of a large tour takes long
        return ()
    text = " ".join(fold(paragraph.text) for stop in stops for track in stop.tracks for paragraph in track.paragraphs)
    found: list[public.OtherNames] = []
    for name in names:
        own = next((form for form in name.forms if form.language == language), None)
        if own is None or fold(own.written) not in text:
            continue
        forms = [*own.aliases, *(word for form in name.forms if form is not own for word in (form.written, *form.aliases))]
        others = tuple(sorted({form for form in forms if form and form != own.written}, key=in_order))
        if others:
            found.append(public.OtherNames(written=own.written, others=others))
    return tuple(sorted(found, key=lambda one: in_order(one.written)))
