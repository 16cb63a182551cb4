"""A body goes through a pipe: as fast as it is read, whole, and nothing of it is left open."""

import asyncio
import os
import random
from pathlib import Path
from types import SimpleNamespace

from audio_guide.kit.pipe import Pipe
from audio_guide.kit.rendered import Rendered
from audio_guide.kit.rsgi import Front
from tests.kit.test_rsgi import SCOPE

BODY = random.Random(1).randbytes(1_000_000)


def open_files():
    """Return how many files this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def read(name, most=-1):
    """Open a pipe by its name, as the server does, and read some bytes or all."""
    with Path(name).open("rb") as file:
        return file.read(most)


async def test_a_body_waits_for_its_reader_and_comes_whole():
    """Until somebody reads, no more than a pipe takes is written; then everything arrives in order, and nothing stays open."""
    before, pipe = open_files(), Pipe()

    async def write():
        for start in range(0, len(BODY) - 100_000, 100_000):
            await pipe.put(BODY[start : start + 100_000])
        await pipe.end(BODY[-100_000:])

    writing = asyncio.ensure_future(write())
    await asyncio.sleep(0.2)
    waits = not writing.done()
    got = await asyncio.to_thread(read, pipe.name)
    await asyncio.wait_for(writing, 5)
    pipe.close()

    assert (True, True, before) == (waits, got == BODY, open_files())


async def test_a_small_body_waits_until_it_is_opened():
    """What fits into the pipe whole is there for a reader who opens it later, and only then has it been sent."""
    pipe = Pipe()
    ending = asyncio.ensure_future(pipe.end(b"short"))
    await asyncio.sleep(0.1)
    waits = not ending.done()
    got = await asyncio.to_thread(read, pipe.name)
    await asyncio.wait_for(ending, 5)
    pipe.close()

    assert (True, b"short") == (waits, got)


async def test_what_is_given_up_ends_for_the_reader():
    """When a writer stops in the middle, whoever reads comes to the end instead of waiting for ever, and nothing stays open."""
    before, pipe = open_files(), Pipe()
    writing = asyncio.ensure_future(pipe.put(BODY))
    file = await asyncio.to_thread(os.open, pipe.name, os.O_RDONLY)
    first = await asyncio.to_thread(os.read, file, 1000)
    writing.cancel()
    await asyncio.wait([writing])
    pipe.close()
    rest = b""
    while piece := await asyncio.to_thread(os.read, file, 100_000):
        rest += piece
    os.close(file)

    assert first == BODY[:1000]
    assert BODY.startswith(first + rest)
    assert (True, before) == (len(rest) < len(BODY), open_files())


class Line:
    """A phone that is sent a file, reads a part of it or all, and leaves."""

    def __init__(self, most):
        self.most = most
        self.left = asyncio.Event()
        self.got = b""

    def response_file(self, status, headers, file):
        """Begin to read."""
        self.head = (status, headers)
        self.reading = asyncio.ensure_future(self._read(file))

    async def _read(self, file):
        self.got = await asyncio.to_thread(read, file, self.most)
        if self.most >= 0:
            self.left.set()

    async def client_disconnect(self):
        """Wait until the phone leaves."""
        await self.left.wait()


async def sent(line, size=10_000):
    """Send a body of known length in pieces of a size; returns how many the application could send."""
    count = []

    async def app(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 206, "headers": [(b"content-length", str(len(BODY)).encode())]})
        for start in range(0, len(BODY), size):
            await send({"type": "http.response.body", "body": BODY[start : start + size], "more_body": start + size < len(BODY)})
            count.append(start)

    await asyncio.wait_for(Front(app, Rendered(app, lambda: "r")).__rsgi__(SimpleNamespace(**SCOPE), line), 10)
    await line.reading
    return len(count)


async def test_a_file_is_sent_as_it_is_read():
    """An answer whose length is known goes through a pipe, whole; when the phone leaves, the application is told so and nothing stays open."""
    whole, part, before = Line(-1), Line(200_000), open_files()
    pieces = await sent(whole), await sent(part)

    assert ((206, [("content-length", str(len(BODY)))]), True) == (whole.head, whole.got == BODY)
    assert (100, part.got) == (pieces[0], BODY[:200_000])
    assert pieces[1] < 50
    assert before == open_files()
