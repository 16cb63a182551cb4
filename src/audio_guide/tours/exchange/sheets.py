"""Spreadsheets for museums that begin with one: a row a stop, columns for each language; in with a look first."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.errors import BadInputError, ConflictError, mark
from audio_guide.kit.letters import FEWEST_LETTERS
from audio_guide.tours import service as tours
from audio_guide.tours import writing
from audio_guide.tours.exchange.checks import Finding, Pair, check
from audio_guide.tours.exchange.deciding import MOST_WRONG, still_as_seen
from audio_guide.tours.exchange.entries import clean
from audio_guide.tours.exchange.importing import Sender
from audio_guide.tours.exchange.models import TextImport
from audio_guide.tours.exchange.placing import Hand, take_back
from audio_guide.tours.exchange.sheet_files import BASE, FIELDS, Row, Table
from audio_guide.tours.exchange.texts import Key, Texts, read_texts
from audio_guide.tours.models import TRACKS, Script, Stop, Suggestion, Tour
from audio_guide.tours.paragraphs import digest

SHEET = "sheet"
PARTS = {"title": "title", "text": "body", "note": "note"}
"""How keys name what the columns hold."""
NO_STOP = mark("There is no stop with this code. Leave the cell of the code empty for a new stop.")
NOT_WHOLE = mark("A stop needs a title and a text in a language; one of them is missing here.")


@dataclass(frozen=True, slots=True)
class Cell:
    """What becomes of one cell."""

    kind: str
    """new · changed · conflict · rejected · unchanged"""
    line: int
    code: str
    language: str
    field: str
    words: str = ""
    here: str = ""
    why: str = ""
    """A message id, where something other than a check says why."""
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Preview:
    """What would become of a spreadsheet, or became of it."""

    row: TextImport
    cells: list[Cell]
    scripts: list[Script] = field(default_factory=list)

    @property
    def told(self) -> list[Cell]:
        """What people need to see."""
        return [cell for cell in self.cells if cell.kind != "unchanged"]

    @property
    def seal(self) -> str:
        """Change when anything would become of the sheet that was not shown."""
        return digest(repr([(cell.kind, cell.line, cell.language, cell.field, cell.here) for cell in self.told]))


def _here(texts: Texts, code: str, language: str) -> dict[str, str]:
    written = texts.scripts.get((code, TRACKS[0], language))
    note = texts.of(language).get(f"stop.{code}.note", "")
    return {"title": clean(written.title) if written else "", "text": clean(written.body) if written else "", "note": clean(note)}


def rows_of(texts: Texts, languages: Sequence[str]) -> Table:
    """Return the whole text as a table; the last column lets the guide see what was changed in the table and what in the guide."""
    table = [["code", "number", *(f"{name} {language}" for language in languages for name in FIELDS), BASE]]
    for code, number in texts.numbers.items():
        here = {language: _here(texts, code, language) for language in languages}
        cells = [here[language][name] for language in languages for name in FIELDS]
        base = " ".join(f"{language}.{name}={digest(here[language][name])}" for language in languages for name in FIELDS)
        table.append([code, str(number or ""), *cells, base])
    return table


def is_sheet(row: TextImport) -> bool:
    """Tell whether what came in is a spreadsheet."""
    return row.source == SHEET


def languages_of(row: TextImport) -> set[str]:
    """Return the languages in which something came in."""
    return {str(entry["language"]) for entry in row.entries} if is_sheet(row) else {row.language}


async def receive(session: AsyncSession, rows: Sequence[Row], sender: Sender) -> TextImport:
    """Keep a spreadsheet that was read, before anything is changed."""
    row = TextImport(
        language="*", source=SHEET, mark="", file_name=sender.file_name[:200], author=sender.author[:200], state="waiting",
        entries=[asdict(one) for one in rows], outcomes=[], before=[],
    )  # fmt: skip
    session.add(row)
    await session.flush()  # its page is opened by its id
    return row


async def preview(session: AsyncSession, row: TextImport) -> Preview:
    """Return what would become of each cell now; raises BadInputError if most of a language hardly is in it."""
    texts = await read_texts(session)
    rows = [_placed(Row(**entry), texts) for entry in row.entries]  # type: ignore[arg-type]
    beside: dict[int, dict[str, Mapping[str, str]]] = {}
    for one in rows:
        beside.setdefault(one.line, {})[one.language] = one.words
    cells = [cell for one in rows for cell in _cells(one, texts, beside[one.line])]
    for language in {one.language for one in rows}:
        _refuse_strange(language, [cell for cell in cells if cell.language == language])
    return Preview(row, cells)


def _placed(row: Row, texts: Texts) -> Row:
    """Return a row with the code of its stop: a table that is brought in again has numbers where the guide has codes by now, or the very same words."""
    if row.code:
        return row
    by_number = {number: code for code, number in texts.numbers.items() if number is not None}
    words = (row.words.get("title", ""), row.words.get("text", ""))
    found = by_number.get(row.number, "") if row.number is not None else ""
    if row.number is None and all(words):
        alike = (code for (code, _, tongue), one in texts.scripts.items() if tongue == row.language and (clean(one.title), clean(one.body)) == words)
        found = next(alike, "")
    return replace(row, code=found)


def _cells(row: Row, texts: Texts, beside: Mapping[str, Mapping[str, str]]) -> list[Cell]:
    here = _here(texts, row.code, row.language)
    cells = []
    for part, words in row.words.items():
        known = row.base.get(part, "")
        kind = "new" if not here[part] else "changed" if known == digest(here[part]) else "conflict"
        why = ""
        findings: tuple[Finding, ...] = ()
        if not words or words == here[part] or known == digest(words):
            kind = "unchanged"
        else:
            findings = _checked(row, part, _source(row, part, texts, beside))
            if row.code and row.code not in texts.numbers:
                kind, why = "rejected", NO_STOP
            elif any(finding.blocks for finding in findings):
                kind = "rejected"
        cells.append(Cell(kind, row.line, row.code, row.language, part, words, here[part], why, findings))
    whole = {cell.field for cell in cells if cell.kind == "new"} >= {"title", "text"}
    if not here["title"] and not whole:
        cells = [replace(cell, kind="rejected", why=cell.why or NOT_WHOLE) if cell.kind == "new" else cell for cell in cells]
    return cells


def _source(row: Row, part: str, texts: Texts, beside: Mapping[str, Mapping[str, str]]) -> tuple[str, str]:
    """Return what the same cell says in another language, first in the table and then in the guide, and in which."""
    for language in dict.fromkeys((*beside, *texts.words)):
        if language != row.language and (words := beside.get(language, {}).get(part, "") or _here(texts, row.code, language)[part]):
            return words, language
    return "", ""


def _checked(row: Row, part: str, source: tuple[str, str]) -> tuple[Finding, ...]:
    """Return what checks find in a cell that would lose something or be in another language; the rest is seen on the page of translations."""
    key = Key("stop", row.code, PARTS[part])
    words, language = source
    found = check(Pair(key, words or row.words[part], row.words[part], language or row.language, row.language))
    return tuple(one for one in found if one.blocks or one.check == "wrong-language")


def _refuse_strange(language: str, cells: Sequence[Cell]) -> None:
    """Raise BadInputError if most of what is new in a language hardly is in it."""
    long = [cell for cell in cells if cell.kind != "unchanged" and sum(map(str.isalpha, cell.words)) >= FEWEST_LETTERS]
    wrong = [cell for cell in long if any(one.check == "wrong-language" for one in cell.findings)]
    if len(wrong) >= MOST_WRONG and len(wrong) * 2 > len(long):
        raise BadInputError(
            "Line {line}: most of what is new in this file hardly is in the language “{wanted}”. Nothing was taken over.", line=wrong[0].line, wanted=language
        )


async def apply(session: AsyncSession, row: TextImport, author: str, seal: str | None = None) -> Preview:
    """Put a spreadsheet's words in place; what the guide has otherwise meanwhile stays there and the table's words become suggestions."""
    seen = await still_as_seen(row, seal, partial(preview, session, row))
    stops: dict[int, Stop] = {}
    changes: list[dict[str, object]] = []
    by_row: dict[tuple[int, str], dict[str, Cell]] = {}
    for cell in seen.cells:
        by_row.setdefault((cell.line, cell.language), {})[cell.field] = cell
    for entry in row.entries:
        one = Row(**entry)  # type: ignore[arg-type]
        cells = by_row[one.line, one.language]
        one = replace(one, code=next(iter(cells.values())).code)
        put = {name: cell.words for name, cell in cells.items() if cell.kind in {"new", "changed"}}
        if put:
            stop = stops.get(one.line) or await _stop(session, one)
            stops[one.line] = stop
            changes += await _put(session, stop, one, put, (author, seen))
        code = stops[one.line].code if one.line in stops else one.code
        await _keep(session, code, [cell for cell in cells.values() if cell.kind in {"conflict", "rejected"}], author)
    row.state, row.before, row.outcomes = "applied", changes, [asdict(cell) for cell in seen.told]
    return seen


async def _stop(session: AsyncSession, row: Row) -> Stop:
    """Return the stop of a row, a new one at the end of the first tour if it has no code yet."""
    if row.code:
        return await tours.stop_by_code(session, row.code)
    tour = await session.scalar(select(Tour).order_by(Tour.position, Tour.created_at).limit(1))
    if tour is None:
        tour = await tours.save_tour(session, "tour", {row.language: {"title": row.words.get("title", "")}})
    stop = await writing.new_stop(session, tour)
    if row.number is not None and not await session.scalar(select(Stop.id).where(Stop.number == row.number)):
        stop.number = row.number
    return stop


async def _put(session: AsyncSession, stop: Stop, row: Row, put: Mapping[str, str], by: tuple[str, Preview]) -> list[dict[str, object]]:
    author, seen = by
    have = await writing.script_of(session, stop, row.language)
    changes: list[dict[str, object]] = []
    if "note" in put:
        changes.append(
            {"key": f"stop.{stop.code}.note", "language": row.language, "before": await tours.note_of(session, stop.id, row.language), "after": put["note"]}
        )
    title, body = put.get("title", have.title if have else ""), put.get("text", have.body if have else "")
    if title and body and ("title" in put or "text" in put):
        before = have.revision if have else 0
        script = await tours.save_script(session, stop, row.language, title=title, body=body, author=author, based_on=before or None, note=put.get("note"))
        seen.scripts.append(script)
        changes.append(
            {"code": stop.code, "track": TRACKS[0], "language": row.language, "revision_before": before, "revision_after": script.revision, "words": {}}
        )
    elif "note" in put:
        await tours.save_note(session, stop, row.language, put["note"], author)
    return changes


async def _keep(session: AsyncSession, code: str, cells: Sequence[Cell], author: str) -> None:
    """Keep words of the table that were not put in place; those of a row without a stop stay in the import alone, since there is nowhere to take them."""
    for cell in cells if code else ():
        key, words = f"stop.{code}.{PARTS[cell.field]}", digest(cell.words)
        query = select(Suggestion.id).where(
            Suggestion.key == key, Suggestion.language == cell.language, Suggestion.kind == cell.kind, Suggestion.words_digest == words
        )
        if await session.scalar(query) is None:
            session.add(Suggestion(key=key, language=cell.language, kind=cell.kind, words=cell.words, words_digest=words, author=author))
            await session.flush()  # the same words may stand in two lines


async def undo(session: AsyncSession, row: TextImport, author: str) -> tuple[list[Script], list[str]]:
    """Take a spreadsheet's words back; texts that somebody changed since stay and are named, and so do new stops, without text."""
    if row.state != "applied":
        raise ConflictError("Only what was taken over can be taken back.")
    scripts: list[Script] = []
    kept: list[str] = []
    for language in sorted(languages_of(row)):
        texts = await read_texts(session)
        mine = [change for change in row.before if change["language"] == language]
        placed, left = await take_back(session, texts, Hand(language, author), mine)
        scripts += placed.scripts
        kept += left
        for change in mine:
            have = texts.scripts.get((str(change.get("code", "")), TRACKS[0], language))
            if have is not None and have.revision != change["revision_after"]:
                kept.append(f"stop.{change['code']}")
    row.state = "undone"
    return scripts, kept
