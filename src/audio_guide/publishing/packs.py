"""Packs: everything that a phone needs to walk a tour in one language without network, each file with its digest.

A pack's pages are the very bytes that a phone gets, so a phone can tell what changed without fetching it, and cannot mix two editions.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Literal, Protocol, runtime_checkable

import msgspec

from audio_guide.kit.errors import UnavailableError
from audio_guide.publishing.edition import MediaFile, Picture, Stop
from audio_guide.publishing.shelf import Found, Shelf, nearest_track, track_of, way_sounds
from audio_guide.speech.render import Caption, vtt

TRACKS = ("standard", "easy", "described")
SCHOOL = "route=school"
"""How the address of a page says that hard stops are passed over."""
ENOUGH_PIXELS = 640
"""A saved picture is the smallest at least this wide: sharp on a phone, small in its memory."""
SMALL_SOUND = "audio/webm"
EVERY_SOUND = "audio/mpeg"


class PackFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a pack; one whose digest a phone has need not travel again."""

    url: str
    kind: Literal["page", "sound", "picture", "cues"]
    media_type: str
    bytes: int
    """As it is kept; pages travel compressed."""
    digest: str
    """SHA-256 in hexadecimal, or its beginning."""
    stop: str = ""
    stands_for: tuple[str, ...] = ()
    """Addresses in the pages that this file can stand for: a sound's other form, a picture's other sizes."""


class PackStop(msgspec.Struct, frozen=True):
    """Where a code and a number lead."""

    code: str
    number: int


class PackDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a phone needs to walk a tour in one language without network.

    Sound is there in the small form and in the one that every phone plays; a phone keeps one of them.
    """

    asked_language: str
    """The language of the pages."""
    language: str
    """The language of the edition: another one where the tour lacks the asked one."""
    track: str
    tour: str
    title: str
    published_at: str
    edition: str
    """SHA-256 of the edition."""
    version: str
    """Changes whenever any of the files does."""
    stops: tuple[PackStop, ...]
    files: tuple[PackFile, ...]
    bytes: int
    """Of the files with the MP3."""
    bytes_small: int
    """Of the files with the WebM instead."""


@runtime_checkable
class Pages(Protocol):
    """Reads the guide's pages as a phone would get them."""

    @property
    def shelf_revision(self) -> str:
        """From which shelf the pages are."""
        ...

    async def read(self, path: str) -> bytes:
        """Return a page; raises UnavailableError if it is of another shelf than *shelf_revision*."""
        ...


async def pack(shelf: Shelf, slug: str, asked: str, track: str, pages: Pages) -> PackDocument | None:
    """Return the pack of a tour, or None if there is no such tour."""
    edition = shelf.tour(slug, asked)
    if edition is None:
        return None
    found = shelf.walk(slug, asked)
    files = [*await _pages([*_lists(shelf), *_walk(slug, asked, track, found)], pages), *_media(found, asked, track)]
    _same_shelf(shelf, pages)
    return PackDocument(
        asked_language=asked,
        language=edition.language,
        track=track,
        tour=slug,
        title=edition.title,
        published_at=edition.published_at,
        edition=hashlib.sha256(msgspec.json.encode(edition)).hexdigest(),
        version=hashlib.sha256("\n".join(sorted(f"{file.url} {file.digest}" for file in files)).encode()).hexdigest()[:16],
        stops=tuple(PackStop(one.stop.code, one.stop.number) for one in found),
        files=tuple(files),
        bytes=_weight(files, SMALL_SOUND),
        bytes_small=_weight(files, EVERY_SOUND),
    )


async def weigh(shelf: Shelf, slug: str, asked: str, track: str, pages: Pages) -> tuple[int, int]:
    """Return the bytes of a pack with the MP3 and with the WebM, but for the lists of what is saved, which show these figures."""
    found = shelf.walk(slug, asked)
    files = [*await _pages(_walk(slug, asked, track, found), pages), *_media(found, asked, track)]
    _same_shelf(shelf, pages)
    return _weight(files, SMALL_SOUND), _weight(files, EVERY_SOUND)


def tracks_of(shelf: Shelf, slug: str, asked: str) -> tuple[str, ...]:
    """Return the tracks that a tour has at any stop, the standard one first."""
    having = {track.track for one in shelf.walk(slug, asked) for track in one.stop.tracks}
    return tuple(track for track in TRACKS if track in having)


def captions(one: Stop, track: str = TRACKS[0]) -> str:
    """Return the sentences of a stop's track as WebVTT, of the standard one where it lacks that."""
    return vtt(
        Caption(
            sentence.id,
            sentence.start,
            sentence.end,
            paragraph.text[sentence.text_from : sentence.text_to],
            tuple((word.text_from - sentence.text_from, word.start) for word in sentence.words),
        )
        for paragraph in nearest_track(one, track).paragraphs
        for sentence in paragraph.sentences
    )


def _same_shelf(shelf: Shelf, pages: Pages) -> None:
    if pages.shelf_revision != shelf.revision:
        raise UnavailableError("Something was published just now. Please try again.")


def _lists(shelf: Shelf) -> list[tuple[str, str]]:
    """Return the pages that say what is saved; all languages, since a phone without network may be asked for any."""
    return [(f"/{language}/offline", "") for language in shelf.languages]


def _walk(slug: str, asked: str, track: str, found: Sequence[Found]) -> list[tuple[str, str]]:
    """Return the pages of a walk, each with the code of its stop; a tour with hard stops has its route for school classes beside."""
    base = f"/{asked}"
    rest = [(f"{base}/", ""), (f"{base}/all", ""), (f"{base}/about", "")]
    calm = {one.stop.code for one in found if not one.stop.content_note}
    school = 0 < len(calm) < len(found)
    forms = dict.fromkeys(("", "" if track == TRACKS[0] else f"track={track}"))
    for route in ("", SCHOOL) if school else ("",):
        walked = [one.stop for one in found if not route or one.stop.code in calm]
        lists = ("", "/plan") if has_plan(walked) else ("",)
        rest.extend((f"{base}/tours/{slug}{page}{_query(form, route)}", "") for form in forms for page in lists)
    for one in found:
        form = list(forms)[-1] if track_of(one.stop, track) is not None else ""
        routes = ("", SCHOOL) if school and one.stop.code in calm else ("",)
        rest.extend((f"{base}/stops/{one.stop.code}{_query(form, route)}", one.stop.code) for route in routes)
    return rest


def _query(*parts: str) -> str:
    said = "&".join(part for part in parts if part)
    return f"?{said}" if said else ""


def has_plan(stops: Iterable[Stop]) -> bool:
    """Tell whether enough stops have a place for a drawing, or a way for the list."""
    having = tuple(stops)
    return sum(stop.place is not None for stop in having) > 1 or any(stop.way is not None for stop in having)


async def _pages(wanted: Iterable[tuple[str, str]], pages: Pages) -> list[PackFile]:
    files: list[PackFile] = []
    for url, code in wanted:
        body = await pages.read(url)
        files.append(PackFile(url=url, kind="page", media_type="text/html", bytes=len(body), digest=hashlib.sha256(body).hexdigest(), stop=code))
    return files


def _media(found: Iterable[Found], asked: str, track: str) -> list[PackFile]:
    """Return sound, pictures and captions of the stops, each file once."""
    files: list[PackFile] = []
    for one in found:
        code = one.stop.code
        heard = nearest_track(one.stop, track)
        if heard.sound is not None:
            files.extend(_file(file, "sound", code, heard.sound.files) for file in heard.sound.files)
            files.append(_captions(one, asked, heard.track))
        files.extend(_file(file, "sound", code, sound.files) for sound in way_sounds(one.stop) for file in sound.files)
        files.extend(_file(chosen(picture), "picture", code, picture.files) for picture in one.stop.pictures if picture.files)
    return list({file.url: file for file in reversed(files)}.values())[::-1]


def _file(file: MediaFile, kind: Literal["sound", "picture"], code: str, alike: Iterable[MediaFile]) -> PackFile:
    others = tuple(f"/media/{other.name}" for other in alike if other.name != file.name)
    digest = file.name.partition(".")[0]
    return PackFile(url=f"/media/{file.name}", kind=kind, media_type=file.media_type, bytes=file.bytes, digest=digest, stop=code, stands_for=others)


def _captions(one: Found, asked: str, track: str) -> PackFile:
    body = captions(one.stop, track).encode()
    url = f"/api/v1/stops/{one.stop.code}/cues.vtt?lang={asked}{'' if track == TRACKS[0] else f'&track={track}'}"
    return PackFile(url=url, kind="cues", media_type="text/vtt", bytes=len(body), digest=hashlib.sha256(body).hexdigest(), stop=one.stop.code)


def chosen(picture: Picture) -> MediaFile:
    """Return the file of a picture that is saved: WebP, which every phone with a service worker shows, wide enough and no wider."""
    sized = list(zip(picture.files, picture.widths, strict=False)) or [(file, picture.width) for file in picture.files]
    webp = [(file, width) for file, width in sized if file.media_type == "image/webp"] or sized
    wide = [pair for pair in webp if pair[1] >= ENOUGH_PIXELS]
    return min(wide, key=lambda pair: pair[1])[0] if wide else max(webp, key=lambda pair: pair[1])[0]


def _weight(files: Iterable[PackFile], without: str) -> int:
    """Return the bytes of all files, of a sound with two forms without one of them."""
    return sum(file.bytes for file in files if file.kind != "sound" or file.media_type != without or not file.stands_for)
