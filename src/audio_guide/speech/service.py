"""Find or make the recording that a script wants."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.errors import BadInputError, NotFoundError, Phrase, UnavailableError
from audio_guide.speech import human, reasons
from audio_guide.speech.engines import EngineError, Engines
from audio_guide.speech.engines import Voice as SpeakingVoice
from audio_guide.speech.models import Narration, Recording, Voice
from audio_guide.speech.names import spoken_names
from audio_guide.speech.plan import Plan, passages_of, plan
from audio_guide.tours import service as tours
from audio_guide.tours.models import Script
from audio_guide.tours.writing import Words


@dataclass(slots=True)
class Voices:
    """Which voice speaks a language: the museum's choice, else the house's default."""

    engines: Engines
    defaults: dict[str, str]
    _chosen: dict[str, SpeakingVoice] = field(default_factory=dict)

    async def order(self, session: AsyncSession, language: str) -> list[str]:
        """Return the voices of a language in order: those that were chosen, and at last the house's default."""
        rows = await session.scalars(select(Voice.voice).where(Voice.language == language).order_by(Voice.position))
        return list(dict.fromkeys([*rows, *([self.defaults[language]] if language in self.defaults else [])]))

    async def of(self, session: AsyncSession, language: str) -> SpeakingVoice:
        """Return the first chosen voice that is installed; raises UnavailableError with what to do."""
        return self.first(await self.order(session, language), language)

    def first(self, order: Sequence[str], language: str) -> SpeakingVoice:
        """Return the first of some voices that can speak now; raises UnavailableError with what to do."""
        if not order:
            raise BadInputError(reasons.NO_VOICE)
        reason: Phrase | str = ""
        for voice_id in order:
            try:
                return self.look(voice_id, language)
            except EngineError as error:
                reason = reason or reasons.phrase(error)
        raise UnavailableError("No voice can speak “{language}” now. {reason}", language=language, reason=reason)

    def look(self, voice_id: str, language: str) -> SpeakingVoice:
        """Return a voice if it can speak a language now; raises EngineError with why not."""
        if voice_id not in self._chosen:
            self._chosen[voice_id] = self.engines.voice(voice_id)
        voice = self._chosen[voice_id]
        if language.split("-", maxsplit=1)[0] not in voice.languages and "*" not in voice.languages:
            raise EngineError("unsupported_language", f"The voice “{voice_id}” does not speak {language}.")
        return voice


async def plan_script(session: AsyncSession, voices: Voices, script: Script, typed: Words | None = None) -> Plan:
    """Plan what has to be said for a script as it is now, or as it was *typed*: by the person who has read these words, else by a machine.

    A long text takes seconds to read, so that is done beside the loop on which visitors are answered.
    """
    words = typed or Words(script.title, script.body, await tours.note_of(session, script.stop_id, script.language))
    person = await human.voice_of(session, script)
    passages = passages_of(words.title, words.note, words.body)
    if person is not None and (read_aloud := await asyncio.to_thread(human.plan_of, person, passages, script.language)) is not None:
        return read_aloud
    names = await spoken_names(session, script.language)
    voice = await voices.of(session, script.language)
    return await asyncio.to_thread(plan, words.title, words.note, words.body, language=script.language, track=script.track, voice=voice, names=names)


async def recording_of(session: AsyncSession, script_id: UUID, wanted_digest: str) -> Recording | None:
    """Return the recording with exactly this digest, or None."""
    return await session.scalar(select(Recording).where(Recording.script_id == script_id, Recording.wanted_digest == wanted_digest))


async def lengths(session: AsyncSession) -> dict[UUID, float]:
    """Return for each script that has sound of its words of now how many seconds the newest takes."""
    query = (
        select(Recording.script_id, Recording.duration)
        .join(Script, Script.id == Recording.script_id)
        .join(Narration, (Narration.script_id == Script.id) & (Narration.wanted_digest == Recording.wanted_digest))
        .where(Narration.revision == Script.revision)
        .order_by(Recording.created_at)
    )
    return {row.script_id: row.duration for row in await session.execute(query)}


async def recording_by_id(session: AsyncSession, recording_id: UUID) -> Recording | None:
    """Return a recording, or None if it was discarded since."""
    return await session.get(Recording, recording_id)


async def want(session: AsyncSession, script: Script, wanted: Plan, *, again: bool = False, anew: bool = False) -> Narration | None:
    """Note that a recording is wanted, in the transaction of its cause; None if it exists or is being made already.

    *again* also wants one that failed, *anew* also one that exists: it stays until another is there.
    """
    exists = await recording_of(session, script.id, wanted.wanted_digest) is not None
    row = await session.scalar(select(Narration).where(Narration.script_id == script.id, Narration.wanted_digest == wanted.wanted_digest))
    if row is not None:
        row.revision = script.revision
    if exists and not anew:
        return None
    if row is not None and row.state in {"wanted", "running"} and not again:
        return None
    if row is None:
        row = Narration(script_id=script.id, wanted_digest=wanted.wanted_digest, revision=script.revision, total=0 if wanted.take else len(wanted.sentences))
        session.add(row)
    row.anew = exists
    row.state, row.message, row.done, row.attempt = "wanted", "", 0, row.attempt + 1 if row.attempt else 1
    # What the script wanted before is wanted no more; a job that is at it will notice and stop.
    await session.execute(
        update(Narration)
        .where(Narration.script_id == script.id, Narration.wanted_digest != wanted.wanted_digest, Narration.state.in_(["wanted", "running"]))
        .values(state="dropped")
    )
    await session.flush()  # the job needs the row's id
    return row


async def recordings(session: AsyncSession) -> Sequence[Recording]:
    """Return all recordings."""
    return (await session.scalars(select(Recording))).all()


async def discard_recordings(session: AsyncSession, ids: Sequence[UUID]) -> None:
    """Forget recordings whose files are missing or damaged, so that they are made again."""
    await session.execute(delete(Recording).where(Recording.id.in_(ids)))


async def keep_recording(session: AsyncSession, row: Narration, recording: Recording) -> bool:
    """Keep what was made, unless somebody was quicker; then theirs stays. What was made anew takes the place of what there was; returns whether it did."""
    have = await recording_of(session, row.script_id, row.wanted_digest)
    if have is None:
        session.add(recording)
    elif row.anew:
        have.voice, have.files, have.duration = recording.voice, recording.files, recording.duration
        have.timings, have.report = recording.timings, recording.report
    await session.execute(update(Narration).where(Narration.id == row.id).values(state="ready", done=row.total, message="", ended_at=datetime.now(UTC)))
    return have is not None and row.anew


async def note_progress(session: AsyncSession, narration_id: UUID, **values: object) -> None:
    """Write how far a narration is, for those who wait."""
    await session.execute(update(Narration).where(Narration.id == narration_id).values(**values))


async def narration(session: AsyncSession, narration_id: UUID) -> Narration | None:
    """Return a narration, or None if it was removed since."""
    return await session.get(Narration, narration_id)


async def narrations(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[Narration]:
    """Return the narrations with these ids."""
    return (await session.scalars(select(Narration).where(Narration.id.in_(ids)))).all()


async def chosen_voices(session: AsyncSession, language: str) -> Sequence[str]:
    """Return the voices that were chosen for a language, in order; the house's default is not among them unless somebody chose it."""
    return (await session.scalars(select(Voice.voice).where(Voice.language == language).order_by(Voice.position))).all()


async def choose_voices(session: AsyncSession, language: str, voice_ids: Sequence[str]) -> None:
    """Set which voices speak a language, the first that is installed first."""
    await session.execute(delete(Voice).where(Voice.language == language))
    session.add_all(Voice(language=language, position=position, voice=voice_id) for position, voice_id in enumerate(voice_ids))


def credit(voice: SpeakingVoice) -> dict[str, object]:
    """Return what is said of a voice wherever its sound goes."""
    kept = {"id", "name", "engine", "quality", "licence", "attribution", "leaves_house"}
    return {key: value for key, value in msgspec.to_builtins(voice).items() if key in kept}


async def script_of(session: AsyncSession, script_id: UUID) -> Script:
    """Return a script by id; raises NotFoundError."""
    script = await session.get(Script, script_id)
    if script is None:
        raise NotFoundError("This script was removed.")
    return script
