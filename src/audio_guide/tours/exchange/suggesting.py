"""Words that wait for a decision, and what was said before of alike words: suggestions beside the editor."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.errors import BadInputError, NotFoundError, mark
from audio_guide.tours import origins
from audio_guide.tours.compare import Merged, merge
from audio_guide.tours.exchange import sourcing
from audio_guide.tours.exchange.checks import Finding, Pair, Term, check, speed
from audio_guide.tours.exchange.entries import LEFT_OUT, clean
from audio_guide.tours.exchange.placing import Hand, Placed, place
from audio_guide.tours.exchange.state import Unit
from audio_guide.tours.exchange.texts import Key, Texts, read_texts
from audio_guide.tours.models import Meant, ScriptRevision, Suggestion
from audio_guide.tours.origins import Origin
from audio_guide.tours.paragraphs import digest, joined, paired

ALIKE = 0.7
MOST_ALIKE = 3
MOST_COMPARED = 2_000
SETTLED = mark("There is no such suggestion, or somebody has decided about it.")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A suggestion with all that deciding about it needs."""

    row: Suggestion
    here: str
    source_now: str
    proposed: Merged
    """Both put together where the base is known, else the words of the file."""
    code: str


async def waiting(session: AsyncSession, language: str, source: str, code: str = "") -> list[Waiting]:
    """Return what waits for a decision in a language, or at one of its stops, in the order of the visit."""
    query = select(Suggestion).where(Suggestion.language == language, Suggestion.settled.is_(False)).order_by(Suggestion.created_at)
    rows = (await session.scalars(query)).all()
    if not rows:
        return []
    texts = await read_texts(session)
    order = {key: place for place, key in enumerate(texts.of(source))}
    found = []
    for row in sorted(rows, key=lambda row: order.get(row.key, order.get(row.key.replace(".body", ".title"), len(order)))):
        key = Key.parse(row.key)
        at = texts.code_of(key) if key is not None else ""
        if code and at != code:
            continue
        here = texts.said(language, row.key)
        base = await _base(session, texts, row, key) if row.kind == "conflict" and here else None
        proposed = merge(base, here, row.words) if base is not None else Merged((row.words,))
        found.append(Waiting(row, here, texts.said(source, row.key), proposed, at))
    return found


async def counts(session: AsyncSession) -> dict[str, int]:
    """Return how much waits for a decision in each language."""
    query = select(Suggestion.language, func.count()).where(Suggestion.settled.is_(False)).group_by(Suggestion.language)
    return {str(row[0]): int(row[1]) for row in await session.execute(query)}


async def _base(session: AsyncSession, texts: Texts, row: Suggestion, key: Key | None) -> str | None:
    """Return the words under a key as they were when both began to write: those of the last revision before the suggestion that are neither's."""
    written = texts.scripts.get((key.uid, key.track, row.language)) if key is not None else None
    if key is None or written is None:
        return None
    revisions = await session.scalars(select(ScriptRevision).where(ScriptRevision.script_id == written.script_id).order_by(ScriptRevision.number.desc()))
    here = texts.said(row.language, row.key)
    for old in revisions:
        short = {"title": old.title, "note": old.note or ""}
        words = short.get(key.field, old.body) if key.field in short or not key.paragraph else joined(paired(old.body, old.paragraphs)).get(key.paragraph, "")
        if words and words not in {here, row.words}:
            return words
    return None


async def take(session: AsyncSession, suggestion_id: UUID, language: str, words: str, author: str) -> Placed:
    """Put a suggestion's words in place, as they are or as somebody changed them; the caller wants the sound in the same transaction.

    Raises BadInputError for words that an import would have refused.
    """
    row = await _open(session, suggestion_id, language)
    texts, words = await read_texts(session), clean(words)
    others = [other for other in texts.words if other != language]
    source = next((other for other in others if row.source_words and clean(texts.said(other, row.key)) == row.source_words), "")
    beside = source or next((other for other in others if texts.said(other, row.key)), language)
    _refuse_wrong(row.key, texts.said(beside, row.key), words, (beside, language))
    text = "" if words == LEFT_OUT else words
    placed = await place(session, texts, Hand(language, author, list(texts.of(beside))), {row.key: text} if words else {})
    if row.key not in placed.unplaced:
        row.settled = True
        if source and row.key in texts.of(source):
            await origins.remember(session, language, [Origin(row.key, text, source, texts.of(source)[row.key])])
            await sourcing.bring_up(session, language, source, [row.key])
    return placed


def _refuse_wrong(key: str, source: str, words: str, languages: tuple[str, str]) -> None:
    """Raise BadInputError with the first thing that no text may have: a lost place, a damaged mark, more characters than there is room for."""
    parsed = Key.parse(key)
    if parsed is None or not words or words == LEFT_OUT:
        return
    for finding in check(Pair(parsed, clean(source or words), words, *languages)):
        if finding.blocks:
            raise BadInputError(finding.message_id, **finding.places)


async def leave(session: AsyncSession, suggestion_id: UUID, language: str) -> None:
    """Leave what is there; the suggestion's words stay in its row."""
    (await _open(session, suggestion_id, language)).settled = True


async def _open(session: AsyncSession, suggestion_id: UUID, language: str) -> Suggestion:
    row = await session.get(Suggestion, suggestion_id)
    if row is None or row.language != language:
        raise NotFoundError(SETTLED)
    return row


@dataclass(frozen=True, slots=True)
class Remembered:
    """Words that were translated before and are like those to be translated now."""

    source: str
    target: str
    likeness: float


def alike(words: str, pairs: Sequence[tuple[str, str]]) -> list[Remembered]:
    """Return what was said before of the most alike words, the best first."""
    found: dict[str, Remembered] = {}
    for source, target in pairs[:MOST_COMPARED]:
        matcher = SequenceMatcher(None, words, source)
        if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE or (likeness := matcher.ratio()) < ALIKE:
            continue
        if target not in found or found[target].likeness < likeness:
            found[target] = Remembered(source, target, likeness)
    return sorted(found.values(), key=lambda one: -one.likeness)[:MOST_ALIKE]


def sounding_odd(texts: Texts, language: str, source: str, seconds: Mapping[UUID, float]) -> dict[str, Finding]:
    """Return under its title each stop whose sound cannot be this text, told from the sound and the text of the source; *seconds* is known by script."""
    found = {}
    for (code, track, tongue), one in texts.scripts.items():
        other = texts.scripts.get((code, track, source))
        if tongue != language or other is None or one.script_id not in seconds or other.script_id not in seconds:
            continue
        if (finding := speed(seconds[one.script_id], seconds[other.script_id] * len(one.body) / len(other.body))) is not None:
            found[f"{origins.place_of(code, track)}.title"] = finding
    return found


async def odd(  # noqa: PLR0913, PLR0917 -- two languages, their texts, and what is known beside the words
    session: AsyncSession, language: str, source: str, found: Sequence[Unit], terms: Sequence[Term], sounding: Mapping[str, Finding] | None = None
) -> dict[str, tuple[Finding, ...]]:
    """Return for each text what checks find, without the warnings that somebody answered with "meant" for exactly these words."""
    answered = {tuple(row) for row in await session.execute(select(Meant.key, Meant.check, Meant.words_digest).where(Meant.language == language))}
    shown: dict[str, tuple[Finding, ...]] = {}
    for unit in found:
        key = Key.parse(unit.key)
        if key is None:
            continue
        findings = check(Pair(key, unit.source, unit.target, source, language), terms) if unit.target else _empty(key, unit)
        if sounding and unit.key in sounding:
            findings = (*findings, sounding[unit.key])
        open_ones = tuple(one for one in findings if (unit.key, one.check, digest(unit.target)) not in answered)
        if open_ones:
            shown[unit.key] = open_ones
    return shown


def _empty(key: Key, unit: Unit) -> tuple[Finding, ...]:
    return (Finding("empty-note"),) if key.field == "note" and not unit.left_out else ()


@dataclass(frozen=True, slots=True)
class Answered:
    """A text whose words are meant so: how people name it, and the code of its stop, or ""."""

    label: str
    code: str


async def answer_meant(session: AsyncSession, key: str, language: str, check_name: str) -> Answered | None:
    """Note that a warning about the words of now is meant so; other words will be looked at again. None if somebody said so before."""
    parsed = Key.parse(key)
    if parsed is None:
        raise NotFoundError(SETTLED)
    texts = await read_texts(session)
    said = texts.of(language).get(key, "")
    words = digest(said)
    known = select(Meant.id).where(Meant.key == key, Meant.language == language, Meant.check == check_name, Meant.words_digest == words)
    if await session.scalar(known) is not None:
        return None
    session.add(Meant(key=key, language=language, check=check_name[:40], words_digest=words))
    code = texts.code_of(parsed)
    title = texts.said(language, f"stop.{code}.title") or said
    return Answered(f"{texts.numbers.get(code) or code} {title}".strip(), code)


def pairs_of(texts: Texts, language: str, source: str, scripts: Collection[UUID] | None = None) -> list[tuple[str, str]]:
    """Return what the museum says in both languages, text by text; of scripts only those given, if any are."""
    approved = {(code, track) for (code, track, tongue), one in texts.scripts.items() if tongue == language and (scripts is None or one.script_id in scripts)}
    found = []
    for key, words in texts.of(source).items():
        target, parsed = texts.of(language).get(key), Key.parse(key)
        if target and parsed is not None and (parsed.kind != "stop" or parsed.field == "note" or (parsed.uid, parsed.track) in approved):
            found.append((words, target))
    return found
