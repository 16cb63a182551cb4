"""How a reading rule claims a stretch of the shown text and gives it spoken words.

A script is shown as it was written and spoken as it is read.
Every rule works on the *cleaned* text (composed letters, nothing invisible), sees its whole neighbourhood and claims one span of it.
A span that an earlier rule claimed is closed to later ones, and what nobody claims is spoken as it stands, so the way back from spoken to shown is never lost.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
ACUTE = "\u0301"
_SMALL = "[a-zа-яёәғқңөұүһі]"
_CLUSTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)
_SPACES = re.compile(r"\s+")
_SPACE_AFTER = (",", ";", ":")
_PIECE_ENDS = re.compile(r"(?:[!?…]|(?<=[^\W\d_]{5})\.)[»”\"]?\s+")
LONGEST_PIECE = 1000
_NO_SPACE_BEFORE = frozenset(",.;:!?…)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern over the cleaned text and what its match is said as.

    The span that is claimed is the group named ``say`` if the pattern has one, else the whole match.
    ``say`` returns the spoken words ("" for silence), or None to leave the match to later rules.
    """

    name: str
    pattern: re.Pattern[str]
    say: Callable[[re.Match[str]], str | None]


@dataclass(frozen=True, slots=True)
class SentenceRules:
    """What the splitter must know of a language; every abbreviation is written without its last full stop, case as it is printed."""

    never_ends: frozenset[str] = frozenset()
    """Abbreviations after which a sentence never ends: им, ст, Dr, Prof, б. з. д."""

    goes_on: re.Pattern[str] | None = None
    """An abbreviation together with the capital after which the sentence goes on: обл. Казахской."""

    ends: re.Pattern[str] | None = None
    """A single capital together with the word after which it is no initial: So did I. The others."""

    may_end: frozenset[str] = frozenset()
    """Abbreviations that end a sentence only before a capital letter that is no initial and no digit: г, ж, т.б, и др."""

    openers: frozenset[str] = frozenset()
    """Words that begin a sentence with their capital; where they are given, a year or a century ends one only before these or after a caption."""
    lettered: frozenset[str] = frozenset()
    """Words after which a single capital is a letter or a Roman number and no initial: Chapter I, Barrack B."""


@dataclass(frozen=True, slots=True)
class Token:
    """A run of spoken text and the shown text it stands for; both spans are half-open character offsets."""

    spoken_start: int
    spoken_end: int
    start: int
    end: int
    rule: str = ""
    """The rule that gave the words, or "" where they are spoken as they stand."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One shown text and how it is said: ``text`` holds no digits when every rule did its work."""

    source: str
    language: str
    text: str
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class SpokenName:
    """A row of the names table for one language: how the name is written and how it is said."""

    written: str
    spoken: str


@dataclass(slots=True)
class Draft:
    """A text while the rules work on it."""

    source: str
    language: str
    text: str
    """The cleaned text that patterns match."""
    origin: list[int]
    """For each cleaned character its offset in the source, and one more entry for the end."""
    claims: list[tuple[int, int, str, str]] = field(default_factory=list)
    _taken: bytearray = field(default_factory=bytearray)

    @classmethod
    def clean(cls, source: str, language: str) -> "Draft":
        """Compose letters and drop what no voice should see: soft hyphens, zero widths, stress marks over Cyrillic."""
        letters: list[str] = []
        origin: list[int] = []
        for cluster in _CLUSTER.finditer(source):
            kept = "".join(c for c in cluster.group() if c not in INVISIBLE)
            composed = unicodedata.normalize("NFC", kept).replace(ACUTE, "")
            letters.append(composed)
            origin.extend([cluster.start()] * len(composed))
        origin.append(len(source))
        text = "".join(letters)
        return cls(source, language, text, origin, [], bytearray(len(text)))

    def replace_letters(self, text: str) -> None:
        """Take a repaired text of the same length (look-alike letters), so that offsets stay true."""
        if len(text) != len(self.text):
            message = "repair must keep the length"
            raise ValueError(message)
        self.text = text

    def apply(self, rules: Iterable[Rule]) -> None:
        """Let each rule, in order, claim what is still free."""
        for rule in rules:
            group = "say" if "say" in rule.pattern.groupindex else 0
            for match in rule.pattern.finditer(self.text):
                start, end = match.span(group)
                if start < 0 or start == end or any(self._taken[start:end]):
                    continue
                spoken = rule.say(match)
                if spoken is None:
                    continue
                self._taken[start:end] = b"\x01" * (end - start)
                self.claims.append((start, end, spoken, rule.name))

    def reading(self) -> Reading:
        """Join free words and claims into the spoken text with its way back."""
        tokens: list[Token] = []
        spoken, last, claimed = "", 0, False
        for start, end, words, rule in self._pieces():
            said = _SPACES.sub(" ", words).strip()
            if not said:
                continue
            glued = claimed and start == last and said[0].isalpha()
            apart = bool(rule) or glued or any(letter.isspace() for letter in self.text[max(last - 1, 0) : start]) or spoken.endswith(_SPACE_AFTER)
            if said[0] in _NO_SPACE_BEFORE:
                spoken = spoken.rstrip(" ")
            elif spoken and apart and not spoken.endswith(" ") and not (spoken.endswith("-") and start == last):
                spoken += " "
            tokens.append(Token(len(spoken), len(spoken) + len(said), self.origin[start], self._origin_end(end), rule))
            spoken += said
            last, claimed = end, bool(rule)
        return Reading(self.source, self.language, spoken, tuple(tokens))

    def _origin_end(self, end: int) -> int:
        return self.origin[end] if end == len(self.text) else max(self.origin[end], self.origin[end - 1] + 1)

    def _pieces(self) -> Iterable[tuple[int, int, str, str]]:
        """Claims and, between them, the free words in reading order."""
        at = 0
        for start, end, spoken, rule in [*sorted(self.claims), (len(self.text), len(self.text), "", "")]:
            for word in re.finditer(r"\S+", self.text[at:start]):
                yield at + word.start(), at + word.end(), word.group(), ""
            if start < end:
                yield start, end, spoken, rule
            at = end


def pieces(text: str) -> Iterable[tuple[int, int]]:
    """Give the spans that are read one after another: a sentence is far shorter, and no text, however long or odd, makes the rules slow."""
    start = 0
    while len(text) - start > LONGEST_PIECE:
        window = text[start : start + LONGEST_PIECE]
        end = max((match.end() for match in _PIECE_ENDS.finditer(window)), default=window.rfind(" ") + 1)
        start, before = start + (end if end > LONGEST_PIECE // 2 else LONGEST_PIECE), start
        yield before, start
    yield start, len(text)


_ALIKE = {"'": "['’‘ʼ]", "-": "[-‐‑–]", '"': '[«»„“”"]'}
"""Marks of a name that may be printed otherwise in the text."""
_ALIKE |= {"’": _ALIKE["'"], "‘": _ALIKE["'"], "‐": _ALIKE["-"], "‑": _ALIKE["-"], "–": _ALIKE["-"], **dict.fromkeys("«»„“”", _ALIKE['"'])}


def _name_pattern(stem: str, tail: str) -> re.Pattern[str]:
    """A name as a whole word; one that begins or ends with a figure is no part of a longer number."""
    body = r"\s+".join("".join(_ALIKE.get(letter) or re.escape(letter) for letter in part) for part in stem.split())
    before = r"(?<![^\W_])" + (r"(?<!\d[.,\s])" if stem[0].isdigit() else "")
    after = r"(?![^\W_])" + (r"(?![.,]\d|\s\d{3}(?!\d))" if stem[-1].isdigit() else "")
    return re.compile(f"{before}(?P<say>{body}{tail}){after}")


def _name_rule(written: str, spoken: str, *, endings: bool) -> Rule:
    """A name as it is written, with an ending or an ending after a hyphen where the language has them."""
    tail = rf"(?:[-\u2011](?P<hyphened>{_SMALL}{{1,7}})|(?P<tail>[^\W\d_]{{0,7}}))" if endings else "(?P<hyphened>)(?P<tail>)"

    def say(match: re.Match[str]) -> str | None:
        if match["tail"] and written.isupper():  # an acronym takes its endings after a hyphen, АЛЖИРов is another word
            return None
        return spoken + (match["hyphened"] or match["tail"] or "")

    return Rule("name", _name_pattern(written, tail), say)


def _stem_rule(written: str, spoken: str) -> Rule:
    """A name that ends in a vowel, й or ь, with another ending in its place: Рыскулова, Рыскуловой."""
    return Rule("name", _name_pattern(written[:-1], r"(?P<tail>[^\W\d_]{0,7})"), lambda match: spoken[:-1] + match["tail"])


def name_rules(names: Iterable[SpokenName], *, endings: bool = True) -> list[Rule]:
    """Rules for the names table, the longest written form first; endings after a name or a hyphen are kept.

    *endings* says whether the language adds endings to names. A Russian or Kazakh name that ends in a vowel, й or ь also matches with another ending if its spoken form ends in the same letter, but only where no name of the table fits as it is written.
    """
    exact: list[Rule] = []
    stems: list[Rule] = []
    for name in sorted(names, key=lambda row: -len(row.written)):
        written, spoken = Draft.clean(name.written, "").text.strip(), unicodedata.normalize("NFC", name.spoken)
        if not written or not spoken:
            continue
        exact.append(_name_rule(written, spoken, endings=endings))
        if endings and written[-1] in "аяоеёиыуюйьАЯ" and spoken[-1] == written[-1] and len(written) > 4 and not written.isupper():
            stems.append(_stem_rule(written, spoken))
    return exact + stems
