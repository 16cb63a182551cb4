"""Russian counts: measures, money, shares and plain numbers, agreeing with the noun that follows and the preposition before."""

import re

from audio_guide.speech.reading.ru_dates import DASH, SP, case_after, word_before
from audio_guide.speech.reading.ru_numbers import UNITS, cardinal, decimal, digits, ordinal
from audio_guide.speech.reading.shared import digits_of
from audio_guide.speech.reading.spans import Rule

NUM = rf"\d{{1,3}}(?:{SP}\d{{3}})+(?!\d)|\d+"
UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
AFTER_UNIT = r"(?:(?<=[²°%₸$€₽CС])|(?![^\W_]))"
_NOUN = re.compile(rf"{SP}+(?:[а-яё]+(?:ых|их|ый|ий|ой|ая|ое|ые|ие|ым|им|ыми|ими|ую){SP}+)?(?P<noun>[а-яё]+)")
_FEMININE_SOFT = {"ночь", "дочь", "лошадь", "семьь", "часть", "треть", "степь", "кровать", "тетрадь", "постель"}
_TIMES = {"час", "часа", "часов", "раз", "раза", "минуту", "минуты", "минут", "год", "года", "лет"}
GENITIVE_SIGNS = ("около", "более", "менее", "больше", "меньше", "свыше", "до", "от", "из", "без", "для", "после", "с", "со", "у", "кроме", "среди", "порядка")


def _noun_after(match: re.Match[str]) -> str:
    found = _NOUN.match(match.string, match.end())
    return found["noun"].lower() if found else ""


def case_and_gender(match: re.Match[str]) -> tuple[str, str]:
    """Return case and gender of a number from its noun's ending and the preposition before it."""
    noun, before, number = _noun_after(match), word_before(match), int(digits_of(match["a"])[-2:] or 0)
    asked = case_after(before)
    single, two = number % 10 == 1 and number != 11, number % 10 == 2 and number != 12
    case = "n"
    if noun.endswith(("ах", "ях")) and asked == "p":
        case = "p"
    elif noun.endswith(("ам", "ям")) and (asked == "d" or before == "по"):
        case = "d"
    elif noun.endswith(("ами", "ями", "ьми")) or asked == "i":
        case = "i"
    elif asked == "g":
        case = "g"
    elif asked == "d":
        case = "d"
    elif asked == "p" and single and noun.endswith("е"):
        case = "p"
    gender = "m"
    if single and case == "n":
        gender = "f" if noun.endswith(("а", "я", "у", "ю")) or noun in _FEMININE_SOFT else "n" if noun.endswith(("о", "е")) else "m"
        case = "a" if noun.endswith(("у", "ю")) else case
    elif single:
        gender = "f" if noun.endswith(("ы", "и", "ой", "ей")) else "m"
    elif two and case == "n":
        gender = "f" if noun.endswith(("ы", "и")) else "m"
    return case, gender


def _plain(match: re.Match[str]) -> str:
    case, gender = case_and_gender(match)
    return digits(match["a"], case, gender)


def _range(match: re.Match[str]) -> str:
    """10–15 женщин: from and to, unless a preposition or the neighbourhood of the numbers makes it a pair."""
    case, gender = case_and_gender(match)
    a, b = int(digits_of(match["a"])), int(digits_of(match["b"]))
    if case == "n" and b > a + 1 and not case_after(word_before(match)):
        return f"от {digits(match['a'], 'g', gender)} до {digits(match['b'], 'g', gender)}"
    return f"{digits(match['a'], case, gender)}, {digits(match['b'], case, gender)}"


def _measure(match: re.Match[str]) -> str | None:
    noun = UNITS[re.sub(r"\s", "", match["unit"]).rstrip(".")]
    minus = "минус " if match["minus"] else ""
    before = word_before(match)
    asked = case_after(before)
    case = "a" if asked == "p" and match["unit"] != "%" and before == "на" else asked if asked in {"g", "d", "i", "p"} else "n"
    text, second = match["a"], match["b"]
    if re.search(r"[,.]\d", text):
        return minus + _decimal_measure(text, noun.few)
    number = int(digits_of(second or text))
    if second:
        a = int(digits_of(text))
        if case == "n" and number > a + 1:
            return f"от {cardinal(a, 'g', noun.gender)} до {cardinal(number, 'g', noun.gender)} {noun.after(number, 'g')}"
        return f"{minus}{cardinal(a, case, noun.gender)}, {cardinal(number, case, noun.gender)} {noun.after(number, case)}"
    return f"{minus}{digits(text, case, noun.gender)} {noun.after(number, case)}"


def _decimal_measure(text: str, genitive: str) -> str:
    whole, part = re.split("[,.]", text)
    if (whole, part) == ("1", "5"):
        return f"полторы {genitive}" if genitive.endswith(("ы", "и")) else f"полтора {genitive}"
    return f"{decimal(whole, part)} {genitive}"


def _decimal(match: re.Match[str]) -> str:
    whole, part = re.split("[,.]", match["a"])
    if len(part) > 3 or part == "000":
        return digits(whole + part)
    return decimal(whole, part)


def _grouped(match: re.Match[str]) -> str:
    case, gender = case_and_gender(match)
    return digits(match["a"], case, gender)


def _money(match: re.Match[str]) -> str:
    noun = UNITS[match["sign"]]
    return f"{digits(match['a'], 'n', noun.gender)} {noun.after(int(digits_of(match['a'])))}"


def _fraction(match: re.Match[str]) -> str:
    a, b = int(match["a"]), int(match["b"])
    return f"{cardinal(a, 'n', 'f')} {ordinal(b, 'n' if a == 1 else 'g', 'f', plural=a != 1)}"


def _phone(match: re.Match[str]) -> str:
    """Read a telephone number as it is dictated: codes of four and six figures in pairs."""
    groups = re.findall(r"\d+", match.group())
    parts = [piece for group in groups for piece in ([group[at : at + 2] for at in range(0, len(group), 2)] if len(group) in {4, 6} else [group])]
    return ("плюс " if match.group().startswith("+") else "") + ", ".join(map(digits, parts))


COUNTS: list[Rule] = [
    Rule(
        "phone",
        re.compile(
            rf"(?<!\w)\+?\d{{1,3}}{SP}?\(\d{{3,5}}\){SP}?\d{{2,3}}(?:[-–\s\u00a0]\d{{2,3}}){{1,3}}(?!\d)|\+\d{{1,3}}(?:[-–\s\u00a0]\d{{2,4}}){{3,5}}(?!\d)"
        ),
        _phone,
    ),
    Rule("number-sign", re.compile(rf"№№?{SP}?(?P<a>\d+)"), lambda m: f"номер {digits(m['a'])}"),
    Rule("number-sign", re.compile(r"№"), lambda _: "номер"),
    Rule("money", re.compile(rf"(?P<sign>[$€₸₽]){SP}?(?P<a>{NUM})(?![.,]\d)"), _money),
    Rule(
        "measure",
        re.compile(
            rf"(?P<minus>(?<![\w)])[−–-])?(?<![\d,.])(?P<a>(?:{NUM})(?:[,.]\d{{1,3}})?)(?:{SP}?{DASH}{SP}?(?P<b>{NUM}))?{SP}?(?P<unit>{UNIT}|°{SP}[CС]){AFTER_UNIT}(?:\.(?=\s*[а-яё,;)]))?"
        ),
        _measure,
    ),
    Rule("grouped", re.compile(r"(?<![\d,.])(?P<a>\d{1,3}(?:,\d{3}){2,}|\d{1,3},000)(?![\d,])"), _grouped),
    Rule("decimal", re.compile(rf"(?<![\d,.])(?P<a>(?:{NUM})[,.]\d{{1,3}})(?!\d|[.,]\d)"), _decimal),
    Rule("fraction", re.compile(r"(?<![\d/])(?P<a>\d{1,2})/(?P<b>\d{1,3})(?![\d/])"), _fraction),
    Rule("range", re.compile(rf"(?<![\d,.])(?P<a>{NUM}){SP}?{DASH}{SP}?(?P<b>{NUM})(?!\d)"), _range),
    Rule("minus", re.compile(rf"(?<![\w)])[−–-](?P<a>{NUM})(?!\d)"), lambda m: f"минус {digits(m['a'])}"),
    Rule("number", re.compile(rf"(?P<a>{NUM})"), _plain),
]
