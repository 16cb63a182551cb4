"""Review through the pages: the report and its repairs, the second person, publishing with receipts, going back."""

import asyncio
import csv
import io
import re

import pytest
from sqlalchemy import update
from tests.cms.conftest import PASSWORD
from tests.cms.test_doors import routes
from tests.stories import CODES, approve_all, publish_all

from audio_guide.accounts.models import Person
from audio_guide.cms import helping, review
from audio_guide.narrating import narrate
from audio_guide.publishing import service as publishing
from audio_guide.tours import service as tours
from audio_guide.tours.models import TourStop


async def signed_in_as(browser, login):
    """Change the person."""
    browser.client.cookies.clear()
    return await browser.sign_in(login, PASSWORD)


async def test_the_report_lists_and_repairs(browser, museum):
    """What is missing stands in the report with a link to its field; a button makes the sound, gives a number, and puts a stop into the tour."""
    async with museum.database.write() as session:
        second = await tours.stop_by_code(session, CODES[1])
        second.number = None
        await session.execute(TourStop.__table__.delete().where(TourStop.stop_id == (await tours.stop_by_code(session, CODES[0])).id))
    await browser.sign_in("editor")
    await browser.open("/cms/check")
    found = browser.said
    links = browser.page.xpath("//ul[@class='findings']//a/@href")
    await browser.send("/cms/check/steppe/number")
    numbered = browser.said
    await browser.send("/cms/check/steppe/place")
    placed = browser.said
    await browser.send("/cms/check/steppe/sound", code=CODES[0], language="kk")
    made = browser.said
    form = {"key": browser.page.xpath("//input[@name='key']")[0].value, "code": CODES[0], "number": "2"}
    taken = await browser.client.post("/cms/check/steppe/number", data=form, headers={"Sec-Fetch-Site": "same-origin"})

    assert "There is no sound for this text yet. Make it." in found
    assert "The stop has no number that visitors can type." in found
    assert "The stop is in no tour" in found
    assert f"/cms/sound/{CODES[1]}/kk#main" in links
    assert "has no number" not in numbered
    assert "is in no tour" not in placed
    assert "Saved." in placed
    assert "The sound is being made" in made
    assert 409 == taken.status_code


async def test_a_number_that_cannot_be_given_is_refused_in_the_report(browser, museum, monkeypatch):
    """The report comes again as it was asked for, however long: what is wrong stands on top and beside the field, which holds what was typed."""
    async with museum.database.write() as session:
        (await tours.stop_by_code(session, CODES[1])).number = None
    await browser.sign_in("editor")
    told = {}
    for typed, query in (("1", ""), ("twelve", "?kind=no-number")):
        await browser.open(f"/cms/check/steppe{query}")
        with monkeypatch.context() as grown:  # as if the report had grown so long that the stop stands behind its end
            grown.setattr(review, "MOST_SHOWN", 0)
            answer = await browser.send(f"/cms/check/steppe/number{query}", number=typed)
        (field,) = browser.page.xpath("//*[@aria-invalid='true']")
        links = browser.page.xpath("//main//div[@role='alert']//a/@href")
        kind = browser.page.xpath("string(//select[@name='kind']/option[@selected]/@value)")
        told[typed] = (answer.status_code, field.get("value"), field.get("id"), links, kind, browser.said)
    async with museum.database.read() as session:
        number = (await tours.stop_by_code(session, CODES[1])).number
    given = await browser.send(f"/cms/check/steppe/number{query}", number="12")

    place = f"number-{CODES[1]}"
    assert None is number
    assert (409, "1", place, [f"#{place}"], "") == told["1"][:5]
    assert (422, "twelve", place, [f"#{place}"], "no-number") == told["twelve"][:5]
    assert "has the number 1 already" in told["1"][5]
    assert "A number is written in digits" in told["twelve"][5]
    assert (200, b"said=saved&kind=no-number") == (given.status_code, given.url.query)


async def test_every_link_of_the_report_leads_to_its_field(browser, museum):
    """Whatever is found, its link opens a page that has the field's anchor."""
    async with museum.database.write() as session:
        first = await tours.stop_by_code(session, CODES[0])
        await tours.save_note(session, first, "kk", "Қыс туралы.")
        await tours.save_script(session, first, "en", title="Reed", body="Seen at № 5 by Әсия in the reeds, at the lake. " * 20, author="test")
        third = await tours.save_stop(session, await publishing.tour_by_slug(session, "steppe"), CODES[2], None, 3)
        await tours.save_script(session, third, "ru", title="Третья", body="Здесь есть слова.", author="test")
    await browser.sign_in("admin")
    await browser.open("/cms/check/steppe")
    links = sorted(set(browser.page.xpath("//ul[@class='findings']//a/@href")))
    missing = []
    for link in links:
        answer = await browser.open(link.partition("#")[0])
        if answer.status_code != 200 or not browser.page.xpath(f"//*[@id='{link.partition('#')[2]}']"):
            missing.append(link)

    assert len(links) > 6
    assert [] == missing


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
async def test_the_report_is_saved_as_a_file(browser, museum, language):
    """Table and document hold what the page shows, in the reader's words, with whole addresses; no cell is calculated; filters hold too."""
    await browser.sign_in("admin")
    browser.client.headers["Accept-Language"] = language
    await browser.open("/cms/check/steppe")
    shown = [re.sub(r"\s+", " ", one.text_content()).strip() for one in browser.page.xpath("//li[@class='blocks' or @class='look']/p[1]")]
    whole = (await browser.client.get("/cms/check/steppe/report.json")).json()
    answer = await browser.client.get("/cms/check/steppe/report.csv")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter="," if language == "en" else ";"))
    part = (await browser.client.get("/cms/check/steppe/report.json?language=ru&kind=blocks")).json()

    assert ("steppe", language) == (whole["tour"], whole["said_in"])
    assert len(shown) == len(whole["findings"]) == len(rows) - 1 > 0
    assert [] == [one["sentence"] for one, words in zip(whole["findings"], shown, strict=True) if one["sentence"] not in words]
    assert [[str(value if value is not None else "") for value in one.values()] for one in whole["findings"]] == rows[1:]
    assert all(one["address"].startswith("http://testserver.local/cms/") and "#" in one["address"] for one in whole["findings"])
    assert {("ru", "blocks")} == {(one["language"], one["severity"]) for one in part["findings"]}
    assert 'attachment; filename="check-steppe.csv"' == answer.headers["content-disposition"]


async def test_the_report_is_filtered(browser, museum):
    """By language and by kind; what blocks can be seen alone, and a filter that is none shows everything."""
    await browser.sign_in("translator")
    counts = {}
    for query in ("", "language=ru", "kind=sound-missing", "kind=look", "kind=blocks&language=kk", "kind=nonsense"):
        await browser.open(f"/cms/check/steppe?{query}")
        counts[query] = len(browser.page.xpath("//ul[@class='findings']/li"))

    assert {"": 6, "language=ru": 2, "kind=sound-missing": 6, "kind=look": 0, "kind=blocks&language=kk": 2, "kind=nonsense": 6} == counts


async def test_the_check_list_stands_beside_text_and_sound(browser, museum):
    """The editor and the page of the sound show what is missing in this language, and nothing of others."""
    async with museum.database.write() as session:
        await tours.save_note(session, await tours.stop_by_code(session, CODES[0]), "kk", "Қыс туралы.")
    await browser.sign_in("editor")
    said = []
    for path in (f"/cms/stops/{CODES[0]}/ru", f"/cms/sound/{CODES[0]}/ru", f"/cms/stops/{CODES[0]}/kk"):
        await browser.open(path)
        said.append([item.text_content() for item in browser.page.xpath("//section[@aria-labelledby='checks']//li")])

    assert [3, 3, 2] == [len(one) for one in said]
    assert any("Another language warns" in one for one in said[0])


async def test_a_second_person_approves(browser, museum):
    """The admin switches it on; the writer is refused with a sentence, also under a new name; somebody else approves, also under the writer's old one."""
    await browser.sign_in("admin")
    await browser.open("/cms/settings")
    await browser.send("/cms/settings", second__person="1")
    switched = browser.page.xpath("//input[@id='second-person']/@checked")
    await signed_in_as(browser, "editor")
    await browser.open(f"/cms/stops/{CODES[0]}/en")
    await browser.send(f"/cms/stops/{CODES[0]}/en", body="Women cut reeds here.")
    assert 0 == await narrate(museum)
    await browser.open("/cms")
    waiting = browser.said
    async with museum.database.write() as session:
        for login, name in (("editor", "Edith Marriage"), ("publisher", "Edith")):
            await session.execute(update(Person).where(Person.login == login).values(name=name))
    answers = []
    for login in ("editor", "publisher"):
        await signed_in_as(browser, login)
        await browser.open(f"/cms/sound/{CODES[0]}/en")
        form = dict(browser.page.xpath("//main//form")[0].form_values())
        answers.append(await browser.client.post(f"/cms/sound/{CODES[0]}/en", data={**form, "approve": "1"}, headers={"Sec-Fetch-Site": "same-origin"}))
    await browser.open("/cms/history?kind=people")

    assert 1 == len(switched)
    assert "to be approved by a second person" in waiting
    assert [409, 303] == [answer.status_code for answer in answers]
    assert "You saved these words last" in answers[0].text
    assert "Айгүл decided that a second person approves." in browser.said


async def prepared(museum):
    """Speak and approve everything."""
    assert 0 == await narrate(museum)
    await approve_all(museum)


async def test_publishing_shows_every_change_first_and_a_receipt_after(browser, museum):
    """The page before publishing shows changed words as such; the receipt says the same and is found again in the list of editions."""
    await prepared(museum)
    await publish_all(museum, ("en",))
    async with museum.database.write() as session:
        await tours.save_script(session, await tours.stop_by_code(session, CODES[0]), "en", title="Reed 1", body="Women cut green reeds.", author="test")
        await tours.save_script(session, await tours.stop_by_code(session, CODES[1]), "en", title="Reed 2", body="Nobody has heard this.", author="test")
    assert 0 == await narrate(museum)
    async with museum.database.write() as session:
        script = (await tours.scripts(session, language="en", code=CODES[0]))[0]
        await publishing.approve(session, museum.voices, script, "listener")
    await browser.sign_in("publisher")
    await browser.open("/cms/publish")
    overview = browser.said
    await browser.open("/cms/publish/steppe/en")
    before, words = browser.said, [one.text for one in browser.page.xpath("//ins")]
    await browser.send("/cms/publish/steppe/en")
    receipt, address = browser.said, browser.page.xpath("//a[contains(@href, 'next=')]/@href")[0]
    again = await browser.client.post(
        "/cms/publish/steppe/en", data={"key": browser.page.xpath("//input[@name='key']")[0].value}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    await browser.open("/cms/editions/steppe/en")

    assert "1 changed stop" in overview
    assert "green" in " ".join(words)
    assert "nobody has approved the sound" in before
    assert "Published. Visitors see it within a second." in receipt
    assert "nobody has approved the sound" in receipt
    assert "/cms/editions/steppe/en/" in address
    assert "said=unchanged" in again.headers["location"]
    assert "2 editions were published." in browser.said


async def test_an_earlier_edition_comes_back_and_goes_again(browser, museum):
    """“Show this again” brings the old words to visitors within a second, the history says so, and withdrawing takes them away at once."""
    await prepared(museum)
    await publish_all(museum, ("kk",))
    async with museum.database.write() as session:
        await tours.save_script(
            session, await tours.stop_by_code(session, CODES[0]), "kk", title="Жаңа атау", body="Мүлдем жаңа сөздер жазылды.", author="test"
        )
    await prepared(museum)
    await publish_all(museum, ("kk",))
    await browser.sign_in("publisher")
    await browser.open("/cms/editions/steppe/kk")
    await asyncio.sleep(1)
    new = (await browser.client.get(f"/kk/stops/{CODES[0]}")).text
    action = browser.page.xpath("//ol//form/@action")[0]
    await browser.send(action)
    back = browser.said
    await asyncio.sleep(1)
    old = (await browser.client.get(f"/kk/stops/{CODES[0]}")).text
    await browser.open("/cms/history?kind=publications")
    told = browser.said
    await browser.open("/cms/editions/steppe/kk")
    form = dict(browser.page.xpath("//form[contains(@action, '/cms/publish/')]")[0].form_values())
    await browser.client.post("/cms/publish/steppe/kk", data={**form, "withdraw": "1"}, headers={"Sec-Fetch-Site": "same-origin"})
    await asyncio.sleep(1)
    gone = await browser.client.get(f"/kk/stops/{CODES[0]}")

    assert ("Жаңа атау" in new, "Жаңа атау" in old) == (True, False)
    assert "Visitors see this edition again." in back
    assert "Пётр showed visitors an earlier edition again: Tour kk" in told
    assert 404 == gone.status_code


def test_every_room_has_a_page_of_help():
    """Each module that shows pages of the CMS is explained by a page of help, and there is no page that explains none."""
    rooms = {handler.fn.__module__.rpartition(".")[2] for handler in routes().values()}

    assert rooms == set(helping.ROOMS)
    assert {*helping.TASKS} == {task for task in helping.ROOMS.values() if task} | {"translating", "keyboard"}


async def test_help_explains_every_task(browser, museum):
    """Each task has a page with words of its own in each language, and a page that is none says so."""
    await browser.sign_in("translator")
    await browser.open("/cms/help")
    tasks = browser.page.xpath("//ol[@class='help']//a/@href")
    said = {}
    for language in ("en", "ru", "kk"):
        browser.client.headers["Accept-Language"] = language
        for task in tasks:
            await browser.open(task)
            said[language, task] = browser.page.xpath("string(//div[@class='help'])").strip()

    assert [f"/cms/help/{task}" for task in helping.TASKS] == tasks
    assert 3 * len(tasks) == len(set(said.values()))
    assert all(said.values())
    assert 404 == (await browser.client.get("/cms/help/nothing")).status_code
