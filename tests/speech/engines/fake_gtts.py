"""A stand-in for the part of Google Translate that gTTS talks to: the same call, real MP3, and all the ways in which the real one fails.

What it cannot show is that Google still speaks this protocol; only a try over a real network does.
"""

import base64
import functools
import io
import json
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs

import av
import numpy as np
from fake_server import FakeServer, Handler

from audio_guide.speech.engines.espeak import EspeakEngine

CAPTCHA = b"<html><body>Our systems have detected unusual traffic</body></html>"


@dataclass(frozen=True)
class Asked:
    """A request that came in."""

    path: str
    text: str
    language: str
    user_agent: str


class GttsHandler(Handler):
    """Answers the call batchexecute in the mode that is next in the server's script."""

    server: "FakeGtts"

    def do_POST(self) -> None:  # noqa: N802  The base class names it so.
        """Note what was asked and answer in the next mode; a number is a status."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        call, parameters, *_ = json.loads(parse_qs(body)["f.req"][0])[0][0]
        assert call == "jQ1olc"
        text, language, *_ = json.loads(parameters)
        self.server.asked.append(Asked(self.path, text, language, self.headers["User-Agent"]))
        mode = self.server.script.pop(0) if len(self.server.script) > 1 else self.server.script[0]
        if mode.isdecimal():
            self.answer(int(mode), CAPTCHA, {"Retry-After": self.server.retry_after} if self.server.retry_after else None)
        else:
            getattr(self, f"mode_{mode}")(text, language)

    def mode_ok(self, text: str, language: str) -> None:
        """Answer with the sound."""
        self.answer(HTTPStatus.OK, rpc(speech(text, language)))

    def mode_sorry(self, text: str, language: str) -> None:
        """Send the caller to the captcha page."""
        self.answer(HTTPStatus.FOUND, b"", {"Location": "https://www.google.com/sorry/index?continue=x"})

    def mode_html200(self, text: str, language: str) -> None:
        """Answer with a page, as if all was well."""
        self.answer(HTTPStatus.OK, CAPTCHA, {"Content-Type": "text/html"})

    def mode_noaudio(self, text: str, language: str) -> None:
        """Answer in the protocol, but without sound."""
        self.answer(HTTPStatus.OK, b")]}'\n\n60\n" + json.dumps([["wrb.fr", "jQ1olc", None, None, None, [3], "generic"]]).encode())

    def mode_notmp3(self, text: str, language: str) -> None:
        """Answer with something that is not MP3."""
        self.answer(HTTPStatus.OK, rpc(b"this is no sound" * 40))

    def mode_cut(self, text: str, language: str) -> None:
        """Break the line off in the middle of the sound."""
        answer = rpc(speech(text, language))
        self.answer(HTTPStatus.OK, answer, keep=len(answer) // 2)

    def mode_hang(self, text: str, language: str) -> None:
        """Never answer."""
        self.hang()

    def mode_reset(self, text: str, language: str) -> None:
        """Drop the connection."""
        self.reset()


class FakeGtts(FakeServer):
    """The server; *script* is the modes of the coming requests, the last of which stays."""

    def __init__(self, *script: str, certificate: Path | None = None) -> None:
        super().__init__(GttsHandler, certificate)
        self.script = list(script or ("ok",))
        self.asked: list[Asked] = []
        self.retry_after = ""


def rpc(sound: bytes) -> bytes:
    """Return an answer as the service writes it: a guard, a length, and a row broken over lines."""
    row = json.dumps(["wrb.fr", "jQ1olc", json.dumps([base64.b64encode(sound).decode()]), None, None, None, "generic"], separators=(",", ":"))
    # Google escapes "=" inside its strings; a reader that only cuts the text out would stumble over it.
    row = row.replace("=", "\\\\u003d")
    return f')]}}\'\n\n{len(row)}\n[{row}\n,["di",145]\n]\n25\n[["e",4,null,null,99]]\n'.encode()


@functools.cache
def speech(text: str, language: str) -> bytes:
    """Return real MP3 of a text, mono 24 kHz as the service sends, spoken by espeak-ng."""
    engine = EspeakEngine({})
    voice = next(voice for voice in engine.voices() if language in voice.languages)
    utterance = engine.synth(text, voice, language)
    buffer = io.BytesIO()
    with av.open(buffer, mode="w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=24_000, layout="mono")
        resampler = av.AudioResampler(format="s16p", layout="mono", rate=24_000)
        frame = av.AudioFrame.from_ndarray((utterance.samples * 32767).astype(np.int16).reshape(1, -1), format="s16p", layout="mono")
        frame.sample_rate = utterance.rate
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            part.pts = None
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return buffer.getvalue()
