"""Brings files from a voice hub: certificates checked, time limited, resumed where it broke off, compared with the hub's digests."""

import contextlib
import errno
import hashlib
import http.client
import json
import os
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audio_guide.speech.engines import EngineError

Progress = Callable[[int], None]
"""Is told the number of bytes that have arrived since it was told last; negative when some are thrown away."""

_TIMEOUT = 30.0
_BLOCK = 256 * 1024
_ATTEMPTS = 3
_MEGABYTE = 1_000_000
_LONGEST_LIST = 20 * _MEGABYTE
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
_PARTIAL, _NOT_FOUND = 206, 404


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file as the hub's list describes it."""

    path: str
    size: int
    md5: str


class Hub:
    """A place on the web that offers Piper voices as rhasspy/piper-voices does: ``voices.json`` and the files it lists."""

    def __init__(self, base_url: str, voice: str, timeout: float = _TIMEOUT) -> None:
        """Remember the address, and the voice that the messages are about."""
        if not base_url.startswith(("https://", "http://")):
            message = f"The address of a voice hub should begin with https://; “{base_url}” does not."
            raise EngineError("network", message)
        self._base = base_url.rstrip("/")
        self._voice = voice
        self._timeout = timeout
        self._opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=ssl.create_default_context()))

    def list(self) -> dict[str, Any]:
        """Return the hub's list of voices by name."""
        with self._open("voices.json", 0) as answer:
            try:
                listed = json.loads(answer.read(_LONGEST_LIST))
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise self._broken("its list of voices did not arrive whole") from error
        if not isinstance(listed, dict):
            raise self._broken("its list of voices is not one")
        return listed

    def bring(self, file: HubFile, target: Path, progress: Progress) -> None:
        """Download a file to *target*, unless it is there already; what has arrived before a failure is kept beside it as ``.part``."""
        if target.exists() and _md5(target) == file.md5:
            progress(file.size)
            return
        part = target.with_name(target.name + ".part")
        resumed = part.exists() and part.stat().st_size > 0
        try:
            self._fill(file, part, progress)
            if _md5(part) != file.md5 and resumed:
                # The beginning may stem from an older version of the file, so it is given one chance from the start.
                _throw_away(part, progress)
                self._fill(file, part, progress)
            if _md5(part) != file.md5:
                _throw_away(part, progress)
                raise self._broken(f"{file.path} arrived damaged (its digest is wrong) and was thrown away")
            put_in_place(part, target)
        except OSError as error:
            raise disk_error(self._voice, target.parent, error) from error

    def _fill(self, file: HubFile, part: Path, progress: Progress) -> None:
        """Download into *part* until it has the right size, going on where the line broke off."""
        size = part.stat().st_size if part.exists() else 0
        progress(size)
        for _ in range(_ATTEMPTS):
            if size > file.size:
                _throw_away(part, progress)
                size = 0
            if size < file.size:
                size = self._append(file, part, size, progress)
            if size == file.size:
                return
        raise self._broken(f"the line broke off after {size / _MEGABYTE:.1f} of {file.size / _MEGABYTE:.1f} MB. Run the same command again to go on from there")

    def _append(self, file: HubFile, part: Path, size: int, progress: Progress) -> int:
        """Add to *part* what the hub sends before the line ends or breaks; return the size reached."""
        with self._open(file.path, size) as answer:
            if size and answer.status != _PARTIAL:
                _throw_away(part, progress)
                size = 0
            with part.open("ab") as out:
                for block in _blocks(answer):
                    out.write(block)
                    size += len(block)
                    progress(len(block))
                    if size > file.size:
                        break
                out.flush()
                os.fsync(out.fileno())
        return size

    @contextlib.contextmanager
    def _open(self, path: str, offset: int) -> Iterator[http.client.HTTPResponse]:
        """Ask the hub for a file from *offset* on; raises EngineError in a sentence."""
        headers = {"User-Agent": "audio-guide", "Accept-Encoding": "identity"}
        if offset:
            headers["Range"] = f"bytes={offset}-"
        # The scheme was checked to be http or https when the hub was named.
        request = urllib.request.Request(f"{self._base}/{path}", headers=headers)  # noqa: S310
        try:
            answer = self._opener.open(request, timeout=self._timeout)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == _NOT_FOUND:
                message = f"The voice “{self._voice}” could not be downloaded: {self._base} has no {path} (404)."
                raise EngineError("model_missing", message) from None
            raise self._broken(f"it answered {error.code}") from None
        except (OSError, http.client.HTTPException) as error:
            raise self._unreachable(error) from error
        with answer:
            yield answer

    def _unreachable(self, error: Exception) -> EngineError:
        """Return the sentence for a hub that did not answer."""
        reason = getattr(error, "reason", error)
        if isinstance(reason, ssl.SSLError):
            return self._broken("its certificate could not be verified. Check this machine's clock and its network")
        message = (
            f"No network: the voice “{self._voice}” could not be downloaded from {self._base}. "
            "Connect this machine to the internet and run the same command again; what has arrived is kept."
        )
        return EngineError("network", message)

    def _broken(self, what: str) -> EngineError:
        """Return the sentence for a hub that answered, but badly."""
        return EngineError("network", f"The voice “{self._voice}” could not be downloaded from {self._base}: {what}.")


def put_in_place(part: Path, target: Path) -> None:
    """Give a finished file its name, so that it is there whole or not at all, also after a power cut."""
    part.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def disk_error(voice: str, folder: Path, error: OSError) -> EngineError:
    """Return the sentence for a disk that did not take the voice."""
    if error.errno in _DISK_FULL:
        return EngineError("model_missing", f"The disk is full: the voice “{voice}” does not fit into {folder}. Make room and run the same command again.")
    return EngineError("model_missing", f"The voice “{voice}” could not be written to {folder}: {error.strerror or type(error).__name__}.")


def _blocks(answer: http.client.HTTPResponse) -> Iterator[bytes]:
    """Yield what arrives; a line that breaks ends it like a file that ends, since the caller knows the size that is due."""
    with contextlib.suppress(OSError, http.client.HTTPException):
        while block := answer.read(_BLOCK):
            yield block


def _throw_away(part: Path, progress: Progress) -> None:
    """Delete what has arrived."""
    progress(-part.stat().st_size)
    part.unlink()


def _md5(path: Path) -> str:
    """Return the digest that the hub lists; it guards against damage on the way, the certificate guards against forgery."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
