"""Errors of the JSON API as problem details (RFC 9457), their sentence in the reader's language."""

import logging
from collections.abc import Callable
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException

from audio_guide.kit.errors import AudioGuideError, mark
from audio_guide.kit.i18n import LANGUAGES, negotiate
from audio_guide.kit.refusing import TITLES

SENTENCES = {404: mark("Not found"), 405: mark("This address cannot be used in this way."), 500: mark("Something went wrong. Please try again.")}
NOT_UNDERSTOOD = mark("This address could not be understood.")
FIRST_SERVER_ERROR = 500
TRANSLATE = "translate"
"""The name in the app's state of (language, message id, places) → sentence."""
OFFERED = "offered"
"""The name in the app's state of () → the codes of all languages."""
log = logging.getLogger(__name__)


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """A problem as RFC 9457 writes it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str


def respond(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Turn an error into a problem document; the words of other people's errors never leave."""
    offered: tuple[str, ...] = request.app.state.get(OFFERED, lambda: LANGUAGES)()
    language = negotiate(request.headers.get("accept-language", ""), offered, offered[0])
    wished = request.query_params.get("lang", "")
    language = wished if wished in offered else language
    translate: Callable[..., str] = request.app.state.get(TRANSLATE) or (lambda _language, message, **places: message.format(**places))
    headers = {"Content-Language": language, "Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"}
    if isinstance(error, AudioGuideError):
        status, detail = error.status, translate(language, error.message_id, **error.places)
    else:
        status = error.status_code if isinstance(error, HTTPException) else FIRST_SERVER_ERROR
        status = 400 if isinstance(error, RecursionError) else status
        detail = translate(language, SENTENCES.get(status, NOT_UNDERSTOOD if status < FIRST_SERVER_ERROR else SENTENCES[500]))
        headers |= (error.headers or {}) if isinstance(error, HTTPException) else {}
    if status >= FIRST_SERVER_ERROR:
        log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        headers |= {"Retry-After": "10"} if status == 503 else {}
    body = Problem(title=TITLES.get(status, "Error"), status=status, detail=detail, instance=request.url.path)
    return Response(msgspec.json.encode(body), status_code=status, media_type="application/problem+json", headers=headers)


HANDLERS: dict[type[Exception] | int, Callable[[Request[Any, Any, Any], Any], Response[bytes]]] = {
    AudioGuideError: respond,
    HTTPException: respond,
    Exception: respond,
}
