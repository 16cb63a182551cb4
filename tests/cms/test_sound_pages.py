"""The page of one sound: approved one after the other, made again when it came out badly, never approved unheard."""

from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select
from tests.stories import CODES, approve_all, publish_all

from audio_guide.accounts.models import Deed
from audio_guide.narrating import narrate
from audio_guide.publishing import service as publishing
from audio_guide.publishing.models import Approval
from audio_guide.speech import human
from audio_guide.speech import service as speech
from audio_guide.speech.human import Reading, Sent
from audio_guide.speech.models import Narration, Recording, WaySound
from audio_guide.tours import service as tours
from audio_guide.tours import ways
from audio_guide.tours.ways import Spot, Words

pytestmark = pytest.mark.spoken
BY_HAND = {"voice": {"quality": "human"}, "files": [{"name": "0.mp3"}], "duration": 9.0, "timings": []}
HERE = f"/cms/sound/{CODES[0]}/en"


async def state_of(browser):
    """Return what the page says of its sound."""
    await browser.open(HERE)
    return browser.page.xpath("//p/strong")[0].text_content()


async def press(browser, name, path=HERE):
    """Press a button of the page's form, with all that the form holds."""
    form = next(form for form in browser.page.forms if form.action == path)
    answer = await browser.client.post(path, data={**dict(form.form_values()), name: "1"}, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=True)
    await browser.take(answer)
    return answer


async def test_after_approving_the_next_one_is_there(browser, museum):
    """Whoever approves goes to the next sound of the language that waits, with a way back to the overview; after the last one to the overview."""
    await browser.sign_in("editor")
    await browser.open(HERE)
    first = await press(browser, "approve")
    back = browser.page.xpath("//main//a[@href='/cms?language=en']")
    said = browser.page.xpath("string(//*[@id='told'])")
    last = await press(browser, "approve", f"/cms/sound/{CODES[1]}/en")

    assert (f"/cms/sound/{CODES[1]}/en", "Approved. This is the next one to be listened to.", 1) == (first.url.path, said, len(back))
    assert "/cms" == last.url.path


async def test_a_bad_take_is_made_again_and_heard_again(browser, museum):
    """The old sound stays approved and public while another is made, also if that is called off; the new one counts once it is approved and published."""
    await approve_all(museum)
    await publish_all(museum)
    await browser.sign_in("editor")
    before = await state_of(browser)
    said = browser.said
    await press(browser, "again")
    begun = await wanted_anew(museum)
    await press(browser, "cancel")
    called_off = (await wanted_anew(museum), await state_of(browser))
    await press(browser, "again")
    async with museum.database.read() as session:
        kept = len((await session.scalars(select(Recording))).all())
        wanted = (await session.scalars(select(Narration).where(Narration.state == "wanted"))).all()
    making = await state_of(browser)
    assert 0 == await narrate(museum, code=CODES[0], language="en")
    made = await state_of(browser)
    async with museum.database.read() as session:
        public = await publishing.current(session, (await publishing.tour_by_slug(session, "steppe")).id, "en")

    assert ("published", "sound is being made: 0 of 5 sentences", "to be listened to") == (before, making, made)
    assert "Making it takes about" in said
    assert [([True], 6), (([], 6), "published"), ([], 5)] == [begun, called_off, await wanted_anew(museum)]
    assert (6, [True]) == (kept, [row.anew for row in wanted])
    assert CODES[0] in [stop.code for stop in public.stops]


async def test_another_take_than_the_one_that_was_heard_is_not_approved(browser, museum):
    """While it is made again, and after it came out otherwise, the page that was opened before approves nothing."""
    await browser.sign_in("editor")
    await browser.open(HERE)
    heard = browser.page
    await press(browser, "again")
    browser.page = heard
    waiting = await press(browser, "approve")
    assert 0 == await narrate(museum, code=CODES[0], language="en")
    async with museum.database.write() as session:
        script = (await tours.scripts(session, language="en", code=CODES[0]))[0]
        row = await session.scalar(select(Recording).where(Recording.script_id == script.id))
        row.files = [{**row.files[0], "name": f"{'0' * 40}.mp3"}, *row.files[1:]]
    browser.page = heard
    other = await press(browser, "approve")

    assert (409, "This sound is being made again." in waiting.text) == (waiting.status_code, True)
    assert (409, "The sound was made again since you listened." in other.text) == (other.status_code, True)


async def test_draft_voices_are_marked_where_one_listens(browser, museum):
    """Beside the sentences of the editor and the words of the names table, and in the banner of a preview, stands that a draft voice speaks."""
    await browser.sign_in("editor")
    marked = []
    for path in (f"/cms/stops/{CODES[0]}/en", "/cms/names?written-en=Zhalanash"):
        await browser.open(path)
        marked.append(browser.page.xpath("//a[@data-say]/@aria-label")[0][:22])
    link = browser.page.xpath("//a[@data-say]/@href")[0]
    heard = await browser.client.get(link)
    await browser.open(f"/cms/preview/{CODES[0]}/en")

    assert ["Listen (draft voice): "] * 2 == marked
    assert (200, "audio/wav") == (heard.status_code, heard.headers["content-type"])
    assert "It is spoken by a draft voice." in browser.page.xpath("string(//aside)")


async def wanted_anew(museum):
    """Return of the narrations that wait whether each is made anew, and how many approvals there are."""
    async with museum.database.read() as session:
        waiting = list(await session.scalars(select(Narration.anew).where(Narration.state == "wanted")))
        return waiting, await session.scalar(select(func.count()).select_from(Approval))


async def test_all_sound_of_a_language_is_made_anew_after_a_question(browser, museum):
    """The page says what it takes before; what was approved counts until its new take is there, and calling it off takes nothing away."""
    await approve_all(museum)
    await browser.sign_in("editor")
    form = next(form for form in browser.page.forms if form.action == "/cms/sound/anew")
    await browser.open(f"{form.action}?{urlencode({**dict(form.form_values()), 'language': 'en'})}")
    question, nothing_yet = browser.said, await wanted_anew(museum)
    await browser.send("/cms/sound/anew")
    begun = await wanted_anew(museum)
    await browser.send("/cms/sound/call-off")
    called_off = await wanted_anew(museum)
    await browser.open("/cms/sound/anew?language=en")
    await browser.send("/cms/sound/anew")
    await browser.open("/cms/sound/anew?language=en")
    await browser.send("/cms/sound/anew")  # who presses it twice has it made once
    assert 0 == await narrate(museum, language="en")
    async with museum.database.read() as session:
        attempts = set(await session.scalars(select(Narration.attempt).where(Narration.anew)))
    await browser.open("/cms?state=to-be-heard&language=en")

    assert "Make all sound anew? · English" in question
    assert "2 recordings are spoken once more, also those that are there and up to date. Making it takes about" in question
    assert "2 of them are approved. As soon as each is made anew somebody has to listen to it and approve it again." in question
    assert [([], 6), ([True, True], 6), ([], 6), ([], 4)] == [nothing_yet, begun, called_off, await wanted_anew(museum)]
    assert {3} == attempts
    assert 2 == len(browser.page.xpath("//tbody/tr"))


async def test_everything_is_made_anew_but_what_people_have_read(browser, museum):
    """Without a language it is all that one may write; a person's recording stays, ways are spoken too, and the history tells it of each language."""
    async with museum.database.write() as session:
        first = next(iter(await tours.scripts(session, language="ru", code=CODES[0])))
        await human.take_in(session, first, Sent("0.flac", "0" * 64, 9.0), Reading("Айгүл", "", "on paper"), "Пётр")
        session.add(Recording(script_id=first.id, wanted_digest=(await speech.plan_script(session, museum.voices, first)).wanted_digest, **BY_HAND))
        tour = await publishing.tour_by_slug(session, "steppe")
        await ways.save_spots(session, tour.id, {first.stop_id: Spot(None, {"ru": Words("Поверните налево.", "")})})
    await browser.sign_in("translator")
    await browser.open("/cms/sound/anew")
    mine = browser.said
    await browser.send("/cms/sound/anew")
    waiting, _ = await wanted_anew(museum)
    async with museum.database.read() as session:
        spoken = list(await session.scalars(select(WaySound.state)))
        deeds = [tuple(row) for row in await session.execute(select(Deed.verb, Deed.language).where(Deed.verb == "sound-anew"))]

    assert "Make all sound anew? · Русский 2 recordings are spoken once more" in mine
    assert "1 recording by a person stays as it is." in mine
    assert ([True], ["wanted"], [("sound-anew", "ru")]) == (waiting, spoken, deeds)
