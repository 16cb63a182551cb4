"""Tours and stops are arranged on the staff's pages: made, moved, numbered, taken out, removed, and withdrawn from visitors one by one."""

import pytest
from sqlalchemy import select
from tests.stories import CODES, approve_all, publish_all

from audio_guide.publishing import service as publishing
from audio_guide.publishing import withdrawing
from audio_guide.publishing.readying import NOT_APPROVED
from audio_guide.tours import arranging, ways, writing
from audio_guide.tours import service as tours
from audio_guide.tours.models import Stop, Tour

PAGE = "/cms/tours/steppe/stops"
ACTION = "/cms/tours/steppe/arrange"


async def order(museum, slug="steppe"):
    """Return the stops of a tour in its order, with their numbers."""
    async with museum.database.read() as session:
        return [(stop.code, stop.number) for stop in await publishing.stops_of(session, (await publishing.tour_by_slug(session, slug)).id)]


async def press(browser, do, code=CODES[0], *, follow=True, **fields):
    """Send a form of a stop as its button does."""
    seen = browser.page.xpath("//input[@name='seen']/@value")[0]
    key = browser.page.xpath("//input[@name='key']/@value")[0]
    data = {"key": key, "seen": seen, "code": code, "do": do, **fields}
    answer = await browser.client.post(ACTION, data=data, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=follow)
    await browser.take(answer)
    return answer


async def test_stops_are_moved_by_buttons_and_by_their_place(browser, museum):
    """Each deed is said in the status region, and the address leads the keyboard back to the button that was pressed."""
    await browser.sign_in("editor")
    await browser.open(PAGE)
    answer = await press(browser, "down", follow=False)
    moved = await order(museum)
    await browser.open(answer.headers["location"])
    said = browser.page.xpath("string(//p[@id='told'])")
    buttons = browser.page.xpath(f"//button[@id='down-{CODES[0]}']")
    await press(browser, "place", value="1")
    back = await order(museum)
    wrong = await press(browser, "place", value="first")

    assert [(CODES[1], 2), (CODES[0], 1)] == moved
    assert answer.headers["location"].endswith(f"#down-{CODES[0]}")
    assert 1 == len(buttons)
    assert said.startswith("Moved to place 2 of 2.")
    assert [(CODES[0], 1), (CODES[1], 2)] == back
    assert (422, ["first"]) == (wrong.status_code, browser.page.xpath(f"//input[@id='place-{CODES[0]}']/@value"))


async def test_two_people_who_arrange_at_once_both_know_it(browser, museum):
    """Whoever was slower is told, sees what was typed and the order of now, and nothing is moved unseen."""
    await browser.sign_in("editor")
    await browser.open(PAGE)
    async with museum.database.write() as session:
        await arranging.number_stop(session, CODES[1], 7)
    answer = await press(browser, "number", value="12")
    kept = browser.page.xpath(f"//input[@id='number-{CODES[0]}']/@value")
    between = await order(museum)
    await press(browser, "number", value="12")

    assert (409, ["12"]) == (answer.status_code, kept)
    assert "Somebody changed this meanwhile." in answer.text
    assert [(CODES[0], 1), (CODES[1], 7)] == between
    assert [(CODES[0], 12), (CODES[1], 7)] == await order(museum)


async def test_a_number_that_another_stop_has_is_refused(browser, museum):
    """The sentence names the other stop, the typed number stays, the code never changes."""
    await browser.sign_in("editor")
    await browser.open(PAGE)
    answer = await press(browser, "number", value="2")

    assert 409 == answer.status_code
    assert "The stop Reed 2 has the number 2 already." in answer.text
    assert [(CODES[0], 1), (CODES[1], 2)] == await order(museum)


async def test_a_stop_is_taken_out_and_comes_back(browser, museum):
    """It is listed under "In no tour" and put into a tour from there; both stand in the history."""
    await browser.sign_in("editor")
    await browser.open(PAGE)
    await press(browser, "out")
    out = await order(museum)
    await browser.open("/cms")
    told = browser.said
    await browser.open("/cms/tours")
    await browser.send("/cms/tours/place", tour="steppe")
    await browser.open("/cms/history")

    assert [(CODES[1], 2)] == out
    assert "1 stop is in no tour" in told
    assert [(CODES[1], 2), (CODES[0], 1)] == await order(museum)
    assert all(part in browser.said for part in ("took the stop 1 Reed 1 out of a tour", "put the stop 1 Reed 1 into a tour"))


async def test_ways_are_not_lost_unseen(browser, museum):
    """Whoever takes out a stop that has a way sees its words first; only then it goes."""
    async with museum.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        tour = await publishing.tour_by_slug(session, "steppe")
        await ways.save_spots(session, tour.id, {stop.id: ways.Spot((10, 20), {"kk": ways.Words("Тура жүріңіз.")})})
    await browser.sign_in("editor")
    await browser.open(PAGE)
    await press(browser, "out")
    asked, between = browser.said, await order(museum)
    await browser.send(ACTION, do="out")

    assert "Тура жүріңіз." in asked
    assert 2 == len(between)
    assert [(CODES[1], 2)] == await order(museum)


async def test_an_existing_stop_joins_another_tour(browser, museum):
    """A tour that was just made takes a stop of another one; the stop stands in both."""
    await browser.sign_in("editor")
    await browser.open("/cms/tours")
    await browser.send("/cms/tours", title__kk="Қарлығаш жолы")
    await browser.send("/cms/tours/qarlygas-joly/arrange", code=CODES[1], do="add")

    assert [(CODES[1], 2)] == await order(museum, "qarlygas-joly")
    assert 2 == len(await order(museum))


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Қыз Жібек", "qyz-jibek"), ("Сад № 5", "sad-no-5"), ("Women of the Steppe!", "women-of-the-steppe"), ("Ilı — Ілім", "ili-ilim"), ("…", "")],
)
def test_an_address_is_made_of_the_title(title, slug):
    """Kazakh and Russian letters become Latin ones; whatever is no letter becomes a hyphen."""
    assert slug == arranging.slug_of(title)


async def test_a_tour_is_made_addressed_moved_and_removed(browser, museum):
    """Its address may change until it is published; removing it names what goes, and its stops stay."""
    await browser.sign_in("editor")
    await browser.open("/cms/tours")
    nameless = await browser.send("/cms/tours")
    taken = await browser.send("/cms/tours", title__en="Again", slug="steppe")
    kept = browser.page.xpath("string(//input[@id='title-en']/@value)")
    await browser.send("/cms/tours", title__en="Again", slug="")
    await browser.open("/cms/tours")
    await browser.send("/cms/tours/again/address", slug="winter")
    form = next(form for form in browser.page.forms if form.action == "/cms/tours/order" and form.fields["slug"] == "winter")
    data = {**dict(form.form_values()), "do": "up"}
    await browser.take(await browser.client.post("/cms/tours/order", data=data, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=True))
    async with museum.database.read() as session:
        moved = [tour.slug for tour in await publishing.all_tours(session)]
    await browser.open("/cms/tours/winter/stops")
    await browser.send("/cms/tours/winter/arrange", code=CODES[0], do="add")
    await browser.open("/cms/tours/winter/remove")
    asked = browser.said
    await browser.send("/cms/tours/winter/remove")
    async with museum.database.read() as session:
        left = [tour.slug for tour in await publishing.all_tours(session)]

    assert [422, 409] == [nameless.status_code, taken.status_code]
    assert "Again" == kept
    assert ["winter", "steppe"] == moved
    assert "Again" in asked
    assert "Reed 1" in asked
    assert ["steppe"] == left
    assert 2 == len(await order(museum))


async def test_an_empty_museum_says_how_to_begin(browser, museum):
    """The overview of a museum without tours has a text and one button, which leads to the form."""
    async with museum.database.write() as session:
        await arranging.remove_tour(session, await publishing.tour_by_slug(session, "steppe"))
    await browser.sign_in("editor")
    await browser.open("/cms")

    assert "The guide is empty" in browser.said
    assert ["Make the first tour"] == browser.page.xpath("//form[@action='/cms/tours#make']/button/text()")


async def test_a_stop_that_was_never_published_is_removed_for_good(browser, museum):
    """The page names all texts that go; its code is never used again."""
    await browser.sign_in("editor")
    await browser.open(f"/cms/stops/{CODES[1]}/remove")
    asked = browser.said
    await browser.send(f"/cms/stops/{CODES[1]}/remove")
    async with museum.database.read() as session:
        left = list(await session.scalars(select(Stop.code)))
        spent = await tours.was_removed(session, CODES[1])

    assert all(title in asked for title in ("Қамыс 2", "Камыш 2", "Reed 2"))
    assert ([CODES[0]], True) == (left, spent)
    async with museum.database.write() as session:
        tour = await session.scalar(select(Tour))
        with pytest.raises(tours.ConflictError, match="no code is used twice"):
            await tours.save_stop(session, tour, CODES[1], 9, 9)


async def test_a_code_that_was_used_is_drawn_again(museum, monkeypatch):
    """A new stop never gets the code of one that was removed."""
    async with museum.database.write() as session:
        await arranging.remove_stop(session, await tours.stop_by_code(session, CODES[1]), "test", "2")
        drawn = iter(CODES[1] + CODES[0] + CODES[2])
        monkeypatch.setattr(writing.secrets, "choice", lambda _: next(drawn))
        stop = await writing.new_stop(session, await publishing.tour_by_slug(session, "steppe"))

        assert CODES[2] == stop.code


@pytest.mark.spoken
async def test_one_stop_is_withdrawn_at_once(browser, museum):
    """Visitors lose it in the chosen languages and get the page for a withdrawn code; nothing else is published, and it does not come back by itself."""
    await approve_all(museum)
    await publish_all(museum)
    async with museum.database.write() as session:
        tour = await publishing.tour_by_slug(session, "steppe")
        await tours.save_tour(session, "steppe", {"kk": {"title": "Жарияланбаған"}})
    await browser.sign_in("publisher")
    await browser.open(f"/cms/stops/{CODES[0]}/withdraw")
    await browser.send(f"/cms/stops/{CODES[0]}/withdraw", in__ru="", in__en="")
    receipt = browser.said
    async with museum.database.read() as session:
        one = await withdrawing.public_codes(session)
        edition = await publishing.current(session, tour.id, "kk")
    await browser.open(f"/cms/stops/{CODES[0]}/withdraw")
    await browser.send(f"/cms/stops/{CODES[0]}/withdraw")
    again = await publish_all(museum)
    async with museum.database.read() as session:
        after = await withdrawing.public_codes(session)
        shelf = await publishing.load_shelf(session)
    await browser.open("/cms/history")

    assert {CODES[0]: ("en", "ru"), CODES[1]: ("en", "kk", "ru")} == one
    assert "Tour kk" == edition.title
    assert "Withdrawn. Visitors do not see it any more." in receipt
    assert {CODES[1]: ("en", "kk", "ru")} == after
    assert [NOT_APPROVED] * 3 == [kept.reason for one in again for kept in one.kept]
    assert CODES[0] in shelf.withdrawn
    assert "took the stop 1 Қамыс 1 from visitors at once" in browser.said


@pytest.mark.spoken
async def test_the_last_stop_takes_its_edition_along(museum):
    """Where no other stop is left, the language of the tour is withdrawn as a whole."""
    await approve_all(museum)
    await publish_all(museum)
    async with museum.database.write() as session:
        for code in CODES[:2]:
            await withdrawing.withdraw_stop(session, await tours.stop_by_code(session, code), ("kk",), "Пётр")
        tour = await publishing.tour_by_slug(session, "steppe")

        assert None is await publishing.current(session, tour.id, "kk")
        assert 1 == len((await publishing.current(session, tour.id, "ru")).stops[1:])


@pytest.mark.spoken
async def test_what_was_published_cannot_be_removed(browser, museum):
    """A published stop can only be taken out, a published tour keeps its address and its editions; each refusal says why."""
    await approve_all(museum)
    await publish_all(museum)
    await browser.sign_in("admin")
    key = browser.page.xpath("//input[@name='key']/@value")[0]
    seen = "en-standard-1 kk-standard-1 ru-standard-1"
    said = {}
    for path in (f"/cms/stops/{CODES[0]}/remove", "/cms/tours/steppe/remove", "/cms/tours/steppe/address"):
        answer = await browser.client.post(path, data={"key": key, "seen": seen, "slug": "other"}, headers={"Sec-Fetch-Site": "same-origin"})
        await browser.take(answer)
        said[path] = (answer.status_code, browser.page.xpath("string(//*[@role='alert']/p)"))

    assert {409} == {status for status, _ in said.values()}
    assert "It can be taken out of a tour, but not removed." in said[f"/cms/stops/{CODES[0]}/remove"][1]
    assert "it stays with its editions" in said["/cms/tours/steppe/remove"][1]
    assert "stays as it is" in said["/cms/tours/steppe/address"][1]
    assert 2 == len(await order(museum))
