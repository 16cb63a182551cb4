"""Which sound is out of date is known without reading every text, and never wrongly."""

import asyncio
import threading

from hypothesis import given
from hypothesis import strategies as st
from tests.stories import write_tour

from audio_guide.narrating import narrate
from audio_guide.publishing import board
from audio_guide.publishing import service as publishing
from audio_guide.speech import said
from audio_guide.speech import service as speech
from audio_guide.speech.reading import SpokenName, mentioned, read
from audio_guide.tours import listing, naming
from audio_guide.tours import service as tours

WRITTEN = ["Рыскулова", "Жалаңаш", "Лида Хан", "АЛЖИР", "Ақмол", "Қажымұқан", "Нұр\u0301ия", "Tonkonoza", "Күләш Асфендиярова"]
TEXTS = st.lists(
    st.sampled_from(
        [*WRITTEN, "Рыскуловой", "Жалаңашта", "Лида\u00a0\u00a0Хан", "АЛЖИР-де", "Қaжымұқaн", "Рыс\u00adкулову", "бала", "өзен", "1938", "—", "\n"]
    ),
    min_size=1,
    max_size=12,
).map(" ".join)


@given(TEXTS, st.lists(st.sampled_from(WRITTEN), unique=True), st.sampled_from(["kk", "ru", "en"]))
def test_a_name_that_is_mentioned_is_never_missed(text, written, language):
    """A text is read alike with all names and with those that it may mention."""
    names = [SpokenName(name, f"{name.lower()}-са") for name in written]

    assert read(text, language, names).text == read(text, language, mentioned(names, text)).text


async def test_others_are_answered_while_texts_are_read(house, monkeypatch):
    """Reading a text holds nobody up who is served by the same process: whoever wants its sound, looks at a page that needs it read, or tries a name."""
    await write_tour(house, stops=1, languages=("kk",), notes={0: "Ауыр сөздер."})
    answered, loop, waited = threading.Event(), asyncio.get_running_loop(), []

    def beside(inner):
        def read_slowly(*words, **how):
            loop.call_soon_threadsafe(answered.set)
            waited.append(answered.wait(5))
            answered.clear()
            return inner(*words, **how)

        return read_slowly

    for module, name in ((speech, "plan"), (said, "plan"), (said, "read")):
        monkeypatch.setattr(module, name, beside(getattr(module, name)))
    async with house.database.read() as session:
        (script,) = await tours.scripts(session)
        await speech.plan_script(session, house.voices, script)
        by_plan = len(waited)
        await said.of_script(session, house.voices, script)
        by_page = len(waited) - by_plan
        name = SpokenName(script.title.split()[0], "Қа-мыс")
        await said.differences(session, "kk", [], [name])

    assert all(waited)
    assert by_plan
    assert by_page
    assert len(waited) > by_plan + by_page


async def states(house):
    """Return the board's states by stop and language."""
    async with house.database.read() as session:
        tour = await publishing.tour_by_slug(session, "steppe")
        rows = await board.rows(session, house.voices, tour, ("kk", "ru", "en"))
    return {(row.stop.number, language): cell.state for row in rows for language, cell in row.cells.items()}


async def test_the_kept_digest_is_the_planned_one(house):
    """After texts, notes and names changed, the digests that are kept are those that reading gives."""
    await write_tour(house, notes={0: "A note."})
    await narrate(house)
    async with house.database.write() as session:
        await naming.save_name(
            session, "lake", "place", {"ru": {"written": "Жаланаш", "spoken": "Жа-ланаш"}, "en": {"written": "Nowhere", "spoken": "No where"}}
        )
        await session.flush()
        changed = await said.read_again(session, house.voices, ["ru", "en"])
        ru = {script.id for script in await tours.scripts(session, language="ru")}
    async with house.database.read() as session:
        found = await said.wanted(session, house.voices, await listing.script_rows(session))
        planned = {script.id: (await speech.plan_script(session, house.voices, script)).wanted_digest for script in await tours.scripts(session)}

    assert planned == found.digests
    assert ru == set(changed)


async def test_nothing_is_read_for_a_board_that_is_known(house, monkeypatch):
    """Once everything was read, showing the board reads no text at all."""
    await write_tour(house)
    await narrate(house)

    def forbidden(*_, **__):
        message = "a text was read"
        raise AssertionError(message)

    monkeypatch.setattr(said, "plan", forbidden)

    assert {"to-be-heard"} == set((await states(house)).values())


async def test_what_nobody_has_read_is_caught_up(house, monkeypatch):
    """After an upgrade the board says of what it cannot read at once that it is being read; the worker reads it all, and nothing is out of date by that."""
    await write_tour(house)
    await narrate(house)
    monkeypatch.setattr(said, "fingerprint", lambda: "other rules")
    monkeypatch.setattr(said, "AT_ONCE", 2)
    before = await states(house)
    count = await said.catch_up(house.database, house.voices)

    assert 4 == list(before.values()).count("checking")
    assert 6 == count
    assert {"to-be-heard"} == set((await states(house)).values())
