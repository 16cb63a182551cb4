"""What every test may ask for: settings of its own, a migrated database, an open house with a quiet voice."""

import contextlib
import gc
import multiprocessing
import os
import shutil
from pathlib import Path

import pytest

from audio_guide.house import cache_folder, open_house
from audio_guide.kit.db import Database
from audio_guide.migrating import migrate
from audio_guide.settings import Settings
from audio_guide.speech import plan
from audio_guide.speech.render.kept import FOLDER as FRAMES
from tests import servers

# One process loads the guide once; speakers and warm commands are forked from it.
multiprocessing.set_forkserver_preload([servers.__name__])
LONGEST_FIRST = (
    "spine/test_alzhir.py",
    "faults/test_kill.py",
    "browser/test_cms_pages.py",
    "browser/test_offline.py",
    "spine/test_scale.py",
    "tours/exchange/test_histories.py",
    "kit/test_acceptance.py",
)
"""So that no process is left alone with one of them at the end."""
SILENT = "kk=silence:any;ru=silence:any;en=silence:any"
REPOSITORY = Path(__file__).parents[1]


def pytest_collection_finish():
    """Look less often for what can be thrown away: a quarter of the work of tests of pages went there."""
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_modifyitems(items):
    """Begin with the files that take longest."""
    rank = {REPOSITORY / "tests" / name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: rank.get(item.path, len(rank)))


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory):
    """Return an SQLite file that the migrations built once."""
    path = tmp_path_factory.mktemp("migrated") / "guide.sqlite3"
    migrate(Settings(database_url=f"sqlite:///{path}"))
    return path


def settings_in(folder):
    """Return the settings of a guide whose database, media and voices lie in a folder."""
    return Settings(
        database_url=f"sqlite:///{folder / 'guide.sqlite3'}",
        media_url=str(folder / "media"),
        data_dir=str(folder / "data"),
        secret_file=str(folder / "secret"),
        locales_dir=str(REPOSITORY / "locales"),
        voices=SILENT,
        public_url="https://g.museum.kz",
        workers=2,
    )


@pytest.fixture(scope="session")
def frames(tmp_path_factory):
    """Return the folder of encoded frames that all tests share: what one has encoded is the same for the next, by the digest of its samples."""
    base = tmp_path_factory.getbasetemp()
    found = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / FRAMES
    found.mkdir(exist_ok=True)
    return found


def share_frames(folder, frames):
    """Let a museum in a folder take its frames from those that all tests share: half the work of a short recording is encoding."""
    cache = cache_folder(settings_in(folder))
    cache.mkdir(parents=True, exist_ok=True)
    (cache / FRAMES).symlink_to(frames)


@pytest.fixture
def settings(tmp_path, migrated_file, frames):
    """Return settings with a database, media and voices of this test's own."""
    shutil.copy(migrated_file, tmp_path)
    share_frames(tmp_path, frames)
    return settings_in(tmp_path)


@pytest.fixture
async def house(settings):
    """Return the museum's things, open."""
    async with open_house(settings) as opened:
        yield opened


@pytest.fixture
def read_while_locked(monkeypatch):
    """Return, for each time that the database was taken for writing since, how many texts were read aloud in mind while others had to wait for it."""
    write, counts = Database.write, []

    @contextlib.asynccontextmanager
    async def watched(database):
        async with write(database) as session:
            before = plan._plan.cache_info().misses
            yield session
            counts.append(plan._plan.cache_info().misses - before)

    monkeypatch.setattr(Database, "write", watched)
    plan._plan.cache_clear()
    return counts
