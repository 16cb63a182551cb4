"""Files as Trados, memoQ, OmegaT, Virtaal, Weblate and others really leave them, and texts that no tool should stumble over."""

import re

import pytest
from lxml import etree
from sqlalchemy import select
from translate.storage import pypo, xliff

from audio_guide.kit.errors import BadInputError
from audio_guide.tours import naming
from audio_guide.tours import service as tours
from audio_guide.tours.exchange import files, importing
from audio_guide.tours.exchange.entries import Outgoing, Parcel, clean
from audio_guide.tours.languages import Wished, add
from audio_guide.tours.models import Picture
from tests.stories import CODES
from tests.tours.exchange.conftest import said
from tests.tours.exchange.test_round_trip import NEW, REED, gettext_says, kinds, states, suggestions

NASTY = (
    'Сөз «тырнақша» мен „ішкі“ және "тік" — \\n деген жазу, 100 % \\ соңы',
    "Бірінші жол\nЕкінші жол\n\nҮшінші абзац\tтабуляциямен",
    '#, fuzzy емес\nmsgid "a"\nmsgstr "b"\n#~ ескі',
    "<b>Тег</b> & мән ]]> <!-- түсініктеме --> &amp;",
    "20\u00a0000 әйел, 63\u00a0%, 5\u202fкм, №\u00a05",
    "عاشت النساء هنا \u200fمنذ\u200e عام 1938.",
    "Сирек әріптер: 𐰀𐰁 🌾 e\u0301 \u00adжұмсақ\u200b үзік",
    "Ұзақ мәтін. " * 1_600,
    "=1+1", "-5 °C", "@", "{n} барак, {name}", "[Малиновка]{ru} ауылы",
    "Жол\u2028бөлгіш\u2029және\x85тағы",
)  # fmt: skip
TONGUES = ("kk", "ru", "en", "uk", "ky", "ar", "he", "zh-Hant", "ja", "pt-BR", "sr-Latn", "kk-Latn", "mn", "tt", "ga", "sl")


def parcel(language):
    """Return a parcel of texts that files have trouble with, with remarks and former words that have it too."""
    entries = [
        Outgoing(
            f"stop.A1B2.body.x{number}", clean(words), clean(words[::-1]), (clean(words), "Stop 1"), "stop/A1B2", bool(number % 2), clean(words) + "?", 300
        )
        for number, words in enumerate(NASTY)
    ]
    return Parcel(language, "ru" if language != "ru" else "kk", "abc123", "2026-11-28 09:00+0000", "exhibits", tuple(entries))


@pytest.mark.parametrize("language", TONGUES)
def test_gettext_takes_every_text_in_every_language(language):
    """Quotes, backslashes, lines that look like gettext, tags, narrow spaces, right to left, 20,000 letters: msgfmt says nothing, and all comes back."""
    data = files.WRITERS["po"](parcel(language))
    output, complaint = gettext_says("msgfmt", "-c", "-o", "/dev/null", "-", data=data)
    merged, other = gettext_says("msgcat", "--width=70", "-", data=data)
    wanted = [(one.key, one.source, one.target, one.fuzzy) for one in parcel(language).entries]

    assert (b"", "", "") == (output, complaint, other)
    for found in (files.read(data), files.read(merged), files.read(data.replace(b"\n", b"\r\n"))):
        assert (language, wanted) == (found.language, [(one.key, one.source, one.target, one.fuzzy) for one in found.entries])


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("form", ["xliff12", "xliff20"])
def test_xliff_takes_every_text_in_every_language(language, form):
    """The same texts make well-formed XLIFF, and come back from UTF-8, from UTF-16, and with the line ends of Windows."""
    data = files.WRITERS[form](parcel(language))
    etree.fromstring(data)
    wanted = [(one.key, one.source, one.target, one.fuzzy) for one in parcel(language).entries]
    wide = data.decode().replace("UTF-8", "UTF-16", 1).encode("utf-16")

    for found in (files.read(data), files.read(wide), files.read(data.replace(b"\n", b"\r\n")), files.read(b"\xef\xbb\xbf" + data)):
        assert wanted == [(one.key, one.source, one.target, one.fuzzy) for one in found.entries]


def units(data):
    """Return a file of XLIFF 1.2, as a tree, with its units."""
    tree = etree.fromstring(data)
    space = "{urn:oasis:names:tc:xliff:document:1.2}"
    return tree, space, tree.findall(f".//{space}trans-unit")


def by_trados(data):
    """Return what Trados Studio gives as its target file: segments marked, regions, its own names, one translation changed."""
    tree, space, found = units(data)
    tree.find(f"{space}file").set("target-language", "kk-KZ")
    tree.find(f"{space}file").set("source-language", "ru-RU")
    for unit in found:
        source, target = unit.find(f"{space}source"), unit.find(f"{space}target")
        seg = etree.Element(f"{space}seg-source")
        mrk = etree.SubElement(seg, f"{space}mrk", mtype="seg", mid="1")
        mrk.text = source.text
        source.addnext(seg)
        if target is not None:
            words = NEW if source.text.startswith(REED) else target.text
            target.text = None
            etree.SubElement(target, f"{space}mrk", mtype="seg", mid="1").text = words
            target.set("state", "final")
    return etree.tostring(tree, xml_declaration=True, encoding="utf-8")


def by_memoq(data):
    """Return what memoQ gives: its namespace, its attributes, inline marks around figures, UTF-8 with a mark, lines of Windows."""
    text = data.decode().replace("<xliff ", '<xliff xmlns:mq="MQXliff" mq:version="9.8" ')
    text = text.replace('target-language="kk"', 'target-language="kk-kz"').replace(
        "<trans-unit ", '<trans-unit mq:status="ManuallyConfirmed" mq:changedate="2026" '
    )
    text = re.sub(r"(<target[^>]*>)Қамыс — отын[^<]*", rf"\1<bpt id='1'/>{NEW[:10]}<ept id='1'/>{NEW[10:]}", text)
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()


def by_okapi(data):
    """Return what OmegaT gives through Okapi: g around words, states, a phase in the header, comments between the units."""
    text = data.decode().replace("<body>", '<header><tool tool-id="okapi" tool-name="x"/></header>\n<body><!-- okapi -->')
    text = text.replace('state="translated"', 'state="signed-off"')
    return re.sub(r"(<target[^>]*>)Қамыс — отын[^<]*", rf'\1<g id="1">{NEW[:10]}</g>{NEW[10:]}', text).encode()


def by_weblate(data):
    """Return what Weblate gives: written by translate-toolkit, approved."""
    store = xliff.xlifffile.parsestring(data)
    for unit in store.units:
        if unit.source.startswith(REED):
            unit.target = NEW
            unit.marktranslated()
            unit.markapproved()
    return bytes(store)


def by_cdata(data):
    """Return what scripts give: a section of raw letters."""
    return re.sub(r"(<target[^>]*>)Қамыс — отын[^<]*", rf"\1<![CDATA[{NEW}]]>", data.decode()).encode()


@pytest.mark.parametrize("tool", [by_trados, by_memoq, by_okapi, by_weblate, by_cdata])
async def test_each_tools_xliff_brings_what_was_changed(desk, tool):
    """Marked segments, regions, foreign namespaces, inline elements, states and comments of each tool: exactly what was changed, at two stops, is taken."""
    done = await desk.take(tool(await desk.send(form="xliff12")))

    assert ({"changed": 2}, {NEW}, 0) == (kinds(done), {one.words for one in done.told}, done.missing)
    assert NEW in await desk.body(CODES[0], "kk")


@pytest.mark.parametrize("form", ["xliff12", "xliff20"])
async def test_a_tools_own_file_is_told_from_the_target_file(desk, form):
    """A bilingual file of Trados, with names of its own, is refused with what to send instead; nothing waits as a suggestion."""
    text = (await desk.send(form=form)).decode()
    text = re.sub(r'(?<= )(?:id|resname|name)="(?:stop|tour|picture)\.[^"]*"', 'id="4f1c"', text)
    text = re.sub(r'(id="4f1c") id="4f1c"', r"\1", text)
    for number in range(text.count('id="4f1c"')):
        text = text.replace('id="4f1c"', f'id="{number}f1c-8d2e"', 1)
    with pytest.raises(BadInputError, match="target file"):
        await desk.take(text.encode())

    assert [] == await suggestions(desk)


def as_omegat(data, *translated):
    """Return XLIFF as OmegaT and others leave it in which units without a translation have the source's words as their target."""
    tree, space, found = units(data)
    for unit in found:
        source, target = unit.find(f"{space}source"), unit.find(f"{space}target")
        if target is None:
            target = etree.Element(f"{space}target")
            target.text = dict(translated).get(source.text, source.text)
            source.addnext(target)
    return etree.tostring(tree, encoding="utf-8")


async def untranslated(desk):
    """Write a stop that Kazakh does not have yet."""
    async with desk.house.database.write() as session:
        tour = await tours.save_tour(session, "steppe", {})
        stop = await tours.save_stop(session, tour, CODES[2], 3, 2)
        body = "Зимой в степи стоял мороз, и женщины шли пешком.\n\nДети ждали писем от отцов целый год.\n\nВесной зацвёл сад, который они посадили."
        await tours.save_script(session, stop, "ru", title="Долинка", body=body, author="Edith")


async def test_words_of_the_source_are_no_translation(desk):
    """Where a tool fills what nobody translated with the source's words, what was translated is taken, and the rest stays missing, titles too."""
    await untranslated(desk)
    done = ("Зимой в степи стоял мороз, и женщины шли пешком.", "Қыста далада аяз болды, әйелдер жаяу жүрді.")
    taken = await desk.take(as_omegat(await desk.send(form="xliff12"), done, ("Долинка", "Долинка кенті")))
    found = {one.source[:7]: (one.target[:7], one.state) for key, one in (await states(desk)).items() if key.startswith(f"stop.{CODES[2]}")}
    whole = await desk.take(as_omegat(await desk.send(form="xliff12")))

    assert {"new": 2, "copied": 2} == kinds(taken)
    assert {"Долинка": ("Долинка", "fine"), "Зимой в": ("Қыста д", "fine"), "Дети жд": ("", "missing"), "Весной ": ("", "missing")} == found
    assert ({"copied": 2}, []) == (kinds(whole), await suggestions(desk))


async def test_a_short_title_is_a_copy_only_among_copies(desk):
    """A name that both languages write alike is taken from a file in which somebody translated; in one that a tool filled up it is not."""
    await untranslated(desk)
    file = await desk.send()
    filled = await desk.take(said(said(said(file, "Долинка", "Долинка"), "Зимой в степи", "Зимой в степи стоял мороз, и женщины шли пешком."), REED, NEW))
    alone = await desk.take(said(said(file, "Долинка", "Долинка"), "Зимой в степи", "Қыста далада аяз болды."))

    assert {"copied": 2, "changed": 1} == kinds(filled)
    assert {"new": 2} == kinds(alone)


async def test_a_name_of_the_table_is_no_copy(desk):
    """A name that the names table writes alike in both languages is taken, whatever else the file holds."""
    await untranslated(desk)
    async with desk.house.database.write() as session:
        await naming.save_name(session, "dolinka", "place", {"ru": {"written": "Долинка"}, "kk": {"written": "Долинка"}})
    done = ("Зимой в степи стоял мороз, и женщины шли пешком.", "Қыста далада аяз болды, әйелдер жаяу жүрді.")
    taken = await desk.take(as_omegat(await desk.send(form="xliff12"), done))

    assert {"new": 2, "copied": 2} == kinds(taken)


async def test_a_copy_replaces_no_translation(desk):
    """Poedit's “copy from source” over a Kazakh paragraph changes nothing and asks nobody."""
    before = (await desk.texts()).words
    done = await desk.take(said(await desk.send(), REED, "Камыш был топливом, постелью и материалом для стройки."))

    assert ({"copied": 1}, before, []) == (kinds(done), (await desk.texts()).words, await suggestions(desk))


def by_virtaal(data):
    """Return what Virtaal gives: headers of its own, wrapped lines, one translation changed and its remark kept."""
    store = pypo.pofile.parsestring(data)
    store.updateheader(add=True, X_Generator="Virtaal 0.7.1", Last_Translator="Тарас <taras@museum.kz>")
    for unit in store.units:
        if str(unit.source).startswith(REED):
            unit.target = NEW
            unit.addnote("Дұрыс па?", origin="translator")
    return bytes(store)


async def test_virtaal_brings_its_change_and_its_remark(desk):
    """Virtaal's file brings what was changed, and what was noted beside it waits as a question."""
    done = await desk.take(by_virtaal(await desk.send()))

    assert ({"changed": 2}, [("question", "Дұрыс па?")] * 2) == (kinds(done), await suggestions(desk))


OBSOLETE = '\n#, fuzzy\n#~| msgctxt "stop.A1B2.body.zzzzz"\n#~| msgid "Прежний"\n#~ msgctxt "stop.A1B2.body.zzzzz"\n#~ msgid "Ушедший"\n#~ msgstr "Кеткен"\n'


async def test_what_msgmerge_and_poedit_leave_behind_is_passed_over(desk):
    """Obsolete entries with their former words, flags that we do not know, and new kinds of comments touch no living entry."""
    data = said(await desk.send(), REED, NEW).decode()
    data = data.replace('msgctxt "stop', '#, no-wrap, max-length:60\n#= sticky\nmsgctxt "stop', 1) + OBSOLETE
    done = await desk.take(data.encode())

    assert {"changed": 1} == kinds(done)


async def test_a_renumbered_and_moved_stop_takes_its_file(desk):
    """A file that was sent before a stop got another number and place is taken as if nothing had happened."""
    data = said(await desk.send(), REED, NEW)
    async with desk.house.database.write() as session:
        (await tours.stop_by_code(session, CODES[0])).number = 41
        (await tours.stop_by_code(session, CODES[1])).number = 1

    assert {"changed": 1} == kinds(await desk.take(data))
    assert NEW in await desk.body(CODES[0], "kk")


async def test_undo_brings_back_titles_notes_descriptions_and_new_stops(desk):
    """What stands outside a stop's text is taken back, too, and a stop that the file began is gone again from its language."""
    await untranslated(desk)
    async with desk.house.database.write() as session:
        await tours.save_picture(session, "reed", width=1, height=1, files=[], texts={"ru": ("Камыш у воды", "Музей"), "kk": ("Қамыс", "")})
        stop = await tours.stop_by_code(session, CODES[0])
        await tours.place_pictures(session, stop, [await session.scalar(select(Picture).where(Picture.key == "reed"))])
        await tours.save_note(session, stop, "ru", "Говорится о смерти")
    before = (await desk.texts()).words
    data = await desk.send()
    for source, words in (("Tour ru", "Дала"), ("Камыш у воды", "Су жағасындағы қамыс"), ("Музей", "Мұражай"), ("Говорится", "Өлім туралы"),
                          ("Долинка", "Долинка кенті"), ("Зимой в степи", "Қыста далада аяз болды.")):  # fmt: skip
        data = said(data, source, words)
    done = await desk.take(data)
    changed = (await desk.texts()).words
    kept = await desk.undo(done)

    assert {"new": 4, "changed": 2} == kinds(done)
    assert {"Дала", "Су жағасындағы қамыс", "Мұражай", "Өлім туралы", "Долинка кенті"} <= set(changed["kk"].values())
    assert ([], before) == (kept, (await desk.texts()).words)
    assert (CODES[2], "standard", "kk") not in (await desk.texts()).scripts


async def test_words_of_the_tour_and_of_pictures_are_merged_like_any_other(desk):
    """Where no revisions are kept, too, an edit in the guide stays when a file brings others, and theirs wait; what only the file has is taken."""
    async with desk.house.database.write() as session:
        await tours.save_tour(session, "steppe", {"ru": {"title": "Степь", "summary": "О степи"}, "kk": {"title": "Дала", "summary": "Дала туралы"}})
        await tours.save_picture(session, "reed", width=1, height=1, files=[], texts={"ru": ("Камыш у воды", ""), "kk": ("Қамыс", "")})
        stop = await tours.stop_by_code(session, CODES[0])
        await tours.place_pictures(session, stop, [await session.scalar(select(Picture).where(Picture.key == "reed"))])
    data = said(said(said(await desk.send(), '"Степь"', "Кең дала"), "О степи", "Кең дала туралы"), "Камыш у воды", "Судағы қамыс")
    async with desk.house.database.write() as session:
        await tours.save_tour(session, "steppe", {"kk": {"title": "Сарыарқа", "summary": "Дала туралы"}})
        await tours.save_picture(session, "reed", width=1, height=1, files=[], texts={"kk": ("Көлдегі қамыс", "")})
    done = await desk.take(data)
    words = (await desk.texts()).of("kk")

    assert {"conflict": 2, "changed": 1} == kinds(done)
    assert ("Сарыарқа", "Кең дала туралы", "Көлдегі қамыс") == tuple(words[key] for key in ("tour.steppe.title", "tour.steppe.summary", "picture.reed.alt"))
    assert {"Кең дала", "Судағы қамыс"} == {text for _, text in await suggestions(desk)}


ARABIC = "قطعت النساء القصب في بحيرة \u200fجالاناش. كان الماء متجمّدًا في يناير \u0661\u0669\u0663\u0668."


async def test_arabic_goes_out_and_comes_back(desk):
    """A language that is written from right to left, with figures of its own: its plural forms and marks survive, no number is missed, a copy is none."""
    async with desk.house.database.write() as session:
        await add(session, "ar", Wished(""))
    sent = await desk.send("ar", "ru")
    data = said(said(said(sent, "Женщины резали камыш", ARABIC), "Камыш 1", "القصب"), REED, "Камыш был топливом, постелью и материалом для стройки.")
    async with desk.house.database.write() as session:
        row = await importing.receive(session, files.read(data), importing.Sender("A", "x.po"), ("kk", "ru", "en", "ar"))
        done = await importing.apply(session, row, "A")

    assert (True, (b"", "")) == (b"nplurals=6" in sent, said_by_msgfmt(data))
    assert {"new": 2, "copied": 1} == kinds(done)
    assert ARABIC == await desk.body(CODES[0], "ar")
    assert () == next(one.findings for one in done.told if one.words == ARABIC)


def said_by_msgfmt(data):
    """Return what msgfmt says of a file."""
    return gettext_says("msgfmt", "-c", "-o", "/dev/null", "-", data=data)
