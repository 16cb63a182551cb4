"""Check 4: files that the real Poedit has saved come back with exactly the one change that was typed.

The files that Poedit saved are kept beside the tests, so that every run takes them; with Poedit installed they are made anew (KEEP_POEDIT=1 keeps them).
"""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.tours.exchange.test_round_trip import kinds

FIXTURES = Path(__file__).with_name("fixtures")
KEPT = {"po": "poedit.po", "xliff12": "poedit-1.2.xlf", "xliff20": "poedit-2.0.xlf"}
SCREEN = "-screen 0 1200x900x24"
START_SECONDS, TURNS = 90, 3


def keys(*arguments, display):
    """Send something to the window; returns what xdotool printed."""
    done = subprocess.run(["xdotool", *map(str, arguments)], env={**os.environ, "DISPLAY": display}, capture_output=True, text=True, check=False)
    return done.stdout.split()


def typed(path, words, display, home):
    """Open a file in Poedit, type words at the end of the first translation, save, close."""
    before = path.read_bytes()
    environment = {**os.environ, "DISPLAY": display, "HOME": str(home), "TMPDIR": str(home), "XDG_RUNTIME_DIR": str(home), "LC_ALL": "C.UTF-8"}
    program = subprocess.Popen(["poedit", str(path)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + START_SECONDS
        window = []
        while not window and time.monotonic() < end:
            time.sleep(0.5)
            window = keys("search", "--onlyvisible", "--name", f"{path.name}.* Poedit", display=display)
        assert window, "Poedit shows no window"
        time.sleep(2)
        keys("windowsize", window[-1], 1180, 880, display=display)
        time.sleep(1)
        keys("mousemove", "--window", window[-1], 300, 800, "click", 1, display=display)
        time.sleep(0.5)
        keys("key", "ctrl+End", display=display)
        keys("type", "--delay", 40, words, display=display)
        time.sleep(1)
        keys("key", "ctrl+s", display=display)
        end = time.monotonic() + 10
        while path.read_bytes() == before and time.monotonic() < end:
            time.sleep(0.3)
        time.sleep(0.5)
    finally:
        program.terminate()
        program.wait(10)
    return path.read_bytes()


@pytest.fixture
def display():
    """Give a screen that nobody sees."""
    missing = [name for name in ("poedit", "xdotool", "Xvfb") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    read, write = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write), *SCREEN.split()], pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    number = os.read(read, 20).decode().strip()
    os.close(read)
    yield f":{number}"
    server.terminate()
    server.wait(10)


@pytest.mark.parametrize("form", KEPT)
async def test_4_files_that_poedit_saved_have_exactly_one_change(desk, form):
    """Check 4: files that Poedit saved, as they are kept, come back with the one translation that was typed on, and nothing else."""
    data = (FIXTURES / KEPT[form]).read_bytes()
    await desk.send(form=form)
    done = await desk.take(data)

    assert b"Zhana" in data
    assert ({"changed": 1}, 0) == (kinds(done), done.missing)
    assert ["Tour kk Zhana"] == [one.words for one in done.told]


@pytest.mark.poedit
@pytest.mark.parametrize(("form", "name"), [("po", "exhibits.po"), ("xliff12", "exhibits.xlf"), ("xliff20", "exhibits.xlf")])
async def test_4_what_poedit_saves_has_exactly_one_change(desk, form, name, display, tmp_path):
    """Check 4: Poedit opens the file, one translation is typed on, and that is all that the guide sees when it comes back."""
    path = tmp_path / name
    data = await desk.send(form=form)
    for _ in range(TURNS):  # a busy machine may swallow keys
        path.write_bytes(data)
        saved = typed(path, " Zhana", display, tmp_path)
        if b"Zhana" in saved:
            break
    if os.environ.get("KEEP_POEDIT"):
        (FIXTURES / KEPT[form]).write_bytes(saved)
    done = await desk.take(saved)

    assert {"changed": 1} == kinds(done)
    assert ["Tour kk Zhana"] == [one.words for one in done.told]
    assert ["Tour kk"] == [one.here for one in done.told]
