"""What may become a picture: a file is judged by its name and its first bytes, before anything decodes it.

Only headers are read here, in plain Python and in a number of steps that the file cannot choose; the darkroom does the rest in a process of its own.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from audio_guide.kit.errors import BadInputError

MOST_BYTES = 20_000_000
MOST_PIXELS = 50_000_000
"""What telephones of now take at most; a scan may need to be made smaller."""
SIDES = range(64, 16_001)
"""How many pixels a side may have: less is a blur, more is no picture but a strip."""
MOST_SEGMENTS = 4096
MOST_SCANS = 100
"""Progressive JPEGs have some ten; one with thousands only keeps a decoder busy."""
LONGEST_SHOWN_NAME = 60
MEGABYTE = 1_000_000
FORMS = {
    "PNG": (("png",), ("image/png", "image/x-png")),
    "JPEG": (("jpg", "jpeg", "jfif", "jpe"), ("image/jpeg", "image/jpg", "image/pjpeg")),
    "WebP": (("webp",), ("image/webp",)),
}
"""Each form with the endings and types under which an honest file comes."""
UNTYPED = ("", "application/octet-stream")
OTHERS = (
    (b"GIF8", 0, "GIF"),
    (b"%PDF", 0, "PDF"),
    (b"BM", 0, "BMP"),
    (b"II*\x00", 0, "TIFF"),
    (b"MM\x00*", 0, "TIFF"),
    (b"PK\x03\x04", 0, "ZIP"),
    (b"ftypavi", 4, "AVIF"),
    (b"ftyp", 4, "HEIC"),
)
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The JPEG markers whose segment says how large the picture is."""
ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""The JPEG markers without a segment."""
SCAN, END = 0xDA, 0xD9
ANIMATED = 0x02


@dataclass(frozen=True, slots=True)
class Header:
    """What a picture says of itself."""

    form: str
    width: int
    height: int
    moves: bool = False


def looked_at(data: bytes, file_name: str = "", media_type: str = "") -> Header:
    """Return what a file's header says if the darkroom may open it; raises BadInputError with what to do."""
    if not data:
        raise BadInputError("No picture was chosen. Choose a file, then send it.")
    if len(data) > MOST_BYTES:
        raise too_large(len(data))
    header = _header(data)
    if header is None:
        raise _no_picture(data)
    _honest(header.form, file_name, media_type)
    if header.moves:
        raise BadInputError("This picture moves. Choose one that stands still, or save one view of it as PNG.")
    measured(header.width, header.height)
    if header.form == "JPEG" and data.count(b"\xff\xda") > MOST_SCANS:
        raise damaged()
    return header


def measured(width: int, height: int) -> None:
    """Raise BadInputError if a picture of this size is too small or too large to be shown."""
    if width not in SIDES or height not in SIDES:
        raise BadInputError(
            "This picture has {width} × {height} pixels, and each side may have {least} to {most}. Change its size or choose another one.",
            width=width, height=height, least=SIDES.start, most=SIDES.stop - 1,
        )  # fmt: skip
    if width * height > MOST_PIXELS:
        raise BadInputError(
            "This picture has {width} × {height} pixels, more than {most} million in all. Make it smaller, for example 3000 pixels wide, and send it again.",
            width=width, height=height, most=MOST_PIXELS // MEGABYTE,
        )  # fmt: skip


def too_large(size: int) -> BadInputError:
    """Return the sentence for a file with too many bytes."""
    return BadInputError(
        "This file has {size} megabytes; a picture may have {most}. Save it smaller, for example as JPEG 3000 pixels wide, and send it again.",
        size=-(-size // MEGABYTE), most=MOST_BYTES // MEGABYTE,
    )  # fmt: skip


def damaged() -> BadInputError:
    """Return the sentence for a picture that cannot be read to its end."""
    return BadInputError("This picture is damaged or not whole. Open it in a picture program, save it as a new file and choose that one.")


def _honest(form: str, file_name: str, media_type: str) -> None:
    """Raise BadInputError if a file's ending or type says something else than its bytes."""
    endings, types = FORMS[form]
    ending = file_name.rpartition(".")[2].casefold() if "." in file_name else ""
    plain = media_type.partition(";")[0].strip().casefold()
    if (ending and ending not in endings) or (plain not in types and plain not in UNTYPED):
        raise BadInputError(
            "The file “{name}” is in truth a {form} picture. Let its name end in .{ending} and choose it again.",
            name=file_name[-LONGEST_SHOWN_NAME:], form=form, ending=endings[0],
        )  # fmt: skip


def _no_picture(data: bytes) -> BadInputError:
    """Return the sentence for a file that is something else."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    kind = next((name for magic, place, name in OTHERS if data[place : place + len(magic)] == magic), "")
    if b"<svg" in head:
        kind = "SVG"
    elif head.startswith((b"<!doctype html", b"<html", b"<script")):
        kind = "HTML"
    if not kind:
        return BadInputError("This file is no picture that can be shown. Choose a PNG, JPEG or WebP file.")
    return BadInputError("This is a file of the kind {kind}. Save the picture as PNG, JPEG or WebP and choose that file.", kind=kind)


def _header(data: bytes) -> Header | None:
    """Read the header of one of the three forms; None for anything else."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return _png(data)
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
    except struct.error as error:
        raise damaged() from error
    return None


def _png(data: bytes) -> Header:
    if data[12:16] != b"IHDR":
        raise damaged()
    width, height = struct.unpack_from(">II", data, 16)
    place, moves = 8, False
    for _ in range(MOST_SEGMENTS):
        length, kind = struct.unpack_from(">I4s", data, place)
        if kind == b"IDAT":
            return Header("PNG", width, height, moves)
        moves = moves or kind == b"acTL"
        place += length + 12
    raise damaged()


def _jpeg(data: bytes) -> Header:
    for marker, place in _segments(data):
        if marker in FRAMES:
            height, width = struct.unpack_from(">HH", data, place + 3)
            return Header("JPEG", width, height)
    raise damaged()


def _segments(data: bytes) -> Iterator[tuple[int, int]]:
    """Give each JPEG segment up to the first scan: its marker and where its length stands."""
    place = 2
    for _ in range(MOST_SEGMENTS):
        (lead, marker) = struct.unpack_from(">BB", data, place)
        if lead != 0xFF or marker in {SCAN, END}:
            return
        place += 1 if marker == 0xFF else 2
        if marker == 0xFF or marker in ALONE:
            continue
        yield marker, place
        place += int(struct.unpack_from(">H", data, place)[0])


def _webp(data: bytes) -> Header:
    kind = data[12:16]
    if kind == b"VP8X":
        flags = data[20] if len(data) > 20 else 0
        width, height = (1 + int.from_bytes(data[start : start + 3], "little") for start in (24, 27))
        return Header("WebP", width, height, bool(flags & ANIMATED))
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return Header("WebP", 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return Header("WebP", width & 0x3FFF, height & 0x3FFF)
    raise damaged()
