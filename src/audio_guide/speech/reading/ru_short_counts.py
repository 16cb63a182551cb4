"""How Russian says counts whose unit is one letter: на 10 л., 320 с., в 16 т., 50 к., 51°10′."""

import re

from audio_guide.speech.reading.ru_context import governed
from audio_guide.speech.reading.ru_counts import FREE, RANGE, joined, measure_case
from audio_guide.speech.reading.ru_numbers import cardinal, declined
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


SHORT_COUNTS: list[Rule] = [
    Rule(
        "years",
        re.compile(rf"{FREE}(?P<chain>\d{{1,2}}(?:{RANGE}\d{{1,2}})?){GAP}?л\.(?={GAP}+(?:ИТЛ|ИТК|лагер|тюр|ссыл|лиш|без{GAP}права))"),
        _years_of_camp,
    ),
    Rule("years", re.compile(rf"{FREE}(?P<chain>\d{{1,2}}(?:{RANGE}\d{{1,2}})?){GAP}?л(?=\.){MAY_STOP}"), _years_of_sentence),
    Rule("degrees", re.compile(r"(?<!\d)(?P<deg>\d{1,3})°\s?(?P<min>\d{1,2})[′'’](?:\s?(?P<sec>\d{1,2})(?:″|\"|''))?"), _arc),
    Rule("kopecks", re.compile(rf"(?<=\d)(?:{GAP}?р\.{GAP}?)(?P<say>(?P<number>\d{{1,2}}){GAP}?к(?=\.){MAY_STOP})"), _kopecks),
    Rule("volumes", re.compile(rf"{FREE}(?P<number>\d{{1,3}}){GAP}?т\.(?={GAP}+(?:[а-яё]+{GAP}+)?(?:собран|сочинен|издани|энциклоп))"), _volumes),
    Rule("pages", re.compile(rf"{FREE}(?P<number>\d{{2,4}}){GAP}?(?:с|стр)(?=\.(?:\s*$|[,;)]|\s+(?:[А-Я]|ил)))"), _pages),
]
