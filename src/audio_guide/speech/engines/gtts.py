"""Google Translate's voices, through the library gTTS: Russian and English, no Kazakh; the words leave the house.

This is an unofficial address of Google Translate. Nobody promises that it stays, and no licence for the sound is stated.
gTTS builds the requests, because a new version of it follows when Google changes the protocol; we send them ourselves, because gTTS switches
the check of certificates off, waits for ever by default, sends without a pause, and takes a captcha page for success with no sound.
"""

import base64
import contextlib
import hashlib
import json
import random
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import requests
from gtts import gTTS

from audio_guide.speech.engines import EngineError, Utterance, Voice
from audio_guide.speech.engines.clauses import clauses
from audio_guide.speech.engines.mp3 import decode_mp3
from audio_guide.speech.engines.sentence import check_sentence

_RATE = 24_000
_CHARACTERS_A_REQUEST = 100
_LEAST_INTERVAL = 1.0
_TRIES = 3
_BACKOFF = 2.0
_RETRY_LATER = 60.0
_CIRCUIT_OPEN = 15 * 60.0
_BLOCKED = "gtts-blocked-until"
_LONGEST_CIRCUIT = 24 * 60 * 60.0
_TITLES = {"ru": "Russian", "en": "English"}
_LICENCE = "None stated: an unofficial address of Google Translate, without any promise; ask before you publish its sound"
# The answer is rows of JSON over several lines; ours has the name of the call, then a string that is JSON again: a list with the sound in base 64.
_ANSWER = re.compile(f'"{gTTS.GOOGLE_TTS_RPC}",("(?:[^"\\\\]|\\\\.)*")')
_OK, _FORBIDDEN, _TOO_MANY, _SERVER_ERROR = 200, (401, 403), 429, 500


@dataclass(frozen=True, slots=True)
class Timing:
    """How the engine waits; tests put a clock of their own here."""

    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time
    jitter: Callable[[], float] = lambda: random.uniform(0.0, 0.5)  # noqa: S311  Nothing secret depends on it.
    timeout: tuple[float, float] = (5.0, 20.0)
    """Seconds to connect, and to wait for the next byte."""


_REAL_TIME = Timing()


class GttsEngine:
    """Speaks through Google Translate, one request at a time and at least a second apart.

    Options: ``gtts_url`` (another address of the service), ``gtts_epoch`` (a word to change when Google's voices have changed, so that recordings count as
    out of date), ``data_dir`` (a folder in which it is written until when the service wants no requests: for other processes, and after a restart).
    """

    id = "gtts"

    def __init__(self, options: Mapping[str, str], *, timing: Timing = _REAL_TIME) -> None:
        """Take address, epoch and an earlier refusal from *options*."""
        self._timing = timing
        self._address = options.get("gtts_url", "").rstrip("/")
        self._epoch = options.get("gtts_epoch", "2026-11")
        self._last_request = 0.0
        self._lock = threading.Lock()
        self._blocked_until = 0.0
        self._written = Path(options["data_dir"]) / _BLOCKED if "data_dir" in options else None

    @property
    def blocked_until(self) -> float | None:
        """The time (seconds since 1970) until which no request is sent, as this or another process was told; None if requests may be sent."""
        now = self._timing.now()
        if self._written is not None:
            with contextlib.suppress(OSError, ValueError):
                # What is written there may be from a machine whose clock was wrong: a day at most is believed.
                self._blocked_until = max(self._blocked_until, min(float(self._written.read_text()), now + _LONGEST_CIRCUIT))
        return self._blocked_until if self._blocked_until > now else None

    def voices(self) -> tuple[Voice, ...]:
        """Return the Russian and the English voice."""
        return tuple(
            Voice(
                id=f"gtts:{language}",
                engine=self.id,
                name=f"Google Translate, {title}",
                languages=(language,),
                licence=_LICENCE,
                attribution="Google Translate",
                quality="good",
                leaves_house=True,
                fingerprint=hashlib.sha256(f"gtts {version('gtts')} {language} {self._epoch} {_CHARACTERS_A_REQUEST}".encode()).hexdigest(),
                min_interval=_LEAST_INTERVAL,
            )
            for language, title in _TITLES.items()
        )

    def synth(self, text: str, voice: Voice, language: str) -> Utterance:
        """Speak one sentence, in as many requests as it has pieces of 100 characters; a failed piece fails the sentence."""
        if language == "kk":
            message = (
                "Google Translate has no Kazakh voice. Kazakh is spoken by Piper's kk_KZ-issai-high "
                "(run: audio-guide voices install kk_KZ-issai-high) and by the draft voice espeak:kk."
            )
            raise EngineError("unsupported_language", message)
        check_sentence(text, voice, language)
        with self._lock, requests.Session() as session:
            parts = [decode_mp3(self._fetch(session, piece, language), _RATE) for piece in clauses(text, _CHARACTERS_A_REQUEST)]
        return Utterance(np.concatenate(parts), _RATE)

    def _fetch(self, session: requests.Session, piece: str, language: str) -> bytes:
        """Return the MP3 of one piece; tries again when the service or the line fails, never when it refuses."""
        request = self._request(piece, language)
        reason = ""
        for attempt in range(_TRIES):
            if attempt:
                self._timing.sleep(_BACKOFF**attempt + self._timing.jitter())
            self._pace()
            try:
                answer = self._send(session, request)
            except requests.exceptions.SSLError as error:
                message = "The voice service's certificate could not be verified, so no words were sent. Check this machine's clock and its network."
                raise EngineError("network", message) from error
            except requests.exceptions.RequestException as error:
                reason = f"no answer ({type(error).__name__})"
                continue
            if answer.status_code < _SERVER_ERROR:
                return self._understand(answer)
            reason = f"it answered {answer.status_code}"
        message = f"Google's voice service failed {_TRIES} times in a row: {reason}."
        raise EngineError("network", message, retry_after=_RETRY_LATER)

    def _request(self, piece: str, language: str) -> requests.PreparedRequest:
        """Return the request that gTTS would send for a piece, at our address if one is set."""
        tts = gTTS(piece, lang=language, lang_check=False, pre_processor_funcs=[], tokenizer_func=lambda text: [text])
        prepared: requests.PreparedRequest
        (prepared,) = tts._prepare_requests()  # noqa: SLF001  The only way to get the request without sending it.
        if self._address:
            prepared.prepare_url(self._address + urlsplit(str(prepared.url)).path, None)
        return prepared

    def _send(self, session: requests.Session, request: requests.PreparedRequest) -> requests.Response:
        """Send a request with the certificate checked; proxies and REQUESTS_CA_BUNDLE of the environment count."""
        settings = session.merge_environment_settings(str(request.url), proxies={}, stream=False, verify=True, cert=None)
        return session.send(request, timeout=self._timing.timeout, allow_redirects=False, **settings)

    def _pace(self) -> None:
        """Wait until a second and a bit has passed since the last request; refuse at once while the service wants no requests."""
        if self.blocked_until is not None:
            raise self._refusal()
        interval = _LEAST_INTERVAL + self._timing.jitter()
        wait = min(interval, self._last_request + interval - self._timing.now())
        if wait > 0:
            self._timing.sleep(wait)
        self._last_request = self._timing.now()

    def _understand(self, answer: requests.Response) -> bytes:
        """Return the sound in an answer, or raise what the answer means."""
        place = answer.headers.get("Location", "")
        # Google also says "too many" by sending us to its captcha page.
        if answer.status_code == _TOO_MANY or "/sorry/" in place:
            wanted = answer.headers.get("Retry-After", "")
            self._block(max(_CIRCUIT_OPEN, float(wanted) if wanted.isdecimal() else 0.0))
            raise self._refusal()
        if answer.status_code in _FORBIDDEN:
            message = f"Google's voice service refuses to answer this machine ({answer.status_code}). A newer gTTS may help."
            raise EngineError("auth", message)
        if answer.status_code != _OK:
            message = f"Google's voice service answered {answer.status_code}, which is not understood. A newer gTTS may help."
            raise EngineError("network", message)
        return _sound_in(answer.content.decode("utf-8", errors="replace"))

    def _block(self, seconds: float) -> None:
        """Send nothing for so many seconds, a day at most, also after a restart and from other processes."""
        self._blocked_until = self._timing.now() + min(seconds, _LONGEST_CIRCUIT)
        if self._written is not None:
            with contextlib.suppress(OSError):  # on a full disk this process still remembers
                self._written.parent.mkdir(parents=True, exist_ok=True)
                self._written.write_text(str(self._blocked_until))

    def _refusal(self) -> EngineError:
        """Return the error that says how long to wait."""
        wait = max(0.0, self._blocked_until - self._timing.now())
        message = f"Google's voice service wants no more requests from this address. Nothing is sent for {max(1, round(wait / 60))} minutes."
        return EngineError("rate_limited", message, retry_after=wait)


def _sound_in(body: str) -> bytes:
    """Return the MP3 inside an answer of the service; a page instead of an answer, or an answer without sound, is an error."""
    found = _ANSWER.search(body)
    try:
        match json.loads(json.loads(found.group(1))) if found else []:
            case [str(sound), *_] if sound:
                return base64.b64decode(sound, validate=True)
    except ValueError as error:
        message = "Google's voice service answered with damaged sound."
        raise EngineError("empty_audio", message) from error
    if gTTS.GOOGLE_TTS_RPC in body:
        message = "Google's voice service answered without sound for this sentence."
        raise EngineError("empty_audio", message)
    message = "Google's voice service answered with a page instead of sound, perhaps a captcha."
    raise EngineError("network", message, retry_after=_CIRCUIT_OPEN)
