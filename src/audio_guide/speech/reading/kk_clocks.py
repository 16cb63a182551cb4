"""How Kazakh says hours: таңғы алты отызда, сағат тоғыздан он сегізге дейін."""

import re

from audio_guide.speech.reading.kk_numbers import ALONE, DASH, HYPHEN, attach, cardinal, code, is_ending, near, with_tail
from audio_guide.speech.reading.spans import Rule

_PART_OF_DAY = r"(?:сағат\w*|сағ\.|таңғы|таңертеңгі|кешкі|түнгі|түскі|күндізгі|таңертең|кешке|түнде)"
CLOCK_BEFORE = re.compile(rf"(?i)(?<!\w){_PART_OF_DAY}\s+(?:шамамен\s+)?$")
"""What makes 6.30 an hour and no day of June."""
_HOUR_BEFORE = re.compile(rf"(?i)(?:{_PART_OF_DAY}|(?<!\w)сағ)\s+$|\d[:.]\d\d\S*\s*(?:мен|пен|бен|және|,)?\s*$")


def _hour(hours: str, minutes: str) -> str:
    if int(minutes) == 0:
        return cardinal(int(hours))
    return f"{cardinal(int(hours))} {code(minutes)}"


def _clock(match: re.Match[str]) -> str | None:
    """06:30-да as «сағат алты отызда», 9:00–18:00 as «сағат тоғыздан он сегізге дейін»."""
    before, after = near(match)
    if re.search(r"(?i)(?:масштаб|қатынас)\w*\s*[:—–-]?\s*$", before) or re.match(r"(?i)\s*(?:масштаб|қатынас|есебі)", after):
        return None
    named = _HOUR_BEFORE.search(before)
    if "." in match.group() and not CLOCK_BEFORE.search(before) and not (match["tail"] and is_ending(match["tail"])) and not match["h2"]:
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


_TIME = r"(?:[01]?\d|2[0-4])"
CLOCKS: list[Rule] = [
    Rule(
        "clock",
        re.compile(
            rf"{ALONE}(?P<h>{_TIME})(?P<sep>[:.])(?P<m>[0-5]\d)(?:\s*{DASH}\s*(?P<h2>{_TIME})(?P=sep)(?P<m2>[0-5]\d))?(?![\d:]|[.,]\d|[ \u00a0\u202f]\d{{3}}(?!\d))(?:\s?сағ(?=\.)(?:\.(?!\s*[»”\")]*\s*$))?)?(?:{HYPHEN}(?P<tail>[^\W\d_]+))?"
        ),
        _clock,
    ),
]
