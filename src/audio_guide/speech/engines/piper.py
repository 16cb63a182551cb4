"""Piper: neural voices that run on the museum's own machine; no word leaves the house.

Voices lie in ``{data_dir}/voices`` as ``name.onnx`` with ``name.onnx.json``. By default a voice speaks with the liveliness that its makers set
(its noise scales); two runs then differ by a hair, which is why recordings are cached and never compared sample by sample.
With ``piper_noise_scale`` and ``piper_noise_w`` at 0 it repeats itself exactly, and sounds flatter.
"""

import functools
import hashlib
import importlib.util
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
import onnxruntime
import piper
from onnxruntime.capi import onnxruntime_pybind11_state as onnx_errors
from piper.config import PiperConfig, SynthesisConfig
from piper.phonemize_espeak import ESPEAK_DATA_DIR

from audio_guide.speech.engines import EngineError, Utterance, Voice
from audio_guide.speech.engines.piper_words import Sound, word_times
from audio_guide.speech.engines.sentence import check_sentence, words_of
from audio_guide.speech.engines.short_path import short_path
from audio_guide.speech.engines.voices_catalogue import CATALOGUE, Offered, language_of, licence_of, voices_folder

# Without onnx the models cannot be changed to tell the length of their phonemes, and words have no times.
_HAS_ONNX = importlib.util.find_spec("onnx") is not None
_MAX_CHARS = 250
# Voices with more speakers than this are collections for research; their speakers would bury the list.
_MOST_SPEAKERS = 12
_SCALES = ("piper_length_scale", "piper_noise_scale", "piper_noise_w")
# Piper frames a sentence with these; they sound, but are no part of a word.
_FRAME = "^$_"
_RUNTIME_ERRORS = ("Fail", "InvalidArgument", "InvalidGraph", "InvalidProtobuf", "NoSuchFile", "NotImplemented", "RuntimeException")
_MODEL_ERRORS = (
    *(getattr(onnx_errors, name) for name in _RUNTIME_ERRORS),
    OSError,
    ValueError,
    KeyError,
)


@dataclass(frozen=True, slots=True)
class _Installed:
    """A voice on this disk."""

    name: str
    model: Path
    config: Path
    speakers: tuple[str, ...]
    """Names of its speakers; empty for a voice of one."""


class PiperEngine:
    """Speaks with installed neural voices and lists those that can be installed.

    Options: ``data_dir``; ``piper_length_scale`` (above 1 is slower), ``piper_noise_scale`` and ``piper_noise_w`` (liveliness of sound and of rhythm).
    One model is kept in memory, since a stop is spoken by one voice and a second model would double what a worker needs.
    """

    id = "piper"

    def __init__(self, options: Mapping[str, str]) -> None:
        """Take folder and manner of speaking from *options*; ValueError if a scale is no number."""
        self._folder = voices_folder(options["data_dir"]) if options.get("data_dir") else None
        self._scales = {name: float(options[name]) for name in _SCALES if options.get(name)}
        self._loaded: tuple[Path, str, piper.PiperVoice] | None = None

    def voices(self) -> tuple[Voice, ...]:
        """Return the installed voices, each speaker of them, and the voices of the catalogue that are not installed."""
        installed = self._installed()
        there = {voice.name for voice in installed}
        spoken = [self._voice(voice, speaker) for voice in installed for speaker in range(max(1, len(voice.speakers)))]
        return (*spoken, *(_offered(offered) for offered in CATALOGUE if offered.name not in there))

    def synth(self, text: str, voice: Voice, language: str) -> Utterance:
        """Speak one sentence, with the onsets of its words if they can be told."""
        name, _, number = voice.id.removeprefix("piper:").partition("#")
        check_sentence(text, voice, language)
        installed = next((one for one in self._installed() if one.name == name), None)
        if installed is None:
            message = f"The voice “{voice.id}” is not installed. Run: audio-guide voices install {name}"
            raise EngineError("model_missing", message)
        model = self._load(installed)
        manner = SynthesisConfig(
            speaker_id=int(number) if number.isdecimal() else None,
            length_scale=self._scales.get("piper_length_scale"),
            noise_scale=self._scales.get("piper_noise_scale"),
            noise_w_scale=self._scales.get("piper_noise_w"),
        )
        try:
            chunks = list(model.synthesize(text, manner, include_alignments=_HAS_ONNX))
        except _MODEL_ERRORS as error:
            message = f"The voice “{voice.id}” failed on this sentence ({type(error).__name__})."
            raise EngineError("crashed", message) from error
        return _utterance(text, model, chunks)

    def _installed(self) -> tuple[_Installed, ...]:
        """Return the voices in the folder that are complete and readable; others are left out, as if they were not there."""
        if self._folder is None:
            return ()
        return tuple(found for found in map(_read, sorted(self._folder.glob("*.onnx"))) if found)

    def _voice(self, voice: _Installed, speaker: int) -> Voice:
        """Return one speaker of an installed voice."""
        licence, attribution = licence_of(voice.name, voice.model.parent)
        manner = " ".join(f"{name}={value}" for name, value in sorted(self._scales.items()))
        digest = f"{_digest(voice.model)} {_digest(voice.config)} piper-tts {version('piper-tts')} speaker={speaker} {manner}"
        return Voice(
            id=f"piper:{voice.name}" + (f"#{speaker}" if speaker else ""),
            engine=self.id,
            name=f"Piper, {voice.name}" + (f", {voice.speakers[speaker]}" if voice.speakers else ""),
            languages=(language_of(voice.name),),
            licence=licence,
            attribution=attribution,
            quality="good",
            leaves_house=False,
            fingerprint=hashlib.sha256(digest.encode()).hexdigest(),
            word_times=_HAS_ONNX,
            max_chars=_MAX_CHARS,
        )

    def _load(self, voice: _Installed) -> piper.PiperVoice:
        """Return the model of a voice, from memory if it is the one that spoke last and its file is the same."""
        digest = _digest(voice.model)
        if self._loaded is not None and self._loaded[:2] == (voice.model, digest):
            return self._loaded[2]
        # The old model goes before the new one comes, so that two never lie in memory together.
        self._loaded = None
        try:
            config = PiperConfig.from_dict(json.loads(voice.config.read_bytes()))
            session = _session(voice.model)
        except _MODEL_ERRORS as error:
            message = f"The voice “{voice.name}” is damaged. Install it again: audio-guide voices install {voice.name}"
            raise EngineError("model_missing", message) from error
        model = piper.PiperVoice(session=session, config=config, espeak_data_dir=Path(short_path(str(ESPEAK_DATA_DIR))))
        self._loaded = (voice.model, digest, model)
        return model


def _session(path: Path) -> "onnxruntime.InferenceSession":
    """Open a model on one thread, since we speak with several processes; PiperVoice.load would take every core for each of them."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    model: str | bytes = str(path)
    if _HAS_ONNX:
        model = _with_lengths(path)
    return onnxruntime.InferenceSession(model, sess_options=options, providers=["CPUExecutionProvider"])


def _with_lengths(path: Path) -> bytes:
    """Return the model, changed in memory so that it also tells the length of each phoneme."""
    # Imported late because onnx is optional, and Piper's own module for this needs it too.
    import onnx  # noqa: PLC0415
    from google.protobuf.message import DecodeError  # type: ignore[import-untyped]  # noqa: PLC0415
    from piper.patch_voice_with_alignment import add_alignment_output  # noqa: PLC0415

    try:
        model = onnx.load(str(path))
    except DecodeError as error:
        message = f"{path.name} is not an ONNX model."
        raise ValueError(message) from error
    try:
        add_alignment_output(model)
    except ValueError:
        # The model tells lengths already, or cannot be made to; the words then have no times, and the voice speaks all the same.
        return path.read_bytes()
    return bytes(model.SerializeToString())


def _read(model: Path) -> _Installed | None:
    """Return the voice of a model file if its settings lie beside it and can be read."""
    config = model.with_name(model.name + ".json")
    if not language_of(model.stem):
        return None
    try:
        settings = json.loads(config.read_bytes())
        count, names = int(settings.get("num_speakers", 1)), dict(settings.get("speaker_id_map", {}))
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    by_number = {int(number): str(name) for name, number in names.items()}
    speakers = tuple(by_number.get(number, f"speaker {number}") for number in range(count)) if 1 < count <= _MOST_SPEAKERS else ()
    return _Installed(model.stem, model, config, speakers)


def _offered(offered: Offered) -> Voice:
    """Return a voice of the catalogue that is not installed; what it would sound like is unknown, so it has no fingerprint."""
    return Voice(
        id=f"piper:{offered.name}",
        engine="piper",
        name=f"Piper, {offered.name}" + (" (recommended)" if offered.recommended else ""),
        languages=(offered.language,),
        licence=offered.licence,
        attribution=offered.attribution,
        quality="good",
        leaves_house=False,
        fingerprint="",
        word_times=_HAS_ONNX,
        max_chars=_MAX_CHARS,
        installed=False,
    )


def _digest(path: Path) -> str:
    """Return the digest of a file, reckoned again only when its size or time has changed."""
    status = path.stat()
    return _digest_of(path, status.st_size, status.st_mtime_ns)


@functools.lru_cache(maxsize=64)
def _digest_of(path: Path, _size: int, _changed: int) -> str:
    """Return the digest of a file as it was at that size and time."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _utterance(text: str, model: piper.PiperVoice, chunks: Sequence[piper.AudioChunk]) -> Utterance:
    """Join what Piper made of a sentence; it cuts at "?" and "!" inside one, so there may be several pieces."""
    samples = np.concatenate([np.zeros(0, dtype=np.float32), *(np.asarray(chunk.audio_float_array, dtype=np.float32).reshape(-1) for chunk in chunks)])
    if not samples.any():
        message = f"Piper made no sound for “{text}”."
        raise EngineError("empty_audio", message)
    rate = model.config.sample_rate
    sounds = _sounds(chunks)
    if sounds is None:
        return Utterance(samples, rate)

    def pronounce(word: str) -> str:
        return "".join(phoneme for part in model.phonemize(word) for phoneme in part)

    return Utterance(samples, rate, word_times(words_of(text), sounds, pronounce, rate))


def _sounds(chunks: Sequence[piper.AudioChunk]) -> list[Sound] | None:
    """Return every phoneme with the sample at which it begins; None if the voice does not tell."""
    sounds: list[Sound] = []
    begin = 0
    for chunk in chunks:
        if chunk.phoneme_alignments is None:
            return None
        place = begin
        for aligned in chunk.phoneme_alignments:
            if aligned.phoneme not in _FRAME:
                sounds.append(Sound(aligned.phoneme, place))
            place += int(aligned.num_samples)
        begin += chunk.audio_float_array.size
        sounds.append(Sound(" ", begin))
    return sounds
