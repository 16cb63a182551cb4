"""The worker's own parts, run in a real browser: which bytes of a saved file are answered, and how a page is dressed."""

import json

import pytest

from audio_guide.guide.saving import HERE, WORKER
from audio_guide.kit import formats
from audio_guide.kit.i18n import LANGUAGES
from audio_guide.kit.ranges import plan
from audio_guide.kit.web import LENT_SCRIPT
from tests.guide.factories import digest

pytestmark = pytest.mark.browser
SAVING, ANSWERING = ((HERE / name).read_text("utf-8") for name in ("offline.js", "sw.js"))
"""The scripts as they are written, before their spaces go."""
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
SLICES = """
async ([asked, size]) => {
  const bytes = Uint8Array.from({length: size}, (_, at) => at % 251);
  const headers = {'Content-Type': 'audio/mpeg', ETag: '"abc"', 'Last-Modified': 'Sun, 06 Nov 1994 08:49:37 GMT'};
  const all = [];
  for (const [method, wishes] of asked) {
    const said = await slice({method, headers: {get: (name) => wishes[name] ?? null}}, new Response(bytes, {headers}));
    const body = new Uint8Array(await said.arrayBuffer());
    const from = Number((said.headers.get('Content-Range') || 'bytes 0-').match(/bytes (\\d*)/)[1]);
    all.push({status: said.status, range: said.headers.get('Content-Range'), bytes: body.length, right: body.every((one, at) => one === (from + at) % 251),
              length: said.headers.get('Content-Length'), type: said.headers.get('Content-Type'), accepts: said.headers.get('Accept-Ranges')});
  }
  return all;
}
"""
IN_ANY_ENGINE = f"{WORKER.text}\n;return ({SLICES})({json.dumps([[['GET', headers] for headers, _ in TABLE], SIZE])});"
"""The table as a script that any browser can run in a page of its own; what it returns is to be ``EXPECTED``."""


def expected(headers, status):
    """Return what the server would answer, in the words of the script above."""
    server = plan({name.lower(): value for name, value in headers.items()}, SIZE, ETAG, MODIFIED)
    assert status == server.status
    length = server.end - server.start
    return {
        "status": status, "range": server.content_range, "bytes": length, "right": True, "length": str(length), "type": "audio/mpeg", "accepts": "bytes",
    }  # fmt: skip


EXPECTED = [expected(headers, status) for headers, status in TABLE]


@pytest.fixture(scope="module")
def page(browser):
    """Return an empty page in which the worker's functions stand."""
    context = browser.new_context()
    opened = context.new_page()
    opened.goto("about:blank")
    opened.add_script_tag(content=str(WORKER.text))
    yield opened
    context.close()


def test_saved_sound_is_sliced_as_the_server_would(page):
    """Worker and server answer every row of the table alike: status, span, bytes; ``test_offline`` runs it in WebKit and Firefox, too."""
    assert EXPECTED == page.evaluate(SLICES, [[["GET", headers] for headers, _ in TABLE], SIZE])


def test_head_has_no_body(page):
    """HEAD says how long the whole file is and sends nothing of it."""
    (said,) = page.evaluate(SLICES, [[["HEAD", {"Range": "bytes=0-1"}]], SIZE])

    assert (200, "1000", 0) == (said["status"], said["length"], said["bytes"])


def test_page_and_worker_speak_of_the_same_caches():
    """Both scripts use the same names, and the worker knows our languages."""
    for name in ("FORMAT", "MEDIA", "PACK", "LIST"):
        lines = {line.strip() for text in (SAVING, ANSWERING) for line in text.splitlines() if line.strip().startswith(f"const {name} =")}
        assert 1 == len(lines), lines
    for line in (f'const {name} = FORMAT + "{name.lower()}"' for name in ("PICK", "LENT")):
        assert line in ANSWERING
    for name in ("lent", "pick"):
        assert f'"guide:1:{name}"' in LENT_SCRIPT.text
    assert 'const PICK = FORMAT + "pick"' in SAVING
    assert f"(?:{'|'.join(LANGUAGES)})" in ANSWERING
    assert json.dumps(list(LANGUAGES)) in ANSWERING


@pytest.mark.parametrize("language", LANGUAGES)
def test_sizes_are_written_as_the_server_writes_them(page, language):
    """The few figures that change while files come look like those on the server's pages; days have their months in words."""
    start = SAVING.index("const [kilobytes")
    source = SAVING[start : SAVING.index("const day")]
    words = {"units": " ".join(formats.SIZES[language]), "point": formats.decimal_point(language)}
    sizes = [1, 499, 1500, 999_499, 1_000_000, 1_049_999, 9_160_000, 12_000_000, 123_456_789]
    said = page.evaluate(f"([words, sizes]) => {{ {source} return sizes.map(size); }}", [words, sizes])

    assert [formats.file_size(size, language) for size in sizes] == said
    pattern = formats.days_of_the_year(language)[10]
    assert formats.day("2026-11-23", language) == pattern.replace("{d}", "23").replace("{y}", "2026")


FIND = """
async ([address, packs, pick]) => {
  const lists = packs.map(([asked_language, tour, paths]) => ({asked_language, tour, files: [], stops: [{code: 'K4R7', number: 1}], cache: {
    match: async (way) => paths.includes(way.url ?? way) ? new Response(way.url ?? way, {headers: {'Content-Type': 'text/html'}}) : undefined,
    keys: async (way) => paths.filter((one) => one.split('?')[0] === way).map((url) => ({url})),
  }}));
  const found = await find(new URL(address, location.origin), lists, pick);
  return found && (found.status === 302 ? found.headers.get('Location').replace(location.origin, '') : await found.text());
}
"""
STOP = "/kk/stops/K4R7"
SCHOOL = f"{STOP}?route=school"
EASY = f"{STOP}?track=easy"
EASY_SCHOOL = f"{EASY}&route=school"
TOUR = "/kk/tours/a"
WHOLE = ["kk", "a", ["/kk/", TOUR, f"{TOUR}?route=school", SCHOOL, STOP]]
SIMPLE = ["kk", "a", ["/kk/", TOUR, f"{TOUR}?track=easy", EASY_SCHOOL, EASY]]
OLD = ["kk", "a", ["/kk/", TOUR, STOP]]
RUSSIAN = ["ru", "a", ["/ru/", "/ru/tours/a", "/ru/stops/K4R7"]]
WAYS = [
    (STOP, [WHOLE], {}, STOP),
    ("/kk/stops/k4r7?q=1", [WHOLE], {}, STOP),
    (SCHOOL, [WHOLE], {}, SCHOOL),
    (SCHOOL, [OLD], {}, None),
    (f"{TOUR}?route=school", [WHOLE], {}, f"{TOUR}?route=school"),
    (f"{TOUR}?route=school", [OLD], {}, None),
    (EASY_SCHOOL, [SIMPLE], {}, EASY_SCHOOL),
    (EASY_SCHOOL, [WHOLE], {}, SCHOOL),
    ("/kk/stops/C8Y5?route=school", [WHOLE], {}, None),
    (STOP, [SIMPLE], {}, EASY),
    (f"{STOP}?q=1&track=easy", [WHOLE, SIMPLE], {}, EASY),
    (EASY, [WHOLE], {}, STOP),
    ("/q/k4r7", [WHOLE, RUSSIAN], {"language": "ru"}, "/ru/stops/K4R7?q=1"),
    ("/q/k4r7", [WHOLE, RUSSIAN], {"language": "kk"}, f"{STOP}?q=1"),
    ("/q/k4r7", [RUSSIAN], {"language": "kk"}, "/ru/stops/K4R7?q=1"),
    ("/q/k4r7", [WHOLE, SIMPLE], {"language": "kk", "track": "easy"}, f"{STOP}?q=1&track=easy"),
    ("/q/k4r7", [WHOLE], {"language": "kk", "track": "easy"}, f"{STOP}?q=1"),
    ("/q/ZZZZ", [WHOLE], {}, None),
    ("/", [WHOLE, RUSSIAN], {"language": "ru"}, "/ru/"),
    ("/language/ru?next=/ru/stops/K4R7", [RUSSIAN], {}, "/ru/stops/K4R7"),
    ("/language/ru?next=/ru/stops/K4R7", [WHOLE], {}, None),
    ("/language/ru", [RUSSIAN], {}, "/ru/"),
    (f"/track/easy?next={STOP}%3Ftrack%3Deasy", [SIMPLE], {}, EASY),
    (f"/track/standard?next={STOP}", [WHOLE], {}, STOP),
    (f"/track/easy?next={TOUR}%3Ftrack%3Deasy", [SIMPLE], {}, f"{TOUR}?track=easy"),
    (f"/track/easy?next={TOUR}%3Ftrack%3Deasy", [WHOLE], {}, f"{TOUR}?track=easy"),
    (f"{TOUR}?track=easy", [WHOLE], {}, TOUR),
    (f"{TOUR}/plan?route=school", [OLD], {}, None),
    ("/track/easy?next=//evil.kz/", [SIMPLE], {}, None),
    ("/track/easy?next=/track/easy", [SIMPLE], {}, None),
    ("/kk/search?q=1938", [WHOLE], {}, None),
    ("/kk/number?n=1", [WHOLE], {}, STOP),
]


@pytest.fixture(scope="module")
def placed(browser, address):
    """Return a page of the guide in which the worker's functions stand, beside the caches that it has as a worker."""
    context = browser.new_context(base_url=address, bypass_csp=True)
    opened = context.new_page()
    opened.goto("/kk/about")
    opened.evaluate("self.clients = {matchAll: async () => []}")
    opened.add_script_tag(content=str(WORKER.text))
    yield opened
    context.close()


@pytest.mark.parametrize(("asked", "packs", "pick", "found"), WAYS)
def test_what_is_answered_without_network(placed, asked, packs, pick, found):
    """A school class stays on its route or is told that it is not saved; tracks are answered as well as they are saved; signs follow what was picked."""
    assert found == placed.evaluate(FIND, [asked, packs, pick])


ANSWER = """
async ([path, mode, network]) => {
  const own = await caches.open(PACK + "a:kk:standard:v");
  await own.put(LIST, new Response(JSON.stringify({asked_language: "kk", tour: "a", saved: 1, files: [], stops: [{code: "K4R7", number: 1}]})));
  for (const one of ["/kk/stops/K4R7", "/kk/offline"]) await own.put(one, new Response(`saved ${one}`, {headers: {"Content-Type": "text/html"}}));
  const [later, ask, waits] = [self.setTimeout, self.fetch, []];
  self.setTimeout = (act, wait, ...given) => { waits.push(wait); if (network === "slow") later(act, 0, ...given); };
  self.fetch = async () => {
    if (network === "none") throw new TypeError("no network");
    if (network === "slow") await new Promise((go) => later(go, 200));
    return new Response("network", {status: network === "slow" ? 200 : network, headers: {"Content-Type": "text/html"}});
  };
  try {
    const url = new URL(path, location.origin);
    const said = await page({mode, url: url.href, method: "GET", referrer: ""}, url);
    return [said.status, await said.text(), waits];
  } finally {
    [self.setTimeout, self.fetch] = [later, ask];
    await caches.delete(PACK + "a:kk:standard:v");
  }
}
"""
"""Has the worker answer a request while the network answers with a status, too late (the worker's own clock runs out first) or not at all."""
OTHER = "/kk/stops/M2T9"
WAIT = [3000]
ANSWERS = [
    (STOP, "navigate", 200, [200, "network", WAIT]),
    (STOP, "navigate", 404, [404, "network", WAIT]),
    (STOP, "navigate", 500, [200, f"saved {STOP}", WAIT]),
    (STOP, "navigate", 503, [200, f"saved {STOP}", WAIT]),
    (STOP, "navigate", "none", [200, f"saved {STOP}", WAIT]),
    (STOP, "navigate", "slow", [200, f"saved {STOP}", WAIT]),
    (OTHER, "navigate", 503, [503, "network", WAIT]),
    (OTHER, "navigate", "slow", [200, "network", WAIT]),
    (OTHER, "navigate", "none", [503, "saved /kk/offline", WAIT]),
    (STOP, "cors", "slow", [200, "network", []]),
    (STOP, "cors", 502, [200, f"saved {STOP}", []]),
    (OTHER, "cors", "none", [0, "", []]),
]


@pytest.mark.parametrize(("path", "mode", "network", "answer"), ANSWERS)
def test_a_slow_or_ill_server_is_not_waited_for(placed, path, mode, network, answer):
    """A page that is saved comes after three seconds without an answer, and at once where the server is ill; one that is not comes whenever it may."""
    assert answer == placed.evaluate(ANSWER, [path, mode, network])


@pytest.mark.parametrize("list_", ["not JSON", "null", "{}", '{"files": [], "saved": 1}', '{"stops": []}'])
def test_a_pack_that_cannot_be_read_takes_nothing_away(placed, list_):
    """Of what a phone has kept, a list of another form or a damaged one counts as none: the guide goes on as if that tour were not saved."""
    put = "(async (text) => (await caches.open(PACK + 'x:kk:standard:v')).put(LIST, new Response(text)))"
    placed.evaluate(put, list_)
    try:
        assert [] == placed.evaluate("packs()")
        assert [200, "network", WAIT] == placed.evaluate(ANSWER, [OTHER, "navigate", 200])
        assert [200, f"saved {STOP}", WAIT] == placed.evaluate(ANSWER, [STOP, "navigate", "none"])
    finally:
        placed.evaluate("caches.delete(PACK + 'x:kk:standard:v')")


LENT = """
async ([page, policy]) => {
  const kept = await caches.open(LENT);
  await kept.put('/kiosk/parts?kk', new Response(JSON.stringify({style: '.s{}', script: 'run("kk")', fresh: '<p>kk</p>', question: '<dialog>kk</dialog>'})));
  await kept.put('/kiosk/parts?ru', new Response(JSON.stringify({style: '.s{}', script: 'run("$&")', fresh: '<p>ru</p>', question: '<dialog>ru</dialog>'})));
  const said = await dressed(new Response(page, {headers: {'Content-Type': 'text/html', 'Content-Security-Policy': policy}}), [], true);
  const online = await dressed(new Response(page, {headers: {'Content-Type': 'text/html'}}), [], false);
  await caches.delete(LENT);
  return [await said.text(), said.headers.get('Content-Security-Policy'), await online.text()];
}
"""


@pytest.mark.parametrize(("language", "given", "script"), [("kk", "kk", 'run("kk")'), ("ru", "ru", 'run("$&")'), ("en", "kk", 'run("kk")')])
def test_saved_pages_of_a_lent_phone_ask_too(placed, language, given, script):
    """On a lent phone a saved page gets the question in its language, or in one that there is, and may run its script; pages from the network stay."""
    page = f'<html lang="{language}"><head></head><body><header></header></body></html>'
    text, policy, online = placed.evaluate(LENT, [page, "default-src 'none'; script-src 'sha256-a'; style-src 'sha256-b'"])
    head, header, body = f"<style>.s{{}}</style><script>{script}</script>", f"<p>{given}</p>", f"<dialog>{given}</dialog>"

    assert f'<html lang="{language}"><head>{head}</head><body><header>{header}</header>{body}</body></html>' == text
    assert f"default-src 'none'; script-src 'sha256-{digest(script)}' 'sha256-a'; style-src 'sha256-{digest('.s{}')}' 'sha256-b'" == policy
    assert page == online
