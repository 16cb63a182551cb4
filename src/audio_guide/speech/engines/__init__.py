"""The contract between our sentences and a voice.

One spoken sentence goes in, mono sound comes out, with the time of each word where the engine knows it.
Everything that is common to all voices (pauses, level, cutting, encoding, caching) is done outside.
Engines are found by the entry point ``audio_guide.engines``, ours too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import Literal, Protocol, TypeAlias, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Samples: TypeAlias = NDArray[np.float32]
Quality: TypeAlias = Literal["draft", "good", "human"]
ErrorKind: TypeAlias = Literal["unsupported_language", "bad_text", "rate_limited", "auth", "network", "model_missing", "empty_audio", "crashed", "unavailable"]


class EngineError(Exception):
    """An engine could not speak.

    *kind* says why in a word, the message in a sentence, *retry_after* in how many seconds another try makes sense (None: never by itself).
    """

    def __init__(self, kind: ErrorKind, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.kind: ErrorKind = kind
        self.retry_after = retry_after

    def __reduce__(self) -> tuple[type["EngineError"], tuple[ErrorKind, str, float | None]]:
        """Survive the way back from a worker process."""
        return type(self), (self.kind, str(self), self.retry_after)


@dataclass(frozen=True, slots=True)
class Voice:
    """What a voice says of itself before it speaks."""

    id: str
    """Unique among all engines: ``espeak:kk``, ``piper:kk_KZ-issai-high``, ``gtts:ru``."""
    engine: str
    name: str
    """As people read it: "espeak-ng, Kazakh"."""
    languages: tuple[str, ...]
    licence: str
    attribution: str
    quality: Quality
    leaves_house: bool
    """True if the words are sent to somebody else's computer."""
    fingerprint: str
    """Digest of all that makes this voice sound as it does; another fingerprint means that recordings are out of date. Empty if it is not installed."""
    word_times: bool = False
    max_chars: int = 250
    min_interval: float = 0.0
    """Least seconds between two requests (network voices)."""
    installed: bool = True


@dataclass(frozen=True, slots=True)
class WordTime:
    """A spoken word's first character in the spoken sentence and its onset in seconds from the start of the sound."""

    char: int
    start: float


@dataclass(frozen=True, slots=True)
class Utterance:
    """A spoken sentence: mono float32 samples in −1…1, their rate in Hz, and word onsets if the engine has them."""

    samples: Samples
    rate: int
    words: tuple[WordTime, ...] | None = None


@runtime_checkable
class Engine(Protocol):
    """Speaks sentences; used from one thread of one process at a time.

    *options* are plain strings; an engine reads those it knows and ignores the rest: ``data_dir`` (where voices lie), ``rate`` (espeak: words a minute),
    ``piper_length_scale``, ``piper_noise_scale``, ``piper_noise_w``, ``gtts_url`` (another address of the service, for tests), ``gtts_epoch``,
    ``silence_delay``, ``silence_fail``. Each engine's docstring says what they mean; a value that makes no sense raises ValueError.
    """

    id: str

    def __init__(self, options: Mapping[str, str]) -> None: ...

    def voices(self) -> tuple[Voice, ...]:
        """Return the voices that can be used or installed; never reaches out to a network."""
        ...

    def synth(self, text: str, voice: Voice, language: str) -> Utterance:
        """Speak one sentence (NFC words without digits, at most ``voice.max_chars``); raises EngineError."""
        ...


@dataclass(slots=True)
class Engines:
    """The engines that can be loaded on this machine, found once; a missing library means "not available", never a crash."""

    options: Mapping[str, str] = field(default_factory=dict)
    _loaded: dict[str, Engine] = field(default_factory=dict)

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all engines that are declared, loadable or not."""
        return tuple(sorted({point.name for point in entry_points(group="audio_guide.engines")}))

    def get(self, engine_id: str) -> Engine:
        """Load an engine; raises EngineError("unavailable") with what to install."""
        if engine_id in self._loaded:
            return self._loaded[engine_id]
        for point in entry_points(group="audio_guide.engines", name=engine_id):
            try:
                factory: Callable[[Mapping[str, str]], Engine] = point.load()
            except ImportError as error:
                message = f"The engine “{engine_id}” is not installed here ({error.name or error}). Install audio-guide[{engine_id}]."
                raise EngineError("unavailable", message) from error
            self._loaded[engine_id] = factory(self.options)
            return self._loaded[engine_id]
        message = f"There is no engine “{engine_id}”."
        raise EngineError("unavailable", message)

    def voices(self) -> tuple[Voice, ...]:
        """Return the voices of all engines that load here."""
        found: list[Voice] = []
        for engine_id in self.ids():
            try:
                found.extend(self.get(engine_id).voices())
            except EngineError as error:
                if error.kind != "unavailable":
                    raise
        return tuple(found)

    def voice(self, voice_id: str) -> Voice:
        """Return a voice by its id; raises EngineError("model_missing") with what to do."""
        engine_id = voice_id.partition(":")[0]
        for voice in self.get(engine_id).voices():
            if voice.id == voice_id:
                if voice.installed:
                    return voice
                message = f"The voice “{voice_id}” is not installed. Run: audio-guide voices install {voice_id.partition(':')[2]}"
                raise EngineError("model_missing", message)
        message = f"There is no voice “{voice_id}”."
        raise EngineError("model_missing", message)
