"""What a visitor's page reports of its sound: a line of three words that names a stop, a track and what happened, and nobody."""

import re
from typing import Any

from litestar import MediaType, Request, Response, Router, post
from litestar.di import NamedDependency
from litestar.exceptions import ClientException, PermissionDeniedException, TooManyRequestsException

from audio_guide.api import problems
from audio_guide.api.v1 import PREFIX, TheShelf
from audio_guide.kit.web import sent_from_here
from audio_guide.listening.counter import HEARD, Counts, Event

LONGEST = 80
LINE = re.compile(rb"/([a-z]{2,3}(?:-[0-9A-Za-z]{2,8}){0,2})/stops/([0-9A-Za-z-]{4,8}) (standard|easy|described) ([a-z]{3,6})")
NO_CONTENT = 204
TOO_LARGE = 413
NOT_KEPT = {"Cache-Control": "no-store"}
TheCounts = NamedDependency[Counts]


@post("/count", status_code=NO_CONTENT)
async def count(request: Request[Any, Any, Any], shelf: TheShelf, counts: TheCounts) -> Response[None]:
    """Count one thing that a page of ours reports; who asks not to be followed is not counted either."""
    if not sent_from_here(request.headers):
        raise PermissionDeniedException
    if not counts.gate.open():
        raise TooManyRequestsException
    line = await request.body()
    if len(line) > LONGEST:
        raise ClientException(status_code=TOO_LARGE)
    if (found := LINE.fullmatch(line)) is None or (what := found[4].decode()) not in HEARD:
        raise ClientException
    language, code, track = (part.decode() for part in found.groups()[:3])
    stop = shelf.stop(code, language) if language in shelf.languages else None
    if stop is None or track not in {one.track for one in stop.stop.tracks}:
        raise ClientException
    if request.headers.get("sec-gpc") != "1" and request.headers.get("dnt") != "1":
        counts.add(Event(what, stop.stop.code, language, stop.edition.language, track))
    return Response(None, media_type=MediaType.TEXT, status_code=NO_CONTENT, headers=NOT_KEPT)


ROUTES = [Router(PREFIX, route_handlers=[count], exception_handlers=problems.HANDLERS)]
