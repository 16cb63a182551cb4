"""What tests of the visitor's pages ask of a browser."""

import time

from axe_playwright_python.sync_playwright import Axe

LANGUAGES = ("kk", "ru", "en")
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,
}
"""All rules of axe, text with 7:1 among them; what is no violation is not described, which halves the time.

Nothing is loaded for it beforehand: only a rule about sound that begins by itself needs that, and no page may have any.
"""
LOOKS = AXE | {"runOnly": {"type": "rule", "values": ["color-contrast", "color-contrast-enhanced", "target-size"]}}
"""The rules of axe that look at colours and sizes."""


def barriers(page, name, rules=AXE):
    """Return the barriers that axe finds on a page as it is now, by the name given and the rule: the first element that breaks it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    said = page.evaluate("options => axe.run(options).then(said => said.violations.map(rule => [rule.id, rule.nodes[0].html]))", rules)
    said += page.evaluate("[...document.querySelectorAll('[autoplay]')].map(one => ['begins by itself', one.outerHTML])")
    return {f"{name} {rule}": element for rule, element in said}


def barriers_in(page, name, views, again=AXE):
    """Return the barriers in several views of one page, each a colour scheme and a width, and where a page is wider than the window.

    *again* are the rules for all views after the first; with none of them only the width is looked at.
    """
    found = {}
    for number, (scheme, width) in enumerate(views):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        rules = again if number else AXE
        found |= barriers(page, f"{name} {scheme} {width}", rules) if rules else {}
        found |= {f"{name} {width} is too wide": wide} if (wide := overflow(page)) else {}
    return found


def heard(page):
    """Return the words that are marked as being heard."""
    return page.evaluate("[...document.querySelectorAll('.now')].map(one => one.textContent)")


def wait(page, condition, seconds=20):
    """Wait until a condition holds; Playwright's own waiting is refused by our Content-Security-Policy."""
    end = time.monotonic() + seconds
    while not page.evaluate(f"(audio => Boolean({condition}))(document.querySelector('audio'))"):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(50)


def jump(page, seconds):
    """Move the sound and wait until the page followed."""
    wait(page, "audio.readyState >= 1")
    page.evaluate(f"document.querySelector('audio').currentTime = {seconds}")
    wait(page, f"audio.currentTime >= {seconds} && audio.currentTime < {seconds} + 2 && !audio.seeking && document.querySelector('.now')")


def overflow(page):
    """Return by how many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
