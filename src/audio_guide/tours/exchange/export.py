"""Send texts to a translator: each with its role, its place, the room there is, the other languages, and what its source said before."""

import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.errors import BadInputError, mark
from audio_guide.tours.exchange import files, glossary
from audio_guide.tours.exchange.checks import Term
from audio_guide.tours.exchange.entries import LEFT_OUT, Outgoing, Parcel, clean
from audio_guide.tours.exchange.models import TextExport
from audio_guide.tours.exchange.state import Unit, known, units
from audio_guide.tours.exchange.texts import Key, Texts, read_texts
from audio_guide.tours.models import TRACKS
from audio_guide.tours.paragraphs import digest

UNFINISHED = ("needs-work", "behind")
STOP, TOUR, ROOM = mark("Stop {number}"), mark("Tour"), mark("At most {most} characters.")
ROLES = {
    "title": mark("Title"),
    "note": mark("Content note: what this stop tells of that may hurt"),
    "body": mark("Paragraph {number}"),
    "alt": mark("Description of a picture for those who do not see it"),
    "credit": mark("Whom a picture is owed to"),
    "summary": mark("The tour in two sentences"),
    "about": mark("About the tour"),
}
"""What each field is, as message ids."""
SHORT_FIELDS = frozenset({"title", "summary", "note", "alt", "credit"})


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be sent: which language from which, in which form, and where staff find the guide."""

    language: str
    source: str
    form: str = "po"
    address: str = ""
    codes: frozenset[str] = frozenset()
    """Only these stops, or nothing for all."""
    only_open: bool = False
    """Leave out what is fine."""


async def export(session: AsyncSession, order: Order, say: Callable[..., str] = str.format) -> bytes:
    """Return a file for a translator and remember its base; *say* puts a note's words into the language of whoever asked."""
    if order.form not in files.WRITERS:
        raise BadInputError("There is no such form of file; choose po, xliff12 or xliff20.")
    if order.language == order.source:
        raise BadInputError("A text is not translated into its own language. Choose another source.")
    with _uncollected():
        return await _exported(session, order, say)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let Python not look for garbage meanwhile: of the very many objects that a large museum's texts are none is, and each look would pass all of them."""
    looks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looks:
            gc.enable()


async def _exported(session: AsyncSession, order: Order, say: Callable[..., str]) -> bytes:
    """Return the file."""
    texts = await read_texts(session, set(order.codes) or None)
    found = [unit for unit in units(texts, await known(session, order.language), order.language, order.source) if not order.only_open or unit.state != "fine"]
    if not found:
        raise BadInputError("There is nothing to translate: no text is written in the source language, or all is done.")
    names = await glossary.terms(session, order.source, order.language)
    entries = _Notes(texts, order, names, say).entries(found)
    items = _items(found, entries)
    seal = hashlib.sha256(msgspec.json.encode([order.language, order.source, items])).hexdigest()[:24]
    base = await session.scalar(select(TextExport).where(TextExport.mark == seal))
    if base is None:
        base = TextExport(mark=seal, language=order.language, source=order.source, items=items)
        session.add(base)
        await session.flush()  # the file says when its base was made
    made = base.created_at or datetime.now(UTC)
    parcel = Parcel(order.language, order.source, seal, made.strftime("%Y-%m-%d %H:%M+0000"), "exhibits", tuple(entries))
    return files.WRITERS[order.form](parcel)


def _items(found: Sequence[Unit], entries: Sequence[Outgoing]) -> dict[str, list[str]]:
    """Return the base of the merge: for each key what the source said, what the file said, what the guide said, and whether it was unfinished."""
    return {
        unit.key: [digest(entry.source), digest(entry.target), digest(clean(unit.target)), "f" if entry.fuzzy else ""]
        for unit, entry in zip(found, entries, strict=True)
    }


class _Notes:
    """What stands beside each text for the translator."""

    def __init__(self, texts: Texts, order: Order, names: Sequence[Term], say: Callable[..., str]) -> None:
        self._texts, self._order, self._names, self._say = texts, order, names, say
        self._others = [other for other in texts.words if other not in {order.language, order.source}]

    def entries(self, found: Sequence[Unit]) -> list[Outgoing]:
        """Return the units as they are sent."""
        parts = [(unit, Key.parse(unit.key)) for unit in found]
        places = {(key.uid, key.track): 0 for _, key in parts if key is not None and key.field == "body"}
        total = Counter(place for unit_key in self._texts.of(self._order.source) if (place := _body(unit_key)) is not None)
        sent = []
        for unit, key in parts:
            if key is None:
                continue
            number = ""
            if key.field == "body":
                places[key.uid, key.track] += 1
                number = f"{places[key.uid, key.track]}/{total[key.uid, key.track]}"
            target = unit.rough or unit.target or (LEFT_OUT if unit.left_out else "")
            previous = clean(unit.then) if unit.then and unit.then_language == self._order.source else ""
            fuzzy = unit.state in UNFINISHED
            limit = key.limit if key.field in SHORT_FIELDS else 0
            sent.append(Outgoing(unit.key, clean(unit.source), clean(target), tuple(self._of(unit, key, number)), self._place(key), fuzzy, previous, limit))
        return sent

    def _place(self, key: Key) -> str:
        return f"{key.kind}/{key.uid}".replace(" ", "_")

    def _of(self, unit: Unit, key: Key, number: str) -> list[str]:
        """Return the lines: role and place, limit, other languages, names."""
        code = self._texts.code_of(key)
        stop = self._texts.numbers.get(code) or code
        say = self._say
        role = say(ROLES[key.field], number=number)
        first = say(STOP, number=stop) + ". " if code else say(TOUR) + ". "
        notes = [f"{first}{role}. {self._address(key, code)}".strip()]
        if key.field in SHORT_FIELDS:
            notes.append(say(ROOM, most=key.limit))
        notes += [f"[{other}] {clean(text)}" for other in self._others if (text := self._texts.of(other).get(unit.key, ""))]
        notes += [f"{term.found_by[0]} = {term.written}" for term in self._names if term.found_by[0] in unit.source]
        if unit.then and unit.then_language != self._order.source:
            notes.append(f"[{unit.then_language}, −] {clean(unit.then)}")
        return notes

    def _address(self, key: Key, code: str) -> str:
        """Return where staff see and hear these words as visitors will: the stop's preview at this paragraph, or the words of the tour."""
        language, begin = self._order.language, self._order.address.rstrip("/")
        if not begin or not (code or key.kind == "tour"):
            return ""
        if not code:
            return f"{begin}/cms/tours/{key.uid}/{language}"
        written = self._texts.scripts.get((code, key.track, language))
        place = next((place for place, one in enumerate(written.paragraphs, 1) if one.name == key.paragraph), 0) if written is not None else 0
        easier = f"?track={key.track}" if key.track != TRACKS[0] else ""
        return f"{begin}/cms/preview/{code}/{language}{easier}{f'#p{place}' if place else ''}"


def _body(key: str) -> tuple[str, str] | None:
    found = Key.parse(key)
    return (found.uid, found.track) if found is not None and found.field == "body" else None
