"""The addresses of the guide; the language of a page is the first part of its path, and only a picked language is remembered."""

from pathlib import Path
from typing import Annotated, Any

from litestar import HttpMethod, MediaType, Request, Response, Router, route
from litestar.datastructures import Cookie
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, QueryParameter

from audio_guide.guide import kiosk, saving, stops, views
from audio_guide.guide.choice import TRACKS, Choice, choice_of
from audio_guide.guide.rendering import show
from audio_guide.guide.search import LONGEST_QUERY
from audio_guide.kit import web
from audio_guide.kit.codes import code_of
from audio_guide.kit.errors import NotFoundError
from audio_guide.kit.web import CHOICE_COOKIE, Site, chosen, visitor_language
from audio_guide.listening.counter import Counts, Event
from audio_guide.publishing.packs import Pages
from audio_guide.publishing.shelf import Shelf, track_of

READ = [HttpMethod.GET, HttpMethod.HEAD]
FOUND = 302
SEE_OTHER = 303
YEAR = 365 * 24 * 60 * 60
LOGO_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
}
ICON = (Path(web.__file__).parent / "static" / "icon.png").read_bytes()
ICON_HEADERS = {"Cache-Control": "public, max-age=604800"}
NOT_KEPT = {"Cache-Control": "no-store"}
AnyRequest = Request[Any, Any, Any]
Language = NamedDependency[str]
TheSite = NamedDependency[Site]
TheShelf = NamedDependency[Shelf]
ThePages = NamedDependency[Pages]
TheChoice = NamedDependency[Choice]
Next = Annotated[str, QueryParameter(name="next")]
TheCounts = NamedDependency[Counts]


def path_language(lang: FromPath[str], site: TheSite) -> str:
    """Return the language of the path; another one than ours is told so."""
    if lang not in site.languages.codes:
        raise NotFoundError("This page is not offered in this language.")
    return lang


def sent(path: str, status: int = FOUND, cookies: list[Cookie] | None = None) -> Response[str]:
    """Send the visitor to another page of ours; no cache may keep that."""
    return Response("", media_type=MediaType.TEXT, status_code=status, headers={**NOT_KEPT, "Location": path}, cookies=cookies)


@route("/", http_method=READ, sync_to_thread=False)
def start(request: AnyRequest, site: TheSite, shelf: TheShelf) -> Response[str]:
    """Send the visitor to the guide in their language; a file cannot, and lets them choose."""
    if site.as_files:
        return show(views.choose(shelf, site), site, shelf, site.default_language)
    return sent(f"/{visitor_language(request, site)}/")


@route("/q/{code:str}", http_method=READ, sync_to_thread=False)
def scan(request: AnyRequest, code: FromPath[str], site: TheSite, shelf: TheShelf, counts: TheCounts) -> Response[str]:
    """Send the visitor from a printed sign to its stop, in their language and the form they once picked; signs that lead nowhere are counted too."""
    if site.as_files:
        return show(views.choose(shelf, site, code), site, shelf, site.default_language)
    language = visitor_language(request, site)
    found = shelf.stop(code, language)
    if opened(request):
        count_scan(counts, shelf, code, language)
    if found is None:
        return show(views.missing(shelf, language, code), site, shelf, language)
    _, picked = chosen(request)
    track = f"&track={picked}" if picked in TRACKS[1:] and track_of(found.stop, picked) is not None else ""
    return sent(f"/{language}/stops/{found.stop.code}?q=1{track}")


def picked(request: AnyRequest, site: Site, *, language: str | None = None, track: str | None = None) -> list[Cookie]:
    """Return what remembers a pick beside earlier ones, if it was one: a link on our page was followed, not somebody else's or a typed address."""
    origin = request.headers.get("sec-fetch-site", "")
    ours = f"{request.url.scheme}://{request.url.netloc}/"
    if origin not in {"", "same-origin"} or (not origin and not request.headers.get("referer", "").startswith((ours, f"{site.public_url.rstrip('/')}/"))):
        return []
    before = chosen(request)
    language = before[0] if language is None else language
    track = before[1] if track is None else track
    value = language if language in site.languages.codes else ""
    value += f".{track}" if track in TRACKS[1:] else ""
    secure = site.public_url.startswith("https:")
    return [Cookie(CHOICE_COOKIE, value=value or None, path="/", max_age=YEAR if value else 0, httponly=True, samesite="lax", secure=secure)]


def opened(request: AnyRequest) -> bool:
    """Tell whether somebody opened an address, and not a browser or messenger that looks ahead."""
    return request.method == "GET" and "prefetch" not in request.headers.get("sec-purpose", request.headers.get("purpose", ""))


def count_scan(counts: Counts, shelf: Shelf, code: str, language: str) -> None:
    """Count that a sign was scanned, and where it led."""
    if (found := shelf.stop(code, language)) is not None:
        counts.add(Event("scan", found.stop.code, language, found.edition.language))
    elif shelf.is_withdrawn(code):
        counts.add(Event("unpublished", code_of(code), language))
    else:
        counts.add_dead(code, language)


@route("/language/{lang:str}", http_method=READ, sync_to_thread=False)
def pick(request: AnyRequest, language: Language, site: TheSite, wanted: Next = "") -> Response[str]:
    """Remember the language that the visitor picked and go on where they were."""
    return sent(views.local_path(wanted, f"/{language}/"), SEE_OTHER, picked(request, site, language=language))


@route("/track/{track:str}", http_method=READ, sync_to_thread=False)
def pick_track(request: AnyRequest, track: FromPath[str], site: TheSite, wanted: Next = "") -> Response[str]:
    """Remember in which form the visitor wants the words of every stop whose sign they scan; the usual form is remembered by forgetting."""
    if track not in TRACKS:
        raise NotFoundError("There is no such form of the texts.")
    return sent(views.local_path(wanted, "/"), SEE_OTHER, picked(request, site, track=track))


@route("/logo/{name:str}", http_method=READ, sync_to_thread=False)
def sign(name: FromPath[str], site: TheSite) -> Response[bytes]:
    """Give the museum's sign; its name changes when it does."""
    if site.logo is None or name != site.logo.name:
        raise NotFoundError("Not found")
    return Response(site.logo.content, media_type=site.logo.media_type, headers=LOGO_HEADERS)


@route("/favicon.ico", http_method=READ, sync_to_thread=False)
def icon() -> Response[bytes]:
    """Give the small picture of a tab, which every browser asks for at this address."""
    return Response(ICON, media_type="image/png", headers=ICON_HEADERS)


@route("/", http_method=READ, sync_to_thread=False)
def home(language: Language, site: TheSite, shelf: TheShelf) -> Response[str]:
    """Show the tours and the field for a stop's number."""
    return show(views.home(shelf, language), site, shelf, language)


@route("/number", http_method=READ, sync_to_thread=False)
def number(language: Language, site: TheSite, shelf: TheShelf, counts: TheCounts, n: FromQuery[str] = "") -> Response[str]:
    """Send the visitor to the stop whose number they typed, or say that there is none."""
    found = views.numbered(shelf, language, n)
    if found is None:
        if n.strip():
            counts.add_dead(f"№{n.strip()}", language)
        return show(views.home(shelf, language, wrong=n.strip()[: views.LONGEST_ECHO]), site, shelf, language)
    return sent(f"/{language}/stops/{found.stop.code}")


@route("/tours/{slug:str}", http_method=READ, sync_to_thread=False)
def tour(language: Language, slug: FromPath[str], site: TheSite, shelf: TheShelf, choice: TheChoice) -> Response[str]:
    """Show a tour's stops."""
    return show(views.tour(shelf, language, slug, choice), site, shelf, language)


@route("/tours/{slug:str}/plan", http_method=READ, sync_to_thread=False)
def plan(language: Language, slug: FromPath[str], site: TheSite, shelf: TheShelf, choice: TheChoice) -> Response[str]:
    """Show where a tour's stops stand and how one gets from one to the next."""
    return show(views.plan(shelf, language, slug, choice), site, shelf, language)


@route("/search", http_method=READ, sync_to_thread=False)
def search(language: Language, site: TheSite, shelf: TheShelf, q: FromQuery[str] = "") -> Response[str]:
    """Show the stops that have what is looked for."""
    return show(views.search(shelf, language, q.strip()[:LONGEST_QUERY]), site, shelf, language)


@route("/stops/{code:str}", http_method=READ, sync_to_thread=False)
def stop(language: Language, code: FromPath[str], site: TheSite, shelf: TheShelf, choice: TheChoice) -> Response[str]:
    """Show a stop, or the other ways if there is none with this code."""
    return show(stops.stop(shelf, language, code, choice) or views.missing(shelf, language, code), site, shelf, language)


@route("/all", http_method=READ, sync_to_thread=False)
def whole(language: Language, site: TheSite, shelf: TheShelf) -> Response[str]:
    """Show the whole text of the guide."""
    return show(views.whole(shelf, language), site, shelf, language)


@route("/about", http_method=READ, sync_to_thread=False)
def about(language: Language, site: TheSite, shelf: TheShelf) -> Response[str]:
    """Show what the guide is and how to use it."""
    return show(views.about(shelf, language), site, shelf, language)


@route("/offline", http_method=READ)
async def offline(language: Language, site: TheSite, shelf: TheShelf, pages: ThePages) -> Response[str]:
    """Show what can be saved on the phone and what is."""
    return show(await saving.page(shelf, site, language, pages), site, shelf, language)


@route("/sw.js", http_method=READ, sync_to_thread=False)
def worker(shelf: TheShelf) -> Response[str]:
    """Give the worker that answers without network; only the page above starts it."""
    return saving.worker(shelf)


IN_LANGUAGE = {"language": Provide(path_language, sync_to_thread=False), "choice": Provide(choice_of, sync_to_thread=False)}
ROUTES: list[Any] = [
    start,
    scan,
    worker,
    pick_track,
    sign,
    icon,
    *kiosk.ROUTES,
    Router("/", route_handlers=[pick], dependencies=IN_LANGUAGE),
    Router("/{lang:str}", route_handlers=[home, number, search, tour, plan, stop, whole, about, offline], dependencies=IN_LANGUAGE),
]
"""All addresses of the guide; the app provides ``shelf``, ``site`` and ``counts``."""
