"""Translations and their sources: what a translation was made from, and what changed there since."""

import pytest
from tests.stories import CODES

from audio_guide.tours import service as tours


async def translated(browser, **more):
    """Say that the Russian text is a translation of the Kazakh one."""
    path = f"/cms/stops/{CODES[0]}/ru"
    await browser.open(path)
    await browser.send(path, source="kk", **more)


def behind_on(page):
    """Return the words that the page shows as gone and new in the source."""
    return [(one.tag, one.text.strip()) for one in page.xpath("//section[@aria-labelledby='changed']//*[self::del or self::ins]")]


async def test_a_translation_is_of_the_words_that_its_translator_saw(browser, museum):
    """If the source changes while its translator's page is open, the translation is behind as soon as it is saved."""
    await browser.sign_in("editor")
    await browser.open(f"/cms/stops/{CODES[0]}/ru")
    page = browser.page
    await browser.open(f"/cms/stops/{CODES[0]}/kk")
    await browser.send(f"/cms/stops/{CODES[0]}/kk", title="Қамыс пен су")
    browser.page = page
    await browser.send(f"/cms/stops/{CODES[0]}/ru", source="kk", body="Перевод прежних слов.")

    assert [("del", "1"), ("ins", "пен су")] == behind_on(browser.page)


@pytest.mark.parametrize(("field", "words"), [("title", "Су"), ("note", "Қыс туралы."), ("body", "Мүлдем жаңа сөздер.")])
async def test_every_part_of_the_source_is_followed(browser, museum, field, words):
    """A title, a note or a text that changed in the source is shown by the editor, and the board says that the translation is behind."""
    await browser.sign_in("editor")
    await translated(browser, body="Это перевод.")
    before = behind_on(browser.page)
    await browser.open(f"/cms/stops/{CODES[0]}/kk")
    await browser.send(f"/cms/stops/{CODES[0]}/kk", **{field: words})
    await browser.open(f"/cms/stops/{CODES[0]}/ru")
    shown = "".join(words for tag, words in behind_on(browser.page) if tag == "ins")
    await browser.open("/cms?state=behind")

    assert ([], True) == (before, shown.rstrip(".") in words)
    assert "" != shown
    assert 1 == len(browser.page.xpath("//tbody/tr"))


async def test_behind_stays_until_somebody_says_it_is_brought_up(browser, museum):
    """A comma does not make a translation fresh; the tick does, also without another word, and restoring an older translation takes it back."""
    await browser.sign_in("editor")
    path = f"/cms/stops/{CODES[0]}/ru"
    await translated(browser, body="Это перевод")
    await browser.open(f"/cms/stops/{CODES[0]}/kk")
    await browser.send(f"/cms/stops/{CODES[0]}/kk", title="Су")
    await browser.open(path)
    await browser.send(path, body="Это перевод.")
    comma = behind_on(browser.page)
    await browser.send(path, brought__up="1")
    not_ticked = behind_on(browser.page)
    await browser.send(path, brought_up="1")
    ticked = behind_on(browser.page)
    await browser.send(f"{path}/restore", number="2")

    assert [("del", "Қамыс 1"), ("ins", "Су")] == comma == not_ticked
    assert ([], comma) == (ticked, behind_on(browser.page))


async def test_a_first_translation_is_of_what_was_written_first(browser, museum):
    """A new translation stands beside the first text and is taken to be made from it, unless its writer says that it is of no other language."""
    async with museum.database.write() as session:
        for script in await tours.scripts(session, language="en", code=CODES[0]):
            await session.delete(script)
    await browser.sign_in("editor")
    path = f"/cms/stops/{CODES[0]}/en"
    await browser.open(path)
    chosen = browser.page.xpath("//select[@name='source']")[0].value
    await browser.send(path, title="Reed", body="Made from the Kazakh.")
    saved = browser.page.xpath("//select[@name='source']")[0].value
    await browser.send(path, source="")

    assert ("kk", "kk", "") == (chosen, saved, browser.page.xpath("//select[@name='source']")[0].value)


async def test_a_draft_remembers_which_words_it_was_made_from(browser, museum):
    """A translation that was begun from older words of its source shows what changed since, on the next visit and after saving."""
    await browser.sign_in("editor")
    path = f"/cms/stops/{CODES[0]}/ru"
    await browser.open(path)
    form = dict(browser.page.xpath("//form[@data-draft]")[0].form_values())
    await browser.client.post(f"{path}/draft", data={**form, "body": "Начало", "source": "kk"}, headers={"Sec-Fetch-Site": "same-origin"})
    await browser.open(f"/cms/stops/{CODES[0]}/kk")
    await browser.send(f"/cms/stops/{CODES[0]}/kk", title="Су")
    await browser.open(path)
    draft = behind_on(browser.page)
    await browser.send(path)

    assert [("del", "Қамыс 1"), ("ins", "Су")] == draft == behind_on(browser.page)


async def test_a_draft_that_comes_late_is_not_kept(browser, museum):
    """What was on its way while its writer saved does not come back as a draft of older words; what another person saves does not stop it."""
    await browser.sign_in("editor")
    path = f"/cms/stops/{CODES[0]}/ru"
    await browser.open(path)
    form = dict(browser.page.xpath("//form[@data-draft]")[0].form_values())
    async with museum.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        await tours.save_script(session, stop, "ru", title="Камыш 1", body="Слова другого.", author="Another")
    others = await browser.client.post(f"{path}/draft", data={**form, "body": "Мои слова."}, headers={"Sec-Fetch-Site": "same-origin"})
    await browser.open(path)
    await browser.send(path)
    await browser.send(path)
    late = await browser.client.post(f"{path}/draft", data={**form, "body": "Мои слова."}, headers={"Sec-Fetch-Site": "same-origin"})
    await browser.open(path)

    assert (204, 409) == (others.status_code, late.status_code)
    assert "This is your draft" not in browser.said


async def test_the_languages_stand_paragraph_by_paragraph(browser, museum):
    """Beside each paragraph stands the same one of the other languages, each marked as its language; whoever has one more than the others sees it too."""
    async with museum.database.write() as session:
        await tours.save_note(session, await tours.stop_by_code(session, CODES[0]), "ru", "О смерти.")
    await browser.sign_in("editor")
    path = f"/cms/stops/{CODES[0]}/en"
    await browser.open(path)
    body = browser.page.xpath("string(//textarea[@name='body'])").strip()
    await browser.send(path, body=f"{body}\n\nOne more.")
    rows = browser.page.xpath("//details[contains(@class, 'abreast')]//tr")
    cells = [[cell.text_content() for cell in row] for row in rows]
    languages = {tuple(cell.get("lang") for cell in row.xpath("td")) for row in rows[1:]}
    async with museum.database.read() as session:
        texts = [script.body.split("\n\n") for language in ("en", "kk", "ru") for script in await tours.scripts(session, language=language, code=CODES[0])]

    assert ["Paragraph", "English", "Қазақша", "Русский"] == cells[0]
    assert [["Title", "Reed 1", "Қамыс 1", "Камыш 1"], ["Content note", "", "", "О смерти."]] == cells[1:3]
    assert [[str(number), *words] for number, words in enumerate(zip(*texts[:1], *([*one, ""] for one in texts[1:]), strict=True), 1)] == cells[3:]
    assert {("en", "kk", "ru")} == languages
