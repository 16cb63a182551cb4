"""How Kazakh, Russian and English are read aloud: numbers, dates, abbreviations and names become words.

The languages' own knowledge is in ``kk``, ``ru`` and ``en``; what they share is in ``common``.
Nothing here knows a database, a voice or a museum.
"""

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Protocol, cast

from audio_guide.speech.reading import common
from audio_guide.speech.reading.scripts import script_of
from audio_guide.speech.reading.spans import Draft, Reading, Rule, SentenceRules, SpokenName, Token, name_rules, pieces

__all__ = ["Reading", "Rule", "SentenceRules", "SpokenName", "Token", "fingerprint", "has_rules", "load_rules", "mentioned", "read", "sentence_rules"]

LANGUAGES = frozenset({"kk", "ru", "en"})
"""The languages that have a module of rules."""


class _Language(Protocol):
    """What the module of a language offers."""

    RULES: Sequence[Rule]
    SENTENCES: SentenceRules


@cache
def _language(language: str) -> _Language | None:
    """Return the module of a language, loaded when its first text is read: hundreds of patterns take longer than many a command that reads nothing."""
    primary = language.split("-", maxsplit=1)[0]
    return cast("_Language", import_module(f"{__name__}.{primary}")) if primary in LANGUAGES else None


def load_rules() -> None:
    """Load the rules of all languages, where texts will be read soon."""
    for language in LANGUAGES:
        _language(language)


def read(text: str, language: str, names: Iterable[SpokenName] = ()) -> Reading:
    """Read one sentence (or any text without paragraph breaks) aloud in words.

    *language* is a BCP 47 tag; only its primary subtag counts, and a language without rules of its own is spoken as it stands.
    *names* win over every rule.
    """
    return _read(text, language, tuple(names))


@lru_cache(maxsize=4096)
def _read(text: str, language: str, names: tuple[SpokenName, ...]) -> Reading:
    """Read a sentence; most are asked for again, when a script is planned, narrated, approved and published."""
    readings = [_read_piece(text[start:end], language, names) for start, end in pieces(text)]
    if len(readings) == 1:
        return readings[0]
    spoken, at, tokens = "", 0, list[Token]()
    for reading in readings:
        spoken += " " if spoken and reading.text else ""
        tokens += [
            Token(len(spoken) + token.spoken_start, len(spoken) + token.spoken_end, at + token.start, at + token.end, token.rule) for token in reading.tokens
        ]
        spoken += reading.text
        at += len(reading.source)
    return Reading(text, language, spoken, tuple(tokens))


def _read_piece(text: str, language: str, names: tuple[SpokenName, ...]) -> Reading:
    """Let all rules, names first, read one text."""
    draft = Draft.clean(text, language)
    module = _language(language)
    draft.replace_letters(common.repair_lookalikes(draft.text, language))
    draft.apply(_rules_for(names, language))
    if module is not None:
        draft.apply(module.RULES)
    draft.apply(common.PUNCTUATION)
    return draft.reading()


@lru_cache(maxsize=32)
def _rules_for(names: tuple[SpokenName, ...], language: str) -> list[Rule]:
    """The rules of a names table, made once; a name with look-alike letters is the name it looks like."""
    alike = (SpokenName(common.repair_lookalikes(name.written, language), name.spoken) for name in names)
    return name_rules(alike, endings=script_of(language) == "Cyrl")


def has_rules(language: str) -> bool:
    """Tell whether numbers, dates and abbreviations of a language are read by rules; without them the voice reads them as it can."""
    return language.split("-", maxsplit=1)[0] in LANGUAGES


def sentence_rules(language: str) -> SentenceRules:
    """The abbreviations of a language, for the sentence splitter."""
    module = _language(language)
    return module.SENTENCES if module is not None else SentenceRules()


def mentioned(names: Iterable[SpokenName], text: str) -> list[SpokenName]:
    """Return the names that a text may mention; one that it does mention is never left out, so a text with the same ones is read alike."""
    plain = common.plain(text)
    return [name for name in names if name.written and name.spoken and common.plain(name.written)[:-1] in plain]


@cache
def fingerprint() -> str:
    """Return the digest of the rules themselves: what was read by other rules may be read otherwise now."""
    digest = hashlib.sha256(version("num2words").encode())
    here = Path(__file__).parent
    for path in [*sorted(here.glob("*.py")), here.parent / "sentences.py", here.parent / "plan.py"]:
        digest.update(path.read_bytes())
    return digest.hexdigest()
