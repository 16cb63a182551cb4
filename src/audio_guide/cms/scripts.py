"""The script editor: a text, what it was translated from, how it will be read, and what other people did to it meanwhile."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts import service as accounts
from audio_guide.cms.alongside import Place, shown
from audio_guide.cms.comparing import Typed, arrived, conflict, number, typed_in
from audio_guide.cms.doors import ANYBODY, WRITERS, TheDesk, and_track, may_write, track_of, written
from audio_guide.cms.rendering import PRIVATE, go
from audio_guide.cms.review import beside
from audio_guide.kit.errors import BadInputError, ConflictError, NotFoundError
from audio_guide.speech.wishes import read_before, request_each
from audio_guide.tours import service as tours
from audio_guide.tours import writing
from audio_guide.tours.models import Script, ScriptRevision
from audio_guide.tours.writing import Words


@get("/stops/{code:str}/{language:str}", opt={"roles": ANYBODY})
async def editor(code: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Show a stop's words in one language for writing; an unsaved draft of one's own comes first."""
    language, track = written(desk, language), track_of(desk)
    async with desk.office.database.read() as session:
        stop = await tours.stop_by_code(session, code)
        script = await writing.script_of(session, stop, language, track)
        draft = await writing.draft_of(session, desk.member.id, stop, language, track)
        saved = await writing.words_of(session, script) if script is not None else Words("", "")
        words = Words(draft.title, draft.body, draft.note) if draft is not None else saved
        based_on = draft.based_on if draft is not None else script.revision if script is not None else 0
        page = await shown(session, desk, Place(stop, language, track), words, draft) | await beside(session, desk, stop, language)
    return desk.show("editor", typed=words, based_on=based_on, is_draft=draft is not None, error=None, arrived=arrived(desk), **page)


@post("/stops/{code:str}/{language:str}", opt={"roles": WRITERS})
async def save(code: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Save a revision and want its sound in the same transaction; whoever was slower sees both texts and loses nothing."""
    language = written(desk, language)
    may_write(desk.member, language)
    typed = typed_in(await desk.form(), desk)
    async with desk.office.database.read() as session:
        stop = await tours.stop_by_code(session, code)
        script = await writing.script_of(session, stop, language, typed.track) or Script(stop_id=stop.id, language=language, track=typed.track)
        await read_before(session, desk.office.voices, script, typed.words)
    try:
        async with desk.office.database.write() as session:
            place = Place(await tours.stop_by_code(session, code), language, typed.track)
            await _save(session, desk, place, typed)
            await writing.drop_draft(session, desk.member.id, place.stop, language, typed.track)
    except ConflictError:
        return await conflict(desk, code, language, typed)
    except BadInputError as error:
        return await _refused(desk, code, language, typed, error)
    sent = f"&sent={typed.sent}" if typed.sent else ""
    return go(f"/cms/stops/{code}/{language}?said=saved{and_track(typed.track)}{sent}")


async def _refused(desk: TheDesk, code: str, language: str, typed: Typed, error: BadInputError) -> Response[str]:
    """Show the editor with what was typed and why it cannot be saved."""
    async with desk.office.database.read() as session:
        place = Place(await tours.stop_by_code(session, code), language, typed.track)
        page = await shown(session, desk, place, typed.words) | await beside(session, desk, place.stop, language)
    chosen: dict[str, Any] = {"brought_up": typed.brought_up, "seen": page["seen"] | {one: seen for one, seen in typed.seen.items() if one in page["others"]}}
    if typed.source is not None:
        chosen["chosen"] = typed.source
    return desk.show("editor", status=422, typed=typed.words, based_on=typed.based_on, is_draft=True, error=error, arrived="", **page | chosen)


async def _save(session: AsyncSession, desk: TheDesk, place: Place, typed: Typed) -> Script:
    """Save words, their note and their source, and want the sound; raises ConflictError if somebody else was quicker."""
    stop, language, words = place.stop, place.language, typed.words
    before = await writing.script_of(session, stop, language, typed.track)
    if before is not None and typed.based_on == 0:
        raise ConflictError("Somebody saved this text while you were writing. Your words are kept; compare both and save again.")
    author, note = desk.member.signature, words.note if typed.track == "standard" else None  # the note is the stop's, whatever the form of its words
    script = await tours.save_script(
        session, stop, language, title=words.title, body=words.body, author=author, track=typed.track, based_on=typed.based_on or None, note=note
    )
    await session.flush()  # the source is written to the newest revision
    await _translated(session, desk, place, script, typed)
    await request_each(session, desk.office.jobs, desk.office.voices, [script])
    await accounts.record(session, desk.member.name, "text-saved", f"{stop.number or stop.code} {script.title}", language, stop.code)
    return script


async def _translated(session: AsyncSession, desk: TheDesk, place: Place, script: Script, typed: Typed) -> None:
    """Remember from which words a text was made; that it is behind them stays until somebody says that it was brought up to them."""
    if typed.source is None:
        return
    known = await writing.source_of(session, script)
    if not typed.source:
        if known is not None:
            await writing.forget_source(session, script)
        return
    if typed.source == place.language or typed.source not in desk.site.languages.written:
        return
    original = await writing.script_of(session, place.stop, typed.source, place.track)
    if original is not None and (known is None or known.language != typed.source or typed.brought_up):
        await writing.remember_source(session, script, original, typed.source_seen())


@post("/stops/{code:str}/{language:str}/draft", opt={"roles": WRITERS})
async def keep_draft(code: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Keep what is typed, every few seconds, or give it up; what comes late, after its writer has saved, is not kept."""
    language, track = written(desk, language), track_of(desk)
    may_write(desk.member, language)
    form = await desk.form()
    typed = typed_in(form, desk)
    async with desk.office.database.write() as session:
        stop = await tours.stop_by_code(session, code)
        if form.get("drop"):
            await writing.drop_draft(session, desk.member.id, stop, language, track)
        else:
            await writing.refuse_late(session, stop, (language, track), typed.based_on, desk.member.signature)
            kept = writing.Typed(typed.words, typed.based_on, typed.source or "", typed.seen.get(typed.source or "", 0))
            await writing.keep_draft(session, desk.member.id, stop, language, kept, track)
    if form.get("drop") or form.get("went-on"):  # sent by a person and not by the page
        return go(f"/cms/stops/{code}/{language}?{and_track(track)[1:]}")
    return Response("", status_code=204, headers=PRIVATE)


@post("/stops/{code:str}/{language:str}/restore", opt={"roles": WRITERS})
async def restore(code: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Put an earlier revision's words on top as a new one, with its note and its source; what somebody saved meanwhile is shown beside it first."""
    language, track = written(desk, language), track_of(desk)
    may_write(desk.member, language)
    form = await desk.form()
    based_on = number(form.get("based_on"))
    async with desk.office.database.write() as session:
        place = Place(await tours.stop_by_code(session, code), language, track)
        script, old = await _earlier(session, place, number(form.get("number")))
        note = await tours.note_of(session, place.stop.id, language) if old.note is None else old.note
        source = await writing.source_of(session, script)
        typed = Typed(Words(old.title, old.body, note), based_on, track, source.language if source is not None else "")
        is_late = based_on != script.revision
        if not is_late:
            await _save(session, desk, place, typed)
            await writing.restore_source(session, script, old)
            await writing.drop_draft(session, desk.member.id, place.stop, language, track)
    if is_late:
        return await conflict(desk, code, language, typed)
    return go(f"/cms/stops/{code}/{language}?said=saved{and_track(track)}")


async def _earlier(session: AsyncSession, place: Place, wanted: int) -> tuple[Script, ScriptRevision]:
    """Return a text and one of its revisions; raises NotFoundError."""
    script = await writing.script_of(session, place.stop, place.language, place.track)
    if script is None:
        raise NotFoundError("This script was removed.")
    return script, await writing.revision(session, script, wanted)


HANDLERS = [editor, save, keep_draft, restore]
