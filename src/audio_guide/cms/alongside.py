"""What stands beside the words that somebody writes: how they are read, the other languages, the source's changes, the history."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.cms.doors import ANYBODY, TheDesk, page_of, track_of, written
from audio_guide.cms.hearing import WORD, draft_voices
from audio_guide.cms.rendering import PRIVATE, piece
from audio_guide.kit.languages import FIRST
from audio_guide.kit.letters import is_other_language
from audio_guide.publishing.memory import remembered
from audio_guide.speech.names import spoken_names
from audio_guide.speech.reading import SpokenName, read
from audio_guide.speech.reading.lint import lint
from audio_guide.speech.sentences import split
from audio_guide.tours import pictures, writing
from audio_guide.tours import service as tours
from audio_guide.tours.compare import word_changes
from audio_guide.tours.exchange.suggesting import waiting
from audio_guide.tours.models import TRACKS, Draft, Script, Stop
from audio_guide.tours.phrases import plain
from audio_guide.tours.writing import Source, Words

MOST_REMEMBERED, LONGEST_REMEMBERED = 256, 4000
"""Of how many parts the readings stay in memory, and characters of the longest such part."""
PAST = 30
"""Revisions on one page."""
MOST_EASY_WORDS = 12
"""Words of a sentence in easy language, after the rules of Inclusion Europe's “Information for all”: short sentences, one thought each."""
LONG_WORD = {"kk": 14, "ru": 12, "en": 11}
"""Letters of a word that is long for its language; Kazakh words carry their endings with them."""
LONG_WORD_ELSEWHERE = 12
WORDS_A_MINUTE = {"kk": 105, "ru": 115, "en": 150}
"""Measured on the demo tour, for the estimate beside the text."""
WORDS_A_MINUTE_ELSEWHERE = 120
"""For languages that were not measured."""


def _all_readings(words: Words, language: str, names: tuple[SpokenName, ...]) -> list[list[dict[str, Any]]]:
    """Return how each part of a text will be read."""
    parts = [part for part in (words.title, words.note, *words.body.split("\n\n")) if part.strip()]
    return [(_remembered if len(part) <= LONGEST_REMEMBERED else _readings)(part, language, names) for part in parts]


def _readings(text: str, language: str, names: tuple[SpokenName, ...]) -> list[dict[str, Any]]:
    """Return each sentence of a part: as shown, as it will be read, and what may be misread."""
    found: list[dict[str, Any]] = []
    text = plain(text)
    for sentence in split(text, language):
        reading = read(text[sentence.start : sentence.end], language, names)
        doubts = [(one.kind, one.shown) for one in lint(reading, is_other=is_other_language)]
        found.append({"shown": reading.source, "spoken": reading.text, "findings": doubts})
    return found


_remembered = lru_cache(MOST_REMEMBERED)(_readings)
"""The next draft of a text has most of its parts again; nobody may change what it returns."""


def hard_to_read(text: str, language: str) -> list[tuple[str, str]]:
    """Return what makes a text hard for easy language: sentences with too many words, and long words; (kind, what)."""
    sentences = [text[one.start : one.end] for one in split(text, language)]
    long = [("long-sentence", one) for one in sentences if len(WORD.findall(one)) > MOST_EASY_WORDS]
    words = dict.fromkeys(word for word in WORD.findall(text) if len(word) > LONG_WORD.get(language, LONG_WORD_ELSEWHERE))
    return [*long, *(("long-word", word) for word in words)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where words belong."""

    stop: Stop
    language: str
    track: str = "standard"


async def reading(session: AsyncSession, desk: TheDesk, place: Place, words: Words) -> dict[str, Any]:
    """Return how words will be read, how long they are, and what makes them hard."""
    language = place.language
    names = await spoken_names(session, language)
    count = len(words.body.split())
    return {
        "exchanged": False,
        "drafts": await draft_voices(session, desk),
        "stop": place.stop,
        "language": language,
        "track": place.track,
        "hard": hard_to_read(words.body, language) if place.track == "easy" else (),
        "readings": await asyncio.to_thread(_all_readings, words, language, names),
        "word_count": count,
        "seconds": round(count * 60 / WORDS_A_MINUTE.get(language, WORDS_A_MINUTE_ELSEWHERE)),
    }


async def others_of(session: AsyncSession, desk: TheDesk, place: Place) -> dict[str, Script]:
    """Return the same form of the stop's text in the other languages that have one."""
    found = {other: await writing.script_of(session, place.stop, other, place.track) for other in desk.site.languages.written if other != place.language}
    return {other: script for other, script in found.items() if script is not None}


@dataclass(frozen=True, slots=True)
class Origin:
    """What the editor shows of the language that a text is translated from."""

    chosen: str
    """The language that stands chosen, or ""."""
    seen: Mapping[str, int]
    """For each other language the revision from which the translator works."""
    source: Source | None
    """The source as it was and as it is, if there is one."""


async def origin(session: AsyncSession, script: Script | None, others: Mapping[str, Script], draft: Draft | None) -> Origin:
    """Return what a text is translated from; a first translation is taken to be made from what was written first."""
    source = await writing.source_of(session, script) if script is not None else None
    first = min(others.values(), key=lambda one: (one.created_at, one.id)).language if others and script is None else ""
    chosen = draft.source if draft is not None and draft.source in others else source.language if source is not None else first
    seen = {other: one.revision for other, one in others.items()}
    if draft is not None and chosen == draft.source and draft.source_seen:
        seen[chosen] = min(draft.source_seen, seen[chosen])
        if source is None or source.language != chosen:
            source = await writing.source_since(session, others[chosen], seen[chosen])
    return Origin(chosen, seen, source)


async def shown(session: AsyncSession, desk: TheDesk, place: Place, words: Words, draft: Draft | None = None) -> dict[str, Any]:
    """Return all that stands beside the words."""
    stop, language, track = place.stop, place.language, place.track
    script = await writing.script_of(session, stop, language, track)
    others = await others_of(session, desk, place)
    found = await origin(session, script, others, draft)
    source = found.source
    standard = await writing.script_of(session, stop, language) if track != "standard" else None
    original = source.language if source is not None else "ru" if language == FIRST else FIRST
    return (
        await reading(session, desk, place, words)
        | {
            "waiting_here": len(await waiting(session, language, original, stop.code)),
            "remembered": await remembered(session, stop.code, language, original),
            "remembered_source": original,
            "tracks": TRACKS,
            "standard": standard,
            "others": others,
            "notes": {other: await tours.note_of(session, stop.id, other) for other in others} if track == "standard" else {},
            "beside": list(zip_longest(*(body.split("\n\n") for body in (words.body, *(one.body for one in others.values()))), fillvalue="")) if others else (),
            "chosen": found.chosen,
            "seen": found.seen,
            "now": {other: one.revision for other, one in others.items()},
            "source": source,
            "changes": word_changes(source.then.whole, source.now.whole) if source is not None and source.changed else (),
            "brought_up": False,
            "pictures": await pictures.at_stop(session, stop.id),
        }
        | await _past(session, desk, script)
    )


async def _past(session: AsyncSession, desk: TheDesk, script: Script | None) -> dict[str, Any]:
    """Return a page of a text's revisions; a text that was saved a thousand times is not shown a thousand times."""
    if script is None:
        return {"revisions": (), "newest": 0, "page": 1, "pages": 1}
    page = page_of(desk)
    found, count = await writing.some_revisions(session, script, PAST, (page - 1) * PAST)
    return {"revisions": found, "newest": script.revision, "page": page, "pages": max(1, -(-count // PAST))}


@get("/stops/{code:str}/{language:str}/reading", opt={"roles": ANYBODY})
async def part(code: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Give the part of the editor that tells how the words are read, for the draft as it was kept last."""
    language, track = written(desk, language), track_of(desk)
    async with desk.office.database.read() as session:
        place = Place(await tours.stop_by_code(session, code), language, track)
        draft = await writing.draft_of(session, desk.member.id, place.stop, language, track)
        script = await writing.script_of(session, place.stop, language, track)
        saved = await writing.words_of(session, script) if script is not None else Words("", "")
        told = await reading(session, desk, place, Words(draft.title, draft.body, draft.note) if draft is not None else saved)
    return Response(piece(desk.request, desk.site, "_reading", desk.member, **told | {"exchanged": True}), media_type="text/html", headers=PRIVATE)


HANDLERS = [part]
