"""The same code on PostgreSQL and S3-compatible storage, with two workers, one of which is killed for good."""

import asyncio
import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from advanced_alchemy.base import UUIDv7AuditBase
from sqlalchemy import select, text, update
from tests import buckets
from tests.buckets import KEYS
from tests.servers import free_port, kill_group, postgres, serving, warm
from tests.stories import CODES, approve_all, publish_all, write_tour

from audio_guide.house import open_house
from audio_guide.kit import migrations
from audio_guide.migrating import migrate
from audio_guide.narrating import want
from audio_guide.speech.models import Narration, Recording
from audio_guide.worker import run_worker

TAKE_OVER_SECONDS = 15


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """Give a PostgreSQL of our own."""
    with postgres(tmp_path_factory.mktemp("postgres")) as address:
        yield address


@pytest.fixture
def bucket(monkeypatch):
    """Give a bucket on moto."""
    with buckets.bucket() as variables:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        yield "s3://guide/media"


@pytest.fixture(scope="module")
def weed(tmp_path_factory):
    """Give a SeaweedFS server's address, which checks signatures."""
    program = str(Path(sys.executable).with_name("weed"))
    folder = tmp_path_factory.mktemp("weed")
    port = free_port(room_above=10_000)  # the server also listens 10,000 above each of its ports
    config = folder / "s3.json"
    actions = ["Admin", "Read", "Write", "List"]
    keys = [{"accessKey": KEYS["AWS_ACCESS_KEY_ID"], "secretKey": KEYS["AWS_SECRET_ACCESS_KEY"]}]
    config.write_text(json.dumps({"identities": [{"name": "guide", "credentials": keys, "actions": actions}]}))
    ports = {name: str(free_port(room_above=10_000)) for name in ("master.port", "volume.port", "filer.port")}
    options = [f"-{name}={value}" for name, value in ports.items()]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [program, "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={folder}", "-s3", f"-s3.port={port}", f"-s3.config={config}", *options],
            stdout=log, stderr=log, cwd=folder,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    while not _answers(address):
        assert process.poll() is None, (folder / "log").read_text()[-2000:]
        time.sleep(0.2)
    yield address
    process.terminate()
    process.wait()


def _answers(address: str) -> bool:
    """Tell whether a server says anything at all."""
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


@pytest.mark.postgres
def test_migrations_go_up_and_down_on_postgresql(database):
    """The migrations make exactly the models' tables on PostgreSQL, and go down and up again."""
    migrations.upgrade(database)
    first = migrations.differences(database, UUIDv7AuditBase.metadata)
    migrations.downgrade(database, "base")
    migrations.upgrade(database)

    assert ([], []) == (first, migrations.differences(database, UUIDv7AuditBase.metadata))


@pytest.mark.postgres
def test_workers_that_start_at_once_migrate_one_after_the_other(settings, database):
    """While one machine brings the database up to date another waits for it."""
    settings = replace(settings, database_url=database)
    with migrations.alone(database):
        waiting = warm(settings, "migrate")
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(3)

    assert 0 == waiting.wait(120)


async def _states(house) -> Counter:
    async with house.database.read() as session:
        return Counter((await session.scalars(select(Narration.state))).all())


async def _until(house, done, seconds: float):
    end = time.monotonic() + seconds
    while not done(states := await _states(house)):
        assert time.monotonic() < end, states
        await asyncio.sleep(0.1)
    return seconds - (end - time.monotonic())


@pytest.mark.postgres
async def test_two_workers_one_killed_for_good(settings, database, bucket):
    """When one of two workers is killed, the other takes over its jobs within 15 seconds and nothing is lost; what they made is served."""
    settings = replace(settings, database_url=database, media_url=bucket, voices="kk=espeak:kk;ru=espeak:ru;en=espeak:en", port=free_port(), workers=1)
    migrate(settings)
    more = {"AUDIO_GUIDE_SILENCE_DELAY": "0"}
    async with open_house(settings) as house:
        await write_tour(house, stops=4)
        labels = (await want(house)).labels
        doomed = warm(settings, "worker", more=more)
        try:
            await _until(house, lambda states: states["running"] > 0, 30)
        finally:
            kill_group(doomed)
        left = await _states(house)
        survivor = warm(settings, "worker", more=more)
        try:
            begin = time.monotonic()
            await _until(house, lambda states: not states["wanted"] and not states["running"], 60)
            took = time.monotonic() - begin
        finally:
            kill_group(survivor)
        async with house.database.read() as session:
            made = Counter((await session.scalars(select(Recording.script_id))).all())

        assert (12, 12, {1}) == (len(labels), len(made), set(made.values()))
        assert left["ready"] < 12
        assert took < TAKE_OVER_SECONDS + 15
        await approve_all(house)
        await publish_all(house)
        await asyncio.to_thread(_visit, settings)


def _visit(settings) -> None:
    """Serve what was made and fetch a page, its JSON and a range of its sound, out of the bucket."""
    with serving(settings, "--no-worker") as address:
        with urllib.request.urlopen(f"{address}/api/v1/stops/by-number/2?lang=kk") as answer:
            stop = json.load(answer)
        stop = stop.get("stop", stop)
        file = stop["tracks"][0]["sound"]["files"][0]
        request = urllib.request.Request(f"{address}/media/{file['name']}", headers={"Range": "bytes=-100"})
        with urllib.request.urlopen(request) as answer:
            tail = answer.read()
            assert (206, f"bytes {file['bytes'] - 100}-{file['bytes'] - 1}/{file['bytes']}") == (answer.status, answer.headers["Content-Range"])
        with urllib.request.urlopen(f"{address}/kk/stops/{stop['code']}") as answer:
            page = answer.read().decode()

    assert (100, True) == (len(tail), file["name"] in page)


@pytest.mark.postgres
async def test_a_living_peer_takes_over_within_15_seconds(settings, database, bucket):
    """Jobs that a killed worker had in its hands are begun by a living peer within 15 seconds."""
    settings = replace(settings, database_url=database, media_url=bucket, workers=1, voices="kk=silence:any;ru=silence:any;en=silence:any")
    migrate(settings)
    async with open_house(settings) as house:
        async with house.database.write() as session:
            await session.execute(update(Narration).values(state="dropped"))
        await write_tour(house, stops=2, notes={0: "Жаңа ескертпе."})
        slow = {"AUDIO_GUIDE_SILENCE_DELAY": "30"}
        doomed = warm(settings, "worker", more=slow)
        await want(house, code=CODES[0], language="kk")
        try:
            await _until(house, lambda states: states["running"] > 0, 30)
            peer = warm(settings, "worker")
            await asyncio.sleep(4)  # the peer has started and looks around
        finally:
            kill_group(doomed)
        begin = time.monotonic()
        try:
            await _until(house, lambda states: not states["running"] and not states["wanted"], TAKE_OVER_SECONDS + 15)
        finally:
            kill_group(peer)

    assert time.monotonic() - begin < TAKE_OVER_SECONDS


@pytest.mark.postgres
async def test_a_worker_whose_connection_is_cut_ends(settings, database):
    """When the connection that holds its lease breaks, a worker ends with a status that is not 0, since a peer may take its jobs; it is started again then."""
    settings = replace(settings, database_url=database)
    migrate(settings)
    async with open_house(settings) as house:
        working = asyncio.create_task(run_worker(settings))
        end = time.monotonic() + 60
        while not working.done():
            assert time.monotonic() < end
            async with house.database.read() as session:
                for holder in await _lease_holders(house):
                    await session.execute(text("SELECT pg_terminate_backend(:holder)"), {"holder": holder})
            await asyncio.sleep(0.5)

    assert 1 == await working


async def _lease_holders(house) -> list[int]:
    """Return which of the server's processes hold leases."""
    async with house.database.read() as session:
        return list(await session.scalars(text("SELECT pid FROM pg_locks WHERE locktype = 'advisory'")))


@pytest.mark.seaweedfs
async def test_media_in_seaweedfs(settings, weed, monkeypatch):
    """A store that checks signatures keeps what is narrated, and gives it back whole."""
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": weed, "AWS_ENDPOINT": weed}.items():
        monkeypatch.setenv(name, value)
    await asyncio.to_thread(_bucket, weed)
    from audio_guide.narrating import narrate

    async with open_house(replace(settings, media_url="s3://guide/media")) as house:
        await write_tour(house, stops=1)
        assert 0 == await narrate(house)
        async with house.database.read() as session:
            files = [file["name"] for recording in await session.scalars(select(Recording)) for file in recording.files]

        assert (6, {True}) == (len(files), {house.media.verify(name) for name in files})


def _bucket(address) -> None:
    """Make the bucket once the server answers."""
    import boto3

    end = time.monotonic() + 40
    while True:
        try:
            client = boto3.client(
                "s3", endpoint_url=address, region_name="us-east-1",
                aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"], aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
            )  # fmt: skip
            client.create_bucket(Bucket="guide")
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.5)
        else:
            return
