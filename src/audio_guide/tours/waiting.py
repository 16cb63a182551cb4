"""Which translations are behind their source, for whole languages at once."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.tours.models import Script, ScriptRevision
from audio_guide.tours.writing import digest_of


async def behind(session: AsyncSession, languages: Sequence[str]) -> dict[UUID, str]:
    """Return the scripts whose source has other words by now than those that were translated, each with the source's language."""
    scripts = {(one.stop_id, one.language, one.track): one for one in await session.scalars(select(Script))}
    query = (
        select(ScriptRevision.script_id, ScriptRevision.source_language, ScriptRevision.source_digest)
        .join(Script, Script.id == ScriptRevision.script_id)
        .where(Script.language.in_(languages), ScriptRevision.source_language.is_not(None), ScriptRevision.source_digest.is_not(None))
        .order_by(ScriptRevision.number)
    )
    made_from: dict[UUID, tuple[str, str]] = {key: (language or "", digest or "") for key, language, digest in (await session.execute(query)).all()}
    found: dict[UUID, str] = {}
    for (stop_id, _, track), script in scripts.items():
        language, digest = made_from.get(script.id, ("", ""))
        source = scripts.get((stop_id, language, track))
        if source is not None and digest_of(source.title, source.body) != digest:
            found[script.id] = language
    return found
