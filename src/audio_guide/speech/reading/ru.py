"""How Russian is read aloud: the rules in their order, and abbreviations."""

import re
from collections.abc import Iterable

from audio_guide.speech.reading.ru_addresses import ADDRESSES
from audio_guide.speech.reading.ru_adjectives import ADJECTIVES
from audio_guide.speech.reading.ru_centuries import CENTURIES
from audio_guide.speech.reading.ru_context import governed, looks_like_verb
from audio_guide.speech.reading.ru_counts import COUNTS
from audio_guide.speech.reading.ru_dates import DATES, MONTHS, SHORT_MONTHS
from audio_guide.speech.reading.ru_documents import DOCUMENTS
from audio_guide.speech.reading.ru_letters import DOTTED, LATIN, LETTERED
from audio_guide.speech.reading.ru_lives import LIVES, WOMANLY
from audio_guide.speech.reading.ru_marks import MARKS
from audio_guide.speech.reading.ru_money import MONEY
from audio_guide.speech.reading.ru_months import CAPTIONS
from audio_guide.speech.reading.ru_numbered import NUMBERED
from audio_guide.speech.reading.ru_numbers import figures
from audio_guide.speech.reading.ru_ordinals import ORDINALS
from audio_guide.speech.reading.ru_places import PLACES, bent, counted, form, region
from audio_guide.speech.reading.ru_prepositions import PREPOSITIONS
from audio_guide.speech.reading.ru_sentences import NEVER, SENTENCES, titled
from audio_guide.speech.reading.ru_shares import LISTED, SHARES
from audio_guide.speech.reading.ru_short_adjectives import SHORT_ADJECTIVES
from audio_guide.speech.reading.ru_short_counts import SHORT_COUNTS
from audio_guide.speech.reading.ru_tables import CAPITAL, END, GAP, MAY_STOP, STATES
from audio_guide.speech.reading.ru_weekdays import WEEKDAYS
from audio_guide.speech.reading.ru_words import (
    ALWAYS,
    BEFORE_CENTURY,
    BEFORE_NAME,
    BEFORE_NUMBER,
    CLOSING,
    HYPHENED,
    ON_THEIR_OWN,
    TITLES,
    others,
    so_called,
)
from audio_guide.speech.reading.spans import Rule

__all__ = ["RULES", "SENTENCES"]

_GOES_ON = rf"\.(?!{END})"
"""The full stop of an abbreviation after which the text goes on."""


def _pattern(forms: Iterable[str], stop: str) -> re.Pattern[str]:
    """Abbreviations with their last full stop; where one has two parts, there may be a space between them."""
    escaped = (re.escape(form).replace(r"\.\ ", rf"\.{GAP}?").replace(r"\ ", rf"{GAP}+") for form in sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<![\w.])(?P<form>{'|'.join(escaped)})(?=\.){stop}")


def _plain(form: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\.\s?(?=\S)", ". ", form))


def _abbreviation(match: re.Match[str]) -> str:
    form = _plain(match["form"])
    said = ALWAYS.get(form) or ALWAYS[form[0].lower() + form[1:]]
    return said if form in ALWAYS else said[0].upper() + said[1:]


def _titled(match: re.Match[str]) -> str:
    """тов. Иванов, проф. Сатпаев; a capital stays."""
    form = match["form"]
    said = TITLES[form.lower()]
    return said if form[0].islower() else said.capitalize()


def _hyphened(match: re.Match[str]) -> str:
    """р-н, г-жа, д-р; a capital stays."""
    said = HYPHENED[match["form"].lower()]
    return said.capitalize() if match["form"][0].isupper() else said


def _saint(match: re.Match[str]) -> str:
    """св. Николая, Св. Екатерина: the name tells gender and case."""
    woman, name = _HOLY_WOMEN.match(match["name"]) is not None, match["name"]
    allowed = governed(match.string, match.start())
    if woman:
        ends = "ая" if name.endswith(("а", "я", "ь")) else "ую" if name.endswith(("у", "ю")) else "ой"
    elif name.endswith(("а", "я")):
        ends = "ой" if name in {"Никола", "Илья", "Фома", "Лука"} else "ого"
        ends = "ой" if ends == "ой" and allowed else "ого" if ends == "ого" else "ой"
    else:
        ends = "ому" if name.endswith(("у", "ю")) else "ым" if name.endswith(("ом", "ем")) else "ом" if name.endswith("е") else "ой"
    return f"{'С' if match[0][0] == 'С' else 'с'}вят{ends}"


_HOLY_WOMEN = re.compile("Екатерин|Мари|Ольг|Варвар|Анн|Нин|Татьян|Елен|Параскев|Ирин|Софи|Ксени|Матрон|Людмил|Троиц|Тере|Анастаси|Елизавет|Урсул")


def _noun(word: str | None) -> str:
    """The word after и др. if it may be its noun: a verb is not."""
    return "" if word is None or looks_like_verb(word) else word


def _ordinal_before(match: re.Match[str]) -> int:
    """Where the number of a storey begins, since a preposition stands before it: на 2-м эт."""
    number = re.search(r"\d+(?:-[а-яё]+)?\s+$", match.string[: match.start()][-12:])
    return match.start() - (len(number[0]) if number else 0)


_HONOURS = {"засл": "заслуженн", "нар": "народн"}
_ARTS = {"арт": ("артист", "артистка"), "худ": ("художник", "художница"), "учит": ("учитель", "учительница")}


def _honour(match: re.Match[str]) -> str:
    """нар. арт. СССР К. Байсеитова: the surname that follows tells whether it is a woman."""
    woman = WOMANLY.search(match["after"]) is not None
    said = f"{_HONOURS[match['form'].lower()]}{'ая' if woman else 'ый'} {_ARTS[match['art']][woman]}"
    return said.capitalize() if match["form"][0].isupper() else said


def _railway(match: re.Match[str]) -> str:
    """на ж/д ст. Жарык: the adjective bends with its station."""
    station = form("станция", match.string, match.start())
    return f"железнодорожн{'ая' if station.endswith('я') else 'ую' if station.endswith('ю') else 'ой'} {station}"


_PRINTED = {"М": "Москва", "Л": "Ленинград", "СПб": "Санкт-Петербург"}
_INVENTORY = {"инв": ("инвентарный", "Инвентарный"), "кат": ("каталожный", "Каталожный")}
_QUOTE = '[«„“"]?'
WORDS: list[Rule] = [
    Rule("so called", re.compile(rf"(?<![\w.])[Тт]\.{GAP}?н\.(?={GAP}+{_QUOTE}(?P<next>[^\W\d_]+))"), lambda m: so_called(m["next"].lower())),
    Rule("others", re.compile(rf"(?<![\w.])др(?=\.){MAY_STOP}(?:(?<=\.)(?={GAP}+(?P<next>[а-яё]{{4,}})))?"), lambda m: others(_noun(m["next"]))),
    Rule(
        "others",
        re.compile(rf"(?<![\w.])т\.{GAP}?п(?=\.){MAY_STOP}(?:(?<=\.)(?={GAP}+(?P<next>[а-яё]{{4,}})))?"),
        lambda m: others(_noun(m["next"]), alike=True),
    ),
    Rule("named", re.compile(rf"(?<![\w.])[Ии]м\.(?={GAP}*{_QUOTE}(?:{CAPITAL}|{LATIN}))"), lambda m: "имени" if m[0][0] == "и" else "Имени"),
    Rule("named", re.compile(rf"(?<![\w.])им\.(?={GAP}*\d)"), lambda _: "имени"),
    Rule("region", re.compile(rf"[а-яё](?P<adjective>ая|ой|ую){GAP}(?P<say>обл\.)(?={GAP}+{STATES})"), region),
    Rule("region", re.compile(rf"(?<![\w-])(?P<form>р-н[аеу]?)\.(?={GAP}+{STATES})"), _hyphened),
    Rule("region", re.compile(rf"[а-яё](?P<adjective>ая|ой|ую){GAP}(?P<say>обл(?=\.){MAY_STOP})"), region),
    Rule("region", re.compile(rf"[а-яё](?P<adjective>ая|ой|ую){GAP}(?P<say>губ(?=\.){MAY_STOP})"), lambda m: region(m, "губерния")),
    Rule(
        "mean",
        re.compile(rf"(?<![\w.])(?P<form>[Сс]р)\.(?={GAP}(?P<noun>[а-яё]{{3,}})(?!\w|\.))"),
        lambda m: ("средн" if m["form"] == "ср" else "Средн") + ("яя" if m["noun"][-1] in "ая" else "ее" if m["noun"][-1] in "ое" else "ий"),
    ),
    Rule("honour", re.compile(rf"(?<![\w.])(?P<form>[Зз]асл|[Нн]ар)\.{GAP}?(?P<art>арт|худ|учит)\.(?=(?P<after>[^.!?;]*(?:(?<=[А-ЯЁ])\.[^.!?;]*)*))"), _honour),
    Rule("station", re.compile(rf"(?<![\w.])ж/д{GAP}ст\.(?={GAP}*{_QUOTE}{CAPITAL})"), _railway),
    Rule("order", re.compile(rf"(?<![\w.])(?P<form>[Пп]р)\.(?={GAP}*№)"), lambda m: form("приказ", m.string, m.start()) if m[0][0] == "п" else "Приказ"),
    Rule("over", re.compile(rf"(?<![\w.])[Сс]в\.(?={GAP}*\d)"), lambda m: "свыше" if m[0][0] == "с" else "Свыше"),
    Rule("saint", re.compile(rf"(?<![\w.])[Сс]в\.(?={GAP}*(?P<name>{CAPITAL}[а-яё]+))"), _saint),
    Rule("comrade", re.compile(rf"(?<![\w.])(?<!\d\s)т\.(?={GAP}{CAPITAL}[а-яё]{{2,}})"), lambda _: "товарищ"),
    Rule("younger", re.compile(rf"(?<=[а-яё]\s)(?P<say>мл(?=\.){MAY_STOP})"), lambda _: "младший"),
    Rule("floor", re.compile(rf"(?<![\w.])(?P<form>эт)(?=\.){MAY_STOP}"), lambda m: form("этаж", m.string, _ordinal_before(m))),
    Rule("inventory", re.compile(rf"(?<![\w.])(?P<form>[Ии]нв|[Кк]ат)\.(?={GAP}*(?:№|\d))"), lambda m: _INVENTORY[m["form"].lower()][m["form"][0].isupper()]),
    Rule("printed", re.compile(r"(?<![\w.])(?P<form>М|Л|СПб)\.(?=,\s(?:1[6-9]|20)\d\d)"), lambda m: _PRINTED[m["form"]]),
    Rule("overleaf", re.compile(rf"(?<=\d)\s?(?P<say>об(?=\.|$|[,;)]){MAY_STOP})"), lambda _: "оборот"),
    *DOTTED,
    Rule("about", re.compile(rf"(?<![\w.])[Оо]к\.(?={GAP}*[\dIVX])"), lambda m: "около" if m[0][0] == "о" else "Около"),
    Rule(
        "ended",
        re.compile(
            rf"(?<![\w.])(?P<form>{'|'.join(BEFORE_CENTURY)})\.(?={GAP}*(?:\d|[IVXХІ]+{GAP}?[–—-]?[IVXХІ]*{GAP}?в|века|(?:{'|'.join(SHORT_MONTHS)})\.|(?:{'|'.join(MONTHS)})(?!\w)))"
        ),
        bent(BEFORE_CENTURY),
    ),
    Rule("abbreviation", _pattern(titled(NEVER), _GOES_ON), _abbreviation),
    Rule("abbreviation", _pattern(titled(CLOSING), MAY_STOP), _abbreviation),
    Rule("title", re.compile(rf"(?<![\w.])(?P<form>{'|'.join(titled(TITLES))})\.(?={GAP}*{_QUOTE}{CAPITAL})"), _titled),
    Rule(
        "telephone",
        re.compile(rf"(?<![\w.])(?P<form>[Тт]ел)\.:?(?={GAP}*(?:[\d+(]|плюс))"),
        lambda m: form("телефон", m.string, m.start()) if m[0][0] == "т" else "Телефон",
    ),
    Rule("scale", re.compile(r"(?<![\w.])(?P<form>млн|млрд)(?![\w.])"), lambda m: ALWAYS[m["form"]]),
    Rule(
        "hyphened",
        re.compile(rf"(?<![\w.-])(?P<form>{'|'.join(sorted(map(re.escape, HYPHENED), key=len, reverse=True))})(?![\w-])(?:(?=\.){MAY_STOP})?", re.IGNORECASE),
        _hyphened,
    ),
    Rule(
        "counted",
        re.compile(rf"(?<![\w.])(?P<form>{'|'.join(sorted(BEFORE_NUMBER, key=len, reverse=True))})\.(?={GAP}*(?:№{GAP}*|[РПМ]-(?=\d))?[\dIVX])"),
        counted,
    ),
    Rule(
        "place",
        re.compile(rf"(?<![\w.])(?P<form>{'|'.join(sorted(BEFORE_NAME, key=len, reverse=True))})\.(?={GAP}*{_QUOTE}(?:{CAPITAL}|{LATIN}|\d+-))"),
        bent(BEFORE_NAME),
    ),
    Rule("places", re.compile(rf"(?<![\w.])гг\.(?={GAP}*{CAPITAL})"), lambda _: "города"),
    Rule("place", re.compile(rf"(?<![\w.])(?P<form>{'|'.join(ON_THEIR_OWN)})(?=\.){MAY_STOP}"), bent(ON_THEIR_OWN)),
    Rule("town", re.compile(rf"(?<![\w-]){CAPITAL}[\w-]{{1,40}}{GAP}(?P<say>г(?=\.){MAY_STOP})(?=[,;)]|{GAP}*$)"), lambda _: "город"),
    *LETTERED,
]
_LONGEST = Rule("figures", re.compile(r"(?<!\d)\d{16,}(?!\d)"), lambda m: figures(m[0]))
"""No number has so many figures; they are said one by one."""
RULES: list[Rule] = [
    _LONGEST,
    *ADDRESSES,
    *CAPTIONS,
    *LIVES,
    *PREPOSITIONS,
    *PLACES,
    *ADJECTIVES,
    *DOCUMENTS,
    *LISTED,
    *SHORT_ADJECTIVES,
    *DATES,
    *CENTURIES,
    *NUMBERED,
    *ORDINALS,
    *SHARES,
    *MONEY,
    *SHORT_COUNTS,
    *COUNTS,
    *WEEKDAYS,
    *WORDS,
    *MARKS,
]
