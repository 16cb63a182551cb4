"""Phones on the worst of lines: they take a few bytes a second, or none for a while, and nobody else notices."""

import asyncio
import contextlib
import hashlib
import http.client
import os
import random
import socket
import statistics
import time
import urllib.request
from dataclasses import replace
from pathlib import Path

import pytest
from tests.buckets import bucket
from tests.servers import free_port, serving
from tests.stories import CODES, add_picture, approve_all, publish_all, write_tour

from audio_guide.house import open_house
from audio_guide.narrating import narrate
from audio_guide.tours import service as tours

PHONES = 2 * min(32, (os.cpu_count() or 1) + 4)
"""Twice as many as a process has threads for what blocks, so that no other visitor were served if each held one."""
SIZE = 16 * 1024 * 1024
"""Far more than the system itself keeps for a line."""
SIP = 1024
SIPS = 20
WHOLE = 4
"""How many phones wait for their last byte; the others hang up in the middle."""
FILE = random.Random(4).randbytes(SIZE)


class Phone(http.client.HTTPConnection):
    """A phone that has hardly any room for what arrives, so that the rest stays with the server."""

    def connect(self) -> None:
        """Connect with a small window."""
        self.sock = socket.socket()
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.sock.settimeout(60)
        self.sock.connect((self.host, self.port))

    def begin(self, name: str, more: dict[str, str]) -> None:
        """Ask for a file and read the head of the answer."""
        self.request("GET", f"/media/{name}", headers=more)
        self.answer = self.getresponse()
        self.digest = hashlib.sha256()

    def take(self, size: int = -1) -> None:
        """Read some bytes, or all that are left."""
        self.digest.update(self.answer.read(size if size >= 0 else None))


@pytest.fixture(params=["folder", "bucket"])
def published(request, settings, monkeypatch):
    """Publish a stop with one large file; gives the settings, whose media lie in a folder or in a bucket, and the file's name."""
    settings = replace(settings, port=free_port(), workers=1)
    with contextlib.ExitStack() as stack:
        if request.param == "bucket":
            for name, value in stack.enter_context(bucket()).items():
                monkeypatch.setenv(name, value)
            settings = replace(settings, media_url="s3://guide/media")
        yield settings, asyncio.run(publish(settings))


async def publish(settings) -> str:
    """Write and publish a tour; returns the name of its large file."""
    async with open_house(settings) as house:
        await write_tour(house, stops=1, languages=("kk",))
        name = await add_picture(house, texts={"kk": ("Қамыс", "")}, at=(CODES[0],), data=FILE)
        assert 0 == await narrate(house)
        await approve_all(house)
        await publish_all(house, ("kk",))
    return name


async def publish_anew(settings, title: str) -> None:
    """Publish the stop under another title, as staff do while visitors listen."""
    async with open_house(settings) as house:
        async with house.database.write() as session:
            stop = await tours.stop_by_code(session, CODES[0])
            await tours.save_script(session, stop, "kk", title=title, body="Жаңа сөздер.", author="test")
        assert 0 == await narrate(house)
        await approve_all(house)
        await publish_all(house, ("kk",))


def processes(group: int) -> list[Path]:
    """Return where the system tells of the processes of a group."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if os.getpgid(int(place.name)) == group:
                found.append(place)
    return found


def held(group: int) -> dict[str, int]:
    """Return what the processes of a group hold: bytes of memory, open files of the database; and how many bytes they have read."""
    told = {"memory": 0, "database": 0, "read": 0}
    for place in processes(group):
        status = dict(line.split(":", 1) for line in (place / "status").read_text().splitlines())
        told["memory"] += int(status["VmRSS"].split()[0]) * 1024
        told["read"] += int((place / "io").read_text().split()[1])
        for one in (place / "fd").iterdir():
            with contextlib.suppress(OSError):
                told["database"] += "guide.sqlite3" in str(one.readlink())
    return told


def settled(group: int) -> dict[str, int]:
    """Return what the processes of a group hold once they take no more into memory."""
    now, end = held(group), time.monotonic() + 40
    while True:
        time.sleep(1)
        before, now = now, held(group)
        if now["memory"] - before["memory"] < SIZE / 10 or time.monotonic() > end:
            return now


def visit(address: str, name: str) -> float:
    """Open the page and take a piece of the file as any visitor would; returns the seconds it took."""
    begin = time.monotonic()
    with urllib.request.urlopen(f"{address}/kk/stops/{CODES[0]}", timeout=60) as page:
        assert name in page.read().decode()
    with urllib.request.urlopen(urllib.request.Request(f"{address}/media/{name}", headers={"Range": "bytes=1000000-1000099"}), timeout=60) as piece:
        assert FILE[1_000_000:1_000_100] == piece.read()
    return time.monotonic() - begin


def test_slow_readers_hold_nothing_and_get_all(published):
    """Phones that sip or stand still hold no memory, thread or database; others are served, staff publish, and at last each phone has its file whole."""
    settings, name = published
    with serving(settings, "--no-worker") as address, contextlib.ExitStack() as stack:
        alone = statistics.median(visit(address, name) for _ in range(10))
        before = held(address.group)
        phones = [stack.enter_context(contextlib.closing(Phone("127.0.0.1", settings.port))) for _ in range(PHONES)]
        for number, phone in enumerate(phones):
            phone.begin(name, {"Range": "bytes=0-"} if number % 2 else {})
        times = []
        for _ in range(SIPS):
            times.append(visit(address, name))
            for phone in phones[::4]:
                phone.take(SIP)
            time.sleep(0.05)
        during = settled(address.group)
        asyncio.run(publish_anew(settings, "Жаңа қамыс"))
        sees(address, "Жаңа қамыс")
        for phone in phones[:WHOLE]:
            phone.take()
        for phone in phones[WHOLE:]:
            phone.close()

        assert [hashlib.sha256(FILE).digest()] * WHOLE == [phone.digest.digest() for phone in phones[:WHOLE]]
        assert {200, 206} == {phone.answer.status for phone in phones}
        assert before["database"] == during["database"]
        assert during["read"] - before["read"] < PHONES * SIZE / 2, "the server read ahead of its phones"
        assert during["memory"] - before["memory"] < PHONES * SIZE / 4
        assert statistics.median(times) < max(0.5, 10 * alone)


def sees(address: str, words: str) -> None:
    """Wait until a visitor sees what was just published."""
    end = time.monotonic() + 20
    while True:
        with urllib.request.urlopen(f"{address}/kk/stops/{CODES[0]}", timeout=60) as page:
            if words in page.read().decode():
                return
        assert time.monotonic() < end, "the public does not see what was published"
        time.sleep(0.1)
