"""Pictures: sent, described in each language, shown at stops in an order, replaced and removed."""

import asyncio
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, EDITORS, WRITERS, TheDesk, local, may_write, page_of
from audio_guide.cms.rendering import go
from audio_guide.kit.errors import AudioGuideError, BadInputError, ConflictError
from audio_guide.tours import darkroom, intake, pictures
from audio_guide.tours import service as tours
from audio_guide.tours.changing import Change, touched
from audio_guide.tours.models import PEOPLE
from audio_guide.tours.pictures import Files, Row, WordsChangedError
from audio_guide.tours.seeking import pictures_having

MOST_UPLOAD = 64_000_000
"""More than a picture may have, so that whoever sends too large a one is told so in a sentence instead of a broken line."""
UPLOADS = {re.compile(r"/cms/pictures/(?:new|[^/]+/file)"): MOST_UPLOAD}
A_PAGE = 48
MOST_CHOICES = 24
RIGHTS = ("consent", "people")
LONGEST_FIND = 80


def _fields(desk: TheDesk) -> tuple[str, ...]:
    """Return what a form can say of a picture."""
    return (*(f"{field}-{language}" for language in desk.site.languages.written for field in ("alt", "credit")), *RIGHTS)


def _find(desk: TheDesk) -> str:
    return desk.request.query_params.get("find", "").strip()[:LONGEST_FIND]


@get("/pictures", opt={"roles": ANYBODY})
async def all_pictures(desk: TheDesk) -> Response[str]:
    """Show all pictures: what they show, where, and what is missing."""
    find, missing = _find(desk), bool(desk.request.query_params.get("missing"))
    async with desk.office.database.read() as session:
        shown, count, page = await _found(session, desk, find) if find or missing else await _page_of(session, desk)
    return desk.show("pictures", rows=shown, count=count, find=find, missing=missing, page=page, pages=max(1, -(-count // A_PAGE)))


async def _page_of(session: AsyncSession, desk: TheDesk) -> tuple[Sequence[Row], int, int]:
    """Return a page of all pictures, how many there are, and which page it is: the last one for whoever asks for one behind it."""
    page = page_of(desk)
    shown, count = await pictures.some_rows(session, A_PAGE, (page - 1) * A_PAGE)
    if count and not shown:
        page = -(-count // A_PAGE)
        shown, count = await pictures.some_rows(session, A_PAGE, (page - 1) * A_PAGE)
    return shown, count, page


async def _found(session: AsyncSession, desk: TheDesk, find: str) -> tuple[Sequence[Row], int, int]:
    """Return the same of those in which something is found, or of which something is missing."""
    found = await pictures_having(session, find, missing_in=desk.site.languages.written if desk.request.query_params.get("missing") else ())
    page = min(page_of(desk), max(1, -(-len(found) // A_PAGE)))
    return await pictures.rows_by_id(session, found[(page - 1) * A_PAGE : page * A_PAGE]), len(found), page


@get("/pictures/new", opt={"roles": EDITORS})
async def new_picture(desk: TheDesk) -> Response[str]:
    """Show the form with which a picture is sent, perhaps for a stop."""
    return _sending(desk, None, str(desk.request.query_params.get("stop", ""))[:4])


def _sending(desk: TheDesk, row: Row | None, stop: str = "", error: AudioGuideError | None = None) -> Response[str]:
    """Show the form for a new picture, or for another file of a picture."""
    status = error.status if error is not None else 200
    megabytes = intake.MOST_BYTES // intake.MEGABYTE
    if error is not None:
        error.at("file")
    return desk.show("picture_file", status=status, row=row, stop=stop, error=error, most=intake.MOST_BYTES, megabytes=megabytes)


@post("/pictures/new", opt={"roles": EDITORS, "upload": True}, request_max_body_size=MOST_UPLOAD)
async def upload(desk: TheDesk) -> Response[str]:
    """Develop a picture that was sent, and keep it; a file that is none is refused with what to do."""
    form = await desk.form()
    code = str(form.get("stop", ""))[:4]
    try:
        made = await _developed(desk, form)
        async with desk.office.database.write() as session:
            stop = await tours.stop_by_code(session, code) if code else None
            picture, is_new = await pictures.add(session, made)
            key = picture.key
            if is_new:
                await accounts.record(session, desk.member.name, "picture-added", key, place=key)
            if stop is not None and await pictures.show_at(session, stop, picture):
                await accounts.record(session, desk.member.name, "pictures-arranged", f"{stop.number or stop.code} {key}", place=stop.code)
    except AudioGuideError as error:
        return _sending(desk, None, code, error)
    return go(f"/cms/pictures/{key}?said={'uploaded' if is_new else 'known'}")


async def _developed(desk: TheDesk, form: Any) -> Files:
    """Return the sizes of a picture that was sent, put into the store already; raises BadInputError, StorageFullError, UnavailableError."""
    sent = form.get("file")
    if not isinstance(sent, UploadFile):
        raise BadInputError("No picture was chosen. Choose a file, then send it.")
    try:
        size = await asyncio.to_thread(sent.file.seek, 0, 2)
        if size > intake.MOST_BYTES:
            raise intake.too_large(size)
        await sent.seek(0)
        developed = await desk.office.darkroom.develop(sent.file.read, sent.filename, sent.content_type)
    finally:
        await sent.close()
    files = await asyncio.to_thread(darkroom.keep, desk.office.media, developed)
    return Files(developed.width, developed.height, files, developed.source_digest)


@get("/pictures/{key:str}", opt={"roles": ANYBODY})
async def picture_page(key: FromPath[str], desk: TheDesk) -> Response[str]:
    """Show a picture with its words in all languages, who allowed it, and the stops that show it."""
    async with desk.office.database.read() as session:
        row = await pictures.by_key(session, key)
    return _page(desk, row)


def _page(desk: TheDesk, row: Row, error: AudioGuideError | None = None, typed: dict[str, str] | None = None) -> Response[str]:
    """Show a picture's page, with what was typed where it could not be saved."""
    status = error.status if error is not None else 200
    clashes = error.fields if isinstance(error, WordsChangedError) else frozenset()
    return desk.show("picture", status=status, row=row, error=error, typed=typed or {}, clashes=clashes, people=PEOPLE, limits=pictures)


@post("/pictures/{key:str}", opt={"roles": WRITERS})
async def save(key: FromPath[str], desk: TheDesk) -> Response[str]:
    """Save a picture's words in the languages that this person may write, and who allowed it; two who write at once lose nothing."""
    form = await desk.form()
    changes = {name: Change(str(form.get(f"seen-{name}", "")), str(form[name])) for name in _fields(desk) if name in form}
    for name in changes:
        if name in RIGHTS and not desk.member.may(*EDITORS):
            raise accounts.ForbiddenError("Your role may not do this. Ask an admin of the guide.")
        if name not in RIGHTS:
            may_write(desk.member, name.partition("-")[2])
    try:
        async with desk.office.database.write() as session:
            row = await pictures.by_key(session, key)
            changed = await pictures.save_words(session, row, changes)
            for language in dict.fromkeys("" if name in RIGHTS else name.partition("-")[2] for name in changed):
                verb = "picture-described" if language else "picture-allowed"
                await accounts.record(session, desk.member.name, verb, _label(desk, row), language, row.picture.key)
    except (BadInputError, WordsChangedError) as error:
        async with desk.office.database.read() as session:
            row = await pictures.by_key(session, key)
        return _page(desk, row, error, touched(changes))
    back = str(form.get("back", ""))
    return go(local(back) if back else f"/cms/pictures/{quote(key)}?said=saved")


def _label(desk: TheDesk, row: Row) -> str:
    """Return how the history names a picture: its words if there are any, and its key."""
    return f"{row.picture.key} {row.alt(row.told_in(desk.site.languages.written))}".strip()[:120]


@get("/pictures/{key:str}/file", opt={"roles": EDITORS})
async def other_file(key: FromPath[str], desk: TheDesk) -> Response[str]:
    """Show the form with which a picture gets another file."""
    async with desk.office.database.read() as session:
        row = await pictures.by_key(session, key)
    return _sending(desk, row)


@post("/pictures/{key:str}/file", opt={"roles": EDITORS, "upload": True}, request_max_body_size=MOST_UPLOAD)
async def replace(key: FromPath[str], desk: TheDesk) -> Response[str]:
    """Give a picture another file; visitors see it after the next publication."""
    form = await desk.form()
    async with desk.office.database.read() as session:
        row = await pictures.by_key(session, key)
    try:
        made = await _developed(desk, form)
        async with desk.office.database.write() as session:
            row = await pictures.by_key(session, key)
            pictures.replace(row.picture, made)
            await accounts.record(session, desk.member.name, "picture-replaced", _label(desk, row), place=row.picture.key)
    except AudioGuideError as error:
        return _sending(desk, row, error=error)
    return go(f"/cms/pictures/{quote(key)}?said=replaced")


@post("/pictures/{key:str}/remove", opt={"roles": EDITORS})
async def remove(key: FromPath[str], desk: TheDesk) -> Response[str]:
    """Remove a picture that no stop shows."""
    await desk.form()
    try:
        async with desk.office.database.write() as session:
            row = await pictures.by_key(session, key)
            await pictures.remove(session, row)
            await accounts.record(session, desk.member.name, "picture-removed", _label(desk, row), place=row.picture.key)
    except ConflictError as error:
        async with desk.office.database.read() as session:
            row = await pictures.by_key(session, key)
        return _page(desk, row, error)
    return go("/cms/pictures?said=removed")


@get("/stops/{code:str}/pictures", opt={"roles": ANYBODY})
async def of_stop(code: FromPath[str], desk: TheDesk) -> Response[str]:
    """Show the pictures of a stop in their order, and others to choose from."""
    find = _find(desk)
    async with desk.office.database.read() as session:
        stop = await tours.stop_by_code(session, code)
        shown = await pictures.at_stop(session, stop.id)
        if find:
            here = {row.picture.id for row in shown}
            having = [one for one in await pictures_having(session, find) if one not in here]
            others, count = await pictures.rows_by_id(session, having[:MOST_CHOICES]), len(having)
        else:
            others, count = await pictures.some_rows(session, MOST_CHOICES, not_at=stop.id)
    return desk.show("stop_pictures", stop=stop, shown=shown, choices=others, count=count, find=find)


@post("/stops/{code:str}/pictures", opt={"roles": EDITORS})
async def arrange(code: FromPath[str], desk: TheDesk) -> Response[str]:
    """Show a picture at a stop, move it up or down, or take it away; the focus comes back to where it was."""
    form = await desk.form()
    key, do = str(form.get("picture", "")), str(form.get("do", ""))
    async with desk.office.database.write() as session:
        stop = await tours.stop_by_code(session, code)
        row = await pictures.by_key(session, key)
        if do == "add":
            await pictures.show_at(session, stop, row.picture)
        elif do in {"up", "down"}:
            await pictures.move(session, stop, row.picture, -1 if do == "up" else 1)
        elif do == "out":
            await pictures.take_away(session, stop, row.picture)
        else:
            raise BadInputError("This form could not be read. Send it again from its page.")
        await accounts.record(session, desk.member.name, "pictures-arranged", f"{stop.number or stop.code} {_label(desk, row)}", place=stop.code)
    place = f"#{do}-{quote(key)}" if do in {"up", "down"} else "#shown"
    return go(f"/cms/stops/{quote(code)}/pictures?said={do}{place}")


HANDLERS = [all_pictures, new_picture, upload, picture_page, save, other_file, replace, remove, of_stop, arrange]
