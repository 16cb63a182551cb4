"""Finding a stop: by words in any spelling, by a number that is nearly right, on the plan, and on one page for reading and printing."""

import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from audio_guide.guide.search import Index, find, marked
from audio_guide.kit.letters import fold
from audio_guide.publishing.edition import MediaFile, OtherNames
from tests.guide import factories


def text(element):
    """Return an element's words with single spaces."""
    return " ".join(element.text_content().split())


def codes(language, query, shelf=None):
    """Return the codes of the stops that are found."""
    return [hit.found.stop.code for hit in find(shelf or factories.shelf(), language, query, Index()).hits]


@pytest.mark.parametrize(
    ("language", "query", "expected"),
    [
        ("kk", "лагері", ["K4R7", "C8Y5", "W3H6"]),
        ("kk", "лагери", ["K4R7", "C8Y5", "W3H6"]),
        ("kk", "КОШ КЕЛДИНИЗ", ["K4R7", "C8Y5", "W3H6"]),
        ("kk", "туткындау", ["C8Y5"]),
        ("kk", "приказ", ["M2T9"]),
        ("kk", "3", ["C8Y5"]),
        ("ru", "арест", ["C8Y5"]),
        ("ru", "жен", ["K4R7", "M2T9", "C8Y5", "W3H6"]),
        ("en", "mother child", ["C8Y5"]),
        ("en", "nowhere", []),
        ("en", "  ", []),
        ("en", "%_*", []),
    ],
)
def test_stops_are_found_in_any_spelling(language, query, expected):
    """Kazakh words are found from a Russian keyboard, titles come first, all words must be there, a number is a number, a fallback is searched too."""
    assert expected == codes(language, query)


def test_a_title_comes_before_a_text():
    """The stop whose title has the word stands before those whose text has it."""
    assert "W3H6" == codes("en", "work")[0]
    assert "K4R7" == codes("ru", "добро")[0]


def test_other_endings_are_found_and_said():
    """Where no stop has the word as it was typed, those with another ending are shown, and the page says so."""
    hits = find(factories.shelf(), "ru", "лагерями", Index())

    assert (True, 4) == (hits.near, len(hits.hits))
    assert not find(factories.shelf(), "ru", "лагерь", Index()).near


def test_other_names_lead_to_the_stop():
    """Whoever knows a place by another name, or in another language, finds the stops whose text has it."""
    name = OtherNames(written="«АЛЖИР» мемориал", others=("Akmolinsk camp", "Точка 26"))
    shelf = factories.shelf(msgspec.structs.replace(factories.edition("kk"), names=(name,)))

    assert ["K4R7", "C8Y5", "W3H6"] == codes("kk", "akmolinsk", shelf)
    assert ["K4R7", "C8Y5", "W3H6"] == codes("kk", "точка 26", shelf)
    assert [] == codes("kk", "akmolinsk")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("жаланаш", True), ("ЖАЛАҢАШ", True), ("рыскулов", True), ("садвакасова", True), ("Сәдуақасова", True), ("САДВАКАСОВА", True), ("барактарда", True),
        ("барак", True), ("іс", True), ("ic", True), ("ІС", True), (unicodedata.normalize("NFD", "Тёмный"), True),
        (unicodedata.normalize("NFD", "Қыйын"), True),
        ("истер", False),
    ],
)  # fmt: skip
def test_acceptance_19_whatever_is_typed_finds_the_word(query, found):
    """Check 19: from a Russian keyboard, by another name, with an ending, in two letters, decomposed or in capitals, the stop is found."""
    words = "Жалаңаш көлі, Рысқұлов пен Сәдуақасова. Барак салқын болды. Іс ашылды. Қыйын жыл. Тёмный лес."
    name = OtherNames(written="Сәдуақасова", others=("Садвакасова",))
    edition = msgspec.structs.replace(factories.edition("kk", (factories.stop("kk", 1, title="Атау", texts=[[words]]),)), names=(name,))

    assert found == bool(find(factories.shelf(edition), "kk", query, Index()).hits)


def test_a_new_edition_is_searched_at_once():
    """The index is made anew when the shelf is another one, though nobody says so."""
    index, old = Index(), factories.shelf()
    new = factories.shelf(factories.edition("en", (factories.stop("en", 1, title="Reed", texts=[["Reed was fuel."]]),)))

    assert [0, 1, 0] == [len(find(shelf, "en", "reed", index).hits) for shelf in (old, new, old)]


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=6).map(fold), max_size=3))
def test_marks_keep_every_letter(shown, words):
    """Whatever is marked in whatever text, the pieces together are the text, and a marked one begins as a word does that was looked for."""
    pieces = marked(shown, [word for word in words if word])

    assert fold(shown) == fold("".join(piece.text for piece in pieces))
    assert all(any(fold(piece.text).startswith(word) or word.startswith(fold(piece.text)) for word in words) for piece in pieces if piece.start is not None)


def test_the_page_marks_the_words(page):
    """A result names number and title, and shows the sentence with the words marked as they are written there."""
    found = page("/kk/search?q=кантарда+адам")
    none = page("/kk/search?q=кантар")
    (sentence,) = none.xpath("//ol/li[1]/p[1]")

    assert "Нәтиже жоқ" not in text(found)
    assert ["қаңтар"] == none.xpath("//ol/li[1]//mark/text()")
    assert "6 қаңтарда жетті." in text(sentence)
    assert "/kk/stops/K4R7#p1" == none.xpath("//ol/li[1]//a/@href")[0]
    assert ["ru"] == page("/kk/search?q=приказ").xpath("//h2/a/span/@lang")


def test_the_search_says_what_it_found(page):
    """The number of stops, or that there are none, is announced; the words stay in the field, and search engines keep out."""
    some, none = page("/en/search?q=camp"), page("/en/search?q=zebra")

    assert "4 stops" == text(some.xpath("//main//*[@role='status']")[0])
    assert "No stop has these words. Try a part of a word, or look at the list of stops." == text(none.xpath("//main//*[@role='status']")[0])
    assert ["zebra"] == none.xpath("//input[@name='q']/@value")
    assert ["noindex"] == some.xpath("//meta[@name='robots']/@content")


def test_a_long_query_costs_little(client):
    """A query of any length is cut, and answered."""
    answer = client.get("/en/search", params={"q": "camp " * 1000})

    assert 200 == answer.status_code
    assert 100 >= len(html.document_fromstring(answer.text).xpath("//input[@name='q']")[0].get("value"))


@pytest.mark.parametrize(("typed", "numbers"), [("5", "1 2 3 4"), ("77", "1 2 3 4"), ("0", "1 2 3 4"), ("abc", ""), ("", "")])
def test_a_wrong_number_names_those_near_it(client, typed, numbers):
    """The message names the stops whose numbers are near, as links."""
    found = html.document_fromstring(client.get("/en/number", params={"n": typed}).text)
    links = found.xpath("//*[@id='wrong']//a")

    assert numbers.split() == [text(link).partition(" ")[0] for link in links]
    assert "status" == found.xpath("//*[@id='wrong']")[0].get("role")


def test_home_lists_the_stops_of_the_only_tour(page):
    """Where there is one tour, its stops stand on the first page with their lengths and notes."""
    lines = [text(line).replace("\u00a0", " ") for line in page("/en/").xpath("//ol/li")]

    assert [
        "1 Welcome 24 seconds",
        "2 The order 24 seconds",
        f"3 The arrest 27 seconds With a content note: {factories.NOTES['en']}",
        "4 Work Text without sound",
    ] == lines
    assert "1 2 3 4" == page("/en/").xpath("//*[@class='pad']/@data-numbers")[0]


def test_the_plan_and_the_list_tell_the_same():
    """Every stop of the drawing stands in the list with its place in words and its way; what has no way in this language is not made up."""
    with factories.client(factories.walked()) as client:
        found = html.document_fromstring(client.get("/en/tours/alzhir/plan").text)
        kazakh = html.document_fromstring(client.get("/kk/tours/alzhir/plan").text)
    drawn = found.xpath("//svg//text/text()")
    listed = [text(item) for item in found.xpath("//ol/li")]

    assert ["1", "2", "3", "4"] == drawn == [line.partition(".")[0] for line in listed]
    assert "1. Welcome On the plan: lower left Straight on, 40 steps. Without steps: Round the house, on asphalt." == listed[0]
    assert ["img"] == found.xpath("//svg/@role")
    assert "200,700 400,500 600,300 800,100" == found.xpath("//svg/polyline/@points")[0]
    assert "Прямо 40 шагов." in text(kazakh.xpath("//ol/li")[1])
    assert "шагов" not in text(kazakh.xpath("//ol/li")[0])


@pytest.mark.parametrize("path", ["/", "/tours/alzhir", "/tours/alzhir/plan", "/search?q=arrest"])
def test_a_hard_stop_is_told_of_wherever_it_is_found(path):
    """Lists, plan and search say what a hard stop tells of and in which form, or give its note where that is not said; no other stop says such a thing."""
    shown = {}
    for name, shelf in (("themes", factories.whole()), ("note", factories.walked())):
        with factories.client(shelf) as client:
            lines = html.document_fromstring(client.get(f"/en{path}").text).xpath("//ol/li")
        shown[name] = [text(line) for line in lines if "content note" in text(line).lower()]

    assert (["3"], ["3"]) == tuple([line.lstrip()[0] for line in found] for found in shown.values())
    assert "Content note: Separation of families (told in words); Death of children (told in words, shown in pictures)" in shown["themes"][0]
    assert f"With a content note: {factories.NOTES['en']}" in shown["note"][0]


def sounding():
    """Return the walked tour whose English ways are heard: both variants at the first stop, at the second only the one for everybody, at the silent one too."""
    shelf = factories.walked()
    edition = shelf.editions["alzhir", "en"]
    names = [MediaFile(name=f"{letter * 40}.wav", media_type="audio/wav", bytes=90_000) for letter in "ab"]
    sounds = [msgspec.structs.replace(factories.sound(6.0), files=(name,)) for name in names]
    heard = ((sounds[0], sounds[1]), (sounds[0], None), (None, None), (sounds[0], None))
    stops = [
        msgspec.structs.replace(one, way=msgspec.structs.replace(one.way, sound=sound, step_free_sound=free))
        for one, (sound, free) in zip(edition.stops, heard, strict=True)
    ]
    return factories.shelf(*(one for one in shelf.editions.values() if one.language != "en"), msgspec.structs.replace(edition, stops=tuple(stops)))


def test_a_way_is_heard_by_a_player_of_its_own():
    """Below each variant stands the browser's own player, named, loading nothing by itself, never counted as the stop's; without sound a sentence says so."""
    shelf = sounding()
    with factories.client(shelf) as client:
        pages = [html.document_fromstring(client.get(f"/en/stops/{code}").text) for code in factories.CODES]
        plan = html.document_fromstring(client.get("/en/tours/alzhir/plan").text)
        printed = client.get("/en/all").text
    (section,) = pages[0].xpath("//section[@aria-labelledby='way']")
    players = section.xpath(".//audio")

    assert ["Sound: way from stop 1 to the next one", "Sound: way without steps from stop 1 to the next one"] == [one.get("aria-label") for one in players]
    assert [("none", True, None)] * 2 == [(one.get("preload"), "controls" in one.attrib, one.get("data-count")) for one in players]
    assert pages[0].xpath("//audio")[0].get("data-count")
    assert [f"/media/{'a' * 40}.wav", f"/media/{'b' * 40}.wav"] == [one.get("src") for one in players]
    assert "Computer voice (draft)" in text(section)
    assert [(1, 1), (0, 1), (1, 1)] == [
        (len(page.xpath("//section[@aria-labelledby='way']//audio")), text(page).count("This way has no sound yet. It is here to read.")) for page in pages[1:]
    ]
    assert 4 == len(plan.xpath("//audio"))
    assert "<audio" not in printed
    assert {f"{'a' * 40}.wav", f"{'b' * 40}.wav"} <= set(shelf.media())


def test_the_way_stands_at_the_stop():
    """A stop page tells the way to the next stop and leads to the plan; a tour without ways has neither, nor a plan."""
    with factories.client(factories.walked()) as client:
        found = html.document_fromstring(client.get("/en/stops/K4R7").text)
        tour = html.document_fromstring(client.get("/en/tours/alzhir").text)
    with factories.client() as plain:
        none = plain.get("/en/tours/alzhir/plan")
        without = html.document_fromstring(plain.get("/en/stops/K4R7").text)

    assert "Straight on, 40 steps. Without steps: Round the house, on asphalt. This way has no sound yet. It is here to read." in text(
        found.xpath("//section[@aria-labelledby='way']")[0]
    )
    assert ["/en/tours/alzhir/plan"] == tour.xpath("//main//a[contains(@href, 'plan')]/@href")
    assert (404, []) == (none.status_code, without.xpath("//*[@id='way']"))


def test_the_whole_text_begins_with_the_notes(page):
    """On the page for printing all content notes stand before the first text, and each again before its stop with a way past it."""
    found = page("/en/all")
    order = [*found.iter()]
    box = found.xpath("//div[@class='box']")[0]

    assert factories.NOTES["en"] in text(box)
    assert order.index(box) < order.index(found.xpath("//section")[0])
    assert ["#W3H6"] == found.xpath("//section[@id='C8Y5']//div[@class='box']//a/@href")
    assert 1 == len(found.xpath("//div[@class='large']"))
