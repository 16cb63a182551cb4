"""Want the sound of many texts and ways: they are read first, which takes long and writes nothing, and only then is it written, so that nobody waits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.db import Database
from audio_guide.kit.errors import AudioGuideError, BadInputError, UnavailableError
from audio_guide.kit.jobs import Jobs
from audio_guide.speech import progress, said, ways
from audio_guide.speech.service import Voices
from audio_guide.speech.wishes import Prepared, prepare, want
from audio_guide.tours import service as tours
from audio_guide.tours.listing import ScriptRow
from audio_guide.tours.models import Script

AT_ONCE = 20
"""Most texts that are read, and then wanted in one transaction."""


class Makers(Protocol):
    """Whoever has what wanting takes: a command has it, and so have the staff's pages."""

    @property
    def database(self) -> Database:
        """Where texts are read and wishes written."""

    @property
    def jobs(self) -> Jobs:
        """What carries the wishes to a worker."""

    @property
    def voices(self) -> Voices:
        """Which voice speaks a language."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of wanting one text's sound."""

    script_id: UUID
    narration_id: UUID | None = None
    """What is wanted now, or was being made already; None where there is nothing to make."""
    refused: AudioGuideError | None = None
    """Why no voice can speak it now."""


async def want_each(makers: Makers, ids: Sequence[UUID], *, again: bool = False, anew: bool = False) -> list[Answer]:
    """Want the sound of many texts; one that cannot be spoken keeps no other waiting.

    *again* also wants what failed or is being made; *anew* also wants what exists, once more, but not what a person has read or what is being made already.
    """
    answers: list[Answer] = []
    for few in _portions(ids):
        ready: dict[UUID, Prepared] = {}
        async with makers.database.read() as session:
            for script in await tours.scripts_by_id(session, few):
                try:
                    ready[script.id] = await prepare(session, makers.voices, script)
                except (BadInputError, UnavailableError) as error:
                    answers.append(Answer(script.id, refused=error))
        async with makers.database.write() as session:
            for script, one in await _of_now(session, makers.voices, ready):
                if isinstance(one, AudioGuideError):
                    answers.append(Answer(script.id, refused=one))
                    continue
                row = await want(session, makers.jobs, script, one, again=again, anew=anew and not one.plan.take)
                row = row or await progress.narration_under_way(session, script)
                answers.append(Answer(script.id, row.id if row is not None else None))
    return answers


def _portions(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """Give a few texts first and then more and more at once, so that the first of many are spoken while the others are read."""
    at, size = 0, 2
    while at < len(ids):
        yield ids[at : at + size]
        at, size = at + size, min(size * 2, AT_ONCE)


async def _of_now(session: AsyncSession, voices: Voices, ready: Mapping[UUID, Prepared]) -> list[tuple[Script, Prepared | AudioGuideError]]:
    """Return what was read, and read again what somebody has changed meanwhile: the text, a name in it, the voice, or who has read it aloud."""
    scripts = await tours.scripts_by_id(session, list(ready))
    rows = [ScriptRow.of(script) for script in scripts]
    found = await said.wanted(session, voices, rows)
    if found.unread:  # nobody has read them by the rules of now before us
        await said.keep(session, [one for row in found.unread for one in ready[row.id].learned])
        found = await said.wanted(session, voices, rows)
    told: list[tuple[Script, Prepared | AudioGuideError]] = []
    for script in scripts:
        one = ready[script.id]
        try:
            same = one.revision == script.revision and found.digests.get(script.id) == one.plan.wanted_digest
            told.append((script, one if same else await prepare(session, voices, script)))
        except (BadInputError, UnavailableError) as error:
            told.append((script, error))
    return told


async def want_ways(makers: Makers, words: Mapping[str, Sequence[str]], *, again: bool = False, anew: bool = False) -> None:
    """Want the sound of ways by language in the same manner; where a name or the voice changes meanwhile, the worker sees it and makes nothing."""
    for language, texts in words.items():
        async with makers.database.read() as session:
            ready = list((await ways.standings(session, makers.voices, language, texts)).values())
        for few in (ready[at : at + AT_ONCE] for at in range(0, len(ready), AT_ONCE)):
            async with makers.database.write() as session:
                await ways.want(session, makers.jobs, few, again=again, anew=anew)
