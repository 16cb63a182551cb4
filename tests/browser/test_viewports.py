"""Phones held upright and turned, and pages enlarged until the window is as large as a matchbox: nothing is lost, nothing lies over anything."""

import pytest

from tests.browser.phone import LANGUAGES, PATHS, overflow, wait

pytestmark = pytest.mark.browser
VIEWS = ((320, 256), (568, 320), (844, 390))
"""A window of 1280 × 1024 at 400 %, and two phones lying on their side."""
UNREACHABLE = """() => [...document.querySelectorAll("a, button, input, select, summary")].filter((one) => {
  if (!one.checkVisibility({visibilityProperty: true}) || one.matches(".skip")) return false;
  one.scrollIntoView({block: "center"});
  const {x, y, width, height} = one.getClientRects()[0];
  const seen = document.elementFromPoint(x + Math.min(width / 2, 20), y + height / 2);
  return x < 0 || x + width > innerWidth || !one.contains(seen);
}).map((one) => one.outerHTML.slice(0, 80))"""
"""What one uses and cannot reach by scrolling down alone, or finds under something else."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_lost_in_a_small_window(visit, language):
    """However the phone is held and as far as a page is enlarged, everything that is used is reached by scrolling in one direction and lies under nothing."""
    page = visit(f"/{language}/")
    lost = {}
    for path in PATHS:
        page.goto(f"/{language}{path}")
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        for width, height in VIEWS:
            page.set_viewport_size({"width": width, "height": height})
            lost[path, width] = [*page.evaluate(UNREACHABLE), *([f"{wide} px too wide"] if (wide := overflow(page)) else [])]

    assert {} == {view: found for view, found in lost.items() if found}


@pytest.mark.parametrize(("height", "share"), [(256, 0), (320, 0), (390, 0), (800, 0.3)])
def test_the_player_leaves_room_for_the_text(visit, height, share):
    """The player stays in view only where the window is high enough for both; it never takes more than a third of it."""
    page = visit("/kk/stops/K4R7", 320)
    page.set_viewport_size({"width": 320, "height": height})
    page.evaluate("document.getElementById('p3').scrollIntoView({block: 'end'})")
    seen = page.evaluate(
        "(bar => Math.max(0, Math.min(bar.bottom, innerHeight) - Math.max(bar.top, 0)))(document.querySelector('.bar').getBoundingClientRect())"
    )

    assert seen <= share * height
    assert (seen > 0) == (share > 0)


def test_turning_the_phone_keeps_the_sound_and_the_place(visit):
    """When the phone is turned while it plays, the sound goes on, the same sentence stays marked, and Play stays what it was."""
    page = visit("/en/stops/K4R7", 390)
    page.get_by_text("A camp for women stood here.").click()
    wait(page, "!audio.paused && audio.currentTime > 3.2")
    before = page.evaluate("document.querySelector('audio').currentTime")
    page.set_viewport_size({"width": 844, "height": 390})
    wait(page, f"audio.currentTime > {before} + .3 && !audio.paused")

    assert page.evaluate("document.querySelector('audio').currentTime") < before + 10
    assert "playing" in page.evaluate("document.documentElement.className")


@pytest.mark.parametrize(("view", "size"), [(VIEWS[0], 18), (VIEWS[1], 36), (VIEWS[2], 36)])
def test_a_lent_phone_asks_in_any_window(visit, view, size):
    """The question whether somebody is there can be answered in every window, on a phone that lies on its side also with text of twice the size."""
    page = visit("/kiosk")
    page.clock.install()
    page.click("main button")
    page.wait_for_url("**/kiosk")
    page.click(".choose a[lang=kk]")
    page.wait_for_url("**/kk/")
    page.set_viewport_size({"width": view[0], "height": view[1]})
    page.evaluate(f"document.documentElement.style.fontSize = '{size}px'")
    page.clock.run_for(121_000)
    page.locator("dialog button").scroll_into_view_if_needed()
    box = page.locator("dialog button").bounding_box()

    assert 0 <= box["x"]
    assert box["x"] + box["width"] <= view[0]
    assert 0 <= box["y"] < view[1]
    assert 0 == overflow(page)
    page.click("dialog button")
    assert not page.evaluate("document.querySelector('dialog').open")
