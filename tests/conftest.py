"""What every test may ask for: settings of its own, a migrated database, an open house with a quiet voice."""

import shutil
from pathlib import Path

import pytest

from audio_guide.house import migrate, open_house
from audio_guide.settings import Settings

SILENT = "kk=silence:any;ru=silence:any;en=silence:any"
REPOSITORY = Path(__file__).parents[1]


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
