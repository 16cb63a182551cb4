"""Pages, JSON and media through the whole application, on a small published tour."""

import asyncio
import hashlib
import json
import shutil
from collections import Counter
from dataclasses import replace

import jsonschema
import pytest
from litestar.testing import AsyncTestClient
from openapi_spec_validator import validate
from tests.conftest import REPOSITORY, SILENT
from tests.stories import CODES, approve_all, publish_all, write_tour

from audio_guide.api.documents import edition_schema, openapi
from audio_guide.app import create_app, trusting
from audio_guide.house import open_house
from audio_guide.narrating import narrate
from audio_guide.settings import Settings


@pytest.fixture(scope="session")
def published(tmp_path_factory, migrated_file):
    """Return a folder with a tour that was published once in three languages."""
    folder = tmp_path_factory.mktemp("published")
    shutil.copy(migrated_file, folder / "guide.sqlite3")
    asyncio.run(_publish(at(folder)))
    return folder


def at(folder):
    """Return the settings of a guide in a folder."""
    names = {"database_url": f"sqlite:///{folder / 'guide.sqlite3'}", "media_url": str(folder / "media"), "data_dir": str(folder / "data")}
    names["secret_file"] = str(folder / "secret")
    return Settings(**names, locales_dir=str(REPOSITORY / "locales"), voices=SILENT, public_url="https://g.museum.kz", workers=2)


async def _publish(settings):
    async with open_house(settings) as house:
        await write_tour(house)
        assert 0 == await narrate(house)
        await approve_all(house)
        await publish_all(house)


@pytest.fixture
def settings(tmp_path, published):
    """Return settings of a copy of the published guide."""
    shutil.copytree(published, tmp_path / "guide")
    return at(tmp_path / "guide")


@pytest.fixture
async def guide(settings):
    """Give a client of the application."""
    async with AsyncTestClient(create_app(settings)) as client:
        yield client


async def test_the_api_tells_what_is_published(guide):
    """Tours, a tour, a stop by code and number, its captions and the pack are there and agree."""
    tours = (await guide.get("/api/v1/tours?lang=ru")).json()
    tour = (await guide.get("/api/v1/tours/steppe?lang=ru")).json()
    by_code = (await guide.get(f"/api/v1/stops/{CODES[0].lower()}?lang=ru")).json()
    by_number = (await guide.get("/api/v1/stops/by-number/1?lang=ru")).json()
    pack = (await guide.get("/api/v1/tours/steppe/pack?lang=ru")).json()
    captions = await guide.get(f"/api/v1/stops/{CODES[0]}/cues.vtt?lang=ru")

    assert ("steppe", 2, ["kk", "ru", "en"]) == (tours["tours"][0]["slug"], tours["tours"][0]["stops"], tours["tours"][0]["languages"])
    assert by_code == by_number
    assert by_code["stop"] == tour["edition"]["stops"][0]
    assert pack["bytes"] == sum(file["bytes"] for file in pack["files"] if file["media_type"] != "audio/webm")
    assert pack["edition"] == hashlib.sha256(json.dumps(tour["edition"], ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
    assert captions.text.startswith("WEBVTT\n\ns1\n")
    assert captions.text == (await guide.get(f"/api/v1/stops/{CODES[0]}/cues.vtt?lang=ru&track=easy")).text
    assert 400 == (await guide.get(f"/api/v1/stops/{CODES[0]}/cues.vtt?lang=ru&track=loud")).status_code
    jsonschema.validate(tour["edition"], edition_schema())


async def test_a_pack_is_what_a_phone_would_fetch(guide):
    """Every file of a pack is served with exactly the bytes and digest that the pack names, and the pack itself is conditional."""
    answer = await guide.get("/api/v1/tours/steppe/pack?lang=kk")
    files = answer.json()["files"]
    bodies = {file["url"]: (await guide.get(file["url"])).content for file in files}

    assert {file["url"]: (file["bytes"], True) for file in files} == {
        file["url"]: (len(body := bodies[file["url"]]), hashlib.sha256(body).hexdigest().startswith(file["digest"])) for file in files
    }
    assert {"page": 9, "sound": 4, "cues": 2} == dict(Counter(file["kind"] for file in files))
    assert ["/kk/offline", "/ru/offline", "/en/offline"] == [file["url"] for file in files[:3]]
    assert 304 == (await guide.get("/api/v1/tours/steppe/pack?lang=kk", headers={"If-None-Match": answer.headers["ETag"]})).status_code
    assert [400, 404] == [(await guide.get(f"/api/v1/tours/{path}")).status_code for path in ("steppe/pack?lang=kk&track=loud", "none/pack")]


async def test_the_worker_is_never_out_of_date(guide):
    """The worker's script may be kept by nobody without asking, may load only from here, and only one page may start it."""
    worker = await guide.get("/sw.js")
    page, other = await guide.get("/kk/offline"), await guide.get("/kk/")

    assert ("no-cache", "text/javascript; charset=utf-8") == (worker.headers["Cache-Control"], worker.headers["Content-Type"])
    assert "default-src 'none'; connect-src 'self'" == worker.headers["Content-Security-Policy"]
    assert [True, False] == ["worker-src 'self'" in one.headers["Content-Security-Policy"] for one in (page, other)]
    assert [True, False] == ["blob:" in one.headers["Content-Security-Policy"] for one in (page, other)]


async def test_the_language_is_negotiated_and_said(guide):
    """Without ?lang= the header decides, and the answer says that it varies."""
    answer = await guide.get("/api/v1/tours", headers={"Accept-Language": "ru-KZ, kk;q=0.5"})

    again = await guide.get("/api/v1/tours", headers={"Accept-Language": "ru", "If-None-Match": answer.headers["ETag"]})

    assert ("ru", "Accept-Language, Accept-Encoding") == (answer.headers["Content-Language"], answer.headers["Vary"])
    assert (304, b"") == (again.status_code, again.content)


async def test_captions_name_their_letters_once(guide):
    """Captions and sound say their kind exactly."""
    answer = await guide.get(f"/api/v1/stops/{CODES[0]}/cues.vtt?lang=kk")

    assert "text/vtt; charset=utf-8" == answer.headers["Content-Type"]


@pytest.mark.parametrize("path", ["/api/v1/tours?lang=kk", f"/kk/stops/{CODES[0]}", "/kk/"])
async def test_answers_are_kept_and_conditional(guide, path):
    """An answer has an ETag, a second one is the same, and one who has it gets 304."""
    first, second = await guide.get(path), await guide.get(path)
    none = await guide.get(path, headers={"If-None-Match": first.headers["ETag"]})
    head = await guide.head(path)

    assert (200, first.content, 304, b"") == (first.status_code, second.content, none.status_code, none.content)
    assert (first.headers["ETag"], b"") == (head.headers["ETag"], head.content)
    assert ("nosniff", None) == (first.headers["X-Content-Type-Options"], first.headers.get("x-guide-revision"))
    assert "set-cookie" not in first.headers


async def test_pages_are_small_on_the_line(guide):
    """A phone that takes brotli gets a much smaller page with its own ETag."""
    plain = await guide.get(f"/kk/stops/{CODES[0]}", headers={"Accept-Encoding": "identity"})
    small = await guide.get(f"/kk/stops/{CODES[0]}", headers={"Accept-Encoding": "br"})

    assert ("br", plain.text) == (small.headers["Content-Encoding"], small.text)
    assert small.headers["ETag"] != plain.headers["ETag"]
    assert int(small.headers["Content-Length"]) < len(plain.content) / 2


@pytest.mark.parametrize(
    ("path", "status"),
    [("/api/v1/stops/ZZZZ", 404), ("/api/v1/stops/by-number/77", 404), ("/api/v1/tours/none", 404), ("/api/v1/tours?lang=de", 400), ("/api/x", 404)],
)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
async def test_problems_are_told_in_the_readers_language(guide, path, status, language):
    """Errors are RFC 9457 documents with a sentence in the reader's language."""
    answer = await guide.get(path, headers={"Accept-Language": language})
    problem = answer.json()

    assert (status, "application/problem+json", language) == (answer.status_code, answer.headers["Content-Type"], answer.headers["Content-Language"])
    assert ({"type", "title", "status", "detail", "instance"}, status) == (set(problem), problem["status"])


async def test_media_travel_in_ranges(guide):
    """Published sound is served with ranges, conditions and HEAD; a changing method is refused."""
    stop = (await guide.get("/api/v1/stops/by-number/1?lang=kk")).json()["stop"]
    file = stop["tracks"][0]["sound"]["files"][0]
    path = f"/media/{file['name']}"
    part = await guide.get(path, headers={"Range": "bytes=0-1"})
    whole = await guide.get(f"{path}?o=1")
    head = await guide.head(path, headers={"Range": "bytes=0-1"})
    beyond = await guide.get(path, headers={"Range": f"bytes={file['bytes']}-"})

    assert (206, 2, f"bytes 0-1/{file['bytes']}") == (part.status_code, len(part.content), part.headers["Content-Range"])
    assert (file["bytes"], "audio/mpeg") == (len(whole.content), whole.headers["Content-Type"])
    assert (200, str(file["bytes"]), b"", "bytes") == (head.status_code, head.headers["Content-Length"], head.content, head.headers["Accept-Ranges"])
    assert (416, f"bytes */{file['bytes']}") == (beyond.status_code, beyond.headers["Content-Range"])
    assert 304 == (await guide.get(path, headers={"If-None-Match": whole.headers["ETag"]})).status_code
    assert (405, "GET, HEAD") == ((refused := await guide.post(path)).status_code, refused.headers["Allow"])


async def test_media_that_change_on_the_disk_are_looked_at_again(guide, house):
    """A file that is cut off is not sent to phones that would keep it for ever, however often it was sent before; one that is repaired is sent whole."""
    stop = (await guide.get("/api/v1/stops/by-number/1?lang=kk")).json()["stop"]
    address = f"/media/{stop['tracks'][0]['sound']['files'][0]['name']}"
    path = house.media.path(address.rpartition("/")[2])
    whole = path.read_bytes()
    told = [await guide.get(address)]
    path.write_bytes(whole[:1000])
    told.append(await guide.get(address))
    path.unlink()
    told.append(await guide.get(address))
    assert path.name == house.media.put(whole, "mp3")
    told.append(await guide.get(address))
    path.write_bytes(whole + b"more")
    told.append(await guide.get(address))
    path.unlink()
    house.media.put(whole, "mp3")
    told.append(await guide.get(address))

    assert [200, 404, 404, 200, 404, 200] == [answer.status_code for answer in told]
    assert [whole] * 3 == [answer.content for answer in told if answer.status_code == 200]
    assert {"immutable" in answer.headers.get("Cache-Control", "") for answer in told if answer.status_code == 404} == {False}


async def test_missing_and_damaged_media(guide, house):
    """A file that is gone or empty is a 404 with a sentence, and the page still reads."""
    stop = (await guide.get("/api/v1/stops/by-number/1?lang=kk")).json()["stop"]
    names = [file["name"] for file in stop["tracks"][0]["sound"]["files"]]
    house.media.delete(names[0])
    house.media.path(names[1]).write_bytes(b"")

    assert [404, 404] == [(await guide.get(f"/media/{name}")).status_code for name in names]
    assert 200 == (await guide.get(f"/kk/stops/{stop['code']}")).status_code


async def test_what_is_not_published_is_not_served(guide, house):
    """A file of the store that no edition names is not there for the public."""
    name = house.media.put(b"draft", "mp3")

    assert 404 == (await guide.get(f"/media/{name}")).status_code


async def test_a_saved_catalogue_is_live_within_a_second(house, settings, tmp_path):
    """New words of the interface show on the next page, also where the page was kept in memory."""
    locales = tmp_path / "locales"
    shutil.copytree(settings.locales_dir, locales)
    async with AsyncTestClient(create_app(replace(settings, locales_dir=str(locales)))) as client:
        before = (await client.get("/en/about")).text
        path = locales / "en" / "LC_MESSAGES" / "messages.po"
        path.write_text(path.read_text("utf-8").replace('msgstr "How to use the guide"', 'msgstr "A new heading"'), "utf-8")
        await asyncio.sleep(1.2)
        after = (await client.get("/en/about")).text

    assert (False, True) == ("A new heading" in before, "A new heading" in after)


async def test_requests_that_no_browser_sends(guide):
    """Too many headers, too long an address and too large a body are refused with their status."""
    many = await guide.get("/kk/x", headers={f"x-{number}": "1" for number in range(100)})
    large = await guide.get("/kk/x", headers={"x-large": "x" * 20_000})
    long = await guide.get("/kk/" + "x" * 9000)
    body = await guide.post("/kk/", content=b"x" * 100_000)

    assert [431, 431, 414, 413] == [answer.status_code for answer in (many, large, long, body)]


async def test_health(guide, settings):
    """The process says that it lives, and of each part that visitors need whether it is there."""
    alive, ready = await guide.get("/healthz"), await guide.get("/readyz")
    shutil.move(settings.media_url, f"{settings.media_url}-away")
    without = await guide.get("/readyz")

    assert ("ok", 200, {"database": True, "media": True, "published": True}) == (alive.text, ready.status_code, ready.json())
    assert (503, {"database": True, "media": False, "published": True}) == (without.status_code, without.json())


async def test_a_museum_that_has_published_nothing_is_ready(tmp_path, migrated_file):
    """A museum whose guide works is ready, though there is nothing to hear yet, and says so."""
    shutil.copy(migrated_file, tmp_path)
    async with AsyncTestClient(create_app(at(tmp_path))) as client:
        ready = await client.get("/readyz")

    assert (200, {"database": True, "media": True, "published": False}) == (ready.status_code, ready.json())


async def test_codes_are_understood_as_they_are_typed(guide):
    """Look-alikes, hyphens and any letter case lead to the same stop on pages, in the public JSON and in counts."""
    typed = "a-1в2"  # the last letter but one is Cyrillic
    page, scan, stop = [await guide.get(path, follow_redirects=False) for path in (f"/kk/stops/{typed}", f"/Q/{typed}", f"/api/v1/stops/{typed}?lang=kk")]
    counted = await guide.post("/api/v1/count", content="/kk/stops/a1-b2 standard start", headers={"Sec-Fetch-Site": "same-origin"})

    assert ([200, 302, 200], CODES[0]) == ([page.status_code, scan.status_code, stop.status_code], stop.json()["stop"]["code"])
    assert f"/kk/stops/{CODES[0]}?q=1" == scan.headers["Location"]
    assert 204 == counted.status_code


async def test_the_descriptions_have_tags(guide):
    """The schema and the description are conditional like every other answer."""
    for name in ("edition.schema.json", "openapi.json"):
        answer = await guide.get(f"/api/v1/{name}")
        again = await guide.get(f"/api/v1/{name}", headers={"If-None-Match": answer.headers["ETag"]})

        assert (200, 304, b"") == (answer.status_code, again.status_code, again.content)


async def test_refusals_are_said_in_the_visitors_language(guide):
    """What never reaches a page is refused in the language of the address, the browser or the museum; under /api by a problem document."""
    large = {"x-large": "x" * 20_000}
    page = await guide.get("/ru/x", headers=large)
    browser = await guide.get("/media/none", headers={"Accept-Language": "en-GB, ru;q=0.5"})
    museum = await guide.get("/media/none", headers={"Accept-Language": "zu"})
    programs = [await guide.get("/api/v1/tours?lang=kk", headers=large), await guide.get("/api/v1/stops/ZZZZ?lang=kk")]

    assert ("ru", "Заголовки этого запроса слишком велики.") == (page.headers["Content-Language"], page.text)
    assert ("en", "There is no such file here.") == (browser.headers["Content-Language"], browser.text)
    assert "kk" == museum.headers["Content-Language"]
    for answer, status in zip(programs, (431, 404), strict=True):
        assert ("application/problem+json", "*", status) == (
            answer.headers["Content-Type"],
            answer.headers["Access-Control-Allow-Origin"],
            answer.json()["status"],
        )
        assert {"type", "title", "status", "detail", "instance"} == set(answer.json())


def test_the_openapi_document_is_valid_and_fresh():
    """The committed description of the API is valid and says what the code says."""
    committed = json.loads((REPOSITORY / "docs" / "openapi.json").read_text("utf-8"))
    validate(committed)

    assert committed == json.loads(json.dumps(openapi()))


@pytest.mark.parametrize(
    ("proxies", "peer", "seen"),
    [
        ("", "10.0.0.1", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", "203.0.113.9"),
        ("10.0.0.0/8, ::1", "10.9.9.9", "203.0.113.9"),
        ("10.0.0.1", "192.0.2.4", "192.0.2.4"),
    ],
)
async def test_only_named_proxies_are_believed(proxies, peer, seen):
    """Where a request comes from is what the connection says, unless a proxy that the museum named says otherwise."""
    found = []

    async def app(scope, _receive, _send):
        found.append(scope["client"][0])

    scope = {
        "type": "http",
        "client": (peer, 5),
        "scheme": "http",
        "headers": [(b"x-forwarded-for", b"1.2.3.4, 203.0.113.9"), (b"x-forwarded-proto", b"https")],
    }
    await trusting(app, proxies)(scope, None, None)

    assert [seen] == found
