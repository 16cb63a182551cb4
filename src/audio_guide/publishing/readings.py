"""What each text will be said as, remembered: reading a text takes a hundred times longer than finding that it did not change."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from audio_guide.speech.engines import Voice
from audio_guide.speech.plan import plan
from audio_guide.speech.reading import SpokenName
from audio_guide.speech.reading.lint import lint

MOST = 20_000
"""Texts that are remembered: a thousand stops in three languages, several times over."""
PATIENCE = 2.0
"""Seconds that a page waits for texts nobody has read yet; the reading goes on without it."""
MOST_FINDINGS = 20


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text with all that decides how it is said."""

    title: str
    note: str
    body: str
    language: str
    track: str
    voice: Voice
    names: tuple[SpokenName, ...]

    def key(self, names: str) -> str:
        """Return the digest by which its reading is known; *names* stands for the names table."""
        parts = (self.title, self.note, self.body, self.language, self.track, self.voice.id, self.voice.fingerprint, names)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading a text: the digest that its recording wants, and what would be misread as (kind, shown words)."""

    wanted_digest: str
    findings: tuple[tuple[str, str], ...] = ()


class Readings:
    """The memory of a process; the first look after a start reads all texts, later ones only what changed."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Read] = OrderedDict()
        self._at_work: set[str] = set()
        self._lock = Lock()

    async def of(self, texts: Mapping[UUID, Spoken], patience: float = PATIENCE) -> dict[UUID, Read]:
        """Return the readings that are known within *patience* seconds; the others go on being read and are there the next time."""
        names = {id(given): _digest_of(given) for given in {id(text.names): text.names for text in texts.values()}.values()}
        keys = {key: text.key(names[id(text.names)]) for key, text in texts.items()}
        with self._lock:
            unread = {digest: texts[key] for key, digest in keys.items() if digest not in self._kept and digest not in self._at_work}
            self._at_work.update(unread)
        if unread:
            reading = asyncio.get_running_loop().run_in_executor(None, self._read_all, unread)
            await asyncio.wait([reading], timeout=patience)
        with self._lock:
            return {key: self._kept[digest] for key, digest in keys.items() if digest in self._kept}

    def _read_all(self, texts: Mapping[str, Spoken]) -> None:
        for digest, text in texts.items():
            try:
                made = read(text)
                with self._lock:
                    self._kept[digest] = made
                    while len(self._kept) > MOST:
                        self._kept.popitem(last=False)
            finally:
                with self._lock:
                    self._at_work.discard(digest)


def read(text: Spoken) -> Read:
    """Read a text and look at what would be misread; each kind of finding stands once for the same words."""
    made = plan(text.title, text.note, text.body, language=text.language, track=text.track, voice=text.voice, names=text.names)
    found = ((one.kind, one.shown) for sentence in made.sentences for one in lint(sentence.reading))
    return Read(made.wanted_digest, tuple(dict.fromkeys(_once(found)))[:MOST_FINDINGS])


def _once(found: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Leave out which sentence hardly is in the language: where one is, the whole text should be looked at."""
    return ((kind, "" if kind == "wrong-language" else shown) for kind, shown in found)


def _digest_of(names: Sequence[SpokenName]) -> str:
    return hashlib.sha256(repr([(name.written, name.spoken) for name in names]).encode()).hexdigest()
