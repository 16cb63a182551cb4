"""Sound and pictures on the line, past the framework: ranges, conditions, and nothing that is not published."""

import asyncio
import os
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate

from audio_guide.kit.asgi import Message, Receive, Scope, Send
from audio_guide.kit.errors import UnavailableError, mark
from audio_guide.kit.media import LocalMedia, MediaInfo, MediaStore, is_name, type_of
from audio_guide.kit.ranges import Plan, plan
from audio_guide.kit.refusing import Refusals
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
    path: str
    found: os.stat_result
    info: MediaInfo
    readers: int = 0
    evicted: bool = False

    def is_current(self) -> bool:
        """Tell whether the file of this name on the disk is still the one that is open, as it was; it may have been repaired, damaged or removed."""
        try:
            now = os.lstat(self.path)
        except OSError:
            return False
        was = self.found
        return (now.st_ino, now.st_mtime_ns, now.st_size, now.st_dev) == (was.st_ino, was.st_mtime_ns, was.st_size, was.st_dev)


class MediaApp:
    """Answers ``/media/{name}`` for published names: *length* knows how many bytes a file has, and None for what is not published.

    A file of another length is damaged; its bytes must not be kept by phones and proxies as what they are not.
    """

    def __init__(self, store: MediaStore, length: Callable[[str], int | None], refusals: Refusals) -> None:
        self._store = store
        self._length = length
        self._refusals = refusals
        self._open: OrderedDict[str, _Open] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 -- the shape of every ASGI app
        """Answer a GET or HEAD."""
        if scope["method"] not in {"GET", "HEAD"}:
            await self._refusals.say(scope, send, 405, mark("Media can only be read."), (b"allow", b"GET, HEAD"), *ALWAYS)
            return
        name = scope["path"].rpartition("/media/")[2]
        length = self._length(name) if is_name(name) else None
        if length is None:
            await self._refusals.say(scope, send, 404, mark("There is no such file here."), *ALWAYS)
            return
        try:
            if isinstance(self._store, LocalMedia):
                await self._local(self._current(self._store, name, length), scope, send)
            else:
                await self._remote(name, length, scope, send)
        except FileNotFoundError:
            await self._refusals.say(scope, send, 404, mark("This file is missing. The text stays readable."), *ALWAYS)
        except UnavailableError as error:
            await self._refusals.say(scope, send, error.status, error.message_id, (b"retry-after", b"10"), *ALWAYS, **error.places)

    def _current(self, store: LocalMedia, name: str, length: int) -> _Open:
        """Return an open file, which is kept open for the next phone; raises FileNotFoundError if it is not there or has another length than it must have."""
        file = self._open.get(name)
        if file is not None and not file.is_current():
            _let_go(self._open.pop(name))
            file = None
        if file is None:
            file = self._remember(store, name, length)
        self._open.move_to_end(name)
        return file

    async def _local(self, file: _Open, scope: Scope, send: Send) -> None:
        """Send from an open file."""
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

    def _remember(self, store: LocalMedia, name: str, length: int) -> _Open:
        """Open a file and let go of the one that was asked for longest ago."""
        descriptor, found = store.open(name)
        if found.st_size != length:
            os.close(descriptor)
            raise FileNotFoundError(name)
        info = MediaInfo(name, found.st_size, type_of(name), found.st_mtime)
        file = self._open[name] = _Open(descriptor, str(store.path(name)), found, info)
        while len(self._open) > OPEN_FILES:
            _let_go(self._open.popitem(last=False)[1])
        return file

    async def _remote(self, name: str, length: int, scope: Scope, send: Send) -> None:
        """Send from the bucket, a piece at a time, so that visitors meet only one address."""
        info = await asyncio.to_thread(self._store.head, name)
        if info is None or info.size != length:
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


def _let_go(file: _Open) -> None:
    """Close a file, or leave that to the last answer that reads it."""
    file.evicted = True
    if not file.readers:
        os.close(file.descriptor)


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
