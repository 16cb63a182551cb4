"""How Russian says dates, years and hours: ordinals whose case the context gives."""

import re

from audio_guide.speech.reading.ru_agreement import agreed
from audio_guide.speech.reading.ru_context import SMALL_WORDS, governed, looks_like_verb, next_word, starts, words_before
from audio_guide.speech.reading.ru_numbers import CASES, DASH, HYPHEN, SPACE, Noun, agreement, cardinal, declined, ordinal, roman
from audio_guide.speech.reading.ru_tables import CAPITAL, GAP, MAY_STOP, words
from audio_guide.speech.reading.ru_units import HOUR, MINUTE, SECOND
from audio_guide.speech.reading.spans import Rule

MONTHS = words("января февраля марта апреля мая июня июля августа сентября октября ноября декабря")
SHORT_MONTHS = dict(zip(words("янв февр фев мар апр июн июл авг сент сен окт нояб ноя дек"), (1, 2, 2, 3, 4, 6, 7, 8, 9, 9, 10, 11, 11, 12), strict=True))
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
JOIN = rf"(?:{SPACE}?{DASH}{SPACE}?|,\s+|\s+(?:и|или|по|до|на|—)\s+|/)"
NUMERAL = r"[IVXLCDMХІУПШ]+"
_SURE_YEAR, _MODERN = 1000, range(1700, 2101)

YEAR = declined("m", "год года году год годом году годы годов годам годы годами годах")


def place_case(text: str, at: int, *, lone: str = "g") -> str:
    """Return the case of a date or year that has no ending of its own: в → p, с → g, по → a; without a word before it n, else *lone*."""
    allowed = governed(text, at)
    preposition = (words_before(text, at) or [""])[0]
    if preposition == "на":
        return "a"
    if _OWNED.search(text[max(0, at - 24) : at]):
        return "g"
    if allowed:
        return {"ap": "p", "gi": "g", "ai": "a", "nad": "a", "gp": "g", "na": "n"}.get(allowed, allowed)
    return "n" if starts(text, at) else lone


_OWNED = re.compile(rf"(?:(?<!\w)(?:гг?|четв|пол|трет[ьи])\.|(?:{'|'.join(MONTHS)})\))\s*$")
"""What a century or a year without a preposition belongs to: 30-е гг. XX в., 29 января (10 февраля) 1837 г."""


def shown_by(form: str, noun: Noun, allowed: str) -> str | None:
    """The case of a written form (году, годов), chosen by the preposition where it is the same for two."""
    for plural in (False, True):
        cases = [case for case in CASES if noun.form(case, plural=plural) == form]
        if cases:
            return next((case for case in allowed if case in cases), "p" if form == "году" else cases[0])
    return None


def chain(said: str, case: str, noun: Noun) -> str:
    """Say the numbers of a chain: с 1938 по 1953, 1937–1938, XIX и XX; after по stands the accusative, after до the genitive."""
    spoken: list[str] = []
    now = "g" if re.search(r"\s(?:по|до|на)\s", said) and case in "gna" else case
    for part in re.findall(rf"\s(?:по|до|и|или|на)\s|,|/|{DASH}|\d+|{NUMERAL}", said):
        join = part.strip()
        if join in {"по", "до", "на"}:
            now = "g" if join == "до" else "a"
            spoken.append(f" {join} ")
        elif join in {"и", "или"}:
            spoken.append(f" {join} ")
        elif not join[0].isalnum():
            spoken.append(", ")
        else:
            number = int(join) if join.isdecimal() else roman(join)
            spoken.append(ordinal(number, now, noun.gender))
    return "".join(spoken)


def _is_year(numbers: list[int], form: str) -> bool:
    """Tell years from counts: 22 года are two and twenty years, 37 году is the year thirty-seven."""
    last = numbers[-1]
    if max(numbers) >= _SURE_YEAR:
        return True
    if form in {"г", "году", "годе", "гг", "годов"} or len(numbers) > 1:
        return form != "года" or agreement(last) == "many"
    if form == "год":
        return agreement(last) != "one"
    return form in {"года", "годом"} and agreement(last) != "few" and not (agreement(last) == "one" and form == "года")


def _years(match: re.Match[str]) -> str | None:
    """1938 году, с 1938 по 1953 год, 1937–1938 гг."""
    text, at, form = match.string, match.start(), match["form"]
    said = re.sub(rf"(\d\d)(\d\d\s?{DASH}\s?)(\d\d)(?!\d)", r"\1\2\1\3", match["years"])
    numbers = [int(number) for number in re.findall(r"\d+", said)]
    if not _is_year(numbers, form):
        return None
    several = form in {"гг", "годы", "годов", "годам", "годами", "годах"}
    if form in {"г", "гг"}:
        case = "g" if match["born"] else place_case(text, at)
        noun = YEAR.form(last_case(said, case), plural=several)
        return f"{chain(said, case, YEAR)} {noun}{' рождения' if match['born'] else ''}"
    case = shown_by(form, YEAR, governed(text, at)) or "p"
    return chain(said, case, YEAR)


def last_case(said: str, case: str) -> str:
    """Return the case of the last number of a chain whose first is in *case*."""
    joins = re.findall(r"\s(по|до|на)\s", said)
    return case if not joins else "g" if joins[-1] == "до" else "a"


_ERA = re.compile(rf"\.?{GAP}*(?:до{GAP})?н\.{GAP}?э")


def _few_grams(match: re.Match[str]) -> str | None:
    """Leave 200 г. to the grams: a year with a stop has four figures, or two after a preposition."""
    numbers = [int(number) for number in re.findall(r"\d+", match["years"])]
    preposition = (words_before(match.string, match.start()) or [""])[0]
    if match["form"] == "г" and not match[0].endswith(".") and max(numbers) not in _MODERN:
        return None
    if max(numbers) >= _SURE_YEAR or match["form"] == "гг" or _ERA.match(match.string, match.end()):
        return _years(match)
    if preposition in {"в", "к"} or (max(numbers) < 100 and preposition in {"с", "до", "после"}):
        return _years(match)
    return None


def _study_year(match: re.Match[str]) -> str:
    """1937/38 учебного года: the adjective tells the case."""
    case, gender = agreed(match.string, match.start(), match.end("years"))
    return chain(match["years"], case, Noun(gender, YEAR.singular, YEAR.plural))


_NAMED = re.compile(
    rf"(?:\s+\d{{4}}(?:\s+года|\s?г\.)?)?(?:\s+[—–]\s+{CAPITAL}?[а-яё]|\s+(?:стало|объявлено|является|считается|провозглашено|названо|вошло)(?!\w))"
)
"""What follows a day that is the subject: 31 мая — День памяти."""


def month_of(match: re.Match[str]) -> str:
    """The month of a date, written whole or short."""
    written = match["month"].lower().rstrip(".")
    return written if written in MONTHS else MONTHS[SHORT_MONTHS[written] - 1]


def _days(match: re.Match[str]) -> str:
    """15 августа: the genitive by itself, a date before a dash is named."""
    text, days = match.string, match["days"]
    allowed, names = governed(text, match.start()), _NAMED.match(text, match.end())
    case = place_case(text, match.start(), lone="g")
    before = (words_before(text, match.start()) or [""])[0]
    if not allowed:
        case = "n" if names else "g"
    if before in {"в", "во"}:
        case = "a"
    if (not allowed and before in {"сегодня", "завтра", "вчера", "наступило", "наступает", "было", "дата"}) or _KEPT.match(before):
        case = "n"
    month = "" if match["month"].lower() in MONTHS else " " + month_of(match)
    spoken = chain(days, case, _DATE)
    if not allowed and case == "g" and re.fullmatch(rf"\d+\s?{DASH}\s?\d+", days):
        first, second = re.findall(r"\d+", days)
        spoken = f"с {ordinal(int(first), 'g', 'n')} по {ordinal(int(second), 'a', 'n')}"
    return spoken + month


_DATE = declined("n", "число числа числу число числом числе числа чисел числам числа числами числах")


_KEPT = re.compile("(?:праздн|отмеча|отмети|встреча|встрети)")
"""What is done with a day itself: отмечаем 31 мая."""


def _numbered_day(match: re.Match[str]) -> str | None:
    """15 числа, к 20 числу; 2 числа may be a count."""
    case = shown_by(match["form"], _DATE, governed(match.string, match.start()))
    return chain(match["days"], case, _DATE) if case else None


_NAMES_DATE = re.compile(r"(?i:дата)(?:\s[а-яё]+)?\s?[:—–]\s*$")


def _full_date(match: re.Match[str]) -> str | None:
    """15.08.1937, 12.V.1938 and 1937-08-15."""
    case = place_case(match.string, match.start())
    case = (
        "n"
        if _NAMES_DATE.search(match.string[max(0, match.start() - 30) : match.start()])
        else "g"
        if case == "n"
        else "a"
        if (words_before(match.string, match.start()) or [""])[0] in {"в", "во"}
        else case
    )
    year = match["year"] or match["year2"] or match["year3"]
    day = int(match["day"] or match["day2"] or match["day3"])
    month = roman(match["month3"]) if match["month3"] else int(match["month"] or match["month2"])
    if not 0 < month <= len(MONTHS):
        return None
    return f"{ordinal(day, case, 'n')} {MONTHS[month - 1]} {ordinal(int(year), 'g')} года"


_DATED = re.compile(
    r"(?:[а-яё]+[-‐‑–])?(?:весн[аыеуой]+|летом|лет[оа]|осен[иью]+|зим[аыеуой]+|(?:январ|феврал|март|апрел|ма|июн|июл|август|[а-я]+бр)(?:[еёюяьйау]|[её]м|ом)?|года)"
)
_RECENT = range(1900, 2100)


def _lone_year(match: re.Match[str]) -> str | None:
    """в 1938, (1894–1938), осенью 1937: years without their noun."""
    text, at, end = match.string, match.start(), match.end()
    before = (words_before(text, at) or [""])[0]
    if before in {"более", "менее", "около", "свыше", "почти", "всего", "примерно", "порядка", "больше", "меньше", "номер"}:
        return None
    dated = before in MONTHS or before in SHORT_MONTHS or _DATED.fullmatch(before) is not None
    following = next_word(text, end)
    noun = bool(following) and following[0].islower() and not (following in SMALL_WORDS or looks_like_verb(following))
    if noun and not (dated and int(match["years"][-4:]) in _RECENT):  # after a month 1938 is a year, whatever it stands before
        return None
    if before == "год":
        return chain(match["years"], "n", YEAR)
    if dated:
        return chain(match["years"], "g", YEAR)
    if governed(text, at) and before in _YEAR_PREPOSITIONS:
        return chain(match["years"], place_case(text, at), YEAR)
    if before or not starts(text, at):
        return None
    bracketed = text[at - 1 : at] == "(" and text[end : end + 1] == ")"
    return chain(match["years"], "n", YEAR) + ((" годы" if len(match["years"]) > len("1938") else " год") if bracketed else "")


def _year_of_row(match: re.Match[str]) -> str | None:
    """1938 — 1507 чел.: the year that heads a row of a table."""
    return chain(match["years"], "n", YEAR) if starts(match.string, match.start()) else None


_YEAR_PREPOSITIONS = frozenset(words("в во к ко с со до после по от из за на между"))


def hour(match: re.Match[str]) -> str:
    """14:30 as четырнадцать часов тридцать минут, 04:00 as четыре часа."""
    allowed = governed(match.string, match.start("from"))
    case = {"g": "g", "gi": "g", "d": "d", "i": "i", "gp": "g"}.get(allowed, "n")
    second = match["until"]
    if second is not None and not allowed:
        return f"с {moment(match['from'], 'g')} до {moment(second, 'g')}"
    return moment(match["from"], case) + (f", {moment(second, case)}" if second is not None else "")


def moment(written: str, case: str) -> str:
    """Say one time of the day with its nouns in a case: 9.05 as девять часов пять минут."""
    parts = [int(part) for part in re.split("[:.]", written)]
    said = [f"{cardinal(parts[0], case)} {HOUR.after(parts[0], case)}"]
    for value, noun in zip(parts[1:], (MINUTE, SECOND), strict=False):
        if value or (noun is MINUTE and parts[2:] and any(parts[2:])):
            said.append(f"{cardinal(value, case, 'f')} {noun.after(value, case)}")
    return " ".join(said)


_DAYS = rf"{DAY}(?:{JOIN}{DAY}){{0,4}}"
_LIST = rf"\d{{1,4}}(?:{JOIN}\d{{1,4}}){{0,4}}"
FREE = rf"(?<![\w№#$])(?<![№#]\s)(?<!\d[.,:/\u00a0\u202f ])(?<!\d{DASH})"
_LONE = r"(?:1[789]|20)\d\d"
_TIME = r"(?:[01]?\d|2[0-4])[:][0-5]\d(?::[0-5]\d)?"
DOT_TIME = r"(?:[01]?\d|2[0-4])\.[0-5]\d"


DATES: list[Rule] = [
    Rule(
        "date",
        re.compile(
            rf"(?<![\w.,/-])(?:(?P<day>{DAY})(?P<sign>[./])(?P<month>0?[1-9]|1[0-2])(?P=sign)(?P<year>\d{{4}}|\d{{2}})"
            rf"|(?P<day3>{DAY})[./](?P<month3>[IVXХІ]{{1,4}})(?:[./-]|{GAP}(?=\d{{4}}))(?P<year3>\d{{4}}|\d{{2}})|(?P<year2>\d{{4}})-(?P<month2>0[1-9]|1[0-2])-(?P<day2>{DAY}))(?![\w/-]|[.,]\d)(?:{GAP}?(?:года\b|г\b{MAY_STOP}))?"
        ),
        _full_date,
    ),
    Rule("date", re.compile(rf"{FREE}(?P<say>(?P<days>{_DAYS})){GAP}+(?P<month>(?i:{'|'.join(MONTHS)})(?!\w))"), _days),
    Rule("date", re.compile(rf"{FREE}(?P<days>{_DAYS}){GAP}+(?P<month>{'|'.join(SHORT_MONTHS)})(?=\.){MAY_STOP}"), _days),
    Rule("date", re.compile(rf"[«„\"](?P<days>{DAY})[»“\"]{GAP}+(?P<month>{'|'.join(MONTHS)})(?!\w)"), lambda m: f"{_days(m)} {m['month']}"),
    Rule("date", re.compile(rf"{FREE}(?P<say>(?P<days>{_DAYS})){GAP}+(?P<form>числ(?:о|а|у|ом|е))\b"), _numbered_day),
    Rule("years", re.compile(rf"{FREE}(?P<say>(?P<years>{_LIST}))(?P<born>){GAP}?(?P<form>год(?:у|а|ом|е|ы|ов|ам|ами|ах)?)(?![\w])"), _years),
    Rule("years", re.compile(rf"{FREE}(?P<years>{_LIST}){GAP}?(?P<form>гг?)(?:\.{GAP}?(?P<born>р)(?=\.))?(?![\w-]){MAY_STOP}"), _few_grams),
    Rule("years", re.compile(rf"{FREE}(?P<say>(?P<years>\d{{4}}(?:[/–-]\d{{2,4}})?)){GAP}+(?:учебн|финансов|бюджетн|хозяйственн)\w+{GAP}+год"), _study_year),
    Rule("time", re.compile(rf"(?<![\d.,:/])(?P<from>{_TIME})(?:\s?{DASH}\s?(?P<until>{_TIME}))?(?![\d:]|[.,]\d|{SPACE}000)(?:{GAP}?ч\b{MAY_STOP})?"), hour),
    Rule("time", re.compile(rf"(?<![\d.,:/])(?P<from>{DOT_TIME})(?:\s?{DASH}\s?(?P<until>{DOT_TIME}))?(?:{GAP}?ч\b{MAY_STOP})"), hour),
    Rule(
        "years",
        re.compile(rf"{FREE}(?P<say>(?P<years>{_LONE}))\s?[—–:]\s(?!{_LONE}(?!{GAP}?(?:чел|тыс|женщин|мужчин|узниц|заключ|дет|ребён)))[\d−]"),
        _year_of_row,
    ),
    Rule("years", re.compile(rf"{FREE}(?P<years>{_LONE}(?:{JOIN}{_LONE}){{0,4}})(?![\w%°₸$€]|[-‐‑.,:/]\d|{HYPHEN}\w|\s?[–—-]\s?\d|{GAP}?[%°₸$€])"), _lone_year),
]
