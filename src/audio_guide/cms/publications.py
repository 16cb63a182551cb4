"""Publish, look at what was published, go back to an earlier edition, withdraw."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, PUBLISHERS, TheDesk, page_of, written
from audio_guide.cms.rendering import go
from audio_guide.kit.errors import ConflictError
from audio_guide.publishing import editions, pointing
from audio_guide.publishing import service as publishing
from audio_guide.publishing.changes import StopChange
from audio_guide.tours import writing
from audio_guide.tours.compare import Change, word_changes
from audio_guide.tours.models import Tour

MOST_COMPARED = 60
"""Changed stops whose words are compared on one page; beyond, the page names what changed without the words."""


def compared(found: Sequence[StopChange]) -> dict[tuple[str, str], tuple[Change, ...]]:
    """Return the words that changed, by stop and part."""
    changed = [one for one in found if one.kind == "changed"][:MOST_COMPARED]
    return {(one.code, part): word_changes(*pair) for one in changed for part, pair in one.words.items()}


async def labels(session: AsyncSession, tour: Tour, language: str) -> dict[str, str]:
    """Return how each stop of a tour is called for people, by code."""
    named = {}
    for stop in await publishing.stops_of(session, tour.id):
        script = next((script for script in stop.scripts if script.language == language and script.track == "standard"), None)
        named[stop.code] = f"{stop.number or '–'} {script.title if script is not None else stop.code}"
    return named


async def proposal(session: AsyncSession, desk: TheDesk, tour: Tour, language: str, **how: Any) -> dict[str, Any]:
    """Return what publishing a tour's language would do now, and what is public; *how* is as the service takes it."""
    try:
        receipt, made = await publishing.propose(session, desk.office.voices, tour, language, desk.member.name, **how)
    except ConflictError as error:
        return {"public": await pointing.current(session, tour.id, language), "receipt": None, "possible": False, "error": error}
    counts = {kind: sum(one.kind == kind for one in receipt.changes) for kind in ("new", "changed", "removed", "same")}
    return {"public": receipt.former, "receipt": receipt, "possible": made is not None and receipt.changed, "error": None, "counts": counts}


@get("/publish", opt={"roles": PUBLISHERS})
async def overview(desk: TheDesk) -> Response[str]:
    """Show for each tour and language what visitors see and what publishing would change."""
    tables: list[tuple[Tour, dict[str, str], dict[str, dict[str, Any]]]] = []
    async with desk.office.database.read() as session:
        for tour in await publishing.all_tours(session):
            stops = await publishing.stops_of(session, tour.id)
            shown = {language: await proposal(session, desk, tour, language, sketch=True, stops=stops) for language in desk.site.languages.written}
            tables.append((tour, await writing.titles_of(session, tour.id), shown))
    return desk.show("publish", tables=tables)


@get("/publish/{slug:str}/{language:str}", opt={"roles": PUBLISHERS})
async def look(slug: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Show every change that publishing would bring, word by word, before anybody does it."""
    async with desk.office.database.read() as session:
        tour = await publishing.tour_by_slug(session, slug)
        texts_too = bool(desk.request.query_params.get("texts"))
        shown = await proposal(session, desk, tour, written(desk, language), texts_too=texts_too)
        more: dict[str, Any] = {
            "texts_too": texts_too,
            "tour": tour,
            "titles": await writing.titles_of(session, tour.id),
            "labels": await labels(session, tour, language),
        }
    receipt = shown["receipt"]
    words = await asyncio.to_thread(compared, receipt.changes) if isinstance(receipt, publishing.Receipt) else {}
    left_out = [(gap.code, gap.key, gap.reason) for gap in receipt.left_out] if isinstance(receipt, publishing.Receipt) else []
    return desk.show("proposal", language=language, compared=words, left_out=left_out, **shown, **more)


@post("/publish/{slug:str}/{language:str}", opt={"roles": PUBLISHERS})
async def publish(slug: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Publish or withdraw a tour in one language, and lead to the receipt."""
    form = await desk.form()
    async with desk.office.database.write() as session:
        tour = await publishing.tour_by_slug(session, slug)
        title = (await writing.titles_of(session, tour.id)).get(written(desk, language), slug)
        if form.get("withdraw"):
            if await publishing.withdraw(session, tour, language):
                await accounts.record(session, desk.member.name, "withdrawn", title, language, slug)
            return go("/cms/publish?said=withdrawn")
        texts_too = bool(form.get("texts"))
        receipt = await publishing.publish(session, desk.office.voices, tour, language, desk.member.name, texts_too=texts_too)
        if receipt.changed:
            await accounts.record(session, desk.member.name, "published", title, language, slug)
    if receipt.edition_id is None:
        return go(f"/cms/publish/{slug}/{language}?said=nothing")
    return go(f"/cms/editions/{slug}/{language}/{receipt.edition_id}?said={'published' if receipt.changed else 'unchanged'}")


@get("/editions/{slug:str}/{language:str}", opt={"roles": ANYBODY})
async def issued(slug: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """List every edition of a tour in one language."""
    page = page_of(desk)
    async with desk.office.database.read() as session:
        tour = await publishing.tour_by_slug(session, slug)
        rows, total = await editions.issues(session, tour, written(desk, language), page)
        titles = await writing.titles_of(session, tour.id)
        is_public = await editions.current_id(session, tour, language) is not None
    shown: dict[str, Any] = {"tour": tour, "titles": titles, "language": language, "rows": rows, "total": total, "is_public": is_public}
    return desk.show("editions", page=page, pages=-(-total // editions.PAGE), **shown)


@get("/editions/{slug:str}/{language:str}/{edition_id:uuid}", opt={"roles": ANYBODY})
async def receipt_page(slug: FromPath[str], language: FromPath[str], edition_id: FromPath[UUID], desk: TheDesk) -> Response[str]:
    """Show the receipt of one publication: what it changed, and what it left as it was."""
    async with desk.office.database.read() as session:
        tour = await publishing.tour_by_slug(session, slug)
        record = await editions.record_of(session, tour, written(desk, language), edition_id)
        found = await editions.told(session, record)
        current = await editions.current_id(session, tour, language)
        more: dict[str, Any] = {"tour": tour, "titles": await writing.titles_of(session, tour.id), "labels": await labels(session, tour, language)}
    kept: Mapping[str, object] = record.receipt
    words = await asyncio.to_thread(compared, found)
    return desk.show("receipt", language=language, record=record, changes=found, kept=kept, compared=words, is_current=current == record.id, **more)


@post("/editions/{slug:str}/{language:str}/{edition_id:uuid}", opt={"roles": PUBLISHERS})
async def show_again(slug: FromPath[str], language: FromPath[str], edition_id: FromPath[UUID], desk: TheDesk) -> Response[str]:
    """Show visitors an earlier edition again."""
    await desk.form()
    async with desk.office.database.write() as session:
        tour = await publishing.tour_by_slug(session, slug)
        record = await editions.show_again(session, desk.office.media, tour, written(desk, language), edition_id)
        title = (await writing.titles_of(session, tour.id)).get(language, slug)
        moment = record.created_at.astimezone().strftime("%Y-%m-%d %H:%M")
        await accounts.record(session, desk.member.name, "edition-shown", f"{title}, {moment}", language, slug)
    return go(f"/cms/editions/{slug}/{language}/{edition_id}?said=shown-again")


HANDLERS = [overview, look, publish, issued, receipt_page, show_again]
