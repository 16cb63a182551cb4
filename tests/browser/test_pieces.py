"""On a bad line a page comes in pieces, and is drawn with every piece: nothing that is seen may move."""

import contextlib
import itertools
import re
import time
import urllib.request

import pytest

from tests.speech.engines.fake_server import FakeServer, Handler

pytestmark = pytest.mark.browser
PIECE = 250
PAUSE_SECONDS = 0.025
PHONES = (320, 412)
PATHS = ("/kk/stops/K4R7", "/ru/stops/C8Y5", "/en/stops/K4R7", "/kk/", "/ru/tours/alzhir", "/kk/offline", "/en/tours/alzhir/plan")
RULE = b".js .bar:not(:has(#status)),.js .more:not(:has(#follow))"
MOVED = """() => new Promise(done => {
  const found = [];
  const told = (one) => one.sources.map(({ node }) => `${one.value}: ${node?.parentNode?.outerHTML}`);
  new PerformanceObserver(list => found.push(...list.getEntries().flatMap(told)))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(found), 300);
})"""


class Line(Handler):
    """Hands on what another server says, and every page of it some tags at a time."""

    behind: str

    def changed(self, page):
        """Return the page as it goes on."""
        return page

    def do_GET(self):  # noqa: N802  The base class names it so.
        """Answer as the other server, in pieces; the rules of the page's own head would forbid a change, and stay behind."""
        with urllib.request.urlopen(urllib.request.Request(self.behind + self.path, headers={"Accept": self.headers["Accept"]})) as answer:
            kind, body = answer.headers["Content-Type"], answer.read()
        parts = pieces(self.changed(body)) if kind.startswith("text/html") else [body]
        self.answer(200, b"", {"Content-Type": kind, "Content-Length": str(sum(map(len, parts)))})
        for part in parts:
            self.wfile.write(part)
            time.sleep(PAUSE_SECONDS)


class Spoilt(Line):
    """The same without the rule that draws the player at once."""

    def changed(self, page):
        """Return the page without the rule."""
        assert RULE in page
        return page.replace(RULE, b".x")


def pieces(body):
    """Cut a page after tags, into pieces of at least PIECE bytes."""
    ends = [found.end() for found in re.finditer(rb">", body)]
    cuts = [0]
    for end in ends:
        if end - cuts[-1] >= PIECE:
            cuts.append(end)
    return [body[begin:end] for begin, end in itertools.pairwise([*cuts, len(body)])]


def moved(browser, address, handler, path, width):
    """Return what moved while a page came, and by how much."""
    handler.behind = address
    with FakeServer(handler) as server, contextlib.closing(browser.new_context(viewport={"width": width, "height": 800})) as context:
        page = context.new_page()
        page.goto(server.url + path)
        return page.evaluate(MOVED)


@pytest.mark.parametrize("width", PHONES)
@pytest.mark.parametrize("path", PATHS)
def test_nothing_moves_while_a_page_comes_in_pieces(browser, address, path, width):
    """The player is drawn all at once, no line of a list grows under the eye, and what a phone has saved is known before it is drawn."""
    assert [] == moved(browser, address, Line, path, width)


def test_what_moves_is_found(browser, address):
    """Without the rule that draws the player at once its buttons make room for each other, and the same look sees it."""
    assert moved(browser, address, Spoilt, PATHS[0], PHONES[0])
