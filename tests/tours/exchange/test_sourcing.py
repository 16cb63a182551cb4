"""Files know paragraphs, the board and the editor whole scripts: both say the same of what is behind its source."""

from sqlalchemy import select

from audio_guide.publishing.behind import behind
from audio_guide.tours import listing, writing
from audio_guide.tours import service as tours
from audio_guide.tours.exchange import suggesting
from tests.stories import CODES
from tests.tours.exchange.conftest import said
from tests.tours.exchange.test_round_trip import NEW, WATER, kinds, states

FIRED = "Камыш был дровами"
WATERED = "Әйелдер Жалаңаш көлінде қамыс шапты. 1938 жылы су суық еді."


async def late(desk, code=CODES[0], language="kk"):
    """Return the language that the board says a script is behind, and what its editor shows as gone and new."""
    async with desk.house.database.read() as session:
        script = await writing.script_of(session, await tours.stop_by_code(session, code), language)
        found = await behind(session, await listing.script_rows(session))
        source = await writing.source_of(session, script)
    return found.get(script.id, ""), (source.then.body != source.now.body) if source is not None else None


async def change(desk, old="топливом", new="дровами"):
    """Change a word of the Russian text."""
    await desk.write(CODES[0], "ru", (await desk.body(CODES[0], "ru")).replace(old, new))


async def test_a_file_brings_a_translation_up_to_its_source(desk):
    """The source changes, the board says so; the file that translates the change ends that, and taking it back says it again."""
    fresh = await late(desk)
    await change(desk)
    before = await late(desk)
    done = await desk.take(said(await desk.send(), FIRED, NEW, fuzzy=False))
    after = await late(desk)
    await desk.undo(done)

    assert (("", False), ("ru", True), ("", False), ("ru", True)) == (fresh, before, after, await late(desk))
    assert {"changed": 1} == kinds(done)


async def test_taking_the_mark_off_is_enough(desk):
    """A translator who finds the words still right takes the mark off, and nobody calls the text behind any more, until the file is taken back."""
    await change(desk)
    done = await desk.take(said(await desk.send(), FIRED, None, fuzzy=False))
    after = await late(desk)
    await desk.undo(done)

    assert ({"confirmed": 1}, ("", False), ("ru", True)) == (kinds(done), after, await late(desk))


async def test_half_of_the_changes_leaves_it_behind(desk):
    """Of two paragraphs that changed in the source one is translated: the text is behind until the other is, too."""
    await change(desk)
    await change(desk, "ледяной", "холодной")
    await desk.take(said(await desk.send(), FIRED, NEW, fuzzy=False))
    half = await late(desk)
    await desk.take(said(await desk.send(), WATER, WATERED, fuzzy=False))

    assert (("ru", True), ("", False)) == (half, await late(desk))


async def begun(desk):
    """Write a stop that Kazakh does not have, and return a file in which it is translated."""
    async with desk.house.database.write() as session:
        tour = await tours.save_tour(session, "steppe", {})
        stop = await tours.save_stop(session, tour, CODES[2], 3, 2)
        await tours.save_script(session, stop, "ru", title="Зима", body="Зимой в степи мороз.\n\nВесной цветут тюльпаны.", author="Edith")
    data = said(said(await desk.send(), "Зимой в степи", "Қыста далада аяз болады."), "Зима", "Қыс")
    return said(data, "Весной", "Көктемде қызғалдақ гүлдейді.")


async def test_a_text_that_came_by_file_follows_its_source(desk):
    """A stop that was translated by files alone is behind as soon as its source has other words, and its editor shows which."""
    await desk.take(await begun(desk))
    fresh = await late(desk, CODES[2])
    await desk.write(CODES[2], "ru", "Зимой в степи мороз.\n\nВесной цветут маки.")
    changed = await late(desk, CODES[2])
    await desk.write(CODES[2], "ru", "Зимой в степи мороз.\n\nВесной цветут тюльпаны.")

    assert (("", False), ("ru", True), ("", False)) == (fresh, changed, await late(desk, CODES[2]))


async def test_a_file_that_was_long_on_its_way_is_of_the_words_that_were_sent(desk):
    """If the source changed while the translator worked, the new text is behind at once, from the words that were translated."""
    data = await begun(desk)
    await desk.write(CODES[2], "ru", "Зимой в степи мороз.\n\nВесной цветут маки.")
    await desk.take(data)
    async with desk.house.database.read() as session:
        script = await writing.script_of(session, await tours.stop_by_code(session, CODES[2]), "kk")
        source = await writing.source_of(session, script)

    assert ("ru", True) == await late(desk, CODES[2])
    assert ("Зимой в степи мороз.\n\nВесной цветут тюльпаны.", "Зимой в степи мороз.\n\nВесной цветут маки.") == (source.then.body, source.now.body)


async def test_a_stop_that_is_half_translated_follows_its_source(desk):
    """Of a new stop only the title and a paragraph came: it is made from the source of now, and what is missing is said to be missing."""
    data = said(await begun(desk), "Весной", "")
    await desk.take(data)
    missing = [one.source for one in (await states(desk)).values() if one.state == "missing"]
    fresh = await late(desk, CODES[2])
    await desk.write(CODES[2], "ru", "Зимой в степи страшный мороз.\n\nВесной цветут тюльпаны.")

    assert (["Весной цветут тюльпаны."], ("", False), ("ru", True)) == (missing, fresh, await late(desk, CODES[2]))


async def test_what_a_translation_does_without_does_not_hold_it_back(desk):
    """A text is written, not mirrored: a paragraph that it never had keeps it behind as little as before; one that is new in the source does."""
    await desk.write(CODES[0], "ru", (await desk.body(CODES[0], "ru")) + "\n\nЭтого по-казахски никто не говорит.")
    await desk.write(CODES[0], "kk", await desk.body(CODES[0], "kk") + " ", source="ru")
    await change(desk)
    await desk.take(said(await desk.send(), FIRED, NEW, fuzzy=False))
    without = await late(desk)
    await change(desk, "дровами", "всем")
    await desk.write(CODES[0], "ru", (await desk.body(CODES[0], "ru")) + "\n\nА это новое.")
    await desk.take(said(await desk.send(), "Камыш был всем", "Қамыс бәріне жарады, отын да, төсеніш те болды.", fuzzy=False))

    assert (("", False), ("ru", True)) == (without, await late(desk))


async def test_what_is_no_translation_stays_none(desk):
    """A text that its writer called a translation of no other language does not become one by a file."""
    async with desk.house.database.write() as session:
        script = await writing.script_of(session, await tours.stop_by_code(session, CODES[0]), "kk")
        await writing.forget_source(session, script)
    await change(desk)
    await desk.take(said(await desk.send(), FIRED, NEW, fuzzy=False))
    await change(desk, "дровами", "всем")

    assert ("", None) == await late(desk)


async def test_a_suggestion_that_is_taken_brings_it_up(desk):
    """Where both changed the text and somebody takes the file's words, the text is up to its source."""
    await change(desk)
    data = said(await desk.send(), FIRED, NEW, fuzzy=False)
    await desk.write(CODES[0], "kk", (await desk.body(CODES[0], "kk")).replace("отын, төсеніш", "отын мен төсеніш"))
    await desk.take(data)
    waiting_still = await late(desk)
    async with desk.house.database.write() as session:
        (waiting,) = await suggesting.waiting(session, "kk", "ru")
        await suggesting.take(session, waiting.row.id, "kk", NEW, "Edith")

    assert (("ru", True), ("", False)) == (waiting_still, await late(desk))


async def test_the_content_note_is_part_of_it(desk):
    """A note that is new in the source leaves the text behind, and the file that translates it brings it up."""
    async with desk.house.database.write() as session:
        await tours.save_note(session, await tours.stop_by_code(session, CODES[0]), "ru", "Говорится о смерти детей.")
    before = await late(desk)
    await desk.take(said(await desk.send(), "Говорится о смерти", "Балалардың өлімі айтылады."))
    async with desk.house.database.read() as session:
        note = await session.scalar(select(tours.ContentNote.text).where(tours.ContentNote.language == "kk"))

    assert ("ru", "Балалардың өлімі айтылады.", "") == (before[0], note, (await late(desk))[0])
