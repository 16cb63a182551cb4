"""The ways between stops as sound: the same words in a language are spoken once, whichever tours have them."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.db import Database
from audio_guide.kit.errors import AudioGuideError, BadInputError, UnavailableError, mark
from audio_guide.kit.jobs import Jobs
from audio_guide.speech import reasons, service
from audio_guide.speech.models import WaySound
from audio_guide.speech.names import spoken_names
from audio_guide.speech.plan import Plan, plan
from audio_guide.speech.progress import UNDER_WAY
from audio_guide.speech.service import Voices
from audio_guide.speech.tasks import LONGEST_PAUSE, Narrator, guarded

SAY_WAY = "speech.way"
SILENT = mark("There is no word in this that a voice could say.")
LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Standing:
    """How the words of a way stand to their sound."""

    words: str
    plan: Plan | None = None
    sound: WaySound | None = None
    refused: AudioGuideError | None = None
    """Why no voice can say them now."""

    @property
    def state(self) -> str:
        """One of no-voice, sound-missing, being-made, failed, to-be-heard and approved."""
        if self.plan is None:
            return "no-voice"
        if self.sound is None:
            return "sound-missing"
        if self.sound.state != "ready":
            return "failed" if self.sound.state == "failed" else "being-made"
        return "approved" if self.approved else "to-be-heard"

    @property
    def approved(self) -> bool:
        """Whether somebody let its sound pass; it stays so while it is made once more, until the new take is there."""
        return self.sound is not None and bool(self.sound.files) and self.sound.approved_at is not None

    @property
    def reason(self) -> str:
        """Why there is no sound, as rows keep it; "" where nothing is wrong."""
        if self.refused is not None:
            return reasons.kept(self.refused)
        return self.sound.message if self.sound is not None else ""

    @property
    def digest(self) -> str:
        """The digest that the words of now want, or "" where no voice can say them."""
        return self.plan.wanted_digest if self.plan is not None else ""


async def standings(session: AsyncSession, voices: Voices, language: str, texts: Iterable[str]) -> dict[str, Standing]:
    """Tell for words of ways in one language how they stand to their sound; a machine reads them as it reads scripts, with the names table."""
    wanted = list(dict.fromkeys(words for words in texts if words))
    if not wanted:
        return {}
    names = await spoken_names(session, language)
    try:
        voice = await voices.of(session, language)
    except (BadInputError, UnavailableError) as error:
        return {words: Standing(words, refused=error) for words in wanted}
    plans = await asyncio.to_thread(lambda: {words: plan("", "", words, language=language, track="standard", voice=voice, names=names) for words in wanted})
    digests = [one.wanted_digest for one in plans.values()]
    made = {row.wanted_digest: row for row in await session.scalars(select(WaySound).where(WaySound.wanted_digest.in_(digests)))}
    silent = BadInputError(SILENT)
    return {words: Standing(words, one, made.get(one.wanted_digest)) if one.sentences else Standing(words, refused=silent) for words, one in plans.items()}


async def want(session: AsyncSession, jobs: Jobs, ready: Sequence[Standing], *, again: bool = False, anew: bool = False) -> None:
    """Want the sound of words that are read already.

    *again* also wants what is being made, *anew* what exists and is not being made: the take that there is stays, and stays approved, until the other is there.
    """
    asked = ("sound-missing", "failed", *(["being-made"] if again else []), *(["to-be-heard", "approved"] if anew else []))
    made = {row.wanted_digest: row for row in await session.scalars(select(WaySound).where(WaySound.wanted_digest.in_([one.digest for one in ready])))}
    for one in ready:
        now = replace(one, sound=made.get(one.digest))  # somebody may have wanted it since it was read
        if now.state in asked:
            made[now.digest] = await _enqueue(session, jobs, now, anew=anew)


async def _enqueue(session: AsyncSession, jobs: Jobs, one: Standing, *, anew: bool) -> WaySound:
    if one.plan is None:
        raise one.refused or BadInputError(SILENT)
    row = one.sound
    if row is None:
        row = WaySound(language=one.plan.language, words=one.words, wanted_digest=one.digest, attempt=0, anew=False)
        session.add(row)
    row.anew = bool(row.files) and (anew or row.anew)
    row.state, row.message, row.attempt = "wanted", "", row.attempt + 1
    await session.flush()  # the job needs the row's id
    queue = "network" if one.plan.voice.min_interval else "speech"
    await jobs.enqueue(session, SAY_WAY, str(row.id), key=key_of(row), queue=queue)
    return row


def key_of(row: WaySound) -> str:
    """Return the key of the job that makes a way's sound."""
    return f"way-{row.id}-{row.attempt}"


async def give_up(narrator: Narrator, argument: str) -> None:
    """Tell of a way's sound that it was tried as often as it is worth."""
    async with narrator.database.write() as session:
        row = await session.get(WaySound, UUID(argument))
        if row is not None and row.state in UNDER_WAY:
            row.state, row.message = "failed", reasons.given_up(row.message)


async def revive(database: Database, jobs: Jobs) -> None:
    """Call the sounds failed that wait though their job has ended; whoever asks for them again gets a new job."""
    async with database.read() as session:
        rows = (await session.scalars(select(WaySound).where(WaySound.state.in_(UNDER_WAY)))).all()
    ended = await jobs.ended([key_of(row) for row in rows]) if rows else {}
    for row in (row for row in rows if key_of(row) in ended):
        async with database.write() as session:
            still = (WaySound.id == row.id, WaySound.attempt == row.attempt, WaySound.state.in_(UNDER_WAY))
            await session.execute(update(WaySound).where(*still).values(state="failed", message=reasons.STOPPED))


async def say(narrator: Narrator, argument: str) -> float | None:
    """Make the sound of a way by the row's id if it is still wanted; it may run twice. Returns seconds to wait before another try, or None."""
    row_id = UUID(argument)
    return await guarded(_say(narrator, row_id), partial(_failed, narrator, row_id))


async def _say(narrator: Narrator, row_id: UUID) -> float | None:
    async with narrator.database.write() as session:
        row = await session.get(WaySound, row_id)
        if row is None or row.state not in UNDER_WAY:
            return None
        one = (await standings(session, narrator.voices, row.language, [row.words]))[row.words]
        if one.plan is None:
            raise one.refused or BadInputError(SILENT)
        if one.digest != row.wanted_digest:
            # A name or the voice is another one by now; whoever wants these words finds no row of the new digest and makes one.
            await drop(session, row)
            return None
        row.state = "running"
        anew = row.anew
    rendered, files = await narrator.say(one.plan, one.plan.passages[-1].text[:LONGEST_TITLE], anew=anew)
    kept = {"files": files, "duration": rendered.duration, "voice": service.credit(one.plan.voice), "state": "ready", "message": "", "anew": False}
    kept |= {"approved_by": "", "approved_by_id": None, "approved_at": None}  # nobody has heard this take
    async with narrator.database.write() as session:
        await session.execute(update(WaySound).where(WaySound.id == row_id, WaySound.state.in_(UNDER_WAY)).values(**kept))
    return None


async def drop(session: AsyncSession, row: WaySound) -> None:
    """Make a sound no more; the take that there is stays as it is."""
    if row.files:
        row.state, row.message, row.anew = "ready", "", False
    else:
        await session.delete(row)


async def call_off(session: AsyncSession, language: str | None = None) -> int:
    """Stop the sounds of ways that are being made and those that wait, all or of one language; returns how many."""
    query = select(WaySound).where(WaySound.state.in_(UNDER_WAY))
    rows = (await session.scalars(query if language is None else query.where(WaySound.language == language))).all()
    for row in rows:
        await drop(session, row)
    return len(rows)


async def _failed(narrator: Narrator, row_id: UUID, error: Exception, retry_after: float | None) -> float | None:
    state = "failed" if retry_after is None else "wanted"
    async with narrator.database.write() as session:
        still = (WaySound.id == row_id, WaySound.state.in_(UNDER_WAY))  # what was called off did not fail
        await session.execute(update(WaySound).where(*still).values(state=state, message=reasons.kept(error)))
    return None if retry_after is None else min(retry_after, LONGEST_PAUSE)


async def sounds(session: AsyncSession, ids: Sequence[UUID] | None = None) -> Sequence[WaySound]:
    """Return the sounds of ways: all, or those with some ids."""
    query = select(WaySound)
    return (await session.scalars(query if ids is None else query.where(WaySound.id.in_(ids)))).all()


async def discard(session: AsyncSession, ids: Sequence[UUID]) -> None:
    """Forget sounds whose files are missing or damaged, so that they are made again."""
    await session.execute(delete(WaySound).where(WaySound.id.in_(ids)))
