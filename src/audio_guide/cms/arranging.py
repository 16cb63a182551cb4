"""The stops of a tour: their order and numbers, a new one and those of other tours, and taking one away: from the tour, from visitors at once, or for good."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, EDITORS, PUBLISHERS, TheDesk, written
from audio_guide.cms.rendering import go
from audio_guide.cms.tour_list import label_of, same, titles_of, typed_number
from audio_guide.kit.errors import AudioGuideError, BadInputError, ConflictError
from audio_guide.kit.languages import FIRST
from audio_guide.publishing import service as publishing
from audio_guide.publishing import withdrawing
from audio_guide.tours import arranging, ways, writing
from audio_guide.tours import service as tours
from audio_guide.tours.models import Script, Stop, Tour

FOCUS = {"up": "up", "down": "down", "place": "place", "number": "number", "add": "stop"}
"""Where the keyboard stands after each deed, so that the next one can follow."""
VERBS = {"up": "stop-moved", "down": "stop-moved", "place": "stop-moved", "number": "stop-numbered", "add": "stop-placed", "out": "stop-taken-out"}


def _seen(stops: Sequence[Stop]) -> str:
    """Return what a form must have seen, so that nobody's arranging is undone unseen."""
    return hashlib.sha256(" ".join(f"{stop.code}:{stop.number}" for stop in stops).encode()).hexdigest()[:16]


async def _page(desk: TheDesk, slug: str, typed: Mapping[str, str] | None = None, error: AudioGuideError | None = None) -> Response[str]:
    """Show the stops of a tour in their order, with what was typed where it could not be done."""
    async with desk.office.database.read() as session:
        tour = await publishing.tour_by_slug(session, slug)
        stops = await publishing.stops_of(session, tour.id)
        here = {stop.id for stop in stops}
        others = [stop for stop in await tours.stops(session) if stop.id not in here]
        shown: dict[str, Any] = {
            "tour": tour,
            "titles": await writing.titles_of(session, tour.id),
            "stops": [(stop, titles_of(stop.scripts)) for stop in stops],
            "others": others,
            "other_titles": await arranging.titles(session, [stop.id for stop in others]),
            "public": await withdrawing.public_codes(session),
        }
    moved = desk.request.query_params.get("moved", "")
    place = next((number for number, stop in enumerate(stops, 1) if stop.code == moved), 0)
    status = error.status if error is not None else 200
    return desk.show("stops", status=status, seen=_seen(stops), typed=typed or {}, error=error, moved=moved, place=place, **shown)


@get("/tours/{slug:str}/stops", opt={"roles": ANYBODY})
async def page(slug: FromPath[str], desk: TheDesk) -> Response[str]:
    """Show the stops of a tour in their order; whoever may arrange them gets buttons and fields."""
    return await _page(desk, slug)


@post("/tours/{slug:str}/arrange", opt={"roles": EDITORS})
async def arrange(slug: FromPath[str], desk: TheDesk) -> Response[str]:
    """Move a stop, number it, put one in or take one out, if the tour is still as it was seen."""
    form = await desk.form()
    do, code, value = str(form.get("do", "")), str(form.get("code", "")), str(form.get("value", "")).strip()
    try:
        async with desk.office.database.write() as session:
            tour = await publishing.tour_by_slug(session, slug)
            stops = await publishing.stops_of(session, tour.id)
            same(form.get("seen"), _seen(stops))
            stop = await tours.stop_by_code(session, code)
            if do == "out" and not form.get("sure") and (lost := (await ways.spots(session, tour.id)).get(stop.id)) and (lost.ways or lost.place):
                titles = (await arranging.titles(session, [stop.id])).get(stop.id, {})
                return desk.show("stop_out", tour=tour, stop=stop, titles=titles, spot=lost, seen=_seen(stops))
            await _do(session, (tour, stop), do, value, [one.code for one in stops])
            label = label_of(stop, (await arranging.titles(session, [stop.id])).get(stop.id, {}))
            await accounts.record(session, desk.member.name, VERBS[do], label, place=stop.code)
            code = stop.code
    except (BadInputError, ConflictError) as error:
        return await _page(desk, slug, {f"{do}-{code}": value}, error.at("other" if do == "add" else f"{do}-{code}"))
    focus = f"#{FOCUS[do]}-{code}" if do in FOCUS else "#stops"
    return go(f"/cms/tours/{slug}/stops?said={do}&moved={code}{focus}")


async def _do(session: AsyncSession, what: tuple[Tour, Stop], do: str, value: str, order: Sequence[str]) -> None:
    """Do one thing with a stop of a tour; raises AudioGuideError."""
    tour, stop = what
    if do in {"up", "down"} and stop.code in order:
        now = order.index(stop.code) + 1
        await arranging.move_stop(session, tour, stop, max(1, now - 1 if do == "up" else now + 1))
    elif do == "place":
        await arranging.move_stop(session, tour, stop, typed_number(value))
    elif do == "number":
        await arranging.number_stop(session, stop.code, typed_number(value))
    elif do == "add":
        await arranging.append_stop(session, tour, stop.code)
    elif do == "out":
        await arranging.take_out(session, tour, stop)
    else:
        raise BadInputError("This form could not be read. Send it again from its page.")


@post("/tours/{slug:str}/stops", opt={"roles": EDITORS})
async def new_stop(slug: FromPath[str], desk: TheDesk) -> Response[str]:
    """Add an empty stop at the end of a tour and open it."""
    form = await desk.form()
    language = written(desk, str(form.get("language", FIRST)))
    async with desk.office.database.write() as session:
        stop = await writing.new_stop(session, await publishing.tour_by_slug(session, slug))
        await accounts.record(session, desk.member.name, "stop-added", f"{stop.number} {stop.code}", language, stop.code)
        code = stop.code
    return go(f"/cms/stops/{code}/{language}")


def _words_seen(scripts: Sequence[Script]) -> str:
    """Return which words of a stop somebody had in view."""
    return " ".join(f"{one.language}-{one.track}-{one.revision}" for one in scripts)


async def _about(desk: TheDesk, template: str, code: str, error: AudioGuideError | None = None) -> Response[str]:
    """Show a page that asks before a stop is taken away, with all that goes with it."""
    async with desk.office.database.read() as session:
        stop = await tours.stop_by_code(session, code)
        scripts = await tours.scripts(session, code=code)
        shown: dict[str, Any] = {
            "stop": stop,
            "titles": titles_of(scripts),
            "seen": _words_seen(scripts),
            "scripts": [(script, len(await writing.revisions(session, script))) for script in scripts],
            "tours": [(tour, await writing.titles_of(session, tour.id)) for tour in await writing.tours_of(session, stop)],
            "public": (await withdrawing.public_codes(session)).get(stop.code, ()),
            "published": await withdrawing.stop_was_published(session, stop.code),
        }
    return desk.show(template, status=error.status if error is not None else 200, error=error, **shown)


@get("/stops/{code:str}/remove", opt={"roles": EDITORS})
async def ask_remove(code: FromPath[str], desk: TheDesk) -> Response[str]:
    """Ask before a stop is removed for good, and name what goes with it."""
    return await _about(desk, "stop_remove", code)


@post("/stops/{code:str}/remove", opt={"roles": EDITORS})
async def remove(code: FromPath[str], desk: TheDesk) -> Response[str]:
    """Remove a stop that was never published, for good."""
    form = await desk.form()
    try:
        async with desk.office.database.write() as session:
            stop = await tours.stop_by_code(session, code)
            same(form.get("seen"), _words_seen(await tours.scripts(session, code=code)))
            label = label_of(stop, (await arranging.titles(session, [stop.id])).get(stop.id, {}))
            await withdrawing.remove_stop(session, stop, desk.member.name, label)
    except ConflictError as error:
        return await _about(desk, "stop_remove", code, error)
    return go("/cms/tours?said=stop-removed")


@get("/stops/{code:str}/withdraw", opt={"roles": PUBLISHERS})
async def ask_withdraw(code: FromPath[str], desk: TheDesk) -> Response[str]:
    """Ask in which languages a stop is taken from visitors at once."""
    return await _about(desk, "stop_withdraw", code)


@post("/stops/{code:str}/withdraw", opt={"roles": PUBLISHERS})
async def withdraw(code: FromPath[str], desk: TheDesk) -> Response[str]:
    """Take one stop from visitors at once, in the languages that were chosen, and publish nothing else."""
    form = await desk.form()
    chosen = [language for language in desk.site.languages.written if form.get(f"in-{language}")]
    if not chosen:
        return await _about(desk, "stop_withdraw", code, BadInputError("Choose at least one language."))
    try:
        async with desk.office.database.write() as session:
            stop = await tours.stop_by_code(session, code)
            titles = (await arranging.titles(session, [stop.id])).get(stop.id, {})
            receipts = await withdrawing.withdraw_stop(session, stop, chosen, desk.member.name)
            for language in dict.fromkeys(receipt.language for receipt in receipts):
                label = f"{stop.number or '–'} {titles.get(language, stop.code)}"
                await accounts.record(session, desk.member.name, "stop-withdrawn", label, language, stop.code)
    except ConflictError as error:
        return await _about(desk, "stop_withdraw", code, error)
    if len(receipts) == 1 and receipts[0].edition_id is not None:
        return go(f"/cms/editions/{receipts[0].tour}/{receipts[0].language}/{receipts[0].edition_id}?said=withdrawn")
    return go(f"/cms/stops/{code}/withdraw?said=withdrawn")


HANDLERS = [page, arrange, new_stop, ask_remove, remove, ask_withdraw, withdraw]
