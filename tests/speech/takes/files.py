"""Sound files as people send them, and as nobody should: made here, so that nothing hostile lies in the repository."""

import io
import struct
import zipfile
from functools import lru_cache

import av
import numpy as np

NOWHERE = b"http://127.0.0.1:9"
FORMS = {
    "wav": ("wav", "pcm_s16le", "stereo", 44100),
    "studio wav": ("wav", "pcm_s24le", "mono", 96000),
    "flac": ("flac", "flac", "mono", 48000),
    "mp3": ("mp3", "libmp3lame", "stereo", 44100),
    "m4a": ("ipod", "aac", "mono", 44100),
    "alac": ("ipod", "alac", "mono", 44100),
    "opus": ("ogg", "libopus", "mono", 48000),
    "webm": ("webm", "libopus", "mono", 48000),
}


def written(samples, rate, form):
    """Return sound as a file of one of the FORMS."""
    container_format, codec, layout, wanted = FORMS[form] if isinstance(form, str) else form
    out = io.BytesIO()
    with av.open(out, "w", format=container_format) as container:
        stream = container.add_stream(codec, rate=wanted, layout=layout)
        resampler = av.AudioResampler(format=stream.format.name, layout=layout, rate=wanted)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[None]), format="flt", layout="mono")
        frame.sample_rate, frame.pts = rate, 0
        for one in (frame, None):
            for ready in resampler.resample(one):
                for packet in stream.encode(ready):
                    container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return out.getvalue()


def hum(seconds=3.0, rate=44100):
    """Return a swelling tone."""
    t = np.arange(round(seconds * rate)) / rate
    return (0.3 * np.sin(2 * np.pi * 220 * t) * np.sin(2 * np.pi * 2 * t) ** 2).astype(np.float32)


def video():
    """Return a moving picture with sound in an MP4."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        moving = container.add_stream("mpeg4", rate=10)
        moving.width = moving.height = 64
        moving.pix_fmt = "yuv420p"
        sound = container.add_stream("aac", rate=44100, layout="mono")
        for number in range(20):
            picture = av.VideoFrame.from_ndarray(np.full((64, 64, 3), number * 10, np.uint8), format="rgb24")
            for packet in moving.encode(picture):
                container.mux(packet)
        for packet in moving.encode(None):
            container.mux(packet)
        frame = av.AudioFrame.from_ndarray(hum(2.0)[None], format="fltp", layout="mono")
        frame.sample_rate, frame.pts = 44100, 0
        for packet in [*sound.encode(frame), *sound.encode(None)]:
            container.mux(packet)
    return out.getvalue()


def wav(data_bytes, channels=1, rate=44100, said=None):
    """Return a WAV whose header may say other than the truth."""
    said = data_bytes if said is None else said
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + said & 0xFFFFFFFF, b"WAVE", b"fmt ", 16, 1, channels, rate, rate * 2 * channels & 0xFFFFFFFF, 2 * channels & 0xFFFF, 16, b"data", said & 0xFFFFFFFF)  # fmt: skip  # noqa: E501
    return head + b"\x10\x20" * (data_bytes // 2)


def id3(size_bytes, content=b""):
    """Return an ID3 tag that says it has so many bytes."""
    return b"ID3\x04\x00\x00" + bytes((size_bytes >> shift) & 0x7F for shift in (21, 14, 7, 0)) + content


def zipped():
    """Return a zip that unpacks to a hundred megabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("speech.wav", bytes(100_000_000))
    return out.getvalue()


def two_sounds():
    """Return a Matroska file with two sounds."""
    out = io.BytesIO()
    with av.open(out, "w", format="matroska") as container:
        streams = [container.add_stream("libopus", rate=48000, layout="mono") for _ in range(2)]
        for stream in streams:
            frame = av.AudioFrame.from_ndarray(hum(2.0, 48000)[None], format="flt", layout="mono")
            frame.sample_rate, frame.pts = 48000, 0
            for packet in [*stream.encode(frame), *stream.encode(None)]:
                container.mux(packet)
    return out.getvalue()


def xing_of_ten_hours():
    """Return an MP3 whose header says that it lasts ten hours."""
    data = bytearray(written(hum(), 44100, "mp3"))
    place = max(data.find(b"Xing"), data.find(b"Info"))
    data[place + 8 : place + 12] = struct.pack(">I", 10 * 3600 * 44100 // 1152)
    return bytes(data)


@lru_cache
def hostile():
    """Return name → bytes of files that must be refused; those that name other files name NOWHERE."""
    address = NOWHERE.decode()
    mp3, m4a, flac, opus = (written(hum(), 44100, form) for form in ("mp3", "m4a", "flac", "opus"))
    noise = np.random.default_rng(1).bytes(200_000)
    return {
        "empty": b"",
        "one byte": b"R",
        "words": "Бұл дыбыс емес.".encode() * 100,
        "noise": b"\x00" + noise,
        "zip": zipped(),
        "m3u8": f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{address}/a.ts\n#EXT-X-ENDLIST\n".encode(),
        "ffconcat": f"ffconcat version 1.0\nfile {address}/a.mp3\nfile /etc/passwd\n".encode(),
        "sdp": f"v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\na=control:{address}\n".encode(),
        "html": b"<!doctype html><script>alert(1)</script>" * 50,
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "id3 before a playlist": id3(20, bytes(20)) + f"#EXTM3U\n{address}/a.ts\n".encode(),
        "id3 that says 200 MB": id3(200_000_000, bytes(1000)) + mp3,
        "id3 beyond the end": id3(10_000_000, bytes(100)),
        "id3 without end": b"".join(id3(0) for _ in range(50_000)),
        "id3 with wrong digits": b"ID3\x04\x00\x00\xff\xff\xff\xff" + mp3,
        "mp3 of ten hours": xing_of_ten_hours(),
        "mp3 head and noise": mp3[:500] + noise,
        "wav of ten hours": wav(20_000, said=10 * 3600 * 88200),
        "wav of 65535 channels": wav(200_000, channels=65535),
        "wav of no rate": wav(200_000, rate=0),
        "wav of 4 GHz": wav(200_000, rate=4_000_000_000),
        "wav with 8 channels": wav(800_000, channels=8),
        "wav without sound": wav(0),
        "silent wav": wav(0)[:40] + struct.pack("<I", 400_000) + bytes(400_000),
        "a tenth of a second": written(hum(0.1), 44100, "wav"),
        "wav cut off": written(hum(), 44100, "wav")[:100_000],
        "flac cut off": flac[: len(flac) // 2],
        "mp3 cut off": mp3[: len(mp3) // 2],
        "m4a cut off": m4a[: len(m4a) // 2],
        "opus head alone": opus[:200],
        "m4a with another file's name": m4a.replace(b"url ", b"alis"),  # codespell:ignore
        "m4a with wild sizes": m4a[:40] + b"\xff\xff\xff\xff" + m4a[44:],
        "video": video(),
        "two sounds": two_sounds(),
        "longer than a stop": written(np.tile(hum(60.0, 8000), 21), 8000, ("flac", "flac", "mono", 8000)),
    }
