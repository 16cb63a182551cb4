"""How large a body may be: little from anybody, much only where an address takes files and the app knows who sends them."""

import re

import pytest

from audio_guide.kit.shield import MOST_BODY_BYTES, MOST_TEXT_BYTES, Guarded, TooLargeError, take_upload

CEILING = 2_000_000
UPLOADS = {re.compile(r"/cms/files/(?:new|[^/]+/file)"): CEILING}


async def posted(path, pieces, *, let_in=False, headers=()):
    """Post a body through the shield; returns the status and how many bytes the application got."""
    answers, got, left = [], 0, list(pieces)

    async def app(scope, receive, send):
        nonlocal got
        if let_in:
            take_upload(scope)
        while True:
            message = await receive()
            got += len(message["body"])
            if not message["more_body"]:
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def receive():
        piece = left.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(left)}

    async def send(message):
        answers.append(message)

    scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "http_version": "1.1", "headers": [(b"host", b"g"), *headers]}
    await Guarded(app, UPLOADS)(scope, receive, send)
    return answers[0]["status"], got


@pytest.mark.parametrize(
    ("path", "let_in", "most"),
    [
        ("/kk/", False, MOST_BODY_BYTES),
        ("/kk/", True, MOST_BODY_BYTES),
        ("/cms/names", True, MOST_TEXT_BYTES),
        ("/cms/files/new", False, MOST_TEXT_BYTES),
        ("/cms/files/new", True, CEILING),
        ("/cms/files/reed/file", True, CEILING),
        ("/cms/files/reed/file/", True, MOST_TEXT_BYTES),
        ("/x/cms/files/new", True, MOST_BODY_BYTES),
    ],
)
async def test_a_body_is_cut_where_its_address_and_its_sender_end(path, let_in, most):
    """Up to the limit the body arrives, one byte more is refused with 413, and nothing beyond it is read."""
    half = b"x" * (most // 2)

    assert (200, most) == await posted(path, [half, half], let_in=let_in)
    assert (413, most) == await posted(path, [half, half, b"x", half, half], let_in=let_in)


@pytest.mark.parametrize(("length", "status"), [(b"2000001", 413), (b"99999999999999999999", 413), (b"-1", 413), (b"2000000", 200)])
async def test_a_length_beyond_the_ceiling_is_refused_unread(length, status):
    """Where a request says that it is too long, not one byte is read, whoever sends it."""
    got = await posted("/cms/files/new", [b"x"], let_in=True, headers=[(b"content-length", length)])

    assert (status, 1 if status == 200 else 0) == got


async def test_an_application_may_say_it_in_its_own_words():
    """The error is one of ours, so that a page can say it in the reader's language."""
    assert (413, "This request is too large.") == (TooLargeError.status, str(TooLargeError("This request is too large.")))


async def test_who_leaves_in_the_middle_is_no_failure(caplog):
    """A visitor who closes the line while a film is sent leaves no error in the log; an application that fails does."""

    async def sends(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"film", "more_body": True})

    async def fails(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        message = "a defect of ours"
        raise RuntimeError(message)

    async def left(message):
        if message["type"] == "http.response.body":
            raise ConnectionResetError

    told = []
    for app in (sends, fails):
        caplog.clear()
        scope = {"type": "http", "method": "GET", "path": "/cms/media/x", "query_string": b"", "http_version": "1.1", "headers": [(b"host", b"g")]}
        await Guarded(app, UPLOADS)(scope, None, left)
        told.append([record.levelname for record in caplog.records])

    assert [[], ["ERROR"]] == told
