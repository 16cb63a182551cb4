"""A text that is saved while its former words are being made into sound: wherever the making is held up, old sound never becomes public with new words."""

import asyncio
import threading

import pytest
from tests.cms.conftest import worker
from tests.stories import CODES, approve_all, publish_all

from audio_guide.narrating import wait, want
from audio_guide.publishing import service as publishing
from audio_guide.speech import service as speech
from audio_guide.speech.tasks import Narrator
from audio_guide.tours import service as tours
from audio_guide.tours import writing

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
