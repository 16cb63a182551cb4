"""What a script as a whole was made from, told from its parts: files know paragraphs, the board and the editor ask for the script."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.tours import origins, writing
from audio_guide.tours.exchange.entries import clean
from audio_guide.tours.exchange.state import Known, known
from audio_guide.tours.exchange.texts import Key, Texts, read_texts
from audio_guide.tours.models import TRACKS, Script, ScriptRevision
from audio_guide.tours.paragraphs import digest, paired
from audio_guide.tours.writing import Words

Former = list[str | int | None]
"""A script's id, the number of one of its revisions, and language and digest of the words from which that was known to be made."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of scripts in one language, and what each of them was made from."""

    texts: Texts
    facts: Known
    language: str
    source: str

    def made_from(self, words: Mapping[str, str], excused: Collection[str]) -> bool:
        """Tell whether all parts were made from these words of the source; those that are *excused* may be missing."""
        found = False
        for key, text in words.items():
            target = self.texts.of(self.language).get(key, "")
            tongue, then = self.facts.made.get((key, digest(target)), ("", ""))
            if not target and not tongue and key in excused:
                continue
            if tongue != self.source or clean(then) != clean(text):
                return False
            found = True
        return found


async def bring_up(session: AsyncSession, language: str, source: str, keys: Iterable[str]) -> list[Former]:
    """Note for each script with words under *keys* from which revision of its source all of its parts were made; returns what was known before.

    Where its parts were made from the words of different times, no revision is that one, and what was known stays.
    """
    places = list(dict.fromkeys((one.uid, one.track) for key in keys if (one := Key.parse(key)) is not None and one.kind == "stop"))
    if not places:
        return []
    await session.flush()  # what was just put in place is read again
    parts = _Parts(await read_texts(session, {code for code, _ in places}), await known(session, language), language, source)
    former = [await _bring_up(session, parts, place) for place in places]
    return [one for one in former if one]


async def _bring_up(session: AsyncSession, parts: _Parts, place: tuple[str, str]) -> Former:
    code, track = place
    mine, theirs = (parts.texts.scripts.get((code, track, tongue)) for tongue in (parts.language, parts.source))
    script, original = [await session.get(Script, one.script_id) if one is not None else None for one in (mine, theirs)]
    if script is None or original is None:
        return []
    before = await writing.revisions(session, script)
    sourced = next((one for one in before if one.source_digest is not None), None)
    note = parts.texts.of(parts.source).get(f"stop.{code}.note", "") if track == TRACKS[0] else ""
    told = [(words := writing.then(old, note), _keys(place, old, words.note)) for old in await writing.revisions(session, original)]
    for words, keys in told:
        if not parts.made_from(keys, _excused(sourced, told, keys)):
            continue
        if sourced is not None and (not sourced.source_language or sourced.source_digest in writing.digests_of(words)):
            return []  # it is known so already, or said to be no translation
        newest = before[0]
        former: Former = [str(script.id), newest.number, newest.source_language, newest.source_digest]
        newest.source_language, newest.source_digest = original.language, writing.digest_of(words)
        return former
    return []


def _keys(place: tuple[str, str], revision: ScriptRevision, note: str) -> dict[str, str]:
    return origins.words_of(origins.place_of(*place), revision.title, paired(revision.body, revision.paragraphs), note)


def _excused(sourced: ScriptRevision | None, told: Sequence[tuple[Words, Mapping[str, str]]], keys: Mapping[str, str]) -> Collection[str]:
    """Return which parts a translation may do without: in a first one whatever is to come, later what it did without before."""
    if sourced is None:
        return keys
    return next((former for words, former in told if sourced.source_digest in writing.digests_of(words)), {})


async def take_back(session: AsyncSession, former: Sequence[Former]) -> None:
    """Know of scripts again what was known before."""
    for script_id, number, language, source_digest in former:
        query = select(ScriptRevision).where(ScriptRevision.script_id == UUID(str(script_id)), ScriptRevision.number == number)
        revision = await session.scalar(query)
        if revision is not None:
            revision.source_language, revision.source_digest = language, source_digest  # type: ignore[assignment]
