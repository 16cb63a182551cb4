"""What differs between two editions, stop by stop: for the look before publishing, the receipt and the list of editions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from audio_guide.publishing.edition import Edition, Stop
from audio_guide.publishing.shelf import films_of

Kind = Literal["new", "changed", "removed", "same"]
PARTS = ("title", "note", "text", "sound", "pictures", "films", "number", "tracks", "more")
"""What of a stop can differ, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class StopChange:
    """One stop in two editions; *parts* names what differs, *words* holds the texts that do, before and after."""

    kind: Kind
    code: str
    number: int
    title: str
    parts: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    kept: str = ""
    """Why the stop stays as it was although it was asked for, or ""."""


def changes(before: Edition | None, after: Edition | None, kept: Mapping[str, str] | None = None) -> tuple[StopChange, ...]:
    """Compare two editions in the order of the later one, what is gone at the end; *kept* says by code why a stop stays or is missing."""
    kept = kept or {}
    old = {stop.code: stop for stop in before.stops} if before is not None else {}
    new = {stop.code: stop for stop in after.stops} if after is not None else {}
    found = [_changed(old.get(code), stop, kept.get(code, "")) for code, stop in new.items()]
    found += [StopChange("removed", code, stop.number, stop.title, kept=kept.get(code, "")) for code, stop in old.items() if code not in new]
    return tuple(found)


def _changed(old: Stop | None, new: Stop, kept: str) -> StopChange:
    if old is None:
        return StopChange("new", new.code, new.number, new.title, kept=kept)
    if old == new:  # most stops of a large tour, and asking that is cheap
        return StopChange("same", new.code, new.number, new.title, kept=kept)
    words = {part: pair for part, pair in _words(old, new) if pair[0] != pair[1]}
    others = _others(old, new)
    parts = tuple(part for part in PARTS if part in words or part in others) or ("more",)
    return StopChange("changed", new.code, new.number, new.title, parts, words, kept)


def _words(old: Stop, new: Stop) -> Iterator[tuple[str, tuple[str, str]]]:
    yield "title", (old.title, new.title)
    yield "note", (old.content_note, new.content_note)
    yield "text", (_text(old), _text(new))


def _text(stop: Stop) -> str:
    """Return the words of all tracks as one text."""
    return "\n\n".join(paragraph.text for track in stop.tracks for paragraph in track.paragraphs if paragraph.role == "text")


def _others(old: Stop, new: Stop) -> frozenset[str]:
    """Name what differs beside the words."""
    differs = {
        "sound": _sounds(old) != _sounds(new),
        "pictures": old.pictures != new.pictures,
        "films": films_of(old) != films_of(new),
        "number": old.number != new.number,
        "tracks": [track.track for track in old.tracks] != [track.track for track in new.tracks],
    }
    return frozenset(part for part, is_other in differs.items() if is_other)


def _sounds(stop: Stop) -> list[tuple[str, ...]]:
    return [tuple(file.name for file in track.sound.files) if track.sound is not None else () for track in stop.tracks]


def summary(found: Sequence[StopChange]) -> dict[str, object]:
    """Return what a receipt keeps of the changes: codes by kind, and the reasons of what was kept."""
    told: dict[str, object] = {kind: [change.code for change in found if change.kind == kind] for kind in ("new", "changed", "removed")}
    told["same"] = sum(change.kind == "same" for change in found)
    return told
