"""What a screen reader says, in its order and its tongue, against a stored file for each language; ``UPDATE=1`` writes the files anew for a person to read."""

import os
from pathlib import Path

import pytest

from tests.browser.phone import LANGUAGES
from tests.browser.referees import SCREEN_READER

pytestmark = pytest.mark.browser
STORED = Path(__file__).parent / "spoken"
READ = """async () => {
  const { virtual } = await import("/guidepup.js");
  const said = [];
  // Guidepup reads what is folded too, which no browser shows to a screen reader.
  for (const one of document.querySelectorAll("details:not([open]) > :not(summary)")) one.hidden = true;
  await virtual.start({ container: document.body });
  do {
    const node = virtual.activeNode;
    const tongue = (node.closest ? node : node.parentElement).closest("[lang]")?.lang;
    said.push((tongue === document.documentElement.lang ? "" : `[${tongue}] `) + await virtual.lastSpokenPhrase());
    await virtual.next();
  } while (await virtual.lastSpokenPhrase() !== "end of document" && said.length < 1000);
  await virtual.stop();
  return said;
}"""
"""Reads the page from its beginning to its end, each phrase with its language where that is not the page's."""

STOP = ("region", "button", "slider", "combobox", "image", "paragraph")
HOME = ("heading", "search", "textbox", "button", "status", "group", "button", "search", "searchbox", "heading", "list", "link")
"""The parts in the order in which they are to be told."""


def told_as_stored(page, name):
    """See that what is told of a page is what is stored; returns it."""
    told = [phrase.replace("\u00a0", " ") for phrase in page.evaluate(READ)]
    stored = STORED / f"{name}.txt"
    if os.environ.get("UPDATE"):
        STORED.mkdir(exist_ok=True)
        stored.write_text("\n".join(told) + "\n", "utf-8")
    assert stored.read_text("utf-8").splitlines() == told
    return told


@pytest.mark.parametrize("language", LANGUAGES)
def test_spoken_order(visit, language):
    """A stop with a content note is told in its order: languages, museum, title, note, then the player, the picture, the words and the way on.

    So is the start page: the field and the pad for a number, the search, the tour and its stops.
    """
    page = visit(f"/{language}/stops/C8Y5", bypass_csp=True)
    page.route("**/guidepup.js", lambda route: route.fulfill(path=SCREEN_READER, content_type="text/javascript"))
    told = told_as_stored(page, language)
    page.goto(f"/{language}/")
    home = told_as_stored(page, f"{language}-home")

    for phrases, order in ((told, STOP), (home, HOME)):
        found = iter(phrase.partition(",")[0].removeprefix("[") for phrase in phrases)
        assert all(role in found for role in order), order
