"""The worker's own parts, run in a real browser: which bytes of a saved file are answered, and how a page is dressed."""

import json

import pytest

from audio_guide.guide.saving import SCRIPT, WORKER
from audio_guide.kit import formats
from audio_guide.kit.i18n import LANGUAGES
from audio_guide.kit.ranges import plan

pytestmark = pytest.mark.browser
SIZE = 1000
ETAG, DATE, MODIFIED = '"abc"', "Sun, 06 Nov 1994 08:49:37 GMT", 784111777
TABLE = [
    ({}, 200),
    ({"Range": "bytes=0-1"}, 206),
    ({"Range": "bytes=0-0"}, 206),
    ({"Range": "bytes=0-"}, 206),
    ({"Range": f"bytes=0-{SIZE}"}, 206),
    ({"Range": "bytes=999-"}, 206),
    ({"Range": "bytes=-100"}, 206),
    ({"Range": "bytes=-99999999"}, 206),
    ({"Range": "bytes=320-99999999"}, 206),
    ({"Range": f"bytes={SIZE}-"}, 416),
    ({"Range": f"bytes={SIZE}-{SIZE + 5}"}, 416),
    ({"Range": "bytes=99999999-"}, 416),
    ({"Range": "bytes=-0"}, 416),
    ({"Range": "bytes=5-2"}, 200),
    ({"Range": "bytes=-"}, 200),
    ({"Range": "chunks=0-5"}, 200),
    ({"Range": "bytes=0-5,10-15"}, 200),
    ({"Range": "bytes=a-b"}, 200),
    ({"Range": "bytes=0-5", "If-Range": ETAG}, 206),
    ({"Range": "bytes=0-5", "If-Range": '"other"'}, 200),
    ({"Range": "bytes=0-5", "If-Range": f"W/{ETAG}"}, 200),
    ({"Range": "bytes=0-5", "If-Range": DATE}, 206),
    ({"Range": "bytes=0-5", "If-Range": "Sun, 06 Nov 1994 08:49:38 GMT"}, 200),
]
SLICE = """
async ([headers, method, size]) => {
  const bytes = Uint8Array.from({length: size}, (_, at) => at % 251);
  const saved = new Response(bytes, {headers: {'Content-Type': 'audio/mpeg', ETag: '"abc"', 'Last-Modified': 'Sun, 06 Nov 1994 08:49:37 GMT'}});
  const said = await slice({method, headers: {get: (name) => headers[name] ?? null}}, saved);
  const body = new Uint8Array(await said.arrayBuffer());
  const from = Number((said.headers.get('Content-Range') || 'bytes 0-').match(/bytes (\\d*)/)[1]);
  return {status: said.status, range: said.headers.get('Content-Range'), bytes: body.length, right: body.every((one, at) => one === (from + at) % 251),
          length: said.headers.get('Content-Length'), type: said.headers.get('Content-Type'), accepts: said.headers.get('Accept-Ranges')};
}
"""


@pytest.fixture(scope="module")
def page(browser):
    """Return an empty page in which the worker's functions stand."""
    context = browser.new_context()
    opened = context.new_page()
    opened.goto("about:blank")
    opened.add_script_tag(content=str(WORKER.text))
    yield opened
    context.close()


@pytest.mark.parametrize(("headers", "status"), TABLE)
def test_saved_sound_is_sliced_as_the_server_would(page, headers, status):
    """Worker and server answer every row of the table alike: status, span, bytes."""
    said = page.evaluate(SLICE, [headers, "GET", SIZE])
    server = plan({name.lower(): value for name, value in headers.items()}, SIZE, ETAG, MODIFIED)

    assert (status, status) == (server.status, said["status"])
    assert (server.content_range, server.end - server.start, True) == (said["range"], said["bytes"], said["right"])
    assert (str(server.end - server.start), "audio/mpeg", "bytes") == (said["length"], said["type"], said["accepts"])


def test_head_has_no_body(page):
    """HEAD says how long the whole file is and sends nothing of it."""
    said = page.evaluate(SLICE, [{"Range": "bytes=0-1"}, "HEAD", SIZE])

    assert (200, "1000", 0) == (said["status"], said["length"], said["bytes"])


def test_page_and_worker_speak_of_the_same_caches():
    """Both scripts use the same names, and the worker knows our languages."""
    for name in ("FORMAT", "MEDIA", "PACK", "LIST"):
        lines = {line.strip() for text in (SCRIPT.text, WORKER.text) for line in text.splitlines() if line.strip().startswith(f"const {name} =")}
        assert 1 == len(lines), lines
    assert f"(?:{'|'.join(LANGUAGES)})" in WORKER.text
    assert json.dumps(list(LANGUAGES)) in WORKER.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_sizes_are_written_as_the_server_writes_them(page, language):
    """The few figures that change while files come look like those on the server's pages; days have their months in words."""
    start = SCRIPT.text.index("const [kilobytes")
    source = SCRIPT.text[start : SCRIPT.text.index("const day")]
    words = {"units": " ".join(formats.SIZES[language]), "point": formats.decimal_point(language)}
    sizes = [1, 499, 1500, 999_499, 1_000_000, 1_049_999, 9_160_000, 12_000_000, 123_456_789]
    said = page.evaluate(f"([words, sizes]) => {{ {source} return sizes.map(size); }}", [words, sizes])

    assert [formats.file_size(size, language) for size in sizes] == said
    pattern = formats.days_of_the_year(language)[10]
    assert formats.day("2026-11-23", language) == pattern.replace("{d}", "23").replace("{y}", "2026")
