"""The museum's own colour and sign on every page: set without code, and refused where people could not read them."""

import hashlib
import io
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from PIL import Image, UnidentifiedImageError

from audio_guide.kit.errors import BadInputError

LEAST = 7.0
"""WCAG's enhanced contrast, for text of every size."""
LIGHT, DARK = ("#faf8f3", "#f1ece1"), ("#161513", "#24221e")
"""The grounds on which the colour stands in page.css."""
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
LARGEST_LOGO = 32 * 1024
LOGO_HEIGHT = 48
LOGO_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp"}
ACTIVE = re.compile(rb"<script|\son\w+\s*=|javascript:|<foreignObject|<!ENTITY", re.IGNORECASE)
SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*")
Channels = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Logo:
    """The museum's sign: its file and the room that it takes on a page."""

    name: str
    media_type: str
    content: bytes
    width: int
    height: int = LOGO_HEIGHT


def accent(colour: str) -> str:
    """Return the style that gives pages the museum's colour, lightened for dark pages; raises BadInputError if it cannot be read on light ones."""
    if not COLOUR.fullmatch(colour):
        raise BadInputError("The colour “{colour}” is none: write it as # and six of 0–9 and a–f, for example #6a2018.", colour=colour)
    channels = _channels(colour)
    least = min(contrast(channels, _channels(ground)) for ground in LIGHT)
    if least < LEAST:
        nearest = _toward(channels, (0, 0, 0), LIGHT)
        raise BadInputError(
            "The colour {colour} has a contrast of {found}:1 on our light ground; text needs {least}:1. The nearest that can be read is {nearest}.",
            colour=colour, found=f"{least:.1f}", least=f"{LEAST:.0f}", nearest=nearest,
        )  # fmt: skip
    return f":root{{--link:{colour}}}@media(prefers-color-scheme:dark){{:root{{--link:{_toward(channels, (255, 255, 255), DARK)}}}}}"


def contrast(one: Channels, other: Channels) -> float:
    """Return the contrast of two colours as WCAG defines it, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def logo(path: str) -> Logo:
    """Read the museum's sign; raises BadInputError with what to change."""
    file = Path(path)
    media_type = LOGO_TYPES.get(file.suffix.lower())
    if media_type is None:
        raise BadInputError("The logo {path} is not an SVG, PNG or WebP file.", path=path)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise BadInputError("The logo {path} cannot be read.", path=path) from error
    if len(content) > LARGEST_LOGO:
        raise BadInputError(
            "The logo {path} has {size} bytes; {most} are the most, since every visitor loads it.", path=path, size=len(content), most=LARGEST_LOGO
        )
    try:
        width, height = _drawn_size(content) if media_type == "image/svg+xml" else _pictured_size(content)
    except (ET.ParseError, UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise BadInputError("The logo {path} is damaged, says no size, or holds more than a picture.", path=path) from error
    name = f"{hashlib.sha256(content).hexdigest()[:16]}{file.suffix.lower()}"
    return Logo(name, media_type, content, max(1, round(width * LOGO_HEIGHT / height)))


def _channels(colour: str) -> Channels:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(channels: Channels) -> float:
    linear = [part / 12.92 if (part := channel / 255) <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _toward(channels: Channels, end: Channels, grounds: tuple[str, ...]) -> str:
    """Return the nearest shade on the way to black or white that can be read on all these grounds."""
    for step in range(101):
        red, green, blue = (round(channel + (last - channel) * step / 100) for channel, last in zip(channels, end, strict=True))
        if all(contrast((red, green, blue), _channels(ground)) >= LEAST for ground in grounds):
            break
    return f"#{red:02x}{green:02x}{blue:02x}"


def _pictured_size(content: bytes) -> tuple[float, float]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content)) as picture:
                picture.verify()
                return picture.size
        except Image.DecompressionBombWarning as warning:
            raise ValueError from warning


def _drawn_size(content: bytes) -> tuple[float, float]:
    """Return the size of a drawing that is nothing but a drawing."""
    if ACTIVE.search(content):
        raise ValueError
    root = ET.fromstring(content)  # noqa: S314 -- the owner's own file, and entities were refused above
    box = root.get("viewBox", "").replace(",", " ").split()
    sides = box[2:] if len(box) == 4 else [root.get("width", ""), root.get("height", "")]
    found = [SIZE.fullmatch(side) for side in sides]
    width, height = (float(side.group(1)) if side else 0.0 for side in found)
    if not width or not height:
        raise ValueError
    return width, height
