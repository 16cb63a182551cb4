"""Plural forms: what a language's gettext header should say, and which numbers take which form, in words for a translator."""

from collections.abc import Callable
from gettext import c2py

from babel.messages.plurals import PLURALS
from babel.plural import to_gettext

from audio_guide.kit.catalogues import PLURAL_FORMS
from audio_guide.kit.languages import locale_of

LOOKED_AT = range(201)
EXAMPLES = 4
TWO = "nplurals=2; plural=(n != 1);"


def expected(language: str) -> str:
    """Return the header of a language; Babel's table knows 67, CLDR the rest."""
    locale = locale_of(language)
    for name in (str(locale), locale.language):
        if name in PLURALS:
            count, rule = PLURALS[name]
            return f"nplurals={count}; plural={rule};" if rule.startswith("(") else f"nplurals={count}; plural=({rule});"
    tags = locale.plural_form.tags
    if tags == {"one"}:
        return TWO
    return "nplurals=1; plural=0;" if not tags else str(to_gettext(locale.plural_form))


def read(header: str) -> tuple[int, Callable[[int], int]] | None:
    """Return the number of forms and the rule that a header states, or None if it states none that can be used."""
    found = PLURAL_FORMS.match(header.replace("\n", " "))
    if found is None:
        return None
    try:
        rule, count = c2py(found.group(2)), int(found.group(1))
        return (count, rule) if all(0 <= rule(n) < count for n in LOOKED_AT) else None
    except (ValueError, ZeroDivisionError):
        return None


def is_right(header: str, language: str) -> bool:
    """Tell whether a header gives every number the form that the language gives it."""
    stated, wanted = read(header), read(expected(language))
    return stated is not None and wanted is not None and stated[0] == wanted[0] and all(stated[1](n) == wanted[1](n) for n in LOOKED_AT)


def examples(header: str, language: str) -> tuple[tuple[int, ...], ...]:
    """Return for each form some numbers that take it."""
    count, rule = read(header) or read(expected(language)) or (2, lambda n: int(n != 1))
    found: list[list[int]] = [[] for _ in range(count)]
    for n in LOOKED_AT:
        if len(found[rule(n)]) < EXAMPLES:
            found[rule(n)].append(n)
    return tuple(map(tuple, found))
