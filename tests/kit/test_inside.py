"""The guide reads its own pages."""

import pytest

from audio_guide.kit.errors import UnavailableError
from audio_guide.kit.inside import Inside, ask


async def echo(scope, _receive, send):
    """Answer with what was asked, in two pieces; /none is not there."""
    await send({"type": "http.response.start", "status": 404 if scope["path"] == "/none" else 200, "headers": []})
    await send({"type": "http.response.body", "body": scope["path"].encode(), "more_body": True})
    await send({"type": "http.response.body", "body": b"?" + scope["query_string"], "more_body": False})


async def test_a_page_is_read_whole():
    """All pieces of the body come, for the path and query asked."""
    assert (200, "/kk/а?track=easy".encode()) == await ask(echo, "/kk/%D0%B0?track=easy")


async def test_a_page_of_another_revision_is_refused():
    """What was published while pages are read is noticed, and so is a page that is not there."""
    now = ["s1.w1"]
    inside = Inside(echo, lambda: now[0])

    assert ("s1", b"/kk/?") == (inside.shelf_revision, await inside.read("/kk/"))
    with pytest.raises(UnavailableError):
        await inside.read("/none")
    now[0] = "s2.w1"
    with pytest.raises(UnavailableError):
        await inside.read("/kk/")
