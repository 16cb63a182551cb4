"""Kazakh in Latin letters: the alphabet of 2021 as a table, one way, for reading; й and и fall together, so there is no way back."""

from functools import lru_cache

LETTERS = {
    "а": "a", "ә": "ä", "б": "b", "в": "v", "г": "g", "ғ": "ğ", "д": "d", "е": "e", "ё": "io", "ж": "j", "з": "z", "и": "i", "й": "i", "к": "k", "қ": "q",
    "л": "l", "м": "m", "н": "n", "ң": "ñ", "о": "o", "ө": "ö", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "ū", "ү": "ü", "ф": "f", "х": "h",
    "һ": "h", "ц": "ts", "ч": "tş", "ш": "ş", "щ": "şş", "ъ": "", "ы": "y", "і": "ı", "ь": "", "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip
"""The 42 letters; ц, ч, щ, ё, ю and я have no letter of their own any more, ъ and ь go."""
CAPITALS = {"i": "İ", "ı": "I"}
"""The two letters of which Python does not know the Kazakh capital."""


def capital(letter: str) -> str:
    """Return the capital of a letter of this alphabet."""
    return CAPITALS.get(letter, letter.upper())


def latin_with_places(text: str) -> tuple[str, list[int]]:
    """Return *text* in Latin letters, and for each of its characters and its end the place where that now stands."""
    written: list[str] = []
    places: list[int] = []
    at = 0
    for number, letter in enumerate(text):
        places.append(at)
        new = LETTERS.get(letter.lower(), letter)
        if letter.lower() in LETTERS and letter != letter.lower():
            # ЮНЕСКО is written İUNESKO, Юлия İulia.
            following, before = text[number + 1 : number + 2], text[number - 1 : number] if number else ""
            loud = following.isupper() or (before.isupper() and not following.islower())
            new = "".join(map(capital, new)) if loud else capital(new[:1]) + new[1:]
        written.append(new)
        at += len(new)
    return "".join(written), [*places, at]


@lru_cache(maxsize=4096)
def latin(text: str) -> str:
    """Return Kazakh *text* in Latin letters; what is not Kazakh Cyrillic stays as it is."""
    return latin_with_places(text)[0]
