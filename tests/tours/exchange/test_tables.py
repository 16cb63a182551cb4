"""Spreadsheets, glossary and memory."""

import pytest
from lxml import etree

from audio_guide.kit.i18n import LANGUAGES
from audio_guide.narrating import narrate
from audio_guide.publishing.memory import memory, remembered
from audio_guide.tours import service as tours
from audio_guide.tours.exchange import glossary, importing, sheet_files, sheets
from audio_guide.tours.exchange.entries import MOST_UPLOADED
from tests.stories import CODES, approve_all


async def bring(desk, data, name="a.csv"):
    """Take a table over."""
    rows = sheet_files.read(data, name, LANGUAGES, MOST_UPLOADED)
    async with desk.house.database.write() as session:
        return await sheets.apply(session, await sheets.receive(session, rows, importing.Sender("Museum", name)), "Museum")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_a_table_comes_back_and_changes_nothing(alzhir, form):
    """The whole demo tour as a table, brought back unchanged, changes nothing."""
    table = sheets.rows_of(await alzhir.texts(), LANGUAGES)
    data = (sheet_files.to_csv if form == "csv" else sheet_files.to_xlsx)(table)

    assert [] == (await bring(alzhir, data, f"a.{form}")).told


async def test_a_museum_begins_with_a_table(house):
    """Rows without a code become stops of a tour, in the languages that have a title and a text."""
    from tests.tours.exchange.conftest import Desk

    desk = Desk(house)
    done = await bring(desk, "code;number;title kk;text kk;title ru;text ru\n;5;Қамыс;Қамыс туралы.;Камыш;О камыше.\n;6;Жол;Жол туралы.;;\n".encode())
    texts = await desk.texts()

    assert [5, 6] == sorted(texts.numbers.values())
    assert {("kk", "Қамыс туралы."), ("ru", "О камыше."), ("kk", "Жол туралы.")} == {(key[2], one.body) for key, one in texts.scripts.items()}
    assert 3 == len(done.scripts)


async def test_a_table_and_the_guide_at_once(desk):
    """Words that both changed stay in the guide and wait as a suggestion; what only the table changed is taken; all can be taken back."""
    table = sheets.rows_of(await desk.texts(), LANGUAGES)
    head, first, second = table[0], table[1], table[2]
    place = head.index("text kk")
    was = second[place]
    first[place], second[place] = "Кесте сөзі.", "Кестедегі екінші сөз."
    body = await desk.body(CODES[0], "kk")
    await desk.write(CODES[0], "kk", body + "\n\nГидтің сөзі.")
    done = await bring(desk, sheet_files.to_csv(table))
    after = [await desk.body(code, "kk") for code in CODES[:2]]
    async with desk.house.database.write() as session:
        await sheets.undo(session, await importing.received(session, done.row.id), "Museum")

    assert {("conflict", CODES[0]), ("changed", CODES[1])} == {(cell.kind, cell.code) for cell in done.told}
    assert [body + "\n\nГидтің сөзі.", "Кестедегі екінші сөз."] == after
    assert was == await desk.body(CODES[1], "kk")


async def test_the_names_table_as_a_glossary(desk):
    """Names stand in TBX and CSV with all their forms, and nothing in them is a formula or a tag."""
    async with desk.house.database.write() as session:
        await tours.save_name(session, "z", "place", {"ru": {"written": "<Жаланаш>", "aliases": ["=1+1"]}, "kk": {"written": "Жалаңаш"}})
    async with desk.house.database.read() as session:
        tbx, table = etree.fromstring(await glossary.as_tbx(session, "M & M")), (await glossary.as_csv(session, LANGUAGES)).decode("utf-8-sig")

    assert {"Жалаңаш", "<Жаланаш>", "=1+1"} == set(tbx.xpath("//term/text()"))
    assert ("'=1+1" in table, ",=1+1" in table) == (True, False)


async def test_the_memory_holds_what_was_approved(desk):
    """Only sentences of approved scripts are remembered, in pairs; TMX holds them, and alike words are offered."""
    async with desk.house.database.read() as session:
        before = await memory(session, "kk", "ru")
    assert 0 == await narrate(desk.house)
    await approve_all(desk.house)
    async with desk.house.database.write() as session:
        tour = await tours.save_tour(session, "steppe", {})
        stop = await tours.save_stop(session, tour, CODES[2], 3, 2)
        await tours.save_script(session, stop, "ru", title="Камыш", body="Камыш был топливом, постелью и материалом для дома.", author="Edith")
    async with desk.house.database.read() as session:
        pairs, offered = await memory(session, "kk", "ru"), await remembered(session, CODES[2], "kk", "ru")
    tmx = etree.fromstring(glossary.as_tmx([(str(number), {"ru": one, "kk": two}) for number, (one, two) in enumerate(pairs)], "M", "1"))

    assert not any("көлінен" in target for _, target in before)
    assert ("Женщины резали камыш на озере Жаланаш.", "Әйелдер Жалаңаш көлінен қамыс орды.") in pairs
    assert len(pairs) * 2 == len(tmx.xpath("//seg"))
    assert "Қамыс — отын, төсеніш және құрылыс материалы болды." in {one.target for _, found in offered for one in found}
