"""Care with hard content: themes and forms, a passage that other languages find again, names that wait for consent."""

import pytest
from sqlalchemy import select

from audio_guide.kit.errors import BadInputError
from audio_guide.narrating import narrate
from audio_guide.publishing import service as publishing
from audio_guide.tours import care, naming, origins, writing
from audio_guide.tours import service as tours
from audio_guide.tours.models import Name, Stop
from tests.stories import CODES, approve_all, publish_all, write_tour

NAMES = ("a1", "b2", "c3")


def bare():
    """Return a stop of which nothing is said yet."""
    return Stop(code=CODES[0], themes={}, passage_first="", passage_last="")


def test_themes_come_in_the_order_of_the_list():
    """What is chosen is kept in one order, and the same choice again changes nothing."""
    stop = bare()
    changed = [care.set_themes(stop, {"execution": ["heard", "told"], "separation": ["told"]}) for _ in range(2)]

    assert [True, False] == changed
    assert (("separation", ("told",)), ("execution", ("told", "heard"))) == care.themes_of(stop)


@pytest.mark.parametrize("themes", [{"ghosts": ["told"]}, {"death": ["sung"]}, {"death": []}])
def test_what_is_not_in_the_lists_is_refused(themes):
    """A theme or form of somebody's own, or a theme without a form, is refused in a sentence."""
    with pytest.raises(BadInputError):
        care.set_themes(bare(), themes)


@pytest.mark.parametrize(
    ("first", "last", "good"), [("a1", "c3", True), ("b2", "b2", True), ("", "", True), ("c3", "a1", False), ("a1", "", False), ("a1", "z9", False)]
)
def test_a_passage_goes_forward_between_known_paragraphs(first, last, good):
    """Both ends are paragraphs of the text and stand in their order, or there is no passage."""
    stop = bare()
    if good:
        care.set_passage(stop, first, last, NAMES)
        assert (first, last) == (stop.passage_first, stop.passage_last)
    else:
        with pytest.raises(BadInputError):
            care.set_passage(stop, first, last, NAMES)


async def _marked(house):
    """Mark the second paragraph of the first stop, in the words of Kazakh."""
    await write_tour(house, notes={0: "…"})
    async with house.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        script = await writing.script_of(session, stop, "kk")
        names = [one.name for one in await origins.paragraphs_of(session, script)]
        care.set_themes(stop, {"hunger": ["told"]})
        care.set_passage(stop, names[1], names[1], names)


async def test_every_language_finds_the_passage_and_loses_it_with_its_paragraph(house):
    """A paragraph before it moves the passage on, in each language by itself; a language without the paragraph has no passage."""
    await _marked(house)
    async with house.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        russian = await writing.script_of(session, stop, "ru")
        await tours.save_script(session, stop, "ru", title=russian.title, body=f"Сначала два слова.\n\n{russian.body}", author="test")
        english = await writing.script_of(session, stop, "en")
        await tours.save_script(session, stop, "en", title=english.title, body=english.body.split("\n\n")[0], author="test")
    async with house.database.read() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        found = [await care.passage_of(session, stop, await writing.script_of(session, stop, language)) for language in ("kk", "ru", "en")]

    assert [care.Passage(2, 2), care.Passage(3, 3), None] == found


async def test_an_edition_tells_themes_and_passage(house):
    """What was chosen is public with the next edition, by the ids that paragraphs have there."""
    await _marked(house)
    assert 0 == await narrate(house)
    await approve_all(house)
    await publish_all(house)
    async with house.database.read() as session:
        stops = [edition.stops[0] for edition in (await publishing.load_shelf(session)).editions.values()]

    assert [("hunger", ("told",))] * 3 == [(one.theme, one.forms) for stop in stops for one in stop.themes]
    assert [("p2", "p2")] * 3 == [(stop.passage.first, stop.passage.last) for stop in stops]


@pytest.mark.parametrize(("consent", "source", "public"), [("", "", False), ("Her daughter", "", False), ("Her daughter", "Interview", True)])
async def test_a_name_waits_for_consent_and_source(house, consent, source, public):
    """A stop that names somebody, in any ending, is not published in that language until it is written down who agreed and from where it is known."""
    await write_tour(house, stops=1)
    async with house.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        await tours.save_script(session, stop, "ru", title="Письмо", body="Это письмо Раисы Петровой.", author="test")
        await naming.save_name(session, "petrova", "person", {"ru": {"written": "Раиса Петрова", "spoken": ""}})
        await session.flush()
        name = await session.scalar(select(Name))
        name.needs_consent, name.consent, name.source = True, consent, source
    assert 0 == await narrate(house)
    await approve_all(house)
    receipts = {receipt.language: [kept.reason for kept in receipt.kept] for receipt in await publish_all(house)}

    assert {"kk": [], "ru": [] if public else [publishing.NO_CONSENT], "en": []} == receipts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Письмо Раисы Петровой к дочери.", True), ("РАИСА ПЕТРОВА", True), ("Раиса и Петрова", False), ("Петрова", False),
        ("Тұрар Рысқұловтың үйі", True), ("Рыскулов", False), ("Она хочет идти.", False), ("Иде было пять лет.", False), ("Ида пришла.", True),
    ],
)  # fmt: skip
def test_a_name_is_found_in_its_endings_and_nowhere_else(text, found):
    """Endings and letters that look alike do not hide a name; a part of it, or a word that begins like a short one, is no mention."""
    assert found is bool(care.naming(text, ("Раиса Петрова", "Тұрар Рысқұлов", "Ида")))
