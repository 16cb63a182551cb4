"""How English is read aloud, in the British way: years, dates, numbers, abbreviations, acronyms and names in other letters."""

import re
import unicodedata
from collections.abc import Callable

from audio_guide.speech.reading.en_numbers import MONEY, UNITS, amount, cardinal, decade, figures, is_one, ordinal, spoken, year
from audio_guide.speech.reading.shared import roman
from audio_guide.speech.reading.spans import Rule, SentenceRules

SP = r"[\s\u00a0\u202f]"
DASH = r"[-–—\u2011]"
NUM = rf"\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d{{1,3}}(?:{SP}\d{{3}})+(?!\d)|\d+"
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
MONTH = rf"(?:{'|'.join(MONTHS)})"
UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya a gh q n o u u h i".split(),  # noqa: SIM905 -- a table in columns
        strict=True,
    )
)
WORD_ACRONYMS = {"ALZHIR": "Alzheer", "GULAG": "Gulag", "KARLAG": "Karlag", "UNESCO": "Unesco", "NATO": "Nato", "UNICEF": "Unicef", "STEPLAG": "Steplag"}
VOWELS = "AEIOUY"
ABBREVIATIONS = {
    "Dr.": "Doctor", "Dr": "Doctor", "Mr.": "Mister", "Mr": "Mister", "Mrs.": "Missis", "Mrs": "Missis", "Ms.": "Miz", "Prof.": "Professor",
    "St.": "Saint", "e.g.": "for example", "i.e.": "that is", "etc.": "et cetera", "vs.": "versus", "approx.": "approximately", "Gen.": "General",
    "Col.": "Colonel", "Capt.": "Captain", "Lt.": "Lieutenant", "Rev.": "Reverend", "Sr.": "Senior", "Jr.": "Junior", "cf.": "compare", "ed.": "edited",
    "a.m.": "a m", "p.m.": "p m", "am": "am", "BC": "B C", "AD": "A D", "BCE": "B C E", "CE": "C E", "Sat.": "Saturday", "Sun.": "Sunday",
    "Jan.": "January", "Feb.": "February", "Aug.": "August", "Sept.": "September", "Oct.": "October", "Nov.": "November", "Dec.": "December",
    "Ave.": "Avenue", "Rd.": "Road", "Inc.": "Incorporated", "Ltd.": "Limited", "Co.": "Company", "fig.": "figure", "Fig.": "figure",
}  # fmt: skip
del ABBREVIATIONS["am"]


COUNTED = (
    "women|men|people|children|prisoners|wives|bricks|tons|tonnes|recordings|metres|kilometres|families|visitors|years|days|names|victims|soldiers|pages|"
    "books|words|letters|trees|houses|steps|more|kilograms|others|stories|hours|roubles|tenge"
)
"""After these a number of four figures is a count."""


def _is_year(text: str) -> bool:
    return len(text) == 4 and 1100 <= int(text) <= 2099


def _years(match: re.Match[str]) -> str | None:
    first, second = match["a"], match["b"]
    if len(second) == 2:
        second = first[:2] + second
    if not (_is_year(first) and _is_year(second)):
        return None
    return f"{year(int(first))} to {year(int(second))}"


def _date(match: re.Match[str]) -> str:
    """15 August 1937: the fifteenth of August nineteen thirty-seven."""
    days = f"the {ordinal(int(match['d']))}" + (f" to the {ordinal(int(match['e']))}" if match["e"] else "")
    if re.search(rf"(?:^|{SP})the{SP}$", match.string[: match.start()]):
        days = days.removeprefix("the ")
    said = f"{days} of {match['month']}"
    return f"{said} {year(int(match['y']))}" if match["y"] else said


def _american(match: re.Match[str]) -> str:
    return f"{match['month']} the {ordinal(int(match['d']))}" + (f" {year(int(match['y']))}" if match["y"] else "")


def _figures_date(match: re.Match[str]) -> str | None:
    day, month = int(match["d"]), int(match["m"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return f"the {ordinal(day)} of {MONTHS[month - 1]} {year(int(match['y']))}"


def _roman_century(match: re.Match[str]) -> str | None:
    first, second = roman(match["a"]), roman(match["b"] or "")
    if not first or (match["b"] and not second):
        return None
    return f"{ordinal(first)} and {ordinal(second)} {match['word']}" if second else f"{ordinal(first)} {match['word']}"


def _roman_after(match: re.Match[str]) -> str | None:
    """Nicholas II is the Second, World War II is Two."""
    number = roman(match["a"])
    if not number:
        return None
    if match["name"] in {"War", "Part", "Volume", "Chapter", "Act", "Book", "Stage", "Phase", "Section", "Camp"}:
        return cardinal(number).capitalize()
    return f"the {ordinal(number).capitalize()}"


def _measure(match: re.Match[str]) -> str:
    one, many = UNITS[re.sub(r"\s", "", match["unit"])]
    minus = "minus " if match["minus"] else ""
    if match["b"]:
        return f"{minus}{amount(match['a'])} to {amount(match['b'])} {many}"
    return f"{minus}{amount(match['a'])} {one if is_one(match['a']) else many}"


def _money(match: re.Match[str]) -> str:
    one, many = MONEY[match["sign"]]
    scale = f" {match['scale']}" if match["scale"] else ""
    whole, _, cents = match["a"].partition(".")
    if cents and not scale and len(cents) == 2:
        return f"{spoken(whole)} {one if is_one(whole) else many} {spoken(cents)}" if int(cents) else f"{spoken(whole)} {many}"
    return f"{amount(match['a'])}{scale} {one if is_one(match['a']) and not scale else many}"


def _clock(match: re.Match[str]) -> str | None:
    hour, minute, half = int(match["h"]), match["m"] or "", (match["half"] or "").replace(".", "").lower()
    if not minute and not half:
        return None
    said = cardinal(hour)
    if minute == "00":
        said += "" if half else " hundred hours" if hour > 12 else " o’clock"
    elif minute:
        said += f" {'oh ' if minute.startswith('0') else ''}{cardinal(int(minute))}"
    return f"{said} {' '.join(half)}".strip()


def _phone(match: re.Match[str]) -> str:
    groups = re.findall(r"\d+", match.group())
    return ("plus " if match.group().startswith("+") else "") + ", ".join(map(figures, groups))


def _hyphened(match: re.Match[str]) -> str:
    return f"{spoken(match['n'])}-{match['noun']}"


def _fraction(match: re.Match[str]) -> str:
    a, b = int(match["a"]), int(match["b"])
    part = {2: "half", 4: "quarter"}.get(b, ordinal(b))
    plural = "halves" if b == 2 else f"{part}s"
    return f"{cardinal(a) if a > 1 or b != 2 else 'one'} {part if a == 1 else plural}"


def _acronym(match: re.Match[str]) -> str | None:
    word, tail = match["word"], match["tail"] or ""
    if word in WORD_ACRONYMS:
        return WORD_ACRONYMS[word] + tail
    if roman(word) and len(word) < 4 and set(word) <= set("IVX"):
        return None
    sayable = len(word) > 4 and re.fullmatch(rf"[^{VOWELS}]{{0,2}}(?:[{VOWELS}]+[^{VOWELS}]{{1,2}})+[{VOWELS}]?", word) is not None
    return (word.capitalize() if sayable else " ".join(word)) + tail


def _initials(match: re.Match[str]) -> str:
    return " ".join(re.findall("[A-Z]", match.group())) + " "


def _cyrillic(match: re.Match[str]) -> str:
    """A Cyrillic word in Latin letters, simply."""
    word = match.group()
    said = "".join(CYRILLIC.get(letter, "") for letter in unicodedata.normalize("NFC", word.lower())).replace("_", "")
    return said.capitalize() if word[:1].isupper() else said


def _saying(words: str) -> Callable[[re.Match[str]], str | None]:
    return lambda _: words


def _abbreviations() -> list[Rule]:
    rules: list[Rule] = []
    for short, long in sorted(ABBREVIATIONS.items(), key=lambda row: -len(row[0])):
        ends = short in {"etc.", "a.m.", "p.m.", "Ltd.", "Inc.", "Jr.", "Sr."}
        stop = r"(?=\.)(?:\.(?!\s*[”\")’]*\s*$" + (r"|\s+[“\"]?[A-Z]" if ends else "") + "))?" if short.endswith(".") else r"(?![\w.])"
        rules.append(Rule("abbreviation", re.compile(rf"(?<![\w.]){re.escape(short.removesuffix('.'))}{stop}"), _saying(long)))
    return rules


RULES: list[Rule] = [
    Rule("phone", re.compile(r"(?<!\w)\+?\d{1,3}\s?\(\d{3,5}\)\s?\d{2,3}(?:[-–\s]\d{2,4}){1,3}(?!\d)|\+\d{1,3}(?:[-–\s]\d{2,4}){3,5}(?!\d)"), _phone),
    Rule(
        "date",
        re.compile(rf"(?<![\d,.])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:{SP}?{DASH}{SP}?(?P<e>\d{{1,2}}))?{SP}(?P<month>{MONTH}),?(?:{SP}(?P<y>\d{{4}})(?!\d))?"),
        _date,
    ),
    Rule("date", re.compile(rf"(?P<month>{MONTH}){SP}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|,\d|{DASH}\d)(?:,{SP}?(?P<y>\d{{4}})(?!\d))?"), _american),
    Rule("date", re.compile(r"(?<![\d./])(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})(?![\d/])"), _figures_date),
    Rule("years", re.compile(rf"(?<![\d,.])(?P<a>\d{{4}}){SP}?[-–\u2011]{SP}?(?P<b>\d{{4}}|\d{{2}})(?!\d|,\d)"), _years),
    Rule("decade", re.compile(r"(?<![\d,.])(?:the\s)?(?P<a>\d{3}0)[’']?s(?P<tail>[’'])?(?!\w)"), lambda m: f"the {decade(int(m['a']))}"),
    Rule("decade", re.compile(r"(?<=the\s)[’'](?P<a>[2-9]0)s(?!\w)"), lambda m: f"{cardinal(int(m['a']))[:-1]}ies"),
    Rule("number-sign", re.compile(rf"(?:\bNo\.|№|\bno\.){SP}?(?P<a>\d+)"), lambda m: f"number {spoken(m['a'])}"),
    Rule("number-sign", re.compile(rf"(?:\bNos\.){SP}?(?=\d)"), _saying("numbers ")),
    Rule("money", re.compile(rf"(?P<sign>[£$€₸₽]|KZT(?={SP}?\d)){SP}?(?P<a>(?:{NUM})(?:\.\d{{1,2}})?)(?:{SP}(?P<scale>million|billion|thousand))?"), _money),
    Rule("clock", re.compile(r"(?<![\d.,:])(?P<h>[01]?\d|2[0-3])(?:[:.](?P<m>[0-5]\d))?\s?(?P<half>[ap]\.?m\b\.?(?!\s*$)|[ap]\.?m\b)"), _clock),
    Rule("clock", re.compile(r"(?<![\d.,:])(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?![\d:])(?P<half>)"), _clock),
    Rule(
        "measure",
        re.compile(
            rf"(?P<minus>(?<![\w)])[−–-])?(?<![\d,.])(?P<a>(?:{NUM})(?:\.\d{{1,3}})?)(?:{SP}?{DASH}{SP}?(?P<b>(?:{NUM})(?:\.\d{{1,3}})?))?{SP}?(?P<unit>{UNIT}|°{SP}[CF])(?![\w²])(?!\.\w)"
        ),
        _measure,
    ),
    Rule("year", re.compile(rf"(?<![\d,.])(?P<a>1[1-9]\d{{2}}|20\d{{2}})(?!\d|,\d|\.\d|\s?[%°£$€]|-[a-z])(?!\s(?:{COUNTED})\b)"), lambda m: year(int(m["a"]))),
    Rule("century", re.compile(rf"(?<!\w)(?P<a>[IVXLCІХ]+)(?:{SP}?[-–]{SP}?(?P<b>[IVXІХ]+))?{SP}(?P<word>[Cc]entur(?:y|ies))"), _roman_century),
    Rule(
        "roman",
        re.compile(rf"(?P<name>[A-Z][a-z]+){SP}(?P<say>(?P<a>[IVXІХ]+))(?![\w.’'])(?=[\s,;:)”]|$)"),
        lambda m: (
            None
            if m["a"] == "I" and m["name"] not in {"War", "Part"} and not re.match(r"[,;)]|\s(?:of|was|ordered|died|came)\b", m.string[m.end() :])
            else _roman_after(m)
        ),
    ),
    Rule("roman", re.compile(r"(?P<name>[A-Z][a-z]+)\s(?P<say>(?P<a>[IVX]+))(?=\.$)"), lambda m: _roman_after(m) if len(m["a"]) > 1 else None),
    Rule("ordinal", re.compile(rf"(?<![\d,.])(?P<n>{NUM})(?:st|nd|rd|th)(?!\w)"), lambda m: ordinal(int(re.sub(r"\D", "", m["n"])))),
    Rule("fraction", re.compile(r"(?<![\d/])(?P<a>\d{1,2})/(?P<b>\d{1,3})(?![\d/])"), _fraction),
    Rule("hyphened", re.compile(rf"(?<![\d,.])(?P<n>{NUM})[-\u2011](?P<noun>[a-z]+)"), _hyphened),
    Rule("range", re.compile(rf"(?<![\d,.])(?P<a>{NUM}){SP}?{DASH}{SP}?(?P<b>{NUM})(?!\d)"), lambda m: f"{spoken(m['a'])} to {spoken(m['b'])}"),
    Rule("decimal", re.compile(rf"(?<![\d.])(?P<a>(?:{NUM})\.\d+)(?!\d|\.\d)"), lambda m: amount(m["a"])),
    Rule("minus", re.compile(rf"(?<![\w)])[−–-](?P<a>{NUM})(?!\d)"), lambda m: f"minus {spoken(m['a'])}"),
    Rule("number", re.compile(NUM), lambda m: spoken(m.group())),
    Rule("circa", re.compile(r"(?<![\w.])c\.\s?(?=\d)"), _saying("about ")),
    Rule("life", re.compile(r"(?<![\w.])b\.\s(?=\d)"), _saying("born ")),
    Rule("life", re.compile(r"(?<![\w.])d\.\s(?=\d)"), _saying("died ")),
    Rule("page", re.compile(r"(?<![\w.])pp\.\s?(?=\d)"), _saying("pages ")),
    Rule("page", re.compile(r"(?<![\w.])p\.\s?(?=\d)"), _saying("page ")),
    Rule("volume", re.compile(r"(?<![\w.])[Vv]ol\.\s?(?=\d)"), _saying("volume ")),
    *_abbreviations(),
    Rule("initials", re.compile(r"(?<![\w.])(?:[A-Z]\.\s?){1,3}(?=[A-Z][a-z])"), _initials),
    Rule("acronym", re.compile(r"(?<![\w-])(?P<word>[A-Z]{2,})(?P<tail>[’']s|s)?(?![\w])"), _acronym),
    Rule("cyrillic", re.compile(r"[\u0400-\u052f]+"), _cyrillic),
    Rule("symbol", re.compile(r"[&+=§]"), lambda m: {"&": "and", "+": "plus", "=": "equals", "§": "section"}[m.group()]),
]
SENTENCES = SentenceRules(
    never_ends=frozenset(
        {
            "Dr",
            "Mr",
            "Mrs",
            "Ms",
            "Prof",
            "St",
            "Gen",
            "Col",
            "Capt",
            "Lt",
            "Rev",
            "No",
            "Nos",
            "vs",
            "e.g",
            "i.e",
            "cf",
            "ca",
            "c",
            "approx",
            "Sat",
            "vol",
            "Vol",
            "pp",
            "Fig",
            "fig",
            "Jan",
            "Feb",
            "Aug",
            "Sept",
            "Oct",
            "Nov",
            "Dec",
        }
    ),
    may_end=frozenset(
        {"etc", "a.m", "p.m", "Ltd", "Inc", "Co", "Jr", "Sr", "al", "B.C", "A.D", "U.S", "U.K", "U.S.S.R", "km", "kg", "p", "b", "d", "Ave", "Rd", "Sun"}
    ),
)
