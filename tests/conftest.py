"""What every test may ask for: settings of its own, a migrated database, an open house with a quiet voice."""

import multiprocessing
import shutil
from pathlib import Path

import pytest

from audio_guide.house import migrate, open_house
from audio_guide.settings import Settings
from tests import servers

# One process loads the guide once; speakers and warm commands are forked from it.
multiprocessing.set_forkserver_preload([servers.__name__, "tests.faults.writer"])
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


@pytest.fixture
def settings(tmp_path, migrated_file):
    """Return settings with a database, media and voices of this test's own."""
    path = tmp_path / "guide.sqlite3"
    shutil.copy(migrated_file, path)
    return Settings(
        database_url=f"sqlite:///{path}",
        media_url=str(tmp_path / "media"),
        data_dir=str(tmp_path / "data"),
        locales_dir=str(REPOSITORY / "locales"),
        voices=SILENT,
        public_url="https://g.museum.kz",
        workers=2,
    )


@pytest.fixture
async def house(settings):
    """Return the museum's things, open."""
    async with open_house(settings) as opened:
        yield opened
