"""What survives when server and worker are killed at any moment."""

import asyncio
import os
import random
import re
import time
from collections import Counter
from collections.abc import Container
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import select, text
from tests.faults.people import People, Visitor, editor
from tests.servers import free_port, kill_group, serving, warm
from tests.stories import WORDS, approve_all, publish_all, write_tour

from audio_guide.house import open_house
from audio_guide.kit.media import NAME
from audio_guide.migrating import migrate
from audio_guide.narrating import narrate, want
from audio_guide.speech import service as speech
from audio_guide.speech.models import Narration, Recording
from audio_guide.tours import service as tours
from audio_guide.tours.models import ScriptRevision

ROUNDS = int(os.environ.get("KILL_ROUNDS", "50"))
SHORT = {language: (title, body.partition(".")[0] + ".") for language, (title, body) in WORDS.items()}
"""A sentence each: what is killed is the work around the sound, and most of a long one is encoding."""
LEAST = {"wanted": ROUNDS // 2, "running": ROUNDS // 4, "made": ROUNDS // 5}
"""In how many rounds at least something waits, is being made, and was made when the end comes."""


async def _check(house, known: Container[str] = ()) -> list[str]:
    """Whatever can be seen after a kill is whole; returns its names, and reads no file of a name that is known to be whole."""
    async with house.database.read() as session:
        assert await session.scalar(text("PRAGMA quick_check(1)")) == "ok"
        recordings = (await session.scalars(select(Recording))).all()
    wanted = Counter((recording.script_id, recording.wanted_digest) for recording in recordings)
    assert {1} >= set(wanted.values())
    named = [file["name"] for recording in recordings for file in recording.files]
    found = [name for name in house.media.names() if re.fullmatch(NAME, name)]
    assert set() == set(named) - set(found)
    assert [] == [name for name in found if name not in known and not house.media.verify(name)]
    return found


async def _acknowledged_are_there(house, acknowledged: list[str]) -> None:
    async with house.database.read() as session:
        kept = set((await session.scalars(select(ScriptRevision.body))).all())

    assert set() == set(acknowledged) - kept


async def _write_again(house, turn: int) -> None:
    """Let every text end with other words, and want its sound, so that there is always something to narrate."""
    async with house.database.write() as session:
        for stop in await tours.stops(session):
            for language, (title, body) in SHORT.items():
                await tours.save_script(session, stop, language, title=title, body=f"{body}\n\n{turn}.", author="test")
    await want(house)


async def _states(house) -> Counter:
    async with house.database.read() as session:
        return Counter((await session.scalars(select(Narration.state))).all())


async def _until(said, what: str, seconds: float = 60) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not await said():
        assert time.monotonic() < end, what
        await asyncio.sleep(0.05)


@pytest.mark.slow
@pytest.mark.timeout(900)
async def test_fifty_kills_of_server_and_worker_lose_nothing(settings):
    """People save, narrate and listen, and server and worker are killed 50 times: every wanted recording is there once, nothing is half, no save lost."""
    settings = replace(settings, voices="kk=espeak:kk;ru=espeak:ru;en=espeak:en", port=free_port())
    settings = replace(settings, public_url=f"http://127.0.0.1:{settings.port}")
    seed = int(os.environ.get("KILL_SEED", "1937"))
    print(f"seed {seed}; KILL_SEED takes another one")  # pytest shows it where the test fails
    dice, killed_at, whole = random.Random(seed), Counter(), []
    await asyncio.to_thread(migrate, settings)
    async with open_house(settings) as house:
        await _publish_something(house)
        people = People(await editor(house, settings.port), Visitor(settings.port, "A1B2", SHORT["kk"][0]))
        for turn in range(ROUNDS):
            killed_at.update(await _live_and_die(house, people, turn, dice, whole))
        await want(house)
        with serving(settings):
            await _acknowledged_are_there(house, people.editor.acknowledged)
            await _until(partial(_all_are_made, house), "not everything is narrated", 240)
        await _check(house)
        assert [] == await _without_sound(house)
        assert 0 == (await _states(house))["failed"]

    print(f"{people.told()}; killed while {dict(killed_at)}")
    assert len(people.editor.acknowledged) >= ROUNDS
    assert all(killed_at[what] >= least for what, least in LEAST.items()), killed_at


async def _publish_something(house) -> None:
    """Let visitors have a tour with its sound."""
    await write_tour(house, stops=3, words=SHORT)
    assert 0 == await narrate(house)
    await approve_all(house)
    await publish_all(house, ("kk",))


async def _live_and_die(house, people: People, turn: int, dice: random.Random, whole: list[str]) -> dict[str, bool]:
    """Start server and worker, let people work and listen, and kill both, each at a random moment; tells what was going on."""
    starting = (asyncio.to_thread(warm, house.settings, *words) for words in (("serve", "--no-worker"), ("worker",)))
    both = await asyncio.gather(*starting)
    people.begin(house)
    try:
        whole[:] = await _check(house, whole)  # what the last kill left, while the next ones start
        await _until(people.served, "the server does not serve")
        begin = datetime.now(UTC)
        await _write_again(house, turn)
        # They die before anything is made of it, while the first recordings are made, and while others are there already.
        if turn % 3:
            moment = Narration.began_at if turn % 3 == 1 else Narration.ended_at
            await _until(partial(_since, house, moment, begin), "nothing is narrated")
        await asyncio.sleep(dice.uniform(0.0, 0.7))
        states = await _states(house)
        for process in dice.sample(both, 2):
            await asyncio.to_thread(kill_group, process)
            await asyncio.sleep(dice.choice((0.0, dice.uniform(0.0, 0.3))))
    finally:
        for process in both:
            await asyncio.to_thread(kill_group, process)
        await people.stop()
    return {"wanted": states["wanted"] > 0, "running": states["running"] > 0, "made": await _since(house, Narration.ended_at, begin)}


async def _since(house, moment, begin: datetime) -> bool:
    """Tell whether a narration had its moment since."""
    async with house.database.read() as session:
        return await session.scalar(select(Narration.id).where(moment >= begin).limit(1)) is not None


async def _all_are_made(house) -> bool:
    states = await _states(house)
    return not states["wanted"] and not states["running"]


async def _without_sound(house) -> list[str]:
    """Return the titles of scripts that lack the sound of their words."""
    async with house.database.read() as session:
        plans = [(script, await speech.plan_script(session, house.voices, script)) for script in await tours.scripts(session)]
        return [script.title for script, plan in plans if await speech.recording_of(session, script.id, plan.wanted_digest) is None]
