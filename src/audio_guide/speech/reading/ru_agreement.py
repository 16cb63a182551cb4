"""What the noun after a Russian number shows: the case and the gender in which the number is said."""

import re

from audio_guide.speech.reading.ru_context import HEADS, NEXT_LOWER, NEXT_WORD, SMALL_WORDS, governed, looks_like_verb, words_before
from audio_guide.speech.reading.ru_numbers import agreement
from audio_guide.speech.reading.ru_tables import words

_DATIVE_LIKE = frozenset(words("дам мам драм рам реклам панорам программ схем эмблем"))
"""Plural genitives that look like datives."""
_DAY_PARTS, _HOURS = frozenset(words("утра дня вечера ночи пополудни")), 12
_CLOCK_PREPOSITIONS = frozenset(words("в к с до после около"))
"""в 2 ночи is an hour, на 2 ночи are two nights."""
_COLLECTIVE = frozenset(words("детей суток ребят людей близнецов сыновей внуков братьев малышей ножниц ворот саней сирот"))
_ADJECTIVE = re.compile(r"[а-яё]{2,}(?:[ыи](?:х|е|й|м|ми)|ая|яя|ое|ее|(?:о|е)(?:го|му)|ую|юю|ой|ей|ом|ем)")
_PLURAL_ADJECTIVE = re.compile(r"[а-яё]{2,}[ыи](?:х|е|м|ми)")
_MASCULINE = re.compile(
    r"(?:[а-яё]*(?:барак|зал|этап|съезд|пленум|квартал|том|класс|корпус|отдел|вагон|эшелон|лагер|месяц|год|век|час|день|дн|этаж|музе|район|город|дом|поезд|"
    r"человек|женский|процент|метр|грамм|гектар|рубл|том|лист|экземпляр|экспонат|документ|предмет|памятник|ребёнк|ребенк|конгресс|фестивал|тел|"
    r"миллион|миллиард|интернационал|раунд|этап|конкурс|форум|курс|столб|вагон|полк|батальон|фронт|раз|градус|номер|приказ|указ|сектор|участ[о]?к|путь|ряд))"
    r"[аяеуюьйыи]?(?:ом|ем|ём)?",
)
_NEUTER = re.compile(
    r"(?!степен|тюреми|[а-яё]*(?:недел|модел|земл|лини|[ам]пани|фамили|лили|парти|династи|гарди|вещ))[а-яё]*(?:ни|ти|ли|зда|отделени|управлени|мест|окн|сел|дел|письм|столети|имен|яблок|дерев|звен|озер|лиц|числ)[оеяиую]?(?:м|ем|ом)?"
)
_IN_YA = frozenset(words("имя время знамя пламя племя семя темя дитя"))
"""Neuters that look like the feminine."""
_AGED = re.compile(
    "(?:женщин|мужчин|мальчик|девочк|девушк|юнош|реб[её]н?к|дет|старик|старух|подрост?к|вдов|узниц|учениц|студентк)[а-яё]*|человек|дочь|сын|мать"
)
"""Whose age is a genitive: женщина 45 лет."""
_MEN = re.compile("мужчин|юнош|старост|судь|дедушк|воевод")
"""Men with the endings of women: один мужчина."""
_PERSONS = re.compile("женщин|мужчин|девочк|девушк|дочк|сестр|семь|камер|комнат|подруг")
"""Nouns, so that женщиной is no adjective like большой."""
_MASCULINE_SOFT = re.compile(
    r"[а-яё]*(?:тель|день|лагерь|рубль|январь|февраль|апрель|июнь|июль|[а-я]+ябрь|корабль|уровень|камень|огонь|портфель|календарь|парень|путь|секретарь)"
)


def _noun_after(text: str, at: int) -> tuple[str, str]:
    """Return the noun after a place and the adjective before it, either "" if there is none."""
    first = NEXT_LOWER.match(text, at)
    if first is None or first[1] in SMALL_WORDS:
        return "", ""
    if _ADJECTIVE.fullmatch(first[1]) and not first[1].endswith(("ой", "ей", "ом", "ем")):
        second = NEXT_LOWER.match(text, first.end())
        if second is not None and len(second[1]) > 2 and not looks_like_verb(second[1]):
            return second[1], first[1]
        return "", first[1]
    return first[1], ""


def of_a_woman(text: str, at: int) -> bool:
    """Tell whether a verb of the feminine past stands right before a place: выжила 571, осталась 1 из 620."""
    return re.search(r"[аеёиуыя]ла(?:сь)?\s+$", text[max(0, at - 8) : at]) is not None


def count_forms(text: str, start: int, end: int, number: int) -> tuple[str, str]:
    """Return the case and the gender in which a count that stands at *start*:*end* is said, by its neighbours."""
    allowed = governed(text, start)
    noun, adjective = _noun_after(text, end)
    if not noun and not adjective and not allowed and agreement(number) == "one" and of_a_woman(text, start):
        return "n", "f"  # выжила 571: the verb tells whom nobody names
    if noun in _DAY_PARTS and number <= _HOURS and (words_before(text, start) or [""])[0] in _CLOCK_PREPOSITIONS:
        return {"ap": "a", "gi": "g"}.get(allowed, allowed), "m"
    if not noun and not adjective and HEADS.fullmatch((words_before(text, start) or [""])[0]):
        return "n", "m"
    if noun == "лет" and not allowed and _AGED.fullmatch((words_before(text, start) or [""])[0]):
        return "g", "m"
    kind = agreement(number)
    shown, gender = _shown(noun, adjective, kind)
    if number and number % 1000 == 0 and shown == "nag":  # к пяти тысячам женщин: the noun is that of the thousands
        shown = "nagdip"
    fitting = [case for case in allowed if case in shown]
    if fitting:
        return fitting[0], gender
    if shown and not (allowed == "g" and not noun and not adjective):
        return shown[0], gender
    return _without_noun(allowed, number), gender


def _without_noun(allowed: str, number: int) -> str:
    if not allowed:
        return "n"
    return "n" if allowed == "nad" and agreement(number) != "one" else allowed[0]


def _shown(noun: str, adjective: str, kind: str) -> tuple[str, str]:
    """The cases that the noun or adjective after a number can stand for, and its gender."""
    if not noun and not adjective:
        return "", "m"
    word = noun or adjective
    ends = adjective or word
    if ends.endswith(("ами", "ями", "ьми", "ыми", "ими")) and kind != "one":
        return "i", gender_of_many(word)
    if ends.endswith(("ам", "ям", "ым", "им")) and word not in _DATIVE_LIKE and kind != "one":
        return "d", gender_of_many(word)
    if word.endswith(("ах", "ях")):
        return "p", gender_of_many(word)
    if kind == "many":
        return "nag", "m"
    return _shown_by_few(noun, adjective) if kind == "few" else _shown_by_one(noun, adjective)


_WOMEN = re.compile(
    r"[а-яё]*(?:женщин|девуш[е]?к|девоч[е]?к|сест[её]?р|матер|дочер|вдов|казаш[е]?к|комнат|камер|недел|минут|тонн|тысяч|стран|школ|книг|картин|могил|букв|страниц|бригад|"
    r"палат|фамили|фотографи|истори|семе?[йь]|стат[её]?[йь]|част|вещ|област|республик|групп|статуй|сторон|витрин|остановок|остановк|(?<!меся)[а-яё]ниц|виц|лиц(?=а)|жён|портних|актрис|поэтесс)"
    r"(?:ам|ам[и]|ах|ям|ями|ях|и|ы|ей|й)?"
)


def gender_of_many(word: str) -> str:
    """Tell the gender of a noun in an oblique case of the plural, as far as its stem shows it: f, or m where nothing shows."""
    return "f" if _WOMEN.fullmatch(word) else "m"


def _shown_by_few(noun: str, adjective: str) -> tuple[str, str]:
    """After two, three, four: два барака, две женщины, двух женщин, два заключённых."""
    if not noun:
        return ("na", "f") if adjective.endswith(("ые", "ие")) else ("nag", "m")
    if noun.endswith(("а", "я")):
        return "na", "m"
    if noun.endswith(("ы", "и", "е")):
        return "na", "m" if noun in {"пути", "дни"} or _MEN.match(noun) else "f"
    if noun == "рабочих" or _PLURAL_ADJECTIVE.fullmatch(noun):
        return "nag", "m"
    return "g", gender_of_many(noun)


def _shown_by_one(noun: str, adjective: str) -> tuple[str, str]:
    """After one, twenty-one: один барак, одну женщину, в одной камере, одного дня."""
    by_adjective = _one_by_adjective(adjective)
    if by_adjective is not None:
        return by_adjective
    word = noun or adjective
    if word in _IN_YA:
        return "na", "n"
    masculine = _MASCULINE.fullmatch(word) is not None
    neuter = not masculine and _NEUTER.fullmatch(word) is not None
    sure = "m" if masculine else "n" if neuter else ""
    for ends, answer in _ONE_ENDINGS:
        if word.endswith(ends):
            cases, gender = answer.get(sure, answer["f"])
            if cases == "idgp" and _PERSONS.match(word):
                cases = "i"
            return (cases.replace("a", "g"), "m") if _MEN.match(word) else (cases, gender)
    return ("na", "m" if _MASCULINE_SOFT.fullmatch(word) else "f") if word.endswith("ь") else ("na", "m")


_ONE_ENDINGS: tuple[tuple[tuple[str, ...], dict[str, tuple[str, str]]], ...] = (
    (("ого", "его"), {"f": ("g", "m")}),
    (("ому", "ему"), {"f": ("d", "m")}),
    (("ью",), {"f": ("i", "f")}),
    (("ой", "ей", "ёй"), {"f": ("idgp", "f"), "m": ("na", "m")}),
    (("ом", "ем", "ём"), {"f": ("i", "m")}),
    (("у", "ю"), {"f": ("a", "f"), "m": ("d", "m"), "n": ("d", "n")}),
    (("о",), {"f": ("na", "n")}),
    (("е",), {"f": ("pd", "f"), "m": ("p", "m"), "n": ("nap", "n")}),
    (("а", "я"), {"f": ("n", "f"), "m": ("g", "m"), "n": ("g", "n")}),
    (("ы", "и"), {"f": ("gdp", "f"), "m": ("gp", "m"), "n": ("p", "n")}),
)
"""What an ending tells of case and gender for nouns that are not known (f) and those known to be masculine or neuter."""
_ONE_ADJECTIVES: tuple[tuple[tuple[str, ...], tuple[str, str]], ...] = (
    (("ая", "яя"), ("n", "f")),
    (("ую", "юю"), ("a", "f")),
    (("ое", "ее"), ("na", "n")),
    (("ого", "его"), ("g", "m")),
    (("ому", "ему"), ("d", "m")),
    (("ым", "им"), ("i", "m")),
    (("ый", "ий"), ("na", "m")),
)


def _one_by_adjective(adjective: str) -> tuple[str, str] | None:
    return next((answer for ends, answer in _ONE_ADJECTIVES if adjective.endswith(ends)), None)


def agreed(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the case and the gender of an ordinal by the words around it: во II мировой войне is p and f."""
    allowed = governed(text, start)
    first = NEXT_WORD.match(text, end)
    word = first[1].lower() if first else ""
    second = NEXT_LOWER.match(text, first.end()) if first else None
    if word.endswith(("ой", "ей", "ом", "ем")) and _ADJECTIVE.fullmatch(word) and second is not None:
        shown, gender = ("idgp", "f") if word.endswith(("ой", "ей")) and not _MASCULINE.fullmatch(second[1]) else ("p", "m")
    else:
        noun, adjective = (second[1] if second else "", word) if _ADJECTIVE.fullmatch(word) else (word, "")
        shown, gender = _shown_by_one(noun, adjective) if word else ("n", "m")
    fitting = [case for case in allowed if case in shown]
    if fitting:
        return fitting[0], gender
    if shown == "idgp":
        return "g", gender
    return shown[0], gender


def collective(noun: str) -> bool:
    """Tell whether two, three and four of a noun are двое, трое, четверо."""
    return noun in _COLLECTIVE
