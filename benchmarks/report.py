"""Ratios against marks, printed as lines."""

import sys
from dataclasses import dataclass, field


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
