"""The way to help stands in the same place on every page, also where something went wrong or nothing is chosen yet."""

import pytest
from lxml import html

from tests.browser.phone import LANGUAGES, PATHS
from tests.guide import factories

LENT = {"Cookie": "kiosk=1"}
HELP = {"kk": "Аудиогид туралы және көмек", "ru": "Об аудиогиде и помощь", "en": "About the guide and help"}
WRONG = ("/tours/none", "/x/y/z", "/tours/alzhir/plan/more")


@pytest.fixture(scope="module")
def walked():
    """Return a client of a tour with a plan."""
    with factories.client(factories.walked()) as made:
        yield made


def ways(text):
    """Return the links of a page's foot, each with its language, address and words, and what follows them in the page."""
    page = html.document_fromstring(text)
    links = page.xpath("//main/following-sibling::footer//li/a")
    return [(link.get("lang"), link.get("href"), link.text_content()) for link in links], page.xpath("//footer/following-sibling::*/@class")


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_is_the_last_link_of_every_page(walked, language):
    """Pages, errors and pages of a lent phone end with the same four links in the same order, help as the last one, and only a lent phone's question behind."""
    walked.cookies.clear()
    found = {path: ways(walked.get(f"/{language}{path}", headers=sent).text) for path in (*PATHS, *WRONG) for sent in ({}, LENT)}
    found["/broken"] = ways(walked.get("/broken", headers={"Accept-Language": language}).text)
    found["/kiosk"] = ways(walked.get("/kiosk", headers={"Accept-Language": language}).text)
    found["/kiosk/end"] = ways(walked.get("/kiosk/end", headers=LENT | {"Accept-Language": language}).text)
    foot = [f"/{language}{path}" for path in ("/", "/all", "/offline", "/about")]

    assert {} == {path: links for path, (links, _) in found.items() if foot != [address for _, address, _ in links] or links[-1][2] != HELP[language]}
    assert {"", "still"} >= {name for _, behind in found.values() for name in behind}


def test_help_is_there_before_a_language_is_chosen(walked):
    """The start of a lent phone, which asks for a language, leads to help in each of them, each in its own words."""
    links, _ = ways(walked.get("/kiosk", headers=LENT).text)

    assert [(language, f"/{language}/about", HELP[language]) for language in LANGUAGES] == links


@pytest.mark.parametrize("path", ["/kk/stops/K4R7", "/kk/", "/x/y/z", "/kiosk"])
def test_nothing_forbids_to_enlarge_or_to_turn(walked, path):
    """The width of a page is the phone's, and neither a largest size nor a way to hold it is prescribed; there is no manifest that could."""
    page = html.document_fromstring(walked.get(path).text)

    assert ["width=device-width, initial-scale=1"] == page.xpath("//meta[@name='viewport']/@content")
    assert [] == page.xpath("//link[@rel='manifest']")
    assert "orientation" not in walked.get(path).text
