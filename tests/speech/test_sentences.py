"""Sentences end where a reader would say so, and their spans hold."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio_guide.speech.sentences import paragraphs, split

FOLDER = Path(__file__).parent / "sentences"
MARK = "‖"
LEAST = 60


def corpus(language):
    """Return the paragraphs of a language with their marks."""
    return [line for line in (FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize(("language", "marked"), [(language, line) for language in ("kk", "ru", "en") for line in corpus(language)])
def test_tricky_paragraph(language, marked):
    """A tricky paragraph is split exactly at its marks."""
    text = marked.replace(MARK, "")

    assert [part.strip() for part in marked.split(MARK)] == [text[found.start : found.end] for found in split(text, language, 400)]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_corpus_is_long_enough(language):
    """Each language has at least 60 tricky paragraphs."""
    assert len(corpus(language)) >= LEAST


def test_paragraphs_are_parted_by_blank_lines():
    """Blank lines part paragraphs, single line ends do not."""
    text = "Бір\nекі.\n\n  \nҮш.\n"

    assert ["Бір\nекі.", "Үш."] == [text[start:end] for start, end in paragraphs(text)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("а" * 120 + "; " + "б" * 120 + ", " + "в" * 60, "а" * 120 + ";"),
        ("а" * 120 + ", " + "б" * 160, "а" * 120 + ","),
        ("сөз " * 80, ("сөз " * 80)[: len(("сөз " * 40).strip())]),
    ],
)
def test_long_sentences_are_cut_where_one_breathes(text, first):
    """A sentence over the cap is cut at its strongest mark near the middle."""
    spans = split(text, "kk")

    assert first == text[spans[0].start : spans[0].end]
    assert max(span.end - span.start for span in spans) <= 250


def test_a_number_is_never_cut():
    """Even where nothing else can be cut, a number stays whole."""
    text = "а" * 245 + "1234567890" + "б" * 100
    spans = split(text, "kk")

    assert any("1234567890" in text[span.start : span.end] for span in spans)


@given(st.text(alphabet="абв ҚңA.!?…»«—,;:()0123 \n\u0301\u00ad", max_size=600), st.sampled_from(["kk", "ru", "en"]))
@settings(max_examples=300, deadline=None)
def test_spans_hold(text, language):
    """Spans are in order, apart, short enough, and leave out nothing but white space."""
    spans = split(text, language)
    covered = "".join(text[span.start : span.end] for span in spans)

    assert [span.start for span in spans] == sorted(span.start for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(0 < span.end - span.start <= 250 for span in spans)
    assert "".join(covered.split()) == "".join(text.split())


def test_a_hundred_thousand_characters():
    """A text of 100,000 characters, with and without spaces, is split whole."""
    for text in ("а" * 100_000, "а. б " * 20_000, "Сөз. " * 20_000):
        spans = split(text, "kk")

        assert sum(len("".join(text[span.start : span.end].split())) for span in spans) == len("".join(text.split()))
