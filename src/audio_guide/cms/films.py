"""Films in sign languages: sent, watched, described, captioned, kept after a change of the text, and removed."""

import asyncio
import contextlib
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from re import Pattern
from typing import Any, cast
from urllib.parse import quote

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, EDITORS, WRITERS, TheDesk, may_write, written
from audio_guide.cms.rendering import go
from audio_guide.kit.errors import AudioGuideError, BadInputError, ConflictError
from audio_guide.kit.media import MediaStore, type_of
from audio_guide.tours import captions, films, footage, writing
from audio_guide.tours import service as tours
from audio_guide.tours.changing import Change, FieldsChangedError, touched
from audio_guide.tours.compare import word_changes
from audio_guide.tours.films import Sent, Told
from audio_guide.tours.footage import MEGABYTE
from audio_guide.tours.models import Film, Script, Stop

ROOM_FOR_WORDS = 50
"""Megabytes beyond a film, enough for saying how much too large a file is instead of breaking the line."""


def uploads(megabytes: int) -> Mapping[Pattern[str], int]:
    """Return the address that takes films, and how many bytes."""
    return {re.compile(r"/cms/stops/[^/]+/films"): (megabytes + ROOM_FOR_WORDS) * MEGABYTE}


@get("/stops/{code:str}/films", opt={"roles": ANYBODY})
async def of_stop(code: FromPath[str], desk: TheDesk) -> Response[str]:
    """Show the films of a stop, what is missing, and the form with which one is sent."""
    return await _page(desk, code)


async def _page(desk: TheDesk, code: str, error: AudioGuideError | None = None, typed: Mapping[str, str] | None = None, about: str = "") -> Response[str]:
    """Show the page, with what was typed where it could not be saved; *about* is the film of the form that was sent, or "" for the form of a new one."""
    async with desk.office.database.read() as session:
        stop = await tours.stop_by_code(session, code)
        standing = (await films.standings(session, [stop.id])).get(stop.id, [])
        scripts = await _scripts(session, desk, stop)
    shown: dict[str, Any] = {
        "films": standing,
        "captions": await asyncio.to_thread(_written, desk.office.media, [one.film for one in standing]),
        "scripts": scripts,
        "changes": {one.film.language: word_changes(one.signed, one.now) for one in standing if one.changed},
        "all": films.SIGN_LANGUAGES,
        "limits": desk.office.screening.limits,
        "room": films.LIMITS,
        "typed": typed or {},
        "about": about,
        "clashes": error.fields if isinstance(error, FieldsChangedError) else frozenset(),
        "error": error,
        "status": error.status if error is not None else 200,
    }
    return desk.show("films", stop=stop, captions_in=films.captions_in, **shown)


def _written(media: MediaStore, found: Sequence[Film]) -> dict[tuple[str, str], str]:
    """Return the captions of films by sign language and language, as they can be changed; what is missing in the store is empty."""
    words: dict[tuple[str, str], str] = {}
    for film in found:
        for one in film.captions:
            with contextlib.suppress(FileNotFoundError):
                words[film.language, str(one["language"])] = media.read(str(one["name"]), 0, cast("int", one["bytes"])).decode()
    return words


async def _scripts(session: AsyncSession, desk: TheDesk, stop: Stop) -> dict[str, Script]:
    """Return a stop's texts that may be signed, by language."""
    found = {language: await writing.script_of(session, stop, language) for language in desk.site.languages.written}
    return {language: script for language, script in found.items() if script is not None}


@post("/stops/{code:str}/films", opt={"roles": EDITORS, "upload": True}, request_max_body_size=None)
async def upload(code: FromPath[str], desk: TheDesk) -> Response[str]:
    """Take a film in for a stop's text of now; a file that is no such thing is refused with what to do, and the words that were typed stay."""
    form = await desk.form()
    sent = form.get("file")
    language = str(form.get("language", ""))
    typed = {name: str(form.get(name, "")) for name in ("language", "text", *films.LIMITS)}
    told = Told(typed["signer"], typed["consent"], same_as_text=bool(form.get("same")))
    try:
        films.checked(language, told)
        kept = await _kept(desk, sent)
        async with desk.office.database.write() as session:
            stop = await tours.stop_by_code(session, code)
            script = await _unchanged(session, stop, form)
            replaced = await films.take_in(session, script, language, kept, told, desk.member.name)
            verb = "film-replaced" if replaced else "film-sent"
            await accounts.record(session, desk.member.name, verb, _label(stop, language), place=stop.code)
    except AudioGuideError as error:
        if isinstance(error, BadInputError | ConflictError) and not error.fields:
            error.at("file")
        return await _page(desk, code, error, typed)
    finally:
        if isinstance(sent, UploadFile):
            await sent.close()
    return go(f"/cms/stops/{quote(code)}/films?said=sent#film-{quote(language)}")


async def _unchanged(session: AsyncSession, stop: Stop, form: FormMultiDict) -> Script:
    """Return the text that is signed if it still is the revision that somebody saw; raises BadInputError, ConflictError."""
    language = str(form.get("text", ""))
    script = await writing.script_of(session, stop, language)
    if script is None:
        raise BadInputError("This stop has no text in this language, so no film can be made for it.")
    if str(form.get(f"seen-{language}", "")) != str(script.revision):
        raise ConflictError("Somebody saved this text since you opened the page. Look at the words, then send the file again.")
    return script


async def _kept(desk: TheDesk, sent: object) -> Sent:
    """Look at a film that was sent and keep it in the store; raises BadInputError, StorageFullError, UnavailableError."""
    if not isinstance(sent, UploadFile):
        raise BadInputError("No file was chosen. Choose the file with the film, then send it.")
    await asyncio.to_thread(sent.file.rollover)  # the program that looks at it reads a real file
    with tempfile.NamedTemporaryFile() as made:
        found = await desk.office.screening.screen(sent.file, made)
        return await asyncio.to_thread(footage.keep, desk.office.media, Path(made.name), found)


def _label(stop: Stop, film: str) -> str:
    """Return how the history names a film."""
    return f"{stop.number or stop.code} · {film}"


@post("/stops/{code:str}/films/{film:str}", opt={"roles": EDITORS})
async def save(code: FromPath[str], film: FromPath[str], desk: TheDesk) -> Response[str]:
    """Save who signs and how they agreed, or say that the film still fits the text that was changed."""
    form = await desk.form()
    changes = {name: Change(str(form.get(f"seen-{name}", "")), str(form[name])) for name in films.LIMITS if name in form}
    fits = bool(form.get("fits"))
    try:
        async with desk.office.database.write() as session:
            stop = await tours.stop_by_code(session, code)
            found = await films.film_of(session, stop, film)
            if fits:
                await films.still_fits(session, found, str(form.get("seen", "")))
                await accounts.record(session, desk.member.name, "film-kept", _label(stop, film), place=stop.code)
            elif films.describe(found, changes, same_as_text=bool(form.get("same"))):
                await accounts.record(session, desk.member.name, "film-described", _label(stop, film), place=stop.code)
    except AudioGuideError as error:
        return await _page(desk, code, error, touched(changes), film)
    return go(f"/cms/stops/{quote(code)}/films?said={'kept' if fits else 'saved'}#film-{quote(film)}")


@post("/stops/{code:str}/films/{film:str}/captions/{language:str}", opt={"roles": WRITERS})
async def caption(code: FromPath[str], film: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Give a film its captions in a language; no words take them away."""
    form = await desk.form()
    may_write(desk.member, written(desk, language))
    words = str(form.get("words", "")).strip()
    try:
        async with desk.office.database.read() as session:
            seconds = (await films.film_of(session, await tours.stop_by_code(session, code), film)).seconds
        kept = await _captions(desk, words, seconds) if words else None
        async with desk.office.database.write() as session:
            stop = await tours.stop_by_code(session, code)
            found = await films.film_of(session, stop, film)
            if words and found.seconds < seconds:  # somebody sent a shorter film meanwhile
                captions.checked(words.encode(), found.seconds)
            films.caption(found, language, kept)
            await accounts.record(session, desk.member.name, "film-captioned", _label(stop, film), language, stop.code)
    except AudioGuideError as error:
        return await _page(desk, code, error, {f"words-{language}": words}, film)
    return go(f"/cms/stops/{quote(code)}/films?said=captioned#film-{quote(film)}")


async def _captions(desk: TheDesk, words: str, seconds: float) -> dict[str, object]:
    """Check captions and keep them in the store; raises BadInputError with the line."""
    data = captions.checked(words.encode(), seconds)
    name = await asyncio.to_thread(desk.office.media.put, data, "vtt")
    return {"name": name, "media_type": type_of(name), "bytes": len(data)}


@post("/stops/{code:str}/films/{film:str}/remove", opt={"roles": EDITORS})
async def remove(code: FromPath[str], film: FromPath[str], desk: TheDesk) -> Response[str]:
    """Remove a film; visitors see it until the next publication."""
    await desk.form()
    async with desk.office.database.write() as session:
        stop = await tours.stop_by_code(session, code)
        await session.delete(await films.film_of(session, stop, film))
        await accounts.record(session, desk.member.name, "film-removed", _label(stop, film), place=stop.code)
    return go(f"/cms/stops/{quote(code)}/films?said=removed")


HANDLERS = [of_stop, upload, save, caption, remove]
