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

from audio_guide.kit.errors import BadInputError, StorageFullError, UnavailableError, mark
from audio_guide.kit.whole import flush_folder, make_folder, write_whole

TYPES = {
    "mp3": "audio/mpeg",
    "webm": "audio/webm",
    "mp4": "video/mp4",
    "film.webm": "video/webm",
    "flac": "audio/flac",
    "vtt": "text/vtt; charset=utf-8",
    "webp": "image/webp",
    "avif": "image/avif",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "json": "application/json",
}
"""By the ending of a name, which is all behind its first dot."""
DIGEST_LETTERS = 40
NAME = rf"[0-9a-f]{{{DIGEST_LETTERS}}}\.(?:{'|'.join(map(re.escape, TYPES))})"
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


def type_of(name: str) -> str:
    """Return the media type of a file of ours."""
    return TYPES[name.partition(".")[2]]


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


class LocalMedia:
    """Files in a folder, two letters of the digest a subfolder."""

    def __init__(self, root: Path, min_free: int = MIN_FREE) -> None:
        self.root = root.absolute()
        self._min_free = min_free
        self._durable: set[Path] = set()
        """Subfolders of which this process knows that a power cut leaves them."""

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
            self._have_folder(target.parent)
            if shutil.disk_usage(target.parent).free < size + self._min_free:
                raise StorageFullError(FULL)
            write_whole(target, data)
        except OSError as error:
            raise (StorageFullError(FULL) if error.errno in {errno.ENOSPC, errno.EDQUOT} else UnavailableError(AWAY)) from error

    def _have_folder(self, folder: Path) -> None:
        """Make a subfolder if it is missing; one that another process just made may not be on the disk yet, so the first file in it waits for that, too."""
        if folder not in self._durable or not folder.is_dir():
            make_folder(folder)
            flush_folder(self.root)
            self._durable.add(folder)

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
        return MediaInfo(name, found.st_size, type_of(name), found.st_mtime)

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
