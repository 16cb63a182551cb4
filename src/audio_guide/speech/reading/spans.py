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
_CLUSTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)
_SPACES = re.compile(r"\s+")
_SPACE_AFTER = (",", ";", ":")
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

    may_end: frozenset[str] = frozenset()
    """Abbreviations that end a sentence only before a capital letter that is no initial and no digit: г, ж, т.б, и др."""


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
            apart = bool(rule) or (claimed and said[0].isalnum()) or any(letter.isspace() for letter in self.text[max(last - 1, 0) : start])
            apart = apart or spoken.endswith(_SPACE_AFTER)
            if said[0] in _NO_SPACE_BEFORE:
                spoken = spoken.rstrip(" ")
            elif spoken and apart and not spoken.endswith(" "):
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


def name_rules(names: Iterable[SpokenName], *, endings: bool = True) -> list[Rule]:
    """Rules for the names table, the longest written form first; endings after a name or a hyphen are kept.

    *endings* says whether the language adds endings to names. A Russian or Kazakh name that ends in a vowel, й or ь also matches with another ending (Рыскулова, Рыскуловой) if its spoken form ends in the same letter.
    """
    rules: list[Rule] = []
    for name in sorted(names, key=lambda row: -len(row.written)):
        written, spoken = unicodedata.normalize("NFC", name.written), unicodedata.normalize("NFC", name.spoken)
        if not written or not spoken:
            continue
        stem, said = written, spoken
        if written[-1] in "аяоеёиыуюйьАЯ" and spoken[-1] == written[-1] and len(written) > 4:
            stem, said = written[:-1], spoken[:-1]
        body = r"\s+".join(re.escape(part) for part in stem.split())
        pattern = re.compile(rf"(?<![^\W_])(?P<say>{body}(?:[-\u2011](?P<hyphened>[^\W\d_]{{1,7}})|(?P<tail>[^\W\d_]{{0,{7 if endings else 0}}})))(?![^\W_])")

        def say(match: re.Match[str], stem: str = stem, said: str = said, spoken: str = spoken) -> str | None:
            if match["hyphened"]:
                return spoken + match["hyphened"]
            tail = match["tail"] or ""
            if stem.isupper() and tail:  # an acronym takes its endings after a hyphen, АЛЖИРов is another word
                return None
            return said + tail if tail or said != spoken else spoken

        rules.append(Rule("name", pattern, say))
    return rules
