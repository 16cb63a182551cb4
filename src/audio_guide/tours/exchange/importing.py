"""Take in a file from a translator: look first, then apply all of it in one transaction, and take it back with one button."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.errors import BadInputError, ConflictError, NotFoundError
from audio_guide.kit.languages import meant
from audio_guide.tours import origins
from audio_guide.tours.exchange import glossary, sourcing
from audio_guide.tours.exchange.deciding import KEPT, KINDS, PLACED, Base, Outcome, Table, decide, first_wrong, is_copy, still_as_seen, touched
from audio_guide.tours.exchange.entries import MOST_BYTES, MOST_UPLOADED, Entry, TextFile
from audio_guide.tours.exchange.models import TextExport, TextImport
from audio_guide.tours.exchange.placing import Hand, place, take_back
from audio_guide.tours.exchange.state import known
from audio_guide.tours.exchange.texts import Key, Texts, read_texts
from audio_guide.tours.models import Script, Suggestion, Translation
from audio_guide.tours.origins import Origin
from audio_guide.tours.paragraphs import digest

BESIDE, BYTES_A_LETTER, FORMS = 300, 2, 2
"""Of an entry in a file: bytes of what stands beside its words, of a Cyrillic letter, and how often words may stand in it (XLIFF repeats those of before)."""
KEPT_AS = {"conflict": "conflict", "rejected": "rejected", "needs-work": "needs-work", "unknown": "unplaced"}


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a file, under which name, and into which language it must be if that is known."""

    author: str
    file_name: str
    language: str = ""
    source: str = ""


@dataclass(slots=True)
class Preview:
    """What would become of a file, or became of it."""

    row: TextImport
    outcomes: list[Outcome]
    texts: Texts
    untouched: int = 0
    missing: int = 0
    """How many entries of its export the file does not have any more."""
    scripts: list[Script] = field(default_factory=list)
    """Whose sound is to be made anew, after applying."""

    @property
    def counts(self) -> Counter[str]:
        """How many entries of each kind there are."""
        counts: Counter[str] = Counter(one.kind for one in self.outcomes)
        counts["unchanged"] += self.untouched
        return counts

    @property
    def told(self) -> list[Outcome]:
        """What people need to see, most urgent first."""
        return sorted((one for one in self.outcomes if one.kind != "unchanged"), key=lambda one: (KINDS.index(one.kind), one.line))

    @property
    def seal(self) -> str:
        """Change when anything would become of the file that was not shown."""
        return digest(repr([(one.kind, one.key, one.here) for one in self.told]))


async def receive(session: AsyncSession, file: TextFile, sender: Sender, languages: Iterable[str]) -> TextImport:
    """Keep a file that was read, before anything is changed; raises BadInputError if it is none of ours, or in another language than expected."""
    if not any(Key.parse(entry.key) for entry in file.entries):
        raise BadInputError(
            "Line {line}: no entry of this file has a key of the guide. Send the file in the form in which it was downloaded here; "
            "where a tool keeps a file of its own, it is the translated or target file.", line=file.entries[0].line if file.entries else 1,
        )  # fmt: skip
    base = await session.scalar(select(TextExport).where(TextExport.mark == file.mark)) if file.mark else None
    offered = tuple(languages)
    language = meant(file.language, offered) or sender.language or (base.language if base is not None else "")
    source = (base.source if base is not None else "") or meant(file.source, offered) or sender.source
    for wanted in (sender.language, base.language if base is not None else ""):
        if wanted and language != wanted:
            raise BadInputError(
                "Line {line}: this file is in the language “{found}”, but “{wanted}” is expected. Nothing was taken over.",
                line=file.line, found=language or "?", wanted=wanted,
            )  # fmt: skip
    if language not in offered:
        raise BadInputError(
            "Line {line}: the file does not say in which language it is, or not in one of ours. Its header needs a line “Language”.", line=file.line
        )
    if source not in offered or source == language:
        raise BadInputError(
            "Line {line}: the file does not say from which language it was translated. Its header needs a line “X-Source-Language”.", line=file.line
        )
    items = base.items if base is not None else None
    missing = _compare(file, items) if items is not None else 0
    entries = [{name: getattr(entry, name) for name in entry.__slots__} for entry in file.entries if touched(entry, items)]
    row = TextImport(
        language=language, source=source, mark=base.mark if base is not None else "", file_name=sender.file_name[:200], author=sender.author[:200],
        state="waiting", entries=entries, outcomes=[{"untouched": len(file.entries) - len(entries), "missing": missing}], before=[],
    )  # fmt: skip
    session.add(row)
    await session.flush()  # its page is opened by its id
    return row


def room(texts: Texts) -> int:
    """Return how many bytes of a file the staff's pages take: whatever this museum can send out comes back."""
    sent = sum(BESIDE + len(key) + len(words) * BYTES_A_LETTER for told in texts.words.values() for key, words in told.items())
    return min(MOST_BYTES, max(MOST_UPLOADED, sent * FORMS))


def _compare(file: TextFile, base: Base) -> int:
    """Return how many entries of its export a file does not have any more; marks that a tool set on words that nobody touched are taken off."""
    missing = len(base.keys() - {entry.key for entry in file.entries})
    for entry in file.entries:
        item = base.get(entry.key)
        if entry.unapproved and item is not None and digest(entry.target) == item[1]:
            entry.fuzzy = item[3] == "f"
        entry.cut = entry.last and missing > 0
    return missing


async def received(session: AsyncSession, import_id: UUID) -> TextImport:
    """Return a file that came in; raises NotFoundError."""
    row = await session.get(TextImport, import_id)
    if row is None:
        raise NotFoundError("There is no such import.")
    return row


async def imports(session: AsyncSession, most: int = 50) -> Sequence[TextImport]:
    """Return the files that came in, the newest first."""
    return (await session.scalars(select(TextImport).order_by(TextImport.created_at.desc(), TextImport.id.desc()).limit(most))).all()


async def preview(session: AsyncSession, row: TextImport) -> Preview:
    """Return what would become of each entry now; raises BadInputError if the file is in another language than it says."""
    texts = await read_texts(session)
    base = await session.scalar(select(TextExport.items).where(TextExport.mark == row.mark)) if row.mark else None
    entries = [Entry(**entry) for entry in row.entries]  # type: ignore[arg-type]
    terms, copies = await glossary.terms(session, row.source, row.language), any(is_copy(entry, row.language) for entry in entries)
    table = Table(texts, await known(session, row.language), row.language, row.source, base, terms, copies)
    outcomes = [decide(entry, table) for entry in entries]
    if (wrong := first_wrong(outcomes, row.language)) is not None:
        raise BadInputError(
            "Line {line}: most of what is new in this file hardly is in the language “{wanted}”. Nothing was taken over.", line=wrong.line, wanted=row.language
        )
    beside = row.outcomes[0] if row.outcomes else {}
    untouched, missing = (int(str(beside.get(name, 0))) for name in ("untouched", "missing"))
    return Preview(row, outcomes, texts, untouched, missing)


async def apply(session: AsyncSession, row: TextImport, author: str, seal: str | None = None) -> Preview:
    """Put a file's words in place and keep the rest as suggestions; the caller wants the sound of ``scripts`` in the same transaction.

    *seal* is that of the preview that somebody saw; if anything would be otherwise now, ConflictError is raised and nothing is changed.
    """
    seen = await still_as_seen(row, seal, partial(preview, session, row))
    wanted = {one.key: one.words for one in seen.outcomes if one.kind in PLACED}
    hand = Hand(row.language, author, list(seen.texts.of(row.source)))
    waiting = await _waiting(session, row.language, wanted, seen.texts)
    placed = await place(session, seen.texts, hand, {**{key: one.words for key, one in waiting.items()}, **wanted})
    made = [
        Origin(one.key, one.words, row.source, _stored(seen.texts, row.source, one))
        for one in seen.outcomes
        if one.kind in PLACED | {"confirmed"} and one.key not in placed.unplaced
    ]
    made += [Origin(key, one.words, row.source, one.source_words) for key, one in waiting.items() if key not in placed.unplaced]
    before = await _origins_before(session, row.language, made)
    await origins.remember(session, row.language, made)
    sources = await sourcing.bring_up(session, row.language, row.source, [one.key for one in made])
    settled = await _settle(session, row.language, [one.key for one in made])
    kept = await _keep(session, row, seen.outcomes, placed.unplaced, author)
    row.state, row.before = "applied", [*placed.changes, {"origins": before, "sources": sources, "settled": settled, "kept": kept}]
    row.outcomes = [_told(one, placed.unplaced) for one in seen.told] + [{"untouched": seen.counts["unchanged"], "missing": seen.missing}]
    seen.scripts = placed.scripts
    return seen


def _stored(texts: Texts, source: str, one: Outcome) -> str:
    """Return the source's words as they are stored, where the file has them as they travel."""
    return one.source if one.behind else texts.of(source).get(one.key, one.source)


def _told(one: Outcome, unplaced: set[str]) -> dict[str, object]:
    kind = "unplaced" if one.key in unplaced else one.kind
    found = [[finding.check, finding.shown, finding.most] for finding in one.findings]
    return {"kind": kind, "key": one.key, "line": one.line, "words": one.words, "here": one.here, "behind": one.behind, "findings": found}


async def _waiting(session: AsyncSession, language: str, wanted: Mapping[str, str], texts: Texts) -> dict[str, Suggestion]:
    """Return words that came earlier and had to wait for the title or the first paragraph of their stop."""
    begun = {key.rpartition(".title")[0] or key.partition(".body.")[0] for key in wanted}
    query = select(Suggestion).where(Suggestion.language == language, Suggestion.kind == "unplaced", Suggestion.settled.is_(False))
    return {
        row.key: row
        for row in await session.scalars(query.order_by(Suggestion.created_at))
        if row.key not in wanted
        and not texts.of(language).get(row.key)
        and any(row.key in texts.of(other) for other in texts.words)
        and (row.key.rpartition(".title")[0] or row.key.partition(".body.")[0]) in begun
    }


async def _origins_before(session: AsyncSession, language: str, made: Sequence[Origin]) -> list[list[str]]:
    """Return what was known of these words before: key, digest, language and words of the source, or nothing."""
    have = await origins.origins(session, language, {one.key: one.words for one in made})
    return [[one.key, digest(one.words), *((have[one.key].source_language, have[one.key].source_words) if one.key in have else ("", ""))] for one in made]


async def _settle(session: AsyncSession, language: str, keys: Sequence[str]) -> list[str]:
    """Close what waited for words that are there now; returns its ids."""
    closed = []
    query = select(Suggestion).where(Suggestion.language == language, Suggestion.kind.in_(["needs-work", "unplaced"]), Suggestion.settled.is_(False))
    wanted = set(keys)
    for row in await session.scalars(query):
        if row.key in wanted:
            row.settled = True
            closed.append(str(row.id))
    return closed


async def _keep(session: AsyncSession, row: TextImport, outcomes: Sequence[Outcome], unplaced: set[str], author: str) -> list[str]:
    """Keep as suggestions what could not be put in place, and what the translator asked; returns the ids of what is new."""
    wanted: dict[tuple[str, str, str], tuple[str, str]] = {}
    for one in outcomes:
        kind = "unplaced" if one.key in unplaced else KEPT_AS.get(one.kind, "") if one.kind in KEPT else ""
        if kind:
            wanted[one.key, kind, digest(one.words)] = (one.words, one.source)
        if one.question and len(one.key) <= 120:
            wanted[one.key, "question", digest(one.question)] = (one.question, one.source)
    rough = {key for key, kind, _ in wanted if kind == "needs-work"}
    have = {}
    for old in await session.scalars(select(Suggestion).where(Suggestion.language == row.language)):
        have[old.key, old.kind, old.words_digest] = old
        if old.kind == "needs-work" and old.key in rough and (old.key, old.kind, old.words_digest) not in wanted:
            old.settled = True  # one text that needs work takes the place of another; its words stay in the table
    fresh = []
    for (key, kind, words_digest), (words, source) in wanted.items():
        known_one = have.get((key, kind, words_digest))
        if known_one is None:
            known_one = Suggestion(key=key[:120], language=row.language, kind=kind, words=words, words_digest=words_digest, source_words=source, author=author)
            session.add(known_one)
            fresh.append(known_one)
        elif known_one.settled and kind != "question":
            known_one.settled = False
            fresh.append(known_one)
    await session.flush()  # ids are needed for taking it back
    return [str(one.id) for one in fresh]


async def undo(session: AsyncSession, row: TextImport, author: str) -> tuple[list[Script], list[str]]:
    """Take a file's words back by new revisions; what somebody changed since stays. Returns scripts whose sound is to be made, and the keys that stayed."""
    if row.state != "applied":
        raise ConflictError("Only what was taken over can be taken back.")
    texts = await read_texts(session)
    notes = next((change for change in row.before if "origins" in change), {})
    await sourcing.take_back(session, notes.get("sources", []))  # type: ignore[arg-type]
    placed, kept = await take_back(session, texts, Hand(row.language, author, list(texts.of(row.source))), [one for one in row.before if one is not notes])
    await _origins_back(session, row.language, notes.get("origins", []))  # type: ignore[arg-type]
    for name, settled in (("kept", True), ("settled", False)):
        ids = [UUID(one) for one in notes.get(name, [])]  # type: ignore[attr-defined]
        for suggestion in await session.scalars(select(Suggestion).where(Suggestion.id.in_(ids))) if ids else ():
            if suggestion.kind in {"needs-work", "unplaced"}:
                suggestion.settled = settled
    row.state = "undone"
    return placed.scripts, kept


async def _origins_back(session: AsyncSession, language: str, before: Sequence[Sequence[str]]) -> None:
    """Know of the sources what was known before."""
    wanted = {(key, words): (source_language, source_words) for key, words, source_language, source_words in before}
    keys = list({key for key, _ in wanted})
    for start in range(0, len(keys), origins.MOST_IN_A_QUERY):
        query = select(Translation).where(Translation.language == language, Translation.key.in_(keys[start : start + origins.MOST_IN_A_QUERY]))
        for row in await session.scalars(query):
            if (row.key, row.words_digest) not in wanted:
                continue
            source_language, source_words = wanted[row.key, row.words_digest]
            if source_language:
                row.source_language, row.source_words = source_language, source_words
            else:
                await session.delete(row)


async def give_up(session: AsyncSession, import_id: UUID) -> bool:
    """Forget a file that was only looked at; its words stay in its row. Returns whether it waited for that."""
    row = await received(session, import_id)
    if waited := row.state == "waiting":
        row.state = "dropped"
    return waited
