"""The check list: every finding is made and repaired."""

from dataclasses import replace

import pytest
from sqlalchemy import update
from tests.stories import CODES, approve_all, write_tour

from audio_guide.kit.i18n import LANGUAGES
from audio_guide.narrating import narrate
from audio_guide.publishing import service as publishing
from audio_guide.publishing.checks import KINDS, REPAIRS, Finding, Place, Read, Sound, Text, check
from audio_guide.publishing.review import Reviewer
from audio_guide.speech import said
from audio_guide.speech.models import Narration, Recording
from audio_guide.tours import arranging, care, naming, writing
from audio_guide.tours import service as tours
from audio_guide.tours.models import TourText

GOOD = Sound("d1", "good", {"mp3_lufs": -19.2, "mp3_dbtp": -1.0, "webm_lufs": -18.8})
READ = Read("d1")
TEXT = Text("Reed", read=READ, sounds=(GOOD,), approved=True)
PLACE = Place("A1B2", 1, {"en": (TEXT,)}, frozenset({"en"}), {"kk": (("reed", "alt"),)}, themes=True)
BROKEN = {
    "no-number": replace(PLACE, number=None),
    "no-tour": replace(PLACE, in_tour=False),
    "no-text": replace(PLACE, texts={}),
    "no-note": replace(PLACE, notes=frozenset({"kk"})),
    "no-themes": replace(PLACE, themes=False),
    "no-name-consent": replace(PLACE, unconsented={"en": "Saule"}),
    "note-unsaid": replace(PLACE, texts={"en": (replace(TEXT, note_unsaid_by="Айгүл Серікқызы"),)}),
    "pace": replace(PLACE, texts={"en": (replace(TEXT, characters=210, sounds=(replace(GOOD, seconds=10.0),)),)}),
    "no-alt": replace(PLACE, gaps={"en": (("reed", "alt"),)}),
    "no-consent": replace(PLACE, gaps={"en": (("reed", "consent"),)}),
    "film-no-consent": replace(PLACE, films=(("rsl-KZ", "film-no-consent"),)),
    "film-changed": replace(PLACE, films=(("rsl-KZ", "film-changed"),)),
    "film-no-captions": replace(PLACE, uncaptioned={"en": ("rsl-KZ",), "kk": ("ils",)}),
    "behind-source": replace(PLACE, texts={"en": (replace(TEXT, source="kk"),)}),
    "no-voice": replace(PLACE, texts={"en": (replace(TEXT, voice_lost="No voice is installed."),)}),
    "unread": replace(PLACE, texts={"en": (replace(TEXT, read=None),)}),
    "sound-missing": replace(PLACE, texts={"en": (replace(TEXT, sounds=()),)}),
    "sound-out-of-date": replace(PLACE, texts={"en": (replace(TEXT, sounds=(replace(GOOD, wanted_digest="d0"),)),)}),
    "sound-being-made": replace(PLACE, texts={"en": (replace(TEXT, sounds=(), narration=("running", "")),)}),
    "sound-failed": replace(PLACE, texts={"en": (replace(TEXT, sounds=(), narration=("failed", "The voice stopped.")),)}),
    "not-approved": replace(PLACE, texts={"en": (replace(TEXT, approved=False),)}),
    "way-sound-missing": replace(PLACE, ways={"en": "way-sound-missing"}),
    "way-not-approved": replace(PLACE, ways={"en": "way-not-approved"}),
    "human-changed": replace(PLACE, texts={"en": (replace(TEXT, other_words_by="Айгүл Серікқызы"),)}),
    "draft-voice": replace(PLACE, texts={"en": (replace(TEXT, sounds=(replace(GOOD, quality="draft"),)),)}),
    "level": replace(PLACE, texts={"en": (replace(TEXT, sounds=(replace(GOOD, report={"mp3_lufs": -18.4}),)),)}),
    "sudden": replace(PLACE, texts={"en": (replace(TEXT, sounds=(replace(GOOD, report={"burst_lu": 10.1}),)),)}),
    **{
        kind: replace(PLACE, texts={"en": (replace(TEXT, read=Read("d1", ((kind, "№ 5"),))),)})
        for kind in ("digits-left", "no-rules", "foreign-letters", "mixed-alphabets", "symbol-left", "wrong-language", "language-switch", "too-long")
    },
}


@pytest.mark.parametrize("kind", BROKEN)
def test_each_fault_is_found_and_nothing_else(kind):
    """A stop with one fault has exactly that finding; without it, none; and each says whether it blocks and where it is repaired."""
    (found,) = check([BROKEN[kind]], ["en"])

    assert () == check([PLACE], ["en"], frozenset({"en"}))
    assert (kind, KINDS[kind]) == (found.kind, found.severity)
    assert found.field in {"title", "note", "body", "pictures", "films", "sound", "number", "names", "themes", "way"}
    assert REPAIRS.get(kind, "") == found.repair


def test_a_tour_without_title_and_a_number_given_twice():
    """What belongs to the tour is found once, and the later of two stops with one number is named with the other one."""
    found = check([PLACE, replace(PLACE, code="C3D4")], ["en", "kk"], frozenset({"en"}))

    assert [Finding("tour-title", "", "kk"), Finding("double-number", "C3D4", "", 1, "A1B2")] == [
        one for one in found if one.kind in {"tour-title", "double-number"}
    ]


def test_every_kind_is_tried_here():
    """No kind of finding is without a test."""
    assert set(KINDS) == {*BROKEN, "tour-title", "double-number"}


@pytest.mark.parametrize(("report", "fine"), [({"mp3_lufs": -19.5}, True), ({"mp3_lufs": -19.51}, False), ({"webm_dbtp": -0.9}, False), ({}, True)])
def test_the_level_is_judged_by_what_was_measured(report, fine):
    """Half a LUFS either way is let pass, a true peak above -1 dBTP is not."""
    found = check([replace(PLACE, texts={"en": (replace(TEXT, sounds=(replace(GOOD, report=report),)),)})], ["en"])

    assert fine is (found == ())


@pytest.mark.parametrize(("burst", "heard", "fine"), [(10.0, False, True), (10.1, False, False), (14.0, True, True)])
def test_a_sudden_loud_moment_is_named_in_the_note(burst, heard, fine):
    """A sound that is much louder for a moment is to be looked at, unless the content note says that something is heard."""
    text = replace(TEXT, sounds=(replace(GOOD, report={"burst_lu": burst}),))
    found = check([replace(PLACE, texts={"en": (text,)}, heard=heard)], ["en"])

    assert ([] if fine else [("sudden", f"{burst:.0f} LU")]) == [(one.kind, one.about) for one in found]


@pytest.mark.parametrize(
    ("characters", "seconds", "fine"), [(80, 10.0, True), (79, 10.1, False), (200, 10.0, True), (201, 10.0, False), (0, 10.0, True), (100, 0.0, True)]
)
def test_the_pace_is_what_ear_and_eye_can_follow(characters, seconds, fine):
    """From 8 to 20 characters a second; where the length of either is not known nothing is said."""
    found = check([replace(PLACE, texts={"en": (replace(TEXT, characters=characters, sounds=(replace(GOOD, seconds=seconds),)),)})], ["en"])

    assert fine is (found == ())


async def reviewed(house):
    """Return the kinds found in the tour, by stop and language."""
    async with house.database.read() as session:
        tour = await publishing.tour_by_slug(session, "steppe")
        found = await Reviewer(session, house.voices, LANGUAGES).tour(tour)
    return {(one.code, one.language, one.kind) for one in found if one.kind != "draft-voice"}


async def test_faults_of_a_real_tour_are_found_and_repaired(house):
    """Written through the services: no sound, no approval, a note in one language, an old translation, a lost number, a stop beside all tours, no title."""
    await write_tour(house)
    missing = await reviewed(house)
    assert 0 == await narrate(house)
    unheard = await reviewed(house)
    await approve_all(house)
    clean = await reviewed(house)
    async with house.database.write() as session:
        first, tour = await tours.stop_by_code(session, CODES[0]), await publishing.tour_by_slug(session, "steppe")
        await tours.save_note(session, first, "kk", "Қыс туралы.")
        second = await tours.stop_by_code(session, CODES[1])
        second.number = None
        russian, kazakh = await writing.script_of(session, second, "ru"), await writing.script_of(session, second, "kk")
        await writing.remember_source(session, russian, kazakh)
        await session.flush()
        await tours.save_script(session, second, "kk", title="Қамыс", body="Мүлдем жаңа сөздер № 5 туралы жазылды.", author="test")
        await session.execute(update(TourText).where(TourText.language == "en").values(title=""))
        await tours.save_stop(session, await tours.save_tour(session, "other", {"kk": {"title": "Басқа"}}), "Z9Z9", 9, 0)
        await session.flush()
    broken = await reviewed(house)

    both = {(code, language) for code in CODES[:2] for language in LANGUAGES}
    assert {(*place, "sound-missing") for place in both} == missing
    assert {(*place, "not-approved") for place in both} == unheard
    assert set() == clean
    assert {
        ("", "en", "tour-title"), (CODES[0], "", "no-themes"), (CODES[0], "ru", "no-note"), (CODES[0], "en", "no-note"), (CODES[0], "kk", "sound-out-of-date"),
        (CODES[1], "", "no-number"), (CODES[1], "ru", "behind-source"), (CODES[1], "kk", "sound-out-of-date"),
    } == broken  # fmt: skip

    async with house.database.write() as session:
        assert 10 == await arranging.free_number(session)
        await arranging.number_stop(session, CODES[1], 10)
        for language in ("ru", "en"):
            await tours.save_note(session, await tours.stop_by_code(session, CODES[0]), language, "О зиме." if language == "ru" else "Of winter.")
        care.set_themes(await tours.stop_by_code(session, CODES[0]), {"hunger": ["told"]})
        russian, kazakh = await writing.script_of(session, second, "ru"), await writing.script_of(session, second, "kk")
        await writing.remember_source(session, russian, kazakh)
        await session.execute(update(TourText).where(TourText.language == "en").values(title="Tour"))
        assert tour.slug == "steppe"
    assert 0 == await narrate(house)
    await approve_all(house)
    assert set() == await reviewed(house)


async def test_a_failed_and_a_wanted_sound_are_told_apart(house):
    """A sound that is waited for is not called missing, and one that failed brings its sentence along."""
    await write_tour(house, stops=1, languages=("kk", "ru"))
    assert 0 == await narrate(house)
    async with house.database.write() as session:
        await session.execute(Recording.__table__.delete())
        for script in await tours.scripts(session):
            state, message = ("running", "") if script.language == "kk" else ("failed", "The voice stopped.")
            await session.execute(update(Narration).where(Narration.script_id == script.id).values(state=state, message=message))
    async with house.database.read() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        found = await Reviewer(session, house.voices, ("kk", "ru")).stop(stop)

    assert [("kk", "sound-being-made", ""), ("ru", "sound-failed", "The voice stopped.")] == [(one.language, one.kind, one.about) for one in found]


async def test_texts_are_read_once_and_again_when_anything_changes(house, monkeypatch):
    """What would be misread is kept with a text: pages read it when it, its note or a name in it changed, and never otherwise."""
    count, plain = [], said.plan
    monkeypatch.setattr(said, "plan", lambda title, *rest, **more: count.append(title) or plain(title, *rest, **more))
    await write_tour(house, stops=1, languages=("ru",))

    async def found(*, kept=True):
        if kept:
            await said.catch_up(house.database, house.voices)
        async with house.database.read() as session:
            stop = await tours.stop_by_code(session, CODES[0])
            kinds = [(one.kind, one.about) for one in await Reviewer(session, house.voices, ("ru",)).stop(stop) if one.field == "body"]
        return kinds, len(count)

    clean = await found()
    assert [] == clean[0]
    assert clean == await found()
    async with house.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        await tours.save_script(session, stop, "ru", title="Камыш", body="Дом @ озеро. Дом @ озеро.", author="test")
    one, other = await found(kept=False), await found()
    async with house.database.write() as session:
        await naming.save_name(session, "lake", "place", {"ru": {"written": "озеро", "spoken": "о́зеро"}})
    named = await found()
    async with house.database.write() as session:
        await naming.save_name(session, "far", "place", {"ru": {"written": "Жаланаш", "spoken": "Жалана́ш"}})

    assert ([("symbol-left", "@")], clean[1] + 1) == one
    assert (one[0], one[1] + 1) == other, "a page writes nothing"
    assert (one[0], other[1] + 1) == named
    assert named == await found()
