"""The home of the CMS: what state everything is in; and what is done with a whole tour."""

from litestar import Response, get, post
from litestar.params import FromPath

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, PUBLISHERS, WRITERS, TheDesk
from audio_guide.cms.rendering import go
from audio_guide.kit.errors import BadInputError, UnavailableError
from audio_guide.publishing import board
from audio_guide.publishing import service as publishing
from audio_guide.speech.tasks import request as want
from audio_guide.tours import service as tours
from audio_guide.tours import writing


@get("/", opt={"roles": ANYBODY})
async def home(desk: TheDesk) -> Response[str]:
    """Show every tour, stop and language with its state in words."""
    found = desk.request.query_params.get("find", "").strip()[:80]
    async with desk.office.database.read() as session:
        tables = [
            (tour, await writing.titles_of(session, tour.id), await board.rows(session, desk.office.voices, tour, desk.site.languages.written))
            for tour in await publishing.all_tours(session)
        ]
    if found:
        tables = [(tour, title, [row for row in rows if _has(row, found)]) for tour, title, rows in tables]
    return desk.show("board", tables=tables, find=found, problems=desk.site.catalogues.problems())


def _has(row: board.Row, found: str) -> bool:
    """Tell whether a stop's number, code or words in any language hold what is looked for."""
    plain = found.casefold()
    words = [str(row.stop.number or ""), row.stop.code.casefold()]
    words += [text.casefold() for script in row.stop.scripts for text in (script.title, script.body)]
    return any(plain in text for text in words)


@post("/sound", opt={"roles": WRITERS})
async def make_sound(desk: TheDesk) -> Response[str]:
    """Want all sound that is missing or out of date, of one language or all."""
    form = await desk.form()
    language = str(form.get("language", ""))
    async with desk.office.database.write() as session:
        for script in await tours.scripts(session, language=language if language in desk.site.languages.written else None):
            try:
                await want(session, desk.office.jobs, desk.office.voices, script, again=True)
            except (BadInputError, UnavailableError):
                continue  # the board says of each such stop why it cannot be spoken
        await accounts.record(session, desk.member.name, "sound-wanted", language or "*")
    return go("/cms?said=sound")


@get("/publish", opt={"roles": PUBLISHERS})
async def publish_page(desk: TheDesk) -> Response[str]:
    """Show what would be published, per tour and language."""
    return desk.show("publish", tables=await _tables(desk), receipt=None)


async def _tables(desk: TheDesk) -> list[tuple[object, dict[str, str], dict[str, list[board.Cell]], dict[str, object]]]:
    """Return for each tour its cells by language, and what is public now."""
    tables: list[tuple[object, dict[str, str], dict[str, list[board.Cell]], dict[str, object]]] = []
    languages = desk.site.languages.written
    async with desk.office.database.read() as session:
        for tour in await publishing.all_tours(session):
            rows = await board.rows(session, desk.office.voices, tour, languages)
            public: dict[str, object] = {language: await publishing.current(session, tour.id, language) for language in languages}
            cells = {language: [row.cells[language] for row in rows] for language in languages}
            tables.append((tour, await writing.titles_of(session, tour.id), cells, public))
    return tables


@post("/publish/{slug:str}/{language:str}", opt={"roles": PUBLISHERS})
async def publish(slug: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Publish or withdraw a tour in one language, and say what changed."""
    form = await desk.form()
    async with desk.office.database.write() as session:
        tour = await publishing.tour_by_slug(session, slug)
        if form.get("withdraw"):
            await publishing.withdraw(session, tour, language)
            await accounts.record(session, desk.member.name, "withdrawn", slug, language)
            receipt = None
        else:
            receipt = await publishing.publish(session, desk.office.voices, tour, language, desk.member.name)
            await accounts.record(session, desk.member.name, "published", slug, language)
    if receipt is None:
        return go("/cms/publish?said=withdrawn")
    return desk.show("publish", tables=await _tables(desk), receipt=receipt)


@get("/history", opt={"roles": ANYBODY})
async def history(desk: TheDesk) -> Response[str]:
    """Show who did what."""
    async with desk.office.database.read() as session:
        deeds = await accounts.deeds(session)
    return desk.show("history", deeds=deeds)


HANDLERS = [home, make_sound, publish_page, publish, history]
