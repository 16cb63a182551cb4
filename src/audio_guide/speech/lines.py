"""What would be spoken, as lines for a person to read: the command ``read``."""

from collections.abc import Mapping
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from audio_guide.kit.db import Database, sqlite_path
from audio_guide.kit.errors import BadInputError
from audio_guide.speech.engines import EngineError, Engines
from audio_guide.speech.engines.espeak import EspeakEngine
from audio_guide.speech.reading import SpokenName, read
from audio_guide.speech.reading.lint import lint
from audio_guide.speech.sentences import split
from audio_guide.tours import service as tours

LANGUAGES = ("kk", "ru", "en")


async def read_lines(database_url: str, options: Mapping[str, str], shown: str, language: str) -> tuple[list[str], list[str]]:
    """Return the spoken sentences of a text and the lint's findings, a line each; raises BadInputError."""
    if language not in LANGUAGES:
        raise BadInputError("The guide reads kk, ru and en aloud, not “{language}”.", language=language)
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
        findings.extend(f"{finding.kind}: {finding.shown}" for finding in lint(reading, phonemes))
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
    path = sqlite_path(database_url)
    if path is not None and not path.exists():
        return []
    database = Database(database_url)
    try:
        async with database.read() as session:
            return [SpokenName(name.written, name.spoken) for name in await tours.spoken_names(session, language)]
    except SQLAlchemyError:
        return []  # a database without tables yet has no names
    finally:
        await database.close()
