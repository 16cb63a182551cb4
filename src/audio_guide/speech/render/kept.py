"""Encoded frames on disk beside the spoken sentences, so that what did not change is not encoded again."""

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import TypeVar

import msgspec

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
        """Keep something under a key; another process that keeps the same does no harm."""
        data = msgspec.msgpack.encode(kept)
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".tmp", delete=False) as file:
            file.write(hashlib.sha256(data).digest() + data)
        Path(file.name).replace(self._folder / key)
