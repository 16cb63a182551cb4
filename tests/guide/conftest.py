"""A client of the small app, and its pages as parsed HTML."""

import pytest
from litestar.testing import TestClient
from lxml import html

from tests.guide import factories


@pytest.fixture(scope="module")
def client():
    """Return a client that follows no redirect and forgets cookies only when a test clears them."""
    with TestClient(factories.app()) as made:
        made.follow_redirects = False
        yield made


@pytest.fixture
def page(client):
    """Return a page of the guide as a parsed document."""

    def read(path):
        client.cookies.clear()
        return html.document_fromstring(client.get(path).text)

    return read
