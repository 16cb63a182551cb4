"""The browser that all tests of pages share."""

import pytest
from playwright.sync_api import sync_playwright


@pytest.fixture(scope="module")
def browser():
    """Return Chromium as Debian ships it."""
    with sync_playwright() as made:
        found = made.chromium.launch(executable_path="/usr/bin/chromium", args=["--mute-audio", "--disable-background-networking"])
        yield found
        found.close()
