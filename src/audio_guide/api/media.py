"""Sound and pictures on the line, past the framework: ranges, conditions, and nothing that is not published."""

import asyncio
import os
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate

from audio_guide.kit.asgi import Message, Receive, Scope, Send
from audio_guide.kit.errors import UnavailableError
from audio_guide.kit.media import LocalMedia, MediaInfo, MediaStore, is_name
from audio_guide.kit.ranges import Plan, plan
from audio_guide.kit.shield import ALWAYS

CHUNK = 256 * 1024
"""A body up to this is sent at once, as a phone asks for it."""
PIECE = 64 * 1024
"""A longer body goes in pieces of this size, so that many slow readers hold little memory."""
OPEN_FILES = 256
FIXED = [
    (b"accept-ranges", b"bytes"),
    (b"cache-control", b"public, max-age=31536000, immutable"),
    (b"content-security-policy", b"sandbox; default-src 'none'"),
    *ALWAYS,
]


@dataclass(slots=True)
class _Open:
    """A file that is open, and how many answers are reading it."""

    descriptor: int
    info: MediaInfo
    readers: int = 0
    evicted: bool = False


class MediaApp:
    """Answers ``/media/{name}`` for the names that *allowed* lets through."""

    def __init__(self, store: MediaStore, allowed: Callable[[str], bool]) -> None:
        self._store = store
        self._allowed = allowed
        self._open: OrderedDict[str, _Open] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 -- the shape of every ASGI app
        """Answer a GET or HEAD."""
        if scope["method"] not in {"GET", "HEAD"}:
            await _say(send, 405, "Media can only be read.", (b"allow", b"GET, HEAD"))
            return
        name = scope["path"].rpartition("/media/")[2]
        if not is_name(name) or not self._allowed(name):
            await _say(send, 404, "There is no such file here.")
            return
        try:
            if isinstance(self._store, LocalMedia):
                await self._local(self._store, name, scope, send)
            else:
                await self._remote(name, scope, send)
        except FileNotFoundError:
            await _say(send, 404, "This file is missing. The text stays readable.")
        except UnavailableError as error:
            await _say(send, 503, str(error), (b"retry-after", b"10"))

    async def _local(self, store: LocalMedia, name: str, scope: Scope, send: Send) -> None:
        """Send from an open file that is kept open for the next phone."""
        file = self._open.get(name)
        if file is None:
            file = self._remember(store, name)
        self._open.move_to_end(name)
        decided = _decide(scope, file.info)
        file.readers += 1
        try:
            await send(_start(decided, file.info))
            sending = scope["method"] != "HEAD" and decided.status in {200, 206}
            at, end = (decided.start, decided.end) if sending else (0, 0)
            size = _piece(end - at)
            more = True
            while more:
                body = os.pread(file.descriptor, min(size, end - at), at)
                at += len(body)
                more = at < end and bool(body)
                await send({"type": "http.response.body", "body": body, "more_body": more})
        finally:
            file.readers -= 1
            if file.evicted and not file.readers:
                os.close(file.descriptor)

    def _remember(self, store: LocalMedia, name: str) -> _Open:
        """Open a file and let go of the one that was asked for longest ago."""
        descriptor, found = store.open(name)
        info = store.head(name)
        if info is None or not found.st_size:
            os.close(descriptor)
            raise FileNotFoundError(name)
        file = self._open[name] = _Open(descriptor, info)
        while len(self._open) > OPEN_FILES:
            _, old = self._open.popitem(last=False)
            old.evicted = True
            if not old.readers:
                os.close(old.descriptor)
        return file

    async def _remote(self, name: str, scope: Scope, send: Send) -> None:
        """Send from the bucket, a piece at a time, so that visitors meet only one address."""
        info = await asyncio.to_thread(self._store.head, name)
        if info is None or not info.size:
            raise FileNotFoundError(name)
        decided = _decide(scope, info)
        sending = scope["method"] != "HEAD" and decided.status in {200, 206}
        size = _piece(decided.end - decided.start)
        # The first piece is read before the answer begins, so that a failure can still be said.
        first = await asyncio.to_thread(self._store.read, name, decided.start, min(decided.start + size, decided.end)) if sending else b""
        await send(_start(decided, info))
        at = decided.start + len(first)
        more = sending and at < decided.end
        await send({"type": "http.response.body", "body": first, "more_body": more})
        while more:
            body = await asyncio.to_thread(self._store.read, name, at, min(at + size, decided.end))
            at += len(body)
            more = at < decided.end
            await send({"type": "http.response.body", "body": body, "more_body": more})

    def close(self) -> None:
        """Close all files."""
        for file in self._open.values():
            os.close(file.descriptor)
        self._open.clear()


def _piece(length: int) -> int:
    """Return how many bytes of a body go at once."""
    return CHUNK if length <= CHUNK else PIECE


def _etag(info: MediaInfo) -> str:
    return f'"{info.name.partition(".")[0]}"'


def _decide(scope: Scope, info: MediaInfo) -> Plan:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    if scope["method"] == "HEAD":
        headers.pop("range", None)  # RFC 9110 14.2: ranges are defined for GET alone
    return plan(headers, info.size, _etag(info), info.modified)


def _start(decided: Plan, info: MediaInfo) -> Message:
    headers = [*FIXED, (b"etag", _etag(info).encode()), (b"last-modified", formatdate(info.modified, usegmt=True).encode())]
    if decided.status in {200, 206}:
        headers += [(b"content-type", info.media_type.encode()), (b"content-length", str(decided.end - decided.start).encode())]
    elif decided.status != 304:
        headers.append((b"content-length", b"0"))
    if decided.content_range is not None:
        headers.append((b"content-range", decided.content_range.encode()))
    return {"type": "http.response.start", "status": decided.status, "headers": headers}


async def _say(send: Send, status: int, sentence: str, *more: tuple[bytes, bytes]) -> None:
    """Answer with a sentence that no cache keeps."""
    body = sentence.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store"), *ALWAYS, *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
