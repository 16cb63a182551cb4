"""What would still be misread: exact findings that cost nothing, shown before anybody publishes."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from audio_guide.speech.reading import has_rules
from audio_guide.speech.reading.scripts import script_of
from audio_guide.speech.reading.spans import Reading, Token

SYMBOLS = frozenset("№%‰°₸@#*/\\|_=+<>~^&§$€£₽¢¥×÷±≈√∞†‡²³½¼¾→←")
KAZAKH_LETTERS = frozenset("әғқңөұүһіӘҒҚҢӨҰҮҺІ")
LONGEST_SPOKEN = 400
"""Characters of one spoken sentence; a listener loses the thread before."""
_DIGIT = re.compile(r"\d")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_OWN = {"Latn": _LATIN, "Cyrl": _CYRILLIC}
_ANY_LETTER = re.compile(r"[^\W\d_ªºʰ-˿]")
_SWITCH = re.compile(r"\(([a-z]{2,3}(?:-[a-z]+)?)\)")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that would be misread: what kind, which span of the shown text, and the shown words.

    Kinds: digits-left, no-rules (digits in a language whose numbers are not read by rules), foreign-letters, mixed-alphabets, symbol-left, wrong-language, language-switch, too-long.
    """

    kind: str
    start: int
    end: int
    shown: str


def lint(reading: Reading, phonemes: Callable[[str], str] | None = None, is_other: Callable[[str, str], bool] | None = None) -> tuple[Finding, ...]:
    """Return what would be misread, in the order of the text.

    *is_other* tells whether a text hardly is in a language; reading knows nothing of the project, so it is given that judge.

    *phonemes* turns spoken words into an engine's phonemes; a mark such as «(en)» among them says that the voice changes its language there.
    """
    found = [_finding(reading, token, kind) for token in reading.tokens for kind in _kinds(reading, token)]
    if phonemes is not None and _switches(phonemes(reading.text), reading.language):
        found += [
            _finding(reading, token, "language-switch")
            for token in reading.tokens
            if _switches(phonemes(reading.text[token.spoken_start : token.spoken_end]), reading.language)
        ]
    found += [Finding(kind, 0, len(reading.source), reading.source) for kind in _whole(reading, is_other)]
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: (finding.start, finding.end, finding.kind)))


def _finding(reading: Reading, token: Token, kind: str) -> Finding:
    return Finding(kind, token.start, token.end, reading.source[token.start : token.end])


def _kinds(reading: Reading, token: Token) -> Iterator[str]:
    """Give the kinds of trouble in one spoken piece."""
    said = reading.text[token.spoken_start : token.spoken_end]
    latin, cyrillic = bool(_LATIN.search(said)), bool(_CYRILLIC.search(said))
    if _DIGIT.search(said):
        yield "digits-left" if has_rules(reading.language) else "no-rules"
    if any(mark in SYMBOLS or unicodedata.category(mark) == "So" for mark in said):
        yield "symbol-left"
    if latin and cyrillic and any(_LATIN.search(word) and _CYRILLIC.search(word) for word in said.split()):
        yield "mixed-alphabets"
    elif _foreign(said, reading.language) or (reading.language.startswith("ru") and KAZAKH_LETTERS & set(said)):
        yield "foreign-letters"


def _foreign(said: str, language: str) -> bool:
    """Tell whether a letter is of another script; of a language that is written neither in Latin nor in Cyrillic letters nothing is known."""
    own = _OWN.get(script_of(language))
    return own is not None and any(letter.isalpha() and not own.match(letter) for letter in _ANY_LETTER.findall(said))


def _switches(said: str, language: str) -> bool:
    """Tell whether phonemes leave the language of the text."""
    return any(mark.split("-")[0] != language.split("-", maxsplit=1)[0] for mark in _SWITCH.findall(said))


def _whole(reading: Reading, is_other: Callable[[str, str], bool] | None) -> Iterator[str]:
    """Give what is wrong with the text as a whole."""
    if len(reading.text) > LONGEST_SPOKEN:
        yield "too-long"
    if is_other is not None and is_other(reading.source, reading.language):
        yield "wrong-language"
