"""The tours of the museum: made, put in order, given an address, removed; and the stops that stand in none of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, EDITORS, TheDesk, may_write
from audio_guide.cms.rendering import go
from audio_guide.kit.errors import AudioGuideError, BadInputError, ConflictError, mark
from audio_guide.publishing import service as publishing
from audio_guide.publishing import withdrawing
from audio_guide.tours import arranging, ways, writing
from audio_guide.tours.models import Script, Stop, Tour

LONGEST_NUMBER = 6
MOVED_MEANWHILE = mark("Somebody changed this meanwhile. Here is how it stands now; do it again if it still fits.")


def typed_number(typed: str) -> int:
    """Return a number from 1 that somebody typed; raises BadInputError."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER and int(typed)):
        raise BadInputError("A number is written in digits, such as 12.")
    return int(typed)


def same(seen: object, now: str) -> None:
    """Raise ConflictError if what somebody had in view is not there any more."""
    if str(seen or "") != now:
        raise ConflictError(MOVED_MEANWHILE)


def label_of(stop: Stop, titles: Mapping[str, str]) -> str:
    """Return how the history calls a stop."""
    return f"{stop.number or '–'} {next(iter(titles.values()), stop.code)}"


def titles_of(scripts: Iterable[Script]) -> dict[str, str]:
    """Return the titles of a stop's standard texts, by language."""
    return {script.language: script.title for script in scripts if script.track == "standard"}


def _seen(tours: list[Tour]) -> str:
    return " ".join(tour.slug for tour in tours)


async def _page(desk: TheDesk, typed: Mapping[str, str] | None = None, error: AudioGuideError | None = None, **shown: Any) -> Response[str]:
    """Show the tours in their order, with what was typed where it could not be saved."""
    async with desk.office.database.read() as session:
        tours = list(await publishing.all_tours(session))
        rows = [(tour, await writing.titles_of(session, tour.id), await withdrawing.tour_was_published(session, tour)) for tour in tours]
        lonely = await arranging.in_no_tour(session)
        titles = await arranging.titles(session, [stop.id for stop in lonely])
    moved = desk.request.query_params.get("moved", "")
    place = next((number for number, tour in enumerate(tours, 1) if tour.slug == moved), 0)
    more = {"lonely": lonely, "stop_titles": titles, "seen": _seen(tours), "place": place, "addresses": {}, **shown}
    return desk.show("tours", status=error.status if error is not None else 200, rows=rows, typed=typed or {}, error=error, **more)


@get("/tours", opt={"roles": ANYBODY})
async def tours_page(desk: TheDesk) -> Response[str]:
    """Show all tours and the stops that stand in none."""
    return await _page(desk)


@post("/tours", opt={"roles": EDITORS})
async def make_tour(desk: TheDesk) -> Response[str]:
    """Make a tour of a title in one language at least, and open the page of its stops."""
    form = await desk.form()
    titles = {language: title for language in desk.site.languages.written if (title := str(form.get(f"title-{language}", "")).strip())}
    slug = str(form.get("slug", "")).strip()
    for language in titles:
        may_write(desk.member, language)
    try:
        async with desk.office.database.write() as session:
            tour = await arranging.make_tour(session, titles, slug)
            slug, language = tour.slug, next(iter(titles))
            await accounts.record(session, desk.member.name, "tour-made", titles[language], language, slug)
    except AudioGuideError as error:
        return await _page(desk, {**{f"title-{language}": title for language, title in titles.items()}, "slug": slug}, error)
    return go(f"/cms/tours/{slug}/stops?said=made")


@post("/tours/order", opt={"roles": EDITORS})
async def order_tours(desk: TheDesk) -> Response[str]:
    """Move a tour up or down, or to a place, if the order is still the one that was seen."""
    form = await desk.form()
    slug, do = str(form.get("slug", "")), str(form.get("do", ""))
    try:
        async with desk.office.database.write() as session:
            tours = list(await publishing.all_tours(session))
            tour = await publishing.tour_by_slug(session, slug)
            same(form.get("seen"), _seen(tours))
            now = [one.slug for one in tours].index(slug) + 1
            place = {"up": now - 1, "down": now + 1}.get(do) if do in {"up", "down"} else typed_number(str(form.get("place", "")).strip())
            await arranging.move_tour(session, tour, max(1, place or 1))
            await accounts.record(session, desk.member.name, "tour-moved", await _title(session, tour), place=slug)
    except (BadInputError, ConflictError) as error:
        return await _page(desk, error=error.at(f"place-{slug}") if do == "place" else error)
    return go(f"/cms/tours?said=moved&moved={slug}#{do if do in {'up', 'down'} else 'place'}-{slug}")


@post("/tours/place", opt={"roles": EDITORS})
async def place_stop(desk: TheDesk) -> Response[str]:
    """Put a stop that stands in no tour at the end of one."""
    form = await desk.form()
    async with desk.office.database.write() as session:
        tour = await publishing.tour_by_slug(session, str(form.get("tour", "")))
        stop = await arranging.append_stop(session, tour, str(form.get("code", "")))
        label = label_of(stop, (await arranging.titles(session, [stop.id])).get(stop.id, {}))
        await accounts.record(session, desk.member.name, "stop-placed", label, place=stop.code)
        slug, code = tour.slug, stop.code
    return go(f"/cms/tours/{slug}/stops?said=add&moved={code}#stop-{code}")


@post("/tours/{slug:str}/address", opt={"roles": EDITORS})
async def readdress(slug: FromPath[str], desk: TheDesk) -> Response[str]:
    """Give a tour that was never published another address."""
    form = await desk.form()
    wanted = str(form.get("slug", "")).strip()
    try:
        async with desk.office.database.write() as session:
            tour = await publishing.tour_by_slug(session, slug)
            await withdrawing.readdress(session, tour, wanted)
            if wanted != slug:
                await accounts.record(session, desk.member.name, "tour-addressed", f"{slug} → {wanted}", place=wanted)
    except (BadInputError, ConflictError) as error:
        return await _page(desk, error=error.at(f"address-{slug}"), addresses={slug: wanted})
    return go(f"/cms/tours?said=saved#address-{wanted}")


@get("/tours/{slug:str}/remove", opt={"roles": EDITORS})
async def ask_remove(slug: FromPath[str], desk: TheDesk) -> Response[str]:
    """Ask before a tour is removed, and name what goes with it."""
    return await _sure(desk, slug)


async def _sure(desk: TheDesk, slug: str, error: AudioGuideError | None = None) -> Response[str]:
    async with desk.office.database.read() as session:
        tour = await publishing.tour_by_slug(session, slug)
        stops = await publishing.stops_of(session, tour.id)
        shown: dict[str, Any] = {
            "tour": tour,
            "texts": await writing.texts_of(session, tour.id),
            "stops": [(stop, titles_of(stop.scripts)) for stop in stops],
            "spots": [spot for spot in (await ways.spots(session, tour.id)).values() if spot.ways or spot.place],
            "published": await withdrawing.tour_was_published(session, tour),
        }
    return desk.show("tour_remove", status=error.status if error is not None else 200, error=error, **shown)


@post("/tours/{slug:str}/remove", opt={"roles": EDITORS})
async def remove_tour(slug: FromPath[str], desk: TheDesk) -> Response[str]:
    """Remove a tour of which nothing was ever published; its stops stay in the museum."""
    await desk.form()
    try:
        async with desk.office.database.write() as session:
            tour = await publishing.tour_by_slug(session, slug)
            title = await _title(session, tour)
            await withdrawing.remove_tour(session, tour)
            await accounts.record(session, desk.member.name, "tour-removed", title, place=slug)
    except ConflictError as error:
        return await _sure(desk, slug, error)
    return go("/cms/tours?said=removed")


async def _title(session: AsyncSession, tour: Tour) -> str:
    return next(iter((await writing.titles_of(session, tour.id)).values()), tour.slug)


HANDLERS = [tours_page, make_tour, order_tours, place_stop, readdress, ask_remove, remove_tour]
