"""Answers from memory: which form a phone gets, what is kept, and what gives way when there is no room."""

import asyncio

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


async def test_an_answer_that_is_made_anew_counts_once():
    """Whatever is put in the place of an older answer leaves no trace of it in the sum, so that the memory never gives way to nothing."""
    app = Rendered(Pages(), lambda: "r1.w1")
    await ask(app)  # now it knows the revision
    scope = {"type": "http", "method": "GET", "path": "/kk/", "query_string": b"", "headers": []}
    for _ in range(3):
        kept = await app._make(scope, None, None, b"")

    assert kept.size == app._bytes


async def test_an_answer_that_is_larger_than_the_memory_is_not_kept():
    """One answer beyond all room leaves an empty memory and no error."""
    app = Rendered(Pages(), lambda: "r1.w1", max_bytes=10)

    assert [200, 200] == [(await ask(app))[0] for _ in range(2)]


class Slow(Pages):
    """An application that answers when it is let."""

    def __init__(self, headers=()):
        super().__init__(headers)
        self.may = asyncio.Event()

    async def __call__(self, scope, receive, send):
        """Wait, then answer."""
        await self.may.wait()
        await super().__call__(scope, receive, send)


async def test_the_same_page_is_made_once_for_all_who_wait_for_it():
    """When a group opens a stop at the same moment, it is rendered once."""
    pages = Slow()
    app = Rendered(pages, lambda: "r1.w1")
    asking = [asyncio.create_task(ask(app)) for _ in range(20)]
    await asyncio.sleep(0)
    pages.may.set()
    answers = await asyncio.gather(*asking)

    assert (1, {BODY}) == (pages.asked, {body for _, _, body in answers})


async def test_who_waits_for_a_page_is_not_harmed_by_one_that_leaves():
    """When the request that a page is made for is broken off, the others get theirs."""
    pages = Slow()
    app = Rendered(pages, lambda: "r1.w1")
    leaving, staying = asyncio.create_task(ask(app)), asyncio.create_task(ask(app))
    await asyncio.sleep(0.01)
    leaving.cancel()
    pages.may.set()

    assert BODY == (await asyncio.wait_for(staying, 5))[2]


async def test_what_is_made_for_one_visitor_is_waited_for_by_nobody():
    """Answers that set cookies, or vary, are made for each who asks."""
    pages = Slow([(b"set-cookie", b"a=b")])
    app = Rendered(pages, lambda: "r1.w1")
    asking = [asyncio.create_task(ask(app)) for _ in range(3)]
    await asyncio.sleep(0)
    pages.may.set()
    await asyncio.gather(*asking)

    assert 3 == pages.asked
