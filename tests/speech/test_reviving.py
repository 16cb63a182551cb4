"""Nobody waits for ever for sound whose job is gone, whatever became of it."""

import asyncio
import time
from dataclasses import replace

from sqlalchemy import select
from tests.stories import write_tour

from audio_guide.kit.errors import UnavailableError
from audio_guide.kit.jobs import Worker
from audio_guide.kit.media import AWAY
from audio_guide.narrating import narrate, want
from audio_guide.speech import plan, reasons, reviving, service
from audio_guide.speech.engines import EngineError
from audio_guide.speech.models import Narration, Recording
from audio_guide.speech.tasks import UNWRITTEN_PAUSE, Narrator
from audio_guide.speech.wishes import NARRATE


async def rows(house):
    """Return what is wanted and what became of it."""
    async with house.database.read() as session:
        return list(await session.scalars(select(Narration)))


async def until(house, state):
    """Wait until every narration is in a state."""
    end = time.monotonic() + 30
    while {state} != {row.state for row in await rows(house)}:
        assert time.monotonic() < end
        await asyncio.sleep(0.05)


class Refusing:
    """Speakers whose voice asks to wait, again and again."""

    async def speak(self, *_words, **_how):
        """Refuse."""
        raise EngineError("rate_limited", "HTTP 429", retry_after=0.01)


async def test_after_its_last_try_a_narration_has_failed(settings, house):
    """A voice that asks to wait at every try ends as a failure that people can read, not as sound that is wanted for ever; it can be wanted again."""
    await write_tour(house, stops=1, languages=("kk",))
    await want(house)
    narrator = Narrator(house.database, house.media, house.voices, Refusing(), {"kk": "M"})
    async with Worker(settings.database_url, {NARRATE: narrator.narrate}, at_once=1, given_up={NARRATE: narrator.give_up}):
        await until(house, "failed")

    assert [f"{reasons.GIVEN_UP}\nHTTP 429"] == [row.message for row in await rows(house)]
    assert 0 == await asyncio.wait_for(narrate(house, again=True), 60)


async def test_words_are_read_before_anything_is_locked(house, request):
    """A worker that begins with a text has read it when it takes the database for writing, so that nobody waits for reading."""
    await write_tour(house, stops=1, languages=("kk",))
    await want(house)
    (row,) = await rows(house)
    read = request.getfixturevalue("read_while_locked")
    await Narrator(house.database, house.media, house.voices, Refusing(), {"kk": "M"}).narrate(str(row.id))

    assert [0, 0] == read
    assert 1 == plan._plan.cache_info().misses


async def test_what_waits_for_a_job_that_has_ended_is_made(settings, house):
    """Sound that is wanted, or said to be in the making, though its job has ended: plain narrating makes it and does not wait for ever."""
    await write_tour(house, stops=2, languages=("kk",))
    await want(house)
    left = asyncio.Semaphore(0)

    async def leave(_argument):
        left.release()

    async with Worker(settings.database_url, {NARRATE: leave}, at_once=1):
        for _ in range(2):
            await asyncio.wait_for(left.acquire(), 30)
    async with house.database.write() as session:
        await service.note_progress(session, (await rows(house))[0].id, state="running")

    assert 0 == await asyncio.wait_for(narrate(house), 60)
    assert ["ready", "ready"] == [row.state for row in await rows(house)]


async def test_what_waits_for_a_living_job_is_left_alone(house):
    """Looking for what waits in vain touches nothing that has its job."""
    await write_tour(house, stops=1, languages=("kk",))
    await want(house)

    assert 0 == await reviving.revive(house.database, house.jobs, house.voices)
    assert [("wanted", 1)] == [(row.state, row.attempt) for row in await rows(house)]


async def test_what_was_to_be_made_once_more_still_is(house):
    """Sound that exists and is wanted anew stays wanted anew when its job is gone, though there is a recording of these words."""
    await write_tour(house, stops=1, languages=("kk",))
    await want(house)
    (row,) = await rows(house)
    async with house.database.write() as session:
        session.add(Recording(script_id=row.script_id, wanted_digest=row.wanted_digest, voice={}, files=[{"name": "0.mp3"}], duration=9.0, timings=[]))
        await service.note_progress(session, row.id, attempt=7, anew=True)

    assert 1 == await reviving.revive(house.database, house.jobs, house.voices)
    assert [("wanted", 8, True)] == [(row.state, row.attempt, row.anew) for row in await rows(house)]


async def test_what_can_no_longer_be_spoken_has_failed(house):
    """Sound whose job is gone and whose voice is gone too fails with the reason."""
    await write_tour(house, stops=1, languages=("kk",))
    await want(house)
    async with house.database.write() as session:
        await service.note_progress(session, (await rows(house))[0].id, attempt=7)
    gone = replace(house.voices, defaults={"kk": "piper:kk_KZ-issai-high"})

    assert 1 == await reviving.revive(house.database, house.jobs, gone)
    assert [("failed", True)] == [(row.state, "kk_KZ-issai-high" in row.message) for row in await rows(house)]


async def test_a_failure_that_cannot_be_written_is_tried_again(house, monkeypatch):
    """When not even the failure can be written down, the job stays and is tried again later."""
    await write_tour(house, stops=1, languages=("kk",))
    await want(house)
    narrator = Narrator(house.database, house.media, house.voices, Refusing(), {"kk": "M"})
    note = service.note_progress

    async def refuse(session, narration_id, **values):
        if "rate_limited" in str(values) or values.get("message"):
            raise UnavailableError(AWAY)
        await note(session, narration_id, **values)

    monkeypatch.setattr(service, "note_progress", refuse)

    assert UNWRITTEN_PAUSE == await narrator.narrate(str((await rows(house))[0].id))
