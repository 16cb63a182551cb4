"""Translations whose source has other words by now: derived whenever it is asked, one pass over a thousand stops."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from audio_guide.kit.rows import Made, Query, Rows
from audio_guide.tours import listing
from audio_guide.tours.listing import ScriptRow
from audio_guide.tours.models import TRACKS, ScriptRevision
from audio_guide.tours.remembered import AT_ONCE, Remembered, Written
from audio_guide.tours.writing import Words, digests_of

_digests = Remembered(lambda title, body, note: frozenset(digests_of(Words(title, body, note))))
"""The digests by which translations remember a source's words."""
_behind: Made[dict[UUID, str]] = Made()
_made_from = Rows(lambda *row: row, ScriptRevision.script_id, ScriptRevision.source_language, ScriptRevision.source_digest)


def _newest(query: Query) -> Query:
    """Ask for the newest revision of each script that tells of a source."""
    other = aliased(ScriptRevision)
    newer = (other.script_id == ScriptRevision.script_id, other.number > ScriptRevision.number, other.source_digest.is_not(None))
    return query.where(ScriptRevision.source_digest.is_not(None), ~select(other.number).where(*newer).exists())


async def behind(session: AsyncSession, scripts: Sequence[ScriptRow]) -> dict[UUID, str]:
    """Return which of some scripts are translations whose source has other words by now, by id, with the language of the source.

    The scripts are whole stops: a source that is not among them is not looked at.
    """
    few = [script.id for script in scripts] if len(scripts) <= AT_ONCE else None
    made_from = await _made_from.of(session, lambda query: _newest(query if few is None else query.where(ScriptRevision.script_id.in_(few))))
    noted = await listing.notes(session, None if few is None else [script.stop_id for script in scripts])
    parts = (scripts, made_from, noted)
    if (known := _behind.find(len(scripts), parts)) is not None:
        return known
    places = {script.id: (script.stop_id, script.track) for script in scripts}
    now = {(script.stop_id, script.language, script.track): script for script in scripts}
    sources: dict[UUID, tuple[UUID, str, str]] = {}
    asked: dict[UUID, Written] = {}
    for script_id, language, digest in made_from:
        stop_id, track = places.get(script_id, (None, ""))
        source = now.get((stop_id, language or "", track)) if stop_id is not None else None
        if source is not None:
            note = noted.get((source.stop_id, source.language), "") if track == TRACKS[0] else ""
            asked[source.id] = Written(source.id, source.revision, source.at, note)
            sources[script_id] = (source.id, digest or "", language or "")
    digests = await _digests.of(session, asked.values())
    found = {script_id: language for script_id, (source_id, digest, language) in sources.items() if digest not in digests.get(source_id, ())}
    return _behind.keep(len(scripts), parts, found)
