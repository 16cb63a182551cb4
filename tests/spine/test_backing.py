"""A museum that was backed up while people worked is there again, whole, in an empty place."""

import asyncio
import contextlib
import json
import os
import sqlite3
from dataclasses import replace

import pytest
from sqlalchemy import create_engine, func, select, text
from tests.conftest import settings_in
from tests.servers import postgres, ran
from tests.stories import add_picture, approve_all, publish_all, write_tour
from tests.tours.reels import filmed

from audio_guide.backing import back_up, bring_back
from audio_guide.house import open_house
from audio_guide.kit.db import sync_url
from audio_guide.kit.errors import BadInputError, ConflictError
from audio_guide.migrating import migrate
from audio_guide.narrating import narrate
from audio_guide.publishing import service as publishing
from audio_guide.tours import films
from audio_guide.tours import service as tours
from audio_guide.tours.models import ScriptRevision


async def fill(settings):
    """Write, narrate and publish a small tour."""
    async with open_house(settings) as house:
        await write_tour(house, stops=2)
        await add_picture(house, texts={"kk": ("Қамыс", "")}, at=("A1B2",))
        assert 0 == await narrate(house)
        await approve_all(house)
        sent = await filmed(house.media, form="webm", codec="libvpx")
        async with house.database.write() as session:
            script = (await tours.scripts(session, language="kk"))[0]
            await films.take_in(session, script, "rsl-KZ", sent, films.Told("Айгүл", "By letter"), "test")
        await publish_all(house)


async def served(settings):
    """Return all that visitors get: the editions, and whether each of their files is whole."""
    async with open_house(settings) as house:
        async with house.database.read() as session:
            shelf = await publishing.load_shelf(session)
        return shelf.editions, {name: house.media.verify(name) for name in shelf.media()}


async def revisions(settings):
    """Return how many versions of texts there are."""
    async with open_house(settings) as house, house.database.read() as session:
        return await session.scalar(select(func.count()).select_from(ScriptRevision))


async def keep_writing(settings, stop):
    """Save texts without end, as people do while a backup is made."""
    async with open_house(settings) as house:
        number = 0
        while not stop.is_set():
            number += 1
            async with house.database.write() as session:
                await tours.save_script(session, (await tours.stops(session))[0], "en", title="Saved", body=f"Saved {number}.", author="test")
            await asyncio.sleep(0.01)


async def test_the_drill(settings, tmp_path):
    """A backup that is taken while people save comes back in an empty folder, and visitors get what they got; work goes on there."""
    await fill(settings)
    before, shown = await revisions(settings), await served(settings)
    stop = asyncio.Event()
    writing = asyncio.create_task(keep_writing(settings, stop))
    await asyncio.sleep(0.2)
    await back_up(settings, tmp_path / "backup")
    stop.set()
    await writing
    again = replace(settings_in(tmp_path / "again"), locales_dir=str(tmp_path / "again" / "locales"))
    restored = await asyncio.to_thread(ran, again, "restore", str(tmp_path / "backup"))

    assert 0 == restored.returncode, restored.stderr
    assert shown == await served(again)
    assert any(name.endswith(".film.webm") for name in shown[1])
    assert {True} == set(shown[1].values())
    assert before <= await revisions(again) <= await revisions(settings)
    assert (tmp_path / "again" / "locales" / "kk" / "LC_MESSAGES" / "messages.po").is_file()
    async with open_house(again) as house:
        assert 0 == await narrate(house)


async def test_nothing_is_written_over(settings, tmp_path):
    """Neither a backup nor a museum is written over: both places must be new."""
    await fill(settings)
    await back_up(settings, tmp_path / "backup")
    with pytest.raises(ConflictError, match="there already"):
        await back_up(settings, tmp_path / "backup")
    with pytest.raises(ConflictError, match="not empty"):
        await bring_back(settings, tmp_path / "backup")
    with pytest.raises(ConflictError, match="not empty"):
        await bring_back(replace(settings, media_url=str(tmp_path / "other")), tmp_path / "backup")


async def test_a_damaged_backup_is_not_brought_back(settings, tmp_path):
    """A byte that changed in a backup, or a file that is missing from it, is found before anything is brought back."""
    await fill(settings)
    manifest = await back_up(settings, tmp_path / "backup")
    target = settings_in(tmp_path / "again")
    name = next(name for name in manifest.files if name.startswith("media/"))
    whole = (tmp_path / "backup" / name).read_bytes()
    (tmp_path / "backup" / name).unlink()
    (tmp_path / "backup" / name).write_bytes(b"X" + whole[1:])
    with pytest.raises(BadInputError, match="damaged at media/"):
        await bring_back(target, tmp_path / "backup")
    (tmp_path / "backup" / "manifest.json").write_text(json.dumps({"files": {}}))
    with pytest.raises(BadInputError, match="no backup"):
        await bring_back(target, tmp_path / "backup")

    assert not (tmp_path / "again").exists()


async def test_a_damaged_museum_is_not_backed_up_as_whole(settings, tmp_path):
    """A missing file and a damaged database are named, and nothing that looks like a backup is left."""
    await fill(settings)
    async with open_house(settings) as house:
        name = next(house.media.names())
        house.media.delete(name)
    lost = await asyncio.to_thread(ran, settings, "backup", "--out", str(tmp_path / "backup"))
    path = sync_url(settings.database_url).database
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with open(path, "r+b") as file:  # noqa: PTH123 -- it is damaged in its middle
        file.seek(os.stat(path).st_size // 2 // 4096 * 4096)  # noqa: PTH116
        file.write(b"\xff" * 40960)
    broken = await asyncio.to_thread(ran, settings, "backup", "--out", str(tmp_path / "backup"))

    assert (1, True) == (lost.returncode, name in lost.stderr)
    assert (1, True) == (broken.returncode, "The database is damaged" in broken.stderr), broken.stderr
    assert "Traceback" not in lost.stderr + broken.stderr
    assert [] == [path for path in tmp_path.iterdir() if "backup" in path.name]


@pytest.mark.postgres
async def test_from_one_database_into_the_other(settings, tmp_path):
    """What was backed up from PostgreSQL comes back in SQLite, and the other way round."""
    with postgres(tmp_path / "postgres") as address:
        there = replace(settings, database_url=address)
        await asyncio.to_thread(migrate, there)
        await fill(there)
        shown = await served(there)
        await back_up(there, tmp_path / "first")
        here = settings_in(tmp_path / "here")
        await bring_back(here, tmp_path / "first")
        assert shown == await served(here)
        await back_up(here, tmp_path / "second")
        engine = create_engine(sync_url(address), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CREATE DATABASE other"))
        engine.dispose()
        other = replace(settings_in(tmp_path / "other"), database_url=address.rpartition("/")[0] + "/other")
        await bring_back(other, tmp_path / "second")
        assert shown == await served(other)
        with pytest.raises(ConflictError, match="not empty"):
            await bring_back(replace(other, media_url=str(tmp_path / "none")), tmp_path / "second")
