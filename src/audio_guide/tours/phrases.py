"""Words of another language inside a text, written ``[Малиновка]{ru}``: visitors see them without the mark, and their readers' voices are told the language.

Offsets are half-open character (code point) offsets in the text without marks.
"""

import re
from dataclasses import dataclass

TAG = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"
"""A language as marks name it (BCP 47)."""
_MARKED = re.compile(rf"\[(?P<words>[^\[\]\n]+)\]\{{(?P<language>{TAG})\}}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Where words of another language stand."""

    start: int
    end: int
    language: str


def cut(text: str) -> tuple[str, tuple[Phrase, ...]]:
    """Return a text without its marks, and where the marked words stand in it; what is no whole mark stays as it was typed."""
    phrases: list[Phrase] = []
    plain, done = "", 0
    for found in _MARKED.finditer(text):
        plain += text[done : found.start()]
        phrases.append(Phrase(len(plain), len(plain) + len(found["words"]), found["language"]))
        plain += found["words"]
        done = found.end()
    return plain + text[done:], tuple(phrases)


def plain(text: str) -> str:
    """Return a text without its marks."""
    return cut(text)[0]
