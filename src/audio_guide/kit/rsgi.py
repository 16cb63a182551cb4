"""Granian's own interface in front of ASGI: what is kept in memory is answered in one call, everything else goes the usual way.

For a small page half of the cost of ASGI is its two messages; Granian's interface needs one call (``make bench-serve`` shows the difference).
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any, Protocol

from audio_guide.kit.asgi import App, Message, Scope
from audio_guide.kit.pipe import Pipe
from audio_guide.kit.rendered import LENT, Rendered


class GoneError(Exception):
    """The visitor left in the middle of an answer."""


class Transport(Protocol):
    """A stream of the response's body."""

    async def send_bytes(self, data: bytes) -> None:
        """Send a piece."""
        ...


class Line(Protocol):
    """One request's connection as Granian gives it."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Give the body of the request in pieces, as they arrive."""
        ...

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        """Answer without a body."""
        ...

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Answer with a whole body."""
        ...

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> Transport:
        """Begin an answer whose body comes in pieces; all of them are taken at once."""
        ...

    def response_file(self, status: int, headers: list[tuple[str, str]], file: str) -> None:
        """Answer with what can be read from a file, as fast as the line takes it."""
        ...

    async def client_disconnect(self) -> None:
        """Return when the visitor is gone."""
        ...


class Front:
    """The guide as Granian calls it."""

    def __init__(self, app: App, rendered: Rendered) -> None:
        self._app = app
        self._rendered = rendered
        self._lifespan: _Lifespan | None = None

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start what lives as long as the process."""
        self._lifespan = _Lifespan(self._app)
        loop.run_until_complete(self._lifespan.start())

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """End it."""
        if self._lifespan is not None:
            loop.run_until_complete(self._lifespan.stop())

    async def __rsgi__(self, scope: Any, line: Line) -> None:
        """Answer one request."""
        headers = scope.headers
        if scope.method == "GET" and LENT not in (headers.get("cookie") or ""):
            kept = self._rendered.find(scope.path, scope.query_string.encode("latin-1"), headers.get("accept-encoding") or "")
            if kept is not None:
                if kept.matches(headers.get("if-none-match")):
                    line.response_empty(304, kept.short_lines)
                else:
                    line.response_bytes(200, kept.lines, kept.content)
                return
        await _through(self._app, scope, line)


async def _through(app: App, scope: Any, line: Line) -> None:
    """Let the ASGI app answer."""
    answer = _Answer(scope, line)
    try:
        await app(_asgi_scope(scope), answer.receive, answer.send)
    except GoneError:
        pass  # whoever left needs no answer, and nothing of theirs is read any more
    finally:
        answer.close()


class _Answer:
    """One answer on its way: ASGI's messages on one side, Granian's line on the other."""

    def __init__(self, scope: Any, line: Line) -> None:
        self._scope = scope
        self._line = line
        self._begun: Message | None = None
        self._pipe: Pipe | None = None
        self._stream: Transport | None = None
        self._leaving: asyncio.Future[None] | None = None
        self._pieces: AsyncIterator[bytes] | None = None
        self._taken = False

    async def receive(self) -> Message:
        """Give the request's body piece by piece, so that whoever counts them can stop; then wait until the visitor leaves."""
        if self._taken:
            await self._line.client_disconnect()
            return {"type": "http.disconnect"}
        body = b"" if self._scope.method in {"GET", "HEAD"} else await self._next_piece()
        self._taken = not body
        return {"type": "http.request", "body": body, "more_body": not self._taken}

    async def _next_piece(self) -> bytes:
        """Return the next piece of the body that is not empty, or b"" at its end."""
        if self._pieces is None:
            self._pieces = aiter(self._line)  # once: Granian gives its body to the first who asks
        try:
            while not (piece := await anext(self._pieces)):
                pass
        except StopAsyncIteration:
            return b""
        return piece

    async def send(self, message: Message) -> None:
        """Send the head with the first piece of the body, then the other pieces; raises GoneError."""
        if message["type"] == "http.response.start":
            self._begun = message
            return
        if self._begun is None or message["type"] != "http.response.body":
            return
        body = message.get("body", b"")
        if self._leaving is not None:
            await self._piece(body, more=message.get("more_body", False))
            return
        status, lines = self._begun["status"], [(name.decode("latin-1"), value.decode("latin-1")) for name, value in self._begun["headers"]]
        if message.get("more_body", False):
            self._leaving = asyncio.ensure_future(self._line.client_disconnect())
            if any(name == "content-length" for name, _ in lines):
                self._pipe = Pipe()
                self._line.response_file(status, lines, self._pipe.name)
            else:  # news, a line now and then; a thread would wait at a pipe
                self._stream = self._line.response_stream(status, lines)
            await self._piece(body, more=True)
        elif body:
            self._line.response_bytes(status, lines, body)
        else:
            self._line.response_empty(status, lines)

    async def _piece(self, body: bytes, *, more: bool) -> None:
        """Send a piece, and the end if it is the last; raises GoneError if the visitor leaves before the line has taken it."""
        leaving = self._leaving
        if leaving is None or leaving.done():
            raise GoneError
        sending = asyncio.ensure_future(self._pass_on(body, more=more))
        await asyncio.wait([sending, leaving], return_when=asyncio.FIRST_COMPLETED)
        if not sending.done():
            sending.add_done_callback(_leave)
            sending.cancel()
            raise GoneError
        if leaving.done() and sending.exception() is not None:
            raise GoneError
        await sending

    async def _pass_on(self, body: bytes, *, more: bool) -> None:
        """Give a piece to the line."""
        if self._pipe is not None:
            await (self._pipe.put(body) if more else self._pipe.end(body))
        elif self._stream is not None:
            await self._stream.send_bytes(body)

    def close(self) -> None:
        """Let go of the line."""
        if self._leaving is not None:
            self._leaving.cancel()
        if self._pipe is not None:
            self._pipe.close()


def _leave(sending: asyncio.Future[None]) -> None:
    """Let what is sent to somebody who has left end as it may: Granian says once more that the line is closed, and nobody waits for that."""
    if not sending.cancelled():
        sending.exception()


def _asgi_scope(scope: Any) -> Scope:
    """Return Granian's scope as ASGI has it."""
    host, _, port = scope.server.rpartition(":")
    client, _, client_port = scope.client.rpartition(":")
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in scope.headers.items()]
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": scope.http_version,
        "method": scope.method,
        "scheme": scope.scheme,
        "path": scope.path,
        "raw_path": scope.path.encode(),
        "query_string": scope.query_string.encode("latin-1"),
        "root_path": "",
        "headers": headers,
        "server": (host, int(port) if port.isdigit() else None),
        "client": (client, int(client_port) if client_port.isdigit() else 0),
        "state": {},
        "extensions": {},
    }


class _Lifespan:
    """Speaks ASGI's lifespan with the app."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._to_app: asyncio.Queue[Message] = asyncio.Queue()
        self._from_app: asyncio.Queue[Message] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the app; raises RuntimeError if it says that it cannot."""
        scope: Scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
        self._task = asyncio.ensure_future(_run(self._app, scope, self._to_app.get, self._from_app.put))
        await self._ask("startup")

    async def stop(self) -> None:
        """End the app."""
        await self._ask("shutdown")
        if self._task is not None:
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _ask(self, what: str) -> None:
        await self._to_app.put({"type": f"lifespan.{what}"})
        answer = asyncio.ensure_future(self._from_app.get())
        task = self._task
        await asyncio.wait([answer, *([task] if task is not None else [])], return_when=asyncio.FIRST_COMPLETED)
        if not answer.done() or not answer.result()["type"].endswith("complete"):
            answer.cancel()
            message = f"the guide could not do its {what}"
            raise RuntimeError(message)


async def _run(app: App, scope: Scope, receive: Callable[[], Any], send: Callable[[Message], Any]) -> None:
    await app(scope, receive, send)
