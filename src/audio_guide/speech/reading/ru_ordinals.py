"""How Russian says numbers with a written ending (2-й, 1930-х, XIX-го) and numbers inside a word (20-летний)."""

import re

from audio_guide.speech.reading.ru_context import governed, next_word
from audio_guide.speech.reading.ru_numbers import DASH, HYPHEN, WHOLE, agreement, cardinal, ordinal, roman, stem
from audio_guide.speech.reading.ru_tables import GAP, MAY_STOP, table, words
from audio_guide.speech.reading.ru_units import UNITS
from audio_guide.speech.reading.spans import Rule

_ENDING = {
    **dict.fromkeys(words("й ый ий ой"), ("n", "m")),
    **dict.fromkeys(words("я ая яя"), ("n", "f")),
    **dict.fromkeys(words("е ое"), ("n", "n")),
    **dict.fromkeys(words("го ого его"), ("g", "m")),
    **dict.fromkeys(words("му ому ему"), ("d", "m")),
    **dict.fromkeys(words("ю ую юю"), ("a", "f")),
    "м": ("p", "m"),
    "ом": ("p", "m"),
    "ым": ("i", "m"),
    "им": ("i", "m"),
    **dict.fromkeys(words("х ых их"), ("g", "p")),
    **dict.fromkeys(words("ми ыми ими"), ("i", "p")),
    **dict.fromkeys(words("ые ие"), ("n", "p")),
}
"""What a written ending tells; the gender p is the plural."""
_COUNT_ENDINGS = {
    **dict.fromkeys(words("ти и сти та"), "g"),
    **dict.fromkeys(words("мя ью тью мью"), "i"),
    "ух": "g",
    "ёх": "g",
    "ум": "d",
    "ём": "d",
}
_FULL_TAILS = {f"{doubled}{tail}": tail for doubled in "тдвмр" for tail in words("ый ой ая ое ые ого ому ом ых ым ую ыми")} | {
    "ою": "ую",
    "ею": "ую",
    "тий": "й",
    "тья": "я",
    "тье": "е",
    "тьего": "го",
    "тьей": "й",
}
"""Endings written with a letter too many: 5-тый, 1-вый."""
_OF_PERCENT = table("й: ый | я: ая | е: ое | го: ого | му: ому | м: ом | х: ых | ю: ую")
_FEMININE_AFTER = re.compile(r"[а-яё]+(?:[еы]|ой|ей|ью|[рнсцтдмлкгж]и|ии)")


_FEW_SAID = 1000
_MANY = re.compile(r"[а-яё]{3,}(?:ов|ев|ей|[йьцкнтрлсвгбдмпзшчщж]|ах|ях)(?<!годах)(?<!годов)")
"""Nouns of which there are several, so that 63-х counts them."""
_NO_FEMININE = re.compile("(?:и|или|[а-яё]+ни[ия]|день|(?:барак|участк|лагпункт|полк|урок|памятник)и)")


def _ended(match: re.Match[str]) -> str | None:
    """2-й, 1930-х, 5-ти: a number whose ending is written."""
    text, tail = match.string, match["tail"].lower()
    tail = _FULL_TAILS.get(tail, tail)
    number = int(re.sub(r"\D", "", match["number"]))
    if tail == "ми" and number % 10 in {7, 8}:
        return cardinal(number, "g")
    following = next_word(text, match.end())
    if tail == "ю" and (following.endswith(("ами", "ями", "ьми")) or following in UNITS):
        return cardinal(number, "i")
    allowed = governed(text, match.start())
    if tail == "х" and agreement(number) == "few" and number < _FEW_SAID and not match["first"] and _MANY.fullmatch(following):
        return cardinal(number, "p" if "p" in allowed and following.endswith(("ах", "ях")) else "g")  # 63-х национальностей
    if tail == "и" and number % 10 == 3:  # третьи, since пяти is the other number with this ending
        return ordinal(number, plural=True) if not match["first"] else f"{ordinal(int(match['first']), plural=True)} и {ordinal(number, plural=True)}"
    if tail in _COUNT_ENDINGS or (tail in {"х", "м", "ю"} and number in {2, 3, 4} and tail == "х"):
        case = _COUNT_ENDINGS.get(tail, "g" if "p" not in allowed else "p")
        return f"{cardinal(int(match['first']), case)}, {cardinal(number, case)}" if match["first"] else cardinal(number, case)
    if tail not in _ENDING:
        return None
    case, gender = _ending_forms(number, tail, following, allowed)
    first = ""
    if match["first"]:
        joint = " и " if " и " in match["join"] else ", "
        first = ordinal(int(match["first"]), case, "m" if gender == "p" else gender, plural=gender == "p") + joint
    decade = _decade_word(match["years"], case, tail, allowed) if match["years"] else ""
    return first + ordinal(number, case, "m" if gender == "p" else gender, plural=gender == "p") + decade


_PLACES = table(
    "барак: m | этаж: m | зал: m | класс: m | вагон: m | эшелон: m | том: m | этап: m | лагпункт: m | отдел: m | блок: m | корпус: m | километр: m",
    "сектор: m | ряд: m | курс: m | размер: m | месяц: m | отряд: m | полк: m | камер: f | глав: f | страниц: f | рот: f | школ: f | групп: f | палат: f",
    "комнат: f | колонн: f | бригад: f | больниц: f | мест: n | отделени: n | управлени: n | стать: f | част: f | дивизи: f | точк: f | категори: f | арми: f | ден: m",
)
"""Stems of nouns that are numbered, not only counted: в 5 камере is the fifth."""
_FIRST = re.compile("(?:этаж|зал|класс|курс|отдел|корпус|блок|ряд|том|этап|отряд)[а-я]*")
_SINGULAR = {
    "m": {"": "na", "а": "g", "я": "g", "у": "d", "ю": "d", "ом": "i", "ем": "i", "ём": "i", "е": "p", "ь": "na"},
    "f": {"а": "n", "я": "n", "ы": "g", "и": "gdp", "у": "a", "ю": "a", "е": "pd", "ой": "i", "ей": "i", "ёй": "i", "ью": "i", "ь": "na"},
    "n": {"о": "na", "е": "nap", "а": "g", "я": "g", "у": "d", "ю": "d", "ом": "i", "ем": "i", "и": "p"},
}


def _placed(match: re.Match[str]) -> str | None:
    """в 26 бараке, на 2 этаже: before a noun in the singular a number is an ordinal, where a count would want the plural."""
    number, noun = int(match["number"]), "ден" if match["noun"] in {"день", "дня", "дню", "днём", "дне"} else match["noun"]
    stem_found = next((known for known in _PLACES if noun.startswith(known) and noun[len(known) :] in _SINGULAR[_PLACES[known]]), None)
    if stem_found is None:
        return None
    gender = _PLACES[stem_found]
    ending = match["noun"][-1:] if stem_found == "ден" else noun[len(stem_found) :]
    shown = _SINGULAR[gender][ending if ending in _SINGULAR[gender] else "ём"]
    kind = agreement(number)
    if kind == "one" and not (number == 1 and _FIRST.fullmatch(noun) and shown != "g"):
        return None
    counted = {"m": "g", "f": "g", "n": "g"}[gender]
    if kind == "few" and counted in shown:
        return None
    allowed = governed(match.string, match.start())
    return ordinal(number, next((case for case in allowed if case in shown), shown[0]), gender)


def _roman_ended(match: re.Match[str]) -> str | None:
    """XIX-го: a Roman number whose ending is written."""
    number, tail = roman(match["sign"]), match["tail"]
    if not number or tail not in _ENDING:
        return None
    case, gender = _ending_forms(number, tail, next_word(match.string, match.end()), governed(match.string, match.start()))
    return ordinal(number, case, "m" if gender == "p" else gender, plural=gender == "p")


def _ending_forms(number: int, tail: str, following: str, allowed: str) -> tuple[str, str]:
    """The case and gender of a written ending, with the noun after it where the ending fits several."""
    case, gender = _ENDING[tail]
    if tail == "й" and (allowed or following) and _FEMININE_AFTER.fullmatch(following) and not _NO_FEMININE.fullmatch(following):
        return next((c for c in allowed if c in "gdip"), "g"), "f"
    if tail == "е" and _in_plural(number, following):
        return "n", "p"
    if tail in {"м", "ым", "им"}:
        if following.endswith(("ам", "ям")):
            return "d", "p"
        return ("i" if following.endswith(("ом", "ем", "ём")) and "p" not in allowed else case), gender
    if tail in {"х", "ых", "их"} and "p" in allowed:
        return "p", "p"
    return case, gender


def _in_plural(number: int, following: str) -> bool:
    """Tell 1930-е and 5-е классы from 17-е сентября and 2-е издание."""
    if following.endswith(("ы", "и")) and not following.endswith("ии"):
        return True
    return number >= 20 and number % 10 == 0 and not re.fullmatch(r"(?:[а-яё]+(?:ие|ье|ое|ее|о|аря|аля|реля|бря)|мая|июня|июля|марта|августа)", following)


def _decade_word(years: str, case: str, tail: str, allowed: str) -> str:
    if tail == "е" or case == "n":
        return " годы"
    return {"g": " годов", "p": " годах", "d": " годам", "i": " годами"}.get(case, " годов" if not allowed else " годах") if years else ""


def _compound(match: re.Match[str]) -> str:
    """20-летний, 1,5-метровый, 15–16-летние: the number becomes the first half of the word."""
    words = [stem(int(re.sub(r"\D", "", number))) for number in re.findall(WHOLE, match["numbers"])]
    if re.fullmatch(r"\d+[.,]5", match["numbers"]):
        words = ["полутора" if match["numbers"][0] == "1" and len(match["numbers"]) == 3 else f"{words[0]} с половиной "]
    last = words[-1]
    rest = match["rest"]
    if match["percent"]:
        rest = "процентн" + _OF_PERCENT[rest] if rest in _OF_PERCENT else "процент" + rest
    return ", ".join([*words[:-1], last + rest])


_TAILS = "|".join(sorted({*_ENDING, *_COUNT_ENDINGS, *_FULL_TAILS}, key=len, reverse=True))
ORDINALS: list[Rule] = [
    Rule(
        "compound",
        re.compile(
            rf"(?<![\w.,])(?P<numbers>(?:\d+(?:{HYPHEN}(?:ти|х|ми|и))?\s?{DASH}\s?)?(?:\d+[.,]5|{WHOLE}))(?:(?P<percent>[-‐‑]?%)(?:{HYPHEN}|(?=н))|{HYPHEN})(?:(?:ти|х|ми|и)(?:[-‐‑]|\s(?=лет[ни])))?(?!(?<!%[-‐‑])(?:{_TAILS})(?!\w))(?P<rest>[а-яё]{{3,}}|(?<=%[-‐‑])[а-я]{{1,2}}(?!\w))"
        ),
        _compound,
    ),
    Rule(
        "ending",
        re.compile(
            rf"(?<![\w.,])(?:(?P<first>\d+)(?:{HYPHEN}(?:{_TAILS}))?(?P<join>\s?[–—-]\s?|\sи\s))?(?P<number>{WHOLE}){HYPHEN}(?P<tail>{_TAILS})(?![\w-])"
            rf"(?:{GAP}?(?P<years>гг?)\b(?:\.(?={GAP}+[IVXХ]+{GAP}?в)|{MAY_STOP}))?"
        ),
        _ended,
    ),
    Rule("place", re.compile(rf"(?<![\w№.,])(?<![№]\s)(?<!\d\s)(?P<say>(?P<number>0|[1-9]\d{{0,2}})){GAP}(?P<noun>[а-яё]+)(?!\w)"), _placed),
    Rule("compound", re.compile(rf"(?<![\w.])(?P<sign>[IVXLХІ]+){HYPHEN}(?P<rest>лет[а-яё]+)"), lambda m: stem(roman(m["sign"])) + m["rest"]),
    Rule("ending", re.compile(rf"(?<![\w.])(?P<sign>[IVXLCDMХІ]+){HYPHEN}(?P<tail>{_TAILS})(?!\w)"), _roman_ended),
]
