"""What the pages of the guide say to people, to machines that help people, and to search engines."""

import re
from itertools import pairwise

import brotli
import pytest
from lxml import html

from tests.guide import factories

LANGUAGES = ("kk", "ru", "en")
PATHS = ("/", "/tours/alzhir", "/stops/K4R7", "/stops/C8Y5", "/stops/W3H6", "/all", "/about")
LARGEST_PAGE = 14 * 1024


def text(element):
    """Return an element's words with single spaces."""
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_every_page_has_what_it_takes(page, language, path):
    """Each page has its language, one h1, a title with the museum, a named main part, an empty status and the three languages first."""
    found = page(f"/{language}{path}")
    links = found.xpath("//a[@href]")

    assert language == found.get("lang")
    assert 1 == len(found.xpath("//h1"))
    assert found.findtext(".//title").endswith(factories.site().name(language))
    assert [("main", "")] == [(item.get("id"), text(found.xpath("//main//*[@role='status']")[0])) for item in found.xpath("//main")]
    assert ["#main", *(f"/language/{other}?next=/{other}{path}" for other in LANGUAGES)] == [link.get("href") for link in links[:4]]
    assert [language] == [link.get("lang") for link in links[1:4] if link.get("aria-current") == "true"]
    assert all(nav.get("aria-label") or found.xpath("//*[@id=$id]", id=nav.get("aria-labelledby")) for nav in found.xpath("//nav"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_headings_nest(page, language, path):
    """No heading is more than one level below the one before it."""
    levels = [int(heading.tag[1]) for heading in page(f"/{language}{path}").xpath("//h1 | //h2 | //h3 | //h4")]

    assert 1 == levels[0]
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("path", PATHS)
def test_language_links_for_machines(page, path):
    """A page names itself and its other languages by absolute addresses, and so does each of those."""
    expected = {language: f"{factories.PUBLIC_URL}/{language}{path}" for language in LANGUAGES}
    for language in LANGUAGES:
        found = page(f"/{language}{path}")
        links = {link.get("hreflang"): link.get("href") for link in found.xpath("//head/link[@rel='alternate']")}
        default = links.pop("x-default")

        assert expected == links
        assert default.startswith(f"{factories.PUBLIC_URL}/")
        assert [expected[language]] == found.xpath("//head/link[@rel='canonical']/@href")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_headers(client, language, path):
    """A page that may be kept says its language and revision, sets no cookie, varies on nothing and loads only what is ours."""
    headers = client.get(f"/{language}{path}", headers={"accept-language": "de"}).headers
    policy = headers["content-security-policy"]

    assert (language, "r1", "no-cache") == tuple(headers[name] for name in ("content-language", "x-guide-revision", "cache-control"))
    assert [] == [name for name in ("set-cookie", "vary") if name in headers]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", [*(f"/kk{path}" for path in PATHS), "/", "/q/k4r7", "/language/ru", "/kk/number?n=3", "/kk/none"])
def test_head_is_get_without_a_body(client, path):
    """HEAD answers as GET does, and with nothing in it."""
    asked, shown = client.head(path), client.get(path)

    assert (shown.status_code, b"") == (asked.status_code, asked.content)
    assert shown.headers.get("location") == asked.headers.get("location")


def test_no_style_attribute_and_no_script_but_ours(client):
    """Pages hold at most two styles and two scripts, each named by the policy, no style attribute and no handler in an attribute."""
    for path in PATHS:
        answer = client.get(f"/kk{path}")
        source = answer.text
        ours = [one.text for one in html.document_fromstring(source).xpath("//style | //script")]
        assert all(f"'sha256-{factories.digest(text)}'" in answer.headers["content-security-policy"] for text in ours)
        assert 1 <= source.count("<style>") <= 2
        assert source.count("<script") <= 2
        assert not re.search(r"<[^>]+\s(style|on\w+)=", source.partition("</head>")[2])


def test_stop_page_in_reading_order(page):
    """Languages, way back, heading, content note, sound, picture, text, other stops: in this order for ears and eyes."""
    found = page("/en/stops/C8Y5")
    order = [*found.iter()]
    ways = [
        "//nav", "//a[@href='/en/tours/alzhir']", "//h1", "//*[@id='note-heading']", "//audio", "//button[@id='play']",
        "//button[@id='pictures']", "//img", "//*[@id='p1']", "//nav[@class='pair']",
    ]  # fmt: skip
    places = [order.index(found.xpath(way)[0]) for way in ways]

    assert sorted(places) == places
    assert "Stop 3 · The arrest · ALZHIR museum" == found.findtext(".//title")
    assert "3. The arrest" == text(found.xpath("//h1")[0])
    assert ["/en/stops/W3H6"] == found.xpath("//section[@aria-labelledby='note-heading']//a/@href")


def test_sound_needs_no_script(page):
    """The sound is the browser's own player with a name, a first file that every phone plays, and it never starts by itself."""
    (audio,) = page("/ru/stops/K4R7").xpath("//audio")

    assert ("Запись остановки 1", "metadata", True, False, f"/media/{factories.DIGESTS['sound']}.wav") == (
        audio.get("aria-label"),
        audio.get("preload"),
        "controls" in audio.attrib,
        "autoplay" in audio.attrib,
        audio.get("src"),
    )


def test_sentences_carry_their_times(page):
    """Every sentence of the text says when it and its words are said, the words are whole, and each paragraph has a button to start there."""
    found = page("/kk/stops/K4R7")
    spans = found.xpath("//p[@id='p1']/span[@data-s]")

    assert ["3.0", "6.0", "9.0"] == [span.get("data-s") for span in spans]
    assert "0 5 5 5 5" == spans[1].get("data-w")
    assert " ".join(factories.TEXTS["kk"][0]) == found.xpath("//p[@id='p1']")[0].text_content()
    assert ["0:03", "0:12", "0:18"] == found.xpath("//div[@id='words']/button[@type='button']/text()")


def test_pictures_keep_their_place(page):
    """A picture says its size before it arrives, has words, and in lists waits until it is seen."""
    (shown,) = page("/en/stops/K4R7").xpath("//img")
    listed = page("/en/tours/alzhir").xpath("//img")

    assert ("900", "600", "A drawing of a stone road and two trees") == (shown.get("width"), shown.get("height"), shown.get("alt"))
    assert {("lazy", "")} == {(image.get("loading"), image.get("alt")) for image in listed}


def test_tour_page_names_each_stop(page):
    """The list tells number, title, length and, in words, that a stop has a content note or no sound."""
    lines = [text(line) for line in page("/en/tours/alzhir").xpath("//ol/li")]

    assert [
        "1 Welcome 24 seconds",
        "2 The order 24 seconds",
        f"3 The arrest 27 seconds With a content note: {factories.NOTES['en']}",
        "4 Work Text without sound",
    ] == [line.replace("\u00a0", " ") for line in lines]


def test_stop_without_sound(page):
    """A stop that was not spoken yet shows its words and says so."""
    found = page("/en/stops/W3H6")

    assert [] == found.xpath("//audio | //button")
    assert "This stop has no sound yet. Its words are here to read." in text(found.xpath("//main")[0])
    assert 3 == len(found.xpath("//div[@id='words']/p"))


def test_neighbours_have_their_titles(page):
    """The links to the stops before and after say which stops these are."""
    found = page("/kk/stops/C8Y5")

    assert [("prev", "/kk/stops/M2T9"), ("next", "/kk/stops/W3H6")] == [(link.get("rel"), link.get("href")) for link in found.xpath("//nav[@class='pair']/a")]
    assert ["ru"] == found.xpath("//a[@rel='prev']//@lang")
    assert [] == page("/kk/stops/K4R7").xpath("//a[@rel='prev']")


def test_fallback_is_said_and_marked(page):
    """A stop that Kazakh lacks is shown in Russian: said in Kazakh, marked as Russian, and not for search engines."""
    found = page("/kk/stops/M2T9")
    label = factories.site().catalogues.gettext("kk", "This text is not in your language yet. Here it is in Russian.")

    assert "kk" == found.get("lang")
    assert label in text(found.xpath("//main")[0])
    assert ["ru", "ru", "ru"] == [found.xpath(f"string({way}/@lang)") for way in ("//h1/span", "//*[@id='words']", "//p[@class='back']/a")]
    assert {"kk"} == set(found.xpath("//div[@id='words']/button/@lang"))
    assert ["noindex"] == found.xpath("//meta[@name='robots']/@content")
    assert [] == found.xpath("//head/link")
    assert {"ru", "en"} == set(page("/ru/stops/M2T9").xpath("//head/link[@rel='alternate'][@hreflang!='x-default']/@hreflang"))


def test_whole_text_holds_every_paragraph(page):
    """The page for reading and printing holds each paragraph of each stop, in its own language."""
    found = page("/kk/all")
    words = text(found.xpath("//main")[0])

    assert all(" ".join(paragraph) in words for paragraph in factories.TEXTS["kk"])
    assert " ".join(factories.TEXTS["ru"][0]) in text(found.xpath("//section[@id='M2T9']")[0])
    assert {"ru"} == set(found.xpath("//section[@id='M2T9']//p[@class='plain']/@lang"))


def test_pages_fit_the_first_flight():
    """A long stop (1,200 words) with all that it needs is at most 14 KB as it travels."""
    sentences = factories.TEXTS["kk"][0] + factories.TEXTS["kk"][1] + factories.TEXTS["kk"][2]
    texts = [[f"{place}-{number}: {sentence}" for number, sentence in enumerate(sentences)] for place in range(20)]
    shelf = factories.shelf(factories.edition("kk", (factories.stop("kk", 3, texts=texts),)))
    with factories.client(shelf) as long:
        page = long.get("/kk/stops/C8Y5")

    assert len(brotli.compress(page.content, quality=5)) <= LARGEST_PAGE
