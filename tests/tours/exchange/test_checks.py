"""What is looked at before words are put in place."""

import pytest

from audio_guide.kit.letters import is_other_language
from audio_guide.tours.exchange import glossary, suggesting
from audio_guide.tours.exchange.checks import Pair, Term, check, look_alikes, speed
from audio_guide.tours.exchange.state import known, units
from audio_guide.tours.exchange.texts import Key

BODY = Key("stop", "A1B2", "body", "x")
TITLE = Key("stop", "A1B2", "title")
LONG_RU = "Женщины резали камыш на озере Жаланаш зимой."
TERM = Term(("Жаланаш",), "Жалаңаш", ("Жалаңаш",))


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("Было {n} бараков", "{n} барак болды", []),
        ("Было {n} бараков", "Барактар болды", ["places"]),
        ("Барак", "{n} барак", ["places"]),
        ("Посёлок Малиновка", "[Малиновка]{ru} ауылы", []),
        ("Посёлок Малиновка", "[Малиновка]{RU!} ауылы", ["marks"]),
        ("Барак", "Барак", ["unchanged"]),
        ("В 1938 году", "1938 жылы", []),
        ("В 1938 году", "Сол жылы", ["numbers"]),
        ("20 000 женщин", "20\u00a0000 әйел", []),
        ("20 000 женщин", "20 мың әйел", ["numbers"]),
        ("В 1938 году", "في عام \u0661\u0669\u0663\u0668", []),
        ("20 000 женщин", "\u0662\u0660\u066c\u0660\u0660\u0660 امرأة", []),
        ("В 1938 году", "في عام \u0661\u0669\u0663\u0669", ["numbers"]),
        ("в 20:00 пришли пять", "кешкі сегізде бесеу келді", []),
        (LONG_RU, "Әйелдер Жалаңаш көлінде қыста қамыс шапты.", []),
        (LONG_RU, "Әйелдер Жаланаш көлінде қыста қамыс шапты.", ["names"]),
        ("Камыш резали у воды каждый день", "Камыш резали у воды каждое утро", ["wrong-language"]),
        ("Казахстан", "Казакстaн", ["look-alikes"]),
        ("Адрес", "URLдың мекенжайы", []),
        (LONG_RU, "Қыс.", ["length", "names"]),
    ],
)
def test_the_checks_find_exactly_this(source, target, found):
    """Each check fires on what it is for, and on nothing beside."""
    assert sorted(found) == sorted(one.check for one in check(Pair(BODY, source, target, "ru", "kk"), (TERM,)))


def test_errors_block_and_stand_first():
    """What is refused is told before what is only odd, with the room there is."""
    found = check(Pair(TITLE, "Озеро {n}", "Озеро" * 100, "ru", "kk"))

    assert ["places", "long"] == [one.check for one in found if one.blocks]
    assert {"shown": "500", "most": 300} == found[1].places
    assert [True, True] == [one.blocks for one in found[:2]]


async def test_20_the_demo_texts_raise_no_alarm(alzhir):
    """Check 20: no text of the demo tour is taken for another language or holds a Latin look-alike."""
    words = (await alzhir.texts()).words
    alarms = [
        (language, key) for language, texts in words.items() for key, text in texts.items() if is_other_language(text, language) or look_alikes(text, language)
    ]

    assert (3, []) == (len(words), alarms)


async def test_20_a_russian_paragraph_in_kazakh_raises_one(alzhir):
    """Check 20: every Russian paragraph of the demo put into the Kazakh text is noticed, and every Kazakh one in the Russian."""
    words = (await alzhir.texts()).words
    paragraphs = {language: [text for key, text in words[language].items() if ".body." in key] for language in ("kk", "ru")}

    assert [] == [text for text in paragraphs["ru"] if not is_other_language(text, "kk")]
    assert [] == [text for text in paragraphs["kk"] if not is_other_language(text, "ru")]
    assert ["Қазaқстан", "cу"] == look_alikes("Қазaқстан мен cу", "kk")


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Қазақстанның iсi", "kk", ["iсi"]),
        ("əйелдер мен hалық", "kk", ["əйелдер", "hалық"]),
        ("Əйел, Iс, КCРО", "kk", ["Əйел", "Iс", "КCРО"]),
        ("Казахстaн и Aлма-Ата", "ru", ["Казахстaн", "Aлма"]),
        ("Жiнки та дiти", "uk", ["Жiнки", "дiти"]),
        ("Wi-Fi, QR-код, PDFті, XX ғасыр, 5G, iPhone-ға", "kk", []),
        ("The Қазақcтан museum", "en", ["Қазақcтан"]),
    ],
)
def test_20_each_look_alike_is_found_and_no_abbreviation(text, language, found):
    """Check 20: Latin i, ə, h, a, c and their capitals in a Cyrillic word are named in each language; abbreviations and foreign names are not."""
    assert found == look_alikes(text, language)


UKRAINIAN = "Жінки різали очерет на озері взимку, і вода була крижаною щодня."
KAZAKH = "Әйелдер Жалаңаш көлінде қыста қамыс шапты, су мұздай болатын."
UKRAINIAN_TOO = "Жінки чекали на листи, і дехто дістав їх аж за рік."
ENGLISH = "Women cut reeds at Lake Zhalanash in winter, in freezing water."


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("uk", (UKRAINIAN,), (KAZAKH, ENGLISH, LONG_RU)),
        ("de", ("Die Frauen schnitten im Winter Schilf am See Schalanasch.",), (UKRAINIAN, KAZAKH, LONG_RU)),
        ("ru", (LONG_RU, "Женщины Жалаңаша резали камыш на озере каждый день и каждую ночь, до самой весны."), (KAZAKH, ENGLISH)),
        ("kk", (KAZAKH,), (LONG_RU, ENGLISH, UKRAINIAN_TOO, "Женщины резали камыш щодня взимку")),
        ("ar", ("قطعت النساء القصب في بحيرة جالاناش في الشتاء",), (KAZAKH, ENGLISH, LONG_RU)),
        ("ky", ("Аялдар кышында көлдөн камыш чаап, муздак сууда турушкан.",), (KAZAKH, ENGLISH)),
        ("en", (ENGLISH,), (KAZAKH, LONG_RU)),
        ("ka", ("ქალები ზამთარში ტბაზე ლერწამს ჭრიდნენ ყინულოვან წყალში",), (ENGLISH, LONG_RU)),
        ("kk-Latn", ("Áielder Jalańash kólinde qysta qamys shapty, sý muzdai",), (LONG_RU,)),
    ],
)
def test_a_text_in_another_language_is_noticed_in_every_language(language, right, wrong):
    """Whatever language a museum adds, text in other letters is noticed, and its own is not."""
    assert ([False] * len(right), [True] * len(wrong)) == (
        [is_other_language(text, language) for text in right],
        [is_other_language(text, language) for text in wrong],
    )


async def test_warnings_on_the_demo_are_few(alzhir):
    """All warnings on the demo in all six directions are counted: a check that cries wolf would be seen here."""
    texts = await alzhir.texts()
    found = []
    async with alzhir.house.database.read() as session:
        for source, language in (("kk", "ru"), ("kk", "en"), ("ru", "kk"), ("ru", "en"), ("en", "kk"), ("en", "ru")):
            terms = await glossary.terms(session, source, language)
            shown = await suggesting.odd(session, language, source, units(texts, await known(session, language), language, source), terms)
            found += [(source, language, key, one.check, one.shown) for key, findings in shown.items() for one in findings]

    assert len(found) <= 6, found


def test_sound_and_text_that_cannot_belong_together():
    """A recording of half the usual time, or twice, is noticed; a slow reader is not."""
    assert [True, False, False, True] == [speed(seconds, 100) is not None for seconds in (40, 80, 160, 200)]
