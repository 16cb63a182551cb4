"""What is published leaves as a folder of files: every link in it leads somewhere, and a plain file server is enough for all of a visit."""

import asyncio
import contextlib
import json
import shutil
import threading
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest
from playwright.sync_api import sync_playwright
from tests.browser.phone import LANGUAGES, barriers_in, wait
from tests.conftest import settings_in
from tests.servers import CHROMIUM, ran
from tests.stories import CODES, add_picture, approve_all, publish_all, write_tour

from audio_guide.house import open_house
from audio_guide.narrating import narrate
from audio_guide.publishing import service as publishing
from audio_guide.publishing.static_export import Linked, file_of
from audio_guide.tours import service as tours

FIRST, SECOND, THIRD = CODES[:3]
PUBLIC = "https://g.museum.kz"


async def fill(settings):
    """Publish a tour of three stops: the second has a content note, the first an easy text and a picture, the third is not in English."""
    async with open_house(settings) as house:
        await write_tour(house, stops=2, notes={1: "Бұл жерде өлім туралы айтылады."})
        await add_picture(house, texts=dict.fromkeys(LANGUAGES, ("Reed", "")), at=(FIRST,))
        async with house.database.write() as session:
            first = await tours.stop_by_code(session, FIRST)
            await tours.save_script(session, first, "kk", title="Қамыс", body="Бұл — қамыс.", track="easy", author="test")
            third = await tours.save_stop(session, await publishing.tour_by_slug(session, "steppe"), THIRD, 30, 2)
            for language in ("kk", "ru"):
                await tours.save_script(session, third, language, title='Үшінші "аялдама" href="/none"', body="Сөз. /kk/none", author="test")
        assert 0 == await narrate(house)
        await approve_all(house)
        await publish_all(house)


@pytest.fixture(scope="module")
def museum(tmp_path_factory, migrated_file):
    """Return the settings of a museum with something published."""
    folder = tmp_path_factory.mktemp("museum")
    shutil.copy(migrated_file, folder)
    settings = settings_in(folder)
    asyncio.run(fill(settings))
    return settings


@pytest.fixture(scope="module")
def folder(museum, tmp_path_factory):
    """Return the folder that the command wrote."""
    target = tmp_path_factory.mktemp("web") / "guide" / "2026"
    done = ran(museum, "export", "--static", str(target))
    assert (0, "") == (done.returncode, done.stderr)
    assert f"{target}: " in done.stdout
    return target


class Links(HTMLParser):
    """Collects what a page leads to and loads."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in {"href", "src", "poster", "action"}:
                self.found.append(value)
            elif name == "srcset":
                self.found += [one.split()[0] for one in value.split(",")]
            elif name == "data-art":
                self.found += [one.split()[0] for one in value.split("|")]
            elif name == "data-places":
                self.found += [one.partition("=")[2] for one in value.split()]


def links_of(page):
    """Return what a page leads to and loads, in its own words."""
    links = Links()
    links.feed(page)
    return links.found


def test_every_link_leads_to_a_file(folder):
    """From any page of the folder every link and everything that is loaded is a file of it, wherever the folder lies; nothing needs a server that thinks."""
    dead, outside, pages = [], set(), sorted(folder.rglob("*.html"))
    for page in pages:
        for link in links_of(page.read_text()):
            parts = urlsplit(link)
            if parts.scheme:
                outside.add(f"{parts.scheme}://{parts.netloc}")
                target = folder / unquote(parts.path).lstrip("/")
            else:
                target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            if (parts.path.startswith("/") and not parts.scheme) or not target.is_file():
                dead.append((str(page.relative_to(folder)), link))

    assert [] == dead
    assert {PUBLIC} == outside, "only the canonical addresses are whole ones"
    assert len(pages) > 60
    assert not any(word in page.read_text() for page in pages for word in ("/language/", "/track/", "sendBeacon", "/offline", "<form action"))


def test_what_people_write_is_no_address(folder):
    """A title or a text that looks like a link or like an attribute stays what it is."""
    page = (folder / "kk" / "stops" / f"{THIRD}.html").read_text()

    assert "href=&#34;/none&#34;" in page
    assert "/kk/none" in page


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/kk/", "kk/index.html"),
        ("/kk/stops/A1B2", "kk/stops/A1B2.html"),
        ("/kk/stops/A1B2?track=easy&route=school", "kk/stops/track-easy_route-school/A1B2.html"),
        ("/kk/tours/steppe?route=school", "kk/tours/route-school/steppe.html"),
        ("/kk-Latn/all", "kk-Latn/all.html"),
        ("/q/A1B2", "Q/A1B2/index.html"),
        ("/q/-", "404.html"),
        ("/media/00.mp3", "media/00.mp3"),
    ],
)
def test_each_address_has_a_file(address, file):
    """An address becomes a file whose name tells what it is; what stands behind the question mark is a folder."""
    assert file == file_of(address)


def test_links_become_ways():
    """Addresses of ours become ways from file to file; others, fragments and what only looks like an address stay."""
    linked = Linked("/kk/stops/A1B2?track=easy", "https://g.museum.kz/")
    page = (
        '<a href="/kk/"> <a href="#p1"> <a href="/language/ru?next=/ru/stops/A1B2%3Ftrack%3Deasy"> <a href="/kk/stops/C3D4?route=school#p2:1:3">'
        ' <img srcset="/media/a.webp 480w, /media/b.webp 960w"> <link href="https://g.museum.kz/kk/stops/A1B2"> <a href="https://example.org/kk/"> /kk/'
    )

    assert (
        '<a href="../../index.html"> <a href="#p1"> <a href="../../../ru/stops/track-easy/A1B2.html"> <a href="../route-school/C3D4.html#p2:1:3">'
        ' <img srcset="../../../media/a.webp 480w, ../../../media/b.webp 960w"> <link href="https://g.museum.kz/kk/stops/A1B2.html">'
        ' <a href="https://example.org/kk/"> /kk/'
    ) == linked.rewritten(page)
    assert ["/kk/", "/ru/stops/A1B2?track=easy", "/kk/stops/C3D4?route=school", "/kk/stops/A1B2"] == list(linked.leads_to)


def test_the_editions_lie_beside(folder):
    """Each edition is there as the document that it is, and the schema beside holds it."""
    schema = json.loads((folder / "editions" / "edition.schema.json").read_text())
    editions = {path.name: json.loads(path.read_text()) for path in folder.glob("editions/steppe.*.json")}
    for edition in editions.values():
        jsonschema.validate(edition, schema)

    assert {f"steppe.{language}.json" for language in LANGUAGES} == set(editions)
    assert [3, 3, 2] == [len(editions[f"steppe.{language}.json"]["stops"]) for language in LANGUAGES]


@contextlib.contextmanager
def files_served(root):
    """Serve files and nothing else; gives the address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def phones(folder):
    """Return a function that opens a page of the folder, which lies deep in a server of files, on a phone of its own."""
    with (
        files_served(folder.parents[1]) as address,
        sync_playwright() as made,
        contextlib.closing(made.chromium.launch(executable_path=CHROMIUM, args=["--mute-audio"])) as browser,
    ):

        def phone(path, **options):
            page = browser.new_context(viewport={"width": 390, "height": 800}, **options).new_page()
            page.complaints = []
            page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: page.complaints.append(str(error)))
            page.on("response", lambda answer: page.complaints.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
            page.goto(f"{address}/guide/2026/{path}")
            return page

        yield phone


@pytest.mark.browser
def test_a_visit_without_a_thinking_server(phones):
    """A sign leads to the stop in the phone's language; it sounds, the words follow, another language keeps the place, and the next stop comes."""
    page = phones(f"Q/{FIRST}/", locale="ru-KZ")
    page.wait_for_url(f"**/ru/stops/{FIRST}.html")
    page.click("#play")
    wait(page, "audio.currentTime > 0.3 && document.querySelector('.now')")
    page.locator("#p2 [data-s]").first.click()
    wait(page, "document.querySelector('#p2 .now')")
    page.click("#in-kk")
    page.wait_for_url(f"**/kk/stops/{FIRST}.html**")
    wait(page, "document.documentElement.lang === 'kk' && document.querySelector('#p2 .now')")
    page.click("a[rel=next]")
    page.wait_for_url(f"**/kk/stops/{SECOND}.html**")

    assert "Қамыс 2" in page.text_content("h1")
    assert [] == page.complaints
    page.goto(page.url.partition("/kk/")[0] + f"/Q/{THIRD}/index.html")
    page.wait_for_url(f"**/kk/stops/{THIRD}.html")  # the language that was picked is remembered


@pytest.mark.browser
def test_a_number_opens_its_stop(phones):
    """The number pad works on files, too: a number opens its stop as soon as it is whole, and a wrong one is told."""
    page = phones("en/index.html")
    page.click(".pad button[value='7']")
    told = page.text_content("#wrong")
    page.click(".pad button:has-text('⌫')")
    page.click(".pad button[value='3']")
    page.click(".pad button[value='0']")
    page.wait_for_url(f"**/en/stops/{THIRD}.html")

    assert "7" in told
    assert "Here it is in Russian." in page.text_content("main")
    assert [] == page.complaints


@pytest.mark.browser
def test_without_script_the_language_is_chosen_by_hand(phones):
    """With JavaScript off a sign's page offers the stop in every language, and nothing is there that would not work."""
    page = phones(f"Q/{FIRST}/index.html", java_script_enabled=False)
    offered = page.locator("main li a").all_text_contents()
    page.click("main li a >> nth=1")
    page.wait_for_url(f"**/ru/stops/{FIRST}.html")
    home = phones("kk/index.html", java_script_enabled=False)

    assert ["Қазақша", "Русский", "English"] == [one.split()[0] for one in offered]
    assert page.is_visible("audio")
    assert (False, 3) == (home.is_visible("#n"), home.locator("a.stop").count())


@pytest.mark.browser
@pytest.mark.parametrize("path", ["index.html", f"Q/{THIRD}/index.html", "404.html"])
def test_pages_that_only_files_need_have_no_barrier(phones, path):
    """The pages that stand in the folder alone have no barrier that axe finds, light or dark, wide or narrow."""
    page = phones(path, locale="de-DE")

    assert {} == barriers_in(page, path, [("light", 390), ("dark", 320)])


def test_a_newer_export_takes_the_place_of_an_older_one(museum, tmp_path):
    """Only a folder that an export wrote is exchanged, and whole: a page that is no more goes; a folder with anything else in it is left alone."""
    target, other = tmp_path / "guide", tmp_path / "other"
    assert 0 == ran(museum, "export", "--static", str(target)).returncode
    (target / "kk" / "old.html").write_text("old")
    other.mkdir()
    (other / "letter.txt").write_text("mine")
    again, refused = ran(museum, "export", "--static", str(target)), ran(museum, "export", "--static", str(other))

    assert (0, False) == (again.returncode, (target / "kk" / "old.html").exists())
    assert (1, 1, ["letter.txt"]) == (refused.returncode, len(refused.stderr.splitlines()), [path.name for path in other.iterdir()])
    assert "holds other things" in refused.stderr
    assert {"guide", "other"} == {path.name for path in tmp_path.iterdir()}


def test_a_damaged_sound_is_told_and_the_former_folder_stays(museum, folder, tmp_path):
    """Where a file of the store is damaged nothing is exchanged, and the command says which one it is."""
    settings = settings_in(tmp_path)
    for name in ("guide.sqlite3", "media", "secret"):
        source = Path(museum.media_url).parent / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name)
        elif source.exists():
            shutil.copy(source, tmp_path)
    target = tmp_path / "web"
    assert 0 == ran(settings, "export", "--static", str(target)).returncode
    broken = next(Path(settings.media_url).rglob("*.mp3"))
    broken.write_bytes(broken.read_bytes()[:-1] + b"?")
    before = sorted(path.stat().st_ino for path in target.rglob("*"))
    done = ran(settings, "export", "--static", str(target))

    assert (1, True) == (done.returncode, broken.name in done.stderr)
    assert before == sorted(path.stat().st_ino for path in target.rglob("*"))


def test_what_cannot_be_done_is_one_sentence(settings, tmp_path):
    """Nothing published, both kinds at once or none: one readable line and no folder."""
    nothing = ran(settings, "export", "--static", str(tmp_path / "web"))
    both = ran(settings, "export", "--static", str(tmp_path / "web"), "--all", str(tmp_path / "all.zip"))
    neither = ran(settings, "export")

    assert (1, "Nothing is published yet") == (nothing.returncode, nothing.stderr.removeprefix("audio-guide: ")[:24])
    assert [2, 2] == [both.returncode, neither.returncode]
    assert "Choose --all FILE or --static FOLDER." in both.stderr
    assert not (tmp_path / "web").exists()
