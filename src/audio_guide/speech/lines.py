"""What would be spoken, as lines for a person to read: the command ``read``."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.db import Database, sqlite_path
from audio_guide.kit.errors import BadInputError
from audio_guide.kit.letters import is_other_language
from audio_guide.speech.engines import EngineError, Engines
from audio_guide.speech.engines.espeak import EspeakEngine
from audio_guide.speech.names import spoken_names
from audio_guide.speech.reading import SpokenName, read
from audio_guide.speech.reading.lint import lint
from audio_guide.speech.sentences import split
from audio_guide.tours.languages import known

LANGUAGES = ("kk", "ru", "en")
"""The languages that are read by rules."""


async def read_lines(database_url: str, options: Mapping[str, str], shown: str, language: str) -> tuple[list[str], list[str]]:
    """Return the spoken sentences of a text and the lint's findings, a line each; raises BadInputError."""
    offered = await spoken_languages(database_url)
    if language not in offered:
        raise BadInputError("The guide reads {offered} aloud, not “{language}”.", offered=", ".join(offered), language=language)
    if not shown.strip():
        raise BadInputError("There is nothing to read: give a text, or send one to standard input.")
    names = await _names(database_url, language)
    espeak = _espeak(options)
    phonemes = None if espeak is None else partial(espeak.phonemes, language=language)
    lines: list[str] = []
    findings: list[str] = []
    for sentence in split(shown, language):
        reading = read(shown[sentence.start : sentence.end], language, names)
        lines.append(reading.text)
        findings.extend(f"{finding.kind}: {finding.shown}" for finding in lint(reading, phonemes, is_other_language))
    return lines, findings


def _espeak(options: Mapping[str, str]) -> EspeakEngine | None:
    """Return the engine that shows phonemes, if it is there; the other findings do not need it."""
    try:
        engine = Engines(options).get("espeak")
    except EngineError:
        return None
    return engine if isinstance(engine, EspeakEngine) else None


async def _names(database_url: str, language: str) -> list[SpokenName]:
    """Return the names table if there is a database yet."""
    found: list[SpokenName] = []
    async with _reading(database_url) as session:
        if session is not None:
            found.extend(await spoken_names(session, language))
    return found


async def spoken_languages(database_url: str) -> tuple[str, ...]:
    """Return the languages that are read by rules and those that the museum added."""
    added: tuple[str, ...] = ()
    async with _reading(database_url) as session:
        added = (await known(session)).written if session is not None else ()
    return tuple(dict.fromkeys((*LANGUAGES, *added)))


@asynccontextmanager
async def _reading(database_url: str) -> AsyncIterator[AsyncSession | None]:
    """Give a session if there is a database yet; one without tables ends the block early."""
    path = sqlite_path(database_url)
    if path is not None and not path.exists():
        yield None
        return
    database = Database(database_url)
    try:
        with contextlib.suppress(SQLAlchemyError):
            async with database.read() as session:
                yield session
    finally:
        await database.close()
