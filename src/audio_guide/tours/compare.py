"""Comparing texts of an exhibit script: what changed between two, and a three-way merge of two edits of one text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_ALIKE = 0.4  # the share of words in common from which a unit counts as another reworded
_PAIRS = 900  # beyond so many pairs of units, likeness is not looked for: it would take long
_LONG = 4000  # characters, from which sentences are matched before words
_BREAK = "\n\n"
_PARAGRAPH = re.compile(r".+?(?:\n[^\S\n]*\n\s*|\Z)", re.DOTALL)
_SENTENCE = re.compile(r"""(?:.*?[.!?…]["'»”’)\]]*\s+|.+)""", re.DOTALL)
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_BREAKS = re.compile(r"[^\S\n]*\n\n\s*")


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of text that both texts have, or only the one before, or only the one after."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that two people changed differently; put one side in its place and join the pieces to settle it."""

    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome of a three-way merge: agreed text and conflicts, in order."""

    pieces: tuple[str | Conflict, ...]

    @property
    def clean(self) -> bool:
        """Whether there is nothing left to settle."""
        return not any(isinstance(piece, Conflict) for piece in self.pieces)

    @property
    def text(self) -> str:
        """The merged text; each conflict is shown as mine, then theirs, in separate paragraphs."""
        if self.clean:
            return "".join(piece for piece in self.pieces if isinstance(piece, str))
        shown: list[str] = []
        for piece in self.pieces:
            shown.extend((piece,) if isinstance(piece, str) else (piece.mine, piece.theirs))
        return _BREAK.join(part.strip() for part in shown if part.strip())


@dataclass(frozen=True, slots=True)
class _Hunk:
    mine: bool
    start: int
    end: int
    new: tuple[str, ...]

    @property
    def growth(self) -> int:
        return len(self.new) - (self.end - self.start)


@dataclass(frozen=True, slots=True)
class _Region:
    base: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]


def word_changes(before: str, after: str) -> tuple[Change, ...]:
    """The difference of two texts by words: same and removed texts join to before, same and added texts to after."""
    runs: list[tuple[bool, str, str]] = []
    for run in _differences(before, after):
        if runs and runs[-1][0] == run[0]:
            runs[-1] = _join(*runs[-1:], run)
        elif not run[0] and len(runs) > 1 and runs[-1][1].isspace() and all(runs[-2][1:]):
            # A lone space between two reworded places would chop one rewording into many.
            runs[-2:] = [_join(*runs[-2:], run)]
        else:
            runs.append(run)
    changes: list[Change] = []
    for same, old, new in runs:
        if same:
            changes.append(Change("same", old))
            continue
        if old:
            changes.append(Change("removed", old))
        if new:
            changes.append(Change("added", new))
    return tuple(changes)


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Merge two edits of one text, by paragraphs and then by sentences; what both changed differently is a conflict."""
    if mine in {base, theirs}:
        return Merged((theirs,) if theirs else ())
    if theirs == base:
        return Merged((mine,) if mine else ())
    pieces: list[str | Conflict] = []
    for part in _three_way(_paragraphs(base), _paragraphs(mine), _paragraphs(theirs), strict=False):
        if isinstance(part, tuple):
            pieces.append("".join(part))
        elif part.base and part.mine and part.theirs:
            pieces.extend(_merge_sentences(part))
        else:
            pieces.append(_conflict(part))
    return Merged(_tidy(pieces))


def _differences(before: str, after: str) -> Iterator[tuple[bool, str, str]]:
    for same, old, new in _unit_differences(_PARAGRAPH, before, after):
        if same:
            yield same, old, new
        elif len(old) + len(new) < _LONG:
            yield from _word_differences(old, new)
        else:
            for still_same, old_part, new_part in _unit_differences(_SENTENCE, old, new):
                if still_same:
                    yield still_same, old_part, new_part
                else:
                    yield from _word_differences(old_part, new_part)


def _unit_differences(unit: re.Pattern[str], before: str, after: str) -> Iterator[tuple[bool, str, str]]:
    old, new = unit.findall(before), unit.findall(after)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal" and i2 - i1 == j2 - j1:
            yield from ((False, old_one, new_one) for old_one, new_one in zip(old[i1:i2], new[j1:j2], strict=True))
        else:
            yield tag == "equal", "".join(old[i1:i2]), "".join(new[j1:j2])


def _join(*runs: tuple[bool, str, str]) -> tuple[bool, str, str]:
    return runs[-1][0], "".join(old for _, old, _ in runs), "".join(new for _, _, new in runs)


def _word_differences(before: str, after: str) -> Iterator[tuple[bool, str, str]]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new).get_opcodes():
        yield tag == "equal", "".join(old[i1:i2]), "".join(new[j1:j2])


def _paragraphs(text: str) -> tuple[str, ...]:
    """Each ends in one blank line, the last one too, so that a text that goes on after it does not change it."""
    found: list[str] = _PARAGRAPH.findall(text.replace("\r\n", "\n"))
    return tuple(paragraph.strip() + _BREAK for paragraph in found if paragraph.strip())


def _sentences(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    """Each ends in white space, the last of a paragraph too; the break after a paragraph stands by itself."""
    units: list[str] = []
    for paragraph in paragraphs:
        units.extend(_SENTENCE.findall(paragraph.removesuffix(_BREAK) + " "))
        units.append(_BREAK)
    return tuple(units)


def _merge_sentences(region: _Region) -> Iterator[str | Conflict]:
    for part in _three_way(_sentences(region.base), _sentences(region.mine), _sentences(region.theirs), strict=True):
        yield "".join(part) if isinstance(part, tuple) else _conflict(part)


def _conflict(region: _Region) -> Conflict:
    return Conflict(*(_BREAKS.sub(_BREAK, "".join(side)) for side in (region.base, region.mine, region.theirs)))


def _tidy(pieces: list[str | Conflict]) -> tuple[str | Conflict, ...]:
    joined: list[str | Conflict] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    tidied = [_BREAKS.sub(_BREAK, piece) if isinstance(piece, str) else piece for piece in joined]
    if tidied:
        last = tidied[-1]
        tidied[-1] = last.rstrip() if isinstance(last, str) else Conflict(last.base.rstrip(), last.mine.rstrip(), last.theirs.rstrip())
    return tuple(piece for piece in tidied if piece)


def _three_way(base: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...], *, strict: bool) -> Iterator[tuple[str, ...] | _Region]:
    done = 0
    for group in _groups([*_hunks(base, mine, is_mine=True), *_hunks(base, theirs, is_mine=False)], strict=strict):
        start, end = min(hunk.start for hunk in group), max(hunk.end for hunk in group)
        if base[done:start]:
            yield base[done:start]
        done = end
        sides = {hunk.mine for hunk in group}
        region = _Region(base[start:end], _side(base, start, end, group, is_mine=True), _side(base, start, end, group, is_mine=False))
        if sides == {True} or region.mine == region.theirs:
            yield region.mine
        elif sides == {False}:
            yield region.theirs
        else:
            yield region
    if base[done:]:
        yield base[done:]


def _hunks(base: tuple[str, ...], edited: tuple[str, ...], *, is_mine: bool) -> Iterator[_Hunk]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, base, edited, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        i, j = i1, j1
        for pair in [*_alike(base[i1:i2], edited[j1:j2]), (i2 - i1, j2 - j1)]:
            next_i, next_j = i1 + pair[0], j1 + pair[1]
            if next_i - i == next_j - j:
                yield from (_Hunk(is_mine, at, at + 1, (edited[at - i + j],)) for at in range(i, next_i))
            else:
                yield _Hunk(is_mine, i, next_i, edited[j:next_j])
            if next_i < i2 and next_j < j2 and base[next_i] != edited[next_j]:
                yield _Hunk(is_mine, next_i, next_i + 1, (edited[next_j],))
            i, j = next_i + 1, next_j + 1


def _alike(old: tuple[str, ...], new: tuple[str, ...]) -> list[tuple[int, int]]:
    """The places of units that are one unit reworded, in order: the pairs that have the most words in common in all."""
    if not 0 < len(old) * len(new) <= _PAIRS:
        return []
    old_words, new_words = [set(_TOKEN.findall(unit)) for unit in old], [set(_TOKEN.findall(unit)) for unit in new]
    best: list[list[tuple[float, list[tuple[int, int]]]]] = [[(0.0, [])] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, one in enumerate(old_words):
        for j, other in enumerate(new_words):
            best[i + 1][j + 1] = max(best[i][j + 1], best[i + 1][j], key=lambda found: found[0])
            alike = _likeness(one, other)
            score, pairs = best[i][j]
            if alike >= _ALIKE and score + alike > best[i + 1][j + 1][0]:
                best[i + 1][j + 1] = (score + alike, [*pairs, (i, j)])
    return best[-1][-1][1]


def _likeness(one: set[str], other: set[str]) -> float:
    if one == other:
        return 1.0
    words, other_words = ({token for token in tokens if token[0].isalnum()} for tokens in (one, other))
    return 2 * len(words & other_words) / max(1, len(words) + len(other_words))


def _groups(hunks: list[_Hunk], *, strict: bool) -> Iterator[list[_Hunk]]:
    group: list[_Hunk] = []
    for hunk in sorted(hunks, key=lambda hunk: (hunk.start, hunk.end)):
        if group and not any(_collide(hunk, other, strict=strict) for other in group):
            yield group
            group = []
        group.append(hunk)
    if group:
        yield group


def _collide(one: _Hunk, other: _Hunk, *, strict: bool) -> bool:
    """Hunks that only touch collide if both put new units there; strict: also if one does and the other takes units away."""
    if one.mine == other.mine:
        return False
    if one.start < other.end and other.start < one.end:
        return True
    if one.start > other.end or other.start > one.end:
        return False
    if strict:
        return max(one.growth, other.growth) > 0 and one.growth != 0 and other.growth != 0
    return one.growth > 0 and other.growth > 0


def _side(base: tuple[str, ...], start: int, end: int, group: Sequence[_Hunk], *, is_mine: bool) -> tuple[str, ...]:
    units: list[str] = []
    done = start
    for hunk in group:
        if hunk.mine == is_mine:
            units.extend(base[done : hunk.start])
            units.extend(hunk.new)
            done = hunk.end
    return (*units, *base[done:end])
