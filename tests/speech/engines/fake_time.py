"""A clock that does not wait."""

from audio_guide.speech.engines.gtts import Timing


class FakeTime:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 1_800_000_000.0
        self.slept: list[float] = []
        self.patience = 5.0
        """Real seconds that the engine waits for a server on this machine."""

    def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self.slept.append(seconds)
        self.time += seconds

    @property
    def timing(self) -> Timing:
        """What the engine is given."""
        return Timing(sleep=self.sleep, now=lambda: self.time, jitter=lambda: 0.25, timeout=(self.patience, self.patience))
