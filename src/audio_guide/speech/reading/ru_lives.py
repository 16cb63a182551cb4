"""How Russian says when a person was born and died: род. 1884, ум. в 1960 г., † 1938."""

import re

from audio_guide.speech.reading.ru_dates import MONTHS
from audio_guide.speech.reading.ru_numbers import ordinal
from audio_guide.speech.reading.ru_tables import GAP, MAY_STOP, table, words
from audio_guide.speech.reading.spans import Rule

_EVENTS = table("род: родил | р: родил | ум: умер | сконч: скончал | †: умер | расстр: расстрелян | арест: арестован | реаб: реабилитирован | уб: убит")
_ENDS = {"род": ("ся", "ась"), "р": ("ся", "ась"), "сконч": ("ся", "ась")}
_WOMEN = frozenset(
    words(
        "она жена дочь мать сестра вдова женщина узница актриса певица поэтесса художница писательница учительница медсестра балерина казашка русская "
        "внучка бабушка тётя скрипачка пианистка журналистка студентка заключённая",
    ),
)
_MEN = frozenset(words("Никита Илья Лука Фома Кузьма Данила Савва Мустафа Муса Абилда он муж отец сын брат поэт писатель художник"))
WOMANLY = re.compile(r"[А-ЯЁ][а-яё]+(?:вна|чна|кызы|ова|ева|ёва|ина|ына|ская|цкая)")
_MANLY = re.compile(r"[А-ЯЁ][а-яё]+(?:вич|ьич|ов|ев|ёв|ин|ын|ский|цкий|улы)")
_NAME = re.compile(r"[А-ЯЁ][а-яё]+[ая]")
_SENTENCE_BEFORE = re.compile(r"(?:[^.!?\n]|(?<=[А-ЯЁ])\.|\.(?=[)\s]+[а-яё(]))*$")


def _is_woman(text: str, at: int) -> bool:
    """Tell whether the person named before a place is a woman, by the nearest word that shows it."""
    before = _SENTENCE_BEFORE.search(text[max(0, at - 90) : at])
    for word in reversed(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", before[0] if before else "")):
        if word.lower() in _WOMEN or WOMANLY.fullmatch(word):
            return True
        if word in _MEN or word.lower() in _MEN or _MANLY.fullmatch(word):
            return False
        if _NAME.fullmatch(word):
            return True
    return False


def _event(match: re.Match[str]) -> str:
    """Say the verb in the gender of the person: родился, умерла."""
    form = match["form"].lower().rstrip(".")
    man, woman = _ENDS.get(form, ("", "ла" if form in {"ум", "†"} else "а"))
    said = _EVENTS[form] + (woman if _is_woman(match.string, match.start()) else man)
    return said.capitalize() if match["form"][0].isupper() else said


def _event_year(match: re.Match[str]) -> str:
    """Say the verb with a year that has no preposition of its own: родился в тысяча восемьсот восемьдесят четвёртом году."""
    year = int(match["year"])
    when = f"около {ordinal(year, 'g')} года" if match["about"] else f"в {ordinal(year, 'p')} году"
    return f"{_event(match)} {when}"


_FORM = r"(?P<form>(?<![\w.])(?:[Рр]од|[Уу]м|[Сс]конч|[Рр]асстр|[Аа]рест|[Рр]еаб|[Уу]б)\.|(?:(?<=[(,;–—])|(?<=[(,;–—]\s))р\.|†)"
_YEAR = rf"{GAP}*(?P<about>ок\.{GAP}*)?(?P<year>1[5-9]\d\d|20\d\d)(?![\d%-]|[.,]\d)(?:{GAP}?г(?:од[ау]?)?(?!\w){MAY_STOP})?"
_WHEN = rf"{GAP}*(?:\d{{1,2}}(?:{GAP}(?:{'|'.join(MONTHS)})|[./]\d)|(?:во?|на|ок\.|около|после|до|весной|летом|осенью|зимой|под|близ){GAP})"
LIVES: list[Rule] = [
    Rule("life", re.compile(rf"{_FORM}{_YEAR}"), _event_year),
    Rule("life", re.compile(rf"{_FORM}(?={_WHEN})"), _event),
]
