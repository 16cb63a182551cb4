"""How far the making of sound is, told while the page stays open."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from uuid import UUID

from litestar import get, post
from litestar.response import Response, ServerSentEvent
from litestar.types import SSEData

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, WRITERS, Desk, TheDesk, cookie_name, written_of
from audio_guide.cms.rendering import PRIVATE, go, piece
from audio_guide.publishing import board
from audio_guide.publishing.judging import Cell
from audio_guide.speech import progress, ways
from audio_guide.speech.progress import Step, UnderWay

LOOK_SECONDS = 1.0
LONGEST_SECONDS = 3600
"""After an hour the browser asks anew; a page that somebody forgot asks nothing for ever."""


@get("/progress", opt={"roles": ANYBODY})
async def follow(desk: TheDesk) -> ServerSentEvent:
    """Tell what moved, once a second, until all sound is made or the session ends."""
    only, seen = (desk.request.query_params.get(name, "") for name in ("only", "seen"))
    return ServerSentEvent(_moves(desk, only, progress.known(seen)), headers=PRIVATE)


async def _moves(desk: Desk, only: str, seen: Mapping[str, str]) -> AsyncIterator[SSEData]:
    """Give a piece of the page for each second in which something moved, of the stops that it shows and as a whole, and "made" at the end.

    What ended between the making of the page and this call is told too, or while a browser that was put aside had hung up: the page says what it has *seen*.
    """
    told: dict[UUID, Step] | None = None
    before: UnderWay | None = None
    for _ in range(int(LONGEST_SECONDS / LOOK_SECONDS)):
        async with desk.office.database.read() as session:
            if await accounts.member_of(session, desk.request.cookies.get(cookie_name(desk.site), "")) is None:
                return
            whole = await progress.under_way(session)
            steps = [one for one in await progress.steps(session, seen) if not only or str(one.script_id) == only]
            if told is None:
                marks = await progress.marks(session, seen)
                moved = [one for one in steps if one.state in progress.UNDER_WAY or marks.get(one.code) != seen[one.code]]
            else:
                moved = [one for one in steps if told.get(one.id) != one]
            cells = await board.cells_of_scripts(session, desk.office.voices, list({one.script_id for one in moved}))
        told = {one.id: one for one in steps}
        finished = not any(one.state in progress.UNDER_WAY for one in steps) if only else not whole.recordings
        changed, before = bool(moved) or (whole != before and not only), whole
        if changed or finished:
            yield _piece(desk, cells, whole, finished=finished)
        if finished:
            yield {"event": "made", "data": "made"}
            return
        await asyncio.sleep(LOOK_SECONDS)


def _piece(desk: Desk, cells: Collection[Cell], whole: UnderWay, *, finished: bool) -> str:
    return piece(desk.request, desk.site, "_progress", desk.member, cells=cells, whole=whole, finished=finished)


@post("/sound/call-off", opt={"roles": WRITERS})
async def call_off(desk: TheDesk) -> Response[str]:
    """Stop what is being made of stops and ways, all that one may write or one language; what exists stays."""
    form = await desk.form()
    language = written_of(desk, form)
    mine = [one for one in desk.site.languages.written if desk.member.may_write(one)]
    everything = not language and len(mine) == len(desk.site.languages.written)
    async with desk.office.database.write() as session:
        for one in [None] if everything else [language] if language else mine:
            await progress.call_off(session, language=one)
            await ways.call_off(session, one)
            await accounts.record(session, desk.member.name, "sound-called-off", "*" if one is None else "", one or "")
    return go("/cms?said=called-off")


HANDLERS = [follow, call_off]
