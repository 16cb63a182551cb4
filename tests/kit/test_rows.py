"""What is made of rows is made once, follows every change, and takes no more memory than there are rows."""

from sqlalchemy import update

from audio_guide.kit import rows
from audio_guide.kit.rows import Made, Rows
from audio_guide.tours.models import Script
from tests.stories import write_tour


async def test_a_row_is_made_once_and_anew_when_it_says_something_else(house):
    """The same rows give the same list; a changed one alone is made again, with its values as the models have them, also before it is committed."""
    await write_tour(house)
    made = []
    titles = Rows(lambda *row: made.append(row) or row, Script.id, Script.title, Script.updated_at)
    async with house.database.read() as session:
        first, again = await titles.of(session), await titles.of(session)
    async with house.database.write() as session:
        script = await session.get_one(Script, first[0][0])
        script.title = "Көл"
        there = await titles.of(session)
        one = await titles.of(session, lambda query: query.where(Script.id == script.id))
        kept = (script.id, script.title, script.updated_at)

    assert first is again
    assert 7 == len(made)
    assert [kept] == one == [row for row in there if row not in first]


async def test_what_nobody_asks_for_any_more_is_forgotten(house, monkeypatch):
    """However often rows change, no more are remembered than twice those that there are."""
    await write_tour(house)
    monkeypatch.setattr(rows, "ROOM", 0)
    titles = Rows(lambda *row: row, Script.id, Script.title)
    for number in range(6):
        async with house.database.write() as session:
            await session.execute(update(Script).values(title=f"{number}"))
            found = await titles.of(session)
        assert {f"{number}"} == {title for _, title in found}

    assert len(found) <= len(titles._made) <= 2 * len(found)


def test_what_was_made_holds_only_for_its_parts():
    """Other parts find nothing, the newest are kept, and the oldest key goes where there is no room."""
    made = Made(most=2)
    made.keep("a", ([1],), "one")
    found = made.find("a", ([1],)), made.find("a", ([2],)), made.find("b", ([1],))
    made.keep("b", (), "two")
    made.keep("c", (), "three")

    assert ("one", None, None) == found
    assert [None, "two", "three"] == [made.find("a", ([1],)), made.find("b", ()), made.find("c", ())]
