"""The program that decodes an uploaded file: a process of its own that can open nothing, with little memory and little time.

Standard input is the upload, standard output becomes a FLAC of it (mono, 16 bit); ``kit/confined.py`` says how it answers.
"""

import itertools
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition

from audio_guide.kit import confined
from audio_guide.kit.confined import Bounds
from audio_guide.kit.errors import BadInputError
from audio_guide.speech.takes.sniff import FLAC, M4A, MP3, WAV, WEBM, Kind, Sniffed, sniff

RATE = 48000
"""As recordings are encoded, so that nothing is resampled twice."""
LONGEST_SECONDS = 20 * 60
LEAST_SECONDS = 1.0
MOST_CHANNELS = 2
RATES = (8_000, 192_000)
SILENT = 10 ** (-50 / 20)
MOST_BAD_PACKETS = 3
CUT_OFF_SECONDS = 0.5
CUT_OFF_PART = 0.02
BOUNDS = Bounds(memory=512 * 1024 * 1024, cpu_seconds=60, written_bytes=300 * 1024 * 1024)
TOLD_LENGTH = (WAV, FLAC, M4A, WEBM)
"""Kinds whose header says how long the sound is; in the others FFmpeg has to guess."""
UNKNOWN_SIZES = (0, 0xFFFFFFFF)
"""What recorders write that did not know yet how long they would record."""


@dataclass(slots=True)
class Take:
    """What was decoded so far."""

    seconds: float = 0.0
    peak: float = 0.0
    bad: int = 0


class _Behind:
    """A file that begins where its sound does, so that no decoder sees the tags before it."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        self._file = file
        self._start = start
        file.seek(start)

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        return self._file.read(size)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place, counted from the beginning of the sound."""
        return self._file.seek(offset + self._start if whence == os.SEEK_SET else offset, whence) - self._start

    def tell(self) -> int:
        """Return the place, counted from the beginning of the sound."""
        return self._file.tell() - self._start


def main() -> None:
    """Decode standard input to standard output and say in one line how it went."""
    confined.answer(lambda: decode(sys.stdin.buffer, sys.stdout.buffer), too_much())


def too_much() -> BadInputError:
    """Return the sentence for a file that takes more time or memory than sound should."""
    return BadInputError("This file takes too much work to open. Save the sound again, as WAV, FLAC or MP3, and send that file.")


def damaged() -> BadInputError:
    """Return the sentence for a file that is not what it says."""
    return BadInputError("This file is damaged or cut off. Open it in a sound program, save it again and send that file.")


def _too_long() -> BadInputError:
    return BadInputError("This recording is longer than {minutes} minutes. Cut it into stops.", minutes=LONGEST_SECONDS // 60)


def confine() -> None:
    """Take from this process what a decoder of sound does not need."""
    confined.confine(BOUNDS)


def decode(given: BinaryIO, wanted: BinaryIO) -> dict[str, object]:
    """Write a FLAC of what is given and return what it is; raises BadInputError."""
    found = sniff(given)
    told_length = _tells_length(given, found)
    confined.load_all(av)
    confine()
    take = Take()
    try:
        with _opened(given, found.start, found.kind) as container:
            stream = _sound_of(container, found.kind)
            told = _told_seconds(container, stream)
            if told > LONGEST_SECONDS:
                raise _too_long()
            _write(_frames(container, stream, take), wanted, take)
    except (av.error.FFmpegError, ValueError, EOFError, OSError) as error:
        raise damaged() from error
    if take.seconds < LEAST_SECONDS:
        raise damaged() if told > LEAST_SECONDS or take.bad else BadInputError("This recording is shorter than a second.")
    if take.bad > MOST_BAD_PACKETS or (told_length and told - take.seconds > max(CUT_OFF_SECONDS, told * CUT_OFF_PART)):
        raise damaged()
    if take.peak < SILENT:
        raise BadInputError("There is only silence in this file. Choose the file with the recording.")
    return {"kind": found.kind.name, "seconds": take.seconds}


def _tells_length(given: BinaryIO, found: Sniffed) -> bool:
    """Tell whether the file says itself how long its sound is; raises BadInputError for a WAV that holds less than it says."""
    given.seek(found.start)
    head = given.read(4096)
    if found.kind is WAV:
        at = head.find(b"data", 12)
        size = int.from_bytes(head[at + 4 : at + 8], "little") if at > 0 else 0
        if size not in UNKNOWN_SIZES and found.start + at + 8 + size > given.seek(0, os.SEEK_END):
            raise damaged()
    return found.kind in TOLD_LENGTH or (found.kind is MP3 and (b"Xing" in head or b"Info" in head))


def _opened(given: BinaryIO, start: int, kind: Kind) -> InputContainer:
    """Open with the one demuxer that fits; playlists, other files, networks and other codecs are out of its reach."""
    allowed = {"format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2" if kind is M4A else "matroska,webm" if kind.demuxer == "matroska" else kind.demuxer}
    options = {**allowed, "codec_whitelist": ",".join(kind.codecs), "protocol_whitelist": "none"}
    return av.open(_Behind(given, start), "r", format=kind.demuxer, container_options=options, io_open=confined.refuse)


def _sound_of(container: InputContainer, kind: Kind) -> AudioStream:
    """Return the one stream of sound; raises BadInputError for moving pictures, several sounds, or a form that no microphone gives."""
    if any(stream.type == "video" and Disposition.attached_pic not in stream.disposition for stream in container.streams):
        raise BadInputError("This is a video. Send the sound alone.")
    if len(container.streams.audio) != 1:
        raise BadInputError("There has to be exactly one sound in this file.")
    stream = container.streams.audio[0]
    if stream.codec_context is None or stream.codec_context.name not in kind.codecs:
        raise BadInputError("The sound in this file is written in a way that the guide does not read. Save it as WAV, FLAC or MP3 and send that file.")
    if not 1 <= stream.channels <= MOST_CHANNELS or not RATES[0] <= stream.rate <= RATES[1]:
        raise BadInputError("The sound has to be mono or stereo, with 8 to 192 kHz. Save it like this and send that file.")
    return stream


def _told_seconds(container: InputContainer, stream: AudioStream) -> float:
    """Return how long the sound is by its header, or 0."""
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration else 0.0


def _frames(container: InputContainer, stream: AudioStream, take: Take) -> Iterator[av.AudioFrame]:
    """Give the decoded sound, and stop where it becomes longer than a stop may be."""
    for packet in container.demux(stream):
        try:
            decoded = packet.decode()
        except av.error.InvalidDataError:
            take.bad += 1
            continue
        for sound in decoded:
            take.seconds += sound.samples / sound.sample_rate
            if take.seconds > LONGEST_SECONDS:
                raise _too_long()
            sound.pts = None
            yield sound


def _write(frames: Iterator[av.AudioFrame], wanted: BinaryIO, take: Take) -> None:
    """Mix to mono and write a FLAC, noting the peak."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    with av.open(wanted, "w", format="flac") as container:
        stream = container.add_stream("flac", rate=RATE, layout="mono", options={"compression_level": "2"})
        stream.format = "s16"
        for frame in itertools.chain(frames, [None]):
            for mono in resampler.resample(frame):
                take.peak = max(take.peak, float(np.abs(mono.to_ndarray().astype(np.float32)).max(initial=0.0)) / 32768)
                for packet in stream.encode(mono):
                    container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)


if __name__ == "__main__":
    main()
