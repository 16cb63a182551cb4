"""The documents of the public API, made from the shelf, and their description."""

from typing import Any

import msgspec

from audio_guide.api.problems import Problem
from audio_guide.publishing.edition import Edition, MediaFile, Sound, Stop
from audio_guide.publishing.shelf import Found, Shelf, standard
from audio_guide.speech.render import Caption, vtt

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


class PackFile(msgspec.Struct, frozen=True):
    """A file of a pack; the name is the digest of its bytes, so one that a phone has need not travel again."""

    url: str
    media_type: str
    bytes: int
    stop: str


class PackDocument(msgspec.Struct, frozen=True):
    """Everything that a phone needs to walk a tour in one language without network; sound in the small form and in the one that every phone plays."""

    asked_language: str
    language: str
    tour: str
    published_at: str
    pages: tuple[str, ...]
    files: tuple[PackFile, ...]
    bytes: int
    """Of the files with the MP3."""
    bytes_small: int
    """Of the files with the WebM instead."""


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


def pack(edition: Edition, asked: str) -> PackDocument:
    """Return the list of files for a walk without network."""
    files: list[PackFile] = []
    for one in edition.stops:
        sound = standard(one).sound
        wanted: list[MediaFile] = [*(sound.files if sound is not None else ()), *(picture.files[-1] for picture in one.pictures)]
        files.extend(PackFile(f"/media/{file.name}", file.media_type, file.bytes, one.code) for file in wanted)
    once = {file.url: file for file in files}.values()
    base = f"/{edition.language}"
    pages = (f"{base}/", f"{base}/tours/{edition.tour}", f"{base}/all", *(f"{base}/stops/{one.code}" for one in edition.stops))
    return PackDocument(
        asked_language=asked,
        language=edition.language,
        tour=edition.tour,
        published_at=edition.published_at,
        pages=pages,
        files=tuple(once),
        bytes=sum(file.bytes for file in once if file.media_type != "audio/webm"),
        bytes_small=sum(file.bytes for file in once if file.media_type != "audio/mpeg"),
    )


def captions(one: Stop) -> str:
    """Return the sentences of a stop's standard track as WebVTT."""
    return vtt(
        Caption(
            sentence.id,
            sentence.start,
            sentence.end,
            paragraph.text[sentence.text_from : sentence.text_to],
            tuple((word.text_from - sentence.text_from, word.start) for word in sentence.words),
        )
        for paragraph in standard(one).paragraphs
        for sentence in paragraph.sentences
    )


def edition_schema() -> dict[str, Any]:
    """Return the JSON Schema of an edition."""
    return {"$schema": DIALECT, "$id": SCHEMA_ID, "title": "Edition", **msgspec.json.schema(Edition)}


def _parameter(name: str, place: str, description: str, kind: str = "string") -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "description": description, "schema": {"type": kind}}


_LANG = _parameter("lang", "query", "The code of a language (BCP 47), for example kk, ru or en. Without it Accept-Language decides.")
_SLUG = _parameter("slug", "path", "The tour's slug.")
_CODE = _parameter("code", "path", "The stop's permanent code, in any letter case.")
_NUMBER = _parameter("number", "path", "The number that visitors key in.", "integer")


def openapi() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the public API."""
    _, components = msgspec.json.schema_components(
        [ToursDocument, TourDocument, StopDocument, PackDocument, Problem], ref_template="#/components/schemas/{name}"
    )
    rows: list[tuple[str, str, str, list[dict[str, Any]]]] = [
        ("/api/v1/tours", "List the tours", "ToursDocument", [_LANG]),
        ("/api/v1/tours/{slug}", "Give a tour's whole edition", "TourDocument", [_SLUG, _LANG]),
        ("/api/v1/tours/{slug}/pack", "List the files for walking a tour without network", "PackDocument", [_SLUG, _LANG]),
        ("/api/v1/stops/{code}", "Give a stop by its code", "StopDocument", [_CODE, _LANG]),
        ("/api/v1/stops/by-number/{number}", "Give a stop by its number", "StopDocument", [_NUMBER, _LANG]),
        ("/api/v1/stops/{code}/cues.vtt", "Give a stop's sentences as WebVTT", "", [_CODE, _LANG]),
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
