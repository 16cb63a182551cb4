"""Captions that staff bring for a film: read as WebVTT, checked line by line, and written anew with nothing but times and words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from audio_guide.kit.errors import BadInputError

MOST_BYTES = 200_000
MOST_CUES = 2000
LONGEST_CUE = 400
BEYOND_SECONDS = 2.0
"""How long behind the film's end a last line may stand."""
TIMES = re.compile(r"(?:(\d{1,2}):)?([0-5]?\d):([0-5]\d)[.,](\d{3})\s+-->\s+(?:(\d{1,2}):)?([0-5]?\d):([0-5]\d)[.,](\d{3})(?:\s.*)?")
TAG = re.compile(r"</?[^<>]{0,200}>")
BLOCKS_WITHOUT_WORDS = ("NOTE", "STYLE", "REGION")
ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\u00a0"), ("&lrm;", ""), ("&rlm;", ""), ("&amp;", "&"))


@dataclass(frozen=True, slots=True)
class Line:
    """A caption: its times in milliseconds, and its words."""

    start: int
    end: int
    words: str


def checked(data: bytes, seconds: float) -> bytes:
    """Return captions as phones get them; raises BadInputError that names the line. *seconds* is how long the film is."""
    if len(data) > MOST_BYTES:
        raise BadInputError("These captions are too long for one film.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInputError("These captions are not in UTF-8. Save the file as WebVTT in UTF-8 and send it again.") from error
    lines = [*_lines(text.replace("\r\n", "\n").replace("\r", "\n"), seconds)]
    if not lines:
        raise BadInputError("There is no caption in this file. Each needs its times, such as 00:01.000 --> 00:04.000, and its words below.")
    if len(lines) > MOST_CUES:
        raise BadInputError("These captions are too long for one film.")
    return ("WEBVTT\n\n" + "\n\n".join(f"{_stamp(line.start)} --> {_stamp(line.end)}\n{_escaped(line.words)}" for line in lines) + "\n").encode()


def _lines(text: str, seconds: float) -> Iterator[Line]:
    at, last = 1, 0
    for number, block in enumerate(re.split(r"\n(?=\n)", text)):
        rows = block.split("\n")
        first = next((place for place, row in enumerate(rows) if row.strip()), None)
        if number == 0 and not rows[0].startswith("WEBVTT") and not rows[0].strip().isdigit():
            raise BadInputError("Captions are written as WebVTT: the first line is WEBVTT.")
        times = next((place for place, row in enumerate(rows) if "-->" in row), None)
        if times is not None and not rows[first or 0].startswith(BLOCKS_WITHOUT_WORDS):
            line = _line(rows, times, at + times, seconds)
            if line.start < last:
                raise _wrong(at + times)
            last = line.start
            yield line
        at += len(rows)


def _line(rows: list[str], times: int, number: int, seconds: float) -> Line:
    """Read one caption; *number* is where its times stand in the file."""
    found = TIMES.fullmatch(rows[times].strip())
    if found is None:
        raise _wrong(number)
    start, end = (_milliseconds(found.groups()[place : place + 4]) for place in (0, 4))
    if end <= start:
        raise _wrong(number)
    if start > (seconds + BEYOND_SECONDS) * 1000:
        raise BadInputError("The caption in line {line} begins after the end of the film. Are these the captions of another film?", line=number)
    words = "\n".join(row.strip() for row in _plain("\n".join(rows[times + 1 :])).split("\n") if row.strip())
    if not words or len(words) > LONGEST_CUE:
        raise BadInputError("The caption in line {line} has no words, or more than can be read in its time.", line=number)
    return Line(start, end, words)


def _wrong(number: int) -> BadInputError:
    return BadInputError("The times in line {line} cannot be read, or stand in a wrong order. They look like 00:01.000 --> 00:04.000.", line=number)


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _plain(text: str) -> str:
    """Return words without marks of form, and with the letters that stand for themselves."""
    text = TAG.sub("", text)
    for name, letter in ENTITIES:
        text = text.replace(name, letter)
    return text


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _stamp(milliseconds: int) -> str:
    return f"{milliseconds // 3_600_000:02d}:{milliseconds // 60_000 % 60:02d}:{milliseconds // 1000 % 60:02d}.{milliseconds % 1000:03d}"
