"""How Russian is read aloud: the rules in their order, abbreviations, initials, acronyms and words of other alphabets."""

import re
from collections.abc import Iterable

from audio_guide.speech.reading.ru_addresses import ADDRESSES
from audio_guide.speech.reading.ru_adjectives import ADJECTIVES
from audio_guide.speech.reading.ru_centuries import CENTURIES
from audio_guide.speech.reading.ru_context import governed, looks_like_verb
from audio_guide.speech.reading.ru_counts import COUNTS, NUMBERED
from audio_guide.speech.reading.ru_dates import DATES
from audio_guide.speech.reading.ru_lives import LIVES
from audio_guide.speech.reading.ru_marks import MARKS
from audio_guide.speech.reading.ru_numbers import HYPHEN, figures
from audio_guide.speech.reading.ru_ordinals import ORDINALS
from audio_guide.speech.reading.ru_places import PLACES, bent, counted, form, region
from audio_guide.speech.reading.ru_prepositions import PREPOSITIONS
from audio_guide.speech.reading.ru_sentences import NEVER, SENTENCES, titled
from audio_guide.speech.reading.ru_short_counts import SHORT_COUNTS
from audio_guide.speech.reading.ru_tables import CAPITAL, END, GAP, MAY_STOP, STATES, words
from audio_guide.speech.reading.ru_weekdays import WEEKDAYS
from audio_guide.speech.reading.ru_words import (
    ALWAYS,
    BEFORE_CENTURY,
    BEFORE_NAME,
    BEFORE_NUMBER,
    CAPITAL_WORDS,
    CLOSING,
    HYPHENED,
    LETTERS,
    ON_THEIR_OWN,
    SPELLED,
    TITLES,
    WORD_ACRONYMS,
    is_word,
    latin_word,
    others,
    russian_letters,
    so_called,
    spell,
)
from audio_guide.speech.reading.spans import Rule

__all__ = ["RULES", "SENTENCES"]

_LOWER = "[а-яёәғқңөұүһі]"
_LATIN = "[A-Za-zÀ-ÖØ-öø-\u024fə]"
_GOES_ON = rf"\.(?!{END})"
"""The full stop of an abbreviation after which the text goes on."""
_LONGEST_ACRONYM = 6
_HEADING_WORD = rf"{CAPITAL}{{4,}}"
_HEADING_BEFORE = re.compile(rf"(?<![\w-])({_HEADING_WORD})[«»\"—–:,]*\s+[«\"]?(?:[—–]\s+)?(?:{CAPITAL}{{1,3}}\s+)?$")
_HEADING_AFTER = re.compile(rf"[»\",:]?\s+[«\"]?(?:{CAPITAL}{{1,3}}\s+)?({_HEADING_WORD})(?![\w-])")
_TAIL = re.compile(r"(?:а|у|е|ы|и|о|я|ю|ом|ем|ой|ей|ов|ев|ам|ями?|ами|ах|ях|шник\w*|овск\w*|овец|овц\w*|шн\w*|ист\w*)")


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


def _joined_tail(tail: str, *, hyphen: bool) -> str:
    """An ending goes on the word (ЦК-овский), a word of its own keeps its hyphen (QR-код)."""
    return f"-{tail}" if hyphen and not _TAIL.fullmatch(tail) else tail


def _initials(match: re.Match[str]) -> str:
    """С. Сейфуллин as эс Сейфуллин; letters that touch are one claim, so that the words stay apart."""
    letters = [_letter(letter) for letter in re.findall(r"[^\W\d_]+", match["letters"])]
    name = russian_letters(match["name"]) if match["name"] else ""
    return " ".join([*letters, name])


def _letter(letter: str) -> str:
    if len(letter) > 1:
        return letter.lower() + "э"
    return LETTERS.get(russian_letters(letter).lower(), letter)


def _acronym(match: re.Match[str]) -> str | None:
    """НКВД letter by letter, АЛЖИР and words of a heading as words; an ending stays as it was written."""
    first, tail = match["first"] or "", _joined_tail(match["tail"] or "", hyphen=bool(match["hyphen"] and match["tail"]))
    if first and len(match["caps"]) < 3 and first not in _STATE_FIRST:
        return None
    said = "-".join([_caps(caps, match) for caps in re.split(HYPHEN, match["caps"])])
    whole = f"{first}{match['caps']}"
    if whole in WORD_ACRONYMS:
        return WORD_ACRONYMS[whole] + tail
    said = f"{first.lower()}-{said}" if first else said
    if match["mark"]:
        said += f"-{spell(match['mark'] + (match['more'] or ''))}"
    return said + tail


_STATE_FIRST = frozenset(words("Каз Кар Узб Тур Кир Тадж Гос Глав Рос Сов Нар Обл Лен Мос Сиб Даль Укр Бел Груз Аз Арм Молд Мин Пром"))
"""First halves of names such as КазГУ and ГосАРХ."""


def _caps(caps: str, match: re.Match[str]) -> str:
    if caps in WORD_ACRONYMS:
        return WORD_ACRONYMS[caps]
    if caps.endswith("ССР"):
        return spell(caps)
    text = match.string
    near = [found[1] for found in (_HEADING_BEFORE.search(text[max(0, match.start() - 60) : match.start()]), _HEADING_AFTER.match(text, match.end())) if found]
    heading = any(_is_heading_word(word) for word in near) or len(caps) > _LONGEST_ACRONYM
    word = is_word(caps) and caps not in SPELLED
    if caps in CAPITAL_WORDS and (heading or not word):
        return caps.lower()
    vowels = re.search("[АЕЁИОУЫЭЮЯӘІӨҮҰ]", caps) is not None
    if caps not in SPELLED and vowels and (word or heading):
        return russian_letters(caps).lower()
    return spell(caps)


def _is_heading_word(word: str) -> bool:
    return word not in WORD_ACRONYMS and word not in SPELLED and re.search("[АЕЁИОУЫЭЮЯӘІӨҮҰ]", word) is not None


def _kazakh(match: re.Match[str]) -> str | None:
    """Рысқұлова is Рыскулова, ЖАЛАҢАШ is жаланаш."""
    word = match[0]
    said = russian_letters(word)
    return None if said == word else said.lower() if word.isupper() and len(word) > 1 else said


def _latin(match: re.Match[str]) -> str:
    """A Latin word or acronym in Cyrillic; an ending after it is joined."""
    whole, tail = match["words"], _joined_tail(match["tail"] or "", hyphen=bool(match["hyphen"] and match["tail"]))
    if (known := latin_word(whole)) and "-" in whole and whole.upper() in {"WI-FI", "E-MAIL"}:
        return known + tail
    words = [latin_word(word) for word in re.findall(rf"{_LATIN}+", whole)]
    return "-".join(words) + tail


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


def _dotted(match: re.Match[str]) -> str:
    """А.Л.Ж.И.Р. is the acronym without its stops."""
    letters = match["letters"].replace(".", "")
    return WORD_ACRONYMS.get(letters) or spell(letters)


def _camel(match: re.Match[str]) -> str:
    """КарЛага: capitals inside a word do not part it."""
    return match[0].lower() if match[0].lower().startswith(("карлаг", "гулаг", "сиблаг", "степлаг", "бамлаг")) else match[0].capitalize()


def _noun(word: str | None) -> str:
    """The word after и др. if it may be its noun: a verb is not."""
    return "" if word is None or looks_like_verb(word) else word


def _ordinal_before(match: re.Match[str]) -> int:
    """Where the number of a storey begins, since a preposition stands before it: на 2-м эт."""
    number = re.search(r"\d+(?:-[а-яё]+)?\s+$", match.string[: match.start()][-12:])
    return match.start() - (len(number[0]) if number else 0)


_LATIN_TITLES = {"Dr": "доктор", "Mr": "мистер", "Mrs": "миссис", "Prof": "профессор", "St": "сент"}
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
    Rule("named", re.compile(rf"(?<![\w.])[Ии]м\.(?={GAP}*{_QUOTE}(?:{CAPITAL}|{_LATIN}))"), lambda m: "имени" if m[0][0] == "и" else "Имени"),
    Rule("named", re.compile(rf"(?<![\w.])им\.(?={GAP}*\d)"), lambda _: "имени"),
    Rule("region", re.compile(rf"[а-яё](?P<adjective>ая|ой|ую){GAP}(?P<say>обл\.)(?={GAP}+{STATES})"), region),
    Rule("region", re.compile(rf"(?<![\w-])(?P<form>р-н[аеу]?)\.(?={GAP}+{STATES})"), _hyphened),
    Rule("region", re.compile(rf"[а-яё](?P<adjective>ая|ой|ую){GAP}(?P<say>обл(?=\.){MAY_STOP})"), region),
    Rule("over", re.compile(rf"(?<![\w.])[Сс]в\.(?={GAP}*\d)"), lambda m: "свыше" if m[0][0] == "с" else "Свыше"),
    Rule("saint", re.compile(rf"(?<![\w.])[Сс]в\.(?={GAP}*(?P<name>{CAPITAL}[а-яё]+))"), _saint),
    Rule("comrade", re.compile(rf"(?<![\w.])(?<!\d\s)т\.(?={GAP}{CAPITAL}[а-яё]{{2,}})"), lambda _: "товарищ"),
    Rule("younger", re.compile(rf"(?<=[а-яё]\s)(?P<say>мл(?=\.){MAY_STOP})"), lambda _: "младший"),
    Rule("floor", re.compile(rf"(?<![\w.])(?P<form>эт)(?=\.){MAY_STOP}"), lambda m: form("этаж", m.string, _ordinal_before(m))),
    Rule("inventory", re.compile(rf"(?<![\w.])(?P<form>[Ии]нв|[Кк]ат)\.(?={GAP}*(?:№|\d))"), lambda m: _INVENTORY[m["form"].lower()][m["form"][0].isupper()]),
    Rule("printed", re.compile(r"(?<![\w.])(?P<form>М|Л|СПб)\.(?=,\s(?:1[6-9]|20)\d\d)"), lambda m: _PRINTED[m["form"]]),
    Rule("overleaf", re.compile(rf"(?<=\d)\s?(?P<say>об(?=\.|$|[,;)]){MAY_STOP})"), lambda _: "оборот"),
    Rule("acronym", re.compile(rf"(?<![\w.])(?P<letters>(?:{CAPITAL}\.){{2,}}{CAPITAL})(?=\.)(?:\.(?!{END}))?(?!\s?{CAPITAL}[а-яё])"), _dotted),
    Rule("acronym", re.compile(rf"(?<!\w){CAPITAL}[а-яё]{{2,6}}{CAPITAL}[а-яё]{{2,8}}(?!\w)"), _camel),
    Rule("about", re.compile(rf"(?<![\w.])[Оо]к\.(?={GAP}*[\dIVX])"), lambda m: "около" if m[0][0] == "о" else "Около"),
    Rule(
        "ended",
        re.compile(rf"(?<![\w.])(?P<form>{'|'.join(BEFORE_CENTURY)})\.(?={GAP}*(?:\d|[IVXХІ]+{GAP}?[–—-]?[IVXХІ]*{GAP}?в|века))"),
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
        re.compile(rf"(?<![\w.])(?P<form>{'|'.join(sorted(BEFORE_NAME, key=len, reverse=True))})\.(?={GAP}*{_QUOTE}(?:{CAPITAL}|{_LATIN}|\d+-))"),
        bent(BEFORE_NAME),
    ),
    Rule("places", re.compile(rf"(?<![\w.])гг\.(?={GAP}*{CAPITAL})"), lambda _: "города"),
    Rule("place", re.compile(rf"(?<![\w.])(?P<form>{'|'.join(ON_THEIR_OWN)})(?=\.){MAY_STOP}"), bent(ON_THEIR_OWN)),
    Rule("town", re.compile(rf"(?<![\w-]){CAPITAL}[\w-]{{1,40}}{GAP}(?P<say>г(?=\.){MAY_STOP})(?=[,;)]|{GAP}*$)"), lambda _: "город"),
    Rule("initials", re.compile(rf"{CAPITAL}{_LOWER}+\s(?P<say>(?P<letters>(?:{CAPITAL}\.{GAP}?)?{CAPITAL})(?=\.)(?:\.(?!{END}))?)(?P<name>)"), _initials),
    Rule(
        "initials",
        re.compile(rf"(?<!\w)(?P<letters>(?:(?:{CAPITAL}|Дж|Дз|Ю)\.{GAP}?-?){{0,2}}(?:{CAPITAL}|Дж|Дз)\.)(?:(?P<name>{CAPITAL}[\w-]+)|(?=\s*[«\"]?{CAPITAL}))"),
        _initials,
    ),
    Rule("initials", re.compile(rf"(?<!\w)(?P<letters>(?:{CAPITAL}\.{GAP}?)?{CAPITAL}\.)(?=\s+(?:и|или|с)\s)(?P<name>)"), _initials),
    Rule(
        "acronym",
        re.compile(
            rf"(?<!\w)(?P<first>{CAPITAL}[а-яё]{{1,5}})?(?P<caps>{CAPITAL}{{2,}}(?:{HYPHEN}{CAPITAL}{{2,}})*)(?:\((?P<mark>[бк])\)(?P<more>{CAPITAL}(?!\w))?)?(?:(?P<hyphen>{HYPHEN})?(?P<tail>[а-яё]+))?(?!\w)"
        ),
        _acronym,
    ),
    Rule("letter", re.compile(rf"(?<!\w)(?P<say>{CAPITAL}){HYPHEN}?(?=\d)"), lambda m: spell(m["say"])),
    Rule(
        "kazakh",
        re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*"),
        lambda m: _kazakh(m) if re.search("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]", m[0]) and not re.search(_LATIN, m[0]) else None,
    ),
    Rule("title", re.compile(rf"(?<!\w)(?P<form>Dr|Mr|Mrs|Prof|St)\.(?=\s{_LATIN})"), lambda m: _LATIN_TITLES[m["form"]]),
    Rule("initials", re.compile(r"(?<!\w)(?P<letters>(?:[A-Z]\.\s?){1,3})(?=[A-Z][a-z])"), lambda m: " ".join(map(spell, re.findall("[A-Z]", m["letters"])))),
    Rule("latin", re.compile(rf"(?P<words>{_LATIN}+(?:['’]?{HYPHEN}?{_LATIN}+)*)(?:(?P<hyphen>{HYPHEN})?['’]?(?P<tail>[а-яё]+))?"), _latin),
]
_LONGEST = Rule("figures", re.compile(r"(?<!\d)\d{16,}(?!\d)"), lambda m: figures(m[0]))
"""No number has so many figures; they are said one by one."""
RULES: list[Rule] = [
    _LONGEST,
    *ADDRESSES,
    *LIVES,
    *PREPOSITIONS,
    *PLACES,
    *ADJECTIVES,
    *DATES,
    *CENTURIES,
    *NUMBERED,
    *ORDINALS,
    *SHORT_COUNTS,
    *COUNTS,
    *WEEKDAYS,
    *WORDS,
    *MARKS,
]
