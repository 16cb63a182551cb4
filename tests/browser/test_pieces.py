"""On a bad line a page comes in pieces, and is drawn with every piece: nothing that is seen may move."""

import contextlib
import itertools
import re
import threading
import time
import urllib.request

import pytest

from tests.browser.phone import wait
from tests.speech.engines.fake_server import FakeServer, Handler

pytestmark = pytest.mark.browser
PIECE = 250
PAUSE_SECONDS = 0.025
DRAWN_SECONDS = 0.3
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
            time.sleep(self.pause_after(part))

    def pause_after(self, part):
        """Return for how many seconds nothing comes after a piece."""
        return PAUSE_SECONDS


class Spoilt(Line):
    """The same without the rule that draws the player at once, and so slow at its buttons that also a busy machine draws each of them when it comes."""

    def pause_after(self, part):
        """Return for how many seconds nothing comes after a piece."""
        return DRAWN_SECONDS if b"button" in part else PAUSE_SECONDS

    def changed(self, page):
        """Return the page without the rule."""
        assert RULE in page
        return page.replace(RULE, b".x")


class Held(Line):
    """Hands on a page to a certain place, and the rest when the test says so."""

    until: bytes
    go_on: threading.Event

    def do_GET(self):  # noqa: N802  The base class names it so.
        """Answer as the other server, but wait in the middle of a page."""
        with urllib.request.urlopen(urllib.request.Request(self.behind + self.path, headers={"Accept": self.headers["Accept"]})) as answer:
            kind, body = answer.headers["Content-Type"], answer.read()
        begun, found, rest = body.partition(self.until)
        self.answer(200, b"", {"Content-Type": kind, "Content-Length": str(len(body))})
        self.wfile.write(begun)
        self.wfile.flush()
        if found and kind.startswith("text/html"):
            self.go_on.wait(30)
        self.wfile.write(found + rest)


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


@pytest.mark.parametrize(("wish", "until", "least"), [("play", b'<div class="more', 0), ("again", b'<section aria-labelledby="text"', 12)])
def test_a_tap_before_the_page_is_whole_is_heard(browser, address, wish, until, least):
    """Play works from the moment it is seen, while the slider and the words are still on their way; Continue goes to its place when that has come."""
    Held.behind, Held.until, Held.go_on = address, until, threading.Event()
    with FakeServer(Held) as server, contextlib.closing(browser.new_context(viewport={"width": 390, "height": 800})) as context:
        page, complaints = context.new_page(), []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.add_init_script("localStorage.setItem('speed', '1.25'); localStorage.setItem('place.K4R7', 'p2:1:2')")
        page.goto(f"{server.url}/en/stops/K4R7", wait_until="commit")
        page.locator(f"#{wish}").click()
        wait(page, "!audio.paused")
        early = page.evaluate("[document.readyState, document.getElementById('p2')]")
        Held.go_on.set()
        wait(page, f"document.readyState !== 'loading' && !audio.paused && audio.currentTime > {least}")

        assert (["loading", None], []) == (early, complaints)
        assert (1.25, True) == (
            page.evaluate("document.querySelector('audio').playbackRate"),
            page.evaluate("document.documentElement.classList.contains('playing')"),
        )
