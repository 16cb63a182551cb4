"""The ALZHIR tour, loaded, spoken and published once for all tests that walk it."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.servers import environment, free_port, serving

from audio_guide.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def alzhir(tmp_path_factory):
    """Run the demo command as a newcomer would, without serving; returns its settings."""
    folder = tmp_path_factory.mktemp("alzhir")
    port = free_port()
    settings = Settings(
        database_url=f"sqlite:///{folder / 'guide.sqlite3'}",
        media_url=str(folder / "media"),
        data_dir=str(folder / "data"),
        locales_dir=str(ROOT / "locales"),
        public_url=f"http://127.0.0.1:{port}",
        port=port,
    )
    done = subprocess.run(
        [sys.executable, "-m", "audio_guide", "demo", "--no-serve"], env=environment(settings), capture_output=True, text=True, check=False, timeout=400
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return settings


@pytest.fixture(scope="session")
def address(alzhir):
    """Serve the ALZHIR tour; gives its address."""
    with serving(alzhir, "--no-worker") as served:
        yield served
