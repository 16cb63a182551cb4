"""What survives when server and worker are killed at any moment."""

import asyncio
import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import select, text
from tests.servers import command, environment, free_port, kill_group, wait_for

from audio_guide.demo import load
from audio_guide.house import migrate, open_house
from audio_guide.kit.media import NAME
from audio_guide.narrating import want
from audio_guide.speech.models import Narration, Recording
from audio_guide.tours.models import ScriptRevision

ROUNDS = 50
WRITER = """
import asyncio, sys
from audio_guide.kit.db import Database
from audio_guide.tours import service as tours

async def main():
    database = Database(sys.argv[2])
    for number in range(10_000):
        async with database.write() as session:
            stop = (await tours.stops(session))[0]
            author = f"{sys.argv[1]}-{number}"
            script = await tours.save_script(session, stop, "en", title="Acknowledged", body=f"Saved by {author}.", author=author)
        print(author, flush=True)
        await asyncio.sleep(0.05)

asyncio.run(main())
"""


async def _check(house) -> None:
    """Whatever can be seen after a kill is whole."""
    async with house.database.read() as session:
        assert await session.scalar(text("PRAGMA quick_check(1)")) == "ok"
        recordings = (await session.scalars(select(Recording))).all()
    wanted = Counter((recording.script_id, recording.wanted_digest) for recording in recordings)
    assert {1} >= set(wanted.values())
    assert [] == [file["name"] for recording in recordings for file in recording.files if not house.media.verify(file["name"])]
    assert [] == [name for name in house.media.names() if re.fullmatch(NAME, name) and not house.media.verify(name)]


async def _acknowledged_are_there(house, acknowledged: list[str]) -> None:
    async with house.database.read() as session:
        kept = set((await session.scalars(select(ScriptRevision.author))).all())

    assert set() == set(acknowledged) - kept


@pytest.mark.slow
@pytest.mark.timeout(900)
async def test_fifty_kills_lose_nothing(settings, tmp_path):
    """After 50 kills while narrating every wanted recording is there once, nothing half is visible and every acknowledged save is kept."""
    settings = replace(settings, voices="kk=espeak:kk;ru=espeak:ru;en=espeak:en", port=free_port())
    migrate(settings)
    writer = tmp_path / "writer.py"
    writer.write_text(WRITER)
    acknowledged: list[str] = []
    dice = random.Random(1937)
    async with open_house(settings) as house:
        async with house.database.write() as session:
            await load.load(session, house.media)
        await want(house)
        for turn in range(ROUNDS):
            log = (tmp_path / f"acknowledged-{turn}").open("w+")
            saving = await asyncio.to_thread(_start_writer, settings, writer, turn, log)
            # A worker is what narrates; every fifth time the server that started it dies with it.
            server = command(settings, "serve" if turn % 5 == 0 else "worker")
            await _first_word(log)
            await asyncio.sleep(dice.uniform(0.0, 2.0))
            for process in dice.sample([server, saving], 2):
                kill_group(process)
            log.seek(0)
            acknowledged += log.read().split()
            log.close()
            await _check(house)
            await want(house)  # the writer's last words are wanted too, so that there is always something to narrate
        await _acknowledged_are_there(house, acknowledged)
        await want(house)
        server = command(settings, "serve")
        try:
            await asyncio.to_thread(wait_for, f"http://127.0.0.1:{settings.port}/healthz")
            await _until_all_are_there(house)
        finally:
            kill_group(server)
        await _check(house)

    assert len(acknowledged) >= ROUNDS


def _start_writer(settings, writer, turn, log):
    """Start a process that saves scripts and says so after each."""
    return subprocess.Popen([sys.executable, str(writer), str(turn), settings.database_url], env=environment(settings), stdout=log, start_new_session=True)


async def _first_word(log, seconds: float = 60) -> None:
    """Wait until the writer has saved something, so that all three processes are at work when they are killed."""
    end = time.monotonic() + seconds
    while not os.fstat(log.fileno()).st_size:
        assert time.monotonic() < end, "the writer does not start"
        await asyncio.sleep(0.05)


async def _until_all_are_there(house, seconds: float = 240) -> None:
    end = time.monotonic() + seconds
    while True:
        async with house.database.read() as session:
            states = Counter((await session.scalars(select(Narration.state))).all())
        if not states["wanted"] and not states["running"]:
            break
        assert time.monotonic() < end, states
        await asyncio.sleep(0.5)

    assert (0, True) == (states["failed"], states["ready"] >= 30), states
