"""The sound that is public, or was approved last, to be heard beside the new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.publishing.models import Approval
from audio_guide.publishing.service import current
from audio_guide.speech.models import Recording
from audio_guide.speech.plan import passages_of
from audio_guide.tours import service as tours
from audio_guide.tours.compare import Change, word_changes
from audio_guide.tours.models import Script, ScriptRevision, Stop, Tour


@dataclass(frozen=True, slots=True)
class Former:
    """Another sound of a stop than the one for the words of now."""

    public: bool
    """Whether visitors hear it now; else it was approved and never published, or is public no more."""
    file: str
    duration: float
    voice: Mapping[str, object]
    changes: tuple[Change, ...]
    """What changed in the words since."""

    @property
    def reworded(self) -> bool:
        """Whether the words of now are others."""
        return any(change.kind != "same" for change in self.changes)


async def former(session: AsyncSession, tour: Tour, stop: Stop, script: Script, now: Recording | None) -> Former | None:
    """Return what visitors hear now, or what was approved last, if it is another sound than the one for the words of *now*."""
    note = await tours.note_of(session, stop.id, script.language)
    edition = await current(session, tour.id, script.language)
    shown = next((one for one in edition.stops if one.code == stop.code), None) if edition is not None else None
    track = next((track for track in shown.tracks if track.track == script.track), None) if shown is not None else None
    if track is not None and track.sound is not None:
        if now is not None and (track.sound.wanted_digest, track.sound.files[0].name) == (now.wanted_digest, now.files[0]["name"]):
            return None
        voice = {"name": track.sound.voice.name, "quality": track.sound.voice.quality}
        changes = word_changes(_text([paragraph.text for paragraph in track.paragraphs]), _text(_words(script.title, note, script.body)))
        return Former(public=True, file=track.sound.files[0].name, duration=track.sound.duration, voice=voice, changes=changes)
    return await _approved(session, script, now.wanted_digest if now is not None else "")


async def _approved(session: AsyncSession, script: Script, now: str) -> Former | None:
    """Return the sound that was approved last, if it is another one and still there."""
    approval = await session.scalar(select(Approval).where(Approval.script_id == script.id, Approval.wanted_digest != now).order_by(Approval.created_at.desc()))
    if approval is None:
        return None
    found = await session.scalar(select(Recording).where(Recording.script_id == script.id, Recording.wanted_digest == approval.wanted_digest))
    words = await session.scalar(select(ScriptRevision).where(ScriptRevision.script_id == script.id, ScriptRevision.number == approval.revision))
    if found is None or words is None:
        return None
    then, now_noted = (words.note, await tours.note_of(session, script.stop_id, script.language)) if words.note is not None else ("", "")
    changes = word_changes(_text(_words(words.title, then, words.body)), _text(_words(script.title, now_noted, script.body)))
    return Former(public=False, file=str(found.files[0]["name"]), duration=found.duration, voice=found.voice, changes=changes)


def _words(title: str, note: str, body: str) -> list[str]:
    return [passage.text for passage in passages_of(title, note, body)]


def _text(passages: Sequence[str]) -> str:
    return "\n\n".join(passages)
