"""Words of another language inside a text: typed with a mark, shown and spoken without it, and told apart for readers' voices."""

import re

import pytest
from tests.stories import CODES, approve_all, publish_all, write_tour

from audio_guide.guide.text import Piece, pieces, runs
from audio_guide.narrating import narrate
from audio_guide.publishing import service as publishing
from audio_guide.publishing.derived import in_latin
from audio_guide.publishing.edition import Paragraph, Phrase, Sentence
from audio_guide.speech import service as speech
from audio_guide.tours import service as tours
from audio_guide.tours.phrases import cut


@pytest.mark.parametrize(
    ("typed", "shown", "phrases"),
    [
        ("[Малиновка]{ru} ауылы", "Малиновка ауылы", [(0, 9, "ru")]),
        ("The women called it [Малиновка]{ru}, [«малина»]{ru}.", "The women called it Малиновка, «малина».", [(20, 29, "ru"), (31, 39, "ru")]),
        ("a [b]{zh-Hant-TW} c", "a b c", [(2, 3, "zh-Hant-TW")]),
        ("[not whole]{ru", "[not whole]{ru", []),
        ("[two\nlines]{ru} and [empty]{} and []{ru} and [1]", "[two\nlines]{ru} and [empty]{} and []{ru} and [1]", []),
        ("", "", []),
    ],
)
def test_marks_are_cut_out_and_remembered(typed, shown, phrases):
    """A whole mark goes and leaves its language; what is no whole mark stays as it was typed."""
    text, found = cut(typed)

    assert shown == text
    assert phrases == [(one.start, one.end, one.language) for one in found]


def test_a_sentence_is_cut_where_its_language_changes():
    """Sentences, what lies between them and phrases fit into each other, whatever the offsets say; together they are the whole text."""
    text = "Ауыл Малиновка. Кейін Ақмол аталды."
    sentences = (Sentence(id="s1", start=0, end=1, text_from=0, text_to=15), Sentence(id="s2", start=1, end=2, text_from=16, text_to=35))
    over = (Phrase(text_from=5, text_to=20, language="ru"), Phrase(text_from=30, text_to=99, language="en"))
    found = pieces(Paragraph(id="p1", role="text", text=text, sentences=sentences, phrases=over))

    assert [(("Ауыл ", ""), ("Малиновка.", "ru")), ((" ", "ru"),), (("Кейі", "ru"), ("н Ақмол ат", ""), ("алды.", "en"))] == [one.runs for one in found]
    assert text == "".join(one.text for one in found) == "".join(words for one in found for words, _ in one.runs)
    assert () == runs(Paragraph(id="p1", role="text", text=text), 0, 35) == Piece(text).runs


async def _written(house):
    await write_tour(house, notes={0: "[ГУЛАГ]{ru} туралы."})
    async with house.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        body = "Бұл жер [Малиновка]{ru} деп аталған. Ағылшынша: [Raspberry]{en}.\n\nКейін ол Ақмол болды."
        await tours.save_script(session, stop, "kk", title="[Малиновка]{ru} ауылы", body=body, author="test")


async def test_marks_are_neither_shown_nor_spoken(house):
    """An edition holds the words without marks and says where another language stands; nothing of the mark is read aloud."""
    await _written(house)
    async with house.database.read() as session:
        stop = await tours.stop_by_code(session, CODES[0])
        script = next(one for one in await tours.scripts(session, language="kk") if one.stop_id == stop.id)
        plan = await speech.plan_script(session, house.voices, script)
    assert 0 == await narrate(house)
    await approve_all(house)
    await publish_all(house, ("kk",))
    async with house.database.read() as session:
        edition = (await publishing.load_shelf(session)).editions["steppe", "kk"]
    shown = next(one for one in edition.stops if one.code == CODES[0])
    first = next(one for one in shown.tracks[0].paragraphs if one.id == "p1")

    assert not re.search(r"[\[\]{}]|\bru\b|\ben\b", " ".join(one.reading.text for one in plan.sentences))
    assert ("Малиновка ауылы", "ГУЛАГ туралы.") == (shown.title, shown.content_note)
    assert "Бұл жер Малиновка деп аталған. Ағылшынша: Raspberry." == first.text
    assert [("Малиновка", "ru"), ("Raspberry", "en")] == [(first.text[one.text_from : one.text_to], one.language) for one in first.phrases]
    latin = next(one for one in in_latin(edition, "kk-Latn").stops if one.code == CODES[0]).tracks[0].paragraphs[2]
    assert [("Raspberry", "en")] == [(latin.text[one.text_from : one.text_to], one.language) for one in latin.phrases]
