"""How Russian says centuries and Roman numbers: XX веке, II мировая война, Пётр I."""

import re

from audio_guide.speech.reading.ru_agreement import agreed
from audio_guide.speech.reading.ru_context import SMALL_WORDS, governed, looks_like_verb
from audio_guide.speech.reading.ru_dates import FREE, JOIN, NUMERAL, chain, last_case, place_case, shown_by
from audio_guide.speech.reading.ru_numbers import agreement, cardinal, declined, ordinal, roman
from audio_guide.speech.reading.ru_tables import GAP, MAY_STOP
from audio_guide.speech.reading.spans import Rule

_CENTURY = declined("m", "век века веку век веком веке века веков векам века веками веках")
_NEUTER = declined("n", "столетие столетия столетию столетие столетием столетии столетия столетий столетиям столетия столетиями столетиях")
_LAST_CENTURY = 30


def _centuries(match: re.Match[str]) -> str | None:
    """XX веке, XIX–XX вв., 20 век."""
    text, at, form, said = match.string, match.start(), match["form"], match["centuries"]
    signs = re.findall(rf"\d+|{NUMERAL}", said)
    values = [int(sign) if sign.isdecimal() else roman(sign) for sign in signs]
    if not all(values) or max(values) > _LAST_CENTURY:
        return None
    noun = _NEUTER if form.startswith("ст") else _CENTURY
    if form in {"в", "вв"}:
        case = place_case(text, at)
        return f"{chain(said, case, noun)} {noun.form(last_case(said, case), plural=form == 'вв')}"
    if signs[-1].isdecimal() and _counts_centuries(values[-1], form):
        return None
    shown = shown_by(form, noun, governed(text, at))
    if form in {"века", "столетия"} and shown == "g" and len(values) > 1 and not governed(text, at):
        shown = "n"
    return chain(said, shown, noun) if shown else None


def _counts_centuries(value: int, form: str) -> bool:
    if form in {"веков", "веками", "столетий"}:
        return True
    return agreement(value) == "few" and form in {"века", "столетия"}


def _roman(match: re.Match[str]) -> str | None:
    """II мировая война, Пётр I, глава IV: an ordinal that agrees with its neighbour."""
    text, sign = match.string, match["sign"]
    value = roman(sign) if not set(sign) & set("УПШСМ") else 0
    if not value or (value >= 50 and len(sign) < 4):
        return None
    before = re.search(rf"([^\W\d_]+){GAP}+$", text[max(0, match.start() - 30) : match.start()])
    if before and before[1].istitle() and (case := _unknown_ruler(before[1], text, match)):
        return ordinal(value, case).capitalize()
    if before and (of_name := _numbered_name(before[1], governed(text, match.start() - len(before[0])))):
        case, gender = of_name
        said = ordinal(value, case, gender)
        return said.capitalize() if before[1][0].isupper() and before[1][1:].islower() and not _PARTS.fullmatch(before[1].lower()) else said
    if len(sign) == 1 and not _OTHER_HALF.match(text, match.end()) and not (sign in "IVX" and _LOWER_WORD.match(text, match.end())):
        return None
    if _OTHER_HALF.match(text, match.end()):
        return ordinal(value, place_case(text, match.start()))
    if re.match(rf"{GAP}+лет(?!\w)", text[match.end() :]):
        return cardinal(value, governed(text, match.start())[:1] or "n")
    if _ANY_WORD.match(text, match.end()) is None:
        return cardinal(value)
    case, gender = agreed(text, match.start(), match.end())
    return ordinal(value, case, gender)


_LOWER_WORD, _ANY_WORD = re.compile(rf"{GAP}+[а-яё]{{3,}}"), re.compile(rf"{GAP}+«?[А-ЯЁа-яё]{{3,}}")
_OTHER_HALF = re.compile(rf"\s*[–—-]\s*(?:начал|кон|середин|перв|втор)[а-яё]*\s(?:половин[а-яё]+\s)?{NUMERAL}\s?в")
"""в XIX — начале XX века: the first century has its noun at the end."""
_PARTS = re.compile(r"(?:глав|част|том|раздел|класс|степен|групп|категори|отделени|пункт|стать|книг|выпуск|зал|блок|корпус|этап|тип|уров)[а-яё]*")
_WOMEN = re.compile(
    r"(?:Екатерин|Елизавет|Анн|Мари|Виктори|Изабелл|Маргарит|Клеопатр|Софи|глав|част|степен|групп|категори|стать|книг|Глав|Част|Книг|Стать|Групп)[а-яё]*"
)
_KINGS = re.compile(
    r"(?:П[её]тр|Павел|Павл|Никола|Александр|Иван|Васили|Алексе|Михаил|Ф[её]дор|Карл|Людовик|Генрих|Фридрих|Вильгельм|Георг|Эдуард|Ричард|Наполеон|"
    r"Франц|Филипп|Пи|Бенедикт|Иоанн|Лев|Льв|Абдул|Сулейман|Селим|Мехмед|Рамзес|Дари|Кир|Борис|Густав|Леопольд|Оттон|Август|Яков|Яков|Климент|Григори|Юли)[а-яё]*",
)
_NAME_ENDINGS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("ой", "ей", "ью"), "i", "i"),
    (("ом", "ем", "ём"), "i", "i"),
    (("а", "я"), "g", "n"),
    (("у", "ю"), "d", "a"),
    (("е",), "p", "d"),
    (("ы", "и"), "p", "g"),
)


def _numbered_name(word: str, allowed: str) -> tuple[str, str] | None:
    """The case and gender of a ruler's name or of глава, том, часть before a Roman number."""
    women = _WOMEN.fullmatch(word) is not None
    if not (women or _KINGS.fullmatch(word) or _PARTS.fullmatch(word.lower())):
        return None
    if word.lower() == "том":
        return "n", "m"
    gender = "f" if women else "n" if word.lower().startswith("отделени") else "m"
    for ends, man, woman in _NAME_ENDINGS:
        if word.endswith(ends) and not (not women and ends[0] == "ой" and word.endswith("ей")):
            case = woman if women else man
            if women and case in {"d", "g"} and "p" in allowed:
                case = "p"
            return ("n" if gender == "n" and word.endswith("е") else case), gender
    return "n", gender


_NOT_NAMED = re.compile(rf"\s*(?:[.,;:!?)»—–]|$)|{GAP}+(?P<next>[а-яё]+)")


def _unknown_ruler(word: str, text: str, match: re.Match[str]) -> str:
    """The case of a ruler who is in no list (хан Аблай II), or "" where the number may belong to the word after it."""
    after = _NOT_NAMED.match(text, match.end())
    if after is None or match["sign"] not in _LOW or _KINGS.fullmatch(word) or _WOMEN.fullmatch(word) or _PARTS.fullmatch(word.lower()):
        return ""
    if after["next"] and not (looks_like_verb(after["next"]) or after["next"] in SMALL_WORDS):
        return ""
    return next((man for ends, man, _ in _NAME_ENDINGS if word.endswith(ends) and not word.endswith("ей")), "n")


_LOW = frozenset(("I", "II", "III", "IV", "V", "VI", "VII", "VIII"))
_MILLENNIUM = declined(
    "n", "тысячелетие тысячелетия тысячелетию тысячелетие тысячелетием тысячелетии тысячелетия тысячелетий тысячелетиям тысячелетия тысячелетиями тысячелетиях"
)


def _millennia(match: re.Match[str]) -> str | None:
    """в III тыс. до н. э., II–I тыс."""
    said, case = match["centuries"], place_case(match.string, match.start())
    if not all(roman(sign) for sign in re.findall(NUMERAL, said)):
        return None
    several = len(re.findall(NUMERAL, said)) > 1
    return f"{chain(said, case, _MILLENNIUM)} {_MILLENNIUM.form(last_case(said, case), plural=several)}"


def _degree(match: re.Match[str]) -> str | None:
    """орден II ст., 1-й ст.: the class of an order is in the genitive."""
    value = roman(match["sign"]) if not match["sign"].isdecimal() else int(match["sign"])
    return f"{ordinal(value, 'g', 'f')} степени" if value else None


_CENTURY_LIST = rf"(?:\d{{1,2}}|{NUMERAL})(?:{JOIN}(?:\d{{1,2}}|{NUMERAL})){{0,3}}"
CENTURIES: list[Rule] = [
    Rule("century", re.compile(rf"{FREE}(?P<centuries>{_CENTURY_LIST}){GAP}?(?P<form>вв?)(?=\.){MAY_STOP}"), _centuries),
    Rule(
        "century",
        re.compile(
            rf"{FREE}(?P<say>(?P<centuries>{_CENTURY_LIST})){GAP}?(?P<form>(?:век(?:а|у|ом|е|и|ов|ам|ами|ах)?|столети(?:е|я|ю|ем|и|й|ям|ями|ях)))(?!\w)"
        ),
        _centuries,
    ),
    Rule("millennium", re.compile(rf"{FREE}(?P<centuries>{NUMERAL}(?:{JOIN}{NUMERAL})?){GAP}?тыс(?=\.){MAY_STOP}"), _millennia),
    Rule("degree", re.compile(rf"(?<![\w.])(?P<sign>[IVІ]{{1,3}}|[1-4](?=-))(?:-й|-ей|-ой)?{GAP}ст(?=\.){MAY_STOP}"), _degree),
    Rule("roman", re.compile(r"(?<![\w.&-])(?P<sign>[IVXLCDMХІ]+)(?![\w&]|[-‐‑]\w|\.[A-ZА-Я])"), _roman),
]
