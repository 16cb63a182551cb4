"""What nobody needs any more goes; what any edition shows, somebody approved, wants or has sent stays."""

import contextlib
import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.stories import add_picture, approve_all, publish_all, write_tour

from audio_guide.narrating import narrate
from audio_guide.publishing import editions, service
from audio_guide.publishing.models import EditionRecord
from audio_guide.publishing.sweeping import Sweeper
from audio_guide.speech.models import Recording
from audio_guide.tours import films
from audio_guide.tours import service as tours

NOW = timedelta(seconds=-60)
"""So that nothing is too young."""


@pytest.fixture
def sweeper(house, settings):
    """Return a sweeper of the house that nothing disturbs."""
    return Sweeper(house.database, house.media, house.voices, Path(settings.data_dir), lambda: contextlib.nullcontext(True))


async def write_again(house, words):
    """Write other words for the first stop, and make their sound."""
    async with house.database.write() as session:
        stop = (await tours.stops(session))[0]
        await tours.save_script(session, stop, "kk", title="Қамыс", body=words, author="test")
    assert 0 == await narrate(house)


async def sounds(house):
    """Return the names of all files of recordings."""
    async with house.database.read() as session:
        return {str(file["name"]) for files in await session.scalars(select(Recording.files)) for file in files}


async def test_what_any_edition_shows_stays_and_what_nobody_needs_goes(house, sweeper):
    """The sound of a former edition, of what is approved and of what is wanted stays, and so does a picture; sound between them goes with its row."""
    await write_tour(house, stops=1, languages=("kk",))
    await add_picture(house, "reed")
    assert 0 == await narrate(house)
    await approve_all(house)
    await publish_all(house, ("kk",))
    published = await sounds(house)
    await write_again(house, "Бірінші сөз.")
    needless = await sounds(house) - published
    await write_again(house, "Екінші сөз.")
    await approve_all(house)
    approved = await sounds(house) - published - needless
    await write_again(house, "Үшінші сөз.")
    wanted = await sounds(house) - published - needless - approved
    left = set(house.media.names())
    swept = await sweeper.sweep(NOW)

    assert (1, len(needless)) == (swept.recordings, swept.files)
    assert left - needless == set(house.media.names())
    assert published | approved | wanted == await sounds(house)
    assert [2] * 4 == [len(names) for names in (published, needless, approved, wanted)]


async def test_a_former_edition_can_be_shown_again_after_a_sweep(house, sweeper):
    """An edition that visitors no longer see keeps every file, so that it can be shown again."""
    await write_tour(house, stops=1, languages=("kk",))
    for words in ("Бірінші сөз.", "Екінші сөз."):
        await write_again(house, words)
        await approve_all(house)
        await publish_all(house, ("kk",))
    await sweeper.sweep(NOW)
    async with house.database.write() as session:
        tour = await service.tour_by_slug(session, "steppe")
        first = (await session.scalars(select(EditionRecord).order_by(EditionRecord.created_at))).first()
        shown = await editions.show_again(session, house.media, tour, "kk", first.id)

    assert first.id == shown.id


async def test_a_film_stays_as_long_as_a_row_or_an_edition_names_it(house, sweeper):
    """A film, its picture and its captions stay while staff keep them, and after that while any edition shows them; what took no one's eye goes."""
    await write_tour(house, stops=1, languages=("kk",))
    assert 0 == await narrate(house)
    await approve_all(house)
    files = {name: house.media.put(name.encode(), name) for name in ("mp4", "jpg", "vtt", "film.webm", "png")}
    kept = [[{"name": files[name], "media_type": "x", "bytes": 3} for name in few] for few in (("mp4", "jpg"), ("film.webm", "png"))]
    sent = [films.Sent(few, 2.0, 320, 240) for few in kept]
    async with house.database.write() as session:
        stop = (await tours.stops(session))[0]
        (script,) = await tours.scripts(session, language="kk")
        await films.take_in(session, script, "rsl-KZ", sent[0], films.Told("", "By letter"), "test")
        films.caption(await films.film_of(session, stop, "rsl-KZ"), "kk", {"name": files["vtt"], "media_type": "text/vtt", "bytes": 3})
        await films.take_in(session, script, "ils", sent[1], films.Told("", ""), "test")
    await sweeper.sweep(NOW)
    all_there = set(files.values()) <= set(house.media.names())
    await publish_all(house, ("kk",))
    async with house.database.write() as session:
        for language in ("rsl-KZ", "ils"):
            await session.delete(await films.film_of(session, stop, language))
    await sweeper.sweep(NOW)

    assert all_there
    assert {files[name] for name in ("mp4", "jpg", "vtt")} == set(files.values()) & set(house.media.names())


async def test_what_is_young_stays(house, sweeper):
    """Nothing goes within two days, since its row may just be on the way."""
    await write_tour(house, stops=1, languages=("kk",))
    await write_again(house, "Бірінші сөз.")
    await write_again(house, "Екінші сөз.")
    house.media.put(b"on the way", "mp3")
    swept = await sweeper.sweep()

    assert (0, 0) == (swept.recordings, swept.files)


async def test_where_nobody_knows_what_is_wanted_all_stays(house, sweeper):
    """While no voice can speak a language, its sound is not called needless."""
    await write_tour(house, stops=1, languages=("kk",))
    await write_again(house, "Бірінші сөз.")
    await write_again(house, "Екінші сөз.")
    house.voices.defaults["kk"] = "piper:kk_KZ-issai-high"
    swept = await sweeper.sweep(NOW)

    assert (0, 0) == (swept.recordings, swept.files)


async def test_half_written_files_of_a_crash_go(house, sweeper, settings):
    """What a crash left half written beside the media and in the caches goes when it is old; spoken sentences stay."""
    cache = Path(settings.data_dir) / "sentences"
    (cache / "frames").unlink()  # those that the tests share are not this museum's to sweep
    halves = [cache / "ab" / ".x.tmp", cache / "frames" / "y.tmp", cache / "masters" / "z.npy", house.media.root / "ab" / ".m.tmp"]
    sentence = cache / "ab" / "a.npz"
    for path in (*halves, sentence):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
        os.utime(path, (1, 1))
    swept = await sweeper.sweep()

    assert (4, True, False) == (swept.files, sentence.exists(), any(path.exists() for path in halves))


async def test_nothing_is_swept_while_something_must_not_be_disturbed(house, sweeper, settings):
    """While a backup is made no file goes."""
    name = house.media.put(b"nobody's", "mp3")
    busy = Sweeper(house.database, house.media, house.voices, Path(settings.data_dir), lambda: contextlib.nullcontext(False))

    assert (0, {name}) == ((await busy.sweep(NOW)).files, set(house.media.names()))
    assert 1 == (await sweeper.sweep(NOW)).files
