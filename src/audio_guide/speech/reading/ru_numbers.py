"""Russian numerals in every case and gender, and the nouns that stand after them.

Cases are the letters of num2words: n, g, d, a, i, p; genders are m, f and n.
num2words is asked for groups below a thousand only, since above that it mixes up genders (две миллиона) and ordinals (двадцатый тысяч).
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from audio_guide.speech.reading import shared
from audio_guide.speech.reading.ru_tables import words

SPACE = "[ \u00a0\u2009\u202f]"
HYPHEN = "[-‐‑]"
DASH = "[-‐‑‒–—−]"
WHOLE = rf"(?:[1-9]\d{{0,2}}(?:{SPACE}\d{{3}}){{1,4}}(?!\d)|\d+)"
NUMBER = rf"{WHOLE}(?:[.,]\d+)*"
CASES = "ngdaip"
LARGEST = 10**15
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,4}|[1-9]\d{0,2}(?:\.\d{3}){2,4}")
_THREE_AFTER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_BLANKS = re.compile(r"[\s\u00a0\u2009\u202f]+")
_NOUGHT = dict(zip(CASES, ("ноль", "нуля", "нулю", "ноль", "нулём", "нуле"), strict=True))
_WHOLES = dict(zip(CASES, ("целая", "целой", "целой", "целую", "целой", "целой"), strict=True))
_ADJECTIVE_ONE = dict(zip(CASES, ("ая", "ой", "ой", "ую", "ой", "ой"), strict=True))
_ADJECTIVE_MANY = dict(zip(CASES, ("ых", "ых", "ым", "ых", "ыми", "ых"), strict=True))
_PARTS = ("", "десят", "сот", "тысячн", "десятитысячн", "стотысячн", "миллионн")
_STEMS = {1: "одно", 40: "сорока", 90: "девяносто", 100: "сто"}
_TOGETHER = {2: "двое", 3: "трое", 4: "четверо"}
_TYPED_IN_CYRILLIC = str.maketrans({"У": "V", "П": "II", "Ш": "III"})


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun in its six cases, singular and plural; after a number the plural genitive may differ (человек, лет)."""

    gender: str
    singular: tuple[str, ...]
    plural: tuple[str, ...]
    rest: str = ""
    """Words after it that do not change: в час."""

    def form(self, case: str, *, plural: bool = False) -> str:
        """Say the noun alone in a case."""
        return f"{(self.plural if plural else self.singular)[CASES.index(case)]} {self.rest}".strip()

    def after(self, number: int, case: str) -> str:
        """Say the noun as it stands after a whole number that is in *case*."""
        kind = agreement(number)
        if kind == "one":
            return self.form(case)
        if case in "na":
            return self.form("g", plural=kind == "many")
        return self.form(case, plural=True)


def declined(gender: str, forms: str) -> Noun:
    """Make a noun from its twelve forms, six of the singular and six of the plural."""
    every = words(forms)
    return Noun(gender, tuple(every[: len(CASES)]), tuple(every[len(CASES) :]))


def agreement(number: int) -> str:
    """Tell how nouns stand after a number: one (барак), few (барака) or many (бараков)."""
    if number % 100 in range(11, 15):
        return "many"
    return {1: "one", 2: "few", 3: "few", 4: "few"}.get(number % 10, "many")


def hard(stem: str, genitive: str = "ов", rest: str = "") -> Noun:
    """Make a masculine noun: метр, метра, метру."""
    singular = tuple(stem + end for end in ("", "а", "у", "", "ом", "е"))
    return Noun("m", singular, (f"{stem}ы", stem + genitive, f"{stem}ам", f"{stem}ы", f"{stem}ами", f"{stem}ах"), rest)


def feminine(stem: str, genitive: str, endings: str = "ы", by: str = "ой") -> Noun:
    """Make a feminine noun in -а: тонна, тонны, тонне; *genitive* is that of the plural."""
    singular = tuple(stem + end for end in ("а", endings, "е", "у", by, "е"))
    return Noun("f", singular, (stem + endings, genitive, f"{stem}ам", stem + endings, f"{stem}ами", f"{stem}ах"))


def _qualified(adjective: str, noun: Noun) -> Noun:
    """A masculine unit with its adjective: квадратный метр."""
    singular, plural = words("ый ого ому ый ым ом"), words("ые ых ым ые ыми ых")
    if adjective.endswith("к"):
        singular, plural = ([end.replace("ы", "и", 1) for end in ends] for ends in (singular, plural))
    one = [f"{adjective}{end} {form}" for end, form in zip(singular, noun.singular, strict=True)]
    many = [f"{adjective}{end} {form}" for end, form in zip(plural, noun.plural, strict=True)]
    return Noun("m", tuple(one), tuple(many))


class _SquareNoun(Noun):
    """A unit with an adjective, which after two, three and four is in the plural: два квадратных метра."""

    def after(self, number: int, case: str) -> str:
        """Say two квадратных метра and not квадратного."""
        if agreement(number) == "few" and case in "na":
            adjective, noun = self.plural[1].split(" ")[0], self.singular[1].split(" ")[1]
            return f"{adjective} {noun}"
        return Noun.after(self, number, case)


def square(adjective: str, stem: str) -> Noun:
    """Make a unit such as квадратный метр or кубический метр."""
    plain = _qualified(adjective, hard(stem))
    return _SquareNoun(plain.gender, plain.singular, plain.plural)


THOUSAND = feminine("тысяч", "тысяч", "и", "ей")
SCALES = (None, THOUSAND, hard("миллион"), hard("миллиард"), hard("триллион"))


@cache
def _grammar() -> Any:
    """The numerals of num2words, loaded when the first number is read: the library imports all its languages."""
    from num2words.lang_RU import Num2Word_RU  # noqa: PLC0415

    return Num2Word_RU()


@lru_cache(maxsize=4096)
def _group(number: int, case: str, gender: str, *, animate: bool = False) -> str:
    return str(_grammar().to_cardinal(number, case=case, gender=gender, animate=animate))


@lru_cache(maxsize=4096)
def cardinal(number: int, case: str = "n", gender: str = "m", *, animate: bool = False) -> str:
    """Say a whole number below 10**15; a larger one is said figure by figure, and a thousand without its one."""
    if number == 0:
        return _NOUGHT[case]
    if number >= LARGEST:
        return figures(str(number))
    said: list[str] = []
    for power in range(len(SCALES) - 1, -1, -1):
        group, scale = number // 1000**power % 1000, SCALES[power]
        if not group:
            continue
        if scale is None:
            said.append(_group(group, case, gender, animate=animate))
        else:
            lone = group == 1 and power == 1 and not said
            said += [*([] if lone else [_group(group, case, scale.gender)]), scale.after(group, case)]
    return " ".join(said)


@lru_cache(maxsize=4096)
def ordinal(number: int, case: str = "n", gender: str = "m", *, plural: bool = False) -> str:
    """Say an ordinal; only its last group bends: тысяча девятьсот тридцать восьмого. The accusative is that of things."""
    if number >= LARGEST:
        return figures(str(number))
    unit = 1
    while number and number % (unit * 1000) == 0:
        unit *= 1000
    last = number % (unit * 1000)
    said = str(_grammar().to_ordinal(last, case=case, gender=gender, plural=plural, animate=False))
    return f"{cardinal(number - last)} {said}" if number > last else said


def together(number: int) -> str | None:
    """Say двое, трое, четверо, or None for other numbers."""
    return _TOGETHER.get(number)


@lru_cache(maxsize=1024)
def stem(number: int) -> str:
    """The number as the first half of an adjective: двадцати(летний), тридцатитрёх(километровый), сто(летие)."""
    if number == 0 or number >= 10**6:
        return cardinal(number, "g").replace(" ", "")
    parts: list[str] = []
    thousands, rest = divmod(number, 1000)
    if thousands:
        parts.append(("" if thousands == 1 else stem(thousands)) + "тысяче")
    if rest >= 100:
        parts.append(_STEMS[100] if rest // 100 == 1 else _group(rest // 100 * 100, "g", "m"))
    tens = rest % 100
    figures_left = (tens,) if tens <= 20 else (tens // 10 * 10, tens % 10)
    parts += [_STEMS.get(part) or _group(part, "g", "m") for part in figures_left if part]
    return "".join(parts)


def decimal(whole: int, part: str, case: str = "n") -> str:
    """Say a decimal fraction: три целых пять десятых."""
    if len(part) >= len(_PARTS):
        return f"{cardinal(whole)} и {code(part)}"
    below = int(part)
    wholes = _WHOLES[case] if agreement(whole) == "one" else "цел" + _ADJECTIVE_MANY[case]
    parts = _PARTS[len(part)] + (_ADJECTIVE_ONE if agreement(below) == "one" else _ADJECTIVE_MANY)[case]
    return f"{cardinal(whole, case, 'f')} {wholes} {cardinal(below, case, 'f')} {parts}"


def figures(digits: str) -> str:
    """Say a row of digits one by one."""
    return " ".join(cardinal(int(digit)) for digit in digits)


def code(digits: str) -> str:
    """Say a row of digits as a number whose leading noughts count: ноль ноль четыреста восемьдесят шесть."""
    bare = digits.lstrip("0")
    noughts = ["ноль"] * (len(digits) - len(bare))
    return " ".join([*noughts, cardinal(int(bare))] if bare else noughts)


def parsed(text: str, *, measured: bool = False) -> list[str]:
    """Part a written number into its whole and its fraction without separators; *measured* tells that three figures after a comma may be a fraction."""
    bare = _BLANKS.sub("", text)
    if _GROUPED.fullmatch(bare) or (_THREE_AFTER.fullmatch(bare) and (not measured or bare.endswith("000"))):
        return [bare.replace(",", "").replace(".", "")]
    return re.split(r"[.,]", bare)


def roman(text: str) -> int:
    """Read a Roman numeral, also one typed in Cyrillic letters: ХУШ is eighteen; 0 if it is none."""
    return shared.roman(text.translate(_TYPED_IN_CYRILLIC))
