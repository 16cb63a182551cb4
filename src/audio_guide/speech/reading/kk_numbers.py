"""Kazakh numbers in words, and the endings that follow them in harmony with the word that is spoken."""

import re
from decimal import Decimal

_ONES = ("", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз")
_TENS = ("", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан")
_SCALES = ("", "мың", "миллион", "миллиард", "триллион")
_LARGEST = 10**15
_LONGEST = 15
"""Figures of the largest number that is said in words."""
_WHOLE_AND_PART = 2

DASH = "[-‐‑‒–—−]"
HYPHEN = "[-‐‑]"
WHOLE = "(?:[1-9]\\d{0,2}(?:[ \u00a0\u2009\u202f]\\d{3}){1,5}(?!\\d)|\\d+)"
NUMBER = rf"{WHOLE}(?:[.,]\d+){{0,6}}"
MINUS = r"(?:(?<![^\s(«„“\"…/,])(?<!\d )(?:[-‐‑–](?=\d)|−[ \u00a0\u202f]?(?=\d)))"
ALONE = r"(?<![\d:.,])(?<!\d[ \u00a0\u202f])"
"""Where a number begins that is no part of another."""
LOWER = "[а-яәғқңөұүһіё]"
CAPITAL = "[А-ЯӘҒҚҢӨҰҮҺІЁ]"
_NEAR = 90
"""Characters on each side that a rule looks at, so that a long text takes no longer than its length asks for."""
_ORDINALS = {
    "екі": "екінші",
    "алты": "алтыншы",
    "жеті": "жетінші",
    "жиырма": "жиырмасыншы",
    "қырық": "қырқыншы",
}
"""Ordinals that are not the word with its -ыншы or -інші."""
_FRACTIONS = ("", "оннан", "жүзден", "мыңнан", "он мыңнан", "жүз мыңнан", "миллионнан")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}|[1-9]\d{0,2}(?:\.\d{3}){2,}")
_GROUPED_PART = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3})+\.|(?:\.\d{3})+,)\d+")
_THREE_AFTER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")

_BACK, _FRONT = "аоұыяёАОҰЫЯЁ", "әеөүіэӘЕӨҮІЭ"
_VOWEL_ENDS, _NASALS, _GLIDES, _BUZZING = "аәеёоөұүыіэя", "мнң", "рйуию", "зж"
_TO_FRONT = str.maketrans("аығқ", "еігк")
_CASES = ("Nың", "Aы", "Dа", "Bан", "Gа", "Mен")
_OWNED = ("", "н", "ның", "на", "нда", "ндағы", "нан", "мен")
_TEMPLATES = (
    *_CASES,
    *("Sы" + owned for owned in _OWNED),
    "Dай",
    "Dағы",
    "Dағылар",
    *("Dағы" + case for case in ("дай", "ның", "ны", "ға", "дан", "мен")),
    "Pап",
    "Pаған",
    "Pық",
    "Pықпен",
    "Pықтан",
    "Pыққа",
    "Pықта",
    *("Pықтар" + case for case in ("", "дың", "ды", "да", "дан", "ға", "мен", "ы", "ының")),
    "Nікі",
    "Pар",
    *("Pар" + case for case in ("дың", "ды", "да", "дан", "ға", "мен", "ша", "дағы", "ы", "ын", "ының", "ына", "ында", "ындағы", "ынан")),
)
"""Endings with a capital where the first sound depends on the word before; written with back vowels."""
_SAMPLES = ("алты", "жеті", "он", "сексен", "отыз", "жүз", "алпыс", "бес", "доллар", "бір")
_ORDINAL_TAIL = re.compile(r"(?:с?[ыі]?н)?ш[ыі](?P<rest>[^\W\d_]*)")
_COUNTED_TAIL = re.compile(
    r"(?:(?:жыл|ай|апта|күн|тәулік|сағат|минут|секунд|(?:кило|санти|милли)?метр|шақырым|тонна|(?:кило)?грам+|гектар|градус|пайыз|теңге|орын|адам|бет|том)"
    r"[лдт](?:ы[қғ]|і[кг])|жасар|жаста|адам)\w*"
    r"|(?:томд|кісіл|балд|орынд|сериял)(?:ық|ік)|есе|(?:бөлме|мүше|терезе|төбе|белгі|пәтер|есік|әріп)[лт]і|(?:саты|бояу)лы|(?:қабат|бұрыш|қанат)ты|(?:жұлдыз|орын)ды|дүркін",
)
"""Words that are counted and not numbered even after a hyphen: 5-жылдық, 3-бөлмелі, 5-жұлдызды."""
_TOGETHER = {1: "бір", 2: "ек", 3: "үш", 4: "төрт", 5: "бес", 6: "алт", 7: "жет"}
_TOGETHER_TAIL = re.compile(r"(?P<together>[аеө]?у)(?:[ыі]\w{0,5}|[дн][ыі]ң?|[дн][ае]н?|г[ае]|ғ[ае]|мен|л[ае]п)?")


def near(match: re.Match[str], group: str | int = 0) -> tuple[str, str]:
    """Return the text just before and just after a match or one of its groups."""
    start, end = match.span(group)
    return match.string[max(start - _NEAR, 0) : start], match.string[end : end + _NEAR]


_SHORT_OWNED = {"на": "ына", "не": "ына", "нда": "ында", "нде": "ында", "ндағы": "ындағы", "ндегі": "ындағы"}
"""Possessive endings that are written without their vowel: тамыздың 10-на."""


def cardinal(number: int) -> str:
    """Say a whole number below 10**15 in words; a larger one is said figure by figure."""
    if number == 0:
        return "нөл"
    if number < 0:
        return f"минус {cardinal(-number)}"
    if number >= _LARGEST:
        return figures(str(number))
    words: list[str] = []
    for power in range(len(_SCALES) - 1, -1, -1):
        group = number // 1000**power % 1000
        if group == 1 and power == 1 and not words:  # a thousand is said without its one: мың тоғыз жүз
            words.append("мың")
        elif group:
            words += [*_hundreds(group), _SCALES[power]]
    return " ".join(word for word in words if word)


def _hundreds(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    words = [] if not hundreds else ["жүз"] if hundreds == 1 else [_ONES[hundreds], "жүз"]
    return [word for word in (*words, _TENS[rest // 10], _ONES[rest % 10]) if word]


def ordinal(number: int) -> str:
    """Say the ordinal of a whole number: он бесінші."""
    return ordinal_of(cardinal(number))


def ordinal_of(words: str) -> str:
    """Turn the last word of a cardinal into its ordinal."""
    head, _, last = words.rpartition(" ")
    said = _ORDINALS.get(last) or last + ("інші" if _is_front(last) else "ыншы")
    return f"{head} {said}".strip()


def figures(digits: str) -> str:
    """Say a row of digits one by one."""
    return " ".join(_ONES[int(digit)] or "нөл" for digit in digits)


def code(digits: str) -> str:
    """Say a row of digits as a number whose leading noughts count: нөл нөл төрт жүз сексен алты."""
    bare = digits.lstrip("0")
    noughts = ["нөл"] * (len(digits) - len(bare))
    said = figures(bare) if len(bare) > _LONGEST else cardinal(int(bare)) if bare else ""
    return " ".join([*noughts, said] if bare else noughts)


def whole(text: str) -> int:
    """Return the value of the figures in a text; of an endless row of them only the first ones, which is all that endings ask for."""
    return int(re.sub(r"\D", "", text)[:_LONGEST] or "0")


def spoken(text: str, *, measured: bool = False) -> str:
    """Say a written number with its separators; *measured* tells that a unit follows, so three figures after a comma may be a fraction."""
    bare = _SPACES.sub("", text).replace("'", "").replace("’", "")
    if _GROUPED.fullmatch(bare) or (_THREE_AFTER.fullmatch(bare) and (not measured or bare.endswith("00"))):
        bare = bare.replace(",", "").replace(".", "")
    elif _GROUPED_PART.fullmatch(bare):
        bare = re.sub(r"[.,](?=.*[.,])", "", bare)
    parts = re.split(r"[.,]", bare)
    if len(parts) == 1:
        return code(bare)
    if len(parts) > _WHOLE_AND_PART or len(parts[1]) >= len(_FRACTIONS):
        return (", " if "," in bare else " нүкте ").join(code(part) for part in parts)
    return f"{code(parts[0])} бүтін {_FRACTIONS[len(parts[1])]} {cardinal(int(parts[1]))}"


def value(text: str) -> Decimal:
    """The size of a written number, to tell a wide range from a narrow one."""
    bare = _SPACES.sub("", text).replace("'", "").replace("’", "")
    if _GROUPED.fullmatch(bare) or _THREE_AFTER.fullmatch(bare):
        bare = bare.replace(",", "").replace(".", "")
    whole, _, rest = bare.replace(",", ".").partition(".")
    return Decimal(f"{whole}.{rest.replace('.', '') or 0}")


def part_of(whole: int, part: int) -> str:
    """Say a common fraction: төрттен үш."""
    return f"{attach(cardinal(whole), 'дан')} {cardinal(part)}"


def is_ending(tail: str) -> bool:
    """Tell whether the letters are a case, possessive, plural or like ending that we know."""
    return tail in _KNOWN


def attach(words: str, ending: str) -> str:
    """Put a known ending on the last word in the form that its sounds ask for; other letters are put on as they are."""
    template = _KNOWN.get(ending)
    return words + ending if template is None else _realise(template, words)


def together(number: int, tail: str) -> str | None:
    """Say «2-еу», «5-еуі» as екеу, бесеуі; None if the tail is another one."""
    if number not in _TOGETHER or not _TOGETHER_TAIL.fullmatch(tail):
        return None
    stem = _TOGETHER[number]
    return stem + ("" if tail[0] != "у" else "е" if _is_front(stem) else "а") + tail


def with_tail(words: str, number: int | None, tail: str) -> str:
    """Say a number and the letters written after its hyphen: an ending is kept in harmony, any other word makes the number an ordinal.

    *words* is the number in words and *number* its value, None for a fraction, which has no ordinal.
    """
    mark = _ORDINAL_TAIL.fullmatch(tail)
    if mark and number is not None and (not mark["rest"] or is_ending(mark["rest"])):
        return attach(ordinal_of(words), mark["rest"])
    if is_ending(tail) or tail in _SHORT_OWNED:
        return attach(words, _SHORT_OWNED.get(tail, tail))
    if tail == "ақ":
        return f"{words}-ақ"
    several = together(number, tail) if number is not None else None
    if several:
        return several
    if number is None or _COUNTED_TAIL.fullmatch(tail):
        return f"{words} {tail}"
    return f"{ordinal_of(words)} {tail}"


def makes_ordinal(tail: str) -> bool:
    """Whether the letters after a number's hyphen make it an ordinal."""
    return _TOGETHER_TAIL.fullmatch(tail) is None and with_tail("он", 10, tail).startswith("оныншы")


def _realise(template: str, words: str) -> str:
    stem = "қырқ".join(words.rsplit("қырық", 1)) if template.startswith("S") and words.endswith("қырық") else words
    last = stem.rstrip("ьъ²³")[-1:].lower()
    first = _first_sound(template[0], last)
    rest = template[1:]
    if template[0] != "M" and _is_front(stem):
        first, rest = first.translate(_TO_FRONT), rest.translate(_TO_FRONT)
    return stem + first + rest


def _first_sound(kind: str, last: str) -> str:
    """The first sound of an ending after a word that ends in *last*."""
    vowel, nasal, glide = last in _VOWEL_ENDS, last in _NASALS, last in _GLIDES
    soft = vowel or nasal or glide or last in _BUZZING or last == "л"
    hard = {"N": "т", "A": "т", "D": "т", "B": "т", "G": "қ", "M": "п", "P": "т", "S": ""}[kind]
    if not soft:
        return hard
    nasal_or = {
        "N": "н" if vowel or nasal else "д",
        "A": "н" if vowel else "д",
        "B": "н" if nasal else "д",
        "M": "б" if last in _BUZZING else "м",
        "P": "л" if vowel or glide else "д",
        "S": "с" if vowel else "",
    }
    return {"D": "д", "G": "ғ"}.get(kind) or nasal_or[kind]


def _is_front(words: str) -> bool:
    """Whether the last vowel asks for front endings; a closing у follows the vowel before it (елу), one inside a loanword is back (минут)."""
    word = words.rpartition(" ")[2]
    if word.endswith("ль"):  # рубль, ансамбль
        return True
    for place in range(len(word) - 1, -1, -1):
        letter = word[place]
        if letter in _FRONT:
            return True
        if letter in _BACK or (letter in "уУюЮ" and place < len(word) - 1):
            return False
    return "и" in word


def _known_endings() -> dict[str, str]:
    """Every form that an ending takes after the sample words, with its template."""
    known: dict[str, str] = {}
    for template in _TEMPLATES:
        for sample in _SAMPLES:
            known.setdefault(_realise(template, sample).removeprefix(sample), template)
    return known


_KNOWN = _known_endings()
