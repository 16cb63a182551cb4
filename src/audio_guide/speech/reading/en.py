"""How English is read aloud, in the British way: the rules in their order, Roman numerals and ordinals."""

import re

from audio_guide.speech.reading.en_abbreviations import ABBREVIATIONS, SENTENCES
from audio_guide.speech.reading.en_clocks import CLOCKS
from audio_guide.speech.reading.en_counts import COUNTS, FRACTIONS, MEASURES
from audio_guide.speech.reading.en_dates import DATES, YEARS
from audio_guide.speech.reading.en_marks import MARKS
from audio_guide.speech.reading.en_numbers import NUM, SP, cardinal, ordinal, year
from audio_guide.speech.reading.en_phones import PHONES
from audio_guide.speech.reading.en_sizes import SIZES
from audio_guide.speech.reading.en_words import ADDRESSES, WORDS
from audio_guide.speech.reading.shared import digits_of, listed, roman
from audio_guide.speech.reading.spans import Rule

__all__ = ["RULES", "SENTENCES"]

_ROMAN = "[IVXLІХ]+"
_THINGS = (
    "War|Wars|Part|Volume|Vol\\.|Chapter|Act|Book|Stage|Phase|Section|Camp|Hall|Room|Table|Type|Class|Appendix|Figure|Fig\\.|Plate|Article|Scene|Category|Group|Level|Grade|"
    "Corps|Block|Gate|Site|Unit|Zone|Barracks?|Floor|Panel|Mark|Exhibit|Building|Wing|Gallery|Stop|Series|Sector|Lot|Column|Step|Period|Annex|Schedule|Sputnik|Case|Line|Rocky|Apollo|Saturn"
)
_RULERS = (
    "Nicholas|Peter|Paul|Alexander|Catherine|Elizabeth|Charles|James|George|William|Henry|Edward|Richard|Mary|Louis|Francis|Frederick|Wilhelm|Leopold|Napoleon|Ivan|Anna|Philip|"
    "Ferdinand|Isabella|Joseph|Josef|Darius|Cyrus|Xerxes|Constantine|Justinian|Otto|Pius|Gregory|Leo|Clement|Innocent|Urban|Benedict|Victor|Emmanuel|Umberto|Carol|Boris|Abbas|"
    "Selim|Murad|Mehmed|Suleiman|Bayezid|Ramesses|Ramses|Ptolemy|Seleucus|Antiochus|Mithridates|Selassie|Alfonso|Carlos|Pedro|Manuel|Christian|Gustav|Eric|Albert|David|"
    "Robert|Theodosius|Michael|Basil|John|Feodor|Fyodor|Dmitri|Vasily|Simeon|Matthias|Rudolf|Maximilian|Sigismund|Harald|Haakon|Olaf|Baudouin|Juan|Philippe|Franz|Menelik"
)
_NO_RULER = listed(
    "When Then And But If As Because That So While Where What Which Who How Why Before After Now Here There Mother Father Only Since Until Though "
    "Although Today Once"
)
_ORDERED = "World War|Congress|Division|Army|Corps|[Mm]illennium|half|Five-Year|International|Reich|[Cc]onference|Plenum|Olympi\\w+|[Aa]nniversary"
_AFTER_ROMAN = r"(?=[’']s\b|[’'](?!\w)|[\s,;:.)”\"!?…–—-]|$)"
_CENTURY = r"(?P<word>[Cc]entur(?:y|ies)|cent\.|c\.|cc\.)"


def _roman_century(match: re.Match[str]) -> str | None:
    first, second = roman(match["a"]), roman(match["b"] or "")
    if not first or (match["b"] and not second):
        return None
    return f"{ordinal(first)} and {ordinal(second)}" if second else ordinal(first)


def _thing(match: re.Match[str]) -> str | None:
    """World War II is Two, Chapters IV–VI are Four to Six."""
    first, second = roman(match["a"]), roman(match["b"] or "")
    if not first or (match["b"] and not second):
        return None
    link = "and" if (match["link"] or "").strip() == "and" else "to"
    return f"{cardinal(first).capitalize()} {link} {cardinal(second).capitalize()}" if second else cardinal(first).capitalize()


def _ruler(match: re.Match[str]) -> str | None:
    """Nicholas II is the Second; «I» is a numeral only after a ruler's name or before «of»."""
    number = roman(match["a"])
    if not number or match["name"] in _NO_RULER:
        return None
    known = re.fullmatch(_RULERS, match["name"]) is not None
    if len(match["a"]) == 1 and not known and not re.match(r"\sof\s[A-Z]", match.string[match.end() : match.end() + 6]):
        return None
    return f"the {ordinal(number).capitalize()}"


def _many(match: re.Match[str]) -> str | None:
    number = roman(match["a"])
    return cardinal(number).capitalize() if number else None


def _many_lower(match: re.Match[str]) -> str | None:
    """Page xii, volumes I–III."""
    numbers = [roman(text.upper()) for text in (match["a"], match["b"]) if text]
    return " to ".join(map(cardinal, numbers)) if all(numbers) else None


_THOUSANDS = re.compile(r"(?P<m>M{1,2})(?P<c>CM|CD|D?C{0,3})(?P<x>(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))")


def _roman_year(match: re.Match[str]) -> str | None:
    """MCMXXXVII over a door: nineteen thirty-seven."""
    parts = _THOUSANDS.fullmatch(match.group())
    if parts is None:
        return None
    hundreds = {"CM": 9, "CD": 4}.get(parts["c"], 5 * parts["c"].count("D") + parts["c"].count("C"))
    return year(1000 * len(parts["m"]) + 100 * hundreds + roman(parts["x"]))


ROMANS = [
    Rule("roman", re.compile(rf"(?<!\w)I(?=(?:,{SP}?|{SP}(?:and|or|to){SP}|[–-])II(?!\w))"), lambda _: "One"),
    Rule("ordinal", re.compile(r"(?<!\w)(?P<a>[IVX]+)-?(?:st|nd|rd|th)(?!\w)"), lambda m: ordinal(roman(m["a"])) if roman(m["a"]) else None),
    Rule("roman-year", re.compile(r"(?<!\w)M[MDCLXVI]{3,}(?!\w)"), _roman_year),
    Rule("century", re.compile(rf"(?<!\w)(?P<say>(?P<a>{_ROMAN})(?:{SP}?(?:[-–]|and){SP}?(?P<b>{_ROMAN}))?)(?:{SP}|[-\u2011]){_CENTURY}"), _roman_century),
    Rule("century", re.compile(rf"(?<!\w)(?P<say>(?P<a>{_ROMAN})(?P<b>)){SP}(?:and|to|or){SP}{_ROMAN}{SP}{_CENTURY}"), _roman_century),
    Rule(
        "roman",
        re.compile(rf"(?<!\w)(?P<say>(?P<a>[IVX]{{2,}})){SP}(?:(?:All|[A-Z][a-z]+)(?:-[A-Z][a-z]+)?{SP}){{0,2}}(?:{_ORDERED})\b"),
        lambda m: ordinal(roman(m["a"])).capitalize() if roman(m["a"]) else None,
    ),
    Rule(
        "roman",
        re.compile(
            rf"(?<!\w)(?:{_THINGS})s?{SP}?(?P<say>(?P<a>{_ROMAN})(?:(?P<link>{SP}?[-–]{SP}?|{SP}and{SP}|{SP}to{SP})(?P<b>[IVX]+))?)(?![’']?[\wm]){_AFTER_ROMAN}"
        ),
        _thing,
    ),
    Rule(
        "roman",
        re.compile(
            rf"(?<!\w)(?:[Vv]ols?|chaps?|chs?|pp?|pts?|bks?|Ch|Chap|nos?|secs?|[Aa]rts?)\.{SP}?(?P<say>(?P<a>[IVXLivxl]+)(?:{SP}?[-–]{SP}?(?P<b>[IVXLivxl]+))?)(?!\w)"
        ),
        _many_lower,
    ),
    Rule(
        "roman",
        re.compile(rf"\b(?:{_RULERS}){SP}[IVX]+{SP}and{SP}(?P<say>(?P<a>[IVX]+))(?!\w)"),
        lambda m: f"the {ordinal(roman(m['a'])).capitalize()}" if roman(m["a"]) else None,
    ),
    Rule("roman", re.compile(rf"(?P<name>[A-Z][a-z]+){SP}(?P<say>(?P<a>[IVXІХ]+))(?!\w){_AFTER_ROMAN}"), _ruler),
    Rule("roman", re.compile(r"(?<![\w.-])(?P<a>[IVX]{2,})(?!\w)"), _many),
]


ORDINALS = [
    Rule("ordinals", re.compile(rf"\d(?:st|nd|rd|th)(?P<say>{SP}?[–-]{SP}?)(?=\d+(?:st|nd|rd|th)\b)"), lambda _: "to"),
    Rule("ordinal", re.compile(rf"(?<![\d,.])(?P<n>{NUM})(?:st|nd|rd|th|ST|ND|RD|TH)(?!\w)"), lambda m: ordinal(int(digits_of(m["n"])))),
    Rule("ordinal", re.compile(r"(?<![\d,.])(?P<n>\d+)(?:-(?:st|nd|rd|th))(?!\w)"), lambda m: ordinal(int(digits_of(m["n"])))),
]
RULES: list[Rule] = [*ADDRESSES, *PHONES, *MARKS, *DATES, *CLOCKS, *SIZES, *COUNTS, *MEASURES, *YEARS, *ROMANS, *ORDINALS, *FRACTIONS, *ABBREVIATIONS, *WORDS]
