"""What an edition carries so that a stop is found: its place on the plan, the way to the next one, and the names by which people look for it."""

from collections.abc import Sequence

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.letters import fold, in_order
from audio_guide.publishing import edition as public
from audio_guide.tours import service as tours
from audio_guide.tours.phrases import plain
from audio_guide.tours.ways import Spot


def placed(stop: public.Stop, spot: Spot, language: str) -> public.Stop:
    """Return a stop with its place on the plan and the way from it, which is there in the edition's language or not at all."""
    words = spot.ways.get(language)
    way = public.Way(text=plain(words.text), step_free=plain(words.step_free)) if words is not None else None
    place = public.Place(x=spot.place[0], y=spot.place[1]) if spot.place is not None else None
    return msgspec.structs.replace(stop, place=place, way=way)


async def other_names(session: AsyncSession, stops: Sequence[public.Stop], language: str) -> tuple[public.OtherNames, ...]:
    """Return the names that the texts of an edition have, each with its other forms in all languages."""
    text = " ".join(fold(paragraph.text) for stop in stops for track in stop.tracks for paragraph in track.paragraphs)
    found: list[public.OtherNames] = []
    for name in await tours.names(session):
        own = next((form for form in name.forms if form.language == language), None)
        if own is None or fold(own.written) not in text:
            continue
        forms = [*own.aliases, *(word for form in name.forms if form is not own for word in (form.written, *form.aliases))]
        others = tuple(sorted({form for form in forms if form and form != own.written}, key=in_order))
        if others:
            found.append(public.OtherNames(written=own.written, others=others))
    return tuple(sorted(found, key=lambda one: in_order(one.written)))
