"""English abbreviations: titles, streets, what stands before a number, and where they end no sentence."""

import re
from collections.abc import Callable

from audio_guide.speech.reading.en_numbers import SP
from audio_guide.speech.reading.shared import listed
from audio_guide.speech.reading.spans import Rule, SentenceRules

_TITLES = {
    "Dr": "Doctor", "Mr": "Mister", "Mrs": "Missis", "Ms": "Miz", "Prof": "Professor", "Gen": "General", "Col": "Colonel", "Capt": "Captain", "Lt": "Lieutenant",
    "Sgt": "Sergeant", "Maj": "Major", "Cpl": "Corporal", "Rev": "Reverend", "Hon": "Honourable", "Gov": "Governor", "Mt": "Mount", "Messrs": "Messrs",
    "Fr": "Father", "Sr": "Sister", "Adm": "Admiral", "Pvt": "Private", "Acad": "Academician",
}  # fmt: skip
_STREETS = {
    "St": "Street", "Ave": "Avenue", "Rd": "Road", "Blvd": "Boulevard", "Sq": "Square", "Ln": "Lane", "Bldg": "Building", "Pl": "Place", "Hwy": "Highway",
}  # fmt: skip
_ABBREVIATIONS = {
    "e.g.": "for example", "i.e.": "that is", "eg": "for example", "ie": "that is", "etc.": "et cetera", "etc": "et cetera", "vs.": "versus", "vs": "versus",
    "v.": "versus", "approx.": "approximately", "approx": "approximately", "cf.": "compare", "viz.": "namely", "et al.": "and others", "incl.": "including",
    "excl.": "excluding", "esp.": "especially", "dept.": "department", "Dept.": "Department", "govt.": "government", "Govt.": "Government", "Univ.": "University",
    "Inc.": "Incorporated", "Ltd.": "Limited", "Ltd": "Limited", "Co.": "Company", "Jr.": "Junior", "Sr.": "Senior", "Jr": "Junior", "Esq.": "Esquire",
    "BC": "B C", "AD": "A D", "BCE": "B C E", "CE": "C E", "a.m.": "a m", "p.m.": "p m", "Tel.": "Telephone", "tel.": "telephone",
    "eds.": "edited", "ed.": "edited", "trans.": "translated", "anon.": "anonymous", "Anon.": "Anonymous",
    "hrs.": "hours", "mins.": "minutes", "yrs.": "years",
    "Mtn.": "Mountain", "Jct.": "Junction", "c/o": "care of", "w/o": "without", "PhD": "P H D", "Ph.D.": "P H D", "MSc": "M S C", "BSc": "B S C",
    "RSVP": "R S V P", "Eng.": "English", "Rus.": "Russian", "Kaz.": "Kazakh",
}  # fmt: skip
_MAY_END = frozenset({"etc.", "a.m.", "p.m.", "Ltd.", "Inc.", "Jr.", "Sr.", "Co.", "Ph.D.", "et al.", "Ave.", "Rd.", "Esq."})
_BEFORE_NUMBER = {
    "c": "about", "ca": "about", "b": "born", "d": "died", "r": "reigned", "fl": "flourished", "est": "established", "pp": "pages", "p": "page", "vol": "volume",
    "vols": "volumes", "ch": "chapter", "chap": "chapter", "chs": "chapters", "art": "article", "sec": "section", "para": "paragraph", "fig": "figure", "figs": "figures",
    "pl": "plate", "no": "number", "bldg": "building", "apt": "apartment", "pt": "part", "bk": "book", "f": "folio", "ff": "folios", "col": "column", "n": "note",
    "inv": "inventory", "cat": "catalogue", "ext": "extension", "min": "minimum", "max": "maximum", "tel": "telephone",
}  # fmt: skip
_LATER = rf"(?={SP}?(?:c\.|ca\.|about|circa|[Nn]os?\.|№)?{SP}?(?:[\d+]|[ivxlcIVXLC]+\b|[Nn]os?\.))"


def _saying(words: str) -> Callable[[re.Match[str]], str | None]:
    return lambda _: words


def _abbreviations() -> list[Rule]:
    """The full stop of an abbreviation stays where it also ends the sentence."""
    rules: list[Rule] = []
    for short, long in sorted(_ABBREVIATIONS.items(), key=lambda row: -len(row[0])):
        before = r"(?<=[a-z],\s)" if short == "Sr." else r"(?<![\w.])"
        stop = r"(?=\.)(?:\.(?!\s*[”\")’]*\s*$" + (r"|\s+[“\"]?[A-Z]" if short in _MAY_END else "") + "))?" if short.endswith(".") else r"(?![\w.])"
        written = re.escape(short.removesuffix("."))
        rules.append(Rule("abbreviation", re.compile(rf"{before}{written}{stop}"), _saying(long)))
        if short[0].islower() and short.endswith(".") and len(short) > 2 and short not in {"ed.", "a.m.", "p.m."}:
            rules.append(Rule("abbreviation", re.compile(rf"{before}{short[0].upper()}{written[1:]}{stop}"), _saying(long[0].upper() + long[1:])))
    return rules


def _title(match: re.Match[str]) -> str:
    return _TITLES[match["title"]]


def _street(match: re.Match[str]) -> str | None:
    """Abai St., 12 Abai St. Astana; but «the church of St. George» and «Lake St. Clair» are saints."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    house = re.search(rf"\d\w?,?{SP}(?:[A-Z][\w’'-]+{SP}){{1,3}}$", before) is not None
    goes_on = re.match(rf"{SP}?[A-Z]", match.string[match.end() : match.end() + 2]) is not None
    named = re.search(rf"(?:^|{SP})[A-Z][\w’'-]+{SP}$", before) is not None
    return _STREETS[match["street"]] if house or (named and (not goes_on or match["street"] != "St")) else None


def _numbered(match: re.Match[str]) -> str:
    word = _BEFORE_NUMBER[match["short"].lower()]
    return word.capitalize() if match["short"][0].isupper() and len(match["short"]) > 1 else word


ABBREVIATIONS = [
    Rule("street", re.compile(rf"(?<=[a-z’']{SP})(?P<street>{'|'.join(_STREETS)})(?:\.(?!\s*$)(?!\w)|(?=\.\s*$))"), _street),
    Rule("saint", re.compile(rf"(?<!\w)St(?:\.|(?={SP}))(?={SP}?[A-Z])"), lambda _: "Saint"),
    Rule("title", re.compile(rf"(?<![\w.])(?P<title>{'|'.join(_TITLES)})(?:\.(?!\s*$)|(?={SP}(?:[A-Z]|and{SP}M)))"), _title),
    Rule(
        "number",
        re.compile(
            rf"(?<![\w.])(?P<short>(?:[bdr]|fl|est|[Pp]p|p|[Vv]ols?|[Cc]h|[Cc]haps?|[Aa]rt|[Ss]ec|[Pp]ara|[Ff]igs?|[Pp]l|[Bb]ldg|[Aa]pt|[Pp]t|[Bb]k|ff|n|[Ii]nv|[Cc]at|ext|[Mm]in|[Mm]ax|[Tt]el)){SP}?\.{_LATER}"
        ),
        _numbered,
    ),
    Rule("number", re.compile(rf"(?<![\w.])(?P<short>[Cc]a?){SP}?\.(?={SP}?\d)"), _numbered),
    Rule("number", re.compile(rf"(?<![\w.])(?P<short>ca?|pp|[Vv]ol|[Ff]igs?|[Cc]h|[Tt]el)(?={SP}?:?{SP}?[\d+])"), _numbered),
    Rule(
        "life",
        re.compile(rf"(?<=[(,;])(?P<gap>{SP}?)(?P<short>[bd])\.(?={SP}(?:in|at|c\.|ca\.)(?!\w))|(?<=\()(?P<b>b)\.(?={SP}[A-Z])"),
        lambda m: "born" if (m["short"] or m["b"]) == "b" else "died",
    ),
    Rule("number", re.compile(r"(?<=\b(?:[Cc]at|[Ii]nv)\.\s)[Nn]o\.(?!\s*$)"), _saying("number")),
    *_abbreviations(),
]
SENTENCES = SentenceRules(
    never_ends=listed(
        "Dr Mr Mrs Ms Messrs Prof Gen Col Capt Lt Sgt Maj Cpl Adm Pvt Rev Hon Gov Mt St Fr Acad Nos vs e.g i.e cf ca c approx vol Vol vols "
        "Vols pp Fig fig Figs figs chap Chap ch viz incl esp Tel tel max est fl Art art inv Inv cat Cat Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov "
        "Dec Tue Tues Thu Thurs Mon Zh Sh Kh Yu Ya Gh"
    ),
    may_end=listed("etc No a.m p.m Ltd Inc Co Jr Sr al B.C A.D B.C.E C.E U.S.S.R Ph.D M.D km kg cm p b d Ave Rd Blvd Sq Sun Sat Wed Fri Bros ed eds Dept Govt"),
    lettered=listed(
        "Chapter Part War Vitamin vitamin Barrack Hall Block Grade Class Group Section Volume Act Figure Building Type Camp Room Table Appendix Plate "
        "Annex Schedule Row Point Column"
    ),
)
