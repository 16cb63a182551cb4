"""Kazakh counts in words: ranges, endings after a hyphen and plain numbers."""

import re
import unicodedata

from audio_guide.speech.reading.kk_articles import ARTICLES, ITEMS, SHORT_TAILS, said_in_full
from audio_guide.speech.reading.kk_dates import AND, STOP
from audio_guide.speech.reading.kk_letters import LETTERS, VOWELS, is_plain_word, spell, transliterate
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
    if len(tail) > 1 and tail.isupper():
        tail = _in_capitals(tail)
    if re.fullmatch(r"\d{1,2}(?:\.\d{1,2})+", number) and makes_ordinal(tail):
        words = _section_number(number)
    elif "бүтін" in words:
        exact = None
    if len(tail) == 1 and tail.upper() in LETTERS and (tail.isupper() or (not is_ending(tail) and tail not in SHORT_TAILS) or _CLASS.match(near(match)[1])):
        numbered = _CLASS.match(near(match)[1]) or (tail.isupper() and not _is_house(*near(match)))
        return f"{ordinal_of(words) if numbered else words} {LETTERS[tail.upper()]}"
    if (
        _OWNED.fullmatch(tail)
        and (re.search(r"[ндт][ыі]ң\s+$", near(match)[0]) or re.match(r"\s+\d+\S*\s+қараған", near(match)[1]))
        and words[-1] not in _NASALS_AND_VOWELS
    ):
        tail = "ынан"
    return signed(match["minus"], with_tail(words, exact, said_in_full(match, tail) if tail in SHORT_TAILS else tail))


_OWNED, _NASALS_AND_VOWELS = re.compile("н[ае]н"), "мнңаеыіу"
"""Тамыздың 15-нен is «он бесінен»: the possessive without its vowel."""


def _in_capitals(tail: str) -> str:
    """20-ҒА, 3-БӨЛІМ and 17-ЛП: endings and words in small letters, the letters of an acronym by their names."""
    small = tail.lower()
    if is_ending(small) or re.fullmatch("(?:[ыі]?н)?ш[ыі]", small) or (is_plain_word(tail) and not re.fullmatch(f"[{VOWELS}]?[^{VOWELS}]*", small)):
        return small
    return spell(tail)


def _is_house(before: str, after: str) -> bool:
    """Whether 12-А is a house and no class of a school."""
    return re.match(r"\s*(?:үй|корпус|пәтер)", after) is not None or re.search(r"(?:көшесі|көш\.|к-с[іи]|к\.|даңғылы|даңғ?\.)[,\s]*$", before) is not None


def _same(match: re.Match[str]) -> str | None:
    """5 (бес) жылға: what the brackets repeat in words is said once."""
    words, again = spoken(match["number"]), match["words"].strip().lower()
    return words if again == words else None


def _owner(match: re.Match[str]) -> str | None:
    """1-, 2- және 3-залдар: each number with a hyphen takes the kind of the last."""
    return ordinal(int(match["number"])) if makes_ordinal(match["tail"]) else None


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


def _apart(match: re.Match[str]) -> str | None:
    """20 -ға, where a blank stands before the hyphen."""
    return _tailed(match) if is_ending(match["tail"]) or re.fullmatch("(?:[ыі]?н)?ш[ыі]", match["tail"]) else None


def _class(match: re.Match[str]) -> str:
    """7 «А» сыныбы with the letter's name."""
    return f"{ordinal(int(match['number']))} {LETTERS[match['letter'].upper()]}"


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
    if match["tail"]:
        words = attach(words, match["tail"]) if is_ending(match["tail"]) else f"{words}-{match['tail']}"
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


_BEFORE_NUMBERS = {"≥": "кемінде", "≤": "ең көбі", "Ø": "диаметрі", "⌀": "диаметрі"}


def _scale(match: re.Match[str]) -> str:
    return attach(SCALES[match["scale"] or match["word"]], match["tail"] or match["ending"] or "")


_PLACES_IN_PLURAL = (
    r"(?:зал|бара[кқ]|бөлме|камера|аялдама|стенд|витрина|ба[пб]|тарма[қғ]|бөлім|бөлімше|тарау|бет|том|сурет|кесте|сынып|топ|вагон|пункт|учаске|лагпункт|нүкте"
    r"|цех|бригада|дивизия|полк|отряд|экспонат|қабат|қатар|корпус|блок|қосымша|парақ|лагерь|шахта|қор|тізбе)(?:[лдт][ае]р)"
)
"""A noun in the plural has numbers of order before it: what is counted stays singular in Kazakh."""
COUNTS: list[Rule] = [
    *ARTICLES,
    Rule("same", re.compile(rf"(?<![\d.,:])(?P<number>{NUMBER})\s?\((?P<words>[а-яәғқңөұүһі\s-]{{2,90}})\)"), _same),
    Rule("always", re.compile(r"(?<![\d/])24/7(?![\d/])"), lambda _: "тәулік бойы"),
    Rule(
        "class",
        re.compile(
            rf"{FROM}(?P<say>\d\d?)(?=(?:(?:\s*{DASH}\s*|,\s+|\s+(?:және|мен|пен|бен)\s+)\d\d?){{0,12}}\s+(?:[«\"]?{CAPITAL}[»\"]?\s+)?(?:сынып|класс|класы|класта|курс)(?!\w*\s+(?:бітір|білім|оқыды|оқыған|болды)))"
        ),
        _ordinal,
    ),
    Rule("class", re.compile(rf"(?<!\d)(?P<number>\d\d?)[-\s]?[«\"](?P<letter>{CAPITAL}|{LOWER})[»\"](?=\s+(?:сынып|сыны|класс|класы))"), _class),
    Rule("class", re.compile(rf"{FROM}(?P<number>\d\d?)\s(?P<letter>{CAPITAL}|{LOWER})(?=\s+(?:сынып|сыныб))"), _class),
    Rule("floor", re.compile(rf"{FROM}(?P<say>\d\d?)(?=\s+қабат(?:та|тағы|қа)(?!\w))"), _ordinal),
    Rule("page", re.compile(rf"{FROM}(?P<say>\d{{1,3}})(?=(?:\s*{DASH}\s*\d{{1,3}})?\s?(?:бб|пп)(?=\.))"), _ordinal),
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
        re.compile(rf"(?<!\d)(?P<number>\d+){HYPHEN}(?P<short>{'|'.join(SHORT_TAILS)})\.(?!\s*$)"),
        lambda m: f"{ordinal_of(code(m['number']))} {said_in_full(m, m['short'])}",
    ),
    Rule("place", re.compile(rf"(?<![\w.,:-])(?P<number>\d\d?)\s+мкр(?=\.){STOP}"), lambda m: f"{ordinal(int(m['number']))} шағын аудан"),
    Rule("place", re.compile(rf"(?<![\d.,:-])(?P<number>\d{{1,3}}){HYPHEN}[«„“\"](?={CAPITAL}?{LOWER}{{2,}})"), lambda m: ordinal(int(m["number"]))),
    Rule(
        "row",
        re.compile(
            rf"{FROM}(?P<say>(?P<number>\d{{1,3}}){HYPHEN})(?=(?:,\s+|\s+(?:және|мен|пен|бен|немесе)\s+)(?:\d{{1,3}}{HYPHEN}?(?:,\s+|\s+(?:және|мен|пен|бен|немесе)\s+)){{0,12}}\d{{1,3}}{HYPHEN}(?P<tail>{LOWER}+))"
        ),
        _owner,
    ),
    Rule("row", re.compile(rf"{FROM}(?P<say>\d{{1,3}})(?=(?:{AND}\d{{1,3}}){{0,12}}\s+{_PLACES_IN_PLURAL})"), _ordinal),
    Rule("ending", re.compile(rf"(?<![\d:])(?P<minus>{MINUS})?(?P<number>{NUMBER})\s{HYPHEN}(?P<tail>{LOWER}{{1,7}})(?!\w)"), _apart),
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
    Rule("size", re.compile(rf"(?<!\d)(?P<number>{NUMBER})\s?[x×хХXх*]\s?(?=\d)"), lambda m: attach(spoken(m["number"]), "ға")),
    Rule("size", re.compile(r"(?<=\w)\s[x×хХX]\s(?=\d)|(?<=[^\W\d_]|²)×(?=\d)"), lambda _: ","),
    Rule("range dash", re.compile(rf"\d\s?(?:км|м|см|мм|кг|г|т|га|л|мин|сағ|тг|₸)(?P<say>{HYPHEN})(?=\d)"), lambda _: ","),
    Rule("ratio", re.compile(r"(?<![\d:])(?P<number>\d+)\s:\s(?=\d)"), lambda m: attach(spoken(m["number"]), "ға")),
    Rule("ratio", re.compile(r"(?<![\d:])(?P<number>\d+):(?=\d)"), lambda m: attach(spoken(m["number"]), "ға")),
    Rule("sign", re.compile(r"(?<!\w)[+](?=\d)|(?<=\w)\s[+]\s(?=\w)|(?<=\d)\s*[+]\s*(?=\d)"), lambda _: "плюс"),
    Rule("sign", re.compile(r"(?<=\d)[+](?!\w)"), lambda _: "плюс"),
    Rule("sign", re.compile(r"[≥≤Ø⌀]\s?(?=\d)"), lambda m: _BEFORE_NUMBERS[m.group()[0]]),
    Rule("sign", re.compile(r"±\s?(?=\d)"), lambda _: "плюс-минус"),
    Rule("sign", re.compile(r"[~≈]\s?(?=\d)"), lambda _: "шамамен"),
    Rule("number", re.compile(rf"(?P<minus>{MINUS})?(?P<number>{NUMBER})(?P<glued>[^\W\d_¹²³⁰-⁹₀-₉]+)?(?(glued)(?:{HYPHEN}(?P<tail>{LOWER}+))?)"), _plain),
    Rule(
        "scale",
        re.compile(rf"\d\s*(?P<say>(?P<scale>млн|млрд|трлн)(?!\w){DOT_INSIDE}{TAIL}|(?P<word>мың|миллион|миллиард){HYPHEN}(?P<ending>{LOWER}+))"),
        _scale,
    ),
    Rule("joint", re.compile(rf"(?<!\w){CAPITAL}{{1,5}}(?P<say>[–—])(?=\d)"), lambda _: ""),
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
    Rule("rest", re.compile("[₀-₉]+"), lambda m: code("".join(str(unicodedata.digit(figure)) for figure in m.group()))),
    Rule("footnote", re.compile("[¹²³⁴-⁹⁰]+"), lambda _: ""),
    *ITEMS,
]
"""In this order: rows and places, endings, ranges, then what is left."""
