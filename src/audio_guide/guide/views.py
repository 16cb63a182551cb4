"""What each page shows, found on the shelf; what is not there is said in a sentence that helps."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from audio_guide.guide.choice import STANDARD, TRACKS, Choice
from audio_guide.guide.rendering import Page
from audio_guide.guide.search import find
from audio_guide.kit.errors import NotFoundError, mark
from audio_guide.kit.web import Site
from audio_guide.publishing.edition import Paragraph, Track
from audio_guide.publishing.packs import has_plan
from audio_guide.publishing.shelf import Found, Shelf, nearest_track, stops_of

LONGEST_NUMBER = 6
LONGEST_ECHO = 12
MOST_NEAR = 4
NOTHING = Paragraph(id="", role="text", text="")
LOCAL_PATH = re.compile(r"/(?!/)[A-Za-z0-9._~/?=&%#+,;:@!$'()*-]{0,500}")


def home(shelf: Shelf, language: str, wrong: str | None = None) -> Page:
    """Show the tours and the field for a number; *wrong* is a number that no stop has, beside which those near it are named."""
    tours = [(edition, stops_of(shelf, edition.tour, language)) for edition in shelf.tours(language)]
    stops = sorted({found.stop.number: found for _, having in tours for found in having}.items())
    shown = {
        "tours": tours,
        "forms": forms(tours[0][1], tours[0][0].tour, Choice()) if len(tours) == 1 else (),
        "wrong": wrong,
        "numbers": [number for number, _ in stops],
        "places": [f"{number}=/{language}/stops/{found.stop.code}" for number, found in stops],
        "near": near(tuple(found for _, found in stops), wrong or ""),
        "total": total,
        "neutral": "/",
        "dead": "",
        "withdrawn": False,
    }
    return Page("home.html", "/", shelf.languages, status=200 if wrong is None else 404, shown=shown)


def tour(shelf: Shelf, language: str, slug: str, choice: Choice) -> Page:
    """Show a tour's stops in their order; the school route leaves out those with a content note."""
    edition = shelf.tour(slug, language)
    if edition is None:
        raise NotFoundError("There is no such tour.")
    having = tuple(other for other in shelf.languages if (slug, other) in shelf.editions)
    stops = stops_of(shelf, slug, language)
    calm = without_notes(stops)
    shown = {
        "edition": edition,
        "stops": calm if choice.route else stops,
        "total": partial(total, track=choice.track),
        "choice": choice,
        "has_plan": drawn(calm if choice.route else stops),
        "other_route": (stops if choice.route else calm) if 0 < len(calm) < len(stops) else (),
        "forms": forms(calm if choice.route else stops, slug, choice),
        "onward": choice.query,
    }
    return Page("tour.html", f"/tours/{slug}", having, indexed=edition.language == language and not choice.query, shown=shown)


@dataclass(frozen=True, slots=True)
class TourForm:
    """One form of a tour's words, and at how many of its stops it can be had."""

    name: str
    path: str
    stops: int
    current: bool


def forms(stops: Sequence[Found], slug: str, choice: Choice) -> tuple[TourForm, ...]:
    """Return the forms in which a tour's words can be had at any of the stops, if there is more than one."""
    having: Counter[str] = Counter(track.track for found in stops for track in found.stop.tracks)
    named = [name for name in TRACKS if having[name]]
    if len(named) == 1:
        return ()
    return tuple(TourForm(name, f"/tours/{slug}{choice.but(track=name).query}", having[name], choice.track == name) for name in named)


def whole(shelf: Shelf, language: str) -> Page:
    """Show all words of all tours, for reading and printing."""
    tours = [(edition, stops_of(shelf, edition.tour, language)) for edition in shelf.tours(language)]
    return Page("all.html", "/all", shelf.languages, shown={"tours": tours, "total": total})


def about(shelf: Shelf, language: str) -> Page:
    """Show what the museum says of its tours and how the guide is used."""
    return Page("about.html", "/about", shelf.languages, shown={"tours": shelf.tours(language)})


def missing(shelf: Shelf, language: str, code: str) -> Page:
    """Help a visitor whose code leads nowhere now: say so, and show the other ways to a stop."""
    known = shelf.is_withdrawn(code)
    page = home(shelf, language)
    return replace(page, status=404, shown={**page.shown, "withdrawn": known, "dead": "" if known else code[:LONGEST_ECHO]})


def choose(shelf: Shelf, site: Site, code: str = "") -> Page:
    """Let the visitor choose the language of the guide, or of the stop whose sign they scanned: where pages are files nobody else does it for them."""
    found = {language: shelf.stop(code, language) for language in shelf.languages} if code else {}
    ways: list[tuple[str, Found | None, str]] = [(language, one, f"/{language}/stops/{one.stop.code}") for language, one in found.items() if one is not None]
    path = ways[0][2].removeprefix(f"/{ways[0][0]}") if ways else "/"
    said = in_each(site, mark("Not found") if code and not ways else mark("Choose a language"))
    shown = {"asked": said, "ways": ways or [(language, None, f"/{language}/") for language in shelf.languages], "dead": bool(code) and not ways}
    return Page("choose.html", path, indexed=False, shown=shown)


def in_each(site: Site, sentence: str) -> dict[str, str]:
    """Say something in every language that a visitor may choose, for whoever has not chosen yet."""
    said: dict[str, str] = {}
    for one in site.offered:
        words = site.catalogues.gettext(one, sentence)
        if words not in said.values():  # a language without words of its own would say it a second time in another one's
            said[one] = words
    return said


def without_notes(stops: Iterable[Found]) -> tuple[Found, ...]:
    """Return the stops that tell of nothing that may hurt."""
    return tuple(found for found in stops if not found.stop.content_note)


def plan(shelf: Shelf, language: str, slug: str, choice: Choice) -> Page:
    """Show where the stops of a tour stand, as a drawing and, telling the same, as a list with the ways; the school route leaves out the hard ones."""
    edition = shelf.tour(slug, language)
    every = stops_of(shelf, slug, language)
    stops = without_notes(every) if choice.route else every
    if edition is None or not drawn(stops):
        raise NotFoundError("This tour has no plan.")
    having = tuple(other for other in shelf.languages if (slug, other) in shelf.editions)
    shown = {"edition": edition, "stops": stops, "points": points, "leading": leading(stops, every), "choice": choice, "onward": choice.query}
    return Page("plan.html", f"/tours/{slug}/plan", having, indexed=edition.language == language and not choice.query, shown=shown)


def leading(stops: Sequence[Found], every: Sequence[Found]) -> frozenset[str]:
    """Return the codes of the stops from which the way leads to the next one of a route, and not to one that the route leaves out."""
    onward = dict(pairwise([*(one.stop.code for one in every), ""]))
    return frozenset(here for here, there in pairwise([*(one.stop.code for one in stops), ""]) if onward[here] == there)


def points(stops: Sequence[Found]) -> str:
    """Return the line through the places of stops as SVG writes it."""
    return " ".join(f"{place.x},{place.y}" for found in stops if (place := found.stop.place) is not None)


def drawn(stops: Sequence[Found]) -> bool:
    """Tell whether enough stops have a place for a drawing, or a way for the list."""
    return has_plan(found.stop for found in stops)


def search(shelf: Shelf, language: str, query: str) -> Page:
    """Show the stops that have what is looked for."""
    return Page("search.html", "/search", indexed=False, shown={"query": query, "found": find(shelf, language, query)})


def spoken(track: Track, role: str) -> Paragraph:
    """Return the track's title or note as it is spoken, or an empty paragraph."""
    return next((paragraph for paragraph in track.paragraphs if paragraph.role == role), NOTHING)


def total(stops: Iterable[Found], track: str = STANDARD) -> float:
    """Return how long all stops that have sound last together in a form, in seconds."""
    sounds = (nearest_track(found.stop, track).sound for found in stops)
    return sum(sound.duration for sound in sounds if sound is not None)


def near(stops: Sequence[Found], typed: str) -> tuple[Found, ...]:
    """Return the few stops whose numbers are nearest to the one that was typed, in their order."""
    if not (typed.isascii() and typed.isdigit()):
        return ()
    nearest = sorted(stops, key=lambda one: abs(one.stop.number - int(typed)))[:MOST_NEAR]
    return tuple(sorted(nearest, key=lambda one: one.stop.number))


def numbered(shelf: Shelf, language: str, typed: str) -> Found | None:
    """Return the stop whose number a visitor typed, or None."""
    typed = typed.strip()
    known = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER
    return shelf.stop_by_number(int(typed), language) if known else None


def local_path(wanted: str, otherwise: str) -> str:
    """Return *wanted* if it is a path of this site, so that no link of ours can lead to a stranger's, else *otherwise*."""
    return wanted if LOCAL_PATH.fullmatch(wanted) else otherwise
