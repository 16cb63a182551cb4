"""Care with hard content: what a stop tells of, in what form, and which paragraphs the content note is about; the same in every language."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, EDITORS, TheDesk
from audio_guide.cms.rendering import go
from audio_guide.kit.errors import AudioGuideError, ConflictError
from audio_guide.tours import care, origins, writing
from audio_guide.tours import service as tours
from audio_guide.tours.models import Stop
from audio_guide.tours.phrases import plain

SHOWN_WORDS = 80


async def _paragraphs(session: AsyncSession, stop: Stop, languages: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Return the paragraphs of the standard text by their permanent names, each with its beginning in every language that has it."""
    found: dict[str, dict[str, str]] = {}
    for language in languages:
        script = await writing.script_of(session, stop, language)
        for paragraph in await origins.paragraphs_of(session, script) if script is not None else ():
            found.setdefault(paragraph.name, {})[language] = plain(paragraph.text)[:SHOWN_WORDS]
    return found


async def _shown(session: AsyncSession, desk: TheDesk, stop: Stop) -> dict[str, Any]:
    """Return what the page shows of a stop as it is saved."""
    return {
        "stop": stop,
        "titles": {language: script.title for language in desk.site.languages.written if (script := await writing.script_of(session, stop, language))},
        "noted": {language: note for language in desk.site.languages.written if (note := await tours.note_of(session, stop.id, language))},
        "paragraphs": await _paragraphs(session, stop, desk.site.languages.written),
        "themes": care.THEMES,
        "forms": care.FORMS,
        "chosen": {theme: list(forms) for theme, forms in stop.themes.items()},
        "first": stop.passage_first,
        "last": stop.passage_last,
        "seen": _seen(stop),
    }


def _seen(stop: Stop) -> str:
    """Return what a form must have seen, so that nobody's choice is overwritten unseen."""
    return ";".join((*(f"{theme}:{','.join(forms)}" for theme, forms in care.themes_of(stop)), f"{stop.passage_first}-{stop.passage_last}"))


@get("/stops/{code:str}/care", opt={"roles": ANYBODY})
async def page(code: FromPath[str], desk: TheDesk) -> Response[str]:
    """Show what a stop tells of that may hurt, and where."""
    async with desk.office.database.read() as session:
        shown = await _shown(session, desk, await tours.stop_by_code(session, code))
    return desk.show("care", **shown, error=None)


@post("/stops/{code:str}/care", opt={"roles": EDITORS})
async def save(code: FromPath[str], desk: TheDesk) -> Response[str]:
    """Save it; visitors see it with the next publishing."""
    form = await desk.form()
    themes = {theme: [form_ for form_ in care.FORMS if form.get(f"{theme}-{form_}")] for theme in care.THEMES}
    typed = {theme: forms for theme, forms in themes.items() if forms}
    first, last = str(form.get("first", "")), str(form.get("last", ""))
    try:
        async with desk.office.database.write() as session:
            stop = await tours.stop_by_code(session, code)
            if str(form.get("seen", "")) != _seen(stop):
                raise ConflictError("Somebody changed this while you were choosing. Your choice is still here; compare it with what is saved, then save again.")
            names = tuple(await _paragraphs(session, stop, desk.site.languages.written))
            changed = care.set_themes(stop, typed)
            changed |= care.set_passage(stop, first, last, names)
            if changed:
                await accounts.record(session, desk.member.name, "care-saved", stop.code, place=stop.code)
    except AudioGuideError as error:
        async with desk.office.database.read() as session:
            shown = await _shown(session, desk, await tours.stop_by_code(session, code))
        return desk.show("care", status=error.status, **{**shown, "chosen": typed, "first": first, "last": last}, error=error)
    return go(f"/cms/stops/{code}/care?said=saved")


HANDLERS = [page, save]
