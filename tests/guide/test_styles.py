"""What the styles of the visitor's pages let change with the window and the colour scheme: since it is this little, axe need not look at every pair of both."""

import re

import pytest

from audio_guide.guide.rendering import FINDING, STYLE
from audio_guide.kit import brand, web

STYLES = {"page": web.STYLE.text, "stop": STYLE.text, "finding": FINDING.text, "lent": web.LENT_STYLE.text, "brand": brand.accent("#1d4e89")}
QUERY = re.compile(r"@media ?([^{]+)\{((?:[^{}]+\{[^{}]*\})*)\}")
COLOURED = re.compile(
    r"(?:^|[;{])(--[\w-]+|[\w-]*color|background[\w-]*|border[\w-]*|outline[\w-]*|text-decoration[\w-]*|fill|stroke|opacity|filter|box-shadow):"
)
"""Properties that give something a colour."""
VARIABLES = re.compile(r":root\{((?:--[\w-]+:#[0-9a-f]{3,6};?)+)\}")


@pytest.mark.parametrize("name", STYLES)
def test_colours_do_not_depend_on_the_window(name):
    """No query for a width or a height gives anything a colour, and there are no queries but for these, colours, contrast, motion and paper."""
    queries = QUERY.findall(STYLES[name])
    kinds = {kind for query, _ in queries for kind in re.findall(r"[a-z-]+", query.split(":")[0])}

    assert STYLES[name].count("@media") == len(queries)
    assert kinds <= {"min-width", "max-width", "min-height", "max-height", "prefers-color-scheme", "prefers-contrast", "forced-colors", "print"}
    assert [] == [COLOURED.findall(body) for query, body in queries if re.search("width|height", query) and COLOURED.search(body)]


@pytest.mark.parametrize("name", STYLES)
def test_dark_is_other_colours_and_nothing_else(name):
    """What is asked for dark windows sets the colours that have a name, and each of them has a light one, too."""
    style = STYLES[name]
    dark = [body for query, body in QUERY.findall(style) if "prefers-color-scheme" in query]
    light = VARIABLES.search(re.sub(r"color-scheme:light dark;", "", QUERY.sub("", style)))

    assert bool(dark) == (name in {"page", "brand"})
    assert all(VARIABLES.fullmatch(body) for body in dark)
    assert not dark or set(re.findall(r"--[\w-]+", "".join(dark))) <= set(re.findall(r"--[\w-]+", light[1]))
