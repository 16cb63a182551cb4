"""What is uploaded: every form that people have is read, everything else is refused quickly, in a sentence, and costs the server nothing."""

import io
import socket
import tempfile
import time

import av
import numpy as np
import pytest
from tests.speech.takes.files import FORMS, NOWHERE, hostile, hum, id3, written
from tests.speech.takes.readers import script, take

from audio_guide.kit.errors import BadInputError
from audio_guide.speech.render.verify import decode
from audio_guide.speech.takes import decode as program
from audio_guide.speech.takes.intake import Intake

SECONDS = 8.0
MADE_WRONG_BUT_HARMLESS = {"m4a with another file's name", "m4a with wild sizes"}


async def taken_in(data):
    """Send bytes through the intake; returns what was told and the FLAC's samples."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as wanted:
        given.write(data)
        given.flush()
        told = await Intake().decode(given, wanted)
        wanted.seek(0)
        return told, *decode(wanted.read())


@pytest.fixture(scope="module")
def speech():
    """Return somebody who reads the beginning of a stop in Kazakh."""
    samples, rate, _, _ = take(script(1, "kk")[:4], "kk")
    return samples, rate


@pytest.mark.parametrize("form", FORMS)
async def test_every_form_that_people_have_is_read(form, speech):
    """WAV, FLAC, MP3, M4A, Opus and WebM become mono sound of the same length at 48 kHz."""
    samples, rate = speech
    told, heard, heard_rate = await taken_in(written(samples, rate, form))

    assert 48000 == heard_rate
    assert pytest.approx(len(samples) / rate, abs=0.1) == told.seconds == pytest.approx(len(heard) / heard_rate, abs=0.1)
    assert np.abs(heard).max() > 0.1


@pytest.mark.parametrize("stereo", ["left", "right"])
async def test_a_microphone_on_one_side_is_heard(stereo):
    """A recording that has its sound on one side alone keeps it."""
    both = np.zeros((2, 44100 * 2), np.float32)
    both[int(stereo == "right")] = hum(2.0)
    out = io.BytesIO()
    with av.open(out, "w", format="wav") as container:
        stream = container.add_stream("pcm_s16le", rate=44100, layout="stereo")
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray((both.T.reshape(1, -1) * 32767).astype(np.int16)), format="s16", layout="stereo")
        frame.sample_rate, frame.pts = 44100, 0
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    _, heard, _ = await taken_in(out.getvalue())

    assert np.abs(heard).max() > 0.1


async def test_a_tag_with_a_cover_is_passed_over():
    """Several tags, with a picture inside, stand before the sound of many a phone; they are skipped unread."""
    told, _, _ = await taken_in(id3(5000, bytes(5000)) + id3(70, bytes(70)) + written(hum(), 44100, "mp3"))

    assert ("MP3", pytest.approx(3.0, abs=0.1)) == (told.kind, told.seconds)


async def test_what_is_hostile_is_refused_quickly():
    """Playlists, lying headers, bombs, films, silence: each is refused within seconds in a sentence, and nobody is called."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}".encode()
        corpus = {name: data.replace(NOWHERE, address) for name, data in hostile().items()}
        taken, slow, unreadable = [], [], []
        for name, data in corpus.items():
            begin = time.monotonic()
            try:
                await taken_in(data)
                taken.append(name)
            except BadInputError as error:
                if not str(error).endswith(".") or "{" in str(error):
                    unreadable.append((name, str(error)))
            if time.monotonic() - begin > 15:
                slow.append(name)
        with pytest.raises(BlockingIOError):
            listener.accept()

    assert len(corpus) >= 30
    assert [] == [name for name in taken if name not in MADE_WRONG_BUT_HARMLESS]
    assert ([], []) == (slow, unreadable)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("empty", "empty"), ("zip", "no sound file"), ("m3u8", "no sound file"), ("id3 that says 200 MB", "ID3"), ("video", "video"), ("silent wav", "silence"),
        ("longer than a stop", "20 minutes"), ("mp3 of ten hours", "20 minutes"),
        ("wav cut off", "cut off"), ("two sounds", "exactly one"), ("wav with 8 channels", "mono or stereo"),
        ("a tenth of a second", "shorter than a second"),
    ],
)  # fmt: skip
async def test_the_sentence_says_what_is_wrong(name, sentence):
    """Whoever sent the wrong file is told which and what to do."""
    with pytest.raises(BadInputError, match=sentence):
        await taken_in(hostile()[name])


async def test_too_large_a_file_is_not_even_opened():
    """A file above the limit is refused by its size."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as wanted:
        given.truncate(100_000_001)
        begin = time.monotonic()
        with pytest.raises(BadInputError, match="100 MB"):
            await Intake().decode(given, wanted)

    assert time.monotonic() - begin < 1


CONFINED = """
import os, resource, socket, sys
from audio_guide.speech.takes import decode
decode.confine()
def tries(what):
    try:
        what()
        return "done"
    except (OSError, MemoryError) as error:
        return type(error).__name__
print(tries(lambda: open("/etc/hostname")), tries(socket.socket), tries(lambda: bytearray(2_000_000_000)), tries(os.pipe))
"""


def test_the_decoder_can_open_nothing():
    """Whatever a file makes the decoder do: no file, no connection, no pipe and no large memory is to be had there."""
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-c", CONFINED], capture_output=True, text=True, check=False, timeout=60)

    assert "OSError OSError MemoryError OSError" == done.stdout.strip(), done.stderr
    assert program.LONGEST_SECONDS == 1200
