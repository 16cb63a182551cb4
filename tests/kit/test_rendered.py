"""Answers from memory: which form a phone gets, what is kept, and what gives way when there is no room."""

import pytest

from audio_guide.kit.rendered import MARK, Rendered, form_of

BODY = b"<p>" + b"word " * 400


class Pages:
    """An application that counts how often it is asked."""

    def __init__(self, headers=()):
        self.asked = 0
        self._headers = list(headers)

    async def __call__(self, _scope, _receive, send):
        """Answer a page of the first revision."""
        self.asked += 1
        headers = [(b"content-type", b"text/html"), (MARK, b"r1"), *self._headers]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": BODY})


async def ask(app, path="/kk/", query=b"", headers=()):
    """Return status, headers and body of an answer."""
    said = []

    async def send(message):
        said.append(message)

    await app({"type": "http", "method": "GET", "path": path, "query_string": query, "headers": list(headers)}, None, send)
    return said[0]["status"], dict(said[0]["headers"]), b"".join(message.get("body", b"") for message in said[1:])


@pytest.mark.parametrize(
    ("accepted", "form"),
    [
        ("gzip, deflate, br", b"br"), ("br;q=0, gzip", b"gzip"), ("br; q=0.000,gzip;q=0", b""), ("BR;q=0.1", b"br"),
        ("identity", b""), ("", b""), ("*", b""), ("zebra", b""), ("x" * 300 + ",br", b""),
    ],
)  # fmt: skip
def test_a_refused_form_is_not_sent(accepted, form):
    """A form is sent only if it is named, and not with a weight of nothing."""
    assert form == form_of(accepted)


async def test_what_varies_is_tagged_but_not_kept():
    """An answer that depends on the visitor's languages gets a tag and a 304, and is asked for anew each time."""
    pages = Pages([(b"vary", b"Accept-Language")])
    app = Rendered(pages, lambda: "r1.w1")
    _, headers, _ = await ask(app)
    status, again, body = await ask(app, headers=[(b"if-none-match", headers[b"etag"])])

    assert (304, b"", 2, b"Accept-Language, Accept-Encoding") == (status, body, pages.asked, again[b"vary"])


async def test_what_is_asked_for_stays_when_there_is_no_room():
    """The answer that nobody asked for longest gives way first."""
    pages = Pages()
    app = Rendered(pages, lambda: "r1.w1", max_bytes=2 * (len(BODY) + 3000))
    for path in ("/a", "/b", "/a", "/c"):
        await ask(app, path)
    made = pages.asked
    await ask(app, "/a")

    assert (3, 3) == (made, pages.asked)


async def test_a_new_revision_forgets():
    """When something is published nothing old is answered any more."""
    revision = ["r1.w1"]
    pages = Pages()
    app = Rendered(pages, lambda: revision[0])
    await ask(app)
    revision[0] = "r1.w2"
    await ask(app)
    await ask(app)

    assert 2 == pages.asked


async def test_strange_queries_fill_no_memory():
    """Only the few queries that the guide itself uses are kept."""
    pages = Pages()
    app = Rendered(pages, lambda: "r1.w1")
    for query in (b"x=1", b"x=1", b"lang=kk", b"lang=kk"):
        await ask(app, query=query)

    assert 3 == pages.asked
