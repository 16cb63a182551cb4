"""Finding a stop, lending a phone and counting, in a real browser."""

import contextlib
import time
from pathlib import Path

import pytest

from tests.browser.phone import barriers, strangers
from tests.servers import shelf

pytestmark = pytest.mark.browser
FAILURES = Path(__file__).parent / "failures"
KAZAKH_KEYS = {"2": "ә", "3": "і", "4": "ң", "5": "ғ", "8": "ү", "9": "ұ", "0": "қ"}
"""What the digit row types on the Kazakh layout."""
WIDTHS = (768, 390, 320)


@pytest.fixture(scope="module")
def address():
    """Serve a shelf with ten numbers, places and ways; gives the address."""
    with shelf("many_app") as found:
        yield found


@pytest.fixture
def visit(browser, address, request):
    """Return a function that opens a page in a browser of its own, which asks nobody but this house; a failing test keeps a picture."""
    failed, pages, abroad = request.session.testsfailed, [], []
    with contextlib.ExitStack() as stack:

        def open_page(path, width=390, *, clock=False, **options):
            context = stack.enter_context(contextlib.closing(browser.new_context(base_url=address, viewport={"width": width, "height": 800}, **options)))
            abroad.append(strangers(context))
            page = context.new_page()
            pages.append(page)
            if clock:
                page.clock.install()
            page.add_init_script("window.told = []; navigator.sendBeacon = (path, words) => window.told.push(`${path} ${words}`)")
            page.goto(path)
            return page

        yield open_page
        if request.session.testsfailed > failed:
            FAILURES.mkdir(exist_ok=True)
            for number, page in enumerate(pages):
                page.screenshot(path=FAILURES / f"{request.node.name[:60].replace('/', '_')}-{number}.png", full_page=True)
        assert not any(abroad)


def press(page, digit, key=None, code=None):
    """Press a key of the digit row as the layout has it: the key that the page sees, the place where it is."""
    page.evaluate(
        """([key, code]) => {
            const field = document.activeElement;
            const event = new KeyboardEvent("keydown", {key, code, bubbles: true, cancelable: true});
            if (field.dispatchEvent(event) && field.matches("input")) { field.value += key; field.dispatchEvent(new InputEvent("input", {bubbles: true})); }
        }""",
        [key or KAZAKH_KEYS.get(digit, digit), code or f"Digit{digit}"],
    )


def until(condition, what):
    """Wait until something is true; Playwright's own waiting is refused by our policy."""
    end = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def told(page):
    """Return what the page reported."""
    return page.evaluate("window.told")


@pytest.mark.parametrize(("language", "number"), [("kk", "23"), ("kk", "30"), ("ru", "24"), ("en", "2")])
def test_digits_are_typed_on_a_kazakh_keyboard(visit, language, number):
    """The digit row of the Kazakh layout types letters; the field takes the digits that stand on the keys, and a whole number opens its stop without Enter."""
    page = visit(f"/{language}/")
    page.focus("#n")
    for digit in number:
        press(page, digit)
    if number == "2":
        assert "2" == page.input_value("#n")  # 23 and 24 begin with it
        page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}/stops/*")

    assert page.inner_text("h1").startswith(f"{number}.")


def test_the_numeric_block_and_plain_digits_work_too(visit):
    """Real key presses of a plain layout, and of the numeric block, type digits once."""
    page = visit("/en/")
    page.focus("#n")
    page.keyboard.press("2")
    assert "2" == page.input_value("#n")
    press(page, "3", key="3", code="Numpad3")
    page.wait_for_url("**/en/stops/*")

    assert page.inner_text("h1").startswith("23.")


def test_letters_and_other_signs_are_no_digits(visit):
    """What is no digit does not stay in the field, shortcuts of the browser are left alone, and nothing is taken while the focus is elsewhere."""
    page = visit("/en/")
    page.keyboard.press("2")
    elsewhere = page.input_value("#n")
    page.focus("#n")
    page.keyboard.type("a.-")

    assert ("", "") == (elsewhere, page.input_value("#n"))


def test_the_pad_is_worked_by_finger_and_by_keys(visit):
    """Buttons of at least 60 px put and delete digits; digits and Backspace work on a button as well; what is typed is announced."""
    page = visit("/ru/", 320)
    sizes = page.evaluate(
        "[...document.querySelectorAll('.pad button')].map(one => { const {width, height} = one.getBoundingClientRect(); return Math.min(width, height) })"
    )
    page.click(".pad [value='2']")
    said = page.inner_text("#wrong")
    page.click(".pad button:last-child")
    deleted = page.input_value("#n")
    press(page, "2")
    page.keyboard.press("Backspace")
    page.click(".pad [value='2']")
    page.click(".pad [value='4']")
    page.wait_for_url("**/ru/stops/*")

    assert 11 == len(sizes)
    assert min(sizes) >= 60
    assert ("2", "") == (said, deleted)
    assert page.inner_text("h1").startswith("24.")


def test_a_wrong_number_is_said_at_once(visit):
    """As soon as no number can begin so, the message names those near it; the number and the focus stay, and it can be corrected."""
    page = visit("/en/")
    page.focus("#n")
    page.keyboard.type("29")
    message = page.inner_text("#wrong")
    state = page.evaluate("[document.activeElement.id, document.activeElement.value, document.activeElement.getAttribute('aria-invalid')]")
    page.keyboard.press("Backspace")
    page.keyboard.press("4")
    page.wait_for_url("**/en/stops/*")

    assert "There is no stop with the number 29. Numbers near it: 2, 23, 24, 30." == message
    assert ["n", "29", "true"] == state


def test_search_from_a_russian_keyboard(visit):
    """Kazakh words typed with Russian letters are found, by keyboard alone, and the result leads to the paragraph."""
    page = visit("/kk/")
    page.focus("#q")
    page.keyboard.type("кантарда")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kk/search?q=*")
    marks = page.evaluate("[...document.querySelectorAll('mark')].map(one => one.textContent)")
    page.click("ol h2 a")
    page.wait_for_url("**/kk/stops/*#p1")

    assert {"қаңтарда"} == set(marks) or {"қаңтар"} == set(marks)


def test_the_page_reports_what_is_heard(visit):
    """Start, middle and end are reported once each, with stop and track and nothing else; seeking about is no middle, and hearing again reports nothing."""
    page = visit("/kk/stops/C8Y5")
    until(lambda: page.evaluate("document.querySelector('audio').readyState >= 1"), "sound")
    page.evaluate("(audio => { audio.muted = true; audio.play() })(document.querySelector('audio'))")
    until(lambda: told(page), "start")
    for seconds in (20, 3, 20, 1):
        page.evaluate(f"document.querySelector('audio').currentTime = {seconds}")
        page.wait_for_timeout(400)
    sought = told(page)
    page.evaluate("document.querySelector('audio').playbackRate = 8")
    until(lambda: len(told(page)) >= 3, "end")
    page.evaluate("document.querySelector('audio').play()")
    page.wait_for_timeout(600)

    assert ["/api/v1/count /kk/stops/C8Y5 standard start"] == sought
    assert [f"/api/v1/count /kk/stops/C8Y5 standard {what}" for what in ("start", "half", "end")] == told(page)
    assert [] == page.context.cookies()


def test_sound_that_does_not_come_is_reported(visit):
    """A sound that cannot be loaded is reported as such, once; when it comes after all, that is reported too."""
    page = visit("/kk/about")
    page.route("**/media/*.wav", lambda route: route.abort())
    page.goto("/kk/stops/C8Y5")
    until(lambda: told(page), "report")
    page.click("#play")
    page.wait_for_timeout(500)
    failed = told(page)
    page.unroute("**/media/*.wav")
    page.click("#play")
    until(lambda: len(told(page)) > 1, "start")

    assert ["/api/v1/count /kk/stops/C8Y5 standard failed"] == failed
    assert ["/api/v1/count /kk/stops/C8Y5 standard start"] == told(page)[1:]


@pytest.fixture
def lent(visit):
    """Return a page of a lent phone on which somebody chose Russian; its clock stands until a test moves it."""
    page = visit("/kiosk", clock=True)
    page.click("main button")
    page.wait_for_url("**/kiosk")
    page.click(".choose a[lang=ru]")
    page.wait_for_url("**/ru/")
    return page


def is_open(page):
    """Tell whether the phone asks whether somebody is there."""
    return page.evaluate("document.querySelector('dialog').open")


def test_a_lent_phone_begins_anew_when_nobody_is_there(lent, address):
    """After two minutes the phone asks, after half a minute more it is at the choice of a language, and nothing of the visitor is left."""
    lent.evaluate("localStorage.setItem('place', '12'); sessionStorage.setItem('speed', '2')")
    lent.clock.run_for(119_000)
    before = is_open(lent)
    lent.clock.run_for(2_000)
    asked = is_open(lent), lent.evaluate("document.activeElement.textContent")
    lent.clock.run_for(28_000)
    still = lent.url
    lent.clock.run_for(2_000)
    lent.wait_for_url("**/kiosk")
    until(lambda: lent.evaluate("localStorage.length + sessionStorage.length") == 0, "storage")

    assert (False, (True, "Да, я здесь"), f"{address}/ru/") == (before, asked, still)
    assert [("kiosk", "1")] == [(cookie["name"], cookie["value"]) for cookie in lent.context.cookies()]


@pytest.mark.parametrize("answer", ["Enter", "Escape"])
def test_whoever_answers_stays(lent, address, answer):
    """One key keeps the visitor where they are, as often as they like, and the focus returns to where it was."""
    lent.focus("#q")
    for _ in range(12):
        lent.clock.run_for(125_000)
        assert is_open(lent)
        lent.keyboard.press(answer)
        until(lambda: not is_open(lent), "closed")
        lent.wait_for_timeout(100)  # the page hears of it a moment later, and its clock must not run on before
        assert "q" == lent.evaluate("document.activeElement.id")

    assert f"{address}/ru/" == lent.url


def test_use_puts_the_question_off(lent):
    """Keys, fingers and scrolling begin the two minutes anew."""
    for use in (lambda: lent.keyboard.press("Tab"), lambda: lent.mouse.click(5, 300), lambda: lent.evaluate("dispatchEvent(new Event('scroll'))")):
        lent.clock.run_for(100_000)
        use()
    lent.clock.run_for(100_000)
    before = is_open(lent)
    lent.clock.run_for(30_000)

    assert (False, True) == (before, is_open(lent))


def test_nobody_is_asked_while_sound_goes_on(lent):
    """As long as sound moves on, nobody is asked; when it stands for two minutes, the phone asks."""
    lent.goto("/ru/stops/C8Y5")
    for _ in range(5):
        lent.clock.run_for(100_000)
        lent.evaluate("document.querySelector('audio').dispatchEvent(new Event('timeupdate'))")
    before = is_open(lent)
    lent.clock.run_for(121_000)

    assert (False, True) == (before, is_open(lent))


def test_a_lent_phone_asks_also_when_the_page_was_exchanged(lent):
    """After a change of language while it played the question is the new page's: it is asked, answered, asked again, and leads to the start."""
    lent.goto("/ru/stops/K4R7")
    until(lambda: lent.evaluate("document.querySelector('audio').readyState >= 1"), "sound")
    lent.evaluate("(audio => { audio.muted = true; return audio.play() })(document.querySelector('audio'))")
    lent.click("#in-en")
    until(lambda: lent.evaluate("document.documentElement.lang") == "en", "the page is not exchanged")
    until(lambda: lent.evaluate("!document.querySelector('audio').paused"), "sound")
    lent.evaluate("document.querySelector('audio').pause()")
    lent.wait_for_timeout(300)
    lent.clock.run_for(121_000)
    assert is_open(lent)
    lent.keyboard.press("Enter")
    until(lambda: not is_open(lent), "closed")
    lent.wait_for_timeout(100)
    lent.clock.run_for(121_000)
    assert is_open(lent)
    lent.clock.run_for(31_000)
    lent.wait_for_url("**/kiosk")


def test_no_link_leads_out_of_a_lent_phone(lent, address):
    """A link to another site, should staff ever write one, does nothing on a lent phone; our own links work."""
    lent.evaluate("document.querySelector('main').insertAdjacentHTML('afterbegin', '<a id=out href=\"http://127.0.0.1:9/\">out</a>')")
    lent.click("#out")
    lent.wait_for_timeout(200)
    outside = lent.url
    lent.click("footer a >> nth=1")
    lent.wait_for_url("**/ru/all")

    assert f"{address}/ru/" == outside


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_axe_finds_nothing(visit, language, scheme):
    """The pages of finding and lending have no known barrier in any language, light or dark, also while the phone asks; none is too wide."""
    page = visit("/kiosk", 320, clock=True, color_scheme=scheme, locale=language)
    found = {}

    def look(name):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert 0 == page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"), (name, width)
        found.update(barriers(page, name))

    look("staff")
    page.click("main button")
    page.wait_for_url("**/kiosk")
    look("start")
    for path in ("/", "/number?n=77", "/search?q=1938", "/tours/alzhir/plan", "/all", "/stops/ZZZZ"):
        page.goto(f"/{language}{path}")
        look(path)
    page.clock.run_for(121_000)
    assert is_open(page)
    look("question")
    dialog, body = page.evaluate(
        "['dialog', 'html'].map((name) => (({color, backgroundColor}) => [color, backgroundColor])(getComputedStyle(document.querySelector(name))))"
    )
    assert dialog == body
    assert {} == found


def test_printing_the_whole_text(visit):
    """On paper the whole text is at least 18 points, without links to press, each stop on a page of its own, the notes first."""
    page = visit("/kk/all")
    page.emulate_media(media="print")
    points = page.evaluate("[...document.querySelectorAll('.large section p')].map(one => parseFloat(getComputedStyle(one).fontSize) * 0.75)")
    breaks = page.evaluate("[...document.querySelectorAll('.large section')].map(one => getComputedStyle(one).breakBefore)")

    assert min(points) > 15.9
    assert points.count(18) > len(points) / 2
    assert {"page"} == set(breaks[1:])
    assert [False] * 2 == [page.locator(one).first.is_visible() for one in ("nav", "footer")]
