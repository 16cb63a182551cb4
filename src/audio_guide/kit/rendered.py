"""Answers from memory: what is the same for every visitor until something is published is rendered once.

An answer is taken only if it says with which revision of the shelf it was made (``x-guide-revision``, the part of the revision before the stop)
and sets no cookie: it gets a tag and a compressed form. It is kept only if it does not vary with the visitor.
"""

import asyncio
import gzip
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import brotli

from audio_guide.kit.asgi import App, Message, Receive, Scope, Send

MARK = b"x-guide-revision"
LENT = "kiosk=1"
"""The cookie of a phone that the museum lends: its pages are other ones and are never kept."""
COMPRESSIBLE = (b"text/", b"application/json", b"application/javascript", b"image/svg+xml", b"application/problem+json")
_CODE = rb"[A-Za-z0-9-]{2,16}"
_LANGUAGE = rb"=" + _CODE + rb"(?:&|$)"
_QUERY = re.compile(
    rb"(?:lang="
    + _CODE
    + rb"(?:&track=(?:easy|described))?|(?:q=1(?:&|$))?(?:track=(?:easy|described)(?:&|$))?(?:read"
    + _LANGUAGE
    + rb")?(?:listen"
    + _LANGUAGE
    + rb")?(?:route=school)?)"
)
"""The queries that our own links carry, in their order; others are answered but not kept, or anybody could fill the memory with them."""
READING = frozenset({"GET", "HEAD"})
LONGEST_ACCEPT = 256
_NONE = re.compile(r"q\s*=\s*0(?:\.0{0,3})?")
SMALLEST, QUICK = 11, 5
"""Brotli's qualities for what is kept and for what is made for one visitor only."""
FEW_BYTES = 512
"""Below this a compressed form is hardly smaller."""
Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored answer in one form, with its headers ready to be sent in both shapes."""

    content: bytes
    headers: Headers
    short_headers: Headers
    lines: list[tuple[str, str]]
    short_lines: list[tuple[str, str]]
    etag: bytes

    def matches(self, none_match: str | None) -> bool:
        """Tell whether the visitor has exactly this already."""
        return none_match is not None and (none_match.strip() == "*" or self.etag.decode() in none_match)

    @property
    def size(self) -> int:
        """About how many bytes of memory this takes."""
        return len(self.content) + 3000


_EMPTY: Message = {"type": "http.response.body", "body": b"", "more_body": False}


@lru_cache(maxsize=256)
def form_of(accepted: str) -> bytes:
    """Return the best form among those that Accept-Encoding names and does not refuse with ``q=0``."""
    parts = (part.partition(";") for part in accepted[:LONGEST_ACCEPT].lower().split(","))
    taken = {name.strip() for name, _, weight in parts if not _NONE.fullmatch(weight.strip())}
    return b"br" if "br" in taken else b"gzip" if "gzip" in taken else b""


class Rendered:
    """Stands in front of the pages; forgets everything when the revision changes."""

    def __init__(self, app: App, revision: Callable[[], str], max_bytes: int = 64 * 1024 * 1024) -> None:
        self._app = app
        self._revision = revision
        self._max_bytes = max_bytes
        self._kept: OrderedDict[tuple[str, bytes, bytes], Kept] = OrderedDict()
        self._bytes = 0
        self._making: dict[tuple[str, bytes, bytes], asyncio.Future[Kept | None]] = {}
        self._made_with = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or let the app answer and keep what it says; this is the guide's hot path."""
        if scope["type"] != "http" or scope["method"] not in READING:
            await self._app(scope, receive, send)
            return
        accepted, none_match = "", None
        for name, value in scope["headers"]:
            if name == b"accept-encoding":
                accepted = value.decode("latin-1")
            elif name == b"if-none-match":
                none_match = value.decode("latin-1")
            elif name == b"cookie" and LENT.encode() in value:
                await self._app(scope, receive, send)
                return
        kept = self.find(scope["path"], scope["query_string"], accepted)
        if kept is None and (kept := await self._wait_or_make(scope, receive, send, form_of(accepted))) is None:
            return
        if kept.matches(none_match):
            await send({"type": "http.response.start", "status": 304, "headers": kept.short_headers})
            await send(_EMPTY)
            return
        await send({"type": "http.response.start", "status": 200, "headers": kept.headers})
        await send({"type": "http.response.body", "body": kept.content} if scope["method"] == "GET" else _EMPTY)

    def find(self, path: str, query: bytes, accepted: str) -> Kept | None:
        """Return what is kept for an address in a form that the visitor accepts."""
        if (now := self._revision()) != self._made_with:
            self._forget(now)
        kept = self._kept.get(key := (path, query, form_of(accepted)))
        if kept is not None:
            self._kept.move_to_end(key)
        return kept

    async def _wait_or_make(self, scope: Scope, receive: Receive, send: Send, accepted: bytes) -> Kept | None:
        """Take what another request for the same is having made just now, or have it made; what is made for one visitor only is waited for by nobody."""
        key = (scope["path"], scope["query_string"], accepted)
        if (others := self._making.get(key)) is not None:
            kept = await asyncio.shield(others)
            return kept if kept is not None else await self._make(scope, receive, send, accepted)
        ours: asyncio.Future[Kept | None] = asyncio.get_running_loop().create_future()
        self._making[key] = ours
        kept = None
        try:
            return (kept := await self._make(scope, receive, send, accepted))
        finally:
            self._told(key, kept if kept is not None and self._kept.get(key) is kept else None)

    def _told(self, key: tuple[str, bytes, bytes], kept: Kept | None) -> None:
        """Let those who wait for an answer have it, or make their own."""
        if (waited := self._making.pop(key, None)) is not None and not waited.done():
            waited.set_result(kept)

    async def _make(self, scope: Scope, receive: Receive, send: Send, accepted: bytes) -> Kept | None:
        """Let the app answer; returns the stored form, or None after the answer was passed on as it is."""
        made_with = self._made_with
        messages: list[Message] = []
        passing = False

        async def listen(message: Message) -> None:
            nonlocal passing
            if not passing and message["type"] == "http.response.start":
                passing = not _takeable(message["status"], list(message["headers"]), made_with)
                message = _unmarked(message) if passing else message
                if passing:
                    self._told((scope["path"], scope["query_string"], accepted), None)
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
        headers = list(messages[0]["headers"])
        keep = not any(name.lower() == b"vary" for name, _ in headers) and _QUERY.fullmatch(scope["query_string"]) is not None
        # What many will get is worth the time that the smallest form takes; nobody else waits for it.
        kept = await asyncio.to_thread(_kept, headers, body, accepted, SMALLEST) if keep else _kept(headers, body, accepted, QUICK)
        if keep and made_with == self._revision():
            self._keep((scope["path"], scope["query_string"], accepted), kept)
        return kept

    def _keep(self, key: tuple[str, bytes, bytes], kept: Kept) -> None:
        if (before := self._kept.get(key)) is not None:
            self._bytes -= before.size
        self._kept[key] = kept
        self._bytes += kept.size
        while self._bytes > self._max_bytes and self._kept:
            _, gone = self._kept.popitem(last=False)
            self._bytes -= gone.size

    def _forget(self, now: str) -> None:
        self._kept.clear()
        self._bytes = 0
        self._made_with = now


def _takeable(status: int, headers: Headers, revision: str) -> bool:
    said = {name.lower(): value for name, value in headers}
    return status == 200 and said.get(MARK) == revision.partition(".")[0].encode() and b"set-cookie" not in said


def _unmarked(message: Message) -> Message:
    return {**message, "headers": [(name, value) for name, value in message["headers"] if name.lower() != MARK]}


def _kept(headers: Headers, body: bytes, accepted: bytes, quality: int) -> Kept:
    """Make a stored answer: compressed if that helps, with its tag and exact length."""
    said = {name.lower(): value for name, value in headers}
    compressible = said.get(b"content-type", b"").startswith(COMPRESSIBLE)
    encoding = b""
    if compressible and accepted and len(body) >= FEW_BYTES:
        body = brotli.compress(body, quality=quality) if accepted == b"br" else gzip.compress(body, 9, mtime=0)
        encoding = accepted
    etag = b'"' + hashlib.sha256(encoding + body).hexdigest()[:32].encode() + b'"'
    kept: Headers = [(name, value) for name, value in headers if name.lower() not in {MARK, b"content-length", b"etag", b"vary"}]
    if b"cache-control" not in said:
        kept.append((b"cache-control", b"no-cache"))
    varies = [value for value in (said.get(b"vary", b""), b"Accept-Encoding" if compressible else b"") if value]
    if varies:
        kept.append((b"vary", b", ".join(varies)))
    short = [*kept, (b"etag", etag)]
    if encoding:
        kept.append((b"content-encoding", encoding))
    full = [*kept, (b"etag", etag), (b"content-length", str(len(body)).encode())]
    short = [pair for pair in short if pair[0].lower() != b"content-type"]
    return Kept(content=body, headers=full, short_headers=short, lines=_lines(full), short_lines=_lines(short), etag=etag)


def _lines(headers: Headers) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
