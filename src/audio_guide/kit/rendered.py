"""Answers from memory: what is the same for every visitor until something is published is rendered once.

An answer is kept only if it says with which revision of the shelf it was made (``x-guide-revision``, the part of the revision before the stop),
sets no cookie and does not vary with the visitor.
"""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import brotli

from audio_guide.kit.asgi import App, Message, Receive, Scope, Send

MARK = b"x-guide-revision"
COMPRESSIBLE = (b"text/", b"application/json", b"application/javascript", b"image/svg+xml", b"application/problem+json")
FEW_BYTES = 512
"""Below this a compressed form is hardly smaller."""
Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored answer in one form, with its message ready to be sent."""

    start: Message
    body: Message
    head_body: Message
    not_modified: Message
    etag: bytes
    size: int


_EMPTY: Message = {"type": "http.response.body", "body": b"", "more_body": False}


class Rendered:
    """Stands in front of the pages; forgets everything when the revision changes."""

    def __init__(self, app: App, revision: Callable[[], str], max_bytes: int = 64 * 1024 * 1024) -> None:
        self._app = app
        self._revision = revision
        self._max_bytes = max_bytes
        self._kept: OrderedDict[tuple[str, bytes, bytes], Kept] = OrderedDict()
        self._bytes = 0
        self._made_with = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or let the app answer and keep what it says."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        accepted, none_match = b"", None
        for name, value in scope["headers"]:
            if name == b"accept-encoding":
                accepted = b"br" if b"br" in value else b"gzip" if b"gzip" in value else b""
            elif name == b"if-none-match":
                none_match = value
        if (now := self._revision()) != self._made_with:
            self._forget(now)
        kept = self._kept.get((scope["path"], scope["query_string"], accepted))
        if kept is None:
            kept = await self._make(scope, receive, send, accepted)
            if kept is None:
                return
        if none_match is not None and (kept.etag in none_match or none_match.strip() == b"*"):
            await send(kept.not_modified)
            await send(_EMPTY)
            return
        await send(kept.start)
        await send(kept.head_body if scope["method"] == "HEAD" else kept.body)

    async def _make(self, scope: Scope, receive: Receive, send: Send, accepted: bytes) -> Kept | None:
        """Let the app answer; returns the stored form, or None after the answer was passed on as it is."""
        made_with = self._made_with
        messages: list[Message] = []
        passing = False

        async def listen(message: Message) -> None:
            nonlocal passing
            if not passing and message["type"] == "http.response.start":
                passing = not _keepable(message["status"], list(message["headers"]), made_with)
                message = _unmarked(message) if passing else message
            if not passing:
                messages.append(message)
            elif head and message["type"] == "http.response.body":
                await send({**message, "body": b""})
            else:
                await send(message)

        # A HEAD is rendered as a GET, so that both get the same headers.
        head = scope["method"] == "HEAD"
        await self._app({**scope, "method": "GET"} if head else scope, receive, listen)
        if passing or not messages:
            return None
        body = b"".join(message.get("body", b"") for message in messages[1:])
        kept = _kept(list(messages[0]["headers"]), body, accepted)
        if made_with == self._revision():
            self._keep((scope["path"], scope["query_string"], accepted), kept)
        return kept

    def _keep(self, key: tuple[str, bytes, bytes], kept: Kept) -> None:
        self._kept[key] = kept
        self._bytes += kept.size
        while self._bytes > self._max_bytes:
            _, gone = self._kept.popitem(last=False)
            self._bytes -= gone.size

    def _forget(self, now: str) -> None:
        self._kept.clear()
        self._bytes = 0
        self._made_with = now


def _keepable(status: int, headers: Headers, revision: str) -> bool:
    said = {name.lower(): value for name, value in headers}
    return status == 200 and said.get(MARK) == revision.partition(".")[0].encode() and b"set-cookie" not in said and b"vary" not in said


def _unmarked(message: Message) -> Message:
    return {**message, "headers": [(name, value) for name, value in message["headers"] if name.lower() != MARK]}


def _kept(headers: Headers, body: bytes, accepted: bytes) -> Kept:
    """Make a stored answer: compressed if that helps, with its tag and exact length."""
    said = {name.lower(): value for name, value in headers}
    compressible = said.get(b"content-type", b"").startswith(COMPRESSIBLE)
    encoding = b""
    if compressible and accepted and len(body) >= FEW_BYTES:
        body = brotli.compress(body, quality=9) if accepted == b"br" else gzip.compress(body, 9, mtime=0)
        encoding = accepted
    etag = b'"' + hashlib.sha256(encoding + body).hexdigest()[:32].encode() + b'"'
    kept: Headers = [(name, value) for name, value in headers if name.lower() not in {MARK, b"content-length", b"etag"}]
    if b"cache-control" not in said:
        kept.append((b"cache-control", b"no-cache"))
    if compressible:
        kept.append((b"vary", b"Accept-Encoding"))
    short = [*kept, (b"etag", etag)]
    if encoding:
        kept.append((b"content-encoding", encoding))
    full = [*kept, (b"etag", etag), (b"content-length", str(len(body)).encode())]
    return Kept(
        start={"type": "http.response.start", "status": 200, "headers": full},
        body={"type": "http.response.body", "body": body, "more_body": False},
        head_body=_EMPTY,
        not_modified={"type": "http.response.start", "status": 304, "headers": [pair for pair in short if pair[0].lower() != b"content-type"]},
        etag=etag,
        size=len(body) + 1000,
    )
