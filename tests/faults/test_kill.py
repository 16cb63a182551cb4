"""What survives when server and worker are killed at any moment."""

import asyncio
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
from tests.faults.writer import keep_saving
from tests.servers import Forked, command, free_port, kill_group, wait_for, warm
from tests.stories import WORDS, write_tour

from audio_guide.house import migrate, open_house
from audio_guide.kit.media import NAME
from audio_guide.narrating import want
from audio_guide.speech import service as speech
from audio_guide.speech.models import Narration, Recording
from audio_guide.tours import service as tours
from audio_guide.tours.models import ScriptRevision

ROUNDS = 50
SERVED = 13


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
        kept = set((await session.scalars(select(ScriptRevision.author))).all())

    assert set() == set(acknowledged) - kept


async def _write_again(house, turn: int) -> None:
    """Let every text end with other words, and want its sound, so that there is always something to narrate."""
    async with house.database.write() as session:
        for stop in await tours.stops(session):
            for language, (title, body) in WORDS.items():
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
async def test_fifty_kills_lose_nothing(settings, tmp_path):
    """After 50 kills while narrating every wanted recording is there once, nothing half is visible and every acknowledged save is kept."""
    settings = replace(settings, voices="kk=espeak:kk;ru=espeak:ru;en=espeak:en", port=free_port())
    migrate(settings)
    acknowledged: list[str] = []
    whole: list[str] = []
    killed_at: Counter[str] = Counter()
    dice = random.Random(1937)
    async with open_house(settings) as house:
        await write_tour(house, stops=3)
        for turn in range(ROUNDS):
            await _write_again(house, turn)
            log = tmp_path / f"acknowledged-{turn}"
            begin = datetime.now(UTC)
            saving = await asyncio.to_thread(Forked, keep_saving, settings.database_url, str(turn), log)
            # A worker is what narrates; now and then the server that started it dies with it.
            server = command(settings, "serve") if turn % SERVED == 0 else await asyncio.to_thread(warm, settings, "worker")
            await _until(partial(_said_something, log), "the writer does not start")
            # They die while they start, while the first recordings are made, and while others are there already.
            if turn % 3:
                moment = Narration.began_at if turn % 3 == 1 else Narration.ended_at
                await _until(partial(_since, house, moment, begin), "nothing is narrated")
            await asyncio.sleep(dice.uniform(0.0, 0.7))
            killed_at.update({"running": (await _states(house))["running"] > 0, "made": await _since(house, Narration.ended_at, begin)})
            for process in dice.sample([server, saving], 2):
                await asyncio.to_thread(kill_group, process)
            acknowledged += log.read_text().split()
            whole = await _check(house, whole)
        await _acknowledged_are_there(house, acknowledged)
        await want(house)
        server = command(settings, "serve")
        try:
            await asyncio.to_thread(wait_for, f"http://127.0.0.1:{settings.port}/healthz")
            await _until(partial(_all_are_made, house), "not everything is narrated", 240)
        finally:
            kill_group(server)
        await _check(house)
        assert [] == await _without_sound(house)
        assert 0 == (await _states(house))["failed"]

    assert len(acknowledged) >= ROUNDS
    assert (True, True) == (killed_at["running"] >= ROUNDS // 2, killed_at["made"] >= ROUNDS // 4), killed_at


async def _said_something(log) -> bool:
    return log.exists() and log.stat().st_size > 0


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
