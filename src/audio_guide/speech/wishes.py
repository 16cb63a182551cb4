"""The wish for the sound of a text: its words are read, and it is written with its job in the transaction of its cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.errors import BadInputError, UnavailableError
from audio_guide.kit.jobs import Jobs
from audio_guide.speech import said, service
from audio_guide.speech.models import Narration
from audio_guide.speech.plan import Plan
from audio_guide.speech.service import Voices
from audio_guide.tours import service as tours
from audio_guide.tours.models import TRACKS, Script
from audio_guide.tours.writing import Words

NARRATE = "speech.narrate"
READ = "speech.read"
"""Read what nobody has read by the rules and the voices of now."""


async def choose_voices(session: AsyncSession, jobs: Jobs, language: str, voice_ids: Sequence[str]) -> None:
    """Set which voices speak a language, the first that is installed first; one of them may take longer or shorter sentences, so all is read again."""
    await service.choose_voices(session, language, voice_ids)
    await read_again(session, jobs, language)


async def read_again(session: AsyncSession, jobs: Jobs, language: str = "") -> None:
    """Let a worker read what nobody has read by the rules and the voices of now."""
    await jobs.enqueue(session, READ, language, key=f"read-{uuid4()}")


def key_of(row: Narration) -> str:
    """Return the key of the job that makes a narration."""
    return f"narrate-{row.id}-{row.attempt}"


@dataclass(frozen=True, slots=True)
class Prepared:
    """What wanting a script's recording needs to know of its words; finding it out takes time and writes nothing."""

    revision: int
    plan: Plan
    learned: Sequence[said.Learned]


async def prepare(session: AsyncSession, voices: Voices, script: Script) -> Prepared:
    """Read a script aloud in mind; raises BadInputError, UnavailableError if no voice can speak it."""
    return Prepared(script.revision, await service.plan_script(session, voices, script), await said.of_script(session, voices, script))


async def read_before(session: AsyncSession, voices: Voices, script: Script, typed: Words) -> None:
    """Read what somebody typed before it is saved as a script's words: a plan is remembered, so the database is not kept from others while it is made."""
    try:
        title, body, note = tours.fitting(typed.title, "title"), tours.fitting(typed.body, "body"), tours.fitting(typed.note, "note")
        if script.track != TRACKS[0]:
            note = await tours.note_of(session, script.stop_id, script.language)
        await service.plan_script(session, voices, script, Words(title, body, note))
    except (BadInputError, UnavailableError):
        return  # saving says what is wrong with it, and the board what no voice can speak


async def request(  # noqa: PLR0913 -- whose sound, with what, and how much it is wanted
    session: AsyncSession, jobs: Jobs, voices: Voices, script: Script, *, again: bool = False, anew: bool = False
) -> Narration | None:
    """Want a script's recording and enqueue its job in the same transaction; None if there is nothing to do.

    *anew* also wants one that exists, for a take that is bad; it stays until the other is there.
    """
    return await want(session, jobs, script, await prepare(session, voices, script), again=again, anew=anew)


async def want(  # noqa: PLR0913 -- the same, once the words are read
    session: AsyncSession, jobs: Jobs, script: Script, ready: Prepared, *, again: bool = False, anew: bool = False
) -> Narration | None:
    """Want a script's recording, its words being read already."""
    await said.keep(session, ready.learned)
    row = await service.want(session, script, ready.plan, again=again, anew=anew)
    if row is not None:
        queue = "network" if ready.plan.voice.min_interval else "speech"
        await jobs.enqueue(session, NARRATE, str(row.id), key=key_of(row), queue=queue)
    return row


async def request_each(session: AsyncSession, jobs: Jobs, voices: Voices, scripts: Sequence[Script]) -> None:
    """Want the sound of several scripts in the transaction that changed them; the board says of each that no voice can speak now."""
    await session.flush()  # the plans read what was just written
    for script in scripts:
        try:
            await request(session, jobs, voices, script, again=True)
        except (BadInputError, UnavailableError):
            continue
