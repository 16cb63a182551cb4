"""Kazakh Roman numbers and centuries in words."""

import re

from audio_guide.speech.reading.kk_dates import AND, STOP, closes
from audio_guide.speech.reading.kk_numbers import CAPITAL, DASH, HYPHEN, LOWER, attach, cardinal, is_ending, near, ordinal, with_tail
from audio_guide.speech.reading.shared import roman
from audio_guide.speech.reading.spans import Rule

_ROMAN_LETTERS = str.maketrans("ІХСМ", "IXCM")
_LONGEST_SHORT = 5
_NUMBERED = (
    r"(?i:ғасыр|ғғ?\.|мыңжылд|дүние\s?жүз|бүкіл|съез|том|тарау|бөлім|бөлік|тоқсан|топ|сынып|дәреже|кезең|сессия|шақырылым|жарты|конгрес"
    r"|құрылтай|халықар|отряд|курс|зал|кітап|патша|император|корпус|жүзжылд|конференц|пленум|партия|олимп|басылым|санат|нұсқа|жыл(?!дам))"
)


def _roman(match: re.Match[str]) -> str | None:
    """A Roman number is always an ordinal; one letter or a rare one needs a word that is numbered, or a neighbour."""
    letters, number = match["roman"].translate(_ROMAN_LETTERS), roman(match["roman"])
    if not number:
        return None
    before, after = near(match)
    row = re.match(rf"{AND}[IVXІХ]+(?!\w)", after) or re.search(rf"(?<!\w)[IVXLІХ]+{AND}$", before)
    noun = re.match(rf"\s*(?:{AND}[IVXLCІХ]+\s*){{0,12}}{_NUMBERED}", after) or re.match(_NUMBERED, match["tail"] or "")
    sure = row or noun or (match["tail"] and not re.search("[LCDMСМ]", match["roman"]))
    sure = sure or (len(letters) > _LONGEST_SHORT and letters[0] in "MXV") or re.search(rf"(?<!\w){_NUMBERED}\w*\s+$", before)
    if len(letters) == 1 and not sure:
        opens = match["roman"] in "IVXІ" and (re.match(rf"\s+[(«\"]?{CAPITAL}?{LOWER}+", after) or (not before.strip() and re.match(r"\.\s|\s*$", after)))
        if not opens:
            return None
    if not sure and re.search("[LCDMСМ]", match["roman"]):
        return None
    tail = match["tail"] or ""
    if is_ending(tail):
        return attach(ordinal(number), tail)
    return with_tail(cardinal(number), number, tail) if tail else ordinal(number)


_PART_OF_CENTURY = re.compile(
    rf"\s*(?:басы|соңы|аяғ|орта|жарты|ширег|бірінші|екінші|алғашқы|соңғы|\d+(?:\s?{DASH}\s?\d+)?{HYPHEN}?(?:шы|ші|нші|ншы)?\s*{HYPHEN}?(?:жыл|жж?\.|жарты|ширег)"
    r"|[IІV]+\s+(?:жарт|ширег))"
)


_OUR_ERA = re.compile(r"(?<![\w.])б\.\s?(?:[зэд]|ж\.\s?с)\.\s+[\dIVXІХ]+\s*-?$")
"""What is of our era owns its century: б.з. I ғ. is «біздің заманымыздың бірінші ғасыры»."""


_OWNED = {"ғасыр": "ғасыры", "ғасырдың": "ғасырының", "ғасырдан": "ғасырынан", "ғасырға": "ғасырына", "ғасырда": "ғасырында"}


def _century(match: re.Match[str]) -> str:
    """Ғ. as ғасыр in the form that the next words ask for."""
    before, after = near(match, "say")
    plural = "ғғ" in match["say"] or re.search(rf"[\dIVXІХ]\s*{DASH}\s*[\dIVXІХ]+\s*{HYPHEN}?$", before)
    stem = "ғасырлар" if plural else "ғасыр"
    if match["tail"]:
        return attach(stem, match["tail"])
    closing = closes(match["say"], before, after)
    said = _century_form(stem, after, closing)
    if stem == "ғасыр" and _OUR_ERA.search(before):
        said = _OWNED[said]
    return said + closing


def _century_form(stem: str, after: str, closing: str) -> str:
    """Give «ғасыр» or «ғасырлар» the ending that the next words ask for."""
    if _PART_OF_CENTURY.match(after):
        return attach(stem, "ның")
    if re.match(r"\s*(?:бастап|бері|кейін)(?!\w)", after):
        return attach(stem, "дан")
    if re.match(r"\s*(?:дейін|жат[аық]|тән)", after):
        return attach(stem, "ға")
    if re.match(rf"\s+[«\"(]?{CAPITAL}", after) and not closing:
        return attach(stem, "да")
    return stem


def _arabic_century(match: re.Match[str]) -> str | None:
    """20 ғасыр is numbered, 2 ғасыр бойы is counted."""
    number = int(match["say"])
    counted = re.match(r"\s*ғасыр(?:дан|ға|дай)?\s+(?:бұрын|бойы|астам|аса|жуық|өт|ішінде)", near(match)[1])
    return None if counted else ordinal(number)


_MISTYPED = str.maketrans({"У": "V", "Ү": "V", "у": "V", "Ш": "III", "П": "II", "l": "I", "1": "I", "І": "I", "Х": "X"})


def _mistyped(match: re.Match[str]) -> str | None:
    """ХУІІІ ғасыр and X1X ғасыр, where a Roman numeral was typed with what looks like it."""
    number = roman(match["roman"].translate(_MISTYPED))
    return ordinal(number) if number else None


CENTURIES: list[Rule] = [
    Rule(
        "roman", re.compile(rf"(?<![\w.])(?P<roman>(?=\w*[XVІIХУҮ])(?=\w*[УҮШПl1])[XVIХІУҮШПl1]+)(?=(?:{AND}[XVIХІ]+)?\s*{HYPHEN}?ғ(?:асыр|ғ?\.))"), _mistyped
    ),
    Rule("roman", re.compile(rf"(?<=\d){HYPHEN}(?P<roman>[IVXІХ]+)(?!\w)"), lambda m: f", {cardinal(roman(m['roman']))}" if roman(m["roman"]) else None),
    Rule("roman", re.compile(rf"(?<![\w.°º])(?<![°º][ \u00a0])(?P<roman>[IVXLCDMІХСМ]+)(?:{HYPHEN}(?P<tail>{LOWER}+))?(?!\w)"), _roman),
    Rule("century", re.compile(rf"[\dIVXІХ]\s*(?P<say>{HYPHEN}?\s*ғғ?(?:\.?{HYPHEN}(?P<tail>{LOWER}+)|(?!\w){STOP}))"), _century),
    Rule("century", re.compile(rf"(?<![\d.,])(?P<say>\d\d?)(?=(?:{AND}\d\d?){{0,12}}(?:\s+ғасыр|\s*{HYPHEN}?\s*ғғ?\.))"), _arabic_century),
]
