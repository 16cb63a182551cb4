"""How Kazakh says what short notes of a life give: (1905 ж. т. – 1937 ж. қ. б.), † 1938, туған 1901."""

import re

from audio_guide.speech.reading.kk_numbers import attach, ordinal
from audio_guide.speech.reading.kk_words import MONTHS
from audio_guide.speech.reading.spans import Rule

_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_LAST_DAY = 31
_DONE = {"*": "туған"}
_DIED = "қайтыс болған"


def _sign(match: re.Match[str]) -> str | None:
    """† 1938 as «… жылы қайтыс болған»; a sign without a year is the word alone."""
    done = _DONE.get(match["sign"], _DIED)
    if not match["year"]:
        return done
    if not match["day"]:
        return f"{ordinal(int(match['year']))} жылы {done}"
    day, month = int(match["day"]), int(match["month"])
    if not (0 < day <= _LAST_DAY and 0 < month <= len(MONTHS)):
        return None
    return f"{ordinal(int(match['year']))} жылғы {ordinal(day)} {attach(MONTHS[month - 1], 'да')} {done}"


_DATE = rf"(?:(?P<day>\d\d?)\.(?P<month>\d\d?)\.)?(?P<year>{_YEAR})(?!\d)(?:\s?ж\.(?=\s*[),;–—-])|\s+жылы?(?!\w))?"
LIVES: list[Rule] = [
    Rule("life", re.compile(rf"(?P<sign>[†✝])\s?(?:{_DATE})?"), _sign),
    Rule("life", re.compile(rf"(?<=\()\s*(?P<sign>\*)\s?{_DATE}"), _sign),
    Rule("life", re.compile(rf"(?<![\w.])(?<!\d\s)т\.(?=\s?{_YEAR}(?!\d)(?!-\d))"), lambda _: "туған"),
    Rule("life", re.compile(r"(?<=ж\.)\s?т\.(?=\s*[–—-]\s)"), lambda _: "туған,"),
    Rule("life", re.compile(r"(?:(?<=ж\.)|(?<=жылы))\s?қ\.\s?б(?:(?=\.\s*$)|\.(?!\s*$))|(?<![\w.])қ\.\s?б\.(?=\s?\d)"), lambda _: _DIED),
    Rule(
        "life",
        re.compile(rf"(?i:туған|туды|қайтыс(?:\s+бол\w+)?)\s*[:–—]?\s*(?P<say>(?P<year>{_YEAR}))(?=\s*(?:[)\];.]|,(?!\s*\d{{4}})|$|[–—-]\s))"),
        lambda m: f"{ordinal(int(m['year']))} жылы" if int(m["year"]) % 100 else None,  # a round number counts people
    ),
]
"""Rules that come before all others of dates."""
