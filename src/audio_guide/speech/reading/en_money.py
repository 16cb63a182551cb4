"""English money: pounds and pence, roubles and kopecks, five dollars a day."""

import re

from audio_guide.speech.reading.en_numbers import NUM, SP, amount, cardinal, is_one, spoken
from audio_guide.speech.reading.en_units import MONEY, SCALES
from audio_guide.speech.reading.spans import Rule

_START = r"(?<![\d,.])"
PER = r"(?:/(?P<per>day|week|month|year|hour|person|head)\b)?"
_NOTE = r"(?:notes?|tickets?|coins?|fines?|bills?|banknotes?|stamps?|fees?|prizes?|grants?|rewards?|donations?|loans?)\b"
_SIGN = r"(?P<sign>US\$|[£$€₸₽¥]|(?:KZT|USD|EUR|GBP|RUB)(?=[\s\u00a0\u202f]?\d))"
_MONEY_NUMBER = rf"(?:{NUM})(?:\.\d{{1,2}}(?!\d)|,\d{{2}}(?!\d))?"
COINED = {coins[1]: coins for coins in MONEY.values()}


def per(match: re.Match[str]) -> str:
    """A day, an hour; an English unit has no «per»."""
    return f" {'an' if match['per'] == 'hour' else 'a'} {match['per']}" if match["per"] else ""


def with_change(whole: str, part: str, coins: tuple[str, str, str, str]) -> str:
    """Three euros fifty, ninety-nine cents."""
    one, many, cent, cents = coins
    small = cardinal(int(part))
    if not int(whole.replace(",", "")):
        return f"{small} {cent if small == 'one' else cents}"
    return f"{spoken(whole)} {one if is_one(whole) else many}{f' {small}' if int(part) else ''}"


def _money(match: re.Match[str]) -> str:
    """£1,600, €3.50, $2.5 million, £5–£10; a £10 note is a ten-pound note."""
    one, many = MONEY[match["sign"]][:2]
    scale = match["scale"] or SCALES.get(match["short"] or "", "")
    first, _, part = re.sub(r",(?=\d\d$)", ".", match["a"]).partition(".")
    if match["b"]:
        return f"{amount(match['a'])} to {amount(match['b'])} {scale} {many}{per(match)}"
    if len(part) == 2 and not scale:
        return f"{with_change(first, part, MONEY[match['sign']])}{per(match)}"
    note = re.match(rf"-[a-z]|{SP}{_NOTE}", match.string[match.end() : match.end() + 14]) is not None
    return f"{amount(match['a'])}{f' {scale}' if scale else ''}{'-' if note else ' '}{one if note or (is_one(match['a']) and not scale) else many}{per(match)}"


SUMS = [
    Rule("money", re.compile(rf"{_START}(?P<a>\d+){SP}r\.(?={SP}(?:a|per){SP})"), lambda m: f"{spoken(m['a'])} rouble{'' if is_one(m['a']) else 's'}"),
    Rule(
        "money",
        re.compile(
            rf"{_SIGN}{SP}?(?P<a>{_MONEY_NUMBER})(?:{SP}?[-–]{SP}?(?:(?P=sign){SP}?)?(?P<b>{_MONEY_NUMBER}))?(?:{SP}(?P<scale>million|billion|thousand|trillion)|{SP}?(?P<short>mn?|bn|k|tn|M|K)(?!\w))?{PER}"
        ),
        _money,
    ),
    Rule(
        "change",
        re.compile(rf"{_START}(?P<a>\d+){SP}?r(?:ub|oubles|bl)?\.?{SP}(?P<b>\d{{1,2}}){SP}?k(?:op)?\b(?:\.(?!\s*$))?"),
        lambda m: f"{spoken(m['a'])} rouble{'' if is_one(m['a']) else 's'} {spoken(m['b'])} kopeck{'' if is_one(m['b']) else 's'}",
    ),
    Rule(
        "change",
        re.compile(rf"{_START}(?P<a>\d{{1,2}}){SP}?s\.?{SP}(?P<b>\d{{1,2}}){SP}?d\b(?:\.(?!\s*$))?"),
        lambda m: f"{spoken(m['a'])} shilling{'' if is_one(m['a']) else 's'} and {'a penny' if is_one(m['b']) else spoken(m['b']) + 'pence'}",
    ),
]
"""Before measures, which would take a sign behind the number."""
