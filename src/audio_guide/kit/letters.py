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
MOST_LETTERS = 4_000
"""Different letters whose folded form is remembered; whoever sends more has no text."""
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
_UKRAINIAN = re.compile("[єїґў]", re.IGNORECASE)
"""Letters of Ukrainian and Belarusian, which have the і of Kazakh, though none of its other letters."""
_STRANGE_WORDS = 1 / 7
"""A Russian text may have so many words in Kazakh letters."""
_STRANGE_SHARE = 1 / 40
"""A text may have a name or two in the letters of another language."""
FEWEST_TELLING = 5
"""Letters in small words below which the whole text is judged."""
_WORD = re.compile(r"[^\W\d_]+")
_NAMES = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"|\S+[@.]\w\S*")
_RUSSIAN = re.compile(
    r"(?<!\w)(?i:и|в|на|с|по|из|для|что|как|это|эт[аио]т?|или|был[аио]?|их|его|её|без|который|все|при|к)(?!\w)"
    r"|(?<!\w)[а-я]{2,}(?:[оеая]го|ый|ий|ая|ое|ые|ие|ться|ение|ость|ской|ских|ами|иков|[ая]х)(?!\w)|[ёщъ]"
)
"""Words and endings that Russian has and Kazakh has not, since some Kazakh sentences do without a Kazakh letter."""
_RANK = {letter: place for place, letter in enumerate(KAZAKH_ORDER)}


def fold(text: str) -> str:
    """Return text in the one form in which all ways of typing it are the same; letter by letter, so a part of a text folds to a part of the folded text."""
    return unicodedata.normalize("NFC", text).translate(_FOLDED)


def fold_letter(letter: str) -> str:
    """Return what one letter is for searching: perhaps none (a soft hyphen, a stress mark), perhaps two (ß)."""
    plain = unicodedata.normalize("NFC", letter.casefold()).translate(_SAME)
    return " " if plain.isspace() else "".join(sign for sign in plain if not unicodedata.combining(sign))


class _Folded(dict[int, str]):
    """What each letter folds to, found out when it is first met: a museum's texts are millions of letters and some two hundred different ones."""

    def __missing__(self, sign: int) -> str:
        folded = fold_letter(chr(sign))
        if len(self) < MOST_LETTERS:
            self[sign] = folded
        return folded


_FOLDED = _Folded()


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
    if len(_NO_LETTER.sub("", text)) < FEWEST_LETTERS:
        return False
    words = _telling(text)
    letters = sum(map(len, words))
    counts = {script: sum(len(pattern.findall(word)) for word in words) for script, pattern in _SCRIPTS.items()}
    script, main = script_of(language), language.partition("-")[0].lower()
    if counts.get(script, letters - sum(counts.values())) <= letters / 2:
        return True
    if script != "Cyrl":
        return False
    if main == "kk":
        if _UKRAINIAN.search(" ".join(words)) and _KAZAKH.search(text.replace("і", "").replace("І", "")) is None:
            return True
        return _KAZAKH.search(text) is None and _RUSSIAN.search(text.lower() if text.isupper() else text) is not None
    if (strange := _STRANGE.get(main)) is None:
        return False
    if main == "ru":
        return sum(strange.search(word) is not None for word in words) > len(words) * _STRANGE_WORDS
    return sum(len(strange.findall(word)) for word in words) > letters * _STRANGE_SHARE


def _telling(text: str) -> list[str]:
    """Return the words that tell a text's language: those in small letters outside quotes and addresses, since names may be foreign anywhere."""
    words = _WORD.findall(_NAMES.sub(" ", text))
    small = [word for word in words if word[0].islower()]
    return small if sum(map(len, small)) >= FEWEST_TELLING else _WORD.findall(text)
