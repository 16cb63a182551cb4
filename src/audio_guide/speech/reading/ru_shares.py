"""How Russian says shares, lists of numbered things, and units after a written ending: 8 из 10 случаев, залы 1, 2 и 3, в 2-х км."""

import re

from audio_guide.speech.reading.ru_agreement import gender_of_many, of_a_woman
from audio_guide.speech.reading.ru_context import NEXT_LOWER, SMALL_WORDS, governed, looks_like_verb, next_word
from audio_guide.speech.reading.ru_counts import FREE, UNIT
from audio_guide.speech.reading.ru_numbers import CASES, HYPHEN, NUMBER, cardinal, ordinal, roman
from audio_guide.speech.reading.ru_places import form
from audio_guide.speech.reading.ru_tables import GAP, MAY_STOP
from audio_guide.speech.reading.ru_units import UNITS
from audio_guide.speech.reading.spans import Rule

_LISTED = (
    "барак|комнат|зал|остановк|камер|станци|пункт|лагпункт|точк|экспонат|витрин|стенд|кабинет|квартир|дом|корпус|этаж|блок|секци|сектор|шахт|школ|класс|групп|"
    "рот|бригад|отряд|отделени|вагон|эшелон|страниц|глав|стать|част|строк|рисунк|таблиц|вход|выход|ворот|дорожк|кнопк|ключ|групп|участк|лот|столб"
)
"""Stems of nouns whose numbers are names."""
_NAMES = "|".join(rf"{one}(?:,{GAP}{one})*{GAP}и{GAP}{one}" for one in (r"\d{1,3}", "[IVXХІ]+"))
_PLURAL = "(?:ы|и|а|я|ов|ев|ей|й|ам|ям|ами|ями|ах|ях)"
_SHORT = re.compile("(?:за|от|с|по|на|пере|раз|рас|у)[а-яё]*(?:ты|ны)")
"""Participles that no noun after a number looks like: закрыты, отведены."""


def _listed(match: re.Match[str]) -> str | None:
    """Бараки 1, 2 и 3 are called one, two and three; before a noun the numbers count it."""
    following = next_word(match.string, match.end())
    if following and following[0].islower() and not (following in SMALL_WORDS or looks_like_verb(following) or _SHORT.fullmatch(following)):
        return None
    return re.sub(r"\d+|[IVXХІ]+", lambda number: cardinal(int(number[0]) if number[0].isdecimal() else roman(number[0])), match["say"])


def _share(match: re.Match[str]) -> str:
    """в 8 из 10 случаев, 2 из 5 сестёр, осталась 1 из 620: the noun after the whole tells the gender, or the verb before the share."""
    text, number = match.string, int(match["number"])
    allowed = governed(text, match.start())
    noun = NEXT_LOWER.match(text, match.end("whole"))
    gender = gender_of_many(noun[1]) if noun else "m"
    if gender == "m" and not allowed and of_a_woman(text, match.start()):
        gender = "f"
    return cardinal(number, {"ap": "p", "ai": "i", "gi": "g"}.get(allowed, allowed[:1]) or "n", gender)


def _left(match: re.Match[str]) -> str:
    """Из 5 сестёр выжили 2: those of whom a share is named tell the gender."""
    return cardinal(int(match["say"]), "n", gender_of_many(match["noun"]))


def _said_twice(match: re.Match[str]) -> str | None:
    """8 (восемь) лет: a number with its own words behind it is said once, in the case that is written."""
    number, said = int(match["number"]), match["words"].replace("ё", "е")
    forms = (form for case in CASES for gender in "mfn" for form in (cardinal(number, case, gender), ordinal(number, case, gender)))
    return match["words"] if any(form.replace("ё", "е") == said for form in forms) else None


_ONE_PLACE = {"й": "n", "го": "g", "му": "d", "м": "p"}


def _unit_after_ending(match: re.Match[str]) -> str:
    """в 2-х км, с 5-ю кг: the ending tells the case of the unit, and between genitive and place the preposition."""
    tail, allowed = match["tail"], governed(match.string, match.start())
    if tail in _ONE_PLACE:  # на 25-м км is one of them
        return UNITS[re.sub(GAP, " ", match["unit"])].form(_ONE_PLACE[tail])
    case = {"ём": "d", "ум": "d", "ми": "i", "мя": "i", "ью": "i", "ю": "i"}.get(tail) or ("p" if "p" in allowed else "d" if allowed == "d" else "g")
    return UNITS[re.sub(GAP, " ", match["unit"])].form(case, plural=True)


LISTED: list[Rule] = [
    Rule(
        "listed",
        re.compile(rf"(?i:(?<![\w-])(?:{_LISTED}){_PLURAL}){GAP}+(?P<say>{_NAMES})(?![\w%°/-]|[.,:]\d)"),
        _listed,
    ),
]
"""Comes before centuries and places, which know Roman numbers too."""
SHARES: list[Rule] = [
    Rule("sign", re.compile(rf"[Ø⌀∅]{GAP}?(?=\d)"), lambda _: "диаметр"),
    Rule("said twice", re.compile(rf"(?<![\w.,№])(?P<number>\d{{1,5}}){GAP}?\((?P<words>[а-яё]+(?:{GAP}[а-яё]+){{0,6}})\)"), _said_twice),
    Rule(
        "unit",
        re.compile(
            rf"(?<![\w.,])\d+{HYPHEN}(?P<tail>х|ти|и|ми|мя|ью|ю|му|м|ём|ум|й|го){GAP}(?P<say>(?P<unit>(?!г(?!\w)){UNIT})(?![\wа-яё²³])(?:(?<=[а-яё]){MAY_STOP})?)"
        ),
        _unit_after_ending,
    ),
    Rule(
        "share",
        re.compile(rf"(?<!\w)[Ии]з{GAP}+{NUMBER}{GAP}+(?P<noun>[а-яё]+)(?:{GAP}[а-яё]+){{1,3}}{GAP}(?P<say>\d{{0,3}}[12])(?=[.,;!?)]|\s*$)(?![.,]\d)"),
        _left,
    ),
    Rule(
        "temperature",
        re.compile(rf"(?<!\w)[tт](?:°{GAP}?|{GAP})(?=(?:от{GAP})?[-–−+]?\d+(?:[.,]\d+)?{GAP}?°)"),
        lambda m: form("температура", m.string, m.start()),
    ),
    Rule(
        "share",
        re.compile(rf"{FREE}(?P<say>(?P<number>\d{{1,3}})){GAP}+из{GAP}+(?:(?:этих|тех|всех|своих|первых){GAP}+)?(?P<whole>{NUMBER})(?![\w%°/-]|{GAP}?%)"),
        _share,
    ),
]
