"""Jobs commit with their cause, run to their end, and survive their worker."""

import asyncio
import subprocess
import sys
import time

import pytest
from sqlalchemy import select

from audio_guide.kit.db import Database
from audio_guide.kit.jobs import Jobs, Worker
from audio_guide.tours.models import Tour

VICTIM = """
import asyncio, sys
from audio_guide.kit.jobs import Worker

async def hang(argument):
    print("begun", flush=True)
    await asyncio.sleep(600)

async def main():
    async with Worker(sys.argv[1], {"test": hang}, at_once=2):
        await asyncio.sleep(600)

asyncio.run(main())
"""


@pytest.fixture
async def database(settings):
    """Return a migrated database."""
    opened = Database(settings.database_url)
    yield opened
    await opened.close()


@pytest.fixture
def jobs(settings):
    """Return the way to enqueue."""
    made = Jobs(settings.database_url)
    yield made
    made.close()


async def until(check, seconds=20):
    """Wait until something is true."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end
        await asyncio.sleep(0.05)


async def test_a_job_is_lost_with_its_cause_and_kept_with_it(settings, database, jobs):
    """A job whose transaction is undone never runs; one whose transaction is kept runs once, also if it was asked for twice."""
    done = []

    async def note(argument):
        done.append(argument)

    with pytest.raises(RuntimeError):
        async with database.write() as session:
            await jobs.enqueue(session, "test", "undone", key="a")
            raise RuntimeError
    for _ in range(2):
        async with database.write() as session:
            session.add(Tour(slug=f"t{len(done)}{_}"))
            await jobs.enqueue(session, "test", "kept", key="b")
    async with Worker(settings.database_url, {"test": note}, at_once=2):
        await until(lambda: done)
        await asyncio.sleep(1)
    async with database.read() as session:
        tours = (await session.scalars(select(Tour))).all()

    assert (["kept"], 2) == (done, len(tours))


async def test_a_job_that_asks_for_a_pause_is_tried_again(settings, database, jobs):
    """A job that returns seconds is tried again after them."""
    times = []

    async def later(_argument):
        times.append(time.monotonic())
        return 0.5 if len(times) < 3 else None

    async with database.write() as session:
        await jobs.enqueue(session, "test", "x", key="a")
    async with Worker(settings.database_url, {"test": later}, at_once=1):
        await until(lambda: len(times) == 3)

    assert times[1] - times[0] >= 0.5


async def test_a_dead_workers_job_is_taken_over(settings, database, jobs):
    """A job that a killed worker held is begun by a living one within 15 seconds."""
    async with database.write() as session:
        await jobs.enqueue(session, "test", "x", key="a")
    victim = subprocess.Popen([sys.executable, "-c", VICTIM, settings.database_url], stdout=subprocess.PIPE)
    assert b"begun\n" == await asyncio.to_thread(victim.stdout.readline)
    done = asyncio.Event()

    async def finish(_argument):
        done.set()

    async with Worker(settings.database_url, {"test": finish}, at_once=1):
        await asyncio.sleep(3)
        still_held = not done.is_set()
        victim.kill()
        victim.wait()
        await asyncio.wait_for(done.wait(), 15)
    victim.stdout.close()

    assert still_held


async def test_a_worker_that_is_told_to_stop_hands_its_jobs_on(settings, database, jobs):
    """Closing a worker gives up the job in its hands; the next worker begins it again and brings it to its end."""
    begun, given_up, done = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def hang(_argument):
        begun.set()
        try:
            await asyncio.sleep(600)
        except asyncio.CancelledError:
            given_up.set()
            raise

    async def finish(_argument):
        done.set()

    async with database.write() as session:
        await jobs.enqueue(session, "test", "x", key="a")
    async with Worker(settings.database_url, {"test": hang}, at_once=1):
        await asyncio.wait_for(begun.wait(), 15)
    assert given_up.is_set()
    async with Worker(settings.database_url, {"test": finish}, at_once=1):
        await asyncio.wait_for(done.wait(), 15)


async def test_one_queue_keeps_to_one_at_a_time(settings, database, jobs):
    """Jobs of the network queue never run side by side."""
    running, most, done = 0, 0, 0

    async def slow(_argument):
        nonlocal running, most, done
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.1)
        running -= 1
        done += 1

    async with database.write() as session:
        for number in range(5):
            await jobs.enqueue(session, "test", str(number), key=f"n{number}", queue="network")
    async with Worker(settings.database_url, {"test": slow}, at_once=4):
        await until(lambda: done == 5)

    assert 1 == most
