"""Which sentence is said when: the pauses of a take are matched with the lengths of its sentences, and the match says how far it can be trusted.

Nothing here understands words. A sentence is expected to last as long as its letters ask at the speaker's own pace, and to end in a pause;
dynamic programming finds the pauses that fit best. Where that is not convincing, whole paragraphs are matched instead, and at last the whole take.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from audio_guide.speech.takes.activity import Activity

Level = Literal["sentence", "paragraph", "whole"]
ROOM = 0.05
"""Seconds before its first sound at which a sentence begins, so that no consonant is cut."""
SPREAD, LEAST_SPREAD = 0.22, 0.35
"""How far a sentence may be from its expected length: a part of it, and seconds."""
GENERAL_PAUSE = 0.45
PARAGRAPH_PAUSE = 0.8
PAUSE_WEIGHT = 3.0
MOST_OFF = 0.45
"""A mean cost a sentence above this means that the lengths do not fit."""
LEAST_MARGIN = 0.5
"""The chosen pauses have to be at least this part as long as the longest that were to be had."""
FEWER = 0.5
"""A few paragraphs fit by chance sooner than many sentences, so their match is trusted less."""
MOST_WORK = 60_000_000


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence to be found: how many letters are spoken, and the number of its paragraph."""

    letters: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """For each sentence its start and end in seconds; *level* says what was really found, *trust* from 0 to 1 how sure it is."""

    times: tuple[tuple[float, float], ...]
    level: Level
    trust: float


@dataclass(frozen=True, slots=True)
class _Match:
    """Which spans of speech belong to each unit, what that cost, and how the chosen pauses compare with the longest."""

    bounds: tuple[int, ...]
    cost: float
    margin: float


def align(sentences: Sequence[Said], heard: Activity) -> Alignment:
    """Give every sentence its time; where sentences cannot be told apart those of a paragraph share its time, or all share the whole."""
    whole = (max(heard.spans[0][0] - ROOM, 0.0), heard.spans[-1][1])
    found = _match([one.letters for one in sentences], [one.paragraph for one in sentences], heard.spans)
    if found is not None and (trust := _trust(found)) > 0:
        return Alignment(_times(found.bounds, heard.spans), "sentence" if len(sentences) > 1 else "whole", trust)
    numbers = sorted({one.paragraph for one in sentences})
    letters = [sum(one.letters for one in sentences if one.paragraph == number) for number in numbers]
    found = _match(letters, numbers, heard.spans) if len(numbers) > 1 else None
    if found is not None and (trust := _trust(found)) > 0:
        times = dict(zip(numbers, _times(found.bounds, heard.spans), strict=True))
        return Alignment(tuple(times[one.paragraph] for one in sentences), "paragraph", round(trust * FEWER, 3))
    return Alignment(tuple(whole for _ in sentences), "whole", 0.0)


def _trust(found: _Match) -> float:
    """Return how sure a match is, from 0 (not at all) to 1."""
    if found.cost > MOST_OFF or found.margin < LEAST_MARGIN:
        return 0.0
    return round(float(np.clip(1 - found.cost / MOST_OFF, 0.05, 1.0) * np.clip(found.margin, 0.0, 1.0)), 3)


def _times(bounds: Sequence[int], spans: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Return start and end of each unit from the spans of speech that belong to it."""
    return tuple((max(spans[first][0] - ROOM, spans[first - 1][1] if first else 0.0), spans[last - 1][1]) for first, last in pairwise(bounds))


def _match(letters: Sequence[int], paragraphs: Sequence[int], spans: Sequence[tuple[float, float]]) -> _Match | None:
    """Share the spans of speech out among the units in order, as cheaply as can be; None if there are fewer spans than units."""
    units, count = len(letters), len(spans)
    if count < units or units * count * count > MOST_WORK:
        return None
    speech = np.concatenate([[0.0], np.cumsum([end - start for start, end in spans])])
    pace = speech[-1] / max(sum(letters), 1)
    expected = np.maximum(np.array(letters, float), 1.0) * pace
    pauses = np.array([0.0, *(after[0] - before[1] for before, after in pairwise(spans)), 0.0])
    shorter, longer = _wished(pauses, units)
    lengths = speech[None, :] - speech[:, None]  # of the speech from span i up to span j
    best, came = np.full(count + 1, np.inf), np.zeros((units, count + 1), np.int64)
    best[0] = 0.0
    for unit in range(units):
        spread = LEAST_SPREAD + SPREAD * expected[unit]
        cost = best[:, None] + np.where(lengths > 0, ((lengths - expected[unit]) / spread) ** 2 / 2, np.inf)
        if unit + 1 < units:
            wished = longer if paragraphs[unit] != paragraphs[unit + 1] else shorter
            cost = cost + PAUSE_WEIGHT * np.maximum(0.0, 1 - pauses / wished)[None, :]
        came[unit] = np.argmin(cost, axis=0)
        best = np.min(cost, axis=0)
    bounds = [count]
    for unit in reversed(range(units)):
        bounds.append(int(came[unit][bounds[-1]]))
    return _Match(tuple(reversed(bounds)), float(best[count]) / units, _margin(pauses, bounds[1:-1]))


def _wished(pauses: NDArray[np.float64], units: int) -> tuple[float, float]:
    """Return how long the pauses of this speaker are after a sentence and after a paragraph; hasty ones make all of them shorter."""
    own = np.sort(pauses)[-max(units - 1, 1) :]
    return min(GENERAL_PAUSE, float(np.quantile(own, 0.25))) or GENERAL_PAUSE, min(PARAGRAPH_PAUSE, float(np.quantile(own, 0.75))) or PARAGRAPH_PAUSE


def _margin(pauses: NDArray[np.float64], chosen: Sequence[int]) -> float:
    """Return how long the chosen pauses are together beside as many of the longest."""
    if not chosen:
        return 1.0
    longest = np.sort(pauses)[-len(chosen) :]
    return float(pauses[list(chosen)].sum() / longest.sum()) if longest.sum() else 0.0
