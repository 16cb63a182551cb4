"""The darkroom: a picture is decoded, turned upright, freed of what it tells of its maker, and made in the sizes that phones ask for.

Decoders of pictures have had many holes, so this runs in a process of its own for each picture, with bounded memory and time;
whatever a file does there, it costs that process alone.
"""

import asyncio
import hashlib
import io
import os
import resource
import warnings
from asyncio import wrap_future
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing import get_context

from pebble import ProcessExpired, ProcessPool
from PIL import Image, ImageCms

from audio_guide.kit.errors import BadInputError
from audio_guide.kit.media import TYPES, MediaStore
from audio_guide.tours import intake

WIDTHS = (1600, 960, 480)
TALLEST = 2400
LEAST_STEP = 0.9
"""A size is left out if the next larger one is hardly larger."""
FALLBACK_WIDTH = 960
"""Only phones that know neither AVIF nor WebP fetch the old forms, and lists of small pictures; they need no large one."""
MOST_MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 20
WALL_SECONDS = 60
NICE = 5
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What each orientation of EXIF asks for; from 5 on width and height change places."""
FIRST_SIDEWAYS = 5
SIXTEEN_BITS = ("I;16", "I;16B", "I;16L", "I;16N", "I")
SRGB = ImageCms.createProfile("sRGB")
SAVED: dict[str, dict[str, object]] = {
    # Speed 8 takes a fifth of the time of speed 6, and the files are hardly larger.
    "avif": {"format": "AVIF", "quality": 60, "speed": 8, "max_threads": 1},
    "webp": {"format": "WEBP", "quality": 80, "method": 4},
    "jpg": {"format": "JPEG", "quality": 82, "optimize": True, "progressive": True},
    "png": {"format": "PNG", "optimize": True},
}


@dataclass(frozen=True, slots=True)
class Print:
    """One size of a picture in one form."""

    suffix: str
    width: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Developed:
    """A picture in all its sizes, the largest first; *width* and *height* are those of the largest."""

    width: int
    height: int
    prints: tuple[Print, ...]
    source_digest: str = ""


def limit() -> None:
    """Bound what this process may use: memory, time, files, and the processor's favour."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICE)


def develop(data: bytes) -> Developed:
    """Make all sizes of a picture; raises BadInputError if it cannot be read. Call it only where ``limit`` holds."""
    header = intake.looked_at(data)
    Image.MAX_IMAGE_PIXELS = intake.MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an untidy file may still be a good picture
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return replace(_prints(_upright(data, header)), source_digest=hashlib.sha256(data).hexdigest())
    except MemoryError as error:
        raise too_much() from error
    except Exception as error:  # a file that is not what it says makes decoders raise anything
        raise intake.damaged() from error


def too_much() -> BadInputError:
    """Return the sentence for a picture that takes more time or memory than a picture should."""
    return BadInputError("This picture takes too much work to open. Save it again as a plain JPEG, smaller if you can, and choose that file.")


def _upright(data: bytes, header: intake.Header) -> Image.Image:
    """Decode a picture no larger than needed, in sRGB, the right way up and without anything that was written into it."""
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as opened:
        if opened.size != (header.width, header.height):
            raise intake.damaged()
        upright, sideways = _largest(opened.width, opened.height), _largest(opened.height, opened.width)[::-1]
        most = (max(upright[0], sideways[0]), max(upright[1], sideways[1]))
        opened.draft(None, (most[0] * 2, most[1] * 2))  # a JPEG can be decoded at a half, a quarter or an eighth
        opened.load()  # before anything is asked of it: what is read later hides that the file is not whole
        turn = _orientation(opened)
        size = sideways if turn >= FIRST_SIDEWAYS else upright
        profile = opened.info.get("icc_profile")
        shown = _plain(opened)
    shown = shown.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0) if shown.size != size else shown
    shown = _in_srgb(shown, profile if isinstance(profile, bytes) else None)
    shown = shown.transpose(TURNS[turn]) if turn in TURNS else shown
    shown.info = {}
    return shown


def _orientation(image: Image.Image) -> int:
    """Return how the camera was held, as EXIF numbers it; 1 is upright, also where the file says nothing that makes sense."""
    try:
        turn = image.getexif().get(ORIENTATION)
    except Exception:  # noqa: BLE001 -- whatever is written there, the picture itself may be good
        return 1
    return turn if turn in TURNS else 1


def _largest(width: int, height: int) -> tuple[int, int]:
    """Return the largest size in which a picture of this size is shown; never larger than it is."""
    scale = min(1.0, WIDTHS[0] / width, TALLEST / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _plain(image: Image.Image) -> Image.Image:
    """Return a picture in a mode that can be resized well: L, RGB, RGBA or CMYK."""
    if image.mode in SIXTEEN_BITS:
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in {"LA", "La", "PA", "RGBa", "RGBA"} or (image.mode in {"P", "L", "RGB"} and "transparency" in image.info):
        return image.convert("RGBA")
    if image.mode in {"L", "RGB", "CMYK"}:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a picture in the colours that every screen knows; a colour profile that makes no sense is left aside."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    image = image.convert("RGB") if alpha is not None else image
    if profile is not None:
        try:
            made = ImageCms.profileToProfile(image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), SRGB, outputMode="RGB")
            image = made if made is not None else image
        except (ImageCms.PyCMSError, OSError, ValueError):
            profile = None
    image = image.convert("RGB") if image.mode != "RGB" else image
    if alpha is not None and alpha.getextrema() != (255, 255):
        image.putalpha(alpha)
    return image


def _prints(image: Image.Image) -> Developed:
    """Return a picture in all sizes and forms, by size and then from the form that the newest phones take to the oldest."""
    old = "png" if image.mode == "RGBA" else "jpg"
    widths = [image.width, *(width for width in WIDTHS if width < image.width * LEAST_STEP)]
    made: list[Print] = []
    for width in widths:
        size = (width, max(1, round(image.height * width / image.width)))
        scaled = image if width == image.width else image.resize(size, Image.Resampling.LANCZOS)
        # Where there is only one size, it is the fallback too.
        suffixes = ("avif", "webp", old) if width <= FALLBACK_WIDTH or width == widths[-1] else ("avif", "webp")
        made.extend(Print(suffix, width, _saved(scaled, suffix)) for suffix in suffixes)
    return Developed(image.width, image.height, tuple(made))


def _saved(image: Image.Image, suffix: str) -> bytes:
    out = io.BytesIO()
    image.save(out, **SAVED[suffix])  # type: ignore[arg-type]
    return out.getvalue()


class Darkroom:
    """Develops one picture after the other, each in a process that ends with it."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(1)

    async def develop(self, read: Callable[[], bytes], file_name: str = "", media_type: str = "") -> Developed:
        """Return a picture in its sizes; *read* gives the file when its turn has come. Raises BadInputError."""
        async with self._turn:
            data = await asyncio.to_thread(read)
            await asyncio.to_thread(intake.looked_at, data, file_name, media_type)
            return await apart(develop, data)


async def apart(work: Callable[[bytes], Developed], data: bytes) -> Developed:
    """Do a piece of work on a file in a process of its own; raises BadInputError if it fails, crashes, hangs or takes too much."""
    pool = await asyncio.to_thread(ProcessPool, max_workers=1, initializer=limit, context=get_context("spawn"))
    try:
        return await wrap_future(pool.schedule(work, args=[data], timeout=WALL_SECONDS))
    except (TimeoutError, ProcessExpired, MemoryError) as error:
        raise too_much() from error
    finally:
        await asyncio.to_thread(_end, pool)


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


def keep(media: MediaStore, developed: Developed) -> list[dict[str, object]]:
    """Put all sizes into the store and return them as a picture's row holds them; blocks. Raises StorageFullError, UnavailableError."""
    return [{"name": media.put(one.data, one.suffix), "media_type": TYPES[one.suffix], "bytes": len(one.data), "width": one.width} for one in developed.prints]
