"""How Russian says what is known by its number: telephones, № 00486, №№ 3–5."""

import re

from audio_guide.speech.reading.ru_numbers import HYPHEN, SPACE, cardinal, code, figures, roman
from audio_guide.speech.reading.ru_tables import GAP
from audio_guide.speech.reading.ru_words import spell
from audio_guide.speech.reading.spans import Rule


def _numbered(match: re.Match[str]) -> str:
    """№ 00486, №№ 3–5: the number is said with its noughts."""
    numbers = re.findall(r"\d+|[^\W\d_]+|/", match["code"])
    several = match["sign"] == "№№" or re.search(r"\d\s?[–—]\s?\d|\d,\s\d|\d\sи\s\d", match["code"]) is not None
    words: list[str] = []
    for part in re.finditer(r"(?P<number>\d+)|(?P<joins>,\s|\s?[–—]\s?)|(?P<and>\sи\s)|(?P<slash>/)|(?P<letters>[^\W\d_]+)", match["code"]):
        if part["number"]:
            words.append(f" {code(part['number'])}")
        elif part["joins"]:
            words.append(",")
        else:
            words.append(
                " и"
                if part["and"]
                else f", {cardinal(roman(part['letters']))}"
                if part["letters"] and words and set(part["letters"]) <= set("IVX")
                else " дробь"
                if part["slash"]
                else f" {spell(part['letters']) if part['letters'].isupper() else part['letters']}"
            )
    return f"номер{'а' if several and numbers else ''}{''.join(words)}"


def _phone(match: re.Match[str]) -> str:
    """+7 (7172) 49-94-55 in groups of two and three figures."""
    groups = re.findall(r"\d+", match["phone"])
    said: list[str] = []
    for group in groups:
        parts = re.findall(r"\d\d", group) if len(group) in {4, 6, 8} else [group] if len(group) <= 3 else re.findall(r"\d{3}|\d+", group)
        said += [code(part) for part in parts]
    return ("плюс " if match["phone"].startswith("+") else "") + ", ".join(said)


_PHONE = rf"(?:\+\d{{1,3}}{SPACE}?|(?<!\d)8[ -])\(?\d{{3,5}}\)?(?:[ \u00a0\u202f-]?\d{{1,4}})(?:[ \u00a0\u202f-]?\d{{2,4}}){{1,3}}|(?<=тел\. )\d-\d\d-\d\d(?![\d-])|(?<![\d-])\d{{2,3}}-\d{{2}}-\d{{2}}(?![\d-])"
NUMBERED: list[Rule] = [
    Rule("figures", re.compile(r"(?i:(?<!\w)(?:парол[ьяюе]м?|пин(?:-код[аеу]?)?|код[аеу]?)):?\s(?P<say>\d{4,})(?![\w.,/-]\d)"), lambda m: figures(m["say"])),
    Rule("index", re.compile(r"(?<![\w№/.,-])(?<!№\s)(?P<one>0\d\d)(?P<two>\d{3})(?![\w/-]|[.,]\d)"), lambda m: f"{code(m['one'])}, {code(m['two'])}"),
    Rule("telephone", re.compile(rf"(?<![\w+-])(?P<phone>{_PHONE})(?!\d)"), _phone),
    Rule(
        "number",
        re.compile(
            rf"(?P<sign>№№?|N[°º])\s?(?P<code>(?:[А-ЯA-Z]{{1,3}}{HYPHEN})?\d+(?:(?:{HYPHEN}|/|{HYPHEN}(?=[IVX]+(?!\w))|{HYPHEN}?(?=[а-яё](?!\w))|(?:(?<=\d),\s(?=[\d, ]+(?:\sи\s\d|[.;)]|$))|\s?[–—]\s?|\sи\s)(?!\d+(?:{HYPHEN}|{GAP}?(?:г|век|лет))))(?:\d+|[IVX]+(?!\w)|[а-яё](?!\w)))*)"
        ),
        _numbered,
    ),
    Rule("number", re.compile(r"№№?"), lambda m: "номера" if m[0] == "№№" else "номер"),
]
