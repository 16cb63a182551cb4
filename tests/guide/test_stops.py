"""The forms of a stop: tracks, one language for the ear and one for the eye, the school route, a film in sign language."""

import io
import re

import msgspec
import pytest
from lxml import html
from PIL import Image

from audio_guide.guide.choice import Choice
from audio_guide.guide.pages import ICON
from audio_guide.guide.stops import slider
from audio_guide.guide.text import artwork
from audio_guide.kit import formats
from audio_guide.kit.brand import Logo
from audio_guide.publishing.edition import MediaFile, Way
from tests.guide import factories


def words(page):
    """Return the paragraphs of a page's text."""
    return page.xpath("//div[@id='words']/p")


def links(page, way):
    """Return the addresses of links by their words."""
    return {" ".join(link.text_content().split()): link.get("href") for link in page.xpath(f"{way}//a")}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_easy_language_is_a_form_of_the_same_stop(page, language):
    """The same number has its text and sound in easy language, both forms are named with their length, and the pick leads back here."""
    found = page(f"/{language}/stops/K4R7?track=easy")
    forms = found.xpath("//nav[@aria-labelledby='forms']//li")

    assert [" ".join(paragraph) for paragraph in factories.EASY[language]] == [paragraph.text_content() for paragraph in words(found)]
    assert [f"/track/{name}?next=/{language}/stops/K4R7{end}" for name, end in (("standard", ""), ("easy", "%3Ftrack%3Deasy"))] == [
        form.find("a").get("href") for form in forms
    ]
    assert [None, "true"] == [form.find("a").get("aria-current") for form in forms]
    assert [formats.duration(24, language), formats.duration(12, language)] == [form.find("span").text for form in forms]


def test_links_keep_the_track(page):
    """The next stop, the tour and the other languages keep the form that was chosen."""
    found = page("/ru/stops/K4R7?track=easy")

    assert ["/ru/stops/M2T9?track=easy"] == found.xpath("//a[@rel='next']/@href")
    assert ["/ru/tours/alzhir?track=easy"] == found.xpath("//p[@class='back']/a/@href")
    assert "/language/kk?next=/kk/stops/K4R7%3Ftrack%3Deasy" in found.xpath("//ul[@class='languages']//a/@href")
    assert "/ru/stops/K4R7?track=easy" in page("/ru/tours/alzhir?track=easy").xpath("//ol//a/@href")


def test_a_form_that_the_stop_lacks_is_said(page):
    """Where a stop has no easy language the standard text stands, and a sentence says so."""
    found = page("/en/stops/C8Y5?track=easy")

    assert " ".join(factories.TEXTS["en"][0]) == words(found)[0].text_content()
    assert ["This stop is not in easy language yet. Here is the standard text."] == found.xpath("//p[@class='box'][contains(., 'easy')]/text()")


def test_what_the_guide_does_not_know_is_as_usual(page):
    """Made-up choices in an address change nothing."""
    assert [one.text_content() for one in words(page("/ru/stops/K4R7"))] == [
        one.text_content() for one in words(page("/ru/stops/K4R7?track=loud&read=de&listen=%3Cb%3E&route=pub"))
    ]
    assert ["noindex"] == page("/ru/stops/K4R7?track=easy").xpath("//meta[@name='robots']/@content")


def test_reading_in_another_language(page):
    """Kazakh sound with Russian text: the text is marked as Russian, each paragraph has the time of its Kazakh sound, everything else stays Kazakh."""
    found = page("/kk/stops/C8Y5?read=ru")
    text = found.get_element_by_id("words")

    assert ("kk", "ru") == (found.get("lang"), text.get("lang"))
    assert [" ".join(paragraph) for paragraph in factories.TEXTS["ru"]] == [one.text_content() for one in words(found)]
    assert [["6.0"], ["15.0"], ["21.0"]] == [one.xpath("span/@data-s") for one in words(found)]
    assert "0.00 3.00 6.00 9.00 12.00 15.00 18.00 21.00 24.00" == text.get("data-times")
    assert {"kk"} == set(text.xpath("button/@lang"))
    assert factories.TITLES["kk"][2] in found.findtext(".//h1/span/span")
    assert ["kk", "ru"] == [link.get("lang") for link in found.xpath("//details//a[@aria-current]")]


def test_listening_in_another_language(page):
    """Russian page, Kazakh sound: for a reader of screens that has no Kazakh voice, and for who learns the language."""
    found = page("/ru/stops/C8Y5?listen=kk")

    assert f"3. {factories.TITLES['kk'][2]}" == found.xpath("//audio/@data-title")[0]
    assert [" ".join(paragraph) for paragraph in factories.TEXTS["ru"]] == [one.text_content() for one in words(found)]
    assert ["6.0", "15.0", "21.0"] == found.xpath("//div[@id='words']/p/span/@data-s")
    assert [] == found.xpath("//h1//span[@data-s]")
    assert [None] == [found.get_element_by_id("words").get("lang")]


def test_ways_to_listen_and_read(page):
    """The choice offers exactly the languages that the stop has, written in themselves, and leads back to the usual."""
    found = page("/kk/stops/C8Y5?read=ru")
    ear, eye = (links(found, f"//nav[p/@id='{name}-in']") for name in ("listen", "read"))

    assert {"Қазақша": "?read=ru", "Русский": "?read=ru&listen=ru", "English": "?read=ru&listen=en"} == {
        name: way.removeprefix("/kk/stops/C8Y5") for name, way in ear.items()
    }
    assert {"Қазақша": "", "Русский": "?read=ru", "English": "?read=en"} == {name: way.removeprefix("/kk/stops/C8Y5") for name, way in eye.items()}
    assert [] == page("/kk/stops/W3H6").xpath("//details")


@pytest.mark.parametrize("path", ["/kk/stops/M2T9?read=kk", "/kk/stops/M2T9?listen=kk"])
def test_a_language_that_the_stop_lacks_cannot_be_chosen(page, path):
    """Asking for an ear or eye that is not there shows the stop as it is found."""
    assert "ru" == page(path).get_element_by_id("words").get("lang")


def test_the_school_route_passes_over_hard_stops(page):
    """The route for classes lists no stop with a content note, its links stay on it, and both routes say how long they are."""
    whole, school = page("/en/tours/alzhir"), page("/en/tours/alzhir?route=school")

    assert ["/en/tours/alzhir?route=school"] == whole.xpath("//p[@class='box']/a/@href")
    assert "3 stops · 48 seconds" in whole.xpath("string(//p[@class='box'])").replace("\u00a0", " ")
    assert [f"/en/stops/{code}?route=school" for code in ("K4R7", "M2T9", "W3H6")] == school.xpath("//ol//a/@href")
    assert ["/en/tours/alzhir"] == school.xpath("//p[@class='box']/a/@href")
    assert ["/en/stops/W3H6?route=school"] == page("/en/stops/M2T9?route=school").xpath("//a[@rel='next']/@href")
    assert ["/en/stops/M2T9?route=school", "/en/stops/W3H6?route=school"] == page("/en/stops/C8Y5?route=school").xpath("//nav[@class='pair']/a/@href")


def test_the_school_route_shows_no_way_to_a_stop_that_it_passes_over():
    """The way is told where the next stop of the route is the one to which it leads; before a hard stop it would lead to that one."""
    with factories.client(factories.walked()) as made:
        shown = {
            (code, route): "Straight on, 40 steps." in made.get(f"/en/stops/{code}{route}").text for code in ("K4R7", "M2T9") for route in ("", "?route=school")
        }

    assert {("K4R7", ""): True, ("K4R7", "?route=school"): True, ("M2T9", ""): True, ("M2T9", "?route=school"): False} == shown


def test_the_plan_of_the_school_route_leaves_out_hard_stops():
    """Neither drawing nor list nor a way of the plan leads a class to a hard stop, its links stay on the route, and the route's pages lead to this plan."""
    plan = "/en/tours/alzhir/plan?route=school"
    with factories.client(factories.walked()) as made:
        whole, school, tour, stop = (
            html.document_fromstring(made.get(path).text)
            for path in ("/en/tours/alzhir/plan", plan, "/en/tours/alzhir?route=school", "/en/stops/K4R7?route=school")
        )

    assert (["1", "2", "3", "4"], ["1", "2", "4"]) == (whole.xpath("//*[name()='text']/text()"), school.xpath("//*[name()='text']/text()"))
    assert [f"/en/stops/{code}?route=school" for code in ("K4R7", "M2T9", "W3H6")] == school.xpath("//h3/a/@href")
    assert (4, ["1", "4"]) == (
        len(whole.xpath("//p[.='Straight on, 40 steps.']")),
        [one.text.partition(".")[0] for one in school.xpath("//li[p[.='Straight on, 40 steps.']]/h3/a")],
    )
    assert factories.TITLES["en"][2] not in school.text_content()
    assert ["/en/tours/alzhir?route=school"] == school.xpath("//p[@class='back']/a/@href")
    assert ["/en/tours/alzhir/plan"] == school.xpath("//p[@class='box']/a/@href")
    assert [[plan]] * 2 == [one.xpath("//main//a[contains(@href, '/plan')]/@href") for one in (tour, stop)]


def test_a_route_without_places_has_no_plan():
    """Where only the hard stops have a place or a way, the school route has no plan and no link to one."""
    bare = factories.walked()
    editions = [
        msgspec.structs.replace(one, stops=tuple(stop if stop.content_note else msgspec.structs.replace(stop, place=None, way=None) for stop in one.stops))
        for one in bare.editions.values()
    ]
    hard = msgspec.structs.replace(editions[2].stops[2], way=Way(text="Straight on."))
    editions[2] = msgspec.structs.replace(editions[2], stops=(*editions[2].stops[:2], hard, editions[2].stops[3]))
    with factories.client(factories.shelf(*editions)) as made:
        found = [made.get(f"/en/tours/alzhir/plan{route}").status_code for route in ("", "?route=school")]
        linked = ["/plan" in made.get(f"/en/tours/alzhir{route}").text for route in ("", "?route=school")]

    assert ([200, 404], [True, False]) == (found, linked)


@pytest.mark.parametrize(
    ("files", "art"),
    [
        ([(900, "webp"), (450, "webp")], "/media/450.webp 450x300 image/webp|/favicon.ico 256x256 image/png"),
        ([(900, "avif"), (960, "jpeg"), (480, "jpeg")], "/media/480.jpeg 480x320 image/jpeg"),
        ([(900, "webp"), (960, "png"), (120, "png")], "/media/960.png 960x640 image/png"),
        ([(90, "jpeg")], "/media/90.jpeg 90x60 image/jpeg"),
        ([], ""),
    ],
)
def test_the_picture_of_the_lock_screen(files, art):
    """JPEG or PNG before newer forms, the smallest that is large enough, with its true size; a newer form alone has a PNG of at least 96 px beside it."""
    media = tuple(MediaFile(name=f"{width}.{kind}", media_type=f"image/{kind}", bytes=1) for width, kind in files)
    picture = msgspec.structs.replace(factories.picture("en"), files=media, widths=tuple(width for width, _ in files))

    assert art == artwork(picture, None)
    assert (256, 256) == Image.open(io.BytesIO(ICON)).size


def test_the_lock_screen_takes_the_museums_sign():
    """Where a stop has no picture the museum's sign is shown, if it is a PNG; an SVG is not offered."""
    png, svg = (
        Logo(name=f"a.{kind}", media_type=media_type, content=b"", width=120, height=48)
        for kind, media_type in (("png", "image/png"), ("svg", "image/svg+xml"))
    )

    assert ("/logo/a.png 120x48 image/png", "") == (artwork(None, png), artwork(None, svg))


def test_a_hard_stop_is_told_before_and_never_begun_by_itself(page):
    """The link to a stop with a content note says so, the end of the stop before says so, and its pictures wait until they are seen."""
    before, hard = page("/en/stops/M2T9"), page("/en/stops/C8Y5")
    (following,) = before.xpath("//a[@rel='next']")

    assert ("", True) == (following.get("data-noted"), "With a content note" in following.text_content())
    assert "This is the end. Next is stop 3, “The arrest”. It has a content note." == before.xpath("//audio/@data-ended")[0]
    assert ["lazy"] == hard.xpath("//figure[@class='hard']//img/@loading")
    assert [] == [*hard.xpath("//audio/@data-art"), *page("/en/tours/alzhir").xpath("//a[@href='/en/stops/C8Y5']/img")]


def test_quiet_after_a_hard_stop():
    """Where the museum says where quiet and help are, it stands after the text of a stop with a content note, and only there."""
    with factories.client(
        at=factories.site(care={"kk": "Тыныш бөлме – кіреберістің сол жағында.", "en": "There is a quiet room left of the entrance."})
    ) as made:
        hard, plain, russian = (made.get(path).text for path in ("/en/stops/C8Y5", "/en/stops/K4R7", "/ru/stops/C8Y5"))

    assert re.search(r"Take as much time.*There is a quiet room.*<nav class=\"pair\"", hard, re.DOTALL)
    assert "quiet room" not in plain
    assert '<p class="box plain" lang="kk">Тыныш бөлме' in russian


def test_a_film_in_sign_language(page):
    """A film is shown with its name, length and size and the sentence that it needs a network; its room is kept, and nothing is loaded before that."""
    (film,) = page("/ru/stops/M2T9").xpath("//section[@aria-labelledby='signed']")
    (video,) = film.xpath("video")

    assert ("none", "720", "480", True, True, False) == (
        video.get("preload"), video.get("width"), video.get("height"), "controls" in video.attrib, "playsinline" in video.attrib, "autoplay" in video.attrib,
    )  # fmt: skip
    about = [" ".join(line.text_content().split()) for line in film.xpath("p")]
    assert "Русский жестовый язык · 1 минута 15 секунд · 4,2 МБ · Жестами говорит Айгүл" == about[0]
    assert "В тексте этой остановки сказано то же самое. Для фильма нужна сеть, даже если маршрут сохранён на телефоне." == about[1]
    assert [f"/media/{factories.DIGESTS['film']}.mp4"] == video.xpath("source/@src")
    assert [] == page("/ru/stops/K4R7").xpath("//video")
    assert {f"{factories.DIGESTS['film']}.mp4", f"{factories.DIGESTS['large']}.webp"} <= set(factories.shelf().media())


def test_films_in_several_sign_languages():
    """Each film has a part of its own with a heading of its own, one after a change of the text says so, and the files of all may be fetched."""
    file = MediaFile(name=f"{'4d' * 20}.film.webm", media_type="video/webm", bytes=9_000_000)
    stop = factories.stop("en", 2)
    other = msgspec.structs.replace(stop.sign_video, language="ils", signer="", of_former_text=True, file=file)
    shelf = factories.shelf(factories.edition("en", (msgspec.structs.replace(stop, more_sign_videos=(other,)),)))
    with factories.client(shelf) as made:
        found = html.fromstring(made.get(f"/en/stops/{stop.code}").text)
    about = found.xpath("//section[@aria-labelledby='signed2']")[0].text_content()

    assert ["signed", "signed2"] == found.xpath("//section[video]/@aria-labelledby") == found.xpath("//section[video]/h2/@id")
    assert [True, True, False] == [words in about for words in ("International Sign", "changed after this film was made", "says the same")]
    assert {file.name, f"{factories.DIGESTS['film']}.mp4"} <= set(shelf.media())


def test_an_older_edition_has_no_film():
    """An edition that was published before there were films is read as it was."""
    document = msgspec.to_builtins(factories.edition("ru"))
    for stop in document["stops"]:
        del stop["sign_video"], stop["more_sign_videos"]

    assert {None} == {stop.sign_video for stop in msgspec.convert(document, type(factories.edition("ru"))).stops}


@pytest.mark.parametrize(
    ("choice", "query"),
    [
        (Choice(), ""),
        (Choice(track="easy", read="ru", listen="kk", route="school"), "?track=easy&read=ru&listen=kk&route=school"),
        (Choice(route="school").but(track="described"), "?track=described&route=school"),
        (Choice(track="easy").but(track="standard"), ""),
    ],
)
def test_a_choice_is_written_in_one_order(choice, query):
    """The same choice always has the same address."""
    assert query == choice.query


@pytest.mark.parametrize(("language", "said"), [("kk", "2 минут 35 секунд"), ("ru", "2 минуты 35 секунд"), ("en", "2 minutes 35 seconds")])
def test_the_slider_speaks_the_language(language, said):
    """Each place of the slider has its words from the server, in the plural that the language wants."""
    made = slider(factories.sound(157.3), language)
    minutes, seconds = made.minutes.split("|"), made.seconds.split("|")

    assert (155, 3, 12) == (made.most, len(minutes), len(seconds))
    assert said == f"{minutes[2]} {seconds[7]}".replace("\u00a0", " ")
