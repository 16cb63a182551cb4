"""Phones that the museum lends: made so by a deliberate press, beginning anew for each visitor, and ordinary again when staff say so."""

import pytest
from lxml import html

from audio_guide.kit import web
from audio_guide.kit.rendered import MARK, Rendered
from tests.guide import factories

OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def _fresh(client):
    """Forget cookies before each test."""
    client.cookies.clear()


def test_opening_the_address_sets_nothing(client):
    """The page explains itself and has a button; no phone becomes a lent one by a link."""
    answer = client.get("/kiosk")

    assert (200, False) == (answer.status_code, "set-cookie" in answer.headers)
    assert ["/kiosk"] == html.document_fromstring(answer.text).xpath("//form[@method='post']/@action")
    assert "set-cookie" not in client.get("/kiosk/end").headers


@pytest.mark.parametrize("path", ["/kiosk", "/kiosk/end"])
@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}])
def test_other_sites_cannot_lend_a_phone(client, path, headers):
    """Only our own page makes a phone a lent one or an ordinary one."""
    answer = client.post(path, headers=headers)

    assert (403, False) == (answer.status_code, "set-cookie" in answer.headers)


def test_staff_lend_a_phone_and_take_it_back(client):
    """The press sets one cookie that holds nothing but that, and the other press takes it away."""
    begun = client.post("/kiosk", headers=OWN)
    cookie = begun.headers["set-cookie"].lower()
    ended = client.post("/kiosk/end", headers=OWN)

    assert (303, "/kiosk") == (begun.status_code, begun.headers["location"])
    assert all(part in cookie for part in ("kiosk=1", "path=/", "samesite=lax", "httponly", "secure"))
    assert (303, "/", True) == (ended.status_code, ended.headers["location"], "max-age=0" in ended.headers["set-cookie"].lower())


def test_a_lent_phone_begins_with_a_language(client):
    """The start offers the languages in their own words, and takes away every cookie of the last visitor but the phone's own."""
    answer = client.get("/kiosk", headers={"Cookie": "kiosk=1; choice=ru.easy; staff=token"})
    page = html.document_fromstring(answer.text)
    taken = {line.partition("=")[0]: line.lower() for line in answer.headers.get_list("set-cookie")}

    assert [("kk", "/language/kk?next=/kk/"), ("ru", "/language/ru?next=/ru/"), ("en", "/language/en?next=/en/")] == [
        (link.get("lang"), link.get("href")) for link in page.xpath("//*[@class='choose']//a")
    ]
    assert ["kk", "ru", "en"] == page.xpath("//h1/span/@lang")
    assert {"choice", "staff"} == set(taken)
    assert all("max-age=0" in line for line in taken.values())


@pytest.mark.parametrize("path", ["/", "/stops/K4R7", "/stops/ZZZZ", "/all", "/number?n=77"])
def test_every_page_of_a_lent_phone_asks_and_begins_anew(client, path):
    """Each page, also an error's, carries the question, the way to the start and only scripts that its policy names, and is kept nowhere."""
    lent = client.get(f"/ru{path}", headers={"Cookie": "kiosk=1"})
    own = client.get(f"/ru{path}")
    page = html.document_fromstring(lent.text)
    scripts = page.xpath("//script/text()")

    assert ["120"] == page.xpath("//dialog/@data-idle")
    assert ["/kiosk"] == page.xpath("//header//a[@href='/kiosk']/@href")
    assert (False, "no-store") == ("x-guide-revision" in lent.headers, lent.headers["cache-control"])
    assert web.LENT_SCRIPT.text in scripts
    assert all(f"'sha256-{factories.digest(text)}'" in lent.headers["content-security-policy"] for text in scripts)
    assert "<dialog" not in own.text
    assert web.LENT_SCRIPT.digest not in own.headers["content-security-policy"]


async def test_a_lent_phone_gets_nothing_from_memory():
    """What is kept for everybody is not given to a lent phone, nor the other way round."""
    asked = []

    async def pages(scope, _receive, send):
        asked.append(scope)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html"), (MARK, b"r")]})
        await send({"type": "http.response.body", "body": b"page"})

    async def send(_message):
        pass

    rendered = Rendered(pages, lambda: "r")
    for cookie in (b"", b"kiosk=1", b"a=b; kiosk=1", b"", b"choice=kk"):
        await rendered({"type": "http", "method": "GET", "path": "/kk/", "query_string": b"", "headers": [(b"cookie", cookie)]}, None, send)

    assert [b"", b"kiosk=1", b"a=b; kiosk=1"] == [scope["headers"][0][1] for scope in asked]
