"""English abbreviations: titles, streets, what stands before a number, and where they end no sentence."""

import re
from collections.abc import Callable

from audio_guide.speech.reading.en_numbers import SP
from audio_guide.speech.reading.shared import listed
from audio_guide.speech.reading.spans import Rule, SentenceRules

_TITLES = {
    "Dr": "Doctor", "Mr": "Mister", "Mrs": "Missis", "Ms": "Miz", "Prof": "Professor", "Gen": "General", "Col": "Colonel", "Capt": "Captain", "Lt": "Lieutenant",
    "Sgt": "Sergeant", "Maj": "Major", "Cpl": "Corporal", "Rev": "Reverend", "Hon": "Honourable", "Gov": "Governor", "Mt": "Mount", "Messrs": "Messrs",
    "Fr": "Father", "Sr": "Sister", "Adm": "Admiral", "Pvt": "Private", "Acad": "Academician", "Brig": "Brigadier", "Snr": "Senior", "Pte": "Private",
    "Cmdr": "Commander", "Cdr": "Commander", "Lieut": "Lieutenant", "Supt": "Superintendent", "Insp": "Inspector", "Amb": "Ambassador", "Mme": "Madame",
    "Mlle": "Mademoiselle", "Ft": "Fort", "Pres": "President", "Comr": "Comrade", "Sen": "Senator", "Asst": "Assistant", "Assoc": "Associate", "Sec": "Secretary",
}  # fmt: skip
_STREETS = {
    "St": "Street", "Ave": "Avenue", "Rd": "Road", "Blvd": "Boulevard", "Sq": "Square", "Ln": "Lane", "Bldg": "Building", "Pl": "Place", "Hwy": "Highway",
}  # fmt: skip
_ABBREVIATIONS = {
    "e.g.": "for example", "i.e.": "that is", "eg": "for example", "ie": "that is", "etc.": "et cetera", "etc": "et cetera", "vs.": "versus", "vs": "versus",
    "v.": "versus", "approx.": "approximately", "approx": "approximately", "cf.": "compare", "viz.": "namely", "et al.": "and others", "incl.": "including",
    "excl.": "excluding", "esp.": "especially", "dept.": "department", "Dept.": "Department", "govt.": "government", "Govt.": "Government", "Univ.": "University",
    "Inc.": "Incorporated", "Ltd.": "Limited", "Ltd": "Limited", "Co.": "Company", "Jr.": "Junior", "Sr.": "Senior", "Jr": "Junior", "Esq.": "Esquire",
    "BC": "B C", "AD": "A D", "BCE": "B C E", "CE": "C E", "a.m.": "a m", "p.m.": "p m", "p.a.": "per annum", "Tel.": "Telephone", "tel.": "telephone", "temp.": "temperature", "temps.": "temperatures",     "avg.": "average", "resp.": "respectively", "nr.": "near", "nr": "near", "orig.": "original", "illus.": "illustrated", "pers.": "personal", "arr.": "arrested",
    "Dist.": "District", "Obl.": "Oblast", "obl.": "oblast", "c.f.": "compare", "transl.": "translated", "edn.": "edition", "rev.": "revised", "repr.": "reprinted", "Rgn.": "Region", "Vill.": "Village", "Ref.": "Reference", "ref.": "reference", "b/w": "black and white", "a.k.a.": "also known as", "aka": "also known as", "w/": "with", "n.d.": "no date", "op. cit.": "in the work cited",
    "ibid.": "in the same place", "Coll.": "Collection", "coll.": "collection", "a.s.l.": "above sea level", "Diam.": "Diameter", "diam.": "diameter", "rehab.": "rehabilitated",
    "eds.": "edited", "ed.": "edited", "trans.": "translated", "anon.": "anonymous", "Anon.": "Anonymous",
    "hrs.": "hours", "mins.": "minutes", "yrs.": "years",
    "Mtn.": "Mountain", "Jct.": "Junction", "c/o": "care of", "w/o": "without", "PhD": "P H D", "Ph.D.": "P H D", "MSc": "M S C", "BSc": "B S C",
    "RSVP": "R S V P", "Eng.": "English", "Rus.": "Russian", "Kaz.": "Kazakh",
}  # fmt: skip
_MAY_END = frozenset(
    {
        "etc.",
        "a.m.",
        "p.m.",
        "Ltd.",
        "Inc.",
        "Jr.",
        "Sr.",
        "Co.",
        "Ph.D.",
        "et al.",
        "Ave.",
        "Rd.",
        "Esq.",
        "Dist.",
        "Obl.",
        "Rgn.",
        "Vill.",
        "resp.",
        "a.s.l.",
        "n.d.",
        "op. cit.",
        "ibid.",
        "rehab.",
    }
)
_BEFORE_NUMBER = {
    "c": "about", "ca": "about", "b": "born", "d": "died", "r": "reigned", "fl": "flourished", "est": "established", "pp": "pages", "p": "page", "vol": "volume",
    "vols": "volumes", "ch": "chapter", "chap": "chapter", "chs": "chapters", "art": "article", "sec": "section", "para": "paragraph", "fig": "figure", "figs": "figures",
    "pl": "plate", "no": "number", "bldg": "building", "apt": "apartment", "pt": "part", "bk": "book", "f": "folio", "ff": "folios", "col": "column", "n": "note",
    "inv": "inventory", "cat": "catalogue", "ext": "extension", "min": "minimum", "max": "maximum", "tel": "telephone", "apts": "apartments", "op": "opus",
    "par": "paragraph", "paras": "paragraphs", "secs": "sections", "arts": "articles", "cl": "clause", "ser": "series", "sc": "scene", "rm": "room",
    "lat": "latitude", "long": "longitude", "nn": "notes", "fol": "folio", "fols": "folios", "fn": "footnote", "bldgs": "buildings", "blk": "block",
    "exh": "exhibit", "acc": "accession", "repr": "reprinted", "publ": "published", "pop": "population",  "bap": "baptised", "div": "divorced", "reh": "rehabilitated", "rehab": "rehabilitated", "reg": "registration", "ref": "reference", "doc": "document", "docs": "documents",
}  # fmt: skip
_SHORTS = "|".join(
    f"[{short[0].upper()}{short[0]}]{short[1:]}" for short in sorted(_BEFORE_NUMBER, key=len, reverse=True) if len(short) > 1 and short not in {"no", "long"}
)
_CODE = r"[A-ZА-ЯЁ]{1,4}[-–\u2011/\s]?\d"
_LATER = rf"(?={SP}?(?:c\.|ca\.|about|circa|[Nn]os?\.|№)?{SP}?(?:[\d+]|{_CODE}|[ivxlcIVXLC]+\b|[Nn]os?\.))"


_NUMBERED_THINGS = "[Cc]amp|[Pp]risoner|[Cc]ell|[Ff]ile|[Cc]ase|[Pp]hone|[Tt]elephone|[Tt]el\\.|[Ff]ax|ID|[Oo]rder|[Ii]nventory|[Cc]atalogue|[Rr]oom|[Bb]arrack|[Hh]ouse|[Rr]eg\\.|[Ss]erial"
"""After these «no» at the end of a sentence is a number."""


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
        if short[0].islower() and short.endswith(".") and len(short) > 2 and short not in {"ed.", "a.m.", "p.m.", "temp.", "arr.", "pers.", "rev."}:
            rules.append(Rule("abbreviation", re.compile(rf"{before}{short[0].upper()}{written[1:]}{stop}"), _saying(long[0].upper() + long[1:])))
    return rules


_STOPPED = listed("Sen Pres Amb Sec Comr Asst Assoc Brig Ft Insp Supt")
"""Titles only with their full stop: without it they are words or names."""


def _title(match: re.Match[str]) -> str | None:
    if match["title"] in {"Sen", "Sr"} and re.match(rf"{SP}L(?:t|ieut)", match.string[match.end() : match.end() + 7]):
        return "Senior"
    if match["title"] in _STOPPED and not match.group().endswith("."):
        return None
    if match["title"] in {"Sen", "Sec"} and not re.match(
        rf"{SP}[A-Z]" + (r"\." if match["title"] == "Sen" else ""), match.string[match.end() : match.end() + 3]
    ):
        return None
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
    return word.capitalize() if match["short"][0].isupper() and (len(match["short"]) > 1 or match["short"] == "P") else word


ABBREVIATIONS = [
    Rule(
        "of",
        re.compile(rf"(?<![\w.])(?P<short>Min|Acad|Ave|Inst|Univ|Col)\.(?={SP}of{SP})"),
        lambda m: {"Min": "Ministry", "Acad": "Academy", "Ave": "Avenue", "Inst": "Institute", "Univ": "University", "Col": "College"}[m["short"]],
    ),
    Rule("edition", re.compile(rf"(?:\d(?:st|nd|rd|th)|\b[Rr]ev\.|\b[Nn]ew){SP}(?P<say>edn?\b(?:\.(?!\s*$))?)"), _saying("edition")),
    Rule("editor", re.compile(rf"(?<![\w.])eds?\.(?={SP}[A-Z])"), _saying("edited by")),
    Rule("editor", re.compile(rf"(?<![\w.])transl?\.(?={SP}[A-Z])"), _saying("translated by")),
    Rule("following", re.compile(rf"(?<=\d)(?P<say>{SP}?(?:ff\b\.?|f\.)(?!\s*$)|{SP}?ff?(?=\.\s*$))"), _saying("and following")),
    Rule("street", re.compile(rf"(?<=[a-z’']{SP})(?P<street>{'|'.join(_STREETS)})(?:\.(?!\s*$)(?!\w)|(?=\.\s*$))"), _street),
    Rule("title", re.compile(rf"(?<![\w.])Jr\.(?={SP}(?:Lt|Lieut)\b)"), lambda _: "Junior"),
    Rule("saint", re.compile(rf"(?<!\w)St(?:\.|(?={SP}))(?={SP}?[A-Z])"), lambda _: "Saint"),
    Rule(
        "title",
        re.compile(rf"(?:(?<![\w.])|(?<=Lt\.)|(?<=Maj\.)|(?<=Col\.)|(?<=Brig\.))(?P<title>{'|'.join(_TITLES)})(?:\.(?!\s*$)|(?={SP}(?:[A-Z]|(?:and|&){SP}M)))"),
        _title,
    ),
    Rule(
        "number",
        re.compile(rf"(?<![\w.])(?P<short>{_SHORTS}|(?<=[,;(]{SP})long|[bdpnfP]|r(?=\.{SP}?(?:ca?\.{SP}?)?\d{{3}})){SP}?\.{_LATER}"),
        _numbered,
    ),
    Rule(
        "number",
        re.compile(rf"(?<![\w.])(?P<short>[Cc]a?){SP}?\.(?={SP}?(?:the{SP})?(?:[\d‘’']|(?<!\d[a-z]{{2}}{SP}c\.{SP})(?<![IVX]{SP}c\.{SP})A\.?D\b))"),
        _numbered,
    ),
    Rule(
        "number", re.compile(rf"(?<![\w.])(?P<short>ca?|pp|[Mm]ax|[Mm]in|[Rr]m|[Aa]pt|[Ee]xt|[Vv]ols?|[Ff]igs?|[Cc]h|[Tt]el)(?={SP}?:?{SP}?[\d+])"), _numbered
    ),
    Rule(
        "life",
        re.compile(rf"(?<=[(,;])(?P<gap>{SP}?)(?P<short>[bd])\.(?={SP}(?:in|at|c\.|ca\.)(?!\w))|(?<=\()(?P<b>b)\.(?={SP}[A-Z])"),
        lambda m: "born" if (m["short"] or m["b"]) == "b" else "died",
    ),
    Rule("number", re.compile(r"(?<=\b(?:[Cc]at|[Ii]nv)\.\s)[Nn]o\.(?!\s*$)"), _saying("number")),
    Rule(
        "number",
        re.compile(rf"(?<![\w.])[Nn]o(?P<many>s?)\.(?={SP}(?:[«“\"(]?{_CODE}|[a-z\d+(])|[,;:?!])"),
        lambda m: "numbers" if m["many"] else "number",
    ),
    Rule("number", re.compile(rf"\b(?:[Hh]er|[Hh]is|[Tt]heir|[Ii]ts|[Mm]y|[Yy]our|[Oo]ur|{_NUMBERED_THINGS}){SP}(?P<say>no)(?=\.)"), _saying("number")),
    Rule("number", re.compile(rf"№№?(?={SP}?{_CODE})"), _saying("number")),
    Rule("mobile", re.compile(rf"\b[Mm]ob\.?(?=:?{SP}[+8(]\d)"), _saying("mobile")),
    Rule("limit", re.compile(rf"(?<![\w.])(?P<short>[Mm]ax|[Mm]in)\.(?={SP}[a-z])"), lambda m: {"max": "maximum", "min": "minimum"}[m["short"].lower()]),
    Rule("architect", re.compile(rf"(?<![\w.])[Aa]rch\.(?={SP}(?:[A-Z]|Zh|Sh|Ch|Kh|Yu|Ya)\.|:)"), _saying("architect")),
    Rule("example", re.compile(rf"(?<![\w.])(?:(?P<e>e)|i)\.{SP}(?:g|e)\.(?={SP}|,)"), lambda m: "for example" if m["e"] else "that is"),
    Rule("number", re.compile(rf"(?<=[a-z]{SP})mill\.(?={SP}(?:BC|AD|B\.C|A\.D))"), _saying("millennium")),
    *_abbreviations(),
]
_NOT_AFTER_NUMBERS = "min|mins|sec|secs|l|p|t"
"""Before a number these are words of their own, after one they are units."""
_GOES_ON = re.compile(
    rf"(?<![\w.’'])(?:{_SHORTS}|nos|(?<=[,;(]{SP})long|[bdrpnfvl]|ll|dd?|cc|op){SP}?\.{SP}?(?=\d|[№#]|[Nn]os?\.|{_CODE}|[IVXLC]+\b)"
    rf"|(?<![\w.])(?<!\bsaid{SP})(?<!\bsays{SP})(?<!answer{SP}was{SP})(?<!answered{SP})(?<!voted{SP})[Nn]os?\.{SP}?(?=\d|{_CODE})"
    rf"|(?<=[-.\u2011])(?:Gen|Col|Maj|Lt|Cdr|Cmdr|Pres|Gov|Sec|Prof)\.|\b(?:Min|Acad|Ave)\.{SP}(?=of\b)|\b(?:trans|transl|ed|eds)\.{SP}(?=[A-Z]\.)|\bv\.{SP}(?=[A-Z])|\bSen\.{SP}(?=L(?:t|ieut)\b|[A-Z]\.)|\b[Mm]ob\.:?{SP}(?=[+8(]\d)|\barch\.{SP}(?=(?:[A-Z]|Zh|Sh|Ch|Kh|Yu|Ya)\.)|\bmill\.{SP}(?=BC|AD|B\.C|A\.D)|\be\.{SP}g\.|\bi\.{SP}e\."
    rf"|(?<![A-Za-z])(?:ft|lbs?|hrs?|h|yrs?|mos?|yds?|rub|r|s|min|deg){SP}?\.{SP}(?=\d{{1,2}}{SP}?(?:ins?|oz|mins?|secs?|mos?|kop|k|d|days|ft)\b)"
    rf"|\bcc?\.{SP}(?=BC|AD|B\.C|A\.D)|\w\.\){SP}(?=[a-z])|\b(?:Th|th|dia|[HWLDhwld])\.:?{SP}(?=\d+(?:[.,]\d+)?{SP}?(?:[cm]?m|kg|g|ft|t)\b)|(?<=[(,;{SP[1:-1]}])m\.{SP}(?=\d{{4}})"
    rf"|\b(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.{SP}(?=\d)|\bdeg\.{SP}(?=[CF]\b)"
)
_ENDS = re.compile(
    r"(?:(?<=[\w)”]\s)|(?<=[A-Z]\.))[A-Z]\.\s+[“\"‘]?(?:The|She|They|We|It|But|And|When|Then|There|This|That|These|Those|After|Before|Nobody|Everyone|Her|His|Their|Our|My|He)\s"
)
SENTENCES = SentenceRules(
    ends=_ENDS,
    goes_on=_GOES_ON,
    never_ends=listed(
        "Dr Mr Mrs Ms Messrs Prof Gen Col Capt Lt Sgt Maj Cpl Adm Pvt Rev Hon Gov Mt St Fr Acad Nos vs e.g i.e cf ca c approx vol Vol vols "
        "Vols pp chap Chap ch viz incl esp Tel tel inv Inv Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov "
        "Dec Tue Tues Thu Thurs Mon Brig Snr Pte Cmdr Cdr Lieut Supt Insp Amb Mme Mlle Ft Pres Comr temp temps avg nr orig illus pers arr Kaz Asst Assoc Sec Coll coll a.k.a a.s.l diam Diam wt Zh Sh Kh Yu Ya Gh"
    ),
    may_end=listed(
        "etc No a.m p.m Ltd Inc Co Jr Sr al B.C A.D B.C.E C.E U.S.S.R Ph.D M.D km kg cm p b d Ave Rd Blvd Sq Sun Sat Wed Fri Bros ed eds Dept Govt Dist Obl Rgn Vill resp ibid n.d"
    ),
    lettered=listed(
        "Chapter Part War Vitamin vitamin Barrack Hall Block Grade Class Group Section Volume Act Figure Building Type Camp Room Table Appendix Plate "
        "Annex Schedule Row Point Column letter Letter Plan plan"
    ),
)
