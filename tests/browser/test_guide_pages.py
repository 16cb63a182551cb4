"""The guide's pages in a real browser: for people who see, hear, tap, press keys, or have no script."""

import contextlib
from functools import partial
from itertools import product

import pytest
from playwright.sync_api import Route as PageRoute

from tests.browser.phone import ALL_TEXT, AXE_SCRIPT, LANGUAGES, LOOKS, PATHS, barriers, barriers_in, heard, jump, overflow, wait
from tests.browser.referees import keep_pages, wrong_html
from tests.guide import factories

pytestmark = pytest.mark.browser
CONTRASTS = """(names) => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((one) => one / 255).map((one) => (one <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4));
    return .2126 * r + .7152 * g + .0722 * b + .05;
  };
  const ground = light(getComputedStyle(document.documentElement).backgroundColor);
  const ratio = (one) => { const line = light(getComputedStyle(one).borderTopColor); return Math.max(line, ground) / Math.min(line, ground); };
  return Object.fromEntries(names.map((name) => [name, document.querySelector(name)]).filter(([, one]) => one).map(([name, one]) => [name, ratio(one)]));
}"""
"""The contrast of borders against the page's ground, by selector."""
CLIPPED = """[...document.querySelectorAll("body *")].filter((one) => {
  const {overflowX, overflowY, position} = getComputedStyle(one);
  return one.clientHeight && !(position === "absolute" && one.clientHeight === 1)
    && ((overflowY !== "visible" && one.scrollHeight > one.clientHeight + 1) || (overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1));
}).map((one) => one.outerHTML.slice(0, 80))"""
"""What holds more than it shows, but for what only screen readers are to find."""
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(visit, language):
    """No page in any language, light or dark as narrow as 320 px, has a known barrier; text has 7:1.

    Dark only colours and sizes are looked at again, for nothing else changes with it: ``tests/guide/test_styles.py``.
    """
    page = visit(f"/{language}/", 412)
    found = {}
    for path in PATHS:
        page.goto(f"/{language}{path}")
        wait(page, "!document.documentElement.matches('.drawing')")  # until then nothing is to be seen, and axe would look at nothing
        found |= barriers_in(page, path, [("light", 412), ("dark", 320)], LOOKS)
    assert {} == found


def test_axe_finds_nothing_on_pages_that_few_meet(visit, address):
    """A failure of the house, an address that nobody knows, a phone that stops being lent, and a start page and search of two tours have no known barrier."""
    page = visit("/broken")
    found = barriers(page, "failure")
    page.goto("/kk/nowhere")
    found |= barriers(page, "nowhere")
    page.context.add_cookies([{"name": "kiosk", "value": "1", "url": address}])
    page.goto("/kiosk/end")
    found |= barriers(page, "end of lending")
    page.context.clear_cookies()
    with factories.client(factories.two_tours()) as made:
        for path in ("/kk/", "/kk/search?q=1938"):
            answer = made.get(path)
            kept = {name: value for name, value in answer.headers.items() if name in {"content-type", "content-security-policy"}}
            page.route(f"{address}{path}", partial(PageRoute.fulfill, body=answer.text, headers=kept))
            page.goto(path)
            found |= barriers(page, f"two tours {path}")

    assert {} == found


def test_contrast_is_one_rule(browser):
    """Asked of all text, axe's rule for 7:1 finds what its two rules find as they come, whatever the size of the text."""
    greys = [f"#{level:02x}{level:02x}{level:02x}" for level in range(0, 256, 15)]
    styles = ("", "font-size: 24px", "font-size: 19px; font-weight: 700", "font-size: 12px")
    with contextlib.closing(browser.new_page()) as page:
        page.set_content("".join(f'<p id="t{number}" style="color: {grey}; {style}">Қамыс</p>' for number, (grey, style) in enumerate(product(greys, styles))))
        find = """rule => axe.run({runOnly: {type: "rule", values: [rule]}, rules: {[rule]: {enabled: true}}}).then(({violations}) =>
          violations.flatMap(({nodes}) => nodes.map(({target}) => target[0])))"""
        page.evaluate(AXE_SCRIPT)
        two = page.evaluate(find, "color-contrast") + page.evaluate(find, "color-contrast-enhanced")
        page.evaluate(ALL_TEXT)
        one = page.evaluate(find, "color-contrast-enhanced")

    assert sorted(two) == sorted(one)
    assert 10 < len(one) < 60


def test_what_axe_leaves_open_is_looked_at(visit):
    """Signs that are no text to axe have the colours of text on the ground of their buttons and of the plan, which axe has judged on words."""
    colours = (
        "(names => names.map((name) => { const {color, fill, backgroundColor} = getComputedStyle(document.querySelector(name));"
        " return name.endsWith('text') || name.endsWith('circle') ? fill : name.startsWith('html') ? backgroundColor : [color, backgroundColor].join() }))"
    )
    page = visit("/kk/")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto("/kk/")
        sign, figure = page.evaluate(f"{colours}(['.pad button[aria-label]', '.pad [value]'])")
        page.goto("/kk/tours/alzhir/plan")
        number, dot, ground = page.evaluate(f"{colours}(['.plan text', '.plan circle', 'html'])")

        assert (sign, dot) == (figure, ground)
        assert number == page.evaluate("getComputedStyle(document.body).color")


def test_the_html_is_right(visit, address, tmp_path):
    """The checkers vnu and html-validate find no error in any page in any language, nor in those of a phone that the museum lends."""
    context, lent = visit("/kiosk").context, visit("/kiosk").context
    keep_pages(context, ["/kiosk", *(f"/{language}{path}" for language in LANGUAGES for path in PATHS)], tmp_path / "own phone")
    lent.add_cookies([{"name": "kiosk", "value": "1", "url": address}])
    keep_pages(lent, ["/kiosk", "/kiosk/end", *(f"/{language}/" for language in LANGUAGES)], tmp_path / "lent phone")

    assert [] == wrong_html(tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_overflows_with_large_text(visit, language):
    """At 320 px with text of twice the size, and with wide spacing, no page scrolls sideways and nothing is cut off."""
    page = visit(f"/{language}/", 320, bypass_csp=True)
    wide = {}
    for path in PATHS:
        page.goto(f"/{language}{path}")
        page.evaluate("document.documentElement.style.fontSize = '36px'")
        wide[path] = [*page.evaluate(CLIPPED), *filter(None, [overflow(page)])]
        page.evaluate("document.documentElement.style.fontSize = ''")
        page.add_style_tag(content=SPACING)
        wide[f"{path} spaced"] = [*page.evaluate(CLIPPED), *filter(None, [overflow(page)])]

    assert {} == {path: found for path, found in wide.items() if found}


def test_nothing_leaves_and_nothing_is_kept(visit, address):
    """Pages ask only this house, complain of nothing, and leave no cookie or storage until a language is picked."""
    page = visit("/kk/")
    for path in [path for path in PATHS if path not in {"/number?n=77", "/stops/ZZZZ"}]:
        page.goto(f"/ru{path}")

    assert [] == [url for url in page.asked if not url.startswith((address, "data:"))]
    assert [] == page.complaints
    assert [] == page.context.cookies()
    assert [0, 0] == page.evaluate("[localStorage.length, sessionStorage.length]")


def test_picking_a_language_keeps_the_stop_and_the_sentence(visit, address):
    """After the second sentence of the second paragraph, Русский leads to it in Russian, paused at its start; the pick is remembered."""
    page = visit("/kk/stops/C8Y5")
    jump(page, 19)
    page.get_by_role("navigation").get_by_role("link", name="Русский").first.click()
    page.wait_for_url("**/ru/stops/C8Y5#p2:2:2")
    wait(page, "audio.currentTime === 18")

    assert page.evaluate("document.querySelector('audio').paused")
    assert [factories.TEXTS["ru"][1][1]] == heard(page)
    assert [("choice", "ru")] == [(cookie["name"], cookie["value"]) for cookie in page.context.cookies()]
    assert f"{address}/ru/" == page.goto("/").url


def test_the_heard_sentence_is_marked(visit):
    """The sentence at the time of the sound is marked by ground and underline, only this one, and focus stays."""
    page = visit("/kk/stops/K4R7")
    jump(page, 7)
    look = page.evaluate("(({backgroundColor, textDecorationLine}) => [backgroundColor, textDecorationLine])(getComputedStyle(document.querySelector('.now')))")

    assert ["Бұл жерде әйелдер лагері болған."] == heard(page)
    assert look[0] != "rgba(0, 0, 0, 0)"
    assert "underline" == look[1]
    assert "BODY" == page.evaluate("document.activeElement.tagName")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_more_contrast_is_given_to_whoever_asks(visit, scheme):
    """Small print and the lines round fields and buttons are as strong as the text itself; no barrier comes with it."""
    page = visit("/en/stops/C8Y5", contrast="more", color_scheme=scheme)
    colours = "[document.body, document.querySelector('.quiet'), document.querySelector('.back-15')].map((one) => getComputedStyle(one))"
    text, quiet, line = page.evaluate(f"(([body, quiet, button]) => [body.color, quiet.color, button.borderTopColor])({colours})")

    assert text == quiet == line
    assert {} == barriers(page, scheme)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_one_uses_is_told_from_its_ground(visit, scheme):
    """Borders of buttons, fields and the slider have 3:1 or better against the page, light and dark."""
    page = visit("/en/stops/K4R7", color_scheme=scheme)
    ratios = page.evaluate(CONTRASTS, ["#back", "#forward", "#sentence", "#speed"])

    assert 4 == len(ratios)
    assert {} == {name: ratio for name, ratio in ratios.items() if ratio < 3}


def test_the_mark_is_seen_in_forced_colours(visit):
    """Where the system chooses the colours, the sentence has an outline."""
    page = visit("/en/stops/K4R7", forced_colors="active")
    jump(page, 7)

    assert "solid" == page.evaluate("getComputedStyle(document.querySelector('.now')).outlineStyle")


def test_a_tapped_sentence_is_heard(visit):
    """A tap on a sentence plays from it, and so does the time button of a paragraph by keyboard."""
    page = visit("/en/stops/K4R7", has_touch=True)
    assert page.evaluate("document.querySelector('audio').paused && document.querySelector('audio').currentTime === 0")
    page.get_by_text("Because of that tie").tap()
    wait(page, "!audio.paused && audio.currentTime >= 15")
    assert page.evaluate("document.querySelector('audio').currentTime") < 17

    page.get_by_role("button", name="Play from 0:18").press("Enter")
    wait(page, "audio.currentTime >= 18")
    wait(page, "document.querySelector('.now')?.textContent.startsWith('You can pause the recording')")
    assert 1 == len(heard(page))


def test_everything_works_without_script(visit):
    """Without script there is the browser's own player, which plays, the whole text, the number form and the languages, and no dead button."""
    page = visit("/en/", java_script_enabled=False)
    page.get_by_label("Number of the stop").fill("3")
    page.get_by_role("button", name="Open").click()
    page.wait_for_url("**/en/stops/C8Y5")

    assert page.locator("audio").bounding_box()["height"] >= 44
    assert 0 == page.locator("button:visible").count()
    page.goto("/en/")
    assert 0 == page.locator(".pad:visible").count()
    page.goto("/en/stops/C8Y5")
    assert page.locator("#p3").is_visible()
    page.locator("audio").focus()
    page.keyboard.press("Space")
    wait(page, "!audio.paused && audio.currentTime > 0")
    page.get_by_role("link", name="Қазақша").click()
    page.wait_for_url("**/kk/stops/C8Y5")


@pytest.mark.parametrize("path", ["/kk/", "/kk/tours/alzhir", "/kk/stops/C8Y5", "/kk/stops/ZZZZ"])
def test_targets_are_large(visit, path):
    """Everything that is tapped is at least 44 px high, and wide enough."""
    page = visit(path, 320)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    boxes = page.evaluate(
        "[...document.querySelectorAll('a, button, input, select, summary, audio')].map(one => [one.outerHTML.slice(0, 60),"
        " (one.type === 'checkbox' ? one.labels[0] : one).getBoundingClientRect()])"
    )

    assert [] == [
        (name, box["width"], box["height"]) for name, box in boxes if box["height"] and "skip" not in name and (box["height"] < 44 or box["width"] < 44)
    ]


def test_printing_shows_words_only(visit):
    """On paper there is the text, and none of what can only be pressed."""
    page = visit("/kk/stops/C8Y5")
    page.emulate_media(media="print")

    assert [False] * 7 == [page.locator(one).first.is_visible() for one in ("audio", ".time", "nav", "footer", "#play", "#position", "details")]
    assert page.locator("#p1").is_visible()
