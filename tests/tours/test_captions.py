"""Captions that staff bring: read line by line, written anew, and refused with the line that is wrong."""

import pytest

from audio_guide.kit.errors import BadInputError
from audio_guide.tours.captions import checked

GOOD = (
    "WEBVTT - made by hand\n\nNOTE a --> b\n\nfirst\n"
    "00:01.000 --> 00:02.500 align:start line:0\n<v Anna>Көл <b>жағасы</b> &amp; қамыс\n\n01:00:03.000 --> 01:00:04.000\nA < B\n"
)


def test_captions_are_written_anew():
    """Times and words stay; names, places, remarks and marks of form go, and what looks like a mark is no mark."""
    text = checked(GOOD.encode(), 4000).decode()

    assert "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nКөл жағасы &amp; қамыс\n\n01:00:03.000 --> 01:00:04.000\nA &lt; B\n" == text
    assert text == checked(text.encode(), 4000).decode()


def test_subrip_is_taken_too():
    """What many programs for subtitles save, with numbers and commas and the line ends of Windows, becomes WebVTT."""
    text = checked("\ufeff1\r\n00:00:01,000 --> 00:00:02,000\r\nБірінші\r\n\r\n2\r\n00:00:02,000 --> 00:00:03,000\r\nЕкінші\r\n".encode(), 5).decode()

    assert "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nБірінші\n\n00:00:02.000 --> 00:00:03.000\nЕкінші\n" == text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "first line is WEBVTT"),
        ("hello", "first line is WEBVTT"),
        ("WEBVTT\n", "no caption"),
        ("WEBVTT\n\n00:01 --> 00:02\nA", "line 3"),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\nA", "line 3"),
        ("WEBVTT\n\n00:03.000 --> 00:04.000\nA\n\n00:01.000 --> 00:02.000\nB", "line 6"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "line 3 has no words"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n" + "x" * 401, "line 3 has no words, or more"),
        ("WEBVTT\n\n09:01.000 --> 09:02.000\nA", "line 3 begins after the end"),
        ("WEBVTT\n\n" + "00:01.000 --> 00:02.000\nA\n\n" * 2001, "too long"),
        ("WEBVTT" + " " * 200_000, "too long"),
    ],
)
def test_what_cannot_be_read_is_named(words, sentence):
    """Whoever made a mistake is told in which line and how it should look."""
    with pytest.raises(BadInputError, match=sentence):
        checked(words.encode(), 10)


def test_other_letters_are_refused():
    """A file in an old encoding is not shown as nonsense."""
    with pytest.raises(BadInputError, match="UTF-8"):
        checked("WEBVTT\n\n00:01.000 --> 00:02.000\nҚамыс".encode("utf-16"), 10)
