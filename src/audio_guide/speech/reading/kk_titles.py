"""What stands before a Kazakh name or a number in short: ranks, rooms, newspapers, and units that a hyphen parts from their ending."""

import re

from audio_guide.speech.reading.kk_numbers import CAPITAL, HYPHEN, LOWER, attach, is_ending
from audio_guide.speech.reading.kk_words import RANKS
from audio_guide.speech.reading.spans import Rule

END = r"\s*[»”\")]*\s*$"
GOES_ON = rf"(?:\.(?!{END}))?"
"""A full stop that belongs to the abbreviation alone, since the text goes on."""
MAY_STOP = rf"(?:\.(?!{END}|\s+[«\"(]?{CAPITAL}))?"
"""The same where a capital letter after it begins a new sentence, so that the stop stays."""
ROOMS = {"пәт": "пәтер", "каб": "кабинет", "кв": "пәтер", "оф": "кеңсе"}
_RANKS = "|".join(re.escape(rank).replace(r"\ ", r"\s?") for rank in sorted({*RANKS, *(rank.capitalize() for rank in RANKS)}, key=len, reverse=True))


def _rank(match: re.Match[str]) -> str:
    """Ген.-м. and ст. л-т before a name."""
    said = RANKS[match["rank"].lower().replace(" ", "")]
    return said.capitalize() if match["rank"][0].isupper() else said


def _joined_unit(match: re.Match[str]) -> str | None:
    """Градус-тан, with a hyphen where none is needed."""
    return attach(match["word"], match["tail"]) if is_ending(match["tail"]) else None


TITLES: list[Rule] = [
    Rule("rank", re.compile(rf"(?<![\w.-])(?P<rank>{_RANKS})(?=\s(?:{CAPITAL}\.|{CAPITAL}{LOWER}))"), _rank),
    Rule("place", re.compile(r"(?<![\w.])(?P<short>пәт|каб|кв|оф)\.(?=\s?\d)"), lambda m: ROOMS[m["short"]]),
    Rule("place", re.compile(rf"\d\s(?P<say>(?P<short>каб|пәт)(?=\.){MAY_STOP})"), lambda m: ROOMS[m["short"]]),
    Rule("about", re.compile(r"(?<!\w)(?:[Cc]a?|[Cc]irca|[Оо]к|ш)\.\s?(?=\d)"), lambda _: "шамамен"),
    Rule(
        "unit",
        re.compile(rf"(?<!\w)(?P<word>пайыз|градус|(?:кило|санти)?метр|шақырым|тонна|теңге|адам|мың|миллион|миллиард){HYPHEN}(?P<tail>{LOWER}+)"),
        _joined_unit,
    ),
    Rule(
        "paper", re.compile(r"[»”\"]\s(?P<say>(?P<short>газ|журн|ж-л)(?:\.(?!\s*$)|(?=\.)|(?!\w)))"), lambda m: "газеті" if m["short"] == "газ" else "журналы"
    ),
]
"""Rules that come before the tables of abbreviations."""
