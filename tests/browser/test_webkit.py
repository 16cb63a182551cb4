"""The player in WebKitGTK, whose media behaves as Safari's does: play, seek, silence of the slider, the kept place, another language."""

import pytest

from tests.spine.test_visitor import until, webkit

pytestmark = pytest.mark.browser
STATE = """const audio = document.querySelector("audio");
return {time: audio.currentTime, paused: audio.paused, ready: audio.readyState, error: audio.error ? audio.error.code : 0,
  classes: document.documentElement.className,
  now: (document.querySelector(".now") || {textContent: ""}).textContent, text: document.getElementById("position").getAttribute("aria-valuetext"),
  value: document.getElementById("position").value, status: document.getElementById("status").textContent, path: location.pathname, hash: location.hash};"""


@pytest.fixture(scope="module")
def phone():
    """Open WebKit once for these tests."""
    with webkit() as opened:
        yield opened


def tap(phone, selector):
    """Press something by script; muted sound may begin without a finger, and the real tap is tried where a visitor walks from the sign on."""
    phone.run(f"document.querySelector('audio').muted = true; document.querySelector({selector!r}).click(); return 1;")


def state(phone):
    """Return what is heard and seen."""
    return phone.run(STATE)


def playing(phone, beyond=0.0):
    """Wait until the sound goes on from a place."""
    return until(lambda: (now := state(phone))["time"] > beyond and not now["paused"] and now, f"no sound beyond {beyond} s")


def test_play_jump_and_mark(phone, address):
    """A tap plays; jumps, sentences and words follow; pause is the same button."""
    phone.open(f"{address}/en/stops/K4R7")
    assert (0, True) == (state(phone)["time"], state(phone)["paused"])
    tap(phone, "#play")
    playing(phone, 0.3)
    tap(phone, "#forward")
    playing(phone, 15)
    tap(phone, "#p2 [data-s]")
    assert "They were wives, mothers and daughters." == until(
        lambda: (now := playing(phone, 12))["time"] < 15 and now["now"], "the tap does not lead to its sentence"
    )
    assert 1 == until(lambda: phone.run("return CSS.highlights.get('word').size;"), "no word is marked")
    tap(phone, "#sentence")
    until(lambda: state(phone)["time"] < 13.5, "one sentence back does not go back")
    tap(phone, "#play")
    until(lambda: state(phone)["paused"], "pause does not pause")
    assert 0 == state(phone)["error"]


def test_the_slider_is_silent_and_seeks(phone, address):
    """With the focus on it nothing changes while sound plays; moved by a visitor it seeks, into parts that were not loaded before as well."""
    phone.open(f"{address}/en/stops/C8Y5")
    tap(phone, "#play")
    playing(phone, 0.2)
    phone.run("document.getElementById('position').focus(); return 1;")
    before = state(phone)
    playing(phone, before["time"] + 2.5)
    assert (before["text"], before["value"]) == (state(phone)["text"], state(phone)["value"])
    phone.run("const one = document.getElementById('position'); one.value = 20; one.dispatchEvent(new Event('input', {bubbles: true})); return 1;")
    assert "20 seconds of 27 seconds" == until(lambda: (now := state(phone))["time"] >= 20 and now["text"], "the slider does not seek").replace("\u00a0", " ")
    playing(phone, 20.2)
    assert 0 == state(phone)["error"]


def test_the_place_is_kept_and_another_language_goes_on(phone, address):
    """A place is offered after a reload; while it plays, Russian goes on at the same sentence in the same player."""
    phone.open(f"{address}/kk/stops/K4R7")
    tap(phone, "#p1 [data-s]")
    playing(phone, 3.2)
    phone.run("location.reload(); return 1;")
    until(lambda: "begun" in state(phone)["classes"] and state(phone)["paused"], "the place is not offered")
    tap(phone, "#again")
    playing(phone, 3.1)
    phone.run("document.querySelector('audio').mine = true; return 1;")
    tap(phone, "#in-ru")
    there = until(
        lambda: (now := state(phone))["path"] == "/ru/stops/K4R7" and not now["paused"] and now["time"] > 3 and now,
        "the language does not change under the sound",
    )
    assert phone.run("return document.querySelector('audio').mine && document.documentElement.lang === 'ru';")
    assert there["now"].startswith("Вы находитесь") or there["now"] == "Здесь был лагерь для женщин."
