"""How Russian says initials, acronyms, Kazakh letters and words of other alphabets."""

import re

from audio_guide.speech.reading.ru_numbers import HYPHEN
from audio_guide.speech.reading.ru_tables import CAPITAL, END, GAP, words
from audio_guide.speech.reading.ru_words import CAPITAL_WORDS, LETTERS, SPELLED, WORD_ACRONYMS, is_word, latin_word, russian_letters, spell
from audio_guide.speech.reading.spans import Rule

_LOWER = "[а-яёәғқңөұүһі]"
LATIN = "[A-Za-zÀ-ÖØ-öø-\u024fə]"
_LONGEST_ACRONYM = 6
_HEADING_WORD = rf"{CAPITAL}{{4,}}"
_HEADING_BEFORE = re.compile(rf"(?<![\w-])({_HEADING_WORD})[«»\"—–:,]*\s+[«\"]?(?:[—–]\s+)?(?:{CAPITAL}{{1,3}}\s+)?$")
_HEADING_AFTER = re.compile(rf"[»\",:]?\s+[«\"]?(?:{CAPITAL}{{1,3}}\s+)?({_HEADING_WORD})(?![\w-])")
_TAIL = re.compile(r"(?:а|у|е|ы|и|о|я|ю|ом|ем|ой|ей|ов|ев|ам|ями?|ами|ах|ях|шник\w*|овск\w*|овец|овц\w*|шн\w*|ист\w*)")


def _joined_tail(tail: str, *, hyphen: bool) -> str:
    """An ending goes on the word (ЦК-овский), a word of its own keeps its hyphen (QR-код)."""
    return f"-{tail}" if hyphen and not _TAIL.fullmatch(tail) else tail


def _initials(match: re.Match[str]) -> str:
    """С. Сейфуллин as эс Сейфуллин; letters that touch are one claim, so that the words stay apart."""
    letters = [_letter(letter) for letter in re.findall(r"[^\W\d_]+", match["letters"])]
    name = russian_letters(match["name"]) if match["name"] else ""
    return " ".join([*letters, name])


def _letter(letter: str) -> str:
    if len(letter) > 1:
        return letter.lower() + "э"
    return LETTERS.get(russian_letters(letter).lower(), letter)


def _acronym(match: re.Match[str]) -> str | None:
    """НКВД letter by letter, АЛЖИР and words of a heading as words; an ending stays as it was written."""
    first, tail = match["first"] or "", _joined_tail(match["tail"] or "", hyphen=bool(match["hyphen"] and match["tail"]))
    if first and len(match["caps"]) < 3 and first not in _STATE_FIRST:
        return None
    said = "-".join([_caps(caps, match) for caps in re.split(HYPHEN, match["caps"])])
    whole = f"{first}{match['caps']}"
    if whole in WORD_ACRONYMS:
        return WORD_ACRONYMS[whole] + tail
    said = f"{first.lower()}-{said}" if first else said
    if match["mark"]:
        said += f"-{spell(match['mark'] + (match['more'] or ''))}"
    return said + tail


_STATE_FIRST = frozenset(words("Каз Кар Узб Тур Кир Тадж Гос Глав Рос Сов Нар Обл Лен Мос Сиб Даль Укр Бел Груз Аз Арм Молд Мин Пром"))
"""First halves of names such as КазГУ and ГосАРХ."""


def _caps(caps: str, match: re.Match[str]) -> str:
    if caps in WORD_ACRONYMS:
        return WORD_ACRONYMS[caps]
    if caps.endswith("ССР"):
        return spell(caps)
    text = match.string
    near = [found[1] for found in (_HEADING_BEFORE.search(text[max(0, match.start() - 60) : match.start()]), _HEADING_AFTER.match(text, match.end())) if found]
    heading = any(_is_heading_word(word) for word in near) or len(caps) > _LONGEST_ACRONYM
    word = is_word(caps) and caps not in SPELLED
    if caps in CAPITAL_WORDS and (heading or not word):
        return caps.lower()
    vowels = re.search("[АЕЁИОУЫЭЮЯӘІӨҮҰ]", caps) is not None
    if caps not in SPELLED and vowels and (word or heading):
        return russian_letters(caps).lower()
    return spell(caps)


def _is_heading_word(word: str) -> bool:
    return word not in WORD_ACRONYMS and word not in SPELLED and re.search("[АЕЁИОУЫЭЮЯӘІӨҮҰ]", word) is not None


def _kazakh(match: re.Match[str]) -> str | None:
    """Рысқұлова is Рыскулова, ЖАЛАҢАШ is жаланаш."""
    word = match[0]
    said = russian_letters(word)
    return None if said == word else said.lower() if word.isupper() and len(word) > 1 else said


def _latin(match: re.Match[str]) -> str:
    """A Latin word or acronym in Cyrillic; an ending after it is joined."""
    whole, tail = match["words"], _joined_tail(match["tail"] or "", hyphen=bool(match["hyphen"] and match["tail"]))
    if (known := latin_word(whole)) and "-" in whole and whole.upper() in {"WI-FI", "E-MAIL"}:
        return known + tail
    words = [latin_word(word) for word in re.findall(rf"{LATIN}+", whole)]
    return "-".join(words) + tail


def _dotted(match: re.Match[str]) -> str:
    """А.Л.Ж.И.Р. is the acronym without its stops."""
    letters = match["letters"].replace(".", "")
    return WORD_ACRONYMS.get(letters) or spell(letters)


def _camel(match: re.Match[str]) -> str:
    """КарЛага: capitals inside a word do not part it."""
    return match[0].lower() if match[0].lower().startswith(("карлаг", "гулаг", "сиблаг", "степлаг", "бамлаг")) else match[0].capitalize()


_LATIN_TITLES = {"Dr": "доктор", "Mr": "мистер", "Mrs": "миссис", "Prof": "профессор", "St": "сент"}
DOTTED: list[Rule] = [
    Rule("acronym", re.compile(rf"(?<![\w.])(?P<letters>(?:{CAPITAL}\.){{2,}}{CAPITAL})(?=\.)(?:\.(?!{END}))?(?!\s?{CAPITAL}[а-яё])"), _dotted),
    Rule("acronym", re.compile(rf"(?<!\w){CAPITAL}[а-яё]{{2,6}}{CAPITAL}[а-яё]{{2,8}}(?!\w)"), _camel),
]
"""They come before the abbreviations, which would take their stops."""
LETTERED: list[Rule] = [
    Rule("initials", re.compile(rf"{CAPITAL}{_LOWER}+\s(?P<say>(?P<letters>(?:{CAPITAL}\.{GAP}?)?{CAPITAL})(?=\.)(?:\.(?!{END}))?)(?P<name>)"), _initials),
    Rule(
        "initials",
        re.compile(rf"(?<!\w)(?P<letters>(?:(?:{CAPITAL}|Дж|Дз|Ю)\.{GAP}?-?){{0,2}}(?:{CAPITAL}|Дж|Дз)\.)(?:(?P<name>{CAPITAL}[\w-]+)|(?=\s*[«\"]?{CAPITAL}))"),
        _initials,
    ),
    Rule("initials", re.compile(rf"(?<!\w)(?P<letters>(?:{CAPITAL}\.{GAP}?)?{CAPITAL}\.)(?=\s+(?:и|или|с)\s)(?P<name>)"), _initials),
    Rule(
        "acronym",
        re.compile(
            rf"(?<!\w)(?P<first>{CAPITAL}[а-яё]{{1,5}})?(?P<caps>{CAPITAL}{{2,}}(?:{HYPHEN}{CAPITAL}{{2,}})*)(?:\((?P<mark>[бк])\)(?P<more>{CAPITAL}(?!\w))?)?(?:(?P<hyphen>{HYPHEN})?(?P<tail>[а-яё]+))?(?!\w)"
        ),
        _acronym,
    ),
    Rule("letter", re.compile(rf"(?<!\w)(?P<say>{CAPITAL}){HYPHEN}?(?=\d)"), lambda m: spell(m["say"])),
    Rule(
        "kazakh",
        re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*"),
        lambda m: _kazakh(m) if re.search("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]", m[0]) and not re.search(LATIN, m[0]) else None,
    ),
    Rule("title", re.compile(rf"(?<!\w)(?P<form>Dr|Mr|Mrs|Prof|St)\.(?=\s{LATIN})"), lambda m: _LATIN_TITLES[m["form"]]),
    Rule("initials", re.compile(r"(?<!\w)(?P<letters>(?:[A-Z]\.\s?){1,3})(?=[A-Z][a-z])"), lambda m: " ".join(map(spell, re.findall("[A-Z]", m["letters"])))),
    Rule("latin", re.compile(rf"(?P<words>{LATIN}+(?:['’]?{HYPHEN}?{LATIN}+)*)(?:(?P<hyphen>{HYPHEN})?['’]?(?P<tail>[а-яё]+))?"), _latin),
]
