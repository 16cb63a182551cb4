"""Hard content on the staff's pages and on the visitor's: chosen from lists, two people lose nothing, the passage can be passed by."""

import re

import pytest
from tests.stories import CODES

from audio_guide.tours import care, origins, writing
from audio_guide.tours import service as tours

PAGE = f"/cms/stops/{CODES[0]}/care"


async def paragraph_names(museum):
    """Return the permanent names of the first stop's paragraphs."""
    async with museum.database.read() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        return [one.name for one in await origins.paragraphs_of(session, await writing.script_of(session, stop, "kk"))]


async def saved(museum):
    """Return what is saved of the first stop: its themes, and the ends of its passage."""
    async with museum.database.read() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        return dict(care.themes_of(stop)), stop.passage_first, stop.passage_last


async def test_themes_and_passage_are_chosen_on_one_page(browser, museum):
    """What is ticked is saved, stands in the form again and in the history; the editor's page leads here."""
    names = await paragraph_names(museum)
    await browser.sign_in("editor")
    await browser.open(f"/cms/stops/{CODES[0]}/kk")
    led = browser.page.xpath("//a[@href=$page]", page=PAGE)
    await browser.open(PAGE)
    await browser.send(PAGE, hunger__told="1", death__heard="1", first=names[1], last=names[1])
    ticked = [field.name for field in browser.page.xpath("//input[@type='checkbox'][@checked]")]
    await browser.open("/cms/history")

    assert 1 == len(led)
    assert ({"hunger": ("told",), "death": ("heard",)}, names[1], names[1]) == await saved(museum)
    assert ["hunger-told", "death-heard"] == ticked
    assert f"changed what is said of the hard content of the stop {CODES[0]}" in browser.said


async def test_two_people_who_choose_at_once_both_know_it(browser, museum):
    """Whoever saves second is told, keeps what was chosen in view, and overwrites only what was seen."""
    await browser.sign_in("editor")
    await browser.open(PAGE)
    async with museum.database.write() as session:
        care.set_themes(await tours.stop_by_code(session, CODES[0]), {"violence": ["told"]})
    answer = await browser.send(PAGE, hunger__told="1")
    shown = [field.name for field in browser.page.xpath("//input[@type='checkbox'][@checked]")]
    between = await saved(museum)
    await browser.send(PAGE)

    assert (409, ["hunger-told"]) == (answer.status_code, shown)
    assert "Somebody changed this while you were choosing" in answer.text
    assert {"violence": ("told",)} == between[0]
    assert {"hunger": ("told",)} == (await saved(museum))[0]


async def test_a_passage_that_ends_before_it_begins_is_refused(browser, museum):
    """The form comes back with a sentence and with what was chosen; nothing is saved."""
    names = await paragraph_names(museum)
    await browser.sign_in("editor")
    await browser.open(PAGE)
    answer = await browser.send(PAGE, first=names[2], last=names[0])

    assert 422 == answer.status_code
    assert "The first paragraph of the passage stands behind the last one." in answer.text
    assert [names[2], names[0]] == [browser.page.xpath(f"string(//select[@id='{one}']/option[@selected]/@value)") for one in ("first", "last")]
    assert ({}, "", "") == await saved(museum)


@pytest.mark.spoken
async def test_visitors_can_pass_the_passage_by(browser, museum):
    """The note names the themes before the player; the passage has a heading, a way past it, and a button that starts the sound behind it."""
    names = await paragraph_names(museum)
    async with museum.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        await tours.save_note(session, stop, "ru", "О холоде.")
        care.set_themes(stop, {"hunger": ["told", "pictured"]})
        care.set_passage(stop, names[1], names[1], names)
    await browser.sign_in("editor")
    await browser.open(f"/cms/preview/{CODES[1]}/ru")
    await browser.open(f"/cms/preview/{CODES[0]}/ru", headers={"Accept-Language": "ru"})
    page = browser.page
    note = re.sub(r"\s+", " ", page.xpath("string(//section[@aria-labelledby='note-heading'])"))
    passage = page.xpath("//section[@aria-labelledby='passage']")[0]

    assert "Голод и холод (рассказано словами, показано на изображениях)" in note
    assert ["p2"] == [one.get("id") for one in passage.xpath(".//p[@id]")]
    assert "#p3" in passage.xpath(".//a/@href")
    assert ["p1", "p2", "p3"] == page.xpath("//div[@id='words']//p[@id]/@id")
    assert page.xpath("//h2[@id='note-heading']/following::h2[@id='text']")
