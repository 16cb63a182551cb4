"""How Russian says money with its small change: 12,40 руб., $3.50, 1 250,50 тг."""

import re

from audio_guide.speech.reading.ru_counts import FREE, measure_case
from audio_guide.speech.reading.ru_numbers import DASH, SPACE, Noun, cardinal, hard, parsed
from audio_guide.speech.reading.ru_tables import GAP, MAY_STOP
from audio_guide.speech.reading.ru_units import UNITS
from audio_guide.speech.reading.spans import Rule

_CENT, _TIYN, _KOPECK = hard("цент"), hard("тиын"), UNITS["коп"]
_CHANGE: dict[str, tuple[str, Noun]] = {
    **dict.fromkeys(("руб", "р", "₽", "RUB"), ("руб", _KOPECK)),
    **dict.fromkeys(("тг", "тнг", "₸", "KZT"), ("тг", _TIYN)),
    **dict.fromkeys(("$", "долл", "USD"), ("$", _CENT)),
    **dict.fromkeys(("€", "EUR"), ("€", _CENT)),
}
"""What the hundredth part of a currency is called, by the sign of the currency and the sign under which its own noun stands."""
_STEMS = {"рубл": "руб", "тенге": "тг", "доллар": "$", "евро": "€"}
_SIGNS = "|".join(re.escape(sign) for sign in sorted(_CHANGE, key=len, reverse=True))
_PRICE = rf"(?P<whole>[1-9]\d{{0,2}}(?:{SPACE}\d{{3}})+|\d+)[.,](?P<part>\d\d)(?!\d|[.,]\d)"


def _price(match: re.Match[str]) -> str:
    """Say whole and hundredths, each with its noun, in the case of the place; no hundredths are not said."""
    found = match.groupdict()
    sign = found.get("sign") or next(sign for stem, sign in _STEMS.items() if found["noun"].startswith(stem))
    known, change = _CHANGE[sign]
    case = measure_case(match.string, match.start(), "")
    whole, part = int(parsed(match["whole"])[0]), int(match["part"])
    said = [f"{cardinal(number, case, noun.gender)} {noun.after(number, case)}" for number, noun in ((whole, UNITS[known]), (part, change)) if number]
    return " ".join(said) or f"{cardinal(0, case)} {UNITS[known].after(0, case)}"


MONEY: list[Rule] = [
    Rule("money", re.compile(rf"(?P<sign>[$€₸₽]){GAP}?{_PRICE}(?!{GAP}?(?:тыс|млн|млрд|трлн|[-–—]))"), _price),
    Rule("money", re.compile(rf"{FREE}{_PRICE}(?={GAP}?(?:{DASH}|до|и|или){GAP}?\d+[.,]\d\d{GAP}?(?P<sign>{_SIGNS})(?![\wа-яё/]))"), _price),
    Rule("money", re.compile(rf"{FREE}{_PRICE}{GAP}?(?P<sign>{_SIGNS})(?![\wа-яё/])(?:(?<=[а-яё])(?!\./){MAY_STOP})?"), _price),
    Rule("money", re.compile(rf"{FREE}{_PRICE}{GAP}(?P<noun>(?:рубл(?:ь|я|ей|ям|ями|ях)|доллар(?:а|ов|ам|ами|ах)?|тенге|евро)(?![\wа-яё]))"), _price),
]
