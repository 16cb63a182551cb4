"""A quiet twin of the voices: hums one tone per word, for tests and trials without a synthesiser."""

import hashlib
import re
import time
from collections.abc import Callable, Mapping

import numpy as np

from audio_guide.speech.engines import EngineError, Samples, Utterance, Voice, WordTime
from audio_guide.speech.engines.sentence import Word, check_sentence, words_of

RATE = 22_050
SECONDS_PER_CHARACTER = 0.04
_TONE_HZ = 220.0
# The tone peaks at −30 dBFS: quiet, but well above what counts as "no sound at all".
_PEAK = 10 ** (-30 / 20)
# Between words the tone stays on at a tenth, so that no stretch is digital silence.
_REST = 0.1


class SilenceEngine:
    """Hums a sentence: 40 ms per character, one swell per word, the same samples for the same words.

    Options: ``silence_delay`` (seconds to wait before each sentence) and ``silence_fail`` (a regular expression; a sentence that it finds raises "crashed").
    """

    id = "silence"

    def __init__(self, options: Mapping[str, str], *, sleep: Callable[[float], None] = time.sleep) -> None:
        """Take the delay and the sentences to fail on from *options*."""
        self._delay = float(options.get("silence_delay", "0"))
        self._fail = re.compile(options["silence_fail"]) if options.get("silence_fail") else None
        self._sleep = sleep

    def voices(self) -> tuple[Voice, ...]:
        """Return the one voice there is."""
        return (
            Voice(
                id="silence:any",
                engine=self.id,
                name="A hum instead of a voice, for tests",
                languages=("kk", "ru", "en", "any"),
                licence="GPL-3.0-or-later",
                attribution="audio-guide",
                quality="draft",
                leaves_house=False,
                fingerprint=hashlib.sha256(f"hum {RATE} {SECONDS_PER_CHARACTER} {_TONE_HZ} {_PEAK} {_REST}".encode()).hexdigest(),
                word_times=True,
                max_chars=1000,
            ),
        )

    def synth(self, text: str, voice: Voice, language: str) -> Utterance:
        """Hum one sentence in whatever language."""
        check_sentence(text, voice, language if language in voice.languages else "any")
        if self._delay:
            self._sleep(self._delay)
        if self._fail and self._fail.search(text):
            message = "The hum was told to fail on this sentence (silence_fail)."
            raise EngineError("crashed", message)
        words = words_of(text)
        times = tuple(WordTime(word.start, word.start * SECONDS_PER_CHARACTER) for word in words)
        return Utterance(_hum(len(text), words), RATE, times)


def _hum(characters: int, words: tuple[Word, ...]) -> Samples:
    """Return the tone for a sentence, swelling and fading once per word."""
    count = round(characters * SECONDS_PER_CHARACTER * RATE)
    loudness = np.full(count, _REST, dtype=np.float64)
    for word in words:
        begin = round(word.start * SECONDS_PER_CHARACTER * RATE)
        end = round((word.start + len(word.text)) * SECONDS_PER_CHARACTER * RATE)
        swell = np.sin(np.linspace(0.0, np.pi, end - begin))
        loudness[begin:end] = _REST + (1 - _REST) * swell
    tone = np.sin(2 * np.pi * _TONE_HZ * np.arange(count) / RATE)
    return (_PEAK * loudness * tone).astype(np.float32)
