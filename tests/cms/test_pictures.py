"""Pictures through the staff's pages: sent, described, shown, ordered, replaced, removed, and named where the public does not get them."""

import asyncio

import pytest
from sqlalchemy import select
from tests.stories import CODES, add_picture, approve_all
from tests.tours import corpus

from audio_guide.accounts import history
from audio_guide.accounts.history import Wanted
from audio_guide.cms import pictures as rooms
from audio_guide.kit.letters import fold
from audio_guide.publishing import service as publishing
from audio_guide.tours import pictures, seeking
from audio_guide.tours import service as tours
from audio_guide.tours.models import Picture

SAME = {"Sec-Fetch-Site": "same-origin"}
WORDS = {"alt__kk": "Көл жағасындағы қамыс.", "alt__ru": "Камыш у озера.", "alt__en": "Reed by the lake.", "credit__en": "Drawn by A. B."}


async def send(browser, data, name="reed.jpg", kind="image/jpeg", path="/cms/pictures/new", **fields):
    """Send a file with the form in view, as a browser does."""
    form = next(form for form in browser.page.forms if form.get("enctype") == "multipart/form-data")
    values = {key: value for key, value in form.form_values() if key != "file"} | fields
    answer = await browser.client.post(path, data=values, files={"file": (name, data, kind)}, headers=SAME, follow_redirects=True)
    await browser.take(answer)
    return answer


async def added(browser, **fields):
    """Send a good picture as somebody who may; returns its key."""
    await browser.open("/cms/pictures/new")
    answer = await send(browser, corpus.with_exif(6), **fields)
    return answer.url.path.rsplit("/", 1)[1]


async def everything(house):
    """Return all pictures."""
    async with house.database.read() as session:
        return (await pictures.some_rows(session, 99))[0]


async def test_many_pictures_have_pages(browser, museum, monkeypatch):
    """The newest stand first, a page at a time, whether all are listed or some are looked for; a page behind the last is the last; a stop offers others."""
    monkeypatch.setattr(rooms, "A_PAGE", 2)
    monkeypatch.setattr(rooms, "MOST_CHOICES", 2)
    for key in ("one", "two", "three", "four", "five"):
        await add_picture(museum, key, {"en": (f"Words of {key}", "")}, at=CODES[:1] if key == "five" else ())
    await browser.sign_in("editor")
    shown = {}
    for query in ("", "?page=2", "?page=9", "?find=words&page=2", "?missing=1&page=3"):
        await browser.open(f"/cms/pictures{query}")
        shown[query] = [link.rpartition("/")[2] for link in browser.page.xpath("//ul[@class='cards']/li/p/a/@href[starts-with(., '/cms/pictures/')]")]
        assert "5 pictures" in browser.said
    await browser.open(f"/cms/stops/{CODES[0]}/pictures")
    offered = browser.said.partition("Choose another picture")[2]

    assert (["five", "four"], ["one"]) == (shown[""], shown["?page=9"])
    assert ["three", "two"] == shown["?page=2"] == shown["?find=words&page=2"]
    assert ["one"] == shown["?missing=1&page=3"]
    assert "4 other pictures · The newest 2 are shown" in offered
    assert [True, True, False] == [f"Words of {key}" in offered for key in ("four", "three", "two")]


@pytest.mark.spoken
async def test_a_picture_comes_from_a_camera_to_the_public(browser, museum):
    """Sent at a stop, described in one language, published there: the visitor's page shows it in its forms and sizes, upright and clean."""
    await approve_all(museum)
    await browser.sign_in("publisher")
    await browser.open(f"/cms/pictures/new?stop={CODES[0]}")
    answer = await send(browser, corpus.with_exif(6))
    key, said = answer.url.path.rsplit("/", 1)[1], browser.said
    await browser.send(f"/cms/pictures/{key}", **WORDS | {"alt__ru": ""}, consent="Letter of 3 May 2026", people="agreed")
    await browser.open("/cms/publish")
    await browser.send("/cms/publish/steppe/en")
    english = browser.said
    await browser.open("/cms/publish")
    await browser.send("/cms/publish/steppe/ru")
    russian, link = browser.said, browser.page.xpath("//a[contains(@href, '#alt-ru')]/@href")
    await asyncio.sleep(1)
    page = await browser.open(f"/en/stops/{CODES[0]}")
    image = browser.page.xpath("//main//picture//img")[0]
    sources = {source.get("type"): source.get("srcset") for source in browser.page.xpath("//main//picture//source")}
    file = await browser.client.get(image.get("src"))
    without = (await browser.client.get(f"/ru/stops/{CODES[0]}")).text

    assert "The picture is here" in said
    assert "are not shown" not in english
    assert f"Stop {CODES[0]}: a picture has no alternative text" in russian
    assert [f"/cms/pictures/{key}#alt-ru"] == link
    assert ("600", "900", "Reed by the lake.") == (image.get("width"), image.get("height"), image.get("alt"))
    assert ["image/avif", "image/webp"] == list(sources)
    assert "Drawn by A. B." == browser.page.xpath("//figure/figcaption")[0].text_content().strip()
    assert (200, "image/jpeg", False) == (file.status_code, file.headers["content-type"], corpus.SECRET in file.content)
    assert "Letter of 3 May" not in page.text
    assert "<picture>" not in without


@pytest.mark.parametrize("name", ["svg", "html", "gif", "pdf", "heic", "moving png", "huge by its header alone", "png cut", "text bomb", "nothing"])
async def test_what_is_no_picture_is_refused_in_a_sentence(browser, museum, name):
    """A refused file leads back to the form with a sentence in an alert, and nothing is kept."""
    data, words, _ = corpus.REFUSED[name]
    await browser.sign_in("editor")
    await browser.open("/cms/pictures/new")
    answer = await send(browser, data, "reed.png" if data.startswith(b"\x89") else "reed.jpg", "image/png" if data.startswith(b"\x89") else "image/jpeg")
    alert = browser.page.xpath("//*[@role='alert']")[0].text_content()

    assert (422, True) == (answer.status_code, words in alert), alert
    assert ([], []) == (await everything(museum), list(museum.media.names()))


@pytest.mark.parametrize(("language", "words"), [("kk", "түріндегі файл"), ("ru", "Это файл вида GIF")])
async def test_the_sentence_is_in_the_language_of_the_staff(browser, language, words):
    """Whoever works in Kazakh or Russian is told in Kazakh or Russian."""
    await browser.sign_in("editor")
    browser.client.headers["Accept-Language"] = language
    await browser.open("/cms/pictures/new")
    await send(browser, corpus.REFUSED["gif"][0], "reed.gif", "image/gif")

    assert "GIF" in browser.page.xpath("//*[@role='alert']")[0].text_content()
    assert words in browser.said


async def test_no_file_and_too_large_a_file_are_told(browser, museum):
    """An empty form, and a picture of more than twenty megabytes, are refused with what to do."""
    await browser.sign_in("editor")
    await browser.open("/cms/pictures/new")
    key = browser.page.xpath("//input[@name='key']")[0].value
    empty = await browser.client.post("/cms/pictures/new", data={"key": key}, headers=SAME)
    large = await send(browser, corpus.TAKEN["jpeg"] + bytes(30_000_000))
    beyond = await browser.client.post("/cms/pictures/new", data={"key": key}, files={"file": ("a.jpg", bytes(64_000_001))}, headers=SAME)

    assert (422, True) == (empty.status_code, "No picture was chosen" in empty.text)
    assert (422, True) == (large.status_code, "This file has 31 megabytes; a picture may have 20." in browser.said)
    assert (413, True) == (beyond.status_code, "too large" in beyond.text)
    assert [] == await everything(museum)


@pytest.mark.parametrize("who", ["nobody", "translator", "disabled"])
async def test_nothing_is_read_from_whoever_may_not_send(browser, museum, who):
    """The body of an upload is not read before it is known that its sender may; the sign-in leads back to the form."""
    if who != "nobody":
        await browser.sign_in(who)

    async def body():
        for _ in range(100):
            yield b"x" * 100_000

    kind = {"Content-Type": "multipart/form-data; boundary=cut"}
    answer = await browser.client.post("/cms/pictures/new", content=body(), headers={**SAME, **kind})
    cross = await browser.client.post("/cms/pictures/new", content=b"x", headers={"Sec-Fetch-Site": "cross-site", **kind})

    assert (403 if who == "translator" else 401, 403) == (answer.status_code, cross.status_code)
    if who != "translator":
        assert 'name="next" value="/cms/pictures/new"' in answer.text
    assert [] == await everything(museum)


async def test_the_same_file_is_kept_once(browser, museum):
    """Whoever sends a picture that is here already is led to it with its words."""
    await browser.sign_in("editor")
    first = await added(browser)
    second = await added(browser)

    assert (first, 1) == (second, len(await everything(museum)))
    assert "was here already" in browser.said


async def test_a_picture_is_reused_with_its_words_and_ordered(browser, museum):
    """A picture is chosen for another stop by its words, moved up and down with the focus on its button, and taken away; it stays in the house."""
    for number in range(3):
        await add_picture(museum, f"p{number}", {"en": (f"Reed number {number}", "")}, CODES[:1])
    await browser.sign_in("editor")
    await browser.open(f"/cms/stops/{CODES[1]}/pictures?find=number 2")
    choices = browser.page.xpath("//button[@value='add']")
    await arrange(browser, CODES[1], "p2", "add")
    reused = browser.said
    await browser.open(f"/cms/stops/{CODES[0]}/pictures")
    moved = await arrange(browser, CODES[0], "p2", "up")
    await arrange(browser, CODES[0], "p2", "up")
    beyond = await arrange(browser, CODES[0], "p2", "up")
    await arrange(browser, CODES[0], "p2", "down")
    await arrange(browser, CODES[0], "p0", "out")
    async with museum.database.read() as session:
        order = [row.picture.key for row in await pictures.at_stop(session, (await tours.stop_by_code(session, CODES[0])).id)]

    assert 1 == len(choices)
    assert "Reed number 2" in reused
    assert (303, f"/cms/stops/{CODES[0]}/pictures?said=up#up-p2") == (moved.status_code, moved.headers["location"])
    assert 1 == len(browser.page.xpath("//button[@id='up-p2']"))
    assert 303 == beyond.status_code
    assert ["p2", "p1"] == order
    assert 3 == len(await everything(museum))


async def arrange(browser, code, key, do):
    """Press a button of the page of a stop's pictures, and look at the page again."""
    value = browser.page.xpath("//input[@name='key']")[0].value
    answer = await browser.client.post(f"/cms/stops/{code}/pictures", data={"key": value, "picture": key, "do": do}, headers=SAME, follow_redirects=False)
    await browser.open(f"/cms/stops/{code}/pictures")
    return answer


async def test_a_translator_describes_in_their_language_only(browser, museum):
    """The form has fields of the translator's languages alone, and a form that was made up is refused whole."""
    await add_picture(museum, "reed", {"kk": ("Қамыс", "")}, CODES[:1])
    await browser.sign_in("translator")
    await browser.open("/cms/pictures/reed")
    fields = list(browser.page.xpath("//main//textarea/@name"))
    await browser.send("/cms/pictures/reed", alt__ru="Камыш")
    key = browser.page.xpath("//input[@name='key']")[0].value
    made_up = [
        (await browser.client.post("/cms/pictures/reed", data={"key": key, "alt-ru": "нет", **field}, headers=SAME)).status_code
        for field in ({"alt-kk": "x"}, {"consent": "x"}, {"people": "nobody"})
    ]
    (row,) = await everything(museum)

    assert ["alt-ru"] == fields
    assert [403] * 3 == made_up
    assert ("Қамыс", "Камыш", "") == (row.alt("kk"), row.alt("ru"), row.picture.consent)


async def test_two_who_describe_at_once_lose_nothing(browser, museum):
    """Words in other fields stay as the other saved them; for the same field both are shown, and saving again decides."""
    await add_picture(museum, "reed", {"kk": ("Қамыс", "")})
    await browser.sign_in("editor")
    await browser.open("/cms/pictures/reed")
    mine = browser.page
    await browser.send("/cms/pictures/reed", alt__kk="Көл мен қамыс", alt__ru="Камыш")
    browser.page = mine
    other = await browser.send("/cms/pictures/reed", alt__en="Reed")
    browser.page = mine
    clash = await browser.send("/cms/pictures/reed", alt__kk="Қамыс пен жел", credit__kk="А. Б.")
    shown, typed = browser.said, browser.page.xpath("//textarea[@name='alt-kk']")[0].value
    (between,) = await everything(museum)
    await browser.send("/cms/pictures/reed")
    (after,) = await everything(museum)

    assert (200, 409) == (other.status_code, clash.status_code)
    assert ("Saved by somebody else meanwhile: Көл мен қамыс" in shown, "Қамыс пен жел") == (True, typed.strip())
    assert ("Көл мен қамыс", "Камыш", "Reed", "") == (between.alt("kk"), between.alt("ru"), between.alt("en"), between.credit("kk"))
    assert ("Қамыс пен жел", "Камыш", "А. Б.") == (after.alt("kk"), after.alt("ru"), after.credit("kk"))


async def test_words_are_not_lost_when_the_session_ends(browser, museum):
    """Whoever is signed out while describing a picture signs in and sends the same words."""
    await add_picture(museum)
    await browser.sign_in("editor")
    await browser.open("/cms/pictures/reed")
    browser.client.cookies.clear()
    asked = await browser.send("/cms/pictures/reed", alt__kk="Көл мен қамыс")
    await browser.send("/cms/sign-in", login="editor", password="қамыс пен алма ағашы")
    await browser.send("/cms/pictures/reed")
    (row,) = await everything(museum)

    assert (401, "Көл мен қамыс") == (asked.status_code, row.alt("kk"))


@pytest.mark.spoken
async def test_replacing_keeps_words_and_what_was_published(browser, museum):
    """A picture gets another file; its words and places stay, and visitors see the former until the next publication, its files stay in the store."""
    await approve_all(museum)
    await browser.sign_in("publisher")
    key = await added(browser, stop=CODES[0])
    await browser.send(f"/cms/pictures/{key}", **WORDS)
    await browser.open("/cms/publish")
    await browser.send("/cms/publish/steppe/en")
    before = (await everything(museum))[0].picture.files
    await browser.open(f"/cms/pictures/{key}/file")
    await send(browser, corpus.TAKEN["webp"], "reed.webp", "image/webp", f"/cms/pictures/{key}/file")
    said = browser.said
    (row,) = await everything(museum)
    await asyncio.sleep(1)
    page = (await browser.client.get(f"/en/stops/{CODES[0]}")).text

    assert "Look whether its words still fit" in said
    assert (True, "Reed by the lake.") == (row.picture.files != before, row.alt("en"))
    assert (900, 600) == (row.picture.width, row.picture.height)
    assert [True] * len(before) == [museum.media.verify(str(file["name"])) for file in before]
    assert (True, False) == (str(before[0]["name"]) in page, str(row.picture.files[0]["name"]) in page)


async def test_a_picture_in_use_is_not_removed(browser, museum):
    """A picture that a stop shows stays, with the stop's number in the sentence; one that no stop shows goes, and its file stays."""
    await add_picture(museum, "reed", {"en": ("Reed", "")}, CODES[:1])
    await add_picture(museum, "lake", {"en": ("Lake", "")})
    await browser.sign_in("editor")
    await browser.open("/cms/pictures/reed")
    offered = [form.action for form in browser.page.forms if (form.action or "").endswith("/remove")]
    key = browser.page.xpath("//input[@name='key']")[0].value
    refused = await browser.client.post("/cms/pictures/reed/remove", data={"key": key}, headers=SAME)
    await browser.open("/cms/pictures/lake")
    await browser.send("/cms/pictures/lake/remove")
    gone = browser.said

    assert ([], 409, True) == (offered, refused.status_code, "Stop 1 shows this picture" in refused.text)
    assert "The picture was removed." in gone
    assert ["reed"] == [row.picture.key for row in await everything(museum)]
    assert 2 == len(list(museum.media.names()))


async def test_the_list_says_what_is_missing_and_finds_words(browser, museum, monkeypatch):
    """Each picture says where it is shown and what is missing; searching finds words in any language, also without Kazakh letters, and stops.

    All that is looked through is folded once, and what somebody changed is found at once.
    """
    await add_picture(museum, "reed", {"kk": ("Көл жағасындағы қамыс", "")}, CODES[:1])
    await add_picture(museum, "lamp", {"kk": ("Шам", ""), "ru": ("Лампа", ""), "en": ("A lamp", "")})
    async with museum.database.write() as session:
        lamp = await session.scalar(select(Picture).where(Picture.key == "lamp"))
        lamp.consent, lamp.people = "Drawn for us", "nobody"
    await browser.sign_in("translator")
    await browser.open("/cms/pictures")
    both = browser.said
    found = {}
    for find in ("камыс", "лампа", "reed 1", "A1B2", "drawn FOR", "nothing"):
        await browser.open(f"/cms/pictures?find={find}")
        found[find] = sorted(link.rsplit("/", 1)[1] for link in browser.page.xpath("//ul[@class='cards']//p/a[starts-with(@href, '/cms/pictures/')]/@href"))
    folds = []
    monkeypatch.setattr(seeking, "fold", lambda text: folds.append(text) or fold(text))
    async with museum.database.write() as session:
        (await session.scalar(select(Picture).where(Picture.key == "lamp"))).consent = "Painted for us"
    await browser.open("/cms/pictures?find=painted")
    repainted, folded = browser.said, sorted(folds)
    await browser.open("/cms/pictures?missing=1")

    assert "1 picture" in repainted
    assert ["Painted for us", "lamp", "painted"] == folded
    assert "Alternative text is missing in: Русский, English Who allowed it is not written down. Shown at: Stop 1" in both
    assert {"камыс": ["reed"], "лампа": ["lamp"], "reed 1": ["reed"], "A1B2": ["reed"], "drawn FOR": ["lamp"], "nothing": []} == found
    assert "1 picture" in browser.said


@pytest.mark.spoken
async def test_who_has_not_agreed_is_not_published(browser, museum):
    """A picture with somebody who has not agreed yet is left out in every language, and the receipt leads to the answer."""
    await approve_all(museum)
    await add_picture(museum, "reed", {"en": ("Reed", "")}, CODES[:1])
    await browser.sign_in("publisher")
    await browser.open("/cms/pictures/reed")
    await browser.send("/cms/pictures/reed", people="waiting")
    await browser.open("/cms/publish")
    await browser.send("/cms/publish/steppe/en")
    link = browser.page.xpath("//a[contains(@href, '/cms/pictures/reed')]/@href")
    async with museum.database.read() as session:
        edition = await publishing.current(session, (await publishing.tour_by_slug(session, "steppe")).id, "en")

    assert (["/cms/pictures/reed#people"], [(), ()]) == (link, [stop.pictures for stop in edition.stops])
    assert "somebody in a picture has not agreed yet" in browser.said


async def test_the_editor_shows_pictures_beside_the_text(browser, museum):
    """The page of a script has its pictures with the alternative text of its language in a field; saving it comes back there."""
    await add_picture(museum, "reed", {"ru": ("Камыш", "Музей")}, CODES[:1])
    await browser.sign_in("translator")
    await browser.open(f"/cms/stops/{CODES[0]}/ru")
    shown = browser.page.xpath("//section[@aria-labelledby='pictures']//textarea[@name='alt-ru']")[0].value
    answer = await browser.send("/cms/pictures/reed", alt__ru="Камыш у озера")
    await browser.open(f"/cms/stops/{CODES[0]}/kk")
    others = browser.page.xpath("//section[@aria-labelledby='pictures']//textarea")
    (row,) = await everything(museum)

    assert ("Камыш", "Камыш у озера", []) == (shown.strip(), row.alt("ru"), others)
    assert (f"/cms/stops/{CODES[0]}/ru", 200) == (answer.url.path, answer.status_code)


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 8887*8893 }}"


@pytest.mark.spoken
async def test_hostile_words_of_pictures_appear_as_words(browser, museum):
    """Alternative texts, credits, consent and file names are shown as text on every page, and so is what visitors see."""
    await approve_all(museum)
    await browser.sign_in("admin")
    key = await added(browser, stop=CODES[0])
    fields = {f"{field}__{language}": HOSTILE for field in ("alt", "credit") for language in ("kk", "ru", "en")}
    await browser.send(f"/cms/pictures/{key}", **fields, consent=HOSTILE, people="agreed")
    await browser.open("/cms/pictures/new")
    lied = await send(browser, corpus.TAKEN["png"], f"{HOSTILE[:40]}.jpg")
    pages = [f"/cms/pictures/{key}", f"/cms/pictures/{key}/file", "/cms/pictures", f"/cms/pictures?find={HOSTILE}&missing=1&page=7"]
    pages += [f"/cms/stops/{CODES[0]}/pictures", f"/cms/stops/{CODES[1]}/pictures?find={HOSTILE}", f"/cms/stops/{CODES[0]}/en", "/cms/history", "/cms"]
    await browser.open("/cms/publish")
    await browser.send("/cms/publish/steppe/en")
    await asyncio.sleep(1)
    for path in [*pages, f"/en/stops/{CODES[0]}", "/en/all", "/en/tours/steppe"]:
        answer = await browser.open(path)

        assert 200 == answer.status_code, path
        assert [] == browser.page.xpath("//*[@onerror] | //img[@src='x']"), path
        assert not any("alert(1)" in (script.text or "") for script in browser.page.xpath("//script")), path
        assert "79032091" not in answer.text or "{{ 8887*8893 }}" in browser.page.text_content()
    assert (422, "in truth a PNG picture" in lied.text, "<script>alert" in lied.text) == (lied.status_code, True, False)


async def test_the_history_says_who_did_what(browser, museum):
    """Sending, describing, arranging, replacing and removing stand in the history with the person and the language."""
    await browser.sign_in("editor")
    key = await added(browser)
    await browser.send(f"/cms/pictures/{key}", alt__kk="Қамыс", consent="Letter")
    await browser.open(f"/cms/pictures/{key}/file")
    await send(browser, corpus.TAKEN["png"], "reed.png", "image/png", f"/cms/pictures/{key}/file")
    await browser.send(f"/cms/pictures/{key}/remove")
    async with museum.database.read() as session:
        done = [(deed.person_name, deed.verb, deed.language) for deed in (await history.find(session, Wanted()))[0]]
    await browser.open("/cms/history")

    assert [
        ("Edith", "picture-removed", ""),
        ("Edith", "picture-replaced", ""),
        ("Edith", "picture-allowed", ""),
        ("Edith", "picture-described", "kk"),
        ("Edith", "picture-added", ""),
    ] == done[:5]
    assert all(words in browser.said for words in ("removed the picture", "replaced the file of the picture", "described the picture", "added the picture"))


@pytest.mark.parametrize("body", [b"--cut\r\nContent-Disposition: form-data; name=key\r\n\r\n\xff\xfe\r\n--cut--\r\n", b"no parts at all", b"--cut\r\n", b""])
async def test_a_form_that_no_browser_sends_is_refused(browser, body):
    """A form of wrong letters, without parts or cut off gets a refusal, never a failure of the server."""
    await browser.sign_in("editor")
    kind = {"Content-Type": "multipart/form-data; boundary=cut"}
    answer = await browser.client.post("/cms/pictures/new", content=body, headers={**SAME, **kind})

    assert answer.status_code in {400, 403, 422}
