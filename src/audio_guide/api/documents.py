"""The documents of the public API, made from the shelf, and their description."""

from typing import Any

import msgspec

from audio_guide.api.problems import Problem
from audio_guide.publishing.edition import Edition, Sound, Stop
from audio_guide.publishing.packs import PackDocument
from audio_guide.publishing.shelf import Found, Shelf, standard

SCHEMA_ID = "/api/v1/edition.schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


class TourSummary(msgspec.Struct, frozen=True):
    """A tour in the list."""

    slug: str
    title: str
    summary: str
    language: str
    languages: tuple[str, ...]
    stops: int
    duration: float


class ToursDocument(msgspec.Struct, frozen=True):
    """All tours."""

    asked_language: str
    tours: tuple[TourSummary, ...]


class TourDocument(msgspec.Struct, frozen=True):
    """A tour's edition, in the language that was asked for or its fallback."""

    asked_language: str
    languages: tuple[str, ...]
    edition: Edition


class StopDocument(msgspec.Struct, frozen=True):
    """A stop, in the language that was asked for or its fallback."""

    asked_language: str
    language: str
    languages: tuple[str, ...]
    tour: str
    published_at: str
    stop: Stop


def _duration(edition: Edition) -> float:
    sounds: list[Sound] = [track for stop in edition.stops if (track := standard(stop).sound) is not None]
    return round(sum(sound.duration for sound in sounds), 1)


def languages_of_tour(shelf: Shelf, slug: str) -> tuple[str, ...]:
    """Return the languages in which a tour is published, in the museum's order."""
    return tuple(language for language in shelf.languages if (slug, language) in shelf.editions)


def tours(shelf: Shelf, language: str) -> ToursDocument:
    """Return the list of tours."""
    rows = (
        TourSummary(one.tour, one.title, one.summary, one.language, languages_of_tour(shelf, one.tour), len(one.stops), _duration(one))
        for one in shelf.tours(language)
    )
    return ToursDocument(language, tuple(rows))


def stop(shelf: Shelf, found: Found) -> StopDocument:
    """Return a stop with where it was found."""
    edition = found.edition
    return StopDocument(found.asked, edition.language, shelf.languages_of(found.stop.code), edition.tour, edition.published_at, found.stop)


def edition_schema() -> dict[str, Any]:
    """Return the JSON Schema of an edition."""
    return {"$schema": DIALECT, "$id": SCHEMA_ID, "title": "Edition", **msgspec.json.schema(Edition)}


def _parameter(name: str, place: str, description: str, kind: str = "string") -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "description": description, "schema": {"type": kind}}


_LANG = _parameter("lang", "query", "The code of a language (BCP 47), for example kk, ru or en. Without it Accept-Language decides.")
_SLUG = _parameter("slug", "path", "The tour's slug.")
_CODE = _parameter("code", "path", "The stop's permanent code, in any letter case.")
_TRACK = _parameter("track", "query", "The track: standard, easy or described; a stop without it comes in the standard one.")
_NUMBER = _parameter("number", "path", "The number that visitors key in.", "integer")


def openapi() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the public API."""
    _, components = msgspec.json.schema_components(
        [ToursDocument, TourDocument, StopDocument, PackDocument, Problem], ref_template="#/components/schemas/{name}"
    )
    rows: list[tuple[str, str, str, list[dict[str, Any]]]] = [
        ("/api/v1/tours", "List the tours", "ToursDocument", [_LANG]),
        ("/api/v1/tours/{slug}", "Give a tour's whole edition", "TourDocument", [_SLUG, _LANG]),
        ("/api/v1/tours/{slug}/pack", "List the files for walking a tour without network", "PackDocument", [_SLUG, _LANG, _TRACK]),
        ("/api/v1/stops/{code}", "Give a stop by its code", "StopDocument", [_CODE, _LANG]),
        ("/api/v1/stops/by-number/{number}", "Give a stop by its number", "StopDocument", [_NUMBER, _LANG]),
        ("/api/v1/stops/{code}/cues.vtt", "Give a stop's sentences as WebVTT", "", [_CODE, _LANG, _TRACK]),
    ]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Audio guide",
            "version": "1",
            "description": "What is published, read-only. Every answer has an ETag.",
            "license": {"name": "GPL-3.0-or-later", "identifier": "GPL-3.0-or-later"},
        },
        "paths": {path: {"get": _operation(summary, name, parameters)} for path, summary, name, parameters in rows},
        "components": {"schemas": components},
    }


def _operation(summary: str, name: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}} if name else {"text/vtt": {"schema": {"type": "string"}}}
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    refused = {"400": "The language is not offered or the address cannot be understood."} | ({"404": "There is no such thing."} if len(parameters) > 1 else {})
    return {
        "summary": summary,
        "operationId": summary.lower().replace("'", "").replace(" ", "-"),
        "parameters": parameters,
        "responses": {
            "200": {"description": "What was asked for, in the language that was found.", "content": content},
            "304": {"description": "Nothing has changed."},
            **{status: {"description": text, "content": problem} for status, text in refused.items()},
        },
    }
