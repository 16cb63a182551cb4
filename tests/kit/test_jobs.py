"""Jobs commit with their cause, run to their end, and survive their worker."""

import asyncio
import subprocess
import sys
import time

import pytest
from sqlalchemy import select, text

from audio_guide.kit import jobs as kit_jobs
from audio_guide.kit.db import Database
from audio_guide.kit.jobs import MOST_TRIES, Jobs, Worker
from audio_guide.kit.leases import FileLease
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


async def test_a_job_that_never_succeeds_is_given_up_aloud(settings, database, jobs):
    """After its last try a job is not simply gone: whoever waits for it is told."""
    tries, told = [], []

    async def never(argument):
        tries.append(argument)
        return 0.01

    async def give_up(argument):
        told.append(argument)

    async with database.write() as session:
        await jobs.enqueue(session, "test", "x", key="a")
    async with Worker(settings.database_url, {"test": never}, at_once=1, given_up={"test": give_up}):
        await until(lambda: told)

    assert (["x"] * MOST_TRIES, ["x"]) == (tries, told)


async def test_it_is_known_which_jobs_have_ended(settings, database, jobs):
    """A job that has ended, and one that was never written, are told from one that waits."""

    async def done(_argument):
        return None

    async with database.write() as session:
        await jobs.enqueue(session, "test", "x", key="done")
    async with Worker(settings.database_url, {"test": done}, at_once=1):
        end = time.monotonic() + 20
        while "done" not in await jobs.ended(["done"]):
            assert time.monotonic() < end
            await asyncio.sleep(0.05)
    async with database.write() as session:
        await jobs.enqueue(session, "test", "x", key="waits")

    assert {"done": False, "never": False} == await jobs.ended(["done", "waits", "never"])


async def test_a_job_whose_last_word_was_not_written_is_ended(settings, database, jobs, monkeypatch):
    """A job that the database says this worker is at, though nothing here is, counts as ended after a while, so that it can be wanted again."""
    monkeypatch.setattr(kit_jobs, "REAP_SECONDS", 0.05)

    async def done(_argument):
        return None

    async with database.write() as session:
        await jobs.enqueue(session, "test", "x", key="a")
    async with Worker(settings.database_url, {"test": done}, at_once=1) as worker:
        end = time.monotonic() + 20
        while not await jobs.ended(["a"]):
            assert time.monotonic() < end
            await asyncio.sleep(0.05)
        async with database.write() as session:
            await session.execute(text("UPDATE workflow_status SET status = 'PENDING', executor_id = :ours"), {"ours": worker.executor})
        assert {} == await jobs.ended(["a"])
        while not await jobs.ended(["a"]):
            assert time.monotonic() < end
            await asyncio.sleep(0.05)


async def test_a_worker_whose_lease_breaks_says_so(settings, monkeypatch):
    """When a lease no longer stands the worker says that it is lost, since a peer may begin its jobs; without its lease it does not begin."""
    monkeypatch.setattr(kit_jobs, "REAP_SECONDS", 0.05)
    monkeypatch.setattr(FileLease, "alive", lambda _self: False)
    async with Worker(settings.database_url, {}, at_once=1) as worker:
        await asyncio.wait_for(worker.lost.wait(), 15)
    monkeypatch.setattr(FileLease, "hold", lambda _self, _executor: False)
    with pytest.raises(RuntimeError, match="lease"):
        await Worker(settings.database_url, {}, at_once=1).__aenter__()
