"""Whatever stands in an address or a form, the staff's pages answer with a sentence and never fail."""

import re
from pathlib import Path

import pytest
from tests.cms.test_doors import LEFT_OUT, PLACES, TABLE, key_of
from tests.stories import add_picture

from audio_guide import cms
from audio_guide.kit.shield import MOST_TEXT_BYTES

ODD = ["", "²", "9" * 25, "\x00", "-" * 36, "%s{0}<!--𝟙٣\u202e../..", "x" * 5000]
SERVER_ERROR = 500
SOURCES = [file.read_text("utf-8") for file in Path(cms.__file__).parent.glob("*.py")]


def asked(pattern):
    """Return every name that the code of the staff's pages asks a form or an address for."""
    return sorted({name for source in SOURCES for name in re.findall(pattern, source)})


QUERY = asked(r"(?:query_params|asked|given)\.get\(\"(\w+)\"")
FORM = [
    *asked(r"form\.(?:get|getall)\(f?\"([\w-]+)\""),
    *(f"{name}-{language}" for name in ("language", "written", "spoken", "alt") for language in ("kk", "ru")),
]


@pytest.fixture
async def admin(browser, museum):
    """Give a browser in which an admin is signed in, and the key of the session's forms."""
    await add_picture(museum)
    await browser.sign_in("admin")
    return browser.client, await key_of(browser)


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
async def test_no_address_and_no_form_makes_a_page_fail(admin, odd):
    """Every address with an odd value in its path, in everything it may be asked, and in every field: never 500."""
    client, key = admin
    failed = []
    fields = {**dict.fromkeys(FORM, odd), "key": key}
    for address in sorted(TABLE):
        if address in LEFT_OUT - {"POST /cms/account/code"} or address == "GET /cms/progress":
            continue
        method, pattern = address.split(" ")
        whole = pattern
        for place, value in PLACES.items():
            whole = whole.replace(place, value)
        for path in {whole, *((re.sub(r"\{\w+\}", "{odd}", pattern),) if "{" in pattern and odd else ())}:
            url = path.replace("{odd}", "".join(f"%{byte:02X}" for byte in odd[:300].encode()))
            answer = await client.request(
                method, url, params=dict.fromkeys(QUERY, odd[:200]), data=fields if method == "POST" else None, headers={"Sec-Fetch-Site": "same-origin"}
            )
            if answer.status_code >= SERVER_ERROR and answer.status_code not in {503, 507}:
                failed.append((method, url[:120], answer.status_code))

    assert len(QUERY) > 10
    assert len(FORM) > 30
    assert [] == failed


@pytest.mark.parametrize("body", [b"key=%FF%FE&name=\xff", b"\xff" * 100, b"&" * 3000, b"=" * 500, b"key", b""])
async def test_what_is_no_form_is_refused_with_a_sentence(admin, body):
    """Bytes that are not UTF-8, and forms without anything in them, get a page that says so."""
    client, _ = admin
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data", "text/plain", "application/json"):
        answer = await client.post("/cms/people", content=body, headers={"Sec-Fetch-Site": "same-origin", "Content-Type": kind})

        assert (True, True) == (400 <= answer.status_code < SERVER_ERROR, "</nav>" in answer.text), (kind, answer.status_code, answer.text[-300:])


async def test_refusals_have_the_ways_on(browser):
    """A page of refusal has the navigation of whoever is signed in, and so has one that says that a request is too large."""
    await browser.sign_in("translator")
    refused = await browser.open("/cms/people")
    missing = await browser.open("/cms/stops/ZZZZ/kk")
    large = await browser.client.post("/cms/translate/export", data={"x": "x" * MOST_TEXT_BYTES}, headers={"Sec-Fetch-Site": "same-origin"})

    assert [403, 404, 413] == [answer.status_code for answer in (refused, missing, large)]
    assert all('href="/cms/account"' in answer.text and "</h1>" in answer.text for answer in (refused, missing, large))


async def test_a_translators_file_of_two_megabytes_arrives(browser):
    """A file from a translator is taken up to its own limit, not up to that of a form."""
    await browser.sign_in("translator")
    key = await key_of(browser)
    sent = {"file": ("texts.csv", b"x" * 2_000_000)}
    answer = await browser.client.post("/cms/translate/upload", files=sent, data={"key": key}, headers={"Sec-Fetch-Site": "same-origin"})

    assert 422 == answer.status_code
