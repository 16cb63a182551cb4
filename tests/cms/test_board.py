"""The overview: what state everything is in, what is typed and not saved, and what has to be looked at again."""

import re

from tests.stories import CODES, add_picture

from audio_guide.narrating import narrate
from audio_guide.publishing import service as publishing
from audio_guide.publishing.rules import Rules, set_rules
from audio_guide.speech import human
from audio_guide.speech.human import Reading, Sent
from audio_guide.tours import naming, ways, writing
from audio_guide.tours import service as tours

TYPED = {"Sec-Fetch-Site": "same-origin"}


async def cells(browser, query=""):
    """Return what the overview says of each stop and language, by the stop's code."""
    await browser.open(f"/cms{query}")
    rows = browser.page.xpath("//tbody/tr")
    return {row.xpath("th/span")[0].text: [re.sub(r"\s+", " ", cell.text_content()).strip() for cell in row.xpath("td")] for row in rows}


async def type_words(browser, path, **words):
    """Type into a form as the page keeps it every ten seconds, without saving."""
    await browser.open(path)
    form = browser.page.xpath("//form[@data-draft]")[0]
    answer = await browser.client.post(form.get("data-draft"), data={**dict(form.form_values()), **words}, headers=TYPED)
    assert 204 == answer.status_code


async def test_the_board_is_searched_filtered_and_ordered(browser, museum):
    """One word finds its stop in any language; a state shows only the stops that have it; minutes of sound are told for each language."""
    assert 0 == await narrate(museum, code=CODES[0])
    await browser.sign_in("translator")
    shown = {}
    for query in (
        "find=жалаңаш",
        "find=nowhere",
        "state=to-be-heard",
        "state=sound-missing&language=kk",
        "order=needs",
        "page=7",
        "state=bad&page=x&language=zz",
    ):
        await browser.open(f"/cms?{query}")
        shown[query] = [row.text_content().split()[0] for row in browser.page.xpath("//tbody/tr/th")]

    assert ["1", "2"] == shown["find=жалаңаш"] == shown["state=bad&page=x&language=zz"]
    assert ["2", "1"] == shown["order=needs"]
    assert [] == shown["find=nowhere"] == shown["page=7"]
    assert (["1"], ["2"]) == (shown["state=to-be-heard"], shown["state=sound-missing&language=kk"])
    assert re.search(r"Қазақша: \d+ seconds", browser.said)


async def test_titles_stand_in_the_order_of_the_kazakh_alphabet(browser, museum):
    """Ordered by title, Ә stands behind А and Қ behind К; the order is that of the language in view."""
    async with museum.database.write() as session:
        for code, kazakh, russian in ((CODES[0], "Қамыс", "Ящик"), (CODES[1], "Кілт", "Ёлка")):
            stop = await tours.stop_by_code(session, code)
            await tours.save_script(session, stop, "kk", title=kazakh, body="Сөз.", author="test")
            await tours.save_script(session, stop, "ru", title=russian, body="Слово.", author="test")
        tour = await tours.save_tour(session, "steppe", {"kk": {"title": "Дала"}})
        for position, (code, title) in enumerate((("A111", "Әліппе"), ("A222", "Аула"), ("A333", ""))):
            stop = await tours.save_stop(session, tour, code, 3 + position, 2 + position)
            if title:
                await tours.save_script(session, stop, "kk", title=title, body="Сөз.", author="test")
    await browser.sign_in("editor")

    assert ["A222", "A111", CODES[1], CODES[0], "A333"] == list(await cells(browser, "?order=title"))
    assert [CODES[1], CODES[0]] == list(await cells(browser, "?order=title&language=ru"))[:2]


async def test_what_is_typed_and_not_saved_is_told_to_all_but_shown_to_nobody(browser, museum):
    """A place without words is a draft while somebody types there; the overview says whose, finds it by its state, and shows no word of it."""
    async with museum.database.write() as session:
        tour = await tours.save_tour(session, "steppe", {"kk": {"title": "Дала"}})
        await tours.save_stop(session, tour, "N3W1", 3, 2)
    await browser.sign_in("editor")
    await type_words(browser, "/cms/stops/N3W1/ru", title="Тайна", body="Никому не видно")
    await type_words(browser, "/cms/stops/N3W1/en?track=easy", title="Secret", body="Not to be seen")
    await type_words(browser, f"/cms/stops/{CODES[0]}/kk", body="Жарты жол")
    mine = await cells(browser)
    drafts = await cells(browser, "?state=draft")
    await browser.open("/cms")
    await browser.send("/cms/sign-out")
    await browser.sign_in("admin")
    others = await cells(browser)

    assert ["N3W1", CODES[0]] == sorted(drafts, reverse=True)
    assert "draft, not saved yet Your words here are not saved yet" in mine["N3W1"][1]
    assert "Easy language: draft, not saved yet Your words here are not saved yet" in mine["N3W1"][2]
    assert "sound missing Your words here are not saved yet" in mine[CODES[0]][0]
    assert "draft, not saved yet Not saved yet: words of Edith" in others["N3W1"][1]
    assert not re.search("Тайна|Никому|Secret|seen|Жарты", str(others))


async def test_a_translation_behind_its_source_is_told_and_found(browser, museum):
    """When the source gets other words its translation says so, with the way to the changes, until somebody says it was brought up; others say nothing."""
    await browser.sign_in("editor")
    await browser.open(f"/cms/stops/{CODES[0]}/ru")
    await browser.send(f"/cms/stops/{CODES[0]}/ru", source="kk", body="Женщины резали камыш на озере Жаланаш. Это перевод.")
    fresh = await cells(browser, "?state=behind")
    await browser.open(f"/cms/stops/{CODES[0]}/kk")
    await browser.send(f"/cms/stops/{CODES[0]}/kk", body="Әйелдер қамыс орған. Су тастай болатын.")
    late = await cells(browser, "?state=behind")
    await browser.open(f"/cms/stops/{CODES[0]}/ru")
    await browser.send(f"/cms/stops/{CODES[0]}/ru", source="kk", brought_up="1", body="Женщины резали камыш. Вода была ледяная.")

    assert {} == fresh == await cells(browser, "?state=behind")
    assert [CODES[0]] == list(late)
    assert [False, True, False] == ["The source has changed: Қазақша" in cell for cell in late[CODES[0]]]


async def test_from_each_cell_it_is_one_step_to_the_right_place(browser, museum):
    """What lacks words leads to the editor, what lacks sound to the sound, each in its language and form; who may not write there is not sent there."""
    first, second = CODES[:2]
    async with museum.database.write() as session:
        one, two = [await tours.stop_by_code(session, code) for code in (first, second)]
        tour = await publishing.tour_by_slug(session, "steppe")
        await tours.save_stop(session, tour, "N3W1", 3, 2)
        await tours.save_script(session, one, "kk", title="Көл", body="Мұнда көл бар.", author="test", track="easy")
        source = await tours.save_script(session, two, "kk", title="Қамыс 2", body="Бұрынғы сөз.", author="test")
        translation = await tours.save_script(session, two, "ru", title="Камыш 2", body="Прежнее слово.", author="test")
        await session.flush()
        await writing.remember_source(session, translation, source)
        await tours.save_script(session, two, "kk", title="Қамыс 2", body="Жаңа сөз.", author="test")
        await human.take_in(session, source, Sent("0.flac", "0" * 64, 9.0), Reading("Айгүл", "", "on paper"), "Пётр")
        await session.flush()
        await tours.save_script(session, two, "kk", title="Қамыс 2", body="Ең жаңа сөз.", author="test")
    await browser.sign_in("translator")
    await type_words(browser, f"/cms/stops/{first}/ru?track=described", title="Вид", body="Вода.")
    await browser.open("/cms")
    links = {}
    for row in browser.page.xpath("//tbody/tr"):
        for language, cell in zip(("kk", "ru", "en"), row.xpath("td"), strict=True):
            links[row.xpath("string(th/span)"), language] = [link.removeprefix("/cms/") for link in cell.xpath(".//a/@href")]
    answers = {link: await browser.open(f"/cms/{link}") for link in {link for found in links.values() for link in found}}

    assert links == {
        (first, "kk"): [f"stops/{first}/kk", f"sound/{first}/kk", f"sound/{first}/kk?track=easy"],
        (first, "ru"): [f"stops/{first}/ru", f"sound/{first}/ru", f"stops/{first}/ru?track=described"],
        (first, "en"): [f"stops/{first}/en", f"sound/{first}/en"],
        (second, "kk"): [f"stops/{second}/kk", f"sound/{second}/kk", f"sound/{second}/kk#changed"],
        (second, "ru"): [f"stops/{second}/ru", f"sound/{second}/ru", f"stops/{second}/ru"],
        (second, "en"): [f"stops/{second}/en", f"sound/{second}/en"],
        ("N3W1", "kk"): [],
        ("N3W1", "ru"): ["stops/N3W1/ru"],
        ("N3W1", "en"): [],
    }
    assert {200} == {answer.status_code for answer in answers.values()}
    assert 'id="changed"' in answers[f"sound/{second}/kk#changed"].text
    assert "Вид" in answers[f"stops/{first}/ru?track=described"].text


async def test_what_a_second_person_has_to_approve_is_in_review(browser, museum):
    """While the house wants a second person, sound that was made is in review and not only to be listened to; either is found by its state."""
    assert 0 == await narrate(museum, code=CODES[1])
    await browser.sign_in("publisher")
    alone = await cells(browser, "?state=to-be-heard"), await cells(browser, "?state=in-review")
    async with museum.database.write() as session:
        await set_rules(session, Rules(second_person=True))
    together = await cells(browser, "?state=to-be-heard"), await cells(browser, "?state=in-review")

    assert ([CODES[1]], []) == tuple(map(list, alone))
    assert ([], [CODES[1]]) == tuple(map(list, together))
    assert "in review: to be approved by a second person" in together[1][CODES[1]][0]


async def test_a_search_goes_through_all_that_is_written(browser, museum):
    """Content notes, alternative texts, credits and ways are found, typed on any keyboard; a name is found in whatever language a text says it."""
    await add_picture(museum, texts={"kk": ("Қайық жағада.", "Мұражай қоры")}, at=(CODES[0],))
    forms = {"kk": {"written": "Әзиза Рысқұлова", "aliases": ["Рысқұлова"]}, "ru": {"written": "Азиза Рыскулова", "aliases": ["Рыскуловой"]}}
    async with museum.database.write() as session:
        first, second = [await tours.stop_by_code(session, code) for code in CODES[:2]]
        await tours.save_note(session, second, "ru", "О гибели детей.")
        await naming.save_name(session, "ryskulova", "person", {**forms, "en": {"written": "Aziza Ryskulova"}})
        await tours.save_script(session, second, "en", title="Meat", body="Aziza Ryskulova shared it.", author="test")
        await tours.save_script(session, first, "ru", title="Мясо", body="Письмо Рыскуловой.", author="test")
        tour = await publishing.tour_by_slug(session, "steppe")
        await ways.save_spots(session, tour.id, {first.id: ways.Spot(None, {"kk": ways.Words("Тұйыққа бұрылыңыз.", "Айналып өтіңіз.")})})
    await browser.sign_in("translator")
    found = {}
    for word in ("гибели", "кайык", "муражай", "туйык", "айналып", "Рысқұлова", "рыскулов", "zebra"):
        await browser.open(f"/cms?find={word}")
        found[word] = [row.text_content().split()[0] for row in browser.page.xpath("//tbody/tr/th")]

    one, two = ["1"], ["2"]
    assert {
        "гибели": two,
        "кайык": one,
        "муражай": one,
        "туйык": one,
        "айналып": one,
        "Рысқұлова": [*one, *two],
        "рыскулов": [*one, *two],
        "zebra": [],
    } == found
