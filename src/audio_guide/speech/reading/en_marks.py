"""English marks and short forms of papers: daggers, footnotes, editors' brackets, archives, sides of the world, postcodes."""

import re

from audio_guide.speech.reading.en_numbers import SP, figures, ordinal, spoken
from audio_guide.speech.reading.shared import roman
from audio_guide.speech.reading.spans import Rule

_SIDES = {"N": "north", "S": "south", "E": "east", "W": "west"}
_SIDE = r"(?:[NS]\.?[EW]|[NSEW])"
_LENGTH = r"(?:km|m|mi|miles?|kilomet(?:re|er)s?|met(?:re|er)s?|versts?)"
_SIDED = r"(?:walls?|sides?|shores?|gates?|wings?|corners?|ends?|banks?|parts?|edges?|towers?|entrances?|façades?|facades?|winds?|slopes?|fences?)"
_LANDS = r"(?:Kazakhstan|Siberia|Asia|Europe|Africa|America|Urals?|Ukraine|Russia|Germany|Poland|Korea)"
_ARCHIVE = {"op": "inventory", "d": "file", "dd": "files", "l": "sheet", "ll": "sheets", "f": "fond", "ob": "reverse"}
SIZES_SHORT = {
    "H": "height", "W": "width", "L": "length", "D": "", "Th": "thickness", "Diam": "diameter", "Dia": "diameter", "Wt": "weight",
    "h": "height", "w": "width", "l": "length", "d": "", "th": "thickness", "diam": "diameter", "dia": "diameter", "wt": "weight",
}  # fmt: skip
"""What stands before a measure under a picture."""
LATE = 5
"""A century that is no number of centuries: for 2–3 centuries."""
_SHEETS = re.compile(rf"(?:\bop\.{SP}?\d+\w?|\b(?:fond|Fond){SP}\d+|\bf\.{SP}?[\w-]+|\bdd?\.{SP}?\d+\w?)[,;]{SP}(?:(?:op|dd?)\.{SP}?\d+\w?,{SP})*$")


def _side(match: re.Match[str]) -> str:
    """S of Astana is south of Astana, NW is north-west."""
    said = "-".join(_SIDES[letter] for letter in match["side"] if letter in _SIDES)
    return said.capitalize() if "land" in match.re.groupindex else said


def _archived(match: re.Match[str]) -> str | None:
    """F. 16, op. 1, d. 25, l. 12: fond sixteen, inventory one, file twenty-five, sheet twelve."""
    ahead = re.match(rf"{SP}?[\w-]+,{SP}op\.", match.string[match.end() : match.end() + 20]) is not None
    behind = _SHEETS.search(match.string[max(0, match.start() - 40) : match.start()]) is not None
    return _ARCHIVE[match["short"]] if (ahead if match["short"] == "f" else behind) else None


def _item(match: re.Match[str]) -> str | None:
    number = roman(match["say"].upper())
    return spoken(str(number)) if number else None


def _stroke(match: re.Match[str]) -> str | None:
    """KP-1234/5; but USSR 1937/38 is a winter."""
    if match["gap"].isspace() and 1800 <= int(match["a"]) <= 2099:
        return None
    return f"{spoken(match['a'])} stroke {spoken(match['b'])}"


def _size(match: re.Match[str]) -> str:
    """H. 12 cm under a picture is the height; D. after a height or a width is the depth, alone the diameter."""
    if match["short"] in {"D", "d"}:
        return "depth" if re.search(r"\b[HWLhwl]\.?:?\s\d", match.string[: match.start()]) else "diameter"
    return SIZES_SHORT[match["short"]]


def _centuries(match: re.Match[str]) -> str | None:
    """19–20 centuries, as one writes who thinks in Russian: nineteenth to twentieth."""
    if (int(match["b"]) < LATE) if match["b"] else (match["word"] != "century"):
        return None
    first = ordinal(int(match["a"]))
    return f"{first} to {ordinal(int(match['b']))}" if match["b"] else first


def _postcode(match: re.Match[str]) -> str:
    """SW1A 1AA: letters and figures one by one."""
    return ", ".join(" ".join(figures(sign) if sign.isdigit() else sign for sign in half) for half in match.group().split())


MARKS = [
    Rule("life", re.compile(rf"[†✝](?={SP}?(?:c\.|ca\.|about|in|\d))"), lambda _: "died"),
    Rule(
        "life", re.compile(rf"(?:(?<=[(,;])|(?<=[(,;]\s)|^)\*(?={SP}?(?:c\.{SP}?|ca\.{SP}?)?(?:\d{{4}}|\d{{1,2}}[./]\d|\d{{1,2}}{SP}[A-Z]))"), lambda _: "born"
    ),
    Rule("footnote", re.compile(r"(?<=[^\W\d_]{3})[¹²³⁴-⁹⁰]{1,3}(?!\w)|(?<=[.,;:!?”\"’»)])[¹²³⁴-⁹⁰]{1,3}"), lambda _: ""),
    Rule(
        "footnote",
        re.compile(r"(?=[*†‡])(?:(?<=[^\W_\s.,;:!?”\"’»)])(?:\*{1,3}|[†‡]{1,2})(?=[\s.,;:!?”\"’»)]|$)|(?<=[.,;:!?”\"’»)])(?:\*{1,3}|[†‡]{1,2})(?=\s|$))"),
        lambda _: "",
    ),
    Rule("footnote", re.compile(r"^(?:\*{1,3}|[†‡]{1,2}|[¹²³⁴-⁹])\s?(?=[A-Z“\"])"), lambda _: ""),
    Rule("footnote", re.compile(r"(?<=[^\s(\[])\[(?:\d{1,3}(?:[,–-]\s?\d{1,3})*|note \d+)\](?!\w)"), lambda _: ""),
    Rule("footnote", re.compile(r"(?<=[a-z]{5}[.!?”\"])\d{1,2}(?=\s*$|\s[A-Z“\"])"), lambda _: ""),
    Rule("inserted", re.compile(r"(?<![\w.])(?P<word>[A-Za-z]{2,20})[(\[](?P<end>s|es|d|ed|ing)[)\]](?!\w)"), lambda m: m["word"] + m["end"]),
    Rule("inserted", re.compile(r"(?<!\w)\[(?P<first>[A-Za-z])\](?P<rest>[a-z]{1,20})(?!\w)"), lambda m: m["first"] + m["rest"]),
    Rule("omission", re.compile(r"^[“\"«‘'(]?(?P<say>(?:…|\.{3})\s?)(?=\w)"), lambda _: ""),
    Rule("omission", re.compile(r"(?:^|(?<=[.!?…,;:]\s))[\[(](?:…|\.{3})[\])]\s?|\s?[\[(](?:…|\.{3})[\])](?=[.,;:!?]|\s*$)"), lambda _: ""),
    Rule("omission", re.compile(r"\s?[\[(](?:…|\.{3})[\])](?=\s)"), lambda _: ","),
    Rule("doubt", re.compile(r"(?<=\d{4})\s?[–—-]\s?\?(?=[\s,;)\]]|$)"), lambda _: "to an unknown year"),
    Rule("doubt", re.compile(r"(?<![^\s(\[])\?\s?[–—-]\s?(?=\d{4}(?!\d))"), lambda _: "an unknown year to"),
    Rule("doubt", re.compile(r"(?<=\d{4})\?\s?[–—-]\s?(?=\d{4}(?!\d))"), lambda _: ", perhaps, to"),
    Rule("doubt", re.compile(r"(?<=\d{4})\?(?=[,;)\]])"), lambda _: ", perhaps"),
    Rule("doubt", re.compile(rf"{SP}?[(\[]\?[)\]]"), lambda _: ", perhaps"),
    Rule("item", re.compile(r"(?:(?<=\()|(?<![\w.(]))(?P<say>[ivx]{1,5})(?=\)\s)"), _item),
    Rule("archive", re.compile(rf"(?<![\w.])(?P<short>op|dd?|ll?|f)\.(?={SP}?[\dRPrp])"), _archived),
    Rule("side", re.compile(rf"(?:\d|{_LENGTH}){SP}(?P<say>(?P<side>{_SIDE})\.?)(?={SP}of\b)"), _side),
    Rule("side", re.compile(rf"\b[Tt]he{SP}(?P<say>(?P<side>{_SIDE})\.?)(?={SP}{_SIDED}\b)"), _side),
    Rule("side", re.compile(rf"(?<![\w.])(?P<say>(?P<side>{_SIDE})\.)(?P<land>)(?={SP}{_LANDS}\b)"), _side),
    Rule("side", re.compile(rf"(?<![\w.°′″'’\"”])(?<![°′″'’\"”]\s)(?P<say>(?P<side>[NSEW])\.?)(?={SP}?\d{{1,3}}(?:\.\d+)?{SP}?°)"), _side),
    Rule("size", re.compile(rf"(?<![\w.])(?<!\d\s)(?P<short>{'|'.join(SIZES_SHORT)})\.?:?(?={SP}\d+(?:[.,]\d+)?{SP}?(?:[cm]?m|kg|g|ft|t)\b)"), _size),
    Rule("floor", re.compile(rf"\d(?:st|nd|rd|th){SP}(?P<say>fl\.?)(?=[\s,;)]|$)"), lambda _: "floor"),
    Rule("life", re.compile(rf"(?<=[(,;])(?P<say>{SP}?m\.)(?={SP}?(?:c\.{SP}?)?\d{{4}})"), lambda _: "married"),
    Rule(
        "century",
        re.compile(
            rf"(?<![\d,.–-])(?P<a>\d{{1,2}})(?:{SP}?[–-]{SP}?(?P<b>\d{{1,2}}))?(?={SP}(?P<word>century|centuries|cc?\.)(?!{SP}(?:ago|later|before|old)\b))"
        ),
        _centuries,
    ),
    Rule("code", re.compile(r"(?<!\w)(?:[A-ZА-Я]{1,4}(?P<gap>[-–\s]))(?P<say>(?P<a>\d{3,6})/(?P<b>\d{1,4}))(?![\d/])"), _stroke),
    Rule("keys", re.compile(r"(?<!\w)(?P<star>\*)?(?P<n>\d{1,6})#(?!\w)"), lambda m: f"{'star ' if m['star'] else ''}{figures(m['n'])} hash"),
    Rule("share", re.compile(r"(?<![\d/])50/50(?![\d/])"), lambda _: "fifty-fifty"),
    Rule("of", re.compile(rf"\b(?:[Pp]art|[Pp]age|[Tt]rack|[Ss]lide|[Dd]isc|[Ss]heet){SP}\d+(?P<say>/)(?=\d)"), lambda _: "of"),
    Rule("book", re.compile(r"IS[BS]N(?:-1[03])?:?\s(?P<say>\d[\d-]{6,16}[\dX])"), lambda m: ", ".join(map(figures, re.findall(r"\d+", m["say"])))),
    Rule("postcode", re.compile(rf"(?<![\w-])[A-Z]{{1,2}}\d[A-Z\d]?{SP}\d[A-Z]{{2}}(?!\w)"), _postcode),
    Rule("postcode", re.compile(rf"(?:(?<=[a-z.],{SP})\d{{6}}(?=,{SP}[A-Z]|\.?\s*$)|(?<=[a-z.]{SP})\d{{6}}(?=,{SP}[A-Z]))"), lambda m: figures(m.group())),
]
"""Before dates and counts, which would take the figures alone."""
