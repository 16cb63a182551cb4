"""The guide asks itself for a page and gets the very bytes that a phone would get."""

import asyncio
from collections.abc import Callable
from urllib.parse import unquote

from audio_guide.kit.asgi import App, Message, Scope
from audio_guide.kit.errors import UnavailableError

OK = 200


class Inside:
    """Reads pages of one revision; one that is already in memory costs next to nothing."""

    def __init__(self, app: App, revision: Callable[[], str]) -> None:
        self._app = app
        self._revision = revision
        self._from = revision()

    @property
    def shelf_revision(self) -> str:
        """From which shelf the pages are."""
        return self._from.partition(".")[0]

    async def read(self, path: str) -> bytes:
        """Return the page at *path*, uncompressed; raises UnavailableError if it is not there or something was published meanwhile."""
        await asyncio.sleep(0)  # between two pages others are served
        status, body = await ask(self._app, path)
        if status != OK or self._revision() != self._from:
            raise UnavailableError("Something was published just now. Please try again.")
        return body


async def ask(app: App, address: str) -> tuple[int, bytes]:
    """Return the status and the uncompressed body with which an app answers a GET."""
    path, _, query = address.partition("?")
    status, body = 0, bytearray()

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        else:
            body.extend(message.get("body", b""))

    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(b"host", b"localhost")],
        "client": None,
        "server": ("localhost", 80),
    }
    await app(scope, receive, send)
    return status, bytes(body)
