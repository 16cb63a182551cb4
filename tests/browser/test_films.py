"""A film in a sign language in a real browser: nothing is loaded before it is asked for, then it plays and its captions are shown."""

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from audio_guide.house import open_house
from audio_guide.migrating import migrate
from audio_guide.narrating import narrate
from audio_guide.settings import Settings
from audio_guide.tours import films
from audio_guide.tours import service as tours
from tests.browser.phone import barriers_in, wait
from tests.conftest import REPOSITORY
from tests.servers import free_port, serving
from tests.stories import CODES, approve_all, publish_all, write_tour
from tests.tours.reels import CAPTIONS, filmed

SHOWN = "film => [...film.textTracks].map((one) => [one.kind, one.language, one.mode, ...[...one.activeCues].map((cue) => cue.text)])"
pytestmark = pytest.mark.browser


async def prepare(settings):
    """Publish a stop with two films: MP4 cannot be played by every browser that tests have, WebM can."""
    async with open_house(settings) as house:
        await write_tour(house, stops=1, languages=("en",))
        assert 0 == await narrate(house)
        await approve_all(house)
        async with house.database.write() as session:
            (script,) = await tours.scripts(session)
            stop = await tours.stop_by_code(session, CODES[0])
            for language, how in (("rsl-KZ", {"form": "webm", "codec": "libvpx", "sound": "libopus", "seconds": 3}), ("ils", {})):
                await films.take_in(session, script, language, await filmed(house.media, **how), films.Told("Aigul", "By letter"), "test")
                caption = {"name": house.media.put(CAPTIONS, "vtt"), "media_type": "text/vtt", "bytes": len(CAPTIONS)}
                films.caption(await films.film_of(session, stop, language), "en", caption)
        await publish_all(house, ("en",))


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Serve the museum; gives the address."""
    folder, port = tmp_path_factory.mktemp("films"), free_port()
    settings = Settings(
        database_url=f"sqlite:///{folder / 'guide.sqlite3'}", media_url=str(folder / "media"), data_dir=str(folder / "data"),
        secret_file=str(folder / "secret"),
        locales_dir=str(REPOSITORY / "locales"), voices="en=espeak:en", port=port, public_url=f"http://127.0.0.1:{port}", workers=1,
    )  # fmt: skip
    migrate(settings)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, prepare(settings)).result()
    with serving(settings, "--no-worker") as found:
        yield found


def test_a_film_plays_when_it_is_asked_for(browser, address):
    """No byte of the film is loaded before; then its time goes on, its caption stands in the picture, and the page has no known barrier."""
    with contextlib.closing(browser.new_context(base_url=address, viewport={"width": 412, "height": 900})) as context:
        page = context.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url.rpartition("/")[2].partition(".")[2]))
        page.goto(f"/en/stops/{CODES[0]}")
        before = list(asked)
        video = page.locator("video").first
        video.scroll_into_view_if_needed()
        video.evaluate("film => { film.muted = true; return film.play() }")
        wait(page, "document.querySelector('video').currentTime > .5")
        captions = video.evaluate(SHOWN)
        shape = video.evaluate("film => [film.videoWidth, film.videoHeight, film.autoplay, film.controls, film.getAttribute('poster').slice(0, 7)]")
        found = barriers_in(page, "film", [("light", 412)])

    assert "film.webm" not in before
    assert "film.webm" in asked
    assert [["captions", "en", "showing", "The reed is signed."]] == captions
    assert [320, 240, False, True, "/media/"] == shape
    assert {} == found
