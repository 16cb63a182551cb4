"""Human voices through the pages: sent, listened to, published, set aside when the words change, kept anyway, removed."""

import asyncio
import io

import pytest
from lxml import html
from sqlalchemy import select
from tests.speech.takes.files import written
from tests.speech.takes.readers import take
from tests.stories import CODES

from audio_guide.accounts.models import Deed
from audio_guide.narrating import want
from audio_guide.publishing import service as publishing
from audio_guide.publishing.rules import Rules, set_rules
from audio_guide.speech.models import HumanVoice, Narration, Recording
from audio_guide.speech.reading import read
from audio_guide.speech.render.verify import decode
from audio_guide.speech.sentences import split
from audio_guide.tours import service as tours
from audio_guide.worker import working

PLACE = f"{CODES[0]}/ru"
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
TYPED = {"speaker": "Айгүл Серікқызы", "consent": "signed on paper, 3 March", "licence": "CC BY 4.0", "says_title": "1", "says_note": "1"}


async def reading_of(house, form="flac", words=None):
    """Return a file in which somebody reads a stop's Russian words."""
    async with house.database.read() as session:
        script = next(one for one in await tours.scripts(session, language="ru", code=CODES[0]))
    passages = words or [script.title, *script.body.split("\n\n")]
    said = [(read(text[one.start : one.end], "ru").text, place) for place, text in enumerate(passages) for one in split(text, "ru")]
    samples, rate, _, _ = take(said, "ru")
    return written(samples, rate, form)


async def send(browser, data, name="чтение.flac", place=PLACE, **typed):
    """Send a file by the form of a stop's sound page."""
    await browser.open(f"/cms/sound/{place}")
    form = next(form for form in browser.page.forms if form.action == f"/cms/sound/{place}/human")
    hidden = {field: value for field, value in form.form_values() if field in {"key", "seen"}}
    files = {} if data is None else {"file": (name, io.BytesIO(data), "application/octet-stream")}
    answer = await browser.client.post(
        form.action, data={**hidden, **TYPED, **typed}, files=files or {"file": ("", b"")}, headers=SAME_SITE, follow_redirects=True
    )
    browser.page = html.fromstring(answer.text)
    return answer


async def work(museum):
    """Let a worker make what is wanted; returns the sentences of what failed."""
    async with working(museum):
        for _ in range(600):
            async with museum.database.read() as session:
                rows = list(await session.scalars(select(Narration)))
            if all(row.state not in {"wanted", "running"} for row in rows):
                return [row.message for row in rows if row.state == "failed"]
            await asyncio.sleep(0.1)
    return ["nothing was made"]


async def press(browser, button, place=PLACE):
    """Press a button of the sound page."""
    await browser.open(f"/cms/sound/{place}")
    form = next(form for form in browser.page.forms if form.xpath(f".//button[@name='{button}']"))
    answer = await browser.client.post(
        form.action or f"/cms/sound/{place}", data={**dict(form.form_values()), button: "1"}, headers=SAME_SITE, follow_redirects=True
    )
    assert 200 == answer.status_code, answer.text
    await browser.open(f"/cms/sound/{place}")


async def published(museum):
    """Return the standard track of the stop that the public sees in Russian."""
    async with museum.database.read() as session:
        edition = await publishing.current(session, (await publishing.tour_by_slug(session, "steppe")).id, "ru")
    return edition.stops[0].tracks[0]


async def deeds(museum):
    """Return what staff did, in order."""
    async with museum.database.read() as session:
        return list(await session.scalars(select(Deed.verb).where(Deed.verb.like("human-%")).order_by(Deed.created_at)))


@pytest.mark.spoken
async def test_who_sent_a_recording_does_not_approve_it(browser, museum):
    """Where a second person approves, whoever sent a human recording is refused with a sentence, whoever wrote its words; somebody else lets it pass."""
    async with museum.database.write() as session:
        await set_rules(session, Rules(second_person=True))
    await browser.sign_in("publisher")
    await send(browser, await reading_of(museum))
    assert [] == await work(museum)
    answers = []
    for login in ("publisher", "admin"):
        browser.client.cookies.clear()
        await browser.sign_in(login)
        await browser.open(f"/cms/sound/{PLACE}")
        form = next(form for form in browser.page.forms if form.xpath(".//button[@name='approve']"))
        answers.append(await browser.client.post(f"/cms/sound/{PLACE}", data={**dict(form.form_values()), "approve": "1"}, headers=SAME_SITE))

    assert [409, 303] == [answer.status_code for answer in answers]
    assert "You sent this recording, and here a second person approves it." in answers[0].text


@pytest.mark.spoken
async def test_long_words_about_a_voice_are_refused_and_not_cut(browser, museum):
    """Who speaks and how they agreed is kept whole or refused, and stands in the form as it was typed."""
    await browser.sign_in("editor")
    answer = await send(browser, b"fLaC", consent="Қ" * 301)

    assert (422, "Қ" * 301) == (answer.status_code, browser.page.xpath("string(//*[@name='consent']/@value | //textarea[@name='consent'])").strip())
    assert "This has 301 characters; at most 300 fit here." in browser.said


async def test_a_person_is_heard_by_visitors(browser, museum):
    """A recording is sent, made, listened to, approved and published; visitors hear it, read whose voice it is, and each sentence has its time."""
    await browser.sign_in("publisher")
    answer = await send(browser, await reading_of(museum))
    waiting = browser.said
    assert [] == await work(museum)
    await browser.open(f"/cms/sound/{PLACE}")
    made = browser.said
    await press(browser, "approve")
    await browser.open("/cms/publish")
    await browser.send("/cms/publish/steppe/ru")
    track = await published(museum)
    await asyncio.sleep(1)
    page = await browser.client.get(f"/ru/stops/{CODES[0]}", headers={"Accept-Language": "ru"})
    sound = await browser.client.get(f"/media/{track.sound.files[0].name}")
    async with museum.database.read() as session:
        recording = await session.scalar(select(Recording).where(Recording.wanted_digest == track.sound.wanted_digest))
        voice = await session.scalar(select(HumanVoice))
    hidden = await browser.client.get(f"/media/{voice.file}")
    samples, rate = decode(sound.content)
    await browser.open("/cms")

    assert (200, True) == (answer.status_code, "sound is being made" in waiting)
    assert "to be listened to" in made
    assert "Read by Айгүл Серікқызы" in made
    assert "found by the pauses" in made
    assert ("human", "Айгүл Серікқызы", "CC BY 4.0") == (track.sound.voice.quality, track.sound.voice.name, track.sound.voice.licence)
    cues = [sentence for paragraph in track.paragraphs for sentence in paragraph.sentences]
    assert len(recording.timings) == len(cues) == 5
    assert sorted(cue.start for cue in cues) == [cue.start for cue in cues]
    assert all(paragraph.text[cue.text_from : cue.text_to].strip() for paragraph in track.paragraphs for cue in paragraph.sentences)
    assert -19.5 <= recording.report["mp3_lufs"] <= -18.5
    assert recording.report["mp3_dbtp"] <= -1.0
    assert (200, pytest.approx(track.sound.duration, abs=0.06)) == (sound.status_code, len(samples) / rate)
    assert "Айгүл Серікқызы" in page.text
    assert 404 == hidden.status_code
    assert "Human voice" in browser.said
    assert "read by people" in browser.said


async def change_words(browser, body):
    """Save other Russian words for the stop."""
    await browser.open(f"/cms/stops/{PLACE}")
    await browser.send(f"/cms/stops/{PLACE}", body=body)


async def test_when_the_words_change_the_machine_speaks_until_somebody_decides(browser, museum):
    """The machine's sound is wanted again and made; staff see which words are new, keep the voice anyway, and that is bound to these words alone."""
    await browser.sign_in("editor")
    await send(browser, await reading_of(museum))
    assert [] == await work(museum)
    await press(browser, "approve")
    await change_words(browser, "Женщины резали камыш на озере Жаланаш. В январе 1938 года вода была очень холодной.\n\nКамыш был топливом.\n\nКамыш.")
    await browser.open("/cms")
    board = browser.said
    await browser.open(f"/cms/sound/{PLACE}")
    changed = {one.text for one in browser.page.xpath("//section[@aria-labelledby='changed']//*[self::del or self::ins]")}
    assert [] == await work(museum)
    await browser.open(f"/cms/sound/{PLACE}")
    machine = browser.said
    await press(browser, "keep")
    assert [] == await work(museum)
    await browser.open(f"/cms/sound/{PLACE}")
    kept = browser.said
    await change_words(browser, "Совсем другие слова.")
    await browser.open(f"/cms/sound/{PLACE}")
    again = browser.said
    await press(browser, "machine")
    aside = browser.said

    assert "The words have changed since the human voice was recorded" in board
    assert any("очень" in text for text in changed)
    assert "A hum instead of a voice" in machine
    assert "Approved last" in machine
    assert "Read by Айгүл Серікқызы" in kept
    assert "kept anyway" in kept
    assert "to be listened to" in kept
    assert "The words have changed since the human voice was recorded" in again
    assert "the computer's voice is used" in aside
    assert "The words have changed since" not in aside
    assert ["human-uploaded", "human-kept", "human-set-aside"] == await deeds(museum)


async def test_old_words_bring_the_voice_back_and_a_name_does_not_touch_it(browser, museum):
    """A spoken name changes machines' sound alone; restoring the words that were read makes the person speak again, approved as before."""
    await browser.sign_in("editor")
    await send(browser, await reading_of(museum))
    await want(museum, language="ru")
    assert [] == await work(museum)
    await press(browser, "approve")
    await browser.open("/cms/names")
    await browser.send("/cms/names", kind="place", written__ru="Жаланаш", spoken__ru="Жаланаш-коль")
    await browser.open("/cms")
    states = [" ".join(cell.text_content().split()) for cell in browser.page.xpath("//tbody/tr/td[2]")]
    await change_words(browser, "Другие слова.")
    await browser.open(f"/cms/stops/{PLACE}")
    await browser.send(f"/cms/stops/{PLACE}/restore", number="1")
    await browser.open(f"/cms/sound/{PLACE}")

    assert ["approved, not published" in states[0], "out of date" in states[1]] == [True, True]
    assert "to be listened to" in browser.said
    assert "has read these words" in browser.said


async def test_removing_the_voice_brings_the_machine_back(browser, museum):
    """A speaker may withdraw: their recording is wanted no more, and the machine's sound is."""
    await browser.sign_in("translator")
    await send(browser, await reading_of(museum))
    assert [] == await work(museum)
    await press(browser, "remove")
    gone = browser.said
    assert [] == await work(museum)
    await browser.open(f"/cms/sound/{PLACE}")

    assert "Айгүл" not in gone
    assert "A hum instead of a voice" in browser.said
    assert ["human-uploaded", "human-removed"] == await deeds(museum)


@pytest.mark.parametrize(
    ("data", "typed", "sentence"),
    [
        (b"#EXTM3U\nhttp://127.0.0.1:1/a.ts\n", {}, "no sound file"),
        (None, {}, "No file was chosen"),
        (b"", {}, "empty"),
        (b"RIFF", {"speaker": " "}, "Say who speaks"),
        (b"RIFF", {"consent": ""}, "agreed"),
        (b"RIFF", {"seen": "7"}, "no sound file"),
    ],
)
async def test_what_cannot_be_used_is_told_on_the_page(browser, museum, data, typed, sentence):
    """A wrong file, or none, or no consent is told in a sentence; what was typed stays and nothing is kept."""
    await browser.sign_in("editor")
    answer = await send(browser, data, **typed)
    alert = browser.page.xpath("//*[@role='alert']")[0].text_content()
    speaker = browser.page.xpath("//input[@name='speaker']")[0].value
    async with museum.database.read() as session:
        rows = list(await session.scalars(select(HumanVoice)))

    assert (422, []) == (answer.status_code, rows)
    assert sentence in alert
    assert typed.get("speaker", TYPED["speaker"]) == speaker


async def test_a_file_for_words_that_changed_meanwhile_is_not_taken(browser, museum):
    """If somebody saves the text while a file is on its way, nobody can know whether it still is what was read."""
    await browser.sign_in("editor")
    data = await reading_of(museum)
    answer = await send(browser, data, seen="0")

    assert (409, True) == (answer.status_code, "Somebody saved this text" in browser.page.xpath("//*[@role='alert']")[0].text_content())


async def test_a_title_that_nobody_reads_may_change(browser, museum):
    """If the title is not read aloud it has no cue, and another title does not set the voice aside."""
    await browser.sign_in("editor")
    async with museum.database.read() as session:
        body = (await tours.scripts(session, language="ru", code=CODES[0]))[0].body
    await send(browser, await reading_of(museum, words=body.split("\n\n")), says_title="")
    assert [] == await work(museum)
    await browser.open(f"/cms/stops/{PLACE}")
    await browser.send(f"/cms/stops/{PLACE}", title="Иной заголовок")
    await browser.open(f"/cms/sound/{PLACE}")
    async with museum.database.read() as session:
        recording = await session.scalar(select(Recording).where(Recording.voice["quality"].as_string() == "human"))

    assert "Read by Айгүл Серікқызы" in browser.said
    assert {1, 2, 3} == {row["passage"] for row in recording.timings}


async def test_nobody_who_may_not_write_a_language_sends_its_voice(browser, museum):
    """A translator's form for another language is refused, and so is a form that was made up, before anything is decoded."""
    await browser.sign_in("translator")
    await browser.open(f"/cms/sound/{PLACE}")
    fields = {field: value for form in browser.page.forms for field, value in form.form_values() if field in {"key", "seen"}}
    other = await browser.client.post(f"/cms/sound/{CODES[0]}/kk/human", data={**fields, **TYPED}, files={"file": ("a.wav", b"RIFF")}, headers=SAME_SITE)
    keyless = await browser.client.post(f"/cms/sound/{PLACE}/human", data={**TYPED, "key": "wrong"}, files={"file": ("a.wav", b"RIFF")}, headers=SAME_SITE)

    assert (403, 403) == (other.status_code, keyless.status_code)
