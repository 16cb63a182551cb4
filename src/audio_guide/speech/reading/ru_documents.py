"""How Russian says what documents and labels shorten with a slash or a sign: з/к, п/я 1, х/б, макет 1:20, в мес., Рис. узницы."""

import re

from audio_guide.speech.reading.ru_context import governed
from audio_guide.speech.reading.ru_numbers import cardinal
from audio_guide.speech.reading.ru_tables import GAP, MAY_STOP
from audio_guide.speech.reading.spans import Rule


def _prisoner(match: re.Match[str]) -> str:
    """з/к: 21 заключённый, 4 500 заключённых, заключённая Иванова, заключённые работали."""
    count, name = re.search(r"(\d)\s$", match.string[: match.start()][-2:]), match["name"]
    if count:
        said = "заключённый" if count[1] == "1" and match.string[: match.start()][-3:-2] != "1" else "заключённых"
    elif name:
        said = "заключённая" if name.endswith(("а", "я")) else "заключённый"
    else:
        allowed = governed(match.string, match.start())
        said = {"g": "заключённых", "gi": "заключёнными", "d": "заключённым", "nad": "заключённым", "i": "заключёнными"}.get(allowed, "заключённые")
    return said.capitalize() if match["form"][0] == "З" else said


DOCUMENTS: list[Rule] = [
    Rule("prisoner", re.compile(rf"(?<![\w/])(?P<form>[Зз]/к)(?!\w)(?=(?:{GAP}+(?P<name>[А-ЯЁ][а-яё]+))?)"), _prisoner),
    Rule("post box", re.compile(r"(?<![\w/])(?P<form>[Пп]/я)(?!\w)"), lambda m: "почтовый ящик" if m[0][0] == "п" else "Почтовый ящик"),
    Rule("said so", re.compile(r"(?<![\w/])(?:[Хх]/б|[Бб]/у)(?!\w)"), lambda m: {"х": "хэ-бэ", "б": "бэ-у"}[m[0][0].lower()]),
    Rule(
        "scale",
        re.compile(rf"(?i:(?<!\w)(?:макет|масштаб|модел|копи)[а-яё]*|(?<!\w)М){GAP}+(?P<say>(?P<one>\d+):(?P<other>\d+))(?![\w:]|[.,]\d|{GAP}000)"),
        lambda m: f"{cardinal(int(m['one']))} к {cardinal(int(m['other']), 'd')}",
    ),
    Rule(
        "rate",
        re.compile(rf"(?:(?<=\sв)|(?<=\sза)){GAP}(?P<say>(?P<form>мес|нед|сут)(?=\.){MAY_STOP})"),
        lambda m: {"мес": "месяц", "нед": "неделю", "сут": "сутки"}[m["form"]],
    ),
    Rule("drawing", re.compile(rf"(?<![\w.])Рис\.(?={GAP}+[а-яё]{{4,}}(?:[ыиеа]|ого|ой)(?!\w))"), lambda _: "Рисунок"),
]
