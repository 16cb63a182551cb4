"""Films in sign languages through the staff's pages: sent, watched, captioned, published, named where something is missing, replaced, removed."""

import asyncio

import pytest
from lxml import html
from sqlalchemy import select
from tests.stories import CODES, approve_all
from tests.tours import reels

from audio_guide.accounts.models import Deed
from audio_guide.tours import films
from audio_guide.tours import service as tours
from audio_guide.tours.models import Film

SAME = {"Sec-Fetch-Site": "same-origin"}
PLACE = f"/cms/stops/{CODES[0]}/films"
TOLD = {"signer": "Айгүл Серікқызы", "consent": "Signed on paper, 3 March 2026", "language": "rsl-KZ", "text": "ru"}
CAPTIONS = "WEBVTT\n\n00:00.500 --> 00:01.500\nЖенщины резали камыш.\n"


@pytest.fixture(scope="module")
def made():
    """Return a small film."""
    return reels.film(sound="aac")


async def send(browser, data, **typed):
    """Send a film by the form of the page of films."""
    await browser.open(PLACE)
    form = next(form for form in browser.page.forms if form.get("enctype") == "multipart/form-data")
    values = {name: value for name, value in form.form_values() if name != "file"} | TOLD | typed
    answer = await browser.client.post(PLACE, data=values, files={"file": ("film.mp4", data, "video/mp4")}, headers=SAME, follow_redirects=True)
    browser.page = html.fromstring(answer.text)
    return answer


async def film(museum):
    """Return how the film of the first stop stands."""
    async with museum.database.read() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        return (await films.standings(session, [stop.id])).get(stop.id, [None])[0]


async def publish(browser, language="ru"):
    """Publish the tour in a language; returns the receipt's words."""
    await browser.open("/cms/publish")
    await browser.send(f"/cms/publish/steppe/{language}")
    said = browser.said
    await asyncio.sleep(0.8)
    return said


async def deeds(museum):
    """Return what was written down of films."""
    async with museum.database.read() as session:
        return list(await session.scalars(select(Deed.verb).where(Deed.verb.like("film-%")).order_by(Deed.created_at, Deed.id)))


@pytest.mark.spoken
async def test_a_film_comes_from_a_camera_to_the_public(browser, museum, made):
    """Sent for a text, captioned and published: the visitor's page shows it clean, with its captions, its length and size, and what is true of the text."""
    await approve_all(museum)
    await browser.sign_in("publisher")
    await send(browser, made)
    await browser.send(f"{PLACE}/rsl-KZ/captions/ru", words=CAPTIONS)
    captioned = browser.said
    await publish(browser)
    await publish(browser, "en")
    page = html.fromstring((await browser.client.get(f"/ru/stops/{CODES[0]}")).text)
    (video,) = page.xpath("//section[@aria-labelledby='signed']/video")
    (track,) = video.xpath(".//track")
    file = await browser.client.get(video.xpath("string(source/@src)"), headers={"Range": "bytes=0-1"})
    text = (await browser.client.get(track.get("src"))).text
    about = " ".join(page.xpath("string(//section[@aria-labelledby='signed'])").split())
    english = html.fromstring((await browser.client.get(f"/en/stops/{CODES[0]}")).text).xpath("//video")[0]
    whole = (await browser.client.get(video.xpath("string(source/@src)"))).content

    assert "Saved" in captioned
    assert (206, "video/mp4", 2) == (file.status_code, file.headers["content-type"], len(file.content))
    assert ("none", None, "ru", True) == (video.get("preload"), video.get("autoplay"), track.get("srclang"), "Женщины резали камыш." in text)
    assert [True] * 4 == [words in about for words in ("Казахстан", "2 секунды", "Айгүл Серікқызы", "нужна сеть")]
    assert ([], True) == (english.xpath(".//track"), "3 March" not in about)
    assert reels.SECRET.encode() not in whole
    assert ["film-sent", "film-captioned"] == await deeds(museum)


@pytest.mark.spoken
async def test_without_consent_nobody_sees_it(browser, museum, made):
    """Without a consent written down a film is kept and not published; receipt and check name it with a link, and a consent taken back takes it away."""
    await approve_all(museum)
    await browser.sign_in("publisher")
    await send(browser, made, consent="")
    receipt = await publish(browser)
    link = browser.page.xpath(f"//a[starts-with(@href, '{PLACE}#')]/@href")
    hidden = (await browser.client.get(f"/ru/stops/{CODES[0]}")).text
    await browser.open("/cms/check/steppe")
    check, found = browser.said, browser.page.xpath("//ul[@class='findings']//a/@href")
    await browser.open(PLACE)
    await browser.send(f"{PLACE}/rsl-KZ", consent="By letter")
    await publish(browser)
    shown = (await browser.client.get(f"/ru/stops/{CODES[0]}")).text
    await browser.open(PLACE)
    await browser.send(f"{PLACE}/rsl-KZ", consent="")
    await publish(browser)

    assert "signer of a film agreed" in receipt
    assert ([f"{PLACE}#film-rsl-KZ"], True) == (link, f"{PLACE}#film-rsl-KZ" in found)
    assert all(kind in check for kind in ("Film without consent", "Film without captions"))
    assert (False, True, False) == tuple("<video" in text for text in (hidden, shown, (await browser.client.get(f"/ru/stops/{CODES[0]}")).text))


@pytest.mark.spoken
async def test_a_change_of_the_text_is_noticed_and_decided(browser, museum, made):
    """After another word the check names the film and the page shows what changed; somebody says that it still fits; the same words again need nobody."""
    await browser.sign_in("editor")
    await send(browser, made)
    before = await film(museum)
    async with museum.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        (script,) = await tours.scripts(session, language="ru", code=CODES[0])
        title, body = script.title, script.body
        await tours.save_script(session, stop, "ru", title=title, body=f"{body} Ещё слово.", author="test")
    changed = await film(museum)
    await browser.open("/cms/check/steppe")
    check = browser.said
    await browser.open(PLACE)
    shown, seen = [one.text for one in browser.page.xpath("//ins")], browser.page.xpath("//input[@name='seen']")[0]
    old, seen.value = seen.value, "1"
    refused = await browser.send(f"{PLACE}/rsl-KZ", fits="1")
    await browser.open(PLACE)
    await browser.send(f"{PLACE}/rsl-KZ", fits="1")
    fits = await film(museum)
    async with museum.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        await tours.save_script(session, stop, "ru", title=title, body=f"{body} Другое слово.", author="test")
        await tours.save_script(session, stop, "ru", title=title, body=f"{body} Ещё слово.", author="test")

    assert (False, True, False, False) == (before.changed, changed.changed, fits.changed, (await film(museum)).changed)
    assert ("2", 409) == (old, refused.status_code)
    assert "Text changed since the film was made" in check
    assert any("слово" in words for words in shown)


async def test_what_is_refused_keeps_what_was_typed(browser, museum, made):
    """A file that is no film, a text that somebody saved meanwhile and too long a name get a sentence on the page, and nothing that was typed is lost."""
    await browser.sign_in("editor")
    answers = [
        await send(browser, b"<svg>", signer="Айгүл"),
        await send(browser, made, **{"seen-ru": "9"}),
        await send(browser, made, language="xx"),
        await send(browser, made, signer="x" * 201),
        await send(browser, made, text="xx"),
    ]
    await browser.open(PLACE)
    form = next(form for form in browser.page.forms if form.get("enctype") == "multipart/form-data")
    without = await browser.client.post(PLACE, data={**dict(form.form_values()), **TOLD, "file": ""}, headers=SAME)

    assert [422, 409, 422, 422, 422, 422] == [answer.status_code for answer in (*answers, without)]
    assert [True] * 2 == [words in answers[0].text for words in ('value="Айгүл"', "no film that the guide can show")]
    assert await film(museum) is None


@pytest.mark.spoken
async def test_a_film_is_replaced_and_removed(browser, museum, made):
    """Another film in the sign language takes its place without the old captions; a removed one is gone with the next edition, also of a stop that is kept."""
    await approve_all(museum)
    await browser.sign_in("publisher")
    await send(browser, made)
    await browser.send(f"{PLACE}/rsl-KZ/captions/ru", words=CAPTIONS)
    wrong = await browser.send(f"{PLACE}/rsl-KZ/captions/ru", words="WEBVTT\n\n00:09:00.000 --> 00:09:01.000\nA")
    await publish(browser)
    await send(browser, reels.film("webm", "libvpx"))
    replaced = await film(museum)
    async with museum.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        await tours.save_script(session, stop, "ru", title="Камыш", body="Слова без звука.", author="test")
    await browser.open(PLACE)
    await browser.send(f"{PLACE}/rsl-KZ/remove")
    await publish(browser)
    page = (await browser.client.get(f"/ru/stops/{CODES[0]}")).text

    assert (422, True) == (wrong.status_code, "line 3 begins after the end" in wrong.text)
    assert ("video/webm", []) == (replaced.film.files[0]["media_type"], replaced.film.captions)
    assert ("<video" in page, "Слова без звука" in page) == (False, False)
    assert ["film-sent", "film-captioned", "film-replaced", "film-removed"] == await deeds(museum)


async def test_a_translator_captions_in_their_language_alone(browser, museum, made):
    """Whoever may not send films sees them, and may write captions in their own language."""
    await browser.sign_in("editor")
    await send(browser, made)
    browser.client.cookies.clear()
    await browser.sign_in("translator")
    await browser.open(PLACE)
    forms = sorted(form.action for form in browser.page.forms if form.action and form.action.startswith(PLACE))
    key = browser.page.xpath("//input[@name='key']/@value")[0]
    other = await browser.client.post(f"{PLACE}/rsl-KZ/captions/kk", data={"key": key, "words": CAPTIONS}, headers=SAME)
    await browser.send(f"{PLACE}/rsl-KZ/captions/ru", words=CAPTIONS)

    assert ([f"{PLACE}/rsl-KZ/captions/ru"], 403) == (forms, other.status_code)
    assert ["ru"] == [one["language"] for one in (await film(museum)).film.captions]


async def test_two_who_write_about_a_film_lose_nothing(browser, museum, made):
    """What somebody else saved meanwhile is shown beside what was typed, and nothing is written over."""
    await browser.sign_in("editor")
    await send(browser, made)
    async with museum.database.write() as session:
        (await session.scalar(select(Film))).signer = "Сәуле"
    answer = await browser.send(f"{PLACE}/rsl-KZ", signer="Анна")

    assert 409 == answer.status_code
    assert [True] * 2 == [words in answer.text for words in ("Сәуле", 'value="Анна"')]
