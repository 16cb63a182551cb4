"""The bundled draft voices, judged by their phonemes: espeak-ng's samples differ between runs, its phonemes do not."""

import subprocess
import sys
import threading
from pathlib import Path

import espeakng_loader
import pytest

from audio_guide.speech.engines import EngineError, Utterance
from audio_guide.speech.engines.espeak import EspeakEngine


@pytest.fixture
def espeak() -> EspeakEngine:
    """Return the engine as it is without options."""
    return EspeakEngine({})


def _speak(engine: EspeakEngine, text: str, language: str) -> Utterance:
    voice = next(voice for voice in engine.voices() if language in voice.languages)
    return engine.synth(text, voice, language)


@pytest.mark.parametrize(
    ("phonemes", "text", "language"),
    [
        ("æjeɫdˈeɾ ˈɵz bɑɫɑɫˈɑɾən kɵɾmedˈɪ", "Әйелдер өз балаларын көрмеді.", "kk"),
        ("ʌnˈɑ ʒdaɭˈɑ pʲˈisʲma ɪ ʃˈyɭa", "Она ждала письма и шила.", "ru"),
        ("ʃiː nˈɛvə sˈɔː hɜː tʃˈɪldɹən ɐɡˈɛn", "She never saw her children again.", "en"),
        ("bˈɪɾ ekˈɪ", "Бір. Екі.", "kk"),
    ],
)
def test_sentences_have_the_phonemes_they_always_had(espeak: EspeakEngine, phonemes: str, text: str, language: str) -> None:
    """A sentence in each language is pronounced as it was when somebody last looked; several sentences are joined by a space."""
    assert phonemes == espeak.phonemes(text, language)


@pytest.mark.parametrize(("letter", "plain"), ["әа", "ғг", "қк", "ңн", "өо", "ұу", "үу", "һх", "іи"])
def test_kazakh_letters_have_sounds_of_their_own(espeak: EspeakEngine, letter: str, plain: str) -> None:
    """Each of the nine letters that Kazakh adds to Cyrillic is a sound of Kazakh, another than that of its Russian neighbour."""
    heard = espeak.phonemes(f"б{letter}т", "kk")
    assert "(" not in heard
    assert espeak.phonemes(f"б{plain}т", "kk") != heard


@pytest.mark.parametrize(("text", "language"), [("ALZHIR лагері", "kk"), ("лагерь ALZHIR", "ru"), ("Бiр әлем", "kk")])
def test_latin_letters_show_as_a_switch_to_english(espeak: EspeakEngine, text: str, language: str) -> None:
    """Latin letters, also a single one inside a Kazakh word, leave the mark "(en)" that the lint looks for."""
    assert "(en)" in espeak.phonemes(text, language)


def test_nothing_has_no_phonemes(espeak: EspeakEngine) -> None:
    """Empty text has no phonemes and is no error, since the lint reads whatever it is given."""
    assert espeak.phonemes("", "kk") == ""


def test_phonemes_of_another_language_are_refused(espeak: EspeakEngine) -> None:
    """A language that is not set up here is refused by name."""
    with pytest.raises(EngineError, match="no voice for “xx”") as refusal:
        espeak.phonemes("Salom", "xx")
    assert refusal.value.kind == "unsupported_language"


def test_english_is_spoken_by_an_english_voice(espeak: EspeakEngine) -> None:
    """English after Kazakh is English, not Kazakh that switches: espeak-ng keeps the last voice when it does not know a name."""
    espeak.phonemes("Әйелдер", "kk")
    assert "(" not in espeak.phonemes("letters", "en")


def test_a_slower_rate_lasts_longer_and_is_another_voice() -> None:
    """The option rate makes a sentence longer, and its recordings another fingerprint."""
    slow, quick = EspeakEngine({"rate": "100"}), EspeakEngine({"rate": "200"})
    assert _speak(slow, "Ол хат күтті.", "kk").samples.size > 1.5 * _speak(quick, "Ол хат күтті.", "kk").samples.size
    assert slow.voices()[0].fingerprint != quick.voices()[0].fingerprint


@pytest.mark.parametrize("rate", ["10", "1000", "fast"])
def test_a_rate_that_is_none_is_refused(rate: str) -> None:
    """A speed that nobody could follow, or that is no number, is refused when the engine is made."""
    with pytest.raises(ValueError, match=rate):
        EspeakEngine({"rate": rate})


def test_every_kazakh_word_has_its_onset(espeak: EspeakEngine) -> None:
    """Word times point at the first letters, also after commas, quotation marks and a dash."""
    text = "Мұнда — «Алжирде» — әйелдер тұрды, ал балалар жоқ."
    spoken = _speak(espeak, text, "kk")
    assert spoken.words is not None
    assert ["Мұнда", "Алжирде", "әйелдер", "тұрды", "ал", "балалар", "жоқ"] == [text[word.char :].split(maxsplit=1)[0].strip("«»,.") for word in spoken.words]


def test_threads_take_turns(espeak: EspeakEngine) -> None:
    """Three threads that speak three languages at once each get their own sentence, since only one speaks at a time."""
    texts = {"kk": "Ол хат күтті.", "ru": "Она ждала письма.", "en": "She waited for a letter."}
    starts: dict[str, list[tuple[int, ...]]] = {language: [] for language in texts}

    def speak(language: str) -> None:
        for _ in range(5):
            starts[language].append(tuple(word.char for word in _speak(espeak, texts[language], language).words or ()))

    threads = [threading.Thread(target=speak, args=(language,)) for language in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {"kk": [(0, 3, 7)] * 5, "ru": [(0, 4, 10)] * 5} == {language: starts[language] for language in ("kk", "ru")}


def test_the_terminal_stays_quiet() -> None:
    """Loading, speaking and failing write nothing to the terminal of the process."""
    program = """
from audio_guide.speech.engines import EngineError
from audio_guide.speech.engines.espeak import EspeakEngine
engine = EspeakEngine({})
for voice in engine.voices():
    engine.synth("Сәлем hello \U0001f600 привет", voice, voice.languages[0])
try:
    engine.synth("…", engine.voices()[0], "kk")
except EngineError:
    pass
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert (b"", b"") == (done.stdout, done.stderr)


@pytest.mark.parametrize("folder", ["a" * 200, "мұражай"])
def test_it_speaks_wherever_it_is_installed(tmp_path: Path, folder: str) -> None:
    """Installed under a path that is too long or too foreign for espeak-ng, it speaks all the same."""
    place = tmp_path / folder
    place.symlink_to(espeakng_loader.get_data_path(), target_is_directory=True)
    program = f"""
import espeakng_loader
espeakng_loader.get_data_path = lambda: {str(place)!r}
from audio_guide.speech.engines.espeak import EspeakEngine
print(EspeakEngine({{}}).phonemes("Ол хат күтті.", "kk"))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, encoding="utf-8")
    assert ("ˈoɫ xˈɑt kuttˈɪ\n", "") == (done.stdout, done.stderr)
