"""Kazakh counts in words: document numbers, telephones, measures, money, ranges, endings after a hyphen and plain numbers."""

import re

from audio_guide.speech.reading.kk_numbers import (
    CAPITAL,
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
    makes_ordinal,
    near,
    ordinal,
    ordinal_of,
    part_of,
    spoken,
    value,
    whole,
    with_tail,
)
from audio_guide.speech.reading.kk_words import LETTERS, SCALES, UNITS, VOWELS, spell, transliterate
from audio_guide.speech.reading.spans import Rule

_TAIL = rf"(?:{HYPHEN}(?P<tail>(?![IVXІХ]+(?!\w))[^\W\d_]+))?"
_ELLIPSIS = r"(?:…|\.{2,3})"
_SCALE = rf"(?:{'|'.join(SCALES)})"
_UNIT = "|".join(re.escape(unit).replace(r"\ ", r"[ \u00a0\u202f]?") for unit in sorted(UNITS, key=len, reverse=True))
_CURRENCY = {"$": "доллар", "€": "еуро", "£": "фунт", "₽": "рубль", "₸": "теңге"}
_CURRENCY_SIGNS = "[$€£₽₸]"
_HALVES = {"½": (2, 1), "⅓": (3, 1), "⅔": (3, 2), "¼": (4, 1), "¾": (4, 3), "⅕": (5, 1), "⅛": (8, 1)}
_PLACES = (
    r"(?:[а-яәғқңөұүһі]+\s+)?(?:лагер|мектеп|мектебі|бөлім|барак|барақ|вагон|түрме|камера|учаск|аурухана|зал|экспонат|аялдама|қабат|балабақша"
    r"|бағыт|автобус|шахта|зауыт|фабрика|цех|пункт|қабір|кесте|сурет|бригада|дивизия|нүкте|полк|армия|отряд|колони|колхоз|совхоз|стансы|станци|корпус|пәтер|үй(?!\w)|бөлме|тарау|көше)"
)
_SHORT_TAILS = {"б": "бет", "бб": "беттер", "т": "том", "тт": "томдар", "сур": "сурет", "кест": "кесте", "бөл": "бөлім", "п": "парақ", "қ": "қор", "каб": "кабинет", "пәт": "пәтер"}
_PER = {
    "сағат": "сағатына", "сағ": "сағатына", "мин": "минутына", "минут": "минутына", "күн": "күніне", "тәулік": "тәулігіне", "ай": "айына", "жыл": "жылына",
    "адам": "бір адамға", "топ": "бір топқа", "дана": "данасына", "кг": "килограмына", "т": "тоннасына", "м": "метріне", "м²": "шаршы метріне", "га": "гектарына",
}  # fmt: skip
"""What comes before the price or the amount: 1 000 ₸/сағат is said «сағатына мың теңге»."""
_ONE_NUMBER, _WITH_TRUNK, _ODD_GROUPS = 3, 11, (5, 7)
"""Lengths of telephone groups: said as one number, with a trunk 7 or 8 before it, begun with three figures before the pairs."""
_PLURAL = re.compile("(?:[пткқсшбвгдфхц]т|[аәеёиоөуұүыіэюярй]л|[мнңлзж]д)[ае]р")
_TIME_NOUN = re.compile("жыл|ай|күн|апта|сағат|минут|тәулік")
_NO_RANGE = re.compile(r"жас\w*|жаста\w*|\w+[лдт](?:ық|ік)\w*|сынып\w*|курс\w*|жыл(?:дық|дар)\w*|\w+[дтн][ае]н|мың|млн|млрд|миллион\w*|миллиард\w*")
_NEXT_COUNTS = re.compile(r"\s*(?:дейін|арасы|аралы)")


def is_wide(first: str, last: str) -> bool:
    """Whether a range is said from … to …; a narrow one is two numbers side by side, as Kazakh gives a rough number."""
    low, high = value(first), value(last)
    return high > 2 * low and high - low > 1


def _range(first: str, last: str) -> str:
    return f"{attach(spoken(first, measured=True), 'дан')} {attach(spoken(last, measured=True), 'ға')} дейін"


def _signed(sign: str | None, words: str) -> str:
    return f"минус {words}" if sign else words


def _numbered(match: re.Match[str]) -> str:
    """№ 5 before a place is its ordinal, any other № is said «нөмір» and the number with its noughts."""
    digits, tail, after = re.sub(r"\D", "", match["number"]), match["tail"], near(match)[1]
    words = code(digits)
    if tail and len(tail) == 1 and tail.upper() in LETTERS and not is_ending(tail):
        return f"нөмір {words} {LETTERS[tail.upper()]}"
    if tail and tail.isupper():
        return f"нөмір {words} {spell(tail)}"
    if tail and (is_ending(tail) or not makes_ordinal(tail)):
        return f"нөмір {with_tail(words, whole(digits), tail)}"
    if tail:
        return with_tail(words, whole(digits), tail)
    if not digits.startswith("0") and re.match(rf"\s+{_PLACES}", after):
        return ordinal_of(words)
    return f"нөмір {words}"


def _numbered_row(match: re.Match[str]) -> str:
    """№ 1–4 залдар and № 1, 2, 3 барактар: every number is the ordinal of a place."""
    row = re.sub(rf"\s*{DASH}\s*", ", ", match["row"])
    return re.sub(r"\d+", lambda number: ordinal(int(number.group())), row)


def _phone(match: re.Match[str]) -> str:
    """A telephone number group by group, long groups in pairs."""
    groups = re.findall(r"\d+", match["say"])
    said: list[str] = []
    for group in groups:
        if len(group) <= _ONE_NUMBER:
            said.append(code(group))
            continue
        odd = int(len(group) == _WITH_TRUNK)
        pieces = [group[:odd]] * odd
        rest = group[odd:]
        while len(rest) in _ODD_GROUPS or len(rest) > max(_ODD_GROUPS):
            pieces.append(rest[:3])
            rest = rest[3:]
        said += [code(piece) for piece in (*pieces, *re.findall("..", rest))]
    return ("плюс " if match["say"].startswith("+") else "") + ", ".join(said)


def _with_unit(words: str, unit: str, tail: str | None) -> str:
    before, _, name = unit.rpartition("на ")
    if not before:
        before, _, name = unit.rpartition("не ")
        prefix = f"{before}не " if before else ""
    else:
        prefix = f"{before}на "
    said = f"{prefix}{words} {name}"
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
        return _with_unit(_signed(match["minus"], spoken(a, measured=True)) + scale, unit, tail)
    first, last = (spoken(x, measured=True) for x in (a, b))
    signs = match["minus"] or match["minus2"]
    if signs or tail or not is_wide(a, b) or _NEXT_COUNTS.match(match.string, match.end()):
        return _with_unit(f"{_signed(match['minus'], first)}, {_signed(match['minus2'], last)}{scale}", unit, tail)
    return f"{attach(first, 'дан')} {attach(_with_unit(last + scale, unit, None), 'ға')} дейін"


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
        return f"{code(match['units'])} жарым" if match["units"] else "жарты"
    said = part_of(parts, part)
    return f"{code(match['units'])} бүтін {said}" if match["units"] else said


def _tailed(match: re.Match[str]) -> str:
    """18000-нан, 17-бөлім, 5-ші, 5–6-сынып, 7-Б, 2.1-бөлім."""
    number, tail = match["number"], match["tail"]
    words, exact = spoken(number), whole(number)
    if re.fullmatch(r"\d{1,2}(?:\.\d{1,2})+", number) and makes_ordinal(tail):
        words = _section_number(number)
    elif "бүтін" in words:
        exact = None
    if len(tail) == 1 and tail.upper() in LETTERS and (tail.isupper() or (not is_ending(tail) and tail not in _SHORT_TAILS) or _CLASS.match(near(match)[1])):
        return f"{ordinal_of(words) if tail.isupper() or _CLASS.match(near(match)[1]) else words} {LETTERS[tail.upper()]}"
    return _signed(match["minus"], with_tail(words, exact, _SHORT_TAILS.get(tail, tail)))


def _loose(match: re.Match[str]) -> str:
    """1937–ші and 17—бөлім, where a dash stands for the hyphen."""
    number, tail = match["number"], match["tail"] or match["mark"]
    words = spoken(number)
    return _signed(match["minus"], with_tail(words, None if "бүтін" in words else whole(number), tail))


_CLASS = re.compile(r"\s+(?:сынып|сыны|топ)")


def _section_number(number: str) -> str:
    """2.1 of a list's part, said «екі нүкте бір»."""
    return " нүкте ".join(code(part) for part in number.split("."))


def _section(match: re.Match[str]) -> str:
    """2.1 бөлім is numbered, «2.1. Бөлім» is the mark of a heading."""
    words = _section_number(match["number"])
    return ordinal_of(words) if match["noun"] else words


def _ordinal(match: re.Match[str]) -> str:
    return ordinal(whole(match["say"]))


def _row(match: re.Match[str]) -> str | None:
    """The first numbers of a row take the kind of the last: 17, 18 және 19-бөлімдер; 58-10-бап is no row but one name."""
    tail, number = match["tail"], int(match["say"])
    if not makes_ordinal(tail):
        return None
    if match["dash"] and number > int(match["next"]):
        return cardinal(number)
    several = _PLURAL.search(tail)
    return ordinal(number) if several or not match["comma"] else None


def _plain_range(match: re.Match[str]) -> str | None:
    """20–300 адам is said from … to …, 5–20 жылға with the ending on the noun; a narrow or reversed range is left to the single numbers."""
    noun, ending = match["noun"], match["ending"] or ""
    if not is_wide(match["a"], match["b"]) or _NEXT_COUNTS.match(near(match)[1]) or _NO_RANGE.fullmatch(noun):
        return None
    if not _TIME_NOUN.fullmatch(noun):
        return f"{_range(match['a'], match['b'])} {noun}{ending}"
    if ending in {"ға", "ге", "қа", "ке", ""}:
        first, last = spoken(match["a"], measured=True), spoken(match["b"], measured=True)
        return f"{attach(first, 'дан')} {last} {attach(noun, 'ға')} дейін"
    return None


def _plain(match: re.Match[str]) -> str:
    number, glued = match["number"], match["glued"]
    words = spoken(number, measured=bool(re.match(rf"\s*{_SCALE}(?!\w)", near(match)[1])))
    if glued:
        words = _glued(words, whole(number), glued)
    return _signed(match["minus"], words)


def _glued(words: str, number: int, letters: str) -> str:
    """5ші, 3D, 12а and 1937жылғы, where a hyphen or a blank is missing."""
    if is_ending(letters) or re.fullmatch("(?:[ыі]?н)?ш[ыі]", letters):
        return with_tail(words, number, letters)
    if letters.isascii():
        return f"{words} {spell(letters) if letters.isupper() or len(letters) == 1 else transliterate(letters)}"
    if not re.search(f"[{VOWELS}]", letters.lower()) or len(letters) == 1:  # 120сс, 12а
        return f"{words} {spell(letters)}"
    return f"{words} {letters}"


def _scale(match: re.Match[str]) -> str:
    return attach(SCALES[match["scale"] or match["word"]], match["tail"] or match["ending"] or "")


def _per(match: re.Match[str]) -> str:
    """1 000 ₸/сағат as «сағатына мың теңге»."""
    scale = f" {SCALES[match['scale']]}" if match["scale"] else ""
    unit = UNITS.get(match["unit"], match["unit"])
    return f"{_PER[match['per']]} {spoken(match['number'], measured=True)}{scale} {unit}"


def _angle(match: re.Match[str]) -> str:
    seconds = f" {code(match['s'])} секунд" if match["s"] else ""
    return f"{cardinal(whole(match['d']))} градус {cardinal(whole(match['m']))} минут{seconds}"


_FROM = r"(?<![\d.,:])"
_GAP = r"[ \u00a0\u202f]?"
_DOT_INSIDE = rf"(?:\.(?=\s*[,;:)\d]|\s+{LOWER}))?"
_PHONE_GAP = "[ \u00a0\u202f‑-]"
_MONEY = "₸|тг|тнг|теңге|₽|руб|рубль|\\$|доллар|€|еуро|евро|литр|л|кг|тонна|т"
COUNTS: list[Rule] = [
    Rule("phone", re.compile(rf"(?<![\w+.,-])(?P<say>[78]{_PHONE_GAP}7\d\d{_PHONE_GAP}\d{{3}}{_PHONE_GAP}\d\d{_PHONE_GAP}\d\d)(?!\d)"), _phone),
    Rule("phone", re.compile(rf"(?<![\w+.,-])(?P<say>[78]{_PHONE_GAP}7\d{{3}}(?:{_PHONE_GAP}\d\d){{3}})(?!\d)"), _phone),
    Rule("phone", re.compile(rf"(?<![\w+])(?P<say>\+\d{{1,3}}{_PHONE_GAP}?(?:\(\d{{3,6}}\)|\d{{2,5}})(?:{_PHONE_GAP}?\d{{1,7}}){{1,5}})(?!\d)"), _phone),
    Rule("phone", re.compile(rf"(?<![\w+])(?P<say>(?:8{_PHONE_GAP}?)?\(\d{{3,6}}\){_PHONE_GAP}?\d{{1,3}}(?:{_PHONE_GAP}?\d{{2}}){{1,3}})(?!\d)"), _phone),
    Rule("phone", re.compile(r"(?<![\w+-])(?P<say>(?:8[- ]\d{3}[- ])?\d{2,3}-\d{2}-\d{2}(?:-\d{2})?)(?![\d-])"), _phone),
    Rule("phone", re.compile(rf"(?<![\w+.,])(?P<say>[78]7\d{{9}})(?!\d|[.,/:]\d|\s*[%‰°₸$€]|{HYPHEN}?\w)"), _phone),
    Rule("number sign", re.compile(rf"(?<!№)№+\s*(?P<row>\d{{1,3}}(?:(?:\s*{DASH}\s*|,\s+|\s+(?:және|мен|пен|бен)\s+)\d{{1,3}})+)(?=\s+{_PLACES})"), _numbered_row),
    Rule("number sign", re.compile(rf"(?:(?<!№)№+|(?<!\w)N[oº°]?\.?(?=\s?\d)|#(?=\d))\s*(?P<number>{WHOLE}){_TAIL}"), _numbered),
    Rule("number sign", re.compile("№+"), lambda _: "нөмір"),
    Rule("paragraph sign", re.compile(r"§+\s*(?P<number>\d+)"), lambda m: f"{ordinal_of(code(m['number']))} параграф"),
    Rule("angle", re.compile(r"(?<!\d)(?P<d>\d+)°\s*(?P<m>\d+)[′’'](?:\s*(?P<s>\d+)[″\"])?"), _angle),
    Rule(
        "fraction",
        re.compile(rf"(?<![\d/.,№])(?<!\d[ \u00a0\u202f])(?:(?P<units>\d+)\s)?(?P<part>\d{{1,3}})\s?[/⁄]\s?(?P<whole>\d{{1,3}})(?![\d/]){_TAIL}"),
        _fraction,
    ),
    Rule("fraction", re.compile(rf"(?:(?<!\d)(?P<units>\d+)\s?)?(?P<sign>[{''.join(_HALVES)}])"), _half),
    Rule("per", re.compile(rf"{_FROM}(?P<number>{NUMBER})\s*(?:(?P<scale>{_SCALE})\.?\s*)?(?P<unit>{_MONEY})\.?\s?/\s?(?P<per>{'|'.join(_PER)})(?![\w²])"), _per),
    Rule("money", re.compile(rf"(?P<sign>{_CURRENCY_SIGNS}){_GAP}(?P<number>{NUMBER})(?:\s?(?P<scale>{_SCALE})(?!\w)\.?)?{_TAIL}"), _money),
    Rule(
        "measure",
        re.compile(
            rf"{_FROM}(?P<minus>{MINUS})?(?P<a>{NUMBER})(?:\s*(?:{DASH}|{_ELLIPSIS})\s*(?P<minus2>[-−–](?=\d))?(?P<b>{NUMBER}))?\s*"
            rf"(?:(?P<scale>{_SCALE})(?!\w)\.?\s*)?(?P<unit>{_UNIT})(?:(?<=\W)|(?<=[²³])|(?!\w)){_TAIL}(?(tail)|{_DOT_INSIDE})",
        ),
        _measure,
    ),
    Rule("kopeck", re.compile(r"\b(?:р|руб|сом)\.?\s?\d{1,2}\s?(?P<say>к(?=\.)(?:\.(?!\s*$))?)(?!\w)"), lambda _: "тиын"),
    Rule("class", re.compile(rf"{_FROM}(?P<say>\d\d?)(?=(?:(?:\s*{DASH}\s*|,\s+|\s+(?:және|мен|пен|бен)\s+)\d\d?){{0,12}}\s+(?:[«\"]?{CAPITAL}[»\"]?\s+)?(?:сынып|курс)(?!\w*\s+(?:бітір|білім|оқыды|оқыған|болды)))"), _ordinal),
    Rule("floor", re.compile(rf"{_FROM}(?P<say>\d\d?)(?=\s+қабат(?:та|тан|тағы|тың|қа)(?!\w))"), _ordinal),
    Rule("page", re.compile(rf"{_FROM}(?P<say>\d{{1,3}})(?=(?:\s*{DASH}\s*\d{{1,3}})?\s?бб(?=\.))"), _ordinal),
    Rule("item", re.compile(r"(?<!\w)(?P<say>(?P<number>\d\d?)\))(?=\s+тармақша)"), lambda m: ordinal(int(m["number"]))),
    Rule(
        "section",
        re.compile(rf"(?<![\d.,:])(?P<number>\d\d?(?:\.\d\d?)+)(?=\s+(?P<noun>бөлім|тарау|тармақ|сурет|кесте|бап)|\.?\s+(?i:бөлім|тарау|сурет|кесте)|\.\s+{CAPITAL})"),
        _section,
    ),
    Rule(
        "row",
        re.compile(
            rf"{_FROM}(?P<say>\d{{1,3}})(?=(?:(?P<dash>\s*{DASH}\s*)(?=(?P<next>\d+))|(?P<comma>,\s+)|\s+(?:және|мен|пен|бен)\s+)(?:\d{{1,3}}(?:,\s+|\s+(?:және|мен|пен|бен)\s+)){{0,12}}\d{{1,3}}{HYPHEN}(?P<tail>{LOWER}+))"
        ),
        _row,
    ),
    Rule(
        "ending", re.compile(rf"(?<!\d)(?P<number>\d+){HYPHEN}(?P<short>{'|'.join(_SHORT_TAILS)})\.(?!\s*$)"), lambda m: f"{ordinal_of(code(m['number']))} {_SHORT_TAILS[m['short']]}"
    ),
    Rule("ending", re.compile(rf"(?<![\d:])(?P<minus>{MINUS})?(?P<number>{NUMBER}){HYPHEN}(?P<tail>[^\W\d_]+)"), _tailed),
    Rule("ending", re.compile(rf"(?<![\d:])(?P<minus>{MINUS})?(?P<number>{NUMBER})(?:[–—−](?P<tail>{LOWER}+)|\s?{DASH}\s?(?P<mark>(?:[ыі]?н)?ш[ыі])(?!\w))"), _loose),
    Rule("range", re.compile(rf"(?<![\d.,:\w/-])(?P<a>{NUMBER})\s?{DASH}\s?(?P<b>{NUMBER})\s+(?P<noun>(?:жыл|ай|күн|апта|сағат|минут|тәулік)(?=[ғгқк][ае](?!\w))|{LOWER}+)(?P<ending>[ғгқк][ае](?!\w))?(?!\w)"), _plain_range),
    Rule("size", re.compile(rf"(?<!\d)(?P<number>{NUMBER})\s?[x×хХXх]\s?(?=\d)"), lambda m: attach(spoken(m["number"]), "ға")),
    Rule("size", re.compile(r"(?<=\w)\s[x×хХX]\s(?=\d)"), lambda _: ","),
    Rule("ratio", re.compile(r"(?<![\d:])(?P<number>\d+):(?=\d)"), lambda m: attach(spoken(m["number"]), "ға")),
    Rule("sign", re.compile(r"(?<!\w)[+](?=\d)|(?<=\d)\s*[+]\s*(?=\d)"), lambda _: "плюс"),
    Rule("sign", re.compile(r"±\s?(?=\d)"), lambda _: "плюс-минус"),
    Rule("sign", re.compile(r"[~≈]\s?(?=\d)"), lambda _: "шамамен"),
    Rule("number", re.compile(rf"(?P<minus>{MINUS})?(?P<number>{NUMBER})(?P<glued>[^\W\d_]+)?"), _plain),
    Rule("scale", re.compile(rf"\d\s*(?P<say>(?P<scale>млн|млрд|трлн)(?!\w){_DOT_INSIDE}{_TAIL}|(?P<word>мың|миллион|миллиард){HYPHEN}(?P<ending>{LOWER}+))"), _scale),
    Rule("range dash", re.compile(rf"(?<=\d)\s*{DASH}\s*(?=\d)|(?<=[IVXLІХ])\s*{DASH}\s*(?=[IVXІХ])|(?<=\d)\s?{_ELLIPSIS}\s?(?=[-−–+]?\d)|(?<=[^\W\d_])[–—](?=\d)"), lambda _: ","),
    Rule("slash", re.compile(r"(?<=\d{4})/(?=\d)"), lambda _: ","),
    Rule("slash", re.compile(r"(?<=\d)/(?=\d)"), lambda _: "бөлшек"),
    Rule("word dash", re.compile(r"(?<=[^\W\d_])[–—](?=[^\W\d_])"), lambda _: ","),
    Rule("joint", re.compile(rf"(?<=[^\W\d_]){HYPHEN}(?=\d)"), lambda _: ""),
    Rule("equal", re.compile(r"\s=\s|(?<=\w)=(?=\w)"), lambda _: "тең"),
    Rule("rest", re.compile(r"\d+"), lambda m: code(m.group())),
    Rule("rest", re.compile("_+"), lambda _: ""),
    Rule("rest", re.compile(r"[°º]\s?[CС](?!\w)|℃"), lambda _: "градус"),
    Rule("rest", re.compile(r"[%‰°$€£₽₸]"), lambda m: UNITS[m.group()]),
    Rule("footnote", re.compile("[¹²³⁴-⁹⁰]+"), lambda _: ""),
]
"""In this order: what a sign marks, then units, then endings, then what is left."""
