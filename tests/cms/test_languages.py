"""A language is added by an admin in the browser, without code: its words, its voice, its pages; and Kazakh in Latin letters."""

import asyncio
import shutil
import time
import wave
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import av
import numpy as np
import pytest
from tests.cms.conftest import worker
from tests.conftest import REPOSITORY
from tests.stories import CODES, add_picture, approve_all, publish_all, write_tour

from audio_guide.kit import words
from audio_guide.kit.errors import UnavailableError
from audio_guide.kit.latin import latin
from audio_guide.narrating import narrate
from audio_guide.publishing.behind import behind
from audio_guide.tours import listing, pictures
from audio_guide.tours.languages import known
from audio_guide.tours.models import Suggestion

UKRAINIAN = (
    ("Очерет", "Жінки різали очерет на озері Жаланаш. Узимку вода була крижаною.\n\nОчерет був паливом і постіллю."),
    ("Сад", "У 1940 році жінки посадили тут яблуні. Деякі з них ростуть і сьогодні."),
    ("Листи", "Перші листи прийшли через два роки. Їх читали вголос усі разом."),
)


@pytest.fixture
def settings(settings, tmp_path):
    """Let the interface's words lie where a test may write, and let espeak-ng speak."""
    shutil.copytree(REPOSITORY / "locales", tmp_path / "locales")
    return replace(settings, locales_dir=str(tmp_path / "locales"), voices="kk=espeak:kk;ru=espeak:ru;en=espeak:en")


async def eventually(ask, seconds=60):
    """Ask again and again until the answer is true."""
    end = time.monotonic() + seconds
    while not (answer := await ask()):
        assert time.monotonic() < end, "it never came"
        await asyncio.sleep(0.2)
    return answer


async def add_ukrainian(browser):
    """Look Ukrainian up and add it as the page proposes it."""
    await browser.open("/cms/languages?code=uk")
    proposed = dict(next(form for form in browser.page.forms if form.action == "/cms/languages" and "name" in form.fields).form_values())
    form = next(form for form in browser.page.forms if form.action == "/cms/languages" and "name" in form.fields)
    values = {**dict(form.form_values()), "fallback-1": "ru", "fallback-2": "kk", "fallback-3": "en"}
    answer = await browser.client.post("/cms/languages", data=values, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=True)
    return proposed, answer


async def test_a_language_whose_words_cannot_be_written_is_not_there(browser, museum, monkeypatch):
    """If the file of its interface words cannot be made, the page says so, and no half of the language is left behind."""

    def full(*_):
        raise UnavailableError("The file of these words cannot be written here. Ask whoever runs this computer.")

    monkeypatch.setattr(words, "create", full)
    await browser.sign_in("admin")
    _, answer = await add_ukrainian(browser)
    async with museum.database.read() as session:
        codes = (await known(session)).codes

    assert (503, True) == (answer.status_code, "cannot be written here" in answer.text)
    assert "uk" not in codes


async def test_ukrainian_through_the_pages_alone(browser, museum):
    """Ukrainian is added, three stops are translated and spoken by espeak-ng, heard, approved and published; visitors find it in their list."""
    await browser.sign_in("admin")
    proposed, added = await add_ukrainian(browser)
    before = await browser.client.get("/ru/")
    await browser.open("/cms")
    await browser.send("/cms/tours/steppe/stops", language="uk")
    third = browser.page.xpath("//form[@data-draft]")[0].action.split("/")[3]
    codes = (*CODES[:2], third)
    with worker(museum.settings):
        for code, (title, body) in zip(codes, UKRAINIAN, strict=True):
            await browser.open(f"/cms/stops/{code}/uk")
            saved = await browser.send(f"/cms/stops/{code}/uk", title=title, body=body)
            assert "Saved." in browser.said, saved.text
        for code in codes:

            async def heard(code=code):
                await browser.open(f"/cms/sound/{code}/uk")
                return browser.page.xpath("//audio/@src")

            (sound,) = await eventually(heard)
            answer = await browser.client.get(sound)
            assert_is_sound(answer.content)
            form = next(form for form in browser.page.forms if "heard" in form.fields)
            approved = await browser.client.post(
                f"/cms/sound/{code}/uk", data={**dict(form.form_values()), "approve": "1"}, headers={"Sec-Fetch-Site": "same-origin"}
            )
            assert 303 == approved.status_code
    await browser.open("/cms/tours/steppe/uk")
    await browser.send("/cms/tours/steppe/uk", title="Степ", summary="Три зупинки.", about="")
    await browser.open("/cms/publish")
    await browser.send("/cms/publish/steppe/uk")
    published = browser.said
    began = time.monotonic()

    async def shown():
        page = await browser.client.get(f"/uk/stops/{CODES[0]}")
        return page if "Очерет" in page.text else None

    page = await eventually(shown, 5)
    assert time.monotonic() - began < 1

    assert ("uk", "Українська", "espeak:uk") == (proposed["code"], proposed["name"], proposed["voice-1"])
    assert (200, True) == (added.status_code, "Українська" in added.text)
    assert "Українська" not in before.text
    assert "3 stops as they are now" in published
    assert ("uk", 200) == (page.headers["content-language"], page.status_code)
    assert '<html lang="uk">' in page.text
    assert 'lang="uk" hreflang="uk" aria-current="true">Українська</a>' in page.text
    assert f'<link rel="alternate" hreflang="uk" href="http://testserver.local/uk/stops/{CODES[0]}">' in page.text
    assert ["Қазақша", "Русский", "English", "Українська"] == languages_of((await browser.client.get("/ru/")).text)
    assert "uk" == (await browser.client.get("/", headers={"Accept-Language": "uk-UA", "Cookie": ""})).headers["location"].strip("/")
    assert "uk" == (await browser.client.get(f"/api/v1/stops/{third}?lang=uk")).json()["language"]


def languages_of(text):
    """Return the names in a page's list of languages."""
    from lxml import html

    return html.fromstring(text).xpath("//ul[contains(@class, 'languages')]//a/text()")


def assert_is_sound(content):
    """Decode a recording and see that somebody speaks in it."""
    if content.startswith(b"RIFF"):
        with wave.open(BytesIO(content)) as file:
            samples = np.frombuffer(file.readframes(file.getnframes()), np.int16) / 32768
    else:
        with av.open(BytesIO(content)) as container:
            samples = np.concatenate([frame.to_ndarray().ravel() for frame in container.decode(audio=0)])
    assert np.sqrt(np.mean(np.square(samples))) > 0.01


async def test_a_fourth_language_is_on_every_page(browser, museum):
    """Files for translators, checks, pictures, ways, previews, counts, packs, search and lent phones know a language once it is added; Latin letters too."""
    assert 0 == await narrate(museum)
    await approve_all(museum)
    await publish_all(museum)
    await browser.sign_in("admin")
    await add_ukrainian(browser)
    await browser.open("/cms/languages")
    reading = next(form for form in browser.page.forms if dict(form.form_values()).get("code") == "kk-Latn")
    await browser.client.post("/cms/languages", data=dict(reading.form_values()), headers={"Sec-Fetch-Site": "same-origin"})
    await eventually(lambda: asking(browser, "/kk-Latn/", 200), 2)
    pages = (
        "/cms", "/cms?language=uk", "/cms/translate", "/cms/translate/texts/uk", "/cms/check/steppe?language=uk", "/cms/pictures?missing=1",
        "/cms/tours/steppe/way", "/cms/tours", "/cms/tours/steppe/stops", "/cms/tours/steppe/remove", f"/cms/stops/{CODES[0]}/withdraw",
        "/cms/tours/steppe/uk", "/cms/listening?language=uk", "/cms/names", "/cms/publish", "/cms/publish/steppe/uk", "/cms/editions/steppe/uk", "/cms/people",
        "/cms/history", "/cms/translators", f"/cms/stops/{CODES[0]}/uk", f"/cms/stops/{CODES[0]}/uk?track=easy", f"/cms/preview/{CODES[0]}/kk-Latn",
        "/uk/", "/uk/all", "/uk/offline", "/kk-Latn/offline", "/uk/search?q=камыш", f"/uk/stops/{CODES[0]}?read=uk&listen=kk", "/kiosk",
    )  # fmt: skip
    got = {path: await browser.client.get(path) for path in pages}
    table = await browser.client.get("/cms/translate/download/texts.csv")
    worker = await browser.client.get("/sw.js")
    form = {"language": "uk", "source": "ru", "form": "po"}
    await browser.open("/cms/translate")
    sent = await browser.send("/cms/translate/export", **form)

    assert {200} == {answer.status_code for answer in got.values()}, {path: answer.status_code for path, answer in got.items() if answer.status_code != 200}
    assert "title uk" in table.text.splitlines()[0]
    assert 'LANGUAGES=["kk","ru","en","uk","kk-Latn"]' in worker.text
    assert "(?:kk|ru|en|uk|kk-Latn)" in worker.text
    assert "Language: uk" in sent.text
    assert "Українська" in got["/cms/tours/steppe/way"].text
    assert "Українська" in got["/cms/check/steppe?language=uk"].text


async def test_interface_words_fall_back_visibly(browser, museum, settings):
    """Until its words are translated the new language shows its fallback's, marked with that language; a translated one is used within a second."""
    await browser.sign_in("admin")
    await add_ukrainian(browser)
    await eventually(lambda: asking(browser, "/uk/", 200), 2)
    page = (await browser.client.get("/uk/")).text
    assert '<h1><span lang="ru">Аудиогид</span></h1>' in page
    assert "<title>Аудиогид" in page
    assert '<html lang="uk">' in page
    assert "\ue0f0" not in page

    await browser.open("/cms/words/uk?find=Audio+guide")
    form = next(form for form in browser.page.forms if "seen" in form.fields)
    saved = await browser.client.post(
        "/cms/words/uk", data={**dict(form.form_values()), "form-0": "Аудіогід"}, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=True
    )
    assert "Saved." in saved.text
    assert "Аудіогід" in (Path(settings.locales_dir) / "uk" / words.FILE).read_text("utf-8")
    began = time.monotonic()
    await eventually(lambda: asking(browser, "/uk/", 200, "<h1>Аудіогід</h1>"), 5)
    assert time.monotonic() - began < 1


async def asking(browser, path, status, text=""):
    """Tell whether a page answers with a status and holds a text."""
    answer = await browser.client.get(path)
    return answer.status_code == status and text in answer.text


async def test_no_error_page_speaks_the_wrong_language(browser, museum):
    """A page that is not there says so in the new language's fallback, marked."""
    await browser.sign_in("admin")
    await add_ukrainian(browser)
    answer = await browser.client.get("/uk/stops/ZZZZ")

    assert 404 == answer.status_code
    assert '<h1><span lang="ru">Остановки с кодом ZZZZ нет.' in answer.text or '<span lang="ru">' in answer.text
    assert "uk" == answer.headers["content-language"]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("kz", "is known"),
        ("en-KZ", "is known"),
        ("../x", "is no language code"),
        ("", "is no language code"),
        ("kk", "is there already"),
        ("x" * 30, "is no language code"),
    ],
)
async def test_a_code_is_checked(browser, museum, code, sentence):
    """Only a code that CLDR knows becomes a language, and none twice."""
    await browser.sign_in("admin")
    await browser.open("/cms/languages")
    key = browser.page.xpath("//input[@name='key']")[0].value
    answer = await browser.client.post("/cms/languages", data={"key": key, "code": code, "name": "X"}, headers={"Sec-Fetch-Site": "same-origin"})

    assert answer.status_code in {409, 422}
    assert sentence in answer.text
    async with museum.database.read() as session:
        assert ("kk", "ru", "en") == (await known(session)).codes


async def test_kazakh_stays_the_first(browser, museum):
    """Another language may be moved anywhere but before Kazakh, and Kazakh cannot be taken from visitors."""
    await browser.sign_in("admin")
    await browser.open("/cms/languages")
    await browser.send("/cms/languages/en", position="1")
    await browser.send("/cms/languages/kk", name="Қазақ тілі")
    async with museum.database.read() as session:
        languages = await known(session)

    assert ("kk", "en", "ru") == languages.codes
    assert ("Қазақ тілі", True) == (languages.names["kk"], languages.all[0].published)
    await browser.open("/cms/languages")
    form = dict(next(form for form in browser.page.forms if form.action == "/cms/languages/ru").form_values())
    form.pop("published")
    await browser.client.post("/cms/languages/ru", data=form, headers={"Sec-Fetch-Site": "same-origin"})
    assert ["Қазақ тілі", "English"] == languages_of((await browser.client.get("/en/")).text)


async def test_a_voice_of_another_language_is_refused(browser, museum):
    """A form that was made up cannot let a Kazakh voice speak Ukrainian; nothing is added then."""
    await browser.sign_in("admin")
    await browser.open("/cms/languages?code=uk")
    form = next(form for form in browser.page.forms if form.action == "/cms/languages" and "name" in form.fields)
    values = {**dict(form.form_values()), "voice-1": "espeak:kk"}
    answer = await browser.client.post("/cms/languages", data=values, headers={"Sec-Fetch-Site": "same-origin"})

    assert (422, True) == (answer.status_code, "does not speak this language" in answer.text)
    async with museum.database.read() as session:
        assert "uk" not in (await known(session)).codes


async def test_a_language_without_a_voice_can_be_written(browser, museum):
    """Where nobody can speak a language yet its texts are saved all the same, and the board says that no voice can speak them."""
    await browser.sign_in("admin")
    await browser.open("/cms/languages?code=uk")
    form = next(form for form in browser.page.forms if form.action == "/cms/languages" and "name" in form.fields)
    await browser.client.post("/cms/languages", data={**dict(form.form_values()), "voice-1": ""}, headers={"Sec-Fetch-Site": "same-origin"})
    await browser.open(f"/cms/stops/{CODES[0]}/uk")
    title, body = UKRAINIAN[0]
    await browser.send(f"/cms/stops/{CODES[0]}/uk", title=title, body=body)
    saved = browser.said
    await browser.open("/cms?language=uk")

    assert (True, True) == ("Saved." in saved, "no voice can speak this now" in browser.said)


async def test_kazakh_in_latin_letters(browser, museum):
    """Switched on, Kazakh in Latin letters shows the Kazakh edition's words, says that it is derived, has the Kazakh sound, and nobody can write in it."""
    assert 0 == await narrate(museum)
    await approve_all(museum)
    await publish_all(museum)
    await browser.sign_in("admin")
    await browser.open("/cms/languages")
    form = next(form for form in browser.page.forms if dict(form.form_values()).get("code") == "kk-Latn")
    await browser.client.post("/cms/languages", data=dict(form.form_values()), headers={"Sec-Fetch-Site": "same-origin"})
    await eventually(lambda: asking(browser, f"/kk-Latn/stops/{CODES[0]}", 200, "Qamys 1"), 3)
    kazakh, derived = [(await browser.client.get(f"/{language}/stops/{CODES[0]}")).text for language in ("kk", "kk-Latn")]
    written = await browser.client.get(f"/cms/stops/{CODES[0]}/kk-Latn")
    api = (await browser.client.get(f"/api/v1/stops/{CODES[0]}?lang=kk-Latn")).json()

    assert '<html lang="kk-Latn">' in derived
    assert "latyn ärpıne köşırgen qazaqşa mätın" in derived
    assert "Äielder Jalañaş kölınen qamys ordy." in derived
    assert sounds(kazakh) == sounds(derived)
    assert "Qazaqşa</a>" in kazakh
    assert [["listen-kk", "listen-ru", "listen-en"], ["listen-ru", "listen-en", "listen-kk-Latn"]] == [tongues(kazakh), tongues(derived)]
    assert 404 == written.status_code
    paragraph = next(one for one in api["stop"]["tracks"][0]["paragraphs"] if one["id"] == "p1")
    assert latin("Әйелдер Жалаңаш көлінен қамыс орды.") == paragraph["text"][paragraph["sentences"][0]["text_from"] : paragraph["sentences"][0]["text_to"]]
    leftovers = [letter for letter in visible(derived) if "\u0400" <= letter <= "\u04ff"]
    assert [] == leftovers


def sounds(text):
    """Return the sound files that a page names."""
    from lxml import html

    return html.fromstring(text).xpath("//audio/source/@src")


def tongues(text):
    """Return the languages that a page offers to the ear; two readings of one sound are one."""
    from lxml import html

    return html.fromstring(text).xpath("//a[starts-with(@id, 'listen-')]/@id")


def visible(text):
    """Return the words of a page that are said to be in its own language."""
    from lxml import html

    page = html.fromstring(text)
    for other in page.xpath("//body//*[@lang and @lang != 'kk-Latn']"):
        other.drop_tree()
    return page.find("body").text_content()


async def test_a_translator_begins_at_their_page(browser, museum):
    """A translator's home says what waits in their language alone: texts to write, the source that changed, sound to hear."""
    assert 0 == await narrate(museum)
    await browser.sign_in("editor")
    await browser.open(f"/cms/stops/{CODES[0]}/ru")
    await browser.send(f"/cms/stops/{CODES[0]}/ru", source="en", body="Камыш резали зимой.")
    await browser.open(f"/cms/stops/{CODES[0]}/en")
    await browser.send(f"/cms/stops/{CODES[0]}/en", body="Reed was cut in winter, by women.")
    browser.client.cookies.clear()
    answer = await browser.sign_in("translator")

    assert answer.url.path == "/cms/translators"
    assert "Waiting for you · Русский" in browser.said
    assert "Waiting for you · English" not in browser.said
    assert "The source has changed: English: 1" in browser.said
    assert "To be listened to: 2" in browser.said
    assert {f"/cms/stops/{CODES[0]}/ru", f"/cms/preview/{CODES[0]}/ru", f"/cms/sound/{CODES[1]}/ru", "/cms/words/ru"} <= set(
        browser.page.xpath("//main//a/@href")
    )


async def test_what_came_in_files_waits_at_the_translators_page(browser, museum):
    """Words that could not be put in place, and pictures without a description, are counted for whoever writes the language, with the way to them."""
    await add_picture(museum, texts={"kk": ("Қамыс", "")}, at=(CODES[0],))
    async with museum.database.write() as session:
        for language in ("ru", "ru", "kk"):
            words = f"Слова {language} {len(session.new)}"
            session.add(Suggestion(key=f"stop.{CODES[0]}.title", language=language, kind="conflict", words=words, words_digest=words, author="A"))
    await browser.sign_in("translator")
    await browser.open("/cms/translators")

    assert "What waits for a decision: 2" in browser.said
    assert "1 picture has no description in this language" in browser.said
    assert {"/cms/translate/texts/ru", "/cms/pictures?missing=1"} <= set(browser.page.xpath("//main//a/@href"))
    async with museum.database.read() as session:
        assert [1, 1, 0] == [await pictures.undescribed(session, language) for language in ("ru", "en", "kk")]


async def test_arabic_stands_from_right_to_left(browser, museum):
    """A language that is written from right to left is added like any other: its pages and fields have its direction, its files its six plural forms."""
    await browser.sign_in("admin")
    await browser.open("/cms/languages?code=ar")
    form = next(form for form in browser.page.forms if form.action == "/cms/languages" and "name" in form.fields)
    values = dict(form.form_values())
    await browser.client.post("/cms/languages", data=values, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=True)
    await eventually(lambda: asking(browser, "/ar/", 200), 2)
    home = (await browser.client.get("/ar/")).text
    await browser.open("/cms/words/ar?find=stop")
    fields = browser.page.xpath("//textarea/@dir")
    labels = browser.page.xpath("//form[.//textarea[@name='form-5']]//label")
    await browser.open("/cms/translate")
    sent = await browser.send("/cms/translate/export", language="ar", source="ru", form="po")

    assert "العربية" == values["name"]
    assert '<html lang="ar" dir="rtl">' in home
    assert {"rtl"} == set(fields)
    assert (6, 0) == (min(6, len(labels)), len(labels) % 6)
    assert "nplurals=6" in sent.text


async def test_a_change_taken_back_is_no_change(browser, museum):
    """When the source says again what was translated, nothing waits any more."""
    await browser.sign_in("editor")
    await browser.open(f"/cms/stops/{CODES[0]}/ru")
    await browser.send(f"/cms/stops/{CODES[0]}/ru", source="en", body="Камыш резали зимой.")
    counts = []
    await browser.open(f"/cms/stops/{CODES[0]}/en")
    first = browser.page.xpath("//textarea[@name='body']")[0].value.strip()
    for body in ("Reed.", "Reed and water.", first):
        await browser.open(f"/cms/stops/{CODES[0]}/en")
        await browser.send(f"/cms/stops/{CODES[0]}/en", body=body)
        async with museum.database.read() as session:
            counts.append(len(await behind(session, await listing.script_rows(session))))

    assert [1, 1, 0] == counts


async def test_stories_stay_in_three_languages(house):
    """A museum that adds nothing has exactly the three languages, Kazakh first."""
    await write_tour(house)
    async with house.database.read() as session:
        assert ("kk", "ru", "en") == (await known(session)).codes
