"""Which voices a language has, which of them can speak now, and what a change of their order would make out of date."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.errors import BadInputError, UnavailableError
from audio_guide.speech import reasons, said
from audio_guide.speech import service as speech
from audio_guide.speech.engines import EngineError
from audio_guide.speech.engines import Voice as SpeakingVoice
from audio_guide.speech.engines.voices_catalogue import CATALOGUE
from audio_guide.speech.models import Recording
from audio_guide.speech.service import Voices
from audio_guide.tours import listing

UP, DOWN, REMOVE, ADD = "up", "down", "remove", "add"
MOST_VOICES = 20


@dataclass(frozen=True, slots=True)
class Listed:
    """A voice in a language's order: what it says of itself, or why it cannot speak now."""

    id: str
    voice: SpeakingVoice | None
    kind: str = ""
    """Why it cannot speak, in a word (model_missing, unavailable, unsupported_language), or ""."""
    reason: str = ""
    by_settings: bool = False
    """It is the house's default, which stays as the last resort."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The voices of a language."""

    language: str
    listed: tuple[Listed, ...]
    offered: tuple[SpeakingVoice, ...]
    """Voices that could be added or installed."""
    recommended: str
    """The Piper voice that we recommend for this language, or ""."""
    scripts: int
    """How many stops have sound by a machine's voice that is as it should be now."""

    @property
    def speaking(self) -> SpeakingVoice | None:
        """The voice that speaks now: the first that can."""
        return next((one.voice for one in self.listed if one.voice is not None and not one.kind), None)


async def choice_of(session: AsyncSession, voices: Voices, language: str) -> Choice:
    """Return the voices of a language in their order, and what else there is."""
    order = await voices.order(session, language)
    chosen = set(await speech.chosen_voices(session, language))
    listed = tuple(_look(voices, voice_id, language, by_settings=voice_id not in chosen) for voice_id in order)
    primary = language.split("-", maxsplit=1)[0]
    known = voices.engines.voices()
    offered = tuple(voice for voice in known if voice.id not in order and (primary in voice.languages or "*" in voice.languages))
    recommended = next((one.name for one in CATALOGUE if one.recommended and one.language == primary), "")
    return Choice(language, listed, offered, recommended, await stops_with_sound(session, voices, language))


def _look(voices: Voices, voice_id: str, language: str, *, by_settings: bool) -> Listed:
    """Return a voice as it stands; one that is not installed still says what it is."""
    try:
        return Listed(voice_id, voices.look(voice_id, language), by_settings=by_settings)
    except EngineError as error:
        known = next((voice for voice in voices.engines.voices() if voice.id == voice_id), None)
        return Listed(voice_id, known, error.kind, reasons.kept(error), by_settings)


def moved(order: Sequence[str], action: str, voice_id: str) -> list[str]:
    """Return another order of voices; raises BadInputError for what cannot be done."""
    ids = list(order)
    if action == ADD and voice_id not in ids:
        if len(ids) >= MOST_VOICES:
            raise BadInputError("A language has {most} voices at most.", most=MOST_VOICES)
        return [*ids, voice_id]
    if action not in {UP, DOWN, REMOVE} or voice_id not in ids:
        raise BadInputError("This voice is not in the list any more. Look at the page again.")
    place = ids.index(voice_id)
    if action == REMOVE:
        return [one for one in ids if one != voice_id]
    other = place - 1 if action == UP else place + 1
    if 0 <= other < len(ids):
        ids[place], ids[other] = ids[other], ids[place]
    return ids


async def stops_with_sound(session: AsyncSession, voices: Voices, language: str) -> int:
    """Return how many stops have sound by a machine's voice that is as it should be now: another voice would make it out of date."""
    scripts = await listing.script_rows(session, language=language)
    found = await said.settled(session, voices, scripts)
    made = {(row.script_id, row.wanted_digest) for row in await session.execute(select(Recording.script_id, Recording.wanted_digest))}
    spoken = (one for one in scripts if (one.id, found.digests.get(one.id)) in made and not (one.id in found.people and found.people[one.id].wanted))
    return len({script.stop_id for script in spoken})


def would_speak(voices: Voices, order: Sequence[str], language: str) -> SpeakingVoice | None:
    """Return which voice would speak with another order, or None."""
    full = dict.fromkeys([*order, *([voices.defaults[language]] if language in voices.defaults else [])])
    try:
        return voices.first(list(full), language)
    except (BadInputError, UnavailableError):
        return None
