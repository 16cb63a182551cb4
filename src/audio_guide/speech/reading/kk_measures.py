"""Kazakh signs and measures in words: coordinates, fractions, money and units."""

import re

from audio_guide.speech.reading.kk_numbers import (
    DASH,
    HYPHEN,
    LOWER,
    MINUS,
    NUMBER,
    WHOLE,
    attach,
    cardinal,
    code,
    is_ending,
    part_of,
    spoken,
    value,
    whole,
)
from audio_guide.speech.reading.kk_words import SCALES, UNITS
from audio_guide.speech.reading.spans import Rule

TAIL = rf"(?:(?:\.?{HYPHEN}|\s-(?={LOWER}{{2,4}}(?!\w)))(?P<tail>(?![IVXІХ]+(?!\w))[^\W\d_]+))?"
ELLIPSIS = r"(?:…|\.{2,3})"
SCALE = rf"(?:{'|'.join(SCALES)})"
_UNIT = "|".join(re.escape(unit).replace(r"\ ", r"[ \u00a0\u202f]?") for unit in sorted(UNITS, key=len, reverse=True))
_CURRENCY = {"$": "доллар", "€": "еуро", "£": "фунт", "₽": "рубль", "₸": "теңге", "USD": "доллар", "EUR": "еуро", "KZT": "теңге", "RUB": "рубль"}
_CURRENCY_SIGNS = r"(?:[$€£₽₸]|(?<!\w)(?:USD|EUR|KZT|RUB)(?=\s?\d))"
_COINS = {
    **dict.fromkeys(("₸", "KZT", "тг", "тнг", "теңге"), ("теңге", "тиын")), **dict.fromkeys(("₽", "RUB", "рубль", "руб"), ("рубль", "тиын")), "сом": ("сом", "тиын"),
    **dict.fromkeys(("$", "доллар", "USD"), ("доллар", "цент")), **dict.fromkeys(("€", "еуро", "EUR"), ("еуро", "цент")), "£": ("фунт", "пенс"),
}  # fmt: skip
"""Money and its hundredth part, for sums with small change."""
_HALVES = {"½": (2, 1), "⅓": (3, 1), "⅔": (3, 2), "¼": (4, 1), "¾": (4, 3), "⅕": (5, 1), "⅛": (8, 1)}
_PER = {
    "сағат": "сағатына", "сағ": "сағатына", "мин": "минутына", "минут": "минутына", "күн": "күніне", "тәулік": "тәулігіне", "тәул": "тәулігіне", "апта": "аптасына", "ауысым": "ауысымына", "ай": "айына", "жыл": "жылына",
    "адам": "бір адамға", "топ": "бір топқа", "дана": "данасына", "кг": "килограмына", "т": "тоннасына", "м": "метріне", "м²": "шаршы метріне", "га": "гектарына",
}  # fmt: skip
"""What comes before the price or the amount: 1 000 ₸/сағат is said «сағатына мың теңге»."""
NEXT_COUNTS = re.compile(r"\s*(?:дейін|арасы|аралы)")


def is_wide(first: str, last: str) -> bool:
    """Whether a range is said from … to …; a narrow one is two numbers side by side, as Kazakh gives a rough number."""
    low, high = value(first), value(last)
    return high > 2 * low and high - low > 1


def signed(sign: str | None, words: str) -> str:
    """Say the sign of a number before it."""
    return f"минус {words}" if sign else words


def _with_unit(words: str, unit: str, tail: str | None) -> str:
    before, _, name = unit.rpartition("на ")
    if not before:
        before, _, name = unit.rpartition("не ")
        prefix = f"{before}не " if before else ""
    else:
        prefix = f"{before}на "
    said = f"{prefix}{words} {name}"
    tail = tail.lower() if tail and tail.isupper() and is_ending(tail.lower()) else tail
    if not tail:
        return said
    return attach(said, tail) if is_ending(tail) else f"{said} {tail}"


def _measure(match: re.Match[str]) -> str | None:
    """A number or a range with its unit; the ending after the unit goes on the unit's full name."""
    unit, tail = UNITS.get(match["unit"]) or _UNIT_FORMS.get(re.sub(r"\s", "", match["unit"])), match["tail"]
    if unit is None:
        return None
    scale = f" {SCALES[match['scale']]}" if match["scale"] else ""
    a, b = match["a"], match["b"]
    if b is None:
        return _with_unit(signed(match["minus"], spoken(a, measured=True)) + scale, unit, tail)
    first, last = (spoken(x, measured=True) for x in (a, b))
    signs = match["minus"] or match["minus2"]
    if signs or tail or not is_wide(a, b) or NEXT_COUNTS.match(match.string, match.end()):
        return _with_unit(f"{signed(match['minus'], first)}, {signed(match['minus2'], last)}{scale}", unit, tail)
    return f"{attach(first, 'дан')} {attach(_with_unit(last + scale, unit, None), 'ға')} дейін"


def _than(match: re.Match[str]) -> str:
    """> 300 адам as «үш жүзден астам адам», < 5 кг as «бес килограмнан кем»."""
    said = spoken(match["number"] or match["number2"], measured=True)
    if match["unit"]:
        said = _with_unit(said, UNITS.get(match["unit"]) or _UNIT_FORMS[re.sub(r"\s", "", match["unit"])], None)
    return f"{attach(said, 'дан')} {'астам' if (match['sign'] or match['sign2']) == '>' else 'кем'}"


def _unit(match: re.Match[str]) -> str | None:
    """A unit whose number is a fraction or a word: ½ км, жарты км-дей, бірнеше млн."""
    unit = SCALES.get(match["unit"]) or UNITS.get(match["unit"])
    return None if unit is None else _with_unit("", unit, match["tail"]).strip()


def _change(match: re.Match[str]) -> str | None:
    """12,50 ₸ as «он екі теңге елу тиын»; an ending goes on what is said last."""
    money, coin = _COINS[match["sign"] or match["unit"]]
    ending = match["tail"] or match["case"] or ""
    if ending and not is_ending(ending):
        return None
    whole_, part = whole(match["units"]), int(match["part"])
    said = [f"{spoken(match['units'])} {money}"] * (whole_ > 0 or not part) + [f"{cardinal(part)} {coin}"] * (part > 0)
    return attach(" ".join(said), ending)


_UNIT_FORMS = {re.sub(r"\s", "", written): said for written, said in UNITS.items()}


def _money(match: re.Match[str]) -> str:
    """$100 млн with the currency at the end, as it is said."""
    scale = f" {SCALES[match['scale']]}" if match["scale"] else ""
    said = f"{spoken(match['number'], measured=True)}{scale} {_CURRENCY[match['sign']]}"
    return attach(said, match["tail"]) if match["tail"] else said


def _fraction(match: re.Match[str]) -> str | None:
    part, parts = int(match["part"]), int(match["whole"])
    if not 0 < part < parts:
        return None
    said = part_of(parts, part)
    if match["units"]:
        said = f"{code(match['units'])} бүтін {said}"
    return attach(said, match["tail"]) if match["tail"] else said


def _half(match: re.Match[str]) -> str:
    parts, part = _HALVES[match["sign"]]
    if match["sign"] == "½":
        said = f"{code(match['units'])} жарым" if match["units"] else "жарты"
    else:
        said = f"{code(match['units'])} бүтін {part_of(parts, part)}" if match["units"] else part_of(parts, part)
    return attach(said, match["tail"] or "")


def _per(match: re.Match[str]) -> str:
    """1 000 ₸/сағат as «сағатына мың теңге»."""
    scale = f" {SCALES[match['scale']]}" if match["scale"] else ""
    unit = UNITS.get(match["unit"], match["unit"])
    low = f"{spoken(match['low'], measured=True)}, " if match["low"] else ""
    return f"{_PER[match['per']]} {low}{spoken(match['number'], measured=True)}{scale} {unit}"


def _angle(match: re.Match[str]) -> str:
    seconds = f" {code(match['s'])} секунд" if match["s"] else ""
    return f"{cardinal(whole(match['d']))} градус {cardinal(whole(match['m']))} минут{seconds}"


FROM = r"(?<![\d.,:])"
_GAP = r"[ \u00a0\u202f]?"
DOT_INSIDE = rf"(?:\.(?=\s*[,;:()\d]|\s+{LOWER}))?"
_COINED = "|".join(re.escape(unit) for unit in sorted(_COINS, key=len, reverse=True))
_MONEY = "₸|тг|тнг|теңге|₽|руб|рубль|\\$|доллар|€|еуро|евро|литр|л|мл|кг|тонна|т|гр|г|мг|ккал"


MEASURES: list[Rule] = [
    Rule(
        "feet", re.compile(r"(?<![\d°])(?P<feet>\d)['′’]\s?(?P<inches>\d\d?)(?:[\"″”]|['’′]{2})"), lambda m: f"{code(m['feet'])} фут {code(m['inches'])} дюйм"
    ),
    Rule("angle", re.compile(r"(?<!\d)(?P<d>\d+)°\s*(?P<m>\d+)[′’'](?:\s*(?P<s>\d+)[″\"])?"), _angle),
    Rule(
        "fraction",
        re.compile(rf"(?<![\w/.,№])(?<!\d[ \u00a0\u202f])(?:(?P<units>\d+)\s)?(?P<part>\d{{1,3}})\s?[/⁄]\s?(?P<whole>\d{{1,3}}|10{{3,6}})(?![\d/]){TAIL}"),
        _fraction,
    ),
    Rule(
        "fraction",
        re.compile(r"(?<![\w.,/])(?P<number>\d[.,]\d)\s?/\s?(?P<whole>5|10)(?![\d/.,])"),
        lambda m: f"{attach(code(m['whole']), 'тан')} {spoken(m['number'])}",
    ),
    Rule("fraction", re.compile(rf"(?:(?<!\d)(?P<units>\d+)\s?)?(?P<sign>[{''.join(_HALVES)}]){TAIL}"), _half),
    Rule(
        "change",
        re.compile(
            rf"{FROM}(?:(?P<sign>{_CURRENCY_SIGNS}){_GAP})?(?P<units>{WHOLE})[.,](?P<part>\d\d)(?(sign)(?!\s?{SCALE})|{_GAP}(?P<unit>{_COINED})(?P<case>{LOWER}*))(?![\w.,]\d|\w){TAIL}(?(tail)|{DOT_INSIDE})"
        ),
        _change,
    ),
    Rule(
        "per",
        re.compile(
            rf"{FROM}(?:(?P<low>{NUMBER})\s?{DASH}\s?)?(?P<number>{NUMBER})\s*(?:(?P<scale>{SCALE})\.?\s*)?(?P<unit>{_MONEY})\.?\s?/\s?(?P<per>{'|'.join(_PER)})(?![\w²])"
        ),
        _per,
    ),
    Rule(
        "than",
        re.compile(
            rf"(?<=[\w(,]\s)(?<!\d\s)(?P<sign>[<>])\s?(?P<number>{NUMBER})(?:\s?(?P<unit>{_UNIT})(?!\w))?(?!\s?[-–/])|(?<=\()(?P<sign2>[<>])\s?(?P<number2>{NUMBER})"
        ),
        _than,
    ),
    Rule("money", re.compile(rf"(?P<sign>{_CURRENCY_SIGNS}){_GAP}(?P<number>{NUMBER})(?:\s?(?P<scale>{SCALE})(?!\w)\.?)?{TAIL}"), _money),
    Rule(
        "unit",
        re.compile(rf"(?:[{''.join(_HALVES)}]|(?<![\d/])\d{{1,2}}\s?[/⁄]\s?\d{{1,2}})\s?(?P<say>(?P<unit>{_UNIT})(?!\w){TAIL}(?(tail)|{DOT_INSIDE}))"),
        _unit,
    ),
    Rule(
        "measure",
        re.compile(
            rf"{FROM}(?P<minus>{MINUS})?(?P<a>{NUMBER})(?:(?:\s?(?:°(?:\s?[CС])?|%)(?=\s*[-–—…]))?\s*(?:{DASH}|{ELLIPSIS})\s*(?P<minus2>[-−–](?=\d))?(?P<b>{NUMBER}))?\s*"
            rf"(?:(?P<scale>{SCALE})(?!\w)\.?\s*)?(?!т\.\s?[бс]\.)(?P<unit>{_UNIT})(?:(?<=\W)|(?<=[²³])|(?!\w)){TAIL}(?(tail)|{DOT_INSIDE})",
        ),
        _measure,
    ),
    Rule("unit", re.compile(rf"(?<![\w./‑-])(?<!\d\s)(?P<unit>км²|м²|км|кг|см|мм|млн|млрд|трлн|тг)(?!\w|[.-]?\d){TAIL}(?(tail)|{DOT_INSIDE})"), _unit),
    Rule(
        "unit",
        re.compile(rf"(?i:жарты|бірнеше|жарым|мың|миллион|бір|екі|үш|он|жүз)\s(?P<say>(?P<unit>га|т|л|м)(?!\w|\.\s?[бс]\.){TAIL}(?(tail)|{DOT_INSIDE}))"),
        _unit,
    ),
    Rule("sign", re.compile(rf"(?P<unit>[%‰₸$€₽°]){HYPHEN}(?P<tail>{LOWER}+)"), _unit),
    Rule("kopeck", re.compile(r"\b(?:р|руб|сом)\.?\s?\d{1,2}\s?(?P<say>к(?=\.)(?:\.(?!\s*$))?)(?!\w)"), lambda _: "тиын"),
]
"""In this order: what a sign marks, then fractions, money and units."""
