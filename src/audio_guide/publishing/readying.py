"""Which texts of a tour are ready for the public in one language, judged by what is kept: only what changed is read aloud again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only

from audio_guide.kit.errors import mark
from audio_guide.publishing import edition as public
from audio_guide.publishing.models import Approval
from audio_guide.publishing.sounding import paragraph, paragraphs_with_times, sound_of
from audio_guide.speech import reasons, said
from audio_guide.speech import service as speech
from audio_guide.speech.models import Recording
from audio_guide.speech.plan import passages_of
from audio_guide.speech.service import Voices
from audio_guide.tours import care, films
from audio_guide.tours.films import Standing
from audio_guide.tours.listing import ScriptRow
from audio_guide.tours.models import Script, Stop

NOTE_UNSAID = mark("the human recording leaves the content note out")
NO_SOUND = mark("no sound for the text of now")
NOT_APPROVED = mark("nobody has approved the sound")
NOT_READ = mark("the text is still being read")


@dataclass(frozen=True, slots=True)
class Ready:
    """What all texts of a tour's language are judged by, read at once."""

    session: AsyncSession
    voices: Voices
    wanted: said.Wanted
    sounds: dict[tuple[UUID, str], public.Sound]
    """The sound of the public's form by script and wanted digest; whoever approved it stands in it."""
    films: Mapping[UUID, Sequence[Standing]]
    """The films in sign languages by stop."""
    unconsented: Sequence[str]
    sketch: bool
    """Whether it is only counted what would change: then nothing is read aloud, and a changed text has no times."""

    @classmethod
    async def read(cls, session: AsyncSession, voices: Voices, stops: Sequence[Stop], language: str, *, sketch: bool) -> "Ready":
        """Read it for the stops of a tour."""
        rows = [ScriptRow.of(script) for stop in stops for script in stop.scripts if script.language == language]
        wanted = await said.settled(session, voices, rows, most=None if sketch else len(rows))
        needed = load_only(Recording.script_id, Recording.wanted_digest, Recording.files, Recording.duration, Recording.voice, raiseload=True)
        passed = and_(Approval.script_id == Recording.script_id, Approval.wanted_digest == Recording.wanted_digest)
        query = select(Recording, Approval).join(Script, Script.id == Recording.script_id).where(Script.language == language)
        query = query.outerjoin(Approval, passed & (Approval.revision == Script.revision)).options(needed)
        sounds = {
            (recording.script_id, recording.wanted_digest): sound_of(recording, approval)
            for recording, approval in await session.execute(query)
            if wanted.digests.get(recording.script_id) == recording.wanted_digest
        }
        filmed = await films.standings(session, [stop.id for stop in stops])
        return cls(session, voices, wanted, sounds, filmed, (await care.unconsented(session)).get(language, ()), sketch)

    def sound(self, script: Script) -> public.Sound | str:
        """Return the sound that a text may be published with, or the reason why there is none."""
        if script.id in self.wanted.refused:
            return reasons.kept(self.wanted.refused[script.id])
        digest = self.wanted.digests.get(script.id)
        if digest is None:
            return NOT_READ
        sound = self.sounds.get((script.id, digest))
        if sound is None:
            return NO_SOUND
        person = self.wanted.people.get(script.id)
        if person is not None and person.wanted and person.unsaid_note:
            return NOTE_UNSAID
        return sound if sound.approved_at else NOT_APPROVED

    async def track(self, script: Script, note: str, former: public.Track | None) -> public.Track | str:
        """Return a track as it may be shown, or the reason why it may not; one that says and sounds as the *former* one does is that one."""
        sound = self.sound(script)
        if isinstance(sound, str):
            return sound
        words = tuple(map(paragraph, passages_of(script.title, note, script.body)))
        if former is not None and (former.revision, former.sound) == (script.revision, sound) and _shown(former.paragraphs) == _shown(words):
            return former
        if not self.sketch:
            plan = await speech.plan_script(self.session, self.voices, script)
            recording = await speech.recording_of(self.session, script.id, sound.wanted_digest)
            if recording is None or plan.wanted_digest != sound.wanted_digest:
                return NO_SOUND
            words = paragraphs_with_times(plan, recording)
        return public.Track(track=cast("Any", script.track), paragraphs=words, sound=sound, revision=script.revision)


def _shown(paragraphs: Sequence[public.Paragraph]) -> list[tuple[object, ...]]:
    """Return what visitors read of paragraphs, without the times of their sentences."""
    return [(one.id, one.role, one.text, one.phrases) for one in paragraphs]
