"""The preview is the visitor's page itself, with what is not published yet, for staff alone."""

import asyncio
import re

import pytest
from lxml import html
from tests.stories import CODES, approve_all, publish_all

from audio_guide.narrating import narrate
from audio_guide.tours import service as tours

SECRET = "Өте құпия қолжазба сөздері"


def main_of(text):
    """Return the main part of a page, with addresses as visitors have them."""
    main = html.tostring(html.fromstring(text).find(".//main"), encoding="unicode")
    main = main.replace("/cms/media/", "/media/")
    return re.sub(r'href="/cms/preview/(\w+)/(\w+)(?=["?])', r'href="/\2/stops/\1', main)


async def publish_everything(museum):
    """Speak, approve and publish all there is."""
    assert 0 == await narrate(museum)
    await approve_all(museum)
    await publish_all(museum)
    await asyncio.sleep(1)  # the public sees it within a second


@pytest.mark.spoken
async def test_for_the_same_words_it_equals_the_published_page(browser, museum):
    """Main part for main part, the preview and the visitor's page are the same HTML, but for the addresses of files and stops."""
    async with museum.database.write() as session:
        for language, note in (("kk", "Қыс туралы."), ("ru", "О зиме."), ("en", "Of winter.")):
            await tours.save_note(session, await tours.stop_by_code(session, CODES[0]), language, note)
    await publish_everything(museum)
    await browser.sign_in("translator")
    for code in CODES[:2]:
        for language in ("kk", "ru", "en"):
            for asked in ("", "?listen=ru", "?read=en"):
                published = await browser.client.get(f"/{language}/stops/{code}{asked}")
                preview = await browser.client.get(f"/cms/preview/{code}/{language}{asked}")

                assert (200, 200) == (published.status_code, preview.status_code)
                assert main_of(published.text) == main_of(preview.text)
                assert "preview" not in published.text


@pytest.mark.spoken
async def test_it_shows_draft_words_and_new_sound_with_a_banner(browser, museum):
    """Saved words that nobody approved are there with their own sound, which plays from an address of staff; the banner says what is what."""
    await publish_everything(museum)
    await browser.sign_in("editor")
    await browser.open(f"/cms/stops/{CODES[0]}/kk")
    await browser.send(f"/cms/stops/{CODES[0]}/kk", body=f"{SECRET}.")
    older = await browser.open(f"/cms/preview/{CODES[0]}/kk")
    waiting = browser.page.xpath("string(//aside)")
    assert 0 == await narrate(museum, again=True)
    new = await browser.open(f"/cms/preview/{CODES[0]}/kk")
    heard = browser.page.xpath("string(//aside)")
    sound = browser.page.xpath("//audio//source/@src | //audio/@src")[0]
    played = await browser.client.get(sound, headers={"Range": "bytes=0-99"})

    assert (SECRET in older.text, SECRET in new.text) == (True, True)
    assert "The sound says older words." in waiting
    assert "The sound is new; nobody has approved it." in heard
    assert sound.startswith("/cms/media/")
    assert 206 == played.status_code
    assert ("no-store", "noindex") == (new.headers["cache-control"], new.headers["x-robots-tag"])
    assert "'unsafe" not in new.headers["content-security-policy"]


async def test_ones_own_unsaved_draft_comes_first(browser, museum):
    """What is typed and not saved is previewed for its writer alone; the saved words are one link away."""
    await browser.sign_in("editor")
    await browser.open(f"/cms/stops/{CODES[0]}/kk")
    form = browser.page.xpath("//form[@data-draft]")[0]
    await browser.client.post(
        form.get("data-draft"), data={**dict(form.form_values()), "body": SECRET, "note": "Жаңа ескерту"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    mine = await browser.client.get(f"/cms/preview/{CODES[0]}/kk")
    saved = await browser.client.get(f"/cms/preview/{CODES[0]}/kk?saved=1")
    browser.client.cookies.clear()
    await browser.sign_in("publisher")
    others = await browser.client.get(f"/cms/preview/{CODES[0]}/kk")

    assert (True, False, False) == tuple(SECRET in answer.text for answer in (mine, saved, others))
    assert "Жаңа ескерту" in mine.text


async def test_a_new_stop_is_previewed_from_its_draft(browser, museum):
    """A stop that has nothing but a draft is shown with its words and without sound; the editor's link leads there, and back to the text."""
    await browser.sign_in("editor")
    await browser.open("/cms")
    await browser.send("/cms/tours/steppe/stops", language="kk")
    form = browser.page.xpath("//form[@data-draft]")[0]
    link = next(link for link in browser.page.xpath("//nav//a/@href") if link.startswith("/cms/preview/"))
    sent = {**dict(form.form_values()), "title": "Алма", "body": SECRET}
    await browser.client.post(form.get("data-draft"), data=sent, headers={"Sec-Fetch-Site": "same-origin"})
    answer = await browser.open(link)

    assert (200, True) == (answer.status_code, SECRET in browser.said)
    assert "There is no sound yet." in browser.page.xpath("string(//aside)")


async def test_the_preview_is_of_the_track_in_view(browser, museum):
    """From the editor of an easy text the preview shows that text, a draft of it too, and leads back to it."""
    await browser.sign_in("editor")
    path = f"/cms/stops/{CODES[0]}/kk?track=easy"
    await browser.open(path)
    form = browser.page.xpath("//form[@data-draft]")[0]
    link = next(link for link in browser.page.xpath("//nav//a/@href") if link.startswith("/cms/preview/"))
    sent = {**dict(form.form_values()), "title": "Қамыс", "body": SECRET}
    await browser.client.post(form.get("data-draft"), data=sent, headers={"Sec-Fetch-Site": "same-origin"})
    await browser.open(link)
    draft = browser.said
    back = browser.page.xpath("//aside//a/@href")
    await browser.open(f"/cms/preview/{CODES[0]}/kk")

    assert (True, False) == (SECRET in draft, SECRET in browser.said)
    assert [path, f"/cms/sound/{CODES[0]}/kk?track=easy", f"/cms/preview/{CODES[0]}/kk?saved=1&track=easy"] == back


@pytest.mark.spoken
async def test_links_stay_inside(browser, museum):
    """Other stops and languages lead to their previews, and every file to the address that asks for a session."""
    await publish_everything(museum)
    await browser.sign_in("translator")
    answer = await browser.open(f"/cms/preview/{CODES[0]}/ru")
    links = browser.page.xpath("//a/@href")

    assert f"/cms/preview/{CODES[1]}/ru" in links
    assert {f"/cms/preview/{CODES[0]}/{language}" for language in ("kk", "ru", "en")} <= set(links)
    assert [] == [link for link in links if "/stops/" in link and not link.startswith("/cms/")]
    assert [] == re.findall(r"(?<!/cms)/media/", answer.text)


async def test_hostile_words_cannot_turn_into_links(browser, museum):
    """Words that look like our addresses stay words."""
    await browser.sign_in("editor")
    await browser.open(f"/cms/stops/{CODES[0]}/en")
    body = f'Look at href="/kk/stops/{CODES[1]}" and "/media/{"a" * 40}.mp3" <script>alert(1)</script>'
    await browser.send(f"/cms/stops/{CODES[0]}/en", body=body)
    await browser.open(f"/cms/preview/{CODES[0]}/en")

    assert body in browser.page.xpath("string(//main)").replace("/cms/media/", "/media/")
    assert 0 == len(browser.page.xpath("//main//script"))


async def test_no_draft_byte_without_a_session(browser, museum):
    """Without a session neither the preview nor its sound, the report, the editions nor the history say anything of a draft."""
    await browser.sign_in("editor")
    await browser.open(f"/cms/stops/{CODES[0]}/kk")
    await browser.send(f"/cms/stops/{CODES[0]}/kk", title=SECRET, body=f"{SECRET}.")
    assert 0 == await narrate(museum)
    await browser.open(f"/cms/preview/{CODES[0]}/kk")
    sound = browser.page.xpath("//audio//source/@src | //audio/@src")[0]
    browser.client.cookies.clear()
    paths = [
        f"/cms/preview/{CODES[0]}/kk",
        sound,
        sound.replace("/cms", ""),
        "/cms/check/steppe",
        "/cms/editions/steppe/kk",
        "/cms/history",
        "/cms/history.csv",
        "/cms/history.json",
    ]
    answers = [await browser.client.get(path) for path in paths]

    assert [401, 401, 404, 401, 401, 401, 401, 401] == [answer.status_code for answer in answers]
    assert not any(SECRET in answer.text for answer in answers)


async def test_what_cannot_be_previewed_says_so(browser, museum):
    """A language without text, a code that is none and a language that is none are told in a sentence."""
    async with museum.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[1])
        for script in await tours.scripts(session, language="en", code=CODES[1]):
            await session.delete(script)
        assert stop.code == CODES[1]
    await browser.sign_in("editor")
    answers = [await browser.client.get(f"/cms/preview/{path}") for path in (f"{CODES[1]}/en", "ZZZZ/en", f"{CODES[0]}/xx")]

    assert [404, 404, 404] == [answer.status_code for answer in answers]
    assert "There is no text in this language yet." in answers[0].text


async def test_words_of_another_language_say_so(browser, museum):
    """A marked word stands in its sentence with its language, without the mark; headings and lists show it plain."""
    async with museum.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        await tours.save_script(session, stop, "kk", title="[Малиновка]{ru}", body="Бұл жер [Малиновка]{ru} деп <b>аталған</b>.", author="test")
    await browser.sign_in("editor")
    await browser.open(f"/cms/preview/{CODES[0]}/kk")
    words = browser.page.xpath("//div[@id='words']/p")[0]

    assert "Бұл жер Малиновка деп <b>аталған</b>." == words.text_content().strip()
    assert [("ru", "Малиновка")] == [(one.get("lang"), one.text) for one in words.xpath(".//span[@lang]")]
    assert "Малиновка" in browser.page.xpath("string(//h1)")
    assert "]{ru}" not in browser.said
