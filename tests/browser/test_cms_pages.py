"""The staff's pages in a real browser: no barrier that a machine can find, by keyboard alone, and with no script too."""

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Error

from audio_guide.accounts import passwords
from audio_guide.accounts import service as accounts
from audio_guide.accounts.service import Standing
from audio_guide.house import migrate, open_house
from audio_guide.narrating import narrate
from audio_guide.publishing import service as publishing
from audio_guide.settings import Settings
from audio_guide.tours import films, pictures, writing
from audio_guide.tours import service as tours
from audio_guide.tours.darkroom import Darkroom, keep
from tests.browser import cms_rooms as rooms
from tests.browser.phone import AXE, LANGUAGES, LOOKS, barriers_in, wait
from tests.browser.referees import drop_alike, keep_pages, wrong_html
from tests.cms.test_doors import routes
from tests.conftest import REPOSITORY
from tests.servers import free_port, serving
from tests.stories import CODES, write_tour
from tests.tours.corpus import TAKEN, encoded, scene, with_exif
from tests.tours.reels import CAPTIONS, filmed

pytestmark = pytest.mark.browser
PASSWORD = "қамыс пен алма ағашы"
FAILURES = Path(__file__).parent / "failures"


async def hang_pictures(house):
    """Develop three pictures and show two of them at the first stop; one has words in all languages, one in Kazakh alone, one has none."""
    words = {
        "reed": {"kk": ("Көл жағасындағы қамыс.", "А. Б."), "ru": ("Камыш у озера.", "А. Б."), "en": ("Reed by the lake.", "A. B.")},
        "lamp": {"kk": ("Шам", "")},
    }
    for key, sent, codes in (("reed", "jpeg", CODES[:1]), ("lamp", "palette with a hole", CODES[:1]), ("wagon", "webp", ())):
        files = await asyncio.to_thread(keep, house.media, await Darkroom().develop(lambda sent=sent: TAKEN[sent]))
        async with house.database.write() as session:
            picture = await tours.save_picture(session, key, width=900, height=600, files=files, texts=words.get(key, {}))
            for code in codes:
                await pictures.show_at(session, await tours.stop_by_code(session, code), picture)


async def show_film(house):
    """Add a film of the first stop without consent, whose text was changed since; it has captions in one language."""
    async with house.database.write() as session:
        (script,) = await tours.scripts(session, language="ru", code=CODES[0])
        stop = await tours.stop_by_code(session, CODES[0])
        await films.take_in(session, script, "rsl-KZ", await filmed(house.media), films.Told("Айгүл", ""), "Айгүл")
        caption = {"name": house.media.put(CAPTIONS, "vtt"), "media_type": "text/vtt", "bytes": len(CAPTIONS)}
        films.caption(await films.film_of(session, stop, "rsl-KZ"), "ru", caption)
        await tours.save_script(session, stop, "ru", title=script.title, body=f"{script.body} Ещё слово.", author="test")


async def prepare(settings):
    """Write a tour with sound, and add an admin."""
    async with open_house(settings) as house:
        await write_tour(house, notes={0: "Туралы / о смерти / of death"})
        await hang_pictures(house)
        await show_film(house)
        assert 0 == await narrate(house)
        hashed = await passwords.hashed(PASSWORD)
        async with house.database.write() as session:
            person = await accounts.add_person(session, "admin", Standing("Айгүл", "admin"))
            person.password_hash = hashed
            await accounts.record(session, "Айгүл", "stop-added", "1")
        await publish_one(house)


async def publish_one(house):
    """Approve the Kazakh sound of the second stop and show it to the public."""
    async with house.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[1])
        await publishing.approve(session, house.voices, await writing.script_of(session, stop, "kk"), "listener")
        tour = await publishing.tour_by_slug(session, "steppe")
        assert (await publishing.publish(session, house.voices, tour, "kk", "publisher")).changed


def museum_in(folder, workers):
    """Write a museum with staff in a folder; returns its settings, with a port of its own."""
    port = free_port()
    settings = Settings(
        database_url=f"sqlite:///{folder / 'guide.sqlite3'}", media_url=str(folder / "media"), data_dir=str(folder / "data"),
        secret_file=str(folder / "secret"), locales_dir=str(REPOSITORY / "locales"), voices="kk=espeak:kk;ru=espeak:ru;en=espeak:en", port=port, public_url=f"http://127.0.0.1:{port}",
        workers=workers,
    )  # fmt: skip
    migrate(settings)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, prepare(settings)).result()
    return settings


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Serve a museum with staff; gives the address."""
    with serving(museum_in(tmp_path_factory.mktemp("cms"), 2), "--no-worker") as found:
        yield found


@pytest.fixture
def visit(browser, address, request):
    """Return a function that opens the CMS in a browser of its own, signed in; a failing test keeps a picture."""
    failed, pages = request.session.testsfailed, []
    with contextlib.ExitStack() as stack:

        def open_page(language="en", width=1024, **options):
            context = stack.enter_context(contextlib.closing(browser.new_context(base_url=address, viewport={"width": width, "height": 800}, **options)))
            context.add_cookies([{"name": "choice", "value": language, "url": address}])
            page = context.new_page()
            pages.append(page)
            page.goto("/cms/sign-in")
            page.fill("#login", "admin")
            page.fill("#password", PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url("**/cms")
            return page

        yield open_page
        if request.session.testsfailed > failed:
            FAILURES.mkdir(exist_ok=True)
            for number, page in enumerate(pages):
                page.screenshot(path=FAILURES / f"{request.node.name[:60].replace('/', '_')}-{number}.png", full_page=True)


VIEWS = [("light", 1024), ("dark", 320)]


def test_every_page_has_an_example():
    """Each address of the staff's side that can be opened has an example that the tests below look at, or is no page."""
    opened = {address.removeprefix("GET /cms") for address in routes() if address.startswith("GET ")}

    assert opened == set(rooms.EXAMPLES) | set(rooms.NO_PAGES)


def _again(path, language):
    """Return the rules for the dark and narrow view: all of them in the language with the longest words, in the others what words may change."""
    if language == LANGUAGES[0]:
        return AXE
    return {} if path.startswith("/help/") else LOOKS  # pages of one template, with words alone: their colours are those of the first language


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(visit, language):
    """No page of the CMS in any language, light, dark or as narrow as 400 % zoom makes it, has a known barrier, and none is wider than the window."""
    page = visit(language)
    found = {}
    for path in rooms.paths_now(page):
        page.goto(f"/cms{path}", wait_until="domcontentloaded")
        found |= barriers_in(page, path, VIEWS, _again(path, language))
        shown = "kk" if path.startswith("/preview/") else language  # the visitor's own page stands in the language of its text
        assert shown == page.evaluate("document.documentElement.lang")
    for name, (come_to, mark) in rooms.STATES.items():
        come_to(page)
        assert page.locator(mark).count(), name
        found |= barriers_in(page, name, VIEWS, _again(name, language))
    page.context.clear_cookies(name="staff")
    for path in rooms.SIGNED_OUT:
        page.goto(f"/cms{path}", wait_until="domcontentloaded")
        found |= barriers_in(page, path, VIEWS, LOOKS)
    assert {} == found


def test_the_html_is_right(visit, tmp_path):
    """The checkers vnu and html-validate find no error in any page of the CMS, in any language; of pages that differ in words alone one is checked."""
    for language in LANGUAGES:
        page = visit(language)
        context = page.context
        keep_pages(context, [f"/cms{path}" for path in rooms.paths_now(page)], tmp_path / language)
        answers = []
        page.on("response", lambda answer, answers=answers: answers.append(answer) if answer.request.is_navigation_request() else None)
        for name, (come_to, _) in rooms.STATES.items():
            come_to(page)
            (tmp_path / language / f"{name}.html").write_bytes(answers[-1].body())
        context.clear_cookies(name="staff")
        keep_pages(context, ["/cms/sign-in", "/cms/invitation/none"], tmp_path / language)

    all_of_them = len(list(tmp_path.rglob("*.html")))
    drop_alike(tmp_path)
    assert all_of_them / 4 < len(list(tmp_path.rglob("*.html"))) < all_of_them
    assert [] == wrong_html(tmp_path)


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
