"""The code of a stop as people type it off a sign: one way for pages, the public JSON, counts and the command line to understand it."""

_LOOK_ALIKE = str.maketrans("OILАВЕКМНОРСТУХІ", "011ABEKMH0PCTYX1", "- \u00a0\u2010\u2011\u2012\u2013")
"""Crockford's: O is 0, I and L are 1, hyphens mean nothing. The Cyrillic letters that look like Latin ones are what a Kazakh or Russian keyboard types."""


def code_of(typed: str) -> str:
    """Return the code that somebody means, whether or not there is such a stop."""
    return typed.upper().translate(_LOOK_ALIKE)
