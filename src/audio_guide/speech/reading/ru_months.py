"""How Russian says the dates of captions: в янв. 1938 г., янв.–март, 22–24.05.1938, 12 (25) декабря, (1903–?), (ок. 1903–1938)."""

import re

from audio_guide.speech.reading.ru_context import governed, words_before
from audio_guide.speech.reading.ru_dates import DAY, FREE, MONTHS, SHORT_MONTHS, month_of, place_case
from audio_guide.speech.reading.ru_numbers import DASH, ordinal
from audio_guide.speech.reading.ru_tables import GAP, MAY_STOP, words
from audio_guide.speech.reading.spans import Rule

_NAMES = words("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь")
_SHORT = "|".join(sorted(SHORT_MONTHS, key=len, reverse=True))
_FULL = "|".join(f"{name.rstrip('ь')[:4]}[а-яё]*" for name in _NAMES)
_YEAR = r"(?:1[5-9]|20)\d\d(?!\d)"


def month(number: int, case: str) -> str:
    """Say the month of that number in a case: январь, января, январю, январём, январе."""
    name = _NAMES[number - 1]
    soft, base = name[-1] in "ьй", name.rstrip("ьй")
    stem = MONTHS[number - 1][:-1] if case not in "na" else base  # мая, марта
    ends = {"g": "яа", "d": "юу", "i": "ем", "p": "ее"}
    if case in "na":
        return name
    if case == "i":
        return stem + ("ём" if number in {1, 2, 9, 10, 11, 12} else "ем" if soft else "ом")
    return stem + ends[case][0 if soft else 1]


def _short(match: re.Match[str]) -> str:
    """в янв. 1938 is в январе; of a range both ends stand in one case."""
    text, at = match.string, match.start()
    before = re.search(rf"(?:(?:{_SHORT})\.|{_FULL})(?:{GAP}{_YEAR})?(?:{GAP}?г\.)?{GAP}?(?:{DASH}{GAP}?|и{GAP})$", text[max(0, at - 30) : at], re.IGNORECASE)
    allowed = governed(text, at - len(before[0]) if before else at)
    said = month(SHORT_MONTHS[match["form"].lower()], {"ap": "p", "gi": "g", "ai": "a", "nad": "a", "gp": "g"}.get(allowed, allowed[:1]) or "n")
    return said.capitalize() if match["form"][0].isupper() else said


def _unknown(match: re.Match[str]) -> str:
    """(1903–?) and (?–1938): what is not known is said."""
    if match["born"]:
        return f"{ordinal(int(match['born']))} год, год смерти неизвестен"
    return f"год рождения неизвестен, {ordinal(int(match['died']))} год"


def _about(match: re.Match[str]) -> str | None:
    """(ок. 1903–1938): about belongs to the first year alone."""
    if (words_before(match.string, match.end("about") + 1) or [""])[0] not in {"ок", "около"}:
        return None
    return f"около {ordinal(int(match['born']), 'g')} года, {ordinal(int(match['died']))} год"


def _two_calendars(match: re.Match[str]) -> str:
    """12 (25) декабря: the day of the old calendar and that of the new one."""
    case = place_case(match.string, match.start(), lone="g")
    days = [ordinal(int(match[name]), "g" if case == "n" else case, "n") for name in ("old", "new")]
    return f"{days[0]}, {days[1]}, {month_of(match)}"


def _days_of_month(match: re.Match[str]) -> str | None:
    """22–24.05.1938, с 1 по 3.05.1938: the first day has the month and the year of the last."""
    month = int(match["month"])
    if not 0 < month <= len(MONTHS) or int(match["first"]) >= int(match["last"]):
        return None
    first, last = ordinal(int(match["first"]), "g", "n"), ordinal(int(match["last"]), "a", "n")
    return f"{'' if match['with'] else 'с '}{first} по {last} {MONTHS[month - 1]} {ordinal(int(match['year']), 'g')} года"


CAPTIONS: list[Rule] = [
    Rule(
        "date",
        re.compile(
            rf"(?<![\w.,/-])(?:(?P<with>[Сс]о?){GAP})?(?P<say>(?P<first>{DAY}){GAP}?(?:(?(with)по|{DASH})){GAP}?(?P<last>{DAY})\.(?P<month>0?[1-9]|1[0-2])\.(?P<year>\d{{4}})"
            rf"(?![\w/-]|[.,]\d)(?:{GAP}?(?:года\b|г\b{MAY_STOP}))?)"
        ),
        _days_of_month,
    ),
    Rule(
        "date",
        re.compile(rf"{FREE}(?P<old>{DAY}){GAP}?\((?P<new>{DAY})\){GAP}+(?P<month>(?:{'|'.join(MONTHS)})(?!\w)|(?:{'|'.join(SHORT_MONTHS)})(?=\.){MAY_STOP})"),
        _two_calendars,
    ),
    Rule(
        "month",
        re.compile(
            rf"(?<![\w.])(?<!\d\s)(?<!\)\s)(?P<form>(?i:{_SHORT}))\.(?={GAP}?(?:{_YEAR}|(?:{DASH}{GAP}?|(?:по|до|и){GAP})(?i:{_SHORT}|{_FULL})|[а-яё]{{3,}}))"
        ),
        _short,
    ),
    Rule("month", re.compile(rf"(?i:(?:{_FULL})){GAP}?{DASH}{GAP}?(?P<say>(?P<form>(?i:{_SHORT}))\.)(?={GAP}?{_YEAR})"), _short),
    Rule(
        "life", re.compile(rf"(?<![\w.,–—-])(?:(?P<born>{_YEAR}){GAP}?{DASH}{GAP}?\?(?:{GAP}?гг?\.)?|\?{GAP}?{DASH}{GAP}?(?P<died>{_YEAR}))(?![\w?])"), _unknown
    ),
    Rule("life", re.compile(rf"(?<=\()(?P<about>ок\.|около){GAP}?(?P<born>{_YEAR}){GAP}?{DASH}{GAP}?(?P<died>{_YEAR})(?=\))"), _about),
]
