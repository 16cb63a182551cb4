"""Taking a film in: it is looked at in a process that can do nothing else, and what comes out is a copy of our own."""

import asyncio
import base64
import io
from dataclasses import dataclass, field
from pathlib import Path

from audio_guide.kit import confined
from audio_guide.kit.confined import RealFile
from audio_guide.kit.errors import BadInputError
from audio_guide.kit.media import MediaStore, type_of
from audio_guide.tours.films import Sent

WALL_SECONDS = 240
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How large and how long a film may be."""

    megabytes: int = 300
    minutes: int = 15


@dataclass(frozen=True, slots=True)
class Footage:
    """What a film is: how its name ends, how long it lasts in seconds, the size in which it is shown, and a picture of it as JPEG."""

    suffix: str
    seconds: float
    width: int
    height: int
    poster: bytes


@dataclass(slots=True)
class Screening:
    """Looks at films, one after the other, since each keeps the disk busy."""

    limits: Limits = field(default_factory=Limits)
    _turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))

    async def screen(self, given: RealFile, wanted: RealFile) -> Footage:
        """Write the film *given* to the file *wanted* as phones get it; both are real files. Raises BadInputError with what to do."""
        async with self._turn:
            return await asyncio.to_thread(self._screen, given, wanted)

    def _screen(self, given: RealFile, wanted: RealFile) -> Footage:
        size = given.seek(0, io.SEEK_END)
        if size > self.limits.megabytes * MEGABYTE:
            raise BadInputError(
                "This film has {size} MB; a film may have {most} MB. Save it smaller, for example 1280 × 720 pixels, and send that file.",
                size=round(size / MEGABYTE), most=self.limits.megabytes,
            )  # fmt: skip
        given.seek(0)
        told = confined.run(["audio_guide.tours.screening", str(self.limits.minutes * 60)], given, wanted, WALL_SECONDS, _too_much())
        return Footage(told["suffix"], told["seconds"], told["width"], told["height"], base64.b64decode(told["poster"]))


def keep(media: MediaStore, made: Path, footage: Footage) -> Sent:
    """Put a film and its picture into the store and return them as a film's row holds them; blocks. Raises StorageFullError, UnavailableError."""
    kept = ((media.put_file(made, footage.suffix), made.stat().st_size), (media.put(footage.poster, "jpg"), len(footage.poster)))
    files: list[dict[str, object]] = [{"name": name, "media_type": type_of(name), "bytes": size} for name, size in kept]
    return Sent(files, footage.seconds, footage.width, footage.height)


def _too_much() -> BadInputError:
    """Return the sentence for a film at which the program died."""
    return BadInputError("This film takes too much work to open. Save it again as MP4 with H.264 and AAC, smaller if you can, and send that file.")
