"""Kazakh years, days and months in words."""

import re
from datetime import MAXYEAR

from audio_guide.speech.reading.kk_clocks import CLOCK_BEFORE, CLOCKS
from audio_guide.speech.reading.kk_numbers import ALONE, DASH, HYPHEN, LOWER, attach, cardinal, near, ordinal, whole
from audio_guide.speech.reading.kk_weekdays import WEEKDAYS
from audio_guide.speech.reading.kk_words import MONTHS, OPENERS, SHORT_MONTHS
from audio_guide.speech.reading.shared import roman
from audio_guide.speech.reading.spans import Rule

_CASE = (
    r"(?:[ндт][ыі]ң|[ндт][ыі]|[дт][ае]|[ндт][ае]н|[ғгқк][ае]|[мбп]ен|[дт]ағы|[дт]егі"
    r"|с?[ыі](?:нд[ае]|ндағы|ндегі|н[ае]н|н[ае]|н[ыі]ң|н|мен)?)"
)
_MONTH = rf"(?i:(?:{'|'.join(MONTHS)}|қыркүйег(?=і)){_CASE}?)(?!\w)"
_SHORT_MONTH = rf"(?:{'|'.join(SHORT_MONTHS)})\."
AND = rf"(?:\s*(?:{DASH}|/)\s*|,\s+|\s+(?:және|мен|пен|бен|немесе|не|әлде|я)\s+)"
_YEAR_WORD = r"(?:(?i:жыл(?:дар\w*|ы(?:н\w{0,5}|мен|м)?|ғы|дың|ды|ға|да|дағы|дан|мен)?(?!\w))|жж?(?![\w’'])(?!\.\s?[бк]\.))"
_TO_YEARS = rf"(?:(?:{AND}(?:\d{{4}}|\d\d)|{DASH}\d)(?!\d)){{0,12}}\s*{HYPHEN}?\s*(?:оқу\s+)?{_YEAR_WORD}"
STOP = r"(?:\.(?!\s*[»”\")]*\s*$))?"
"""The full stop of an abbreviation, unless the text ends with it."""
_OPENS = re.compile(rf"\s+[«\"(]?(?:{'|'.join(sorted(OPENERS))})(?!\w)")
_CAPITAL_NEXT = re.compile(r"\s+[«\"(]?[А-ЯӘҒҚҢӨҰҮҺІЁ]")
_CAPTION = re.compile(r"[,:]\s*(?:шам\.\s*)?[\dIVXІХ][\dIVXІХ\s‒–—−‐‑-]*$")
_YEAR_BEFORE = re.compile(r"\d\s*(?:жж?\.|жыл)[^.!?]*[,:(][^,:(]*$")
"""A sentence that has told of another year is no caption."""
_HYPHENED = rf"(?:{HYPHEN}(?P<word>жыл\w*))?"
_COUNTING = re.compile(r"\s*жыл(?:дан|ға|дай|дық|ды|да)?\s+(?:бұрын|бойы|астам|аса|артық|кем|жуық|таяу|тарта|ішінде|өт|бері\s+келе)")
_OWNED_BEFORE = re.compile(r"[ндт][ыі]ң\s+$")
_SERVED = re.compile(r"\s*ж\.?\s+(?:бойы|бұрын|сотта|кес|қамау|абақты|түрме|лагер|айда|отыр|өт|жұмыс|бас бостандығ|мерзім|қызмет|еңбек)")
_ERA_BEFORE = re.compile(r"(?:заманымыз|эрамыз)\S*\s+(?:\S+\s+)?$|[Бб]\.\s?[зэд]\.(?:\s?[дб]\.)?\s*$|ж\.\s?с\.(?:\s?[дб]\.)?\s*$")
_SHORT_YEAR, _FULL_YEAR = 20, 100
"""From these on «37 жылы» is a year of a century and «751 жылы» a whole year; a smaller number counts years."""
_HOURS_OF_DAY = 25
_OF_THE_DAY = re.compile(r"(?i)\s+(?:№|(?:бұйры|қаулы|шешім|хаттама|үкім|жарлы|заң|мәлімет|жағдай|хабар|есе[пб]і?|анықтама|директива|нұсқау)\w*)")
"""What a date before it belongs to: 15.08.1937 ж. № 00486 бұйрық."""
_CENTURY_BEFORE = re.compile(rf"ғ(?:асырдың|\.)\s+(?:\d\d\s*{DASH}\s*)?\d\d(?:{HYPHEN}ш[ыі])?\s*$")
_FIRST_YEAR, _LAST_YEAR, _LAST_DAY = 1000, 2199, 31


def closes(written: str, before: str, after: str) -> str:
    """Give the full stop of ж. or ғ. back where a sentence ends: before a word that opens one, or after a caption (Кебеже, 1930 ж.)."""
    ends = _OPENS.match(after) or (_CAPITAL_NEXT.match(after) and _CAPTION.search(before) and not _YEAR_BEFORE.search(before))
    return "." if written.endswith(".") and ends else ""


def _day(match: re.Match[str]) -> str | None:
    number = int(match["say"])
    return ordinal(number) if 0 < number <= _LAST_DAY else None


def _full_date(match: re.Match[str]) -> str | None:
    """15.08.1937 as the year, the day and the month; an ending after it goes on the month."""
    day, month, year = int(match["d"]), int(match["m"]), int(match["y"])
    if not (0 < day <= _LAST_DAY and 0 < month <= len(MONTHS) and year <= MAXYEAR):
        return None
    said = MONTHS[month - 1]
    after = near(match)[1]
    if match["tail"]:
        said = attach(said, match["tail"])
    elif _OF_THE_DAY.match(after) or match.group().endswith("жылғы"):
        said = attach(said, "дағы")
    elif re.match(r"\s*(?:бастап|бері|кейін|соң)(?!\w)", after):
        said = attach(said, "дан")
    elif re.match(r"\s*дейін(?!\w)", after):
        said = attach(said, "ға")
    elif re.match(rf"\s+{LOWER}+(?:[дт][ыі]|[ғқ]ан|[гк]ен)(?!\w)", after):  # something was done on that day
        said = attach(said, "да")
    return f"{ordinal(year)} жылғы {ordinal(day)} {said}"


def _roman_date(match: re.Match[str]) -> str | None:
    """15.VIII.1937 with the month in Roman numerals."""
    day, month = int(match["d"]), roman(match["roman"])
    if not (0 < day <= _LAST_DAY and 0 < month <= len(MONTHS)):
        return None
    return f"{ordinal(int(match['y']))} жылғы {ordinal(day)} {attach(MONTHS[month - 1], match['tail'] or '')}"


def _month_of_year(match: re.Match[str]) -> str:
    """01.1938 as a month and its year."""
    return f"{ordinal(int(match['y']))} жылғы {attach(MONTHS[int(match['m']) - 1], match['tail'] or '')}"


def _days(match: re.Match[str]) -> str | None:
    """01.05–30.09 as two days of the year; what may be two hours is left to the clock."""
    first, last = (int(match["d"]), int(match["m"])), (int(match["d2"]), int(match["m2"]))
    if not (0 < last[0] <= _LAST_DAY) or (match["d"][0] != "0" and max(first[0], last[0]) < _HOURS_OF_DAY):
        return None
    said = [f"{ordinal(day)} {MONTHS[month - 1]}" for day, month in (first, last)]
    return f"{attach(said[0], 'дан')} {attach(said[1], 'ға')} дейін"


def _day_and_month(match: re.Match[str]) -> str | None:
    """15.08-де with a nought in the month is a day; 6.30-да is left to the clock."""
    day, month = int(match["d"]), int(match["m"])
    if not (0 < day <= _LAST_DAY and 0 < month <= len(MONTHS)) or CLOCK_BEFORE.search(near(match)[0]):
        return None
    return f"{ordinal(day)} {attach(MONTHS[month - 1], match['tail'] or '')}"


def _year(match: re.Match[str]) -> str | None:
    """A year of four figures before a word for year, alone or in a row."""
    number = int(match["year"])
    if not (_FIRST_YEAR <= number <= _LAST_YEAR or _ERA_BEFORE.search(near(match, "say")[0])) or _COUNTING.match(match.string, match.end("year")):
        return None
    return " ".join(filter(None, (ordinal(number), match["word"])))


def _short_year(match: re.Match[str]) -> str | None:
    """Years of fewer figures: 751 жылы, 37 жылы, 30-жылдары are numbered; 10 жыл, 5 жылдан, 10 ж. are counted."""
    number, kind = int(match["year"]), match["kind"] or "ж"
    before, after = near(match)
    if _ERA_BEFORE.search(before) or (kind.startswith("дар") and number % 10 == 0):
        return ordinal(number)
    if kind == "ж":
        return None if _is_term(number, before, after) else ordinal(number)
    if _OWNED_BEFORE.search(before):
        return None
    numbered = (kind in {"ы", "ғы"} and number >= _FULL_YEAR) or (kind == "ы" and number >= _SHORT_YEAR)
    return ordinal(number) if numbered else None


def _is_term(number: int, before: str, after: str) -> bool:
    """Whether «10 ж.» are years that somebody served or that passed."""
    in_row = re.search(rf"\d\s*{DASH}\s*$", before) or re.match(r"\s*-", after)
    return not in_row and (number < _SHORT_YEAR or (number < _FULL_YEAR and _SERVED.match(after) is not None))


def _pair_of_years(match: re.Match[str]) -> str | None:
    """1894–1938 with no word after it are years of a life or an event."""
    first, last = int(match["a"]), int(match["b"])
    if last < _FULL_YEAR and first % _FULL_YEAR < last:
        return f"{ordinal(first)}, {ordinal(last)} жылдар"
    return f"{ordinal(first)}, {ordinal(last)} жылдар" if first < last < first + 200 and last <= _LAST_YEAR else None


def _day_or_year(match: re.Match[str]) -> str:
    return ordinal(int(match["say"]))


def _bare_year(match: re.Match[str]) -> str:
    """«Туған жылы: 1905», «Ақмола, 1938.» and «(1942)» as years; «отызыншы (1930) жылдар» has the word itself."""
    said = ordinal(int(match["say"]))
    return said if re.match(r"\)\s+жыл", near(match, "say")[1]) else f"{said} жыл"


def _russian_year(match: re.Match[str]) -> str | None:
    """1905 г. in Russian habit; a round number is grams."""
    year = int(match["year"])
    if match["a"]:
        return f"{ordinal(whole(match['a']))}, {ordinal(year)} жылдар"
    return f"{ordinal(year)} жыл" if year % 50 and match["word"] == "г" else None


def _year_word(match: re.Match[str]) -> str:
    """Ж. after a year in the form that the next words ask for; the years of a range are plural."""
    before, after = near(match, "say")
    written = match["say"].lstrip("-‐‑ \u00a0")
    several = re.match(r"жж|ж\.\s?ж", written)
    number = re.search(r"(?<!\d)\d{1,2}\s*$", before) if not several else None
    earlier = before[: number.start()] if number else ""
    if number and not _ERA_BEFORE.search(earlier) and _is_term(int(number[0]), earlier, f" {written}{after}"):
        return attach("жыл", match["tail"] or "") + closes(written, before, after)
    plural = several or re.search(rf"\d\s*{DASH}\s*\d+\s*$", before)
    stem = "жылдар" if plural else "жыл"
    tail = "дағы" if several and match["tail"] in {"ғы", "гі"} else match["tail"]
    said = attach(stem, tail) if tail else _year_form(stem, after)
    if said == "жылдардың" and _CENTURY_BEFORE.search(before):
        said = "жылдарының"
    return said + closes(written, before, after)


_POSSESSIVE = rf"(?:{'|'.join(MONTHS)}|қыркүйег|көктем|жаз|күз|қыс)с?[ыі]"
_PART_OF_YEAR = r"(?:басы|соңы|аяғ|орта|жарты|бірінші|екінші|алғашқы|[1-4IІV]+(?:-?ш?[ыі])?\s*-?\s*(?:тоқсан|жарты))"


def _year_form(stem: str, after: str) -> str:
    """Give «жыл» or «жылдар» the ending that the next words ask for."""
    if re.match(rf"\s*(?:\d\d?\s*{HYPHEN}?\s*)?(?:{_POSSESSIVE}|{_PART_OF_YEAR})", after):
        return attach(stem, "ның")
    if re.match(rf"\s*(?:\d\d?\s*{HYPHEN}?\s*)?(?:{_MONTH}|{_SHORT_MONTH}|(?:көктем|жаз|күз|қыс)(?:де|да|те|та)?(?!\w)|№|\d\d?\.\d\d(?!\d))", after):
        return attach(stem, "дағы") if stem == "жылдар" else "жылғы"
    if re.match(r"\s*(?:бастап|бері|кейін|соң)(?!\w)", after):
        return attach(stem, "дан")
    if re.match(r"\s*(?:дейін|қарай|таман|жат[аық]|тән)", after):
        return attach(stem, "ға")
    if re.match(r"\s*(?:арасы|аралы)", after):
        return stem
    return f"{stem}ы"


_TAIL = rf"(?:{HYPHEN}(?P<tail>{LOWER}+))?"
DATES: list[Rule] = [
    *WEEKDAYS,
    Rule(
        "date",
        re.compile(
            rf"(?<![\d.])(?P<d>\d\d?)\s?\.\s?(?P<m>\d\d?)\s?\.\s?(?P<y>\d{{4}}|\d\d)(?!\.?\d)(?:\s?(?:жж?(?=\.)(?!\.\s?т\.){STOP}|жыл[ығ]?\w?(?!\w)))?(?:{HYPHEN}(?P<tail>[^\W\d_]+))?"
        ),
        _full_date,
    ),
    Rule(
        "date",
        re.compile(
            rf"(?<![\d.])(?P<d>\d\d?)\s?[./-]\s?(?P<roman>[IVXІХ]{{1,4}})\s?[./-]\s?(?P<y>\d{{4}}|\d\d)(?!\d)(?:\s?ж(?=\.){STOP})?(?:{HYPHEN}(?P<tail>{LOWER}+))?"
        ),
        _roman_date,
    ),
    Rule("date", re.compile(r"(?<![\d./])(?P<y>[12]\d{3})(?P<sep>[./])(?P<m>\d\d)(?P=sep)(?P<d>\d\d)(?P<tail>(?!.))?(?![\d/])"), _full_date),
    Rule("date", re.compile(rf"{ALONE}(?P<m>0[1-9]|1[0-2])\.(?P<y>1[5-9]\d\d|20\d\d)(?![\d/]|[.,]\d)(?:\s?ж(?=\.){STOP})?{_TAIL}"), _month_of_year),
    Rule("date", re.compile(r"(?<![\d/])(?P<d>\d\d?)/(?P<m>\d\d?)/(?P<y>\d{4})(?P<tail>(?!.))?(?![\d/])"), _full_date),
    Rule("date", re.compile(rf"(?<![\d-])(?P<y>[12]\d{{3}})-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-]\d)(?:{HYPHEN}(?P<tail>[^\W\d_]+))?"), _full_date),
    Rule("date", re.compile(rf"(?<![\d.,])(?P<d>\d\d?)\.(?P<m>0[1-9])(?:{HYPHEN}(?P<tail>[дтғқгк][аеі]н?)(?!\w)|(?=\s+күн))"), _day_and_month),
    Rule("date", re.compile(rf"(?:(?<=ж\.\s)|(?<=жылғы\s)|(?<=жылы\s)|(?<=жылдың\s))(?P<d>\d\d?)\.(?P<m>\d\d)(?!\d|\.\d){STOP}{_TAIL}"), _day_and_month),
    Rule("date", re.compile(rf"{ALONE}(?P<d>0[1-9]|[12]\d|3[01])\.(?P<m>0[1-9])\s?{DASH}\s?(?P<d2>[012]\d|3[01])\.(?P<m2>0[1-9]|1[0-2])(?![\d.]*\d)"), _days),
    *CLOCKS,
    Rule("year", re.compile(rf"{ALONE}(?P<say>(?P<year>\d{{4}})(?!\d)(?={_TO_YEARS}){_HYPHENED})"), _year),
    Rule(
        "year",
        re.compile(rf"(?<=\d{{4}})\s*(?:{DASH}|/)\s*(?P<say>(?P<year>\d\d)(?!\d)(?={_TO_YEARS}){_HYPHENED})"),
        lambda m: " ".join(filter(None, (ordinal(int(m["year"])), m["word"]))),
    ),
    Rule(
        "year",
        re.compile(rf"(?<!\d)(?P<first>\d{{4}}){DASH}(?P<say>\d)(?=\s*{HYPHEN}?\s*{_YEAR_WORD})"),
        lambda m: ordinal(int(m["first"][2] + m["say"])),
    ),
    Rule("decade", re.compile(rf"{ALONE}(?P<say>\d\d)(?={AND}\d\d\s*{HYPHEN}?\s*(?:жылдар|жж))"), lambda m: ordinal(int(m["say"]))),
    Rule("year", re.compile(rf"{ALONE}(?P<year>\d{{1,3}})(?=\s+жыл(?P<kind>дар|ғы|ы)|\s*{HYPHEN}?\s*жж?(?:\.|{HYPHEN}))"), _short_year),
    Rule(
        "year",
        re.compile(rf"(?<!\w)(?i:{'|'.join(MONTHS)})\s+(?P<say>1\d{{3}}|20\d\d)(?=\s*(?:[)\],;:!?]|[.]?$|[.]\s))"),
        lambda m: f"{ordinal(int(m['say']))} жыл",
    ),
    Rule("year", re.compile(rf"{ALONE}(?P<say>1[5-9]\d\d|20\d\d)(?=,\s\d\d?\s+{_MONTH})"), _bare_year),
    Rule("year", re.compile(rf"{ALONE}(?P<say>1\d{{3}}|20\d\d)(?=\s+{_MONTH})"), lambda m: f"{ordinal(int(m['say']))} жылғы"),
    Rule(
        "years",
        re.compile(rf"{ALONE}(?P<a>1\d{{3}}|20\d\d)\s?{DASH}\s?(?P<b>1\d{{3}}|20\d\d|\d\d(?=\)))(?!\d|{HYPHEN}\w)(?=\s*(?:[)\].,;:!?»]|$)|\s+(?:аралы|арасы))"),
        _pair_of_years,
    ),
    Rule("year", re.compile(rf"{ALONE}(?P<say>\d{{4}}|\d\d)(?={AND}(?:\d{{4}}|\d\d){HYPHEN}(?:[ыі]?н)?ш[ыі]\s+(?:жыл|жж?\.|ж\.\s?ж\.))"), _day_or_year),
    Rule(
        "year",
        re.compile(
            r"(?:(?i:жылы)(?:\s+мен\s+\w+)?\s*[:—–-]\s*|[^\W\d_]\.?,\s)(?P<say>1[5-9]\d\d|20\d\d)(?=\s*\)?\s*$|\s*[.)]|\s*,\s[А-ЯӘҒҚҢӨҰҮҺІЁ]|\s*,\s\d[\d–-]*\s?бб?[.е])(?!\.\d)"
        ),
        _bare_year,
    ),
    Rule("year", re.compile(r"(?<=\()(?P<say>1[7-9]\d\d|20\d\d)(?=\))"), _bare_year),
    Rule(
        "year",
        re.compile(rf"{ALONE}(?P<say>(?P<a>(?:1[5-9]\d\d|20\d\d)(?:\s?{DASH}\s?))?(?P<year>1[5-9]\d\d|20\d\d)\s?(?P<word>гг?)(?=\.){STOP})"),
        _russian_year,
    ),
    Rule("and", re.compile(rf"(?:\d|[IVXІХ])\s+(?P<say>[пб]ен)(?=\s+(?:\d{{1,4}}\s*(?:{HYPHEN}?\s*жыл|жж?\.|{_MONTH})|[IVXІХ]+\s+ғ))"), lambda _: "мен"),
    Rule(
        "year word",
        re.compile(rf"\d(?:{HYPHEN}(?:[ыі]?н)?ш[ыі])?(?P<say>\s*{HYPHEN}?\s*(?:ж\.\s?ж(?=\.)|жж?)(?!\.\s?б\.)(?:\.?{HYPHEN}(?P<tail>{LOWER}+)|(?!\w){STOP}))"),
        _year_word,
    ),
    Rule("born", re.compile(r"(?<=ж\.)\s?т(?:(?=\.\s*$)|\.(?!\s*$|\s?б\.))"), lambda _: "туған"),
    Rule("day", re.compile(rf"(?<![\d:.,])(?P<say>\d\d?)(?=(?:{AND}\d\d?(?!\d)){{0,12}}\s*{_MONTH})"), _day),
    Rule("day", re.compile(rf"(?<![\d:.,])(?P<say>\d\d?)(?=\s*\(\d\d?\)\s+{_MONTH}|\)\s+{_MONTH})"), _day),
    Rule("day", re.compile(rf"\d(?P<say>/)(?=\d\d?\s*{_MONTH})"), lambda _: ","),
    Rule(
        "day",
        re.compile(rf"(?<![\d/])(?P<a>\d\d?)/(?P<b>\d\d?)(?:{HYPHEN}{LOWER}+)?(?=\s+қараған)"),
        lambda m: f"{attach(cardinal(int(m['a'])), 'ынан')} {attach(cardinal(int(m['b'])), 'ына')}",
    ),
    Rule("day", re.compile(rf"(?i:{'|'.join(MONTHS)})(?:ның|нің|дың|дің|тың|тің)\s+(?P<say>\d\d?)(?=\s+күн)"), _day),
    Rule("day", re.compile(rf"(?<![\d:.,])(?P<say>\d\d?)(?=\s+{_SHORT_MONTH})"), _day),
    Rule("month", re.compile(rf"\d\s+(?P<say>(?P<short>{'|'.join(SHORT_MONTHS)})\.)"), lambda m: SHORT_MONTHS[m["short"]]),
]
"""In this order: whole dates first, then hours, years, days."""
