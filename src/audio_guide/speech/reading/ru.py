"""How Russian is read aloud: the rules in their order, words, initials, acronyms and foreign letters."""

import re
from collections.abc import Callable

from audio_guide.speech.reading.ru_counts import COUNTS
from audio_guide.speech.reading.ru_dates import DATES
from audio_guide.speech.reading.shared import transliterate
from audio_guide.speech.reading.spans import Rule, SentenceRules

SP = r"[\s\u00a0\u202f]"
CAPITAL, LOWER = "[А-ЯЁ]", "[а-яё]"
LETTERS = dict(
    zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "а бэ вэ гэ дэ е ё жэ зэ и ий ка эль эм эн о пэ эр эс тэ у эф ха цэ че ша ща ъ ы ь э ю я".split(), strict=True)  # noqa: SIM905 -- a table to be read in columns
)
KAZAKH = str.maketrans("ғқңөұүһіҒҚҢӨҰҮҺІ", "гкноуухиГКНОУУХИ")
VOWELS = "аеёиоуыэюя"
WORDS = {"АЛЖИР", "ГУЛАГ", "КАРЛАГ", "СТЕПЛАГ", "ВОВ", "ВУЗ", "ЗАГС", "ЮНЕСКО", "ТАСС", "МИД", "НЭП", "СМИ"}
SPELLED = {"СМИ", "ЧСИР", "ЧСР", "ВОВ", "ООН", "США", "ОГПУ", "ГПУ", "КПСС", "ЦИК", "РККА"}
LONGEST_ACRONYM = 6
ABBREVIATIONS = {
    "т. е.": "то есть", "т.е.": "то есть", "и т. д.": "и так далее", "и т.д.": "и так далее", "и т. п.": "и тому подобное", "и т.п.": "и тому подобное",
    "и др.": "и другие", "и пр.": "и прочее", "до н. э.": "до нашей эры", "до н.э.": "до нашей эры", "н. э.": "нашей эры", "н.э.": "нашей эры",
    "им.": "имени", "ул.": "улица", "пр.": "проспект", "пл.": "площадь", "стр.": "страница", "рис.": "рисунок", "см.": "смотрите", "напр.": "например",
    "проф.": "профессор", "акад.": "академик", "ок.": "около", "обл.": "область", "р-н": "район", "р-на": "района", "р-не": "районе", "пос.": "посёлок",
    "оз.": "озеро", "гр.": "гражданин", "тов.": "товарищ", "чел.": "человек", "тел.": "телефон", "ред.": "редактор", "сокр.": "сокращённо",
    "т. к.": "так как", "т.к.": "так как", "т. н.": "так называемый", "т.н.": "так называемый", "ж/д": "железнодорожный", "тыс.": "тысяч",
    "млн": "миллионов", "млрд": "миллиардов", "гос.": "государственный", "род.": "родился",
}  # fmt: skip
TOWN = {"в": "городе", "из": "города", "до": "города", "от": "города", "к": "городу", "около": "города", "под": "городом"}


def _sayable(word: str) -> bool:
    """Tell whether a run of capitals can be said as a word: it opens and goes on like one."""
    return len(word) > 3 and re.fullmatch(rf"[^{VOWELS}]?(?:[{VOWELS}][^{VOWELS}]{{1,2}})+[{VOWELS}]?", word) is not None


def _acronym(match: re.Match[str]) -> str:
    """НКВД letter by letter, АЛЖИР as a word; an ending stays."""
    word, tail = match["word"], (match["tail"] or "")
    lower = word.lower()
    if word not in SPELLED and (word in WORDS or len(word) > LONGEST_ACRONYM or _sayable(lower)):
        return lower + tail
    return "-".join(LETTERS[letter] for letter in lower) + (f"-{tail}" if tail else "")


def _initials(match: re.Match[str]) -> str:
    return " ".join(LETTERS[letter.lower()] for letter in re.findall(CAPITAL, match.group())) + " "


def _kazakh(match: re.Match[str]) -> str:
    """A Kazakh word in Russian letters, as a Russian editor writes it: Әзиза is Азиза, Әлия is Алия, Дәмеш is Дамеш."""
    return match.group().replace("ә", "а").replace("Ә", "А").translate(KAZAKH)


def _town(match: re.Match[str]) -> str:
    before = re.search(r"(\w+)\s$", match.string[: match.start()])
    return TOWN.get(before[1].lower(), "город") if before else "город"


def _abbreviations() -> list[Rule]:
    """One rule for each abbreviation, long ones first; the full stop stays where it also ends the sentence."""
    rules: list[Rule] = []
    for short, long in sorted(ABBREVIATIONS.items(), key=lambda row: -len(row[0])):
        body = re.escape(short.removesuffix(".")).replace(r"\ ", SP)
        goes_on = rf"|\s+[«\"]?{CAPITAL}" if short.startswith("и ") else ""
        stop = rf"(?=\.)(?:\.(?!\s*[»”\")]*\s*${goes_on}))?" if short.endswith(".") else r"(?!\w)"
        rules.append(Rule("abbreviation", re.compile(rf"(?<![\w.]){body}{stop}"), _saying(long)))
    return rules


def _saying(words: str) -> Callable[[re.Match[str]], str | None]:
    return lambda _: words


RULES: list[Rule] = [
    *DATES,
    *COUNTS,
    Rule("town", re.compile(rf"(?<![\w.])г\.{SP}?(?={CAPITAL}{LOWER})"), _town),
    Rule("village", re.compile(rf"(?<![\w.])с\.{SP}(?={CAPITAL}{LOWER}+(?!\.))"), lambda _: "село"),
    Rule("station", re.compile(rf"(?<![\w.])ст\.{SP}(?=[«]?{CAPITAL}{LOWER})"), lambda _: "станция"),
    Rule("house", re.compile(r"(?<![\w.])д\.(?=\s?\d)"), lambda _: "дом"),
    *_abbreviations(),
    Rule("initials", re.compile(rf"(?<![\w.])(?:{CAPITAL}\.{SP}?){{1,2}}(?={CAPITAL}{LOWER})"), _initials),
    Rule("initials", re.compile(rf"(?<={LOWER})(?P<say>{SP}{CAPITAL}\.(?:{SP}?{CAPITAL}\.)?)(?={SP}{LOWER}|,)"), lambda m: _initials(m).strip()),
    Rule("acronym", re.compile(rf"(?<![\w-])(?P<word>{CAPITAL}{{2,}})(?:-?(?P<tail>а|у|ом|е|ов|ы|овск\w+))?(?![\w])"), _acronym),
    Rule("kazakh", re.compile(r"\w*[әғқңөұүһіӘҒҚҢӨҰҮҺІ]\w*"), _kazakh),
    Rule("latin", re.compile(r"[A-Za-zÀ-ɏ]+(?:[’'][A-Za-z]+)?"), lambda m: transliterate(m.group())),
    Rule("symbol", re.compile(r"[&+=§]"), lambda m: {"&": "и", "+": "плюс", "=": "равно", "§": "параграф"}[m.group()]),
]
SENTENCES = SentenceRules(
    never_ends=frozenset(
        {
            "им",
            "ул",
            "пл",
            "стр",
            "рис",
            "см",
            "напр",
            "проф",
            "акад",
            "ок",
            "оз",
            "гр",
            "тов",
            "тел",
            "ред",
            "т. е",
            "т.е",
            "т. к",
            "т.к",
            "т. н",
            "т.н",
            "пос",
            "с",
            "ст",
            "д",
            "кв",
            "гос",
            "ж",
            "№",
            "св",
            "ср",
            "доц",
            "зав",
            "зам",
            "худ",
        }
    ),
    may_end=frozenset(
        {
            "г",
            "гг",
            "в",
            "вв",
            "т. д",
            "т.д",
            "т. п",
            "т.п",
            "др",
            "пр",
            "н. э",
            "н.э",
            "обл",
            "чел",
            "руб",
            "коп",
            "мин",
            "сек",
            "ч",
            "км",
            "м",
            "кг",
            "т",
            "га",
            "млн",
            "млрд",
            "тыс",
            "род",
            "ум",
        }
    ),
)
