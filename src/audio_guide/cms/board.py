"""The home of the CMS: what state everything is in; and what is done with a whole tour."""

from litestar import Response, get, post

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, WRITERS, TheDesk
from audio_guide.cms.rendering import go
from audio_guide.kit.errors import BadInputError, UnavailableError
from audio_guide.kit.i18n import LANGUAGES
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
            (tour, await writing.titles_of(session, tour.id), await board.rows(session, desk.office.voices, tour, LANGUAGES))
            for tour in await publishing.all_tours(session)
        ]
    if found:
        tables = [(tour, title, [row for row in rows if _has(row, found)]) for tour, title, rows in tables]
    return desk.show("board", tables=tables, find=found)


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
        for script in await tours.scripts(session, language=language if language in LANGUAGES else None):
            try:
                await want(session, desk.office.jobs, desk.office.voices, script, again=True)
            except (BadInputError, UnavailableError):
                continue  # the board says of each such stop why it cannot be spoken
        await accounts.record(session, desk.member.name, "sound-wanted", language or "*")
    return go("/cms?said=sound")


HANDLERS = [home, make_sound]
