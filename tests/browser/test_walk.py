"""The whole way of a new member of staff by keyboard alone: from the link of an invitation to the stop on a visitor's phone."""

import re
import time

import pytest

from tests.browser.cms_museum import NEW, PASSWORD, invitation, museum_in
from tests.browser.conftest import FAILURES
from tests.browser.phone import wait
from tests.browser.test_cms_pages import tab_to
from tests.servers import serving

pytestmark = pytest.mark.browser
TEXT = "Жаңабұлақ ауылы көлдің жағасында тұрған. Әйелдер қамыс орып, үй тұрғызған."
WORDS = {
    "kk": ("Жаңабұлақ", TEXT),
    "ru": ("Жанабулак", "Аул Жанабулак стоял у озера. Женщины резали камыш и строили дома."),
    "en": ("Zhanabulaq", "The village of Zhanabulaq stood by the lake. The women cut reeds and built houses."),
}


LOST = """() => {
  const one = document.activeElement, box = [...one.getClientRects()].find(({width, height}) => width && height);
  if (one === document.body) return "it is nowhere";
  if (!box || box.bottom <= 0 || box.top >= innerHeight) return "it is where nobody sees it: " + one.outerHTML.slice(0, 200);
  const on = document.elementFromPoint(box.left + box.width / 2, (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2);
  return one.contains(on) ? "" : "something lies over it: " + one.outerHTML.slice(0, 200);
}"""
"""Why nobody would find the focus, or nothing."""
SAYS = 'Boolean(document.querySelector(".error, section.box[tabindex], #told, #status:not(:empty)"))'
"""Whether a page says what was done, and the focus goes there."""


@pytest.fixture(scope="module")
def museum(tmp_path_factory):
    """Serve a museum whose worker speaks; gives the address, and the path of an invitation."""
    settings = museum_in(tmp_path_factory.mktemp("walk"), 1)
    link = invitation(settings)
    with serving(settings) as found:
        yield found, link


class Keyboard:
    """A person without a mouse: every step is reached by the tab key and has a name, and after every step the focus is where they see it."""

    def __init__(self, page):
        self.page = page

    def stands(self, after):
        """Refuse a focus that was lost or cannot be seen."""
        lost = self.page.evaluate(LOST)
        assert not lost, f"the focus after {after}: {lost}"

    def reach(self, selector):
        """Go to an element; what has no name for a screen reader, or no mark of the focus, is refused."""
        tab_to(self.page, selector)
        told = self.page.locator(":focus").aria_snapshot()
        labelled = self.page.evaluate(
            "(one => one.ariaLabel || document.getElementById(one.getAttribute('aria-labelledby'))?.textContent)(document.activeElement)"
        )
        assert re.search(r'"[^"]+"', told) or labelled, f"{selector} has no name: {told}"
        assert self.page.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none'"), f"the focus on {selector} is not seen"
        self.stands(f"going to {selector}")

    def enter(self, url):
        """Press Enter and arrive: on what the page says of the deed, else at the beginning, or at the part that the address names."""
        with self.page.expect_navigation(url=url):
            self.page.keyboard.press("Enter")
        self.arrived()

    def arrived(self):
        """Look where the focus is on a new page."""
        if self.page.evaluate(SAYS):
            wait(self.page, "document.activeElement !== document.body", 5)
        else:
            part = self.page.evaluate("location.hash")
            self.page.keyboard.press("Tab")
            assert part or self.page.evaluate("document.activeElement.matches('.skip')"), "the first stop is not the way to the content"
        self.stands(f"coming to {self.page.url}")

    def press(self, selector, url=re.compile("/cms")):
        """Go to a link or a button, press Enter and arrive."""
        self.reach(selector)
        self.enter(url)

    def write(self, selector, words):
        """Type into a field in place of what stands there."""
        self.reach(selector)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)
        self.stands(f"writing into {selector}")

    def told(self):
        """Return what was announced."""
        return self.page.text_content("#status:not(:empty)").strip()


def test_from_signing_in_to_the_phone(browser, museum):
    """Come in by a link, sign in, write a stop, translate it, hear it, correct how a name is said, approve, publish, print its sign, find it on a phone."""
    address, link = museum
    context = browser.new_context(base_url=address, viewport={"width": 1024, "height": 800})
    context.add_cookies([{"name": "choice", "value": "kk", "url": address}])
    page = context.new_page()
    try:
        page.goto(link)  # as somebody opens it who was sent it; from here on there are keys alone
        keys = Keyboard(page)
        come_in(keys)
        code = write(page, keys)
        correct(page, keys, code)
        let_pass(page, keys, code)
        print_sign(page, keys, code)
        phone = browser.new_context(base_url=address, viewport={"width": 390, "height": 800}).new_page()
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


def come_in(keys):
    """Choose a password and sign in with it."""
    keys.arrived()
    keys.write("#password", PASSWORD)
    keys.write("#again", PASSWORD)
    keys.press("main form button", "**/cms/sign-in?said=password")
    assert keys.told()
    keys.write("#login", NEW)
    keys.write("#password", PASSWORD)
    keys.enter("**/cms")


def write(page, keys):
    """Write a new stop in three languages; returns its code."""
    keys.press("form[action='/cms/tours/steppe/stops'] button", re.compile(r"/cms/stops/\w{4}/\w\w"))
    code = re.search(r"/stops/(\w{4})/", page.url)[1]
    for language, (title, body) in WORDS.items():
        if not page.url.endswith(f"/{language}"):
            keys.press(f"main a[href='/cms/stops/{code}/{language}']", f"**/cms/stops/{code}/{language}")
        if language != "kk":
            assert TEXT in page.text_content("#other-kk ~ p"), "the source does not stand beside the translation"
            keys.reach("#source")
            page.keyboard.type("Қаз")
            assert "kk" == page.input_value("#source")
        keys.write("#title", title)
        keys.write("#body", body)
        keys.press("form[data-draft] button[type=submit]", f"**/cms/stops/{code}/{language}?said=saved**")
        assert keys.told()
    return code


def correct(page, keys, code):
    """Hear a sentence, say in the names table how a word of it is said, and have the sound made again."""
    keys.press(f"main a[href='/cms/stops/{code}/kk']", f"**/cms/stops/{code}/kk")
    keys.reach("#say-2-1")
    with page.expect_response("**/cms/hear?**", timeout=30_000) as sound:
        page.keyboard.press("Enter")
    assert (200, "audio/wav") == (sound.value.status, sound.value.headers["content-type"]), "a sentence is not heard"
    keys.stands("hearing a sentence")
    keys.press("#word-2-1", re.compile(r"/cms/names/words\?"))
    keys.press("main a[href*='written-kk=%D0%96%D0%B0%D2%A3']", re.compile(r"/cms/names\?written-kk="))
    assert "Жаңабұлақ" == page.input_value("form[aria-labelledby=add] input[name=written-kk]")
    keys.write("form[aria-labelledby=add] input[name=written-kk]", "Жаңабұлақ")
    keys.write("form[aria-labelledby=add] input[name=spoken-kk]", "жаңа бұлақ")
    keys.press("form[aria-labelledby=add] button[type=submit]:not([name])")
    assert "Жаңабұлақ" in page.evaluate("document.activeElement.textContent"), "what the name changed does not have the focus"
    keys.press("form[action='/cms/names/again'] button", "**/cms?said=sound")
    assert keys.told()


def let_pass(page, keys, code):
    """Wait on the overview until the sound is there, see how it is read now, listen, approve, and publish."""
    sound = f"main a[href='/cms/sound/{code}/kk']"
    wait(page, f'document.querySelector("{sound}").textContent.includes("тыңдап шығу керек")', 60)  # the page says so by itself
    keys.stands("waiting for the sound")
    keys.press(f"main a[href='/cms/stops/{code}/kk']", f"**/cms/stops/{code}/kk")
    assert "жаңа бұлақ" in page.text_content("#reading")
    keys.press(sound, f"**/cms/sound/{code}/kk")
    keys.reach("main audio")
    page.keyboard.press("Space")
    wait(page, "audio.currentTime > 0.3")
    keys.stands("listening")
    keys.press("button[name=approve]", "**said=*")
    assert keys.told()
    keys.press("header a[href='/cms/publish']", "**/cms/publish")
    keys.press("a[href='/cms/publish/steppe/kk']", "**/cms/publish/steppe/kk")
    keys.press("form[action='/cms/publish/steppe/kk'] button")
    assert keys.told()


def print_sign(page, keys, code):
    """Print the sign of the new stop alone, and reach its drawing."""
    keys.press("header a[href='/cms/signs']", "**/cms/signs")
    keys.press(f"main a[href='/cms/signs?stop={code}']", re.compile(rf"/cms/signs\?stop={code}"))
    keys.reach("[data-print]")
    page.evaluate("print = () => { document.title = 'printed'; }")  # the window of the printer is the browser's own
    page.keyboard.press("Enter")
    assert "printed" == page.title()
    keys.stands("printing")
    keys.reach(f"a[href='/cms/signs/{code}.svg']")
    assert page.evaluate("document.activeElement.querySelector('img').naturalWidth > 0")
    assert 1 == page.locator(".plates img").count()
