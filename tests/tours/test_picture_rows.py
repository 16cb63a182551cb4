"""Pictures as rows: what keeps one from the public, changes of several people at once, order, search, and a migration that loses no word."""

import pytest
from sqlalchemy import select, text

from audio_guide.kit import migrations
from audio_guide.kit.db import create_sync_engine
from audio_guide.kit.errors import BadInputError, NotFoundError
from audio_guide.tours import pictures
from audio_guide.tours import service as tours
from audio_guide.tours.models import Picture
from audio_guide.tours.pictures import Change, Files, WordsChangedError
from tests.stories import CODES, add_picture, write_tour


@pytest.fixture
async def museum(house):
    """Return a tour of two stops; the first shows a picture with words in all languages and one in Kazakh alone, the second the latter."""
    await write_tour(house)
    await add_picture(house, "reed", {language: (f"Reed {language}", "") for language in ("kk", "ru", "en")}, CODES[:1])
    await add_picture(house, "lamp", {"kk": ("Шам", ""), "ru": ("  ", "Музей")}, CODES[:2])
    return house


async def test_gaps_name_what_the_public_would_miss(museum):
    """For each stop and language the pictures without alternative text are named in order, white space is no text, and who has not agreed counts everywhere."""
    async with museum.database.write() as session:
        ids = {stop.id: stop.code for stop in await tours.stops(session)}
        (await session.scalar(select(Picture).where(Picture.key == "reed"))).people = "waiting"
        await session.flush()
        found = {
            language: [(gap.code, ids[gap.stop_id], gap.key, gap.reason) for gap in await pictures.gaps(session, list(ids), language)]
            for language in ("kk", "ru")
        }
        one = await pictures.gaps(session, [next(key for key, code in ids.items() if code == CODES[1])], "en")

    reed = (CODES[0], CODES[0], "reed", "consent")
    assert {"kk": [reed], "ru": [reed, (CODES[0], CODES[0], "lamp", "alt"), (CODES[1], CODES[1], "lamp", "alt")]} == found
    assert [("lamp", "alt")] == [(gap.key, gap.reason) for gap in one]


@pytest.mark.parametrize(
    ("seen", "typed", "now", "after"),
    [
        ("a", "a", "a", "a"),
        ("a", "b", "a", "b"),
        ("a", "a", "c", "c"),
        ("a", "b", "b", "b"),
        ("a", "b", "c", None),
        ("a\r\nb ", "a\nb", "c", "c"),
        ("", "", "c", "c"),
        ("a", "", "a", ""),
        ("a", "", "c", None),
    ],
)
def test_a_change_is_written_only_onto_what_was_seen(seen, typed, now, after):
    """What nobody touched stays as others saved it, line ends are no change, and two different changes are told."""
    assert after == Change(seen, typed).onto(now)


async def test_nothing_is_written_if_one_field_clashes_or_is_wrong(museum):
    """Of several changes either all are written or none."""
    good = Change("", "A. B.")
    for name, change, error in (
        ("alt-kk", Change("other", "new"), WordsChangedError),
        ("alt-ru", Change("Reed ru", "x" * 1001), BadInputError),
        ("people", Change("", "everybody"), BadInputError),
    ):
        with pytest.raises(error):
            async with museum.database.write() as session:
                await pictures.save_words(session, await pictures.by_key(session, "reed"), {"credit-en": good, name: change})
    async with museum.database.read() as session:
        row = await pictures.by_key(session, "reed")

    assert ("", "Reed kk", "Reed ru", "") == (row.credit("en"), row.alt("kk"), row.alt("ru"), row.picture.people)


async def test_moving_what_is_not_there_is_told(museum):
    """A picture that somebody took away meanwhile cannot be moved, and showing it twice changes nothing."""
    async with museum.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[1])
        reed, lamp = [await pictures.by_key(session, key) for key in ("reed", "lamp")]
        twice = await pictures.show_at(session, stop, lamp.picture)
        with pytest.raises(NotFoundError, match="does not show"):
            await pictures.move(session, stop, reed.picture, 1)

    assert not twice


async def test_pictures_of_the_demo_are_not_taken_for_one_another(museum):
    """Only files that were sent are compared: two pictures without a digest stay two, and the same file again is the same picture."""
    async with museum.database.write() as session:
        first, is_new = await pictures.add(session, Files(10, 10, [], "d" * 64))
        again, is_again = await pictures.add(session, Files(10, 10, [], "d" * 64))
        other, is_other = await pictures.add(session, Files(10, 10, [], ""))

    assert (True, False, True) == (is_new, is_again, is_other)
    assert (first.key, False) == (again.key, first.key == other.key)


async def test_the_migration_keeps_every_word(museum, settings):
    """Down and up again, pictures, their words and places are still there."""
    url = settings.database_url
    counts = "SELECT (SELECT count(*) FROM picture), (SELECT count(*) FROM picture_text), (SELECT count(*) FROM stop_picture)"
    engine = create_sync_engine(url)
    found = []
    await museum.database.close()
    migrations.downgrade(url, "20261123_staff")
    for step in (lambda: None, lambda: migrations.upgrade(url)):
        step()
        with engine.begin() as connection:
            found.append(tuple(connection.execute(text(counts)).one()))
    engine.dispose()

    assert [(2, 5, 3), (2, 5, 3)] == found
