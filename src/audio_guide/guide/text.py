"""An edition's parts cut for the templates: text into what is heard and what lies between, pictures into their sizes."""

import re
from dataclasses import dataclass

from audio_guide.kit.brand import Logo
from audio_guide.publishing.edition import MediaFile, Paragraph, Picture, Sentence, Track

RUN = re.compile(r"[^ \n]+")
"""What browsers and we take for a word alike: letters up to the next space or line end."""
OLD_TYPES = ("image/jpeg", "image/png")
"""What a browser can show that knows no newer form."""
STEPS = 20
"""In how many steps of a second the times of words are told: the page looks no oftener."""
ENOUGH_PIXELS = 256
"""A picture on a lock screen is the smallest at least this wide."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of shown text; *start* is the second at which it begins to be said, None where nothing is said.

    *words* tells when its words are said: for each the twentieths of a second since the one before, led by the characters since then and a colon
    where it is not simply the next run of letters between spaces.
    """

    text: str
    start: float | None = None
    words: str = ""
    runs: tuple[tuple[str, str], ...] = ()
    """The text cut where its language changes, each run with its language ("" for that of the page); empty where it does not."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph as it is shown and heard."""

    id: str
    pieces: tuple[Piece, ...]
    start: float | None
    """Where its sound begins, None where it has none."""


@dataclass(frozen=True, slots=True)
class Sources:
    """A picture's file for every browser and, for each newer form, what a srcset says."""

    plain: MediaFile
    plain_set: str
    newer: tuple[tuple[str, str], ...]
    smallest: MediaFile


def pieces(paragraph: Paragraph) -> tuple[Piece, ...]:
    """Cut a paragraph into its sentences and what lies between; together the pieces are the whole text, whatever the offsets say."""
    cut: list[Piece] = []
    place = 0
    for sentence in sorted(paragraph.sentences, key=lambda sentence: sentence.text_from):
        start, end = max(place, sentence.text_from), min(len(paragraph.text), sentence.text_to)
        if start >= end:
            continue
        if start > place:
            cut.append(Piece(paragraph.text[place:start], runs=runs(paragraph, place, start)))
        words = word_times(sentence, paragraph.text, start, end)
        cut.append(Piece(paragraph.text[start:end], round(sentence.start, 2), words, runs(paragraph, start, end)))
        place = end
    if place < len(paragraph.text):
        cut.append(Piece(paragraph.text[place:], runs=runs(paragraph, place, len(paragraph.text))))
    return tuple(cut)


def flat(paragraph: Paragraph) -> Piece:
    """Return a paragraph in one piece, for reading alone."""
    return Piece(paragraph.text, runs=runs(paragraph, 0, len(paragraph.text)))


def runs(paragraph: Paragraph, start: int, end: int) -> tuple[tuple[str, str], ...]:
    """Cut a stretch of a paragraph where its language changes; empty where it speaks one language."""
    cut: list[tuple[str, str]] = []
    place = start
    for phrase in sorted(paragraph.phrases, key=lambda phrase: phrase.text_from):
        first, last = max(place, phrase.text_from), min(end, phrase.text_to)
        if first >= last:
            continue
        if first > place:
            cut.append((paragraph.text[place:first], ""))
        cut.append((paragraph.text[first:last], phrase.language))
        place = last
    if not cut:
        return ()
    return (*cut, (paragraph.text[place:end], "")) if place < end else tuple(cut)


def word_times(sentence: Sentence, text: str, start: int, end: int) -> str:
    """Write when the words of a sentence are said, in steps from word to word as browsers count characters; "" if that is not known."""
    said: list[str] = []
    starts = [start + run.start() for run in RUN.finditer(text[start:end])]
    place, moment = start, round(round(sentence.start, 2) * STEPS)
    for word in sorted(sentence.words, key=lambda word: word.text_from):
        at = round(word.start * STEPS)
        if place <= word.text_from < end and at >= moment:
            following = next((one for one in starts if one > place or not said), None)
            leap = "" if word.text_from == following else f"{len(text[place : word.text_from].encode('utf-16-le')) // 2}:"
            said.append(f"{leap}{at - moment}")
            place, moment = word.text_from, at
    return " ".join(said)


def lines(shown: Track, heard: Track, *, alike: bool) -> tuple[Line, ...]:
    """Lay the times of the track that is heard onto the one that is shown.

    Where both are the same words (*alike*) every sentence has its time; else whole paragraphs do, since sentences of two languages do not answer to each other.
    """
    starts = {paragraph.id: round(paragraph.sentences[0].start, 2) for paragraph in heard.paragraphs if paragraph.sentences}
    laid: list[Line] = []
    for paragraph in (paragraph for paragraph in shown.paragraphs if paragraph.role == "text"):
        start = starts.get(paragraph.id) if heard.sound is not None else None
        cut = pieces(paragraph) if alike else (Piece(paragraph.text, start, runs=runs(paragraph, 0, len(paragraph.text))),)
        laid.append(Line(paragraph.id, cut, start))
    return tuple(laid)


def moments(heard: Track) -> str:
    """Write when the sentences of a track begin, for going back by one where the page shows other words."""
    return " ".join(f"{sentence.start:.2f}" for paragraph in heard.paragraphs for sentence in paragraph.sentences)


def paragraphs(text: str) -> tuple[str, ...]:
    """Cut plain text at its empty lines."""
    return tuple(block.strip() for block in text.split("\n\n") if block.strip())


def artwork(picture: Picture | None, logo: Logo | None) -> str:
    """Write the pictures of a lock screen, each as address, true size and form: JPEG or PNG, which every phone shows, or beside another form one of those."""
    shown: list[str] = []
    if picture is not None and picture.files:
        sized = list(zip(picture.files, picture.widths, strict=False)) or [(picture.files[0], picture.width)]
        sized = [pair for pair in sized if pair[0].media_type in OLD_TYPES] or sized
        file, width = min((pair for pair in sized if pair[1] >= ENOUGH_PIXELS), key=lambda pair: pair[1], default=sized[0])
        shown.append(f"/media/{file.name} {width}x{round(width * picture.height / picture.width)} {file.media_type}")
        if file.media_type in OLD_TYPES:
            return shown[0]
    if logo is not None and logo.media_type in OLD_TYPES:
        shown.append(f"/logo/{logo.name} {logo.width}x{logo.height} {logo.media_type}")
    elif shown:
        shown.append("/favicon.ico 256x256 image/png")
    return "|".join(shown)


def sources(picture: Picture) -> Sources | None:
    """Sort a picture's files by form, or return None if it has none."""
    if not picture.files:
        return None
    sets: dict[str, list[str]] = {}
    for file, width in zip(picture.files, picture.widths, strict=False):
        sets.setdefault(file.media_type, []).append(f"/media/{file.name} {width}w")
    plain = next((file for file in picture.files if file.media_type in OLD_TYPES), picture.files[0])
    newer = tuple((form, ", ".join(sets[form])) for form in sorted(sets) if form != plain.media_type)
    alike = [file for file in picture.files if file.media_type == plain.media_type]
    return Sources(plain, ", ".join(sets.get(plain.media_type, [])), newer, alike[-1])
