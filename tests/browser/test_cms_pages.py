"""The staff's pages in a real browser: no barrier that a machine can find, by keyboard alone, and with no script too."""

import contextlib
import json
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Error

from tests.browser import cms_rooms as rooms
from tests.browser.cms_museum import PASSWORD, apart, move, museum_in
from tests.browser.cms_states import STATES
from tests.browser.phone import AXE, COLOURS, LANGUAGES, barriers, barriers_in, overflow, wait
from tests.browser.referees import drop_alike, wrong_html
from tests.cms.test_doors import routes
from tests.servers import serving
from tests.stories import CODES
from tests.tours.corpus import encoded, scene, with_exif

pytestmark = pytest.mark.browser
FAILURES = Path(__file__).parent / "failures"


@pytest.fixture(scope="module")
def museum(tmp_path_factory):
    """Write a museum with staff; gives its settings."""
    return museum_in(tmp_path_factory.mktemp("cms"), 2)


@pytest.fixture(scope="module")
def address(museum):
    """Serve the museum without anybody who makes sound; gives the address."""
    with serving(museum, "--no-worker") as found:
        yield found


def signed_in(context, language):
    """Return a page of a browser in which the admin has signed in and reads a language."""
    page = context.new_page()
    context.add_cookies([{"name": "choice", "value": language, "domain": "127.0.0.1", "path": "/"}])
    page.goto("/cms/sign-in")
    page.fill("#login", "admin")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/cms")
    return page


@pytest.fixture
def visit(browser, address, request):
    """Return a function that opens the CMS in a browser of its own, signed in; a failing test keeps a picture."""
    failed, pages = request.session.testsfailed, []
    with contextlib.ExitStack() as stack:

        def open_page(language="en", width=1024, **options):
            context = stack.enter_context(contextlib.closing(browser.new_context(base_url=address, viewport={"width": width, "height": 800}, **options)))
            pages.append(signed_in(context, language))
            return pages[-1]

        yield open_page
        if request.session.testsfailed > failed:
            FAILURES.mkdir(exist_ok=True)
            for number, page in enumerate(pages):
                page.screenshot(path=FAILURES / f"{request.node.name[:60].replace('/', '_')}-{number}.png", full_page=True)


VIEWS = [("light", 1024), ("dark", 1024)]
NARROW = 320
"""What 400 % zoom leaves of a window.

``tests/cms/test_colours.py`` shows that no colour depends on the width, and nothing but colours on the dark. So every page is looked at in light with all
rules, in the dark for its colours, and narrow for all but colours; nothing else can differ.
"""
IN_THE_DARK = AXE | {"runOnly": {"type": "rule", "values": COLOURS}}
ALL_BUT_COLOURS = AXE | {"rules": AXE["rules"] | {rule: {"enabled": False} for rule in COLOURS}}
TARGETS = AXE | {"runOnly": {"type": "rule", "values": ["target-size"]}}


def test_every_page_has_an_example():
    """Each address of the staff's side that can be opened has an example that the tests below look at, or is no page."""
    opened = {address.removeprefix("GET /cms") for address in routes() if address.startswith("GET ")}

    assert opened == set(rooms.EXAMPLES) | set(rooms.NO_PAGES)


class Look:
    """One look at every page of the CMS in a language: what axe finds on it, and the page itself in a folder for other checkers."""

    def __init__(self, page, folder):
        self.page, self.folder, self.found, self.answers = page, folder, {}, []
        page.on("response", lambda answer: self.answers.append(answer) if answer.request.is_navigation_request() else None)

    def at(self, name, language):
        """Look at the page as it is now, with all that can be unfolded open.

        Narrow, the language with the longest words is looked at with all rules, the others with what words may change there; pages of help, of one template
        and with words alone, are narrow as those of the first language.
        """
        (self.folder / f"{quote(name, safe='')}.html").write_bytes(self.answers[-1].body())
        self.answers.clear()
        self.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        first, words_alone = language == LANGUAGES[0], name.startswith("/help/")
        self.found |= barriers_in(self.page, name, VIEWS, IN_THE_DARK)
        self.page.set_viewport_size({"width": NARROW, "height": 800})
        if first or not words_alone:
            self.found |= barriers(self.page, f"{name} {NARROW}", ALL_BUT_COLOURS if first else TARGETS)
        if wide := overflow(self.page):
            self.found[f"{name} {NARROW} is too wide"] = wide
        shown = "kk" if name.startswith("/preview/") else language  # the visitor's own page stands in the language of its text
        assert shown == self.page.evaluate("document.documentElement.lang")

    def around(self, language):
        """Go to every address, every page that only a form leads to, and those of somebody who is not signed in."""
        for path in rooms.paths_now(self.page):
            self.page.goto(f"/cms{path}", wait_until="domcontentloaded")
            self.at(path, language)
        for name, (come_to, mark) in STATES.items():
            come_to(self.page)
            assert self.page.locator(mark).count(), name
            self.at(name, language)
        self.page.context.clear_cookies(name="staff")
        for path in rooms.SIGNED_OUT:
            self.page.goto(f"/cms{path}", wait_until="domcontentloaded")
            self.at(f"signed out {path}", language)
        return self.found


@pytest.fixture(scope="module")
def looked(browser, address, tmp_path_factory):
    """Return a function that looks around once in a language, and the folder of the pages that were seen."""
    folder, found = tmp_path_factory.mktemp("pages"), {}

    def look(language):
        if language not in found:
            (folder / language).mkdir()
            with contextlib.closing(browser.new_context(base_url=address)) as context:
                page = signed_in(context, language)
                try:
                    found[language] = Look(page, folder / language).around(language)
                except Exception:
                    FAILURES.mkdir(exist_ok=True)
                    page.screenshot(path=FAILURES / f"looked-{language}.png", full_page=True)
                    raise
        return found[language]

    return look, folder


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(looked, language):
    """No page of the CMS in any language, light, dark or as narrow as 400 % zoom makes it, has a known barrier, and none is wider than the window."""
    look, _ = looked

    assert {} == look(language)


def test_the_html_is_right(looked):
    """The checkers vnu and html-validate find no error in any page of the CMS, in any language; of pages that differ in words alone one is checked."""
    look, folder = looked
    for language in LANGUAGES:
        look(language)
    all_of_them = len(list(folder.rglob("*.html")))
    drop_alike(folder)

    assert all_of_them / 4 < len(list(folder.rglob("*.html"))) < all_of_them
    assert [] == wrong_html(folder)


def tab_to(page, selector):
    """Move the focus with the tab key alone until it is on an element."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"the tab key does not reach {selector}")


def test_a_stop_is_written_by_keyboard_alone(visit, address):
    """From the overview to a saved text without a mouse; what happened is announced, and a mistake takes the focus."""
    page = visit()
    tab_to(page, f"a[href='/cms/stops/{CODES[1]}/en']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cms/stops/{CODES[1]}/en")
    tab_to(page, "#title")
    page.keyboard.press("Control+a")
    page.keyboard.type(" ")
    tab_to(page, "form[data-draft] button[type=submit]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    wrong = page.evaluate("document.activeElement.textContent")
    tab_to(page, "#title")
    page.keyboard.press("Control+a")
    page.keyboard.type("The lake")
    tab_to(page, "form[data-draft] button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**?said=saved**")

    assert "needs a title and a text" in wrong
    assert "Saved." in page.text_content("#status:not(:empty)")
    assert "The lake" == page.input_value("#title")


def test_what_is_typed_is_kept_without_saving(visit):
    """A draft is kept by itself; after the tab was closed it is there again, and giving it up brings the saved words back."""
    page = visit()
    page.goto(f"/cms/stops/{CODES[0]}/ru")
    saved = page.input_value("#body")
    page.fill("#body", "Начато и не сохранено.")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    with page.expect_response("**/draft", timeout=15_000) as kept:
        pass
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/cms/stops/{CODES[0]}/ru")
    found = page.input_value("#body")
    page.click("button[name=drop]")
    page.wait_for_load_state()

    assert (204, "Начато и не сохранено.", saved) == (kept.value.status, found, page.input_value("#body"))


def test_a_lost_connection_loses_no_text(visit):
    """Without a line saving waits and says so; if the line drops while it is sent, the page offers the words back, and after saving it offers nothing."""
    page = visit()
    path = f"/cms/stops/{CODES[1]}/ru"
    page.goto(path)
    page.fill("#body", "Слова без связи.")
    page.context.set_offline(True)
    page.click("form[data-draft] button[type=submit]")
    told, kept = page.text_content("#status"), page.input_value("#body")
    page.context.set_offline(False)
    page.fill("#body", "Слова, отправленные в пустоту.")
    page.route(f"**{path}", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    with contextlib.suppress(Error):
        page.click("form[data-draft] button[type=submit]")
    page.wait_for_url("chrome-error://**")
    page.unroute(f"**{path}")
    page.goto(path)
    offered, shown = page.is_visible("#mirror"), page.input_value("#body")
    page.click("#mirror button[value=back]")
    back, focus = page.input_value("#body"), page.evaluate("document.activeElement.id")
    page.click("form[data-draft] button[type=submit]")
    page.wait_for_url("**said=saved**")

    assert ("There is no connection now." in told, "Слова без связи.") == (True, kept)
    assert (True, False) == (offered, "пустоту" in shown)
    assert ("Слова, отправленные в пустоту.", "body") == (back, focus)
    assert ("Слова, отправленные в пустоту.", False) == (page.input_value("#body"), page.is_visible("#mirror"))


def test_the_reading_follows_the_draft(visit):
    """Once a draft is kept, the sentences and the number of words are those of now; the focus stays where somebody writes, and only the draft is told."""
    page = visit()
    page.goto(f"/cms/stops/{CODES[1]}/kk")
    wide = page.evaluate("document.querySelector('details[data-wide]').open")
    page.fill("#body", "1940 жылы осында бау болды.")
    page.focus("#title")
    with page.expect_response("**/reading*", timeout=15_000):
        pass  # it is kept by itself
    wait(page, "!document.getElementById('reading').hasAttribute('aria-busy')")

    assert "мың тоғыз жүз қырқыншы" in page.text_content("#reading")
    assert ("5 words", "title", "Your draft is kept.") == (
        page.text_content("#length").split(" ·")[0].strip(),
        page.evaluate("document.activeElement.id"),
        page.text_content("#status"),
    )
    assert True is wide
    page.set_viewport_size({"width": 320, "height": 800})
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    assert False is page.evaluate("document.querySelector('details[data-wide]').open")


@pytest.mark.parametrize(("word", "leads"), [("көл", "/cms/names?written-kk="), ("мың", "/cms/names/words?language=kk")])
def test_a_click_on_a_word_asks_how_it_is_said(visit, word, leads):
    """A word that the text has opens the names table with it; of a number, which is read in other words, the words of the text are offered."""
    page = visit()
    page.goto(f"/cms/stops/{CODES[0]}/kk")
    at = page.evaluate(
        """word => {
          for (const one of document.querySelectorAll("[data-words]")) {
            const text = one.firstChild, place = text.textContent.indexOf(word);
            if (place < 0) continue;
            one.scrollIntoView({block: "center"});
            const range = new Range(); range.setStart(text, place); range.setEnd(text, place + 1);
            const box = range.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];
          }
        }""",
        word,
    )
    with page.expect_navigation():
        page.mouse.click(*at)

    assert leads in page.url


def test_a_sentence_is_heard(visit):
    """The ▶ beside a sentence plays its sound."""
    page = visit()
    page.goto(f"/cms/stops/{CODES[0]}/kk")
    with page.expect_response("**/cms/hear?**", timeout=30_000) as sound:
        page.click("a[data-say] >> nth=1")

    assert (200, "audio/wav") == (sound.value.status, sound.value.headers["content-type"])
    assert "" == page.text_content("[role=status]").strip()


HEARD = """() => {
  window.heard = [];
  const live = "[role=status], [role=alert], [role=log], [aria-live]", parent = (one) => one.parentElement ?? one;
  new MutationObserver((changes) => changes.forEach(({target}) => {
    const region = (target.closest ? target : parent(target)).closest(live);
    if (region) heard.push(region.textContent.trim());
  })).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""
"""Keep what a screen reader would say of itself from now on."""


def test_progress_moves_by_itself_and_its_end_is_said_once(visit, museum):
    """The overview that stays open tells how far the sound is, without a word from a screen reader until all is made; the focus stays."""
    apart(move(museum, 0, "dropped"))  # what other tests wrote
    page = visit()
    page.goto(f"/cms/sound/{CODES[1]}/kk")
    page.click("button[name=again]")
    page.wait_for_url("**said=sound")
    page.goto("/cms")
    page.evaluate(HEARD)
    page.focus("#find")
    told = [page.text_content("#progress")]
    for done, state in ((2, "running"), (3, "running"), (5, "ready")):
        apart(move(museum, done, state))
        wait(page, f"document.getElementById('progress').textContent !== {json.dumps(told[-1])}")
        told.append(page.text_content("#progress"))

    assert ["1 recording is being made: 2 of 5 sentences", "1 recording is being made: 3 of 5 sentences"] == [one.partition(".")[0] for one in told[1:3]]
    assert "Nothing is being made." == told[3]
    assert ["The sound is made."] == page.evaluate("heard")
    assert "find" == page.evaluate("document.activeElement.id")


def test_the_end_of_a_session_is_said_before_and_one_button_puts_it_off(visit):
    """Five minutes before half an hour without work is over the page says so; the button keeps the session, and the focus goes back to where somebody wrote."""
    page = visit()
    page.clock.install()
    page.goto(f"/cms/stops/{CODES[0]}/en")
    page.evaluate(HEARD)
    page.focus("#body")
    page.clock.fast_forward("23:30")
    early = page.text_content("#ending")
    page.clock.fast_forward("00:45")
    page.keyboard.press("Shift+Tab")
    for _ in range(120):
        if page.evaluate("document.activeElement.matches('#ending button')"):
            break
        page.keyboard.press("Shift+Tab")
    soon = page.evaluate("heard")
    with page.expect_response("**/cms/stay") as stayed:
        page.keyboard.press("Enter")
    wait(page, "!document.getElementById('ending').textContent")
    back = page.evaluate("document.activeElement !== document.body")
    page.clock.fast_forward("20:00")
    later = page.text_content("#ending")
    page.clock.fast_forward("10:00")

    assert ("", "", 204, True) == (early, later, stayed.value.status, back)
    assert ["In a few minutes you will be signed out"] == [one.partition(",")[0] for one in soon]
    assert "You are not signed in any more" in page.text_content("#ending")


def test_everything_is_there_without_script(visit):
    """With JavaScript off a text is saved and sound is approved by plain forms."""
    page = visit(java_script_enabled=False)
    page.goto(f"/cms/sound/{CODES[0]}/en")
    page.click("button[name=approve]")
    page.wait_for_url("**said=*")
    page.goto(f"/cms/stops/{CODES[0]}/kk")
    page.fill("#title", "Қамыс пен су")
    page.click("form[data-draft] button[type=submit]")
    page.wait_for_url("**said=saved")

    assert "Қамыс пен су" == page.input_value("#title")


def test_a_picture_is_sent_and_described_by_keyboard_alone(visit, tmp_path):
    """From the stop's page to a picture with words without a mouse; the file is chosen, the picture seen upright, and its words saved and announced."""
    (tmp_path / "reed.jpg").write_bytes(with_exif(6))
    page = visit()
    # A listener from the beginning: one that is set just before the key may reach the page after it, and then no chooser is ever told of.
    page.on("filechooser", lambda chooser: chooser.set_files(tmp_path / "reed.jpg"))
    page.goto(f"/cms/stops/{CODES[1]}/pictures")
    tab_to(page, f"a[href='/cms/pictures/new?stop={CODES[1]}']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pictures/new?**")
    tab_to(page, "#file")
    page.keyboard.press("Space")
    wait(page, "document.getElementById('file').files.length === 1")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**said=uploaded", timeout=60_000)
    image = page.evaluate("(image => [image.naturalWidth < image.naturalHeight, image.complete])(document.querySelector('figure img'))")
    announced = page.text_content("#status:not(:empty)")
    tab_to(page, "#alt-kk")
    page.keyboard.type("Көл жағасындағы қамыс")
    tab_to(page, "main form.tall button")
    page.keyboard.press("Enter")
    page.wait_for_url("**said=saved")

    assert [True, True] == image
    assert "The picture is here" in announced
    assert ("Көл жағасындағы қамыс", "Saved.") == (page.input_value("#alt-kk").strip(), page.text_content("#status:not(:empty)").strip())


def test_what_was_done_is_announced_at_the_top(visit):
    """The region for announcements is empty when the page comes and filled after it, above everything else and with the focus."""
    page = visit()
    came = page.request.get(f"/cms/stops/{CODES[0]}/kk?said=saved").text()
    page.goto(f"/cms/stops/{CODES[0]}/kk?said=saved")
    announced = page.text_content("#status:not(:empty)")
    focused = page.evaluate("document.activeElement.id")
    above = page.evaluate("document.getElementById('status').getBoundingClientRect().top < document.querySelector('h1').getBoundingClientRect().top")

    assert ("Saved.", "status", True) == (announced, focused, above)
    assert '<p role="status" id="status" tabindex="-1"></p>' in came
    assert 'id="told" tabindex="-1">Saved.</p>' in came


def test_a_stop_is_moved_by_keyboard_and_the_focus_stays_with_it(visit):
    """After each move the keyboard stands on the same button of the same stop, and the new place is said."""
    page = visit()
    page.goto("/cms/tours/steppe/stops")
    told = []
    for do in ("down", "up"):
        tab_to(page, f"#{do}-{CODES[0]}")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**said={do}&**")
        wait(page, f"document.activeElement.id === '{do}-{CODES[0]}'")
        told.append(page.text_content("#status:not(:empty)").partition(".")[0])

    assert ["Moved to place 2 of 2", "Moved to place 1 of 2"] == told


def test_a_refused_picture_is_announced_and_takes_the_focus(visit, tmp_path):
    """A drawing with a script in it is refused with a sentence that has the focus; one that is too large is told before it is sent."""
    (tmp_path / "reed.png").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    (tmp_path / "large.jpg").write_bytes(encoded(scene(), "JPEG") + bytes(20_000_000))
    page = visit()
    page.goto("/cms/pictures/new")
    page.set_input_files("#file", tmp_path / "large.jpg")
    told = page.evaluate("document.getElementById('file').validationMessage")
    page.set_input_files("#file", tmp_path / "reed.png")
    fine = page.evaluate("document.getElementById('file').validationMessage")
    with page.expect_navigation():
        page.click("main form button")

    assert ("This file is too large; a picture may have 20 megabytes.", "") == (told, fine)
    assert "file of the kind SVG" in page.evaluate("document.activeElement.textContent")


def test_moving_a_picture_keeps_the_focus_on_its_button(visit):
    """After moving a picture down the focus is on the button of the same picture, with script and without."""
    for enabled in (True, False):
        page = visit(java_script_enabled=enabled)
        page.goto(f"/cms/stops/{CODES[0]}/pictures")
        first = page.get_attribute(".rows button[value=down] >> nth=0", "id")
        page.focus(f"#{first}")
        page.keyboard.press("Enter")
        page.wait_for_url("**said=down#**")

        assert first == page.get_attribute(".rows button[value=down] >> nth=1", "id")
        assert 1 == page.locator(f"#{first}:focus").count()
        assert "Moved." in page.text_content("#status:not(:empty)" if enabled else "#told")
