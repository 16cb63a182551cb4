"""Ways that are heard: made with everything else, listened to, approved as exactly what was heard, published, and silent again when words change."""

from uuid import UUID

import pytest
from sqlalchemy import select, update
from tests.cms.conftest import worker
from tests.stories import CODES, approve_all, publish_all

from audio_guide.accounts.signature import Signature
from audio_guide.kit.errors import ConflictError, UnavailableError
from audio_guide.narrating import narrate, wait, want
from audio_guide.publishing import packs, wayside
from audio_guide.publishing import service as publishing
from audio_guide.publishing.preview import preview
from audio_guide.publishing.review import Reviewer
from audio_guide.publishing.rules import Rules, set_rules
from audio_guide.speech import ways as spoken
from audio_guide.speech.models import WaySound
from audio_guide.tours import naming, ways
from audio_guide.tours import service as tours
from audio_guide.tours.languages import known
from audio_guide.tours.ways import Spot, Words

EDITH = UUID(int=1)
PAGE = "/cms/tours/steppe/way"
SOUND = f"{PAGE}/sound"
RU = Words("Прямо 40 шагов.", "Вокруг дома, 60 шагов.")


async def write_way(museum, words=RU, language="ru", author="Edith"):
    """Write the way from the first stop in one language."""
    async with museum.database.write() as session:
        tour = await publishing.tour_by_slug(session, "steppe")
        stop = await tours.stop_by_code(session, CODES[0])
        await ways.save_spots(session, tour.id, {stop.id: Spot(None, {language: words})}, author)


async def hear(museum, words=RU, by="Айгүл", language="ru"):
    """Approve the sound of both variants as it is now."""
    async with museum.database.write() as session:
        for one in (await spoken.standings(session, museum.voices, language, [words.text, words.step_free])).values():
            await wayside.approve(session, museum.voices, language, one.words, by, heard=one.digest, take=one.sound.files[0]["name"])


async def shelf_of(museum):
    """Return what the public has."""
    async with museum.database.read() as session:
        return await publishing.load_shelf(session)


async def kinds(museum):
    """Return what the report says of ways, by stop and language."""
    async with museum.database.read() as session:
        found = await Reviewer(session, museum.voices, ("ru",)).tour(await publishing.tour_by_slug(session, "steppe"))
        return {(one.code, one.language, one.kind, one.severity) for one in found if one.kind.startswith("way-")}


class Shown:
    """Pages that say only where they are."""

    def __init__(self, shelf):
        self.shelf_revision = shelf.revision

    async def read(self, path):
        """Return the address as the page."""
        return path.encode()


@pytest.mark.spoken
async def test_a_way_is_spoken_heard_published_and_silent_after_a_change(museum):
    """Sound of everything includes the ways; it is public once approved, media and pack have its files, other words have no sound until they are heard."""
    await approve_all(museum)
    await write_way(museum)
    missing = await kinds(museum)
    assert 0 == await narrate(museum)
    unheard = await kinds(museum)
    await publish_all(museum, ("ru",))
    before = (await shelf_of(museum)).stop(CODES[0], "ru").stop.way
    await hear(museum)
    heard = await kinds(museum)
    await publish_all(museum, ("ru",))
    shelf = await shelf_of(museum)
    way = shelf.stop(CODES[0], "ru").stop.way
    names = {file.name for sound in (way.sound, way.step_free_sound) for file in sound.files}
    pack = await packs.pack(shelf, "steppe", "ru", "standard", Shown(shelf))
    await write_way(museum, Words("Прямо 50 шагов.", RU.step_free))
    await publish_all(museum, ("ru",))
    changed = (await shelf_of(museum)).stop(CODES[0], "ru").stop.way
    await write_way(museum)
    await publish_all(museum, ("ru",))

    assert {(CODES[0], "ru", "way-sound-missing", "look")} == missing
    assert {(CODES[0], "ru", "way-not-approved", "look")} == unheard
    assert set() == heard
    assert (RU.text, None, None) == (before.text, before.sound, before.step_free_sound)
    assert (4, "Айгүл", "silence:any") == (len(names), way.sound.approved_by, way.sound.voice.id)
    assert names <= set(shelf.media())
    assert all(museum.media.verify(name) for name in names)
    assert names == {file.url.removeprefix("/media/") for file in pack.files if file.kind == "sound" and file.url.removeprefix("/media/") in names}
    assert pack.bytes_small < pack.bytes
    assert (None, way.step_free_sound) == (changed.sound, changed.step_free_sound)
    assert way == (await shelf_of(museum)).stop(CODES[0], "ru").stop.way


@pytest.mark.spoken
async def test_the_page_makes_hears_and_approves(browser, museum, settings):
    """Saving a way wants its sound; the page says how it stands, plays it, marks the draft voice, and one button approves exactly what was heard."""
    await browser.sign_in("editor")
    await browser.open(PAGE)
    await browser.send(PAGE, **{f"way-ru-{CODES[0]}": RU.text})
    states = [browser.page.xpath("string(//*[@id=$id]/p/strong)", id=f"sound-way-ru-{CODES[0]}")]
    with worker(settings):
        assert 0 == await wait(museum, (await want(museum, language="ru", code=CODES[0])).ways, spoken.sounds)
    async with museum.database.write() as session:
        await session.execute(update(WaySound).values(voice={**(await spoken.sounds(session))[0].voice, "quality": "draft"}))
    await browser.open(PAGE)
    heard = browser.page
    states.append(heard.xpath("string(//*[@id=$id]/p/strong)", id=f"sound-way-ru-{CODES[0]}"))
    draft = "This is a draft voice." in browser.said
    sources = heard.xpath("//audio/@src")
    answer = await press(browser, "approve")
    await browser.open(answer.headers["location"])
    states.append(browser.page.xpath("string(//*[@id=$id]/p/strong)", id=f"sound-way-ru-{CODES[0]}"))
    played = await browser.client.get(sources[0])
    await browser.open("/cms/history")

    assert ["sound is being made", "to be listened to", "approved: visitors hear it with the next publishing"] == states
    assert (True, 1, "audio/mpeg") == (draft, len(sources), played.headers["content-type"])
    assert f"/cms/tours/steppe/way?said=approved#sound-way-ru-{CODES[0]}" == answer.headers["location"]
    assert "listened to the sound of a way and approved it: steppe 1" in browser.said


@pytest.mark.spoken
async def test_a_way_and_the_wish_for_its_sound_are_saved_together(browser, museum, monkeypatch):
    """Where the wish cannot be written, the way is not saved either: nobody has words of which nothing will ever make the sound."""

    async def refuse(*_arguments, **_more):
        raise UnavailableError("The jobs are away.")

    await browser.sign_in("editor")
    await browser.open(PAGE)
    monkeypatch.setattr(spoken, "_enqueue", refuse)
    refused = await browser.send(PAGE, **{f"way-ru-{CODES[0]}": RU.text})
    monkeypatch.undo()
    async with museum.database.read() as session:
        before = await ways.words_of(session)
    await browser.open(PAGE)
    await browser.send(PAGE, **{f"way-ru-{CODES[0]}": f"  {RU.text}\n", f"free-ru-{CODES[0]}": RU.step_free})
    async with museum.database.read() as session:
        rows = await spoken.sounds(session)

    assert (503, {}) == (refused.status_code, before)
    assert {(RU.text, "wanted"), (RU.step_free, "wanted")} == {(row.words, row.state) for row in rows}


async def press(browser, name):
    """Press the first button of that name in the section of the sounds, as a browser without script does."""
    (form, *_) = browser.page.xpath("//form[.//button[@name=$name] and @action=$action]", name=name, action=SOUND)
    data = {**dict(form.form_values()), name: "1"}
    return await browser.client.post(SOUND, data=data, headers={"Sec-Fetch-Site": "same-origin"})


@pytest.mark.spoken
async def test_only_what_was_heard_is_approved(museum):
    """Words that changed since, another take, no sound, and whoever wrote the words where a second person approves are refused; nothing is approved."""
    await write_way(museum, author=Signature("Edith", EDITH))
    async with museum.database.write() as session:
        with pytest.raises(ConflictError, match="There is no sound"):
            one = (await spoken.standings(session, museum.voices, "ru", [RU.text]))[RU.text]
            await wayside.approve(session, museum.voices, "ru", RU.text, "Айгүл", heard=one.digest, take="")
    await narrate(museum)
    async with museum.database.write() as session:
        await set_rules(session, Rules(second_person=True))
        one = (await spoken.standings(session, museum.voices, "ru", [RU.text]))[RU.text]
        take = one.sound.files[0]["name"]
        for words, by, heard, file, why in (
            ("Назад.", "Айгүл", one.digest, take, "changed since you listened"),
            (RU.text, "Айгүл", "0" * 64, take, "changed since you listened"),
            (RU.text, "Айгүл", one.digest, "0" * 40 + ".mp3", "made again since"),
            (RU.text, "Edith", one.digest, take, "a second person approves"),
            (RU.text, Signature("Edith Marriage", EDITH), one.digest, take, "a second person approves"),
        ):
            with pytest.raises(ConflictError, match=why):
                await wayside.approve(session, museum.voices, "ru", words, by, heard=heard, take=file)
        assert {None} == set(await session.scalars(select(WaySound.approved_at)))
        await wayside.approve(session, museum.voices, "ru", RU.text, "Айгүл", heard=one.digest, take=take)


@pytest.mark.spoken
async def test_made_again_it_is_heard_again(museum):
    """A take that came out badly is made once more; it stays approved and can be published until the other is there, also if that is called off."""
    await write_way(museum, Words(RU.text))
    await narrate(museum)
    await hear(museum, Words(RU.text))
    async with museum.database.write() as session:
        one = (await spoken.standings(session, museum.voices, "ru", [RU.text]))[RU.text]
        await spoken.want(session, museum.jobs, [one], anew=True)
        await session.flush()
        meanwhile = (await spoken.standings(session, museum.voices, "ru", [RU.text]))[RU.text].state
        public = await wayside.way_sounds(session, museum.voices, {UUID(int=0): Spot(None, {"ru": Words(RU.text)})}, "ru")
        with pytest.raises(ConflictError, match="is being made again"):
            await wayside.approve(session, museum.voices, "ru", RU.text, "Айгүл", heard=one.digest, take=one.sound.files[0]["name"])
        called_off = await spoken.call_off(session, "kk"), await spoken.call_off(session, "ru")
        await session.flush()
        kept = (await spoken.standings(session, museum.voices, "ru", [RU.text]))[RU.text]
        kept = (kept.state, kept.sound.anew)
        await spoken.want(session, museum.jobs, [one], anew=True)
    assert 0 == await narrate(museum)
    async with museum.database.read() as session:
        after = (await spoken.standings(session, museum.voices, "ru", [RU.text]))[RU.text]

    assert ("being-made", [RU.text]) == (meanwhile, list(public))
    assert ((0, 1), ("approved", False)) == (called_off, kept)
    assert ("to-be-heard", False) == (after.state, after.sound.anew)


@pytest.mark.spoken
@pytest.mark.parametrize("words", ["…", "— !!! —", "→ → →"])
async def test_words_that_no_voice_can_say_stay_text(museum, words):
    """A way without a word in it stops nobody: it is published as text, it is named in the report, and nothing waits for ever."""
    await approve_all(museum)
    await write_way(museum, Words(words))
    assert 0 == await narrate(museum)
    await publish_all(museum, ("ru",))
    way = (await shelf_of(museum)).stop(CODES[0], "ru").stop.way

    assert (words, None) == (way.text, way.sound)
    assert {(CODES[0], "ru", "way-sound-missing", "look")} == await kinds(museum)


@pytest.mark.spoken
async def test_hostile_words_are_spoken_as_words(museum):
    """Marks of other languages are not said, tags and formats are words like others, and the longest way has sound too."""
    words = Words("<script>alert(1)</script> [Малиновка]{ru} {name} %s", "ш" * 300 + " " + "да " * 200)
    await write_way(museum, words)
    assert 0 == await narrate(museum)
    async with museum.database.read() as session:
        found = await spoken.standings(session, museum.voices, "ru", [words.text, words.step_free])

    assert {"to-be-heard"} == {one.state for one in found.values()}
    assert "]{ru}" not in found[words.text].plan.passages[-1].text


@pytest.mark.spoken
async def test_a_new_name_or_a_lost_file_makes_the_way_silent(museum):
    """Another spoken form of a name in the way wants other sound, and a damaged file is made again when all is asked for."""
    words = Words("К озеру Жаланаш.")
    await write_way(museum, words)
    await narrate(museum)
    await hear(museum, words)
    async with museum.database.write() as session:
        await naming.save_name(session, "zhalanash", "place", {"ru": {"written": "Жаланаш", "spoken": "Жалана́ш-коль"}})
    async with museum.database.read() as session:
        renamed = (await spoken.standings(session, museum.voices, "ru", [words.text]))[words.text].state
    await narrate(museum)
    async with museum.database.read() as session:
        made = await spoken.sounds(session)
    for row in made:
        museum.media.delete(row.files[0]["name"])
    labels = (await want(museum, again=True)).ways

    assert ("sound-missing", 2) == (renamed, len(made))
    assert ["way ru “К озеру Жаланаш.”"] == list(labels.values())


@pytest.mark.spoken
async def test_the_preview_lets_staff_hear_it_first(museum):
    """Sound that nobody has approved is in the preview, and only there."""
    await write_way(museum)
    await narrate(museum)
    async with museum.database.read() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        made = await preview(session, museum.voices, stop, "ru", None, await known(session))

    assert "" == made.shelf.stop(CODES[0], "ru").stop.way.sound.approved_by
