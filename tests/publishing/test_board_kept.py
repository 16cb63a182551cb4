"""What the board remembers is never shown after something has changed: it equals the board of a process that has just begun."""

import sys
from dataclasses import replace

import pytest
from sqlalchemy import select
from tests.servers import postgres
from tests.stories import CODES, WORDS, approve_all, publish_all, write_tour

from audio_guide.accounts import service as accounts
from audio_guide.house import open_house
from audio_guide.kit.rows import Made, Rows
from audio_guide.migrating import migrate
from audio_guide.narrating import narrate
from audio_guide.publishing import behind, board, pointing
from audio_guide.publishing import service as publishing
from audio_guide.publishing.rules import Rules, set_rules
from audio_guide.speech import human, progress, said
from audio_guide.speech import service as speech
from audio_guide.speech.models import Narration
from audio_guide.speech.wishes import request
from audio_guide.tours import arranging, naming, writing
from audio_guide.tours import service as tours

LANGUAGES = ("kk", "ru", "en")


async def text(session, code, language, body, **how):
    stop = await tours.stop_by_code(session, code)
    return await tours.save_script(session, stop, language, title=WORDS[language][0], body=body, author="test", **how)


async def translate(session, _):
    source, translation = await text(session, CODES[0], "kk", "Қамыс көп."), await text(session, CODES[0], "ru", "Камыша много.")
    await session.flush()
    await writing.remember_source(session, translation, source)


async def write_on(session, _):
    await text(session, CODES[0], "kk", "Қамыс аз.")


async def write_in_easy_language(session, _):
    await text(session, CODES[1], "kk", "Мұнда қамыс бар.", track="easy")


async def add_a_note(session, _):
    await tours.save_note(session, await tours.stop_by_code(session, CODES[1]), "en", "This stop tells of death.", "test")


async def name_a_lake(session, house):
    await naming.save_name(session, "lake", "place", {"ru": {"written": "Жаланаш", "spoken": "Жа-ланаш"}})
    await session.flush()
    await said.read_again(session, house.voices, ["ru"])


async def begin_a_draft(session, _):
    stop = await tours.stop_by_code(session, CODES[1])
    person = await accounts.add_person(session, "aigul", accounts.Standing("Айгүл", "editor"))
    await session.flush()
    await writing.keep_draft(session, person.id, stop, "ru", writing.Typed(writing.Words("Камыш", "Новое слово."), 1))


async def read_by_a_person(session, _):
    script = await writing.script_of(session, await tours.stop_by_code(session, CODES[0]), "en")
    await human.take_in(session, script, human.Sent("0.flac", "0" * 64, 9.0), human.Reading("Айгүл", "", "on paper"), "test")


async def rewrite_what_a_person_read(session, _):
    await text(session, CODES[0], "en", "Reed grew here.")


async def keep_the_person(session, _):
    script = await writing.script_of(session, await tours.stop_by_code(session, CODES[0]), "en")
    await human.decide(session, script, "keep", script.revision)


async def want_sound(session, house):
    await request(session, house.jobs, house.voices, (await tours.scripts(session, language="kk"))[0])


async def fail(session, _):
    for narration in (await session.scalars(select(Narration).where(Narration.state == "wanted"))).all():
        narration.state = "failed"


async def want_a_second_person(session, _):
    await set_rules(session, Rules(second_person=True))


async def choose_another_voice(session, _):
    await speech.choose_voices(session, "ru", ["espeak:ru"])


async def renumber(session, _):
    await arranging.number_stop(session, CODES[0], 77)


async def move(session, _):
    tour = await publishing.tour_by_slug(session, "steppe")
    await arranging.move_stop(session, tour, await tours.stop_by_code(session, CODES[0]), 2)


async def withdraw(session, _):
    await pointing.withdraw(session, await publishing.tour_by_slug(session, "steppe"), "kk")


async def remove_a_stop(session, _):
    await arranging.remove_stop(session, await tours.stop_by_code(session, CODES[0]), "test", "stop")


async def add_a_stop(session, _):
    await writing.new_stop(session, await publishing.tour_by_slug(session, "steppe"))


async def narrated(house):
    assert 0 == await narrate(house)


async def published(house):
    await approve_all(house)
    await publish_all(house)


DEEDS = (
    narrated, want_a_second_person, published, translate, write_on, write_in_easy_language, add_a_note, name_a_lake, begin_a_draft, read_by_a_person,
    rewrite_what_a_person_read, keep_the_person, want_sound, fail, choose_another_voice, renumber, move, withdraw, remove_a_stop, add_a_stop,
)  # fmt: skip
"""What people and the worker do, one after the other, each of which shows on the board."""


MOVING = {narrated, want_sound, fail, remove_a_stop}


async def marks(house):
    """Return what a page of now would know of all sound."""
    async with house.database.read() as session:
        marked = await progress.marks(session)
        assert {one.code for one in await progress.steps(session, CODES)} == set(marked)
    return progress.known(progress.seen(CODES, marked))


AS_IT_SHOULD_BE = [(deed.__name__, True, True, deed in MOVING) for deed in DEEDS]
"""Each deed shows; nothing that is kept is shown after it; what a page knows is other letters exactly where sound was wanted, made or failed."""


async def look(house):
    """Return all that the board knows."""
    async with house.database.read() as session:
        return list(await board.rows(session, house.voices, await publishing.tour_by_slug(session, "steppe"), LANGUAGES))


def forget():
    """Forget all that a process remembers of rows."""
    human._known.clear()
    for module in [module for name, module in sys.modules.items() if name.startswith("audio_guide.")]:
        for kept in vars(module).values():
            if isinstance(kept, Made):
                kept._kept.clear()
            elif isinstance(kept, Rows):
                kept._made.clear()
                kept._last = []


@pytest.fixture
def large(monkeypatch):
    """Let two stops be as many as a thousand."""
    for module in (said, behind, human):
        monkeypatch.setattr(module, "AT_ONCE", 0)


async def test_the_board_that_is_kept_is_the_one_that_would_be_made(house, large):
    """After each deed the board is another than before, and the very one that is made when nothing is remembered."""
    assert AS_IT_SHOULD_BE == await deeds_show(house)


@pytest.mark.postgres
async def test_postgresql_gives_the_same(tmp_path, settings, large):
    """The same holds where the rows come from PostgreSQL."""
    with postgres(tmp_path / "pg") as url:
        there = replace(settings, database_url=url)
        migrate(there)
        async with open_house(there) as house:
            seen = await deeds_show(house)

    assert AS_IT_SHOULD_BE == seen


async def deeds_show(house):
    """Do all of it; returns of each deed whether the board is another, whether it is as it would be made, and whether what a page knows moved."""
    await write_tour(house)
    before, marked, seen = await look(house), await marks(house), []
    for deed in DEEDS:
        if deed in {narrated, published}:
            await deed(house)
        else:
            async with house.database.write() as session:
                await deed(session, house)
        kept = await look(house)
        forget()
        made, marked_now = await look(house), await marks(house)
        seen.append((deed.__name__, kept != before, kept == made, marked_now != marked))
        before, marked = kept, marked_now
    return seen


async def test_a_board_is_made_once_while_nothing_changes(house, large, monkeypatch):
    """A second look makes nothing anew; a change that was undone leaves no trace."""
    await write_tour(house)
    await narrated(house)
    first = await look(house)
    with pytest.raises(RuntimeError, match="undone"):
        async with house.database.write() as session:
            await text(session, CODES[0], "kk", "Қамыс аз.")
            changed = list(await board.rows(session, house.voices, await publishing.tour_by_slug(session, "steppe"), LANGUAGES))
            raise RuntimeError("undone")
    await look(house)
    monkeypatch.setattr(said, "_judged", None)
    monkeypatch.setattr(board, "_rows", None)

    assert changed != first == await look(house)
