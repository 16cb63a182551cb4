"""The page of one sound: approved one after the other, made again when it came out badly, never approved unheard."""

import pytest
from sqlalchemy import select
from tests.stories import CODES, approve_all, publish_all

from audio_guide.narrating import narrate
from audio_guide.publishing import service as publishing
from audio_guide.speech.models import Narration, Recording
from audio_guide.tours import service as tours

pytestmark = pytest.mark.spoken
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
    """The old sound stays with its visitors until the new one is made, approved and published; what was approved before counts no more."""
    await approve_all(museum)
    await publish_all(museum)
    await browser.sign_in("editor")
    before = await state_of(browser)
    said = browser.said
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
