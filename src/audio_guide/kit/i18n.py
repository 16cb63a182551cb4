"""The interface's words, read from the translators' files as they change, and the visitor's wish for a language."""

import contextlib
import hashlib
import logging
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from audio_guide.kit.catalogues import CUT_OFF, PLACE, CatalogueError, Problem, Signature, Words, read_words, salvaged, signature
from audio_guide.kit.errors import Phrase, mark
from audio_guide.kit.languages import SHIPPED, Register
from audio_guide.kit.latin import latin
from audio_guide.kit.marks import marked

LANGUAGES = tuple(language.code for language in SHIPPED)
"""The languages that come with the guide. Which ones a museum has is known to its register (``site.languages``)."""
ENGLISH = "en"
"""The language in which the code asks for words."""

LOOK_AGAIN_SECONDS = 0.3
FEWEST_SHARE = 2 / 3
"""A file with a smaller share of the template's messages was cut off: an update of the guide brings hardly more new ones."""
LONGEST_HEADER = 1000
MOST_WISHES = 50
QUALITY = re.compile(r"q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)
TAG = re.compile(r"\*|[a-z]{1,8}(?:-[a-z0-9]{1,8})*", re.IGNORECASE)
LANGUAGE_KEY = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,4}){0,2}")
log = logging.getLogger(__name__)
NO_WORDS = Words({}, lambda number: int(number != 1))


class Catalogues:
    """The interface's words in every language; a saved file is used within a second, a broken one leaves the last good words in place."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic, register: Register | None = None) -> None:
        """Read the files under *folder*, ``{language}/LC_MESSAGES/messages.po``, of the languages that are in the *register*."""
        self.folder = folder
        self.register = register if register is not None else Register()
        self._clock = clock
        self._words: dict[str, Words] = {}
        self._signatures: dict[str, Signature] = {}
        self._problems: dict[str, tuple[Problem, ...]] = {}
        self._template: tuple[Signature, int] = (None, 0)
        self._looked = float("-inf")
        self._look()

    def file(self, language: str) -> Path:
        """Return where the words of a language lie."""
        return self.folder / language / "LC_MESSAGES" / "messages.po"

    def gettext(self, language: str, message: str, /, **places: object) -> str:
        """Return *message* in *language* with its places filled, or in the first fallback that has it."""
        return self._say(language, "", (message,), None, places)[0]

    def pgettext(self, language: str, context: str, message: str, /, **places: object) -> str:
        """Return *message* as it is said in *context*."""
        return self._say(language, context, (message,), None, places)[0]

    def ngettext(self, language: str, singular: str, plural: str, n: int, /, **places: object) -> str:
        """Return the form that the number *n* takes in *language*; ``{n}`` is filled unless a formatted one is given."""
        return self._say(language, "", (singular, plural), n, {"n": n, **places})[0]

    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong with the files now: file, line and reason."""
        self._look()
        return tuple(problem for language in self.register.now.written for problem in self._problems.get(language, ()))

    @property
    def revision(self) -> str:
        """Change whenever any word or language changes, so that rendered pages can be kept until then."""
        self._look()
        return hashlib.sha256(repr((sorted(self._signatures.items()), self.register.now.all, self.register.offered)).encode()).hexdigest()[:12]

    def _say(self, language: str, context: str, english: tuple[str, ...], n: int | None, places: dict[str, object]) -> tuple[str, str]:
        """Return words with their places filled, and the language in which they are."""
        places = {name: self._say(language, "", (value.message_id,), None, {})[0] if isinstance(value, Phrase) else value for name, value in places.items()}
        self._look()
        languages = self.register.now
        for tried in languages.chains.get(language, (language,)):
            words = self._words.get(tried)
            forms = words.forms.get((context, english[0])) if words is not None else None
            if words is None or forms is None:
                continue
            form = forms[0] if n is None else forms[min(words.plural(abs(n)), len(forms) - 1)]
            if languages.derived.get(language) == tried:
                return _fill(latin(form), places), language
            return _fill(form, places), tried
        return _fill(english[0] if n is None else english[min(NO_WORDS.plural(abs(n)), len(english) - 1)], places), ENGLISH

    def _look(self) -> None:
        """Read the files that changed since the last look, a few times a second at most."""
        now = self._clock()
        if now - self._looked < LOOK_AGAIN_SECONDS:
            return
        self._looked = now
        for language in self.register.now.written:
            file = self.file(language)
            found = signature(file)
            if language in self._signatures and (found == self._signatures[language] or self._is_moving(language, found)):
                continue
            self._signatures[language] = found
            self._read(language, file)
            for problem in self._problems[language] if found is not None or language in self._words else ():
                log.warning("%s:%d: %s", problem.file, problem.line, problem.reason)

    def _is_moving(self, language: str, found: Signature) -> bool:
        """Tell whether a file was written into just now, so that it may not be whole yet; one that took its place whole is read at once."""
        known = self._signatures[language]
        return found is not None and known is not None and found[2] == known[2] and 0 <= time.time() - found[0] / 1e9 < LOOK_AGAIN_SECONDS

    def _read(self, language: str, file: Path) -> None:
        try:
            words, problems = read_words(file)
        except CatalogueError as error:
            self._problems[language] = (Problem(file, error.line, error.reason),)
            if language not in self._words:
                self._words[language] = salvaged(file, error.line)
        except OSError:
            self._problems[language] = (Problem(file, 0, mark("This file is missing or cannot be read.")),)
        else:
            cut = words.count < self._asked() * FEWEST_SHARE
            if not cut or words.count >= self._words.get(language, NO_WORDS).count:
                self._words[language] = words
            self._problems[language] = (Problem(file, words.lines, CUT_OFF), *problems) if cut else problems

    def _asked(self) -> int:
        """Return how many messages the template has, 0 if there is none; it is counted again when it changes."""
        file = self.folder / "messages.pot"
        found = signature(file)
        if found != self._template[0]:
            with contextlib.suppress(OSError):
                self._template = (found, max(0, file.read_bytes().count(b"\nmsgid ") - 1))
        return self._template[1] if found is not None else 0


class Shown:
    """The interface's words of one language for a page that people read: what stands in for a missing word is marked with its language."""

    def __init__(self, catalogues: Catalogues, language: str) -> None:
        self._catalogues = catalogues
        self._language = language

    def gettext(self, message: str, /, **places: object) -> str:
        """Return *message* with its places filled."""
        return self._shown(*self._catalogues._say(self._language, "", (message,), None, places))  # noqa: SLF001 -- one class in two

    def pgettext(self, context: str, message: str, /, **places: object) -> str:
        """Return *message* as it is said in *context*."""
        return self._shown(*self._catalogues._say(self._language, context, (message,), None, places))  # noqa: SLF001

    def ngettext(self, singular: str, plural: str, n: int, /, **places: object) -> str:
        """Return the form that the number *n* takes."""
        return self._shown(*self._catalogues._say(self._language, "", (singular, plural), n, {"n": n, **places}))  # noqa: SLF001

    def _shown(self, words: str, language: str) -> str:
        return words if language == self._language else marked(words, language)


def _fill(words: str, places: dict[str, object]) -> str:
    """Put the values into their places; nothing but a plain name is understood, so a translation can reach no attribute."""
    return PLACE.sub(lambda found: str(places.get(found.group(1), found.group(0))), words) if places else words


def negotiate(accept_language: str, offered: Sequence[str], default: str) -> str:
    """Return the offered language that an Accept-Language header wishes most, or *default*; no header is too odd for it."""
    wishes = _wishes(accept_language)
    rest = next((quality for tag, quality in wishes if tag == "*"), 0.0)
    named = {tag.partition("-")[0] for tag, _ in wishes if tag != "*"}
    best, best_rank = default, (0.0, 0, 0)
    for language in sorted(offered, key=lambda language: language != default):
        for place, (tag, quality) in enumerate(wishes):
            rank = (quality, -place, _nearness(tag, language.lower()))
            if _means(tag, language, wishes) and rank > best_rank and quality > 0:
                best, best_rank = language, rank
        if language.lower().partition("-")[0] not in named and rest > best_rank[0]:
            best, best_rank = language, (rest, -MOST_WISHES, 0)
    return best


def _means(tag: str, language: str, wishes: Sequence[tuple[str, float]]) -> bool:
    """Tell whether a wish is for *language*; a wish for exactly it outweighs those for its regional forms."""
    language = language.lower()
    if tag == language:
        return True
    same = tag != "*" and tag.partition("-")[0] == language.partition("-")[0]
    return same and all(other != language for other, _ in wishes)


def _nearness(tag: str, language: str) -> int:
    """Return how much of a wish a language says, so that kk-Latn is nearer to kk-Latn-KZ than kk is."""
    return len(language) if tag == language or tag.startswith(f"{language}-") else 0


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
    if pairs and all(equals and LANGUAGE_KEY.fullmatch(language.strip()) for language, equals, _ in pairs):
        return {language.strip(): name.strip() for language, _, name in pairs}
    return dict.fromkeys(LANGUAGES, setting.strip())
