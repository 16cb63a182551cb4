"""How Kazakh texts say single letters, acronyms and words in Latin letters."""

import re
import unicodedata

LETTERS = dict(
    zip(
        "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЫІЭЮЯ",
        [
            "а",
            "ә",
            "бэ",
            "вэ",
            "гэ",
            "ға",
            "дэ",
            "е",
            "ё",
            "жэ",
            "зэ",
            "и",
            "ій",
            "ка",
            "қа",
            "эл",
            "эм",
            "эн",
            "ың",
            "о",
            "ө",
            "пэ",
            "эр",
            "эс",
            "тэ",
            "у",
            "ұ",
            "ү",
            "эф",
            "ха",
            "һа",
            "цэ",
            "че",
            "ша",
            "ща",
            "ы",
            "і",
            "э",
            "ю",
            "я",
        ],
        strict=True,
    ),
)
LATIN_LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        [
            "эй",
            "би",
            "си",
            "ди",
            "и",
            "эф",
            "джи",
            "эйч",
            "ай",
            "джей",
            "кей",
            "эл",
            "эм",
            "эн",
            "оу",
            "пи",
            "кью",
            "ар",
            "эс",
            "ти",
            "ю",
            "ви",
            "дабл-ю",
            "икс",
            "уай",
            "зед",
        ],
        strict=True,
    ),
)
ACRONYMS = {
    "ВКП": "вэ-ка-пэ",
    "ҰҒА": "ұ-ға-а",
    "ОМА": "о-эм-а",
    "АҚО": "а-қа-о",
    "ОҚО": "о-қа-о",
    "МОМ": "эм-о-эм",
    "ТАСС": "тасс",
    "ОГПУ": "о-гэ-пэ-у",
    "ГПУ": "гэ-пэ-у",
    "СІМ": "сыртқы істер министрлігі",
    "ҰАО": "ұ-а-о",
    "ЖЭК": "жэк",
    "СЭС": "сэс",
    "ВУЗ": "вуз",
    "СПИД": "спид",
    "ЗАГС": "загс",
    "ВОХР": "вохр",
    "ИЛ": "ил",
    "ИЖ": "иж",
    "ВЦИК": "вцик",
    "ИТЛ": "и-тэ-эл",
    "УЕФА": "уефа",
}
"""Acronyms whose way of reading their letters do not tell."""
LATIN_WORDS = {
    "UNESCO": "юнеско",
    "EMAIL": "имейл",
    "EGOV": "и-гов",
    "PAGE": "пейдж",
    "ID": "ай-ди",
    "THE": "зэ",
    "JOHN": "джон",
    "NKVD": "эн-ка-вэ-дэ",
    "KZ": "ка-зэт",
    "RU": "ру",
    "WWW": "үш дабл-ю",
    "COM": "ком",
    "ORG": "орг",
    "YOUTUBE": "ютуб",
    "FACEBOOK": "фейсбук",
    "INSTAGRAM": "инстаграм",
    "TELEGRAM": "телеграм",
    "WHATSAPP": "уатсап",
    "GOOGLE": "гугл",
    "WI": "вай",
    "FI": "фай",
    "AUDIO": "аудио",
    "MUSEUM": "музеум",
    "IPHONE": "айфон",
    "ANDROID": "андроид",
}

VOWELS = "аәеёиоөуұүыіэюя"
_ONE = rf"[^{VOWELS}ьъ]"
_PLAIN = re.compile(rf"{_ONE}?[{VOWELS}](?:{_ONE}{{1,2}}ь?[{VOWELS}])*(?:(?:[лмнңрй](?![лмнңр]))?{_ONE}ь?)?")
_LONG = re.compile(rf"{_ONE}{{0,2}}[{VOWELS}](?:{_ONE}{{1,3}}[ьъ]?[{VOWELS}])*{_ONE}{{0,2}}ь?")
_GLIDE = re.compile(rf"(?<=[{VOWELS}])[уию]|(?<=[уию])(?=[{VOWELS}])|(?<=[{VOWELS}])(?=[ияюеё])")
_LONG_WORD = 5

_SPECIAL = str.maketrans(
    {
        "ä": "ә",
        "ö": "ө",
        "ü": "ү",
        "ū": "ұ",
        "ğ": "ғ",
        "ǵ": "ғ",
        "ñ": "ң",
        "ń": "ң",
        "ş": "ш",
        "ç": "ч",
        "ı": "і",
        "ə": "ә",
        "ß": "сс",
        "ø": "ө",
        "æ": "ә",
        "ł": "л",
    },
)
_PAIRS = (
    ("shch", "щ"),
    ("sch", "ш"),
    ("tch", "ч"),
    ("zh", "ж"),
    ("dj", "дж"),
    ("kh", "х"),
    ("sh", "ш"),
    ("ch", "ч"),
    ("gh", "ғ"),
    ("ph", "ф"),
    ("th", "т"),
    ("ck", "к"),
    ("ts", "ц"),
    ("que", "кве"),
    ("qui", "кви"),
    ("ya", "я"),
    ("yu", "ю"),
    ("yo", "ё"),
    ("ye", "е"),
    ("oo", "у"),
    ("ee", "и"),
    ("ce", "се"),
    ("ci", "си"),
    ("cy", "си"),
)
_SINGLE = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        ["а", "б", "к", "д", "е", "ф", "г", "х", "и", "ж", "к", "л", "м", "н", "о", "п", "қ", "р", "с", "т", "у", "в", "у", "кс", "ы", "з"],
        strict=True,
    )
)


def spell(acronym: str) -> str:
    """Say the letters of an acronym by their names: ка-эс-эр-о."""
    return "-".join(LETTERS.get(letter) or LATIN_LETTERS.get(letter) or letter for letter in acronym.upper())


def is_plain_word(letters: str) -> bool:
    """Whether Cyrillic letters can be read as one word: vowels apart, no heap of consonants."""
    # у and и beside another vowel are heard as glides (тау, суық), so that they keep the vowels apart
    said = _GLIDE.sub("й", letters.lower())
    return (_LONG if len(letters) >= _LONG_WORD else _PLAIN).fullmatch(said) is not None


def transliterate(word: str) -> str:
    """Write a Latin word in Cyrillic letters as a Kazakh reader would say it."""
    known = LATIN_WORDS.get(word.upper())
    if known:
        return known
    said = word.lower().translate(_SPECIAL)
    said = "".join(c for c in unicodedata.normalize("NFD", said) if not unicodedata.combining(c) or c == "\u0306")
    said = unicodedata.normalize("NFC", said).replace("'", "").replace("’", "")
    for pair, letter in _PAIRS:
        said = said.replace(pair, letter)
    said = re.sub(r"(?<=[aeouаеоуәө])[iy](?![aeou])|^y(?=[aeou])", "й", said)
    return "".join(_SINGLE.get(letter, letter) for letter in said)
