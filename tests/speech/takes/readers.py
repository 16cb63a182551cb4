"""People who read aloud, as well as a synthesiser can play them: true sentence times, pauses and paces that vary, breath, slips, and a room that hums."""

import tomllib
from dataclasses import dataclass

import numpy as np
from tests.conftest import REPOSITORY

from audio_guide.speech.engines import Engines
from audio_guide.speech.plan import passages_of
from audio_guide.speech.reading import read
from audio_guide.speech.sentences import split
from audio_guide.speech.takes.alignment import Said

ESPEAK = Engines({}).get("espeak")
VOICES = {voice.languages[0]: voice for voice in ESPEAK.voices()}
STOPS = REPOSITORY / "src" / "audio_guide" / "demo" / "alzhir" / "stops"


@dataclass(frozen=True)
class Reader:
    """How somebody reads: pauses between sentences and paragraphs in seconds, how much their pace varies, hesitations a minute, and the room's noise in dB."""

    sentence: tuple[float, float] = (0.35, 0.9)
    paragraph: tuple[float, float] = (0.8, 1.6)
    pace: float = 0.12
    hesitations: float = 4.0
    room_db: float = -55.0


CALM = Reader()
HASTY = Reader(sentence=(0.2, 0.45), paragraph=(0.4, 0.8), hesitations=2.0)
HESITANT = Reader(hesitations=14.0, pace=0.2, room_db=-45.0)


def script(number, language):
    """Return the sentences of a stop of the ALZHIR tour as they are spoken, each with the number of its paragraph."""
    words = tomllib.loads((STOPS / f"{number:02}.toml").read_text("utf-8"))[language]
    found = []
    for place, passage in enumerate(passages_of(words["title"], "", words["text"].strip())):
        found += [(read(passage.text[one.start : one.end], language).text, place) for one in split(passage.text, language, 250)]
    return found


def take(sentences, language, reader=CALM, seed=1):
    """Read sentences aloud; returns samples, their rate, what has to be found and when each sentence truly begins and ends."""
    random = np.random.default_rng(seed)
    pieces, times, at, rate = [], [], 0, 22050
    before = None
    for text, paragraph in sentences:
        spoken = ESPEAK.synth(text, VOICES[language], language)
        rate = spoken.rate
        low, high = (0.3, 0.8) if before is None else reader.sentence if paragraph == before else reader.paragraph
        pause = np.zeros(round(random.uniform(low, high) * rate), np.float32)
        loud = np.flatnonzero(np.abs(spoken.samples) > 10 ** (-45 / 20))
        sound = paced(spoken.samples[loud[0] : loud[-1]], 1 + random.uniform(-reader.pace, reader.pace))
        sound = hesitating(sound, rate, reader, random)
        pieces += [pause, sound]
        times.append(((at + len(pause)) / rate, (at + len(pause) + len(sound)) / rate))
        at += len(pause) + len(sound)
        before = paragraph
    samples = np.concatenate([*pieces, np.zeros(rate, np.float32)])
    samples += random.normal(0, 10 ** (reader.room_db / 20), len(samples)).astype(np.float32)
    return samples, rate, [Said(sum(map(str.isalpha, text)), paragraph) for text, paragraph in sentences], times


def paced(samples, factor):
    """Return sound that is spoken faster or slower."""
    return np.interp(np.arange(0, len(samples), factor), np.arange(len(samples)), samples).astype(np.float32)


def hesitating(samples, rate, reader, random):
    """Return sound with a pause here and there in the middle of a sentence."""
    for _ in range(random.poisson(reader.hesitations * len(samples) / rate / 60)):
        quiet = np.convolve(np.abs(samples), np.ones(rate // 50) / (rate // 50), mode="same")
        inside = np.arange(len(samples) // 5, 4 * len(samples) // 5)
        place = int(random.choice(inside[np.argsort(quiet[inside])[: max(len(inside) // 20, 1)]]))
        samples = np.concatenate([samples[:place], np.zeros(round(random.uniform(0.15, 0.5) * rate), np.float32), samples[place:]])
    return samples
