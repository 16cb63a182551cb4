"""How Russian says numbered places, single and in ranges, and abbreviations that bend to their neighbours: в г. Астане, на стр. 12–15, 1–5 классы."""

import re
from collections.abc import Callable

from audio_guide.speech.reading.ru_context import governed, looks_like_verb, words_before
from audio_guide.speech.reading.ru_numbers import CASES, HYPHEN, cardinal, declined, ordinal, roman
from audio_guide.speech.reading.ru_tables import GAP, MAY_STOP, words
from audio_guide.speech.reading.ru_words import BEFORE_NUMBER, FORMS
from audio_guide.speech.reading.spans import Rule

_LINKED = re.compile(r"(?:(?<!\w)(?:пп?|чч?|ст|гл|подп|разд)\.|стать[яиеёюй]+|пункт[аеуом]*|част[ьию]+)\s?(?:\d[\d-]*[а-я]?|«?[а-яё]»?)\s+$")
"""A part that belongs to what comes next: п. 12 ст. 58 is point twelve of article fifty-eight."""
_MOVING = re.compile(
    r"(?:при|у|вы|пере|до|за|от|под|воз)?(?:ехал|езжал|был[аио]?|шл[аио]|ш[её]л|вез|вёз|везл|везен|возил|слал|слан|правил|правлен|ставил|ставлен|гнал|гнан)|"
    r"вернул|попал|этапиров|эвакуир|сосла|высла|отправ|достав|направ|прибы|перев[её]|приех|уех"
)
_NO_MOTION = re.compile(r"(?:был|прибывал)[аио]?")


def form(word: str, text: str, at: int, *, name: str = "") -> str:
    """Bend улица, город, страница to the preposition before it and, where that leaves a choice, to the name after it."""
    allowed = governed(text, at)
    case = {"ap": "p", "gi": "g", "ai": "i", "nad": "d", "gp": "p"}.get(allowed, allowed[:1]) or "n"
    if _LINKED.search(text[max(0, at - 24) : at]):
        case = "g"
    elif name:
        case = _by_name(case, allowed, name, text, at)
    return FORMS[word][CASES.index(case)]


def _by_name(case: str, allowed: str, name: str, text: str, at: int) -> str:
    """The case that a name shows: в г. Караганду is a direction, жители г. Астаны are those of the town."""
    if allowed in {"ap", "ai"}:
        if name.endswith(("у", "ю")):
            return "a"
        moving = any(_MOVING.match(word) and not _NO_MOTION.fullmatch(word) for word in words_before(text, at)[1:])
        return "a" if allowed == "ap" and moving and not name.endswith("е") else case
    if allowed:
        return case
    near = (words_before(text, at) or [""])[0]
    if not near or looks_like_verb(near) or name.endswith(("у", "ю")) or not re.search(r"\w\s+$", text[:at][-4:]):
        return case
    return "g"


def bent(table: dict[str, str]) -> Callable[[re.Match[str]], str]:
    """Say a short form of *table* in the case of its place."""

    def say(match: re.Match[str]) -> str:
        name = re.match(rf"\.?{GAP}*[«„“\"]?([А-ЯЁ][а-яё-]+)", match.string[match.end("form") :])
        return form(table[match["form"]], match.string, match.start("form"), name=name[1] if name else "")

    return say


def counted(match: re.Match[str]) -> str:
    """д. 5 is a house, and a file where an archive is named: ф. 17, оп. 1, д. 5."""
    text, short = match.string, match["form"]
    filed = short in "дД" and re.search(r"(?<!\w)[Оо]п\.", text[max(0, match.start() - 40) : match.start()])
    return form("дело" if filed else BEFORE_NUMBER[short], text, match.start())


def region(match: re.Match[str], word: str = "область") -> str:
    """Акмолинской обл., Самарской губ.: the adjective before it tells the case."""
    return FORMS[word][CASES.index({"ая": "n", "ую": "a"}.get(match["adjective"], "g"))]


_PLURALS = {
    "m": dict(zip(("ы", "и", "а", "ов", "ей", "ам", "ям", "ами", "ями", "ах", "ях"), "nnnggddiipp", strict=True)),
    "f": dict(zip(("ы", "и", "", "ей", "й", "ам", "ям", "ами", "ями", "ах", "ях"), "nngggddiipp", strict=True)),
}
_NUMBERED = {
    **dict.fromkeys(words("класс курс этаж зал барак корпус вагон том раздел сектор съезд квартал ряд пункт лист блок этап отряд параграф билет день"), "m"),
    **dict.fromkeys(words("комнат страниц глав част камер витрин палат стать таблиц групп рот бригад секци серии сери"), "f"),
}
_ALWAYS_NUMBERED = frozenset(("класс", "курс"))
"""Nouns whose range is one of ordinals in every case; three to five barracks may be a count."""


def _plural(noun: str) -> tuple[str, str, str] | None:
    """The stem, the case and the gender of a noun in the plural that is numbered."""
    for known in sorted((stem for stem in _NUMBERED if noun.startswith(stem)), key=len, reverse=True):
        gender = _NUMBERED[known]
        case = _PLURALS[gender].get(noun[len(known) :])
        if case is not None:
            return known, case, gender
    return None


def span(first: int, last: int, gender: str) -> str:
    """Say the ends of a range of ordinals: с первого по пятый."""
    with_ = "со" if first in {2, *range(100, 200)} else "с"
    return f"{with_} {ordinal(first, 'g', gender)} по {ordinal(last, 'a', gender)}"


_PREPOSITIONS = frozenset(words("в во на для из с со к ко по о об от до у между среди после при за около"))


def _range_before(match: re.Match[str]) -> str | None:
    """1–5 классы, в 1–4 классах, 5 и 6 классы: the numbers before their noun."""
    known = _plural(match["noun"])
    first, last = (int(end) if end.isdecimal() else roman(end) for end in (match["first"], match["last"]))
    join = match["join"].strip()
    if known is None:
        return None
    stem, case, gender = known
    sure = stem in _ALWAYS_NUMBERED or not match["first"].isdecimal()  # Roman numbers count nothing
    if not sure and (case not in {"n", "p"} or join in {"и", "или"} or (match["noun"].endswith(("а", "ах")) and match["noun"] != "этажах") or stem == "день"):
        return None
    if join in {"и", "или"}:
        return f"{ordinal(first, case, gender)} {join} {ordinal(last, case, gender)} {match['noun']}"
    if first >= last:
        return None
    if last - first == 1:
        return f"{ordinal(first, case, gender)}, {ordinal(last, case, gender)} {match['noun']}"
    if (words_before(match.string, match.start()) or [""])[0] in _PREPOSITIONS:
        return f"{match['noun']} {span(first, last, gender)}"
    return f"{span(first, last, gender)} {stem if case == 'g' and gender == 'm' else match['noun']}"


def _range_after(match: re.Match[str]) -> str | None:
    """в залах 1–3, страницы 5–10: the numbers after their noun."""
    known, first, last = _plural(match["noun"].lower()), int(match["first"]), int(match["last"])
    return None if known is None or last - first < 2 else span(first, last, known[2])


_SHORT_PLURALS = {
    **dict.fromkeys(("стр", "Стр", "с", "С"), ("f", words("страницы страниц страницам страницы страницами страницах"))),
    **dict.fromkeys(("л", "Л"), ("m", words("листы листов листам листы листами листах"))),
    **dict.fromkeys(("ст", "Ст", "ст.ст"), ("f", words("статьи статей статьям статьи статьями статьях"))),
    **dict.fromkeys(("гл", "Гл"), ("f", words("главы глав главам главы главами главах"))),
    **dict.fromkeys(("рис", "Рис"), ("m", words("рисунки рисунков рисункам рисунки рисунками рисунках"))),
    **dict.fromkeys(("табл", "Табл"), ("f", words("таблицы таблиц таблицам таблицы таблицами таблицах"))),
    **dict.fromkeys(("т", "тт", "Т"), ("m", words("тома томов томам тома томами томах"))),
    **dict.fromkeys(("пп", "п"), ("m", words("пункты пунктов пунктам пункты пунктами пунктах"))),
}


def _short_range(match: re.Match[str]) -> str | None:
    """на стр. 12–15, л. 5–10, ст. ст. 58 и 59."""
    gender, forms = _SHORT_PLURALS[re.sub(r"\s", "", match["form"])]
    text, at = match.string, match.start()
    first, last = int(match["first"]), int(match["last"])
    allowed = governed(text, at)
    case = {"ap": "p", "gi": "g", "ai": "i", "nad": "d", "gp": "p"}.get(allowed, allowed[:1]) or "n"
    noun = forms[CASES.index(case)]
    if match["join"].strip() == "и":
        return f"{noun} {_two(first, last)}"
    return f"{noun} {span(first, last, gender)}" if last - first > 1 else f"{noun} {_two(first, last, ', ')}"


def _two(first: int, last: int, joint: str = " и ") -> str:
    """Say two numbers as they are counted, since articles and pages are: статьи пятьдесят восемь и пятьдесят девять."""
    return f"{cardinal(first)}{joint}{cardinal(last)}"


def _class(match: re.Match[str]) -> str:
    """7 «А» класса: the letter stands between the number and its noun."""
    cases = {"": "na", "а": "g", "у": "d", "ом": "i", "е": "p"}[match["ends"]]
    allowed = governed(match.string, match.start())
    return ordinal(int(match["number"]), next((case for case in allowed if case in cases), cases[0]))


_CLASS = declined("m", "класс класса классу класс классом классе классы классов классам классы классами классах")


def _classes(match: re.Match[str]) -> str:
    """в 5 кл., для 5–6 кл.: a class after a preposition has its number, without one classes are counted: 7 кл. образования."""
    allowed, first, last = governed(match.string, match.start()), int(match["first"]), match["last"]
    case = {"ap": "p", "gi": "g", "nad": "n", "gp": "g"}.get(allowed, allowed[:1])
    if last:
        return f"{ordinal(first, case or 'n')}, {ordinal(int(last), case or 'n')} {_CLASS.form(case or 'n', plural=True)}"
    return f"{ordinal(first, case)} {_CLASS.form(case)}" if case else f"{cardinal(first)} {_CLASS.after(first, 'n')}"


def _floor(match: re.Match[str]) -> str:
    """на 2 эт.: the number of a storey stands in its case."""
    allowed = governed(match.string, match.start())
    return ordinal(int(match["say"]), {"ap": "p", "gi": "g", "nad": "d", "gp": "p", "ai": "a"}.get(allowed, allowed[:1]) or "n")


_JOIN = r"(?P<join>\s?[-‐‑–—]\s?|\s(?:и|или)\s)"
_TWO = rf"(?P<first>\d{{1,4}}){_JOIN}(?P<last>\d{{1,4}})"
_FREE = r"(?<![\w№#.,–—-])(?<![№#]\s)"
PLACES: list[Rule] = [
    Rule("class", re.compile(rf"{_FREE}(?P<first>\d{{1,2}})(?:\s?[-‐‑–—]\s?(?P<last>\d{{1,2}}))?{GAP}кл(?=\.){MAY_STOP}"), _classes),
    Rule("floor", re.compile(rf"{_FREE}(?P<say>\d{{1,2}})(?={GAP}эт\.)"), _floor),
    Rule("class", re.compile(rf"{_FREE}(?P<say>(?P<number>\d{{1,2}}))(?={GAP}?{HYPHEN}?[«„\"]?[А-Я][»“\"]?\s+класс(?P<ends>а|у|ом|е|)(?!\w))"), _class),
    Rule("part", re.compile(rf"(?<=\d)\s(?P<say>ч\.)(?=\s?\d+[а-я]?{GAP}+ст(?:\.|ать))"), lambda _: "части"),
    Rule("places", re.compile(rf"{_FREE}{_TWO}{GAP}+(?P<noun>[а-яё]{{4,}})(?!\w)"), _range_before),
    Rule("places", re.compile(rf"{_FREE}(?P<first>[IVXХІ]+){_JOIN}(?P<last>[IVXХІ]+){GAP}+(?P<noun>[а-яё]{{4,}})(?!\w)"), _range_before),
    Rule(
        "places",
        re.compile(rf"(?<!\w)(?P<noun>[А-Яа-яё]{{3,}}){GAP}+(?P<say>(?P<first>\d{{1,4}})\s?[-‐‑–—]\s?(?P<last>\d{{1,4}}))(?![\w%°]|[.,:-]\d)"),
        _range_after,
    ),
    Rule(
        "pages",
        re.compile(
            rf"(?<![\w.])(?<!\d\s)(?P<form>ст\.\s?ст|стр|Стр|ст|Ст|гл|Гл|тт|пп|[Рр]ис|[Тт]абл|с|С|л|Л|т|Т|п)\.{GAP}*{_TWO}(?![\w%°]|[.,:-]\d|{GAP}?(?:г|в|год|век)(?!\w))"
        ),
        _short_range,
    ),
]
