"""How Russian says numbers: counts in the case of their sentence, units, money and shares."""

import re

from audio_guide.speech.reading.ru_agreement import collective, count_forms
from audio_guide.speech.reading.ru_context import SMALL_WORDS, governed, looks_like_verb, next_word, words_before
from audio_guide.speech.reading.ru_dates import DOT_TIME, hour, moment
from audio_guide.speech.reading.ru_numbers import (
    DASH,
    HYPHEN,
    NUMBER,
    WHOLE,
    Noun,
    agreement,
    cardinal,
    code,
    decimal,
    parsed,
    together,
)
from audio_guide.speech.reading.ru_tables import GAP, MAY_STOP, table
from audio_guide.speech.reading.ru_units import SCALE_WORDS, UNITS
from audio_guide.speech.reading.spans import Rule

_MINUS = r"(?:(?<![\w\d)])[-‐‑–−—](?=\d)|−\s?(?=\d))"
UNIT = "|".join(re.escape(unit).replace(r"\ ", rf"{GAP}?") for unit in sorted(UNITS, key=len, reverse=True))
_SCALE = rf"(?P<scale>тыс|млн|млрд|трлн)(?![а-яё]){MAY_STOP}"
_AMOUNT = rf"(?:(?:минус|плюс)\s)?(?:{_MINUS}|\+\s?(?=\d))?{NUMBER}"
RANGE = rf"(?:{GAP}?(?:{DASH}|\.\.\.|…){GAP}?|\s+(?:и|или|до|по|на)\s+|{GAP}?[×xх]{GAP}?)"
_LIST = rf"{_AMOUNT}(?:{RANGE}{_AMOUNT}|,\s+{_AMOUNT}(?=(?:,\s+{NUMBER}){{0,4}}\s+(?:и|или)\s+\d)){{0,5}}"
FREE = r"(?<![\w№#])(?<![№#]\s)(?<!\d[.,:/])"


def _value(text: str) -> tuple[str, list[str]]:
    """Part the sign of a number from its figures: −3,5 is (минус, [3, 5])."""
    sign = "минус " if re.match(rf"{_MINUS}|минус", text) or text[:1] in "−-–—‑‐" else "плюс " if text.startswith(("+", "плюс")) else ""
    return sign, parsed(re.sub(r"^[^\d]+", "", text), measured=True)


def _said(text: str, case: str, gender: str) -> str:
    """Say one number in a case and gender; noughts before it count."""
    sign, parts = _value(text)
    if len(parts) > 2:
        return sign + " ".join(code(part) for part in parts)
    if len(parts) == 2:
        return sign + _fraction(int(parts[0]), parts[1], case, gender)
    if len(parts[0]) > 1 and parts[0].startswith("0"):
        return sign + code(parts[0])
    return sign + cardinal(int(parts[0]), case, gender)


def _fraction(whole: int, part: str, case: str, gender: str) -> str:
    if whole == 1 and part == "5":
        return ("полторы" if gender == "f" else "полтора") if case in "na" else "полутора"
    return decimal(whole, part, case)


def _unit_after(noun: Noun, text: str, case: str) -> str:
    """Say the unit after a number: километра after a fraction, километров after five."""
    _, parts = _value(text)
    if len(parts) == 2:
        if parts == ["1", "5"] and case not in "na":
            return noun.form(case, plural=True)
        return noun.form("g")
    return noun.after(int(parts[0]), case)


def joined(chain: str, case: str, gender: str) -> tuple[str, str, str]:
    """Say the numbers of a chain; return the words, the last number and the case of the last."""
    words, last, now = "", "", case
    for found in re.finditer(rf"(?P<join>(?<=\d)(?:{RANGE}|,\s+))?(?P<amount>{_AMOUNT})", chain):
        join = (found["join"] or "").strip()
        if join in {"до", "по"}:
            now = "g" if join == "до" else "a"
        words += {"": "", "до": " до ", "по": " по ", "и": " и ", "или": " или ", "на": " на "}.get(join, " на " if join in {"×", "x", "х"} else ", ")
        words += _said(found["amount"], now, gender)
        last = found["amount"]
    return words, last, now


def _measure(match: re.Match[str]) -> str | None:
    """3,5 км, от 5 до 20 кг, 6–7 °C, 20 тыс. руб."""
    text, scale, unit = match.string, match["scale"], match["unit"]
    noun = UNITS[re.sub(GAP, " ", unit)] if unit in UNITS else UNITS.get(re.sub(r"\.\s?", ". ", unit)) if unit else None
    counted = SCALE_WORDS[scale] if scale else noun
    if counted is None:
        return None
    if span := _wide(text, match.start(), match["chain"]):
        return f"от {_said(span[0], 'g', counted.gender)} до {_said(span[1], 'g', counted.gender)} {_unit_after(counted, span[1], 'g')}" + (
            f" {noun.form('g', plural=True)}" if scale and noun is not None else ""
        )
    case = measure_case(text, _leader(text, match.start()), match["chain"])
    if case == "a" and (
        (_DISTANCE.fullmatch(unit or "") and _far_away(text, match.start(), match.end())) or (unit == "%" and _part_of(text, match.start(), match.end()))
    ):
        case = "p"
    said, last, now = joined(match["chain"], case, counted.gender)
    words = f"{said} {_unit_after(counted, last, now)}"
    if scale and noun is not None:
        words += f" {noun.form('g', plural=True)}"
    return words


_PREVIOUS = re.compile(rf"(?<![\w.,]){NUMBER}{GAP}?(?:{UNIT}|тыс|млн|млрд)\.?{GAP}+$")


_MOST_UNITS = 3


def _leader(text: str, at: int) -> int:
    """Where a measure of several units begins: около 2 руб. 50 коп. is governed as one."""
    for _ in range(_MOST_UNITS):
        if (found := _PREVIOUS.search(text, max(0, at - 24), at)) is None:
            break
        at = found.start()
    return at


_DISTANCE = re.compile("км|м")
_STANDS = re.compile("(?:был|наход|располож|сто[ия]|лежа|раскинул|размещ|построен|основан)[а-яё]*")


def _far_away(text: str, start: int, end: int) -> bool:
    """Tell в 40 км от города and стоял в 40 км from в 2 м высотой."""
    near = [*words_before(text, start), ""]
    return near[0] in {"в", "во"} and (_AWAY.match(text, end) is not None or any(_STANDS.fullmatch(word) for word in near[1:]))


def _part_of(text: str, start: int, end: int) -> bool:
    """Tell в 80 % случаев, which is where, from скидка в 15 %, which is how much."""
    near = [*words_before(text, start), ""]
    noun = next_word(text, end)
    return near[0] in {"в", "во"} and GENITIVE_PLURAL.fullmatch(noun) is not None and noun not in SMALL_WORDS and not _HOW_MUCH.match(near[1])


_HOW_MUCH = re.compile("скид|рост|прирост|дол|явк|налог|сумм|разниц|размер|сниж|увелич|уменьш|потер|доход|приб|оцен|пен|штраф|ставк|превра|вырос|вылил|обош")
_AWAY = re.compile(rf"{GAP}+(?:от|к|на|вверх|вниз|северн|южн|западн|восточн|юго|северо)(?:ее)?\b")
"""What follows a distance: в 40 км от города is в сорока километрах."""


def _wide(text: str, at: int, chain: str) -> tuple[str, str] | None:
    """The ends of a range that is no guess between neighbours: 5–20 is from five to twenty, 6–7 is six, seven."""
    found = re.fullmatch(rf"(\d+){GAP}?[-‐‑‒–—]{GAP}?(\d+)", chain)
    before = words_before(text, at)
    if found is None or governed(text, at) or int(found[2]) - int(found[1]) < _FAR or (before and before[0] in {"раз", "максимум", "минимум"}):
        return None
    return found[1], found[2]


_FAR = 2


def measure_case(text: str, at: int, chain: str) -> str:
    """The case of a measure: only prepositions tell it, and в, на, за, через take the accusative."""
    allowed = governed(text, at)
    if re.search(r"\d\s?[×xх]\s?\d", chain):
        return "n"
    if allowed == "gi" and re.search(r"\s(?:до|по)\s", chain):
        return "g"
    return {"ap": "a", "ai": "a", "nad": "n", "gi": "g", "gp": "g", "na": "n", "p": "p"}.get(allowed, allowed) or "n"


def _prefixed(match: re.Match[str]) -> str:
    """$5, € 20: the sign stands first and is said last."""
    noun, case = UNITS[match["unit"]], measure_case(match.string, match.start(), "")
    scale = SCALE_WORDS.get(match["scale"] or "")
    if scale is not None:
        return f"{_said(match['amount'], case, scale.gender)} {_unit_after(scale, match['amount'], case)} {noun.form('g', plural=True)}"
    return f"{_said(match['amount'], case, noun.gender)} {_unit_after(noun, match['amount'], case)}"


_SECTION = re.compile(r"(?:(?<!\w)(?:пп?|гл|разд|рис|табл|ст|стр)\.|[Пп]ункт\w*|[Рр]аздел\w*|[Гг]лав\w*|[Рр]исун\w*|[Тт]аблиц\w*|[Вв]ерси\w*|[Сс]тать\w*)\s*$")
"""Words before 1.2 that is a place in a text and no fraction."""


_TOGETHER_OF = {"двое": "двоих", "трое": "троих", "четверо": "четверых"}
_REACH = 40
_CARES = re.compile(
    r"(?<!\w)(?:воспит|родил|вырас|потер|остав|привез|привёз|взял|увез|забра|спас|похорон|раст|име|корм|вз|усынов|удочер|увел|встрет|увид|обня)[а-яё]*\s(?:[^.!?;:—]*(?:,|\sи)\s|(?:[а-яё]+\s){1,2})?$",
    re.IGNORECASE,
)
"""Verbs whose object are persons: воспитала двоих сыновей."""
GENITIVE_PLURAL = re.compile(r"[а-яё]+(?:[ыи]х|[бвгджзклмнпрстфхцчшщйь])")


def _count(match: re.Match[str]) -> str | None:
    """Any other number, with the case of its preposition and the gender of its noun."""
    text, chain = match.string, match["chain"]
    last = re.findall(_AMOUNT, chain)[-1]
    parts = _value(last)[1]
    whole = int(parts[0])
    if len(parts) == 2 and "." in last and _SECTION.search(text[max(0, match.start() - 20) : match.start()]):
        return " точка ".join(code(part) for part in parts)
    if len(parts) == 2:
        case, gender = measure_case(text, match.start(), chain), "f" if next_word(text, match.end()).startswith("тысяч") else "m"
        if parts == ["1", "5"] and case not in "na" and last == chain:  # полутора would want another number of the noun
            return decimal(1, "5", case)
        return joined(chain, case, gender)[0]
    if (
        len(parts) == 1
        and (bunch := together(whole))
        and collective(next_word(text, match.end()))
        and governed(text, match.start()) in {"", "na", "ap", "nad"}
        and last == chain
    ):
        return _TOGETHER_OF[bunch] if _CARES.search(text[max(0, match.start() - _REACH) : match.start()]) else bunch
    case, gender = count_forms(text, match.start(), match.end(), whole)
    noun = next_word(text, match.end())
    if (span := _wide(text, match.start(), chain)) and case == "n" and agreement(whole) == "many" and GENITIVE_PLURAL.fullmatch(noun):
        return f"от {_said(span[0], 'g', gender)} до {_said(span[1], 'g', gender)}"
    if re.search(r"\s(?:по|до)\s", chain) and governed(text, match.start()) in {"gi", "g"}:
        case = "g"
    return joined(chain, case, gender)[0]


def _clock(match: re.Match[str]) -> str | None:
    """в 19.00, с 10.00 до 18.00: a time with a stop, if no noun follows that it could measure."""
    return None if _is_measure(match) else hour(match)


def _is_measure(match: re.Match[str]) -> bool:
    """Tell whether a noun follows that 9.15 could measure."""
    following = next_word(match.string, match.end())
    return following[:1].islower() and not (following in SMALL_WORDS or looks_like_verb(following) or following in {"утра", "дня", "вечера", "ночи"})


_SHARP = r"(?:[01]?\d|2[0-4])\.[0-5][05]"
"""A moment in a timetable: 10.00, 18.30."""


_PER = table(
    "чел: с человека | кг: за килограмм | шт: за штуку | день: в день | сут: в сутки | мес: в месяц | год: в год | час: в час | ч: в час | м²: за квадратный метр"
) | table("м2: за квадратный метр | га: с гектара | л: за литр")


def _mixed(match: re.Match[str]) -> str:
    """Т-34, А4, 5а, COVID-19: letters and figures side by side are parted."""
    return code(match["number"])


def _clocks(match: re.Match[str]) -> str | None:
    """в 9.15, 12.40 и 17.05: times in a row."""
    return None if _is_measure(match) else re.sub(DOT_TIME, lambda one: moment(one[0], "n"), match["say"])


COUNTS: list[Rule] = [
    Rule(
        "time",
        re.compile(
            rf"(?<![\w.])(?i:в|на)\s(?P<say>{DOT_TIME}(?:,\s{DOT_TIME}){{0,6}}\s(?:и|или)\s{DOT_TIME})(?![\w%°]|[.,:-]\d|{GAP}?(?:[%°₸$€]|(?:{UNIT})(?!\w)))"
        ),
        _clocks,
    ),
    Rule(
        "time",
        re.compile(rf"(?<![\d.,])(?P<from>{_SHARP})\s?[–—-]\s?(?P<until>{_SHARP})(?![\w%°]|[.,:-]\d|{GAP}?(?:[%°₸$€]|(?:{UNIT})(?!\w)))"),
        hour,
    ),
    Rule(
        "time",
        re.compile(
            rf"(?<![\w.])(?i:в|к|ко|с|до|после)\s(?P<say>(?P<from>{DOT_TIME})(?:\s?{DASH}\s?(?P<until>{DOT_TIME}))?)(?![\w%°]|[.,:-]\d|{GAP}?(?:[%°₸$€]|(?:{UNIT})(?!\w)))"
        ),
        _clock,
    ),
    Rule("money", re.compile(rf"(?P<unit>[$€£₸₽]){GAP}?(?P<amount>{NUMBER})(?:{GAP}?{_SCALE})?"), _prefixed),
    Rule(
        "measure",
        re.compile(rf"{FREE}(?P<chain>{_LIST})(?:{GAP}?{_SCALE})?(?:{GAP}|{HYPHEN}(?=[а-я]))?(?P<unit>{UNIT})(?![\wа-яё²³])(?:(?<=[а-яё]){MAY_STOP})?"),
        _measure,
    ),
    Rule("measure", re.compile(rf"{FREE}(?P<chain>{_LIST}){GAP}?{_SCALE}(?P<unit>)"), _measure),
    Rule(
        "ratio",
        re.compile(rf"(?<![\w.,:])(?P<one>\d+):(?P<other>{WHOLE})(?![\w:]|[.,]\d)"),
        lambda m: f"{cardinal(int(m['one']))} к {cardinal(int(re.sub(GAP, '', m['other'])), 'd')}",
    ),
    Rule("per", re.compile(r"(?<=[\w₸₽$€.])/(?P<per>чел|кг|шт|день|сут|мес|год|час|ч|м²|м2|га|л)(?![\wа-яё])\.?"), lambda m: _PER[m["per"]]),
    Rule("plus", re.compile(r"(?<=\d)\+(?=\d)"), lambda _: "плюс"),
    Rule("count", re.compile(rf"{FREE}(?P<chain>{_LIST})(?![\w²³]|{HYPHEN}\w)"), _count),
    Rule("count", re.compile(rf"(?<![\w№])(?P<chain>{NUMBER})"), lambda m: _said(m["chain"], "n", "m")),
    Rule("figures", re.compile(r"(?<=[^\W\d_])[-‐‑](?=\d)"), lambda _: ""),
    Rule("figures", re.compile(r"(?P<number>\d+)"), _mixed),
    Rule("range", re.compile(rf"(?<=\d)\s?{DASH}\s?(?=\d)"), lambda _: ","),
]
