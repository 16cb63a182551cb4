"""The names table as the rules of reading take it."""

from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.speech.reading import SpokenName
from audio_guide.tours import naming


async def spoken_names(session: AsyncSession, language: str) -> tuple[SpokenName, ...]:
    """Return the names of a language that are said otherwise than written, or that no rule may touch."""
    return tuple(SpokenName(form.written, form.spoken) for form in await naming.spoken_forms(session, language))
