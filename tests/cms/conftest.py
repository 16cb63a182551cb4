"""A museum with staff, and browsers in which they are signed in."""

import re
from dataclasses import replace

import pytest
from litestar.testing import AsyncTestClient
from lxml import html
from tests.stories import write_tour

from audio_guide.accounts import passwords
from audio_guide.accounts import service as accounts
from audio_guide.accounts.service import Standing
from audio_guide.app import create_app

PASSWORD = "қамыс пен алма ағашы"
STAFF = {
    "admin": Standing("Айгүл", "admin"),
    "publisher": Standing("Пётр", "publisher"),
    "editor": Standing("Edith", "editor"),
    "translator": Standing("Тарас", "translator", ("ru",)),
    "disabled": Standing("Gone", "admin", active=False),
}


@pytest.fixture
def settings(settings):
    """Serve over plain HTTP, as a test client does."""
    return replace(settings, public_url="http://testserver.local")


@pytest.fixture
async def museum(house):
    """Write a tour of two stops and add staff of every role."""
    await write_tour(house)
    hashed = await passwords.hashed(PASSWORD)
    async with house.database.write() as session:
        for login, standing in STAFF.items():
            person = await accounts.add_person(session, login, standing)
            person.password_hash = hashed
    return house


@pytest.fixture
async def app(museum, settings):
    """Return the application on that museum."""
    return create_app(settings)


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
        values = {**dict(form.form_values()), **{name.replace("__", "-"): value for name, value in fields.items()}}
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
