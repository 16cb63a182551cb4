"""Spoken sentences on disk, so that a changed sentence costs one sentence."""

import contextlib
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audio_guide.speech.engines import Utterance, Voice, WordTime
from audio_guide.speech.render.keeping import put_whole

SCHEMA = 1
TWO_GIB = 2 * 1024**3
LOOK_EVERY = 200
"""Writes between two looks at the folder's size."""


def sentence_key(text: str, language: str, voice: Voice, options: Mapping[str, str]) -> str:
    """Return the digest of all that makes a sentence sound as it does; pauses, level and encoding are not in it."""
    parts = [SCHEMA, voice.engine, voice.id, voice.fingerprint, language, dict(options), text]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@dataclass(slots=True)
class SentenceCache:
    """A folder of sentences by their keys; what is damaged counts as missing, and the longest unused go first."""

    folder: Path
    max_bytes: int = TWO_GIB
    _writes: int = 0

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.npz"

    def has(self, key: str) -> bool:
        """Tell whether a sentence is there, whole or damaged."""
        return self._path(key).is_file()

    def get(self, key: str) -> Utterance | None:
        """Return a sentence, or None."""
        path = self._path(key)
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                samples = kept["samples"].astype(np.float32) / 32767
                rate, timed = int(kept["rate"]), bool(kept["timed"])
                words = tuple(WordTime(int(char), float(start)) for char, start in zip(kept["chars"], kept["starts"], strict=True)) if timed else None
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            path.unlink(missing_ok=True)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return Utterance(samples, rate, words) if len(samples) and rate > 0 else None

    def put(self, key: str, utterance: Utterance) -> None:
        """Keep a sentence; another process that keeps the same one does no harm. Raises OSError with ENOSPC where there is no room."""
        words = utterance.words or ()
        out = io.BytesIO()
        np.savez(
            out,
            samples=np.clip(np.rint(utterance.samples * 32767), -32768, 32767).astype(np.int16),
            rate=np.int64(utterance.rate),
            timed=np.bool_(utterance.words is not None),
            chars=np.array([word.char for word in words], np.int64),
            starts=np.array([word.start for word in words], np.float64),
        )
        put_whole(self._path(key), out.getbuffer())
        self._writes += 1
        if self._writes % LOOK_EVERY == 0:
            self.evict()

    def evict(self) -> None:
        """Remove the sentences that were not used for longest until the folder is small enough."""
        entries = [(found, path) for path in self.folder.glob("*/*") if (found := _stat(path)) is not None]
        total = sum(found.st_size for found, _ in entries)
        for found, path in sorted(entries, key=lambda entry: entry[0].st_mtime):
            if total <= self.max_bytes:
                return
            path.unlink(missing_ok=True)
            total -= found.st_size


def _stat(path: Path) -> os.stat_result | None:
    """Return what is known of a file that another process may just have removed."""
    try:
        return path.stat()
    except OSError:
        return None
