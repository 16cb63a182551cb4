"""What happens while sound is wanted or made, wherever that is held up: old sound never becomes public with new words, and nobody waits for a reading."""

import asyncio
import threading

import pytest
from sqlalchemy import func, select
from tests.cms.conftest import worker
from tests.stories import CODES, approve_all, publish_all

from audio_guide.narrating import wait, want
from audio_guide.publishing import service as publishing
from audio_guide.publishing.models import Approval
from audio_guide.speech import plan, progress, ways
from audio_guide.speech import service as speech
from audio_guide.speech.models import Narration
from audio_guide.speech.tasks import Narrator
from audio_guide.speech.wanting import want_each
from audio_guide.tours import service as tours
from audio_guide.tours import ways as written
from audio_guide.tours import writing
from audio_guide.tours.ways import Spot, Words

HALF = "Қамысты қыста орды."
WHOLE = "Қамысты қыста да, күзде де орды. Күн суық болатын."


class Held:
    """Holds up the first call of a step of the narrator, before or after it, until it is let go."""

    def __init__(self, monkeypatch, step, side):
        self.reached, self.let_go = threading.Event(), threading.Event()
        inner = getattr(Narrator, step)

        async def held(narrator, *arguments):
            first = not self.reached.is_set()
            if first and side == "before":
                await self._stand()
            made = await inner(narrator, *arguments)
            if first and side == "after":
                await self._stand()
            return made

        monkeypatch.setattr(Narrator, step, held)

    async def _stand(self):
        self.reached.set()
        await asyncio.to_thread(self.let_go.wait, 60)


async def public(museum):
    """Return the first stop as the public has it, in Kazakh."""
    async with museum.database.read() as session:
        edition = await publishing.current(session, (await publishing.tour_by_slug(session, "steppe")).id, "kk")
    return edition.stops[0]


async def files_of_now(museum):
    """Return the files of the sound that says the words of now."""
    async with museum.database.read() as session:
        script = await writing.script_of(session, await tours.stop_by_code(session, CODES[0]), "kk")
        plan = await speech.plan_script(session, museum.voices, script)
        return {str(file["name"]) for file in (await speech.recording_of(session, script.id, plan.wanted_digest)).files}


async def publish(browser):
    """Publish the tour in Kazakh as a member of staff does."""
    await browser.open("/cms/publish")
    assert 200 == (await browser.send("/cms/publish/steppe/kk")).status_code


@pytest.mark.spoken
@pytest.mark.parametrize(("step", "side"), [("_speak", "before"), ("_put_together", "before"), ("_keep", "before"), ("_keep", "after")])
async def test_old_sound_is_never_published_with_new_words(browser, museum, monkeypatch, step, side):
    """The public has the former words and sound until somebody has approved the sound of the newest words, and then exactly these."""
    await approve_all(museum)
    await publish_all(museum, ("kk",))
    former = await public(museum)
    await browser.sign_in("publisher")
    await browser.open(f"/cms/stops/{CODES[0]}/kk")
    await browser.send(f"/cms/stops/{CODES[0]}/kk", body=HALF)
    held = Held(monkeypatch, step, side)
    labels = (await want(museum)).labels
    with worker(museum.settings):
        assert await asyncio.to_thread(held.reached.wait, 30)
        await browser.open(f"/cms/stops/{CODES[0]}/kk")
        await browser.send(f"/cms/stops/{CODES[0]}/kk", body=WHOLE)
        await publish(browser)
        while_held = await public(museum)
        labels |= (await want(museum)).labels
        held.let_go.set()
        assert 0 == await wait(museum, labels)
    await publish(browser)
    made = await public(museum)
    await approve_all(museum)
    await publish(browser)
    newest = await public(museum)
    track = newest.tracks[0]

    assert (former, former) == (while_held, made)
    assert WHOLE == next(paragraph.text for paragraph in track.paragraphs if paragraph.id == "p1")
    assert await files_of_now(museum) == {file.name for file in track.sound.files}
    assert not {file.name for file in track.sound.files} & {file.name for file in former.tracks[0].sound.files}


@pytest.mark.spoken
@pytest.mark.parametrize("path", ["/cms/sound", "/cms/sound/anew"])
async def test_others_write_while_texts_are_read(browser, museum, monkeypatch, path):
    """Two people save while texts and ways are being read for somebody who wants all sound: neither waits, and the words that are wanted are the new ones."""
    async with museum.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        tour = await publishing.tour_by_slug(session, "steppe")
        await written.save_spots(session, tour.id, {stop.id: Spot(None, {"kk": Words("Солға бұрылыңыз.", "")})})
    saved = []

    def meanwhile(module, step, body):
        """Save other words when a step has read, before it hands on what it read; whoever held the writer would wait for itself."""
        inner = getattr(module, step)

        async def held(*arguments):
            made = await inner(*arguments)
            if body not in saved:
                saved.append(body)
                async with asyncio.timeout(4), museum.database.write() as session:
                    await tours.save_script(session, stop, "kk", title="Қамыс", body=body, author="Edith")
            return made

        monkeypatch.setattr(module, step, held)

    await browser.sign_in("publisher")
    await browser.open("/cms" if path == "/cms/sound" else f"{path}?language=kk")
    meanwhile(speech, "plan_script", HALF)
    meanwhile(ways, "standings", WHOLE)
    answer = await browser.send(path, language="kk")
    monkeypatch.undo()
    async with museum.database.read() as session:
        script = await writing.script_of(session, stop, "kk")
        found = await session.scalars(select(Narration).where(Narration.script_id == script.id, Narration.state == "wanted"))
        wanted = [row.wanted_digest for row in found]
        words = await speech.plan_script(session, museum.voices, script, writing.Words("Қамыс", HALF, ""))

    assert (200, {HALF, WHOLE}) == (answer.status_code, set(saved))
    assert [words.wanted_digest] == wanted


@pytest.mark.parametrize("track", ["standard", "easy"])
async def test_a_text_is_read_before_it_is_saved(browser, museum, request, track):
    """Whoever saves a text has read it aloud in mind before the database is taken for writing, as it will be stored; a long one takes seconds."""
    await browser.sign_in("editor")
    await browser.open(f"/cms/stops/{CODES[0]}/kk?track={track}")
    typed = {"title": " Қамыс ", "body": f"{WHOLE}\r\n\r\n\r\n{HALF}  "} | ({"note": "Бұл мәтінде\u00a0өлім туралы айтылады. "} if track == "standard" else {})
    read = request.getfixturevalue("read_while_locked")
    await browser.send(browser.page.xpath("//form[@data-draft]")[0].action, **typed)

    assert "Saved." in browser.said
    assert read
    assert {0} == set(read)
    assert plan._plan.cache_info().misses


@pytest.mark.spoken
async def test_what_is_called_off_with_its_last_sentence_changes_nothing(museum, settings, monkeypatch):
    """A take that is ready when somebody calls it off is not kept: the one that was approved stays, and stays approved."""
    await approve_all(museum)
    before, done, inner = await files_of_now(museum), threading.Event(), Narrator._keep

    async def keep(narrator, row, *arguments):
        async with narrator.database.write() as session:
            await progress.call_off(session, script_id=row.script_id)
        try:
            await inner(narrator, row, *arguments)
        finally:
            done.set()

    monkeypatch.setattr(Narrator, "_keep", keep)
    async with museum.database.read() as session:
        script = await writing.script_of(session, await tours.stop_by_code(session, CODES[0]), "kk")
    (answer,) = await want_each(museum, [script.id], anew=True)
    with worker(settings):
        assert await asyncio.to_thread(done.wait, 30)
    async with museum.database.read() as session:
        row = await session.get(Narration, answer.narration_id)
        approvals = await session.scalar(select(func.count()).select_from(Approval))

    assert ("dropped", 6, before) == (row.state, approvals, await files_of_now(museum))
