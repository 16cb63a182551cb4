"""Films that people and attackers send where a film in a sign language is asked for, made here picture by picture."""

import io
import struct
import tempfile
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from audio_guide.tours.footage import Screening, keep

SECRET = "51.0712+071.1275 of the witness"
RATE = 10
PIECE = 960
CAPTIONS = b"WEBVTT\n\n00:00:00.200 --> 00:00:01.800\nThe reed is signed.\n"


def film(form="mp4", codec="libx264", size=(320, 240), seconds=2, **how):
    """Return a film in which the light changes; *how* may name a *sound* codec, a *pixels* format and *options* of the codec."""
    out = io.BytesIO()
    with av.open(out, "w", format=form) as container:
        container.metadata.update({"title": SECRET, "location": SECRET, "comment": SECRET})
        pictures = container.add_stream(codec, rate=RATE, options=how.get("options", {}))
        pictures.width, pictures.height = size
        pictures.pix_fmt = how.get("pixels", "yuv420p")
        sound = container.add_stream(how["sound"], rate=48000, layout="mono") if "sound" in how else None
        for number in range(round(seconds * RATE)):
            frame = av.VideoFrame.from_ndarray(np.full((size[1], size[0], 3), number * 9 % 255, np.uint8), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            container.mux(pictures.encode(frame))
        container.mux(pictures.encode(None))
        if sound is not None:
            for number in range(round(seconds * 48000 / PIECE)):
                frame = av.AudioFrame.from_ndarray(np.zeros((1, PIECE), np.float32), format="fltp", layout="mono")
                frame.sample_rate, frame.pts = 48000, number * PIECE
                container.mux(sound.encode(frame))
            container.mux(sound.encode(None))
    return out.getvalue()


async def filmed(media, **how):
    """Return a small film as the store has it."""
    with tempfile.TemporaryFile() as given, tempfile.NamedTemporaryFile() as made:
        given.write(film(**how))
        found = await Screening().screen(given, made)
        return keep(media, Path(made.name), found)


def turned(data):
    """Return an MP4 whose header says that the camera was held upright: a quarter turn to the right."""
    made = bytearray(data)
    struct.pack_into(">9i", made, made.find(b"tkhd") + 44, 0, 1 << 16, 0, -(1 << 16), 0, 0, 240 << 16, 0, 1 << 30)
    return bytes(made)


def saying(data, mark, place, value):
    """Return a film whose header lies: the four bytes at a *place* behind a box's name hold another *value*."""
    made = bytearray(data)
    struct.pack_into(">I", made, made.find(mark) + place, value)
    return bytes(made)


def taken():
    """Return honest films by what they are, each with the ending that it gets."""
    plain = film()
    return {
        "H.264": (plain, "mp4"),
        "H.264 with AAC": (film(sound="aac"), "mp4"),
        "QuickTime": (film("mov", sound="aac"), "mp4"),
        "held upright": (turned(plain), "mp4"),
        "VP8 with Opus": (film("webm", "libvpx", sound="libopus"), "film.webm"),
        "VP9": (film("webm", "libvpx-vp9"), "film.webm"),
        "AV1": (film("webm", "libsvtav1"), "film.webm"),
    }


def hostile():
    """Return files that are refused, each with a part of the sentence that says why."""
    plain = film(sound="aac", seconds=3)
    return {
        "nothing": (b"", "empty"),
        "a web page": (b"<!doctype html><script>alert(1)</script>", "no film"),
        "a drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "no film"),
        "a playlist": (b"#EXTM3U\n#EXT-X-TARGETDURATION:9\nhttp://127.0.0.1:9/a.ts\n", "no film"),
        "a list to join": (b"ffconcat version 1.0\nfile /etc/passwd\n", "no film"),
        "a playlist behind the head of an MP4": (plain[:32] + b"\n#EXTM3U\nhttp://127.0.0.1:9/a.ts\n" * 40, "damaged|one moving picture"),
        "MPEG transport": (film("mpegts"), "no film"),
        "sound alone": (_sound(), "one moving picture"),
        "HEVC": (film(codec="libx265", options={"x265-params": "log-level=none"}), "not every phone"),
        "MPEG-4 of old": (film(codec="mpeg4"), "not every phone"),
        "H.264 in Matroska": (film("matroska"), "not every phone"),
        "colours that no phone shows": (film(pixels="yuv444p"), "not every phone"),
        "too small for hands": (film(size=(160, 120)), "160 × 120 pixels"),
        "larger than any screen": (film(size=(4096, 256), options={"preset": "ultrafast"}), "4096 × 256 pixels"),
        "half a second": (film(seconds=0.5), "shorter than a second"),
        "cut off": (_in_front(plain)[:-2000], "damaged"),
        "a header that says hours": (saying(plain, b"stts", 16, 10_000_000), "longer than"),
        "noise behind a good beginning": (plain[:40] + bytes(range(256)) * 40, "one moving picture|damaged"),
    }


def _sound():
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        sound = container.add_stream("aac", rate=48000, layout="mono")
        for number in range(100):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, PIECE), np.float32), format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 48000, number * PIECE
            container.mux(sound.encode(frame))
        container.mux(sound.encode(None))
    return out.getvalue()


def _in_front(data):
    """Return an MP4 with its table of contents in front, as it is sent over a line."""
    out = io.BytesIO()
    with av.open(io.BytesIO(data)) as container, av.open(out, "w", format="mp4", options={"moov_size": "20000"}) as copy:
        places = {stream.index: copy.add_stream_from_template(stream) for stream in container.streams}
        for packet in container.demux():
            if packet.dts is not None:
                packet.stream = places[packet.stream.index]
                copy.mux(packet)
    return out.getvalue()
