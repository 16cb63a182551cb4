"""The plan and the ways on the staff's pages: saved as they are typed, refused in a sentence, published with the tour."""

import pytest
from sqlalchemy import select
from tests.stories import CODES, approve_all, publish_all

from audio_guide.narrating import narrate
from audio_guide.publishing import edition as public
from audio_guide.publishing import service as publishing
from audio_guide.tours import ways
from audio_guide.tours.models import Tour

PAGE = "/cms/tours/steppe/way"


def typed(**values):
    """Return the fields of the form for the first stop, named as the form does."""
    return {f"{name.replace('__', '-')}-{CODES[0]}": value for name, value in values.items()}


async def test_what_is_typed_is_saved_and_published(browser, museum):
    """Place and ways come back in the form, stand in the history and, after publishing, in the edition of each language that has them."""
    await browser.sign_in("editor")
    await browser.open(PAGE)
    await browser.send(PAGE, **typed(x="120", y="0", way__kk="Тура 40 қадам.", way__ru="  Прямо 40 шагов.\r\n", free__ru="Вокруг дома."))
    fields = {field.name: field.value for field in browser.page.xpath("//form[@action=$page]", page=PAGE)[0].inputs if field.name and CODES[0] in field.name}
    await browser.open("/cms/history")
    history = browser.said
    assert 0 == await narrate(museum)
    await approve_all(museum)
    await publish_all(museum)
    async with museum.database.read() as session:
        shelf = await publishing.load_shelf(session)
    stops = {language: shelf.stop(CODES[0], language).stop for language in ("kk", "ru", "en")}

    assert ("120", "0", "Прямо 40 шагов.", "Вокруг дома.") == tuple(fields[f"{name}-{CODES[0]}"] for name in ("x", "y", "way-ru", "free-ru"))
    assert "changed the plan and the ways of the tour steppe" in history
    assert {"kk": public.Way(text="Тура 40 қадам."), "ru": public.Way(text="Прямо 40 шагов.", step_free="Вокруг дома."), "en": None} == {
        language: stop.way for language, stop in stops.items()
    }
    assert {public.Place(x=120, y=0)} == {stop.place for stop in stops.values()}
    assert None is shelf.stop(CODES[1], "kk").stop.place


@pytest.mark.spoken
async def test_a_way_changes_without_new_sound(browser, museum):
    """A way that was changed is public with the next publishing, also at a stop whose text waits for its sound, and saving nothing new publishes nothing."""
    await approve_all(museum)
    await publish_all(museum)
    await browser.sign_in("publisher")
    await browser.open(PAGE)
    await browser.send(PAGE, **typed(way__kk="Тура жүріңіз."))
    first = await publish_all(museum, ("kk",))
    await browser.open(PAGE)
    await browser.send(PAGE)
    second = await publish_all(museum, ("kk",))

    assert [True, False] == [first[0].changed, second[0].changed]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (typed(x="5"), "A place on the plan is two whole numbers from 0 to 1000: from the left edge and from the upper edge."),
        (typed(x="5", y="left"), "A place on the plan is two whole numbers from 0 to 1000: from the left edge and from the upper edge."),
        (typed(x="5", y="1001"), "A place on the plan is two whole numbers from 0 to 1000: from the left edge and from the upper edge."),
        (typed(x="-5", y="5"), "A place on the plan is two whole numbers from 0 to 1000: from the left edge and from the upper edge."),
        (typed(free__ru="Вокруг."), "Write the way for everybody too, not only the one without steps."),
        (typed(way__ru="ш" * 1001), "A way has at most 1000 characters."),
    ],
)
async def test_what_cannot_be_is_said(browser, museum, wrong, sentence):
    """A wrong place or way is refused in a sentence, the words that were typed stay in the form, and nothing is saved."""
    await browser.sign_in("editor")
    await browser.open(PAGE)
    answer = await browser.send(PAGE, **{**typed(way__en="Straight on."), **wrong})
    async with museum.database.read() as session:
        tour = await session.scalar(select(Tour))
        spots = await ways.spots(session, tour.id)

    assert 422 == answer.status_code
    assert [sentence] == [one.text_content() for one in browser.page.xpath("//*[@role='alert']/p")]
    assert "Straight on." == browser.page.xpath("//textarea[@name=$name]", name=f"way-en-{CODES[0]}")[0].value
    assert all(spot.place is None and not spot.ways for spot in spots.values())


async def test_two_people_write_ways_at_once_and_nothing_is_lost(browser, museum):
    """What they wrote in different fields is put together; where both wrote, nothing is saved and the slower sees both and decides."""
    await browser.sign_in("editor")
    await browser.open(PAGE)
    mine = browser.page
    await browser.send(PAGE, **typed(x="10", y="20", way__en="To the left.", way__kk="Солға."))
    browser.page = mine
    both = await browser.send(PAGE, **typed(way__en="To the right.", way__ru="Прямо."))
    told = browser.said
    fields = dict(next(form for form in browser.page.forms if form.action == PAGE).form_values())
    await browser.send(PAGE)
    async with museum.database.read() as session:
        tour = await session.scalar(select(Tour))
        spot = max((await ways.spots(session, tour.id)).values(), key=lambda one: len(one.ways))

    assert (409, True) == (both.status_code, "To the left." in told)
    assert ("To the right.", "Солға.", "10") == tuple(fields[f"{name}-{CODES[0]}"] for name in ("way-en", "way-kk", "x"))
    assert ((10, 20), {"kk": "Солға.", "ru": "Прямо.", "en": "To the right."}) == (spot.place, {language: way.text for language, way in spot.ways.items()})


async def test_words_are_shown_as_words(browser):
    """Whatever is written as a way appears as text, in the form and on the plan."""
    await browser.sign_in("editor")
    await browser.open(PAGE)
    await browser.send(PAGE, **typed(way__en="</textarea><script>alert(1)</script>"))

    assert 2 == len(browser.page.xpath("//script"))


async def test_a_translator_reads_only(browser):
    """Who may not change the plan sees it without a button."""
    await browser.sign_in("translator")
    await browser.open(PAGE)

    assert [] == browser.page.xpath("//form[@action=$page]//button", page=PAGE)
    assert all("readonly" in field.attrib for field in browser.page.xpath("//textarea"))


async def test_staff_find_stops_in_any_spelling(browser):
    """The staff's search folds letters as the visitors' does."""
    await browser.sign_in("editor")
    found = []
    for word in ("камыс", "КАМЫС", "жаланаш", "zebra"):
        await browser.open(f"/cms?find={word}")
        found.append(len(browser.page.xpath("//tbody/tr")))

    assert [2, 2, 2, 0] == found


async def test_names_stand_in_the_order_of_the_alphabet(browser):
    """The names table is sorted by the Kazakh alphabet, Ә after А and Қ after К."""
    await browser.sign_in("editor")
    for name in ("Қамыс", "Ән", "Яғни", "Адам", "Кеш"):
        await browser.open("/cms/names")
        await browser.send("/cms/names", kind="term", written__kk=name)
    listed = [one.text_content() for one in browser.page.xpath("//details/summary/span")]

    assert ["Адам", "Ән", "Кеш", "Қамыс", "Яғни"] == listed
