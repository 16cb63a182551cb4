"""The browser that all tests of pages share, and the guide's pages in it."""

import contextlib
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.phone import strangers
from tests.servers import CHROMIUM, shelf

FAILURES = Path(__file__).parent / "failures"


@pytest.fixture(scope="module")
def browser():
    """Return Chromium as Debian ships it."""
    with sync_playwright() as made:
        found = made.chromium.launch(executable_path=CHROMIUM, args=["--mute-audio", "--disable-background-networking"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def address():
    """Serve the hand-made shelf; gives the address."""
    with shelf("plain_app") as found:
        yield found


@pytest.fixture
def visit(browser, address, request):
    """Return a function that opens a page as a phone with the options given would; what the page asks for and complains of is kept.

    Whatever a test does on its pages, none of them may ask anybody but this house.
    """
    failed, pages, abroad = request.session.testsfailed, [], []
    with contextlib.ExitStack() as stack:

        def open_page(path, width=412, **options):
            context = stack.enter_context(contextlib.closing(browser.new_context(base_url=address, viewport={"width": width, "height": 800}, **options)))
            abroad.append(strangers(context))
            page = context.new_page()
            page.asked, page.complaints = [], []
            page.on("request", lambda made: page.asked.append(made.url))
            page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" and "404" not in said.text else None)
            page.on("pageerror", lambda error: page.complaints.append(str(error)))
            page.goto(path)
            pages.append(page)
            return page

        yield open_page
        if request.session.testsfailed > failed:
            FAILURES.mkdir(exist_ok=True)
            for number, page in enumerate(pages):
                page.screenshot(path=FAILURES / f"{request.node.name[:60].replace('/', '_')}-{number}.png", full_page=True)
        assert not any(abroad)
