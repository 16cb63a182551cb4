"""An edition's parts cut for the templates: text into what is heard and what lies between, pictures into their sizes."""

from dataclasses import dataclass

from audio_guide.publishing.edition import MediaFile, Paragraph, Picture

OLD_TYPES = ("image/jpeg", "image/png")
"""What a browser can show that knows no newer form."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of shown text; *start* and *end* are the seconds in which it is said, None where nothing is said."""

    text: str
    start: float | None = None
    end: float | None = None


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
            cut.append(Piece(paragraph.text[place:start]))
        cut.append(Piece(paragraph.text[start:end], round(sentence.start, 2), round(sentence.end, 2)))
        place = end
    if place < len(paragraph.text):
        cut.append(Piece(paragraph.text[place:]))
    return tuple(cut)


def paragraphs(text: str) -> tuple[str, ...]:
    """Cut plain text at its empty lines."""
    return tuple(block.strip() for block in text.split("\n\n") if block.strip())


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
