"""The history is read, narrowed and taken away as a file that calculates nothing."""

import csv
import inspect
import io
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from tests.cms.test_doors import routes
from tests.stories import CODES

from audio_guide import cms
from audio_guide.accounts import history as past
from audio_guide.accounts import service as accounts
from audio_guide.accounts.models import Deed
from audio_guide.cms.files import plain
from audio_guide.cms.history import SENTENCES
from audio_guide.tours.exchange.models import TextImport
from audio_guide.tours.models import Suggestion

HOSTILE = ["=1+1", "+7 701", "-2", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0", '"=1', "＝1+1", "\r=2", "'=3"]


async def test_each_deed_is_a_sentence_with_a_link(browser, museum):
    """What was done stands in the reader's words, and leads to the text, the sound or the edition."""
    await browser.sign_in("editor")
    await browser.open(f"/cms/stops/{CODES[0]}/en")
    await browser.send(f"/cms/stops/{CODES[0]}/en", title="Reeds")
    await browser.open("/cms/history")
    english, links = browser.said, browser.page.xpath("//ol//a/@href")
    browser.client.headers["Accept-Language"] = "ru"
    await browser.open("/cms/history")

    assert "Edith saved the text “1 Reeds” (English)." in english
    assert f"/cms/stops/{CODES[0]}/en" in links
    assert "Edith: сохранён текст «1 Reeds» (English)." in browser.said


def day(ago):
    """Return a day so many days ago, by the clock of this machine."""
    return (datetime.now(UTC).astimezone() - timedelta(days=ago)).strftime("%Y-%m-%d")


@pytest.fixture
async def many(museum):
    """Write a history of several people, kinds, stops and days."""
    rows = [
        ("Айгүл", "text-saved", "1 Қамыс", "kk", CODES[0]),
        ("Edith", "sound-approved", "2 Reed", "en", CODES[1]),
        ("Edith", "published", "Tour", "en", "steppe"),
    ]
    async with museum.database.write() as session:
        for row in rows:
            await accounts.record(session, *row)
        await session.flush()
        old = datetime.now(UTC) - timedelta(days=10)
        await session.execute(update(Deed).where(Deed.person_name == "Айгүл").values(created_at=old))
    return museum


@pytest.mark.parametrize(
    ("query", "verbs"),
    [
        ("", {"text-saved", "sound-approved", "published", "signed-in"}),
        ("person=Edith", {"sound-approved", "published"}),
        ("kind=sound", {"sound-approved"}),
        (f"place={CODES[0].lower()}", {"text-saved"}),
        ("kind=people", {"signed-in"}),
        ("person=Nobody", set()),
        (f"from={day(2)}", {"sound-approved", "published", "signed-in"}),
        (f"to={day(2)}", {"text-saved"}),
        (f"from={day(0)}&to={day(0)}&kind=publications", {"published"}),
    ],
)
async def test_it_is_narrowed_by_person_kind_place_and_days(browser, many, query, verbs):
    """The page and both files show the same selection; the last day counts too."""
    await browser.sign_in("translator")
    await browser.open(f"/cms/history?{query}")
    shown = len(browser.page.xpath("//ol/li"))
    document = json.loads((await browser.client.get(f"/cms/history.json?{query}")).text)
    table = (await browser.client.get(f"/cms/history.csv?{query}")).text

    assert verbs == {line["verb"] for line in document}
    assert len(document) == shown == len(list(csv.reader(io.StringIO(table)))) - 1


async def test_a_date_that_is_none_is_told(browser, many):
    """The page says how a date is written and still shows the history; the files refuse."""
    await browser.sign_in("translator")
    page = await browser.open("/cms/history?from=yesterday")
    file = await browser.client.get("/cms/history.csv?from=9999-99-99")

    assert (422, 422) == (page.status_code, file.status_code)
    assert "Write a date as year-month-day" in browser.said


async def test_long_histories_have_pages(browser, museum, monkeypatch):
    """A hundred deeds stand on a page; the older ones are one link away, with the same filters; the files hold all of them, however often they are read on."""
    monkeypatch.setattr(past, "AT_ONCE", 30)
    async with museum.database.write() as session:
        for number in range(past.PAGE + 5):
            await accounts.record(session, "Айгүл", "name-saved", f"name {number}")
        await session.flush()
        await session.execute(update(Deed).where(Deed.subject < "name 60").values(created_at=datetime.now(UTC)))  # many at one moment
    await browser.sign_in("translator")
    await browser.open("/cms/history?kind=names")
    first, older = len(browser.page.xpath("//ol/li")), browser.page.xpath("//a[@rel='next']/@href")[0]
    await browser.open(f"/cms/history{older}")
    document = (await browser.client.get("/cms/history.json?kind=names")).json()
    table = list(csv.reader(io.StringIO((await browser.client.get("/cms/history.csv?kind=names")).text.removeprefix("\ufeff"))))
    nothing = (await browser.client.get("/cms/history.json?person=Nobody")).json()

    everything = {f"name {number}" for number in range(past.PAGE + 5)}
    assert everything == {line["subject"] for line in document} == {row[3] for row in table[1:]}
    assert (len(everything), len(everything), []) == (len(document), len(table) - 1, nothing)
    assert sorted((line["at"] for line in document), reverse=True) == [line["at"] for line in document]
    assert (past.PAGE, "?kind=names&page=2", 5) == (first, older, len(browser.page.xpath("//ol/li")))


@pytest.mark.parametrize("value", HOSTILE)
def test_no_cell_is_a_formula(value):
    """Whatever a spreadsheet might calculate gets an apostrophe in front; plain words stay as they are."""
    assert f"'{value}" == plain(value)
    assert ["1 Қамыс", "Edith", "a=b", ""] == [plain(word) for word in ("1 Қамыс", "Edith", "a=b", "")]


async def test_hostile_words_leave_as_words(browser, museum):
    """Names and subjects made to be calculated, or to run, arrive in the files and on the page as text."""
    async with museum.database.write() as session:
        for words in (*HOSTILE, "<script>alert(1)</script>", 'a";b\n"c'):
            await accounts.record(session, words, "text-saved", words, "kk", CODES[0])
    await browser.sign_in("translator")
    answer = await browser.client.get("/cms/history.csv")
    russian = await browser.client.get("/cms/history.csv", headers={"Accept-Language": "ru"})
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    document = json.loads((await browser.client.get("/cms/history.json")).text)
    await browser.open("/cms/history")

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["content-disposition"]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@", "＝")) for row in rows for cell in row)
    assert {6} == {len(row) for row in rows}
    assert russian.text.splitlines()[0].count(";") == 5
    assert 'a";b\n"c' in {line["subject"] for line in document}
    assert [] == browser.page.xpath("//script[contains(., 'alert')]")


def test_every_verb_of_the_pages_has_its_sentence():
    """No deed that the pages record is shown in the words for unknown ones."""
    code = "\n".join(path.read_text() for path in Path(cms.__file__).parent.glob("*.py") if path.name != "history.py")
    verbs = set(re.findall(r'record\([^\n]*?"((?:[a-z]+-[a-z-]+)|published|withdrawn)"', code)) | set(re.findall(r'"((?:settings|code)-[a-z-]+)"', code))

    assert len(verbs) > 12
    assert set() == verbs - set(SENTENCES)


NOT_TOLD = {
    "keep_draft": "what is typed and not saved is nobody else's business",
    "receive": "a file that is only looked at changes nothing",
    "remove": "the domain writes it down: a code must never be used twice",
    "restore": "_save writes it down",
    "save": "_save writes it down",
    "sign_in": "_begin writes it down",
    "stay": "nothing of the museum changes: whoever works goes on working",
}
"""What staff send and the handler does not write into the history, each with the reason."""


def test_whatever_changes_something_is_told():
    """Each form of the staff's pages is written into the history where it is handled, or has its reason above; whoever adds one says so too."""
    handlers = {one.fn for address, one in routes().items() if not address.startswith("GET ")}

    assert set(NOT_TOLD) == {one.__name__ for one in handlers if "record(" not in inspect.getsource(one)}


async def test_files_suggestions_and_sign_outs_are_told(browser, museum):
    """A file that was sent out, one that was given up, an answer to a warning, and who left: each is a sentence, and the stop is one step away."""
    await browser.sign_in("editor")
    await browser.open("/cms/translate")
    await browser.send("/cms/translate/export", language="kk", source="ru", form="po")
    await browser.open("/cms/translate")
    key = browser.page.xpath("//input[@name='key']/@value")[0]
    async with museum.database.write() as session:
        row = TextImport(language="kk", source="ru", file_name="exhibits.po", author="x", entries=[])
        suggestion = Suggestion(key=f"stop.{CODES[0]}.title", language="kk", kind="conflict", words="x", words_digest="0", source_words="x", author="x")
        session.add_all([row, suggestion])
    meant = {"text": f"stop.{CODES[0]}.title", "check": "numbers"}
    for path, fields in (
        (f"/cms/translate/imports/{row.id}", {"drop": "1"}),
        ("/cms/translate/texts/kk", meant),
        ("/cms/translate/texts/kk", meant),  # who answers twice has answered once
        ("/cms/translate/texts/kk", {"suggestion": str(suggestion.id), "leave": "1"}),
    ):
        assert 303 == (await browser.client.post(path, data={"key": key, **fields}, headers={"Sec-Fetch-Site": "same-origin"})).status_code
    none = await browser.client.post(
        "/cms/translate/texts/kk", data={"key": key, "suggestion": "none", "leave": "1"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    await browser.open("/cms")
    await browser.send("/cms/sign-out")
    await browser.sign_in("translator")
    await browser.open("/cms/history?person=Edith")

    assert 1 == browser.said.count("Edith answered a warning about the text “1 Қамыс 1”: it is meant so (Қазақша).")
    assert f"/cms/stops/{CODES[0]}/kk" in browser.page.xpath("//ol//a/@href")
    assert "Edith sent texts out in the file exhibits-ru-kk.po (Қазақша)." in browser.said
    assert "Edith gave up the file exhibits.po and took no texts from it (Қазақша)." in browser.said
    assert "Edith left a text as it is and settled a suggestion (Қазақша)." in browser.said
    assert "Edith signed out." in browser.said
    assert (404, True) == (none.status_code, "There is no such suggestion" in none.text)
