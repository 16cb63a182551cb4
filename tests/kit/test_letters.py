"""Kazakh letters from any keyboard: searching folds both sides alike, sorting follows the alphabet."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio_guide.kit.letters import KAZAKH_ORDER, fold, in_order

LETTERS = KAZAKH_ORDER + KAZAKH_ORDER.upper() + "abchikomptxyəABCHIKOMPTXY 0123456789-’\u00ad\u0301«»"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Казакстан", "Қазақстан"),
        ("жаланаш коли", "Жалаңаш көлі"),
        ("Рыскулов", "Рысқұлов"),
        ("дамеш", "Дәмеш"),
        ("гаухар уй", "ғауһар үй"),
        ("каhарман", "қаһарман"),
        ("кахарман", "қаһарман"),
        ("жен", "жён"),
        ("AЛЖИР", "АЛЖИР"),
        ("iс", "іс"),
        ("əйел", "әйел"),
        ("қамыс", "қа\u00adмыс"),
        ("камыс", "ка\u0301мыс"),
        ("women's", "Women’s"),
        ("мемориалдык - музей", "мемориалдық – музей"),
        ("су үй", "СУ\u00a0ҮЙ"),
    ],
)
def test_what_is_typed_is_what_is_written(typed, written):
    """A word typed on a Russian, Kazakh or Latin keyboard, in any case, is the word as it stands in the text."""
    assert fold(typed) == fold(written)


def test_different_words_stay_different():
    """Letters that only a careless reader confuses stay apart: й is not и, э is not е, ц is not ч."""
    assert 6 == len({fold(word) for word in ("май", "маи", "эл", "ел", "цех", "чех")})


@given(st.text(alphabet=LETTERS, max_size=30), st.text(alphabet=LETTERS.replace("\u0301", ""), max_size=30))
def test_a_part_folds_to_a_part(first, second):
    """Whatever stands beside it, a part of a text folds to a part of the folded text, so that nothing can be missed."""
    assert fold(first) + fold(second) == fold(first + second)


@given(st.text(max_size=60))
def test_folding_is_done_once(text):
    """Folding what is folded changes nothing, capitals and decomposed letters fold to the same, and nothing fails."""
    folded = fold(text)

    assert folded == fold(folded)
    assert fold(unicodedata.normalize("NFD", text)) == folded


@given(st.lists(st.sampled_from(KAZAKH_ORDER), max_size=12))
def test_letters_sort_as_the_alphabet(letters):
    """Single letters, small or capital, stand in the order of the Kazakh alphabet."""
    expected = sorted(letters, key=KAZAKH_ORDER.index)

    assert expected == sorted(letters, key=in_order)
    assert [letter.upper() for letter in expected] == sorted((letter.upper() for letter in letters), key=in_order)


def test_words_sort_as_a_dictionary():
    """Ә stands after А and not after Я, numbers by value, quotation marks do not count, shorter words first."""
    expected = [
        "2-бөлме",
        "10-бөлме",
        "Akmol",
        "Адам",
        "«Ақмол»",
        "Ән",
        "Бұйрық",
        "Ғасыр",
        "Кеш",
        "Қамыс",
        "Қамыс пен су",
        "Өмір",
        "Ұя",
        "Үй",
        "Һәм",
        "Іс",
        "Яғни",
    ]

    mixed = [*expected[::2], *expected[1::2]]

    assert expected == sorted(mixed, key=in_order)


@given(st.lists(st.text(alphabet=LETTERS, max_size=8), max_size=8))
def test_sorting_is_the_same_from_any_order(words):
    """The order depends on the words alone."""
    mixed = [*words[1::2], *words[::2]]

    assert sorted(words, key=in_order) == sorted(mixed, key=in_order)
