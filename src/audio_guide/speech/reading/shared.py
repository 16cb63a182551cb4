"""Tools that several languages' rules share: Roman numerals, digits, Latin letters in Cyrillic words."""

import re
import unicodedata

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_LOOKALIKES = str.maketrans("ІХСМ", "IXCM")
_WELL_FORMED = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_LATIN = [
    ("shch", "щ"), ("sch", "ш"), ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("gh", "г"), ("ts", "ц"), ("ph", "ф"), ("th", "т"), ("ck", "к"),
    ("ya", "я"), ("yu", "ю"), ("yo", "ё"), ("oo", "у"), ("ee", "и"), ("qu", "кв"),
    ("a", "а"), ("b", "б"), ("c", "к"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"), ("h", "х"), ("i", "и"), ("j", "дж"), ("k", "к"), ("l", "л"),
    ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("q", "к"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("v", "в"), ("w", "в"), ("x", "кс"),
    ("y", "и"), ("z", "з"),
]  # fmt: skip


def roman(text: str) -> int:
    """Return the value of a Roman numeral, also of one in the Cyrillic letters that look alike, or 0 if it is none."""
    latin = text.translate(_LOOKALIKES)
    if not latin or not _WELL_FORMED.fullmatch(latin):
        return 0
    values = [_VALUES[letter] for letter in latin]
    return sum(-value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True))


def listed(words: str) -> frozenset[str]:
    """Return the words of a list that is written in a line."""
    return frozenset(words.split())


def digits_of(text: str) -> str:
    """Return the digits of a number without its grouping."""
    return "".join(filter(str.isdigit, text))


def transliterate(word: str) -> str:
    """Write a Latin word with Russian letters, so that no voice changes its language in the middle of a sentence."""
    plain = "".join(letter for letter in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(letter))
    plain = plain.replace("ı", "i").replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("'", "").replace("’", "")
    written, at = "", 0
    while at < len(plain):
        for latin, cyrillic in _LATIN:
            if plain.startswith(latin, at):
                written += cyrillic
                at += len(latin)
                break
        else:
            written += plain[at] if not plain[at].isascii() else ""
            at += 1
    return written.capitalize() if word[:1].isupper() else written
