"""Texts go out and come back through the staff's pages."""

import re

import polib
import pytest
from lxml import html
from sqlalchemy import select
from tests.stories import CODES, add_picture
from tests.tours.exchange.conftest import said

from audio_guide.speech.models import Narration, Recording
from audio_guide.tours import service as tours
from audio_guide.tours.exchange.texts import read_texts
from audio_guide.tours.models import Meant, Script, Suggestion

REED = "Камыш был топливом"
NEW = "Қамыс отын да, төсеніш те, құрылыс материалы да болды."
PAGE = "/cms/translate"


async def download(browser, language="kk", source="ru", form="po"):
    """Download a file from the page."""
    await browser.open(PAGE)
    form_on_page = next(form for form in browser.page.forms if form.action == f"{PAGE}/export")
    values = {**dict(form_on_page.form_values()), "language": language, "source": source, "form": form}
    return await browser.client.post(f"{PAGE}/export", data=values, headers={"Sec-Fetch-Site": "same-origin"})


async def upload(browser, data, name="exhibits.po"):
    """Upload a file through the page."""
    await browser.open(PAGE)
    key = browser.page.xpath("//input[@name='key']")[0].value
    answer = await browser.client.post(
        f"{PAGE}/upload", data={"key": key}, files={"file": (name, data)}, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=True
    )
    if answer.text.strip():
        browser.page = html.fromstring(answer.text)
    return answer


async def body(museum, language="kk", code=CODES[0]):
    """Return a script's text."""
    async with museum.database.read() as session:
        return (await read_texts(session)).scripts[code, "standard", language].body


async def test_from_the_file_to_the_sound_and_back(browser, museum):
    """A file goes out, comes back, is looked at, taken over with its sound wanted, and taken back with one button."""
    await browser.sign_in("editor")
    sent = await download(browser)
    before = await body(museum)
    looked = await upload(browser, said(sent.content, REED, NEW))
    nothing_yet, shown = await body(museum), browser.said
    address = browser.page.xpath("//form[contains(@action, '/imports/')]")[0].action
    await browser.send(address)
    after, told = await body(museum), browser.said
    async with museum.database.read() as session:
        wanted = (await session.scalars(select(Narration.state).join(Script, Script.id == Narration.script_id).where(Script.language == "kk"))).all()
    await browser.send(address, undo="1")

    assert ("attachment" in sent.headers["content-disposition"], 200) == (True, looked.status_code)
    assert (before, True, True) == (nothing_yet, "Changed: 1" in shown, NEW in shown)
    assert (True, True) == (NEW in after, "Taken over." in told)
    assert ["wanted"] == wanted
    assert (before, True) == (await body(museum), "as it was before" in browser.said)


async def test_a_conflict_waits_for_a_decision(browser, museum):
    """Words that both changed wait on the page with both texts; what somebody takes there stands in the guide."""
    await browser.sign_in("editor")
    sent = (await download(browser)).content
    await browser.open(f"/cms/stops/{CODES[0]}/kk")
    await browser.send(f"/cms/stops/{CODES[0]}/kk", body=(await body(museum)).replace("отын, төсеніш", "отын мен төсеніш"))
    await upload(browser, said(sent, REED, NEW))
    shown = browser.said
    await browser.send(browser.page.xpath("//form[contains(@action, '/imports/')]")[0].action)
    await browser.open(f"{PAGE}/texts/kk?source=ru")
    waiting = browser.said
    await browser.send(f"{PAGE}/texts/kk", words=NEW, take="1")
    async with museum.database.read() as session:
        settled = (await session.scalars(select(Suggestion.settled))).all()

    assert ("отын мен төсеніш" in shown, NEW in shown) == (True, True)
    assert ("отын мен төсеніш" in waiting, NEW in waiting) == (True, True)
    assert (True, [True]) == (NEW in await body(museum), settled)


async def test_a_warning_that_is_meant_stays_answered(browser, museum):
    """A warning answered with “meant” is gone as long as the words stay the same."""
    await browser.sign_in("editor")
    await browser.open(f"/cms/stops/{CODES[0]}/kk")
    await browser.send(f"/cms/stops/{CODES[0]}/kk", body=(await body(museum)).replace("1938 жылғы қаңтарда ", ""))
    await browser.open(f"{PAGE}/texts/kk?source=ru")
    before = browser.said
    key = browser.page.xpath("//button[@name='check' and @value='numbers']/../input[@name='text']")[0].value
    form = browser.page.xpath("//button[@name='check' and @value='numbers']/..")[0]
    await browser.client.post(f"{PAGE}/texts/kk", data={**dict(form.form_values()), "check": "numbers"}, headers={"Sec-Fetch-Site": "same-origin"})
    await browser.open(f"{PAGE}/texts/kk?source=ru")
    after = browser.said
    await browser.open(f"/cms/stops/{CODES[0]}/kk")
    await browser.send(f"/cms/stops/{CODES[0]}/kk", body=(await body(museum)).replace("мұздай", "суық"))
    await browser.open(f"{PAGE}/texts/kk?source=ru")
    async with museum.database.read() as session:
        rows = (await session.scalars(select(Meant.key))).all()

    assert ("missing: 1938" in before, "missing: 1938" in after, "missing: 1938" in browser.said) == (True, False, True)
    assert [key] == rows


async def test_a_translator_takes_over_only_their_language(browser):
    """A translator of Russian may look at a Kazakh file's languages but cannot bring it in."""
    await browser.sign_in("translator")
    kazakh = (await download(browser)).content
    refused = await upload(browser, said(kazakh, REED, NEW))
    russian = (await download(browser, "ru", "kk")).content
    taken = await upload(browser, russian)

    assert (403, 200) == (refused.status_code, taken.status_code)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.po", b"/etc/passwd", "neither a gettext"),
        ("../../etc/passwd", b"msgid /etc/passwd", "neither a gettext"),
        ("a.xlf", b"<xliff", "no whole XML"),
        ("a.xlsx", b"PK\x03\x04", "damaged"),
        ("a.csv", b"a,b\n1,2", "Line 1"),
    ],
)
async def test_what_cannot_be_read_is_said_on_the_page(browser, name, data, says):
    """A file that is none of ours is refused with a sentence on the page."""
    await browser.sign_in("editor")
    answer = await upload(browser, data, name)

    assert (422, True) == (answer.status_code, says in browser.said)


async def test_files_for_other_tools(browser, museum):
    """Names and texts can be downloaded as tables, glossary and memory, for whoever may come in."""
    await browser.sign_in("editor")
    got = {name: await browser.client.get(f"{PAGE}/download/{name}") for name in ("names.csv", "names.tbx", "memory.tmx", "texts.csv", "texts.xlsx")}

    assert {200} == {answer.status_code for answer in got.values()}
    assert all("attachment" in answer.headers["content-disposition"] for answer in got.values())


async def test_a_spreadsheet_through_the_page(browser, museum):
    """A table goes out, comes back changed, is looked at, taken over and taken back."""
    await browser.sign_in("editor")
    data = (await browser.client.get(f"{PAGE}/download/texts.csv")).content
    before = await body(museum)
    await upload(browser, data.replace("құрылыс материалы болды".encode(), "құрылыс материалы еді".encode(), 1), "texts.csv")
    address = browser.page.xpath("//form[contains(@action, '/imports/')]")[0].action
    await browser.send(address)
    after = await body(museum)
    await browser.send(address, undo="1")

    assert ("құрылыс материалы еді" in after, before) == (True, await body(museum))


async def test_sound_that_cannot_be_this_text_is_told(browser, museum):
    """Where sound of both languages exists and one is far longer than its text takes, the page says so until somebody answers “meant”."""
    async with museum.database.write() as session:
        scripts = {
            script.language: script for script in await session.scalars(select(Script).where(Script.track == "standard").order_by(Script.created_at.desc()))
        }
        for language, seconds in (("ru", 60.0), ("kk", 240.0)):
            digest = language * 20
            session.add(Recording(script_id=scripts[language].id, wanted_digest=digest, voice={}, files=[], duration=seconds, timings=[]))
            session.add(Narration(script_id=scripts[language].id, wanted_digest=digest, state="ready", revision=1))
    await browser.sign_in("editor")
    await browser.open(f"{PAGE}/texts/kk?source=ru")
    before = browser.said
    form = browser.page.xpath("//button[@name='check' and @value='speed']/..")[0]
    await browser.client.post(f"{PAGE}/texts/kk", data={**dict(form.form_values()), "check": "speed"}, headers={"Sec-Fetch-Site": "same-origin"})
    await browser.open(f"{PAGE}/texts/kk?source=ru")

    assert (True, False) == ("much longer or shorter than this text takes" in before, "than this text takes" in browser.said)


async def test_what_is_refused_here_stays_typed(browser, museum):
    """Words without room that somebody takes are refused with a sentence, stay in their field, and the suggestion stays open."""
    await browser.sign_in("editor")
    await upload(browser, said((await download(browser)).content, "Камыш 1", "Ұ" * 301))
    await browser.send(browser.page.xpath("//form[contains(@action, '/imports/')]")[0].action)
    await browser.open(f"{PAGE}/texts/kk?source=ru")
    answer = await browser.send(f"{PAGE}/texts/kk", words="Ұ" * 302, take="1")
    async with museum.database.read() as session:
        settled = (await session.scalars(select(Suggestion.settled))).all()

    assert (True, True, [False]) == ("room for 300 characters; this has 302" in browser.said, "Ұ" * 302 in browser.said, settled)
    assert "true" == browser.page.xpath("//textarea[@name='words']/@aria-invalid")[0]
    assert answer is None or 422 == answer.status_code


async def test_a_file_as_large_as_a_museum_comes_in(browser):
    """A file of a megabyte, as a museum of 1,500 texts has it, is looked at; what is far larger than the museum is refused with a sentence."""
    await browser.sign_in("editor")
    sent = (await download(browser)).content
    large = await upload(browser, sent + b"# " + b"x" * 1_000_000 + b"\n")
    huge = await upload(browser, sent + b"# " + b"x" * 6_000_000 + b"\n")

    assert (200, 422, True) == (large.status_code, huge.status_code, "megabytes" in browser.said)


async def test_21_every_address_in_a_file_opens_its_words(browser, museum):
    """Check 21, rehearsed: whoever follows the address in a note sees the words of that entry, at the paragraph that it names, with their sound beside."""
    await add_picture(museum, texts={"ru": ("Камыш у воды", ""), "kk": ("Судағы қамыс", "")}, at=(CODES[0],))
    await browser.sign_in("editor")
    entries = polib.pofile((await download(browser)).text)
    seen = []
    for entry in entries:
        path, _, place = re.search(r"http://testserver.local(/\S+)", entry.comment).group(1).partition("#")
        answer = await browser.open(path)
        at = browser.page.xpath(f"//*[@id='{place}']") if place else [browser.page]
        values = [*browser.page.xpath("//input/@value"), *browser.page.xpath("//img/@alt"), *browser.page.xpath("//textarea/text()")]
        shown = re.sub(r"\s+", " ", " ".join([at[0].text_content(), *(values if not place else ())]))
        seen.append((entry.msgctxt.rpartition(".")[0], answer.status_code, re.sub(r"\s+", " ", entry.msgstr) in shown))

    assert 8 < len(entries)
    assert [] == [one for one in seen if one[1:] != (200, True)]


def changed(page):
    """Return the words that a page shows as gone and new."""
    return [(one.tag, one.text.strip()) for one in page.xpath("//main//*[self::del or self::ins]")]


async def test_22_which_words_of_the_source_changed_is_marked_on_the_page(browser, museum):
    """Check 22, rehearsed: two words of the source are changed in two edits; the list marks both, from the words that were translated; so does the file."""
    await browser.sign_in("editor")
    await browser.open(f"/cms/stops/{CODES[0]}/kk")
    await browser.send(f"/cms/stops/{CODES[0]}/kk", source="ru")
    for old, new in (("резали", "косили"), ("ледяной", "холодной")):
        await browser.open(f"/cms/stops/{CODES[0]}/ru")
        await browser.send(f"/cms/stops/{CODES[0]}/ru", body=(await body(museum, "ru")).replace(old, new))
    await browser.open(f"{PAGE}/texts/kk?source=ru")
    marked, heading = changed(browser.page), browser.page.xpath("//main//li[.//del]/h3")[0].text_content()
    sent = (await download(browser)).text
    await browser.open(PAGE)
    row = [cell.text_content() for cell in browser.page.xpath("//tbody/tr[1]/*")]

    assert [("del", "резали"), ("ins", "косили"), ("del", "ледяной"), ("ins", "холодной")] == marked
    assert ("behind its source", "1") == (heading, row[5])
    assert ('#| msgid "Женщины резали' in sent, 'msgid "Женщины косили' in sent) == (True, True)


async def test_23_what_is_missing_is_seen_at_one_look(browser, museum):
    """Check 23, rehearsed: the table says in its row how many texts of a language are missing, and its link leads to each of them, under its own heading."""
    async with museum.database.write() as session:
        tour = await tours.save_tour(session, "steppe", {})
        stop = await tours.save_stop(session, tour, CODES[2], 3, 2)
        await tours.save_script(session, stop, "ru", title="Зима", body="Зимой мороз.\n\nВесной цветы.", author="Edith")
    await browser.sign_in("editor")
    await browser.open(PAGE)
    head = browser.page.xpath("//table[caption]/thead//th[@scope='col']/text()")
    row = browser.page.xpath("//tbody/tr[th[@scope='row']/a[@lang='kk']]")[0]
    count = row.xpath("./*")[head.index("Not translated")].text_content()
    await browser.open(row.xpath("./th/a/@href")[0])
    missing = [item for item in browser.page.xpath("//main//li[h3]") if item.find("h3").text_content() == "not translated"]

    assert "3" == count
    assert ["Зима", "Зимой мороз.", "Весной цветы."] == [item.xpath("./p[@lang='ru']")[0].text_content() for item in missing]
    assert {f"/cms/stops/{CODES[2]}/kk"} == {link for item in missing for link in item.xpath(".//a/@href")}
