"""A code is understood however it was typed off a sign."""

import pytest

from audio_guide.kit.codes import code_of


@pytest.mark.parametrize("typed", ["K4R0", "k4r0", "K4RO", "k4-r0", " K4R o", "К4R0", "к4rо", "K4–R0"])
def test_look_alikes_and_hyphens_mean_the_same(typed):
    """Any case, O for 0, hyphens, spaces and Cyrillic letters that look the same."""
    assert "K4R0" == code_of(typed)


@pytest.mark.parametrize("typed", ["111Y", "IL1Y", "il1y", "і1LУ"])
def test_i_and_l_are_one(typed):
    """I and L are the digit 1."""
    assert "111Y" == code_of(typed)


def test_what_is_no_code_stays_none():
    """Nothing is guessed into a code."""
    assert ("", "U", "…") == (code_of("--"), code_of("u"), code_of("…"))
