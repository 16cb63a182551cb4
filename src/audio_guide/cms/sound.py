"""Sound: listen, approve, make again; and the files that are not public yet."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Stream
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, WRITERS, TheDesk, and_track, may_write, track_of
from audio_guide.cms.rendering import PRIVATE, go
from audio_guide.cms.review import beside
from audio_guide.kit.errors import AudioGuideError, NotFoundError
from audio_guide.kit.media import MediaStore, is_name
from audio_guide.kit.ranges import plan
from audio_guide.publishing import board
from audio_guide.publishing import service as publishing
from audio_guide.publishing.approving import Heard
from audio_guide.publishing.former import former
from audio_guide.speech import progress
from audio_guide.speech import service as speech
from audio_guide.speech.human import Reading
from audio_guide.speech.wanting import want_each
from audio_guide.tours import service as tours
from audio_guide.tours import writing
from audio_guide.tours.compare import word_changes
from audio_guide.tours.models import Script, Stop

PIECE = 256 * 1024
TO_HEAR = frozenset({"to-be-heard", "in-review"})


@get("/sound/{code:str}/{language:str}", opt={"roles": ANYBODY})
async def listen(code: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Show one recording: hear it beside its text and the sound before, approve it, make it again, or let a person read it."""
    return await sound_page(desk, code, language)


async def sound_page(desk: TheDesk, code: str, language: str, *, error: AudioGuideError | None = None, typed: Reading | None = None) -> Response[str]:
    """Show a recording's page, with what was typed where it could not be saved."""
    async with desk.office.database.read() as session:
        stop = await tours.stop_by_code(session, code)
        tour = next(iter(await writing.tours_of(session, stop)), None)
        track = track_of(desk)
        marks = await progress.marks(session, [stop.code])
        if tour is None or language not in desk.site.languages.written:
            raise NotFoundError("There is no stop with the code {code}.", code=code[:20])
        cell = await board.cell_of(session, desk.office.voices, tour, stop, language=language, track=track)
        script = await writing.script_of(session, stop, language, track)
        recording = await speech.recording_by_id(session, cell.sound.id) if cell.sound is not None else None
        before = await former(session, tour, stop, script, recording) if script is not None else None
        checks = await beside(session, desk, stop, language)
        estimate = await progress.seconds_for(session, await writing.sentences_of(session, [script.id])) if script is not None else None
    standing = cell.human
    shown: dict[str, Any] = {
        "before": before,
        "changes": word_changes(standing.voice.words, standing.words) if standing is not None and standing.state != "speaks" else (),
        "typed": typed or Reading("", "", ""),
        "error": error,
        "seen": progress.seen([stop.code], marks),
        "estimate": estimate,
        "status": error.status if error is not None else 200,
    }
    return desk.show("sound", stop=stop, language=language, track=track, cell=cell, script=script, recording=recording, **shown, **checks)


@post("/sound/{code:str}/{language:str}", opt={"roles": WRITERS})
async def decide(code: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Approve the sound that was heard, or want it again."""
    form = await desk.form()
    may_write(desk.member, language)
    track = track_of(desk)
    if not form.get("approve") and not form.get("cancel"):
        return await _make(desk, code, language)
    async with desk.office.database.write() as session:
        stop, script = await _meant(session, code, language, track)
        label = await tours.label_of(session, script)
        if form.get("approve"):
            heard = Heard(str(form.get("heard", "")), str(form.get("take", "")))
            await publishing.approve(session, desk.office.voices, script, desk.member.signature, heard=heard)
            await accounts.record(session, desk.member.name, "sound-approved", label, language, stop.code)
        else:
            await progress.call_off(session, script_id=script.id)
            await accounts.record(session, desk.member.name, "sound-called-off", label, language, stop.code)
    if form.get("approve"):
        return go(await _next_to_hear(desk, stop, language, track) or "/cms?said=saved")
    return go(f"/cms/sound/{code}/{language}?said=called-off{and_track(track)}")


async def _make(desk: TheDesk, code: str, language: str) -> Response[str]:
    """Want the sound, once more if it is there: what was approved counts until the new take is there. Raises why no voice can speak it."""
    track = track_of(desk)
    async with desk.office.database.read() as session:
        stop, script = await _meant(session, code, language, track)
        label = await tours.label_of(session, script)
    for answer in await want_each(desk.office, [script.id], anew=True):
        if answer.refused is not None:
            raise answer.refused
    async with desk.office.database.write() as session:
        await accounts.record(session, desk.member.name, "sound-wanted", label, language, stop.code)
    return go(f"/cms/sound/{code}/{language}?said=sound{and_track(track)}")


async def _meant(session: AsyncSession, code: str, language: str, track: str) -> tuple[Stop, Script]:
    """Return the stop and the text whose sound a page is about; raises NotFoundError."""
    stop = await tours.stop_by_code(session, code)
    script = await writing.script_of(session, stop, language, track)
    if script is None:
        raise NotFoundError("This script was removed.")
    return stop, script


async def _next_to_hear(desk: TheDesk, stop: Stop, language: str, track: str) -> str:
    """Return where the next sound is that waits for a listener in this language, in the order of the tour and round to its beginning; "" if there is none."""
    async with desk.office.database.read() as session:
        tour = next(iter(await writing.tours_of(session, stop)), None)
        rows = await board.rows(session, desk.office.voices, tour, [language]) if tour is not None else []
    cells = [(row.stop.code, cell) for row in rows for cell in (row.cells[language], *row.cells[language].tracks)]
    here = next((place for place, (code, cell) in enumerate(cells) if (code, cell.track) == (stop.code, track)), 0)
    waiting = next(((code, cell) for code, cell in cells[here + 1 :] + cells[:here] if cell.state in TO_HEAR), None)
    return f"/cms/sound/{waiting[0]}/{language}?said=next{and_track(waiting[1].track)}" if waiting is not None else ""


@get("/media/{name:str}", opt={"roles": ANYBODY})
async def media(name: FromPath[str], desk: TheDesk) -> Stream:
    """Give a file of the store to staff, also one that no edition names; ranges are answered, or Safari would not play it."""
    info = await asyncio.to_thread(desk.office.media.head, name) if is_name(name) else None
    if info is None:
        raise NotFoundError("This file is missing.")
    decided = plan({key.lower(): value for key, value in desk.request.headers.items()}, info.size, f'"{name.partition(".")[0]}"', info.modified)
    headers = {**PRIVATE, "Accept-Ranges": "bytes", "Content-Security-Policy": "sandbox; default-src 'none'"}
    if decided.content_range is not None:
        headers["Content-Range"] = decided.content_range
    headers["Content-Length"] = str(decided.end - decided.start)
    return Stream(_pieces(desk.office.media, name, decided.start, decided.end), media_type=info.media_type, status_code=decided.status, headers=headers)


async def _pieces(media: MediaStore, name: str, start: int, end: int) -> AsyncIterator[bytes]:
    """Read a part of a file piece by piece, since a film is too large for memory."""
    for at in range(start, end, PIECE):
        yield await asyncio.to_thread(media.read, name, at, min(at + PIECE, end))


HANDLERS = [listen, decide, media]
