"""What a visitor's phone has to load before a stop can be heard, measured as it travels, on the ALZHIR tour's own words in three languages."""

import tomllib

import brotli
import msgspec
import pytest

from audio_guide.guide.rendering import SCRIPT
from audio_guide.kit.rendered import SMALLEST
from audio_guide.publishing.edition import Paragraph, Passage, Sentence, Theme, Track, Word
from audio_guide.speech.plan import passages_of
from audio_guide.speech.sentences import split
from tests.guide import factories

LARGEST_VIEW = 10_000
LARGEST_SCRIPT = 6_000
STOPS = sorted((factories.ROOT / "src/audio_guide/demo/alzhir/stops").glob("*.toml"))
BYTES_A_SECOND, ROUND_TRIP = 400_000 / 8, 0.4
SET_UP = 2
"""Round trips before the first request: TCP's and TLS's own."""
SOUND_BYTES = 32 * 1024
"""About what a browser wants before it plays."""
LETTERS_A_SECOND = 11.3
"""As the bundled voice speaks; the times get no rounder than real ones."""


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


def told(file, language):
    """Return a stop of the tour as its edition would have it."""
    row = tomllib.loads(file.read_text("utf-8"))
    words, clock = row[language], [0.2]
    passages = passages_of(words["title"], words.get("content_note", ""), words["text"].strip())
    track = Track(track="standard", paragraphs=tuple(spoken(passage, language, clock) for passage in passages), sound=factories.sound(clock[0]), revision=1)
    made = factories.stop(language, 1, title=words["title"])
    themes = tuple(Theme(theme=theme, forms=tuple(forms)) for theme, forms in row.get("themes", {}).items())
    passage = Passage(first=f"p{row['passage'][0]}", last=f"p{row['passage'][1]}") if "passage" in row else None
    marked = msgspec.structs.replace(made, content_note=words.get("content_note", ""), themes=themes, passage=passage)
    return msgspec.structs.replace(marked, code=row["code"], number=row["number"], tracks=(track,))


@pytest.fixture(scope="module")
def served():
    """Serve the whole tour."""
    editions = [factories.edition(language, tuple(told(file, language) for file in STOPS)) for language in ("kk", "ru", "en")]
    with factories.client(factories.shelf(*editions)) as client:
        yield client, {stop.code for stop in editions[0].stops}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_first_view_is_small(served, language):
    """Page, style and script of every stop are at most 10 KB as they are sent."""
    client, codes = served
    sizes = {code: len(brotli.compress(client.get(f"/{language}/stops/{code}").content, quality=SMALLEST)) for code in codes}

    assert 10 == len(sizes)
    assert {} == {code: size for code, size in sizes.items() if size > LARGEST_VIEW}
    assert min(sizes.values()) > LARGEST_VIEW / 2


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_bad_line_carries_it_in_time(served, language):
    """On 400 kbit/s and 400 ms there is time enough for the largest page and the beginning of its sound, by what they weigh and how often the line is crossed.

    That a browser asks for nothing else before the sound is seen in ``tests/browser/test_player.py``; what it really takes, ``make bench-visitor`` measures.
    """
    client, codes = served
    pages = [client.get(f"/{language}/stops/{code}") for code in codes]
    largest = max(len(brotli.compress(page.content, quality=SMALLEST)) + sum(len(name) + len(value) + 4 for name, value in page.headers.raw) for page in pages)
    play = (SET_UP + 1) * ROUND_TRIP + largest / BYTES_A_SECOND

    assert play <= 2.2
    assert play + ROUND_TRIP + SOUND_BYTES / BYTES_A_SECOND <= 3.3


def test_the_script_is_small():
    """The script of the stop page is at most 6 KB, and nothing else is loaded by it."""
    assert len(brotli.compress(SCRIPT.text.encode(), quality=5)) <= LARGEST_SCRIPT
    assert "import" not in SCRIPT.text
