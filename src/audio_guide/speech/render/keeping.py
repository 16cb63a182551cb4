"""A file of a cache is written whole or not at all, and a cache never takes the last room on a disk."""

import errno
import os
import shutil
import tempfile
from pathlib import Path

FLOOR = 64 * 1024 * 1024
"""Bytes that caches leave free, so that the database, which often lies on the same disk, can go on."""


def put_whole(target: Path, data: bytes | memoryview) -> None:
    """Write a file of a cache; raises OSError with ENOSPC where it would take the last room, and leaves nothing half written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(target.parent).free < len(data) + FLOOR:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).replace(target)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
