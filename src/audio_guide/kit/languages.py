"""The languages of the museum: data that an admin changes, known to every room through one register and exchanged whole."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from babel import Locale
from babel.core import UnknownLocaleError, get_global

from audio_guide.kit.errors import BadInputError

CODE = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?", re.IGNORECASE)
LONGEST_CODE = 16
FIRST = "kk"
"""Kazakh is the first language of the house, whatever else is added."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the museum."""

    code: str
    """BCP 47, as it stands in addresses."""
    name: str
    """Its own name."""
    direction: str = "ltr"
    fallbacks: tuple[str, ...] = ()
    """Which languages are shown, in this order, where this one has no words yet."""
    published: bool = True
    """Whether visitors may be offered it; the list shows it once something is published in it."""
    derived_from: str = ""
    """The language whose words it shows in other letters; such a language has no texts of its own."""


SHIPPED = (
    Language("kk", "Қазақша", fallbacks=("ru", "en")),
    Language("ru", "Русский", fallbacks=("kk", "en")),
    Language("en", "English", fallbacks=("ru", "kk")),
)
"""The languages whose words come with the guide."""
KAZAKH_IN_LATIN = Language("kk-Latn", "Qazaqşa", fallbacks=("ru", "en"), derived_from="kk")
"""Kazakh in the letters of 2021: a derived reading that a museum may offer."""


@dataclass(frozen=True)
class Languages:
    """All languages of the museum in their order, at one moment."""

    all: tuple[Language, ...] = SHIPPED

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """All codes, also those of derived readings."""
        return tuple(language.code for language in self.all)

    @cached_property
    def written(self) -> tuple[str, ...]:
        """The languages that have texts of their own."""
        return tuple(language.code for language in self.all if not language.derived_from)

    @cached_property
    def names(self) -> dict[str, str]:
        """Each language by its own name."""
        return {language.code: language.name for language in self.all}

    @cached_property
    def directions(self) -> dict[str, str]:
        """In which direction each language is written."""
        return {language.code: language.direction for language in self.all}

    @cached_property
    def fallbacks(self) -> dict[str, tuple[str, ...]]:
        """What is tried after each language: its own chain, then whatever else the museum has, so that no page is empty while there are words."""
        chains: dict[str, tuple[str, ...]] = {}
        for one in self.all:
            tried = dict.fromkeys((*one.fallbacks, *self.written))
            chains[one.code] = tuple(code for code in tried if code in self.written and code not in {one.code, one.derived_from})
        return chains

    @cached_property
    def derived(self) -> dict[str, str]:
        """Each derived reading with the language whose texts and sound it has."""
        return {language.code: language.derived_from for language in self.all if language.derived_from}

    @cached_property
    def chains(self) -> dict[str, tuple[str, ...]]:
        """Where the words of each language are looked for, in this order."""
        return {code: (self.derived.get(code, code), *self.fallbacks[code]) for code in self.codes}

    def offered(self, having: Collection[str]) -> tuple[str, ...]:
        """Return what a visitor may choose, when *having* are the languages in which something is published; those that came with the guide have its words."""
        ours = {language.code for language in SHIPPED}
        return tuple(one.code for one in self.all if one.published and (one.code in ours or one.code in having))


@dataclass
class Register:
    """What this process knows of the languages now; every room holds the one register, and what is in it is exchanged whole."""

    now: Languages = field(default_factory=Languages)
    having: frozenset[str] = frozenset()
    offered: tuple[str, ...] = tuple(language.code for language in SHIPPED)

    def learn(self, languages: Languages, having: Collection[str] | None = None) -> None:
        """Take over the table as it is now, and in which languages something is published."""
        self.having = self.having if having is None else frozenset(having)
        self.offered = languages.offered(self.having)
        self.now = languages


def known_to_cldr(typed: str) -> Language:
    """Return the language that a BCP 47 code names, with what CLDR knows of it; raises BadInputError.

    Babel's own parser must not guess here: asked for ``kk_Latn`` it answers with Cyrillic.
    """
    found = CODE.fullmatch(typed.strip())
    if found is None or len(typed.strip()) > LONGEST_CODE:
        raise BadInputError("“{code}” is no language code. It is written as in uk, pt-BR or sr-Latn.", code=typed.strip()[:20]).at("code")
    language, script, territory = found.group(1).lower(), (found.group(2) or "").title(), (found.group(3) or "").upper()
    code = "-".join(part for part in (language, script, territory) if part)
    if code == KAZAKH_IN_LATIN.code:
        return KAZAKH_IN_LATIN
    try:
        locale = Locale.parse(code, sep="-", resolve_likely_subtags=False)
    except (UnknownLocaleError, ValueError) as error:
        raise BadInputError("No language with the code “{code}” is known. Look it up in the list of BCP 47.", code=code).at("code") from error
    name = str(locale.get_display_name() or code)
    return Language(code, name[:1].upper() + name[1:], "rtl" if locale.text_direction == "rtl" else "ltr")


@lru_cache(maxsize=256)
def script_of(code: str) -> str:
    """Return the script of a language as ISO 15924 names it, such as Cyrl; Latn where CLDR knows none."""
    named = next((part.title() for part in code.split("-")[1:] if len(part) == 4 and part.isalpha()), "")
    likely = str(get_global("likely_subtags").get(code.partition("-")[0].lower(), "")).split("_")
    return named or (likely[1] if len(likely) > 1 else "Latn")


def meant(tag: str, offered: Iterable[str]) -> str:
    """Return the offered language that a tool means by its tag, whatever letter case and territory, else the tag; another script is another language."""
    plain = tag.strip().partition(".")[0].replace("_", "-").replace("@latin", "-Latn").replace("@cyrillic", "-Cyrl")
    by_case = {one.casefold(): one for one in offered}
    if plain.casefold() in by_case:
        return by_case[plain.casefold()]
    found = CODE.fullmatch(plain)
    if found is None:
        return tag if plain else ""
    language, script = found.group(1), (found.group(2) or "").title()
    nearer = f"{language}-{script}".casefold() if script else ""
    one = by_case.get(nearer) or by_case.get(language.casefold())
    return one if one is not None and script_of(one) == (script or script_of(language.lower())) else tag


@lru_cache(maxsize=256)
def locale_of(code: str) -> Locale:
    """Return the formats of a language; English ones are British, since CLDR's plain English is American."""
    plain = {"en": "en-GB", KAZAKH_IN_LATIN.code: "kk"}.get(code, code)
    try:
        return Locale.parse(plain, sep="-", resolve_likely_subtags=False)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en-GB", sep="-")
