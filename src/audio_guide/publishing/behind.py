"""Translations whose source has other words by now: derived whenever it is asked, one pass over a thousand stops."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.speech.said import ScriptRow
from audio_guide.tours.models import TRACKS, ContentNote, ScriptRevision
from audio_guide.tours.remembered import AT_ONCE, Remembered, Written
from audio_guide.tours.writing import Words, digests_of

_digests = Remembered(lambda title, body, note: frozenset(digests_of(Words(title, body, note))))
"""The digests by which translations remember a source's words."""


async def behind(session: AsyncSession, scripts: Sequence[ScriptRow]) -> dict[UUID, str]:
    """Return which of some scripts are translations whose source has other words by now, by id, with the language of the source.

    The scripts are whole stops: a source that is not among them is not looked at.
    """
    sourced = ScriptRevision.source_digest.is_not(None)
    last = select(ScriptRevision.script_id, func.max(ScriptRevision.number).label("number")).where(sourced).group_by(ScriptRevision.script_id).subquery()
    made_from = select(ScriptRevision.script_id, ScriptRevision.source_language, ScriptRevision.source_digest).join(
        last, and_(ScriptRevision.script_id == last.c.script_id, ScriptRevision.number == last.c.number)
    )
    if len(scripts) <= AT_ONCE:
        made_from = made_from.where(ScriptRevision.script_id.in_([script.id for script in scripts]))
    places = {script.id: (script.stop_id, script.track) for script in scripts}
    now = {(script.stop_id, script.language, script.track): script for script in scripts}
    notes = {(note.stop_id, note.language): note.text for note in await session.execute(select(ContentNote.stop_id, ContentNote.language, ContentNote.text))}
    sources: dict[UUID, tuple[UUID, str, str]] = {}
    asked: dict[UUID, Written] = {}
    for script_id, language, digest in await session.execute(made_from):
        stop_id, track = places.get(script_id, (None, ""))
        source = now.get((stop_id, language or "", track)) if stop_id is not None else None
        if source is not None:
            note = notes.get((stop_id, source.language), "") if track == TRACKS[0] else ""
            asked[source.id] = Written(source.id, source.revision, source.at, note)
            sources[script_id] = (source.id, digest or "", language or "")
    digests = await _digests.of(session, asked.values())
    return {script_id: language for script_id, (source_id, digest, language) in sources.items() if digest not in digests.get(source_id, ())}
