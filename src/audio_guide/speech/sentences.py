"""Where sentences begin and end: spans of the shown text, so that every sound finds its words again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from audio_guide.speech.reading import sentence_rules
from audio_guide.speech.reading.spans import SentenceRules

CAP = 250
"""Characters; neural voices lose quality and much memory beyond."""
_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?![^\S\n]*\n))*")
_CLOSERS = "»”\"’')]}›"
_END = re.compile(rf"(?:[.!?…]+[{re.escape(_CLOSERS)}]*|\n)(?=\s|$)|(?<=\n)(?=\S)")
_WORD_BEFORE = re.compile(r"[\w.\-’']+$")
_INITIAL = re.compile(r"(?:^|[\s.«“„(\"])[^\W\d_]$")
_LIST_NUMBER = 8
_AFTER_NUMBERS = frozenset({"см", "г", "гг", "в", "вв", "ж", "жж", "ғ", "ғғ"})
"""Year and century; after anything but a number these letters are a town or a preposition."""
_YEARS = frozenset({"ж", "жж", "ғ", "ғғ"})
_NUMBERED = re.compile(r"[\dIVXLCІХ](?:[-‐‑][^\W\d_]{1,3})?\s*\w{1,2}$")
_CAPTION = re.compile(r"[,:]\s*[\dIVXІХ][\dIVXІХ\s‒–—−-]*\w{1,2}$")
"""A year after a comma, as captions have it: Кебеже, 1930 ж."""
_EARLIER_YEAR = re.compile(r"\d\s*(?:жж?\.|жыл)[^.!?]*[,:(][^,:(]*$")
"""A sentence that has told of another year is no caption."""
_NEXT = re.compile(r"[\s«“„\"(\[–—-]*(\S?)")
_CUTS = (re.compile(r";\s"), re.compile(r":\s"), re.compile(r"\s[—–]\s"), re.compile(r",\s"), re.compile(r"\s"))
_CHARACTER = re.compile(r"\d+|.[\u0300-\u036f\u200d\u00ad]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's half-open span in the script's text, without white space at its ends, and the number of its paragraph."""

    start: int
    end: int
    paragraph: int


def paragraphs(text: str) -> tuple[tuple[int, int], ...]:
    """Return the half-open spans of the paragraphs, which blank lines part."""
    spans = ((match.start(), match.end()) for match in _PARAGRAPH.finditer(text))
    return tuple((start, start + len(text[start:end].rstrip())) for start, end in spans)


def split(text: str, language: str, cap: int = CAP) -> tuple[Sentence, ...]:
    """Return the sentences of a script in *language* (BCP 47), none longer than *cap* characters."""
    rules = sentence_rules(language)
    return tuple(
        Sentence(begin, finish, number)
        for number, (start, end) in enumerate(paragraphs(text))
        for sentence_start, sentence_end in _sentences(text, start, end, rules)
        for begin, finish in _capped(text, sentence_start, sentence_end, cap)
    )


def _sentences(text: str, start: int, end: int, rules: SentenceRules) -> Iterator[tuple[int, int]]:
    """Give the spans between those stops that really end a sentence."""
    begin = start
    for match in _END.finditer(text, start, end):
        stop = match.end()
        if stop <= begin or not _ends(text, begin, match, end, rules):
            continue
        yield from _stripped(text, begin, stop)
        begin = stop
    yield from _stripped(text, begin, end)


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give a span without the white space at its ends, if anything is left."""
    inner = text[start:end]
    left = len(inner) - len(inner.lstrip())
    if inner.strip():
        yield start + left, start + len(inner.rstrip())


def _ends(text: str, begin: int, match: re.Match[str], end: int, rules: SentenceRules) -> bool:
    """Tell whether a stop ends its sentence."""
    mark = match.group()
    following = _NEXT.match(text, match.end(), end)
    first = following[1] if following is not None else ""
    if not first:
        return True
    if first == ".":
        return False  # . . .
    if "\n" in mark or not mark:
        return True  # a line of its own, such as a heading or a verse
    dash = text[match.end() : match.end() + 3].lstrip()[:1] in {"—", "–", "-"}
    if dash and first.islower():
        return False  # «…?» — деп сұрады ол
    if mark[0] != "." or mark.startswith(".."):
        return not first.islower()
    return _full_stop_ends(begin, match, first, end, rules)


def _full_stop_ends(begin: int, match: re.Match[str], first: str, end: int, rules: SentenceRules) -> bool:
    """Tell whether one full stop ends the sentence or belongs to an initial, an abbreviation or a number."""
    text = match.string
    before = text[max(begin, match.start() - 80) : match.start()]
    closed = len(match.group()) > 1
    if first.islower() and (not closed or match.group().endswith((")", "]"))):
        return False
    if rules.goes_on is not None and any(
        found.start() < match.start() < found.end() for found in rules.goes_on.finditer(text, max(begin, match.start() - 8), min(end, match.end() + 24))
    ):
        return False
    if rules.ends is not None and rules.ends.match(text, max(begin, match.start() - 1), min(end, match.end() + 24)):
        return True
    word = found.group().strip("’'") if (found := _WORD_BEFORE.search(before)) else ""
    if _INITIAL.search(before) and before[-1].isupper() and word not in rules.may_end and not {*before.split()[-2:-1]} & rules.lettered:
        return False
    if word.isdigit() and match.start() - begin < _LIST_NUMBER and text[begin : match.start()].strip() == word:
        return False  # the number of a list's item
    capital = first.isupper() and not _is_initial(text, match.end(), end)
    return _abbreviation_ends(before, word, text[match.end() : min(end, match.end() + 30)], rules, capital=capital)


def _abbreviation_ends(before: str, word: str, after: str, rules: SentenceRules, *, capital: bool) -> bool:
    """Tell whether the stop behind *word* ends the sentence if the word is an abbreviation; behind any other word it does."""
    known = {*_forms(" ".join(before.split()[-3:])), *_forms(word)}
    if any(" " in form or "." in form for form in known & rules.may_end):
        return capital
    if known & rules.never_ends:
        return False
    if known & rules.may_end:
        if word in _YEARS and not _year_ends(before, after, rules):
            return False
        return capital and (word not in _AFTER_NUMBERS or _NUMBERED.search(before) is not None)
    return True


def _year_ends(before: str, after: str, rules: SentenceRules) -> bool:
    """Tell whether «1938 ж.» before a capital ends a sentence; a name goes on, in a language that says which words begin one."""
    following = re.match(r"[\s«“„\"(\[–—-]*(\w+)", after)
    caption = _CAPTION.search(before) is not None and _EARLIER_YEAR.search(before) is None
    return not rules.openers or caption or (following is not None and following[1] in rules.openers)


def _forms(tail: str) -> Iterator[str]:
    """Give the last one, two and three words before a stop, also with a small first letter, since an abbreviation may begin the sentence."""
    words = tail.split(" ")
    for count in range(1, len(words) + 1):
        form = " ".join(words[-count:]).lstrip('«“„("')
        yield form
        if len(form) > 1:
            yield form[:1].lower() + form[1:]


def _is_initial(text: str, at: int, end: int) -> bool:
    """Tell whether a single capital with a full stop comes next, or a code such as KP-12."""
    return re.match(r"\s*(?:[^\W\d_]\.|[A-ZА-Я]{1,4}-?\d|[A-ZА-Я]{2,4}\s\d)", text[at : min(end, at + 12)]) is not None


def _capped(text: str, start: int, end: int, cap: int) -> Iterator[tuple[int, int]]:
    """Give a sentence in pieces of at most *cap* characters, cut where a speaker would breathe."""
    while end - start > cap:
        cut = _best_cut(text, start, end, cap)
        yield from _stripped(text, start, cut)
        while cut < end and text[cut].isspace():
            cut += 1
        start = cut
    if start < end:
        yield from _stripped(text, start, end)


def _best_cut(text: str, start: int, end: int, cap: int) -> int:
    """Return where to cut: at the strongest mark that leaves a piece of at least a third, as near to the middle as the cap allows."""
    window = text[start : start + cap + 1]
    aim = min(cap, (end - start) // 2 if end - start <= 2 * cap else cap)
    for pattern in _CUTS:
        places = [match.start() + (1 if match.group()[0] in ";:," else 0) for match in pattern.finditer(window)]
        fitting = [place for place in places if cap // 3 <= place <= cap]
        if fitting:
            return start + min(fitting, key=lambda place: abs(place - aim))
    last = 0
    for match in _CHARACTER.finditer(window):
        if match.end() > cap:
            break
        last = match.end()
    return start + (last or cap)
