"""The page about ATAG 2.0 goes through all of it: every criterion of level A and AA at its level, with a test or a page of help where it is met."""

import re

import pytest
from tests.conftest import REPOSITORY

PAGE = (REPOSITORY / "docs" / "atag.md").read_text()
ROWS = re.findall(r"^\| ([AB]\.\d\.\d\.\d) [^|]*\| (A{1,3}) \| ([^|]*) \| ([^|]*) \|$", PAGE, re.MULTILINE)
AT_EACH_LEVEL = "A.1.1.1 B.1.1.1 B.1.1.2 B.1.2.1 B.1.2.2 B.2.1.1 B.2.2.1 B.2.2.2 B.2.3.1 B.2.4.1 B.3.1.1 B.3.2.1 B.4.2.1"
LEVEL_A = """
    A.1.2.1 A.1.2.2 A.2.1.1 A.2.1.2 A.2.2.1 A.3.1.1 A.3.1.2 A.3.2.1 A.3.2.2 A.3.2.3 A.3.3.1 A.3.6.1 A.3.7.1 A.4.1.1 A.4.1.2 A.4.2.1
    B.1.2.3 B.1.2.4 B.2.3.2 B.3.1.2 B.3.1.3 B.4.1.1 B.4.1.2 B.4.2.2
"""
LEVEL_AA = "A.2.2.2 A.3.1.3 A.3.4.1 A.3.5.1 A.3.6.2 A.3.6.3 A.4.2.2 B.2.4.2 B.2.4.3 B.2.5.1 B.2.5.2 B.3.1.4 B.3.1.5 B.4.1.3 B.4.1.4"
"""The criteria of the Recommendation of 24 September 2015; those of the first list ask for WCAG 2.0 at the level that is claimed."""


def test_every_criterion_has_its_row():
    """No criterion of level A or AA is left out, stands twice, or has another level than in the guidelines."""
    wanted = [(one, level) for level in ("A", "AA") for one in AT_EACH_LEVEL.split()]
    wanted += [(one, "A") for one in LEVEL_A.split()] + [(one, "AA") for one in LEVEL_AA.split()]

    assert sorted(wanted) == sorted((one, level) for one, level, _, _ in ROWS if level != "AAA")


@pytest.mark.parametrize(("criterion", "level", "result", "shown"), ROWS, ids=[f"{one[0]} {one[1]}" for one in ROWS])
def test_what_is_met_is_shown(criterion, level, result, shown):
    """Whatever is said to be met names a test or a page of help, and whatever does not apply says why."""
    if result.startswith("met"):
        assert re.search(r"`tests/|help pages? \*", shown), (criterion, level, shown)
    elif level != "AAA":
        assert result.startswith("not applicable because "), (criterion, level, result)


def test_pages_of_help_that_are_named_exist():
    """Each page of help is named by its title."""
    titles = (REPOSITORY / "src/audio_guide/cms/templates/cms/help_words.html").read_text()
    named = {title for shown in re.findall(r"help pages? ((?:\*[^*]+\*(?:, )?)+)", PAGE) for title in re.findall(r"\*([^*]+)\*", shown)}

    assert len(named) > 4
    assert [] == sorted(title for title in named if f'_("{title}")' not in titles)
