"""Which words and which sound of each text the public has now: read once out of each edition, since none ever changes."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.publishing.models import EditionRecord, Publication

Shown = tuple[int, str, str]
"""(revision, wanted digest, when its sound was approved); the last two are "" where there is no sound."""


class _Sound(msgspec.Struct, frozen=True):
    wanted_digest: str
    approved_at: str = ""


class _Track(msgspec.Struct, frozen=True):
    track: str
    revision: int
    sound: _Sound | None = None


class _Stop(msgspec.Struct, frozen=True):
    code: str
    tracks: tuple[_Track, ...]


class _Edition(msgspec.Struct, frozen=True):
    """As much of an edition as is looked at."""

    stops: tuple[_Stop, ...]


_decoder = msgspec.json.Decoder(_Edition)
_kept: dict[UUID, dict[tuple[str, str], Shown]] = {}
"""Of the editions that the public had when somebody looked last: (code, track) → what it shows."""


async def shown(session: AsyncSession) -> dict[tuple[UUID, str, str, str], Shown]:
    """Return (tour, code, language, track) → what the public has."""
    published = (await session.execute(select(Publication.tour_id, Publication.language, Publication.edition_id))).all()
    found: dict[UUID, dict[tuple[str, str], Shown]] = {}
    for edition_id in {edition_id for _, _, edition_id in published if edition_id is not None}:
        found[edition_id] = _kept[edition_id] if edition_id in _kept else await _read(session, edition_id)
    _kept.clear()
    _kept.update(found)  # what the public has now, however much that is
    return {(tour_id, code, language, track): what for tour_id, language, edition_id in published for (code, track), what in found.get(edition_id, {}).items()}


async def _read(session: AsyncSession, edition_id: UUID) -> dict[tuple[str, str], Shown]:
    document = await session.scalar(select(EditionRecord.document).where(EditionRecord.id == edition_id))
    if document is None:
        return {}
    return {
        (stop.code, track.track): (track.revision, track.sound.wanted_digest, track.sound.approved_at) if track.sound is not None else (track.revision, "", "")
        for stop in _decoder.decode(document).stops
        for track in stop.tracks
    }
