"""English hours as they are said: nine oh five p m, ten o’clock to eighteen hundred hours."""

import re

from audio_guide.speech.reading.en_numbers import DASH, SP, cardinal
from audio_guide.speech.reading.spans import Rule

_HOUR = r"(?:2[0-4]|[01]?\d)"
_MINUTE = r"[0-5]\d"
HALF = r"(?:[AaPp]\.[Mm]\.(?!\s*$)|[AaPp]\.[Mm]\b|[ap]m\b|[AP]M\b)"
_START = r"(?<![\d.,:£$€/])"
_NO_AMOUNT = rf"(?!{SP}?(?:[%°£$€₸]|m\b|km|kg|cm|mm|ha\b|per{SP}cent|million|billion|metres|kilometres|tonnes|litres|hectares|kilograms|degrees|times))"
"""What follows 9.30 when it is no hour."""
_AT = rf"(?=\d)(?:(?<=\b[Aa]t{SP})|(?<=\b[Ff]rom{SP})|(?<=\b[Uu]ntil{SP})|(?<=\b[Tt]ill{SP})|(?<=\.\d\d{SP}to{SP})|(?<=\.\d\d{SP}and{SP}))"
_RATIO = re.compile(rf"(?:\b(?:scale|Scale|ratio|odds)(?:{SP}of)?|\bM|\bca?\.){SP}?:?{SP}?$")
_HRS = rf"{SP}?(?:hrs?\b(?:\.(?!\s*$))?|hours\b(?!{SP}of\b))"
_BY = rf"(?=\d\d)(?:(?<=\b[Aa]t{SP})|(?<=\b[Ff]rom{SP})|(?<=\b[Uu]ntil{SP})|(?<=\b[Tt]ill{SP})|(?<=\b[Bb]y{SP})|(?<=\bbefore{SP})|(?<=\bafter{SP})|(?<=\d\d{SP}to{SP})|(?<=\d\d{SP}and{SP})|(?<=hrs{SP}to{SP})|(?<=hours{SP}to{SP}))"
_FROM = rf"{_START}(?P<h>{_HOUR})"
_TO = rf"{SP}?{DASH}{SP}?(?P<h2>{_HOUR})"
_CLOCKS = [
    rf"{_FROM}(?:[:.](?P<m>{_MINUTE}))?(?:{SP}?(?P<half>{HALF}))?{_TO}(?:[:.](?P<m2>{_MINUTE}))?{SP}?(?P<half2>{HALF})",
    rf"{_FROM}(?:[:.](?P<m>{_MINUTE}))?{SP}?(?P<half>{HALF})",
    rf"{_FROM}:(?P<m>{_MINUTE}){_TO}:(?P<m2>{_MINUTE})(?!\d|[:,]\d)(?:{_HRS}|{SP}h\b(?:\.(?!\s*$))?)?",
    rf"{_FROM}:(?P<m>{_MINUTE})(?!\d|[:,]\d)(?P<hrs>{_HRS})?",
    rf"{_FROM}:(?P<m>{_MINUTE}):(?P<s>{_MINUTE})(?!\d|[:,]\d)",
    rf"{_START}(?<!\w)(?P<h>0\d|1\d|2[0-4])(?P<m>{_MINUTE})(?:{_HRS})?{_TO}(?P<m2>{_MINUTE})(?P<hrs>{_HRS})(?!\w)",
    rf"{_START}(?<!\w)(?P<h>0\d)(?P<m>{_MINUTE})(?P<hrs>{_HRS}|(?={SP}(?:to|until|and|or){SP}[0-2]\d{_MINUTE}{_HRS}))(?!\w)",
    rf"{_BY}(?P<h>1\d|2[0-4])(?P<m>{_MINUTE})(?P<hrs>{_HRS})(?!\w)",
    rf"{_BY}(?P<h>1\d|2[0-4])(?P<m>{_MINUTE})(?P<hrs>(?={SP}(?:to|until|and|or){SP}[0-2]\d{_MINUTE}{_HRS}))",
    rf"{_FROM}h(?P<m>{_MINUTE})(?!\w)",
    rf"{_FROM}\.(?P<m>{_MINUTE})(?={SP}(?:in{SP}the{SP}(?:morning|afternoon|evening|night)|at{SP}night|o[’']clock)\b)",
    rf"{_FROM}\.(?P<m>{_MINUTE}){_TO}\.(?P<m2>{_MINUTE})(?!\d|[.,]\d){_NO_AMOUNT}(?:{_HRS}|{SP}h\b(?:\.(?!\s*$))?)?",
    rf"{_AT}(?P<h>{_HOUR})\.(?P<m>{_MINUTE})(?!\d|[.,]\d){_NO_AMOUNT}",
]


def _time(hour: str, minute: str, half: str) -> str:
    """9:05 is nine oh five, 12:00 twelve o’clock, 18:00 eighteen hundred hours, 4 am four a m."""
    number, letters = int(hour), " ".join(half.replace(".", "").lower())
    if number in {0, 24} and not letters:
        return "midnight" if minute == "00" else f"zero {cardinal(int(minute))}"
    said = cardinal(number)
    if minute == "00":
        said += "" if letters else " hundred hours" if number > 12 else " o’clock"
    elif minute:
        said += f" {'oh ' if minute.startswith('0') else ''}{cardinal(int(minute))}"
    return f"{said} {letters}".strip()


def _military(hour: str, minute: str) -> str:
    """0600 hours is oh six hundred, 17:30 hrs seventeen thirty."""
    first = f"{'oh ' if hour[0] == '0' and len(hour) > 1 else ''}{cardinal(int(hour))}"
    return f"{first} {'hundred' if minute == '00' else ('oh ' if minute[0] == '0' else '') + cardinal(int(minute))}"


def _clock(match: re.Match[str]) -> str | None:
    """One hour, or from one hour to another; a scale of 1:50 is none."""
    if ":" in match.group() and _RATIO.search(match.string[max(0, match.start() - 12) : match.start()]):
        return None
    found = {"m": "", "half": "", "h2": "", "m2": "", "half2": "", **{name: text for name, text in match.groupdict().items() if text}}
    if match.groupdict().get("hrs") is not None:
        said = _military(found["h"], found["m"])
        return f"{said} to {_military(found['h2'], found['m2'])} hours" if found["h2"] else f"{said} hours" if match["hrs"] else said
    said = _time(found["h"], found["m"], found["half"])
    if match.groupdict().get("s"):
        seconds = int(match["s"])
        return f"{said} and {cardinal(seconds)} second{'' if seconds == 1 else 's'}"
    if found["m"] == "00" and re.match(rf"{SP}(?:noon|midday|midnight)\b", match.string[match.end() : match.end() + 10]):
        return cardinal(int(found["h"]))
    return f"{said} to {_time(found['h2'], found['m2'], found['half2'])}" if found["h2"] else said


CLOCKS = [Rule("clock", re.compile(pattern), _clock) for pattern in _CLOCKS]
