"""The human voice of a script: when it is wanted, what happens when the words change, and what staff may decide then."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts.signature import id_of
from audio_guide.kit.errors import BadInputError, ConflictError, check_length
from audio_guide.kit.rows import Query, Rows
from audio_guide.speech.models import HumanVoice
from audio_guide.speech.plan import Credit, Passage, Plan, human_digest, human_plan, passages_of, words_digest
from audio_guide.tours import service as tours
from audio_guide.tours.models import ContentNote, Script
from audio_guide.tours.remembered import AT_ONCE

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
class Take:
    """A human voice as it is shown to staff; unlike a row it outlives the session that read it."""

    speaker: str
    licence: str
    consent: str
    seconds: float
    words: str
    """The words that were read."""
    uploaded_by: str
    updated_at: datetime

    @classmethod
    def of(cls, voice: HumanVoice) -> "Take":
        """Return a row's."""
        return cls(voice.speaker, voice.licence, voice.consent, voice.seconds, voice.words, voice.uploaded_by, voice.updated_at)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a script's human voice stands to the words of now: *speaks*, *changed* (the machine speaks until somebody decides) or *set-aside*."""

    voice: Take
    state: str
    words: str
    """The words of now that would have to be read."""
    kept: bool
    """Whether somebody kept it for words other than those that were read."""
    wanted: str = ""
    """The wanted digest of its recording while it speaks, else ""."""
    unsaid_note: bool = False
    """Whether there is a content note and the recording leaves it out."""


class _Mark(NamedTuple):
    """By what it is seen that neither a human voice nor the words that it belongs to have changed."""

    voice_id: UUID
    sent: datetime
    script_id: UUID
    revision: int
    written: datetime
    note: str | None


_marks = Rows(_Mark, HumanVoice.id, HumanVoice.updated_at, Script.id, Script.revision, Script.updated_at, ContentNote.text)
_known: dict[UUID, tuple[_Mark, Standing]] = {}
"""How each human voice stood when somebody looked last; there are no more than there are stops."""


def said_of(voice: HumanVoice, passages: tuple[Passage, ...]) -> tuple[str, ...]:
    """Return the ids of the passages that are read aloud."""
    left_out = {name for name, says in (("title", voice.says_title), ("note", voice.says_note)) if not says}
    return tuple(passage.id for passage in passages if passage.id not in left_out)


def _credit(voice: HumanVoice) -> Credit:
    return Credit(voice.file, voice.file_digest, voice.speaker, voice.licence)


def plan_of(voice: HumanVoice, passages: tuple[Passage, ...], language: str) -> Plan | None:
    """Plan the recording by the human voice if it holds for these words, else None: then a machine's is wanted."""
    said = said_of(voice, passages)
    if words_digest(passages, said) not in {voice.words_digest, voice.kept_digest}:
        return None
    return human_plan(passages, said, _credit(voice), language=language)


def standing_of(voice: HumanVoice, passages: tuple[Passage, ...]) -> Standing:
    """Tell how a human voice stands to the words of now."""
    digest = words_digest(passages, said_of(voice, passages))
    state = "speaks" if digest in {voice.words_digest, voice.kept_digest} else "set-aside" if digest == voice.set_aside_digest else "changed"
    kept = digest != voice.words_digest and digest == voice.kept_digest
    unsaid = not voice.says_note and any(passage.id == "note" for passage in passages)
    return Standing(Take.of(voice), state, _words(voice, passages), kept, human_digest(digest, _credit(voice)) if state == "speaks" else "", unsaid)


def _words(voice: HumanVoice, passages: tuple[Passage, ...]) -> str:
    said = said_of(voice, passages)
    return "\n\n".join(passage.text for passage in passages if passage.id in said)


async def voice_of(session: AsyncSession, script: Script) -> HumanVoice | None:
    """Return the human voice of a script, or None."""
    return await session.scalar(select(HumanVoice).where(HumanVoice.script_id == script.id))


async def standings(session: AsyncSession, ids: Collection[UUID] | None = None) -> dict[UUID, Standing]:
    """Tell for each script that has a human voice, all or those with some ids, how it stands to the words of now; no text is read aloud for it."""
    marks = await _marks.of(session, lambda query: _with_words(query) if ids is None else _with_words(query).where(HumanVoice.script_id.in_(ids)))
    missing = {mark.voice_id: mark for mark in marks if _known.get(mark.voice_id, (None,))[0] != mark}
    if missing:
        query: Query = _with_words(select(HumanVoice, Script.title, Script.body))
        for voice, title, body in await session.execute(query if len(missing) > AT_ONCE else query.where(HumanVoice.id.in_(missing))):
            if (mark := missing.get(voice.id)) is not None:
                _known[voice.id] = mark, standing_of(voice, passages_of(title, mark.note or "", body))
    return {mark.script_id: _known[mark.voice_id][1] for mark in marks if mark.voice_id in _known}


def _with_words(query: Query) -> Query:
    """Ask for human voices with the words that they belong to."""
    note = (ContentNote.stop_id == Script.stop_id) & (ContentNote.language == Script.language)
    return query.select_from(HumanVoice).join(Script, Script.id == HumanVoice.script_id).outerjoin(ContentNote, note)


async def files(session: AsyncSession) -> frozenset[str]:
    """Return the files in the store that people have read; no edition names them, and yet they are in use."""
    return frozenset(await session.scalars(select(HumanVoice.file)))


def checked(reading: Reading) -> Reading:
    """Return what was typed, tidied; raises BadInputError if the speaker or their consent is not named."""
    speaker, licence, consent = map(tours.tidy, (reading.speaker, reading.licence, reading.consent))
    for field, text, most in (("speaker", speaker, LONGEST_SPEAKER), ("licence", licence, LONGEST_TERMS), ("consent", consent, LONGEST_TERMS)):
        check_length(text, most, field)
    if not speaker:
        raise BadInputError("Say who speaks; visitors see the name.").at("speaker")
    if not consent:
        raise BadInputError("Write how and when the speaker agreed that their voice is used.").at("consent")
    return Reading(speaker, licence, consent, reading.says_title, reading.says_note)


async def take_in(session: AsyncSession, script: Script, sent: Sent, reading: Reading, by: str) -> HumanVoice:
    """Make a file the human voice of a script as it is now; a former one steps back. The caller wants its recording in the same transaction."""
    voice = await voice_of(session, script)
    if voice is None:
        voice = HumanVoice(script_id=script.id, words="", words_digest="")
        session.add(voice)
    voice.file, voice.file_digest, voice.seconds = sent.file, sent.digest, sent.seconds
    voice.uploaded_by, voice.uploaded_by_id = str(by), id_of(by)
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
