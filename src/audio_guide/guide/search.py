"""Search in what is published, in any spelling that a visitor's keyboard allows."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from audio_guide.guide.text import Piece
from audio_guide.kit.letters import fold, fold_letter
from audio_guide.publishing.edition import Edition, Paragraph
from audio_guide.publishing.shelf import Found, Shelf, standard, stops_of

LONGEST_QUERY = 100
MOST_WORDS = 8
MOST_HITS = 50
SHORTEST_STEM = 4
KEPT_SHARES = (2 / 3, 1 / 2)
"""Which share of a word must agree when nothing has it exactly, for the endings of Kazakh and Russian; the second where a word has several (барак-тар-да)."""
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A stop that has what was looked for: its title and the sentence that has most of it, cut where the words stand (such pieces have a start)."""

    found: Found
    title: tuple[Piece, ...]
    sentence: tuple[Piece, ...]
    paragraph: str
    """The id of the paragraph, for a link into the text; "" where only the title or a name has the words."""


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found; *near* if no stop has the words as they were typed, only with other endings."""

    hits: tuple[Hit, ...]
    near: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A stop ready for searching: its sentences, folded once."""

    found: Found
    title: str
    lines: tuple[tuple[str, str, str], ...]
    """(paragraph id, sentence, folded sentence)"""
    whole: str


class Index:
    """The folded words of a shelf, made when somebody first searches in a language and kept as long as the shelf stays."""

    def __init__(self) -> None:
        self._shelf: Shelf | None = None
        self._entries: dict[str, tuple[Entry, ...]] = {}

    def entries(self, shelf: Shelf, language: str) -> tuple[Entry, ...]:
        """Return the stops of all tours as this language's visitors see them, each once."""
        if self._shelf is not shelf:
            self._shelf, self._entries = shelf, {}
        if language not in self._entries:
            found = {one.stop.code: one for edition in shelf.tours(language) for one in stops_of(shelf, edition.tour, language)}
            self._entries[language] = tuple(_entry(one) for one in found.values())
        return self._entries[language]


INDEX = Index()


def find(shelf: Shelf, language: str, query: str, index: Index = INDEX) -> Hits:
    """Return the stops that have every word of *query* at the beginning of a word; if there are none, those that have them with another ending."""
    folded = fold(unicodedata.normalize("NFC", query[:LONGEST_QUERY]))
    words = tuple(dict.fromkeys(WORD.findall(folded)))[:MOST_WORDS]
    if not words:
        return Hits(())
    entries = index.entries(shelf, language)
    hits = _among(entries, words, folded.strip())
    if hits:
        return Hits(hits)
    for share in KEPT_SHARES:
        stems = tuple(word[: max(SHORTEST_STEM, int(len(word) * share + 1e-9))] for word in words)
        if stems != words and (hits := _among(entries, stems, "")):
            return Hits(hits, near=True)
    return Hits((), near=stems != words)


def marked(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """Cut a text so that each word of it that begins as one of *words* is a piece with a start; together the pieces are the whole text."""
    text = unicodedata.normalize("NFC", text)
    folded, places = "", []
    for place, letter in enumerate(text):
        plain = fold_letter(letter)
        folded += plain
        places.extend([place] * len(plain))
    places.append(len(text))
    pieces: list[Piece] = []
    done = 0
    for match in WORD.finditer(folded):
        length = max((len(word) for word in words if match.group().startswith(word)), default=0)
        if not length:
            continue
        start, end = places[match.start()], places[match.start() + length]
        if start < done or end <= start:
            continue
        if start > done:
            pieces.append(Piece(text[done:start]))
        pieces.append(Piece(text[start:end], 0.0))
        done = end
    if done < len(text):
        pieces.append(Piece(text[done:]))
    return tuple(pieces)


def _among(entries: Sequence[Entry], words: tuple[str, ...], number: str) -> tuple[Hit, ...]:
    """Return the stops that have all words, those with the number or with the words in the title first."""
    ranked = [(rank, entry) for entry in entries if (rank := _rank(entry, words, number)) is not None]
    ranked.sort(key=lambda one: (one[0], one[1].found.stop.number))
    return tuple(_hit(entry, words) for _, entry in ranked[:MOST_HITS])


def _rank(entry: Entry, words: tuple[str, ...], number: str) -> int | None:
    """Return 0 for the stop's number, 1 for its title, 2 for its text or names, None if a word is missing."""
    if number.isdigit() and number.isascii() and int(number) == entry.found.stop.number:
        return 0
    if all(f" {word}" in entry.title for word in words):
        return 1
    return 2 if all(f" {word}" in entry.whole for word in words) else None


def _hit(entry: Entry, words: tuple[str, ...]) -> Hit:
    having = [(sum(f" {word}" in folded for word in words), -place) for place, (_, _, folded) in enumerate(entry.lines)]
    most, place = max(having, default=(0, 0))
    paragraph, sentence, _ = entry.lines[-place] if most else ("", "", "")
    return Hit(entry.found, marked(entry.found.stop.title, words), marked(sentence, words) if sentence else (), paragraph)


def _entry(found: Found) -> Entry:
    paragraphs = standard(found.stop).paragraphs
    lines = tuple((one.id, sentence, _spaced(sentence)) for one in paragraphs if one.role == "text" for sentence in _sentences(one))
    title = _spaced(found.stop.title)
    text = " ".join((title, _spaced(found.stop.content_note), *(folded for _, _, folded in lines)))
    return Entry(found, title, lines, f"{text} {_names(found.edition, text)}")


def _names(edition: Edition, text: str) -> str:
    """Return the other forms of the names that a stop's text has, so that whoever knows a person or place by another name finds it."""
    return " ".join(_spaced(other) for name in edition.names if _spaced(name.written).rstrip() in text for other in name.others)


def _spaced(text: str) -> str:
    """Return the folded words of a text, each with a space before it."""
    return "".join(f" {word}" for word in WORD.findall(fold(text)))


def _sentences(paragraph: Paragraph) -> list[str]:
    """Return a paragraph's sentences, or its lines where there is no sound that knows them."""
    cut = [paragraph.text[sentence.text_from : sentence.text_to] for sentence in paragraph.sentences]
    return cut or [line for line in paragraph.text.splitlines() if line.strip()]
