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
from audio_guide.speech.reading.ru_numbers import HYPHEN
from audio_guide.speech.reading.ru_ordinals import ORDINALS
from audio_guide.speech.reading.ru_places import PLACES, bent, counted, region
from audio_guide.speech.reading.ru_prepositions import PREPOSITIONS
from audio_guide.speech.reading.ru_tables import CAPITAL, END, GAP, MAY_STOP, words
from audio_guide.speech.reading.ru_units import UNITS
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
    WEEKDAYS,
    WORD_ACRONYMS,
    is_word,
    latin_word,
    others,
    russian_letters,
    so_called,
    spell,
)
from audio_guide.speech.reading.spans import Rule, SentenceRules

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
    if first and len(match["caps"]) < 3:
        return None
    said = "-".join([_caps(caps, match) for caps in re.split(HYPHEN, match["caps"])])
    whole = f"{first}{match['caps']}"
    if whole in WORD_ACRONYMS:
        return WORD_ACRONYMS[whole] + tail
    said = f"{first.lower()}-{said}" if first else said
    if match["mark"]:
        said += f"-{spell(match['mark'] + (match['more'] or ''))}"
    return said + tail


def _caps(caps: str, match: re.Match[str]) -> str:
    if caps in WORD_ACRONYMS:
        return WORD_ACRONYMS[caps]
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


def _weekday(match: re.Match[str]) -> str:
    """Кроме пн.: a day in small letters, in the genitive where a word before it wants one."""
    return WEEKDAYS[match["day"].capitalize()][governed(match.string, match.start()) == "g"]


def _weekdays(match: re.Match[str]) -> str:
    """Пн–Пт: с понедельника по пятницу."""
    return f"с {WEEKDAYS[match['from']][1]} по {(WEEKDAYS[match['until']] * 2)[2 if len(WEEKDAYS[match['until']]) > 2 else 0]}"


def _noun(word: str | None) -> str:
    """The word after и др. if it may be its noun: a verb is not."""
    return "" if word is None or looks_like_verb(word) else word


def _title(forms: Iterable[str]) -> list[str]:
    """Forms with a small letter and, where they have two letters or more, with a capital."""
    return [spelling for form in forms for spelling in ([form, form[0].upper() + form[1:]] if len(form.split(".")[0]) > 1 or form == "т. е" else [form])]


_SHORT_WORD = 5
_DAYS = "|".join(WEEKDAYS)
_NEVER = [form for form in ALWAYS if form not in CLOSING]
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
    Rule("region", re.compile(rf"[а-яё](?P<adjective>ая|ой|ую){GAP}(?P<say>обл(?=\.){MAY_STOP})"), region),
    Rule("over", re.compile(rf"(?<![\w.])[Сс]в\.(?={GAP}*\d)"), lambda m: "свыше" if m[0][0] == "с" else "Свыше"),
    Rule("saint", re.compile(rf"(?<![\w.])[Сс]в\.(?={GAP}*{CAPITAL})"), lambda _: "святой"),
    Rule("about", re.compile(rf"(?<![\w.])[Оо]к\.(?={GAP}*[\dIVX])"), lambda m: "около" if m[0][0] == "о" else "Около"),
    Rule(
        "ended",
        re.compile(rf"(?<![\w.])(?P<form>{'|'.join(BEFORE_CENTURY)})\.(?={GAP}*(?:\d|[IVXХІ]+{GAP}?[–—-]?[IVXХІ]*{GAP}?в|века))"),
        bent(BEFORE_CENTURY),
    ),
    Rule("abbreviation", _pattern(_title(_NEVER), _GOES_ON), _abbreviation),
    Rule("abbreviation", _pattern(_title(CLOSING), MAY_STOP), _abbreviation),
    Rule("title", re.compile(rf"(?<![\w.])(?P<form>{'|'.join(_title(TITLES))})\.(?={GAP}*{_QUOTE}{CAPITAL})"), _titled),
    Rule("telephone", re.compile(rf"(?<![\w.])(?P<form>[Тт]ел)\.:?(?={GAP}*(?:[\d+(]|плюс))"), lambda m: "телефон" if m[0][0] == "т" else "Телефон"),
    Rule("weekdays", re.compile(rf"(?<!\w)(?P<from>{_DAYS})\.?\s?[–—-]\s?(?P<until>{_DAYS})(?!\w)\.?"), _weekdays),
    Rule("weekday", re.compile(rf"(?<!\w)(?P<day>{_DAYS})(?=[:,;–—]|\s\d|\sи\s|\s?$)"), lambda m: WEEKDAYS[m["day"]][0]),
    Rule("weekday", re.compile(r"(?<![\w.])(?P<day>пн|вт|чт|пт|сб|вс)(?=\.)" + MAY_STOP), _weekday),
    Rule("scale", re.compile(r"(?<![\w.])(?P<form>млн|млрд)(?![\w.])"), lambda m: ALWAYS[m["form"]]),
    Rule(
        "hyphened",
        re.compile(rf"(?<![\w.-])(?P<form>{'|'.join(sorted(map(re.escape, HYPHENED), key=len, reverse=True))})(?![\w-])\.?"),
        lambda m: HYPHENED[m["form"]],
    ),
    Rule("counted", re.compile(rf"(?<![\w.])(?P<form>{'|'.join(sorted(BEFORE_NUMBER, key=len, reverse=True))})\.(?={GAP}*(?:№{GAP}*)?[\dIVX])"), counted),
    Rule(
        "place",
        re.compile(rf"(?<![\w.])(?P<form>{'|'.join(sorted(BEFORE_NAME, key=len, reverse=True))})\.(?={GAP}*{_QUOTE}(?:{CAPITAL}|{_LATIN}|\d+-))"),
        bent(BEFORE_NAME),
    ),
    Rule("places", re.compile(rf"(?<![\w.])гг\.(?={GAP}*{CAPITAL})"), lambda _: "города"),
    Rule("place", re.compile(rf"(?<![\w.])(?P<form>{'|'.join(ON_THEIR_OWN)})(?=\.){MAY_STOP}"), bent(ON_THEIR_OWN)),
    Rule("town", re.compile(rf"{CAPITAL}[\w-]+{GAP}(?P<say>г(?=\.){MAY_STOP})(?=[,;)]|{GAP}*$)"), lambda _: "город"),
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
    Rule("latin", re.compile(rf"(?P<words>{_LATIN}+(?:['’]?{HYPHEN}?{_LATIN}+)*)(?:(?P<hyphen>{HYPHEN})?['’]?(?P<tail>[а-яё]+))?"), _latin),
]
MARKS: list[Rule] = [
    Rule("bracket", re.compile(r"[)\]](?=[»”\"]?\s*[.,;:!?…—–]|\s*[»”\"]?\s*$)|(?:^|(?<=[.!?…,;:]))\s*[(\[]"), lambda _: ""),
    Rule("bracket", re.compile(r"[)\]]\s*[(\[]"), lambda _: ","),
    Rule(
        "dash",
        re.compile(r"(?<![\w.])(?P<before>\w+)\.(?P<say>\s+[—–-]\s+)"),
        lambda m: ", " if len(m["before"]) < _SHORT_WORD and m["before"].islower() else "",
    ),
    Rule("dash", re.compile(r"^\s*[—–-]\s+|(?<=[.,!?…;:])[»”\"]?\s+[—–-]\s+|(?<=[.,!?…;:][»”\")])\s+[—–-]\s+"), lambda _: ""),
    Rule("sign", re.compile(r"(?<=\s)&(?=\s)"), lambda _: "и"),
    Rule("sign", re.compile(r"(?<=\s)\+(?=\s)"), lambda _: "плюс"),
    Rule("sign", re.compile(r"(?<=\s)=(?=\s)"), lambda _: "равно"),
    Rule("sign", re.compile(r"§+\s?"), lambda _: "параграф"),
    Rule("sign", re.compile(r"[~≈]\s?"), lambda _: "примерно"),
    Rule("sign", re.compile(r"%"), lambda _: "процентов"),
    Rule("sign", re.compile(r"°[CС]?"), lambda _: "градусов"),
    Rule("footnote", re.compile("[¹²³⁰⁴-⁹]+"), lambda _: ""),
    Rule("sign", re.compile(r"[>≥]\s?(?=\d)"), lambda _: "более"),
    Rule("sign", re.compile(r"[<≤]\s?(?=\d)"), lambda _: "менее"),
    Rule("sign", re.compile(r"\s?×\s?"), lambda _: "на"),
    Rule("sign", re.compile(r"±\s?"), lambda _: "плюс-минус"),
    Rule("sign", re.compile(r"(?<=\d)\+(?!\w)"), lambda _: "плюс"),
    Rule("dash", re.compile(r"(?<=\w)[–—](?=\w)"), lambda _: ", "),
    Rule("sign", re.compile(r"[*_|•·©®™#\\^<>→←↑↓†‡]+"), lambda _: ""),
    Rule("sign", re.compile(r"(?<=\w)/(?=\w)"), lambda _: ", "),
    Rule("after", re.compile(r"(?<=\d)[^\W\d_]+"), lambda m: m[0]),
    Rule("half", re.compile("½"), lambda _: "половина"),
]
RULES: list[Rule] = [*ADDRESSES, *LIVES, *PREPOSITIONS, *PLACES, *ADJECTIVES, *DATES, *CENTURIES, *NUMBERED, *ORDINALS, *COUNTS, *WORDS, *MARKS]
_BEFORE_TOWN = words("в во из к до от под около у близ возле для по с через за над при обл., р-н, Казахстан, РК, СССР, В Из К До От Под")
_WORDS_TOO = {"д", "п", "т", "л", "ч", "рис", "тел", "см", "гор"}
"""Abbreviations that are words or letters at the end of other sentences: и т. д., сварили рис."""
_SHORT = {*_NEVER, *TITLES, *BEFORE_NUMBER, *BEFORE_NAME, "нач", "кон", "сер", "т. н", "св", "ок", "им", "каб"} - _WORDS_TOO - {"г", "обл"}
_CLOSING = {*CLOSING, "др", "и др", "т. п", "и т. п", "г", "гг", "в", "вв", "обл", "р-н", "г. р", *_WORDS_TOO, *filter(str.isalpha, UNITS)} - _SHORT
SENTENCES = SentenceRules(
    never_ends=frozenset(
        {form.replace(". ", gap) for form in _title(_SHORT) for gap in (". ", ".", ".\u00a0")}
        | {f"{before} {town}" for before in _BEFORE_TOWN for town in "гдп"}
        | {"(см", "Дж", "Dr", "Mr", "Mrs", "Prof", "St", "No", "vs", "e.g", "i.e"},
    ),
    may_end=frozenset(form.replace(". ", gap) for form in _CLOSING for gap in (". ", ".", ".\u00a0")),
)
