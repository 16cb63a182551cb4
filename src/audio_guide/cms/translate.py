"""Texts as files: send them to translators, take them back with a look first, decide about what could not be put in place."""

import asyncio
import re
from collections.abc import Mapping
from importlib.metadata import version
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, WRITERS, TheDesk, may_write, written
from audio_guide.cms.files import attachment
from audio_guide.cms.rendering import go
from audio_guide.kit.errors import BadInputError, NotFoundError, mark
from audio_guide.kit.languages import FIRST
from audio_guide.publishing.memory import memory
from audio_guide.speech import service as speech
from audio_guide.speech.wishes import request_each
from audio_guide.tours.exchange import files, glossary, importing, sheet_files, sheets, state, suggesting
from audio_guide.tours.exchange.checks import SENTENCES
from audio_guide.tours.exchange.entries import MOST_BYTES
from audio_guide.tours.exchange.export import Order, export
from audio_guide.tours.exchange.texts import read_texts

SPREADSHEETS = (".csv", ".tsv", ".txt", ".xlsx")
UPLOADS = {re.compile(r"/cms/translate/upload"): MOST_BYTES}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _source(desk: TheDesk, language: str) -> str:
    """Return the source language that was asked for, else the first other one; Kazakh translators mostly work from Russian."""
    asked = desk.request.query_params.get("source", "")
    usual = "ru" if language == FIRST else FIRST
    return asked if asked in desk.site.languages.written and asked != language else usual


@get("/translate", opt={"roles": ANYBODY})
async def overview(desk: TheDesk) -> Response[str]:
    """Show how far each language is, and where files go out and come in."""
    return await _overview(desk)


async def _overview(desk: TheDesk, error: BadInputError | None = None) -> Response[str]:
    async with desk.office.database.read() as session:
        texts = await read_texts(session)
        rows = []
        for language in desk.site.languages.written:
            source = _source(desk, language)
            total = state.Progress()
            for one in state.units(texts, await state.known(session, language), language, source):
                total.counts[one.state] += 1
            rows.append((language, source, total, len(await suggesting.waiting(session, language, source))))
        received = await importing.imports(session)
    return desk.show("translate", status=error.status if error else 200, rows=rows, received=received, error=error)


@post("/translate/export", opt={"roles": ANYBODY})
async def send(desk: TheDesk) -> Response[bytes] | Response[str]:
    """Send a file for a translator and remember its base."""
    form = await desk.form()
    language, source, kind = (str(form.get(name, "")) for name in ("language", "source", "form"))
    said = desk.site.catalogues.gettext
    reader = desk.language
    order = Order(written(desk, language), written(desk, source), kind, desk.site.public_url, only_open=bool(form.get("open")))
    try:
        async with desk.office.database.write() as session:
            data = await export(session, order, lambda words, **places: said(reader, words, **places))
            name = f"exhibits-{source}-{language}.{files.ENDINGS[kind]}"
            await accounts.record(session, desk.member.name, "texts-exported", name, language)
    except BadInputError as error:
        return await _overview(desk, error)
    return attachment(data, files.MEDIA_TYPES[kind], name)


@get("/translate/download/{name:str}", opt={"roles": ANYBODY})
async def download(name: FromPath[str], desk: TheDesk) -> Response[bytes]:
    """Send the names table, the translation memory or the whole text as a table."""
    async with desk.office.database.read() as session:
        if name == "names.csv":
            return attachment(await glossary.as_csv(session, desk.site.languages.written), "text/csv; charset=utf-8", name)
        if name == "names.tbx":
            return attachment(await glossary.as_tbx(session, desk.site.name(FIRST)), "application/x-tbx", name)
        if name == "memory.tmx":
            language = desk.request.query_params.get("language", FIRST)
            source = _source(desk, written(desk, language))
            pairs = await memory(session, language, source)
            entries = [(f"{source}-{language}-{number}", {source: first, language: second}) for number, (first, second) in enumerate(pairs, 1)]
            return attachment(glossary.as_tmx(entries, desk.site.name(FIRST), version("audio-guide")), "application/x-tmx+xml", name)
        if name in {"texts.csv", "texts.xlsx"}:
            rows = sheets.rows_of(await read_texts(session), desk.site.languages.written)
            make, media_type = (sheet_files.to_csv, "text/csv; charset=utf-8") if name.endswith("csv") else (sheet_files.to_xlsx, XLSX)
            return attachment(await asyncio.to_thread(make, rows), media_type, name)
    raise NotFoundError("Not found")


@post("/translate/upload", opt={"roles": WRITERS, "upload": True, "page": "/cms/translate"}, request_max_body_size=MOST_BYTES)
async def receive(desk: TheDesk) -> Response[str]:
    """Take in a file and show what would become of it; nothing is changed yet."""
    upload = (await desk.form()).get("file")
    if not isinstance(upload, UploadFile) or not upload.filename:
        return await _overview(desk, BadInputError("Choose a file first.").at("file"))
    data = await upload.read()
    async with desk.office.database.read() as session:
        most = importing.room(await read_texts(session))
    name = upload.filename.replace("\\", "/").rpartition("/")[2]
    try:
        sender = importing.Sender(desk.member.name, name)
        if name.lower().endswith(SPREADSHEETS):
            rows = await asyncio.to_thread(sheet_files.read, data, name, desk.site.languages.written, most)
            for language in {row.language for row in rows}:
                may_write(desk.member, language)
            async with desk.office.database.write() as session:
                row = await sheets.receive(session, rows, sender)
                await sheets.preview(session, row)  # as below
        else:
            file = await asyncio.to_thread(files.read, data, most)
            async with desk.office.database.write() as session:
                row = await importing.receive(session, file, sender, desk.site.languages.written)
                may_write(desk.member, row.language)
                await importing.preview(session, row)  # a file in another language is refused before anybody decides
    except BadInputError as error:
        return await _overview(desk, error.at("file"))
    return go(f"/cms/translate/imports/{row.id}")


def _id(text: str, missing: str = mark("There is no such import.")) -> UUID:
    """Return an id that an address or a form carries; raises NotFoundError, which says what is *missing*, for what cannot be one."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFoundError(missing) from None


@get("/translate/imports/{import_id:str}", opt={"roles": ANYBODY})
async def look(import_id: FromPath[str], desk: TheDesk) -> Response[str]:
    """Show what would become, or became, of a file."""
    async with desk.office.database.read() as session:
        row = await importing.received(session, _id(import_id))
        if sheets.is_sheet(row):
            seen = await sheets.preview(session, row) if row.state == "waiting" else None
            return desk.show("sheet", row=row, found=seen, told=row.outcomes, sentences=SENTENCES)
        found = await importing.preview(session, row) if row.state == "waiting" else None
    return desk.show("import", row=row, found=found, told=row.outcomes, sentences=SENTENCES)


@post("/translate/imports/{import_id:str}", opt={"roles": WRITERS})
async def decide(import_id: FromPath[str], desk: TheDesk) -> Response[str]:
    """Take a file over, give it up, or take it back; the sound of what changed is wanted in the same transaction."""
    form = await desk.form()
    author, office = desk.member.signature, desk.office
    said = "saved"
    async with office.database.write() as session:
        row = await importing.received(session, _id(import_id))
        for language in sheets.languages_of(row):
            may_write(desk.member, language)
        if form.get("drop"):
            said = "dropped"
            if await importing.give_up(session, row.id):
                await accounts.record(session, author, "texts-given-up", row.file_name, row.language)
        elif form.get("undo"):
            scripts, kept = await (sheets.undo if sheets.is_sheet(row) else importing.undo)(session, row, author)
            await request_each(session, office.jobs, office.voices, scripts)
            await accounts.record(session, author, "texts-taken-back", row.file_name, row.language)
            said = "partly-undone" if kept else "undone"
        else:
            seal = str(form.get("seal", ""))
            applied = await (sheets.apply if sheets.is_sheet(row) else importing.apply)(session, row, author, seal)
            await request_each(session, office.jobs, office.voices, applied.scripts)
            await accounts.record(session, author, "texts-imported", row.file_name, row.language)
    return go(f"/cms/translate/imports/{import_id}?said={said}")


@get("/translate/texts/{language:str}", opt={"roles": ANYBODY})
async def texts_page(language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Show every text that is not fine, what changed in its source, and what checks find in the rest."""
    return await _texts_page(desk, language)


async def _texts_page(desk: TheDesk, language: str, error: BadInputError | None = None, typed: Mapping[str, str] | None = None) -> Response[str]:
    """Show the page, after a refusal with what was typed into it."""
    source = _source(desk, written(desk, language))
    async with desk.office.database.read() as session:
        texts = await read_texts(session)
        units = state.units(texts, await state.known(session, language), language, source)
        sounding = suggesting.sounding_odd(texts, language, source, await speech.lengths(session))
        odd = await suggesting.odd(session, language, source, units, await glossary.terms(session, source, language), sounding)
        waiting = await suggesting.waiting(session, language, source)
    shown = [(one, texts.code_of_key(one.key), odd.get(one.key, ())) for one in units if one.state != "fine" or one.key in odd]
    status = error.status if error is not None else 200
    return desk.show(
        "translate_texts", status=status, language=language, source=source, shown=shown, numbers=texts.numbers, waiting=waiting, total=len(units),
        error=error, typed=typed or {},
    )  # fmt: skip


@post("/translate/texts/{language:str}", opt={"roles": WRITERS})
async def answer(language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Answer a warning with "meant", or decide about a suggestion."""
    may_write(desk.member, written(desk, language))
    form = await desk.form()
    suggestion, words = str(form.get("suggestion", "")), str(form.get("words", ""))
    office = desk.office
    try:
        async with office.database.write() as session:
            if form.get("check"):
                meant = await suggesting.answer_meant(session, str(form.get("text", "")), language, str(form.get("check")))
                if meant is not None:
                    await accounts.record(session, desk.member.name, "text-meant", meant.label, language, meant.code)
            elif form.get("leave"):
                await accounts.record(session, desk.member.name, "suggestion-left", language, language)
                await suggesting.leave(session, _id(suggestion, suggesting.SETTLED), language)
            else:
                placed = await suggesting.take(session, _id(suggestion, suggesting.SETTLED), language, words, desk.member.signature)
                await request_each(session, office.jobs, office.voices, placed.scripts)
                await accounts.record(session, desk.member.name, "suggestion-taken", language, language)
    except BadInputError as error:
        return await _texts_page(desk, language, error.at(f"s-{suggestion}"), {suggestion: words})
    return go(f"/cms/translate/texts/{language}?said=saved")


HANDLERS = [overview, send, download, receive, look, decide, texts_page, answer]
