"""Kazakh counts in words: ranges, endings after a hyphen and plain numbers."""

import re

from audio_guide.speech.reading.kk_letters import LETTERS, VOWELS, spell, transliterate
from audio_guide.speech.reading.kk_measures import DOT_INSIDE, ELLIPSIS, FROM, NEXT_COUNTS, SCALE, TAIL, is_wide, signed
from audio_guide.speech.reading.kk_numbers import (
    CAPITAL,
    DASH,
    HYPHEN,
    LOWER,
    MINUS,
    NUMBER,
    attach,
    cardinal,
    code,
    is_ending,
    makes_ordinal,
    near,
    ordinal,
    ordinal_of,
    spoken,
    whole,
    with_tail,
)
from audio_guide.speech.reading.kk_words import SCALES, UNITS
from audio_guide.speech.reading.spans import Rule

_SHORT_TAILS = {
    "б": "бет",
    "бб": "беттер",
    "т": "том",
    "тт": "томдар",
    "сур": "сурет",
    "кест": "кесте",
    "бөл": "бөлім",
    "п": "парақ",
    "қ": "қор",
    "каб": "кабинет",
    "пәт": "пәтер",
}
_PLURAL = re.compile("(?:[пткқсшбвгдфхц]т|[аәеёиоөуұүыіэюярй]л|[мнңлзж]д)[ае]р")
_TIME_NOUN = re.compile("жыл|ай|күн|апта|сағат|минут|тәулік")
_NO_RANGE = re.compile(r"жас\w*|жаста\w*|\w+[лдт](?:ық|ік)\w*|сынып\w*|курс\w*|жыл(?:дық|дар)\w*|\w+[дтн][ае]н|мың|млн|млрд|миллион\w*|миллиард\w*")


def _range(first: str, last: str) -> str:
    return f"{attach(spoken(first, measured=True), 'дан')} {attach(spoken(last, measured=True), 'ға')} дейін"


def _tailed(match: re.Match[str]) -> str | None:
    """18000-нан, 17-бөлім, 5-ші, 5–6-сынып, 7-Б, 2.1-бөлім."""
    number, tail = match["number"], match["tail"]
    if tail.isascii():
        return None
    words = spoken(number)
    exact: int | None = whole(number)
    if re.fullmatch(r"\d{1,2}(?:\.\d{1,2})+", number) and makes_ordinal(tail):
        words = _section_number(number)
    elif "бүтін" in words:
        exact = None
    if len(tail) == 1 and tail.upper() in LETTERS and (tail.isupper() or (not is_ending(tail) and tail not in _SHORT_TAILS) or _CLASS.match(near(match)[1])):
        return f"{ordinal_of(words) if tail.isupper() or _CLASS.match(near(match)[1]) else words} {LETTERS[tail.upper()]}"
    return signed(match["minus"], with_tail(words, exact, _SHORT_TAILS.get(tail, tail)))


def _loose(match: re.Match[str]) -> str:
    """1937–ші and 17—бөлім, where a dash stands for the hyphen."""
    number, tail = match["number"], match["tail"] or match["mark"]
    words = spoken(number)
    return signed(match["minus"], with_tail(words, None if "бүтін" in words else whole(number), tail))


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


def _class(match: re.Match[str]) -> str:
    """7 «А» сыныбы with the letter's name."""
    return f"{ordinal(int(match['number']))} {LETTERS[match['letter']]}"


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
    if not is_wide(match["a"], match["b"]) or NEXT_COUNTS.match(near(match)[1]) or _NO_RANGE.fullmatch(noun):
        return None
    if not _TIME_NOUN.fullmatch(noun):
        return f"{_range(match['a'], match['b'])} {noun}{ending}"
    if ending in {"ға", "ге", "қа", "ке", ""}:
        first, last = spoken(match["a"], measured=True), spoken(match["b"], measured=True)
        return f"{attach(first, 'дан')} {last} {attach(noun, 'ға')} дейін"
    return None


def _plain(match: re.Match[str]) -> str:
    number, glued = match["number"], match["glued"]
    words = spoken(number, measured=bool(re.match(rf"\s*{SCALE}(?!\w)", near(match)[1])))
    if glued:
        words = _glued(words, whole(number), glued)
    return signed(match["minus"], words)


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


COUNTS: list[Rule] = [
    Rule("always", re.compile(r"(?<![\d/])24/7(?![\d/])"), lambda _: "тәулік бойы"),
    Rule(
        "class",
        re.compile(
            rf"{FROM}(?P<say>\d\d?)(?=(?:(?:\s*{DASH}\s*|,\s+|\s+(?:және|мен|пен|бен)\s+)\d\d?){{0,12}}\s+(?:[«\"]?{CAPITAL}[»\"]?\s+)?(?:сынып|класс|класы|класта|курс)(?!\w*\s+(?:бітір|білім|оқыды|оқыған|болды)))"
        ),
        _ordinal,
    ),
    Rule("class", re.compile(rf"(?<!\d)(?P<number>\d\d?)[-\s]?[«\"](?P<letter>{CAPITAL})[»\"](?=\s+(?:сынып|сыны|класс|класы))"), _class),
    Rule("floor", re.compile(rf"{FROM}(?P<say>\d\d?)(?=\s+қабат(?:та|тағы|қа)(?!\w))"), _ordinal),
    Rule("page", re.compile(rf"{FROM}(?P<say>\d{{1,3}})(?=(?:\s*{DASH}\s*\d{{1,3}})?\s?бб(?=\.))"), _ordinal),
    Rule("item", re.compile(r"(?<!\w)(?P<say>(?P<number>\d\d?)\))(?=\s+тармақша)"), lambda m: ordinal(int(m["number"]))),
    Rule(
        "section",
        re.compile(
            rf"(?<![\d.,:])(?P<number>\d\d?(?:\.\d\d?)+)(?=\s+(?P<noun>бөлім|тарау|тармақ|сурет|кесте|бап)|\.?\s+(?i:бөлім|тарау|сурет|кесте)|\.\s+{CAPITAL})"
        ),
        _section,
    ),
    Rule("and", re.compile(rf"\d\s+(?P<say>[пб]ен)(?=\s+\d{{1,3}}{HYPHEN}(?P<tail>{LOWER}+))"), lambda m: "мен" if makes_ordinal(m["tail"]) else None),
    Rule(
        "row",
        re.compile(
            rf"{FROM}(?P<say>\d{{1,3}})(?=(?:(?P<dash>\s*{DASH}\s*)(?=(?P<next>\d+))|(?P<comma>,\s+)|\s+(?:және|мен|пен|бен)\s+)(?:\d{{1,3}}(?:,\s+|\s+(?:және|мен|пен|бен)\s+)){{0,12}}\d{{1,3}}{HYPHEN}(?P<tail>{LOWER}+))"
        ),
        _row,
    ),
    Rule(
        "ending",
        re.compile(rf"(?<!\d)(?P<number>\d+){HYPHEN}(?P<short>{'|'.join(_SHORT_TAILS)})\.(?!\s*$)"),
        lambda m: f"{ordinal_of(code(m['number']))} {_SHORT_TAILS[m['short']]}",
    ),
    Rule("ending", re.compile(rf"(?<![\d:])(?P<minus>{MINUS})?(?P<number>{NUMBER}){HYPHEN}(?P<tail>[^\W\d_]+)"), _tailed),
    Rule(
        "ending",
        re.compile(rf"(?<![\d:])(?P<minus>{MINUS})?(?P<number>{NUMBER})(?:[–—−](?P<tail>{LOWER}+)|\s?{DASH}\s?(?P<mark>(?:[ыі]?н)?ш[ыі])(?!\w))"),
        _loose,
    ),
    Rule(
        "range",
        re.compile(
            rf"(?<![\d.,:\w/-])(?P<a>{NUMBER})\s?{DASH}\s?(?P<b>{NUMBER})\s+(?P<noun>(?:жыл|ай|күн|апта|сағат|минут|тәулік)(?=[ғгқк][ае](?!\w))|{LOWER}+)(?P<ending>[ғгқк][ае](?!\w))?(?!\w)"
        ),
        _plain_range,
    ),
    Rule("size", re.compile(rf"(?<!\d)(?P<number>{NUMBER})\s?[x×хХXх]\s?(?=\d)"), lambda m: attach(spoken(m["number"]), "ға")),
    Rule("size", re.compile(r"(?<=\w)\s[x×хХX]\s(?=\d)"), lambda _: ","),
    Rule("ratio", re.compile(r"(?<![\d:])(?P<number>\d+):(?=\d)"), lambda m: attach(spoken(m["number"]), "ға")),
    Rule("sign", re.compile(r"(?<!\w)[+](?=\d)|(?<=\d)\s*[+]\s*(?=\d)"), lambda _: "плюс"),
    Rule("sign", re.compile(r"(?<=\d)[+](?!\w)"), lambda _: "плюс"),
    Rule("sign", re.compile(r"±\s?(?=\d)"), lambda _: "плюс-минус"),
    Rule("sign", re.compile(r"[~≈]\s?(?=\d)"), lambda _: "шамамен"),
    Rule("number", re.compile(rf"(?P<minus>{MINUS})?(?P<number>{NUMBER})(?P<glued>[^\W\d_]+)?"), _plain),
    Rule(
        "scale",
        re.compile(rf"\d\s*(?P<say>(?P<scale>млн|млрд|трлн)(?!\w){DOT_INSIDE}{TAIL}|(?P<word>мың|миллион|миллиард){HYPHEN}(?P<ending>{LOWER}+))"),
        _scale,
    ),
    Rule(
        "range dash",
        re.compile(rf"(?<=\d)\s*{DASH}\s*(?=\d)|(?<=[IVXLІХ])\s*{DASH}\s*(?=[IVXІХ])|(?<=\d)\s?{ELLIPSIS}\s?(?=[-−–+]?\d)|(?<=[^\W\d_])[–—](?=\d)"),
        lambda _: ",",
    ),
    Rule("slash", re.compile(r"(?<=\d{4})/(?=\d)"), lambda _: ","),
    Rule("slash", re.compile(r"(?<=\d)/(?=\d)"), lambda _: "бөлшек"),
    Rule("word dash", re.compile(r"(?<=[^\W\d_])[–—](?=[^\W\d_])"), lambda _: ","),
    Rule("joint", re.compile(rf"(?<=[^\W\d_]){HYPHEN}(?=\d)|(?<=\d){HYPHEN}(?=[A-Za-z])"), lambda _: ""),
    Rule("equal", re.compile(r"\s=\s|(?<=\w)=(?=\w)"), lambda _: "тең"),
    Rule("rest", re.compile(r"\d+"), lambda m: code(m.group())),
    Rule("rest", re.compile("_+"), lambda _: ""),
    Rule("rest", re.compile(r"[°º]\s?[CС](?!\w)|℃"), lambda _: "градус"),
    Rule("rest", re.compile(r"[%‰°$€£₽₸]"), lambda m: UNITS[m.group()]),
    Rule("footnote", re.compile("[¹²³⁴-⁹⁰]+"), lambda _: ""),
]
"""In this order: rows and places, endings, ranges, then what is left."""
