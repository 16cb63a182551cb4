"""Translations whose source has other words by now: derived whenever it is asked, one pass over a thousand stops."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.tours.models import TRACKS, ContentNote, Script, ScriptRevision
from audio_guide.tours.writing import Words, digests_of


async def behind(session: AsyncSession, stop_ids: Collection[UUID] | None = None) -> dict[UUID, str]:
    """Return every translation whose source has other words by now, by the id of its script, with the language of the source.

    *stop_ids* are the stops that are asked for; None means all.
    """
    sourced = ScriptRevision.source_digest.is_not(None)
    last = select(ScriptRevision.script_id, func.max(ScriptRevision.number).label("number")).where(sourced).group_by(ScriptRevision.script_id).subquery()
    made_from = select(ScriptRevision.script_id, ScriptRevision.source_language, ScriptRevision.source_digest).join(
        last, and_(ScriptRevision.script_id == last.c.script_id, ScriptRevision.number == last.c.number)
    )
    words = select(Script.id, Script.stop_id, Script.language, Script.track, Script.title, Script.body)
    if stop_ids is not None:
        words = words.where(Script.stop_id.in_(stop_ids))
        made_from = made_from.where(ScriptRevision.script_id.in_(select(Script.id).where(Script.stop_id.in_(stop_ids))))
    scripts = (await session.execute(words)).all()
    places = {script.id: (script.stop_id, script.track) for script in scripts}
    now = {(script.stop_id, script.language, script.track): script for script in scripts}
    notes = {(note.stop_id, note.language): note.text for note in await session.execute(select(ContentNote.stop_id, ContentNote.language, ContentNote.text))}
    late: dict[UUID, str] = {}
    for script_id, language, digest in await session.execute(made_from):
        stop_id, track = places[script_id]
        source = now.get((stop_id, language or "", track))
        if source is None:
            continue
        note = notes.get((stop_id, source.language), "") if track == TRACKS[0] else ""
        if digest not in digests_of(Words(source.title, source.body, note)):
            late[script_id] = language or ""
    return late
