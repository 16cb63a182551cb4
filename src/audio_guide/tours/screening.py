"""The program that looks at a film that was sent: a process of its own that can open nothing, with little memory and little time.

Standard input is the upload, standard output becomes the film as phones get it: the same pictures and the same sound, copied
without coding them anew, with nothing else that was written into the file, and with its table of contents in front.
The answer holds a picture for the time before it is started; ``kit/confined.py`` says how it answers.
"""

import base64
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import BinaryIO

import av
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.stream import VideoStream
from PIL import Image

from audio_guide.kit import confined
from audio_guide.kit.confined import Bounds
from audio_guide.kit.errors import BadInputError

BOUNDS = Bounds(memory=768 * 1024 * 1024, cpu_seconds=60, written_bytes=4 * 1024 * 1024 * 1024)
SIDES = range(240, 3841)
"""How many pixels a side may have: hands and faces cannot be read in fewer, and no phone shows more."""
MOST_PIXELS = 3840 * 2160
LEAST_SECONDS = 1.0
MOST_FRAMES_A_SECOND = 61
MOST_STREAMS = 8
CUT_OFF_SECONDS, CUT_OFF_PART = 1.0, 0.02
ROOM = 64
"""Bytes left free behind the table of contents of an MP4."""
ROOM_FOR_CUES = 16 * 1024
SHOWN_PIXELS = ("yuv420p", "yuvj420p")
"""Every phone shows eight bits with colours at half the size, and hardly any something else."""
POSTER_PART, POSTER_SECONDS = 0.25, 5.0
"""The picture for the time before is taken at this part of the film, and not later than this: films begin in black and end so."""
POSTER_SIZE = (960, 1280)


@dataclass(frozen=True, slots=True)
class Kind:
    """A container that we open: FFmpeg's names for it, the codecs that may be inside, and how its name ends."""

    name: str
    demuxer: str
    allowed: str
    seen: tuple[str, ...]
    heard: tuple[str, ...]
    suffix: str


MP4 = Kind("MP4", "mov", "mov,mp4,m4a,3gp,3g2,mj2", ("h264",), ("aac",), "mp4")
WEBM = Kind("WebM", "matroska", "matroska,webm", ("vp8", "vp9", "av1", "libdav1d"), ("opus", "libopus"), "film.webm")


@dataclass(slots=True)
class Copied:
    """What was copied so far: how many pictures, and where the last one ends."""

    frames: int = 0
    seconds: float = 0.0


def main() -> None:
    """Look at standard input, write the film to standard output, and say in one line how it went."""
    most_seconds = float(sys.argv[1])
    confined.answer(lambda: screen(sys.stdin.buffer, open(1, "r+b", closefd=False), most_seconds), too_much())  # noqa: SIM115 -- it is open already


def too_much() -> BadInputError:
    """Return the sentence for a film that takes more time or memory than a film should."""
    return BadInputError("This film takes too much work to open. Save it again as MP4 with H.264 and AAC, smaller if you can, and send that file.")


def damaged() -> BadInputError:
    """Return the sentence for a film that is not what it says."""
    return BadInputError("This film is damaged or cut off. Open it in a video program, save it again and send that file.")


def other_form() -> BadInputError:
    """Return the sentence for a film that not every phone shows."""
    return BadInputError(
        "This film is written in a way that not every phone shows. Save it as MP4 with H.264 and AAC, or as WebM with VP9 and Opus, and send that file."
    )


def _too_long(most_seconds: float) -> BadInputError:
    return BadInputError("This film is longer than {minutes} minutes. Cut it, and send the part that belongs to this stop.", minutes=round(most_seconds / 60))


def kind_of(file: BinaryIO) -> Kind:
    """Tell what a file is by its bytes alone; raises BadInputError with what we take."""
    file.seek(0)
    head = file.read(64)
    if not head:
        raise BadInputError("This file is empty. Choose the file with the film.")
    if head[4:8] == b"ftyp":
        return MP4
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return WEBM
    raise BadInputError("This is no film that the guide can show. Send MP4 (H.264 and AAC) or WebM (VP8, VP9 or AV1 and Opus).")


def screen(given: BinaryIO, wanted: BinaryIO, most_seconds: float) -> dict[str, object]:
    """Copy a film, take a picture of it, and tell what it is; raises BadInputError."""
    kind = kind_of(given)
    confined.load_all(av)
    Image.init()
    confined.confine(BOUNDS)
    try:
        copied = _copied(given, wanted, kind, most_seconds)
        poster, size = _poster(given, kind, copied.seconds)
    except (av.error.FFmpegError, ValueError, EOFError, OSError, OverflowError) as error:
        raise damaged() from error
    return {
        "kind": kind.name,
        "suffix": kind.suffix,
        "seconds": round(copied.seconds, 3),
        "width": size[0],
        "height": size[1],
        "poster": base64.b64encode(poster).decode("ascii"),
    }


def _opened(given: BinaryIO, kind: Kind) -> InputContainer:
    """Open with the one demuxer that fits; playlists, other files, networks and other codecs are out of its reach."""
    options = {"format_whitelist": kind.allowed, "codec_whitelist": ",".join((*kind.seen, *kind.heard)), "protocol_whitelist": "none"}
    given.seek(0)
    return av.open(given, "r", format=kind.demuxer, container_options=options, io_open=confined.refuse)


def _streams(container: InputContainer, kind: Kind) -> tuple[VideoStream, AudioStream | None]:
    """Return the moving picture and the sound, if there is one; raises BadInputError for several of them, or a form that phones do not show."""
    pictures = [stream for stream in container.streams.video if Disposition.attached_pic not in stream.disposition]
    sounds = container.streams.audio
    if len(container.streams) > MOST_STREAMS or len(pictures) != 1 or len(sounds) > 1:
        raise BadInputError("There has to be exactly one moving picture in this file, and at most one sound.")
    picture, sound = pictures[0], sounds[0] if sounds else None
    if picture.codec_context is None or picture.codec_context.name not in kind.seen or picture.pix_fmt not in SHOWN_PIXELS:
        raise other_form()
    if sound is not None and (sound.codec_context is None or sound.codec_context.name not in kind.heard):
        raise other_form()
    _measured(picture.width, picture.height)
    return picture, sound


def _measured(width: int, height: int) -> None:
    """Raise BadInputError if hands could not be read in pictures of this size, or phones not show them."""
    if width not in SIDES or height not in SIDES or width * height > MOST_PIXELS:
        raise BadInputError(
            "This film has {width} × {height} pixels; each side may have {least} to {most}. Save it in another size, for example 1280 × 720.",
            width=width, height=height, least=SIDES.start, most=SIDES.stop - 1,
        )  # fmt: skip


def _copied(given: BinaryIO, wanted: BinaryIO, kind: Kind, most_seconds: float) -> Copied:
    """Copy picture and sound and nothing else; an MP4 is copied twice, since its table of contents is known only at the end and shall stand in front."""
    done = _copy(given, wanted, kind, most_seconds, {"reserve_index_space": str(ROOM_FOR_CUES)} if kind is WEBM else {})
    if kind is MP4:
        done = _copy(given, wanted, kind, most_seconds, {"moov_size": str(_contents_size(wanted) + ROOM)})
    wanted.flush()
    return done


def _copy(given: BinaryIO, wanted: BinaryIO, kind: Kind, most_seconds: float, options: dict[str, str]) -> Copied:
    """Copy once, from the beginning; raises BadInputError for a film that is too long, too short or not whole."""
    wanted.seek(0)
    wanted.truncate()
    done = Copied()
    with _opened(given, kind) as container:
        picture, sound = _streams(container, kind)
        told = container.duration / av.time_base if container.duration else 0.0
        if told > most_seconds:
            raise _too_long(most_seconds)
        with av.open(wanted, "w", format="webm" if kind is WEBM else "mp4", options=options) as copy:
            _mux(container, copy, (picture, sound), done, most_seconds)
    if done.seconds < LEAST_SECONDS:
        raise damaged() if told > LEAST_SECONDS else BadInputError("This film is shorter than a second.")
    if told - done.seconds > max(CUT_OFF_SECONDS, told * CUT_OFF_PART):
        raise damaged()
    return done


def _mux(container: InputContainer, copy: OutputContainer, streams: tuple[VideoStream, AudioStream | None], done: Copied, most_seconds: float) -> None:
    """Copy packet by packet, as they follow each other in the file."""
    picture, sound = streams
    places = {stream.index: copy.add_stream_from_template(stream, opaque=True) for stream in (picture, sound) if stream is not None}
    for packet in _packets(container, streams):
        end = _end(packet)
        if packet.stream is picture:
            done.frames += 1
        done.seconds = max(done.seconds, end)
        if end > most_seconds + LEAST_SECONDS or done.frames > (most_seconds + LEAST_SECONDS) * MOST_FRAMES_A_SECOND:
            raise _too_long(most_seconds)
        packet.stream = places[packet.stream.index]
        copy.mux(packet)


def _packets(container: InputContainer, streams: tuple[VideoStream, AudioStream | None]) -> "Iterator[Packet[Stream]]":
    """Give what is in the file of a picture and its sound, without the empty packet at the end of each."""
    wanted = [stream for stream in streams if stream is not None]
    return (packet for packet in container.demux(wanted) if packet.dts is not None and packet.size)


def _end(packet: "Packet[Stream]") -> float:
    """Return the moment at which what a packet shows or sounds is over, in seconds."""
    base = packet.time_base or Fraction(0)
    return float(((packet.pts if packet.pts is not None else packet.dts or 0) + (packet.duration or 0)) * base)


def _contents_size(file: BinaryIO) -> int:
    """Return how large the table of contents of an MP4 that we wrote is, in bytes."""
    at, end = 0, file.seek(0, io.SEEK_END)
    while at + 16 <= end:
        file.seek(at)
        head = file.read(16)
        size = int.from_bytes(head[:4]) if int.from_bytes(head[:4]) != 1 else int.from_bytes(head[8:16])
        if head[4:8] == b"moov":
            return size
        at += max(size, 8)
    raise damaged()


def _poster(given: BinaryIO, kind: Kind, seconds: float) -> tuple[bytes, tuple[int, int]]:
    """Return a picture of the film as JPEG, and the size in which the film is shown; this shows too that what it says can be decoded."""
    with _opened(given, kind) as container:
        picture, _ = _streams(container, kind)
        picture.codec_context.thread_count = 1
        container.seek(round(min(seconds * POSTER_PART, POSTER_SECONDS) * av.time_base))
        frame = next(iter(container.decode(picture)), None)
        if frame is None or (frame.width, frame.height) != (picture.width, picture.height):
            raise damaged()
        wide = frame.width * float(picture.sample_aspect_ratio or 1)
        # One thread: a process that may start no other can start none of these either.
        shown: Image.Image = frame.reformat(format="rgb24", threads=1).to_image()  # type: ignore[no-untyped-call]
        turn = frame.rotation
    size = (round(wide), shown.height)
    shown = shown.resize(size) if size[0] != shown.width and size[0] in SIDES else shown
    if turn % 360:
        shown = shown.rotate(turn, expand=True)
    size = shown.size
    shown.thumbnail(POSTER_SIZE)
    out = io.BytesIO()
    shown.save(out, format="JPEG", quality=80, optimize=True, progressive=True)
    return out.getvalue(), size


if __name__ == "__main__":
    main()
