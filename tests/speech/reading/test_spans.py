"""Rules claim spans, earlier rules win, and the way back is never lost."""

import re

import pytest

from audio_guide.speech.reading.spans import Draft, Rule


def test_an_earlier_rule_wins():
    """A span that one rule claimed is closed to the next."""
    draft = Draft.clean("a 12 b", "en")
    draft.apply([Rule("first", re.compile("12"), lambda _: "twelve"), Rule("second", re.compile(r"\d"), lambda _: "figure")])

    assert "a twelve b" == draft.reading().text


def test_a_rule_may_pass():
    """A rule that returns None leaves its match to the next one."""
    draft = Draft.clean("12", "en")
    draft.apply([Rule("first", re.compile("12"), lambda _: None), Rule("second", re.compile("12"), lambda _: "twelve")])

    assert "twelve" == draft.reading().text


def test_only_the_group_say_is_claimed():
    """A pattern may look at its neighbourhood and claim only a part."""
    draft = Draft.clean("in 12 hours", "en")
    draft.apply([Rule("one", re.compile(r"in (?P<say>\d+) hours"), lambda _: "twelve")])
    reading = draft.reading()

    assert [("in", ""), ("twelve", "one"), ("hours", "")] == [(reading.text[t.spoken_start : t.spoken_end], t.rule) for t in reading.tokens]


@pytest.mark.parametrize(
    ("shown", "text"),
    [("со\u0301рок", "сорок"), ("бара\u00adки", "бараки"), ("и\u0306од", "йод"), ("a\u200bb", "ab"), ("cafe\u0301", "café")],
)
def test_cleaning(shown, text):
    """Stress marks over Cyrillic, soft hyphens and invisible characters go; letters are composed."""
    assert text == Draft.clean(shown, "ru").text


def test_spans_survive_cleaning():
    """A word with invisible characters leads back to all of them."""
    reading = Draft.clean("я бара\u00adки\u0301 вижу", "ru").reading()

    assert ["я", "бара\u00adки\u0301", "вижу"] == [reading.source[token.start : token.end] for token in reading.tokens]


def test_a_repair_must_keep_the_length():
    """A repaired text of another length is refused, since offsets would lie."""
    with pytest.raises(ValueError, match="length"):
        Draft.clean("abc", "en").replace_letters("ab")
