"""A file or folder is written whole or not at all."""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


def make_folder(folder: Path) -> None:
    """Make a folder and those above it so that they are there after a power cut, too."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        flush_folder(folder.parent)


def flush_folder(folder: Path) -> None:
    """Bring what a folder names to the disk."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextlib.contextmanager
def put_together(target: Path) -> Iterator[Path]:
    """Give the place beside *target* where a file or folder is put together; it gets its own name when all is done, and nothing half made stays."""
    beside = target.with_name(f".{target.name}.unfinished")
    try:
        yield beside
        beside.rename(target)
    finally:  # what has got its name is not there any more
        if beside.is_dir():
            shutil.rmtree(beside, ignore_errors=True)
        else:
            beside.unlink(missing_ok=True)
    flush_folder(target.parent)


def write_whole(target: Path, data: bytes | BinaryIO) -> None:
    """Write a file so that it is either there whole, also after a power cut, or not at all; whoever may read new files of this account may read it."""
    part = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with part.open("xb") as file:
            if isinstance(data, bytes):
                file.write(data)
            else:
                shutil.copyfileobj(data, file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    flush_folder(target.parent)
