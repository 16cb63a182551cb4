"""How Russian says addresses of sites and letter boxes: sign by sign."""

import re

from audio_guide.speech.reading.ru_numbers import code
from audio_guide.speech.reading.ru_words import latin_word
from audio_guide.speech.reading.spans import Rule

_LATIN = "[A-Za-zÀ-ÖØ-öø-\u024fə]"
_TOP = r"(?:kz|қаз|рф|ru|com|org|net|info|edu|gov|eu|uk|de|travel|museum)"
_ADDRESS_SIGNS = {".": "точка", "/": "слэш", "-": "дефис", "_": "нижнее подчёркивание", "@": "собака"}


def _address(match: re.Match[str]) -> str:
    """An address of a site or a letter box, sign by sign."""
    address = re.sub(r"^https?://", "", match["address"]).rstrip("/")
    parts = re.findall(rf"\d+|{_LATIN}+|[а-яё]+|[./_@-]", address, re.IGNORECASE)
    return " ".join(_address_part(part) for part in parts)


def _address_part(part: str) -> str:
    if part.isdecimal():
        return code(part)
    return _ADDRESS_SIGNS.get(part) or (latin_word(part) if part.isascii() else part)


ADDRESSES: list[Rule] = [
    Rule("address", re.compile(r"(?<![\w@.+-])(?P<address>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[a-z]{1,63}){1,6})"), _address),
    Rule(
        "address",
        re.compile(
            rf"(?<![\w@.-])(?P<address>(?:https?://)(?:[\w-]{{1,63}}\.){{1,6}}[a-z]{{1,63}}(?:/[\w./-]*\w)?/?|(?:[\w-]{{1,63}}\.){{1,6}}{_TOP}(?!\w)(?:/[\w./-]*\w)?/?)"
        ),
        _address,
    ),
]
