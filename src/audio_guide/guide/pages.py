"""The addresses of the guide; the language of a page is the first part of its path, and only a picked language is remembered."""

from typing import Annotated, Any

from litestar import HttpMethod, MediaType, Request, Response, Router, route
from litestar.datastructures import Cookie
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, QueryParameter

from audio_guide.guide import views
from audio_guide.guide.rendering import show
from audio_guide.kit.errors import NotFoundError
from audio_guide.kit.web import LANGUAGE_COOKIE, Site, visitor_language
from audio_guide.publishing.shelf import Shelf

READ = [HttpMethod.GET, HttpMethod.HEAD]
FOUND = 302
SEE_OTHER = 303
YEAR = 365 * 24 * 60 * 60
NOT_KEPT = {"Cache-Control": "no-store"}
AnyRequest = Request[Any, Any, Any]
Language = NamedDependency[str]
TheSite = NamedDependency[Site]
TheShelf = NamedDependency[Shelf]


def path_language(lang: FromPath[str], site: TheSite) -> str:
    """Return the language of the path; another one than ours is told so."""
    if lang not in site.languages.codes:
        raise NotFoundError("This page is not offered in this language.")
    return lang


def sent(path: str, status: int = FOUND, cookies: list[Cookie] | None = None) -> Response[str]:
    """Send the visitor to another page of ours; no cache may keep that."""
    return Response("", media_type=MediaType.TEXT, status_code=status, headers={**NOT_KEPT, "Location": path}, cookies=cookies)


@route("/", http_method=READ, sync_to_thread=False)
def start(request: AnyRequest, site: TheSite) -> Response[str]:
    """Send the visitor to the guide in their language."""
    return sent(f"/{visitor_language(request, site)}/")


@route("/q/{code:str}", http_method=READ, sync_to_thread=False)
def scan(request: AnyRequest, code: FromPath[str], site: TheSite, shelf: TheShelf) -> Response[str]:
    """Send the visitor from a printed sign to its stop, in their language."""
    language = visitor_language(request, site)
    found = shelf.stop(code, language)
    if found is None:
        raise views.missing(shelf, code)
    return sent(f"/{language}/stops/{found.stop.code}?q=1")


@route("/language/{lang:str}", http_method=READ, sync_to_thread=False)
def pick(language: Language, site: TheSite, wanted: Annotated[str, QueryParameter(name="next")] = "") -> Response[str]:
    """Remember the language that the visitor picked and go on where they were."""
    secure = site.public_url.startswith("https:")
    cookie = Cookie(LANGUAGE_COOKIE, value=language, path="/", max_age=YEAR, httponly=True, samesite="lax", secure=secure)
    return sent(views.local_path(wanted, f"/{language}/"), SEE_OTHER, [cookie])


@route("/", http_method=READ, sync_to_thread=False)
def home(language: Language, site: TheSite, shelf: TheShelf) -> Response[str]:
    """Show the tours and the field for a stop's number."""
    return show(views.home(shelf, language), site, shelf, language)


@route("/number", http_method=READ, sync_to_thread=False)
def number(language: Language, site: TheSite, shelf: TheShelf, n: FromQuery[str] = "") -> Response[str]:
    """Send the visitor to the stop whose number they typed, or say that there is none."""
    found = views.numbered(shelf, language, n)
    if found is None:
        return show(views.home(shelf, language, wrong=n.strip()[: views.LONGEST_ECHO]), site, shelf, language)
    return sent(f"/{language}/stops/{found.stop.code}")


@route("/tours/{slug:str}", http_method=READ, sync_to_thread=False)
def tour(language: Language, slug: FromPath[str], site: TheSite, shelf: TheShelf) -> Response[str]:
    """Show a tour's stops."""
    return show(views.tour(shelf, language, slug), site, shelf, language)


@route("/stops/{code:str}", http_method=READ, sync_to_thread=False)
def stop(language: Language, code: FromPath[str], site: TheSite, shelf: TheShelf) -> Response[str]:
    """Show a stop."""
    return show(views.stop(shelf, language, code), site, shelf, language)


@route("/all", http_method=READ, sync_to_thread=False)
def whole(language: Language, site: TheSite, shelf: TheShelf) -> Response[str]:
    """Show the whole text of the guide."""
    return show(views.whole(shelf, language), site, shelf, language)


@route("/about", http_method=READ, sync_to_thread=False)
def about(language: Language, site: TheSite, shelf: TheShelf) -> Response[str]:
    """Show what the guide is and how to use it."""
    return show(views.about(shelf, language), site, shelf, language)


IN_LANGUAGE = {"language": Provide(path_language, sync_to_thread=False)}
ROUTES: list[Any] = [
    start,
    scan,
    Router("/", route_handlers=[pick], dependencies=IN_LANGUAGE),
    Router("/{lang:str}", route_handlers=[home, number, tour, stop, whole, about], dependencies=IN_LANGUAGE),
]
"""All addresses of the guide; the app provides ``shelf`` and ``site``."""
