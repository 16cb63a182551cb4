"""How Russian says short days of the week: Пн–Пт, вт и ср, кроме пн."""

import re

from audio_guide.speech.reading.ru_context import governed, words_before
from audio_guide.speech.reading.ru_numbers import CASES
from audio_guide.speech.reading.ru_tables import MAY_STOP
from audio_guide.speech.reading.spans import Rule

_FORMS = """
пн понедельник понедельника понедельнику понедельник понедельником понедельнике понедельникам
вт вторник вторника вторнику вторник вторником вторнике вторникам
ср среда среды среде среду средой среде средам
чт четверг четверга четвергу четверг четвергом четверге четвергам
пт пятница пятницы пятнице пятницу пятницей пятнице пятницам
сб суббота субботы субботе субботу субботой субботе субботам
вс воскресенье воскресенья воскресенью воскресенье воскресеньем воскресенье воскресеньям
"""
_DAYS = {forms[0]: tuple(forms[1:]) for forms in map(str.split, _FORMS.strip().splitlines())}
_SHORT = "|".join([*_DAYS, *map(str.capitalize, _DAYS)])
_LOWER = "|".join(_DAYS)
_DAY_BEFORE = re.compile(rf"(?:{_SHORT})\.?(?:,|\s?и)?\s+$")


def _day(match: re.Match[str]) -> str:
    """One day in the case of the word before it; several in a row share it."""
    text, at = match.string, match.start("day")
    for _ in _DAYS:
        if (before := _DAY_BEFORE.search(text, max(0, at - 8), at)) is None:
            break
        at = before.start()
    forms, allowed = _DAYS[match["day"].lower()], governed(text, at)
    if (words_before(text, at) or [""])[0] == "по":
        return forms[-1]
    case = {"ap": "a", "gi": "g", "ai": "a", "gp": "g"}.get(allowed, allowed[:1]) or "n"
    said = forms[CASES.index(case)]
    return said.capitalize() if not at and match["day"][0].isupper() and not allowed else said


def _days(match: re.Match[str]) -> str:
    """Пн–Пт: с понедельника по пятницу."""
    first, last = _DAYS[match["from"].lower()], _DAYS[match["until"].lower()]
    return f"{'со' if first[1][0] in 'вс' and first[1][1] in 'тр' else 'с'} {first[1]} по {last[3]}"


WEEKDAYS: list[Rule] = [
    Rule("weekdays", re.compile(rf"(?<!\w)(?:[Сс]\s)?(?P<from>{_SHORT})(?:\.?\s?[–—-]\s?|\.?\sпо\s)(?P<until>{_SHORT})(?!\w)(?:(?=\.){MAY_STOP})?"), _days),
    Rule("weekday", re.compile(rf"(?<!\w)(?P<day>{'|'.join(map(str.capitalize, _DAYS))})(?=[:,;–—]|\s\d|\s[и—–]\s|\s?$)"), _day),
    Rule("weekday", re.compile(rf"(?<![\w.])(?P<day>пн|вт|чт|пт|сб|вс)(?:(?=\.){MAY_STOP}|(?=[:,;)–—]|\s\d|\s[и—–]\s|\sс\s\d|\s?$))"), _day),
    Rule(
        "weekday",
        re.compile(rf"(?<![\w.])(?P<day>ср)(?:(?=\.?(?:,|\s?и)\s(?:{_LOWER})(?!\w))|(?<=[внчтсб][тпсб], ср)|(?<=[внчтсб][тпсб] и ср))(?:(?=\.){MAY_STOP})?"),
        _day,
    ),
]
