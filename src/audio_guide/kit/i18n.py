"""Languages: the one list of them, the interface's words read from the translators' files as they change, and the visitor's wish."""

import hashlib
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from audio_guide.kit.catalogues import PLACE, CatalogueError, Problem, Words, read_words
from audio_guide.kit.errors import mark

OWN_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
"""Each language by its own name, in the order in which they are offered everywhere."""
LANGUAGES = tuple(OWN_NAMES)

LOOK_AGAIN_SECONDS = 0.5
LONGEST_HEADER = 1000
MOST_WISHES = 50
QUALITY = re.compile(r"q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)
TAG = re.compile(r"\*|[a-z]{1,8}(?:-[a-z0-9]{1,8})*", re.IGNORECASE)
NO_WORDS = Words({}, lambda number: int(number != 1))
Signature = tuple[int, int, int] | None


class Catalogues:
    """The interface's words in every language; a saved file is used within a second, a broken one leaves the last good words in place."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """Read the files under *folder*: ``{language}/LC_MESSAGES/messages.po``."""
        self._files = {language: folder / language / "LC_MESSAGES" / "messages.po" for language in LANGUAGES}
        self._clock = clock
        self._words = dict.fromkeys(LANGUAGES, NO_WORDS)
        self._signatures: dict[str, Signature] = {}
        self._problems: dict[str, tuple[Problem, ...]] = {}
        self._looked = float("-inf")
        self._look()

    def gettext(self, language: str, message: str, /, **places: object) -> str:
        """Return *message* in *language* with its places filled, or the English words if there is no translation."""
        return _fill(self._forms(language, "", message, (message,))[0], places)

    def pgettext(self, language: str, context: str, message: str, /, **places: object) -> str:
        """Return *message* as it is said in *context*."""
        return _fill(self._forms(language, context, message, (message,))[0], places)

    def ngettext(self, language: str, singular: str, plural: str, n: int, /, **places: object) -> str:
        """Return the form that the number *n* takes in *language*; ``{n}`` is filled unless a formatted one is given."""
        english = (singular, plural)
        forms = self._forms(language, "", singular, english)
        rule = self._rule(language) if forms is not english else NO_WORDS.plural
        return _fill(forms[min(rule(abs(n)), len(forms) - 1)], {"n": n, **places})

    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong with the files now: file, line and reason."""
        self._look()
        return tuple(problem for language in LANGUAGES for problem in self._problems.get(language, ()))

    @property
    def revision(self) -> str:
        """Change whenever any word changes, so that rendered pages can be kept until then."""
        self._look()
        return hashlib.sha256(repr(sorted(self._signatures.items())).encode()).hexdigest()[:12]

    def _forms(self, language: str, context: str, message: str, english: tuple[str, ...]) -> tuple[str, ...]:
        self._look()
        return self._words.get(language, NO_WORDS).forms.get((context, message), english)

    def _rule(self, language: str) -> Callable[[int], int]:
        return self._words.get(language, NO_WORDS).plural

    def _look(self) -> None:
        """Read the files that changed since the last look, at most twice a second."""
        now = self._clock()
        if now - self._looked < LOOK_AGAIN_SECONDS:
            return
        self._looked = now
        for language, file in self._files.items():
            signature = _signature(file)
            if language not in self._signatures or signature != self._signatures[language]:
                self._signatures[language] = signature
                self._read(language, file)

    def _read(self, language: str, file: Path) -> None:
        try:
            words, problems = read_words(file)
        except CatalogueError as error:
            self._problems[language] = (Problem(file, error.line, error.reason),)
        except OSError:
            self._problems[language] = (Problem(file, 0, mark("This file is missing or cannot be read.")),)
        else:
            self._words[language] = words
            self._problems[language] = problems


def _signature(file: Path) -> Signature:
    """Return what changes when a file is saved, or None if it is not there."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _fill(words: str, places: dict[str, object]) -> str:
    """Put the values into their places; nothing but a plain name is understood, so a translation can reach no attribute."""
    return PLACE.sub(lambda found: str(places.get(found.group(1), found.group(0))), words) if places else words


def negotiate(accept_language: str, offered: Sequence[str], default: str) -> str:
    """Return the offered language that an Accept-Language header wishes most, or *default*; no header is too odd for it."""
    wishes = _wishes(accept_language)
    rest = next((quality for tag, quality in wishes if tag == "*"), 0.0)
    named = {tag.partition("-")[0] for tag, _ in wishes if tag != "*"}
    best, best_rank = default, (0.0, 0)
    for language in sorted(offered, key=lambda language: language != default):
        for place, (tag, quality) in enumerate(wishes):
            if _means(tag, language, wishes) and (quality, -place) > best_rank and quality > 0:
                best, best_rank = language, (quality, -place)
        if language.lower().partition("-")[0] not in named and rest > best_rank[0]:
            best, best_rank = language, (rest, -MOST_WISHES)
    return best


def _means(tag: str, language: str, wishes: Sequence[tuple[str, float]]) -> bool:
    """Tell whether a wish is for *language*; a wish for exactly it outweighs those for its regional forms."""
    language = language.lower()
    if tag == language:
        return True
    same = tag != "*" and tag.partition("-")[0] == language.partition("-")[0]
    return same and all(other != language for other, _ in wishes)


def _wishes(header: str) -> list[tuple[str, float]]:
    """Return the wishes in their order with their weights; what is not written as RFC 9110 says is left out."""
    if len(header) > LONGEST_HEADER:
        header = header[:LONGEST_HEADER].rpartition(",")[0]
    wishes = []
    for item in header.split(",")[:MOST_WISHES]:
        tag, *parameters = (part.strip() for part in item.split(";"))
        weights = [QUALITY.fullmatch(parameter) for parameter in parameters]
        if TAG.fullmatch(tag) and all(weights) and len(weights) <= 1:
            wishes.append((tag.lower(), float(weights[0].group(1)) if weights and weights[0] else 1.0))
    return wishes


def museum_names(setting: str) -> dict[str, str]:
    """Read a museum's name as it is set: one for all languages, or ``kk=…;ru=…;en=…``."""
    pairs = [part.partition("=") for part in setting.split(";") if part.strip()]
    if pairs and all(equals and language.strip() in LANGUAGES for language, equals, _ in pairs):
        return {language.strip(): name.strip() for language, _, name in pairs}
    return dict.fromkeys(LANGUAGES, setting.strip())
