"""All sound of some languages once more, for instance after a new voice: what it takes and costs, told before, and the wish itself."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.publishing.models import Approval
from audio_guide.speech import progress, said
from audio_guide.speech import ways as spoken
from audio_guide.speech.models import Recording
from audio_guide.speech.service import Voices
from audio_guide.speech.wanting import Makers, want_each, want_ways
from audio_guide.tours import listing, ways, writing


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
            heard += one.approved
            sayable.setdefault(language, []).extend([one.words] if one.plan is not None else [])
    ids = [row.id for row in mine]
    sentences = await writing.sentences_of(session, ids) + sum(writing.sentences_in(text) for words in sayable.values() for text in words)
    return Outlook(ids, sayable, heard, len(people), len(mute), await progress.seconds_for(session, sentences))


async def make(makers: Makers, seen: Outlook) -> None:
    """Want it all once more. What is approved counts until another take is there, so that calling off costs nothing."""
    await want_each(makers, seen.scripts, anew=True)
    await want_ways(makers, seen.ways, anew=True)


async def unheard(session: AsyncSession, recording: Recording) -> None:
    """Take an approval back, since another take stands in the place of the one that was heard."""
    await session.execute(delete(Approval).where(Approval.script_id == recording.script_id, Approval.wanted_digest == recording.wanted_digest))
