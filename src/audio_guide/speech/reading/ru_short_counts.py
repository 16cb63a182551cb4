"""How Russian says fractions and counts whose unit is one letter: 2/3, на 10 л., 320 с., в 16 т., 50 к., 51°10′."""

import re

from audio_guide.speech.reading.ru_context import governed, next_word, words_before
from audio_guide.speech.reading.ru_counts import FREE, GENITIVE_PLURAL, RANGE, UNIT, joined, measure_case
from audio_guide.speech.reading.ru_numbers import cardinal, code, declined, ordinal
from audio_guide.speech.reading.ru_tables import GAP, MAY_STOP
from audio_guide.speech.reading.ru_units import UNITS
from audio_guide.speech.reading.spans import Rule


def _years_of_camp(match: re.Match[str]) -> str:
    """на 8 л. лагерей: a term is in years."""
    case = measure_case(match.string, match.start(), match["chain"])
    said, last, now = joined(match["chain"], case, "m")
    return f"{said} {_TERM.after(int(re.sub(r'[^0-9]', '', last)), now)}"


_SENTENCED = re.compile(r"(?:осужд|пригов|срок|заключ|получил|дали|отбы|отсид|приб)[а-яё]*[^.;]*$", re.IGNORECASE)


def _years_of_sentence(match: re.Match[str]) -> str | None:
    """осуждена на 10 л.: where a sentence is spoken of, л. are years and no litres."""
    return _years_of_camp(match) if _SENTENCED.search(match.string[max(0, match.start() - 40) : match.start()]) else None


def _arc(match: re.Match[str]) -> str:
    """51°10′: degrees, minutes and seconds of a place on the map."""
    said = [(int(match["deg"]), UNITS["°"]), (int(match["min"]), UNITS["мин"]), *([(int(match["sec"]), UNITS["сек"])] if match["sec"] else [])]
    return " ".join(f"{cardinal(number, 'n', noun.gender)} {noun.after(number, 'n')}" for number, noun in said)


def _kopecks(match: re.Match[str]) -> str:
    number = int(match["number"])
    return f"{cardinal(number, 'n', 'f')} {UNITS['коп'].after(number, 'n')}"


_VOLUME = declined("m", "том тома тому том томом томе тома томов томам тома томами томах")

_PAGE = declined("f", "страница страницы странице страницу страницей странице страницы страниц страницам страницы страницами страницах")


def _pages(match: re.Match[str]) -> str:
    """320 с.: how long a book is."""
    return f"{cardinal(int(match['number']), 'n', 'f')} {_PAGE.after(int(match['number']), 'n')}"


def _volumes(match: re.Match[str]) -> str:
    """в 16 т. собрания сочинений: volumes and no tons."""
    allowed, number = governed(match.string, match.start()), int(match["number"])
    case = "p" if allowed == "ap" else allowed[:1] or "n"
    return f"{cardinal(number, case)} {_VOLUME.after(number, case)}"


_TERM = declined("m", "год года году год годом годе годы лет годам годы годами годах")


def _portion(match: re.Match[str]) -> str:
    """1/4 л: the unit of a fraction is in the genitive."""
    said, unit = _fraction_said(match), match.groupdict().get("unit")
    return f"{said} {UNITS[re.sub(GAP, ' ', unit)].form('g')}" if unit else said


def _fraction_said(match: re.Match[str]) -> str:
    """2/3 заключённых are две трети, 12/1 is twelve over one."""
    above, below = int(match["above"]), int(match["below"])
    before = (words_before(match.string, match.start()) or [""])[0]
    if not 0 < above < below <= 10 or before in {"дом", "кв", "д", "корпус", "стр", "номер"}:
        return f"{code(match['above'])} дробь {code(match['below'])}"
    case = measure_case(match.string, match.start(), "")
    if case == "a" and before in {"в", "во"} and GENITIVE_PLURAL.fullmatch(next_word(match.string, match.end())):
        case = "p"  # в 1/3 случаев is where
    names = {2: ("половин", "ы"), 3: ("трет", "и"), 4: ("четверт", "и")}
    if above == 1:
        if below == 2:
            return "половин" + {"n": "а", "g": "ы", "d": "е", "a": "у", "i": "ой", "p": "е"}[case]
        return f"{cardinal(1, case, 'f')} {names[below][0] + _THIRD[case] if below in names else ordinal(below, case, 'f')}"
    if below in names:
        forms = {"n": "и", "a": "и", "g": "ей", "d": "ям", "i": "ями", "p": "ях"}
        plural = forms["g"] if case in "na" and above > 4 else forms[case]
        return f"{cardinal(above, case, 'f')} {names[below][0]}{plural}"
    return f"{cardinal(above, case, 'f')} {ordinal(below, 'g' if case in 'na' else case, plural=True)}"


_THIRD = {"n": "ь", "a": "ь", "g": "и", "d": "и", "p": "и", "i": "ью"}


_SIGNS = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3)}
_WITH = {"½": "с половиной", "¼": "с четвертью", "¾": "и три четверти", "⅓": "с третью", "⅔": "и две трети"}


def _mixed(match: re.Match[str]) -> str:
    """1½ литра, 2¼ кг, ¾ часа: a number with the sign of a fraction, and its unit."""
    sign, unit = match["sign"], match["unit"]
    noun = UNITS[re.sub(GAP, " ", unit)] if unit else None
    case = measure_case(match.string, match.start(), "")
    if not match["whole"]:
        above, below = _SIGNS[sign]
        said = {"½": "половина", "¼": "четверть", "⅓": "треть"}.get(sign) or f"{cardinal(above, case, 'f')} {'четверти' if below == 4 else 'трети'}"
        if sign == "½" and case != "n":
            said = "половин" + {"g": "ы", "d": "е", "a": "у", "i": "ой", "p": "е"}[case]
        return f"{said} {noun.form('g')}" if noun else said
    whole = int(match["whole"])
    gender = noun.gender if noun else "f" if next_word(match.string, match.end()).endswith(("ы", "и")) else "m"
    if whole == 1 and sign == "½":
        said = ("полторы" if gender == "f" else "полтора") if case in "na" else "полутора"
        return f"{said} {noun.form('g') if case in 'na' else noun.form(case, plural=True)}" if noun else said
    return f"{cardinal(whole, case, gender)} {_WITH[sign]}" + (f" {noun.after(whole, case)}" if noun else "")


SHORT_COUNTS: list[Rule] = [
    Rule(
        "fraction",
        re.compile(rf"(?<![\w.,/])(?P<whole>\d{{1,4}}{GAP}?)?(?P<sign>[½¼¾⅓⅔])(?:{GAP}?(?P<unit>{UNIT})(?![\wа-яё²³])(?:(?<=[а-яё]){MAY_STOP})?)?"),
        _mixed,
    ),
    Rule(
        "years",
        re.compile(
            rf"{FREE}(?P<chain>\d{{1,2}}(?:{RANGE}\d{{1,2}})?){GAP}?л\.(?={GAP}+(?:ИТЛ|ИТК|лагер|тюр|ссыл|лиш|без{GAP}права|(?:и{GAP})?\d{{1,2}}{GAP}?мес))"
        ),
        _years_of_camp,
    ),
    Rule("years", re.compile(rf"{FREE}(?P<chain>\d{{1,2}}(?:{RANGE}\d{{1,2}})?){GAP}?л(?=\.){MAY_STOP}"), _years_of_sentence),
    Rule("degrees", re.compile(r"(?<!\d)(?P<deg>\d{1,3})°\s?(?P<min>\d{1,2})[′'’](?:\s?(?P<sec>\d{1,2})(?:″|\"|''))?"), _arc),
    Rule("kopecks", re.compile(rf"(?<=\d)(?:{GAP}?р\.{GAP}?)(?P<say>(?P<number>\d{{1,2}}){GAP}?к(?=\.){MAY_STOP})"), _kopecks),
    Rule("volumes", re.compile(rf"{FREE}(?P<number>\d{{1,3}}){GAP}?т\.(?={GAP}+(?:[а-яё]+{GAP}+)?(?:собран|сочинен|издани|энциклоп))"), _volumes),
    Rule("pages", re.compile(rf"{FREE}(?P<number>\d{{2,4}}){GAP}?(?:с|стр)(?=\.(?:\s*$|[,;)]|\s+(?:[А-Я]|ил)))"), _pages),
    Rule("portion", re.compile(rf"(?<![\w/.,])(?P<above>\d+)/(?P<below>\d+){GAP}(?P<unit>{UNIT})(?![\wа-яё²³])(?:(?<=[а-яё]){MAY_STOP})?"), _portion),
    Rule("portion", re.compile(r"(?<![\w/.,])(?P<above>\d+)/(?P<below>\d+)(?![\w/]|[.,]\d)"), _portion),
]
