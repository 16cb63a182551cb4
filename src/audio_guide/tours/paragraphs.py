"""The permanent names of paragraphs: they survive rewording, moving, splitting and joining, and say which paragraphs of two languages belong together."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

ALIKE = 0.55
"""The share of words in common from which a paragraph counts as another reworded."""
MOST_PAIRS = 20_000
_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
_WORD = re.compile(r"\w+")
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph under its permanent name."""

    name: str
    text: str


def cut(body: str) -> tuple[str, ...]:
    """Cut a text at its empty lines."""
    return tuple(part.strip() for part in _BREAK.split(body) if part.strip())


def digest(text: str) -> str:
    """Return the short digest by which words are compared."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def paired(body: str, names: Sequence[str]) -> tuple[Paragraph, ...]:
    """Return a body's paragraphs with the names that are stored; a text of before names were given gets those that its words give."""
    texts = cut(body)
    if len(texts) != len(names):
        names = named(texts, (), ())
    return tuple(map(Paragraph, names, texts))


def joined(paragraphs: Sequence[Paragraph]) -> dict[str, str]:
    """Return the words under each name, in the order of the text; a translation may need two paragraphs for what the source says in one."""
    found: dict[str, str] = {}
    for one in paragraphs:
        found[one.name] = f"{found[one.name]}\n\n{one.text}" if one.name in found else one.text
    return found


def named(texts: Sequence[str], before: Sequence[Paragraph], beside: Sequence[Paragraph]) -> list[str]:
    """Name the paragraphs of a text: as in the revision *before* where they are the same or alike, else as the paragraph *beside* that they translate.

    What is like nothing gets a new name, made from its words, so that the same history gives the same names.
    """
    found: list[str | None] = [None] * len(texts)
    free = _same(texts, before, found)
    _alike(texts, before, found, free)
    _parts(texts, before, found)
    _beside(texts, beside, found)
    used = {name for name in found if name} | {one.name for one in (*before, *beside)}
    for place, text in enumerate(texts):
        if found[place] is None:
            found[place] = _new(text, used)
    return [name for name in found if name is not None]


def _same(texts: Sequence[str], before: Sequence[Paragraph], found: list[str | None]) -> list[int]:
    """Give names to what did not change; returns the places of what is left of the text before."""
    places: dict[str, list[int]] = {}
    for place, one in enumerate(before):
        places.setdefault(one.text, []).append(place)
    taken: set[int] = set()
    for place, text in enumerate(texts):
        if places.get(text):
            old = places[text].pop(0)
            taken.add(old)
            found[place] = before[old].name
    return [place for place in range(len(before)) if place not in taken]


def _alike(texts: Sequence[str], before: Sequence[Paragraph], found: list[str | None], free: Sequence[int]) -> None:
    """Give names to what was reworded, the most alike first; the first part of a paragraph that was split is the most alike."""
    open_places = [place for place, name in enumerate(found) if name is None]
    if not 0 < len(free) * len(open_places) <= MOST_PAIRS:
        return
    old_words = {place: Counter(_WORD.findall(before[place].text.casefold())) for place in free}
    pairs = []
    for place in open_places:
        words = Counter(_WORD.findall(texts[place].casefold()))
        for old in free:
            score = 1.0 if before[old].text.startswith(texts[place]) else 2 * (words & old_words[old]).total() / max(1, (words + old_words[old]).total())
            if score >= ALIKE:
                pairs.append((-score, abs(place - old), place, old))
    taken: set[int] = set()
    for _, _, place, old in sorted(pairs):
        if found[place] is None and old not in taken:
            taken.add(old)
            found[place] = before[old].name


def _parts(texts: Sequence[str], before: Sequence[Paragraph], found: list[str | None]) -> None:
    """Leave the rest of a paragraph that was split under the name of its first part, so that its translation stays whole."""
    whole = joined(before)
    for place in range(1, len(texts)):
        former = found[place - 1]
        if found[place] is None and former is not None and texts[place] in whole.get(former, ""):
            found[place] = former


def _beside(texts: Sequence[str], beside: Sequence[Paragraph], found: list[str | None]) -> None:
    """Give the rest the names of the paragraphs beside that stand in the same gap and have no translation yet."""
    order = list(joined(beside).items())
    where = {name: place for place, (name, _) in enumerate(order)}
    used = {name for name in found if name}
    place = 0
    while place < len(texts):
        if found[place] is not None:
            place += 1
            continue
        end = next((other for other in range(place, len(texts)) if found[other] is not None), len(texts))
        low = max((where.get(name, -1) for name in found[:place] if name), default=-1)
        high = next((where[name] for name in found[end:] if name in where and where[name] > low), len(order))
        gap = [one for one in order[low + 1 : high] if one[0] not in used]
        for offset, name in enumerate(_lined_up(texts[place:end], gap)):
            found[place + offset] = name
            if name:
                used.add(name)
        place = end


def _lined_up(texts: Sequence[str], gap: Sequence[tuple[str, str]]) -> list[str | None]:
    """Line paragraphs up with those of another language: one by one, or by length where their numbers differ."""
    if len(texts) == len(gap) or not gap or len(texts) * len(gap) > MOST_PAIRS:
        return [gap[place][0] if place < len(gap) else None for place in range(len(texts))]
    ratio = max(1, sum(map(len, texts))) / max(1, sum(len(text) for _, text in gap))
    best: dict[tuple[int, int], tuple[float, list[str | None]]] = {(0, 0): (0.0, [])}
    for i in range(len(texts) + 1):
        for j in range(len(gap) + 1):
            if (i, j) not in best:
                continue
            cost, names = best[i, j]
            for take, give in ((1, 1), (2, 1), (1, 2), (1, 0), (0, 1)):
                if i + take > len(texts) or j + give > len(gap):
                    continue
                mine = sum(map(len, texts[i : i + take]))
                theirs = sum(len(text) for _, text in gap[j : j + give]) * ratio
                more = cost + abs(mine - theirs) + (0 if take == give else 20)
                if (i + take, j + give) not in best or more < best[i + take, j + give][0]:
                    best[i + take, j + give] = (more, [*names, *([gap[j][0] if give else None] * take)])
    return best[len(texts), len(gap)][1]


def _new(text: str, used: set[str]) -> str:
    """Return a name of five letters that nobody has."""
    number = 0
    while True:
        value = int(hashlib.sha256(f"{number} {text}".encode()).hexdigest()[:12], 16)
        name = "".join(_LETTERS[value >> shift & 31] for shift in range(0, 25, 5))
        if name not in used:
            used.add(name)
            return name
        number += 1
