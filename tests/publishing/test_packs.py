"""What a phone takes along: pages, one size of each picture, both forms of each sound, in the language and track asked for."""

import hashlib

import msgspec
import pytest
from tests.guide import factories

from audio_guide.kit.errors import UnavailableError
from audio_guide.publishing import packs
from audio_guide.publishing.edition import MediaFile


class Shown:
    """Pages that say only where they are."""

    def __init__(self, revision="r1"):
        self.shelf_revision = revision

    async def read(self, path):
        """Return the address as the page."""
        return path.encode()


def with_tracks():
    """Return a Russian edition whose first stop has an easy track with another sound, both in two forms."""

    def sounded(name, letter):
        files = tuple(
            MediaFile(name=f"{letter * 40}.{end}", media_type=kind, bytes=size) for end, kind, size in (("mp3", "audio/mpeg", 100), ("webm", "audio/webm", 50))
        )
        return msgspec.structs.replace(first.tracks[0], track=name, sound=msgspec.structs.replace(first.tracks[0].sound, files=files))

    first = factories.stop("ru", 1)
    return factories.edition("ru", (msgspec.structs.replace(first, tracks=(sounded("standard", "a"), sounded("easy", "b"))), factories.stop("ru", 4)))


async def test_a_pack_of_a_language_that_lacks_a_stop():
    """The Kazakh pack has Kazakh pages, and where a stop is there only in Russian, its page and its Russian sound."""
    made = await packs.pack(factories.shelf(), "alzhir", "kk", "standard", Shown())

    assert ("kk", "kk", "«АЛЖИР» мемориалы") == (made.asked_language, made.language, made.title)
    assert [("K4R7", 1), ("M2T9", 2), ("C8Y5", 3), ("W3H6", 4)] == [(stop.code, stop.number) for stop in made.stops]
    assert "/kk/stops/M2T9" in [file.url for file in made.files]
    page = next(file for file in made.files if file.url == "/kk/all")
    assert (7, hashlib.sha256(b"/kk/all").hexdigest()) == (page.bytes, page.digest)


async def test_a_tour_without_the_language_and_no_tour():
    """A tour that has no Kazakh is packed for a Kazakh reader in what it has; a tour that is not there has no pack."""
    shelf = factories.shelf(factories.edition("ru"))
    made = await packs.pack(shelf, "alzhir", "kk", "standard", Shown())

    assert ("kk", "ru", True) == (made.asked_language, made.language, "/kk/tours/alzhir" in [file.url for file in made.files])
    assert await packs.pack(shelf, "none", "kk", "standard", Shown()) is None


async def test_a_track_has_its_own_pages_and_sound():
    """The easy pack holds the easy sound where there is one, the standard one elsewhere; its page is the easy one."""
    shelf = factories.shelf(with_tracks())
    easy = await packs.pack(shelf, "alzhir", "ru", "easy", Shown())
    urls = [file.url for file in easy.files]

    assert ("standard", "easy") == packs.tracks_of(shelf, "alzhir", "ru")
    assert ["/ru/stops/K4R7?track=easy", "/ru/stops/W3H6"] == [url for url in urls if url.startswith("/ru/stops")]
    assert [f"/media/{'b' * 40}.mp3", f"/media/{'b' * 40}.webm"] == [url for url in urls if "/media/" in url and not url.endswith("webp")]
    assert {"/ru/tours/alzhir", "/ru/tours/alzhir?track=easy"} < set(urls)
    assert ["/api/v1/stops/K4R7/cues.vtt?lang=ru&track=easy"] == [url for url in urls if "cues" in url]
    assert (50, (f"/media/{'b' * 40}.mp3",)) == (easy.bytes - easy.bytes_small, next(file for file in easy.files if file.url.endswith("webm")).stands_for)


async def test_captions_are_those_of_the_sound():
    """The captions in a pack are of the track whose sound is in it, byte for byte as the API gives them; a stop that lacks the track has the standard ones."""
    shelf = factories.shelf()
    easy, plain = [
        {file.url: file.digest for file in (await packs.pack(shelf, "alzhir", "ru", track, Shown())).files if file.kind == "cues"}
        for track in ("easy", "standard")
    ]
    stop = factories.stop("ru", 1)

    assert "виноваты" in packs.captions(stop, "easy")
    assert hashlib.sha256(packs.captions(stop, "easy").encode()).hexdigest() == easy["/api/v1/stops/K4R7/cues.vtt?lang=ru&track=easy"]
    assert plain["/api/v1/stops/C8Y5/cues.vtt?lang=ru"] == easy["/api/v1/stops/C8Y5/cues.vtt?lang=ru"]
    assert packs.captions(stop) == packs.captions(stop, "described") != packs.captions(stop, "easy")


async def test_the_route_for_school_classes_is_packed():
    """A pack has the tour's page and the calm stops also as they are on that route, the hard stop never; a tour without hard stops has no such route."""
    made = [file.url for file in (await packs.pack(factories.shelf(), "alzhir", "ru", "standard", Shown())).files]
    easy = [file.url for file in (await packs.pack(factories.shelf(), "alzhir", "ru", "easy", Shown())).files]
    calm = factories.shelf(factories.edition("ru", (factories.stop("ru", 1), factories.stop("ru", 2))))

    assert ["/ru/tours/alzhir?route=school", *(f"/ru/stops/{code}?route=school" for code in ("K4R7", "M2T9", "W3H6"))] == [
        url for url in made if "school" in url
    ]
    assert "/ru/stops/K4R7?track=easy&route=school" in easy
    assert {"/ru/tours/alzhir?track=easy&route=school", "/ru/tours/alzhir?route=school", "/ru/stops/M2T9?route=school"} < set(easy)
    assert [] == [file.url for file in (await packs.pack(calm, "alzhir", "ru", "standard", Shown())).files if "school" in file.url]


async def test_the_plan_is_packed_where_there_is_one():
    """A tour with places or ways is saved with its plan, on the route for school classes and in the saved form too; another one without."""
    plan = "/ru/tours/alzhir/plan"
    having = [
        [file.url for file in (await packs.pack(shelf, "alzhir", "ru", track, Shown())).files if file.url.startswith(plan)]
        for shelf, track in ((factories.walked(), "standard"), (factories.walked(), "easy"), (factories.shelf(), "standard"))
    ]

    school = f"{plan}?route=school"
    assert [[plan, school], [plan, f"{plan}?track=easy", school, f"{plan}?track=easy&route=school"], []] == having


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ([(1200, "webp"), (700, "webp"), (320, "webp")], 700),
        ([(1200, "avif"), (900, "webp"), (600, "webp"), (600, "jpg")], 900),
        ([(600, "webp"), (300, "webp")], 600),
        ([(1600, "jpg"), (800, "jpg")], 800),
    ],
)
def test_one_size_of_a_picture_is_saved(files, name):
    """The narrowest that is sharp on a phone, in WebP where there is one; never a size that is only a thumbnail."""
    types = {"webp": "image/webp", "avif": "image/avif", "jpg": "image/jpeg"}
    media = tuple(MediaFile(name=f"{width}.{end}", media_type=types[end], bytes=1) for width, end in files)
    picture = msgspec.structs.replace(factories.picture("kk"), files=media, widths=tuple(width for width, _ in files))

    assert str(name) == packs.chosen(picture).name.partition(".")[0]


async def test_films_are_left_to_the_network():
    """A pack holds the page of a stop with a film and neither the film nor its picture: each film is larger than a whole tour of sound."""
    shelf = factories.shelf()
    made = await packs.pack(shelf, "alzhir", "ru", "standard", Shown())
    film = factories.film()

    assert "/ru/stops/M2T9" in [file.url for file in made.files]
    assert {film.file.name, film.poster.name} <= set(shelf.media())
    assert {f"/media/{film.file.name}", f"/media/{film.poster.name}"}.isdisjoint(file.url for file in made.files if file.stop == "M2T9")


async def test_the_weight_is_that_of_the_files():
    """What is shown before saving is the sum of the files but for the lists of what is saved."""
    shelf = factories.shelf(with_tracks())
    made = await packs.pack(shelf, "alzhir", "ru", "standard", Shown())
    lists = sum(file.bytes for file in made.files if file.url.endswith("/offline"))

    assert (made.bytes - lists, made.bytes_small - lists) == await packs.weigh(shelf, "alzhir", "ru", "standard", Shown())


async def test_the_version_follows_every_file():
    """A pack has a new version exactly when a page or a file is another one."""
    versions = [
        (await packs.pack(shelf, "alzhir", "ru", "standard", Shown())).version
        for shelf in (factories.shelf(), factories.shelf(), factories.shelf(factories.edition("ru", (factories.stop("ru", 1),))))
    ]

    assert versions[0] == versions[1] != versions[2]


async def test_a_pack_is_never_of_two_shelves():
    """Pages of one moment and media of another are refused, not mixed."""
    with pytest.raises(UnavailableError, match="Something was published just now"):
        await packs.pack(factories.shelf(), "alzhir", "kk", "standard", Shown("r2"))
