"""How Russian says signs and pauses at brackets and dashes."""

import re

from audio_guide.speech.reading.ru_tables import CAPITAL, table
from audio_guide.speech.reading.spans import Rule

_SHORT_WORD = 5
_COMPASS = table(
    "СВ: северо-востоку | С-В: северо-востоку | СЗ: северо-западу | С-З: северо-западу | ЮВ: юго-востоку | Ю-В: юго-востоку",
    "ЮЗ: юго-западу | Ю-З: юго-западу | С: северу | Ю: югу | В: востоку | З: западу",
)
MARKS: list[Rule] = [
    Rule("bracket", re.compile(r"[)\]](?=[»”\"]?\s*[.,;:!?…—–]|\s*[»”\"]?\s*$)|(?:^|(?<=[.!?…,;:]))\s*[(\[]"), lambda _: ""),
    Rule("bracket", re.compile(r"[)\]]\s*[(\[]"), lambda _: ","),
    Rule("dash", re.compile(rf"(?<=[^\W\d_]\.)(?<={CAPITAL}\.)\s+[—–-]\s+"), lambda _: ", "),
    Rule(
        "dash",
        re.compile(r"(?<![\w.])(?P<before>\w+)\.(?P<say>\s+[—–-]\s+)"),
        lambda m: ", " if len(m["before"]) < _SHORT_WORD and m["before"].islower() else "",
    ),
    Rule("dash", re.compile(r"^\s*[—–-]\s+|(?<=[.,!?…;:])[»”\"]?\s+[—–-]\s+|(?<=[.,!?…;:][»”\")])\s+[—–-]\s+"), lambda _: ""),
    Rule("sign", re.compile(r"(?<=\s)&(?=\s)"), lambda _: "и"),
    Rule("sign", re.compile(r"(?<=\s)\+(?=\s)"), lambda _: "плюс"),
    Rule("sign", re.compile(r"(?<=\s)=(?=\s)|(?<=\w)=(?=[\w−+-])"), lambda _: "равно"),
    Rule("sign", re.compile(r"§+\s?"), lambda m: "параграфы" if "§§" in m[0] else "параграф"),
    Rule("sign", re.compile(r"[~≈]\s?"), lambda _: "примерно"),
    Rule("sign", re.compile(r"%"), lambda _: "процентов"),
    Rule("sign", re.compile(r"°[CС]?"), lambda _: "градусов"),
    Rule("footnote", re.compile("[¹²³⁰⁴-⁹]+"), lambda _: ""),
    Rule("sign", re.compile(r"[>≥]\s?(?=\d)"), lambda _: "более"),
    Rule("sign", re.compile(r"[<≤]\s?(?=\d)"), lambda _: "менее"),
    Rule("sign", re.compile(r"\s?×\s?"), lambda _: "на"),
    Rule("compass", re.compile(rf"(?<=\sк\s)(?:{'|'.join(_COMPASS)})(?=\sот\s)"), lambda m: _COMPASS[m[0]]),
    Rule("sign", re.compile(r"±\s?"), lambda _: "плюс-минус"),
    Rule("sign", re.compile(r"(?<=\d)\+(?!\w)"), lambda _: "плюс"),
    Rule("dash", re.compile(r"(?<=\w)[–—](?=\w)"), lambda _: ", "),
    Rule("sign", re.compile(r"[*_|•·©®™#\\^<>→←↑↓†‡]+"), lambda _: ""),
    Rule("sign", re.compile(r"(?<=\w)/(?=\w)"), lambda _: ", "),
    Rule("after", re.compile(r"(?<=\d)[^\W\d_]+"), lambda m: m[0]),
    Rule("half", re.compile("½"), lambda _: "половина"),
]
