"""English numbers and years in British words."""

import re

from num2words import num2words

from audio_guide.speech.reading.shared import digits_of

ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
LONGEST = 15
"""Figures of a number that is still said as one."""
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")
SP = r"[\s\u00a0\u202f]"
DASH = r"[-–—\u2011]"
NUM = rf"\d{{1,3}}(?:,\d{{3}}){{1,6}}(?!\d)|\d{{1,3}}(?:{SP}\d{{3}}){{1,6}}(?!\d)|\d+"


def cardinal(number: int) -> str:
    """Return a number in words without commas."""
    return str(num2words(number, lang="en")).replace(",", "")


def ordinal(number: int) -> str:
    """Return a number as an ordinal in words."""
    return str(num2words(number, lang="en", to="ordinal")).replace(",", "")


def figures(text: str) -> str:
    """Read figures one by one."""
    return " ".join(ONES[int(digit)] for digit in digits_of(text))


def spoken(text: str) -> str:
    """Read a run of digits, grouped or not; one that begins with zero is a code and is read figure by figure."""
    plain = digits_of(text)
    if (plain.startswith("0") and len(plain) > 1) or len(plain) > LONGEST:
        return figures(plain)
    return cardinal(int(plain))


def year(number: int) -> str:
    """Return a year: nineteen thirty-seven, nineteen hundred, two thousand and five, twenty twenty-six."""
    century, rest = divmod(number, 100)
    if 2000 <= number < 2010 or (not rest and number % 1000 == 0):
        return cardinal(number)
    if not rest:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def decade(number: int) -> str:
    """Return a decade: nineteen thirties, nineteen hundreds."""
    century, rest = divmod(number, 100)
    if not rest:
        return f"{cardinal(century)} hundreds" if number % 1000 else f"{cardinal(number)}s"
    tens = cardinal(rest)
    return f"{cardinal(century)} {tens[:-1]}ies" if tens.endswith("y") else f"{cardinal(century)} {tens}s"


def decimal(whole: str, part: str) -> str:
    """Return a decimal fraction: three point five."""
    return f"{spoken(whole)} point {figures(part)}"


def amount(text: str) -> str:
    """Read a number that may have decimals, after a point or, as in Kazakhstan, a comma."""
    if _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    whole, _, part = text.replace(",", "").partition(".")
    return decimal(whole, part) if part else spoken(whole)


def is_one(text: str) -> bool:
    """Tell whether the noun after this number stays in the singular."""
    return text.strip() == "1"
