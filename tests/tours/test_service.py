"""Writing scripts, stops and names."""

import pytest
from sqlalchemy import func, select

from audio_guide.kit.errors import BadInputError, ConflictError, NotFoundError
from audio_guide.tours import service as tours
from audio_guide.tours.models import ScriptRevision


@pytest.fixture
async def stop(house):
    """Return a stop of a new tour."""
    async with house.database.write() as session:
        tour = await tours.save_tour(session, "steppe", {"kk": {"title": "Дала"}})
        return await tours.save_stop(session, tour, "k4r7", 1, 0)


async def save(house, stop, body="Бір сөйлем.", title="Атау", **more):
    """Save a Kazakh script of the stop in a transaction of its own."""
    async with house.database.write() as session:
        return await tours.save_script(session, stop, "kk", title=title, body=body, author="test", **more)


async def test_each_save_is_a_revision(house, stop):
    """Every changed text is kept as a revision; the same words again are none."""
    for body in ("Бір.", "Екі.", "Екі.", "Үш."):
        script = await save(house, stop, body)
    async with house.database.read() as session:
        kept = (await session.scalars(select(ScriptRevision.body).order_by(ScriptRevision.number))).all()

    assert (3, ["Бір.", "Екі.", "Үш."]) == (script.revision, kept)


async def test_a_second_writer_is_told(house, stop):
    """Who saves over somebody else's newer revision gets a sentence, and nothing is written."""
    await save(house, stop, "Бір.")
    await save(house, stop, "Екі.", based_on=1)
    with pytest.raises(ConflictError, match="while you were writing"):
        await save(house, stop, "Үш.", based_on=1)
    async with house.database.read() as session:
        count = await session.scalar(select(func.count()).select_from(ScriptRevision))

    assert 2 == count


@pytest.mark.parametrize("body", ["", "   \n\n ", "\u0000"])
async def test_an_empty_script_is_refused(house, stop, body):
    """A script without words gets a sentence that says what to do."""
    with pytest.raises(BadInputError, match="Write at least one sentence"):
        await save(house, stop, body)


async def test_a_script_of_100_000_characters_is_refused(house, stop):
    """A text that is far too long is refused with its length and the limit, and the former text stays."""
    await save(house, stop, "Бір.")
    with pytest.raises(BadInputError, match="100000 characters; a stop may have 20000"):
        await save(house, stop, "а" * 100_000)
    async with house.database.read() as session:
        (script,) = await tours.scripts(session)

    assert "Бір." == script.body


async def test_text_is_stored_composed_and_clean(house, stop):
    """Decomposed letters, Windows line ends and trailing blanks do not reach the database."""
    script = await save(house, stop, "и\u0306од\r\nекінші жол  \r\n")

    assert "йод\nекінші жол" == script.body


@pytest.mark.parametrize("code", ["ABC", "ABCDE", "IL0U", "AB-1", ""])
async def test_a_wrong_code_is_refused(house, code):
    """A stop code is four characters of Crockford's base 32."""
    async with house.database.write() as session:
        tour = await tours.save_tour(session, "steppe", {"kk": {"title": "Дала"}})
        with pytest.raises(BadInputError, match="no stop code"):
            await tours.save_stop(session, tour, code, 1, 0)


async def test_two_stops_cannot_have_one_number(house, stop):
    """A number that another stop has is refused with a sentence."""
    with pytest.raises(ConflictError, match="has the number 1 already"):
        async with house.database.write() as session:
            tour = await tours.save_tour(session, "steppe", {"kk": {"title": "Дала"}})
            await tours.save_stop(session, tour, "C3D4", 1, 1)


async def test_codes_are_found_in_any_case(house, stop):
    """A code typed in small letters finds its stop, and an unknown one gets a sentence."""
    async with house.database.read() as session:
        found = await tours.stop_by_code(session, "k4R7")
        with pytest.raises(NotFoundError, match="no stop with the code ZZZZ"):
            await tours.stop_by_code(session, "ZZZZ")

    assert stop.id == found.id


async def test_a_note_comes_and_goes(house, stop):
    """A content note is set, changed and removed by saving it empty."""
    for text in ("Бірінші.", "Екінші.", ""):
        async with house.database.write() as session:
            await tours.save_note(session, stop, "kk", text)
        async with house.database.read() as session:
            assert text == await tours.note_of(session, stop.id, "kk")


@pytest.mark.parametrize("field", ["title", "body", "note", "tour title", "summary", "alt", "credit"])
async def test_no_text_is_longer_than_its_room(house, stop, field):
    """A text without room is refused with its length and the limit, in whichever way it comes, and is never cut."""
    most = tours.LIMITS[field.rpartition(" ")[2]]
    long = "Ұ" * (most + 1)
    with pytest.raises(BadInputError, match=f"{most + 1} characters.*{most}"):
        async with house.database.write() as session:
            if field in {"title", "body"}:
                await tours.save_script(session, stop, "kk", **{"title": "Атау", "body": "Мәтін.", field: long}, author="test")
            elif field == "note":
                await tours.save_note(session, stop, "kk", long)
            elif field in {"tour title", "summary"}:
                await tours.save_tour(session, "steppe", {"kk": {"title": "Дала", field.rpartition(" ")[2]: long}})
            else:
                words = (long, "") if field == "alt" else ("", long)
                await tours.save_picture(session, "reed", width=1, height=1, files=[], texts={"kk": words})
