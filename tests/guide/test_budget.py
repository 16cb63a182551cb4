"""What a visitor's phone has to load before a stop can be heard, measured as it travels, on the ALZHIR tour's own words in three languages."""

import hashlib
import tomllib

import brotli
import msgspec
import pytest

from audio_guide.guide.rendering import SCRIPT
from audio_guide.kit.brand import Logo
from audio_guide.kit.media import DIGEST_LETTERS, TYPES
from audio_guide.kit.rendered import SMALLEST
from audio_guide.publishing.edition import MediaFile, Paragraph, Passage, Sentence, Theme, Track, Way, Word
from audio_guide.speech.plan import passages_of
from audio_guide.speech.sentences import split
from tests.guide import factories

LARGEST_VIEW = 10_000
"""Also with all that a museum can put on one stop."""
LARGEST_SCRIPT = 6_000
LANGUAGES = ("kk", "ru", "en")
CARE = {
    "kk": "Тыныш бөлме екінші қабатта. Ауыр тисе, қызметкерге айтыңыз.",
    "ru": "Тихая комната — на втором этаже. Если вам тяжело, скажите сотруднику.",
    "en": "There is a quiet room on the second floor. If this weighs on you, speak to our staff.",
}
IDS = ("signed", "way", "form-described", "read-ru", "skip", "passage", "load")
PARTS = ("avif", *(f'id="{name}"' for name in IDS), "/logo/", ":root{--link:", "box plain")
"""What stands in the page of a stop that has everything."""
STOPS = sorted((factories.ROOT / "src/audio_guide/demo/alzhir/stops").glob("*.toml"))
BYTES_A_SECOND, ROUND_TRIP = 400_000 / 8, 0.4
SET_UP = 2
"""Round trips before the first request: TCP's and TLS's own."""
SOUND_BYTES = 32 * 1024
"""About what a browser wants before it plays."""
LETTERS_A_SECOND = 11.3
"""As the bundled voice speaks; the times get no rounder than real ones."""


def file(of, ending):
    """Return a file with a name as long as real ones, which no compression makes shorter."""
    return MediaFile(name=f"{hashlib.sha256(of.encode()).hexdigest()[:DIGEST_LETTERS]}.{ending}", media_type=TYPES[ending], bytes=240_000)


def pictured(stop, language, widths):
    """Return a stop's picture in the sizes and forms given."""
    files = tuple(file(f"{stop.code} {width}", ending) for width, ending in widths)
    return (msgspec.structs.replace(factories.picture(language), files=files, widths=tuple(width for width, _ in widths)),)


def sounding(track, stop, language):
    """Return a track whose sound has names of its own."""
    files = tuple(file(f"{stop.code} {language} {track.track}", ending) for ending in ("mp3", "webm"))
    return msgspec.structs.replace(track, sound=msgspec.structs.replace(track.sound, files=files))


def spoken(passage, language, clock):
    """Return a paragraph with the times that a voice would give it."""
    sentences = []
    for part in split(passage.text, language):
        begin, place, words = clock[0], part.start, []
        for word in passage.text[part.start : part.end].split(" "):
            words.append(Word(start=clock[0], text_from=place, text_to=place + len(word)))
            place += len(word) + 1
            clock[0] += (len(word) + 1) / LETTERS_A_SECOND * (0.8 + len(word) % 3 / 5)
        number = f"s{len(sentences) + 1}"
        sentences.append(Sentence(id=number, start=begin, end=clock[0], text_from=part.start, text_to=part.end, words=tuple(words)))
        clock[0] += 0.35
    return Paragraph(id=passage.id, role=passage.role, text=passage.text, sentences=tuple(sentences))


def told(source, language):
    """Return a stop of the tour as its edition would have it."""
    row = tomllib.loads(source.read_text("utf-8"))
    words, clock = row[language], [0.2]
    passages = passages_of(words["title"], words.get("content_note", ""), words["text"].strip())
    track = Track(track="standard", paragraphs=tuple(spoken(passage, language, clock) for passage in passages), sound=factories.sound(clock[0]), revision=1)
    # The drawings of the tour have two sizes in one form.
    made = factories.stop(language, 1, title=words["title"])
    themes = tuple(Theme(theme=theme, forms=tuple(forms)) for theme, forms in row.get("themes", {}).items())
    passage = Passage(first=f"p{row['passage'][0]}", last=f"p{row['passage'][1]}") if "passage" in row else None
    marked = msgspec.structs.replace(made, content_note=words.get("content_note", ""), themes=themes, passage=passage)
    coded = msgspec.structs.replace(marked, code=row["code"], number=row["number"])
    return msgspec.structs.replace(coded, tracks=(sounding(track, coded, language),), pictures=pictured(coded, language, ((1200, "webp"), (600, "webp"))))


def laden(stop, language):
    """Return a stop with all that a museum can add: every size and form of a photograph, three forms of the words, ways, a film, a hard passage."""
    (told,) = stop.tracks
    forms = (told, factories.easy(stop.title, factories.EASY[language]), msgspec.structs.replace(told, track="described"))
    words = {"kk": "Тура 40 қадам жүріп, солға бұрылыңыз.", "ru": "Прямо 40 шагов, потом налево.", "en": "Straight on for 40 steps, then turn left."}[language]
    heard = [msgspec.structs.replace(told.sound, files=(file(f"{stop.code} {language} {way}", "mp3"),), duration=6.0) for way in ("way", "step-free")]
    film = msgspec.structs.replace(factories.film(), file=file(f"{stop.code} film", "mp4"), poster=file(stop.code, "webp"), captions=file(language, "vtt"))
    return msgspec.structs.replace(
        stop,
        tracks=tuple(sounding(form, stop, language) for form in forms),
        pictures=pictured(
            stop, language, [(width, ending) for width in (1600, 960, 480) for ending in ("avif", "webp", "jpg") if width < 1600 or ending != "jpg"]
        ),
        way=Way(text=words, sound=heard[0], step_free=f"{words} {words}", step_free_sound=heard[1]),
        sign_video=film,
        passage=Passage(first="p3", last="p4"),
    )


@pytest.fixture(scope="module")
def served():
    """Serve the whole tour."""
    tour = {language: [told(source, language) for source in STOPS] for language in LANGUAGES}
    with factories.client(factories.shelf(*(factories.edition(language, tuple(stops)) for language, stops in tour.items()))) as client:
        yield client, tour


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_view_is_small(served, language):
    """Page, style and script of every stop are at most 10 KB as they are sent."""
    client, tour = served
    found = sizes({stop.code: client.get(f"/{language}/stops/{stop.code}") for stop in tour[language]})

    assert 10 == len(found)
    assert {} == {code: size for code, size in found.items() if size > LARGEST_VIEW}
    assert min(found.values()) > LARGEST_VIEW / 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bad_line_carries_it_in_time(served, language):
    """On 400 kbit/s and 400 ms there is time enough for the largest page and the beginning of its sound, by what they weigh and how often the line is crossed.

    That a browser asks for nothing else before the sound is seen in ``tests/browser/test_player.py``; what it really takes, ``make bench-visitor`` measures.
    """
    client, tour = served
    pages = [client.get(f"/{language}/stops/{stop.code}") for stop in tour[language]]

    assert_in_time(max(map(travelling, pages)))


def test_whatever_a_museum_adds_is_small_too(served):
    """The longest stops that hurt, with everything that can be added to one, in the museum's own looks, are no larger than a first view may be."""
    _, tour = served
    hard = [stop for stop in tour["ru"] if stop.content_note]
    longest = {stop.code for stop in sorted(hard, key=lambda stop: -sum(len(part.text) for part in stop.tracks[0].paragraphs))[:3]}
    full = [factories.edition(language, tuple(laden(stop, language) if stop.code in longest else stop for stop in stops)) for language, stops in tour.items()]
    looks = {"logo": Logo("5f0c1d77a2e94b38.svg", "image/svg+xml", b"<svg/>", 96), "colour": "#7a1f2b", "care": CARE}
    with factories.client(factories.shelf(*full), factories.site(**looks)) as client:
        pages = {(language, code): client.get(f"/{language}/stops/{code}") for language in tour for code in longest}

    assert [] == [(page, part) for page in pages for part in PARTS if part not in pages[page].text]
    assert {} == {page: size for page, size in sizes(pages).items() if size > LARGEST_VIEW}
    for page in pages.values():
        assert_in_time(travelling(page))


def sizes(pages):
    """Return how many bytes each of some pages has as it is sent."""
    return {name: len(brotli.compress(page.content, quality=SMALLEST)) for name, page in pages.items()}


def travelling(page):
    """Return the bytes of a page and its headers as they are sent."""
    return len(brotli.compress(page.content, quality=SMALLEST)) + sum(len(name) + len(value) + 4 for name, value in page.headers.raw)


def assert_in_time(size):
    """See that so many bytes leave time enough for a bad line."""
    play = (SET_UP + 1) * ROUND_TRIP + size / BYTES_A_SECOND
    assert play <= 2.2
    assert play + ROUND_TRIP + SOUND_BYTES / BYTES_A_SECOND <= 3.3


def test_the_script_is_small():
    """The script of the stop page is at most 6 KB, and nothing else is loaded by it."""
    assert len(brotli.compress(SCRIPT.text.encode(), quality=5)) <= LARGEST_SCRIPT
    assert "import" not in SCRIPT.text
