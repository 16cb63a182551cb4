"""From approved sound to an edition that never changes."""

import msgspec
import pytest
from tests.stories import CODES, approve_all, publish_all, write_tour

from audio_guide.kit.errors import ConflictError
from audio_guide.narrating import narrate, wait, want
from audio_guide.publishing import edition as public
from audio_guide.publishing import service as publishing
from audio_guide.tours import naming
from audio_guide.tours import service as tours


async def shelf_of(house):
    """Return what the public sees."""
    async with house.database.read() as session:
        return await publishing.load_shelf(session)


async def test_an_edition_holds_text_times_media_and_provenance(house):
    """A published stop has its words, a time for each sentence, files that exist, and who approved the sound of which voice."""
    await write_tour(house, notes={0: "Бұл аялдамада қыс туралы айтылады."})
    assert 0 == await narrate(house)
    await approve_all(house)
    receipts = await publish_all(house)
    shelf = await shelf_of(house)
    stop = shelf.editions["steppe", "kk"].stops[0]
    track = stop.tracks[0]

    assert [2, 2, 2] == [len(receipt.published) for receipt in receipts]
    assert ["title", "note", "p1", "p2", "p3"] == [paragraph.id for paragraph in track.paragraphs]
    sentence = track.paragraphs[2].sentences[1]
    assert "1938 жылғы қаңтарда су мұздай еді." == track.paragraphs[2].text[sentence.text_from : sentence.text_to]
    assert [True, True] == [house.media.verify(file.name) for file in track.sound.files]
    assert ("listener", "silence:any") == (track.sound.approved_by, track.sound.voice.id)
    starts = [sentence.start for paragraph in track.paragraphs for sentence in paragraph.sentences]
    assert sorted(starts) == starts
    assert starts[-1] < track.sound.duration


async def test_a_stop_without_sound_for_its_words_keeps_its_former_state(house):
    """After a change of text the old text with its old sound stays public, and the receipt names the stop and the reason."""
    await write_tour(house)
    await narrate(house)
    await approve_all(house)
    await publish_all(house)
    before = await shelf_of(house)
    async with house.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        await tours.save_script(session, stop, "ru", title="Камыш", body="Совсем другой текст.", author="test")
    (receipt,) = await publish_all(house, ("ru",))
    after = await shelf_of(house)

    assert [(CODES[0], "no sound for the text of now")] == [(kept.code, kept.reason) for kept in receipt.kept]
    assert before.editions["steppe", "ru"].stops == after.editions["steppe", "ru"].stops
    assert (False, before.revision) == (receipt.changed, after.revision)


async def test_new_sound_is_not_public_until_somebody_approves(house):
    """Sound that nobody has listened to stays at home."""
    await write_tour(house, languages=("kk",))
    await narrate(house)
    (receipt,) = await publish_all(house, ("kk",))

    assert ({"nobody has approved the sound"}, {}) == ({kept.reason for kept in receipt.kept}, (await shelf_of(house)).editions)


async def test_sound_that_does_not_exist_cannot_be_approved(house):
    """Approving before there is sound is refused with what to do."""
    await write_tour(house, languages=("kk",))
    async with house.database.write() as session:
        script = (await tours.scripts(session))[0]
        with pytest.raises(ConflictError, match="Make it, listen to it"):
            await publishing.approve(session, house.voices, script, "hasty")


async def test_a_name_makes_exactly_its_stops_wanted(house):
    """A new spoken form of a name wants new sound for the scripts that hold it and no others."""
    await write_tour(house, languages=("ru",))
    async with house.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[1])
        await tours.save_script(session, stop, "ru", title="Другая", body="Здесь нет того имени.", author="test")
    await narrate(house)
    async with house.database.write() as session:
        await naming.save_name(session, "zhalanash", "place", {"ru": {"written": "Жаланаш", "spoken": "Жалана́ш-коль"}})
    labels = (await want(house)).labels

    assert ["1 ru Камыш 1"] == list(labels.values())


async def test_withdrawing_and_publishing_again(house):
    """A withdrawn language is gone at once and comes back as it was."""
    await write_tour(house, languages=("kk", "en"))
    await narrate(house)
    await approve_all(house)
    await publish_all(house, ("kk", "en"))
    before = await shelf_of(house)
    async with house.database.write() as session:
        tour = await publishing.tour_by_slug(session, "steppe")
        gone = await publishing.withdraw(session, tour, "en")
        again = await publishing.withdraw(session, tour, "en")
    without = await shelf_of(house)
    await publish_all(house, ("en",))

    assert (True, False) == (gone, again)
    assert {("steppe", "kk")} == set(without.editions)
    assert before.editions["steppe", "en"].stops == (await shelf_of(house)).editions["steppe", "en"].stops


async def test_publishing_again_changes_nothing(house):
    """An edition that would say the same is not made a second time."""
    await write_tour(house, languages=("kk",))
    await narrate(house)
    await approve_all(house)
    (first,) = await publish_all(house, ("kk",))
    (second,) = await publish_all(house, ("kk",))

    assert (True, False, first.digest) == (first.changed, second.changed, second.digest)


async def test_editions_fit_their_schema(house):
    """Every edition is valid against the JSON Schema that is published."""
    import jsonschema

    await write_tour(house)
    await narrate(house)
    await approve_all(house)
    await publish_all(house)
    schema = msgspec.json.schema(public.Edition)
    for edition in (await shelf_of(house)).editions.values():
        jsonschema.validate(msgspec.json.decode(msgspec.json.encode(edition)), schema)

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"tour": "steppe"}, schema)


async def test_text_changed_while_its_sound_is_made(house):
    """A script that is saved while its former words are being spoken never ends with the old sound on the new words."""
    from audio_guide.worker import working

    await write_tour(house, stops=1, languages=("kk",))
    async with working(house):
        await want(house)
        async with house.database.write() as session:
            stop = await tours.stop_by_code(session, CODES[0])
            await tours.save_script(session, stop, "kk", title="Жаңа", body="Мүлдем жаңа сөздер жазылды.", author="test")
        await wait(house, (await want(house)).labels)
    await approve_all(house)
    await publish_all(house, ("kk",))
    track = (await shelf_of(house)).editions["steppe", "kk"].stops[0].tracks[0]

    assert (["Жаңа", "Мүлдем жаңа сөздер жазылды."], 2) == ([paragraph.text for paragraph in track.paragraphs], sum(len(p.sentences) for p in track.paragraphs))


async def test_texts_are_shown_without_sound_if_staff_wish_it(house):
    """A stop that lacks only its sound is shown as text, also with its newest words, until it is heard; one that could be heard keeps its sound."""
    await write_tour(house)
    assert 0 == await narrate(house, code=CODES[1])
    async with house.database.write() as session:
        for script in await tours.scripts(session, language="kk"):
            if script.stop_id == (await tours.stop_by_code(session, CODES[1])).id:
                await publishing.approve(session, house.voices, script, "listener")
    async with house.database.write() as session:
        tour = await publishing.tour_by_slug(session, "steppe")
        careful = await publishing.publish(session, house.voices, tour, "kk", "publisher")
        open_handed = await publishing.publish(session, house.voices, tour, "kk", "publisher", texts_too=True)
    async with house.database.write() as session:
        for code in CODES[:2]:
            await tours.save_script(session, await tours.stop_by_code(session, code), "kk", title="Қамыс", body="Жаңа сөздер.", author="test")
        later = await publishing.publish(session, house.voices, tour, "kk", "publisher", texts_too=True)
    stops = {stop.code: stop.tracks[0] for stop in (await shelf_of(house)).editions["steppe", "kk"].stops}

    assert ([CODES[1]], []) == (careful.published, careful.silent)
    assert (list(CODES[:2]), [CODES[0]]) == (open_handed.published, open_handed.silent)
    assert ([CODES[0]], [CODES[1]]) == (later.silent, [kept.code for kept in later.kept])
    assert (None, "Жаңа сөздер.", ()) == (stops[CODES[0]].sound, stops[CODES[0]].paragraphs[-1].text, stops[CODES[0]].paragraphs[-1].sentences)
    assert stops[CODES[1]].sound is not None
