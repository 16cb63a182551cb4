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
_AT = rf"(?:(?<=\b[Aa]t{SP})|(?<=\b[Ff]rom{SP})|(?<=\b[Uu]ntil{SP})|(?<=\b[Tt]ill{SP})|(?<=\.\d\d{SP}to{SP})|(?<=\.\d\d{SP}and{SP}))"
_FROM = rf"{_START}(?P<h>{_HOUR})"
_TO = rf"{SP}?{DASH}{SP}?(?P<h2>{_HOUR})"
_CLOCKS = [
    rf"{_FROM}(?:[:.](?P<m>{_MINUTE}))?(?:{SP}?(?P<half>{HALF}))?{_TO}(?:[:.](?P<m2>{_MINUTE}))?{SP}?(?P<half2>{HALF})",
    rf"{_FROM}(?:[:.](?P<m>{_MINUTE}))?{SP}?(?P<half>{HALF})",
    rf"{_FROM}:(?P<m>{_MINUTE}){_TO}:(?P<m2>{_MINUTE})(?!\d|[:,]\d)",
    rf"{_FROM}:(?P<m>{_MINUTE})(?!\d|[:,]\d)",
    rf"{_FROM}\.(?P<m>{_MINUTE}){_TO}\.(?P<m2>{_MINUTE})(?!\d|[.,]\d){_NO_AMOUNT}",
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


def _clock(match: re.Match[str]) -> str:
    """One hour, or from one hour to another."""
    found = {"m": "", "half": "", "h2": "", "m2": "", "half2": "", **{name: text for name, text in match.groupdict().items() if text}}
    said = _time(found["h"], found["m"], found["half"])
    return f"{said} to {_time(found['h2'], found['m2'], found['half2'])}" if found["h2"] else said


CLOCKS = [Rule("clock", re.compile(pattern), _clock) for pattern in _CLOCKS]
