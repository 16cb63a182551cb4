"""In what state each text and its sound are: judged by all that is known of them, which is read at once for a thousand stops."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.rows import Made, Rows
from audio_guide.publishing.models import Approval
from audio_guide.publishing.rules import rules
from audio_guide.publishing.shown import Shown, shown
from audio_guide.publishing.sounding import moment
from audio_guide.speech import reasons, said
from audio_guide.speech.human import Standing
from audio_guide.speech.models import Narration, Recording
from audio_guide.speech.service import Voices
from audio_guide.tours.listing import ScriptRow
from audio_guide.tours.writing import Spot

STATES = (
    *("no-text", "draft", "no-voice", "failed", "checking", "being-made", "sound-missing", "sound-out-of-date"),
    *("to-be-heard", "in-review", "approved", "published"),
)
"""From what needs most to what needs nothing. A *draft* is typed and not saved; *in review* is what a second person has to approve."""
BEHIND = "behind"
"""What a translation is beside its state when its source has other words by now."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording without its files and times."""

    id: UUID
    script_id: UUID
    wanted_digest: str
    duration: float
    voice: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Making:
    """A narration and how far it is."""

    id: UUID
    script_id: UUID
    wanted_digest: str
    state: str
    done: int
    total: int
    message: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One stop in one language and track: its state, and what belongs to it."""

    stop_id: UUID
    language: str
    state: str
    script: ScriptRow | None = None
    sound: Sound | None = None
    making: Making | None = None
    reason: str = ""
    """Why sound is out of date (text, voice, reading, human), or the sentence of a failure."""
    tracks: tuple["Cell", ...] = ()
    """The other tracks of the same stop and language."""
    human: Standing | None = None
    """How the human voice stands to the words of now, if there is one."""
    behind: str = ""
    """The language of the source that has other words than those it was translated from."""
    writers: tuple[UUID, ...] = ()
    """Whose words for this place are typed and not saved yet."""
    typed_for: str = "standard"
    """The track of words that are not saved yet, where nothing is saved."""

    @property
    def states(self) -> frozenset[str]:
        """All that can be said of it and of its other tracks: states, drafts, and translations behind their source."""
        own = {self.state, "draft" if self.writers else self.state, BEHIND if self.behind else self.state}
        return frozenset(own).union(*(other.states for other in self.tracks))

    @property
    def title(self) -> str:
        """The script's title."""
        return self.script.title if self.script is not None else ""

    @property
    def track(self) -> str:
        """The track that this cell is of."""
        return self.script.track if self.script is not None else self.typed_for

    @property
    def quality(self) -> str:
        """What speaks in the sound for the words of now: draft, good or human; "" where there is none."""
        return str(self.sound.voice.get("quality", "")) if self.sound is not None else ""

    @property
    def seconds(self) -> float:
        """How long the sound for the words of now is."""
        return self.sound.duration if self.sound is not None else 0.0


Cells: TypeAlias = Mapping[Spot, Cell]


class _Approved(NamedTuple):
    """Which words with which sound were approved, and when."""

    script_id: UUID
    revision: int
    wanted_digest: str
    at: str

    @classmethod
    def of(cls, script_id: UUID, revision: int, wanted_digest: str, at: datetime) -> "_Approved":
        return cls(script_id, revision, wanted_digest, moment(at))


# The ids of recordings are in the order of time, and standing first in a row they are found without its many times of words.
_sounds = Rows(Sound, Recording.id, Recording.script_id, Recording.wanted_digest, Recording.duration, Recording.voice)
_making = Rows(
    Making, Narration.id, Narration.script_id, Narration.wanted_digest, Narration.state, Narration.done, Narration.total, Narration.message
)  # fmt: skip
_approved = Rows(_Approved.of, Approval.script_id, Approval.revision, Approval.wanted_digest, Approval.created_at)
_said_then = Rows(lambda *row: row, Narration.script_id, Narration.wanted_digest, Narration.revision)
_stale: Made[list[UUID]] = Made()


class Known(NamedTuple):
    """What all cells are judged by, as it was read."""

    scripts: Sequence[ScriptRow]
    wanted: said.Wanted
    sounds: Sequence[Sound]
    """The oldest first."""
    making: Sequence[Making]
    """What is wanted, under way or failed."""
    approved: Sequence[_Approved]
    shown: Mapping[tuple[UUID, str, str, str], Shown]
    """(tour, code, language, track) → what the public has"""
    said_then: Sequence[tuple[UUID, str, int]]
    """Of texts whose sound is out of date: script, wanted digest, and the newest revision that wanted that sound."""
    second_person: bool

    @classmethod
    async def read(cls, session: AsyncSession, voices: Voices, scripts: Sequence[ScriptRow]) -> "Known":
        """Read what these scripts are judged by."""
        wanted = await said.settled(session, voices, scripts)
        few = [script.id for script in scripts] if len(scripts) <= said.AT_ONCE else None
        sounds = await _sounds.of(session, lambda query: _only(query, Recording.script_id, few).order_by(Recording.id))
        moving = Narration.state.in_(("wanted", "running", "failed"))
        making = await _making.of(session, lambda query: _only(query, Narration.script_id, few).where(moving))
        approved = await _approved.of(session, lambda query: _only(query, Approval.script_id, few))
        parts = (wanted, sounds)
        stale = _stale.find(len(scripts), parts)
        if stale is None:
            stale = _stale.keep(len(scripts), parts, _out_of_date(scripts, wanted, sounds))
        asked = stale if len(stale) <= said.AT_ONCE else few
        said_then = await _said_then.of(session, lambda query: _only(query, Narration.script_id, asked)) if stale else ()
        return cls(scripts, wanted, sounds, making, approved, await shown(session), said_then, (await rules(session)).second_person)


def _out_of_date(scripts: Sequence[ScriptRow], wanted: said.Wanted, sounds: Sequence[Sound]) -> list[UUID]:
    """Return the scripts that have sound, and none of now."""
    right = {sound.script_id for sound in sounds if wanted.digests.get(sound.script_id) == sound.wanted_digest}
    having = {sound.script_id for sound in sounds}
    return [script.id for script in scripts if script.id in having and script.id not in right]


class Index:
    """The same, found by script."""

    def __init__(self, known: Known) -> None:
        self.scripts: dict[UUID, list[ScriptRow]] = {}
        for script in known.scripts:
            self.scripts.setdefault(script.stop_id, []).append(script)
        self.wanted = known.wanted
        self.sounds: dict[UUID, list[Sound]] = {}
        for sound in known.sounds:
            self.sounds.setdefault(sound.script_id, []).append(sound)
        self.making = {(one.script_id, one.wanted_digest): one for one in known.making}
        self.approvals = {(one.script_id, one.revision, one.wanted_digest): one.at for one in known.approved}
        self.revisions = {(script_id, digest): revision for script_id, digest, revision in known.said_then}
        self.shown = known.shown
        self.second_person = known.second_person

    def cells(self, tour_id: UUID, codes: Mapping[UUID, str]) -> Cells:
        """Return the cells of the scripts of some stops by stop, language and track."""
        here = [(script, code) for stop_id, code in codes.items() for script in self.scripts.get(stop_id, ())]
        return {(script.stop_id, script.language, script.track): self._with_human(self._cell(script, tour_id, code)) for script, code in here}

    def _with_human(self, cell: Cell) -> Cell:
        standing = self.wanted.people.get(cell.script.id) if cell.script is not None else None
        return cell if standing is None else replace(cell, human=standing)

    def _cell(self, script: ScriptRow, tour_id: UUID, code: str) -> Cell:
        if script.id in self.wanted.refused:
            return Cell(script.stop_id, script.language, "no-voice", script, reason=reasons.kept(self.wanted.refused[script.id]))
        digest = self.wanted.digests.get(script.id)
        if digest is None:
            return Cell(script.stop_id, script.language, "checking", script)
        made = self.sounds.get(script.id, [])
        sound = next((one for one in made if one.wanted_digest == digest), None)
        if sound is None:
            return self._unspoken(script, digest, made)
        making = self.making.get((script.id, digest))
        if making is not None and making.state != "failed":
            return Cell(script.stop_id, script.language, "being-made", script, sound, making)
        approved_at = self.approvals.get((script.id, script.revision, digest))
        if approved_at is None:
            return Cell(script.stop_id, script.language, "in-review" if self.second_person else "to-be-heard", script, sound, making)
        public = self.shown.get((tour_id, code, script.language, script.track))
        return Cell(script.stop_id, script.language, "published" if public == (script.revision, digest, approved_at) else "approved", script, sound, making)

    def _unspoken(self, script: ScriptRow, digest: str, made: Sequence[Sound]) -> Cell:
        making = self.making.get((script.id, digest))
        if making is not None:
            state = "failed" if making.state == "failed" else "being-made"
            return Cell(script.stop_id, script.language, state, script, making=making, reason=making.message)
        if not made:
            return Cell(script.stop_id, script.language, "sound-missing", script)
        newest = max(reversed(made), key=lambda one: self.revisions.get((script.id, one.wanted_digest), 0))
        # What was wanted for the words of now, or approved with them, is out of date by something else than words.
        known = (script.id, script.revision, newest.wanted_digest)
        was_read = self.revisions.get((script.id, newest.wanted_digest)) == script.revision or known in self.approvals
        standing = self.wanted.people.get(script.id)
        speaks = standing is not None and bool(standing.wanted)
        voice = "human" if speaks else self.wanted.voices.get(script.language, "")
        if newest.voice.get("quality") == "human" and not speaks:
            reason = "human"
        else:
            reason = "voice" if newest.voice.get("id") != voice else "reading" if was_read else "text"
        return Cell(script.stop_id, script.language, "sound-out-of-date", script, reason=reason)


def _only(query: Any, column: Any, ids: Sequence[UUID] | None) -> Any:
    """Ask for some scripts only, or for all where naming them would be longer than the answer."""
    return query if ids is None else query.where(column.in_(ids))
