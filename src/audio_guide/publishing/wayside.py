"""The sound of ways as the public gets it: only what says the words of now and what somebody has listened to and let pass."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts.signature import id_of, signed
from audio_guide.kit.errors import ConflictError
from audio_guide.publishing import edition as public
from audio_guide.publishing.rules import rules
from audio_guide.publishing.sounding import approved_sound
from audio_guide.speech import ways as spoken
from audio_guide.speech.models import WaySound
from audio_guide.speech.service import Voices
from audio_guide.tours import ways
from audio_guide.tours.ways import Spot

NO_SOUND, NOT_APPROVED = "way-sound-missing", "way-not-approved"
"""What the report says of a way; its text can be public all the same."""


async def approve(  # noqa: PLR0913 -- what was heard is told by words, digest and take
    session: AsyncSession, voices: Voices, language: str, words: str, by: str, *, heard: str, take: str
) -> WaySound:
    """Let the sound of a way's words pass; raises ConflictError if it is not the one with the wanted digest *heard* and the file *take*."""
    one = (await spoken.standings(session, voices, language, [words])).get(words)
    if one is None or heard != one.digest:
        raise ConflictError("The text or its reading has changed since you listened. Listen to the new sound, then approve it.")
    if one.sound is not None and one.sound.anew and one.state == "being-made":
        raise ConflictError("This sound is being made again. Listen to the new one when it is there, then approve it.")
    if one.sound is None or one.state not in {"to-be-heard", "approved"}:
        raise ConflictError("There is no sound for this text yet. Make it, listen to it, then approve it.")
    if take != one.sound.files[0]["name"]:
        raise ConflictError("The sound was made again since you listened. Listen to the new one, then approve it.")
    if (await rules(session)).second_person and signed(by, await ways.writers_of(session, language, words)):
        raise ConflictError("You saved these words last, and here a second person approves them. Ask somebody else to listen and approve.")
    if one.sound.approved_at is None:
        one.sound.approved_by, one.sound.approved_by_id, one.sound.approved_at = str(by), id_of(by), datetime.now(UTC)
    return one.sound


async def way_sounds(session: AsyncSession, voices: Voices, spots: Mapping[UUID, Spot], language: str, *, heard_only: bool = True) -> dict[str, public.Sound]:
    """Return the sound of ways in a language by their words: what is approved, and for a preview also what nobody has heard yet."""
    own = [words for spot in spots.values() if (words := spot.ways.get(language)) is not None]
    found = await spoken.standings(session, voices, language, [text for words in own for text in (words.text, words.step_free)])
    return {
        words: approved_sound(one.sound, one.sound.approved_by, one.sound.approved_at)
        for words, one in found.items()
        if one.sound is not None and (one.approved or (one.state == "to-be-heard" and not heard_only))
    }


async def lacking(session: AsyncSession, voices: Voices, spots: Mapping[UUID, Spot], language: str) -> dict[UUID, str]:
    """Return for each stop whose way is not heard yet what is missing: its sound, or somebody who listens to it."""
    texts = {stop_id: [text for text in (words.text, words.step_free) if text] for stop_id, spot in spots.items() if (words := spot.ways.get(language))}
    found = await spoken.standings(session, voices, language, [text for own in texts.values() for text in own])
    states = {stop_id: {found[text].state for text in own if not found[text].approved} for stop_id, own in texts.items()}
    return {stop_id: NOT_APPROVED if having == {"to-be-heard"} else NO_SOUND for stop_id, having in states.items() if having}
