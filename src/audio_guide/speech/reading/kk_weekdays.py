"""How Kazakh says ranges of days and months: дүйсенбіден жұмаға дейін."""

import re

from audio_guide.speech.reading.kk_numbers import DASH, HYPHEN, attach, near
from audio_guide.speech.reading.kk_words import MONTHS
from audio_guide.speech.reading.spans import Rule

_WEEK = {"дс": "дүйсенбі", "сс": "сейсенбі", "ср": "сәрсенбі", "бс": "бейсенбі", "жм": "жұма", "сб": "сенбі", "жс": "жексенбі"}
_DAYS = tuple(_WEEK.values())


def _from_to(first: str, last: str, after: str) -> str:
    """Say two days or months as from … to …; before «аралығында» they stand side by side."""
    if re.match(r"\s*(?:арасы|аралы)", after):
        return f"{attach(first, 'мен').replace(first, first + ' ', 1)} {last}"
    return f"{attach(first, 'дан')} {attach(last, 'ға')} дейін" + ("гі" if re.match(r"\s+(?:күн|ай)", after) else "")


def _weekdays(match: re.Match[str]) -> str:
    """Дс–жм as «дүйсенбіден жұмаға дейін»."""
    first, last = _WEEK[match["a"].lower()], _WEEK[match["b"].lower()]
    if _DAYS.index(last) - _DAYS.index(first) == 1:
        return f"{first}, {last}"
    return _from_to(first, last, near(match)[1])


def _weekday(match: re.Match[str]) -> str:
    """Дс – демалыс күні as «Дүйсенбі …»."""
    day = _WEEK[match["day"].lower()]
    return day.capitalize() if match["day"][0].isupper() else day


def _named_range(match: re.Match[str]) -> str | None:
    """Дүйсенбі–жұма and мамыр–қыркүйек, unless the two are neighbours."""
    order = _DAYS if match["a"].lower() in _DAYS else MONTHS
    first, last = match["a"].lower(), match["b"].lower()
    if re.match(r"\s+ай(?:лар)?ы", near(match)[1]):  # қаңтар-мамыр айларында
        return None
    if last not in order or (order.index(last) - order.index(first)) % len(order) <= 1:
        return None
    return _from_to(match["a"], last, near(match)[1])


_NAMED = rf"(?i:{'|'.join((*_DAYS, *MONTHS))})"
WEEKDAYS: list[Rule] = [
    Rule("week", re.compile(rf"(?<!\w)(?P<a>(?i:{'|'.join(_WEEK)}))\.?\s*{DASH}\s*(?P<b>(?i:{'|'.join(_WEEK)}))(?!\w)(?:\.(?!\s*$))?"), _weekdays),
    Rule(
        "week", re.compile(rf"(?<!\w)(?P<day>{'|'.join(day.capitalize() for day in _WEEK)})\.?(?=\s*[:–—,]|\s+(?:-\s|(?:және|мен|пен|бен)\s|күн|\d))"), _weekday
    ),
    Rule("week", re.compile(rf"(?<=,\s)(?P<day>(?i:{'|'.join(_WEEK)}))\.?(?=\s*[:–—,]|\s+(?:-\s|(?:және|мен|пен|бен)\s|күн|\d))"), _weekday),
    Rule("week", re.compile(rf"(?<!\w)(?<!\d )(?P<a>{_NAMED})\s*{DASH}\s*(?P<b>{_NAMED})(?!\w|{HYPHEN}\w)"), _named_range),
]
