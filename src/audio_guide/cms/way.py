"""The plan of the site and the ways between the stops of a tour: one page for all of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts import service as accounts
from audio_guide.cms import way_sound
from audio_guide.cms.doors import ANYBODY, EDITORS, TheDesk
from audio_guide.cms.rendering import go
from audio_guide.cms.tour_list import titles_of
from audio_guide.kit.errors import AudioGuideError, BadInputError
from audio_guide.publishing import service as publishing
from audio_guide.speech import ways as spoken
from audio_guide.tours import ways, writing
from audio_guide.tours.changing import Change, FieldsChangedError, after, touched
from audio_guide.tours.models import Tour
from audio_guide.tours.service import tidy
from audio_guide.tours.ways import LONGEST_WAY, Spot, Words

LONGEST_FIGURE = 4


async def shown(session: AsyncSession, tour: Tour) -> dict[str, Any]:
    """Return what the page shows: the stops of the tour with their titles, places and ways."""
    stops = await publishing.stops_of(session, tour.id)
    return {
        "tour": tour,
        "titles": await writing.titles_of(session, tour.id),
        "stops": [(stop, titles_of(stop.scripts)) for stop in stops],
        "spots": await ways.spots(session, tour.id),
        "most": ways.PLAN,
        "longest": LONGEST_WAY,
    }


@get("/tours/{slug:str}/way", opt={"roles": ANYBODY})
async def page(slug: FromPath[str], desk: TheDesk) -> Response[str]:
    """Show the plan and the ways; whoever may write them gets a form."""
    return await _page(desk, slug)


async def _page(desk: TheDesk, slug: str, error: AudioGuideError | None = None, changes: Mapping[str, Change] | None = None) -> Response[str]:
    """Show the page, with what was typed where it could not be saved."""
    async with desk.office.database.read() as session:
        found = await shown(session, await publishing.tour_by_slug(session, slug))
        stops = [stop for stop, _ in found["stops"]]
        found["sounds"] = await way_sound.entries(session, desk.office.voices, found["spots"], stops, desk.site.languages.written)
    now = _now(desk, found)
    typed = {name: words for name, words in touched(changes or {}).items() if name in now}
    status = error.status if error is not None else 200
    clashes = error.fields if isinstance(error, FieldsChangedError) else frozenset()
    return desk.show("way", status=status, **found, now=now, typed={**now, **typed}, clashes=clashes, error=error)


def _now(desk: TheDesk, found: Mapping[str, Any]) -> dict[str, str]:
    """Return what every field of the form holds now, by its name."""
    held: dict[str, str] = {}
    for stop, _ in found["stops"]:
        spot = found["spots"].get(stop.id) or Spot()
        for axis, figure in zip("xy", spot.place or ("", ""), strict=True):
            held[f"{axis}-{stop.code}"] = str(figure)
        for language in desk.site.languages.written:
            way = spot.ways.get(language) or Words("")
            held[f"way-{language}-{stop.code}"], held[f"free-{language}-{stop.code}"] = way.text, way.step_free
    return held


@post("/tours/{slug:str}/way", opt={"roles": EDITORS})
async def save(slug: FromPath[str], desk: TheDesk) -> Response[str]:
    """Save the plan and the ways with the wish for their sound, and lose nothing that others saved meanwhile; visitors see them with the next publishing."""
    form = await desk.form()
    changes: dict[str, Change] = {}
    ready = await _read(desk, form)  # before anything is locked: reading takes long
    try:
        async with desk.office.database.write() as session:
            tour = await publishing.tour_by_slug(session, slug)
            found = await shown(session, tour)
            now = _now(desk, found)
            changes = {name: Change(str(form.get(f"seen-{name}", "")), str(form[name])) for name in now if name in form}
            fields = now | after(changes, now)
            wanted = {stop.id: typed(fields, stop.code, desk.site.languages.written) for stop, _ in found["stops"]}
            if await ways.save_spots(session, tour.id, wanted, desk.member.signature):
                await accounts.record(session, desk.member.name, "way-saved", slug, place=slug)
                await session.flush()  # the words of now are those that were just written
                words = await ways.words_of(session, tour_id=tour.id)
                asked = [ready[language][text] for language, texts in words.items() for text in texts if text in ready.get(language, {})]
                await spoken.want(session, desk.office.jobs, asked)
    except (BadInputError, FieldsChangedError) as error:
        return await _page(desk, slug, error, changes)
    return go(f"/cms/tours/{slug}/way?said=saved")


async def _read(desk: TheDesk, form: Mapping[str, Any]) -> dict[str, dict[str, spoken.Standing]]:
    """Return by language how the ways that were typed stand to their sound; what is too long to be saved is not read."""
    found: dict[str, dict[str, spoken.Standing]] = {}
    async with desk.office.database.read() as session:
        for language in desk.site.languages.written:
            texts = [tidy(str(form[name])) for name in form if name.startswith((f"way-{language}-", f"free-{language}-"))]
            found[language] = await spoken.standings(session, desk.office.voices, language, [text for text in texts if len(text) <= LONGEST_WAY])
    return found


def typed(fields: Mapping[str, str], code: str, languages: Sequence[str]) -> Spot:
    """Return what is wanted for one stop; raises BadInputError where half of a place was typed, or something that is none."""
    figures = [fields[f"{axis}-{code}"].strip() for axis in "xy"]
    place = (int(figures[0]), int(figures[1])) if all(figure.isascii() and figure.isdigit() and len(figure) <= LONGEST_FIGURE for figure in figures) else None
    if place is None and any(figures):
        raise BadInputError("A place on the plan is two whole numbers from 0 to {most}: from the left edge and from the upper edge.", most=ways.PLAN).at(
            f"x-{code}", f"y-{code}"
        )
    return Spot(place, {one: Words(fields[f"way-{one}-{code}"], fields[f"free-{one}-{code}"]) for one in languages})


HANDLERS = [page, save]
