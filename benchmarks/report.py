"""Ratios against marks, printed as lines."""

import sys
import time
from dataclasses import dataclass, field

USUAL = 0.041
"""Seconds that the yardstick takes on the machine for which marks in seconds were set."""


def _yardstick() -> float:
    """Return how long this machine takes for a known piece of work."""
    begun = time.perf_counter()
    total = 0
    for number in range(600_000):
        total += number % 7
    return time.perf_counter() - begun


def slower() -> float:
    """Return how many times as long as the usual machine this one takes now, 1 at least; marks in seconds are stretched by it."""
    return max(1.0, min(_yardstick() for _ in range(5)) / USUAL)


@dataclass(slots=True)
class Report:
    """Collects ratios and knows whether all hold."""

    missed: list[str] = field(default_factory=list)

    def at_most(self, what: str, ratio: float, mark: float) -> None:
        """Print a ratio that may not be larger than its mark."""
        self._say(what, ratio, f"≤ {mark}", good=ratio <= mark)

    def at_least(self, what: str, ratio: float, mark: float) -> None:
        """Print a ratio that may not be smaller than its mark."""
        self._say(what, ratio, f"≥ {mark}", good=ratio >= mark)

    def _say(self, what: str, ratio: float, mark: str, *, good: bool) -> None:
        print(f"{'ok    ' if good else 'MISSED'} {what}: {ratio:.2f} ({mark})", flush=True)
        if not good:
            self.missed.append(what)

    def end(self) -> None:
        """Leave with 1 if a mark was missed."""
        sys.exit(1 if self.missed else 0)
