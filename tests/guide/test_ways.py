"""How visitors get to a page: from a sign, by a number, in their language; and that nobody can be led astray."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from audio_guide.guide.views import local_path
from tests.guide import factories


@pytest.fixture(autouse=True)
def _fresh(client):
    """Forget cookies before each test."""
    client.cookies.clear()


def ask(client, path, **headers):
    """Ask for a page with headers named as in Python."""
    return client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({"accept_language": "ru-KZ,ru;q=0.9"}, "ru"),
        ({"accept_language": "en"}, "en"),
        ({"accept_language": "de"}, "kk"),
        ({"accept_language": ""}, "kk"),
        ({"cookie": "choice=en", "accept_language": "ru"}, "en"),
        ({"cookie": "choice=de", "accept_language": "ru"}, "ru"),
    ],
)
@pytest.mark.parametrize(("path", "way"), [("/", "/{}/"), ("/q/C8Y5", "/{}/stops/C8Y5?q=1"), ("/q/c8y5", "/{}/stops/C8Y5?q=1")])
def test_neutral_addresses_follow_the_visitor(client, path, way, headers, language):
    """The start and a sign lead to the language picked, else the browser's, else Kazakh; no cache keeps that and no cookie comes of it."""
    answer = ask(client, path, **headers)

    assert (302, way.format(language), "no-store") == (answer.status_code, answer.headers["location"], answer.headers["cache-control"])
    assert "set-cookie" not in answer.headers


def test_sign_of_a_stop_that_the_language_lacks(client):
    """A sign leads to the visitor's language even where the stop has only another one, and the page says so."""
    assert "/kk/stops/M2T9?q=1" == ask(client, "/q/M2T9", accept_language="kk").headers["location"]


@pytest.mark.parametrize("path", ["/q/ZZZZ", "/kk/stops/ZZZZ"])
def test_unknown_code_helps(client, path):
    """A code that was never given leads to a page that names it and has the other ways: the field for a number and the tours."""
    answer = ask(client, path, accept_language="kk")

    assert (404, "no-store") == (answer.status_code, answer.headers["cache-control"])
    assert "Коды «ZZZZ» болатын аялдама жоқ." in answer.text
    found = html.document_fromstring(answer.text)
    assert ["/kk/number", "/kk/search"] == found.xpath("//main//form/@action")
    assert "/kk/tours/alzhir" == found.xpath("//main//a/@href")[0]


@pytest.mark.parametrize("path", ["/q/z9z9", "/ru/stops/Z9Z9"])
def test_withdrawn_stop_is_not_a_dead_end(client, path):
    """A stop that is not published says so."""
    answer = ask(client, path, accept_language="ru")

    assert 404 == answer.status_code
    assert "Эта остановка ещё не опубликована." in answer.text


def test_number_leads_to_the_stop(client):
    """A typed number leads to its stop, with spaces around it too."""
    ways = [ask(client, f"/ru/number?n={typed}") for typed in ("2", "%202%20", "02")]

    assert [(302, "/ru/stops/M2T9", "no-store")] * 3 == [(way.status_code, way.headers["location"], way.headers["cache-control"]) for way in ways]


@pytest.mark.parametrize("typed", ["77", "0", "abc", "٣", "²", "-1", "1" * 400, "<b>7", ""])
def test_wrong_number_is_kept_and_explained(client, typed):
    """The page stays, the number stays, the message belongs to the field and the field has the focus."""
    answer = client.get("/en/number", params={"n": typed})
    (field,) = html.document_fromstring(answer.text).xpath("//input[@name='n']")
    (message,) = html.document_fromstring(answer.text).xpath("//*[@id=$id]", id=field.get("aria-describedby"))

    assert (404, "no-store", False) == (answer.status_code, answer.headers["cache-control"], "x-guide-revision" in answer.headers)
    assert (typed[:12], "true", True) == (field.get("value"), field.get("aria-invalid"), "autofocus" in field.attrib)
    assert (typed[:12] or "Type the number") in message.text_content()


def test_number_form_needs_no_script(page):
    """The form is a plain GET with a named, labelled field for digits."""
    form = page("/kk/").xpath("//form")[0]
    (field,) = form.xpath(".//input")

    assert ("/kk/number", "n", "numeric", "[0-9]*") == (form.get("action"), field.get("name"), field.get("inputmode"), field.get("pattern"))
    assert [field.get("id")] == form.xpath(".//label/@for")
    assert "" == form.xpath("string(.//*[@id='wrong'])")
    assert "aria-invalid" not in field.attrib


def test_picking_a_language_is_remembered(client):
    """The pick goes back to the page in that language and is the only thing that is stored."""
    answer = ask(client, "/language/ru?next=/ru/stops/K4R7", sec_fetch_site="same-origin")
    cookie = answer.headers["set-cookie"].lower()

    assert (303, "/ru/stops/K4R7", "no-store") == (answer.status_code, answer.headers["location"], answer.headers["cache-control"])
    assert all(part in cookie for part in ("choice=ru;", "path=/", "samesite=lax", "httponly", "secure", "max-age=31536000"))
    assert "/ru/" == ask(client, "/", cookie="choice=ru", accept_language="en").headers["location"]


PICKS = ("/language/ru?next=/ru/stops/K4R7", "/track/easy?next=/ru/stops/K4R7?track=easy")


@pytest.mark.parametrize("pick", PICKS)
@pytest.mark.parametrize(
    ("headers", "kept"),
    [
        ({"sec_fetch_site": "same-origin"}, True),
        ({"referer": "http://testserver.local/kk/stops/K4R7"}, True),
        ({"referer": "https://g.museum.kz/kk/stops/K4R7"}, True),
        ({"sec_fetch_site": "none"}, False),
        ({"sec_fetch_site": "cross-site", "referer": "https://g.museum.kz/"}, False),
        ({"sec_fetch_site": "same-site"}, False),
        ({"referer": "https://g.museum.kz.evil.kz/"}, False),
        ({}, False),
    ],
)
def test_only_a_pick_is_remembered(client, pick, headers, kept):
    """An address that is opened by itself or from elsewhere leads on and stores nothing; only a link on our own page is a pick."""
    answer = ask(client, pick, **headers)

    assert (303, kept) == (answer.status_code, "set-cookie" in answer.headers)
    assert answer.headers["location"].startswith("/ru/stops/K4R7")


def test_a_picked_track_is_followed_only_from_signs(client):
    """After easy language was picked a sign leads to it where the stop has it; links and the standard text lead where they say."""
    cookie = ask(client, PICKS[1], sec_fetch_site="same-origin").headers["set-cookie"].lower()
    forgotten = ask(client, "/track/standard?next=/ru/stops/K4R7", sec_fetch_site="same-origin").headers["set-cookie"].lower()
    client.cookies.clear()

    assert all(part in cookie for part in ("choice=.easy;", "path=/", "samesite=lax", "httponly", "secure", "max-age=31536000"))
    assert "max-age=0" in forgotten
    assert "/ru/stops/K4R7?q=1&track=easy" == ask(client, "/q/k4r7", cookie="choice=ru.easy").headers["location"]
    assert "/ru/stops/C8Y5?q=1" == ask(client, "/q/C8Y5", cookie="choice=ru.easy").headers["location"]
    assert "/ru/stops/K4R7?q=1" == ask(client, "/q/K4R7", cookie="choice=ru.<b>").headers["location"]
    assert 200 == ask(client, "/ru/stops/K4R7", cookie="choice=.easy").status_code
    assert factories.EASY["ru"][0][0] not in ask(client, "/ru/stops/K4R7", cookie="choice=.easy").text
    assert 404 == ask(client, "/track/loud").status_code


def test_one_cookie_holds_all_picks(client):
    """Picking a language keeps the form that was picked, and the other way round; what is no pick of ours is not kept, and nothing left is no cookie."""
    both = [
        ask(client, path, sec_fetch_site="same-origin", cookie=cookie).headers["set-cookie"].partition(";")[0]
        for path, cookie in ((PICKS[0], "choice=kk.easy"), (PICKS[1], "choice=ru"), (PICKS[1], "choice=<b>.x"), ("/track/standard", "choice=ru.easy"))
    ]
    none = ask(client, "/track/standard", sec_fetch_site="same-origin", cookie="choice=.easy").headers["set-cookie"].lower()

    assert ["choice=ru.easy", "choice=ru.easy", "choice=.easy", "choice=ru"] == both
    assert "max-age=0" in none


def test_following_a_link_stores_nothing(client):
    """A friend's link in another language changes no pick."""
    assert "set-cookie" not in ask(client, "/en/stops/K4R7", cookie="choice=kk").headers
    assert "/kk/" == ask(client, "/", cookie="choice=kk").headers["location"]


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.kz",
        "/\\evil.kz",
        "\\\\evil.kz",
        "https://evil.kz",
        "javascript:alert(1)",
        "/\t/evil.kz",
        "/\n/evil.kz",
        "/\r\nSet-Cookie: a=b",
        "evil",
        "",
        " /kk/",
    ],
)
def test_next_never_leaves_the_site(client, wanted):
    """Any next that is not a path of ours leads to the start of the guide."""
    answer = client.get("/language/ru", params={"next": wanted})

    assert (303, "/ru/") == (answer.status_code, answer.headers["location"])


@given(st.text(max_size=80) | st.text(alphabet="/\\.:@%?#\t\r\n" + string.ascii_letters, max_size=20))
def test_local_path_is_local(wanted):
    """Whatever is wished, the result begins with one slash and has nothing that browsers read as another place."""
    path = local_path(wanted, "/kk/")

    assert path.startswith("/")
    assert not path.startswith("//")
    assert not any(letter == "\\" or letter.isspace() or not letter.isprintable() for letter in path)


@pytest.mark.parametrize("path", ["/de/", "/de/stops/K4R7", "/language/de", "/kz/all"])
def test_unknown_language_offers_ours(client, path):
    """A language that the guide does not have leads to a page with the three it has."""
    answer = ask(client, path, accept_language="en")

    assert 404 == answer.status_code
    assert "This page is not offered in this language." in answer.text
    assert ["Қазақша", "Русский", "English"] == html.document_fromstring(answer.text).xpath("//main//a/text()")


@pytest.mark.parametrize(
    ("path", "language", "words"), [("/ru/none", "ru", "Не найдено"), ("/kk/stops/a/b", "kk", "Табылмады"), ("/en/x/y/z", "en", "Not found")]
)
def test_errors_of_routing_speak_the_language_of_the_path(client, path, language, words):
    """A page that does not exist is told in the language of its address, whatever the browser wishes."""
    answer = ask(client, path, accept_language="de")

    assert (404, language, "no-store") == (answer.status_code, answer.headers["content-language"], answer.headers["cache-control"])
    assert words == html.document_fromstring(answer.text).findtext(".//h1")


def test_other_methods_are_refused_as_a_page(client):
    """A method that no page has is refused in the language of the path, and what is allowed is named."""
    answer = client.post("/ru/all")

    assert (405, "ru") == (answer.status_code, answer.headers["content-language"])
    assert {"GET", "HEAD"} <= set(answer.headers["allow"].split(", "))


def test_mistakes_of_ours_leak_nothing(client, caplog):
    """A mistake in the code is a calm page and a line in the log; its words stay inside."""
    answer = ask(client, "/broken", accept_language="en")

    assert (500, "Something went wrong. Please try again.") == (answer.status_code, html.document_fromstring(answer.text).findtext(".//h1"))
    assert "secret" not in answer.text
    assert "GET /broken failed" in caplog.text
    assert "<script" not in answer.text


def test_empty_shelf_still_answers():
    """Before anything is published the start page says so."""
    with factories.client(factories.Shelf()) as empty:
        assert "No tour is published yet." in empty.get("/en/").text
        assert (404, 200) == (empty.get("/en/tours/alzhir").status_code, empty.get("/en/all").status_code)
