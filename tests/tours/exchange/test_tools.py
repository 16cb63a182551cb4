"""What tools of translators do to a file: remarks, halves, marks, regions, several files in one."""

import re

import pytest

from audio_guide.kit.errors import BadInputError
from audio_guide.kit.languages import meant
from audio_guide.tours.exchange import files, importing
from audio_guide.tours.exchange.texts import Texts
from tests.stories import CODES
from tests.tours.exchange.conftest import said
from tests.tours.exchange.test_round_trip import NEW, REED, kinds, suggestions

HEAD = 'msgid ""\nmsgstr "Language: kk\\nX-Source-Language: ru\\n"\n\n'
OLD = '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">%s</xliff>'
NEWER = '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="ru" trgLang="kk"><file id="f" original="exhibits:m">%s</file></xliff>'
FILE = '<file original="exhibits:{mark}" source-language="ru" target-language="{language}"><body>{units}</body></file>'


def entry(text):
    """Return the first entry of a file."""
    return files.read(text.encode()).entries[0]


def old(units, mark="m", language="kk"):
    """Return XLIFF 1.2 around units."""
    return OLD % FILE.format(mark=mark, language=language, units=units)


@pytest.mark.parametrize("line", ["# Кто это?", "#Кто это?", "#\tКто это?", "#   Кто это?", "#!Кто это?"])
def test_a_remark_is_heard_however_it_is_written(line):
    """A translator's comment counts with a space after its # and without."""
    found = entry(f'{HEAD}#. ours\n#: stop/A1B2\n{line}\nmsgctxt "a"\nmsgid "b"\nmsgstr "c"\n')

    assert "Кто это?" == found.question.lstrip("!")


def test_what_is_said_of_a_gone_entry_stays_with_it():
    """A remark and a mark above an obsolete entry do not come to the next one."""
    found = entry(f'{HEAD}# gone\n#, fuzzy\n#~ msgid "x"\n#~ msgstr "y"\n\nmsgctxt "a"\nmsgid "b"\nmsgstr "c"\n')

    assert ("", False) == (found.question, found.fuzzy)


@pytest.mark.parametrize(
    "text",
    [
        old('<trans-unit id="a"><source>b</source><target>c</target><note from="guide">ours</note><note from="translator">Кто это?</note></trans-unit>'),
        old('<trans-unit id="a"><source>b</source><note>Кто <b>это</b>?</note></trans-unit>'),
        OLD % '<file original="exhibits:m"><header><note>Кто это?</note></header><body><trans-unit id="a"><source>b</source></trans-unit></body></file>',
        NEWER % '<unit id="a"><notes><note category="guide">ours</note><note>Кто это?</note></notes><segment><source>b</source></segment></unit>',
        NEWER % '<notes><note>Кто это?</note></notes><unit id="a"><segment><source>b</source></segment></unit>',
    ],
)
def test_notes_of_xliff_that_are_not_ours_are_remarks(text):
    """A note of a translator, in a unit or beside the whole file, is heard; the guide's own are not."""
    assert "Кто это?" == entry(text).question


@pytest.mark.parametrize("form", ["xliff12", "xliff20"])
async def test_a_note_becomes_a_question_and_ours_do_not(desk, form):
    """Exported, noted by a translator, and taken back: exactly the translator's words wait as a question."""
    data = (await desk.send(form=form)).decode()
    at = data.index("</notes>") if form == "xliff20" else data.index("</trans-unit>")
    note = "<note>Осы дұрыс па?</note>" if form == "xliff20" else '<note from="translator">Осы дұрыс па?</note>'
    done = await desk.take(f"{data[:at]}{note}{data[at:]}".encode())

    assert ({}, [("question", "Осы дұрыс па?")]) == (kinds(done), await suggestions(desk))


@pytest.mark.parametrize(
    ("text", "target", "fuzzy"),
    [
        (NEWER % '<unit id="a"><segment><source>b.</source><target>c.</target></segment><segment><source>d.</source></segment></unit>', "c.", True),
        (
            NEWER % '<unit id="a"><segment><source>b.</source><target>c.</target></segment><ignorable><source> </source></ignorable>'
            "<segment><source>d.</source><target>e.</target></segment></unit>", "c. e.", False,
        ),
        (
            NEWER % '<unit id="a"><segment><source>b</source><target order="3">c</target></segment><ignorable><source> </source></ignorable>'
            '<segment><source>d</source><target order="1">e</target></segment></unit>', "e c", False,
        ),
        (old('<trans-unit id="a" approved="no"><source>b</source><target>c</target></trans-unit>'), "c", True),
        (old('<trans-unit id="a" approved="yes"><source>b</source><target>c</target></trans-unit>'), "c", False),
        (old('<group translate="no"><trans-unit id="a"><source>b</source><target>c</target></trans-unit></group>'), "c", True),
        (
            old('<trans-unit id="a"><source>b. d.</source><seg-source><mrk mtype="seg" mid="1">b.</mrk> <mrk mtype="seg" mid="2">d.</mrk></seg-source>'
            '<target><mrk mtype="seg" mid="1">c.</mrk> <mrk mtype="seg" mid="2"></mrk></target></trans-unit>'), "c.", True,
        ),
        (
            old('<trans-unit id="a"><source>b. d.</source><seg-source><mrk mtype="seg" mid="1">b.</mrk> <mrk mtype="seg" mid="2">d.</mrk></seg-source>'
            '<target><mrk mtype="seg" mid="1">c.</mrk> <mrk mtype="seg" mid="2">e.</mrk></target></trans-unit>'), "c. e.", False,
        ),
    ],
)  # fmt: skip
def test_half_a_text_needs_work(text, target, fuzzy):
    """A unit of which only some segments are translated, or which nobody approved or may translate, is unfinished; whole ones keep what stands between."""
    found = entry(text)

    assert (target, fuzzy) == (found.target, found.fuzzy)


async def test_a_tool_that_approves_nothing_floods_nobody(desk):
    """Where a tool marks every unit as not approved, words that nobody touched stay as they are, and what is new is unfinished."""
    data = (await desk.send(form="xliff12")).decode().replace("<trans-unit ", '<trans-unit approved="no" ')
    data = re.sub(r"(<target[^>]*>)Қамыс — отын[^<]*", rf"\1{NEW}", data)
    done = await desk.take(data.encode())

    assert {"needs-work": 2} == kinds(done)


@pytest.mark.parametrize(("mark", "language"), [("n", "kk"), ("m", "ru")])
def test_several_files_in_one_must_agree(mark, language):
    """Two files of one XLIFF that are of other exports or languages are refused with the line; two of the same are one."""
    unit = '<trans-unit id="{}"><source>b</source></trans-unit>'
    same = OLD % "".join(FILE.format(mark="m", language="kk", units=unit.format(name)) for name in "ab")
    other = OLD % f"{FILE.format(mark='m', language='kk', units=unit.format('a'))}\n{FILE.format(mark=mark, language=language, units=unit.format('b'))}"

    assert ["a", "b"] == [one.key for one in files.read(same.encode()).entries]
    with pytest.raises(BadInputError, match="Line 2"):
        files.read(other.encode())


def test_xliff_in_utf16_is_read():
    """A file in UTF-16 with its mark, whatever it declares, is read as well as one in UTF-8."""
    unit = old('<trans-unit id="a"><source>Қ</source><target>Ү</target></trans-unit>')
    text = f'<?xml version="1.0" encoding="utf-16"?>\n{unit}'
    found = [files.read(bom + text.encode(code)).entries[0] for bom, code in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))]

    assert [("Ү", 2), ("Ү", 2)] == [(one.target, one.line) for one in found]


async def test_a_file_that_was_cut_off_replaces_no_whole_text(desk):
    """Cut at a line end inside a translation of several paragraphs, the file says what is missing, and its last entry waits as a suggestion."""
    three = "Қамыс — отын.\n\nҚамыс — төсеніш.\n\nҚамыс — үй."
    await desk.take(said(await desk.send(), REED, three))
    data = (await desk.send()).decode().replace("Қамыс — отын.", "Қамыс — жылу.")
    assert '"\\n"\n"Қамыс — төсеніш.' in data
    cut = data[: data.index('"\\n"\n"Қамыс — төсеніш.')]
    done = await desk.take(cut.encode())

    assert (True, {"rejected": 1}) == (done.missing > 0, kinds(done))
    assert ["cut"] == [finding.check for one in done.told for finding in one.findings if finding.blocks]
    assert three in await desk.body(CODES[0], "kk")
    assert [("rejected", "Қамыс — жылу.")] == await suggestions(desk)


async def test_a_file_that_was_cut_in_its_last_entry(desk):
    """Where nothing but the end of the last entry is missing, the beginning of a text does not take its place."""
    head, _, _ = (await desk.send()).decode().rpartition("msgstr ")
    place = await desk.take(f'{head}msgstr "Бірінші.\\n\\nЕкінші."\n'.encode())
    text = (await desk.send()).decode()
    last = files.read(text.encode()).entries[-1]
    cut = text[: text.rindex('"\\n"\n')] + "\n"
    done = await desk.take(cut.encode())

    assert ({"changed": 1}, {"rejected": 1}) == (kinds(place), kinds(done))
    assert "Екінші." in (await desk.texts()).of("kk")[last.key]


async def test_an_unfinished_hyphen_removes_nothing(desk):
    """A hyphen that is marked as unfinished is kept, comes back in the next file, and the published paragraph stays; finished, it is left out."""
    before = await desk.body(CODES[0], "kk")
    done = await desk.take(said(await desk.send(), REED, "-", fuzzy=True))
    shown, sent = await desk.body(CODES[0], "kk"), await desk.send()
    again = await desk.take(sent)
    finished = await desk.take(said(sent, REED, "-", fuzzy=False))

    assert ({"needs-work": 1}, before, {}) == (kinds(done), shown, kinds(again))
    assert 1 == sent.decode().count('msgstr "-"')
    assert ({"left-out": 1}, False) == (kinds(finished), "отын" in await desk.body(CODES[0], "kk"))
    assert [] == await suggestions(desk)


@pytest.mark.parametrize(
    ("tag", "language"),
    [("kk-KZ", "kk"), ("kk_KZ", "kk"), ("KK", "kk"), ("ru-RU", "ru"), ("kk-Cyrl-KZ", "kk"), ("EN_gb", "en"), ("pt-br", "pt-BR"), ("sr-latn-RS", "sr-Latn"),
     ("sr@latin", "sr-Latn"), ("kk-Latn", "kk-Latn"), ("kk@latin", "kk@latin"), ("pt-PT", "pt-PT"), ("uk", "uk"), ("", ""), ("x" * 40, "x" * 40)],
)  # fmt: skip
def test_which_language_a_tag_means(tag, language):
    """Letter case and territory do not matter, script does; what is not ours stays as it is and is refused by its name."""
    assert language == meant(tag, ("kk", "ru", "en", "pt-BR", "sr-Latn"))


@pytest.mark.parametrize("tag", ["kk-KZ", "kk_KZ", "KK"])
@pytest.mark.parametrize("form", ["po", "xliff12", "xliff20"])
async def test_a_region_is_no_other_language(desk, tag, form):
    """What Trados and memoQ make of a language code is taken for the language; another script is refused."""
    data = (await desk.send(form=form)).decode()
    whole = re.sub(r'(Language: |target-language="|trgLang=")kk', rf"\1{tag}", data).replace("Қамыс — отын", "Қамыс отын болды, яғни отын")
    done = await desk.take(whole.encode())

    assert {"changed": 2} == kinds(done)
    with pytest.raises(BadInputError, match="is expected"):
        await desk.take(whole.replace(tag, "kk-Latn").encode())


def test_what_a_large_museum_sends_may_come_back():
    """The room for a file grows with the museum's texts, and ends where nobody's memory would do."""
    texts = Texts({language: {f"stop.A1B2.body.{number}": "Қ" * 200 for number in range(30_000)} for language in ("kk", "ru")})

    assert [5 * 1024 * 1024, True, 64 * 1024 * 1024] == [
        importing.room(Texts()),
        importing.room(texts) > 30_000 * 1_200,
        importing.room(Texts({"kk": {f"stop.A1B2.body.{number}": "Қ" * 20_000 for number in range(1_000)}})),
    ]
