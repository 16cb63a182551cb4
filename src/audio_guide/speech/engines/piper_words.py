"""Finds when Piper says each word, from the length of every phoneme.

Piper tells how many samples each phoneme took. Words are the runs between spaces; but its front end says some words as one ("in the" → ɪnðə), so when the
runs do not match the words, every word is pronounced alone and its phonemes are aligned with those of the sentence.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from audio_guide.speech.engines import WordTime
from audio_guide.speech.engines.sentence import Word

# Below this share of phonemes that agree the alignment is a guess, and no time is better than a wrong one.
_LEAST_AGREEMENT = 0.6
_STRESS = "ˈˌ"
_GAP = 1.0
_DIFFERENT = 1.0
# A word boundary against a sound costs more than a gap on both sides, so that boundaries only ever meet boundaries.
_BOUNDARY = 2.5


@dataclass(frozen=True, slots=True)
class Sound:
    """A phoneme (" " between words) and the sample at which it begins."""

    phoneme: str
    start: int


def word_times(words: Sequence[Word], sounds: Sequence[Sound], pronounce: Callable[[str], str], rate: int) -> tuple[WordTime, ...] | None:
    """Return the onsets of the words, in seconds; None if sounds and words cannot be matched."""
    spoken = _clean(sounds)
    runs = [sound.start for place, sound in enumerate(spoken) if sound.phoneme != " " and (place == 0 or spoken[place - 1].phoneme == " ")]
    if len(runs) == len(words):
        return tuple(WordTime(word.start, start / rate) for word, start in zip(words, runs, strict=True))
    alone: list[tuple[str, int]] = []
    for number, word in enumerate(words):
        phonemes = [phoneme for phoneme in unicodedata.normalize("NFD", pronounce(word.text)) if _is_sound(phoneme)]
        alone += [(" ", number)] if alone else []
        alone += [(phoneme, number) for phoneme in phonemes]
    starts = _starts_by_word(alone, spoken)
    if starts is None:
        return None
    return tuple(WordTime(words[number].start, start / rate) for number, start in starts)


def _is_sound(phoneme: str) -> bool:
    """Return whether this is a phoneme that takes part in the comparison: no stress, no punctuation, no space."""
    return phoneme not in _STRESS and (phoneme.isalpha() or unicodedata.category(phoneme) in {"Mn", "Lm", "Sk"})


def _clean(sounds: Sequence[Sound]) -> list[Sound]:
    """Drop punctuation and stress marks (the sound after a mark begins where the mark began), and spaces at the ends or doubled."""
    kept: list[Sound] = []
    mark: int | None = None
    for sound in sounds:
        if sound.phoneme in _STRESS:
            mark = sound.start if mark is None else mark
        elif len(sound.phoneme) == 1 and _is_sound(sound.phoneme):
            kept.append(Sound(sound.phoneme, sound.start if mark is None else mark))
            mark = None
        elif sound.phoneme == " " and kept and kept[-1].phoneme != " ":
            kept.append(sound)
    return kept[:-1] if kept and kept[-1].phoneme == " " else kept


def _starts_by_word(alone: list[tuple[str, int]], spoken: list[Sound]) -> list[tuple[int, int]] | None:
    """Return (number of the word, first sample) for each word that is heard, in order; None if the two readings differ too much."""
    starts: dict[int, int] = {}
    agreed = 0
    for left, right in _aligned([phoneme for phoneme, _ in alone], [sound.phoneme for sound in spoken]):
        phoneme, number = alone[left]
        if phoneme != " ":
            agreed += phoneme == spoken[right].phoneme
            starts.setdefault(number, spoken[right].start)
    sounds = sum(phoneme != " " for phoneme, _ in alone)
    return sorted(starts.items()) if sounds and agreed >= _LEAST_AGREEMENT * sounds else None


def _aligned(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of positions that stand opposite each other in the cheapest alignment (Needleman and Wunsch), in order."""
    cost = [[column * _GAP for column in range(len(right) + 1)]]
    for row, one in enumerate(left, start=1):
        line = [row * _GAP]
        for column, other in enumerate(right, start=1):
            line.append(min(cost[-1][column - 1] + _difference(one, other), cost[-1][column] + _GAP, line[-1] + _GAP))
        cost.append(line)
    pairs: list[tuple[int, int]] = []
    row, column = len(left), len(right)
    while row and column:
        if cost[row][column] == cost[row - 1][column - 1] + _difference(left[row - 1], right[column - 1]):
            row, column = row - 1, column - 1
            pairs.append((row, column))
        elif cost[row][column] == cost[row - 1][column] + _GAP:
            row -= 1
        else:
            column -= 1
    return pairs[::-1]


def _difference(one: str, other: str) -> float:
    """Return what it costs to put two phonemes opposite each other."""
    if one == other:
        return 0.0
    return _BOUNDARY if " " in (one, other) else _DIFFERENT
