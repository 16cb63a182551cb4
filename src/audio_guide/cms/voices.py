"""The voices page: who speaks each language, in order; heard, moved, added, removed, installed."""

import asyncio

from litestar import Response, get, post
from litestar.params import FromPath

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, PUBLISHERS, TheDesk, written
from audio_guide.cms.rendering import PRIVATE, go
from audio_guide.kit.errors import BadInputError, UnavailableError
from audio_guide.speech import choosing, installing
from audio_guide.speech.engines import EngineError
from audio_guide.speech.reasons import phrase
from audio_guide.speech.wishes import choose_voices

SAMPLES = {
    "kk": "Сәлеметсіз бе! Бұл дауыс сізді мұражаймен таныстырады.",
    "ru": "Здравствуйте! Этот голос проведёт вас по музею.",
    "uk": "Вітаємо! Цей голос проведе вас музеєм.",
    "en": "Hello! This voice will lead you through the museum.",
}
LONGEST_ID = 100


@get("/voices", opt={"roles": ANYBODY})
async def voices(desk: TheDesk) -> Response[str]:
    """Show the voices of each language."""
    await asyncio.to_thread(desk.office.voices.engines.voices)  # an engine that loads for the first time takes a while
    async with desk.office.database.read() as session:
        choices = [await choosing.choice_of(session, desk.office.voices, language) for language in desk.site.languages.written]
        installations = {row.name: row for row in await installing.installations(session)}
    return desk.show("voices", choices=choices, installations=installations, piper=_has_piper(desk))


def _has_piper(desk: TheDesk) -> bool:
    """Tell whether the engine of the voices that can be installed is here."""
    try:
        desk.office.voices.engines.get("piper")
    except EngineError:
        return False
    return True


@post("/voices/{language:str}", opt={"roles": PUBLISHERS})
async def change(language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Change the order of a language's voices; if another one would speak then, ask first and say what becomes out of date."""
    language = written(desk, language)
    form = await desk.form()
    action, voice_id = str(form.get("action", "")), str(form.get("voice", ""))[:LONGEST_ID]
    chosen = desk.office.voices
    async with desk.office.database.write() as session:
        choice = await choosing.choice_of(session, chosen, language)
        if action == choosing.ADD and voice_id not in {voice.id for voice in choice.offered}:
            raise BadInputError("This voice is not in the list any more. Look at the page again.")
        order = choosing.moved([one.id for one in choice.listed], action, voice_id)
        then = choosing.would_speak(chosen, order, language)
        now = choice.speaking
        if not form.get("sure") and choice.scripts and (then is None or now is None or then.id != now.id):
            return desk.show("voices_sure", language=language, action=action, voice_id=voice_id, now=now, then=then, scripts=choice.scripts)
        await choose_voices(session, desk.office.jobs, language, order)
        await accounts.record(session, desk.member.name, "voices-changed", f"{action} {voice_id}", language)
    return go("/cms/voices?said=saved")


@post("/voices/{language:str}/install", opt={"roles": PUBLISHERS})
async def install(language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Have a voice downloaded in the background; this page says how far it is."""
    form = await desk.form()
    name = str(form.get("name", ""))[:LONGEST_ID]
    async with desk.office.database.write() as session:
        await installing.want_voice(session, desk.office.jobs, name)
        await accounts.record(session, desk.member.name, "voice-wanted", name, written(desk, language))
    return go("/cms/voices?said=installing")


@get("/voices/{language:str}/sample", opt={"roles": ANYBODY})
async def sample(language: FromPath[str], desk: TheDesk) -> Response[bytes]:
    """Let one voice say a sentence; it need not be among the chosen ones."""
    language = written(desk, language)
    voice_id = desk.request.query_params.get("voice", "")[:LONGEST_ID]
    try:
        voice = await asyncio.to_thread(desk.office.voices.look, voice_id, language)
        sound = await desk.office.say(SAMPLES.get(language, desk.site.languages.names[language]), language, voice)
    except EngineError as error:
        raise UnavailableError("No voice can speak “{language}” now. {reason}", language=language, reason=phrase(error)) from error
    return Response(sound, media_type="audio/wav", headers={**PRIVATE, "Content-Length": str(len(sound))})


HANDLERS = [voices, change, install, sample]
