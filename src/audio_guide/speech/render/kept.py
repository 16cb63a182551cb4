"""Encoded frames on disk beside the spoken sentences, so that what did not change is not encoded again."""

import contextlib
import hashlib
import os
from pathlib import Path
from typing import TypeVar

import msgspec

from audio_guide.speech.render.keeping import put_whole

Kept = TypeVar("Kept", bound=msgspec.Struct)
FOLDER = "frames"
DIGEST_BYTES = 32


class KeptFrames:
    """A folder in the sentence cache, which also removes what was not used for longest; what is damaged counts as missing."""

    def __init__(self, cache: Path) -> None:
        self._folder = cache / FOLDER

    def get(self, key: str, kind: type[Kept]) -> Kept | None:
        """Return what was kept under a key, or None."""
        path = self._folder / key
        try:
            data = path.read_bytes()
        except OSError:
            return None
        if hashlib.sha256(data[DIGEST_BYTES:]).digest() != data[:DIGEST_BYTES]:
            path.unlink(missing_ok=True)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return msgspec.msgpack.decode(data[DIGEST_BYTES:], type=kind)

    def put(self, key: str, kept: msgspec.Struct) -> None:
        """Keep something under a key if there is room; another process that keeps the same does no harm."""
        data = msgspec.msgpack.encode(kept)
        with contextlib.suppress(OSError):  # nothing waits for it: it is only encoded again
            put_whole(self._folder / key, hashlib.sha256(data).digest() + data)
