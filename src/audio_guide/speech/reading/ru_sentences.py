"""What the splitter must know of Russian: which abbreviations end a sentence and which do not."""

import re
from collections.abc import Iterable

from audio_guide.speech.reading.ru_dates import SHORT_MONTHS
from audio_guide.speech.reading.ru_tables import GAP, STATES, words
from audio_guide.speech.reading.ru_units import UNITS
from audio_guide.speech.reading.ru_words import ALWAYS, BEFORE_NAME, BEFORE_NUMBER, CLOSING, TITLES
from audio_guide.speech.reading.spans import SentenceRules


def titled(forms: Iterable[str]) -> list[str]:
    """Forms with a small letter and, where they have two letters or more, with a capital."""
    return [spelling for form in forms for spelling in ([form, form[0].upper() + form[1:]] if len(form.split(".")[0]) > 1 or form == "т. е" else [form])]


NEVER = [form for form in ALWAYS if form not in CLOSING]
_BEFORE_TOWN = words("в во из к до от под около у близ возле для по с через за над при обл., р-н, Казахстан, РК, СССР, В Из К До От Под")
_WORDS_TOO = {"д", "п", "т", "л", "ч", "рис", "тел", "см", "гор"}
"""Abbreviations that are words or letters at the end of other sentences: и т. д., сварили рис."""
_SHORT = (
    {
        *NEVER,
        *TITLES,
        *BEFORE_NUMBER,
        *BEFORE_NAME,
        "нач",
        "кон",
        "сер",
        "четв",
        "т. н",
        "св",
        "ок",
        "им",
        "каб",
        "род",
        "сконч",
        "расстр",
        "рожд",
        "журн",
        "инв",
        "тел",
        "моб",
        "губ",
        "засл",
        "нар",
        "арт",
        "пр",
    }
    - _WORDS_TOO
    - {"г", "обл"}
)
_CLOSING = {
    *CLOSING,
    "др",
    "и др",
    "т. п",
    "и т. п",
    "г",
    "гг",
    "в",
    "вв",
    "обл",
    "р-н",
    "р-на",
    "р-не",
    "г. р",
    "ум",
    "мл",
    "эт",
    "яз",
    "р",
    "к",
    "кл",
    *_WORDS_TOO,
    *filter(str.isalpha, UNITS),
    *SHORT_MONTHS,
    *words("пн вт чт пт сб вс"),
} - _SHORT
SENTENCES = SentenceRules(
    never_ends=frozenset(
        {form.replace(". ", gap) for form in titled(_SHORT) for gap in (". ", ".", ".\u00a0")}
        | {f"{before} {town}" for before in _BEFORE_TOWN for town in "гдп"}
        | {"(см", "Дж", "Dr", "Mr", "Mrs", "Prof", "St", "No", "vs", "e.g", "i.e"},
    ),
    goes_on=re.compile(rf"(?<!\w)(?:(?:обл|р-н[аеу]?)\.{GAP}+{STATES}|гг?\.{GAP}+[IVXХІ]+{GAP}?(?:в|ст)(?!\w)|пол\.{GAP}+(?:[IVXХІ]+|\d{{2,4}})(?:[\s–—-]|$))"),
    may_end=frozenset(form.replace(". ", gap) for form in _CLOSING for gap in (". ", ".", ".\u00a0")),
)
