"""WebVTT from sentence times."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Caption:
    """One cue: its id, its times in seconds, the shown words, and (offset in the text, seconds) of the words whose time is known."""

    id: str
    start: float
    end: float
    text: str
    words: tuple[tuple[int, float], ...] = ()


def _stamp(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    return f"{milliseconds // 3_600_000:02d}:{milliseconds // 60_000 % 60:02d}:{milliseconds // 1000 % 60:02d}.{milliseconds % 1000:03d}"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", " ")


def vtt(captions: Iterable[Caption]) -> str:
    """Return a WebVTT file; a word's time stands before it where it lies inside the cue."""
    blocks = ["WEBVTT"]
    for caption in captions:
        text, at, last = "", 0, caption.start
        for offset, moment in sorted(caption.words):
            if offset > at and round(last, 3) < round(moment, 3) < round(caption.end, 3):
                text += _escape(caption.text[at:offset]) + f"<{_stamp(moment)}>"
                at, last = offset, moment
        text += _escape(caption.text[at:])
        blocks.append(f"{caption.id}\n{_stamp(caption.start)} --> {_stamp(caption.end)}\n{text}")
    return "\n\n".join(blocks) + "\n"
