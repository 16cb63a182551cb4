"""English counts as they are said: measures, money, fractions, ranges, sizes and telephone numbers."""

import re

from audio_guide.speech.reading.en_numbers import DASH, NUM, SP, amount, cardinal, figures, is_one, ordinal, spoken, year
from audio_guide.speech.reading.en_quantities import COUNTED
from audio_guide.speech.reading.en_units import MONEY, SCALES, UNITS, unit_words
from audio_guide.speech.reading.spans import Rule

_START = r"(?<![\d,.])"
_NUMBER = rf"(?:{NUM})(?:\.\d{{1,3}}|,\d{{1,2}}(?!\d))?"
_UNIT = "|".join(re.escape(unit).replace(r"\ ", f"{SP}?") for unit in sorted(UNITS, key=len, reverse=True))
_END = r"(?![\w²³/])(?!\.\w)(?![’']s\b)"
_PER = r"(?:/(?P<per>day|week|month|year|hour|person|head)\b)?"
_RANGE = rf"{SP}?(?:{DASH}|…|\.\.\.){SP}?"
_NOTE = r"(?:notes?|tickets?|coins?|fines?|bills?|banknotes?|stamps?|fees?|prizes?|grants?|rewards?|donations?|loans?)\b"
_NO_NOUN = "of|to|from|for|in|on|at|by|and|or|away|off|north|south|east|west|per|a|an|the|than|with|later|before|after|is|was|were|are|had|has|each|apart|below|above|down|up|into|across|more|less|every"
_VULGAR = dict(
    zip("½¼¾⅓⅔⅕⅖⅗⅘⅙⅛⅜⅝⅞", ((1, 2), (1, 4), (3, 4), (1, 3), (2, 3), (1, 5), (2, 5), (3, 5), (4, 5), (1, 6), (1, 8), (3, 8), (5, 8), (7, 8)), strict=True)
)
_PART = rf"(?:(?P<a>\d{{1,2}})/(?P<b>\d{{1,3}})(?![\d/])|(?P<sign>[{''.join(_VULGAR)}]))"
_PAGES = re.compile(rf"(?:pp?\.?|[Pp]ages?|lines?|Lines?|[Nn]otes?|folios?){SP}$")
_WHOLE = "litre|liter|kilogram|kilo|metre|mile|cup|loaf|year|day|month|hour|century|tonne|ration|pound|page|hectare|kilometre"


def _signed(text: str) -> str:
    """A number with its sign in words."""
    said = amount(text.lstrip("−–-+").replace(" ", ""))
    return f"minus {said}" if text[0] in "−–-" else f"plus {said}" if text[0] == "+" else said


def _attributive(text: str, start: int, end: int) -> bool:
    """Tell whether a measure stands between «a» and its noun: a 20 kg brick, a 3 × 4 m cell."""
    noun = re.match(rf"{SP}(?!(?:{_NO_NOUN})\b)[a-z]+(?<!ing)\b", text[end : end + 20])
    return noun is not None and re.search(rf"(?:^|\W)[Aa]n?{SP}(?:\d+{SP}?[×x]{SP}?)*$", text[max(0, start - 12) : start]) is not None


def _measure(match: re.Match[str]) -> str:
    """33 kilometres, 5 kilograms a day; a 5-kg brick is a five-kilogram brick."""
    one, many = unit_words(match["unit"])
    first = _signed((match["sign"] or "") + match["n"])
    per = f" {'an' if match['per'] == 'hour' else 'a'} {match['per']}" if match["per"] else ""
    if match["m"]:
        return f"{first} to {_signed((match['sign2'] or '') + match['m'])} {many}{per}"
    if re.search("[-\u2011]", match["gap"]) or (one != many and _attributive(match.string, match.start(), match.end())):
        return f"{first}-{one}"
    return f"{first} {one if is_one(match['n']) else many}{per}"


def _coordinate(match: re.Match[str]) -> str:
    """51°10′ N: fifty-one degrees ten minutes north."""
    parts = [
        f"{amount(match[name])} {word if is_one(match[name]) else f'{word}s'}"
        for name, word in (("d", "degree"), ("m", "minute"), ("s", "second"))
        if match[name]
    ]
    return " ".join([*parts, {"N": "north", "S": "south", "E": "east", "W": "west"}[match["side"]]])


def _money(match: re.Match[str]) -> str:
    """£1,600, €3.50, $2.5 million, £5–£10; a £10 note is a ten-pound note."""
    one, many, cent, cents = MONEY[match["sign"]]
    scale = match["scale"] or SCALES.get(match["short"] or "", "")
    first, _, part = match["a"].partition(".")
    if match["b"]:
        return f"{amount(match['a'])} to {amount(match['b'])} {scale} {many}"
    if len(part) == 2 and not scale:
        small = cardinal(int(part))
        if not int(first.replace(",", "")):
            return f"{small} {cent if small == 'one' else cents}"
        return f"{spoken(first)} {one if is_one(first) else many}{f' {small}' if int(part) else ''}"
    note = re.match(rf"-[a-z]|{SP}{_NOTE}", match.string[match.end() : match.end() + 14]) is not None
    return f"{amount(match['a'])}{f' {scale}' if scale else ''}{'-' if note else ' '}{one if note or (is_one(match['a']) and not scale) else many}"


def _phone(match: re.Match[str]) -> str:
    groups = re.findall(r"\d+", match["say"] if "say" in match.re.groupindex else match.group())
    return ("plus " if match.group().startswith("+") else "") + ", ".join(map(figures, groups))


def _parts(match: re.Match[str]) -> tuple[int, int]:
    return _VULGAR[match["sign"]] if match["sign"] else (int(match["a"]), int(match["b"]))


def _fraction(match: re.Match[str]) -> str | None:
    """1/2 one half, 3/4 three quarters; 15/2 in an address is fifteen stroke two."""
    a, b = _parts(match)
    if not 0 < a < b or (a > 1 and b > 20):
        return f"{spoken(match['a'])} stroke {spoken(match['b'])}"
    after = match.string[match.end() : match.end() + 20]
    if (a, b) == (1, 2) and re.match(rf"{SP}(?:of|the|an|his|her|their|its)\b", after):
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
    loose = match.group() != match["a"] + match["dash"].strip() + match["b"] or match["dash"] == "—"
    if loose and (first >= second or len(match["a"]) == 4):
        return None
    last = match["b"]
    if first == second and "-" in match["dash"]:
        return f"{spoken(match['a'])} {spoken(last)}"
    if second < first and len(last) < len(match["a"]) and _PAGES.search(match.string[max(0, match.start() - 12) : match.start()]):
        last = match["a"][: -len(last)] + last  # pp. 112–13
    return f"{spoken(match['a'])} to {spoken(last)}"


def _hyphened(match: re.Match[str]) -> str:
    first = f"{spoken(match['m'])} to " if match["m"] else ""
    said = year(int(match["n"])) if len(match["n"]) == 4 and 1100 <= int(match["n"]) <= 2099 else amount(match["n"])
    return f"{first}{said}-{match['noun']}"


def _numbers(match: re.Match[str]) -> str:
    """No. 5, Nos 3–5, № 12/45."""
    codes = [" stroke ".join(map(spoken, code.split("/"))) for code in (match["a"], match["b"]) if code]
    return f"{'numbers' if match['many'] or len(codes) > 1 else 'number'} {' to '.join(codes)}"


def _times(match: re.Match[str]) -> str:
    """Twenty by thirty centimetres, but five times three equals fifteen."""
    return "by" if match["after"] or match["m"] else "times"


_SIGN = r"(?P<sign>US\$|[£$€₸₽¥]|(?:KZT|USD|EUR|GBP|RUB)(?=[\s\u00a0\u202f]?\d))"
_MONEY_NUMBER = rf"(?:{NUM})(?:\.\d{{1,2}}(?!\d))?"
PHONES = [
    Rule("phone", re.compile(r"(?<![\w.,-])(?:\+?\d{1,3}\s?\(\d{2,5}\)|\(\d{3,5}\)|\+\d{1,3})(?:[-–\s]?\d{2,4}){1,5}(?!\d)"), _phone),
    Rule(
        "phone",
        re.compile(r"(?<![\w.,-])8[-\s]\d{3}[-\s]\d{3}[-\s]\d{2}[-\s]\d{2}(?!\d)|(?<![\w.,-])(?<!\d\s)0\d{2,4}[\s-]\d{3,4}(?:[\s-]\d{3,4})?(?!\d)"),
        _phone,
    ),
    Rule("phone", re.compile(r"(?<![\w.,/-])\d{2,3}-\d{2}-\d{2}(?!-?\d)|(?<![\w.,+-])(?:\+\d{7,15}|8\d{10})(?!\d)"), _phone),
    Rule(
        "phone",
        re.compile(r"(?:\b[Cc]all|\b[Dd]ial|\b[Tt]el\.?:?|\b[Pp]hone:?|\b[Tt]elephone:?|\bext\.)\s(?P<say>\d{2,11})(?![\d,.:]\d|\d|\s(?:times|people|women))"),
        _phone,
    ),
]
COUNTS = [
    Rule(
        "number-sign",
        re.compile(rf"(?:(?<!\w)(?:[Nn]o\.|No(?={SP}\d)|[Nn]o(?P<many>s)\.?)|№№?|(?<![\w&])#){SP}?(?P<a>\d+(?:/\d+)*)(?:{SP}?[–-]{SP}?(?P<b>\d+))?"),
        _numbers,
    ),
    Rule(
        "money",
        re.compile(
            rf"{_SIGN}{SP}?(?P<a>{_MONEY_NUMBER})(?:{SP}?[-–]{SP}?(?:(?P=sign){SP}?)?(?P<b>{_MONEY_NUMBER}))?(?:{SP}(?P<scale>million|billion|thousand|trillion)|{SP}?(?P<short>mn?|bn|k|tn|M|K)(?!\w))?"
        ),
        _money,
    ),
    Rule("always", re.compile(r"(?<![\d/])24/7(?![\d/])"), lambda _: "twenty-four seven"),
    Rule("mixed", re.compile(rf"(?:{_START}(?P<whole>\d{{1,2}})(?:\s(?=\d/\d)|\s?(?=[¼-¾⅓-⅞])){_PART}(?:{SP}?(?P<unit>{_UNIT}){_END})?)"), _mixed),
    Rule("mixed", re.compile(rf"(?<![\d/,.])(?P<whole>){_PART}{SP}?(?P<unit>{_UNIT}){_END}"), _mixed),
]
MEASURES = [
    Rule(
        "coordinate",
        re.compile(
            rf"{_START}(?P<d>\d+(?:\.\d+)?){SP}?°{SP}?(?:(?P<m>\d+(?:\.\d+)?){SP}?[′'’]{SP}?)?(?:(?P<s>\d+(?:\.\d+)?){SP}?(?:[″\"”]|′′|''){SP}?)?(?P<side>[NSEW])(?!\w)"
        ),
        _coordinate,
    ),
    Rule("feet", re.compile(rf"{_START}(?P<a>\d+){SP}?ft{SP}?(?P<b>\d+){SP}?ins?\b\.?"), lambda m: f"{spoken(m['a'])} feet {spoken(m['b'])}"),
    Rule(
        "feet",
        re.compile(rf"{_START}(?P<a>{_NUMBER}){SP}?in\.(?={SP}(?:wide|high|long|thick|tall|deep)\b|{SP}?[×x,;)])"),
        lambda m: f"{amount(m['a'])} {'inch' if is_one(m['a']) else 'inches'}",
    ),
    Rule(
        "times",
        re.compile(rf"(?:(?<=\d)(?P<x>{SP}?[×xх]{SP}?)|(?<=[a-z])(?P<m>{SP}?×{SP}?))(?={_NUMBER}(?:{SP}?[×xх]{SP}?{_NUMBER}){{0,3}}(?P<after>{SP}?[a-z°]+)?)"),
        _times,
    ),
    Rule("million", re.compile(rf"{_START}(?P<a>{_NUMBER}){SP}?(?P<short>m|bn|k)(?={SP}(?:{COUNTED})\b)"), lambda m: f"{amount(m['a'])} {SCALES[m['short']]}"),
    Rule(
        "measure",
        re.compile(
            rf"(?P<sign>(?<![\w)])[−–+-])?{_START}(?P<n>{_NUMBER})(?:{_RANGE}(?P<sign2>(?<=\s)[−+-]|(?<=…)[−–-]|(?<=[–-])−)?(?P<m>{_NUMBER}))?(?P<gap>{SP}?[-\u2011]?)(?P<unit>{_UNIT}){_PER}{_END}"
        ),
        _measure,
    ),
]
FRACTIONS = [
    Rule("fraction", re.compile(rf"(?<![\d/]){_PART}"), _fraction),
    Rule("hyphened", re.compile(rf"{_START}(?:(?P<m>\d+)[–-])?(?P<n>(?:{NUM})(?:\.\d+)?)[-\u2011](?P<noun>[a-z]+)"), _hyphened),
    Rule("article", re.compile(r"(?<=[Aa]rticle\s)(?P<a>\d+)-(?P<b>\d+)(?!\d)"), lambda m: f"{spoken(m['a'])} {spoken(m['b'])}"),
    Rule("range", re.compile(rf"{_START}(?P<a>{NUM})(?P<dash>{SP}?{DASH}{SP}?)(?P<b>{NUM})(?!\d|\.\d)"), _range),
    Rule("range", re.compile(rf"{_START}(?P<a>\d+\.\d+)(?P<dash>[-–])(?P<b>\d+\.\d+)(?!\d|\.\d)"), lambda m: f"{amount(m['a'])} to {amount(m['b'])}"),
    Rule("ratio", re.compile(rf"{_START}(?P<a>\d+):(?P<b>{NUM})(?!\d|:)"), lambda m: f"{spoken(m['a'])} to {spoken(m['b'])}"),
    Rule("decimal", re.compile(rf"(?<![\d.])(?P<a>(?:{NUM})\.\d+)(?!\d|\.\d)"), lambda m: amount(m["a"])),
    Rule(
        "decimal",
        re.compile(
            rf"{_START}(?P<a>\d+,\d{{1,2}})(?!\d|,\d)(?={SP}(?:million|billion|thousand|per{SP}cent|metres|kilometres|kilograms|tonnes|hectares|litres)\b)"
        ),
        lambda m: amount(m["a"]),
    ),
    Rule("minus", re.compile(rf"(?<![\w)])[−–-](?P<a>{NUM})(?!\d)"), lambda m: f"minus {spoken(m['a'])}"),
    Rule("plus", re.compile(rf"(?<![\w)+])\+(?P<a>{NUM})(?!\d)"), lambda m: f"plus {spoken(m['a'])}"),
    Rule("to", re.compile(rf"(?:(?<=\d)[–—]|(?<=[a-z°%CF])–)(?=(?:c\.{SP}?|ca\.{SP}?)?[£$€−+]?\d)"), lambda _: "to"),
    Rule("joined", re.compile(r"(?<=[A-Za-z])[-\u2011](?=\d)|(?<=\d)[-\u2011](?P<letter>[A-Z])(?!\w)"), lambda m: m["letter"] or ""),
    Rule("number", re.compile(NUM), lambda m: spoken(m.group())),
    Rule("number", re.compile(r"\d+"), lambda m: spoken(m.group())),
]
