"""Granian's interface in front of ASGI: whole answers, pieces, and phones that leave."""

import asyncio
import contextlib
import gc
from types import SimpleNamespace

import pytest

from audio_guide.kit.rendered import Rendered
from audio_guide.kit.rsgi import Front

SCOPE = {
    "method": "GET", "path": "/media/x", "query_string": "", "headers": {"host": "g"}, "http_version": "1.1",
    "scheme": "http", "server": "127.0.0.1:8000", "client": "127.0.0.1:5",
}  # fmt: skip


class Line:
    """A phone that takes a number of pieces and then neither reads nor says goodbye until it leaves."""

    def __init__(self, takes, body=()):
        self.takes = takes
        self.body = body
        self.read = 0
        self.asked = False
        self.pieces = []
        self.left = asyncio.Event()
        self.head = None

    def __aiter__(self):
        """Give the body once, as Granian does."""
        assert not self.asked
        self.asked = True
        return self

    async def __anext__(self):
        """Give a piece of the body, and count it."""
        if self.read == len(self.body):
            raise StopAsyncIteration
        self.read += 1
        return self.body[self.read - 1]

    def response_stream(self, status, headers):
        """Begin."""
        self.head = (status, headers)
        return self

    def response_bytes(self, status, headers, body):
        """Take all at once."""
        self.head, self.pieces = (status, headers), [body]

    async def send_bytes(self, piece):
        """Take a piece, or wait for ever."""
        if len(self.pieces) == self.takes:
            self.left.set()
            await asyncio.Event().wait()
        self.pieces.append(piece)

    async def client_disconnect(self):
        """Wait until the phone leaves."""
        await self.left.wait()


def front(pieces, ended):
    """Return the guide's front over an application that sends pieces and notes its end."""

    async def app(_scope, _receive, send):
        try:
            await send({"type": "http.response.start", "status": 200, "headers": [(b"a", b"b")]})
            for number in range(pieces):
                await send({"type": "http.response.body", "body": b"x", "more_body": number + 1 < pieces})
        finally:
            ended.append(True)

    return Front(app, Rendered(app, lambda: "r"))


class Closed(Line):
    """A phone whose line says that it is closed, as Granian does, to whoever still sends when it has left."""

    def __init__(self, takes, *, at_once):
        super().__init__(takes)
        self.at_once = at_once

    async def send_bytes(self, piece):
        """Take a piece; after the last one leave, and fail at once or when nobody waits any more."""
        if len(self.pieces) < self.takes:
            self.pieces.append(piece)
            return
        self.left.set()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(0 if self.at_once else 60)
        raise RuntimeError("the line is closed")


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_closed_line_is_nobodys_error(at_once):
    """A line that closes while something is sent ends the answer, and no error of it is left for the log."""
    ended, line, told = [], Closed(takes=2, at_once=at_once), []
    asyncio.get_running_loop().set_exception_handler(lambda _, said: told.append(said))
    await asyncio.wait_for(front(1000, ended).__rsgi__(SimpleNamespace(**SCOPE), line), 5)
    await asyncio.sleep(0.01)
    gc.collect()

    assert (2, [True], []) == (len(line.pieces), ended, told)


async def test_a_phone_that_leaves_ends_the_reading():
    """When the phone leaves in the middle, the application is told so and lets go of the file."""
    ended, line = [], Line(takes=3)
    await asyncio.wait_for(front(1000, ended).__rsgi__(SimpleNamespace(**SCOPE), line), 5)

    assert (3, [True]) == (len(line.pieces), ended)


async def test_pieces_arrive_in_order_and_a_single_one_at_once():
    """A body of several pieces is streamed, a single one is one answer."""
    ended, many, one = [], Line(takes=99), Line(takes=0)
    await front(4, ended).__rsgi__(SimpleNamespace(**SCOPE), many)
    await front(1, ended).__rsgi__(SimpleNamespace(**SCOPE), one)

    assert ((200, [("a", "b")]), [b"x"] * 4, [b"x"]) == (many.head, many.pieces, one.pieces)


async def asked(body, most):
    """Let an application read a body of pieces until it has enough; returns what it got and how many pieces were taken from the line."""
    got = []

    async def app(_scope, receive, send):
        while len(got) < most:
            message = await receive()
            got.append(message["body"])
            if not message["more_body"]:
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x", "more_body": False})

    line = Line(takes=0, body=body)
    await Front(app, Rendered(app, lambda: "r")).__rsgi__(SimpleNamespace(**{**SCOPE, "method": "POST"}), line)
    return got, line.read


async def test_a_body_comes_in_pieces_and_only_as_far_as_it_is_read():
    """Whoever refuses a large body in the middle has not taken the rest of it into memory."""
    whole, stopped = await asked([b"a", b"", b"b", b"c"], 99), await asked([b"x" * 1000] * 1000, 3)

    assert ([b"a", b"b", b"c", b""], 4) == whole
    assert ([b"x" * 1000] * 3, 3) == stopped
