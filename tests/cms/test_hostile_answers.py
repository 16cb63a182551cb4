"""Every form that staff can send, with what would run in its fields: in the answer, a look before saving or a refusal, it stands as words too."""

import csv
import io
import re
import shutil
from collections import Counter
from dataclasses import replace

import polib
import pytest
from litestar.testing import AsyncTestClient
from lxml import html
from sqlalchemy import select
from tests.cms.conftest import PASSWORD, Browser
from tests.cms.test_doors import OPEN, PLACES, TABLE
from tests.cms.test_hostile import KEPT, TEXTS, fill, filled, hostile, live, named, write_rows
from tests.conftest import REPOSITORY
from tests.stories import CODES, WORDS

from audio_guide.app import create_app
from audio_guide.tours import service as tours
from audio_guide.tours.exchange.models import TextImport

STOP = f"/cms/stops/{CODES[0]}/ru"
RUSSIAN = f"{WORDS['ru'][1]} " * 3
"""So much of it that a file in which it stands is taken to be Russian."""
NOT_SENT = {
    "POST /cms/sign-out": "ends the session and shows nothing of what was sent",
    "POST /cms/account/password": "shows no password",
    "POST /cms/stops/{code}/{language}/draft": "answers with nothing",
    "POST /cms/invitation/{token}": "shows no password, and nobody has such a link here",
} | dict.fromkeys(
    (
        "POST /cms/check/{slug}/place",
        "POST /cms/editions/{slug}/{language}/{edition_id}",
        "POST /cms/names/again",
        "POST /cms/pictures/{key}/remove",
        "POST /cms/publish/{slug}/{language}",
        "POST /cms/sound/call-off",
        "POST /cms/sound/{code}/{language}/human/decision",
        "POST /cms/stops/{code}/withdraw",
        "POST /cms/tours/place",
    ),
    "takes nothing that is typed, and its form is not on these pages",
)
"""Forms that are not sent here, each with the reason."""
LAST = re.compile(r"/remove|/withdraw|/languages|/people/|/publish/")
"""What takes away what other forms are about."""
POSTS = sorted((one.partition(" ")[2] for one in {*TABLE, *OPEN} if one.startswith("POST ")), key=lambda one: one.count("{"))


def pattern_of(path):
    """Return the address of the table that a form goes to; one without a place in it is meant before one with."""
    path = path.partition("?")[0]
    return next(one for one in POSTS if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", one), path))


def forms_in(page, address):
    """Return the forms of a page that change something: where each goes, what it holds, which of that is typed and which is hidden, and its buttons."""
    for form in html.document_fromstring(page).forms:
        if form.method == "POST":
            typed = {one.name for one in form.xpath(".//textarea | .//input[not(@type) or @type='text' or @type='search']") if one.name}
            hidden = {one.name for one in form.xpath(".//input[@type='hidden']")} - {"key"}
            buttons = [{one.get("name"): one.get("value", "")} for one in form.xpath(".//button[@name]")]
            yield form.get("action") or address, dict(form.form_values()), typed, hidden, buttons or [{}]


class Sender:
    """Sends forms with hostile words in them and keeps what came alive in the answers."""

    def __init__(self, client):
        self.client = client
        self.number = 20_000
        self.alive, self.answered, self.seen = {}, Counter(), set()

    async def send(self, path, values, places=(), **more):
        """Send one form, with hostile words in some of its fields; returns the answer."""
        words = {}
        for name in places:
            self.number += 1
            words[name] = hostile(self.number)
        answer = await self.client.post(path, data=values | words, headers={"Sec-Fetch-Site": "same-origin"}, **more)
        self.look(f"POST {pattern_of(path)}", answer)
        return answer

    def look(self, name, answer):
        """Look at what somebody gets."""
        self.answered[name, answer.status_code] += 1
        if answer.headers.get("content-type", "").startswith("text/html") and answer.text.strip():
            self.seen |= {int(number) for number in re.findall(r"~(\d+)~", answer.text)}
            if found := live(answer.text):
                self.alive[name] = found[:3]

    async def form(self, address, action):
        """Return what a form of a page holds."""
        answer = await self.client.get(address)
        return next(values for path, values, *_ in forms_in(answer.text, address) if path == action)


async def bring_files(sender):
    """Look at a table and at a translator's file before they are taken over, both with hostile words, and at one that cannot be read."""
    upload = await sender.form("/cms/translate", "/cms/translate/upload")
    table = (await sender.client.get("/cms/translate/download/texts.csv")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))
    for number, row in enumerate(rows[1:], 30_000):
        row[rows[0].index("text ru")] = f"{RUSSIAN} {hostile(number)}"
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    order = await sender.form("/cms/translate", "/cms/translate/export") | {"language": "ru", "source": "kk", "form": "po"}
    sent = polib.pofile((await sender.client.post("/cms/translate/export", data=order, headers={"Sec-Fetch-Site": "same-origin"})).text)
    for number, entry in enumerate(sent, 40_000):
        entry.msgstr, entry.tcomment = f"{RUSSIAN} {hostile(number)}", hostile(number)
    brought = (("a table before", "csv", out.getvalue()), ("a file before", "po", str(sent)), ("nothing that can be read", "csv", hostile(1)))
    for name, ending, content in brought:
        answer = await sender.send("/cms/translate/upload", upload, files={"file": (f"<b class=hit>{name}.{ending}", content.encode())})
        if answer.status_code == 303:
            sender.look(name, await sender.client.get(answer.headers["location"]))


async def write_at_once(sender):
    """Save a text of which somebody else has saved other words meanwhile."""
    form = await sender.form(STOP, STOP)
    for _ in range(2):
        answer = await sender.send(STOP, form, {"title", "body", "note"})
    assert 409 == answer.status_code


async def go_on(sender):
    """Send a text when the session is over, and go on with it after signing in again, once with a wrong password."""
    form = await sender.form(STOP, STOP)
    sender.client.cookies.clear()
    answer = await sender.send(STOP, form, {"title", "body", "note"})
    kept = next(values for path, values, *_ in forms_in(answer.text, STOP) if path == "/cms/sign-in")
    await sender.send("/cms/sign-in", kept, {"login"})
    answer = await sender.send("/cms/sign-in", kept | {"login": "editor", "password": PASSWORD})
    assert (200, True) == (answer.status_code, answer.text.count("window.hit") > 2)


async def every_form(client, addresses):
    """Return every kind of form of some pages once, those that take something away last."""
    found = {}
    for address in addresses:
        answer = await client.get(address)
        if answer.headers.get("content-type", "").startswith("text/html") and answer.text.strip():
            for path, values, typed, hidden, buttons in forms_in(answer.text, address):
                for button in buttons:  # a kind is what the handler can tell apart: where it goes, and by which button
                    found.setdefault((pattern_of(path), *button), (path, values | button, typed, hidden))
    return sorted(found.values(), key=lambda form: (bool(LAST.search(form[0])), form[0]))


@pytest.fixture
def settings(settings, tmp_path):
    """Let the interface's words lie where a form may write."""
    shutil.copytree(REPOSITORY / "locales", tmp_path / "locales")
    return replace(settings, locales_dir=str(tmp_path / "locales"))


async def test_no_words_come_alive_in_the_answer_to_a_form(museum, settings):
    """Every form with hostile words in what is typed, and then in what only a program changes too: nothing of it runs, and none is left out."""
    await write_rows(museum)
    await fill(museum, [column for column in TEXTS if named(column) not in KEPT and column.table.name != "edition"], 1000)
    async with museum.database.write() as session:
        (await tours.stop_by_code(session, CODES[1])).number = None  # the check has a field for it then
        places = PLACES | {"{import_id}": str(await session.scalar(select(TextImport.id))), "{language}": "ru"}
    pages = [address.partition(" ")[2] for address in TABLE if address.startswith("GET ") and not address.endswith(("/progress", "/hear"))]
    async with AsyncTestClient(create_app(settings), base_url="http://testserver.local") as client:
        client.headers["Accept-Language"] = "en"
        client.follow_redirects = False
        await Browser(client).sign_in("admin")
        sender = Sender(client)
        await bring_files(sender)
        await write_at_once(sender)
        for path, values, typed, hidden in await every_form(client, [filled(page, places) for page in pages]):
            if f"POST {pattern_of(path)}" in NOT_SENT:
                continue
            answer = await sender.send(path, values, typed)
            if answer.status_code < 400 and hidden:
                await sender.send(path, values, typed | hidden)
        await go_on(sender)

    assert {} == sender.alive
    assert {("a table before", 200), ("a file before", 200), ("POST /cms/names", 200), ("POST /cms/translate/upload", 422)} <= set(sender.answered)
    assert {f"POST {one}" for one in POSTS} - {name for name, _ in sender.answered} == set(NOT_SENT)
    assert len(sender.seen) > 60
