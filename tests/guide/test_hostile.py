"""Whatever staff or translators write is shown as words, never as markup."""

from pathlib import Path

import msgspec
import pytest
from jinja2 import StrictUndefined, meta
from lxml import html

from audio_guide.guide import rendering
from audio_guide.kit import web
from tests.guide import factories

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}",
    "\u202eabc\u202c",
    "</style></title>&lt;",
    "<!--",
]
PATHS = ("/", "/tours/alzhir", "/stops/K4R7", "/stops/C8Y5", "/all", "/about", "/offline")
FOLDERS = [Path(rendering.__file__).parent / "templates", Path(web.__file__).parent / "templates"]
TEMPLATES = sorted(file for folder in FOLDERS for file in folder.glob("*.html"))


def hostile_shelf(words):
    """Return a shelf with *words* in every field of text."""
    stops = []
    for number in (1, 3):
        stop = factories.stop("kk", number, title=words, texts=[[words, words]], note=words)
        voice = msgspec.structs.replace(stop.tracks[0].sound.voice, name=words, attribution=words, quality="human")
        sound = msgspec.structs.replace(stop.tracks[0].sound, voice=voice, approved_by=words)
        picture = msgspec.structs.replace(stop.pictures[0], alt=words, credit=words)
        track = msgspec.structs.replace(stop.tracks[0], sound=sound)
        stops.append(msgspec.structs.replace(stop, tracks=(track,), pictures=(picture,)))
    return factories.shelf(factories.edition("kk", tuple(stops), title=words, summary=words, about=words, published_by=words))


def outline(source):
    """Return what a page is made of: each element with the names of its attributes."""
    return [(element.tag, *sorted(element.attrib)) for element in html.document_fromstring(source).iter() if isinstance(element.tag, str)]


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_add_no_element(words, language):
    """A page with hostile words has the same elements and attributes as one with harmless words, and shows the words."""
    with factories.client(hostile_shelf(words)) as hostile, factories.client(hostile_shelf("harmless")) as harmless:
        for path in PATHS:
            found = hostile.get(f"/{language}{path}").text
            assert outline(harmless.get(f"/{language}{path}").text) == outline(found)
            assert words in html.document_fromstring(found).text_content()


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_addresses_add_no_element(words):
    """Numbers, codes and queries that visitors make up are words as well."""
    with factories.client() as client:
        for path, name in (("/en/number", "n"), ("/en/search", "q")):
            expected = outline(client.get(path, params={name: "nothing"}).text)
            assert expected == outline(client.get(path, params={name: words}).text)
        answer = client.get("/en/stops/" + words.replace("/", "").replace("<", "%3C").replace(">", "%3E"))
        assert outline(client.get("/en/stops/ZZZZ").text) == outline(answer.text)


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_template_compiles(file):
    """Every template compiles, uses no filter that switches escaping off and has no style attribute."""
    source = file.read_text("utf-8")
    made = web.environment(*FOLDERS)
    compiled = made.get_template(file.name)

    assert compiled.name == file.name
    assert made.undefined is StrictUndefined
    assert not any(word in source for word in ("|safe", "| safe", "Markup", " style=", "autoescape"))
    assert None not in set(meta.find_referenced_templates(made.parse(source)))


def test_policy_allows_exactly_what_stands_in_the_page():
    """The digests of the policy are those of the style and the script as they stand in the page."""
    with factories.client() as client:
        answer = client.get("/kk/stops/K4R7")
        found = html.document_fromstring(answer.text)
        written = [found.findtext(".//head/script"), *(style.text for style in found.iterfind(".//head/style"))]

    assert [f"'sha256-{factories.digest(text)}'" for text in written] == list(rendering.csp_hashes())
    assert all(digest in answer.headers["content-security-policy"] for digest in rendering.csp_hashes())
