"""Colours, widths and languages of the pages do not depend on each other, so that each has to be looked at only once."""

import re

import pytest
from tests.conftest import REPOSITORY

SHEETS = sorted((REPOSITORY / "src").rglob("static/*.css"))
COLOUR = re.compile(r"color|background|border|outline|fill|stroke|shadow|filter|opacity|mix-blend|^--")
"""Properties that can give a colour to something, or to what every colour is made of."""


def conditions(sheet):
    """Return what a style sheet says under a condition: the condition, and the properties with their values."""
    text = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    for media in re.finditer(r"@media\s*([^{]+?)\s*\{", text):
        deep, end = 1, media.end()
        while deep:
            deep += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        yield media[1], re.findall(r"([\w-]+)\s*:\s*([^;{}]+);", text[media.end() : end])


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_colour_depends_on_the_width_and_no_width_on_the_colours(path):
    """What a narrow or a low window changes is no colour, and what the dark changes is colours alone."""
    wrong = []
    for condition, said in conditions(path.read_text()):
        if re.search(r"width|height|orientation|aspect", condition):
            wrong += [(condition, name, value) for name, value in said if COLOUR.search(name)]
        if "prefers-color-scheme" in condition or "prefers-contrast" in condition:
            wrong += [(condition, name, value) for name, value in said if not re.fullmatch(r"#[0-9a-f]{3,8}|var\(--[a-z]+\)", value)]

    assert [] == wrong


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_colour_depends_on_the_language(path):
    """What a style sheet says of a language, or of a direction of writing, is no colour."""
    rules = re.findall(r"([^{};]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL))
    spoken = [(selector.strip(), name) for selector, said in rules if re.search(r"[:\[](?:lang|dir)\b", selector) for name in re.findall(r"([\w-]+)\s*:", said)]

    assert [] == [one for one in spoken if COLOUR.search(one[1])]


def test_a_condition_that_is_broken_is_seen():
    """The look at style sheets reads rules inside of conditions, and nothing else."""
    narrow, dark = "@media (max-width: 22rem) { b { color: blue; gap: 0; } }", "@media (prefers-color-scheme: dark) { :root { --text: #fff; } }"
    found = list(conditions(f"a {{ color: red; }} {narrow} {dark} i {{ fill: red; }}"))

    assert [("(max-width: 22rem)", [("color", "blue"), ("gap", "0")]), ("(prefers-color-scheme: dark)", [("--text", "#fff")])] == found
