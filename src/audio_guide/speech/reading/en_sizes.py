"""English feet and inches: 6'2" is six feet two inches, a 6' fence a six-foot fence."""

import re

from audio_guide.speech.reading.en_numbers import SP, amount, is_one
from audio_guide.speech.reading.spans import Rule

_FOOT = rf"(?:{SP}?['’′]|{SP}?ft\b\.?|[{SP[1:-1]}-]?(?:feet|foot)\b)"
_INCH = rf"(?:{SP}?(?:[\"”″]|''|’’|′′)|{SP}?ins?\b(?!{SP}(?:the|an?|this|his|her|their)\b)(?:\.(?!\s*[”\")’]*\s*$))?|[{SP[1:-1]}-]?inch(?:es)?\b)"
_PART = r"(?P<part>[½¼¾])?"
INCHES = 12
"""Of a foot; 10'30" are minutes and seconds."""
_PARTS = {"½": " and a half", "¼": " and a quarter", "¾": " and three quarters"}
_MARK = r"(?P<mark>['’′\"”″]|''|′′)"
_SHAPE = rf"-(?:wide|high|long|thick|tall|deep|square)\b|{SP}?[×x/]{SP}?\d|{SP}(?:wide|high|long|thick|tall|deep|broad|across|apart|away|above|below|square|in{SP}(?:diameter|length|width|height)|by{SP}\d)\b|{SP}\(\d[\d.,]*{SP}?c?m\b"
_NOUN = rf"{SP}(?!(?:and|or|but|of|to|from|for|in|on|at|by|was|is|were|are|she|he|they|we|said|then|when|who|which|that)\b)[a-z]+\b"
_VISIT = rf"{SP}(?:tours?|films?|walks?|visits?|lessons?|breaks?|videos?|talks?|recordings?)\b"
"""A 45' tour takes minutes."""
_DEGREES = re.compile(rf"°{SP}?(?:\d+(?:\.\d+)?{SP}?['’′]{SP}?)?$")
_OPEN = re.compile(r"(?<!\w)[\"“'‘](?=\w)[^\"”]*$")
_REACH = 60


def _of_an_arc(match: re.Match[str]) -> bool:
    """Tell whether the marks are minutes and seconds of a coordinate."""
    return _DEGREES.search(match.string[max(0, match.start() - 16) : match.start()]) is not None


def _attributive(match: re.Match[str]) -> bool:
    """Tell whether a noun follows «a»: a 6' fence."""
    article = re.search(rf"(?:^|\W)(?:[Aa]n?|[Tt]he){SP}$", match.string[max(0, match.start() - 6) : match.start()])
    return article is not None and re.match(_NOUN, match.string[match.end() : match.end() + 24]) is not None


def _feet_and_inches(match: re.Match[str]) -> str | None:
    """6'2" is six feet two inches, a 6'2" man a six-foot-two man."""
    if _of_an_arc(match):
        return None
    if float(match["b"]) >= INCHES:
        return f"{amount(match['a'])} minutes {amount(match['b'])} seconds" if re.search("['’′]", match.group()) else None
    feet, inches = amount(match["a"]), amount(match["b"]) + _PARTS.get(match["part"] or "", "")
    if _attributive(match):
        return f"{feet}-foot-{inches}"
    one = is_one(match["b"]) and not match["part"]
    return f"{feet} {'foot' if is_one(match['a']) else 'feet'} {inches} {'inch' if one else 'inches'}"


def _mark(match: re.Match[str]) -> str | None:
    """One mark is a measure before the word of a shape, between «a» and a noun, or where it is no quote; else it closes what was quoted."""
    text = match.string
    if _of_an_arc(match):
        return None
    after = text[match.end() : match.end() + 24]
    shaped = re.match(_SHAPE, after) or re.search(rf"[\d½¼¾]{SP}?['’′\"”″]{SP}?[×x]{SP}?$", text[max(0, match.start() - 6) : match.start()])
    attributive = _attributive(match)
    quoted = _OPEN.search(text[max(0, match.start() - _REACH) : match.start()]) is not None
    if match["mark"] in {"'", "’", "′"} and not quoted and re.match(_VISIT, after):
        return f"{amount(match['a'])}-minute"
    if not (match["mark"][0] in "′″" or shaped or (attributive and not quoted)):
        return None
    one, many = ("foot", "feet") if match["mark"] in {"'", "’", "′"} else ("inch", "inches")
    said = amount(match["a"]) + _PARTS.get(match["part"] or "", "")
    if (attributive and not shaped) or after.startswith("-"):
        return f"{said}-{one}"
    return f"{said} {one if is_one(match['a']) and not match['part'] else many}"


SIZES = [
    Rule("feet", re.compile(rf"(?<![\d,.°′'’/])(?P<a>\d{{1,3}}){_FOOT},?{SP}?(?P<b>\d{{1,2}}(?:\.\d)?){_PART}{_INCH}"), _feet_and_inches),
    Rule("feet", re.compile(r"(?<![\d,.°′'’/])(?P<a>[3-7])['’′](?P<b>\d|1[01])(?P<part>)(?![\w\"”″'’′.,])"), _feet_and_inches),
    Rule("feet", re.compile(rf"(?<![\d,.°/])(?P<a>\d{{1,3}}(?:\.\d{{1,2}})?){_PART}{SP}?{_MARK}(?!\w)"), _mark),
    Rule("times", re.compile(rf"(?<=[\d½¼¾]['’′\"”″]){SP}?[×x]{SP}?(?=\d)"), lambda _: "by"),
    Rule(
        "inches",
        re.compile(rf"[×x]{SP}?(?P<say>(?P<a>\d{{1,3}}(?:\.\d)?){SP}?in\b(?!{SP}(?:the|an?|this|his|her|\d)\b)(?:\.(?!\s*$))?)"),
        lambda m: f"{amount(m['a'])} inches",
    ),
]
"""Before counts, which would take the figures alone."""
