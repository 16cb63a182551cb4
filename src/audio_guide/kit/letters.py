"""Kazakh and Russian letters as people type and sort them, whatever keyboard is at hand.

A Russian keyboard has no ә, ғ, қ, ң, ө, ұ, ү, һ, і, and a Latin letter often stands for the Cyrillic one that looks alike; for searching they are the same.
"""

import re
import unicodedata

from audio_guide.kit.languages import script_of

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
FEWEST_LETTERS = 25
"""Below this many letters nothing is said about the language of a text."""
KAZAKH = "әғқңөұүһі"
_SCRIPTS = {"Cyrl": re.compile(r"[\u0400-\u052f]"), "Latn": re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")}
_NO_LETTER = re.compile(r"[\W\d_]+")
_KAZAKH = re.compile(f"[{KAZAKH}]", re.IGNORECASE)
_STRANGE = {
    language: re.compile(f"[{letters}]", re.IGNORECASE)
    for language, letters in (
        ("ru", KAZAKH), ("bg", f"{KAZAKH}ыэё"), ("sr", f"{KAZAKH}ыэёъ"), ("mk", f"{KAZAKH}ыэёъ"), ("uk", "әғқңөұүһыэёъ"), ("be", "әғқңөұүһиъщ"),
        ("ky", "әғқұһі"), ("mn", "әғқңұһі"), ("tt", "ғқұі"), ("tg", "әңөұүһі"),
    )
}  # fmt: skip
"""Letters that a language written in Cyrillic does not have, as its neighbours do."""
_STRANGE_SHARE = 1 / 40
"""A text may have a name or two in the letters of another language."""
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


def is_other_language(text: str, language: str) -> bool:
    """Tell whether a text hardly is in *language*, by its letters; a text of few letters is never judged.

    Kazakh of 25 letters has one of its own (66 of 66 texts of two large projects), Russian has none (0 of 816).
    """
    letters = len(_NO_LETTER.sub("", text))
    if letters < FEWEST_LETTERS:
        return False
    counts = {script: len(pattern.findall(text)) for script, pattern in _SCRIPTS.items()}
    script, main = script_of(language), language.partition("-")[0].lower()
    if counts.get(script, letters - sum(counts.values())) <= letters / 2:
        return True
    if script != "Cyrl":
        return False
    if main == "kk":
        return _KAZAKH.search(text) is None
    strange = _STRANGE.get(main)
    return strange is not None and len(strange.findall(text)) > letters * _STRANGE_SHARE
