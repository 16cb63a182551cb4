"""Saving a tour on the visitor's phone: the page on which it is done, and the worker that answers when there is no network."""

import json
from dataclasses import dataclass
from pathlib import Path

from litestar import Response

from audio_guide.guide.rendering import Page, show
from audio_guide.guide.views import total
from audio_guide.kit import formats, web
from audio_guide.kit.web import Site
from audio_guide.publishing.edition import Edition
from audio_guide.publishing.packs import Pages, tracks_of, weigh
from audio_guide.publishing.shelf import Shelf, stops_of

HERE = Path(__file__).parent / "static"
SCRIPT = web.inline(HERE / "offline.js")
WORKER = web.inline(HERE / "sw.js")
LOADS = {"media": "'self' blob:", "more": "worker-src 'self'; "}
"""Only this page may start the worker; it tries saved sound from memory before it says that it is saved."""
WORKER_POLICY = "default-src 'none'; connect-src 'self'"


@dataclass(frozen=True)
class Offer:
    """A tour as it can be saved in the page's language."""

    edition: Edition
    track: str
    stops: int
    seconds: float
    bytes: int
    bytes_small: int


async def page(shelf: Shelf, site: Site, language: str, pages: Pages) -> Page:
    """Show which tours can be saved, with their sizes, and what is saved already."""
    # This page is saved too, once in each language; how large it is shows when it is rendered without that.
    itself = len(show(_page(shelf, language, await _offers(shelf, language, pages, 0)), site, shelf, language).content.encode())
    return _page(shelf, language, await _offers(shelf, language, pages, itself * len(shelf.languages)))


async def _offers(shelf: Shelf, language: str, pages: Pages, more: int) -> list[Offer]:
    """Return what can be saved, each *more* bytes larger than its pack without this page."""
    offers: list[Offer] = []
    for edition in shelf.tours(language):
        found = stops_of(shelf, edition.tour, language)
        for track in tracks_of(shelf, edition.tour, language):
            plain, small = await weigh(shelf, edition.tour, language, track, pages)
            offers.append(Offer(edition, track, len(found), total(found, track), plain + more, small + more))
    return offers


def _page(shelf: Shelf, language: str, offers: list[Offer]) -> Page:
    shown = {
        "offers": offers,
        "days": json.dumps(formats.days_of_the_year(language), ensure_ascii=False),
        "point": formats.decimal_point(language),
        "units": " ".join(formats.units(language)),
        "saving_script": SCRIPT.text,
    }
    return Page("offline.html", "/offline", shelf.languages, shown=shown, scripts=(SCRIPT,), loads=LOADS)


def worker(shelf: Shelf) -> Response[str]:
    """Return the worker's script, which knows the museum's languages; browsers ask for it again and again, and take a new one at once."""
    text = (
        str(WORKER.text)
        .replace('["kk","ru","en"]', json.dumps(shelf.languages, separators=(",", ":")))
        .replace("(?:kk|ru|en)", f"(?:{'|'.join(shelf.languages)})")
    )
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": WORKER_POLICY, "x-guide-revision": shelf.revision}
    return Response(text, media_type="text/javascript", headers=headers)
