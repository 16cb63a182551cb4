"""Kazakh years, days, months, centuries and hours in words."""

import re
from datetime import MAXYEAR

from audio_guide.speech.reading.kk_numbers import CAPITAL, DASH, HYPHEN, LOWER, attach, cardinal, code, is_ending, ordinal, with_tail
from audio_guide.speech.reading.kk_words import MONTHS, SHORT_MONTHS
from audio_guide.speech.reading.spans import Rule

_CASE = (
    r"(?:[ндт][ыі]ң|[ндт][ыі]|[дт][ае]|[ндт][ае]н|[ғгқк][ае]|[мбп]ен|[дт]ағы|[дт]егі"
    r"|[ыі]нд[ае]|[ыі]ндағы|[ыі]ндегі|[ыі]н[ае]н|[ыі]н[ае]|[ыі]н[ыі]ң|[ыі]н|[ыі])"
)
_MONTH = rf"(?i:(?:{'|'.join(MONTHS)}){_CASE}?)(?!\w)"
_SHORT_MONTH = rf"(?:{'|'.join(SHORT_MONTHS)})\."
_AND = rf"(?:\s*(?:{DASH}|/)\s*|,\s+|\s+(?:және|мен|пен|бен|немесе|не|әлде|я)\s+)"
_YEAR_WORD = r"(?:(?i:жыл(?:дар\w*|ы(?:н\w{0,5}|мен|м)?|ғы|дың|ды|ға|да|дағы|дан|мен)?(?!\w))|жж?(?![\w’'])(?!\.\s?[бк]\.))"
_TO_YEARS = rf"(?:{_AND}(?:\d{{4}}|\d\d)(?!\d))*\s*{HYPHEN}?\s*(?:оқу\s+)?{_YEAR_WORD}"
_STOP = rf"(?:\.(?!\s*[»”\")]*\s*$|\s+[«\"(]?{CAPITAL}))?"
"""The full stop of an abbreviation, unless the sentence ends with it."""
_HYPHENED = rf"(?:{HYPHEN}(?P<word>жыл\w*))?"
_COUNTING = re.compile(r"\s*жыл(?:дан|ға|дай|дық|ды|да)?\s+(?:бұрын|бойы|астам|аса|артық|кем|жуық|таяу|тарта|ішінде|өт|бері\s+келе)")
_OWNED_BEFORE = re.compile(r"[ндт][ыі]ң\s+$")
_ERA_BEFORE = re.compile(r"(?:заманымыз|эрамыз)\S*\s+(?:\S+\s+)?$|б\.\s?[зэ]\.(?:\s?[дб]\.)?\s*$")
_SHORT_YEAR, _FULL_YEAR = 20, 100
"""From these on «37 жылы» is a year of a century and «751 жылы» a whole year; a smaller number counts years."""
_FIRST_YEAR, _LAST_YEAR, _LAST_DAY = 1000, 2199, 31


def _day(match: re.Match[str]) -> str | None:
    number = int(match["say"])
    return ordinal(number) if 0 < number <= _LAST_DAY else None


def _full_date(match: re.Match[str]) -> str | None:
    """15.08.1937 as the year, the day and the month; an ending after it goes on the month."""
    day, month, year = int(match["d"]), int(match["m"]), int(match["y"])
    if not (0 < day <= _LAST_DAY and 0 < month <= len(MONTHS) and year <= MAXYEAR):
        return None
    said = MONTHS[month - 1]
    after = match.string[match.end() :]
    if match["tail"]:
        said = attach(said, match["tail"])
    elif re.match(r"\s*(?:бастап|бері|кейін|соң)(?!\w)", after):
        said = attach(said, "дан")
    elif re.match(r"\s*дейін(?!\w)", after):
        said = attach(said, "ға")
    elif re.match(rf"\s+{LOWER}+(?:[дт][ыі]|[ғқ]ан|[гк]ен)(?!\w)", after):  # something was done on that day
        said = attach(said, "да")
    return f"{ordinal(year)} жылғы {ordinal(day)} {said}"


def _day_and_month(match: re.Match[str]) -> str | None:
    """15.08-де with a nought in the month is a day; 6.30-да is left to the clock."""
    day, month = int(match["d"]), int(match["m"])
    if not (0 < day <= _LAST_DAY and 0 < month <= len(MONTHS)) or _CLOCK_BEFORE.search(match.string[: match.start()]):
        return None
    return f"{ordinal(day)} {attach(MONTHS[month - 1], match['tail'] or '')}"


def _year(match: re.Match[str]) -> str | None:
    """A year of four figures before a word for year, alone or in a row."""
    number = int(match["year"])
    if not _FIRST_YEAR <= number <= _LAST_YEAR or _COUNTING.match(match.string, match.end("year")):
        return None
    return " ".join(filter(None, (ordinal(number), match["word"])))


def _short_year(match: re.Match[str]) -> str | None:
    """Years of fewer figures: 751 жылы, 37 жылы, 30-жылдары are numbered; 10 жыл, 5 жылдан are counted."""
    number, kind = int(match["year"]), match["kind"] or "ж"
    if _ERA_BEFORE.search(match.string[: match.start()]) or kind == "ж" or (kind.startswith("дар") and number % 10 == 0):
        return ordinal(number)
    if _OWNED_BEFORE.search(match.string[: match.start()]):
        return None
    numbered = (kind in {"ы", "ғы"} and number >= _FULL_YEAR) or (kind == "ы" and number >= _SHORT_YEAR)
    return ordinal(number) if numbered else None


def _pair_of_years(match: re.Match[str]) -> str | None:
    """1894–1938 with no word after it are years of a life or an event."""
    first, last = int(match["a"]), int(match["b"])
    return f"{ordinal(first)}, {ordinal(last)} жылдар" if first < last < first + 200 and last <= _LAST_YEAR else None


def _year_word(match: re.Match[str]) -> str:
    """Ж. after a year in the form that the next words ask for; the years of a range are plural."""
    before, after = match.string[: match.start("say")], match.string[match.end("say") :]
    stem, owned = ("жылдар", "жылдары") if match["say"].startswith("жж") or re.search(rf"\d\s*{DASH}\s*\d+\s*$", before) else ("жыл", "жылы")
    if match["tail"]:
        return attach(stem, match["tail"])
    if re.match(rf"\s*(?:\d\d?\s*{HYPHEN}?\s*)?(?:{_MONTH}|(?:көктем|жаз|күз|қыс)\w*)", after):
        return attach(stem, "дағы") if stem == "жылдар" else "жылғы"
    if re.match(r"\s*(?:бастап|бері|кейін|соң)(?!\w)", after):
        return attach(stem, "дан")
    if re.match(r"\s*(?:дейін|қарай|таман)", after):
        return attach(stem, "ға")
    if re.match(r"\s*(?:арасы|аралы)", after):
        return stem
    return owned


_ROMAN_LETTERS = str.maketrans("ІХСМ", "IXCM")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"M": 1000, "D": 500, "C": 100, "L": 50, "X": 10, "V": 5, "I": 1}
_NUMBERED = (
    r"(?i:ғасыр|ғғ?\.|мыңжылд|дүние\s?жүз|бүкіл|съез|том|тарау|бөлім|бөлік|тоқсан|топ|сынып|дәреже|кезең|сессия|шақырылым|жарты|конгрес"
    r"|құрылтай|халықар|отряд|курс|зал|кітап|патша|император|корпус|жүзжылд|конференц|пленум|партия|олимп|басылым|санат|нұсқа)"
)


def _roman(match: re.Match[str]) -> str | None:
    """A Roman number is always an ordinal; one letter or a rare one needs a word that is numbered, or a neighbour."""
    letters = match["roman"].translate(_ROMAN_LETTERS)
    if not _ROMAN.fullmatch(letters):
        return None
    before, after = match.string[: match.start()], match.string[match.end() :]
    row = re.match(rf"{_AND}[IVXІХ]+(?!\w)", after) or re.search(rf"(?<!\w)[IVXLІХ]+{_AND}$", before)
    noun = re.match(rf"\s*(?:{_AND}[IVXLCІХ]+\s*)*{_NUMBERED}", after) or re.match(_NUMBERED, match["tail"] or "")
    sure = row or noun or (match["tail"] and not re.search("[LCDMСМ]", match["roman"]))
    if len(letters) == 1 and not sure:
        opens = match["roman"] in "IVXІ" and (re.match(rf"\s+{LOWER}", after) or (not before.strip() and re.match(r"\.\s", after)))
        if not opens:
            return None
    if not sure and re.search("[LCDMСМ]", match["roman"]):
        return None
    number = sum(_ROMAN_VALUES[letter] for letter in letters)
    for pair, less in (("IV", 2), ("IX", 2), ("XL", 20), ("XC", 20), ("CD", 200), ("CM", 200)):
        number -= less * (pair in letters)
    tail = match["tail"] or ""
    if is_ending(tail):
        return attach(ordinal(number), tail)
    return with_tail(cardinal(number), number, tail) if tail else ordinal(number)


def _century(match: re.Match[str]) -> str:
    """Ғ. as ғасыр in the form that the next words ask for."""
    before, after = match.string[: match.start("say")], match.string[match.end("say") :]
    plural = match["say"].startswith("ғғ") or re.search(rf"[\dIVXІХ]\s*{DASH}\s*[\dIVXІХ]+\s*{HYPHEN}?$", before)
    stem = "ғасырлар" if plural else "ғасыр"
    if match["tail"]:
        return attach(stem, match["tail"])
    if re.match(rf"\s*(?:бас|соң|аяғ|орта|жарты|бірінші|екінші|алғашқы|соңғы|\d+{HYPHEN}?(?:шы|ші|нші|ншы)?\s*{HYPHEN}?(?:жыл|жарты)|I+\s+жарты)", after):
        return attach(stem, "ның")
    if re.match(r"\s*(?:бастап|бері|кейін)(?!\w)", after):
        return attach(stem, "дан")
    if re.match(r"\s*дейін", after):
        return attach(stem, "ға")
    return stem


def _arabic_century(match: re.Match[str]) -> str | None:
    """20 ғасыр is numbered, 2 ғасыр бойы is counted."""
    number = int(match["say"])
    counted = re.match(r"\s*ғасыр(?:дан|ға|дай)?\s+(?:бұрын|бойы|астам|аса|жуық|өт|ішінде)", match.string[match.end() :])
    return None if counted else ordinal(number)


_PART_OF_DAY = r"(?:сағат\w*|сағ\.|таңғы|таңертеңгі|кешкі|түнгі|түскі|күндізгі|таңертең|кешке|түнде)"
_CLOCK_BEFORE = re.compile(rf"(?i)(?<!\w){_PART_OF_DAY}\s+(?:шамамен\s+)?$")
_HOUR_BEFORE = re.compile(rf"(?i){_PART_OF_DAY}\s+$|\d[:.]\d\d\S*\s*(?:мен|пен|бен|және|,)?\s*$")


def _hour(hours: str, minutes: str) -> str:
    if int(minutes) == 0:
        return cardinal(int(hours))
    return f"{cardinal(int(hours))} {code(minutes)}"


def _clock(match: re.Match[str]) -> str | None:
    """06:30-да as «сағат алты отызда», 9:00–18:00 as «сағат тоғыздан он сегізге дейін»."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    named = _HOUR_BEFORE.search(before)
    if "." in match.group() and not _CLOCK_BEFORE.search(before) and not (match["tail"] and is_ending(match["tail"])) and not match["h2"]:
        return None
    said = _hour(match["h"], match["m"])
    if match["h2"]:
        second = _hour(match["h2"], match["m2"])
        if match["tail"] or re.match(r"\s*(?:арасы|аралы)", after):
            said = f"{said} {attach(said, 'мен').removeprefix(said)} {second}"
        else:
            said = f"{attach(said, 'дан')} {attach(second, 'ға')}" + ("" if re.match(r"\s*дейін", after) else " дейін")
    if match["tail"]:
        said = with_tail(said, None, match["tail"])
    return said if named else f"сағат {said}"


_WEEK = {"дс": "дүйсенбі", "сс": "сейсенбі", "ср": "сәрсенбі", "бс": "бейсенбі", "жм": "жұма", "сб": "сенбі", "жс": "жексенбі"}


def _weekdays(match: re.Match[str]) -> str:
    """Дс–жм as «дүйсенбіден жұмаға дейін»."""
    return f"{attach(_WEEK[match['a'].lower()], 'дан')} {attach(_WEEK[match['b'].lower()], 'ға')} дейін"


_LEFT = r"(?<![\d:.,])(?<!\d[ \u00a0\u202f])"
_TIME = r"(?:[01]?\d|2[0-4])"
DATES: list[Rule] = [
    Rule("week", re.compile(rf"(?<!\w)(?P<a>(?i:{'|'.join(_WEEK)}))\.?\s*{DASH}\s*(?P<b>{'|'.join(_WEEK)})(?!\w)(?:\.(?!\s*$))?"), _weekdays),
    Rule(
        "date",
        re.compile(
            rf"(?<![\d.])(?P<d>\d\d?)\s?\.\s?(?P<m>\d\d?)\s?\.\s?(?P<y>\d{{4}}|\d\d)(?!\.?\d)(?:\s?(?:ж(?=\.)(?!\.\s?т\.){_STOP}|жыл[ығ]?\w?(?!\w)))?(?:{HYPHEN}(?P<tail>[^\W\d_]+))?"
        ),
        _full_date,
    ),
    Rule("date", re.compile(r"(?<![\d/])(?P<d>\d\d?)/(?P<m>\d\d?)/(?P<y>\d{4})(?P<tail>(?!.))?(?![\d/])"), _full_date),
    Rule("date", re.compile(rf"(?<![\d-])(?P<y>[12]\d{{3}})-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-]\d)(?:{HYPHEN}(?P<tail>[^\W\d_]+))?"), _full_date),
    Rule("date", re.compile(rf"(?<![\d.,])(?P<d>\d\d?)\.(?P<m>0[1-9])(?:{HYPHEN}(?P<tail>[дтғқгк][аеі]н?)(?!\w)|(?=\s+күн))"), _day_and_month),
    Rule(
        "clock",
        re.compile(
            rf"{_LEFT}(?P<h>{_TIME})(?P<sep>[:.])(?P<m>[0-5]\d)(?:\s*{DASH}\s*(?P<h2>{_TIME})(?P=sep)(?P<m2>[0-5]\d))?(?![\d:]|[.,]\d)(?:{HYPHEN}(?P<tail>[^\W\d_]+))?"
        ),
        _clock,
    ),
    Rule("year", re.compile(rf"{_LEFT}(?P<say>(?P<year>\d{{4}})(?!\d)(?={_TO_YEARS}){_HYPHENED})"), _year),
    Rule(
        "year",
        re.compile(rf"(?<=\d{{4}})\s*(?:{DASH}|/)\s*(?P<say>(?P<year>\d\d)(?!\d)(?=\s*{HYPHEN}?\s*(?:оқу\s+)?{_YEAR_WORD}){_HYPHENED})"),
        lambda m: " ".join(filter(None, (ordinal(int(m["year"])), m["word"]))),
    ),
    Rule("decade", re.compile(rf"{_LEFT}(?P<say>\d\d)(?={_AND}\d\d\s*{HYPHEN}?\s*жылдар)"), lambda m: ordinal(int(m["say"]))),
    Rule("year", re.compile(rf"{_LEFT}(?P<year>\d{{1,3}})(?=\s+жыл(?P<kind>дар|ғы|ы)|\s*жж?\.)"), _short_year),
    Rule(
        "year",
        re.compile(rf"(?<!\w)(?i:{'|'.join(MONTHS)})\s+(?P<say>1\d{{3}}|20\d\d)(?=\s*(?:[)\],;:!?]|[.]?$|[.]\s))"),
        lambda m: f"{ordinal(int(m['say']))} жыл",
    ),
    Rule("year", re.compile(rf"{_LEFT}(?P<say>1\d{{3}}|20\d\d)(?=\s+{_MONTH})"), lambda m: f"{ordinal(int(m['say']))} жылғы"),
    Rule("years", re.compile(rf"{_LEFT}(?P<a>1\d{{3}}|20\d\d)\s?{DASH}\s?(?P<b>1\d{{3}}|20\d\d)(?!\d|{HYPHEN}\w)(?=\s*(?:[)\].,;:!?»]|$))"), _pair_of_years),
    Rule("year word", re.compile(rf"\d\s*(?P<say>жж?(?:{HYPHEN}(?P<tail>{LOWER}+)|(?!\w){_STOP}))"), _year_word),
    Rule("born", re.compile(r"(?<=ж\.)\s?т\.(?!\s*$)"), lambda _: "туған"),
    Rule("day", re.compile(rf"(?<![\d:.,])(?P<say>\d\d?)(?=(?:{_AND}\d\d?(?!\d))*\s+{_MONTH})"), _day),
    Rule("day", re.compile(rf"(?<![\d:.,])(?P<say>\d\d?)(?=\s*\(\d\d?\)\s+{_MONTH}|\)\s+{_MONTH})"), _day),
    Rule("day", re.compile(rf"(?i:{'|'.join(MONTHS)})(?:ның|нің|дың|дің|тың|тің)\s+(?P<say>\d\d?)(?=\s+күн)"), _day),
    Rule("day", re.compile(rf"(?<![\d:.,])(?P<say>\d\d?)(?=\s+{_SHORT_MONTH})"), _day),
    Rule("month", re.compile(rf"\d\s+(?P<say>(?P<short>{'|'.join(SHORT_MONTHS)})\.)"), lambda m: SHORT_MONTHS[m["short"]]),
    Rule("roman", re.compile(rf"(?<![\w.°º])(?<![°º][ \u00a0])(?P<roman>[IVXLCDMІХСМ]+)(?:{HYPHEN}(?P<tail>{LOWER}+))?(?!\w)"), _roman),
    Rule("century", re.compile(rf"[\dIVXІХ]\s*{HYPHEN}?\s*(?P<say>ғғ?(?:{HYPHEN}(?P<tail>{LOWER}+)|(?!\w){_STOP}))"), _century),
    Rule("century", re.compile(rf"(?<![\d.,])(?P<say>\d\d?)(?=(?:{_AND}\d\d?)*\s+ғ(?:асыр|ғ?\.))"), _arabic_century),
]
"""In this order: whole dates first, then hours, years, days, centuries."""
