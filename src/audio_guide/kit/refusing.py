"""A refusal in one sentence, for what is answered before the framework or beside it: in the visitor's language, and as a problem document under ``/api``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import parse_qs

import msgspec

from audio_guide.kit.asgi import Scope, Send
from audio_guide.kit.i18n import LANGUAGES, negotiate

TITLES = MappingProxyType(
    {
        400: "Bad Request",
        404: "Not Found",
        405: "Method Not Allowed",
        409: "Conflict",
        413: "Content Too Large",
        414: "URI Too Long",
        422: "Unprocessable Content",
        429: "Too Many Requests",
        431: "Request Header Fields Too Large",
        500: "Internal Server Error",
        503: "Service Unavailable",
        507: "Insufficient Storage",
    }
)
LONGEST_ADDRESS = 8 * 1024
"""Of an address beyond this no query is looked at."""


def in_english(_language: str, message: str, **places: object) -> str:
    """Say a sentence as it stands in the code."""
    return message.format(**places) if places else message


def offered_always() -> Sequence[str]:
    """Return the languages that every guide has."""
    return LANGUAGES


@dataclass(frozen=True, slots=True)
class Refusals:
    """How this guide refuses: *translate* takes a language, a sentence of the catalogues and its places."""

    translate: Callable[..., str] = in_english
    offered: Callable[[], Sequence[str]] = offered_always
    default: str = "en"

    async def say(self, scope: Scope, send: Send, status: int, sentence: str, *more: tuple[bytes, bytes], **places: object) -> None:
        """Answer with a sentence that no cache keeps."""
        language = self._language(scope)
        detail = self.translate(language, sentence, **places)
        kind, body, open_to_all = b"text/plain; charset=utf-8", detail.encode(), []
        if scope["path"].startswith("/api/"):
            told = {
                "type": "about:blank",
                "title": TITLES.get(status, "Error"),
                "status": status,
                "detail": detail,
                "instance": scope["path"][:LONGEST_ADDRESS],
            }
            kind, body, open_to_all = b"application/problem+json", msgspec.json.encode(told), [(b"access-control-allow-origin", b"*")]
        headers = [
            (b"content-type", kind),
            (b"content-length", str(len(body)).encode()),
            (b"content-language", language.encode()),
            (b"cache-control", b"no-store"),
        ]
        await send({"type": "http.response.start", "status": status, "headers": [*headers, *open_to_all, *more]})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body, "more_body": False})

    def _language(self, scope: Scope) -> str:
        """Return the language of the address (its beginning, or ``?lang=``), else of Accept-Language, else the museum's."""
        offered = self.offered()
        query = scope["query_string"] if len(scope["query_string"]) < LONGEST_ADDRESS else b""
        named: list[str] = [scope["path"][:64].strip("/").partition("/")[0], *parse_qs(query.decode("latin-1")).get("lang", [])]
        if found := next((language for language in named if language in offered), None):
            return found
        wished = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"accept-language"), "")
        return negotiate(wished, offered, self.default)
