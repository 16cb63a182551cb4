"""Which language a visitor gets who never picked one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio_guide.kit.i18n import LANGUAGES, negotiate


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("kk", "kk"),
        ("ru", "ru"),
        ("en-US,en;q=0.9", "en"),
        ("kk-KZ,ru;q=0.9", "kk"),
        ("ru-KZ,en;q=0.8", "ru"),
        ("kk;q=0,ru", "ru"),
        ("kk;q=0", "kk"),
        ("kk;q=0,*", "ru"),
        ("*", "kk"),
        ("*;q=0", "kk"),
        ("en;q=0.5,*", "kk"),
        ("en,*", "en"),
        ("de,fr;q=0.9", "kk"),
        ("de,ru;q=0.1", "ru"),
        ("ru;q=0.3,en;q=0.7", "en"),
        ("ru,en", "ru"),
        ("en,ru", "en"),
        ("KK-Cyrl-KZ", "kk"),
        ("ru ; q = 0.5 , en ; q=0.6", "en"),
        ("ru;q=2,en", "en"),
        ("ru;q=-1,en;q=0.1", "en"),
        ("ru;q=0.9;level=1,en", "en"),
        ("ru-KZ;q=0.2,ru;q=0.9,en;q=0.5", "ru"),
        ("ru-KZ;q=0.9,ru;q=0.2,en;q=0.5", "en"),
        ("", "kk"),
        (",,;,;q=1", "kk"),
        ("kz", "kk"),
        ("r", "kk"),
        ("\u0000ru", "kk"),
        ("русский", "kk"),
        ("x" * 5000, "kk"),
        ("de," * 60 + "ru", "kk"),
        ("ru," + "x" * 5000, "ru"),
        ("d" * 8 + "," + "-".join(["e"] * 600) + ",ru", "kk"),
    ],
)
def test_table(header, language):
    """Weights, refusals, regions, the star, odd spellings, too long headers: each has one right answer."""
    assert language == negotiate(header, LANGUAGES, "kk")


def test_the_museums_default_wins_a_tie():
    """Where the browser takes anything, the museum's own language is shown."""
    assert "ru" == negotiate("*", LANGUAGES, "ru")
    assert "en" == negotiate("", LANGUAGES, "en")


@given(st.text(max_size=1500) | st.text(alphabet="kruen*;q=0.19,- ", max_size=60), st.sampled_from(LANGUAGES))
def test_nothing_raises(header, default):
    """Whatever a browser sends, the answer is one of our languages."""
    assert negotiate(header, LANGUAGES, default) in LANGUAGES


@given(st.permutations(LANGUAGES), st.lists(st.integers(1, 1000), min_size=3, max_size=3, unique=True))
def test_the_heaviest_wish_wins(order, weights):
    """Among different weights the greatest decides, wherever it stands."""
    header = ",".join(f"{language};q={weight / 1000:.3f}" for language, weight in zip(order, weights, strict=True))

    assert order[weights.index(max(weights))] == negotiate(header, LANGUAGES, "kk")
