"""Russian years, dates, centuries, ordinals and clock times, in the case that the neighbours ask for."""

import re

from audio_guide.speech.reading.ru_numbers import cardinal, compound, ordinal
from audio_guide.speech.reading.shared import ROMAN, roman
from audio_guide.speech.reading.spans import Rule

SP = r"[\s\u00a0\u202f]"
DASH = r"[-–—\u2011]"
MONTHS = ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря")
MONTH = rf"(?:{'|'.join(MONTHS)})"
GENITIVE = {
    "с",
    "со",
    "до",
    "от",
    "из",
    "без",
    "для",
    "после",
    "около",
    "более",
    "менее",
    "больше",
    "меньше",
    "свыше",
    "кроме",
    "у",
    "среди",
    "порядка",
    "начала",
    "конца",
}
DATIVE = {"к", "ко", "благодаря"}
INSTRUMENTAL = {"между", "перед", "над", "под"}
PREPOSITIONAL = {"в", "во", "на", "о", "об", "при"}
_BEFORE = re.compile(r"([А-Яа-яЁё-]+)[\s\u00a0«(]+$")
YEAR_WORDS = {
    "год": "n", "года": "g", "году": "p", "годе": "p", "годом": "i", "годы": "n", "годов": "g", "годах": "p", "годам": "d", "годами": "i",
}  # fmt: skip
CENTURY_WORDS = {"век": "n", "века": "g", "веке": "p", "веку": "d", "веком": "i", "веков": "g", "веках": "p", "векам": "d", "веками": "i"}


def word_before(match: re.Match[str], group: str | int = 0) -> str:
    """Return the word before a match in small letters, or ""."""
    found = _BEFORE.search(match.string[max(0, match.start(group) - 40) : match.start(group)])
    return found[1].lower() if found else ""


def case_after(word: str) -> str | None:
    """Return the case that a preposition asks for; «в» and «на» are said to ask for the prepositional."""
    for case, words in (("g", GENITIVE), ("d", DATIVE), ("i", INSTRUMENTAL), ("p", PREPOSITIONAL)):
        if word in words:
            return case
    return None


def _is_year(text: str) -> bool:
    return 1000 <= int(text) <= 2199


def _year_case(match: re.Match[str], word: str) -> tuple[str, str]:
    """Return the case of a year and its noun written out."""
    before = word_before(match)
    if word.rstrip(".") in {"г", "гг"}:
        case = case_after(before) or ("g" if re.search(rf"{MONTH}{SP}*$", match.string[: match.start()]) else "a" if before == "по" else "n")
        many = word.startswith("гг")
        noun = {"n": ("год", "годы"), "a": ("год", "годы"), "g": ("года", "годов"), "d": ("году", "годам"), "i": ("годом", "годами"), "p": ("году", "годах")}
        return case, noun[case][many]
    case = YEAR_WORDS.get(word, "n")
    if word == "году" and before in DATIVE | {"по"}:
        case = "d"
    return case, word


def _years(match: re.Match[str]) -> str | None:
    first, second, word = match["a"], match["b"], match["word"]
    if second and len(second) == 2:
        second = first[:2] + second
    if not _is_year(first) or (second and not _is_year(second)):
        return None
    case, noun = _year_case(match, word)
    if second:
        return f"{ordinal(int(first), case)}, {ordinal(int(second), case)} {noun}"
    return f"{ordinal(int(first), case)} {noun}"


def _from_year(match: re.Match[str]) -> str | None:
    """С 1938 по 1953 год: the first year in the genitive, the second as its preposition asks."""
    first, link, second, word = match["a"], match["link"], match["b"], match["word"] or ""
    if not (_is_year(first) and _is_year(second)):
        return None
    said = f"{match['from']} {ordinal(int(first), 'g')} {link} {ordinal(int(second), 'a' if link == 'по' else 'g')}"
    noun = "" if not word else "год" if link == "по" else "года"
    return f"{said} {noun}".strip()


def _life(match: re.Match[str]) -> str | None:
    first, second = int(match["a"]), int(match["b"])
    if not (_is_year(match["a"]) and _is_year(match["b"])):
        return None
    return f"{ordinal(first)}, {ordinal(second)} годы"


def _bare_year(match: re.Match[str]) -> str | None:
    """В 1938-м is for the tail rule; «в 1938» alone is a year, for people write so."""
    if not _is_year(match["a"]):
        return None
    return f"{ordinal(int(match['a']), 'p')} году"


def _day_case(match: re.Match[str]) -> str:
    before = word_before(match)
    return "d" if before in DATIVE else "a" if before in {"на", "по"} else "g"


def _day(match: re.Match[str]) -> str | None:
    first, second, month, year = int(match["a"]), match["b"], match["month"], match["y"]
    if not 1 <= first <= 31:
        return None
    if second and not word_before(match):
        days = f"с {ordinal(first, 'g', 'n')} по {ordinal(int(second), 'a', 'n')}"
    elif second:
        days = f"{ordinal(first, _day_case(match), 'n')}, {ordinal(int(second), _day_case(match), 'n')}"
    else:
        days = ordinal(first, _day_case(match), "n")
    return f"{days} {month}" + (f" {ordinal(int(year), 'g')} года" if year else "")


def _from_day(match: re.Match[str]) -> str:
    link = match["link"]
    return f"с {ordinal(int(match['a']), 'g', 'n')} {link} {ordinal(int(match['b']), 'a' if link == 'по' else 'g', 'n')} {match['month']}"


def _full_date(match: re.Match[str]) -> str | None:
    day, month, year = int(match["d"]), int(match["m"]), int(match["y"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return f"{ordinal(day, _day_case(match), 'n')} {MONTHS[month - 1]} {ordinal(year, 'g')} года"


def _century(match: re.Match[str]) -> str | None:
    first, second, word = roman(match["a"]), roman(match["b"] or ""), match["word"]
    if not first or (match["b"] and not second):
        return None
    if word.rstrip(".") in {"в", "вв"}:
        case = case_after(word_before(match)) or "g"
        forms = {"n": ("век", "века"), "g": ("века", "веков"), "d": ("веку", "векам"), "i": ("веком", "веками"), "p": ("веке", "веках")}
        word = forms[case][bool(second)]
    else:
        case = "n" if second and word == "века" else CENTURY_WORDS[word]
    said = f"{ordinal(first, case)}, {ordinal(second, case)}" if second else ordinal(first, case)
    return f"{said} {word}"


_WOMEN = {"екатерина", "елизавета", "анна", "мария", "виктория"}


def _ruler(match: re.Match[str]) -> str | None:
    """Николай II, Екатерины II: the ordinal agrees with the name."""
    number, name = roman(match["a"]), match["name"].lower()
    if not number:
        return None
    woman = any(name[:-1] == known[:-1] for known in _WOMEN)
    ending = name[-1]
    if woman:
        case = {"а": "n", "я": "n", "ы": "g", "и": "g", "е": "p", "у": "a", "ю": "a"}.get(ending, "i")
        return ordinal(number, case, "f").capitalize()
    case = {"а": "g", "я": "g", "у": "d", "ю": "d", "е": "p", "м": "i"}.get(ending, "n")
    return ordinal(number, case).capitalize()


def _roman(match: re.Match[str]) -> str | None:
    """II мировая, I съезда: the ordinal agrees with the word after it."""
    number, after = roman(match["a"]), match["after"].lower()
    if not number:
        return None
    for ending, case, gender in (
        ("ая", "n", "f"), ("яя", "n", "f"), ("ой", "g", "f"), ("ую", "a", "f"), ("ый", "n", "m"), ("ий", "n", "m"), ("ого", "g", "m"), ("ому", "d", "m"),
        ("ым", "i", "m"), ("ом", "p", "m"), ("ое", "n", "n"), ("а", "g", "m"), ("у", "d", "m"), ("е", "p", "m"),
    ):  # fmt: skip
        if after.endswith(ending):
            return ordinal(number, case, gender)
    return ordinal(number)


TAILS: dict[str, tuple[str, str, bool]] = {
    "й": ("n", "m", False), "ый": ("n", "m", False), "ой": ("n", "m", False), "я": ("n", "f", False), "ая": ("n", "f", False), "е": ("n", "n", False),
    "ое": ("n", "n", False), "го": ("g", "m", False), "ого": ("g", "m", False), "му": ("d", "m", False), "ому": ("d", "m", False), "м": ("p", "m", False),
    "ом": ("p", "m", False), "ю": ("a", "f", False), "ую": ("a", "f", False), "х": ("g", "m", True), "ых": ("g", "m", True), "ми": ("i", "m", True),
    "ыми": ("i", "m", True), "ые": ("n", "m", True), "ым": ("i", "m", False),
}  # fmt: skip


def _tailed(match: re.Match[str]) -> str | None:
    """17-е, 2-й, 5-го, 1930-х: the tail says case and gender."""
    number, tail = int(match["n"]), match["tail"]
    case, gender, plural = TAILS[tail]
    before, rest = word_before(match), match.string[match.end() :]
    if tail == "е" and (number % 10 == 0 and number >= 10 and re.match(rf"{SP}+годы", rest)):
        case, gender, plural = "n", "m", True
    if tail == "м" and case_after(before) != "p":
        case = "i"
    if tail == "м" and re.match(rf"{SP}+год[аыо]м", rest):
        case, plural = ("d", True) if re.match(rf"{SP}+годам", rest) else ("i", False)
    if tail == "й" and (before in GENITIVE | DATIVE | PREPOSITIONAL) and re.match(rf"{SP}+\w*[иеы](?!\w)", rest):
        case, gender = "g", "f"
    return ordinal(number, case, gender, plural=plural)


def _compound(match: re.Match[str]) -> str:
    return compound(int(match["n"])) + match["noun"]


def _clock(match: re.Match[str]) -> str:
    hour, minute = int(match["h"]), match["m"]
    if minute == "00":
        return f"{cardinal(hour)} ноль-ноль"
    return f"{cardinal(hour)} {'ноль ' if minute.startswith('0') else ''}{cardinal(int(minute))}"


_COMPOUNDS = "лет|час|километр|метр|дневн|этаж|мест|минут|месяч|недел|тонн|процент|градус|страничн|тысячн|граммов|килограмм|литров|рубл|мильн|век|процентн"
DATES: list[Rule] = [
    Rule("date", re.compile(rf"(?<![\d.])(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})\.(?P<y>\d{{4}})(?:{SP}?г(?:\.|ода))?(?![\d.]\d)"), _full_date),
    Rule("from-day", re.compile(rf"(?<!\w)с{SP}(?P<a>\d{{1,2}}){SP}(?P<link>по|до){SP}(?P<b>\d{{1,2}}){SP}(?P<month>{MONTH})"), _from_day),
    Rule(
        "day",
        re.compile(rf"(?<![\d,.])(?P<a>\d{{1,2}})(?:{SP}?{DASH}{SP}?(?P<b>\d{{1,2}}))?(?:-го|-е)?{SP}(?P<month>{MONTH})(?:{SP}(?P<y>\d{{4}})(?:{SP}?(?:года|г\.(?!{SP}?[А-Я][а-я]+{SP}[а-я])|г\.)))?"),
        _day,
    ),
    Rule("from-year", re.compile(rf"(?<!\w)(?P<from>[Сс]|[Оо]т){SP}(?P<a>\d{{4}})(?:{SP}г(?:\.|ода))?{SP}(?P<link>по|до){SP}(?P<b>\d{{4}})(?!\d)(?:{SP}(?P<word>год[а]?|гг?\.))?"), _from_year),
    Rule("years", re.compile(rf"(?<![\d,.])(?P<a>\d{{4}})(?:{SP}?{DASH}{SP}?(?P<b>\d{{4}}|\d{{2}}))?{SP}?(?P<word>год(?:а|у|ом|е|ы|ов|ах|ам|ами)?(?!\w)|гг?\.)"), _years),
    Rule("life", re.compile(rf"(?<=\()(?P<a>\d{{4}}){SP}?{DASH}{SP}?(?P<b>\d{{4}})(?=\))"), _life),
    Rule("bare-year", re.compile(rf"(?<=\b[Вв]{SP})(?P<a>\d{{4}})(?=[,.;:)]|{SP}(?![а-яё]+(?:ов|ах|ев|ек|ин|ей|ий)\b)|$)(?!{DASH})(?![.,]\d)"), _bare_year),
    Rule("century", re.compile(rf"(?<!\w)(?P<a>{ROMAN})(?:{SP}?{DASH}{SP}?(?P<b>{ROMAN}))?{SP}?(?P<word>век(?:а|е|у|ом|ов|ах|ам|ами)?(?!\w)|вв?\.)"), _century),
    Rule("ruler", re.compile(rf"(?P<name>[А-ЯЁ][а-яё]+){SP}(?P<say>(?P<a>[IVXІХ]+))(?![\w.])"), _ruler),
    Rule("roman", re.compile(rf"(?<![\w.])(?P<say>(?P<a>[IVXІХ]+)){SP}(?P<after>[а-яё]+)"), _roman),
    Rule("compound", re.compile(rf"(?<![\d,.])(?P<n>\d{{1,4}})[-\u2011]?(?P<noun>(?:{_COMPOUNDS})[а-яё]*(?:н|ов|ев)[а-яё]{{1,4}}|летия|летие|летию|летием)(?!\w)"), _compound),
    Rule("tail", re.compile(rf"(?<![\d,.])(?P<n>\d{{1,6}})[-\u2011](?P<tail>{'|'.join(sorted(TAILS, key=len, reverse=True))})(?!\w)"), _tailed),
    Rule("clock", re.compile(r"(?<![\d.,:])(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?![\d:])"), _clock),
]  # fmt: skip
