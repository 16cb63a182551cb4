"""Short words after a number in Kazakh: pages, volumes, articles of law, shelf marks of archives."""

import re

from audio_guide.speech.reading.kk_letters import LETTERS
from audio_guide.speech.reading.kk_numbers import CAPITAL, DASH, HYPHEN, LOWER, code, near, ordinal
from audio_guide.speech.reading.spans import Rule

SHORT_TAILS = {
    "б": "бет",
    "бб": "беттер",
    "т": "том",
    "тт": "томдар",
    "сур": "сурет",
    "кест": "кесте",
    "бөл": "бөлім",
    "п": "парақ",
    "пп": "парақтар",
    "қ": "қор",
    "каб": "кабинет",
    "кв": "пәтер",
    "пәт": "пәтер",
    "мкр": "шағын аудан",
    "км": "километр",
    "гв": "гвардиялық",
}
_LAW = re.compile(rf"(?:(?<!\w)(?:РСФСР\s)?Қ(?:І?Ж?)?К|(?i:кодекс|заң|конституция))(?:{HYPHEN}?\w*)?(?:\s+\(\S+\))?[,\s]+$")
_ARTICLE = re.compile(r"\d\S*[\s-]+(?:б|ба[бп]\w*)\.?[,\s]+(?:\d+-т\w*\.?[,\s]+)*$")
_ORDER = re.compile(r"(?i)(?:бұйры[қғ]|қаулы|жарлы[қғ]|шешім|нұсқау|ереже|заң)\w*\s+$")
_FOND = re.compile(r"\d[\s-]+қ(?:\.|ор\w*)[,\s]+$")
_OWNED = {"бап": "бабы", "тармақ": "тармағы", "бет": "беті", "беттер": "беттері", "том": "томы", "бөлім": "бөлімі", "парақ": "парағы", "сурет": "суреті"}
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def said_in_full(match: re.Match[str], tail: str) -> str:
    """Say what б., т. and their like stand for: a page and a volume, but in a law its article and paragraph, in an archive its list."""
    before, after = near(match)
    said = SHORT_TAILS[tail]
    if tail == "т":
        said = "тармақ" if _ARTICLE.search(before) or _ORDER.search(before) else "тізбе" if _FOND.search(before) else "том"
    if tail == "б" and (_LAW.search(before) or re.match(r"\.?,?\s+\d+-т(?!\w)", after)):
        said = "бап"
    return _OWNED.get(said, said) if re.search(r"[ндт][ыі]ң\s+(?:\d+-б\.,?\s+)?$", before) else said


def _article(number: str, part: str) -> str:
    """58¹⁰-бап and 58-10 бап as «елу сегіз, оныншы»."""
    return f"{code(number)}, {ordinal(int(part.translate(_SUPERSCRIPT)))}"


def _latin_pages(match: re.Match[str]) -> str:
    """Pp. 3–5 as «үшінші, бесінші беттер»."""
    first = ordinal(int(match["a"]))
    return f"{first}, {ordinal(int(match['b']))} беттер" if match["b"] else f"{first} бет"


_SHELF = {"қ": "қор", "т": "тізбе", "і": "іс", "п": "парақ", "б": "бет"}

ARTICLES: list[Rule] = [
    Rule("shelf", re.compile(r"(?<![\w.])(?P<short>[Ққ])\.(?=\s?\d+,?\s*т\.\s?\d)"), lambda m: "Қор" if m["short"] == "Қ" else "қор"),
    Rule("shelf", re.compile(r"(?<=[\d,]\s)(?P<short>[тіп])\.(?=\s?\d+(?:,\s*(?:іс|[іпб]\.)|\s*(?:[).;]|$)))"), lambda m: _SHELF[m["short"]]),
    Rule("page", re.compile(rf"(?<!\w)pp?\.\s?(?P<a>\d{{1,4}})(?:\s?{DASH}\s?(?P<b>\d{{1,4}}))?(?!\d)"), _latin_pages),
    Rule(
        "article",
        re.compile(
            rf"(?<![\d.,-])(?P<number>\d{{1,3}}){HYPHEN}(?P<part>\d\d?)(?=(?:(?:,\s+|\s+(?:және|мен|пен|бен)\s+)\d{{1,3}}{HYPHEN}\d\d?){{1,12}}(?:{HYPHEN}|\s)ба[пб])"
        ),
        lambda m: _article(m["number"], m["part"]),
    ),
    Rule("article", re.compile(r"(?<![\d.,:-])(?P<say>\d{1,3})(?=\s+ба(?:п|бы)(?!тан)\w*(?!\w|\s+(?:бар|бол|тұр|құр)))"), lambda m: ordinal(int(m["say"]))),
    Rule("article", re.compile(r"[ндт][ыі]ң\s(?P<say>\d\d?)(?=\s+(?:тармағы|бөлігі|тармақшасы|абзацы))"), lambda m: ordinal(int(m["say"]))),
    Rule("look", re.compile(r"(?<![\w.])(?P<short>[Ққ])\.(?=\s?:)"), lambda m: "Қараңыз" if m["short"] == "Қ" else "қараңыз"),
    Rule("article", re.compile(rf"(?P<number>\d+)(?P<part>[⁰¹²³⁴-⁹]+)(?:{HYPHEN}(?=ба[бп]|т)|(?=\s+ба[бп]))"), lambda m: _article(m["number"], m["part"])),
    Rule("article", re.compile(rf"(?<![\d.,])(?P<number>\d{{1,3}}){HYPHEN}(?P<part>\d\d?)(?=\s+ба[бп](?!\w*лар))"), lambda m: _article(m["number"], m["part"])),
]
"""Rules that come before counts."""
ITEMS: list[Rule] = [
    Rule("item", re.compile(rf"(?:^|(?<=[\s;:,]))(?P<letter>{LOWER})(?=\)\s)"), lambda m: LETTERS[m["letter"].upper()]),
    Rule("item", re.compile(rf"(?<=[«„“\"])(?P<letter>{LOWER}|{CAPITAL})(?=[»”“\"])"), lambda m: LETTERS[m["letter"].upper()]),
]
"""Letters of a list and letters between quotes, after the classes of a school: б) су, «б» тармағы."""
