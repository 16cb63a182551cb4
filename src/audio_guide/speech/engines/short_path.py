"""A way round espeak-ng's fixed buffers for the path of its data."""

import atexit
import functools
import os
import shutil
import tempfile
from pathlib import Path

# espeak-ng 1.52 keeps its data path in 160 bytes and appends names such as "/voices/!v/m3" to it.
_SAFE_BYTES = 120


@functools.cache
def short_path(path: str) -> str:
    """Return *path*, or a short ASCII link to it if it is too long or too foreign for espeak-ng; the link goes when the process ends."""
    if path.isascii() and len(os.fsencode(path)) <= _SAFE_BYTES:
        return path
    folder = tempfile.mkdtemp(prefix="audio-guide-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    link = Path(folder) / "espeak-ng-data"
    link.symlink_to(path, target_is_directory=True)
    return str(link)
