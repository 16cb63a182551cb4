"""Going on in the same player: after a lost line, to other stops and languages and back again, with a screen that is kept awake; and who saves data."""

import pytest

from tests.browser.phone import heard, jump, wait
from tests.browser.test_player import SPY, STOP, on_a_line, play, sound

pytestmark = pytest.mark.browser
SLOW_LOCK = """
window.locks = {asked: 0, held: 0, give: []};
Object.defineProperty(navigator, "wakeLock", { value: { request: () => { locks.asked += 1;
  return new Promise(done => locks.give.push(() => { locks.held += 1; done({release: () => { locks.held -= 1; }}); })); } } });
"""
SPARE = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}});"


def spied(visit, path=STOP, **options):
    """Open a page whose lock screen is in the test's hands."""
    page = visit("/en/about", **options)
    page.add_init_script(SPY)
    page.goto(path)
    return page


def lost(page, line):
    """Play, lose the line and wait until this is said."""
    play(page)
    line["cut"] = True
    page.evaluate("document.querySelector('audio').currentTime = 500")
    wait(page, "document.documentElement.classList.contains('lost')", 40)
    line["cut"] = False


def test_after_a_lost_line_the_sound_is_where_the_visitor_wants_it(visit):
    """A sentence that is tapped, the slider and the jumps lead where they say, also when the line was lost before."""
    page = visit("/en/about")
    line = on_a_line(page)
    page.goto(STOP)
    ways = (
        ("document.querySelector('#p2 [data-s]').click()", 12),
        ("slider.value = 0; slider.dispatchEvent(new Event('input', {bubbles: true})); press('play')", 0),
        ("press('sentence'); press('play')", 21),
        ("press('anew')", 0),
        ("press('back'); press('play')", 485),  # the last one, for what it loads is then there
    )
    for act, place in ways:
        lost(page, line)
        page.evaluate(f"const slider = document.getElementById('position'), press = (id) => document.getElementById(id).click(); {act}")
        wait(page, "!audio.paused && audio.readyState >= 3 && !audio.seeking && !document.documentElement.classList.contains('lost')")
        page.wait_for_timeout(400)
        assert place <= sound(page, "currentTime") < place + 6, act
        page.evaluate("document.querySelector('audio').pause()")


def test_a_stop_without_sound_follows(visit):
    """From the lock screen the way leads on into a stop that has only words: its page is opened, and nothing is called a failure."""
    page = spied(visit, "/en/stops/C8Y5")
    play(page)
    page.evaluate("acts.nexttrack()")
    page.wait_for_url("**/en/stops/W3H6")

    assert "Work" in page.text_content("h1")


def test_the_last_wish_counts(visit):
    """Two languages picked one after the other: the second one comes, however late the first one's page arrives."""
    page = spied(visit)
    play(page)
    held = []
    page.route("**/language/ru**", lambda route: held.append(route))  # noqa: PLW0108  Playwright wants a function of Python's own.
    page.evaluate("document.getElementById('in-ru').click()")
    page.evaluate("document.getElementById('in-kk').click()")
    wait(page, "location.pathname === '/kk/stops/K4R7' && !audio.paused")
    for route in held:
        route.continue_()
    page.wait_for_timeout(500)

    assert 1 == len(held)
    assert ["/kk/stops/K4R7", "kk"] == page.evaluate("[location.pathname, document.documentElement.lang]")


def test_back_leads_back(visit):
    """Back undoes what the visitor asked for while it played: the language with its place and sound, a stop with its page. What came by itself is no step."""
    page = spied(visit)
    play(page)
    jump(page, 12.5)
    page.click("#in-ru")
    wait(page, "location.pathname === '/ru/stops/K4R7' && !audio.paused && audio.currentTime >= 12")
    page.go_back(wait_until="commit")
    wait(page, "location.pathname === '/en/stops/K4R7' && document.documentElement.lang === 'en' && !audio.paused && audio.currentTime >= 12")
    page.go_forward(wait_until="commit")
    wait(page, "location.pathname === '/ru/stops/K4R7' && document.documentElement.lang === 'ru' && !audio.paused")
    page.evaluate("acts.nexttrack()")
    wait(page, "location.pathname === '/ru/stops/M2T9' && !audio.paused && audio.readyState >= 3")
    page.go_back(wait_until="commit")
    wait(page, "location.pathname === '/ru/stops/K4R7' && document.querySelector('h1').textContent.startsWith('1.') && audio.paused")
    page.evaluate("document.getElementById('onward').click()")
    play(page)
    steps = page.evaluate("history.length")
    page.evaluate("document.querySelector('audio').currentTime = 29.7")
    wait(page, "location.pathname === '/ru/stops/M2T9' && !audio.paused")

    assert steps == page.evaluate("history.length")
    assert [] == page.complaints


def test_an_old_place_in_the_address_gives_way_to_a_later_one(visit):
    """The place with which an address came is forgotten once the visitor has heard on; a reload then offers the later one."""
    page = visit(f"{STOP}#p1:1:3")
    wait(page, "document.querySelector('.now')")
    play(page)
    jump(page, 12.5)
    wait(page, "localStorage.getItem('place.K4R7') === 'p2:1:2'")
    page.reload()

    assert ("Continue from 0:12", 0) == (page.locator("#again").inner_text(), sound(page, "currentTime"))
    assert [] == heard(page)


def test_the_screen_is_let_go(visit):
    """A lock that comes after the sound has stopped is given back, and there is never more than one."""
    page = visit("/en/about")
    page.add_init_script(SLOW_LOCK)
    page.goto(STOP)
    page.get_by_label("Move the text along with the sound").check()
    play(page)
    page.uncheck("#follow")
    page.check("#follow")
    page.uncheck("#follow")
    page.check("#follow")
    page.evaluate("document.querySelector('audio').pause()")
    wait(page, "audio.paused")
    page.evaluate("locks.give.splice(0).forEach(give => give())")
    wait(page, "locks.asked > 0 && locks.held === 0")
    play(page)
    wait(page, "locks.give.length > 0")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange')); locks.give.splice(0).forEach(give => give())")
    wait(page, "locks.held === 1")


def test_the_lock_screen_gets_a_picture_that_it_can_show(visit):
    """The picture is told with its true size and form; beside a WebP there is a PNG for lock screens that know no other."""
    page = spied(visit)
    play(page)
    told = page.evaluate("navigator.mediaSession.metadata.artwork.map(({src, sizes, type}) => [new URL(src).pathname.split('.').pop(), sizes, type])")

    assert [["webp", "450x300", "image/webp"], ["ico", "256x256", "image/png"]] == told


def test_who_saves_data_gets_what_they_ask_for(visit):
    """With the browser's saving of data on, no sound comes before Play and no picture before its button; both come then."""
    page = visit("/en/about")
    page.add_init_script(SPARE)
    page.asked.clear()
    page.goto("/en/stops/C8Y5")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(6000)  # longer than pictures ever wait for sound

    assert [] == [one for one in page.asked if "/media/" in one]
    page.get_by_role("button", name="Load the pictures").click()
    wait(page, "[...document.querySelectorAll('figure img')].every(one => one.complete && one.naturalWidth)")
    assert not page.locator("#pictures-wait").is_visible()
    play(page)
    assert sound(page, "duration") > 20
