"""Refused forms: what is wrong stands on top with a link to each field, and beside the field; by the same rule on every page."""

import pytest
from tests.stories import CODES

from audio_guide.cms.refused import said_beside, wrong_in

KK = f"/cms/stops/{CODES[0]}/kk"
FORMS = [
    (KK, KK, {"title": " "}, ["title"]),
    (KK, KK, {"body": ""}, ["body"]),
    (KK, KK, {"title": "т" * 301, "body": "Сөз."}, ["title"]),
    ("/cms/tours/steppe/kk", "/cms/tours/steppe/kk", {"title": ""}, ["title"]),
    ("/cms/tours/steppe/kk", "/cms/tours/steppe/kk", {"title": "т" * 301}, ["title"]),
    ("/cms/tours/steppe/kk", "/cms/tours/steppe/kk", {"title": "Басқа", "seen-title": "Бұрынғы"}, ["title"]),
    ("/cms/tours", "/cms/tours", {"title-kk": ""}, ["title-kk"]),
    ("/cms/tours", "/cms/tours", {"title-kk": "Дала", "slug": "Дала"}, ["slug"]),
    ("/cms/tours", "/cms/tours/steppe/address", {"slug": "A B"}, ["address-steppe"]),
    ("/cms/tours", "/cms/tours/order", {"do": "place", "place": "one"}, ["place-steppe"]),
    ("/cms/tours/steppe/stops", "/cms/tours/steppe/arrange", {"do": "number", "value": "x"}, [f"number-{CODES[0]}"]),
    ("/cms/tours/steppe/way", "/cms/tours/steppe/way", {f"x-{CODES[0]}": "3"}, [f"x-{CODES[0]}", f"y-{CODES[0]}"]),
    (f"/cms/stops/{CODES[0]}/care", f"/cms/stops/{CODES[0]}/care", {"first": ""}, ["first", "last"]),
    ("/cms/names", "/cms/names", {"written-kk": "", "spoken-ru": "о́зеро"}, ["w-0-ru"]),
    ("/cms/people", "/cms/people", {"login": "", "name": "Somebody", "role": "editor"}, ["login"]),
    ("/cms/people", "/cms/people", {"login": "new", "name": "New", "role": "translator"}, ["l-kk"]),
    ("/cms/languages", "/cms/languages/ru", {"name": " "}, ["ru-name"]),
    ("/cms/account", "/cms/account/password", {"old": "wrong"}, ["old"]),
    ("/cms/translate", "/cms/translate/upload", {}, ["file"]),
    ("/cms/pictures/new", "/cms/pictures/new", {}, ["file"]),
]


@pytest.mark.parametrize(("page", "action", "typed", "wrong"), FORMS, ids=lambda value: str(value)[:40] if isinstance(value, str) else "")
async def test_a_refused_form_says_where(browser, museum, page, action, typed, wrong):
    """The title says so, the summary takes the focus and leads to each wrong field, and the field says itself what is wrong."""
    await browser.sign_in("admin")
    await browser.open(page)
    form = next(one for one in browser.page.forms if one.method == "POST" and one.get("action", page) == action)
    if "l-kk" in wrong:
        for box in form.xpath(".//input[@type='checkbox']"):
            box.checked = False
    if "last" in wrong:
        form.fields["last"] = form.inputs["last"].value_options[1]
    sent = {**{name: value for name, value in form.form_values() if value}, **typed}
    answer = await browser.client.post(action, data=sent, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=True)
    await browser.take(answer)
    (summary,) = browser.page.xpath("//main//div[@role='alert']")
    found = {one.get("id"): one for one in browser.page.xpath("//*[@aria-invalid='true']")}

    assert answer.status_code in {401, 409, 422}
    assert browser.page.findtext(".//title").startswith("Error: ")
    assert ("-1", "There is a problem") == (summary.get("tabindex"), summary.findtext("h2"))
    assert [f"#{one}" for one in wrong] == summary.xpath(".//a/@href")
    assert wrong == list(found)
    for name, field in found.items():
        beside = " ".join(browser.page.xpath("string(//*[@id=$id])", id=one) for one in field.get("aria-describedby").split())
        assert summary.findtext("p") is None or summary.xpath("string(p)") in beside or "Saved by somebody else" in beside
        assert 1 == len(browser.page.xpath("//*[@id=$id]", id=name))


async def test_a_form_that_is_fine_says_nothing(browser, museum):
    """A page that refused nothing has no summary, no mark and no word before its title."""
    await browser.sign_in("admin")
    await browser.open(KK)

    assert [] == browser.page.xpath("//*[@aria-invalid or @id='wrong']")
    assert not browser.page.findtext(".//title").startswith("Error")


async def test_two_who_wrote_at_once_are_led_to_both_texts(browser, museum):
    """Where two people changed the same field, the page that puts both together names it."""
    await browser.sign_in("editor")
    await browser.open(KK)
    await browser.send(KK, body="Бірінші.")
    await browser.open(KK)
    answer = await browser.send(KK, body="Екінші.", based_on="1")

    assert 409 == answer.status_code
    assert ["#body"] == browser.page.xpath("//*[@role='alert']//a/@href")
    assert ["body"] == browser.page.xpath("//*[@aria-invalid='true']/@id")


def test_only_the_form_that_was_sent_is_marked():
    """Of two forms with a field of one name that one is meant which was sent; hidden fields, and what somebody else saved beside, are left alone."""
    page = (
        '<form action="/a"><label for="x1">One</label><input id="x1" name="x"></form>'
        '<form action="/b?track=easy"><input type="hidden" id="h" name="x"><label for="x&amp;2"><b>Two</b> &amp;</label>'
        '<textarea id="x&amp;2" name="x" aria-describedby="help">x</textarea><input id="y" aria-invalid="true" aria-describedby="now-y"></form>'
    )
    wrong = wrong_in(page, {"x"}, "/b")
    told = said_beside(page, wrong, lambda field: f"<i>{field}</i>")

    assert [("x&2", "Two &"), ("y", "y")] == [(one.id, one.label) for one in wrong]
    assert '<i>x&2</i><textarea id="x&amp;2" name="x" aria-describedby="help wrong-x&amp;2" aria-invalid="true">x' in told
    assert page.partition("<textarea")[0] + "<i>x&2</i>" == told.partition("<textarea")[0]
    assert told.endswith('<input id="y" aria-invalid="true" aria-describedby="now-y"></form>')
