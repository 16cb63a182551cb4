"""The ways between stops as sound: the same words in a language are spoken once, whichever tours have them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
from audio_guide.speech.service import Voices
from audio_guide.speech.tasks import LONGEST_PAUSE, Narrator, guarded

SAY_WAY = "speech.way"
SILENT = mark("There is no word in this that a voice could say.")
LONGEST_TITLE = 60
UNDER_WAY = ("wanted", "running")


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
        return "approved" if self.sound.approved_at is not None else "to-be-heard"

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
    plans = {words: plan("", "", words, language=language, track="standard", voice=voice, names=names) for words in wanted}
    digests = [one.wanted_digest for one in plans.values()]
    made = {row.wanted_digest: row for row in await session.scalars(select(WaySound).where(WaySound.wanted_digest.in_(digests)))}
    silent = BadInputError(SILENT)
    return {words: Standing(words, one, made.get(one.wanted_digest)) if one.sentences else Standing(words, refused=silent) for words, one in plans.items()}


async def request(session: AsyncSession, jobs: Jobs, voices: Voices, wanted: Mapping[str, Sequence[str]], *, again: bool = False) -> list[WaySound]:
    """Want the sound of ways by language, in the transaction of its cause; returns what is to be made now. *again* also wants what is being made."""
    rows: list[WaySound] = []
    for language, texts in wanted.items():
        for one in (await standings(session, voices, language, texts)).values():
            wanted_now = {"sound-missing", "failed", *(["being-made"] if again else [])}
            rows += [await _enqueue(session, jobs, language, one)] if one.state in wanted_now else []
    return rows


async def make_anew(session: AsyncSession, jobs: Jobs, language: str, one: Standing) -> None:
    """Want a sound once more though it exists; nobody has heard the other one, so it is not approved any more."""
    row = await _enqueue(session, jobs, language, one)
    row.anew, row.approved_by, row.approved_by_id, row.approved_at = bool(row.files), "", None, None


async def _enqueue(session: AsyncSession, jobs: Jobs, language: str, one: Standing) -> WaySound:
    if one.plan is None:
        raise one.refused or BadInputError(SILENT)
    row = one.sound
    if row is None:
        row = WaySound(language=language, words=one.words, wanted_digest=one.digest, attempt=0, anew=False)
        session.add(row)
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
            if row.files:
                row.state = "ready"
            else:
                await session.delete(row)
            return None
        row.state = "running"
        anew = row.anew
    rendered, files = await narrator.say(one.plan, one.plan.passages[-1].text[:LONGEST_TITLE], anew=anew)
    kept = {"files": files, "duration": rendered.duration, "voice": service.credit(one.plan.voice), "state": "ready", "message": "", "anew": False}
    async with narrator.database.write() as session:
        await session.execute(update(WaySound).where(WaySound.id == row_id, WaySound.state.in_(UNDER_WAY)).values(**kept))
    return None


async def _failed(narrator: Narrator, row_id: UUID, error: Exception, retry_after: float | None) -> float | None:
    state = "failed" if retry_after is None else "wanted"
    async with narrator.database.write() as session:
        await session.execute(update(WaySound).where(WaySound.id == row_id).values(state=state, message=reasons.kept(error)))
    return None if retry_after is None else min(retry_after, LONGEST_PAUSE)


async def sounds(session: AsyncSession, ids: Sequence[UUID] | None = None) -> Sequence[WaySound]:
    """Return the sounds of ways: all, or those with some ids."""
    query = select(WaySound)
    return (await session.scalars(query if ids is None else query.where(WaySound.id.in_(ids)))).all()


async def discard(session: AsyncSession, ids: Sequence[UUID]) -> None:
    """Forget sounds whose files are missing or damaged, so that they are made again."""
    await session.execute(delete(WaySound).where(WaySound.id.in_(ids)))
