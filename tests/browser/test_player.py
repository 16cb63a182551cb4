"""The player in a real browser: what the hand, the ear, the eye, the lock screen and a lost line find."""

import io
import re
import wave

import pytest

from audio_guide.guide.rendering import SCRIPT
from tests.browser.phone import LANGUAGES, MOVED, MOVES, barriers, heard, jump, wait
from tests.guide import factories

pytestmark = pytest.mark.browser
STOP = "/en/stops/K4R7"
LOST = "The sound cannot be loaded now. Your place is kept, and the text stays here to read."
LOST_IN_RUSSIAN = {
    "Звук сейчас не загружается. Место, где вы остановились, сохранено, а текст можно читать здесь.",
    "Ждём сеть. Место, где вы остановились, сохранено.",
}
CHUNK = 32 * 1024
SPY = """
window.acts = {}; window.wakes = [];
navigator.mediaSession.setActionHandler = (name, act) => { window.acts[name] = act; };
navigator.mediaSession.setPositionState = (state) => { window.state = state; };
Object.defineProperty(navigator, "wakeLock", { value: { request: async () => { wakes.push("asked"); return { release: () => wakes.push("released") }; } } });
"""

SHIFTS = """new Promise(done => { new PerformanceObserver(list => done(list.getEntries().reduce((sum, one) => sum + one.value, 0)))
  .observe({type: "layout-shift", buffered: true}); setTimeout(() => done(0), 300); })"""


def sound(page, name):
    """Return something of the sound."""
    return page.evaluate(f"document.querySelector('audio').{name}")


def play(page):
    """Press Play and wait until something is heard."""
    page.click("#play")
    wait(page, "!audio.paused && audio.readyState >= 3")


def pause(page):
    """Stop the sound where it is."""
    page.evaluate("document.querySelector('audio').pause()")
    wait(page, "!document.documentElement.classList.contains('playing')")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_begins_by_itself_and_nothing_moves(visit, language):
    """Our player takes the place of the browser's before the first paint: nothing plays, nothing shifts, and one kind of player is seen."""
    page = visit(f"/{language}/stops/C8Y5")
    page.wait_for_timeout(500)

    assert (True, 0, True) == (sound(page, "paused"), sound(page, "currentTime"), page.locator("#play").is_visible())
    assert not page.locator("audio").is_visible()
    assert 0 == page.evaluate(SHIFTS)
    assert 1 == page.locator("audio").count()


@pytest.mark.parametrize("sound_comes", [True, False])
def test_pictures_wait_until_the_sound_can_begin(visit, sound_comes):
    """On a bad line the sound is not behind the picture; when it cannot come at all, the picture comes."""
    page, held = visit("/en/about"), []

    def hold(route):
        held.append(route)

    page.route("**/*.wav", hold)
    page.goto("/en/stops/C8Y5", wait_until="commit")
    wait(page, "document.querySelector('figure img')")
    page.wait_for_timeout(500)

    assert held
    assert page.evaluate("document.querySelector('figure img').clientHeight > 100")
    assert [] == [address for address in page.asked if address.endswith(".webp")]
    for route in held:
        route.continue_() if sound_comes else route.abort()
    wait(page, "document.querySelector('figure img').complete && document.querySelector('figure img').naturalWidth")
    assert sound_comes == (LOST not in page.text_content("#status"))


@pytest.mark.parametrize("width", [320, 412])
def test_nothing_moves_for_who_comes_back(visit, width):
    """The row that offers to continue is there from the first paint, in every language, and has no known barrier."""
    page = visit(STOP, width)
    page.evaluate("localStorage.setItem('place.K4R7', 'p1:2:3')")
    moved = {}
    for language in LANGUAGES:
        page.goto(f"/{language}/stops/K4R7")
        assert page.locator("#again").is_visible()
        moved[language] = page.evaluate(SHIFTS)

    assert dict.fromkeys(LANGUAGES, 0) == moved
    assert {} == barriers(page, "a place is offered")


def test_play_and_pause_are_one_button(visit):
    """The one button says what it would do, and only its words change."""
    page = visit(STOP)
    button = page.locator("#play")
    before = button.inner_text()
    named = page.get_by_role("button", name="Play", exact=True).count()
    play(page)

    assert ("Play", 1, 1) == (before, named, page.get_by_role("button", name="Pause", exact=True).count())
    assert button.get_attribute("aria-pressed") is None
    assert {} == barriers(page, "playing")
    button.press("Enter")
    wait(page, "audio.paused && document.getElementById('play').innerText === 'Play'")  # the words follow the event
    assert 1 == page.get_by_role("button", name="Play", exact=True).count()


def test_jumps_stay_inside(visit):
    """Fifteen seconds back or on, never before the beginning or behind the end."""
    page = visit(STOP)
    jump(page, 20)
    places = []
    for name in ("Back 15 seconds", "Back 15 seconds", "Forward 15 seconds", "Forward 15 seconds", "Forward 15 seconds"):
        page.get_by_role("button", name=name).click()
        wait(page, "!audio.seeking")
        places.append(sound(page, "currentTime"))

    assert [5, 0, 15, 30, 30] == places


def test_back_one_sentence(visit):
    """Early in a sentence it goes to the one before, later to its own beginning."""
    page = visit(STOP)
    places = []
    for start in (7, 8, 0.5):
        jump(page, start)
        page.get_by_role("button", name="Back one sentence").click()
        wait(page, "!audio.seeking")
        places.append(sound(page, "currentTime"))

    assert [3, 6, 0] == places


@pytest.mark.parametrize(
    ("language", "words"),
    [("kk", "20 секунд, барлығы 24 секунд"), ("ru", "20 секунд, всего 24 секунды"), ("en", "20 seconds of 24 seconds")],
)
def test_the_slider_speaks_and_seeks(visit, language, words):
    """A key moves the sound by five seconds from where it is now, and the slider says so in words of the page's language."""
    page = visit(f"/{language}/stops/K4R7")
    jump(page, 15)
    page.locator("#position").press("ArrowRight")
    wait(page, "audio.currentTime === 20")

    assert words == page.get_attribute("#position", "aria-valuetext").replace("\u00a0", " ")
    assert "20" == page.input_value("#position")
    page.locator("#position").press("Home")
    wait(page, "audio.currentTime === 0")


def test_the_slider_is_silent(visit):
    """While it has the focus and sound plays, neither its value nor its words change by themselves; without focus it follows."""
    page = visit(STOP)
    jump(page, 3.5)
    page.focus("#position")
    page.evaluate("document.getElementById('play').click()")
    wait(page, "!audio.paused")
    page.focus("#position")
    before = [page.input_value("#position"), page.get_attribute("#position", "aria-valuetext")]
    page.evaluate("window.changes = 0; new MutationObserver(() => window.changes++).observe(document.getElementById('position'), {attributes: true})")
    page.wait_for_timeout(2500)

    assert (0, before) == (page.evaluate("window.changes"), [page.input_value("#position"), page.get_attribute("#position", "aria-valuetext")])
    assert sound(page, "currentTime") > 5.5
    page.focus("#play")
    jump(page, 21)
    assert "20" == page.input_value("#position")


def test_speed_is_kept_on_the_phone(visit):
    """A slower voice stays slower on the next stop, at its own pitch; nonsense in the storage is ignored."""
    page = visit(STOP)
    page.get_by_label("Speed").select_option("0.75")
    first = sound(page, "playbackRate")
    page.goto("/en/stops/C8Y5")
    again = [sound(page, "playbackRate"), sound(page, "preservesPitch"), page.input_value("#speed")]
    page.evaluate("localStorage.speed = 'fast'")
    page.reload()

    assert (0.75, [0.75, True, "0.75"], [1, "1"]) == (first, again, [sound(page, "playbackRate"), page.input_value("#speed")])
    assert [] == page.context.cookies()


def test_nothing_sets_the_loudness_or_leaves_the_media_element():
    """No volume, which iOS ignores; no Web Audio, which it stops in the background; nothing assertive."""
    assert not re.search(r"\.volume|AudioContext|assertive|Intl", SCRIPT.text)


def test_the_lock_screen_knows_the_stop(visit):
    """Title, museum, tour and picture are told, and its buttons work."""
    page = visit("/en/about")
    page.add_init_script(SPY)
    page.goto(STOP)
    play(page)
    told = page.evaluate("(({title, artist, album, artwork}) => [title, artist, album, artwork.length])(navigator.mediaSession.metadata)")
    page.evaluate("acts.seekto({seekTime: 12})")
    wait(page, "audio.currentTime >= 12")
    page.evaluate("acts.seekbackward({})")
    wait(page, "audio.currentTime < 5")
    page.evaluate("acts.seekforward({seekOffset: 10})")
    wait(page, "audio.currentTime >= 10")
    page.evaluate("acts.pause()")
    wait(page, "audio.paused && state.position <= state.duration")
    page.evaluate("acts.play()")
    wait(page, "!audio.paused")

    assert ["1. Welcome", "ALZHIR museum", "The ALZHIR memorial", 2] == told
    assert {"play", "pause", "seekbackward", "seekforward", "seekto", "previoustrack", "nexttrack"} == set(page.evaluate("Object.keys(acts)"))


def test_the_next_stop_plays_in_the_same_player(visit, address):
    """From a locked phone the next stop begins in the same element, and the page is then that stop's; one with a content note waits."""
    page = visit("/en/about")
    page.add_init_script(SPY)
    page.goto(STOP)
    play(page)
    page.evaluate("document.querySelector('audio').mine = true; acts.nexttrack()")
    wait(page, "location.pathname === '/en/stops/M2T9' && !audio.paused")
    second = page.evaluate(
        "[document.querySelector('audio').mine, document.title, document.querySelector('h1').textContent, document.querySelectorAll('audio').length]"
    )
    page.evaluate("acts.nexttrack()")
    wait(page, "location.pathname === '/en/stops/C8Y5'")
    page.wait_for_timeout(500)

    assert [True, "Stop 2 · The order · ALZHIR museum", "2. The order", 1] == second
    assert (True, 0) == (sound(page, "paused"), sound(page, "currentTime"))
    page.evaluate("acts.previoustrack()")
    wait(page, "location.pathname === '/en/stops/M2T9' && !audio.paused && audio.duration")
    page.get_by_text("They were wives").click()
    wait(page, "audio.currentTime >= 12")
    assert [factories.TEXTS["en"][1][0]] == heard(page)
    assert [] == page.complaints


def test_starting_one_player_stops_the_other(visit):
    """A film that begins stops the sound."""
    page = visit("/en/stops/M2T9")
    play(page)
    page.evaluate("document.querySelector('video').dispatchEvent(new Event('play'))")
    wait(page, "audio.paused && document.getElementById('play').innerText === 'Play'")
    assert [] == page.complaints


def test_the_end_says_what_is_next(visit):
    """At the end the page says what is next and keeps the focus where it is; nothing goes on by itself."""
    page = visit(STOP)
    page.focus("#play")
    play(page)
    page.evaluate("document.querySelector('audio').currentTime = 29.7")
    wait(page, "audio.ended")
    page.wait_for_timeout(300)

    assert "This is the end. Next is stop 2, “The order”." == page.get_by_role("status").text_content()
    assert ("play", "/en/stops/K4R7", []) == (page.evaluate("document.activeElement.id"), page.evaluate("location.pathname"), heard(page))
    assert page.evaluate("localStorage.getItem('place.K4R7')") is None


def test_going_on_by_itself_is_a_wish_and_never_leads_into_a_hard_stop(visit):
    """Who asked for it hears the next stop, with the focus kept; before a stop with a content note it ends with a sentence."""
    page = visit(STOP)
    page.get_by_label("Go on to the next stop by itself").check()
    play(page)
    page.focus("#play")
    page.evaluate("document.querySelector('audio').currentTime = 29.7")
    wait(page, "location.pathname === '/en/stops/M2T9' && !audio.paused && audio.duration")
    focused = page.evaluate("document.activeElement.id")
    page.evaluate("document.querySelector('audio').currentTime = 29.7")
    wait(page, "audio.ended")
    page.wait_for_timeout(500)

    assert ("play", "/en/stops/M2T9") == (focused, page.evaluate("location.pathname"))
    assert "It has a content note." in page.get_by_role("status").text_content()


def long_tone(seconds=600):
    """Return more sound than a browser loads ahead."""
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setparams((1, 1, 8000, 0, "NONE", "NONE"))
        written.writeframes(b"\x80" * 8000 * seconds)
    return file.getvalue()


def on_a_line(page):
    """Give the page its sound over a line that can be cut; returns the switch."""
    line, whole = {"cut": False}, long_tone()

    def answer(route):
        if line["cut"]:
            route.abort("internetdisconnected")
            return
        start = int(route.request.headers.get("range", "bytes=0-").removeprefix("bytes=").partition("-")[0])
        part = whole[start : start + CHUNK]
        headers = {"Content-Type": "audio/wav", "Accept-Ranges": "bytes", "Content-Range": f"bytes {start}-{start + len(part) - 1}/{len(whole)}"}
        route.fulfill(status=206, headers=headers, body=part)

    page.route("**/media/*.wav", answer)
    return line


def test_a_lost_line_keeps_the_place(visit):
    """In the middle of a stop the network goes: the page says so, nothing moves, the text stays, and Try again goes on from the same place.

    In Russian on the narrowest phone, where the words take most room.
    """
    page = visit("/ru/about", 320)
    line = on_a_line(page)
    page.goto("/ru/stops/K4R7")
    play(page)
    page.evaluate(MOVED)
    line["cut"] = True
    page.evaluate("document.querySelector('audio').currentTime = 500")  # farther than any browser loads ahead
    wait(page, "document.getElementById('status').textContent", 40)
    button = page.get_by_role("button", name="Повторить")

    assert (True, 1, True) == (page.get_by_role("status").text_content() in LOST_IN_RUSSIAN, button.count(), page.locator("#p1").is_visible())
    assert {} == barriers(page, "lost line")
    assert 1 == page.evaluate("new Set(['#status', 'html'].map((one) => getComputedStyle(document.querySelector(one)).backgroundColor)).size")
    assert [] == page.evaluate(MOVES)
    assert page.evaluate("(box => box.top >= 0 && box.bottom <= innerHeight)(document.getElementById('status').getBoundingClientRect())")
    place = sound(page, "currentTime")
    line["cut"] = False
    button.click()
    wait(page, f"!audio.paused && audio.currentTime > {place} && audio.readyState >= 3")
    assert place + 3 > sound(page, "currentTime") >= 500
    assert ("", 0, 1) == (page.get_by_role("status").text_content(), button.count(), page.get_by_role("button", name="Пауза", exact=True).count())


def test_sound_that_never_came(visit):
    """Without a line from the beginning the text is there, and the same button tries again."""
    page = visit("/en/about")
    line = on_a_line(page)
    line["cut"] = True
    page.goto(STOP)
    wait(page, "document.getElementById('status').textContent")
    said = page.get_by_role("status").text_content()
    line["cut"] = False
    page.get_by_role("button", name="Try again").click()
    wait(page, "!audio.paused && audio.currentTime > 0")

    assert LOST == said


def test_the_place_is_kept_and_offered(visit):
    """Who comes back is offered to continue at the sentence or to start over; nothing begins by itself, and the place holds in another language."""
    page = visit(STOP)
    jump(page, 12.5)
    play(page)
    wait(page, "localStorage.getItem('place.K4R7')")
    page.goto("/ru/stops/K4R7")
    offered = page.locator("#again").inner_text()
    quiet = sound(page, "paused"), sound(page, "currentTime")
    page.locator("#again").click()
    wait(page, "!audio.paused && audio.currentTime >= 12")
    page.reload()
    page.get_by_role("button", name="С начала").click()
    wait(page, "!audio.paused && audio.currentTime < 3")

    assert ("Продолжить с 0:12", (True, 0)) == (offered, quiet)
    assert not page.locator("#anew").is_visible()
    assert [] == page.context.cookies()
    assert {"place.K4R7"} >= set(page.evaluate("Object.keys(localStorage)"))


def test_a_phone_that_keeps_nothing(visit):
    """Where the storage is refused everything else works."""
    page = visit("/en/about")
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })")
    page.goto(STOP)
    play(page)
    page.get_by_label("Speed").select_option("1.5")
    page.get_by_label("Move the text along").check()

    assert (1.5, []) == (sound(page, "playbackRate"), page.complaints)


def test_words_are_marked_where_their_times_are_known(visit):
    """Inside the sentence the word that is said is marked, without a change to the text; where no times are known none is."""
    page = visit(STOP)
    jump(page, 9.3)
    wait(page, "CSS.highlights.get('word').size === 1")
    marked = page.evaluate("[...CSS.highlights.get('word')][0].toString()")
    spans = page.evaluate("document.querySelector('.now').childNodes.length")
    page.goto("/en/stops/K4R7?listen=kk")
    jump(page, 9.3)

    assert ("first", 1) == (marked, spans)
    assert 0 == page.evaluate("CSS.highlights.get('word').size")
    assert [" ".join(factories.TEXTS["en"][0])] == heard(page)


def test_a_paragraph_is_played_in_the_other_language(visit):
    """With Russian text and Kazakh sound a paragraph's time plays its sound, and one sentence back is one of the sound's."""
    page = visit("/kk/stops/C8Y5?read=ru")
    page.locator(".time").nth(1).click()
    wait(page, "!audio.paused && audio.currentTime >= 15")
    pause(page)
    jump(page, 18.5)
    page.get_by_role("button", name="Бір сөйлем артқа").click()
    wait(page, "audio.currentTime === 15")

    assert [" ".join(factories.TEXTS["ru"][1])] == heard(page)


def test_changing_the_language_while_listening(visit):
    """While it plays, another language goes on at the same sentence in the same player, the page is then in that language, and the focus stays."""
    page = visit("/kk/stops/C8Y5")
    page.evaluate("document.querySelector('audio').mine = true")
    play(page)
    page.evaluate("document.querySelector('audio').currentTime = 18.2")
    wait(page, "audio.currentTime >= 18.2 && document.querySelector('.now')?.closest('#p2') && audio.readyState >= 3")
    page.locator("#in-ru").focus()
    page.keyboard.press("Enter")
    wait(page, "location.pathname === '/ru/stops/C8Y5' && !audio.paused && audio.currentTime >= 18")

    assert 21 > sound(page, "currentTime")
    assert [True, "ru", "in-ru"] == page.evaluate("[document.querySelector('audio').mine, document.documentElement.lang, document.activeElement.id]")
    assert [factories.TEXTS["ru"][1][1]] == heard(page)
    assert [("choice", "ru")] == [(cookie["name"], cookie["value"]) for cookie in page.context.cookies()]


@pytest.mark.parametrize(("place", "sentence"), [("p1:3:3", 2), ("p1:1:6", 0), ("p1:6:6", 2), ("p1:4:6", 1), ("p1:1:1", 1), ("p1", 0), ("p9:1:2", 0)])
def test_places_between_languages_with_other_sentences(visit, place, sentence):
    """A place of a language with more or fewer sentences leads to the one at the same part of the paragraph; a paragraph that is missing to the last."""
    page = visit(f"{STOP}#{place}")
    wait(page, "document.querySelector('.now')")

    assert [factories.TEXTS["en"][2 if place.startswith("p9") else 0][sentence]] == heard(page)


@pytest.mark.parametrize("place", ["p", "main", "p1:x:y", "position", "%22%5D", "p1:99:3"])
def test_odd_places_do_no_harm(visit, place):
    """Whatever stands behind the # of an address, the page works."""
    page = visit(f"{STOP}#{place}")
    play(page)

    assert [] == page.complaints


def test_the_text_follows_when_asked(visit):
    """The switch is off at first; on, the sentence comes to the middle, without motion where that is unwelcome, the focus stays, the phone stays awake."""
    page = visit("/en/about", reduced_motion="reduce")
    page.add_init_script(SPY)
    page.set_viewport_size({"width": 390, "height": 600})
    page.goto(STOP)
    page.evaluate("window.looks = []; Element.prototype.scrollIntoView = (how) => how && looks.push(how.behavior); 0")
    play(page)
    jump(page, 4)
    quiet = page.evaluate("[looks.length, wakes.length]")
    page.get_by_label("Move the text along with the sound").check()
    page.focus("#follow")
    jump(page, 10)
    assert ("follow", 0) == (page.evaluate("document.activeElement.id"), page.locator("[aria-live] .now, [role=status] .now").count())
    page.click("#play")
    wait(page, "wakes.includes('released')")

    assert [0, 0] == quiet
    assert {"auto"} == set(page.evaluate("looks"))
    assert ["asked", "released"] == page.evaluate("wakes")
    page.reload()
    assert page.get_by_label("Move the text along with the sound").is_checked()


def test_following_rests_while_the_visitor_scrolls(visit):
    """For four seconds after a visitor scrolled by hand the page does not move under them."""
    page = visit(STOP)
    page.get_by_label("Move the text along with the sound").check()
    play(page)
    page.evaluate("window.looks = []; Element.prototype.scrollIntoView = (how) => how && looks.push(how.behavior); 0")
    page.mouse.wheel(0, 200)
    page.wait_for_timeout(100)
    jump(page, 6.5)
    resting = page.evaluate("looks.length")
    page.wait_for_timeout(4100)
    jump(page, 15.5)

    assert (0, ["smooth"]) == (resting, page.evaluate("looks"))


def test_hard_pictures_can_be_hidden_and_are_not_loaded(visit):
    """Hidden once, the pictures of stops with a content note are not even asked for, on no later page; others are shown."""
    page = visit("/en/stops/C8Y5")
    page.get_by_role("button", name="Hide the pictures of stops with a content note").click()
    hidden = page.locator("figure").is_visible()
    page.asked.clear()
    page.reload()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(700)
    asked = [url for url in page.asked if ".webp" in url]
    button = page.get_by_role("button", name="Show the pictures of stops with a content note")

    assert (False, [], 1) == (hidden, asked, button.count())
    page.goto(STOP)
    assert page.locator("figure").is_visible()
    page.goto("/en/stops/C8Y5")
    button.click()
    assert page.locator("figure").is_visible()


def test_a_hard_passage_is_skipped(visit):
    """Before the sound a button says where it is past the passage, and leads there by ear; the link before the passage leads there by eye."""
    page = visit("/en/stops/C8Y5")
    skip = page.get_by_role("button", name="Listen from behind the passage: 0:21")
    skip.focus()
    page.keyboard.press("Enter")
    wait(page, "!audio.paused && audio.currentTime >= 21 && document.querySelector('.now')")

    assert [factories.TEXTS["en"][2][0]] == heard(page)
    assert ("skip", 1) == (page.evaluate("document.activeElement.id"), page.get_by_role("button", name="Pause", exact=True).count())
    page.get_by_role("link", name="Skip this passage").click()
    assert ("#p3", True) == (page.evaluate("location.hash"), page.locator("#p3").is_visible())
    page.get_by_role("link", name="Read the short version in easy language").click()
    page.wait_for_url("**/en/stops/C8Y5?track=easy")
    assert " ".join(factories.EASY["en"][0]) == page.locator("#p1").text_content()
    assert 0 == page.locator("#skip, #passage").count()


def test_no_letter_does_anything(visit):
    """There are no shortcuts of single letters that a screen reader's or a voice's user would press by mistake."""
    page = visit(STOP)
    page.focus("#main")
    for key in ("k", "j", "l", "m", "f", "p", "n", ".", "5"):
        page.keyboard.press(key)

    assert (True, 0, 1) == (sound(page, "paused"), sound(page, "currentTime"), sound(page, "playbackRate"))


@pytest.mark.parametrize("path", ["/kk/stops/K4R7", "/ru/stops/C8Y5", "/en/stops/M2T9"])
def test_keys_reach_everything_and_focus_is_seen(visit, path):
    """Play comes within 8 presses of Tab; every stop on the way has an outline of 2 px and lies under nothing; the end of the page is reached."""
    page = visit(path, 390)
    look = """(at => { const box = at.getBoundingClientRect(), style = getComputedStyle(at);
      const seen = document.elementFromPoint(box.x + Math.min(box.width / 2, 20), box.y + box.height / 2);
      return [at.id || at.textContent.trim().slice(0, 30), parseFloat(style.outlineWidth), style.outlineStyle,
        Boolean(seen && (at.contains(seen) || seen.contains(at))), at.tagName]; })
      (document.activeElement)"""
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        seen.append(page.evaluate(look))

    assert "play" in [stop[0] for stop in seen[:8]]
    own = [stop for stop in seen if stop[4] != "VIDEO"]  # the browser draws the marks inside its own player

    assert [] == [stop for stop in own if stop[1] < 2 or stop[2] == "none" or not stop[3]]
    assert {"back", "forward", "position", "sentence", "speed", "follow"} < {stop[0] for stop in seen}
    assert len(seen) > 15


def test_a_film_is_not_loaded_before_it_is_asked_for(visit):
    """A stop with a film loads none of it, and shows the poster without a shift."""
    page = visit("/en/stops/M2T9")
    page.wait_for_timeout(500)

    assert [] == [url for url in page.asked if url.endswith(".mp4")]
    assert page.locator("video").bounding_box()["height"] > 200


@pytest.mark.parametrize(("path", "later"), [("K4R7", 2), ("M2T9", 2), ("C8Y5", 2)])
def test_two_requests_before_sound(visit, address, path, later):
    """Until the sound begins to come, the page and the sound are all that is asked for: no picture, no poster of a film, no sign of the museum; they follow."""
    page, held = visit("/en/about"), []
    page.goto("about:blank")  # the page before would ask for its sign late
    page.route("**/media/*.wav", lambda route: held.append(route))  # noqa: PLW0108 -- Playwright asks a function how many arguments it takes
    page.asked.clear()
    page.goto(f"/en/stops/{path}", wait_until="commit")
    page.wait_for_timeout(1500)
    before = [url.removeprefix(address) for url in page.asked]
    held[0].continue_()
    page.unroute("**/media/*.wav")
    wait(page, "audio.readyState >= 1")
    page.evaluate("for (const one of document.querySelectorAll('img, video')) one.scrollIntoView()")
    page.wait_for_timeout(1500)
    seen = {url for url in page.asked if url.endswith((".webp", ".svg"))}

    assert [f"/en/stops/{path}", f"/media/{factories.DIGESTS['sound']}.wav"] == before
    assert later == len(seen)
    assert [] == page.complaints


def test_the_way_is_heard_beside_the_player(visit):
    """A second sound on the page, that of the way, stops the stop's own and is stopped by it; what it does is neither shown by the player nor counted."""
    page = visit(STOP)
    page.evaluate("window.counted = []; navigator.sendBeacon = (_, line) => counted.push(line);")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<audio id=\"the-way\" controls preload=\"none\"></audio>');"
        "document.getElementById('the-way').src = document.querySelector('audio').src"
    )
    play(page)
    begun = page.evaluate("[...counted]")
    page.evaluate("document.getElementById('the-way').play()")
    wait(page, "document.getElementById('the-way').currentTime > 0")
    stopped, shown = sound(page, "paused"), page.evaluate("document.documentElement.classList.contains('playing')")
    page.evaluate("document.getElementById('the-way').currentTime = 29.9")
    wait(page, "document.getElementById('the-way').ended")
    page.evaluate("document.getElementById('the-way').play()")
    wait(page, "!document.getElementById('the-way').paused")
    play(page)

    assert (True, False) == (stopped, shown)
    assert page.locator("#the-way").is_visible()
    assert "" == page.text_content("#status")
    assert page.evaluate("document.getElementById('the-way').paused")
    assert begun == page.evaluate("counted")
