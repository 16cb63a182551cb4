"""Speaking and encoding in processes of their own: a crash or a hang of a native library costs one try of one sentence, never the server."""

import errno
import os
import shutil
from asyncio import gather, to_thread, wrap_future
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import ParamSpec, TypeVar
from uuid import uuid4

import numpy as np
from pebble import ProcessPool

from audio_guide.kit.errors import StorageFullError
from audio_guide.kit.media import FULL
from audio_guide.speech.engines import EngineError, Engines, Utterance, Voice, WordTime
from audio_guide.speech.render import (
    FORMS,
    Form,
    KeptFrames,
    Master,
    Part,
    Pauses,
    Produced,
    Rendered,
    SentenceCache,
    Tags,
    master,
    produce,
    sentence_key,
    together,
)
from audio_guide.speech.render.verify import decode
from audio_guide.speech.sentences import split
from audio_guide.speech.takes.alignment import Said
from audio_guide.speech.takes.reading import take_to_master

SENTENCE_SECONDS = 180
"""A sentence that is not spoken by then is given up: the engine hangs (the network voices have shorter limits of their own)."""
RENDER_SECONDS = 600
P = ParamSpec("P")
T = TypeVar("T")
_NURSERY = get_context("forkserver")
"""Speaking processes are forked from one that has loaded this module and nothing else has begun in; each start costs its loading once, not once a process."""
_NURSERY.set_forkserver_preload([__name__])
MASTERS = "masters"
"""Beside the sentences; what a crash leaves here goes with the oldest of them."""


@dataclass(frozen=True, slots=True)
class PartOrder:
    """One sentence of a recording to be put together: the key of its sound in the cache, and where it stands."""

    key: str
    paragraph: int
    role: str
    shown_chars: int


@dataclass(slots=True)
class _Process:
    """What a speaking process keeps between sentences: its loaded voices and the sentence cache."""

    engines: Engines
    cache: SentenceCache


_process: _Process | None = None


def start(options: Mapping[str, str], cache_folder: str) -> None:
    """Prepare a speaking process."""
    global _process  # noqa: PLW0603 -- a process of the pool is one speaker; this is its memory
    _process = _Process(Engines(options), SentenceCache(Path(cache_folder)))


def _here() -> _Process:
    if _process is None:
        message = "the speaking process was not started"
        raise RuntimeError(message)
    return _process


def key_of(text: str, language: str, voice: Voice) -> str:
    """Return the name of a spoken sentence in the cache."""
    return sentence_key(text, language, voice, {})


def speak(texts: Sequence[str], language: str, voice: Voice, anew: bool) -> None:  # noqa: FBT001 -- processes take their arguments by place
    """Speak sentences into the cache, *anew* also those that are there; raises EngineError at the first that cannot be spoken, those before it are kept."""
    here = _here()
    for text in texts:
        key = key_of(text, language, voice)
        if anew or here.cache.get(key) is None:
            here.cache.put(key, speak_now(here.engines, text, language, voice))


def speak_now(engines: Engines, text: str, language: str, voice: Voice) -> Utterance:
    """Speak one sentence; one that is longer in words than the voice can take is spoken in pieces and joined."""
    engine = engines.get(voice.engine)
    spans = [(0, len(text))] if len(text) <= voice.max_chars else [(piece.start, piece.end) for piece in split(text, language, voice.max_chars)]
    pieces = [(start, engine.synth(text[start:end], voice, language)) for start, end in spans]
    if len(pieces) == 1:
        return pieces[0][1]
    rate = pieces[0][1].rate
    words: list[WordTime] = []
    at = 0
    for start, piece in pieces:
        words.extend(WordTime(word.char + start, word.start + at / rate) for word in piece.words or ())
        at += len(piece.samples)
    known = all(piece.words is not None for _, piece in pieces)
    return Utterance(np.concatenate([piece.samples for _, piece in pieces]), rate, tuple(words) if known else None)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A master on its way between processes: its samples lie in a file beside the cache, all else is here."""

    path: Path
    master: Master


def prepare(orders: tuple[PartOrder, ...], pauses: Pauses) -> Prepared:
    """Join the cached sentences of a recording; raises EngineError("empty_audio") if one is gone from the cache, RenderError."""
    here = _here()
    found = [here.cache.get(order.key) for order in orders]  # all of them: whatever is damaged has to be spoken again, and each try costs a try of the job
    parts: list[Part] = []
    for number, (order, utterance) in enumerate(zip(orders, found, strict=True), 1):
        if utterance is None:
            message = f"The sound of sentence {number} is gone from the cache."
            raise EngineError("empty_audio", message, retry_after=0)
        parts.append(Part(utterance, order.paragraph, order.shown_chars, order.role))  # type: ignore[arg-type]
    made = master(parts, pauses)
    return _put_aside(made, here.cache.folder / MASTERS)


def make(prepared: Prepared, form: Form, tags: Tags) -> Produced:
    """Make one file of a prepared recording; raises RenderError."""
    made = replace(prepared.master, samples=np.load(prepared.path, mmap_mode="r"))
    return produce(made, form, tags, KeptFrames(_here().cache.folder))


def prepare_take(data: bytes, said: tuple[Said, ...], folder: Path) -> tuple[Prepared, dict[str, float]]:
    """Find the sentences in what a person has read and bring it to the mark; also returns how the sentences were found. Raises RenderError."""
    samples, rate = decode(data)
    made, found = take_to_master(samples, rate, said)
    return _put_aside(made, folder), found


def _put_aside(made: Master, folder: Path) -> Prepared:
    """Write a master's samples beside the cache, for the next process."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{uuid4().hex}.npy"
    room = shutil.disk_usage(folder).free
    try:
        np.save(path, made.samples)
    except OSError as error:
        path.unlink(missing_ok=True)
        if room < made.samples.nbytes * 2:  # numpy does not say why it could not write
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path)) from error
        raise
    return Prepared(path, replace(made, samples=np.empty(0, np.float32)))


class Speakers:
    """The speaking processes of one worker; they start with the first sentence."""

    def __init__(self, options: Mapping[str, str], cache_folder: Path, processes: int) -> None:
        self._arguments = (dict(options), str(cache_folder))
        self._pool = self._processes(processes)
        self._slow: ProcessPool | None = None

    async def speak(self, texts: Sequence[str], language: str, voice: Voice, *, anew: bool = False) -> list[str]:
        """Speak sentences one after another into the cache and return their keys there; what it has already is no work for a process."""
        keys = [key_of(text, language, voice) for text in texts]
        lacking = list(texts) if anew else await to_thread(self._lacking, keys, texts)
        if lacking:
            await _done(self._pool_for(voice), SENTENCE_SECONDS, speak, lacking, language, voice, anew)
        return keys

    def _lacking(self, keys: Sequence[str], texts: Sequence[str]) -> list[str]:
        cache = SentenceCache(Path(self._arguments[1]))
        return [text for key, text in zip(keys, texts, strict=True) if not cache.has(key)]

    async def put_together(self, orders: tuple[PartOrder, ...], tags: Tags, pauses: Pauses) -> Rendered:
        """Make the files of a recording."""
        return await self._made(await _done(self._pool, RENDER_SECONDS, prepare, orders, pauses), tags)

    async def from_take(self, data: bytes, said: tuple[Said, ...], tags: Tags) -> Rendered:
        """Make the files of what a person has read, *data* being a whole sound file of ours."""
        folder = Path(self._arguments[1]) / MASTERS
        prepared, found = await _done(self._pool, RENDER_SECONDS, prepare_take, data, said, folder)
        made = await self._made(prepared, tags)
        return replace(made, report={**made.report, **found})

    async def _made(self, prepared: Prepared, tags: Tags) -> Rendered:
        """Make all files of a master, each in a process of its own if there are several."""
        try:
            making = [_done(self._pool, RENDER_SECONDS, make, prepared, form, tags) for form in FORMS]
            return together(prepared.master, await gather(*making))
        finally:
            prepared.path.unlink(missing_ok=True)

    def _pool_for(self, voice: Voice) -> ProcessPool:
        """Give voices with a limit of requests one process of their own, so that the limit holds."""
        if not voice.min_interval:
            return self._pool
        if self._slow is None:
            self._slow = self._processes(1)
        return self._slow

    def _processes(self, count: int) -> ProcessPool:
        return ProcessPool(max_workers=count, initializer=start, initargs=self._arguments, context=_NURSERY)

    def close(self) -> None:
        """End the processes at once; what they were at is tried again later."""
        for pool in (self._pool, self._slow):
            if pool is not None:
                pool.stop()  # type: ignore[no-untyped-call]
                pool.join()


async def _done(pool: ProcessPool, seconds: float, work: Callable[P, T], *arguments: P.args, **_: P.kwargs) -> T:
    """Have work done by a pool and return what came of it; a thread hands it over, since the first of it waits until the processes are there.

    Raises StorageFullError where the work found no room.
    """
    try:
        return await wrap_future(await to_thread(pool.schedule, work, args=arguments, timeout=seconds))
    except OSError as error:
        raise (StorageFullError(FULL) if error.errno in {errno.ENOSPC, errno.EDQUOT} else error) from error
