"""The public JSON under ``/api/v1``: what is published, and nothing else."""

import msgspec
from litestar import HttpMethod, MediaType, Request, Response, Router, route
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery

from audio_guide.api import documents, problems
from audio_guide.kit.errors import BadRequestError, NotFoundError
from audio_guide.kit.i18n import negotiate
from audio_guide.publishing import packs
from audio_guide.publishing.edition import Edition
from audio_guide.publishing.shelf import Found, Shelf

READ = [HttpMethod.GET, HttpMethod.HEAD]
PREFIX = "/api/v1"
TheShelf = NamedDependency[Shelf]
ThePages = NamedDependency[packs.Pages]
AnyRequest = Request[object, object, State]


class Asked(msgspec.Struct, frozen=True):
    """The language that is asked for, and whether the address alone says so."""

    language: str
    by_address: bool


TheAsked = NamedDependency[Asked]


def asked(request: AnyRequest, shelf: TheShelf, lang: FromQuery[str] = "") -> Asked:
    """Return the language of ``?lang=``, else of Accept-Language, else the museum's first; raises BadRequestError."""
    if lang and lang not in shelf.languages:
        raise BadRequestError("The language “{asked}” is not offered. There are: {offered}.", asked=lang[:20], offered=", ".join(shelf.languages))
    header = request.headers.get("accept-language", "")
    return Asked(lang or negotiate(header, shelf.languages, shelf.languages[0]), by_address=bool(lang))


def answer(document: object, shelf: Shelf, asked: Asked, language: str, media_type: str = MediaType.JSON) -> Response[bytes]:
    """Answer with a document; what the address alone decides may be kept in memory until something is published."""
    kept = {"x-guide-revision": shelf.revision, **({} if asked.by_address else {"Vary": "Accept-Language"})}
    body = document if isinstance(document, bytes) else msgspec.json.encode(document)
    headers = {"Content-Language": language, "Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*", **kept}
    return Response(body, media_type=media_type, headers=headers)


def found_stop(found: Found | None, error: NotFoundError) -> Found:
    """Return the stop, or raise the error that says what was not there."""
    if found is None:
        raise error
    return found


def known_track(track: str) -> str:
    """Return the track; raises BadRequestError that names those there are."""
    if track not in packs.TRACKS:
        raise BadRequestError("There is no track “{asked}”. There are: {offered}.", asked=track[:20], offered=", ".join(packs.TRACKS))
    return track


def by_code(shelf: Shelf, code: str, language: str) -> Found:
    """Return a stop by its code; raises NotFoundError that tells unpublished from unknown."""
    if shelf.is_withdrawn(code):
        raise NotFoundError("This stop is not published yet.")
    return found_stop(shelf.stop(code, language), NotFoundError("There is no stop with the code {code}.", code=code[:20]))


@route("/tours", http_method=READ, sync_to_thread=False)
def tours(shelf: TheShelf, asked: TheAsked) -> Response[bytes]:
    """List the tours."""
    return answer(documents.tours(shelf, asked.language), shelf, asked, asked.language)


@route("/tours/{slug:str}", http_method=READ, sync_to_thread=False)
def tour(shelf: TheShelf, asked: TheAsked, slug: FromPath[str]) -> Response[bytes]:
    """Give a tour's whole edition."""
    edition = _tour(shelf, slug, asked.language)
    return answer(documents.TourDocument(asked.language, documents.languages_of_tour(shelf, slug), edition), shelf, asked, edition.language)


@route("/tours/{slug:str}/pack", http_method=READ)
async def pack(shelf: TheShelf, asked: TheAsked, pages: ThePages, slug: FromPath[str], track: FromQuery[str] = "standard") -> Response[bytes]:
    """List the files that a phone needs to walk a tour without network."""
    edition = _tour(shelf, slug, asked.language)
    return answer(await packs.pack(shelf, slug, asked.language, known_track(track), pages), shelf, asked, edition.language)


@route("/stops/{code:str}", http_method=READ, sync_to_thread=False)
def stop(shelf: TheShelf, asked: TheAsked, code: FromPath[str]) -> Response[bytes]:
    """Give a stop by its code."""
    found = by_code(shelf, code, asked.language)
    return answer(documents.stop(shelf, found), shelf, asked, found.edition.language)


@route("/stops/by-number/{number:int}", http_method=READ, sync_to_thread=False)
def stop_by_number(shelf: TheShelf, asked: TheAsked, number: FromPath[int]) -> Response[bytes]:
    """Give a stop by the number that visitors key in."""
    error = NotFoundError("There is no stop with the number {number}.", number=number)
    found = found_stop(shelf.stop_by_number(number, asked.language), error)
    return answer(documents.stop(shelf, found), shelf, asked, found.edition.language)


@route("/stops/{code:str}/cues.vtt", http_method=READ, sync_to_thread=False)
def cues(shelf: TheShelf, asked: TheAsked, code: FromPath[str], track: FromQuery[str] = "standard") -> Response[bytes]:
    """Give the sentences of a stop's track as WebVTT."""
    found = by_code(shelf, code, asked.language)
    return answer(packs.captions(found.stop, known_track(track)).encode(), shelf, asked, found.edition.language, "text/vtt")


@route("/edition.schema.json", http_method=READ, sync_to_thread=False)
def schema(shelf: TheShelf) -> Response[bytes]:
    """Give the JSON Schema of an edition."""
    return described(documents.edition_schema(), shelf, "application/schema+json")


@route("/openapi.json", http_method=READ, sync_to_thread=False)
def openapi(shelf: TheShelf) -> Response[bytes]:
    """Give the description of this API."""
    return described(documents.openapi(), shelf, MediaType.JSON)


def described(document: object, shelf: Shelf, media_type: str) -> Response[bytes]:
    """Answer with a description, which only a new version of the guide changes; it gets its tag where the pages get theirs."""
    headers = {"Cache-Control": "public, max-age=3600", "Access-Control-Allow-Origin": "*", "x-guide-revision": shelf.revision}
    return Response(msgspec.json.encode(document), media_type=media_type, headers=headers)


def _tour(shelf: Shelf, slug: str, language: str) -> Edition:
    edition = shelf.tour(slug, language)
    if edition is None:
        raise NotFoundError("There is no tour “{slug}”.", slug=slug[:80])
    return edition


ROUTES = [
    Router(
        PREFIX,
        route_handlers=[tours, tour, pack, stop, stop_by_number, cues, schema, openapi],
        dependencies={"asked": Provide(asked, sync_to_thread=False)},
        exception_handlers=problems.HANDLERS,
    )
]
