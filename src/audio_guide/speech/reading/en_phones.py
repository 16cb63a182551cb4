"""How English says telephone numbers: figure by figure, group by group."""

import re

from audio_guide.speech.reading.en_numbers import figures
from audio_guide.speech.reading.spans import Rule


def _phone(match: re.Match[str]) -> str:
    groups = re.findall(r"\d+", match["say"] if "say" in match.re.groupindex else match.group())
    return ("plus " if match.group().startswith("+") else "") + ", ".join(map(figures, groups))


PHONES = [
    Rule("phone", re.compile(r"(?<![\w.,-])(?:\+?\d{1,3}\s?\(\d{2,5}\)|\(\d{3,5}\)|\+\d{1,3})(?:[-–\s]?\d{2,4}){1,5}(?!\d)"), _phone),
    Rule(
        "phone",
        re.compile(
            r"(?<![\w.,-])8[-\s]\d{4}(?:[-\s]\d{2,3}){2,3}(?!\d)|(?<![\w.,-])8[-\s]\d{3}[-\s]\d{3}[-\s]\d{2}[-\s]\d{2}(?!\d)|(?<![\w.,-])(?<!\d\s)0\d{2,4}[\s-]\d{3,4}(?:[\s-]\d{3,4})?(?!\d)"
        ),
        _phone,
    ),
    Rule(
        "phone",
        re.compile(r"(?<![\w.,/-])\d{2,3}-\d{2}-\d{2}(?!-?\d)|(?<![\w.,+-])\+\d{1,3}(?:\.\d{2,7}){1,4}(?!\d)|(?<![\w.,+-])(?:\+\d{7,15}|8\d{10})(?!\d)"),
        _phone,
    ),
    Rule(
        "phone",
        re.compile(
            r"(?:\b[Cc]all|\b[Dd]ial|\b[Tt]el\.?:?|\b[Pp]hone:?|\b[Tt]elephone:?|\b[Ff]ax:?|\b[Pp]h\.?:|\b[Mm]ob(?:ile|\.):?|\b[Ee]mergency(?: number)?:|\b[Pp]assword:?|\b[Cc]ode:?|\bPIN:?|\b[Cc]all us (?:on|at)|\b[Rr]ing|\b[Ee]xt\.?(?=\s\d{3}))"
            r"\s(?P<say>\d{2,11}(?:[\s-]\d{2,3}){0,4})(?![\d,.:]\d|\d|\s(?:times|people|women|men|children|names|others))"
        ),
        _phone,
    ),
]
