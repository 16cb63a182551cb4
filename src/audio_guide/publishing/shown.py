"""Which words and which sound of each text the public has now: read once out of each edition, since none ever changes."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.publishing.models import EditionRecord, Publication

MOST_KEPT = 100
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
"""By edition: (code, track) → what it shows."""


async def shown(session: AsyncSession) -> dict[tuple[UUID, str, str, str], Shown]:
    """Return (tour, code, language, track) → what the public has."""
    published = (await session.execute(select(Publication.tour_id, Publication.language, Publication.edition_id))).all()
    missing = {edition_id for _, _, edition_id in published if edition_id is not None and edition_id not in _kept}
    for edition_id in missing:
        _keep(edition_id, await session.scalar(select(EditionRecord.document).where(EditionRecord.id == edition_id)))
    return {(tour_id, code, language, track): what for tour_id, language, edition_id in published for (code, track), what in _kept.get(edition_id, {}).items()}


def _keep(edition_id: UUID, document: bytes | None) -> None:
    """Keep what an edition shows; where there is no room what was kept first goes."""
    if document is None:
        return
    if len(_kept) >= MOST_KEPT:
        del _kept[next(iter(_kept))]
    _kept[edition_id] = {
        (stop.code, track.track): (track.revision, track.sound.wanted_digest, track.sound.approved_at) if track.sound is not None else (track.revision, "", "")
        for stop in _decoder.decode(document).stops
        for track in stop.tracks
    }
