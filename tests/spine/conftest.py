"""The ALZHIR tour, loaded, spoken and published once for all tests that walk it."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.servers import environment, free_port, serving

from audio_guide.settings import Settings

ROOT = Path(__file__).parents[2]


def at(folder):
    """Return the settings of a guide in a folder, on a port of its own."""
    port = free_port()
    return Settings(
        database_url=f"sqlite:///{folder / 'guide.sqlite3'}",
        media_url=str(folder / "media"),
        data_dir=str(folder / "data"),
        secret_file=str(folder / "secret"),
        locales_dir=str(ROOT / "locales"),
        public_url=f"http://127.0.0.1:{port}",
        port=port,
    )


@pytest.fixture(scope="session")
def alzhir(tmp_path_factory):
    """Run the demo command as a newcomer would, without serving; returns its settings. Test processes that run beside each other make it once and copy it."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    made, done = shared / "alzhir", shared / "alzhir-is-made"
    with (shared / "alzhir-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            made.mkdir()
            demo = [sys.executable, "-m", "audio_guide", "demo", "--no-serve"]
            said = subprocess.run(demo, env=environment(at(made)), capture_output=True, text=True, check=False, timeout=400)
            assert said.returncode == 0, said.stdout + said.stderr
            done.touch()
    folder = tmp_path_factory.mktemp("alzhir")
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return at(folder)


@pytest.fixture(scope="session")
def address(alzhir):
    """Serve the ALZHIR tour; gives its address."""
    with serving(alzhir, "--no-worker") as served:
        yield served
