"""A museum with staff, and browsers in which they are signed in."""

import asyncio
import contextlib
import re
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from litestar.testing import AsyncTestClient
from lxml import html
from tests.conftest import settings_in, share_frames
from tests.stories import write_tour

from audio_guide.accounts import passwords
from audio_guide.accounts import service as accounts
from audio_guide.accounts.service import Standing
from audio_guide.app import create_app
from audio_guide.house import open_house
from audio_guide.narrating import narrate
from audio_guide.speech.render.kept import FOLDER as FRAMES
from audio_guide.worker import working

PASSWORD = "қамыс пен алма ағашы"
STAFF = {
    "admin": Standing("Айгүл", "admin"),
    "publisher": Standing("Пётр", "publisher"),
    "editor": Standing("Edith", "editor"),
    "translator": Standing("Тарас", "translator", ("ru",)),
    "disabled": Standing("Gone", "admin", active=False),
}


async def write(settings):
    """Write a tour of two stops and add staff of every role."""
    async with open_house(settings) as house:
        await write_tour(house)
        hashed = await passwords.hashed(PASSWORD)
        async with house.database.write() as session:
            for login, standing in STAFF.items():
                person = await accounts.add_person(session, login, standing)
                person.password_hash = hashed


async def speak(settings):
    """Make the sound of the tour."""
    async with open_house(settings) as house:
        assert 0 == await narrate(house)


def _copy(museum, folder):
    """Copy a museum, but for the link to the frames that all tests share."""
    shutil.copytree(museum, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(FRAMES))


@pytest.fixture(scope="session")
def museums(tmp_path_factory, migrated_file, frames):
    """Return a function that makes settings of a museum in a folder; it is written, and if asked for spoken, once for all tests."""
    made = {}

    def make(folder, work, before):
        _copy(before, folder)
        share_frames(folder, frames)
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, work(settings_in(folder))).result()
        return folder

    def museum(folder, *, spoken):
        if not made:
            made["written"] = make(tmp_path_factory.mktemp("written"), write, migrated_file.parent)
        if spoken and "spoken" not in made:
            made["spoken"] = make(tmp_path_factory.mktemp("spoken"), speak, made["written"])
        _copy(made["spoken" if spoken else "written"], folder)

    return museum


@pytest.fixture
def settings(settings, request, tmp_path):
    """Serve over plain HTTP, as a test client does; a test that asks for the museum finds it written, and one that is marked as spoken with sound."""
    if "museum" in request.fixturenames:
        request.getfixturevalue("museums")(tmp_path, spoken=request.node.get_closest_marker("spoken") is not None)
    return replace(settings, public_url="http://testserver.local")


@pytest.fixture
def museum(house):
    """Return a museum with a tour of two stops and staff of every role."""
    return house


@pytest.fixture
async def app(museum, settings):
    """Return the application on that museum."""
    return create_app(settings)


@contextlib.contextmanager
def worker(settings):
    """Run a worker in a thread of its own: the test client holds this one until an answer is whole, and a worker that waits in it may hold the database."""
    stop = threading.Event()

    async def work():
        async with open_house(settings) as house, working(house):
            await asyncio.to_thread(stop.wait)

    thread = threading.Thread(target=asyncio.run, args=[work()])
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


class Browser:
    """A browser of one person: it keeps cookies and sends forms as a page does."""

    def __init__(self, client):
        self.client = client
        self.page = None

    async def open(self, path, **options):
        """Open a page, following redirects."""
        answer = await self.client.get(path, follow_redirects=True, **options)
        self.page = html.fromstring(answer.text) if answer.text.strip() else None
        return answer

    async def take(self, answer):
        """Look at the page of an answer."""
        self.page = html.fromstring(answer.text) if answer.text.strip() else self.page

    async def send(self, action, *, follow=True, **fields):
        """Send the form of the page in view that goes to *action*, with some fields changed."""
        form = next(form for form in self.page.forms if form.action == action)
        typed = {}
        for name, value in form.form_values():
            typed.setdefault(name, []).append(value)
        values = {**typed, **{name.replace("__", "-"): value for name, value in fields.items()}}
        answer = await self.client.post(action, data=values, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=follow)
        self.page = html.fromstring(answer.text) if answer.text.strip() else self.page
        return answer

    async def sign_in(self, login, password=PASSWORD):
        """Sign in through the page."""
        await self.open("/cms/sign-in")
        return await self.send("/cms/sign-in", login=login, password=password)

    @property
    def said(self):
        """The words of the main part of the page in view."""
        return re.sub(r"\s+", " ", self.page.find(".//main").text_content()).strip()


@pytest.fixture
async def browser(app):
    """Give a browser in which nobody is signed in."""
    async with AsyncTestClient(app, base_url="http://testserver.local") as client:
        client.headers["Accept-Language"] = "en"
        client.follow_redirects = False
        yield Browser(client)
