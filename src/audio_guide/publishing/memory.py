"""The translation memory: what the museum said in two languages, sentence by sentence, of scripts to which somebody has listened and agreed."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.publishing.models import Approval
from audio_guide.speech.sentences import split
from audio_guide.tours.exchange.suggesting import Remembered, alike, pairs_of
from audio_guide.tours.exchange.texts import Texts, read_texts
from audio_guide.tours.models import Script


async def approved(session: AsyncSession) -> set[UUID]:
    """Return the scripts that were approved as they are now."""
    query = select(Script.id).join(Approval, (Approval.script_id == Script.id) & (Approval.revision == Script.revision))
    return set(await session.scalars(query))


def sentences(source: str, target: str, languages: tuple[str, str]) -> list[tuple[str, str]]:
    """Cut two texts into pairs of sentences; where their numbers differ, nobody knows which belong together and the texts stay whole."""
    first, second = ([text[one.start : one.end] for one in split(text, language)] for text, language in zip((source, target), languages, strict=True))
    return list(zip(first, second, strict=True)) if len(first) == len(second) else [(source, target)]


async def memory(session: AsyncSession, language: str, source: str, texts: Texts | None = None) -> list[tuple[str, str]]:
    """Return what was approved in both languages, sentence by sentence, each pair once."""
    texts = texts or await read_texts(session)
    allowed = await approved(session)
    pairs = pairs_of(texts, language, source, allowed)
    return list(dict.fromkeys(pair for one in pairs for pair in sentences(*one, (source, language))))


async def remembered(session: AsyncSession, code: str, language: str, source: str) -> list[tuple[str, Sequence[Remembered]]]:
    """Return for each text of a stop that has no translation yet what was approved for alike words."""
    texts = await read_texts(session)
    known = [pair for pair in pairs_of(texts, language, source, await approved(session)) if pair[0]]
    missing = [(key, words) for key, words in texts.of(source).items() if key.startswith((f"stop.{code}.", f"stop.{code}-")) and key not in texts.of(language)]
    found = ((words, alike(words, known)) for _, words in missing)
    return [(words, one) for words, one in found if one]
