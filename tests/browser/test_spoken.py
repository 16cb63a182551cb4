"""What a screen reader meets, in its order, against a stored file for each language; ``UPDATE=1`` writes the files anew for a person to read."""

import os
import re
from pathlib import Path

import pytest

from tests.browser.phone import LANGUAGES

pytestmark = pytest.mark.browser
STORED = Path(__file__).parent / "spoken"


@pytest.mark.parametrize("language", LANGUAGES)
def test_spoken_order(visit, language):
    """A stop with a content note is told in its order: languages, museum, title, note, then the player, the picture, the words and the way on."""
    page = visit(f"/{language}/stops/C8Y5")
    told = page.locator("body").aria_snapshot() + "\n"
    told += "".join(f"# {name}: {page.get_attribute('#position', name)}\n".replace("\u00a0", " ") for name in ("aria-valuetext", "max", "step"))
    stored = STORED / f"{language}.txt"
    if os.environ.get("UPDATE"):
        STORED.mkdir(exist_ok=True)
        stored.write_text(told, "utf-8")

    assert stored.read_text("utf-8") == told
    assert re.search(r"region.*?button.*?slider.*?combobox.*?img.*?paragraph", told, re.DOTALL)
