"""The whole way of a new member of staff by keyboard alone: from signing in to the stop on a visitor's phone."""

import re
import time

import pytest

from tests.browser.conftest import FAILURES
from tests.browser.test_cms_pages import PASSWORD, museum_in, tab_to
from tests.servers import serving

pytestmark = pytest.mark.browser
TEXT = "Жаңабұлақ ауылы көлдің жағасында тұрған. Әйелдер қамыс орып, үй тұрғызған."
WORDS = {
    "kk": ("Жаңабұлақ", TEXT),
    "ru": ("Жанабулак", "Аул Жанабулак стоял у озера. Женщины резали камыш и строили дома."),
    "en": ("Zhanabulaq", "The village of Zhanabulaq stood by the lake. The women cut reeds and built houses."),
}


@pytest.fixture(scope="module")
def museum(tmp_path_factory):
    """Serve a museum whose worker speaks; gives the address."""
    with serving(museum_in(tmp_path_factory.mktemp("walk"), 1)) as found:
        yield found


class Keyboard:
    """A person without a mouse: every step is reached by the tab key, has a name, and is seen to have the focus."""

    def __init__(self, page):
        self.page = page

    def reach(self, selector):
        """Go to an element; what has no name for a screen reader, or no mark of the focus, is refused."""
        tab_to(self.page, selector)
        told = self.page.locator(":focus").aria_snapshot()
        labelled = self.page.evaluate(
            "(one => one.ariaLabel || document.getElementById(one.getAttribute('aria-labelledby'))?.textContent)(document.activeElement)"
        )
        assert re.search(r'"[^"]+"', told) or labelled, f"{selector} has no name: {told}"
        assert self.page.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none'"), f"the focus on {selector} is not seen"

    def press(self, selector, url):
        """Go to a link or a button, press Enter and arrive."""
        self.reach(selector)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(url)

    def write(self, selector, words):
        """Type into a field in place of what stands there."""
        self.reach(selector)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)

    def told(self):
        """Return what was announced."""
        return self.page.text_content("#status:not(:empty)").strip()


def test_from_signing_in_to_the_phone(browser, museum):
    """Sign in, write a stop in Kazakh, translate it twice, hear it, correct how a name is said, approve, publish, print its sign, find it on a phone."""
    context = browser.new_context(base_url=museum, viewport={"width": 1024, "height": 800})
    context.add_cookies([{"name": "choice", "value": "kk", "url": museum}])
    page = context.new_page()
    try:
        code = walk(page, Keyboard(page))
        phone = browser.new_context(base_url=museum, viewport={"width": 390, "height": 800}).new_page()
        end = time.monotonic() + 5
        while phone.goto(f"/kk/stops/{code}").status != 200:
            assert time.monotonic() < end, "the public does not see what was published"
        assert "Жаңабұлақ" in phone.text_content("h1")
        phone.locator("#p1 [data-s]").first.click()
        phone.wait_for_timeout(1500)
        assert phone.evaluate("document.querySelector('audio').currentTime > 0.3")
    except BaseException:
        FAILURES.mkdir(exist_ok=True)
        page.screenshot(path=FAILURES / "walk.png", full_page=True)
        raise
    finally:
        context.close()


def walk(page, keys):
    """Do all that staff do; returns the code of the new stop."""
    page.goto("/cms/sign-in")
    keys.write("#login", "admin")
    keys.write("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/cms")

    keys.press("form[action='/cms/tours/steppe/stops'] button", re.compile(r"/cms/stops/\w{4}/\w\w"))
    code = re.search(r"/stops/(\w{4})/", page.url)[1]
    if not page.url.split("?")[0].endswith("/kk"):
        keys.press(f"main a[href='/cms/stops/{code}/kk']", f"**/cms/stops/{code}/kk")
    for language, (title, body) in WORDS.items():
        if language != "kk":
            keys.press(f"main a[href='/cms/stops/{code}/{language}']", f"**/cms/stops/{code}/{language}")
            assert TEXT in page.text_content("#other-kk ~ p"), "the source does not stand beside the translation"
            keys.reach("#source")
            page.keyboard.type("Қаз")
            assert "kk" == page.input_value("#source")
        keys.write("#title", title)
        keys.write("#body", body)
        keys.press("form[data-draft] button[type=submit]", f"**/cms/stops/{code}/{language}?said=saved**")
        assert keys.told()

    keys.press(f"main a[href='/cms/stops/{code}/kk']", f"**/cms/stops/{code}/kk")
    keys.reach("#say-2-1")
    with page.expect_response("**/cms/hear?**", timeout=30_000) as sound:
        page.keyboard.press("Enter")
    assert (200, "audio/wav") == (sound.value.status, sound.value.headers["content-type"]), "a sentence is not heard"
    keys.press("#word-2-1", re.compile(r"/cms/names/words\?"))
    keys.press("main a[href*='written-kk=%D0%96%D0%B0%D2%A3']", re.compile(r"/cms/names\?written-kk="))
    assert "Жаңабұлақ" == page.input_value("form[aria-labelledby=add] input[name=written-kk]")
    keys.write("form[aria-labelledby=add] input[name=written-kk]", "Жаңабұлақ")
    keys.write("form[aria-labelledby=add] input[name=spoken-kk]", "жаңа бұлақ")
    keys.reach("form[aria-labelledby=add] button[type=submit]:not([name])")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Жаңабұлақ" in page.evaluate("document.activeElement.textContent"), "what the name changed does not have the focus"
    keys.press("form[action='/cms/names/again'] button", "**/cms?said=sound")
    assert keys.told()

    page.goto(f"/cms/stops/{code}/kk")
    assert "жаңа бұлақ" in page.text_content("main")
    keys.press(f"main a[href='/cms/sound/{code}/kk']", f"**/cms/sound/{code}/kk")
    end = time.monotonic() + 60
    while not page.locator("button[name=approve]").count():
        assert time.monotonic() < end, "the sound does not come"
        page.wait_for_timeout(500)
        page.reload()
    keys.reach("main audio")
    page.keyboard.press("Space")
    page.wait_for_timeout(1500)
    assert page.evaluate("document.querySelector('main audio').currentTime > 0.3"), "the sound is not heard"
    keys.press("button[name=approve]", "**said=*")
    assert keys.told()

    keys.press("header a[href='/cms/publish']", "**/cms/publish")
    keys.press("a[href='/cms/publish/steppe/kk']", "**/cms/publish/steppe/kk")
    keys.reach("form[action='/cms/publish/steppe/kk'] button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert keys.told()

    keys.press("header a[href='/cms/signs']", "**/cms/signs")
    keys.press(f"main a[href='/cms/signs?stop={code}']", re.compile(rf"/cms/signs\?stop={code}"))
    keys.reach("[data-print]")
    page.evaluate("print = () => { document.title = 'printed'; }")  # the window of the printer is the browser's own
    page.keyboard.press("Enter")
    assert "printed" == page.title()
    keys.reach(f"a[href='/cms/signs/{code}.svg']")
    assert page.evaluate("document.activeElement.querySelector('img').naturalWidth > 0")
    assert 1 == page.locator(".plates img").count()
    return code
