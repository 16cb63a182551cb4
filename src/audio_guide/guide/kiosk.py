"""Phones that the museum lends: staff make a phone one of them, each visitor begins by choosing a language, and nothing of the last one stays."""

from typing import Any

from litestar import HttpMethod, MediaType, Request, Response, post, route
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException

from audio_guide.guide.rendering import Page, show
from audio_guide.guide.views import in_each
from audio_guide.kit.errors import mark
from audio_guide.kit.web import LENT_COOKIE, Site, sent_from_here, visitor_language
from audio_guide.publishing.shelf import Shelf

READ = [HttpMethod.GET, HttpMethod.HEAD]
SEE_OTHER = 303
YEAR = 365 * 24 * 60 * 60
AnyRequest = Request[Any, Any, Any]
TheSite = NamedDependency[Site]
TheShelf = NamedDependency[Shelf]


def cookie(site: Site, name: str, value: str, age: int) -> Cookie:
    """Return a cookie of a lent phone; with no age it takes away what is there."""
    return Cookie(name, value=value, path="/", max_age=age, httponly=True, samesite="lax", secure=site.public_url.startswith("https:"))


@route("/kiosk", http_method=READ, sync_to_thread=False)
def start(request: AnyRequest, site: TheSite, shelf: TheShelf) -> Response[str]:
    """Begin anew on a lent phone: the choice of a language, and all cookies of the last visitor gone; on another phone tell staff what this is."""
    language = visitor_language(request, site)
    if not site.lent:
        return show(Page("kiosk_staff.html", "/", indexed=False, shown={"lent": False}), site, shelf, language)
    shown = {"asked": in_each(site, mark("Choose a language")), "helped": in_each(site, mark("About the guide and help"))}
    answer = show(Page("kiosk.html", "/", indexed=False, shown=shown), site, shelf, site.default_language)
    answer.cookies.extend(cookie(site, name, "", 0) for name in request.cookies if name != LENT_COOKIE and name.isascii() and name.isprintable())
    return answer


@route("/kiosk/end", http_method=READ, sync_to_thread=False)
def ending(request: AnyRequest, site: TheSite, shelf: TheShelf) -> Response[str]:
    """Ask staff whether this phone shall be an ordinary one again."""
    return show(Page("kiosk_staff.html", "/", indexed=False, shown={"lent": True}), site, shelf, visitor_language(request, site))


@post("/kiosk", sync_to_thread=False)
def begin(request: AnyRequest, site: TheSite) -> Response[str]:
    """Make this phone one that is lent."""
    return gone(request, site, "/kiosk", cookie(site, LENT_COOKIE, "1", YEAR))


@post("/kiosk/end", sync_to_thread=False)
def end(request: AnyRequest, site: TheSite) -> Response[str]:
    """Make this phone an ordinary one again."""
    return gone(request, site, "/", cookie(site, LENT_COOKIE, "", 0))


def gone(request: AnyRequest, site: Site, path: str, changed: Cookie) -> Response[str]:
    """Change the cookie, if one of our own pages asked for it, and go on."""
    if not sent_from_here(request.headers, site.public_url):
        raise PermissionDeniedException
    headers = {"Cache-Control": "no-store", "Location": path}
    return Response("", media_type=MediaType.TEXT, status_code=SEE_OTHER, headers=headers, cookies=[changed])


ROUTES: list[Any] = [start, ending, begin, end]
