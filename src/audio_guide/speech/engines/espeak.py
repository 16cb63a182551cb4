"""espeak-ng, bundled: speaks Kazakh, Russian, English and whatever else its data holds, at once and on any machine, in a robot's voice.

The library is called through ctypes. It has one state for the whole process and one voice at a time, hence the lock around every use.
Its samples differ between runs for the same words; its phonemes do not, which is why tests and the lint look at phonemes.
"""

import ctypes
import functools
import hashlib
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import espeakng_loader
import numpy as np

from audio_guide.speech.engines import EngineError, Samples, Utterance, Voice, WordTime
from audio_guide.speech.engines.sentence import check_sentence, words_of
from audio_guide.speech.engines.short_path import short_path

# Names and values of espeak-ng's speak_lib.h.
_AUDIO_OUTPUT_SYNCHRONOUS = 2
_INITIALIZE_DONT_EXIT = 0x8000
_CHARS_UTF8 = 1
_PHONEMES_IPA = 2
_PARAMETER_RATE = 1
_POS_CHARACTER = 1
_EVENT_END, _EVENT_WORD = 0, 1
_OK = 0

_SLOWEST, _DEFAULT_RATE, _FASTEST = 80, 140, 450
_STARTING = threading.Lock()
_LOCK = threading.Lock()


class _Event(ctypes.Structure):
    """espeak_EVENT: what happens at which sample."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


@dataclass(frozen=True, slots=True)
class _Speaker:
    """How one of our languages is called inside espeak-ng, and the files that make its sound."""

    language: str
    title: str
    phonemes: str
    voice: str
    files: tuple[str, ...]


_NAME = re.compile(r"^name\s+(.+?)\s*$", re.MULTILINE)
# ru+m3 is the variant that a speech recogniser understood best among the Russian ones (character errors 0.33 instead of 0.63).
_OURS = {
    "kk": _Speaker("kk", "Kazakh", "kk", "kk", ("kk_dict", "lang/trk/kk")),
    "ru": _Speaker("ru", "Russian", "ru", "ru+m3", ("ru_dict", "lang/zle/ru", "voices/!v/m3")),
    # British English is the voice file "en"; asked for "en-gb" the library says no and keeps the last voice.
    "en": _Speaker("en", "English", "en", "en", ("en_dict", "lang/gmw/en")),
}
"""The languages of the house, with the voices chosen for them."""
_COMMON_FILES = ("phondata", "phonindex", "phontab", "intonations")


@functools.cache
def _speakers() -> dict[str, _Speaker]:
    """Return our languages and, after them, every other one that the bundled data speaks."""
    folder = Path(espeakng_loader.get_data_path())
    found = dict(_OURS)
    for file in sorted(folder.glob("lang/*/*"), key=lambda file: file.name):
        code = file.name
        if code not in found and code.isalpha() and code.islower() and (folder / f"{code}_dict").is_file():
            name = _NAME.search(file.read_text("utf-8", "replace"))
            found[code] = _Speaker(code, name.group(1) if name else code, code, code, (f"{code}_dict", str(file.relative_to(folder))))
    return found


@dataclass(slots=True)
class _Library:
    """The loaded library with its version and sample rate."""

    calls: ctypes.CDLL
    version: str
    rate: int
    voice: str = ""
    """The one that speaks now: to choose Russian again reads its dictionary again, which takes as long as a short sentence."""


def _library() -> _Library:
    """Return espeak-ng, started once for this process even if several threads ask at once."""
    with _STARTING:
        return _start()


@functools.cache
def _start() -> _Library:
    """Load and start espeak-ng."""
    try:
        calls = ctypes.CDLL(espeakng_loader.get_library_path())
    except OSError as error:
        message = "The bundled espeak-ng library cannot be loaded on this system."
        raise EngineError("unavailable", message) from error
    calls.espeak_Info.restype = ctypes.c_char_p
    calls.espeak_TextToPhonemes.restype = ctypes.c_char_p
    data = short_path(espeakng_loader.get_data_path())
    rate = calls.espeak_Initialize(_AUDIO_OUTPUT_SYNCHRONOUS, 0, data.encode(), _INITIALIZE_DONT_EXIT)
    if rate <= 0:
        message = f"espeak-ng did not start with its data in {data}."
        raise EngineError("unavailable", message)
    return _Library(calls, calls.espeak_Info(None).decode(), rate)


@functools.cache
def _digest_of_files(language: str) -> str:
    """Return the digest of the data files that make this language sound as it does."""
    digest = hashlib.sha256()
    for name in (*_speakers()[language].files, *_COMMON_FILES):
        digest.update(_digest_of_file(name))
    return digest.hexdigest()


@functools.cache
def _digest_of_file(name: str) -> bytes:
    """Return the digest of one data file; several languages share some."""
    return hashlib.sha256((Path(espeakng_loader.get_data_path()) / name).read_bytes()).digest()


def _choose(library: _Library, voice: str) -> None:
    """Make *voice* the one that speaks; the caller holds the lock."""
    if library.voice == voice:
        return
    library.voice = ""
    if library.calls.espeak_SetVoiceByName(voice.encode()) != _OK:
        message = f"espeak-ng has no voice “{voice}”."
        raise EngineError("model_missing", message)
    library.voice = voice


def _speak(library: _Library, voice: str, rate: int, text: str) -> tuple[Samples, list[tuple[int, int]]]:
    """Return the samples of *text*, and for each word event its character index and sample."""
    pieces: list[bytes] = []
    events: list[tuple[int, int]] = []

    def receive(wave: "ctypes._Pointer[ctypes.c_short]", count: int, happened: "ctypes._Pointer[_Event]") -> int:
        if count > 0:
            pieces.append(ctypes.string_at(wave, count * 2))
        index = 0
        while happened[index].type != _EVENT_END:
            event = happened[index]
            if event.type == _EVENT_WORD:
                events.append((event.text_position - 1, event.sample))
            index += 1
        return 0

    callback = _Callback(receive)
    spoken = text.encode()
    with _LOCK:
        _choose(library, voice)
        library.calls.espeak_SetParameter(_PARAMETER_RATE, rate, 0)
        library.calls.espeak_SetSynthCallback(callback)
        status = library.calls.espeak_Synth(spoken, ctypes.c_size_t(len(spoken) + 1), 0, _POS_CHARACTER, 0, _CHARS_UTF8, None, None)
    if status != _OK:
        message = f"espeak-ng could not speak this sentence (its error {status})."
        raise EngineError("crashed", message)
    return np.frombuffer(b"".join(pieces), dtype=np.int16).astype(np.float32) / np.float32(32768), events


def _word_times(text: str, events: list[tuple[int, int]], rate: int) -> tuple[WordTime, ...]:
    """Return one onset per word that espeak-ng announced; it merges some ("of the"), and a number may be announced several times."""
    owner = {index: word.start for word in words_of(text) for index in range(word.start, word.start + len(word.text))}
    times: list[WordTime] = []
    for position, sample in events:
        start = owner.get(position)
        if start is not None and (not times or start > times[-1].char):
            times.append(WordTime(start, sample / rate))
    return tuple(times)


class EspeakEngine:
    """Draft voices for our three languages and those that a museum may add, without network or download.

    Option: ``rate``, words a minute (80 to 450; 140 suits a guide, espeak's own 175 is hurried).
    """

    id = "espeak"

    def __init__(self, options: Mapping[str, str]) -> None:
        """Take the speed from *options*; ValueError if it is no speed."""
        self._rate = int(options.get("rate", _DEFAULT_RATE))
        if not _SLOWEST <= self._rate <= _FASTEST:
            message = f"The speed of espeak-ng is {_SLOWEST} to {_FASTEST} words a minute, not {self._rate}."
            raise ValueError(message)

    def voices(self) -> tuple[Voice, ...]:
        """Return the Kazakh, the Russian and the English voice, then those of all other languages."""
        return tuple(self._voice(speaker) for speaker in _speakers().values())

    def synth(self, text: str, voice: Voice, language: str) -> Utterance:
        """Speak one sentence."""
        check_sentence(text, voice, language)
        library = _library()
        samples, events = _speak(library, _speaker(language).voice, self._rate, text)
        if not samples.any():
            message = f"espeak-ng made no sound for “{text}”."
            raise EngineError("empty_audio", message)
        return Utterance(samples, library.rate, _word_times(text, events, library.rate))

    def phonemes(self, text: str, language: str) -> str:
        """Return how the text is pronounced, in IPA; "(en)" marks where espeak-ng leaves the language, as it does for Latin letters.

        Kazakh letters in Russian text carry no mark: they are spelled out as "letter …".
        """
        library = _library()
        clauses: list[str] = []
        buffer = ctypes.create_string_buffer(text.encode())
        place = ctypes.c_void_p(ctypes.addressof(buffer))
        with _LOCK:
            _choose(library, _speaker(language).phonemes)
            # The library moves the pointer past each clause and clears it after the last one.
            while place.value:
                clauses.append(library.calls.espeak_TextToPhonemes(ctypes.byref(place), _CHARS_UTF8, _PHONEMES_IPA).decode())
        return " ".join(clause.strip() for clause in clauses if clause.strip())

    def _voice(self, speaker: _Speaker) -> Voice:
        """Return a voice with its digest."""
        digest = hashlib.sha256(f"{_digest_of_files(speaker.language)} {_library().version} {speaker.voice} rate={self._rate}".encode())
        return Voice(
            id=f"espeak:{speaker.language}",
            engine=self.id,
            name=f"espeak-ng, {speaker.title}",
            languages=(speaker.language,),
            licence="GPL-3.0-or-later",
            attribution="espeak-ng contributors",
            quality="draft",
            leaves_house=False,
            fingerprint=digest.hexdigest(),
            word_times=True,
            max_chars=1000,
        )


def _speaker(language: str) -> _Speaker:
    """Return the espeak-ng side of a language; raises EngineError("unsupported_language")."""
    found = _speakers().get(language) or _speakers().get(language.partition("-")[0])
    if found is None:
        message = f"espeak-ng has no voice for “{language}” here."
        raise EngineError("unsupported_language", message)
    return found
