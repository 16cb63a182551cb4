"""What every engine promises, over all engines there are."""

import pickle
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from fake_gtts import FakeGtts
from fake_time import FakeTime

from audio_guide.speech.engines import Engine, EngineError, Engines, Utterance, Voice
from audio_guide.speech.engines.espeak import EspeakEngine
from audio_guide.speech.engines.gtts import GttsEngine
from audio_guide.speech.engines.piper import PiperEngine
from audio_guide.speech.engines.silence import SilenceEngine

SENTENCES = {
    "kk": "Қыркүйек айында бұл жерге алғашқы әйелдер келді, олар сегіз жыл тұрды.",
    "ru": "В сентябре сюда привезли первых женщин, и они прожили здесь восемь лет.",
    "en": "In September the first women were brought here, and they stayed for eight years.",
}
SPEAKERS = [
    ("espeak:kk", "kk"),
    ("espeak:ru", "ru"),
    ("espeak:en", "en"),
    ("piper:en_US-joe-medium", "en"),
    ("gtts:ru", "ru"),
    ("gtts:en", "en"),
    ("silence:any", "kk"),
    ("silence:any", "en"),
]
Speaking = tuple[Engine, Voice]


@pytest.fixture(scope="module")
def speakers(joe: Path, google: FakeGtts) -> Callable[[str], Speaking]:
    """Return a function that finds an engine and its voice by the voice's id."""
    engines: dict[str, Engine] = {
        "espeak": EspeakEngine({}),
        "piper": PiperEngine({"data_dir": str(joe)}),
        "gtts": GttsEngine({"gtts_url": google.url}, timing=FakeTime().timing),
        "silence": SilenceEngine({}),
    }

    def find(voice_id: str) -> Speaking:
        engine = engines[voice_id.partition(":")[0]]
        return engine, next(voice for voice in engine.voices() if voice.id == voice_id)

    return find


def _spoken(speakers: Callable[[str], Speaking], voice_id: str, language: str) -> Utterance:
    engine, voice = speakers(voice_id)
    return engine.synth(SENTENCES[language], voice, language)


@pytest.mark.parametrize(("voice_id", "language"), SPEAKERS)
def test_a_voice_declares_what_people_must_know(speakers: Callable[[str], Speaking], voice_id: str, language: str) -> None:
    """A voice says its language, licence, source, quality, limits, and whether words leave the house."""
    engine, voice = speakers(voice_id)
    assert isinstance(engine, Engine)
    assert engine.id == voice.engine == voice_id.partition(":")[0]
    assert language in voice.languages
    assert all((voice.name, voice.licence, voice.attribution))
    assert voice.quality in ("draft", "good")
    assert (voice.engine == "gtts") == voice.leaves_house == (voice.min_interval > 0)
    assert voice.max_chars >= 200
    assert voice.installed


@pytest.mark.parametrize(("voice_id", "language"), SPEAKERS)
def test_a_fingerprint_is_a_digest_that_stays(speakers: Callable[[str], Speaking], voice_id: str, language: str) -> None:
    """A fingerprint is a SHA-256 that is the same at the next look, and no other voice has it."""
    engine, voice = speakers(voice_id)
    assert re.fullmatch("[0-9a-f]{64}", voice.fingerprint)
    same = [other.id for other in engine.voices() if other.fingerprint == voice.fingerprint]
    assert same == [voice_id]


@pytest.mark.parametrize(("voice_id", "language"), SPEAKERS)
def test_a_sentence_becomes_mono_sound(speakers: Callable[[str], Speaking], voice_id: str, language: str) -> None:
    """A sentence becomes one row of float32 samples between -1 and 1 that can be heard and lasts as long as such a sentence does."""
    utterance = _spoken(speakers, voice_id, language)
    assert utterance.samples.dtype == np.float32
    assert utterance.samples.ndim == 1
    assert np.abs(utterance.samples).max() <= 1
    assert np.sqrt(np.mean(utterance.samples**2)) > 0.005
    assert 6 <= len(SENTENCES[language]) / (utterance.samples.size / utterance.rate) <= 30
    assert 16_000 <= utterance.rate <= 48_000


@pytest.mark.parametrize(("voice_id", "language"), SPEAKERS)
def test_word_times_are_in_order_and_begin_at_words(speakers: Callable[[str], Speaking], voice_id: str, language: str) -> None:
    """Word times rise, lie inside the sound, and point at first letters of nearly all words; a voice that declares none gives none."""
    _, voice = speakers(voice_id)
    utterance = _spoken(speakers, voice_id, language)
    if not voice.word_times:
        assert utterance.words is None
        return
    assert utterance.words is not None
    beginnings = [found.start() for found in re.finditer(r"\b\w", SENTENCES[language])]
    characters = [word.char for word in utterance.words]
    starts = [word.start for word in utterance.words]
    assert sorted(set(characters)) == characters
    assert sorted(starts) == starts
    assert set(characters) <= set(beginnings)
    assert len(characters) >= len(beginnings) * 0.8
    assert starts[0] >= 0
    assert starts[-1] < utterance.samples.size / utterance.rate


@pytest.mark.parametrize(("voice_id", "language"), [speaker for speaker in SPEAKERS if speaker[0] != "silence:any"])
def test_a_language_that_a_voice_does_not_speak_is_refused(speakers: Callable[[str], Speaking], voice_id: str, language: str) -> None:
    """A voice refuses other languages than it declares, in a sentence; only the hum takes them all."""
    engine, voice = speakers(voice_id)
    other = "kk" if language != "kk" else "ru"
    with pytest.raises(EngineError, match=r"\w+ .+\.") as refusal:
        engine.synth(SENTENCES[other], voice, other)
    assert refusal.value.kind == "unsupported_language"


@pytest.mark.parametrize("text", ["", " ", "…", "«»", " — "])
@pytest.mark.parametrize(("voice_id", "language"), SPEAKERS)
def test_nothing_to_say_is_an_error(speakers: Callable[[str], Speaking], voice_id: str, language: str, text: str) -> None:
    """A sentence without a letter is refused as bad text, never spoken as silence."""
    engine, voice = speakers(voice_id)
    with pytest.raises(EngineError, match="nothing to say") as refusal:
        engine.synth(text, voice, language)
    assert refusal.value.kind == "bad_text"


@pytest.mark.parametrize(("voice_id", "language"), SPEAKERS)
def test_a_sentence_beyond_the_limit_is_an_error(speakers: Callable[[str], Speaking], voice_id: str, language: str) -> None:
    """A sentence longer than a voice takes is refused with both numbers, never cut."""
    engine, voice = speakers(voice_id)
    with pytest.raises(EngineError, match=f"{voice.max_chars + 1} characters.+at most {voice.max_chars}") as refusal:
        engine.synth("а" * (voice.max_chars + 1), voice, language)
    assert refusal.value.kind == "bad_text"


def test_an_error_survives_the_way_back_from_a_worker() -> None:
    """An EngineError arrives from another process with its kind, its sentence and its delay."""
    error = pickle.loads(pickle.dumps(EngineError("rate_limited", "Wait a little.", 900.0)))
    assert ("rate_limited", "Wait a little.", 900.0) == (error.kind, str(error), error.retry_after)


def test_all_engines_are_found_by_their_entry_points(joe: Path) -> None:
    """The engines of this project are found like those of others, with all their voices."""
    engines = Engines({"data_dir": str(joe)})
    assert {"espeak", "gtts", "piper", "silence"} <= set(engines.ids())
    assert {voice_id for voice_id, _ in SPEAKERS} <= {voice.id for voice in engines.voices()}


def test_a_voice_that_is_not_installed_says_how_to_install_it(joe: Path) -> None:
    """Asking for a voice of the catalogue that is not on this machine names the command that brings it."""
    with pytest.raises(EngineError, match="audio-guide voices install kk_KZ-issai-high") as refusal:
        Engines({"data_dir": str(joe)}).voice("piper:kk_KZ-issai-high")
    assert refusal.value.kind == "model_missing"
