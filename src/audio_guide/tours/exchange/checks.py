"""What is looked at before words are put in place: exact checks that do not cry wolf. Errors block, warnings can be answered with "meant"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import decimal

from audio_guide.kit.errors import mark
from audio_guide.kit.letters import is_other_language
from audio_guide.tours.exchange.texts import Key

SHORTEST_MEASURED = 31
SHARES = (0.5, 2.0)
SPEEDS = (0.5, 1.8)
"""Between these shares of the usual time sound and text agree; a person may read slowly, but not twice as fast."""
_PLACE = re.compile(r"\{[a-z_][a-z0-9_]*\}")
_MARK = re.compile(r"\[[^\[\]\n]+\]\{([^{}\n]*)\}")
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NUMBER = re.compile(r"\d+(?:[\u0020\u00a0\u202f\u066c.,]\d{3}(?!\d))*")
_TIME = re.compile(r"\d{1,2}[:.]\d{2}(?!\d)")
SMALL = 24
"""Numbers up to this are often written as words or told as hours, so nothing is said about them."""
_WORD = re.compile(r"\w+")
_LATIN, _CYRILLIC = re.compile(r"[A-Za-zÀ-ɏə]"), re.compile(r"[\u0400-\u052f]")
_LOOK_ALIKES = frozenset("iəhaceopxyABCEHIKMOPTXyƏ")
_DIGITS_APART = re.compile(r"\D")
_LONG_NAME, _NAME = 6, 4

SENTENCES = {
    "places": mark("A place in braces is missing or was added: {shown}"),
    "marks": mark("A mark of another language is damaged: {shown}"),
    "long": mark("There is room for {most} characters; this has {shown}."),
    "unchanged": mark("The words are the same as in the source."),
    "numbers": mark("These numbers of the source are missing: {shown}"),
    "names": mark("A name is not written as in the names table: {shown}"),
    "wrong-language": mark("This hardly is in the language of the text."),
    "look-alikes": mark("A Latin letter stands in a Cyrillic word: {shown}"),
    "length": mark("This is much longer or shorter than the source."),
    "speed": mark("The sound is much longer or shorter than this text takes to read. Does it say something else?"),
    "cut": mark("The file may have been cut off inside these words: what should follow is missing."),
    "empty-note": mark("The source has a content note; this language has none."),
}
"""What each check says, as message ids."""
ERRORS = frozenset({"places", "marks", "long", "cut"})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check found; *check* is its permanent name."""

    check: str
    shown: str = ""
    most: int = 0

    @property
    def blocks(self) -> bool:
        """Whether words with this are not put in place."""
        return self.check in ERRORS

    @property
    def message_id(self) -> str:
        """The sentence for people."""
        return SENTENCES[self.check]

    @property
    def places(self) -> dict[str, object]:
        """What fills the sentence."""
        return {"shown": self.shown, "most": self.most}


@dataclass(frozen=True, slots=True)
class Term:
    """A name of the table in two languages: the forms by which it is found in the source, and those that the translation may have."""

    found_by: tuple[str, ...]
    written: str
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """What is checked: words, what they were made from, and in which languages."""

    key: Key
    source: str
    target: str
    source_language: str
    language: str


def check(pair: Pair, terms: Sequence[Term] = ()) -> tuple[Finding, ...]:
    """Return what is wrong or odd about a translation, errors first."""
    return tuple(sorted((*_errors(pair), *_warnings(pair, terms)), key=lambda finding: not finding.blocks))


def _errors(pair: Pair) -> Iterator[Finding]:
    wanted, have = (sorted(set(_PLACE.findall(_MARK.sub("", text)))) for text in (pair.source, pair.target))
    if wanted != have:
        yield Finding("places", " ".join(sorted(set(wanted) ^ set(have))))
    for found in _MARK.finditer(pair.target):
        if not _TAG.fullmatch(found.group(1)):
            yield Finding("marks", found.group())
    if "]{" in _MARK.sub("", pair.target):
        yield Finding("marks", "]{")
    if len(pair.target) > pair.key.limit:
        yield Finding("long", str(len(pair.target)), pair.key.limit)


def _warnings(pair: Pair, terms: Sequence[Term]) -> Iterator[Finding]:
    source, target = pair.source, pair.target
    if target == source and any(map(str.isalpha, target)) and target not in {term.written for term in terms}:
        yield Finding("unchanged")
    if missing := _missing_numbers(source, target):
        yield Finding("numbers", ", ".join(missing))
    names = [
        term.written for term in terms if any(_begins(source, form) for form in term.found_by) and not any(_holds_form(target, form) for form in term.allowed)
    ]
    if names:
        yield Finding("names", ", ".join(names))
    if is_other_language(target, pair.language):
        yield Finding("wrong-language")
    if alike := look_alikes(target, pair.language):
        yield Finding("look-alikes", ", ".join(alike))
    if min(len(source), len(target)) > 0 and max(len(source), len(target)) >= SHORTEST_MEASURED and len(source) >= SHORTEST_MEASURED:
        share = len(target) / len(source)
        if not SHARES[0] <= share <= SHARES[1]:
            yield Finding("length", f"{share:.1f}")


def _missing_numbers(source: str, target: str) -> list[str]:
    have = {_digits(number) for number in _NUMBER.findall(target)}
    wanted = {number: _digits(number) for number in _NUMBER.findall(_TIME.sub("", source))}
    return [number for number, digits in wanted.items() if digits not in have and int(digits[:9]) > SMALL]


def _digits(number: str) -> str:
    """Return the figures of a number without what stands between them, those of Arabic, Persian and others as ours."""
    plain = _DIGITS_APART.sub("", number)
    return plain if plain.isascii() else "".join(str(decimal(figure)) for figure in plain)


def look_alikes(text: str, language: str) -> list[str]:
    """Return the words in which Latin letters pass for Cyrillic ones, or the other way; an abbreviation with an ending (URLдың) is none."""
    if language.split("-", maxsplit=1)[0] == "en":
        return [word for word in _WORD.findall(text) if _LATIN.search(word) and _CYRILLIC.search(word)]
    if not _LATIN.search(text):
        return []
    found = []
    for word in _WORD.findall(text):
        latin = _LATIN.findall(word)
        if latin and _CYRILLIC.search(word) and all(letter in _LOOK_ALIKES for letter in latin) and not _is_ended(word):
            found.append(word)
    return list(dict.fromkeys(found))


def _is_ended(word: str) -> bool:
    """Tell whether a word is Latin capitals with a Cyrillic ending."""
    return re.fullmatch(r"[A-Z]{2,}[\u0400-\u052f]+", word) is not None


def _stem(word: str) -> str:
    """Return what stays of a word in all its cases; the ends of Russian and Kazakh names change."""
    return word[:-2] if len(word) >= _LONG_NAME else word[:-1] if len(word) >= _NAME else word


def _begins(text: str, form: str) -> bool:
    """Tell whether a name stands in a text as it is written, perhaps with an ending; other cases are not looked for, so that no alarm is false."""
    return re.search(rf"(?<!\w){re.escape(form)}", text) is not None


def _holds_form(text: str, form: str) -> bool:
    """Tell whether a name stands in a text in some case; a form with capitals is not meant by a word without."""
    stems = [_stem(word) for word in _WORD.findall(form)]
    if not stems:
        return False
    first = stems[0]
    at = text.find(first)
    while at >= 0:
        if at == 0 or not text[at - 1].isalnum():
            pattern = r"(?<!\w)" + r"\w*\W+".join(map(re.escape, stems))
            if len(stems) == 1 or re.compile(pattern).match(text, at):
                return True
        at = text.find(first, at + 1)
    return False


def speed(seconds: float, usual: float) -> Finding | None:
    """Return a finding if sound of so many seconds cannot be this text, which usually takes *usual* seconds."""
    if usual <= 0 or seconds <= 0 or SPEEDS[0] <= seconds / usual <= SPEEDS[1]:
        return None
    return Finding("speed", f"{seconds / usual:.1f}")
