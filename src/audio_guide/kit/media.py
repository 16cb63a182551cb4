"""Where sound and pictures lie: a local folder or S3-compatible storage, one contract for both.

A file's name is the digest of its bytes, so it never changes, and it is written whole or not at all:
beside its place, flushed to the disk, renamed, the folder flushed.
The storage library's asynchronous calls can abort the process at its end; callers use threads.
"""

import contextlib
import errno
import hashlib
import os
import re
import shutil
import time
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import urlsplit

from obstore.exceptions import BaseError
from obstore.store import S3Store

from audio_guide.kit.errors import BadInputError, StorageFullError, UnavailableError, mark
from audio_guide.kit.whole import write_whole

TYPES = {
    "mp3": "audio/mpeg",
    "webm": "audio/webm",
    "mp4": "video/mp4",
    "flac": "audio/flac",
    "vtt": "text/vtt; charset=utf-8",
    "webp": "image/webp",
    "avif": "image/avif",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "json": "application/json",
}
DIGEST_LETTERS = 40
NAME = rf"[0-9a-f]{{{DIGEST_LETTERS}}}\.(?:{'|'.join(TYPES)})"
_NAME = re.compile(NAME, re.ASCII)
MIN_FREE = 64 * 1024 * 1024
FULL = mark("The disk is full. Nothing was lost; free some space and try again.")
AWAY = mark("The storage of sound and pictures cannot be reached. Nothing was lost; try again in a moment.")


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What is known of a file without reading it; *modified* is seconds since 1970."""

    name: str
    size: int
    media_type: str
    modified: float


def is_name(name: str) -> bool:
    """Tell whether this can be the name of a file of ours; nothing else is ever opened."""
    return _NAME.fullmatch(name) is not None


def name_of(data: bytes, suffix: str) -> str:
    """Return the name of these bytes; raises BadInputError for a kind of file that the guide does not serve."""
    if suffix not in TYPES:
        raise BadInputError("The guide does not keep files of the kind “{suffix}”.", suffix=suffix)
    return f"{hashlib.sha256(data).hexdigest()[:DIGEST_LETTERS]}.{suffix}"


def name_of_file(source: Path, suffix: str) -> str:
    """Return the name of a file's bytes, read piece by piece; raises BadInputError for a kind of file that the guide does not serve."""
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:DIGEST_LETTERS] + name_of(b"", suffix)[DIGEST_LETTERS:]


class MediaStore(Protocol):
    """Keeps files by the digest of their bytes; all calls block."""

    def put(self, data: bytes, suffix: str) -> str:
        """Keep bytes and return their name; raises StorageFullError, UnavailableError."""
        ...

    def put_file(self, source: Path, suffix: str) -> str:
        """Keep a file that is too large for memory and return its name; raises StorageFullError, UnavailableError."""
        ...

    def head(self, name: str) -> MediaInfo | None:
        """Return what is known of a file, or None if there is none or the name is none of ours."""
        ...

    def read(self, name: str, start: int, end: int) -> bytes:
        """Return the bytes from *start* up to but not including *end*; raises FileNotFoundError, UnavailableError."""
        ...

    def names(self) -> Iterator[str]:
        """Give the names of all files."""
        ...

    def delete(self, name: str) -> None:
        """Remove a file if it is there."""
        ...

    def verify(self, name: str) -> bool:
        """Tell whether a file is there and its bytes are those that its name says."""
        ...

    def sweep(self, keep: AbstractSet[str], older_than_seconds: float) -> int:
        """Remove files that nobody names any more, and what a crash left half written; returns how many."""
        ...

    def usable(self) -> bool:
        """Tell whether files can be kept now."""
        ...


def open_store(url: str) -> MediaStore:
    """Return the store of a folder or of ``s3://bucket/prefix``."""
    parts = urlsplit(url)
    if parts.scheme == "s3":
        return S3Media(parts.netloc, parts.path.strip("/"))
    return LocalMedia(Path(parts.path if parts.scheme == "file" else url))


class LocalMedia:
    """Files in a folder, two letters of the digest a subfolder."""

    def __init__(self, root: Path, min_free: int = MIN_FREE) -> None:
        self.root = root.absolute()
        self._min_free = min_free

    def path(self, name: str) -> Path:
        """Return where a file lies; raises FileNotFoundError for what is no name of ours."""
        if not is_name(name):
            raise FileNotFoundError(name)
        return self.root / name[:2] / name

    def put(self, data: bytes, suffix: str) -> str:
        """Keep bytes whole: beside their place, flushed, renamed, the folder flushed."""
        name = name_of(data, suffix)
        target = self.path(name)
        with contextlib.suppress(FileNotFoundError):
            if target.stat().st_size == len(data) and target.read_bytes() == data:
                os.utime(target)  # young again, so that no sweep takes it before its row is written
                return name
        self._write(target, data, len(data))
        return name

    def put_file(self, source: Path, suffix: str) -> str:
        """Keep a file whole, as ``put`` does, without reading it into memory."""
        name = name_of_file(source, suffix)
        if self.verify(name):
            os.utime(self.path(name))  # young again, so that no sweep takes it before its row is written
        else:
            with source.open("rb") as data:
                self._write(self.path(name), data, source.stat().st_size)
        return name

    def _write(self, target: Path, data: bytes | BinaryIO, size: int) -> None:
        """Write a file whole; raises StorageFullError, UnavailableError."""
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(target.parent).free < size + self._min_free:
                raise StorageFullError(FULL)
            write_whole(target, data)
        except OSError as error:
            raise (StorageFullError(FULL) if error.errno in {errno.ENOSPC, errno.EDQUOT} else UnavailableError(AWAY)) from error

    def open(self, name: str) -> tuple[int, os.stat_result]:
        """Open a file for reading without following links; the caller closes it. Raises FileNotFoundError."""
        path = self.path(name)
        try:
            folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                opened = os.open(path.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
            finally:
                os.close(folder)
        except OSError as error:
            if error.errno in {errno.ENOENT, errno.ELOOP, errno.ENOTDIR}:
                raise FileNotFoundError(name) from error
            raise UnavailableError(AWAY) from error
        return opened, os.fstat(opened)

    def head(self, name: str) -> MediaInfo | None:
        """Look at a file."""
        try:
            found = self.path(name).lstat()
        except FileNotFoundError:
            return None
        return MediaInfo(name, found.st_size, TYPES[name.rpartition(".")[2]], found.st_mtime)

    def read(self, name: str, start: int, end: int) -> bytes:
        """Read a part of a file."""
        opened, _ = self.open(name)
        try:
            return os.pread(opened, end - start, start)
        finally:
            os.close(opened)

    def names(self) -> Iterator[str]:
        """Give the names of all whole files."""
        return (path.name for path in self.root.glob("??/*") if is_name(path.name))

    def delete(self, name: str) -> None:
        """Remove a file if it is there."""
        self.path(name).unlink(missing_ok=True)

    def verify(self, name: str) -> bool:
        """Read a file whole and compare its digest with its name."""
        try:
            with self.path(name).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()[:DIGEST_LETTERS] == name[:DIGEST_LETTERS]
        except OSError:
            return False

    def sweep(self, keep: AbstractSet[str], older_than_seconds: float) -> int:
        """Remove what nobody names; young files stay, since their rows may just be on the way, and files that are none of ours stay always."""
        before = time.time() - older_than_seconds
        ours = (path for path in self.root.glob("??/*") if is_name(path.name) or (path.name.startswith(".") and path.suffix == ".tmp"))
        old = [path for path in ours if path.name not in keep and path.lstat().st_mtime < before]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def usable(self) -> bool:
        """Tell whether the folder can be written and has room."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            return os.access(self.root, os.W_OK) and shutil.disk_usage(self.root).free > self._min_free
        except OSError:
            return False


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
            self._store.put(name, data, attributes={"Content-Type": TYPES[suffix], "Cache-Control": "public, max-age=31536000, immutable"})
        return name

    def put_file(self, source: Path, suffix: str) -> str:
        """Keep a file; large ones go in parts and become visible when they are whole."""
        name = name_of_file(source, suffix)
        with _s3():
            self._store.put(name, source, attributes={"Content-Type": TYPES[suffix], "Cache-Control": "public, max-age=31536000, immutable"})
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
        return MediaInfo(name, int(found["size"]), TYPES[name.rpartition(".")[2]], found["last_modified"].timestamp())

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
        """Read an object whole and compare its digest with its name."""
        info = self.head(name)
        return info is not None and info.size > 0 and hashlib.sha256(self.read(name, 0, info.size)).hexdigest()[:DIGEST_LETTERS] == name[:DIGEST_LETTERS]

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


@contextlib.contextmanager
def _s3() -> Iterator[None]:
    """Turn the storage library's errors into ours; what is not there stays a FileNotFoundError."""
    try:
        yield
    except FileNotFoundError:
        raise
    except (BaseError, OSError) as error:
        raise UnavailableError(AWAY) from error
