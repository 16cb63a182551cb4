"""The voices page: who speaks each language, why somebody cannot, what a change costs, and how a good voice is installed."""

import asyncio
import hashlib
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from litestar.testing import AsyncTestClient
from lxml import html
from sqlalchemy import select
from tests.cms.conftest import Browser

from audio_guide.app import create_app
from audio_guide.narrating import narrate
from audio_guide.speech.models import Voice, VoiceInstallation
from audio_guide.worker import working

sys.path.insert(0, str(Path(__file__).parents[1] / "speech" / "engines"))
from fake_hub import FakeHub

NAME = "kk_KZ-issai-high"
MODEL = hashlib.sha256(b"model").digest() * 4000


async def order(museum, language="kk"):
    """Return the chosen voices of a language."""
    async with museum.database.read() as session:
        return list(await session.scalars(select(Voice.voice).where(Voice.language == language).order_by(Voice.position)))


def section(browser, language="kk"):
    """Return the words of a language's part of the page."""
    return " ".join(browser.page.xpath(f"//section[@aria-labelledby='voices-{language}']")[0].text_content().split())


async def press(browser, action, voice, language="kk"):
    """Press a button beside a voice."""
    await browser.open("/cms/voices")
    path = f"/cms/voices/{language}"
    form = next(
        form for form in browser.page.forms if form.action == path and form.fields.get("voice") == voice and form.xpath(f".//button[@value='{action}']")
    )
    answer = await browser.client.post(
        path, data={**dict(form.form_values()), "action": action}, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=True
    )
    browser.page = html.fromstring(answer.text)
    return answer


async def test_each_voice_says_what_it_is(browser, museum):
    """Name, quality, licence, whether words leave the house, whether it is installed: all in words; a draft voice comes with the way to a good one."""
    await browser.sign_in("translator")
    await browser.open("/cms/voices")
    kazakh, russian = section(browser), section(browser, "ru")

    assert "Now speaks: A hum instead of a voice" in kazakh
    assert "Computer voice (draft)" in kazakh
    assert f"audio-guide voices install {NAME}" in kazakh
    assert "The text stays in the house." in kazakh
    assert "Not installed." in kazakh
    assert "The text leaves the house" in russian
    assert [] == browser.page.xpath("//main//form")


async def test_another_voice_is_asked_about_before_it_speaks(browser, museum):
    """Adding changes nothing; moving it to the top says first how many stops become out of date, and only then does it."""
    assert 0 == await narrate(museum, language="kk")
    await browser.sign_in("publisher")
    await press(browser, "add", "espeak:kk")
    added = await order(museum)
    asked = await press(browser, "up", "espeak:kk")
    question, before = browser.said, await order(museum)
    await browser.send("/cms/voices/kk", sure="1")
    after, now = await order(museum), section(browser)
    await browser.open("/cms")
    state = " ".join(browser.page.xpath("//tbody/tr[1]/td[1]")[0].text_content().split())

    assert ["silence:any", "espeak:kk"] == added == before
    assert 200 == asked.status_code
    assert "Then speaks: espeak-ng, Kazakh." in question
    assert "The sound of 2 stops becomes out of date" in question
    assert ["espeak:kk", "silence:any"] == after
    assert "Now speaks: espeak-ng, Kazakh." in now
    assert "another voice" in state


async def test_a_voice_is_removed_and_the_default_stays(browser, museum):
    """What was added can be removed; the house's default is the last resort and cannot be lost."""
    await browser.sign_in("admin")
    await press(browser, "add", "espeak:kk")
    await press(browser, "remove", "silence:any")
    await browser.open("/cms/voices")
    words = section(browser)

    assert ["espeak:kk"] == await order(museum)
    assert "By the settings of this machine; the last resort." in words
    assert "Now speaks: espeak-ng, Kazakh." in words


async def test_why_a_voice_cannot_speak_is_said(browser, museum):
    """A chosen voice that is not installed says so and the next one speaks; one that does not know the language cannot be added."""
    await browser.sign_in("publisher")
    await browser.open("/cms/voices")
    key = browser.page.xpath("//input[@name='key']/@value")[0]
    wrong = await browser.client.post("/cms/voices/kk", data={"key": key, "action": "add", "voice": "espeak:ru"}, headers={"Sec-Fetch-Site": "same-origin"})
    await browser.client.post("/cms/voices/kk", data={"key": key, "action": "add", "voice": f"piper:{NAME}"}, headers={"Sec-Fetch-Site": "same-origin"})
    await press(browser, "up", f"piper:{NAME}")
    words = section(browser)

    assert 422 == wrong.status_code
    assert "It cannot speak: it is not installed on this machine." in words
    assert "Now speaks: A hum instead of a voice" in words
    assert [f"piper:{NAME}", "silence:any"] == await order(museum)


async def test_every_voice_is_heard(browser, museum):
    """The sample of an installed voice is sound; of one that is not, a sentence."""
    await browser.sign_in("translator")
    await browser.open("/cms/voices")
    samples = browser.page.xpath("//section[@aria-labelledby='voices-kk']//audio/@src")
    heard = [await browser.client.get(path) for path in samples]
    missing = await browser.client.get(f"/cms/voices/kk/sample?voice=piper:{NAME}")
    nowhere = await browser.client.get("/cms/voices/xx/sample?voice=espeak:kk")

    assert {"/cms/voices/kk/sample?voice=silence%3Aany", "/cms/voices/kk/sample?voice=espeak%3Akk"} == set(samples)
    assert [(200, "audio/wav", b"RIFF")] * 2 == [(answer.status_code, answer.headers["content-type"], answer.content[:4]) for answer in heard]
    assert (503, 404) == (missing.status_code, nowhere.status_code)


@pytest.fixture
def hub():
    """Return a stand-in for the place of the voices."""
    with FakeHub({NAME: (MODEL, json.dumps({"audio": {"sample_rate": 22050}}).encode(), b"* License: CC-BY-4.0\n")}) as server:
        yield server


async def installed(museum, settings, url):
    """Let a worker do what the page wanted, with the voices at an address; returns the installation."""
    museum.settings = replace(settings, voices_url=url)
    async with working(museum):
        for _ in range(200):
            async with museum.database.read() as session:
                row = await session.scalar(select(VoiceInstallation).execution_options(populate_existing=True))
            if row.state in {"ready", "failed"}:
                return row
            await asyncio.sleep(0.1)
    return row


async def test_a_good_voice_is_installed_from_the_page(browser, museum, settings, hub):
    """The button wants the voice, a worker brings it, and the page says that it is there; nothing speaks with it before somebody puts it on top."""
    await browser.sign_in("publisher")
    await browser.open("/cms/voices")
    form = next(form for form in browser.page.forms if form.action == "/cms/voices/kk/install" and form.xpath(f".//button[@value='{NAME}']"))
    await browser.client.post(form.action, data={**dict(form.form_values()), "name": NAME}, headers={"Sec-Fetch-Site": "same-origin"})
    await browser.open("/cms/voices")
    waiting = section(browser)
    row = await installed(museum, settings, hub.url)

    assert "is being installed" in waiting
    assert ("ready", True) == (row.state, row.done == row.total > len(MODEL))
    assert MODEL == (Path(settings.data_dir) / "voices" / f"{NAME}.onnx").read_bytes()
    assert [] == await order(museum)


async def test_without_a_network_the_page_says_so(browser, museum, settings):
    """If the voices cannot be reached the page says it in one sentence and offers another try."""
    await browser.sign_in("admin")
    await browser.open("/cms/voices")
    await browser.send("/cms/voices/kk/install", name=NAME)
    row = await installed(museum, settings, "http://127.0.0.1:9")
    await browser.open("/cms/voices")
    words = section(browser)
    again = browser.page.xpath(f"//section[@aria-labelledby='voices-kk']//button[@value='{NAME}']")

    assert ("failed", "network") == (row.state, row.kind)
    assert "this machine has no network, or the place of the voices does not answer" in words
    assert 1 <= len(again)


async def test_only_voices_of_the_catalogue_are_installed(browser, museum):
    """A name that somebody made up is not fetched."""
    await browser.sign_in("admin")
    await browser.open("/cms/voices")
    answer = await browser.send("/cms/voices/kk/install", name="../../etc/passwd")

    assert 422 == answer.status_code


async def test_staff_read_in_their_language_why_nobody_can_speak(museum, settings):
    """Where the one voice of a language is not installed, the sound's page says so in Russian; what an engine says in English is marked as English."""
    silent = replace(settings, voices=f"kk=piper:{NAME};ru=silence:any;en=silence:any")
    async with AsyncTestClient(create_app(silent), base_url="http://testserver.local") as client:
        client.cookies.set("choice", "ru", domain="testserver.local")
        browser = Browser(client)
        await browser.sign_in("publisher")
        await browser.open("/cms/sound/A1B2/kk")
    english = [one.text_content() for one in browser.page.xpath("//main//*[@lang='en']")]

    assert "Выбранный голос не установлен на этом компьютере. Установите его или выберите другой." in browser.said
    assert [True] == [NAME in one for one in english if "install" in one]
