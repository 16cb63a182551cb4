"""How a sentence is cut for a voice that takes a hundred characters at a time."""

import pytest

from audio_guide.speech.engines.clauses import clauses

LONG = (
    "В тридцать восьмом году женщин привезли сюда, в голую степь, где стояли бараки из самана; они строили дома, "
    "сажали сады, шили одежду для фронта — и ждали писем от детей, которых отдали в детские дома."
)


def test_a_short_sentence_stays_whole() -> None:
    """A sentence within the limit is one request, whatever commas it has."""
    assert ("Женщины, дети, письма.",) == clauses(" Женщины, дети, письма. ", 100)


def test_a_long_sentence_is_cut_after_clauses() -> None:
    """A long sentence is cut after a comma, semicolon or dash, into as few pieces as fit, and loses no word."""
    pieces = clauses(LONG, 100)
    assert LONG.split() == " ".join(pieces).split()
    assert all(len(piece) <= 100 for piece in pieces)
    assert all(piece[-1] in ",;—." for piece in pieces)
    assert len(pieces) == 3


def test_a_long_clause_is_cut_between_words() -> None:
    """A clause beyond the limit is cut between words, into pieces of about the same length."""
    pieces = clauses("слово " * 30, 100)
    assert ["слово"] * 30 == " ".join(pieces).split()
    assert all(60 <= len(piece) <= 100 for piece in pieces)


def test_an_endless_word_is_cut_anyway() -> None:
    """A word beyond the limit is cut at the limit, since the service would refuse it."""
    assert ("а" * 100, "а" * 50) == clauses("а" * 150, 100)


@pytest.mark.parametrize("sentence", ["», —", "", "…"])
def test_pieces_without_letters_are_left_out(sentence: str) -> None:
    """A piece with nothing to say is no request."""
    assert () == clauses(sentence, 100)
