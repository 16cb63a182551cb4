"""How Kazakh is read aloud: the rules in their order, abbreviations, initials, acronyms and Latin words."""

import re
from collections.abc import Callable, Mapping

from audio_guide.speech.reading.kk_centuries import CENTURIES
from audio_guide.speech.reading.kk_counts import COUNTS
from audio_guide.speech.reading.kk_dates import DATES
from audio_guide.speech.reading.kk_letters import ACRONYMS, LATIN_WORDS, LETTERS, VOWELS, is_plain_word, spell, transliterate
from audio_guide.speech.reading.kk_lives import LIVES
from audio_guide.speech.reading.kk_measures import MEASURES
from audio_guide.speech.reading.kk_numbered import NUMBERED
from audio_guide.speech.reading.kk_numbers import CAPITAL, HYPHEN, LOWER, attach, code, is_ending, near
from audio_guide.speech.reading.kk_titles import END, GOES_ON, MAY_STOP, ROOMS, TITLES
from audio_guide.speech.reading.kk_words import ALSO_WORDS, ALWAYS, CLOSING, OPENERS, RANKS, SCALES, UNITS
from audio_guide.speech.reading.spans import Rule, SentenceRules

_LATIN = "[A-Za-zÀ-ÖØ-öø-\u024fə]"
_TWO, _THREE, _LONGEST_ACRONYM = 2, 3, 7
"""Two Cyrillic capitals (ҚР) and three Latin ones (USB) are spelled even where a word could be read."""
_NOUN_AFTER = re.compile(rf"\s+{LOWER}{{3,}}")
_VERB_AFTER = re.compile(
    r"\s+(?:бол(?:ды|ған|атын|ады)|бар(?!\w)|жоқ(?!\w)|еді|емес|үшін|сияқты|секілді|деп|арқылы|туралы|жайлы|келді|келген|кірді|кіреді|кірген|жатады|тұрады|өтті|мен(?!\w)"
    r"|\w+(?:[ыі]л|[тсзшкқ][ае]л|[ае]н[ыі]л)(?:ды|ді|ған|ген|ады|еді|атын|етін|са|се)(?!\w))"
)
_HEADING_WORD = rf"{CAPITAL}{{4,}}"
_HEADING_BEFORE = re.compile(rf"(?<![\w-])({_HEADING_WORD})[«»\"—–]*\s+[«\"]?(?:[—–]\s+)?$")
_HEADING_AFTER = re.compile(rf"[»\",]?\s+[«\"]?({_HEADING_WORD})(?![\w-])")


def _pattern(table: Mapping[str, str], stop: str) -> re.Pattern[str]:
    """Abbreviations of a table with their last full stop; the dots inside may be followed by a space."""
    forms = "|".join(re.escape(form).replace(r"\.", r"\.\s?") for form in sorted(table, key=len, reverse=True))
    return re.compile(rf"(?<![\w.])(?P<form>{forms})(?=\.){stop}")


def _said(table: Mapping[str, str], match: re.Match[str]) -> str:
    return table[re.sub(r"\s", "", match["form"])]


def _always(words: str) -> Callable[[re.Match[str]], str]:
    return lambda _: words


def _others(match: re.Match[str]) -> str:
    """Т.б. before a noun is «тағы басқа», else «тағы басқалар»."""
    noun = _NOUN_AFTER.match(match.string, match.end()) and not _VERB_AFTER.match(match.string, match.end())
    return "тағы басқа" if noun else "тағы басқалар"


def _plural_tail(tail: str | None) -> str:
    """Т.б-лардың has its plural written, т.б-ның has not."""
    return "лар" if not tail else tail if tail.startswith("лар") else attach("лар", tail)


def _initials(match: re.Match[str]) -> str:
    """С. Сейфуллин as эс Сейфуллин; letters that touch are one claim, so that the words stay apart."""
    letters = [LETTERS.get(letter, "дже") for letter in re.findall(r"[^\W\d_]+", match["letters"])]
    return " ".join([*letters, match["name"] or ""])


def _acronym(match: re.Match[str]) -> str | None:
    """КСРО-ның letter by letter, АЛЖИР and words of a heading as words; an ending stays as it was written."""
    first, letters, tail = match["first"] or "", match["caps"], match["tail"] or ""
    if (
        len(first) > 1
        and is_plain_word(letters)
        and not _TWO_VOWELS.search(letters)
        and (len(letters) > _TWO or (first in {"Қаз", "Каз"} and letters[0].lower() not in VOWELS))
    ):  # КарЛАГ, ҚазТАГ, ҚазМУ
        said = first + letters.lower()
    else:
        first = "Қазақ" if first in {"Қаз", "Каз"} and letters.endswith("СР") else first.lower()
        said = f"{first} {_letters_said(letters, heading=_in_heading(match))}".strip()
    if match["party"]:
        said += f"-{spell(match['party'] + (match['rest'] or ''))}"
    if not tail:
        return said
    if is_ending(tail.lower()):
        return said + tail.lower()
    if tail.isupper():
        return f"{said}-{_letters_said(tail) if tail in ACRONYMS or not is_plain_word(tail) else tail.lower()}"
    return f"{said} {tail}"


def _in_heading(match: re.Match[str]) -> bool:
    """Whether a word in capitals stands beside another one, so that it is no acronym."""
    before, after = near(match)
    found = [beside[1] for beside in (_HEADING_BEFORE.search(before), _HEADING_AFTER.match(after)) if beside]
    return is_plain_word(match["caps"]) and any(is_plain_word(word) and word not in ACRONYMS and word not in _NAMES for word in found)


def _letters_said(letters: str, *, heading: bool = False) -> str:
    """Say capitals as a word where they can be read as one, else by the names of the letters."""
    if letters in ACRONYMS:
        return ACRONYMS[letters]
    if len(letters) == _THREE and not heading and re.fullmatch(f"[{VOWELS}][^{VOWELS}]{{2}}", letters.lower()):  # ОЛП, АҚШ
        return spell(letters)
    if len(letters) == _THREE and not heading and _TWO_VOWELS.search(letters):  # ҚазМҰУ
        return spell(letters)
    if len(letters) > _LONGEST_ACRONYM or heading or (len(letters) > _TWO and is_plain_word(letters)):
        return letters.lower()
    return spell(letters)


def _joined_acronym(match: re.Match[str]) -> str | None:
    """АЛЖИРде and КСРОның, where the hyphen before the ending is missing; НКВДшылар and ГУЛаг have another word's letters after them."""
    if is_ending(match["tail"]) or not is_plain_word(match["caps"]):
        return _letters_said(match["caps"]) + match["tail"]
    return match.group().capitalize() if is_plain_word(match.group()) else None


def _dotted_acronym(match: re.Match[str]) -> str:
    """А.Л.Ж.И.Р. is the acronym and no row of initials."""
    tail = match["tail"] or ""
    return _letters_said(match["caps"].replace(".", "")) + (tail if is_ending(tail) else f" {tail}" if tail else "")


def _latin(match: re.Match[str]) -> str:
    """A Latin word or acronym in Cyrillic; an ending after it is joined."""
    words = [_latin_word(word) for word in re.findall(rf"{_LATIN}+(?:['’]{_LATIN}+)?", match["words"])]
    tail = match["tail"] or ""
    joined = "".join(("-" if place and known else " " if place else "") + word for place, (word, known) in enumerate((w, "-" in match["words"]) for w in words))
    if not tail:
        return joined
    return joined + tail if is_ending(tail) else f"{joined} {tail}"


def _latin_word(word: str) -> str:
    if len(word) == 1:
        return spell(word)
    if word.upper() in LATIN_WORDS:
        return LATIN_WORDS[word.upper()]
    said = transliterate(word)
    readable = any(letter in VOWELS for letter in said) and (not word.isupper() or (len(word) > _THREE and is_plain_word(said)))
    return said if readable else spell(word)


_TITLES = {"Dr": "доктор", "Prof": "профессор", "Mr": "мистер", "Mrs": "миссис", "St": "сент"}
_TWO_VOWELS = re.compile(f"(?i)[{VOWELS}]{{2}}$")
_NAMES = frozenset({"АЛЖИР", "ГУЛАГ", "КАРЛАГ", "ҚАРЛАГ", "ЮНЕСКО", "СТЕПЛАГ"})
"""Acronyms that are words of their own in a plain sentence and tell nothing of a heading."""
_ADDRESS_SIGNS = {".": "нүкте", "/": "қиғаш сызық", "-": "сызықша", "_": "астыңғы сызық", "@": "эт", "?": "сұрақ белгісі", "=": "тең", "&": "және"}


def _address(match: re.Match[str]) -> str:
    """An address of a site or a letter box, sign by sign."""
    address = re.sub(r"^https?://", "", match["address"]).rstrip("/")
    said = [_address_part(part) for part in re.findall(rf"\d+|{_LATIN}+|{LOWER}+|[./_@?=&-]", address, re.IGNORECASE)]
    tail = match["tail"] or ""
    return " ".join(said) + (tail if is_ending(tail) else f" {tail}")


def _address_part(part: str) -> str:
    if part.isdecimal():
        return code(part)
    return _ADDRESS_SIGNS.get(part) or (_latin_word(part) if part.isascii() else part)


_NEXT_PLACE = rf"{CAPITAL}[\w-]+\s(?:(?:ауд|обл|ауылд|а|қ|пос|с)\.|ауыл|аудан|қала|кент|село|поселк|стан[сц])"
"""Ақмола обл. Целиноград ауд. Ақмол а. is one address and not three sentences."""
_PAGES = {"б": "бет", "бб": "беттер", "п": "парақ", "пп": "парақтар"}
_SLASHED = {"а/ш": "ауыл шаруашылығы", "т/ж": "теміржол", "с/с": "селолық совет", "ж/е": "және"}
_TOP = r"(?:kz|қаз|ru|com|org|net|info|edu|gov|eu|uk|de)"
WORDS: list[Rule] = [
    Rule("others", re.compile(rf"(?<![\w.])т\.\s?б(?=\.){MAY_STOP}(?!\s?с\.)"), _others),
    Rule(
        "others",
        re.compile(rf"(?<![\w.])т\.\s?(?:б\.\s?)?с\.\s?с\.(?=\s+{LOWER}{{3,}})"),
        lambda m: "тағы басқа сол сияқты" if "б" in m.group() else "тағы сол сияқты",
    ),
    *TITLES,
    Rule("abbreviation", _pattern(ALWAYS, GOES_ON), lambda m: _said(ALWAYS, m)),
    *(Rule("abbreviation", re.compile(rf"(?<![\w.]){form}\.(?={follows})"), _always(said)) for form, (follows, said) in ALSO_WORDS.items()),
    Rule("others", re.compile(rf"(?<![\w.])т\.\s?б(?:\.?{HYPHEN}(?P<tail>{LOWER}+)|(?=\s*(?:[,;)]|$)))"), lambda m: "тағы басқа" + _plural_tail(m["tail"])),
    Rule("others", re.compile(rf"(?<![\w.])ж\.\s?б\.(?=\s+{LOWER}{{3,}})"), _always("және басқа")),
    Rule("place", re.compile(rf"(?<![\w.])(?P<form>обл|ауд|респ)\.(?=\s+{_NEXT_PLACE})"), lambda m: f"{CLOSING[m['form']]},"),
    Rule("abbreviation", _pattern(CLOSING, MAY_STOP), lambda m: _said(CLOSING, m)),
    Rule("street", re.compile(rf"(?<![\w-]){CAPITAL}[\w-]+\s(?:хан\s|батыр\s)?(?P<say>(?:көш(?=\.){MAY_STOP}|к\.(?=\s*,?\s*\d)))"), _always("көшесі")),
    Rule("street", re.compile(r"(?<!\w)к-с[іи](?P<tail>н\w*)?(?!\w)"), lambda m: "көшесі" + (m["tail"] or "")),
    Rule("republic", re.compile(r"(?<!\w)[ҚК]аз(?:\.|(?=\s))(?=\s?А?[КС]{1,2}СР(?!\w))"), _always("Қазақ")),
    Rule("inventory", re.compile(r"(?<!\w)(?P<short>[Ии])нв\.(?=\s*№)"), lambda m: f"{m['short']}нвентарлық"),
    Rule("look", re.compile(r"(?<=\()\s*қ\."), lambda _: "қараңыз"),
    Rule("page", re.compile(rf"\d\s?(?P<say>(?P<short>бб?|пп?)(?=\.){MAY_STOP})"), lambda m: _PAGES[m["short"]]),
    Rule(
        "telephone",
        re.compile(r"(?<![\w.])(?<!\d )(?P<short>[Тт])\.(?=\s?(?:\+\d|\(\d{3}|[78]\s?\(\d{3}|8[- ]\d{3}|\d\d\d?-\d\d-\d\d))"),
        lambda m: "Телефон" if m["short"] == "Т" else "телефон",
    ),
    Rule("source", re.compile(r"(?:^|(?<=[(,;:]\s)|(?<=\())(?P<short>[тб])\.(?=\s?\d{1,3}(?!\d|-\d\d-))"), lambda m: {"т": "том", "б": "бет"}[m["short"]]),
    Rule("source", re.compile(rf"(?<=[IVXІХ])\s(?P<say>т(?=\.){MAY_STOP})"), _always("том")),
    Rule("source", re.compile(r"(?<![\w.])(?P<short>[ТБ])\.(?=\s?\d{1,3}(?!\d|-\d\d-))"), lambda m: {"Т": "Том", "Б": "Бет"}[m["short"]]),
    Rule("hour", re.compile(r"(?<![\w.])(?P<short>[Сс])ағ(?:\.|(?=\s))(?=\s*\d)"), lambda m: f"{m['short']}ағат"),
    Rule("short", re.compile(rf"(?<![\w/])(?P<short>{'|'.join(_SLASHED)})(?![\w/])"), lambda m: _SLASHED[m["short"]]),
    Rule("town", re.compile(rf"(?<![\w-]){CAPITAL}[\w-]+\s(?P<say>қ(?=\.){MAY_STOP})"), lambda _: "қаласы"),
    Rule("town", re.compile(rf"(?<![\w.])қ\.(?=\s?{CAPITAL})"), lambda _: "қаласы"),
    Rule("village", re.compile(rf"(?<![\w-]){CAPITAL}[\w-]+\s(?P<say>а(?=\.){MAY_STOP})"), lambda _: "ауылы"),
    Rule(
        "acronym",
        re.compile(rf"(?<![\w.])(?P<caps>(?:{CAPITAL}\.){{2,}}{CAPITAL})(?!\w|\.\s?{CAPITAL}{LOWER})(?:\.?{HYPHEN}(?P<tail>{LOWER}+)|\.(?!{END}))?"),
        _dotted_acronym,
    ),
    Rule(
        "initials",
        re.compile(
            rf"{CAPITAL}{LOWER}+(?:ов|ев|ин|ова|ева|ина|ұлы|қызы)\s(?P<say>(?P<letters>{CAPITAL}\.\s?{CAPITAL}(?=\.)\.?(?<!\.(?={END}))))(?P<name>)(?!\s?{CAPITAL})"
        ),
        _initials,
    ),
    Rule(
        "initials",
        re.compile(
            rf"(?<![\w])(?P<letters>(?:(?:{CAPITAL}|Дж|Дз)\.(?:\s|-)?){{0,2}}(?:{CAPITAL}|Дж|Дз)\.)(?:(?P<name>{CAPITAL}[\w-]+)|(?=\s*[«\"]?{CAPITAL}))"
        ),
        _initials,
    ),
    Rule("initials", re.compile(rf"{CAPITAL}{LOWER}+\s(?P<say>(?P<letters>(?:{CAPITAL}\.\s?)?{CAPITAL})(?=\.)\.?(?<!\.(?={END})))(?P<name>)"), _initials),
    Rule(
        "acronym",
        re.compile(
            rf"(?<![\w])(?P<first>{CAPITAL}{LOWER}{{1,5}}|қаз)?(?P<caps>{CAPITAL}{{2,}})(?:\((?P<party>[бк])\)(?P<rest>{CAPITAL}+(?!\w))?)?"
            rf"(?:{HYPHEN}(?P<tail>{LOWER}+|{CAPITAL}+(?={HYPHEN}|\W|$)))?(?!\w)"
        ),
        _acronym,
    ),
    Rule("acronym", re.compile(rf"(?<!\w)(?P<caps>{CAPITAL}{{2,}})(?P<tail>{LOWER}{{2,}})(?!\w)"), _joined_acronym),
    Rule("acronym", re.compile(rf"(?<!\w)(?P<word>{CAPITAL}{LOWER}+{CAPITAL}{LOWER}+)(?!\w)"), lambda m: m["word"].capitalize()),
    Rule("letter", re.compile(rf"(?<![\w])(?P<letters>{CAPITAL})(?=[-‐‑–—]?\d)"), lambda m: LETTERS[m["letters"]]),
    Rule("latin", re.compile(rf"(?i)(?<!\w)e-?mail(?!\w)(?:{HYPHEN}(?P<tail>{LOWER}+))?"), lambda m: attach("имейл", m["tail"] or "")),
    Rule("latin", re.compile(rf"(?<!\w)(?P<letter>[A-Z])\.(?=\s?{_LATIN})"), lambda m: spell(m["letter"])),
    Rule("latin", re.compile(rf"(?<!\w)(?P<title>{'|'.join(_TITLES)})\.(?=\s)"), lambda m: _TITLES[m["title"]]),
    Rule("latin", re.compile(rf"(?P<words>{_LATIN}+(?:['’]{_LATIN}+)?(?:-{_LATIN}+)*)(?:{HYPHEN}(?P<tail>{LOWER}+))?"), _latin),
]
MARKS: list[Rule] = [
    # The stop of an abbreviation is not said, so that the dash after it keeps its pause.
    Rule("dash", re.compile(r"(?<=[\dIVXІХ])\s*(?:жж?|ғғ?|км|м|см|кг|т|га|мин|сағ|тг)\.(?P<say>\s+[–—]\s+)"), lambda _: ","),
    Rule("bracket", re.compile(rf"(?<!\w)(?:жж?|ғғ?|км|м|см|кг|т|га|мин|сағ|тг|обл|ауд|қ|а|{CAPITAL})\.(?P<say>\s*\()"), lambda _: ","),
    Rule("bracket", re.compile(r"[)\]](?=\s*[.,;:!?…—–]|\s*[»”\"]?\s*$)|(?:^|(?<=[.!?…]))\s*[(\[]"), lambda _: ""),
    Rule("dash", re.compile(r"^\s*[—–-]+(?:\s+|$)|(?<=[.,!?…;:])[»”\"]?\s+[—–]\s+|(?<=[.,!?…;:][»”\"])\s+[—–]\s+"), lambda _: ""),
    Rule("and", re.compile(r"(?<=\s)&(?=\s)"), lambda _: "және"),
    Rule("picture", re.compile("[\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2900-\u2bff\U0001f000-\U0001faff\ufe0e\ufe0f©®™•·]+"), lambda _: ""),
    Rule("dash", re.compile(r"(?<=[\w.])[–—](?=[\w№])"), lambda _: ","),
    Rule("quoted", re.compile(rf"(?<=\w)[»”\"]{HYPHEN}(?={LOWER}{{2,6}}(?!\w))"), lambda m: "" if is_ending(re.split(r"\W", near(m)[1])[0]) else None),
    Rule("column", re.compile(r"(?<=\S)\s*\|\s*(?=\S)"), lambda _: ","),
    Rule("markup", re.compile(r"[*#|\\^~<>_=]+"), lambda _: ""),
    Rule("at", re.compile(rf"@(?={_LATIN})"), lambda _: "эт"),
    Rule("slash", re.compile(r"(?<=[^\W\d_])\s?/\s?(?=[^\W\d_])"), lambda _: ","),
]
ADDRESSES: list[Rule] = [
    Rule("address", re.compile(rf"(?<![\w@.+-])(?P<address>[\w.+-]+@[\w-]+(?:\.[a-z]+)+)(?:{HYPHEN}(?P<tail>{LOWER}+))?"), _address),
    Rule(
        "address",
        re.compile(rf"(?<![\w@.-])(?P<address>(?:https?://)?(?:[\w-]+\.){{1,6}}{_TOP}(?!\w)(?:/[\w./?=&-]*\w)?/?)(?:{HYPHEN}(?P<tail>{LOWER}+))?"),
        _address,
    ),
]
RULES: list[Rule] = [*ADDRESSES, *LIVES, *DATES, *CENTURIES, *NUMBERED, *MEASURES, *COUNTS, *WORDS, *MARKS]
SENTENCES = SentenceRules(
    goes_on=re.compile(rf"(?<![\w.])(?:обл|ауд|респ)\.\s+{_NEXT_PLACE}"),
    never_ends=frozenset(
        {
            *ALWAYS,
            *(form.replace(".", ". ") for form in ALWAYS),
            "Инв",
            "инв",
            "p",
            "pp",
            "ca",
            "Дж",
            "Dr",
            "Mr",
            "Prof",
            "St",
            "No",
            "vs",
            "e.g",
            "i.e",
            "им",
            "ул",
            "ж.т",
            "д",
            *(rank.rstrip(".") for rank in RANKS),
        }
    ),
    may_end=frozenset(
        {*CLOSING, *ALSO_WORDS, *SCALES, "т.б", "ж", "жж", "ғ", "ғғ", "қ", "а", "б", "гг", "др", "и др", "т.д", "т.п", "ш", *ROOMS}
        | {unit for unit in UNITS if unit.isalpha()},
    ),
    openers=OPENERS,
)
