"""Spreadsheets, glossary and memory."""

import io
from datetime import date

import openpyxl
import pytest
from lxml import etree
from sqlalchemy import select

from audio_guide.kit.errors import BadInputError
from audio_guide.kit.i18n import LANGUAGES
from audio_guide.narrating import narrate
from audio_guide.publishing.memory import memory, remembered
from audio_guide.tours import naming
from audio_guide.tours import service as tours
from audio_guide.tours.exchange import glossary, importing, sheet_files, sheets, suggesting
from audio_guide.tours.exchange.entries import MOST_UPLOADED
from audio_guide.tours.models import Suggestion
from tests.stories import CODES, approve_all
from tests.tours.exchange.conftest import Desk


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
        await naming.save_name(session, "z", "place", {"ru": {"written": "<Жаланаш>", "aliases": ["=1+1"]}, "kk": {"written": "Жалаңаш"}})
    async with desk.house.database.read() as session:
        tbx, table = etree.fromstring(await glossary.as_tbx(session, "M & M")), (await glossary.as_csv(session, LANGUAGES)).decode("utf-8-sig")

    assert {"Жалаңаш", "<Жаланаш>", "=1+1"} == set(tbx.xpath("//term/text()"))
    assert ("'=1+1" in table, ",=1+1" in table) == (True, False)


async def test_letters_that_xml_cannot_have_spoil_no_glossary(desk):
    """What Word pastes for a line's end (a vertical tab) is in no glossary and no memory: every tool can read them."""
    async with desk.house.database.write() as session:
        await naming.save_name(session, "z", "place", {"ru": {"written": "Озеро\x0bЖаланаш"}, "kk": {"written": "Жалаңаш\x1f"}})
    async with desk.house.database.read() as session:
        tbx = etree.fromstring(await glossary.as_tbx(session, "M"))
    tmx = etree.fromstring(glossary.as_tmx([("1", {"ru": "Камыш\x0bи вода", "kk": "Қамыс\u2028пен су"})], "M", "1"))

    assert ["Жалаңаш", "Озеро\nЖаланаш"] == sorted(tbx.xpath("//term/text()"))
    assert ["Камыш\nи вода", "Қамыс\nпен су"] == tmx.xpath("//seg/text()")


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


BEGUN = "code;number;title kk;text kk;title ru;text ru\n;5;Қамыс;Қамыс туралы.;Камыш;О камыше.\n;;Жол;Жол туралы.;;\n"


async def test_the_same_table_again_makes_no_second_museum(house):
    """A table without codes that is brought in again finds its stops by their numbers, or by their words; what differs waits as a conflict."""
    desk = Desk(house)
    await bring(desk, BEGUN.encode())
    first = (await desk.texts()).words
    again = await bring(desk, BEGUN.encode())
    same = (await desk.texts()).words
    other = await bring(desk, BEGUN.replace("Қамыс туралы.", "Қамыс туралы, қайтадан.").encode())

    assert ([], first) == (again.told, same)
    assert ["conflict"] == [cell.kind for cell in other.told]
    assert first == (await desk.texts()).words


async def test_a_conflict_of_a_table_is_decided_like_any_other(desk):
    """What the table and the guide both changed is shown with the source, the guide's words and the table's, and can be taken."""
    table = sheets.rows_of(await desk.texts(), LANGUAGES)
    place = table[0].index("text kk")
    whole = table[1][place]
    table[1][place] = f"{whole}\n\nКесте сөзі."
    await desk.write(CODES[0], "kk", f"Гидтің сөзі.\n\n{whole}")
    await bring(desk, sheet_files.to_csv(table))
    async with desk.house.database.write() as session:
        waiting = await suggesting.waiting(session, "kk", "ru")
        await suggesting.take(session, waiting[0].row.id, "kk", waiting[0].proposed.text, "Edith")

    assert [(f"stop.{CODES[0]}.body", f"Гидтің сөзі.\n\n{whole}", f"{whole}\n\nКесте сөзі.")] == [(one.row.key, one.here, one.row.words) for one in waiting]
    assert await desk.body(CODES[0], "ru") == waiting[0].source_now
    assert f"Гидтің сөзі.\n\n{whole}\n\nКесте сөзі." == await desk.body(CODES[0], "kk")


async def test_words_of_a_table_without_a_place_are_told(house):
    """A row of which only half is there makes no key of nobody; where its stop exists, its words wait for the rest."""
    desk = Desk(house)
    done = await bring(desk, "code;number;title kk;text kk;title ru\n;5;Қамыс;Қамыс туралы.;Камыш\n;6;Жол;;\nZZZZ;;Қыс;Қыс туралы.;\n".encode())
    async with house.database.read() as session:
        kept = {row.key: row.words for row in await session.scalars(select(Suggestion))}
    code = next(iter((await desk.texts()).numbers))

    assert {f"stop.{code}.title": "Камыш", "stop.ZZZZ.title": "Қыс", "stop.ZZZZ.body": "Қыс туралы."} == kept
    assert {sheets.NOT_WHOLE, sheets.NO_STOP} == {cell.why for cell in done.told if cell.kind == "rejected"}


async def test_a_table_is_checked_like_a_file(house):
    """A lost place, a damaged mark and a title without room are refused with their check and line; a text in another language is told."""
    desk = Desk(house)
    head = "code;number;title kk;text kk;title ru;text ru\n"
    rows = [
        ";1;Барак;Барактар болды.;Барак;Было {n} бараков.",
        ";2;Ауыл;[Малиновка]{RU!} ауылы.;Село;Село Малиновка.",
        f";3;{'Қ' * 301};Мәтін.;Зима;Текст.",
        ";4;Жол;Женщины шли по степной дороге очень долго.;Дорога;Женщины шли долго.",
    ]
    done = await bring(desk, (head + "\n".join(rows)).encode())
    found = {(cell.line, cell.language, finding.check) for cell in done.told for finding in cell.findings}

    assert {(2, "kk", "places"), (2, "ru", "places"), (3, "kk", "marks"), (4, "kk", "long"), (5, "kk", "wrong-language")} == found
    assert {"Женщины шли по степной дороге очень долго."} == {one.body for key, one in (await desk.texts()).scripts.items() if key[2] == "kk"}


async def test_a_table_in_another_language_is_refused_whole(house):
    """A column of Kazakh that is Russian throughout is refused with its line, and nothing is made."""
    words = "Женщины шли по степной дороге очень долго"
    rows = "\n".join(f";{number};Жол {number};{words} {number}." for number in range(1, 5))
    desk = Desk(house)
    with pytest.raises(BadInputError, match="Line 2"):
        await bring(desk, f"code;number;title kk;text kk\n{rows}".encode())

    assert {} == (await desk.texts()).numbers


def book(*rows, further=()):
    """Return a workbook as people make it."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    page = made.create_sheet("Заметки")
    for row in further:
        page.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def merged(*rows):
    """Return a workbook in which a title goes over two rows, as people lay tables out, and a column tells what it is for."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append([*row, "" if row[0] != "code" else "примечания"])
    made.active.merge_cells("C2:C3")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


HEAD = ["code", "number", "title kk", "text kk"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (book(HEAD, ["", 1, "Жол", date(1938, 1, 6)]), "Line 2.*text kk.*date"),
        (book(HEAD, ["", True, "Жол", "Мәтін"]), "Line 2.*number"),
        (book([], HEAD, ["", 1, "Жол", '=CONCATENATE("a";"b")']), "Line 3.*text kk.*formula"),
        (book(HEAD, ["", 1, "Жол", "Мәтін"], further=[["Важно"]]), "Заметки"),
        (book(HEAD, ["", 1, "Жол", "#REF!"]), "Line 2.*text kk.*formula"),
        (book([*HEAD, "title kk"], ["", 1, "Жол", "Мәтін", "Жол"]), "Line 1.*title kk.*twice"),
        (book([], [*HEAD, "text uk"], ["", 1, "Жол", "Мәтін", "Текст"]), "Line 2.*text uk.*does not have"),
    ],
)
def test_cells_that_are_no_words_are_named(data, says):
    """A date, a yes, a formula without a result, a further sheet, a column that is there twice or in nobody's language: none is passed over."""
    with pytest.raises(BadInputError, match=says):
        sheet_files.read(data, "a.xlsx", LANGUAGES, MOST_UPLOADED)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (book(HEAD, ["", 7.0, "Жол", "Мәтін"]), "a.xlsx"),
        (book([], [], HEAD, ["", 7, "Жол", "Мәтін"]), "a.xlsx"),
        ("code,number,title kk,text kk\n,7.0,Жол,Мәтін\n".encode(), "a.csv"),
        ("sep=;\ncode;number;title kk;text kk\n;7;Жол;Мәтін\n".encode(), "a.csv"),
        ("\n\n;;;\ncode;number;title kk;text kk\n;7;Жол;Мәтін\n".encode(), "a.csv"),
        (merged(HEAD, ["", 7, "Жол", "Мәтін"], ["", None, None, None]), "a.xlsx"),
        ("code\tnumber\ttitle kk\ttext kk\n\t7\tЖол\tМәтін\n".encode("utf-16"), "a.txt"),
    ],
)
def test_what_spreadsheets_write_is_read(data, name):
    """Numbers of Excel, a line that names the separator, empty lines before the head, and Unicode text are no obstacle."""
    found = sheet_files.read(data, name, LANGUAGES, MOST_UPLOADED)

    assert [(7, {"title": "Жол", "text": "Мәтін"})] == [(row.number, {part: words for part, words in row.words.items() if words}) for row in found]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("code,title kk\nA1B2,Жол\n".encode("cp1251", "replace"), "Line 2.*windows-1251"),
        (b"code,title kk\nA1B2,a\nC3D4,b\nA1B2,c\n", "Line 4.*A1B2.*first in line 2"),
        (b"code,number,title kk\n,5,a\n,5,b\n", "Line 3.*5.*first in line 2"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(data, says):
    """Letters of an old table and a second row of one stop are refused with the line and the reason."""
    with pytest.raises(BadInputError, match=says):
        sheet_files.read(data, "a.csv", LANGUAGES, MOST_UPLOADED)
