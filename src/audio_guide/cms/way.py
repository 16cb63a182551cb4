"""The plan of the site and the ways between the stops of a tour: one page for all of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, EDITORS, TheDesk
from audio_guide.cms.rendering import go
from audio_guide.kit.errors import BadInputError
from audio_guide.publishing import service as publishing
from audio_guide.tours import ways, writing
from audio_guide.tours.models import Stop, Tour
from audio_guide.tours.ways import LONGEST_WAY, Spot, Words

LONGEST_FIGURE = 4


async def shown(session: AsyncSession, tour: Tour) -> dict[str, Any]:
    """Return what the page shows: the stops of the tour with their titles, places and ways."""
    stops = await publishing.stops_of(session, tour.id)
    return {
        "tour": tour,
        "titles": await writing.titles_of(session, tour.id),
        "stops": [(stop, titles_of(stop)) for stop in stops],
        "spots": await ways.spots(session, tour.id),
        "most": ways.PLAN,
        "longest": LONGEST_WAY,
    }


def titles_of(stop: Stop) -> dict[str, str]:
    """Return a stop's title in each language that has one."""
    return {script.language: script.title for script in stop.scripts if script.track == "standard"}


@get("/tours/{slug:str}/way", opt={"roles": ANYBODY})
async def page(slug: FromPath[str], desk: TheDesk) -> Response[str]:
    """Show the plan and the ways; whoever may write them gets a form."""
    async with desk.office.database.read() as session:
        found = await shown(session, await publishing.tour_by_slug(session, slug))
    return desk.show("way", **found, error=None)


@post("/tours/{slug:str}/way", opt={"roles": EDITORS})
async def save(slug: FromPath[str], desk: TheDesk) -> Response[str]:
    """Save the plan and the ways; visitors see them with the next publishing."""
    form = await desk.form()
    async with desk.office.database.read() as session:
        tour = await publishing.tour_by_slug(session, slug)
        found = await shown(session, tour)
    spots = {stop.id: typed(form, stop.code, desk.site.languages.written) for stop, _ in found["stops"]}
    try:
        wanted = checked(form, spots, {stop.id: stop.code for stop, _ in found["stops"]})
        async with desk.office.database.write() as session:
            if await ways.save_spots(session, tour.id, wanted):
                await accounts.record(session, desk.member.name, "way-saved", slug, place=slug)
    except BadInputError as error:
        return desk.show("way", status=422, **{**found, "spots": spots}, error=error)
    return go(f"/cms/tours/{slug}/way?said=saved")


def typed(form: FormMultiDict, code: str, languages: Sequence[str]) -> Spot:
    """Return what somebody typed for one stop, its place only if it is two figures."""
    figures = [str(form.get(f"{axis}-{code}", "")).strip() for axis in "xy"]
    place = (int(figures[0]), int(figures[1])) if all(figure.isascii() and figure.isdigit() and len(figure) <= LONGEST_FIGURE for figure in figures) else None
    words = {one: Words(str(form.get(f"way-{one}-{code}", "")), str(form.get(f"free-{one}-{code}", ""))) for one in languages}
    return Spot(place, words)


def checked(form: FormMultiDict, spots: dict[UUID, Spot], codes: dict[UUID, str]) -> dict[UUID, Spot]:
    """Return the spots; raises BadInputError where half of a place was typed, or something that is none."""
    for stop_id, spot in spots.items():
        if spot.place is None and any(str(form.get(f"{axis}-{codes[stop_id]}", "")).strip() for axis in "xy"):
            raise BadInputError("A place on the plan is two whole numbers from 0 to {most}: from the left edge and from the upper edge.", most=ways.PLAN)
    return spots


HANDLERS = [page, save]
