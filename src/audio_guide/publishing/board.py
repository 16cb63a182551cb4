"""The coverage board: in what state each stop is in each language, said in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.errors import BadInputError, UnavailableError
from audio_guide.publishing import edition as public
from audio_guide.publishing.models import Approval
from audio_guide.publishing.service import current, stops_of
from audio_guide.speech import service as speech
from audio_guide.speech.human import Standing, standing_of
from audio_guide.speech.models import HumanVoice, Narration, Recording
from audio_guide.speech.service import Voices
from audio_guide.tours.models import Script, Stop, Tour

STATES = ("no-text", "no-voice", "failed", "being-made", "sound-missing", "sound-out-of-date", "to-be-heard", "approved", "published")
"""From what needs most to what needs nothing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One stop in one language: its state, and what belongs to it."""

    stop_id: UUID
    language: str
    state: str
    title: str = ""
    script: Script | None = None
    recording: Recording | None = None
    narration: Narration | None = None
    reason: str = ""
    """Why sound is out of date (text, voice, reading, human), or the sentence of a failure."""
    human: Standing | None = None
    """How the human voice stands to the words of now, if there is one."""

    @property
    def quality(self) -> str:
        """What speaks in the sound for the words of now: draft, good or human; "" where there is none."""
        return str(self.recording.voice.get("quality", "")) if self.recording is not None else ""

    @property
    def seconds(self) -> float:
        """How long the sound for the words of now is."""
        return self.recording.duration if self.recording is not None else 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """One stop in all languages."""

    stop: Stop
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Seconds:
    """How much sound a language has for its words of now, and how much of it people have read."""

    sound: float = 0.0
    human: float = 0.0


def seconds(table: Sequence[Row], language: str) -> Seconds:
    """Add up the sound of a language, so that none falls behind unseen."""
    cells = [row.cells[language] for row in table if language in row.cells]
    return Seconds(sum(cell.seconds for cell in cells), sum(cell.seconds for cell in cells if cell.quality == "human"))


async def rows(session: AsyncSession, voices: Voices, tour: Tour, languages: Sequence[str]) -> list[Row]:
    """Return the board of a tour, in its order."""
    known = await _Known.read(session, voices, tour, languages)
    return [Row(stop, {language: await known.cell(session, stop, language) for language in languages}) for stop in await stops_of(session, tour.id)]


async def cell_of(session: AsyncSession, voices: Voices, tour: Tour, stop: Stop, language: str) -> Cell:
    """Return one cell; *stop* is one that ``stops_of`` returned."""
    return await (await _Known.read(session, voices, tour, [language])).cell(session, stop, language)


@dataclass(slots=True)
class _Known:
    """What all cells of a board are judged by, read at once."""

    voices: Voices
    recordings: dict[UUID, list[Recording]]
    narrations: dict[tuple[UUID, str], Narration]
    approvals: set[tuple[UUID, int, str]]
    shown: dict[tuple[str, str], public.Stop]
    people: dict[UUID, HumanVoice]

    @classmethod
    async def read(cls, session: AsyncSession, voices: Voices, tour: Tour, languages: Sequence[str]) -> "_Known":
        recordings: dict[UUID, list[Recording]] = {}
        for recording in await session.scalars(select(Recording).order_by(Recording.created_at)):
            recordings.setdefault(recording.script_id, []).append(recording)
        narrations = {(row.script_id, row.wanted_digest): row for row in await session.scalars(select(Narration))}
        approvals = {(row.script_id, row.revision, row.wanted_digest) for row in await session.scalars(select(Approval))}
        editions = {language: await current(session, tour.id, language) for language in languages}
        shown = {(stop.code, language): stop for language, edition in editions.items() if edition is not None for stop in edition.stops}
        people = {row.script_id: row for row in await session.scalars(select(HumanVoice))}
        return cls(voices, recordings, narrations, approvals, shown, people)

    async def cell(self, session: AsyncSession, stop: Stop, language: str) -> Cell:
        script = next((script for script in stop.scripts if script.language == language and script.track == "standard"), None)
        if script is None:
            return Cell(stop.id, language, "no-text")
        note = next((note.text for note in stop.notes if note.language == language), "")
        human = standing_of(self.people[script.id], script, note) if script.id in self.people else None
        try:
            plan = await speech.plan_script(session, self.voices, script)
        except (BadInputError, UnavailableError) as error:
            return Cell(stop.id, language, "no-voice", script.title, script, reason=str(error), human=human)
        made = self.recordings.get(script.id, [])
        recording = next((one for one in made if one.wanted_digest == plan.wanted_digest), None)
        narration = self.narrations.get((script.id, plan.wanted_digest))
        state, reason = self._state(stop, script, recording, narration)
        if state == "sound-out-of-date":
            reason = (
                "human"
                if made[-1].voice.get("quality") == "human" and not plan.take
                else "voice"
                if made[-1].voice.get("id") != plan.voice.id
                else "text"
                if not self._was_read(script, made[-1])
                else "reading"
            )
        return Cell(stop.id, language, state, script.title, script, recording, narration, reason, human)

    def _state(self, stop: Stop, script: Script, recording: Recording | None, narration: Narration | None) -> tuple[str, str]:
        if recording is None:
            if narration is not None and narration.state in {"wanted", "running"}:
                return "being-made", ""
            if narration is not None and narration.state == "failed":
                return "failed", narration.message
            return ("sound-out-of-date" if script.id in self.recordings else "sound-missing"), ""
        if (script.id, script.revision, recording.wanted_digest) not in self.approvals:
            return "to-be-heard", ""
        shown = self.shown.get((stop.code, script.language))
        track = next((track for track in shown.tracks if track.track == "standard"), None) if shown is not None else None
        fresh = track is not None and track.sound is not None and track.sound.wanted_digest == recording.wanted_digest and track.revision == script.revision
        return ("published" if fresh else "approved"), ""

    def _was_read(self, script: Script, recording: Recording) -> bool:
        """Tell whether the last sound was let pass for the very words of now, so that only how they are read has changed."""
        return (script.id, script.revision, recording.wanted_digest) in self.approvals
