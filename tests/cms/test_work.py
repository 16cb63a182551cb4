"""What staff do in a day, through the pages: write, translate, hear, approve, publish, and lose nothing."""

import asyncio
import threading
import time
import wave
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import select, text, update
from tests.cms.conftest import worker
from tests.servers import ran
from tests.stories import CODES

from audio_guide.cms import alongside
from audio_guide.kit.db import create_sync_engine
from audio_guide.narrating import narrate
from audio_guide.publishing import approving
from audio_guide.publishing import service as publishing
from audio_guide.speech import service as speech
from audio_guide.speech.models import Narration, Recording, WaySound
from audio_guide.tours import service as tours
from audio_guide.tours import ways, writing
from audio_guide.tours.models import ScriptRevision
from audio_guide.tours.ways import Spot, Words

BEDDING = "Women cut reeds at Lake Zhalanash. In January 1938 the water was freezing.\n\nReed was bedding too.\n\nReed."


async def edition(house, language):
    """Return what the public sees."""
    async with house.database.read() as session:
        return await publishing.current(session, (await publishing.tour_by_slug(session, "steppe")).id, language)


async def test_from_a_new_stop_to_the_public(browser, museum):
    """A stop is added, written in Kazakh, heard, approved and published; the visitor's page shows it."""
    await browser.sign_in("publisher")
    await browser.send("/cms/tours/steppe/stops", language="kk")
    address = browser.page.xpath("//form[@data-draft]")[0].action
    code = address.split("/")[3]
    await browser.send(address, title="Алма ағашы", body="1940 жылы мұнда алма ағаштары отырғызылды.", note="")
    saved = browser.said
    assert 0 == await narrate(museum)
    await browser.open(f"/cms/sound/{code}/kk")
    waiting = browser.said
    form = browser.page.xpath("//main//form")[0]
    answer = await browser.client.post(f"/cms/sound/{code}/kk", data={**dict(form.form_values()), "approve": "1"}, headers={"Sec-Fetch-Site": "same-origin"})
    await browser.open("/cms/publish")
    await browser.send("/cms/publish/steppe/kk")
    await asyncio.sleep(1)
    shown = await browser.client.get(f"/kk/stops/{code}")

    assert "мың тоғыз жүз қырқыншы жылы" in saved
    assert "Saved." in saved
    assert "to be listened to" in waiting
    assert 303 == answer.status_code
    assert "1 stop as it is now" in browser.said
    assert [code] == [stop.code for stop in (await edition(museum, "kk")).stops]
    assert (200, True) == (shown.status_code, "Алма ағашы" in shown.text)


@pytest.mark.spoken
async def test_sound_is_approved_only_as_it_was_heard(browser, museum):
    """If the text changes between listening and approving, the approval is refused with a sentence."""
    await browser.sign_in("editor")
    await browser.open(f"/cms/sound/{CODES[0]}/en")
    form = dict(browser.page.xpath("//main//form")[0].form_values())
    await browser.open(f"/cms/stops/{CODES[0]}/en")
    await browser.send(f"/cms/stops/{CODES[0]}/en", body="Other words now.")
    answer = await browser.client.post(f"/cms/sound/{CODES[0]}/en", data={**form, "approve": "1"}, headers={"Sec-Fetch-Site": "same-origin"})

    assert (409, True) == (answer.status_code, "has changed since you listened" in answer.text)


async def test_two_people_save_at_once_and_nothing_is_lost(browser, museum):
    """The second sees both texts put together, and saving that keeps every word of both."""
    await browser.sign_in("editor")
    await browser.open(f"/cms/stops/{CODES[0]}/en")
    mine = browser.page
    await browser.send(f"/cms/stops/{CODES[0]}/en", body="Women cut reeds at Lake Zhalanash, every winter.\n\nReed was fuel.\n\nReed.")
    browser.page = mine
    second = await browser.send(f"/cms/stops/{CODES[0]}/en", body=BEDDING)
    shown = browser.page.xpath("//textarea[@name='body']")[0].value
    await browser.send(f"/cms/stops/{CODES[0]}/en")
    async with museum.database.read() as session:
        newest = (await session.scalars(select(ScriptRevision).where(ScriptRevision.title == "Reed 1").order_by(ScriptRevision.number.desc()))).first()

    assert (409, True) == (second.status_code, "every winter" in shown and "bedding too" in shown)
    assert "every winter" in newest.body
    assert "bedding too" in newest.body


async def test_a_session_that_ends_loses_no_text(browser, museum):
    """Whoever is signed out while writing signs in, sees the words again and saves them."""
    await browser.sign_in("editor")
    await browser.open(f"/cms/stops/{CODES[0]}/en")
    writing = browser.page
    await browser.open("/cms/account")
    await browser.send("/cms/sign-out")
    browser.page = writing
    stopped = await browser.send(f"/cms/stops/{CODES[0]}/en", body="Written for an hour & <b>not</b> lost.")
    back = await browser.send("/cms/sign-in", login="editor", password="қамыс пен алма ағашы")
    await browser.send(f"/cms/stops/{CODES[0]}/en")

    assert (401, 200) == (stopped.status_code, back.status_code)
    assert "Written for an hour & <b>not</b> lost." == browser.page.xpath("//textarea[@name='body']")[0].value.strip()
    assert "Saved." in browser.said


async def test_a_draft_is_kept_for_its_writer_alone(browser, museum):
    """What is typed and not saved is there on the next visit, for the one who typed it, until it is given up."""
    await browser.sign_in("editor")
    await browser.open(f"/cms/stops/{CODES[0]}/kk")
    form = browser.page.xpath("//form[@data-draft]")[0]
    path = form.get("data-draft")
    kept = await browser.client.post(path, data={**dict(form.form_values()), "body": "Жарты жол"}, headers={"Sec-Fetch-Site": "same-origin"})
    await browser.open(f"/cms/stops/{CODES[0]}/kk")
    mine = browser.said
    await browser.send(path, drop="1")
    dropped = browser.said

    assert (204, True, False) == (kept.status_code, "Жарты жол" in mine, "Жарты жол" in dropped)


async def test_a_translator_sees_what_changed_in_the_source(browser, museum):
    """After the source changed, the translation's page shows the words that are new and those that went."""
    await browser.sign_in("editor")
    await browser.open(f"/cms/stops/{CODES[0]}/ru")
    await browser.send(f"/cms/stops/{CODES[0]}/ru", source="kk", body="Женщины резали камыш на озере Жаланаш. Это перевод.")
    await browser.open(f"/cms/stops/{CODES[0]}/kk")
    body = browser.page.xpath("//textarea[@name='body']")[0].value.replace("мұздай", "тастай")
    await browser.send(f"/cms/stops/{CODES[0]}/kk", body=body)
    await browser.open(f"/cms/stops/{CODES[0]}/ru")

    changed = browser.page.xpath("//section[@aria-labelledby='changed']//*[self::del or self::ins]")

    assert [("del", "мұздай"), ("ins", "тастай")] == [(one.tag, one.text) for one in changed]


async def test_an_earlier_revision_comes_back_on_top(browser, museum):
    """Restoring writes a new revision with the old words; none is lost, and what somebody saved meanwhile is shown first, both in one page."""
    await browser.sign_in("editor")
    await browser.open(f"/cms/stops/{CODES[1]}/en")
    first = browser.page.xpath("//textarea[@name='body']")[0].value
    await browser.send(f"/cms/stops/{CODES[1]}/en", body="Something else.")
    path = f"/cms/stops/{CODES[1]}/en"
    await browser.send(f"{path}/restore", number="1")
    back, past = browser.page.xpath("//textarea[@name='body']")[0].value, browser.page
    async with museum.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[1])
        await tours.save_script(session, stop, "en", title="Reed 2", body=f"{first}\n\nA new end.", author="Another")
    late = await browser.send(f"{path}/restore", number="2")
    form = dict(next(one for one in browser.page.forms if one.action == path).form_values())
    async with museum.database.read() as session:
        saved = await writing.script_of(session, stop, "en")

    assert first == back
    assert 3 == len(past.xpath("//section[@aria-labelledby='past']//details"))
    assert (409, "4", 4) == (late.status_code, form["based_on"], saved.revision)
    assert "A new end." in form["body"]
    assert "Something else." in form["body"]


async def test_a_sentence_is_heard_at_once(browser, museum):
    """The ▶ beside a sentence gives its sound as WAV, as it will be read."""
    await browser.sign_in("translator")
    answer = await browser.client.get("/cms/hear?language=kk&text=1938 жылы")
    nothing = await browser.client.get("/cms/hear?language=kk&text=...")
    with wave.open(BytesIO(answer.content)) as sound:
        seconds = sound.getnframes() / sound.getframerate()

    assert ("audio/wav", "no-store", True) == (answer.headers["Content-Type"], answer.headers["Cache-Control"], seconds > 1)
    assert 422 == nothing.status_code


@pytest.mark.spoken
async def test_a_name_makes_its_stops_out_of_date(browser, museum):
    """After a name is said otherwise the board says which sound is out of date, and why."""
    await browser.sign_in("editor")
    await browser.open("/cms/names")
    await browser.send("/cms/names", kind="place", written__en="Lake Zhalanash", spoken__en="Lake Zha-la-nash")
    saved = browser.said
    async with museum.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        await tours.save_script(session, stop, "ru", title="Камыш 1", body="Другие слова.", author="test")
        # The machine that spoke has a clock that goes wrong, once ahead and once behind.
        for language, hours in (("en", -9), ("ru", 9)):
            (script,) = await tours.scripts(session, language=language, code=CODES[0])
            wrong = UUID(int=(int((datetime.now(UTC) + timedelta(hours=hours)).timestamp() * 1000) << 80) | script.id.int % 2**80)
            made = Recording.script_id == script.id
            await session.execute(update(Recording).where(made).values(id=wrong, created_at=datetime.now(UTC) + timedelta(hours=hours)))
    await browser.open("/cms")
    states = [" ".join(cell.text_content().split()) for cell in browser.page.xpath("//tbody/tr[1]/td")]

    assert "Lake Zhalanash (Lake Zha-la-nash)" in saved
    assert [False, False, True] == ["out of date: it is read otherwise now" in state for state in states]
    assert [False, True, False] == ["out of date: the text changed" in state for state in states]


async def test_wrong_input_is_told_and_kept(browser, museum):
    """An empty title keeps the text; a name without words is refused; a person who exists already too."""
    await browser.sign_in("admin")
    await browser.open(f"/cms/stops/{CODES[0]}/en")
    empty = await browser.send(f"/cms/stops/{CODES[0]}/en", title=" ", body="My words stay.")
    kept = browser.page.xpath("//textarea[@name='body']")[0].value.strip()
    await browser.open("/cms/names")
    nameless = await browser.send("/cms/names", kind="place")
    await browser.open("/cms/people")
    twice = await browser.send("/cms/people", login="EDITOR", name="Another", role="editor")

    assert (422, "My words stay.", 422, 409) == (empty.status_code, kept, nameless.status_code, twice.status_code)
    assert "already" in browser.page.xpath("//*[@role='alert']")[0].text_content()


async def test_an_invited_person_sets_a_password_and_comes_in(browser, museum):
    """The link that the staff's page shows works once; the password that it sets signs in."""
    await browser.sign_in("admin")
    await browser.open("/cms/people")
    await browser.send("/cms/people", login="new@museum.kz", name="Жаңа", role="translator", language__kk="1")
    link = browser.page.xpath("//div[@class='box']//strong")[0].text.removeprefix("http://testserver.local")
    await browser.open("/cms/account")
    await browser.send("/cms/sign-out")
    await browser.open(link)
    form = dict(browser.page.forms[0].form_values())
    weak = await browser.client.post(link, data={**form, "password": "password12", "again": "password12"}, headers={"Sec-Fetch-Site": "same-origin"})
    done = await browser.client.post(link, data={**form, "password": "сары дала кең", "again": "сары дала кең"}, headers={"Sec-Fetch-Site": "same-origin"})
    again = await browser.client.get(link)
    await browser.sign_in("new@museum.kz", "сары дала кең")

    assert (422, 303, 404) == (weak.status_code, done.status_code, again.status_code)
    assert "Waiting for you · Қазақша" in browser.said


async def test_signs_are_printed_from_a_page(browser, museum):
    """The page of signs has a plate for each stop, and a plate holds the short address that its code leads to."""
    await browser.sign_in("translator")
    await browser.open("/cms/signs")
    plates = browser.page.xpath("//main//img/@src")
    answer = await browser.client.get(plates[0])

    assert [f"/cms/signs/{code}.svg" for code in CODES[:2]] == plates
    assert ("image/svg+xml", True) == (answer.headers["content-type"].partition(";")[0], f"/Q/{CODES[0]}" in answer.text.upper())
    assert 404 == (await browser.client.get("/cms/signs/ZZZZ.svg")).status_code


async def test_the_first_admin_comes_in_by_a_command(settings, house):
    """The command prints a link; a second person with the same name, an unknown role and an unknown name are refused in one line."""
    made = ran(settings, "users", "add", "first", "--name", "Бірінші")
    twice = ran(settings, "users", "add", "FIRST", "--name", "Бірінші")
    nobody = ran(settings, "users", "invite", "nobody")
    listed = ran(settings, "users", "list")

    assert made.stdout.startswith("http://testserver.local/cms/invitation/")
    assert (1, 1, 1, 1) == (twice.returncode, nobody.returncode, len(twice.stderr.splitlines()), len(nobody.stderr.splitlines()))
    assert "first" in listed.stdout


@pytest.mark.spoken
async def test_what_a_name_changes_is_seen_before_and_made_again_after(browser, museum):
    """The page shows each sentence before and after, saving names exactly the texts that changed, and one button makes just their sound."""
    await browser.sign_in("editor")
    await browser.open("/cms/names")
    await browser.send("/cms/names", kind="place", written__ru="Жаланаш", spoken__ru="Жа-ланаш", look="1")
    looked = browser.said
    async with museum.database.read() as session:
        before = len(await speech.recordings(session))
    await browser.send("/cms/names", kind="place", written__ru="Жаланаш", spoken__ru="Жа-ланаш")
    saved = browser.said
    await browser.send("/cms/names/again")
    assert 0 == await narrate(museum)
    async with museum.database.read() as session:
        after = len(await speech.recordings(session))

    assert "2 sentences would be read otherwise. Nothing is saved yet." in looked
    assert "Stop 2 · Русский · Камыш 2 before" in looked
    assert "на озере Жа-ланаш" in looked
    assert "The sound of 2 texts is out of date now: Stop 1 · Русский · Камыш 1 Stop 2 · Русский · Камыш 2" in saved
    assert (6, 8) == (before, after)


async def test_progress_is_told_until_all_is_made(browser, museum, settings):
    """The page that stays open hears each step, what the cell says at the end, and then that all is made; one that only hears the end hears all of it."""
    await browser.sign_in("editor")
    await browser.send("/cms/sound", language="kk")
    making = browser.said
    (connect,) = [value for part in browser.page.iter() for name, value in part.items() if name == "data-hx-sse:connect"]
    with worker(settings):
        told = await browser.client.get(connect)
    async with museum.database.write() as session:
        await session.execute(text("UPDATE narration SET updated_at = '2001-01-01 00:00:00'"))  # as a worker whose clock is wrong writes it
    late = await browser.client.get(connect)
    await browser.open("/cms")

    assert "2 recordings are being made: 0 of" in making
    assert "text/event-stream" in told.headers["content-type"]
    assert told.text.index("is being made") < told.text.index("to be listened to") < told.text.index("event: made")
    assert 2 == late.text.count("to be listened to")
    assert "Making it takes about" in browser.said


async def test_sound_is_called_off(browser, museum):
    """What waits is not made after it was called off, by language or for one stop, stops and ways, and can be wanted again."""
    async with museum.database.write() as session:
        stop, tour = await tours.stop_by_code(session, CODES[0]), await publishing.tour_by_slug(session, "steppe")
        await ways.save_spots(session, tour.id, {stop.id: Spot(None, {"kk": Words("Солға.", "Оңға."), "ru": Words("Налево.")})})
    await browser.sign_in("publisher")
    await browser.send("/cms/sound")
    everything = browser.said
    await browser.send("/cms/sound/call-off", language="kk")
    half = browser.said
    await browser.open(f"/cms/sound/{CODES[0]}/ru")
    form = dict(browser.page.xpath("//main//form")[0].form_values())
    await browser.client.post(f"/cms/sound/{CODES[0]}/ru", data={**form, "cancel": "1"}, headers={"Sec-Fetch-Site": "same-origin"})
    async with museum.database.read() as session:
        left = list(await session.scalars(select(Narration.script_id).where(Narration.state == "wanted")))
        left_ways = list(await session.scalars(select(WaySound.language).where(WaySound.state == "wanted")))
    await browser.open("/cms")
    await browser.send("/cms/sound")

    assert "Called off. What exists stays as it is." in half
    assert (3, ["ru"]) == (len(left), left_ways)
    assert ["9 recordings are being made"] * 2 == [words[words.index("9 rec") :][:27] for words in (everything, browser.said)]


async def test_progress_ends_with_the_session(browser, museum):
    """A page that stays open hears nothing more after its owner's sessions ended, whatever is still being made."""
    await browser.sign_in("editor")
    await browser.send("/cms/sound")

    def sign_out():
        time.sleep(1.5)
        with create_sync_engine(museum.database.url).begin() as connection:
            connection.execute(text("UPDATE person SET active = 0 WHERE login = 'editor'"))

    thread = threading.Thread(target=sign_out)
    thread.start()
    (connect,) = [value for part in browser.page.iter() for name, value in part.items() if name == "data-hx-sse:connect"]
    answer = await browser.client.get(connect)
    thread.join()

    assert "is being made" in answer.text
    assert "event: made" not in answer.text


EASY = "Мұнда көл бар.\n\nӘйелдер қамыс орды. Бұл сөйлемде оңай тілге арналған мәтін үшін тым көп сөз бар, сондықтан оны екіге бөлу керек."


async def test_the_tracks_of_a_stop_are_written_apart(browser, museum):
    """Easy language has its own text, draft, sound and hints; the standard text and the content note stay as they are."""
    await browser.sign_in("editor")
    await browser.open(f"/cms/stops/{CODES[0]}/kk?track=easy")
    path = f"/cms/stops/{CODES[0]}/kk?track=easy"
    await browser.send(path, title="Көл", body=EASY)
    saved = browser.said
    form = browser.page.xpath("//form[@data-draft]")[0]
    await browser.client.post(form.get("data-draft"), data={**dict(form.form_values()), "body": "Жаңа жол"}, headers={"Sec-Fetch-Site": "same-origin"})
    await browser.open(path)
    draft = browser.page.xpath("//textarea[@name='body']")[0].value.strip()
    await browser.open(f"/cms/stops/{CODES[0]}/kk")
    standard = browser.page.xpath("//textarea[@name='body']")[0].value
    await browser.open("/cms")
    board = browser.said

    assert "Saved." in saved
    assert "Many words in one sentence: Бұл сөйлемде оңай тілге" in saved
    assert "Жаңа жол" == draft
    assert "Жалаңаш" in standard
    assert "Easy language: sound is being made: 0 of 4 sentences" in board


async def test_a_session_that_ends_keeps_the_track(browser, museum):
    """Words in easy language that were sent without a session are saved as easy language after signing in."""
    await browser.sign_in("editor")
    path = f"/cms/stops/{CODES[0]}/en?track=easy"
    await browser.open(path)
    writing = browser.page
    await browser.open("/cms/account")
    await browser.send("/cms/sign-out")
    browser.page = writing
    await browser.send(path, title="The lake", body="There is a lake.")
    await browser.send("/cms/sign-in", login="editor", password="қамыс пен алма ағашы")
    await browser.send(path)
    async with museum.database.read() as session:
        bodies = {script.track: script.body for script in await tours.scripts(session, language="en", code=CODES[0])}

    assert "There is a lake." == bodies["easy"]
    assert "Women cut reeds" in bodies["standard"]


async def test_any_two_revisions_are_compared(browser, museum):
    """The page shows what was taken out and put in between two revisions; one that does not exist is told."""
    await browser.sign_in("editor")
    for body in ("One lake.", "One wide lake."):
        await browser.open(f"/cms/stops/{CODES[0]}/en")
        await browser.send(f"/cms/stops/{CODES[0]}/en", body=body)
    await browser.open(f"/cms/stops/{CODES[0]}/en/compare?old=2&new=3")
    changed = [mark.text for mark in browser.page.xpath("//ins | //del")]
    missing = await browser.open(f"/cms/stops/{CODES[0]}/en/compare?old=2&new=9")
    endless = await browser.open(f"/cms/stops/{CODES[0]}/en/compare?old=2&new={'9' * 5000}")

    assert ["wide "] == [mark.lstrip() for mark in changed] or ["wide"] == [mark.strip() for mark in changed]
    assert (404, 404) == (missing.status_code, endless.status_code)


async def test_a_text_that_was_saved_often_shows_its_past_a_page_at_a_time(browser, museum, monkeypatch):
    """The newest revisions stand under the text and the older ones one link away; an old one is restored from there too, and any two are compared."""
    monkeypatch.setattr(alongside, "PAST", 2)
    async with museum.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        for number in range(2, 6):
            await tours.save_script(session, stop, "en", title="Reed 1", body=f"Words {number}.", author="test", track="easy")
    await browser.sign_in("editor")
    path = f"/cms/stops/{CODES[0]}/en?track=easy"
    await browser.open(path)
    first, older = browser.page.xpath("//section[@aria-labelledby='past']//summary/text()"), browser.page.xpath("//a[@rel='next']/@href")[0]
    await browser.open(f"{path.partition('?')[0]}{older}")
    second = browser.page.xpath("//section[@aria-labelledby='past']//summary/text()")
    await browser.send(f"/cms/stops/{CODES[0]}/en/restore?track=easy", number="1")
    back = browser.page.xpath("string(//textarea[@name='body'])").strip()
    await browser.open(f"/cms/stops/{CODES[0]}/en/compare?old=1&new=4&track=easy")
    offered = browser.page.xpath("//select[@name='old']/option/@value")

    assert (["4", "3"], ["2", "1"]) == ([one.split()[0] for one in first], [one.split()[0] for one in second])
    assert "Words 2." == back
    assert ["5", "4", "3", "2", "1"] == offered


async def test_each_word_of_a_sentence_leads_to_the_names_table(browser, museum):
    """Whoever does not click on words finds them as links, and the form opens with the word."""
    await browser.sign_in("editor")
    await browser.open(f"/cms/stops/{CODES[0]}/ru")
    link = browser.page.xpath("//a[contains(@href, '/cms/names/words')]/@href")[1]
    await browser.open(link)
    words = browser.page.xpath("//main//li/a/@href")
    await browser.open(words[-1])

    assert "Жаланаш" == browser.page.xpath("//input[@name='written-ru']")[0].value


async def test_two_people_save_the_same_stop_and_no_note_is_lost(browser, museum):
    """Who saved a note alone and who saved the text alone both find their words in the page of the slower, with the source that was chosen."""
    await browser.sign_in("editor")
    path = f"/cms/stops/{CODES[0]}/en"
    await browser.open(path)
    mine = browser.page
    await browser.send(path, note="Of winter and death.")
    browser.page = mine
    second = await browser.send(path, body=BEDDING, source="ru")
    form = next(form for form in browser.page.forms if form.action == path)
    shown = dict(form.form_values())
    told = browser.said
    await browser.send(path)
    async with museum.database.read() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        script = await writing.script_of(session, stop, "en")
        source = await writing.source_of(session, script)
        note = await tours.note_of(session, stop.id, "en")

    assert (409, "Of winter and death.") == (second.status_code, shown["note"].strip())
    assert "Of winter and death." in told
    assert ("Of winter and death.", BEDDING, "ru") == (note, script.body, source.language)


async def test_notes_of_two_people_stand_one_below_the_other(browser, museum):
    """Where both changed the note, the page of the slower holds both notes; a title that only the other changed is theirs."""
    await browser.sign_in("editor")
    path = f"/cms/stops/{CODES[0]}/en"
    await browser.open(path)
    mine = browser.page
    await browser.send(path, note="Of winter.", title="The lake")
    browser.page = mine
    await browser.send(path, note="Of death.")
    shown = dict(next(form for form in browser.page.forms if form.action == path).form_values())

    assert "Of death.\n\nOf winter." == shown["note"].strip()
    assert "The lake" == shown["title"]


async def test_a_note_has_a_history(browser, museum):
    """A note alone makes a revision, is compared, and comes back when an earlier revision is restored."""
    await browser.sign_in("editor")
    path = f"/cms/stops/{CODES[0]}/en"
    for note in ("Of winter.", "Of death."):
        await browser.open(path)
        await browser.send(path, note=note)
    past = browser.page.xpath("string(//section[@aria-labelledby='past'])")
    await browser.open(f"{path}/compare?old=2&new=3")
    changed = [(one.tag, one.text.strip()) for one in browser.page.xpath("//main//*[self::ins or self::del]")]
    await browser.open(path)
    await browser.send(f"{path}/restore", number="2")
    back = browser.page.xpath("//textarea[@name='note']")[0].value.strip()

    assert "Of winter." in past
    assert [("del", "winter"), ("ins", "death")] == changed
    assert "Of winter." == back
    assert 4 == len(browser.page.xpath("//section[@aria-labelledby='past']//details"))


async def test_who_changed_the_note_alone_did_not_write_the_text(browser, museum):
    """For the second person's rule the text stays its writer's after somebody else changed the content note."""
    async with museum.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        script = await tours.save_script(session, stop, "en", title="Reed", body="Edith's words.", author="Edith")
        await tours.save_note(session, stop, "en", "Of winter.", "Пётр")
        await session.flush()

        assert {"Edith", "Пётр"} == {name for name, _ in await approving.writers_of(session, script)}


async def test_two_people_write_about_a_tour_at_once_and_nothing_is_lost(browser, museum):
    """Different fields are put together; where both wrote in the same, the slower sees both and nothing is saved over."""
    await browser.sign_in("editor")
    path = "/cms/tours/steppe/en"
    await browser.open(path)
    mine = browser.page
    await browser.send(path, title="The steppe", about="By the museum.")
    browser.page = mine
    apart = await browser.send(path, summary="A walk.")
    browser.page = mine
    both = await browser.send(path, title="The lake", summary="A walk.")
    told = browser.said
    await browser.send(path)
    async with museum.database.read() as session:
        text = (await writing.texts_of(session, (await publishing.tour_by_slug(session, "steppe")).id))["en"]

    assert (200, 409, True) == (apart.status_code, both.status_code, "The steppe" in told)
    assert ("The lake", "A walk.", "By the museum.") == (text.title, text.summary, text.about)
