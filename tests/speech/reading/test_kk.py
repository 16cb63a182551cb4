"""Kazakh text of any shape is read whole: every shown word has a place, odd input breaks nothing, and a long text takes time in its length."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.speech.reading.test_golden import rows

from audio_guide.speech.reading import read
from audio_guide.speech.reading.lint import lint

PIECES = ["жыл", "жылы", "ж.", "жж.", "ғ.", "тамыз", "км", "-де", "-нан", "-ші", "бөлім", "млн", "№", "т.б.", "АЛЖИР", "КСРО-ның", "1937", "15", "10:00", "3,5"]
SIGNS = st.text(alphabet='0123456789 .,-–—:/%°CIVXІХ()«»"…+$₸½²\u00a0\u202f\u0301\u00ad🎧\n*абқғ', max_size=6)


@pytest.mark.parametrize("shown", [shown for shown, _ in rows("kk")])
def test_no_word_is_lost(shown):
    """Every letter and figure of a row belongs to something that is said."""
    covered = {place for token in read(shown, "kk").tokens for place in range(token.start, token.end)}

    assert [] == [letter for place, letter in enumerate(shown) if letter.isalnum() and place not in covered]


@pytest.mark.parametrize("shown", [shown for shown, _ in rows("kk")])
def test_good_text_has_no_findings(shown):
    """The lint is silent on what the rules have read."""
    assert () == lint(read(shown, "kk"))


@given(st.lists(st.one_of(st.sampled_from(PIECES), SIGNS), max_size=12).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_odd_input_breaks_nothing(shown):
    """Whatever stands together, no figure is left and the spans are in order and apart."""
    reading = read(shown, "kk")
    places = [place for token in reading.tokens for place in (token.start, token.end)]

    assert not re.search(r"[0-9]", reading.text)
    assert sorted(places) == places


@pytest.mark.parametrize("shown", ["", " ", "…", "—", "«»", "🎧", "()", "\u0301", "\u00ad"])
def test_what_holds_no_word_says_none(shown):
    """Empty text, marks and pictures are silent."""
    assert not re.search(r"\w", read(shown, "kk").text)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ["1", "123 ", "1, ", "12-", "А", "№", "a.b", "АЛЖИР ", " ", "1937 ж. "])
def test_a_long_text_is_read(piece):
    """No rule looks at a row of the same signs again from each of its places, which would take minutes here."""
    shown = (piece * 20_000)[:20_000]

    assert not re.search(r"\d", read(shown, "kk").text)
