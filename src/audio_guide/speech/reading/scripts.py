"""In which letters a language is written; reading knows nothing of the project, so it asks CLDR itself."""

from functools import lru_cache

from babel.core import get_global


@lru_cache(maxsize=256)
def script_of(language: str) -> str:
    """Return the script of a language as ISO 15924 names it, such as Cyrl; Latn where CLDR knows none."""
    named = next((part.title() for part in language.split("-")[1:] if len(part) == 4 and part.isalpha()), "")
    likely = str(get_global("likely_subtags").get(language.partition("-")[0], "")).split("_")
    return named or (likely[1] if len(likely) > 1 else "Latn")
