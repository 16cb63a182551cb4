"""Taking an upload in: it is decoded in a process that can do nothing else, and what comes out is a FLAC of our own."""

import asyncio
import hashlib
import os
from dataclasses import dataclass, field

from audio_guide.kit import confined
from audio_guide.kit.confined import RealFile
from audio_guide.kit.errors import BadInputError

WALL_SECONDS = 90
MOST_AT_ONCE = 2
LARGEST = 100_000_000
"""Bytes of an upload; an hour of MP3, or ten minutes of studio WAV."""


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

    async def decode(self, given: RealFile, wanted: RealFile) -> Decoded:
        """Write a mono FLAC of the file *given* to the file *wanted*; both are real files. Raises BadInputError with what to do."""
        async with self._turns:
            return await asyncio.to_thread(_decode, given, wanted)


def _decode(given: RealFile, wanted: RealFile) -> Decoded:
    """Let a process decode and hear how it went."""
    size = given.seek(0, os.SEEK_END)
    if size > LARGEST:
        raise BadInputError("This file has {size} MB; a recording may have 100 MB. Save it as FLAC or MP3 and send that file.", size=round(size / 1e6))
    given.seek(0)
    digest = hashlib.file_digest(given, "sha256").hexdigest()
    given.seek(0)
    told = confined.run(["audio_guide.speech.takes.decode"], given, wanted, WALL_SECONDS, _too_much())
    return Decoded(told["kind"], told["seconds"], digest)


def _too_much() -> BadInputError:
    """Return the sentence for a file at which the decoder died."""
    return BadInputError("This file takes too much work to open. Save the sound again, as WAV, FLAC or MP3, and send that file.")
