"""Scripts without their texts, as pages over a thousand stops list them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.rows import Query, Rows
from audio_guide.tours.models import ContentNote, Script


@dataclass(frozen=True, slots=True)
class ScriptRow:
    """A script without its text."""

    id: UUID
    stop_id: UUID
    language: str
    track: str
    title: str
    revision: int
    at: datetime
    """When it was last written."""

    @classmethod
    def of(cls, script: Script) -> "ScriptRow":
        """Return a whole script's row."""
        return cls(script.id, script.stop_id, script.language, script.track, script.title, script.revision, script.updated_at)


_scripts = Rows(ScriptRow, Script.id, Script.stop_id, Script.language, Script.track, Script.title, Script.revision, Script.updated_at)
_notes = Rows(lambda *note: note, ContentNote.stop_id, ContentNote.language, ContentNote.text)


async def script_rows(
    session: AsyncSession, *, language: str | None = None, stop_ids: Sequence[UUID] | None = None, ids: Sequence[UUID] | None = None
) -> Sequence[ScriptRow]:
    """Return scripts without their texts: all, or those of a language, of some stops, or with some ids."""

    def narrow(query: Query) -> Query:
        if language is not None:
            query = query.where(Script.language == language)
        if stop_ids is not None:
            query = query.where(Script.stop_id.in_(stop_ids))
        return query if ids is None else query.where(Script.id.in_(ids))

    return await _scripts.of(session, narrow)


async def notes(session: AsyncSession, stop_ids: Sequence[UUID] | None = None) -> dict[tuple[UUID, str], str]:
    """Return the content notes of all stops, or of some, by stop and language."""
    found = await _notes.of(session, lambda query: query if stop_ids is None else query.where(ContentNote.stop_id.in_(stop_ids)))
    return {(stop_id, language): text for stop_id, language, text in found}
