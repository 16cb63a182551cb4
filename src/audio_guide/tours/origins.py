"""Which words were made from which: remembered with the words themselves, so that a revision that comes back finds its source again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.tours.models import Script, ScriptRevision, Stop, Translation
from audio_guide.tours.paragraphs import Paragraph, digest, joined, named, paired

MOST_IN_A_QUERY = 500


@dataclass(frozen=True, slots=True)
class Origin:
    """That the words under a key were made from those of another language."""

    key: str
    words: str
    source_language: str
    source_words: str


def place_of(code: str, track: str) -> str:
    """Return how a stop's script is named in keys; the standard track is not named."""
    return f"stop.{code}" if track == "standard" else f"stop.{code}-{track}"


def words_of(place: str, title: str, paragraphs: Iterable[Paragraph], note: str = "") -> dict[str, str]:
    """Return a script's words under their permanent keys, with the note that stands before them if there is one."""
    told = {f"{place}.note": note} if note else {}
    return {f"{place}.title": title, **told, **{f"{place}.body.{name}": text for name, text in joined(tuple(paragraphs)).items()}}


async def paragraphs_of(session: AsyncSession, script: Script) -> tuple[Paragraph, ...]:
    """Return a script's paragraphs as they are now."""
    query = select(ScriptRevision.paragraphs).where(ScriptRevision.script_id == script.id, ScriptRevision.number == script.revision)
    return paired(script.body, await session.scalar(query) or [])


async def name_paragraphs(session: AsyncSession, script: Script, before: tuple[Paragraph, ...], texts: tuple[str, ...]) -> list[str]:
    """Name the paragraphs of a text that is about to be saved, beside the language that was written first."""
    query = (
        select(Script)
        .where(Script.stop_id == script.stop_id, Script.track == script.track, Script.language != script.language)
        .order_by(Script.created_at, Script.id)
        .limit(1)
    )
    other = await session.scalar(query)
    return named(texts, before, await paragraphs_of(session, other) if other is not None else ())


async def carry(session: AsyncSession, script: Script, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Let words that were corrected keep the source that they were made from."""
    changed = {key: words for key, words in after.items() if before.get(key, words) != words}
    rows = await origins(session, script.language, {key: before[key] for key in changed})
    await remember(session, script.language, [Origin(row.key, changed[row.key], row.source_language, row.source_words) for row in rows.values()])


async def origins(session: AsyncSession, language: str, words: Mapping[str, str]) -> dict[str, Translation]:
    """Return what is known of the sources of these words, by key."""
    found: dict[str, Translation] = {}
    keys = list(words)
    for start in range(0, len(keys), MOST_IN_A_QUERY):
        query = select(Translation).where(Translation.language == language, Translation.key.in_(keys[start : start + MOST_IN_A_QUERY]))
        found |= {row.key: row for row in await session.scalars(query) if row.words_digest == digest(words[row.key])}
    return found


async def remember(session: AsyncSession, language: str, made: Iterable[Origin]) -> None:
    """Note from which words others were made; what was known of exactly these words is replaced."""
    wanted = {one.key: one for one in made}
    have = await origins(session, language, {key: one.words for key, one in wanted.items()})
    for key, one in wanted.items():
        row = have.get(key)
        if row is None:
            row = Translation(key=key, language=language, words_digest=digest(one.words), source_language="", source_words="")
            session.add(row)
        row.source_language, row.source_words = one.source_language, one.source_words


async def remember_script(session: AsyncSession, script: Script, source: ScriptRevision, language: str, notes: tuple[str, str]) -> None:
    """Note that all of a script was made from a revision of another, in *language*; *notes* are the content notes of both."""
    code = await session.scalar(select(Stop.code).where(Stop.id == script.stop_id))
    place = place_of(code or "", script.track)
    words = words_of(place, script.title, await paragraphs_of(session, script), notes[0])
    theirs = words_of(place, source.title, paired(source.body, source.paragraphs), notes[1])
    await remember(session, script.language, [Origin(key, text, language, theirs[key]) for key, text in words.items() if key in theirs])
