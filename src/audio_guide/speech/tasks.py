"""The job that makes a recording; it may run twice and be killed at any moment."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from pebble import ProcessExpired
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.db import Database
from audio_guide.kit.errors import AudioGuideError
from audio_guide.kit.media import MediaStore
from audio_guide.speech import reasons, service
from audio_guide.speech.engines import EngineError
from audio_guide.speech.models import Narration, Recording
from audio_guide.speech.plan import Plan
from audio_guide.speech.progress import UNDER_WAY
from audio_guide.speech.render import Rendered, RenderError, Tags
from audio_guide.speech.service import Voices
from audio_guide.speech.speaking import PartOrder, Speakers
from audio_guide.speech.takes.alignment import Said
from audio_guide.tours import service as tours
from audio_guide.tours.phrases import plain

MOST_ATTEMPTS_OF_A_SENTENCE = 3
SENTENCES_AT_ONCE = 3
"""Sentences of one recording that a process speaks before it takes those of another: to hand one over costs as much as to speak it."""
LONGEST_PAUSE = 3600.0
UNWRITTEN_PAUSE = 60.0
"""Seconds until a job is tried again whose failure could not even be written down."""
log = logging.getLogger(__name__)


class _StoppedError(Exception):
    """The script wants other words by now."""


@dataclass(frozen=True, slots=True)
class Narrator:
    """Everything that making a recording needs."""

    database: Database
    media: MediaStore
    voices: Voices
    speakers: Speakers
    museum: Mapping[str, str]
    """The museum's name in each language; it stands in the files' tags."""
    replaced: Callable[[AsyncSession, Recording], Awaitable[None]] | None = None
    """Told, in the same transaction, of a take that stands in the place of another one: nobody has heard it."""

    async def narrate(self, argument: str) -> float | None:
        """Make the recording of a narration's id if it is still wanted; returns seconds to wait before another try, or None."""
        narration_id = UUID(argument)
        try:
            return await guarded(self._narrate(narration_id), partial(self._failed, narration_id))
        except _StoppedError:
            return None

    async def _failed(self, narration_id: UUID, error: Exception, retry_after: float | None) -> float | None:
        state = "failed" if retry_after is None else "wanted"
        try:
            async with self.database.write() as session:
                row = await service.narration(session, narration_id)
                if row is not None and row.state in UNDER_WAY:  # what was called off did not fail
                    await service.note_progress(session, narration_id, state=state, message=reasons.kept(error))
        except (AudioGuideError, SQLAlchemyError):  # the disk may be full, or the database away: nobody would ever learn of it
            log.exception("a failure could not be written down")
            return UNWRITTEN_PAUSE
        return None if retry_after is None else min(retry_after, LONGEST_PAUSE)

    async def give_up(self, argument: str) -> None:
        """Tell of a narration's id that it was tried as often as it is worth."""
        async with self.database.write() as session:
            row = await service.narration(session, UUID(argument))
            if row is not None and row.state in UNDER_WAY:
                await service.note_progress(session, row.id, state="failed", message=reasons.given_up(row.message))

    async def _narrate(self, narration_id: UUID) -> float | None:
        await self._read_before(narration_id)
        async with self.database.write() as session:
            row = await service.narration(session, narration_id)
            if row is None or row.state not in UNDER_WAY:
                return None
            script = await service.script_of(session, row.script_id)
            number = await tours.number_of(session, script)
            plan = await service.plan_script(session, self.voices, script)
            if plan.wanted_digest != row.wanted_digest:
                await service.note_progress(session, narration_id, state="dropped")
                return None
            if not row.anew and await service.recording_of(session, script.id, plan.wanted_digest) is not None:
                await service.note_progress(session, narration_id, state="ready", done=row.total, message="")
                return None
            if not plan.sentences:
                raise EngineError("bad_text", "This script has no words that can be said.")
            total = 0 if plan.take else len(plan.sentences)
            await service.note_progress(session, narration_id, state="running", done=0, total=total, message="", began_at=datetime.now(UTC))
        if plan.take:
            rendered = await self._from_take(plan, self._tags(plan, script.title, number))
        else:
            rendered = await self._put_together(plan, self._tags(plan, script.title, number), await self._speak(row, plan))
        await self._keep(row, plan, rendered)
        return None

    async def _read_before(self, narration_id: UUID) -> None:
        """Read the words of a narration while nothing is locked: a plan is remembered, and found again when its row is written."""
        async with self.database.read() as session:
            row = await service.narration(session, narration_id)
            if row is not None and row.state in UNDER_WAY:
                await service.plan_script(session, self.voices, await service.script_of(session, row.script_id))

    async def _speak(self, row: Narration, plan: Plan) -> list[str]:
        """Speak every sentence, a few at a time in each process, and write about once a second how far it is."""
        texts = [sentence.reading.text for sentence in plan.sentences]
        few = 1 if plan.voice.min_interval else SENTENCES_AT_ONCE
        pending = [asyncio.ensure_future(self._speak_few(texts[at : at + few], plan, anew=row.anew)) for at in range(0, len(texts), few)]
        try:
            while True:
                done, waiting = await asyncio.wait(pending, timeout=1.0, return_when=asyncio.FIRST_EXCEPTION)
                spoken = sum(len(task.result()) for task in done)
                if not waiting:
                    return [key for task in pending for key in task.result()]
                await self._progress(row.id, spoken)
        finally:
            for task in pending:
                task.cancel()

    async def _speak_few(self, texts: Sequence[str], plan: Plan, *, anew: bool) -> list[str]:
        """Speak sentences that follow each other; where a process dies of them or takes too long, each is spoken alone, so that the one it was is known."""
        if len(texts) > 1:
            try:
                return await self.speakers.speak(texts, plan.language, plan.voice, anew=anew)
            except (ProcessExpired, FutureTimeoutError, TimeoutError):
                log.warning("a speaking process died of one of a few sentences, or took too long")
        return [await self._speak_one(text, plan, anew=anew) for text in texts]

    async def _speak_one(self, text: str, plan: Plan, *, anew: bool) -> str:
        """Speak one sentence; a process that dies of it gets the same sentence a few times before it is given up."""
        for attempt in range(MOST_ATTEMPTS_OF_A_SENTENCE):
            try:
                return (await self.speakers.speak([text], plan.language, plan.voice, anew=anew))[0]
            except ProcessExpired:
                log.warning("a speaking process died", extra={"attempt": attempt})
        message = f"The voice stopped working at this sentence: “{text}”. Change it or choose another voice."
        raise EngineError("crashed", message)

    async def _progress(self, narration_id: UUID, done: int) -> None:
        async with self.database.write() as session:
            row = await service.narration(session, narration_id)
            if row is None or row.state == "dropped":
                raise _StoppedError
            await service.note_progress(session, narration_id, done=done)

    async def say(self, plan: Plan, title: str, *, anew: bool = False) -> tuple[Rendered, list[dict[str, object]]]:
        """Speak a short plan whole; returns the sound and its files in the media store."""
        keys = [await self._speak_one(sentence.reading.text, plan, anew=anew) for sentence in plan.sentences]
        rendered = await self._put_together(plan, self._tags(plan, title, 0), keys)
        return rendered, await self._stored(rendered)

    async def _put_together(self, plan: Plan, tags: Tags, keys: Sequence[str]) -> Rendered:
        orders = tuple(
            PartOrder(key, sentence.passage, plan.passages[sentence.passage].role, sum(map(str.isalpha, sentence.reading.text)))
            for key, sentence in zip(keys, plan.sentences, strict=True)
        )
        return await self.speakers.put_together(orders, tags, plan.pauses)

    async def _from_take(self, plan: Plan, tags: Tags) -> Rendered:
        """Make a recording of what a person has read; raises RenderError if the file is gone."""
        try:
            size = info.size if (info := await asyncio.to_thread(self.media.head, plan.take)) is not None else 0
            data = await asyncio.to_thread(self.media.read, plan.take, 0, size)
        except FileNotFoundError as error:
            message = "The file that was read aloud is missing in the store. Upload it again, or remove the human voice."
            raise RenderError(message) from error
        said = tuple(Said(sum(map(str.isalpha, sentence.reading.text)), sentence.passage) for sentence in plan.sentences)
        return await self.speakers.from_take(data, said, tags)

    def _tags(self, plan: Plan, title: str, number: int) -> Tags:
        """Return what the files say of themselves; the number that visitors key in orders them on any player."""
        museum = self.museum.get(plan.language) or next(iter(self.museum.values()), "")
        return Tags(
            title=plain(title),
            album=museum,
            artist=museum,
            language=plan.language,
            track=number,
            comment=" · ".join(text for text in (plan.voice.name, plan.voice.licence) if text),
            chapters=tuple(passage.text[:60] for passage in plan.passages),
        )

    async def _keep(self, row: Narration, plan: Plan, rendered: Rendered) -> None:
        """Write the files first, the row after; a crash between the two leaves only a file that nobody names."""
        files = await self._stored(rendered)
        recording = Recording(
            script_id=row.script_id,
            wanted_digest=plan.wanted_digest,
            voice=service.credit(plan.voice),
            files=files,
            duration=rendered.duration,
            timings=_timings(plan, rendered),
            report=rendered.report,
        )
        async with self.database.write() as session:
            now = await service.narration(session, row.id)
            if row.anew and (now is None or now.state not in UNDER_WAY):
                raise _StoppedError  # it was called off with the last sentence; the take that there is stays
            if await service.keep_recording(session, row, recording) and self.replaced is not None:
                await self.replaced(session, recording)

    async def _stored(self, rendered: Rendered) -> list[dict[str, object]]:
        """Put the files of a sound into the media store."""
        files: list[dict[str, object]] = []
        for file in rendered.files:
            name = await asyncio.to_thread(self.media.put, file.data, file.suffix)
            files.append({"name": name, "media_type": file.media_type, "bytes": len(file.data)})
        return files


async def guarded(work: Awaitable[float | None], failed: Callable[[Exception, float | None], Awaitable[float | None]]) -> float | None:
    """Do what makes a sound; whatever stops it is told to *failed* with the seconds after which another try makes sense, or None."""
    try:
        return await work
    except _StoppedError:
        raise
    except EngineError as error:
        return await failed(error, error.retry_after)
    except (RenderError, AudioGuideError) as error:
        return await failed(error, None)
    except (ProcessExpired, FutureTimeoutError, TimeoutError) as error:
        return await failed(EngineError("crashed", f"The speaking process ended with {type(error).__name__}."), None)
    except Exception as error:  # whatever it was, nobody may wait for it for ever; the log has all of it
        log.exception("a recording failed")
        return await failed(error, None)


def _timings(plan: Plan, rendered: Rendered) -> list[dict[str, object]]:
    """Return the times as they are kept; a person's reading outlives changes of how we find sentences, so it keeps its sentences' places in the text, too."""
    rows: list[dict[str, object]] = [
        {"start": timing.start, "end": timing.end, "words": [[word.char, round(word.start, 3)] for word in timing.words]} for timing in rendered.timings
    ]
    if plan.take:
        for row, sentence in zip(rows, plan.sentences, strict=True):
            row |= {"passage": sentence.passage, "from": sentence.start, "to": sentence.end}
    return rows
