"""Every night one backup is made, by one worker; the newest are kept, and a failure is told."""

import asyncio
import contextlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from audio_guide import nightly
from audio_guide.backing import look_at
from audio_guide.house import open_house
from audio_guide.kit.leases import alone
from audio_guide.publishing import backups
from audio_guide.publishing.backups import Night
from audio_guide.tours import service as tours
from tests.servers import ran
from tests.stories import write_tour

EVENING = datetime(2026, 11, 28, 22, tzinfo=UTC)
MORNING = EVENING + timedelta(hours=6)


@pytest.fixture
def settings(settings, tmp_path):
    """Let this house make backups."""
    return replace(settings, backup_dir=str(tmp_path / "backups"), backup_keep=2)


async def last(house):
    """Return what the house knows of its last backup."""
    async with house.database.read() as session:
        return await backups.last(session)


async def test_a_night_has_one_whole_backup(house, tmp_path):
    """What is written is in the night's backup, a second look makes none, and the next night makes another one."""
    await write_tour(house, stops=1)
    made = [await nightly.back_up_tonight(house, moment) for moment in (EVENING, EVENING + timedelta(hours=1), MORNING)]
    folder = tmp_path / "backups"

    assert [True, False, True] == made
    assert ["2026-11-28", "2026-11-29"] == sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    assert "guide.sqlite3" in look_at(folder / "2026-11-29").files
    assert (date(2026, 11, 29), "made") == ((await last(house)).night, (await last(house)).state)


def test_the_newest_are_kept(tmp_path):
    """Of the nightly backups so many are kept as were asked for; what has another name, and what is no backup, is left alone."""
    names = ("2026-11-25", "2026-11-26", "2026-11-27", "before-the-move", ".2026-11-20.unfinished")
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text("{}")
    (tmp_path / "2026-11-24").mkdir()
    nightly.remove_old(tmp_path, 2)

    assert {*names[1:], "2026-11-24"} == {path.name for path in tmp_path.iterdir()}


async def test_never_two_at_once(house, tmp_path):
    """While another worker of this machine, or one of another machine, is at it, nothing is begun; one that never came back is followed by the next."""
    folder = tmp_path / "backups"
    with alone(folder / nightly.MAKING):
        here = await nightly.back_up_tonight(house, EVENING)
    there = []
    for age in (timedelta(minutes=5), backups.LONGEST * 2):
        async with house.database.write() as session:
            await backups.tell(session, Night(night=EVENING.date(), state="running", at=datetime.now(UTC) - age, host="elsewhere"))
        there.append(await nightly.back_up_tonight(house, EVENING))

    assert (False, [False, True]) == (here, there)


async def test_two_workers_make_one(house, settings):
    """Two workers that look at the same moment make one backup."""
    async with open_house(settings) as other:
        made = await asyncio.gather(*(nightly.back_up_tonight(one, EVENING) for one in (house, other)))

    assert [False, True] == sorted(made)


async def test_a_failure_is_told_and_tried_again_later(house, settings, tmp_path):
    """What is damaged is named by doctor and in the house, nothing half made stays, and it is not tried again at once."""
    await write_tour(house, stops=1)
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / ".2026-11-20.unfinished").mkdir()
    async with house.database.write() as session:
        await nightly_picture(house, session)
    tried = [await nightly.back_up_tonight(house, EVENING) for _ in range(2)]
    told, doctor = await last(house), await asyncio.to_thread(ran, settings, "doctor")

    assert ([False, False], "failed", True) == (tried, told.state, "is missing or damaged" in told.message)
    assert (1, True) == (doctor.returncode, f"the backup of 2026-11-28 has failed: {told.message}" in doctor.stdout)
    assert [nightly.MAKING] == [path.name for path in (tmp_path / "backups").iterdir()]


async def nightly_picture(house, session):
    """Let a picture name a file that is not there."""
    await tours.save_picture(session, "lost", width=1, height=1, files=[{"name": "a" * 40 + ".webp", "bytes": 1}], texts={})


async def test_a_folder_that_cannot_be_used_is_told(settings, tmp_path):
    """A folder that cannot be made is a failure like any other."""
    (tmp_path / "file").write_text("")
    async with open_house(replace(settings, backup_dir=str(tmp_path / "file" / "backups"))) as house:
        assert not await nightly.back_up_tonight(house, EVENING)
        assert ("failed", True) == ((await last(house)).state, "cannot be used" in (await last(house)).message)


async def test_without_a_folder_nothing_is_done(settings):
    """Where nobody named a folder the worker looks after no backups; where one is named, stopping the worker ends a backup that is being made."""
    async with open_house(replace(settings, backup_dir="")) as house:
        await asyncio.wait_for(nightly.keep_backing_up(house, 0), 5)
    async with open_house(settings) as house:
        task = asyncio.create_task(nightly.keep_backing_up(house, 0))
        for _ in range(500):
            if await last(house) is not None:
                break
            await asyncio.sleep(0.02)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        assert "running" == (await last(house)).state


@pytest.mark.parametrize(("hour", "night"), [(2, 27), (3, 28), (23, 28)])
def test_a_night_begins_at_three(hour, night):
    """Before three o'clock it is still the night before."""
    assert date(2026, 11, night) == nightly.night_of(datetime(2026, 11, 28, hour, tzinfo=UTC))
