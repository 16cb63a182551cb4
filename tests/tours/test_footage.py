"""Films that are sent: what comes out clean and plays while it loads, and what is refused quickly and with a sentence."""

import io
import re
import tempfile
import time

import av
import pytest
from PIL import Image

from audio_guide.kit.errors import BadInputError
from audio_guide.tours.footage import Limits, Screening
from tests.tours import reels

MOST_SECONDS = 10.0
"""A second or so where nothing else works; other tests may hold the processor."""


async def screened(data, limits=None):
    """Return what a film is, and the bytes that are kept of it."""
    with tempfile.TemporaryFile() as given, tempfile.NamedTemporaryFile() as wanted:
        given.write(data)
        footage = await Screening(limits or Limits()).screen(given, wanted)
        wanted.seek(0)
        return footage, wanted.read()


@pytest.fixture(scope="module")
def taken():
    """Return honest films."""
    return reels.taken()


@pytest.fixture(scope="module")
def hostile():
    """Return the others."""
    return reels.hostile()


def pictures(data):
    """Return how many pictures and pieces of sound are in a film, and that each can be decoded."""
    with av.open(io.BytesIO(data)) as container:
        kinds = [frame.__class__.__name__ for frame in container.decode(*container.streams)]
        told = {**container.metadata, **container.streams[0].metadata}
    return kinds.count("VideoFrame"), kinds.count("AudioFrame") > 0, told


async def test_every_honest_film_comes_out_whole_and_clean(taken):
    """Pictures and sound are those that were sent, nothing else that was written into the file is left, and there is a picture for the time before."""
    for name, (data, suffix) in taken.items():
        footage, kept = await screened(data)
        before, after = pictures(data), pictures(kept)
        poster = Image.open(io.BytesIO(footage.poster))

        assert (suffix, before[:2]) == (footage.suffix, after[:2]), name
        assert reels.SECRET in str(before[2]), name
        assert reels.SECRET.encode() not in kept, name
        assert 1.8 <= footage.seconds <= 2.2, name
        assert ("JPEG", (footage.width, footage.height)) == (poster.format, poster.size), name


async def test_an_mp4_plays_while_it_is_loaded(taken):
    """The table of contents of an MP4 stands in front of its pictures, wherever it stood before."""
    data, _ = taken["H.264 with AAC"]
    _, kept = await screened(data)

    assert data.find(b"moov") > data.find(b"mdat")
    assert kept.find(b"moov") < kept.find(b"mdat")


async def test_a_telephone_held_upright_gives_an_upright_film(taken):
    """What the header says of how the camera was held stays, and the room that is kept for the film has its form."""
    footage, kept = await screened(taken["held upright"][0])
    with av.open(io.BytesIO(kept)) as container:
        frame = next(container.decode(video=0))

    assert ((240, 320), -90) == ((footage.width, footage.height), frame.rotation)


async def test_what_is_no_film_is_refused_quickly(hostile):
    """Playlists, web pages, lies, forms that not every phone shows, and films that are too small, too short or not whole: each gets its sentence."""
    for name, (data, sentence) in hostile.items():
        began, said = time.monotonic(), "taken"
        try:
            await screened(data)
        except BadInputError as error:
            said = str(error)

        assert re.search(sentence, said), (name, said)
        assert time.monotonic() - began < MOST_SECONDS, name


async def test_the_museum_says_how_large_and_how_long_a_film_may_be():
    """A film that is too long is refused by its header, and one that is too large is not even opened."""
    long = reels.film(size=(320, 240), seconds=63, options={"preset": "ultrafast"})
    with pytest.raises(BadInputError, match="longer than 1 minutes"):
        await screened(long, Limits(minutes=1))
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as wanted:
        given.truncate(2_000_001)
        with pytest.raises(BadInputError, match="may have 2 MB"):
            await Screening(Limits(megabytes=2)).screen(given, wanted)
