"""How Russian says numbers that make an adjective or a half: 33-км путь, 3-х разовое питание, 2,5 часа, на рус. языке."""

import re

from audio_guide.speech.reading.ru_agreement import agreed
from audio_guide.speech.reading.ru_context import governed, next_word
from audio_guide.speech.reading.ru_numbers import HYPHEN, WHOLE, Noun, agreement, cardinal, declined, feminine, hard, stem
from audio_guide.speech.reading.ru_tables import GAP, MAY_STOP, table
from audio_guide.speech.reading.spans import Rule

_STEMS = table(
    "км: километров | кг: килограммов | г: граммов | гр: граммов | мм: миллиметров | см: сантиметров | т: тонн | л: литров | га: гектаров | ч: часов | час: часов",
    "мин: минутн | сек: секундн | мес: месячн | дн: дневн | нед: недельн | град: градусн | °: градусн | руб: рублёв | тыс: тысячн | кВт: киловаттн | эт: этажн",
)
_SINGULAR = {
    "m": dict(zip("ngdaip", ("ый", "ого", "ому", "ый", "ым", "ом"), strict=True)),
    "f": dict(zip("ngdaip", ("ая", "ой", "ой", "ую", "ой", "ой"), strict=True)),
    "n": dict(zip("ngdaip", ("ое", "ого", "ому", "ое", "ым", "ом"), strict=True)),
}
_PLURAL = ((("ами", "ями", "ьми"), "ыми"), (("ах", "ях", "ов", "ев"), "ых"), (("ам", "ям"), "ым"))


def ending(text: str, start: int, end: int, noun: str) -> str:
    """Return the ending of an adjective in -ый that stands at *start*:*end* before *noun*."""
    for ends, said in _PLURAL:
        if noun.endswith(ends):
            return said
    if noun == "пути" and (only := set(governed(text, start)) & set("gdp")):
        return _SINGULAR["m"][next(case for case in "gdp" if case in only)]
    if noun.endswith(("ы", "и")) and not noun.endswith("ии") and not set(governed(text, start)) & set("gdp"):
        return "ые"
    case, gender = agreed(text, start, end)
    return _SINGULAR[gender][case]


def _unit_adjective(match: re.Match[str]) -> str | None:
    """33-км путь: the unit is the second half of an adjective that agrees with its noun."""
    noun = next_word(match.string, match.end())
    if len(noun) < 3 or not noun.islower():
        return None
    numbers = [stem(int(re.sub(r"\D", "", number))) for number in re.findall(WHOLE, match["numbers"])]
    if re.fullmatch(r"\d+[.,]5", match["numbers"]):
        numbers = ["полутора" if match["numbers"].startswith("1") else f"{numbers[0]}споловиной"]
    said = _STEMS[match["unit"]] + ending(match.string, match.start(), match.end(), noun)
    return ", ".join([*numbers[:-1], numbers[-1] + said])


def _spaced(match: re.Match[str]) -> str:
    """3-х разовое питание: what should be one word is said as one."""
    return stem(int(re.sub(r"\D", "", match["number"]))) + match["rest"]


_HALVED = (
    (re.compile("час(?:а|ов)?|ч"), hard("час")),
    (re.compile("год(?:а)?|лет"), declined("m", "год года году год годом годе годы лет годам годы годами годах")),
    (re.compile("месяц(?:а|ев)?|мес"), declined("m", "месяц месяца месяцу месяц месяцем месяце месяцы месяцев месяцам месяцы месяцами месяцах")),
    (re.compile("недел[иья]|нед"), feminine("недел", "недель", "и", "ей")),
    (re.compile("минут[ыа]?|мин"), feminine("минут", "минут")),
    (re.compile("раза?"), declined("m", "раз раза разу раз разом разе разы раз разам разы разами разах")),
    (re.compile("век(?:а|ов)"), hard("век")),
)
_HALF = {"час": ("полчаса", "получаса"), "год": ("полгода", "полугода"), "век": ("полвека", "полувека")}


def _half(match: re.Match[str]) -> str | None:
    """2,5 часа are two and a half hours; half an hour and one and a half have words of their own."""
    whole = int(match["whole"])
    noun: Noun | None = next((noun for pattern, noun in _HALVED if pattern.fullmatch(match["noun"])), None)
    allowed = governed(match.string, match.start())
    case = {"ap": "a", "ai": "a", "nad": "a", "gi": "g", "gp": "g", "na": "n"}.get(allowed, allowed[:1]) or "n"
    if match["noun"] == "лет" and agreement(whole) != "many":
        case = "g"
    if noun is None or case in "dip":
        return None
    if whole == 0:
        halves = _HALF.get(noun.singular[0])
        return halves and halves[case == "g"]
    if whole == 1:
        return None
    few = agreement(whole) != "many"
    counted = noun.form("g", plural=case == "g" or not few)
    return f"{cardinal(whole, case, noun.gender)} с половиной {counted}"


_LANGUAGES = table(
    "каз: казахск | рус: русск | англ: английск | нем: немецк | фр: французск | тур: турецк | кит: китайск | польск: польск | яп: японск | кор: корейск"
)
_LANGUAGE_ENDS = {"язык": "ий", "языка": "ого", "языку": "ому", "языком": "им", "языке": "ом", "языках": "ом", "языков": "ого", "языки": "ий", "яз": "ом"}


def _language(match: re.Match[str]) -> str:
    """на каз. и рус. языках: each adjective agrees with the noun at the end."""
    ends = _LANGUAGE_ENDS[match["noun"]]
    if match["noun"] == "яз" and governed(match.string, match.start()) in {"g", "gi"}:
        ends = "ого"
    return _LANGUAGES[match["form"]] + ends


_SHORT_LANGUAGES = "|".join(_LANGUAGES)
_UNITS = "|".join(sorted(_STEMS, key=len, reverse=True))
_SPACED = (
    r"(?:летн|летия|летию|этажн|разов|месячн|дневн|часов(?=[ыаоу])|метров(?=[ыаоу])|километров(?=[ыаоу])|тысячн|кратн|комнатн|ярусн|местн|тонн(?=[ыао][йяе])|процентн|"
    r"значн|створчат|сторонн|классн|главн|томн|актн|серийн|градусн|тонк)[а-яё]*"
)
ADJECTIVES: list[Rule] = [
    Rule("compound", re.compile(rf"(?<![\w.,])(?P<number>{WHOLE}){HYPHEN}(?:ти|х|ми|и)\s(?P<rest>{_SPACED})(?!\w)"), _spaced),
    Rule(
        "compound",
        re.compile(rf"(?<![\w.,–—-])(?P<numbers>(?:\d+\s?[–—-]\s?)?(?:\d+[.,]5|{WHOLE})){HYPHEN}(?P<unit>{_UNITS})(?![\w/²³-])\.?"),
        _unit_adjective,
    ),
    Rule(
        "half",
        re.compile(
            rf"(?<![\w.,–—-])(?P<whole>\d{{1,2}})[.,]5{GAP}(?P<noun>час(?:а|ов)?|ч|года?|лет|месяц(?:а|ев)?|мес|недел[ияь]|нед|минут[ыа]?|мин|раза?|век(?:а|ов))(?![\w/]|\.\d|{GAP}?м)"
        ),
        _half,
    ),
    Rule(
        "language",
        re.compile(
            rf"(?<![\w.])(?P<form>{_SHORT_LANGUAGES})\.(?=(?:,?\s(?:и\s)?(?:(?:{_SHORT_LANGUAGES})\.|[а-яё]{{3,12}}ском)){{0,3}}{GAP}+(?P<noun>язык(?:а|у|ом|е|ах|ов|и)?|яз(?=\.))(?!\w))"
        ),
        _language,
    ),
    Rule("language", re.compile(r"\bна\s(?:[а-яё]+\.?,?\s(?:и\s)?){1,4}(?P<say>яз(?=\.)" + MAY_STOP + ")"), lambda _: "языке"),
]
