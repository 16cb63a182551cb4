"""Taking an upload in: it is decoded in a process that can do nothing else, and what comes out is a FLAC of our own."""

import asyncio
import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from audio_guide.kit.errors import BadInputError

WALL_SECONDS = 90
MOST_AT_ONCE = 2
LARGEST = 100_000_000
"""Bytes of an upload; an hour of MP3, or ten minutes of studio WAV."""
SoundFile: TypeAlias = Any
"""A real file that can be read or written at any place; temporary files have no common type."""
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR")
"""What the decoding process may know of our environment; passwords are not among it."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """What an upload was: its kind, how long it lasts in seconds, and the digest of its bytes."""

    kind: str
    seconds: float
    digest: str


@dataclass(slots=True)
class Intake:
    """Decodes uploads, a few at once; the others wait their turn."""

    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_AT_ONCE))

    async def decode(self, given: SoundFile, wanted: SoundFile) -> Decoded:
        """Write a mono FLAC of the file *given* to the file *wanted*; both are real files. Raises BadInputError with what to do."""
        async with self._turns:
            return await asyncio.to_thread(_decode, given, wanted)


def _decode(given: SoundFile, wanted: SoundFile) -> Decoded:
    """Let a process decode and hear how it went."""
    size = given.seek(0, os.SEEK_END)
    if size > LARGEST:
        raise BadInputError("This file has {size} MB; a recording may have 100 MB. Save it as FLAC or MP3 and send that file.", size=round(size / 1e6))
    given.seek(0)
    digest = hashlib.file_digest(given, "sha256").hexdigest()
    given.seek(0)
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ} | {"OPENBLAS_NUM_THREADS": "1"}
    program = [sys.executable, "-I", "-m", "audio_guide.speech.takes.decode"]
    try:
        done = subprocess.run(program, stdin=given, stdout=wanted, stderr=subprocess.PIPE, env=environment, timeout=WALL_SECONDS, check=False)  # noqa: S603 -- our own program
    except subprocess.TimeoutExpired as error:
        raise _too_much() from error
    last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    try:
        told = json.loads(last)
    except ValueError as error:
        raise _too_much() from error
    if refusal := told.get("error"):
        raise BadInputError(refusal, **told["places"])
    return Decoded(told["kind"], told["seconds"], digest)


def _too_much() -> BadInputError:
    """Return the sentence for a file at which the decoder died."""
    return BadInputError("This file takes too much work to open. Save the sound again, as WAV, FLAC or MP3, and send that file.")
