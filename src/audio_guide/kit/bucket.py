"""Sound and pictures in a bucket of S3-compatible storage."""

import contextlib
import hashlib
import os
import time
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

from obstore.exceptions import BaseError
from obstore.store import S3Store

from audio_guide.kit.errors import UnavailableError
from audio_guide.kit.media import AWAY, DIGEST_LETTERS, TYPES, MediaInfo, is_name, name_of, name_of_file, type_of

PIECE = 8 * 1024 * 1024
"""A film is too large for memory."""


class S3Media:
    """Objects in a bucket; address and keys come from the usual AWS_… variables."""

    def __init__(self, bucket: str, prefix: str) -> None:
        endpoint = os.environ.get("AWS_ENDPOINT_URL") or os.environ.get("AWS_ENDPOINT")
        options: dict[str, str] = {"aws_virtual_hosted_style_request": "false"} if endpoint else {}
        if endpoint:
            options["aws_endpoint"] = endpoint
        client = {"allow_http": True} if endpoint and endpoint.startswith("http:") else {}
        self._store = S3Store(bucket, prefix=prefix or None, config=options, client_options=client)  # type: ignore[arg-type]

    def put(self, data: bytes, suffix: str) -> str:
        """Keep bytes; the server makes the object visible only when it is whole."""
        name = name_of(data, suffix)
        with _s3():
            self._store.put(name, data, attributes=_as(suffix))
        return name

    def put_file(self, source: Path, suffix: str) -> str:
        """Keep a file; large ones go in parts and become visible when they are whole."""
        name = name_of_file(source, suffix)
        with _s3():
            self._store.put(name, source, attributes=_as(suffix))
        return name

    def head(self, name: str) -> MediaInfo | None:
        """Ask for an object's size and time."""
        if not is_name(name):
            return None
        try:
            with _s3():
                found = self._store.head(name)
        except FileNotFoundError:
            return None
        return MediaInfo(name, int(found["size"]), type_of(name), found["last_modified"].timestamp())

    def read(self, name: str, start: int, end: int) -> bytes:
        """Read a part of an object."""
        if not is_name(name):
            raise FileNotFoundError(name)
        with _s3():
            return bytes(self._store.get_range(name, start=start, end=end))

    def names(self) -> Iterator[str]:
        """Give the names of all objects."""
        with _s3():
            pages = [entry["path"] for page in self._store.list() for entry in page]
        return (name for path in pages if is_name(name := path.rpartition("/")[2]))

    def delete(self, name: str) -> None:
        """Remove an object if it is there."""
        with contextlib.suppress(FileNotFoundError), _s3():
            self._store.delete(name)

    def verify(self, name: str) -> bool:
        """Read an object whole, piece by piece, and compare its digest with its name."""
        info = self.head(name)
        if info is None or not info.size:
            return False
        digest = hashlib.sha256()
        for at in range(0, info.size, PIECE):
            digest.update(self.read(name, at, min(at + PIECE, info.size)))
        return digest.hexdigest()[:DIGEST_LETTERS] == name[:DIGEST_LETTERS]

    def sweep(self, keep: AbstractSet[str], older_than_seconds: float) -> int:
        """Remove old objects that nobody names."""
        before = time.time() - older_than_seconds
        old = [info.name for name in self.names() if name not in keep and (info := self.head(name)) is not None and info.modified < before]
        for name in old:
            self.delete(name)
        return len(old)

    def usable(self) -> bool:
        """Tell whether the bucket is there and answers."""
        try:
            with _s3():
                next(iter(self._store.list()), None)
        except (UnavailableError, FileNotFoundError):
            return False
        return True


def _as(suffix: str) -> dict[str, str]:
    """Return what a bucket is told of a file, so that it may also be served from there."""
    return {"Content-Type": TYPES[suffix], "Cache-Control": "public, max-age=31536000, immutable"}


@contextlib.contextmanager
def _s3() -> Iterator[None]:
    """Turn the storage library's errors into ours; what is not there stays a FileNotFoundError."""
    try:
        yield
    except FileNotFoundError:
        raise
    except (BaseError, OSError) as error:
        raise UnavailableError(AWAY) from error
