"""The hum that stands in for a voice."""

import numpy as np
import pytest

from audio_guide.speech.engines import EngineError, Utterance
from audio_guide.speech.engines.silence import SilenceEngine

TEXT = "Бір, екі"


def _hum(**options: str) -> Utterance:
    engine = SilenceEngine(options)
    return engine.synth(TEXT, engine.voices()[0], "kk")


def test_a_character_lasts_forty_milliseconds() -> None:
    """The hum lasts 40 ms per character, spaces and commas included, and its words begin exactly there."""
    hum = _hum()
    assert round(8 * 0.04 * 22_050) == hum.samples.size
    assert hum.words is not None
    assert [(0, 0.0), (5, 0.2)] == [(word.char, pytest.approx(word.start)) for word in hum.words]


def test_the_hum_is_quiet_but_heard() -> None:
    """The hum stays below -30 dBFS, and no stretch of 50 ms is silence."""
    samples = _hum().samples
    assert 0.02 < np.abs(samples).max() <= 10 ** (-30 / 20)
    assert all(np.abs(part).max() > 0.001 for part in np.array_split(samples, samples.size // 1100))


def test_the_same_words_hum_the_same() -> None:
    """Two hums of the same words are the same samples."""
    assert np.array_equal(_hum().samples, _hum().samples)


def test_it_speaks_any_language() -> None:
    """The hum takes a language that nobody has declared."""
    engine = SilenceEngine({})
    assert engine.synth("Сәлем", engine.voices()[0], "uz").samples.size > 0


def test_it_waits_as_long_as_it_is_told() -> None:
    """With silence_delay each sentence takes so many seconds more."""
    slept: list[float] = []
    engine = SilenceEngine({"silence_delay": "2.5"}, sleep=slept.append)
    engine.synth(TEXT, engine.voices()[0], "kk")
    assert [2.5] == slept


def test_it_fails_on_the_sentences_it_is_told_to() -> None:
    """With silence_fail a sentence that matches crashes; others do not."""
    with pytest.raises(EngineError, match="silence_fail") as failure:
        _hum(silence_fail="екі$")
    assert failure.value.kind == "crashed"
    assert _hum(silence_fail="үш").samples.size > 0
