"""A second person's approval, the look before publishing, receipts, and going back to an earlier edition."""

from contextlib import nullcontext
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select
from tests.publishing.test_publish import shelf_of
from tests.stories import CODES, approve_all, publish_all, write_tour

from audio_guide.accounts.signature import Signature
from audio_guide.kit.errors import ConflictError, NotFoundError
from audio_guide.narrating import narrate
from audio_guide.publishing import board, editions
from audio_guide.publishing import service as publishing
from audio_guide.publishing.approving import Heard
from audio_guide.publishing.models import Approval
from audio_guide.publishing.rules import Rules, rules, set_rules
from audio_guide.speech import service as speech
from audio_guide.tours import service as tours


async def heard_of(session, house, script):
    """Return what somebody hears who listens to a script now."""
    digest = (await speech.plan_script(session, house.voices, script)).wanted_digest
    recording = await speech.recording_of(session, script.id, digest)
    return Heard(digest, recording.files[0]["name"])


async def published(house, languages=("kk",)):
    """Write, speak, approve and publish a tour."""
    await write_tour(house, languages=languages)
    assert 0 == await narrate(house)
    await approve_all(house)
    return await publish_all(house, languages)


async def change(house, body="Мүлдем жаңа сөздер жазылды."):
    """Give the first stop another text with its sound, approved."""
    async with house.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        await tours.save_script(session, stop, "kk", title="Қамыс 1", body=body, author="test")
    assert 0 == await narrate(house)
    await approve_all(house)


@pytest.mark.parametrize(
    ("on", "by", "noted", "refused"), [(False, "test", "", False), (True, "test", "", True), (True, "other", "", False), (True, "other", "other", True)]
)
async def test_a_second_person_approves_if_the_house_wants_it(house, on, by, noted, refused):
    """Whoever saved the text or its note last is refused with a sentence while the switch is on; the command line is not asked."""
    await write_tour(house, stops=1, languages=("kk",))
    async with house.database.write() as session:
        await set_rules(session, Rules(second_person=on))
        await tours.save_note(session, await tours.stop_by_code(session, CODES[0]), "kk", "Қыс туралы.", noted)
    assert 0 == await narrate(house)
    async with house.database.write() as session:
        (script,) = await tours.scripts(session)
        heard = await heard_of(session, house, script)
        tour = await publishing.tour_by_slug(session, "steppe")
        (row,) = await board.rows(session, house.voices, tour, ("kk",))
        if refused:
            with pytest.raises(ConflictError, match="second person"):
                await publishing.approve(session, house.voices, script, by, heard=heard)
        else:
            for other in (replace(heard, take="other.mp3"), replace(heard, digest="0" * 64)):
                with pytest.raises(ConflictError, match="since you listened"):
                    await publishing.approve(session, house.voices, script, by, heard=other)
            await publishing.approve(session, house.voices, script, by, heard=heard)
        await publishing.approve(session, house.voices, script, "test")

    assert ("in-review" if on else "to-be-heard") == row.cells["kk"].state


@pytest.mark.parametrize(
    ("writer", "listener", "refused"),
    [
        (("Айгүл", 1), ("Айгүл", 2), False),  # two people with one name
        (("Айгүл", 1), ("Айгүл Серікқызы", 1), True),  # one person, renamed meanwhile
        (("Айгүл", None), ("Айгүл", 1), True),  # saved before ids were written down
        (("Айгүл", None), ("Пётр", 1), False),
        (("", None), ("", None), False),  # nobody signed
    ],
)
async def test_people_are_told_apart_by_their_ids(house, writer, listener, refused):
    """Whoever wrote the words cannot approve them under a new name, and somebody else with the same name can."""
    (wrote, heard_by) = (Signature(name, UUID(int=number) if number else None) for name, number in (writer, listener))
    await write_tour(house, stops=1, languages=("kk",))
    async with house.database.write() as session:
        await set_rules(session, Rules(second_person=True))
        stop = await tours.stop_by_code(session, CODES[0])
        script = await tours.save_script(session, stop, "kk", title="Қамыс", body="Жаңа сөздер.", author=wrote)
    assert 0 == await narrate(house)
    async with house.database.write() as session:
        heard = await heard_of(session, house, script)
        with pytest.raises(ConflictError, match="second person") if refused else nullcontext():
            await publishing.approve(session, house.voices, script, heard_by, heard=heard)
        kept = (await session.execute(select(Approval.approved_by, Approval.approved_by_id))).all()

    assert ([] if refused else [(str(heard_by), heard_by.person_id)]) == kept


async def test_the_switch_is_kept(house):
    """The rule stands until it is changed again; it is off in a new house."""
    seen = []
    for wanted in (True, True, False):
        async with house.database.write() as session:
            seen.append((await rules(session)).second_person)
            await set_rules(session, Rules(second_person=wanted))

    assert [False, True, True] == seen


async def test_publishing_does_what_the_look_before_said(house):
    """The proposal names new, changed and the same stops with their words and changes nothing; publishing then does exactly that, and the receipt stays."""
    (first,) = await published(house)
    await change(house)
    async with house.database.read() as session:
        tour = await publishing.tour_by_slug(session, "steppe")
        proposed, _ = await publishing.propose(session, house.voices, tour, "kk", "publisher")
    before = await shelf_of(house)
    (receipt,) = await publish_all(house, ("kk",))
    async with house.database.read() as session:
        record = await editions.record_of(session, tour, "kk", receipt.edition_id)
        told = await editions.told(session, record)
        rows, total = await editions.issues(session, tour, "kk")

    assert ["new", "new"] == [one.kind for one in first.changes]
    assert [("changed", ("text", "sound")), ("same", ())] == [(one.kind, one.parts) for one in proposed.changes]
    assert "Мүлдем жаңа сөздер жазылды." == proposed.changes[0].words["text"][1]
    assert "жаңа" not in str(before.editions)
    assert proposed.changes == receipt.changes == told
    assert ([CODES[0]], 1, []) == (record.receipt["changed"], record.receipt["same"], record.receipt["kept"])
    assert (2, [True, False]) == (total, [row.is_current for row in rows])


async def test_an_earlier_edition_is_shown_again_and_undone(house):
    """Going back moves one pointer, loses nothing, and can itself be undone; it is the very edition of then."""
    (first,) = await published(house)
    old = await shelf_of(house)
    await change(house)
    (second,) = await publish_all(house, ("kk",))
    new = await shelf_of(house)
    async with house.database.write() as session:
        tour = await publishing.tour_by_slug(session, "steppe")
        await editions.show_again(session, house.media, tour, "kk", first.edition_id)
    back = await shelf_of(house)
    async with house.database.write() as session:
        await editions.show_again(session, house.media, tour, "kk", second.edition_id)
        with pytest.raises(ConflictError, match="already"):
            await editions.show_again(session, house.media, tour, "kk", second.edition_id)

    assert old.editions == back.editions
    assert old.editions != new.editions
    assert new.editions == (await shelf_of(house)).editions


async def test_after_withdrawing_an_edition_can_be_shown_again(house):
    """A withdrawn language comes back with the edition that is chosen."""
    (first,) = await published(house)
    async with house.database.write() as session:
        tour = await publishing.tour_by_slug(session, "steppe")
        await publishing.withdraw(session, tour, "kk")
        await editions.show_again(session, house.media, tour, "kk", first.edition_id)

    assert {("steppe", "kk")} == set((await shelf_of(house)).editions)


async def test_an_edition_whose_files_are_gone_is_not_shown(house):
    """If a file of an earlier edition is missing, the stops are named and the pointer stays."""
    (first,) = await published(house)
    name = (await shelf_of(house)).editions["steppe", "kk"].stops[0].tracks[0].sound.files[0].name
    await change(house)
    await publish_all(house, ("kk",))
    now = await shelf_of(house)
    house.media.delete(name)
    with pytest.raises(ConflictError, match="gone: 1"):
        async with house.database.write() as session:
            tour = await publishing.tour_by_slug(session, "steppe")
            await editions.show_again(session, house.media, tour, "kk", first.edition_id)

    assert now.editions == (await shelf_of(house)).editions


async def test_an_edition_of_another_language_is_not_found(house):
    """An edition answers only under its own tour and language."""
    first, _ = await published(house, ("kk", "en"))
    async with house.database.write() as session:
        tour = await publishing.tour_by_slug(session, "steppe")
        with pytest.raises(NotFoundError):
            await editions.show_again(session, house.media, tour, "en", first.edition_id)


async def test_a_stop_that_warns_in_one_language_only_waits_in_the_other(house):
    """While Kazakh has a content note and English has none, the English stop is not published anew."""
    await write_tour(house, languages=("kk", "en"))
    async with house.database.write() as session:
        await tours.save_note(session, await tours.stop_by_code(session, CODES[0]), "kk", "Қыс туралы.")
    assert 0 == await narrate(house)
    await approve_all(house)
    kazakh, english = await publish_all(house, ("kk", "en"))

    assert ([], [(CODES[0], publishing.NO_NOTE)]) == (kazakh.kept, [(one.code, one.reason) for one in english.kept])
    assert [CODES[1]] == english.published
