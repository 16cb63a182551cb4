"""The museum's languages: add one without code, choose what stands in for it and who speaks it."""

import asyncio
from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ADMINS, TheDesk
from audio_guide.cms.rendering import go
from audio_guide.kit import words
from audio_guide.kit.errors import AudioGuideError, BadInputError
from audio_guide.kit.languages import FIRST, Language, Languages, known_to_cldr
from audio_guide.speech import service as speech
from audio_guide.speech.engines import Voice
from audio_guide.speech.reading import has_rules
from audio_guide.speech.wishes import choose_voices
from audio_guide.tours import languages as tongues
from audio_guide.tours.languages import OFFERED_READINGS, Wished

CHOICES = 3
"""How many voices and fallbacks a form has fields for."""


def speaking(voices: tuple[Voice, ...], language: str) -> list[Voice]:
    """Return the voices that speak a language, those that are installed first."""
    return sorted(
        (voice for voice in voices if language.partition("-")[0] in voice.languages and voice.engine != "silence"), key=lambda voice: not voice.installed
    )


async def _page(desk: TheDesk, *, typed: str = "", error: AudioGuideError | None = None) -> Response[str]:
    """Show all languages; one that is about to be added stands in the form with what CLDR knows of it."""
    proposed: Language | None = None
    if typed and error is None:
        try:
            proposed = known_to_cldr(typed)
        except BadInputError as found:
            error = found
    async with desk.office.database.read() as session:
        table = await tongues.known(session)
        chosen = {code: await speech.chosen_voices(session, code) for code in table.written}
    voices = await asyncio.to_thread(desk.office.voices.engines.voices)
    return desk.show(
        "languages",
        status=error.status if error is not None else 200,
        table=table.all,
        written=table.written,
        names=table.names,
        chosen={code: chosen[code] or [desk.office.voices.defaults.get(code, "")] for code in chosen},
        speaking={code: speaking(voices, code) for code in [*table.written, *([proposed.code] if proposed else [])]},
        ruled={code: has_rules(code) for code in table.codes},
        having=desk.site.catalogues.register.having,
        readings=[reading for reading in OFFERED_READINGS if reading.code not in table.codes],
        proposed=proposed,
        typed=typed,
        first=FIRST,
        choices=CHOICES,
        error=error,
    )


@get("/languages", opt={"roles": ADMINS})
async def languages(desk: TheDesk) -> Response[str]:
    """List the languages; ``?code=`` proposes one that is not there yet."""
    return await _page(desk, typed=desk.request.query_params.get("code", "").strip()[:20])


@post("/languages", opt={"roles": ADMINS})
async def add(desk: TheDesk) -> Response[str]:
    """Add a language, make the file of its interface words and choose its voices."""
    form = await desk.form()
    typed = str(form.get("code", "")).strip()[:20]
    try:
        async with desk.office.database.write() as session:
            made = await tongues.add(session, typed, Wished(str(form.get("name", "")), _chosen(form, "fallback")))
            await _choose_voices(desk, session, made.code, form)
            await accounts.record(session, desk.member.name, "language-added", made.name)
            table = await tongues.known(session)
            if not made.derived_from:  # the file first, the row after: a language that is there has its words
                await asyncio.to_thread(words.create, desk.site.catalogues.folder, made.code, made.name)
    except AudioGuideError as error:
        return await _page(desk, typed=typed, error=error)
    _learn(desk, table)
    return go("/cms/languages?said=language")


@post("/languages/{language:str}", opt={"roles": ADMINS})
async def change(language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Change a language; Kazakh stays the first."""
    form = await desk.form()
    place = str(form.get("position", ""))
    position = int(place) if place.isascii() and place.isdigit() and len(place) < 4 else None
    wished = Wished(str(form.get("name", "")), _chosen(form, "fallback"), language == FIRST or bool(form.get("published")), position)
    try:
        async with desk.office.database.write() as session:
            await tongues.change(session, language, wished)
            await _choose_voices(desk, session, language, form)
            await accounts.record(session, desk.member.name, "language-changed", wished.name)
            table = await tongues.known(session)
    except AudioGuideError as error:
        return await _page(desk, error=error.at(*(f"{language}-{field}" for field in error.fields)))
    _learn(desk, table)
    return go("/cms/languages?said=saved")


def _learn(desk: TheDesk, table: Languages) -> None:
    """Let this process know at once; the others look within half a second."""
    desk.site.catalogues.register.learn(table)


def _chosen(form: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return what the numbered fields of a form hold, in their order."""
    return tuple(value for number in range(1, CHOICES + 1) if (value := str(form.get(f"{name}-{number}", ""))))


async def _choose_voices(desk: TheDesk, session: Any, language: str, form: Mapping[str, Any]) -> None:
    """Set who speaks a language, if the form says so; raises BadInputError for a voice that does not speak it."""
    if "voice-1" not in form:
        return
    wanted = _chosen(form, "voice")
    voices = await asyncio.to_thread(desk.office.voices.engines.voices)
    known = {voice.id for voice in speaking(voices, language)} | {desk.office.voices.defaults.get(language, "")}
    if strange := [voice for voice in wanted if voice not in known]:
        raise BadInputError("The voice “{voice}” does not speak this language.", voice=strange[0][:80]).at(f"voice-{wanted.index(strange[0]) + 1}")
    await choose_voices(session, desk.office.jobs, language, list(dict.fromkeys(wanted)))


HANDLERS = [languages, add, change]
