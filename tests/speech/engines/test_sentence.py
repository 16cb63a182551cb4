"""Where the words of a sentence begin."""

import pytest

from audio_guide.speech.engines.sentence import words_of


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([(0, "Жер-жерде"), (10, "әйелдер")], "Жер-жерде әйелдер."),
        ([(1, "Она"), (6, "ждала")], "«Она» ждала…"),
        ([(0, "It's"), (5, "a"), (7, "wife’s"), (14, "letter")], "It's a wife’s letter"),
        ([(0, "сто́ящая")], "сто́ящая"),
        ([(0, "в"), (4, "лагере")], "в — лагере"),
        ([], "… — «»"),
    ],
)
def test_words_are_found_with_their_first_character(words: list[tuple[int, str]], sentence: str) -> None:
    """Hyphens, apostrophes and stress marks belong to a word; dashes and quotation marks do not."""
    assert words == [(word.start, word.text) for word in words_of(sentence)]
