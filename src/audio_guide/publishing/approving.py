"""Approve: somebody listened to exactly this sound of exactly this text and lets it pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts.signature import id_of, signed
from audio_guide.kit.errors import ConflictError
from audio_guide.publishing.models import Approval
from audio_guide.publishing.rules import rules
from audio_guide.speech import human, progress
from audio_guide.speech import service as speech
from audio_guide.speech.service import Voices
from audio_guide.tours.models import ContentNote, Script, ScriptRevision


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody listened to: the digest of its words and voice, and the file; sound that is made again has the same digest and another file."""

    digest: str
    take: str


async def approve(session: AsyncSession, voices: Voices, script: Script, by: str, *, heard: Heard | None = None) -> Approval:
    """Let the sound of a script as it is now pass; raises ConflictError if there is none yet, or if it is not exactly what was *heard*.

    The staff's pages always say what was *heard*, and then the house's rule of a second person holds; the command line answers for itself.
    """
    plan = await speech.plan_script(session, voices, script)
    if heard is not None and heard.digest != plan.wanted_digest:
        raise ConflictError("The text or its reading has changed since you listened. Listen to the new sound, then approve it.")
    under_way = await progress.narration_under_way(session, script) if heard is not None else None
    if under_way is not None and under_way.anew:
        raise ConflictError("This sound is being made again. Listen to the new one when it is there, then approve it.")
    recording = await speech.recording_of(session, script.id, plan.wanted_digest)
    if recording is None:
        raise ConflictError("There is no sound for this text yet. Make it, listen to it, then approve it.")
    if heard is not None and heard.take != recording.files[0]["name"]:
        raise ConflictError("The sound was made again since you listened. Listen to the new one, then approve it.")
    if heard is not None and (await rules(session)).second_person:
        await _by_another(session, script, by, human_voice=plan.voice.quality == "human")
    wanted = (Approval.script_id == script.id, Approval.revision == script.revision, Approval.wanted_digest == plan.wanted_digest)
    approval = await session.scalar(select(Approval).where(*wanted))
    if approval is None:
        approval = Approval(script_id=script.id, revision=script.revision, wanted_digest=plan.wanted_digest, approved_by=str(by), approved_by_id=id_of(by))
        session.add(approval)
        await session.flush()  # its time of approval stands in the edition
    return approval


async def _by_another(session: AsyncSession, script: Script, by: str, *, human_voice: bool) -> None:
    """Raise ConflictError if somebody would approve what they wrote, or the recording that they sent."""
    if signed(by, await writers_of(session, script)):
        raise ConflictError("You saved these words last, and here a second person approves them. Ask somebody else to listen and approve.")
    voice = await human.voice_of(session, script) if human_voice else None
    if voice is not None and signed(by, [(voice.uploaded_by, voice.uploaded_by_id)]):
        raise ConflictError("You sent this recording, and here a second person approves it. Ask somebody else to listen and approve.")


async def writers_of(session: AsyncSession, script: Script) -> Sequence[tuple[str, UUID | None]]:
    """Return the signatures of those who wrote the words that are approved together: the text of now and its content note."""
    past = (await session.scalars(select(ScriptRevision).where(ScriptRevision.script_id == script.id).order_by(ScriptRevision.number.desc()))).all()
    same = list(takewhile(lambda one: (one.title, one.body) == (script.title, script.body), past))  # where only the note changed, another wrote the text
    note = select(ContentNote.author, ContentNote.author_id).where(ContentNote.stop_id == script.stop_id, ContentNote.language == script.language)
    return [*((one.author, one.author_id) for one in same[-1:]), *((name, person_id) for name, person_id in await session.execute(note))]
