"""English dates, years, decades and days as they are said."""

import re

from audio_guide.speech.reading.en_clocks import HALF
from audio_guide.speech.reading.en_numbers import DASH, NUM, SP, cardinal, decade, ordinal, spoken, year
from audio_guide.speech.reading.en_quantities import COUNTED, counts, is_early_year, is_quantity
from audio_guide.speech.reading.shared import digits_of, roman
from audio_guide.speech.reading.spans import Rule

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_FULL = "|".join(MONTHS)
_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_MONTH = rf"(?:{_FULL}|(?:{_SHORT})(?:\.(?!\s*$)|(?![a-z])))"
_DAYS = {"Mon": "Monday", "Tue": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday", "Fri": "Friday", "Sat": "Saturday", "Sun": "Sunday"}
_DAY = r"(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)"
_ANY_DAY = rf"(?:{_DAY}\.?(?!\w)|(?:{'|'.join(_DAYS.values())}))"
_DETERMINED = re.compile(rf"(?:^|[^\w’'])(?:the|every|each|last|next|this|that){SP}$", re.IGNORECASE)
_STOP = r"(?:\.(?!\s*$))?"
_ERA = rf"(?P<era>B\.?C\.?E|B\.?C|A\.?D|C\.?E)(?!\w){_STOP}"
_YEAR = rf"(?:,?{SP}(?P<y>\d{{4}})(?!\d|,\d)(?!(?<=00){SP}(?:{COUNTED})\b))?"
_TO = rf"(?:{SP}?{DASH}{SP}?|/|{SP}(?P<link>to|and|or)(?:{SP}the)?{SP})"
_OF_PAPERS = re.compile(
    rf"(?:\b(?:pp?\.?|[Pp]ages?|[Nn]os?\.?|[Aa]rt(?:icles?|s?\.)|[Ff]iles?|[Oo]rders?|[Rr]ooms?|[Ii]nv\.?|[Bb]ox(?:es)?|[Dd]ecrees?){SP}|[№#§]{SP}?|[A-Za-zА-Яа-я][-–])$"
)
"""Before these 1941–5 is no range of years."""
_BETWEEN = re.compile(rf"\b[Bb]etween{SP}$")
_ON = re.compile(rf"\b[Oo]n{SP}$")
_TH = r"(?:st|nd|rd|th)?"
_NO_DAY = rf"(?!\d|[,.:]\d|{SP}\d|{SP}?[%°]|{SP}?(?:km|kg|m|cm|mm|ha|{HALF})\b)"


def _month(text: str) -> str:
    return next(month for month in MONTHS if month.startswith(text[:3]))


def _date(match: re.Match[str]) -> str | None:
    """15 August 1937: the fifteenth of August nineteen thirty-seven; 3 to 10 June: the third to the tenth of June."""
    numbers = [int(match[name]) for name in ("d", "e") if match[name]]
    if not all(1 <= number <= 31 for number in numbers):
        return None
    days = ordinal(numbers[0])
    if len(numbers) == 2:
        days += f" and {ordinal(numbers[1])}" if match["link"] == "and" else f" {match['link'] or 'to'} the {ordinal(numbers[1])}"
    if not _DETERMINED.search(match.string[max(0, match.start() - 8) : match.start()]):
        days = f"the {days}"
    said = f"{days} of {_month(match['month'])}"
    return f"{said} {year(int(match['y']))}" if match["y"] else said


def _american(match: re.Match[str]) -> str | None:
    """August 15, 1937: August the fifteenth; but in «in May 20 women came» it is a count."""
    plain = not (match["y"] or match["th"] or match["e"])
    if not 1 <= int(match["d"]) <= 31 or (
        plain and counts(match.string, match.end()) and not _ON.search(match.string[max(0, match.start() - 4) : match.start()])
    ):
        return None
    determined = _DETERMINED.search(match.string[max(0, match.start() - 8) : match.start()])
    said = f"{_month(match['month'])} {'' if determined else 'the '}{ordinal(int(match['d']))}"
    if match["e"]:
        said += f" to the {ordinal(int(match['e']))}"
    return f"{said} {year(int(match['y']))}" if match["y"] else said


def _full_year(text: str) -> str:
    """A year of four figures, or of two: thirty-seven, oh five."""
    if len(text) == 4:
        return year(int(text))
    return f"oh {spoken(text[1])}" if text[0] == "0" else spoken(text)


def _figures_date(match: re.Match[str]) -> str | None:
    """15.08.1937, also 08/15/1937, since there is no fifteenth month."""
    if len(match["y"]) == 2 and _OF_PAPERS.search(match.string[max(0, match.start() - 24) : match.start()]):
        return None
    day, month = int(match["d"]), int(match["m"])
    if month > 12 and "/" in match.group():
        day, month = month, day
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    first = f"the {ordinal(int(match['a']))} to " if "a" in match.re.groupindex else ""
    return f"{first}the {ordinal(day)} of {MONTHS[month - 1]} {_full_year(match['y'])}"


def _roman_month(match: re.Match[str]) -> str | None:
    """5.XI.1941, as Soviet papers are dated."""
    if not 1 <= int(match["d"]) <= 31:
        return None
    return f"the {ordinal(int(match['d']))} of {MONTHS[roman(match['m']) - 1]} {_full_year(match['y'])}"


def _year_of_era(text: str) -> str:
    number = int(digits_of(text))
    return year(number) if 1010 <= number <= 1999 else cardinal(number)


def _era(match: re.Match[str]) -> str:
    """44 BC, 400–300 BCE, AD 79."""
    letters = " ".join(match["era"].replace(".", ""))
    numbers = _year_of_era(match["a"]) + (f" to {_year_of_era(match['b'])}" if match["b"] else "")
    return f"{letters} {numbers}" if match.group().startswith(match["era"]) else f"{numbers} {letters}"


def _years(match: re.Match[str]) -> str | None:
    """1938–1953, 1937–38, 1937/38; 1200–1500 women is a count."""
    first, second = match["a"], match["b"]
    if len(second) < 3:
        if _OF_PAPERS.search(match.string[max(0, match.start() - 24) : match.start()]):
            return None
        second = first[: -len(second)] + second
    if not 1000 <= int(first) < int(second) <= 2099 or (len(match["b"]) == 1 and int(first) < 1100):
        return None
    if len(match["b"]) == 4 and counts(match.string, match.end()):
        return f"{spoken(first)} to {spoken(second)}"
    link = "and" if _BETWEEN.search(match.string[max(0, match.start() - 9) : match.start()]) else "to"
    return f"{year(int(first))} {link} {'about ' if match['about'] else ''}{year(int(second))}"


def _year(match: re.Match[str]) -> str | None:
    return None if is_quantity(match.string, match.start(), match.end()) else year(int(match["a"]))


def _early_year(match: re.Match[str]) -> str | None:
    return year(int(match["a"])) if is_early_year(match.string, match.start(), match.end()) else None


def _short_decade(match: re.Match[str]) -> str:
    return f"{cardinal(int(match['a']))[:-1]}ies" if match["a"] != "10" else "tens"


def _day(match: re.Match[str]) -> str:
    return _DAYS[match["day"][:3]]


DATES = [
    Rule("date", re.compile(rf"(?<![\d,.:/\w])(?P<d>\d{{1,2}}){_TH}{_TO}(?P<e>\d{{1,2}}){_TH}(?:{SP}of)?{SP}(?P<month>{_MONTH}){_YEAR}"), _date),
    Rule("date", re.compile(rf"(?<![\d,.:/\w])(?P<d>\d{{1,2}}){_TH}(?P<e>)(?P<link>)(?:{SP}of)?{SP}(?P<month>{_MONTH}){_YEAR}"), _date),
    Rule(
        "date",
        re.compile(
            rf"(?P<month>{_MONTH}){SP}(?P<d>\d{{1,2}})(?P<th>st|nd|rd|th)?(?:{SP}?{DASH}{SP}?(?P<e>\d{{1,2}}){_TH})?{_NO_DAY}(?:,{SP}?(?P<y>\d{{4}})(?!\d|,\d))?"
        ),
        _american,
    ),
    Rule("date", re.compile(r"(?<![\d./-])(?P<d>\d{1,2})(?P<sep>[./-])(?P<m>\d{1,2})(?P=sep)(?P<y>\d{4})(?!\d|[/-]\d)"), _figures_date),
    Rule("date", re.compile(r"(?<![\d./-])(?P<d>\d{2})(?P<sep>[./])(?P<m>\d{2})(?P=sep)(?P<y>\d{2})(?!\d|[./-]\d)"), _figures_date),
    Rule("date", re.compile(r"(?<![\d./-])(?P<d>\d{1,2})\.(?P<m>\d{2})\.(?P<y>\d{2})(?!\d|[./-]\d)"), _figures_date),
    Rule("date", re.compile(r"(?<![\d./-])(?P<y>\d{4})\.(?P<m>\d{2})\.(?P<d>\d{2})(?!\d|[./-]\d)"), _figures_date),
    Rule("date", re.compile(r"(?<![\d./-])(?P<a>\d{1,2})[–-](?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})(?!\d)"), _figures_date),
    Rule(
        "date",
        re.compile(rf"(?<![\w./-])(?P<d>\d{{1,2}})(?P<e>)(?P<link>)[-\u2011](?P<month>{_FULL}|{_SHORT})[-\u2011](?P<y>\d{{4}})(?!\d)"),
        _date,
    ),
    Rule(
        "date",
        re.compile(r"(?:(?<=\b[Oo]n\s)|(?<=\bof\s)|(?<=\bdated\s)|(?<=\bfrom\s))(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{2})(?!\d|[./-]\d)"),
        _figures_date,
    ),
    Rule("date", re.compile(r"(?<![\d./-])(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{2})(?![\d/]|-\d)"), _figures_date),
    Rule(
        "date", re.compile(r"(?<![\d./-])(?P<d>\d{1,2})(?:\.\s?|[-/])(?P<m>X?I{1,3}|I?[VX]|VI{1,3})(?:\.\s?|[-/])(?P<y>\d{4}|\d{2})(?!\d|[-/]\d)"), _roman_month
    ),
    Rule("date", re.compile(r"(?<![\d./-])(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d|-\d)"), _figures_date),
    Rule(
        "dates", re.compile(rf"(?:{_MONTH}|\b\d{{4}}|\b{_ANY_DAY})(?P<say>{SP}?[–—-]{SP}?)(?=\d{{1,2}}{_TH}{SP}{_MONTH}|{_MONTH}|{_ANY_DAY})"), lambda _: "to"
    ),
    Rule("dates", re.compile(rf"{_MONTH}{SP}\d{{1,2}}{_TH}(?P<say>{SP}?[–—-]{SP}?)(?={_MONTH}{SP}\d)"), lambda _: "to"),
    Rule("month", re.compile(rf"(?<!\w)(?P<month>{_SHORT})(?:(?=\.\s*$)|(?=/{_MONTH}))"), lambda m: _month(m["month"])),
    Rule("month", re.compile(rf"(?<!\w)(?P<month>{_SHORT})(?:\.(?!\s*$)|(?={SP}\d{{4}}))"), lambda m: _month(m["month"])),
    Rule("day", re.compile(rf"(?<!\w)(?P<day>{_DAY})(?!\w)\.?(?=,?(?:{SP}?[–—/,-]{SP}?{_ANY_DAY}|{SP}\d|{SP}(?:to|and|&){SP}{_ANY_DAY}))"), _day),
    Rule(
        "day",
        re.compile(rf"(?:(?:{_ANY_DAY}|\b(?:{_DAY})\.)(?:{SP}?[–—/,-]{SP}?|{SP}(?:to|and|&){SP}))(?P<say>(?P<day>{_DAY})(?!\w){_STOP})"),
        _day,
    ),
    Rule(
        "day",
        re.compile(
            rf"\b(?:[Oo]n|[Ee]very|[Cc]losed|[Oo]pen|[Ee]xcept|[Ff]rom|[Uu]ntil|[Tt]ill?|[Bb]y|[Nn]ext|[Ll]ast|first|second|third|fourth|1st|2nd|3rd|4th){SP}(?P<say>(?P<day>{_DAY})(?!\w){_STOP})"
        ),
        _day,
    ),
    Rule("day", re.compile(r"(?<!\w)(?P<day>Mon|Tues?|Wed|Thu(?:rs?)?|Fri)(?:\.(?!\s*$)|(?=\.\s*$))"), _day),
    Rule("dates", re.compile(r"(?:spring|Spring|[Ss]ummer|[Aa]utumn|[Ww]inter)(?P<say>\s?[–-]\s?)(?=spring|summer|autumn|winter)"), lambda _: "to"),
    Rule("era", re.compile(rf"(?<![\d,.\w])(?P<a>{NUM})(?:{SP}?[-–—]{SP}?(?P<b>{NUM}))?{SP}?{_ERA}"), _era),
    Rule("era", re.compile(rf"(?<![\w.])(?P<era>AD|A\.D\.){SP}(?P<a>\d{{1,4}})(?:{SP}?[-–—]{SP}?(?P<b>\d{{1,4}}))?(?!\d|,\d)"), _era),
    Rule(
        "years",
        re.compile(
            rf"(?<![\d,.])(?P<a>\d{{4}})(?:{SP}?[-–\u2011]{SP}?|[—/])[’']?(?P<about>c\.{SP}?|ca\.{SP}?)?(?P<b>\d{{4}}|\d{{1,2}})(?![\d°%]|,\d|[-–/]\d|\.\d|-[a-z]|[a-z]|{SP}(?:km|kg|cm|m)\b)"
        ),
        _years,
    ),
    Rule("present", re.compile(r"(?<=[12]\d{3})\s?[–-]\s?(?=\)|$)"), lambda _: "onwards"),
    Rule("present", re.compile(r"(?<=\d{4})[–—-](?=(?P<word>(?:the\s)?present|today|now)\b)"), lambda m: "to the" if m["word"] == "present" else "to"),
    Rule("decade", re.compile(r"(?:(?<![\d,.])|(?<=\bc\.)|(?<=\bca\.))(?P<a>\d{3}0)[’']?s(?!\w)"), lambda m: decade(int(m["a"]))),
    Rule(
        "decade",
        re.compile(rf"(?<![\d,.])(?P<a>\d{{3}}0){DASH}(?P<b>[1-9]0)[’']?s(?!\w)"),
        lambda m: f"{decade(int(m['a']))} to {decade(int(m['a'][:2] + m['b'])).split(maxsplit=1)[1]}",
    ),
    Rule("decade", re.compile(r"(?<!\w)[’'‘]?(?P<a>[1-9]0)[’']?s(?!\w)"), _short_decade),
]
"""Before counts, money and hours."""
YEARS = [
    Rule("year", re.compile(r"(?<![\d,.])(?P<a>1[1-9]\d{2}|20\d{2})(?!\d|,\d|\.\d|\s?[%°£$€₸]|-[a-z]|\+)"), _year),
    Rule("year", re.compile(r"(?<![\d,.])(?P<a>10\d{2})(?!\d|,\d|\.\d|\s?[%°£$€₸]|-[a-z])"), _early_year),
    Rule("year", re.compile(r"(?<![\d,.])(?P<a>1[1-9]\d{2}|20\d{2})(?=-(?:built|born|style|era|made|dated)\b)"), lambda m: year(int(m["a"]))),
    Rule("year", re.compile(r"(?:(?<=\bc\.)|(?<=\bca\.)|(?<=\bc))(?P<a>1[1-9]\d{2}|20\d{2})(?!\d|,\d)"), lambda m: year(int(m["a"]))),
]
"""After everything that has four figures and is no year."""
