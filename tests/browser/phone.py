"""What tests of the visitor's pages ask of a browser."""

import re
import time

from axe_playwright_python.sync_playwright import Axe

LANGUAGES = ("kk", "ru", "en")
PATHS = (
    "/",
    "/number?n=77",
    "/search?q=1938",
    "/search?q=zebra",
    "/tours/alzhir",
    "/tours/alzhir?route=school",
    "/tours/alzhir/plan",
    "/stops/K4R7",
    "/stops/M2T9",
    "/stops/C8Y5",
    "/stops/W3H6",
    "/stops/K4R7?track=easy&read=ru",
    "/stops/C8Y5?track=described&listen=ru",
    "/all",
    "/about",
    "/offline",
    "/stops/ZZZZ",
)
"""Every kind of page that a visitor can meet, without its language."""
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast-enhanced": {"enabled": True}, "color-contrast": {"enabled": False}, "target-size": {"enabled": True}},
    "resultTypes": ["violations", "incomplete"],
    "preload": False,
}
"""All rules of axe; that for 7:1 is asked for all text and not only for text with 4.5:1 (``ALL_TEXT``), so that the one for less is not needed;
what is neither a barrier nor undecided is not described, which halves the time.

Nothing is loaded for it beforehand: only a rule about sound that begins by itself needs that, and no page may have any.
"""
COLOURS = ("color-contrast-enhanced",)
"""The rules of axe that look at colours."""
SIGNS = ".pad button[aria-label], .plan text"
AXE_SCRIPT = Axe().axe_script
UNDECIDED = {
    # ⌫ and single figures are no text to axe. They have the colours of text and ground; test_what_axe_leaves_open looks at them.
    # The lines of a question, and what the player says, lie over different things, which their own ground hides; test_axe_finds_nothing of the finding
    # pages and test_a_lost_line_keeps_the_place look at that ground.
    "color-contrast-enhanced": f"{SIGNS}, dialog p, #status",
    # A film is told by hands and has the same words beside it; captions are the museum's choice, and a film that has them names them.
    "video-caption": "video:not(:has(track))",
}
"""What axe cannot decide on visitors' pages and we have: by rule the elements for which that is so, anything else is a finding."""
ALL_TEXT = """axe.configure({checks: [{id: "color-contrast-enhanced", options: {
  ignoreUnicode: true, ignoreLength: false, ignorePseudo: false, boldValue: 700, boldTextPt: 14, largeTextPt: 18,
  shadowOutlineEmMax: 0.1, textStrokeEmMin: 0.03, pseudoSizeThreshold: 0.25,
  contrastRatio: {normal: {expected: 7}, large: {expected: 4.5}},
}}]})"""
"""As axe comes, its rule for 7:1 says nothing of text below 4.5:1, since its other rule does; each of them looks at what lies behind every word."""
FOUND = """([options, known]) => axe.run(options).then(({violations, incomplete}) => {
  const find = ({target}) => document.querySelector(target.join(" "));
  // To axe single signs and figures are no text: on the staff's pages those have the colours of words that it judges.
  const staff = location.pathname.startsWith("/cms"), small = ({any}) => any.some(({data}) => ["shortTextContent", "nonBmp"].includes(data?.messageKey));
  const ink = ["body", "a", ".quiet"].map((one) => document.querySelector(one)).filter(Boolean).map((one) => getComputedStyle(one).color);
  const decided = (id, node) => (known[id] && find(node).matches(known[id])) || (staff && small(node) && ink.includes(getComputedStyle(find(node)).color));
  const undecided = incomplete.map(({id, nodes}) => [id + " undecided", nodes.filter((node) => !decided(id, node))]);
  return [...violations.map(({id, nodes}) => [id, nodes]), ...undecided].filter(([, nodes]) => nodes.length).map(([rule, nodes]) => [rule, nodes[0].html]);
})"""
MOVED = """window.moved = []; new PerformanceObserver(list => moved.push(...list.getEntries()
  .filter(one => !one.hadRecentInput).map(one => one.sources.map(({node}) => node?.parentElement?.outerHTML.slice(0, 200)))))
  .observe({type: "layout-shift", buffered: true})"""
"""Keeps what moves on a page by itself from then on."""
MOVES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(moved)))))"
"""What has moved, when what is to be seen now has been."""
HOUSE = re.compile(r"https?://127\.0\.0\.1:(?!9/)|data:|blob:|about:")
"""Addresses at which the tests' own servers stand, and those that ask nobody."""
LOOKS = AXE | {"runOnly": {"type": "rule", "values": [*COLOURS, "target-size"]}}
"""The rules of axe that look at colours and sizes."""


def strangers(context):
    """Return a list that takes in whatever a browser asks for outside of the house, as long as it is open."""
    found = []
    context.on("request", lambda made: found.append(made.url) if not HOUSE.match(made.url) else None)
    return found


def barriers(page, name, rules=AXE):
    """Return the barriers that axe finds on a page as it is now, and what it leaves open: by the name given and the rule the first element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"{AXE_SCRIPT};{ALL_TEXT}")
    said = page.evaluate(FOUND, [rules, UNDECIDED])
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
