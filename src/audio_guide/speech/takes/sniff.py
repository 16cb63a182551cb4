"""What kind of sound a file holds, by its bytes alone; its name and what the browser says of it count for nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from audio_guide.kit.errors import BadInputError

LONGEST_TAG = 16 * 1024 * 1024
"""Bytes; a cover picture fits, and whoever says more is not believed."""
MOST_TAGS = 4
TAG_HEADER = 10
LOOK = 64


@dataclass(frozen=True, slots=True)
class Kind:
    """A container that we open: FFmpeg's name for it and the codecs that may be inside."""

    name: str
    demuxer: str
    codecs: tuple[str, ...]


PCM = ("pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le", "pcm_u8")
WAV = Kind("WAV", "wav", PCM)
FLAC = Kind("FLAC", "flac", ("flac",))
MP3 = Kind("MP3", "mp3", ("mp3float", "mp3"))
M4A = Kind("M4A", "mov", ("aac", "alac"))
OGG = Kind("Ogg", "ogg", ("opus", "libopus", "vorbis", "flac"))
WEBM = Kind("WebM", "matroska", ("opus", "libopus", "vorbis"))
KINDS = (WAV, FLAC, MP3, M4A, OGG, WEBM)

_SIGNS: tuple[tuple[Kind, Callable[[bytes], bool]], ...] = (
    (WAV, lambda head: head[:4] == b"RIFF" and head[8:12] == b"WAVE"),
    (FLAC, lambda head: head[:4] == b"fLaC"),
    (M4A, lambda head: head[4:8] == b"ftyp"),
    (OGG, lambda head: head[:4] == b"OggS"),
    (WEBM, lambda head: head[:4] == b"\x1a\x45\xdf\xa3"),
    (MP3, lambda head: len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] & 0xF0 != 0xF0),
)


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A kind of file and the byte at which its sound begins; what stands before (tags) is never shown to a decoder."""

    kind: Kind
    start: int


def sniff(file: BinaryIO) -> Sniffed:
    """Tell what a file is; raises BadInputError with the kinds that we take."""
    start = _after_tags(file)
    file.seek(start)
    head = file.read(LOOK)
    if not head:
        raise BadInputError("This file is empty. Choose the file with the recording.")
    for kind, fits in _SIGNS:
        if fits(head):
            return Sniffed(kind, start)
    raise BadInputError("This is no sound file that the guide can read. Send WAV, FLAC, MP3, M4A, Ogg or WebM.")


def _after_tags(file: BinaryIO) -> int:
    """Return where the sound begins behind ID3 tags; raises BadInputError for a tag that cannot be true."""
    start = 0
    for _ in range(MOST_TAGS):
        file.seek(start)
        head = file.read(TAG_HEADER)
        if head[:3] != b"ID3" or len(head) < TAG_HEADER:
            return start
        size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        if any(byte & 0x80 for byte in head[6:10]) or size > LONGEST_TAG:
            break
        start += TAG_HEADER + size + (TAG_HEADER if head[5] & 0x10 else 0)
    raise BadInputError("The description inside this file (its ID3 tag) is damaged or far too long. Save the sound again without it.")
