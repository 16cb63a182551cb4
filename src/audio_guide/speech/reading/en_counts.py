"""English counts as they are said: measures, money, fractions, ranges and sizes."""

import re

from audio_guide.speech.reading.en_money import COINED, PER, SUMS, per, with_change
from audio_guide.speech.reading.en_numbers import DASH, NUM, SP, amount, cardinal, figures, is_one, ordinal, spoken, year
from audio_guide.speech.reading.en_quantities import COUNTED
from audio_guide.speech.reading.en_units import SCALES, UNITS, unit_words
from audio_guide.speech.reading.spans import Rule

_START = r"(?<![\d,.])"
_NUMBER = rf"(?:{NUM})(?:\.\d{{1,3}}|,\d{{1,2}}(?!\d))?"
_UNIT = "|".join(re.escape(unit).replace(r"\ ", f"{SP}?") for unit in sorted(UNITS, key=len, reverse=True))
_END = r"(?![\w²³])(?!/(?!\d))(?!\.\w)(?![’']s\b)"
_UNIT_STOP = rf"(?P<stop>\.(?={SP}+[a-z&(]|[,;:)/–—-]|{SP}\d+{SP}?(?:in|ins|oz|mins?|secs?|mos?|wks?|days|kop|cm|mm|g)\b))?"
"""The full stop of a unit is none where the sentence goes on: 12 mi. away, 6 lb. 2 oz."""
_RANGE = rf"{SP}?(?:{DASH}|…|\.\.\.){SP}?"
_NO_NOUN = "of|to|from|for|in|on|at|by|and|or|away|off|north|south|east|west|per|a|an|the|than|with|later|before|after|is|was|were|are|had|has|each|apart|below|above|down|up|into|across|more|less|every|they|she|he|we|you|it|there|which|that|who|when|where|between|around|about|would|could|can|will|must|did|do|came|went|fell|rose|as|but|if|so|daily|weekly|once|twice"
_VULGAR = dict(
    zip("½¼¾⅓⅔⅕⅖⅗⅘⅙⅛⅜⅝⅞", ((1, 2), (1, 4), (3, 4), (1, 3), (2, 3), (1, 5), (2, 5), (3, 5), (4, 5), (1, 6), (1, 8), (3, 8), (5, 8), (7, 8)), strict=True)
)
_PART = rf"(?:(?P<a>\d{{1,2}})/(?P<b>\d{{1,3}})(?![\d/])|(?P<sign>[{''.join(_VULGAR)}]))"
_PAGES = re.compile(rf"(?:pp?\.?|[Pp]ages?|lines?|Lines?|[Nn]otes?|folios?|nn?\.|ff?\.){SP}(?:[\d\s,;&–-]|and|or)*$")
_ARTICLES = re.compile(r"(?:[Aa]rticles?|[Aa]rts?\.?|§§?|[Ss]ections?)\s?(?:[\d\s,;§()–-]|and|or|to)*$")
_PLACES = re.compile(rf"\b(?:[Ss]tops?|[Rr]ooms?|Halls?|halls?|[Bb]arracks?|[Hh]ouse|[Ff]lat|apt\.|[Bb]lock|[Bb]uilding|[Cc]ell|[Ff]ile|[Bb]us){SP}$")
_WHOLE = "litre|liter|kilogram|kilo|metre|mile|cup|loaf|year|day|month|hour|century|tonne|ration|pound|page|hectare|kilometre"


def _signed(text: str) -> str:
    """A number with its sign in words."""
    said = amount(text.lstrip("−–-+").replace(" ", ""))
    return f"minus {said}" if text[0] in "−–-" else f"plus {said}" if text[0] == "+" else said


def _attributive(text: str, start: int, end: int) -> bool:
    """Tell whether a measure stands between «a» and its noun: a 20 kg brick, a 3 × 4 m cell."""
    noun = re.match(rf"{SP}(?!(?:{_NO_NOUN})\b)[a-z]+(?<!ing)\b", text[end : end + 20])
    return (
        noun is not None
        and re.search(
            rf"(?:^|\W)(?:[Aa]n?|[Tt]he|[Tt]his|[Tt]hat|[Ee]ach|[Ee]very|[Aa]nother|its|his|her|their|our){SP}(?:\d+{SP}?[×x]{SP}?)*$",
            text[max(0, start - 12) : start],
        )
        is not None
    )


def _measure(match: re.Match[str]) -> str | None:
    """33 kilometres, 5 kilograms a day; a 5-kg brick is a five-kilogram brick."""
    if match["unit"] in {"sec", "secs", "p", "pp", "l"} and re.match(rf"\.?{SP}?\d", match.string[match.end("unit") : match.end("unit") + 4]):
        return None  # Art. 7 sec. 35
    one, many = unit_words(match["unit"])
    if (change := re.fullmatch(r"(\d[\d,]*)[.,](\d\d)", match["n"])) and many in COINED and not (match["m"] or match["sign"] or match["gap"] == "-"):
        return f"{with_change(change[1], change[2], COINED[many])}{per(match)}"
    first = _signed((match["sign"] or "") + match["n"])
    if match["m"]:
        return f"{first} to {_signed((match['sign2'] or '') + match['m'])} {many}{per(match)}"
    if re.search("[-\u2011]", match["gap"]) or (one != many and _attributive(match.string, match.start(), match.end())):
        return f"{first}-{one}"
    return f"{first} {one if is_one(match['n']) else many}{per(match)}"


def _scaled(match: re.Match[str]) -> str:
    """1.2m visitors, 2 mln. roubles."""
    return f"{amount(match['a'])} {SCALES[match['short'] or match['long']]}"


def _coordinate(match: re.Match[str]) -> str:
    """51°10′ N: fifty-one degrees ten minutes north."""
    parts = [
        f"{amount(match[name].lstrip('0') or '0')} {word if is_one(match[name].lstrip('0')) else f'{word}s'}"
        for name, word in (("d", "degree"), ("m", "minute"), ("s", "second"))
        if match[name]
    ]
    side = {"N": "north", "S": "south", "E": "east", "W": "west"}.get(match["side"] or "", "")
    goes_on = side and re.match(rf"{SP}\d", match.string[match.end() : match.end() + 2])
    return " ".join([*parts, side]).strip() + ("," if goes_on else "")


def _parts(match: re.Match[str]) -> tuple[int, int]:
    return _VULGAR[match["sign"]] if match["sign"] else (int(match["a"]), int(match["b"]))


def _fraction(match: re.Match[str]) -> str | None:
    """1/2 one half, 3/4 three quarters; 15/2 in an address is fifteen stroke two."""
    a, b = _parts(match)
    if not 0 < a < b or (a > 1 and b > 20) or (match["a"] and _PLACES.search(match.string[max(0, match.start() - 12) : match.start()])):
        return f"{spoken(match['a'])} stroke {spoken(match['b'])}"
    after = match.string[match.end() : match.end() + 20]
    if (a, b) == (1, 2) and re.match(rf"-[a-z]|{SP}(?:of|the|an|his|her|their|its|past)\b", after):
        return "half"
    if (a, b) == (1, 2) and (noun := re.match(rf"{SP}(?:a{SP})?(?:{_WHOLE})\b", after)):
        return "half" if noun.group().strip().startswith("a ") else f"half {'an' if 'hour' in noun.group() else 'a'}"
    part = {2: "half", 4: "quarter"}.get(b, ordinal(b).removeprefix("one "))
    return f"{cardinal(a)} {part if a == 1 else f'{part}s'}"


def _mixed(match: re.Match[str]) -> str | None:
    """2½ hours: two and a half hours."""
    a, b = _parts(match)
    if not 0 < a < b:
        return None
    part = {2: "half", 4: "quarter"}.get(b, ordinal(b))
    unit = unit_words(match["unit"]) if match["unit"] else ("", "")
    said = (f"a {part}" if a == 1 else f"{cardinal(a)} {part}s") if match["whole"] else ""
    if match["whole"]:
        return f"{spoken(match['whole'])} and {said} {unit[1]}"
    said = "half" if (a, b) == (1, 2) else f"{cardinal(a)} {part if a == 1 else f'{part}s'} of"
    return f"{said} {'an' if unit[0].startswith('hour') else 'a'} {unit[0]}"


def _range(match: re.Match[str]) -> str | None:
    """Ten to fifteen; an em dash or spaces around the dash only between numbers that rise."""
    first, second = (int(re.sub(r"\D", "", match[name])) for name in "ab")
    if match["dash"] == "-" and len(match["a"]) < 4 and _ARTICLES.search(match.string[max(0, match.start() - 60) : match.start()]):
        return f"{spoken(match['a'])} {spoken(match['b'])}"
    loose = match.group() != match["a"] + match["dash"].strip() + match["b"] or match["dash"] == "—"
    if loose and (first >= second or len(match["a"]) == 4):
        return None
    last = match["b"]
    if first == second and "-" in match["dash"]:
        return f"{spoken(match['a'])} {spoken(last)}"
    if second < first and len(last) < len(match["a"]) and _PAGES.search(match.string[max(0, match.start() - 60) : match.start()]):
        last = match["a"][: -len(last)] + last  # pp. 112–13
    between = re.search(rf"\b[Bb]etween{SP}$", match.string[max(0, match.start() - 9) : match.start()])
    return f"{spoken(match['a'])} {'and' if between else 'to'} {spoken(last)}"


def _decimal(match: re.Match[str]) -> str:
    """Three point five; but Article 58.10 is fifty-eight ten."""
    if _ARTICLES.search(match.string[max(0, match.start() - 60) : match.start()]):
        return " ".join(map(spoken, match["a"].split(".")))
    return amount(match["a"])


def _lone_unit(match: re.Match[str]) -> str:
    """A few km are kilometres, per km and the 13th km are of one."""
    one, many = unit_words(match["unit"])
    return one if re.search(rf"(?:\b(?:per|an?|each|every|one)|\d(?:st|nd|rd|th)|/){SP}?$", match.string[max(0, match.start() - 8) : match.start()]) else many


def _plural(match: re.Match[str]) -> str:
    """T-34s are thirty-fours, the over-60s the over sixties."""
    said = spoken(match["n"])
    return f"{said[:-1]}ies" if said.endswith("y") else f"{said}es" if said.endswith("x") else f"{said}s"


def _hyphened(match: re.Match[str]) -> str:
    first = f"{spoken(match['m'])} to " if match["m"] else ""
    said = year(int(match["n"])) if len(match["n"]) == 4 and 1100 <= int(match["n"]) <= 2099 else amount(match["n"])
    return f"{first}{said}-{match['noun']}"


def _numbers(match: re.Match[str]) -> str:
    """No. 5, Nos 3–5, № 12/45."""
    codes = [" stroke ".join(map(spoken, code.split("/"))) for code in (match["a"], match["b"]) if code]
    return f"{'numbers' if match['many'] or len(codes) > 1 else 'number'} {' to '.join(codes)}{' ' if match['letter'] else ''}{' '.join(match['letter'] or '')}"


def _times(match: re.Match[str]) -> str:
    """Twenty by thirty centimetres, but five times three equals fifteen."""
    return "by" if match["after"] or match["m"] else "times"


COUNTS = [
    Rule(
        "number-sign",
        re.compile(
            rf"(?:(?<!\w)(?:[Nn]o\.|No(?={SP}\d)(?!{SP}\d+-[a-z])|[Nn]o(?P<many>s)\.?)|№№?|(?<!\w)[Nn](?:[°º]|r\.?{SP}?(?=\d))|(?<![\w&])#){SP}?(?P<a>\d+(?:/\d+)*)(?!\d|\.\d)(?:{SP}?[–-]{SP}?(?P<b>\d+))?(?:[-/](?P<letter>ss|[A-Za-zА-Яа-я])(?!\w))?"
        ),
        _numbers,
    ),
    *SUMS,
    Rule(
        "hours",
        re.compile(rf"{_START}(?P<a>\d{{1,2}})h{SP}?(?P<b>[0-5]?\d)(?:m(?:in)?\b|['’′])"),
        lambda m: f"{spoken(m['a'])} hour{'' if is_one(m['a']) else 's'} {cardinal(int(m['b']))} minute{'' if is_one(m['b']) else 's'}",
    ),
    Rule("fraction", re.compile(rf"(?<![\d/]){_PART}(?:st|nd|rd|th)s?\b"), _fraction),
    Rule(
        "pages", re.compile(rf"{_START}(?P<a>\d+){SP}p(?:\.(?!\s*$|\w|{SP}\d)|(?=\.\s*$))"), lambda m: f"{spoken(m['a'])} page{'' if is_one(m['a']) else 's'}"
    ),
    Rule("in", re.compile(r"(?<=\d)-in-(?=\d)"), lambda _: "in"),
    Rule("always", re.compile(r"(?<![\d/])24/7(?![\d/])"), lambda _: "twenty-four seven"),
    Rule("mixed", re.compile(rf"(?:{_START}(?P<whole>\d{{1,2}})(?:\s(?=\d/\d)|\s?(?=[¼-¾⅓-⅞])){_PART}(?:{SP}?(?P<unit>{_UNIT}){_END}{_UNIT_STOP})?)"), _mixed),
    Rule("mixed", re.compile(rf"(?<![\d/,.])(?P<whole>){_PART}{SP}?(?P<unit>{_UNIT}){_END}{_UNIT_STOP}"), _mixed),
]
MEASURES = [
    Rule(
        "coordinate",
        re.compile(
            rf"{_START}(?P<d>\d+(?:\.\d+)?){SP}?°{SP}?(?:(?P<m>\d+(?:\.\d+)?){SP}?[′'’]{SP}?)?(?:(?P<s>\d+(?:\.\d+)?){SP}?(?:[″\"”]|′′|''){SP}?)?(?:(?P<side>[NSEW])(?!\w)|(?<=[′'’″\"”]))"
        ),
        _coordinate,
    ),
    Rule(
        "feet",
        re.compile(rf"{_START}(?P<a>{_NUMBER}){SP}?in\.(?={SP}(?:wide|high|long|thick|tall|deep)\b|{SP}?[×x,;)])"),
        lambda m: f"{amount(m['a'])} {'inch' if is_one(m['a']) else 'inches'}",
    ),
    Rule(
        "times",
        re.compile(
            rf"(?:(?<=\d)(?P<x>{SP}?[×xх]{SP}?)|(?<=[a-z])(?P<m>{SP}?×{SP}?|{SP}[xх]{SP}))(?={_NUMBER}(?:{SP}?[×xх]{SP}?{_NUMBER}){{0,3}}(?P<after>(?:{SP}|-)?[a-z°]+)?)"
        ),
        _times,
    ),
    Rule(
        "degrees",
        re.compile(rf"(?<![\w)])(?P<n>[−–+-]{_NUMBER}){SP}?(?P<scale>[CFС])(?![\w°]|\.\w)"),
        lambda m: f"{_signed(m['n'])} degrees {'Fahrenheit' if m['scale'] == 'F' else 'Celsius'}",
    ),
    Rule(
        "million",
        re.compile(rf"{_START}(?P<a>{_NUMBER}){SP}?(?:(?P<short>mn?|bn|[kKM])(?={SP}(?:{COUNTED})\b)|(?P<long>mln|bln|mil|thous)\b\.?(?={SP}[a-z$£€₸]))"),
        _scaled,
    ),
    Rule(
        "measure",
        re.compile(
            rf"(?P<sign>(?<![\w)])[−–+-])?{_START}(?P<n>{_NUMBER})(?:{_RANGE}(?P<sign2>(?<=\s)[−+-]|(?<=[….])[+−–-]|(?<=[–-])−)?(?P<m>{_NUMBER}))?(?P<gap>{SP}?[-\u2011]?)(?P<unit>{_UNIT})(?!\w){_UNIT_STOP}{PER}{_END}"
        ),
        _measure,
    ),
]
FRACTIONS = [
    Rule("fraction", re.compile(rf"(?<![\d/]){_PART}"), _fraction),
    Rule("range", re.compile(rf"{_START}(?P<a>\d+)[-–](?P<b>\d+\.\d+)(?![\d/]|\.\d|-\w)"), lambda m: f"{amount(m['a'])} to {amount(m['b'])}"),
    Rule(
        "points",
        re.compile(r"(?<![\d,.])(?P<a>\d+)(?P<b>(?:\.\d{1,2}){2,4})(?!\d|\.\d)"),
        lambda m: " point ".join(
            [year(int(m["a"])) if re.fullmatch("(?:19|20)..", m["a"]) else spoken(m["a"]), *(spoken(part) for part in m["b"][1:].split("."))]
        ),
    ),
    Rule("number", re.compile(r"(?<![\d,.])\d{1,3}(?:\.\d{3}){2,5}(?![\d.]\d|\d)|(?<![\d,.'’])\d{1,3}(?:['’]\d{3}){1,5}(?!\d)"), lambda m: spoken(m.group())),
    Rule("hyphened", re.compile(rf"{_START}(?:(?P<m>\d+)[–-])?(?P<n>(?:{NUM})(?:\.\d+)?)[-\u2011](?P<noun>[a-z]+)"), _hyphened),
    Rule("article", re.compile(r"(?<=[Aa]rticle\s)(?P<a>\d+)-(?P<b>\d+)(?!\d)"), lambda m: f"{spoken(m['a'])} {spoken(m['b'])}"),
    Rule("range", re.compile(rf"{_START}(?P<a>{NUM})(?P<dash>{SP}?{DASH}{SP}?)(?P<b>{NUM})(?!\d|\.\d)"), _range),
    Rule("range", re.compile(rf"{_START}(?P<a>\d+\.\d+)[-–](?P<b>\d+(?:\.\d+)?)(?![\d/]|\.\d|-\w)"), lambda m: f"{amount(m['a'])} to {amount(m['b'])}"),
    Rule("ratio", re.compile(rf"{_START}(?P<a>\d+)(?:{SP}:{SP}|:)(?P<b>{NUM})(?!\d|:)"), lambda m: f"{spoken(m['a'])} to {spoken(m['b'])}"),
    Rule("decimal", re.compile(rf"(?<![\d.])(?P<a>(?:{NUM})\.\d+)(?!\d|\.\d)"), _decimal),
    Rule("decimal", re.compile(r"(?:^|(?<=[\s(]))\.(?P<a>\d{1,4})(?!\d)"), lambda m: f"point {figures(m['a'])}"),
    Rule("plural", re.compile(r"(?<![\d,.])(?P<n>\d{1,3})s(?!\w)"), _plural),
    Rule(
        "times",
        re.compile(rf"{_START}(?P<n>\d{{1,3}})\s?[x×](?={SP}(?:a|per|as|more|daily|weekly|each|every)\b)"),
        lambda m: "twice" if m["n"] == "2" else f"{spoken(m['n'])} times",
    ),
    Rule(
        "unit",
        re.compile(r"\b(?:few|several|some|many|couple of|of) (?P<say>(?P<unit>min|sec|hrs?|yrs?|mins|secs|wks)\b(?:\.(?=\s+[a-z]|[,;:)]))?)"),
        lambda m: unit_words(m["unit"])[1],
    ),
    Rule("unit", re.compile(r"(?<![\w.@/-])(?P<unit>km|kg|cm|mm)(?![\w²³/@])(?!\.\w)"), _lone_unit),
    Rule(
        "decimal",
        re.compile(
            rf"{_START}(?P<a>\d+,\d{{1,2}})(?!\d|,\d)(?={SP}(?:million|billion|thousand|per{SP}cent|metres|kilometres|kilograms|tonnes|hectares|litres)\b)"
        ),
        lambda m: amount(m["a"]),
    ),
    Rule("minus", re.compile(rf"(?<![\w)])[−–-](?P<a>{NUM})(?!\d)"), lambda m: f"minus {spoken(m['a'])}"),
    Rule("plus", re.compile(rf"(?<![\w)+])\+(?P<a>{NUM})(?!\d)"), lambda m: f"plus {spoken(m['a'])}"),
    Rule(
        "to",
        re.compile(
            rf"(?:(?<=\d)[–—]|(?<=[a-z°%CF])–|(?<=[%°CF]){SP}–{SP}|(?<=\d0s)[–-](?=(?:early|mid|late|[’'‘]?\d+0s)\b)|(?<=\d)[–-](?=(?:after|before|about|circa){SP})|(?<=\d)–(?=[’'‘]\d))(?=early|mid|late|after|before|about|circa|[’'‘]\d|(?:c\.{SP}?|ca\.{SP}?)?[£$€−+]?\d)"
        ),
        lambda _: "to",
    ),
    Rule("and", re.compile(r"(?<=\d0s)/(?=[’'‘]?\d{0,3}0s\b)"), lambda _: "and"),
    Rule("joined", re.compile(r"(?<=[A-Za-zА-Яа-яЁё])[-\u2011](?=\d)|(?<=\d)[-\u2011](?P<letter>[A-Z])(?!\w)"), lambda m: m["letter"] or ""),
    Rule("number", re.compile(NUM), lambda m: spoken(m.group())),
    Rule("number", re.compile(r"\d+"), lambda m: spoken(m.group())),
]
