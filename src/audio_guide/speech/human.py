"""The human voice of a script: when it is wanted, what happens when the words change, and what staff may decide then."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.errors import BadInputError, ConflictError
from audio_guide.speech.models import HumanVoice
from audio_guide.speech.plan import Credit, Passage, Plan, human_plan, passages_of, words_digest
from audio_guide.tours import service as tours
from audio_guide.tours.models import Script

LONGEST_SPEAKER, LONGEST_TERMS = 200, 300


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody sends with a file: who speaks, on what terms, and what is read aloud."""

    speaker: str
    licence: str
    consent: str
    says_title: bool = True
    says_note: bool = True


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was decoded and lies in the media store."""

    file: str
    digest: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Standing:
    """How a script's human voice stands to the words of now: *speaks*, *changed* (the machine speaks until somebody decides) or *set-aside*."""

    voice: HumanVoice
    state: str
    words: str
    """The words of now that would have to be read."""
    kept: bool
    """Whether somebody kept it for words other than those that were read."""


def said_of(voice: HumanVoice, passages: tuple[Passage, ...]) -> tuple[str, ...]:
    """Return the ids of the passages that are read aloud."""
    left_out = {name for name, says in (("title", voice.says_title), ("note", voice.says_note)) if not says}
    return tuple(passage.id for passage in passages if passage.id not in left_out)


def plan_of(voice: HumanVoice, script: Script, note: str) -> Plan | None:
    """Plan the recording by the human voice if it holds for the words of now, else None: then a machine's is wanted."""
    passages = passages_of(script.title, note, script.body)
    said = said_of(voice, passages)
    if words_digest(passages, said) not in {voice.words_digest, voice.kept_digest}:
        return None
    return human_plan(passages, said, Credit(voice.file, voice.file_digest, voice.speaker, voice.licence), language=script.language)


def standing_of(voice: HumanVoice, script: Script, note: str) -> Standing:
    """Tell how a human voice stands to the words of now."""
    passages = passages_of(script.title, note, script.body)
    digest = words_digest(passages, said_of(voice, passages))
    known = {voice.words_digest: "speaks", voice.kept_digest: "speaks", voice.set_aside_digest: "set-aside"}
    return Standing(voice, known.get(digest, "changed"), _words(voice, passages), kept=digest != voice.words_digest and digest == voice.kept_digest)


def _words(voice: HumanVoice, passages: tuple[Passage, ...]) -> str:
    said = said_of(voice, passages)
    return "\n\n".join(passage.text for passage in passages if passage.id in said)


async def voice_of(session: AsyncSession, script: Script) -> HumanVoice | None:
    """Return the human voice of a script, or None."""
    return await session.scalar(select(HumanVoice).where(HumanVoice.script_id == script.id))


async def standing(session: AsyncSession, script: Script) -> Standing | None:
    """Tell how the human voice of a script stands to the words of now, or None if it has none."""
    voice = await voice_of(session, script)
    return None if voice is None else standing_of(voice, script, await tours.note_of(session, script.stop_id, script.language))


def checked(reading: Reading) -> Reading:
    """Return what was typed, tidied; raises BadInputError if the speaker or their consent is not named."""
    speaker, licence, consent = (tours.tidy(text)[:most] for text, most in (
        (reading.speaker, LONGEST_SPEAKER), (reading.licence, LONGEST_TERMS), (reading.consent, LONGEST_TERMS),
    ))  # fmt: skip
    if not speaker:
        raise BadInputError("Say who speaks; visitors see the name.")
    if not consent:
        raise BadInputError("Write how and when the speaker agreed that their voice is used.")
    return Reading(speaker, licence, consent, reading.says_title, reading.says_note)


async def take_in(session: AsyncSession, script: Script, sent: Sent, reading: Reading, by: str) -> HumanVoice:
    """Make a file the human voice of a script as it is now; a former one steps back. The caller wants its recording in the same transaction."""
    voice = await voice_of(session, script)
    if voice is None:
        voice = HumanVoice(script_id=script.id, words="", words_digest="")
        session.add(voice)
    voice.file, voice.file_digest, voice.seconds, voice.uploaded_by = sent.file, sent.digest, sent.seconds, by
    voice.speaker, voice.licence, voice.consent = reading.speaker, reading.licence, reading.consent
    voice.says_title, voice.says_note = reading.says_title, reading.says_note
    passages = passages_of(script.title, await tours.note_of(session, script.stop_id, script.language), script.body)
    voice.words, voice.words_digest = _words(voice, passages), words_digest(passages, said_of(voice, passages))
    voice.kept_digest = voice.set_aside_digest = ""
    await session.flush()  # the plan reads it
    return voice


async def decide(session: AsyncSession, script: Script, choice: str, seen: int) -> HumanVoice:
    """Keep the human voice for words that changed (*keep*), use the machine's (*machine*), or *remove* it; *seen* is the revision that was looked at.

    Raises ConflictError if there is none, or if the words changed once more since they were looked at.
    """
    voice = await voice_of(session, script)
    if voice is None:
        raise ConflictError("This text has no human voice any more.")
    if choice == "remove":
        await session.delete(voice)
        await session.flush()  # the plan must not find it
        return voice
    if seen != script.revision:
        raise ConflictError("Somebody saved this text while you were deciding. Look at the words again, then decide.")
    passages = passages_of(script.title, await tours.note_of(session, script.stop_id, script.language), script.body)
    digest = words_digest(passages, said_of(voice, passages))
    if digest == voice.words_digest:
        raise ConflictError("These are the words that were read; nothing has to be decided.")
    voice.kept_digest, voice.set_aside_digest = (digest, "") if choice == "keep" else ("", digest)
    await session.flush()  # the plan reads it
    return voice
