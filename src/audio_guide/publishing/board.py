"""The coverage board: in what state each stop is in each language, said in words; quick for a thousand stops."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.publishing.behind import behind
from audio_guide.publishing.models import Approval
from audio_guide.publishing.rules import rules
from audio_guide.publishing.shown import shown
from audio_guide.publishing.sounding import moment
from audio_guide.speech import reasons, said
from audio_guide.speech.human import Standing
from audio_guide.speech.models import Narration, Recording
from audio_guide.speech.said import ScriptRow
from audio_guide.speech.service import Voices
from audio_guide.tours import writing
from audio_guide.tours.models import Stop, Tour, TourStop
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


@dataclass(frozen=True, slots=True)
class StopRow:
    """A stop without all that belongs to it."""

    id: UUID
    code: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One stop in all languages."""

    stop: StopRow
    cells: Mapping[str, Cell]


async def rows(session: AsyncSession, voices: Voices, tour: Tour, languages: Sequence[str]) -> list[Row]:
    """Return the board of a tour, in its order; what nobody has read by the rules of now is "checking"."""
    query = select(Stop.id, Stop.code, Stop.number).join(TourStop, TourStop.stop_id == Stop.id).where(TourStop.tour_id == tour.id)
    stops = [StopRow(*row) for row in await session.execute(query.order_by(TourStop.position, Stop.code))]
    ids = {stop.id for stop in stops}
    scripts = [script for script in await said.script_rows(session) if script.stop_id in ids and script.language in languages]
    known = await _Known.read(session, voices, scripts)
    cells = _with_translators(known.cells(tour.id, {stop.id: stop.code for stop in stops}), await behind(session, scripts), await writing.typed(session))
    return [Row(stop, {language: _joined(cells, stop.id, language) for language in languages}) for stop in stops]


def _with_translators(cells: Cells, late: Mapping[UUID, str], typed: Mapping[Spot, tuple[UUID, ...]]) -> Cells:
    """Return cells that also say which translations are behind their source, and whose words are typed and not saved yet."""
    told = dict(cells)
    for place, cell in cells.items():
        if cell.script is not None and cell.script.id in late:
            told[place] = replace(cell, behind=late[cell.script.id])
    for place, people in typed.items():
        told[place] = replace(told.get(place) or Cell(place[0], place[1], "draft", typed_for=place[2]), writers=people)
    return told


def _joined(cells: Cells, stop_id: UUID, language: str) -> Cell:
    """Return the cell of the standard track with the other tracks in it."""
    plain = cells.get((stop_id, language, "standard")) or Cell(stop_id, language, "no-text")
    others = tuple(cell for track in ("easy", "described") if (cell := cells.get((stop_id, language, track))) is not None)
    return replace(plain, tracks=others) if others else plain


async def cell_of(  # noqa: PLR0913 -- a cell's place has four names
    session: AsyncSession, voices: Voices, tour: Tour, stop: Stop, *, language: str, track: str = "standard"
) -> Cell:
    """Return one cell."""
    scripts = [row for row in await said.script_rows(session, stop_ids=[stop.id]) if (row.language, row.track) == (language, track)]
    known = await _Known.read(session, voices, scripts)
    return known.cells(tour.id, {stop.id: stop.code}).get((stop.id, language, track)) or Cell(stop.id, language, "no-text")


async def cells_of_scripts(session: AsyncSession, voices: Voices, ids: Sequence[UUID]) -> list[Cell]:
    """Return the cells of some scripts; whether the public has them is told of any tour."""
    if not ids:
        return []
    scripts = [row for row in await said.script_rows(session) if row.id in set(ids)] if len(ids) > said.AT_ONCE else await said.script_rows(session, ids=ids)
    known = await _Known.read(session, voices, scripts)
    places = await session.execute(
        select(Stop.id, Stop.code, TourStop.tour_id).join(TourStop, TourStop.stop_id == Stop.id).where(Stop.id.in_({row.stop_id for row in scripts}))
    )
    found: dict[UUID, Cell] = {}
    for stop_id, code, tour_id in places.all():
        for cell in known.cells(tour_id, {stop_id: code}).values():
            if cell.script is not None:
                found[cell.script.id] = cell
    return list(found.values())


@dataclass(slots=True)
class _Known:
    """What all cells are judged by, read at once."""

    scripts: Sequence[ScriptRow]
    wanted: said.Wanted
    sounds: dict[UUID, list[Sound]]
    making: dict[tuple[UUID, str], Making]
    approvals: dict[tuple[UUID, int, str], str]
    """(script, revision, wanted digest) → when it was approved."""
    shown: dict[tuple[UUID, str, str, str], tuple[int, str, str]]
    """(tour, code, language, track) → (revision, wanted digest, when it was approved) that the public has."""
    revisions: dict[tuple[UUID, str], int]
    """Of texts whose sound is out of date: (script, wanted digest) → the newest revision that wanted that sound."""
    second_person: bool

    @classmethod
    async def read(cls, session: AsyncSession, voices: Voices, scripts: Sequence[ScriptRow]) -> "_Known":
        wanted = await said.settled(session, voices, scripts)
        few = [script.id for script in scripts] if len(scripts) <= said.AT_ONCE else None
        sounds: dict[UUID, list[Sound]] = {}
        # Their ids are in the order of time, and standing first in a row they are found without its many times of words.
        found = select(Recording.id, Recording.script_id, Recording.wanted_digest, Recording.duration, Recording.voice).order_by(Recording.id)
        for row in await session.execute(_only(found, Recording.script_id, few)):
            sounds.setdefault(row.script_id, []).append(Sound(*tuple(row)))
        moving = select(Narration.id, Narration.script_id, Narration.wanted_digest, Narration.state, Narration.done, Narration.total, Narration.message).where(
            Narration.state.in_(("wanted", "running", "failed"))
        )
        making = {(row.script_id, row.wanted_digest): Making(*tuple(row)) for row in await session.execute(_only(moving, Narration.script_id, few))}
        passed = select(Approval.script_id, Approval.revision, Approval.wanted_digest, Approval.created_at)
        approved = await session.execute(_only(passed, Approval.script_id, few))
        approvals = {(row.script_id, row.revision, row.wanted_digest): moment(row.created_at) for row in approved}
        stale = [script_id for script_id, made in sounds.items() if wanted.digests.get(script_id) not in {one.wanted_digest for one in made}]
        said_then = select(Narration.script_id, Narration.wanted_digest, Narration.revision)
        rows = await session.execute(_only(said_then, Narration.script_id, stale if len(stale) <= said.AT_ONCE else None)) if stale else ()
        revisions = {(script_id, digest): revision for script_id, digest, revision in rows}
        return cls(scripts, wanted, sounds, making, approvals, await shown(session), revisions, (await rules(session)).second_person)

    def cells(self, tour_id: UUID, codes: Mapping[UUID, str]) -> Cells:
        """Return the cells of all scripts by stop, language and track."""
        here = [script for script in self.scripts if script.stop_id in codes]
        return {(script.stop_id, script.language, script.track): self._with_human(self._cell(script, tour_id, codes[script.stop_id])) for script in here}

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
