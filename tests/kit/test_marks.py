"""Words that stand in for missing ones say their language on the finished page."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from audio_guide.kit.marks import marked, with_languages

M = marked("Слова", "ru")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"<p>{M}</p>", '<p><span lang="ru">Слова</span></p>'),
        (f"<title>{M} · Музей</title>", "<title>Слова · Музей</title>"),
        (f'<nav aria-label="{M}"><a href="/">x</a></nav>', '<nav aria-label="Слова"><a href="/">x</a></nav>'),
        (f'<input aria-label="{M}" name="n">', '<input lang="ru" aria-label="Слова" name="n">'),
        (f'<audio controls aria-label="{M}">', '<audio lang="ru" controls aria-label="Слова">'),
        (f'<img src="a" alt="{M}" lang="kk">', '<img src="a" alt="Слова" lang="kk">'),
        (f'<option value="1">{M}</option>', '<option value="1" lang="ru">Слова</option>'),
        (f'<option value="1">x {M}</option>', '<option value="1">x Слова</option>'),
        (f"<textarea>\n{M}</textarea>", "<textarea>\nСлова</textarea>"),
        (f"<button>{M} {marked('two', 'en')}</button>", '<button><span lang="ru">Слова</span> <span lang="en">two</span></button>'),
        ("<p>\ue0f2 \ue0f0 x</p>", "<p>  x</p>"),
        ("<p>nothing</p>", "<p>nothing</p>"),
    ],
)
def test_where_words_stand(before, after):
    """In text a span, in attributes and titles no mark, in elements without text the element itself says the language."""
    assert after == with_languages(before)


@given(st.text(st.sampled_from("ab<>\"'&\ue0f0\ue0f1\ue0f2 ru-"), max_size=40))
def test_no_mark_leaves_the_house(text):
    """Whatever somebody types, no mark stays in a page and every span that opens is one of a language."""
    shown = with_languages(f"<p>{text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</p>{M}")

    assert not re.search("[\ue0f0-\ue0f2]", shown)
    assert "ru" == html.fromstring(f"<div>{shown}</div>").xpath("//span[last()]/@lang")[-1]
