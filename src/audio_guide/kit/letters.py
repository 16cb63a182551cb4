"""Kazakh and Russian letters as people type and sort them, whatever keyboard is at hand.

A Russian keyboard has no ә, ғ, қ, ң, ө, ұ, ү, һ, і, and a Latin letter often stands for the Cyrillic one that looks alike; for searching they are the same.
"""

import unicodedata

KAZAKH_ORDER = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
"""The Kazakh alphabet; the Russian one is a part of it in the same order, so one table sorts both."""
_SAME = str.maketrans(
    {
        **dict(zip("әғқңөұүһіё", "агкноуухие", strict=True)),
        # Latin letters that look like Cyrillic ones, and the schwa that some keyboards give for ә.
        **dict(zip("abcehikmoptxyə", "авсехикмортхуа", strict=True)),
        **dict.fromkeys("\u2018\u2019\u02bc\u0060\u00b4", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
    }
)
_RANK = {letter: place for place, letter in enumerate(KAZAKH_ORDER)}


def fold(text: str) -> str:
    """Return text in the one form in which all ways of typing it are the same; letter by letter, so a part of a text folds to a part of the folded text."""
    return "".join(fold_letter(letter) for letter in unicodedata.normalize("NFC", text))


def fold_letter(letter: str) -> str:
    """Return what one letter is for searching: perhaps none (a soft hyphen, a stress mark), perhaps two (ß)."""
    plain = unicodedata.normalize("NFC", letter.casefold()).translate(_SAME)
    return " " if plain.isspace() else "".join(sign for sign in plain if not unicodedata.combining(sign))


def in_order(text: str) -> tuple[list[tuple[int, int]], str]:
    """Return the key by which titles and names are sorted: Kazakh order, numbers by their value, quotation marks and dashes not counted."""
    key: list[tuple[int, int]] = []
    digits = ""
    for letter in [*unicodedata.normalize("NFC", text).casefold(), " "]:
        if letter.isascii() and letter.isdigit():
            digits += letter
            continue
        if digits:
            key.append((1, int(digits)))
            digits = ""
        if letter.isspace():
            key.append((0, 0))
        elif letter in _RANK:
            key.append((3, _RANK[letter]))
        elif letter.isalnum():
            key.append((2, ord(letter)))
    return key, text
