"""What is ready is judged by what is kept: quickly, and never otherwise than by reading everything again."""

import hashlib

import msgspec
import pytest
from tests.publishing.test_editions import change, published
from tests.stories import CODES, approve_all, publish_all, write_tour

from audio_guide.narrating import narrate
from audio_guide.publishing import service as publishing
from audio_guide.publishing.behind import behind
from audio_guide.speech import service as speech
from audio_guide.speech.plan import SCHEMA, pauses_of, wanted_digest
from audio_guide.speech.render import Target, render_fingerprint
from audio_guide.tours import listing, writing
from audio_guide.tours import service as tours
from audio_guide.tours.remembered import Remembered, Written


async def _looks(house, **how):
    async with house.database.read() as session:
        tour = await publishing.tour_by_slug(session, "steppe")
        return await publishing.propose(session, house.voices, tour, "kk", "publisher", **how)


async def test_a_sketch_tells_what_publishing_tells(house):
    """The quick look and the whole one name the same changes and the same stops that are not ready, before and after a change."""
    await published(house)
    seen = [((await _looks(house, sketch=True))[0], (await _looks(house))[0])]
    await change(house)
    seen.append(((await _looks(house, sketch=True))[0], (await _looks(house))[0]))
    async with house.database.write() as session:
        await tours.save_script(session, await tours.stop_by_code(session, CODES[1]), "kk", title="Қамыс", body="Бұл сөздерге дыбыс жоқ.", author="test")
    seen.append(((await _looks(house, sketch=True))[0], (await _looks(house))[0]))

    for quick, whole in seen:
        assert (whole.changed, whole.published, whole.kept) == (quick.changed, quick.published, quick.kept)
        assert [(one.kind, one.code, one.kept) for one in whole.changes] == [(one.kind, one.code, one.kept) for one in quick.changes]
    assert [False, True, True] == [whole.changed for _, whole in seen]
    assert [0, 0, 1] == [len(whole.kept) for _, whole in seen]


async def test_what_did_not_change_is_not_read_aloud_again(house, monkeypatch):
    """After one changed stop of two, publishing reads that one; the other is the very track that visitors have."""
    await published(house)
    await change(house)
    read, plan_script = [], speech.plan_script

    async def counted(session, voices, script, typed=None):
        read.append(script.stop_id)
        return await plan_script(session, voices, script, typed)

    monkeypatch.setattr(speech, "plan_script", counted)
    async with house.database.read() as session:
        former = await publishing.current(session, (await publishing.tour_by_slug(session, "steppe")).id, "kk")
    _, made = await _looks(house)
    await _looks(house, sketch=True)

    assert 1 == len(read)
    assert (former.stops[0].tracks != made.stops[0].tracks, former.stops[1].tracks) == (True, made.stops[1].tracks)


@pytest.mark.parametrize("what", ["note", "sound"])
async def test_what_is_said_alike_and_looks_otherwise_is_seen(house, what):
    """A note that is only written otherwise, and a recording made again of the same words, change the edition."""
    await published(house)
    async with house.database.write() as session:
        script = next(one for one in await tours.scripts(session, language="kk") if one.title.endswith("1"))
        if what == "note":
            await tours.save_note(session, await tours.stop_by_code(session, CODES[0]), "kk", "Ауыр әңгіме.", "test")
        else:
            plan = await speech.plan_script(session, house.voices, script)
            recording = await speech.recording_of(session, script.id, plan.wanted_digest)
            recording.files = [{**file, "name": f"{'0' * 64}.{file['name'].rpartition('.')[2]}"} for file in recording.files]
    if what == "note":
        assert 0 == await narrate(house)
        await approve_all(house)
        await publish_all(house, ("kk",))
        async with house.database.write() as session:
            await tours.save_note(session, await tours.stop_by_code(session, CODES[0]), "kk", "Ауыр әңгіме…", "test")
        assert 0 == await narrate(house)
        await approve_all(house)
    quick, whole = (await _looks(house, sketch=True))[0], (await _looks(house))[0]

    assert ["changed", "same"] == [one.kind for one in whole.changes] == [one.kind for one in quick.changes]


async def test_a_recording_is_known_by_the_document_of_all_that_goes_into_it(house):
    """The digest that is put together from remembered parts is the digest of the whole document."""
    async with house.database.read() as session:
        voice = await house.voices.of(session, "kk")
    for track in ("standard", "easy"):
        whole = {
            "schema": SCHEMA,
            "language": "kk",
            "voice": voice.id,
            "fingerprint": voice.fingerprint,
            "render": render_fingerprint(pauses_of(track), Target()),
            "said": "ab" * 32,
        }
        assert hashlib.sha256(msgspec.json.encode(whole, order="sorted")).hexdigest() == wanted_digest("ab" * 32, "kk", track, voice)


async def test_words_that_were_written_and_undone_are_not_remembered(house):
    """A revision that was rolled back and another one with its number are told apart, and so a translation is behind exactly when its source changed."""
    await write_tour(house)
    async with house.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        source, translation = await writing.script_of(session, stop, "kk"), await writing.script_of(session, stop, "ru")
        title, body = source.title, source.body
        await writing.remember_source(session, translation, source)

    async def late(session):
        return await behind(session, await listing.script_rows(session))

    with pytest.raises(RuntimeError, match="undone"):
        async with house.database.write() as session:
            stop = await tours.stop_by_code(session, CODES[0])
            await tours.save_script(session, stop, "kk", title="Басқа", body="Басқа сөздер.", author="test")
            await session.flush()
            assert {translation.id: "kk"} == await late(session)
            message = "undone"
            raise RuntimeError(message)
    async with house.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        later = await tours.save_script(session, stop, "kk", title=title, body=f"{body} Тағы.", author="test")
        await session.flush()
        await writing.remember_source(session, await writing.script_of(session, stop, "ru"), later)
        await session.flush()
        followed = await late(session)
        await tours.save_script(session, stop, "kk", title=title, body=body, author="test")
        await session.flush()
        again = await late(session)

    assert ({}, {translation.id: "kk"}) == (followed, again)


async def test_the_memory_of_words_has_a_limit_and_reads_only_what_is_new(house):
    """What is known is not read again; where there is no room what was kept first goes, and is found out again when it is asked for."""
    await write_tour(house)
    asked = []

    def found_out(title, body, beside):
        asked.append(title)
        return f"{title}{beside}{len(body)}"

    memory = Remembered(found_out, most=2)
    async with house.database.read() as session:
        rows = [Written(row.id, row.revision, row.at, "|") for row in await listing.script_rows(session, language="kk")]
        rows += [Written(row.id, row.revision, row.at, "|") for row in await listing.script_rows(session, language="ru")]
        first = await memory.of(session, rows[:2])
        same = await memory.of(session, rows[:2])
        all_of_them = await memory.of(session, rows)
        other_beside = await memory.of(session, [rows[3]._replace(beside="!")])

    assert first == same
    assert 4 == len(all_of_them)
    assert 5 == len(asked)
    assert "!" in other_beside[rows[3].id]
