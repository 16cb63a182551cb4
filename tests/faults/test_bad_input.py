"""What staff meet at the command line when something is wrong: a sentence, a status, and nothing lost."""

import asyncio
import contextlib
import os
import shutil
import socket
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.conftest import settings_in
from tests.servers import ran
from tests.stories import approve_all, publish_all, write_tour

from audio_guide.cli import run
from audio_guide.house import open_house
from audio_guide.kit import db
from audio_guide.kit.db import sqlite_path
from audio_guide.narrating import narrate
from audio_guide.publishing import service as publishing
from audio_guide.speech.models import Recording
from audio_guide.tours import service as tours


async def recordings(house):
    """Return all recordings."""
    async with house.database.read() as session:
        return list(await session.scalars(select(Recording)))


async def test_a_voice_that_is_not_installed_keeps_no_other_waiting(settings, house):
    """Narrating says which voice is missing and how it is installed, speaks the other languages, and fails; publishing names the stops that wait."""
    await write_tour(house, stops=1)
    wishing = replace(settings, voices="kk=piper:kk_KZ-issai-high;ru=silence:any;en=silence:any")
    done = ran(wishing, "narrate")
    doctor = ran(wishing, "doctor")
    published = ran(wishing, "publish", "steppe", "--approve-as", "test")

    assert (1, 2) == (done.returncode, len(await recordings(house)))
    assert "audio-guide voices install kk_KZ-issai-high" in done.stderr
    assert (1, True) == (doctor.returncode, "kk_KZ-issai-high" in doctor.stdout)
    assert "A1B2 keeps its former state: The voice that is chosen is not installed on this machine." in published.stdout
    assert "steppe ru: published, 1 stops" in published.stdout
    assert "Traceback" not in done.stderr + doctor.stderr + published.stderr


async def test_a_script_in_another_language_is_named(settings, house):
    """Russian words in a Kazakh script are spoken, but narrating and publishing say so, and only of that stop."""
    await write_tour(house, stops=2)
    async with house.database.write() as session:
        stop = (await tours.stops(session))[1]
        body = "Женщины из разных городов жили здесь в холодных бараках и ждали писем."
        await tours.save_script(session, stop, "kk", title="Камыш", body=body, author="test")
    done = ran(settings, "narrate")
    published = ran(settings, "publish", "steppe", "--approve-as", "test", "--language", "kk")

    assert 1 == done.stderr.count("hardly is in the language “kk”")
    assert ["  C3D4 hardly is in the language “kk”; look at its text"] == published.stdout.splitlines()[1:]


async def test_a_full_disk_while_narrating_loses_nothing(settings, house, tmp_path):
    """On a full disk each recording fails with a sentence; with room again the same command makes them all."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], check=True)
    try:
        await write_tour(house, stops=1)
        small = replace(settings, media_url=str(disk))
        full = ran(small, "narrate")
        kept, left = await recordings(house), [path for path in disk.rglob("*") if path.is_file()]
        subprocess.run(["mount", "-o", "remount,size=200m", str(disk)], check=True)
        again = ran(small, "narrate", "--all")

        assert (1, 3, [], []) == (full.returncode, full.stderr.count("The disk is full. Nothing was lost"), kept, left)
        assert (0, 3) == (again.returncode, len(await recordings(house)))
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("room", [0, 2_000_000], ids=["none", "hardly-any"])
async def test_one_full_disk_for_everything(settings, tmp_path, room):
    """When all lies on one disk that is full, narrating says so in a sentence and leaves nothing half written; with room again it makes everything."""
    disk = tmp_path / "disk"
    with small_disk(disk, "200m"):
        shutil.copy(sqlite_path(settings.database_url), disk)
        small = settings_in(disk)
        async with open_house(small) as there:
            await write_tour(there, stops=1)
        ballast = disk / "ballast"
        with contextlib.suppress(OSError), ballast.open("wb") as file:
            while True:
                file.write(bytes(1_000_000))
                file.flush()
        os.truncate(ballast, ballast.stat().st_size - room)
        full = ran(small, "narrate")
        looked = ran(small, "doctor")
        left = [path.name for path in disk.rglob("*.tmp")] + [path.name for path in disk.rglob("*.np?")]
        ballast.unlink()
        again = ran(small, "narrate", "--all")

    assert (1, True, []) == (full.returncode, "The disk is full. Nothing was lost" in full.stderr, left), full.stderr
    assert "Traceback" not in full.stderr
    assert (1, True) == (looked.returncode, "MB are free on the disk of the database, the media, the data" in looked.stdout), looked.stdout + looked.stderr
    assert (0, 3) == (again.returncode, again.stdout.count(": ready")), again.stdout + again.stderr


@contextlib.contextmanager
def small_disk(folder, size):
    """Mount a small disk of its own while the block runs."""
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=False, capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


async def test_damaged_sound_is_found_and_made_again(settings, house):
    """Doctor names each published file that is missing, empty, cut off or flipped; narrating all and publishing make them whole."""
    await write_tour(house, stops=1)
    assert 0 == await narrate(house)
    await approve_all(house)
    await publish_all(house)
    names = [str(file["name"]) for recording in await recordings(house) for file in recording.files][:4]
    missing, empty, cut, flipped = (house.media.path(name) for name in names)
    missing.unlink()
    empty.write_bytes(b"")
    cut.write_bytes(cut.read_bytes()[:1000])
    flipped.write_bytes(b"X" + flipped.read_bytes()[1:])
    found = ran(settings, "doctor")
    narrated = ran(settings, "narrate", "--all")
    published = ran(settings, "publish", "steppe", "--approve-as", "test")
    healthy = ran(settings, "doctor")

    assert (1, [True] * 4) == (found.returncode, [name in found.stdout for name in names])
    assert (0, 0, 0) == (narrated.returncode, published.returncode, healthy.returncode), narrated.stderr + published.stderr + healthy.stdout
    assert 3 == len(await recordings(house))


async def test_publishing_keeps_what_was_public_when_a_voice_goes(settings, house):
    """When a voice is no longer there, the public keeps the former state of its stops."""
    await write_tour(house, stops=1)
    assert 0 == await narrate(house)
    await approve_all(house)
    await publish_all(house)
    gone = replace(settings, voices="kk=piper:kk_KZ-issai-high;ru=silence:any;en=silence:any")
    told = ran(gone, "publish", "steppe", "--language", "kk")
    async with house.database.read() as session:
        edition = await publishing.current(session, (await publishing.tour_by_slug(session, "steppe")).id, "kk")

    assert (0, ["A1B2"]) == (told.returncode, [stop.code for stop in edition.stops])
    assert "keeps its former state" in told.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("narrate", "--stop", "ZZZZ"), "There is no stop with the code ZZZZ."),
        (("publish", "nowhere"), "There is no tour “nowhere”."),
        (("withdraw", "nowhere", "--language", "kk"), "There is no tour “nowhere”."),
        (("read", "--language", "de", "Hallo"), "The guide reads kk, ru, en aloud, not “de”."),
        (("voices", "choose", "kk", "gtts:kk"), "kk"),
        (("voices", "choose", "kk", "espeak:ru"), "does not speak kk"),
        (("voices", "choose", "xx", "espeak:kk"), "The guide has no texts in “xx”. There are: kk, ru, en."),
        (("narrate", "-l", "de"), "The guide has no texts in “de”. There are: kk, ru, en."),
        (("publish", "-l", "de"), "The guide has no texts in “de”. There are: kk, ru, en."),
        (("signs", "--out", "/proc/signs"), "/proc/signs cannot be used"),
        (("signs", "--out", "plates"), "must not have a path"),
        (("voices", "install", "../../etc"), "../../etc"),
        (("read", "--language", "en", "  "), "There is nothing to read"),
    ],
)
async def test_wrong_arguments_are_told_in_one_line(settings, house, monkeypatch, capsys, arguments, sentence):
    """A command that cannot be done says why in one line and ends with a status that is not 0."""
    await write_tour(house, stops=1)
    monkeypatch.chdir(Path(settings.data_dir).parent)
    settings = replace(settings, public_url="https://museum.kz/guide") if "plates" in arguments else settings
    for name, value in settings.to_environment().items():
        monkeypatch.setenv(name, value)
    status = await asyncio.to_thread(run, arguments)
    told = capsys.readouterr().err

    assert (1, 1) == (status, len(told.strip().splitlines())), told
    assert sentence in told


@pytest.fixture
def taken_port():
    """Give a port on which somebody listens."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(1)
        yield str(listening.getsockname()[1])


BROKEN = {
    "no-folder": (("migrate",), {"database_url": "sqlite:////proc/none/guide.sqlite3"}, "/proc/none cannot be used"),
    "a-file-in-the-way": (("migrate",), {"database_url": "sqlite:////etc/hostname/guide.sqlite3"}, "/etc/hostname"),
    "another-database": (("migrate",), {"database_url": "mysql://museum/guide"}, "SQLite or PostgreSQL"),
    "no-server": (("migrate",), {"database_url": "postgresql://guide@127.0.0.1:9/guide"}, "The database is busy or cannot be reached."),
    "not-migrated": (("users", "list"), {"database_url": "sqlite:///{folder}/new.sqlite3"}, "Run “audio-guide migrate”"),
    "port-taken": (("serve",), {"port": "{port}"}, "listens on port {port} of 127.0.0.1 already"),
    "no-port": (("serve",), {"port": "70000"}, "70000 is no port"),
    "no-host": (("serve",), {"host": "203.0.113.7"}, "has no address “203.0.113.7” to listen at"),
    "no-name": (("serve",), {"host": "no.such.name.invalid"}, "has no address “no.such.name.invalid”"),
}


@pytest.mark.parametrize("case", BROKEN)
async def test_a_command_that_cannot_work_here_says_why_in_one_line(settings, tmp_path, taken_port, monkeypatch, capsys, case):
    """Whatever is wrong with the machine or its settings: one line that says what to do, a status that is not 0, and no traceback."""
    arguments, wrong, sentence = BROKEN[case]
    places = {"folder": str(tmp_path), "port": taken_port}
    wrong = {name: value.format(**places) for name, value in wrong.items()}
    for name, value in {**settings.to_environment(), **{f"AUDIO_GUIDE_{name.upper()}": value for name, value in wrong.items()}}.items():
        monkeypatch.setenv(name, value)
    status = await asyncio.to_thread(run, arguments)
    told = capsys.readouterr().err

    assert (1, 1) == (status, len(told.strip().splitlines())), told
    assert sentence.format(**places) in told


def test_an_old_sqlite_is_told_in_one_line(settings, monkeypatch, capsys):
    """A machine whose SQLite can corrupt the database is told what to install."""
    for name, value in settings.to_environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(db, "LEAST_SQLITE", (99, 0, 0))

    assert 1 == run(("migrate",))
    assert "Install pysqlite3" in capsys.readouterr().err


def test_a_text_of_100_000_characters_is_read(settings):
    """The command read takes as long a text as somebody sends, in sentences of bounded length."""
    text = "Женщины резали камыш на озере. " * 3226
    done = ran(settings, "read", "--language", "ru", given=text)

    assert (0, 3226, "") == (done.returncode, len(done.stdout.splitlines()), done.stderr)
