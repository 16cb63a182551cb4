"""What becomes of each entry of a file that comes back: a three-way merge of the file, its base and what the guide says now."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from audio_guide.kit.errors import ConflictError
from audio_guide.kit.letters import FEWEST_LETTERS, is_other_language
from audio_guide.tours.exchange.checks import Finding, Pair, Term, check
from audio_guide.tours.exchange.entries import LEFT_OUT, Entry, clean
from audio_guide.tours.exchange.models import TextImport
from audio_guide.tours.exchange.state import Known, Unit, unit
from audio_guide.tours.exchange.texts import Key, Texts
from audio_guide.tours.paragraphs import digest

Kind = Literal["new", "changed", "left-out", "confirmed", "conflict", "rejected", "needs-work", "copied", "unknown", "unchanged"]
KINDS: tuple[Kind, ...] = ("conflict", "rejected", "unknown", "needs-work", "changed", "new", "left-out", "confirmed", "copied", "unchanged")
"""In the order in which people need to see them."""
PLACED = frozenset({"new", "changed", "left-out"})
KEPT = frozenset({"conflict", "rejected", "needs-work", "unknown"})
"""Whose words become suggestions."""
Base = Mapping[str, Sequence[str]]
MOST_WRONG = 3
PROSE = frozenset({"body", "note", "summary", "about"})
"""What has whole sentences, which no two languages write alike."""


class Sealed(Protocol):
    """A look at a file, by whose seal is known what was seen."""

    @property
    def seal(self) -> str:
        """Change when anything would become of the file that was not shown."""
        ...


Look = TypeVar("Look", bound=Sealed)


async def still_as_seen(row: TextImport, seal: str | None, look: Callable[[], Awaitable[Look]]) -> Look:
    """Return the look of now at a file that waits; raises ConflictError if it does not wait any more, or if another *seal* was seen than it has now."""
    if row.state != "waiting":
        raise ConflictError("This file was taken over already, or given up.")
    seen = await look()
    if seal is not None and seal != seen.seal:
        raise ConflictError("Something was changed in the guide since you looked. Nothing was taken over; look at the list again.")
    return seen


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one entry, and why."""

    kind: Kind
    key: str
    line: int
    words: str
    """What the file says."""
    here: str = ""
    """What the guide says now."""
    source: str = ""
    """The source's words that the file was made from."""
    source_now: str = ""
    findings: tuple[Finding, ...] = ()
    question: str = ""

    @property
    def behind(self) -> bool:
        """Whether the source has other words by now than those that were translated."""
        return bool(self.source_now) and self.source != self.source_now


@dataclass(frozen=True, slots=True)
class Table:
    """All that entries are judged by."""

    texts: Texts
    facts: Known
    language: str
    source: str
    base: Base | None
    terms: tuple[Term, ...] = ()
    copies: bool = False
    """Whether the tool that made the file leaves the source's words where nobody has translated, so that short ones are no translations either."""


def touched(entry: Entry, base: Base | None) -> bool:
    """Tell whether a translator has done anything to an entry; without a base nobody knows."""
    item = base.get(entry.key) if base is not None else None
    return item is None or digest(entry.target) != item[1] or (item[3] == "f") != entry.fuzzy or bool(entry.question)


def is_copy(entry: Entry, language: str) -> bool:
    """Tell whether an entry surely has the source's words in place of a translation, as some tools leave what nobody has translated."""
    key = Key.parse(entry.key)
    if key is None or entry.target != entry.source or sum(map(str.isalpha, entry.target)) < FEWEST_LETTERS:
        return False
    return key.field in PROSE or is_other_language(entry.target, language)


def _is_copied(entry: Entry, table: Table) -> bool:
    """Tell whether an entry has the source's words in place of a translation; a name may be written alike in both languages."""
    short = table.copies and entry.target == entry.source and any(map(str.isalpha, entry.target))
    return is_copy(entry, table.language) or (short and entry.target not in {term.written for term in table.terms})


def decide(entry: Entry, table: Table) -> Outcome:
    """Decide about one entry."""
    key = Key.parse(entry.key)
    if key is None or entry.key not in table.texts.of(table.source):
        kind: Kind = "unknown" if entry.target not in {"", LEFT_OUT, entry.source} and touched(entry, table.base) else "unchanged"
        if table.texts.of(table.language).get(entry.key, "") == entry.target:
            kind = "unchanged"
        return Outcome(kind, entry.key, entry.line, entry.target, source=entry.source, question=entry.question)
    now = unit(table.texts, table.facts, table.language, table.source, entry.key)
    words = "" if entry.target == LEFT_OUT and not entry.fuzzy else entry.target
    findings = check(Pair(key, now.source, words, table.source, table.language), table.terms) if words and words != LEFT_OUT else ()
    if _is_cut(entry, words, clean(now.target)):
        findings = (Finding("cut"), *findings)
    kind = _kind(entry, key, now, words, table.base, blocked=any(finding.blocks for finding in findings))
    if kind in PLACED | KEPT and _is_copied(entry, table):
        kind, findings = "copied", ()
    return Outcome(kind, entry.key, entry.line, words, clean(now.target), entry.source, clean(now.source), findings, entry.question)


def _is_cut(entry: Entry, words: str, here: str) -> bool:
    """Tell whether the file may end inside these words: entries of its export are missing, or these words are the beginning of what they replace."""
    return bool(words) and words != here and (entry.cut or (entry.last and here.startswith(f"{words}\n")))


def _kind(entry: Entry, key: Key, now: Unit, words: str, base: Base | None, *, blocked: bool) -> Kind:  # noqa: PLR0913 -- the three sides of a merge and what is known of them
    here, item = clean(now.target), base.get(entry.key) if base is not None else None
    unchanged_here = digest(here) == item[2] if item is not None else not here
    if not entry.target or not touched(entry, base):
        return "unchanged"
    if words == here and (words or now.left_out):
        return _same(entry, now, item)
    if blocked:
        return "rejected"
    if entry.fuzzy:
        return "unchanged" if now.rough == entry.target else "needs-work"
    if not words and key.field == "title":
        return "unchanged"
    if not unchanged_here:
        return "conflict"
    return "left-out" if not words else "changed" if here else "new"


def _same(entry: Entry, now: Unit, item: Sequence[str] | None) -> Kind:
    """Decide about words that the guide has already: only their mark can say something new."""
    if entry.fuzzy:
        return "needs-work" if item is not None and item[3] != "f" and now.rough != entry.target else "unchanged"
    open_here = now.state in {"behind", "needs-work"}
    return "confirmed" if open_here and entry.source == clean(now.source) and (item is None or item[3] == "f") else "unchanged"


def first_wrong(outcomes: Sequence[Outcome], language: str) -> Outcome | None:
    """Return the first entry in another language if most of a file is, so that it is refused whole."""
    long = [one for one in outcomes if one.kind not in {"unchanged", "unknown", "copied"} and sum(map(str.isalpha, one.words)) >= FEWEST_LETTERS]
    wrong = [one for one in long if is_other_language(one.words, language)]
    return wrong[0] if len(wrong) >= MOST_WRONG and len(wrong) * 2 > len(long) else None
