"""All sound of some languages once more, for instance after a new voice: what it takes and costs, told before, and the wish itself."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.errors import BadInputError, UnavailableError
from audio_guide.kit.jobs import Jobs
from audio_guide.publishing.models import Approval
from audio_guide.speech import progress, said
from audio_guide.speech import ways as spoken
from audio_guide.speech.models import Recording
from audio_guide.speech.service import Voices
from audio_guide.speech.tasks import prepare, want
from audio_guide.tours import listing, ways, writing
from audio_guide.tours.models import Script


@dataclass(frozen=True, slots=True)
class Outlook:
    """What making all sound of some languages anew would take and cost."""

    scripts: Sequence[UUID]
    """The texts that a machine can speak now."""
    ways: Mapping[str, Sequence[str]]
    """The words of ways by language; a machine speaks them all."""
    approved: int
    """How much of it somebody has listened to and let pass, so that it has to be heard once more."""
    by_people: int
    """Recordings by people, which stay as they are."""
    mute: int
    """Texts that no voice can speak now."""
    seconds: float | None
    """About how long it takes; None if nothing was ever made from which it could be told."""

    @property
    def recordings(self) -> int:
        """How many recordings that makes."""
        return len(self.scripts) + sum(map(len, self.ways.values()))


async def outlook(session: AsyncSession, voices: Voices, languages: Collection[str]) -> Outlook:
    """Look what making all sound of some languages anew would mean; nothing is written."""
    rows = [row for row in await listing.script_rows(session) if row.language in languages]
    wanted = await said.settled(session, voices, rows)
    people = [row for row in rows if row.id in wanted.people and wanted.people[row.id].wanted]
    mute = [row for row in rows if row.id in wanted.refused]
    left = {row.id for row in (*people, *mute)}
    mine = [row for row in rows if row.id not in left]
    passed = {tuple(row) for row in await session.execute(select(Approval.script_id, Approval.revision, Approval.wanted_digest))}
    heard = sum((row.id, row.revision, wanted.digests.get(row.id, "")) in passed for row in mine)
    texts = {language: words for language, words in (await ways.words_of(session)).items() if language in languages}
    sayable: dict[str, list[str]] = {}
    for language, words in texts.items():
        for one in (await spoken.standings(session, voices, language, words)).values():
            heard += one.state == "approved"
            sayable.setdefault(language, []).extend([one.words] if one.plan is not None else [])
    ids = [row.id for row in mine]
    sentences = await writing.sentences_of(session, ids) + sum(writing.sentences_in(text) for words in sayable.values() for text in words)
    return Outlook(ids, sayable, heard, len(people), len(mute), await progress.seconds_for(session, sentences))


async def make(session: AsyncSession, jobs: Jobs, voices: Voices, scripts: Sequence[Script]) -> None:
    """Want the recordings of some texts once more, though they exist.

    What is being made already is new anyway, and what people have read stays. What is approved counts until another take is there: calling off costs nothing.
    """
    for script in scripts:
        try:
            ready = await prepare(session, voices, script)
        except (BadInputError, UnavailableError):
            continue  # the board says of each that no voice can speak now
        await want(session, jobs, script, ready, anew=not ready.plan.take)


async def make_ways(session: AsyncSession, jobs: Jobs, voices: Voices, words: Mapping[str, Sequence[str]]) -> None:
    """Want the sound of some ways once more; until somebody has listened to it, visitors read them."""
    for language, texts in words.items():
        for one in (await spoken.standings(session, voices, language, texts)).values():
            if one.plan is not None and one.state != "being-made":
                await spoken.make_anew(session, jobs, language, one)


async def unheard(session: AsyncSession, recording: Recording) -> None:
    """Take an approval back, since another take stands in the place of the one that was heard."""
    await session.execute(delete(Approval).where(Approval.script_id == recording.script_id, Approval.wanted_digest == recording.wanted_digest))
