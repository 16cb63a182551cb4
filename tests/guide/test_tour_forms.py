"""Choosing the form of the words once for a whole tour, on its own page and on the start page."""

import msgspec
import pytest
from lxml import html

from tests.guide import factories

TOUR = "/en/tours/alzhir"


def offered(document):
    """Return the forms that a page offers: the words of each line, where it leads, and whether it is the chosen one."""
    return [
        (line.text_content().strip().replace("\u00a0", " "), line.find("a").get("href"), line.find("a").get("aria-current"))
        for line in document.xpath("//nav[@class='tracks']//li")
    ]


@pytest.mark.parametrize(
    ("path", "chosen", "route"),
    [(TOUR, "standard", ""), (f"{TOUR}?track=easy", "easy", ""), (f"{TOUR}?track=easy&route=school", "easy", "school")],
)
def test_a_tour_offers_its_forms(page, path, chosen, route):
    """Each form that any stop has is named, with the number of its stops; the chosen one is marked, and the route is kept."""
    standard, easy = ("%3Froute%3Dschool", "%3Ftrack%3Deasy%26route%3Dschool") if route else ("", "%3Ftrack%3Deasy")

    assert [
        ("Standard text", f"/track/standard?next={TOUR}{standard}", "true" if chosen == "standard" else None),
        ("Easy language 1 stop", f"/track/easy?next={TOUR}{easy}", "true" if chosen == "easy" else None),
    ] == offered(page(path))


def test_the_choice_is_kept_and_goes_along(client, page):
    """A pick is remembered for signs and leads back to the tour, whose stops, plan, routes and durations are then those of the form."""
    client.cookies.clear()
    answer = client.get(offered(page(TOUR))[1][1], headers={"Sec-Fetch-Site": "same-origin"})
    there = page(answer.headers["location"])

    assert (303, f"{TOUR}?track=easy", True) == (answer.status_code, answer.headers["location"], "choice=.easy;" in answer.headers["set-cookie"])
    assert {f"/en/stops/{code}?track=easy" for code in factories.CODES} == set(there.xpath("//ol//a/@href"))
    assert [f"{TOUR}?track=easy&route=school"] == there.xpath("//p[@class='box']/a/@href")
    assert ["12 seconds"] == [one.replace("\u00a0", " ") for one in there.xpath("//ol/li[1]//span[@class='quiet'][1]/text()")]
    assert ["24 seconds"] == [one.replace("\u00a0", " ") for one in page(TOUR).xpath("//ol/li[1]//span[@class='quiet'][1]/text()")]
    assert "4 stops · 1 minute 3 seconds" in there.text_content().replace("\u00a0", " ")


def test_the_start_page_of_one_tour_offers_them_too(page):
    """Where there is one tour its forms can be chosen at once, and none is marked, since the list there is as it was; a pick leads to the tour."""
    assert [
        ("Standard text", f"/track/standard?next={TOUR}", None),
        ("Easy language 1 stop", f"/track/easy?next={TOUR}%3Ftrack%3Deasy", None),
    ] == offered(page("/en/"))


def test_nothing_is_offered_where_there_is_nothing_to_choose():
    """A tour in one form, and a start page with several tours, have no such line."""
    plain = factories.edition("en", tuple(factories.stop("en", number) for number in (2, 3)))
    other = msgspec.structs.replace(factories.edition("en"), tour="other")
    with factories.client(factories.shelf(plain)) as one, factories.client(factories.shelf(factories.edition("en"), other)) as two:
        pages = [one.get(TOUR).text, one.get("/en/").text, two.get("/en/").text]

    assert [[], [], []] == [offered(html.document_fromstring(text)) for text in pages]
