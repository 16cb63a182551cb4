"""Kazakh in Latin letters: one table, one way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio_guide.kit.latin import LETTERS, latin, latin_with_places

ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
LATIN = set("aäbdefgğhıijklmnñoöpqrsştuūüvyz")
kazakh = st.text(st.sampled_from(ALPHABET + ALPHABET.upper() + " .,—12a«»"), max_size=60)


def test_the_table_is_the_alphabet():
    """All 42 letters of the Kazakh alphabet are in the table, and all that it writes are among the 31 of 2021."""
    assert (42, sorted(ALPHABET)) == (len(LETTERS), sorted(LETTERS))
    assert LATIN >= set("".join(LETTERS.values()))


@pytest.mark.parametrize(
    ("cyrillic", "written"),
    [
        ("Қазақстан Республикасы", "Qazaqstan Respublikasy"),
        ("Жалаңаш көлінен қамыс орды", "Jalañaş kölınen qamys ordy"),
        ("Іс. Ине. ИІЙ", "Is. İne. İIİ"),
        ("ЮНЕСКО, Юлия, АЯ", "İUNESKO, İuliia, AİA"),
        ("ұлы үміт һәм ғылым", "ūly ümıt häm ğylym"),
        ("ҚЫЗЫЛ ЩЕК Щи", "QYZYL ŞŞEK Şşi"),
        ("объект, цех, чай", "obekt, tseh, tşai"),
        ("1938 жылғы (ru) Lake", "1938 jylğy (ru) Lake"),
    ],
)
def test_words(cyrillic, written):
    """Words are written as the alphabet of 2021 does, capitals too."""
    assert written == latin(cyrillic)


@given(kazakh)
def test_nothing_kazakh_is_left(text):
    """No Cyrillic letter stays, and a second pass changes nothing."""
    assert not any("\u0400" <= letter <= "\u04ff" for letter in latin(text))
    assert latin(latin(text)) == latin(text)


@given(kazakh, st.data())
def test_places_cut_the_text_alike(text, data):
    """The places cut the Latin text where the Cyrillic one was cut: what lies between is what that piece becomes in its neighbourhood."""
    written, places = latin_with_places(text)
    cut = data.draw(st.integers(0, len(text)))

    assert (len(text) + 1, 0, len(written)) == (len(places), places[0], places[-1])
    assert sorted(places) == places
    assert latin(text[:cut]).casefold() == written[: places[cut]].casefold()


@given(st.text(max_size=40))
def test_other_letters_stay(text):
    """Whatever is not Kazakh Cyrillic is left as it is."""
    if not any(letter.lower() in LETTERS for letter in text):
        assert text == latin(text)
