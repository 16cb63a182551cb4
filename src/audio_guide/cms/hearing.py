"""Hear one sentence now, and look its words up in the names table."""

import re
from contextlib import suppress

from litestar import Response, get
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.cms.doors import ANYBODY, TheDesk, written
from audio_guide.cms.rendering import PRIVATE
from audio_guide.kit.errors import AudioGuideError, BadInputError, UnavailableError
from audio_guide.speech.engines import EngineError
from audio_guide.speech.names import spoken_names
from audio_guide.speech.reading import read
from audio_guide.speech.reasons import phrase

LONGEST_SPOKEN = 600
WORD = re.compile(r"[^\W_]+(?:[-’'\u2011][^\W_]+)*")


async def draft_voices(session: AsyncSession, desk: TheDesk) -> frozenset[str]:
    """Return the languages that a draft voice speaks now, so that whoever listens knows what they hear."""
    found: set[str] = set()
    for language in desk.site.languages.written:
        with suppress(AudioGuideError):
            if (await desk.office.voices.of(session, language)).quality == "draft":
                found.add(language)
    return frozenset(found)


@get("/names/words", opt={"roles": ANYBODY}, sync_to_thread=False)
def words_of_sentence(desk: TheDesk) -> Response[str]:
    """Show the words of a sentence, each with the way to the names table: a click on a word, for whoever does not click."""
    language = written(desk, desk.request.query_params.get("language", ""))
    text = desk.request.query_params.get("text", "")[:LONGEST_SPOKEN]
    found = list(dict.fromkeys(match.group() for match in WORD.finditer(text)))
    return desk.show("sentence_words", language=language, text=text, found=found)


@get("/hear", opt={"roles": ANYBODY})
async def hear(desk: TheDesk) -> Response[bytes]:
    """Speak one sentence now, as the voice in use says it."""
    language = written(desk, desk.request.query_params.get("language", ""))
    shown = desk.request.query_params.get("text", "")[:LONGEST_SPOKEN]
    spoken = desk.request.query_params.get("spoken", "")[:LONGEST_SPOKEN]
    async with desk.office.database.read() as session:
        voice = await desk.office.voices.of(session, language)
        names = await spoken_names(session, language)
    text = spoken or read(shown, language, names).text
    if not any(map(str.isalpha, text)):
        raise BadInputError("There is no word in this sentence that could be spoken.")
    try:
        sound = await desk.office.say(text, language, voice)
    except EngineError as error:
        raise UnavailableError("No voice can speak “{language}” now. {reason}", language=language, reason=phrase(error)) from error
    return Response(sound, media_type="audio/wav", headers={**PRIVATE, "Content-Length": str(len(sound))})


HANDLERS = [words_of_sentence, hear]
