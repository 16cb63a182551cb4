"""What every request must keep to and every answer says, before and around the framework."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from re import Pattern
from types import MappingProxyType

from audio_guide.kit.asgi import App, Message, Receive, Scope, Send
from audio_guide.kit.errors import AudioGuideError, mark
from audio_guide.kit.refusing import Refusals

MOST_HEADER_BYTES = 16 * 1024
MOST_HEADERS = 64
LONGEST_ADDRESS = 8 * 1024
MOST_BODY_BYTES = 64 * 1024
MOST_TEXT_BYTES = 512 * 1024
"""For the staff's forms: a long script in Kazakh, every letter of which takes six bytes on the line."""
LONGEST_LENGTH = 12
STAFF = "/cms/"
TOO_LARGE = mark("This request is too large.")
FAILED = mark("Something went wrong. Please try again.")
PLAIN = Refusals()
BODY = "audio_guide.body"
"""Where a request's scope says how much of its body is taken."""
NO_UPLOADS: Mapping[Pattern[str], int] = MappingProxyType({})
ALWAYS: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
log = logging.getLogger(__name__)
_numbers = count(1)


class TooLargeError(AudioGuideError):
    """The request's body is larger than its address takes."""

    status = 413


@dataclass(slots=True)
class Body:
    """How many bytes of a request's body are taken; a handler that knows who asks may take as many as its address allows."""

    most: int
    ceiling: int


def take_upload(scope: Mapping[str, object]) -> None:
    """Take as large a body as this address allows; for handlers of uploads, once they know that whoever sends it may."""
    body = scope.get(BODY)
    if isinstance(body, Body):
        body.most = body.ceiling


class Headers:
    """Adds the headers that every answer has."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with what is missing added."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {name.lower() for name, _ in message["headers"]}
                message = {**message, "headers": [*message["headers"], *(pair for pair in ALWAYS if pair[0] not in said)]}
            await send(message)

        await self._app(scope, receive, add)


class Guarded:
    """Refuses requests that no browser sends, bounds bodies, and turns what nobody expected into one short sentence."""

    def __init__(self, app: App, uploads: Mapping[Pattern[str], int] = NO_UPLOADS, refusals: Refusals = PLAIN) -> None:
        """*uploads* says which addresses may take how many bytes from somebody whom the app lets in, *refusals* how it is said that something is not taken."""
        self._app = app
        self._uploads = uploads
        self._refusals = refusals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at the request, then let the app answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = self._body(scope)
        if (refused := _refused(scope)) is not None:
            await self._refusals.say(scope, send, *refused, *ALWAYS)
            return
        await self._answer({**scope, BODY: body}, receive, send, body)

    def _body(self, scope: Scope) -> Body:
        """Return how many bytes of a request's body are taken."""
        most = MOST_TEXT_BYTES if scope["path"].startswith(STAFF) else MOST_BODY_BYTES
        ceilings = [size for path, size in self._uploads.items() if path.fullmatch(scope["path"])]
        return Body(most, max([most, *ceilings]))

    async def _answer(self, scope: Scope, receive: Receive, send: Send, body: Body) -> None:
        taken, begin, said, sending = 0, time.perf_counter(), _length(scope), _Sending(send)

        async def bounded() -> Message:
            nonlocal taken
            if said > body.most:  # unread: the app says it on a page, if it has one
                raise TooLargeError(TOO_LARGE)
            message = await receive()
            if message["type"] == "http.request":
                taken += len(message.get("body", b""))
                if taken > body.most:
                    raise TooLargeError(TOO_LARGE)
            return message

        try:
            await self._app(scope, bounded if scope["method"] not in {"GET", "HEAD"} else receive, sending)
        except TooLargeError:
            if not sending.started:
                await self._refusals.say(scope, send, 413, TOO_LARGE, *ALWAYS)
        except Exception:  # the last net: whatever failed, the visitor gets a sentence and the log one line without anybody's words
            if sending.gone:
                return  # somebody who leaves in the middle of a film is no failure
            number = next(_numbers)
            log.exception("request %d failed: %s %s after %.0f ms", number, scope["method"], scope["path"], (time.perf_counter() - begin) * 1000)
            if not sending.started:
                await self._refusals.say(scope, send, 500, FAILED, *ALWAYS)


@dataclass(slots=True)
class _Sending:
    """The way to whoever asked; it knows whether an answer has begun, and whether they left meanwhile."""

    send: Send
    started: bool = False
    gone: bool = False

    async def __call__(self, message: Message) -> None:
        self.started = True
        try:
            await self.send(message)
        except Exception:  # whatever the line says: nobody is there any more
            self.gone = True
            raise


def _refused(scope: Scope) -> tuple[int, str] | None:
    """Return the status and sentence for a request that is refused unread, or None."""
    total, hosts = 0, 0
    headers = scope["headers"]
    for name, value in headers:
        total += len(name) + len(value)
        if name == b"host":
            hosts += 1
    if total > MOST_HEADER_BYTES or len(headers) > MOST_HEADERS:
        return 431, mark("The headers of this request are too large.")
    if len(scope["path"]) + len(scope["query_string"]) > LONGEST_ADDRESS:
        return 414, mark("This address is too long.")
    if hosts != 1 and scope["http_version"] == "1.1":
        return 400, mark("A request names its host once.")
    if not scope["path"].startswith(STAFF) and _length(scope) > MOST_BODY_BYTES:
        return 413, TOO_LARGE
    return None


def _length(scope: Scope) -> int:
    """Return how long a request says that its body is; one that says it in no sensible way is longer than anything."""
    said = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(said) if said.isdigit() and len(said) < LONGEST_LENGTH else 10**LONGEST_LENGTH
