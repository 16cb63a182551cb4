"""How far a translation is: derived from the words themselves whenever it is asked, never a flag that somebody sets."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.tours.compare import Change, word_changes
from audio_guide.tours.exchange.texts import Texts
from audio_guide.tours.models import Suggestion, Translation
from audio_guide.tours.paragraphs import digest

State = Literal["missing", "needs-work", "behind", "fine"]
STATES: tuple[State, ...] = ("missing", "needs-work", "behind", "fine")
"""From what needs most to what needs nothing."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One text in two languages, and how far its translation is."""

    key: str
    source: str
    target: str
    state: State
    then: str = ""
    """The source's words from which the translation was made, where they are known and others by now."""
    then_language: str = ""
    rough: str = ""
    """Words that a translator marked as needing work."""
    left_out: bool = False

    def changes(self) -> tuple[Change, ...]:
        """Return what changed in the source, word by word, since the translation was made."""
        return word_changes(self.then, self.source) if self.then else ()


@dataclass(slots=True)
class Known:
    """What is known of a language's translations beside the words."""

    made: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """Key and digest of the words → language and words of the source."""
    rough: dict[str, str] = field(default_factory=dict)


async def known(session: AsyncSession, language: str) -> Known:
    """Read what is known of a language's translations."""
    found = Known()
    query = select(Translation.key, Translation.words_digest, Translation.source_language, Translation.source_words)
    for key, words, source_language, source_words in await session.execute(query.where(Translation.language == language)):
        found.made[key, words] = (source_language, source_words)
    rough = select(Suggestion.key, Suggestion.words).where(Suggestion.language == language, Suggestion.kind == "needs-work", Suggestion.settled.is_(False))
    found.rough = {row.key: row.words for row in await session.execute(rough.order_by(Suggestion.created_at))}
    return found


def units(texts: Texts, facts: Known, language: str, source: str) -> list[Unit]:
    """Return every text of the source with its translation, in the order of the visit."""
    return [unit(texts, facts, language, source, key) for key in texts.of(source)]


def unit(texts: Texts, facts: Known, language: str, source: str, key: str) -> Unit:
    """Return one text with its translation."""
    words, target = texts.of(source).get(key, ""), texts.of(language).get(key, "")
    made_from, then = facts.made.get((key, digest(target)), ("", ""))
    rough = facts.rough.get(key, "")
    behind = bool(made_from) and texts.of(made_from).get(key, then) != then
    left_out = not target and bool(made_from)
    state: State = "needs-work" if rough else "missing" if not target and not left_out else "behind" if behind else "fine"
    return Unit(key, words, target, state, then if behind else "", made_from, rough, left_out)


@dataclass(slots=True)
class Progress:
    """How far a language is."""

    counts: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """How many texts there are."""
        return self.counts.total()
