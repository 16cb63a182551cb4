"""What Kazakh knows by its number: telephones, codes, № 00486, № 1–4 залдар, § 5; and N, which is a number sign or the north."""

import re

from audio_guide.speech.reading.kk_letters import LETTERS, spell
from audio_guide.speech.reading.kk_measures import TAIL
from audio_guide.speech.reading.kk_numbers import (
    DASH,
    HYPHEN,
    LOWER,
    WHOLE,
    attach,
    code,
    is_ending,
    makes_ordinal,
    near,
    ordinal,
    ordinal_of,
    whole,
    with_tail,
)
from audio_guide.speech.reading.spans import Rule

_PLACES = (
    r"(?:[а-яәғқңөұүһі]+\s+)?(?:лагер|мектеп|мектебі|бөлім|барак|барақ|вагон|түрме|камера|учаск|аурухана|зал|экспонат|аялдама|қабат|балабақша"
    r"|бағыт|автобус|шахта|зауыт|фабрика|цех|пункт|қабір|кесте|сурет|бригада|дивизия|нүкте|полк|армия|отряд|колони|колхоз|совхоз|стансы|станци|корпус|лагпункт|пәтер|үй(?!\w)|бөлме|тарау|көше|разъезд|қақпа|витрина|стенд|блок|касса|кабинет|қатар)"
)
_SIDES = {"N": "солтүстік ендік", "S": "оңтүстік ендік", "E": "шығыс бойлық", "W": "батыс бойлық"}
_ONE_NUMBER, _WITH_TRUNK, _ODD_GROUPS = 3, 11, (5, 7)
"""Lengths of telephone groups: said as one number, with a trunk 7 or 8 before it, begun with three figures before the pairs."""
_PHONE_GAP = "[ \u00a0\u202f‑-]"


def _numbered(match: re.Match[str]) -> str:
    """№ 5 before a place is its ordinal, any other № is said «нөмір» and the number with its noughts."""
    digits, tail, after = re.sub(r"\D", "", match["number"]), match["tail"], near(match)[1]
    words = f"{code(digits)} {LETTERS[match['letter'].upper()]}" if match["letter"] else code(digits)
    if tail and len(tail) == 1 and tail.upper() in LETTERS and not is_ending(tail):
        return f"нөмір {words} {LETTERS[tail.upper()]}"
    if tail and tail.isupper():
        return f"нөмір {words} {spell(tail)}"
    if tail and (is_ending(tail) or not makes_ordinal(tail)):
        return f"нөмір {with_tail(words, whole(digits), tail)}"
    if tail:
        return with_tail(words, whole(digits), tail)
    if not digits.startswith("0") and re.match(rf"(?i)\s+[«„“\"]?{_PLACES}", after):
        return ordinal_of(words)
    if match["joined"]:
        return ordinal_of(words)
    return f"нөмір {words}"


def _numbered_row(match: re.Match[str]) -> str:
    """№ 1–4 залдар and № 1, 2, 3 барактар: every number is the ordinal of a place."""
    row = re.sub(rf"(?<=\d){HYPHEN}(?=,|\s|$)", "", match["row"])
    row = re.sub(rf"\s*{DASH}\s*", ", ", row.replace("№", ""))
    return re.sub(r"\d+", lambda number: ordinal(int(number.group())), row)


def _phone(match: re.Match[str]) -> str:
    """A telephone number group by group, long groups in pairs."""
    groups = re.findall(r"\d+", match["say"])
    said: list[str] = []
    for group in groups:
        if len(group) <= _ONE_NUMBER:
            said.append(code(group))
            continue
        odd = int(len(group) == _WITH_TRUNK)
        pieces = [group[:odd]] * odd
        rest = group[odd:]
        while len(rest) in _ODD_GROUPS or len(rest) > max(_ODD_GROUPS):
            pieces.append(rest[:3])
            rest = rest[3:]
        said += [code(piece) for piece in (*pieces, *re.findall("..", rest))]
    return ("плюс " if match["say"].startswith("+") else "") + ", ".join(said)


def _in_threes(match: re.Match[str]) -> str:
    """A postcode or a tax number by three figures: 021801 is «нөл жиырма бір, сегіз жүз бір»."""
    return ", ".join(code(group) for group in re.findall(r"\d{3}", match["say"]))


def _paragraphs(match: re.Match[str]) -> str:
    """§ 5 and §§ 5–7 with their word."""
    first = ordinal_of(code(match["number"]))
    return f"{first}, {ordinal_of(code(match['last']))} параграфтар" if match["last"] else f"{first} параграф"


def _side(match: re.Match[str]) -> str:
    """N after the degrees is «солтүстік ендік», before them «солтүстік ендік» too."""
    return _SIDES[match["side"] or match["first"]]


NUMBERED: list[Rule] = [
    Rule("phone", re.compile(rf"(?<![\w+.,-])(?P<say>[78]{_PHONE_GAP}(?:7\d\d|800){_PHONE_GAP}\d{{3}}{_PHONE_GAP}\d\d{_PHONE_GAP}\d\d)(?!\d)"), _phone),
    Rule("phone", re.compile(rf"(?<![\w+.,-])(?P<say>[78]{_PHONE_GAP}7\d{{3}}(?:{_PHONE_GAP}\d\d){{3}})(?!\d)"), _phone),
    Rule("phone", re.compile(rf"(?<![\w+])(?P<say>\+\d{{1,3}}{_PHONE_GAP}?(?:\(\d{{3,6}}\)|\d{{2,5}})(?:{_PHONE_GAP}?\d{{1,7}}){{1,5}})(?!\d)"), _phone),
    Rule("phone", re.compile(rf"(?<![\w+])(?P<say>(?:[78]{_PHONE_GAP}?)?\(\d{{3,6}}\){_PHONE_GAP}?\d{{1,3}}(?:{_PHONE_GAP}?\d{{2}}){{1,3}})(?!\d)"), _phone),
    Rule("phone", re.compile(r"(?<![\w+-])(?P<say>(?:8[- ]\d{3}[- ])?\d{2,3}-\d{2}-\d{2}(?:-\d{2})?)(?![\d-])"), _phone),
    Rule("phone", re.compile(rf"(?<![\w+.,])(?P<say>[78]7\d{{9}})(?!\d|[.,/:]\d|\s*[%‰°₸$€]|{HYPHEN}?\w)"), _phone),
    Rule("side", re.compile(r"(?:(?<=[°′″])|(?<=\d['’\"]))\s?(?P<side>[NSEW])(?!\w)|(?<!\w)(?P<first>[NSEW])(?=\s?\d{1,3}(?:[.,]\d+)?°)"), _side),
    Rule("code", re.compile(r"(?:БСН|ЖСН|БИН|ИИН)[:\s№]{1,3}(?P<say>\d{12})(?!\d)"), _in_threes),
    Rule("code", re.compile(rf"(?<![\d.,№/-])(?<!№\s)(?P<say>0\d{{5}})(?![\d/%]|[.,:-]\d|{HYPHEN}\w)"), _in_threes),
    Rule(
        "number sign",
        re.compile(
            rf"(?<!№)№+\s*(?P<row>\d{{1,3}}{HYPHEN}?(?:(?:\s*{DASH}\s*|,\s+|\s+(?:және|мен|пен|бен)\s+)(?:№\s*)?\d{{1,3}}{HYPHEN}?)+)(?:(?=\s+{_PLACES})|(?<=[-‐‑])(?={_PLACES}))"
        ),
        _numbered_row,
    ),
    Rule(
        "number sign",
        re.compile(
            rf"(?:(?<!№)№+|(?<!\w)N[oº°]?\.?(?=\s?\d)|#(?=\d))\s*(?P<number>{WHOLE})(?P<letter>[а-яА-Я](?!\w))?(?:(?P<joined>{HYPHEN}[«„“\"](?=\w\w))|{TAIL})"
        ),
        _numbered,
    ),
    Rule("number sign", re.compile(rf"№+(?:{HYPHEN}(?P<tail>{LOWER}+))?"), lambda m: attach("нөмір", m["tail"] or "")),
    Rule("paragraph sign", re.compile(rf"§+\s*(?P<number>\d+)(?:\s?{DASH}\s?(?P<last>\d+))?"), _paragraphs),
]
