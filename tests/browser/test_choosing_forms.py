"""A form of the words is chosen once, for the whole tour and for the signs, with a finger alone."""

import pytest

from tests.guide import factories

pytestmark = pytest.mark.browser
EASY = factories.EASY["ru"][0][0]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("start", ["/ru/", "/ru/tours/alzhir"])
def test_chosen_once_for_the_tour_and_the_signs(visit, start, script):
    """From the start page or the tour's, easy language leads through the tour, and a sign scanned later leads to it; the standard text forgets that."""
    page = visit(start, java_script_enabled=script, locale="ru-RU")
    page.get_by_role("link", name="Простой язык").click()
    page.wait_for_url("**/ru/tours/alzhir?track=easy")
    marked = page.locator("[aria-current=true]").all_inner_texts()
    page.locator("ol a").first.click()
    page.wait_for_url("**/ru/stops/K4R7?track=easy")
    read = EASY in page.inner_text("#words")
    page.goto("/q/K4R7")
    scanned = EASY in page.inner_text("#words")
    page.goto("/ru/tours/alzhir?track=easy")
    page.get_by_role("link", name="Основной текст").click()
    page.wait_for_url("**/ru/tours/alzhir")
    page.goto("/q/K4R7")

    assert (True, True, False) == (read, scanned, EASY in page.inner_text("#words"))
    assert ["Русский", "Простой язык"] == marked
    assert [] == page.context.cookies()


@pytest.mark.parametrize("width", [320, 390, 768])
def test_the_forms_are_large_enough_to_tap(visit, width):
    """Each form is a target of 44 px on a line of its own."""
    page = visit("/kk/tours/alzhir", width)
    boxes = [link.bounding_box() for link in page.locator(".tracks a").all()]

    assert 3 == len(boxes)
    assert min(box["height"] for box in boxes) >= 44
    assert min(box["width"] for box in boxes) >= 44
