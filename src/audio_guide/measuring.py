"""The command ``bench``: how fast this machine speaks with the museum's voices, and how long all its texts would take."""

import os
import time
from collections.abc import Iterator

from audio_guide.house import House
from audio_guide.kit.errors import AudioGuideError
from audio_guide.speech import service as speech
from audio_guide.speech.engines import Engines, Utterance
from audio_guide.speech.engines import Voice as SpeakingVoice
from audio_guide.speech.plan import Plan
from audio_guide.speech.render import Part, Tags, render
from audio_guide.speech.speaking import speak_now
from audio_guide.tours import service as tours

SENTENCES = {
    "kk": (
        "Әйелдер Жалаңаш көлінен қамыс орды.",
        "Қаңтарда су мұздай еді.",
        "Қамыс отын да, төсеніш те, құрылыс материалы да болды.",
    ),
    "ru": (
        "Женщины резали камыш на озере Жаланаш.",
        "В январе вода была ледяной.",
        "Камыш был топливом, постелью и материалом для стройки.",
    ),
    "en": ("Women cut reeds at Lake Zhalanash.", "In January the water was freezing.", "Reed was fuel, bedding and building material."),
}


async def measure(house: House) -> list[str]:
    """Speak and encode a few sentences in each language on one core; returns what was measured, a line each."""
    processes = house.settings.workers or os.cpu_count() or 1
    lines = [f"{processes} processes speak at once on this machine."]
    for language, sentences in SENTENCES.items():
        async with house.database.read() as session:
            try:
                voice = await house.voices.of(session, language)
            except AudioGuideError as error:
                lines.append(f"{language}: {error}")
                continue
            plans = [await speech.plan_script(session, house.voices, script) for script in await tours.scripts(session, language=language)]
            plans = [plan for plan in plans if not plan.take]  # what a person has read is not spoken
        if voice.leaves_house:
            lines.append(f"{language}: {voice.name} speaks elsewhere; the network decides how fast")
            continue
        lines.append(_line(language, voice, house.voices.engines, sentences, plans, processes))
    return lines


def _line(language: str, voice: SpeakingVoice, engines: Engines, sentences: tuple[str, ...], plans: list[Plan], processes: int) -> str:  # noqa: PLR0913, PLR0917 -- one line of a table has that many columns
    speak_now(engines, sentences[0], language, voice)  # the voice is loaded once in a museum's life
    begin = time.perf_counter()
    spoken = [speak_now(engines, sentence, language, voice) for sentence in sentences]
    between = time.perf_counter()
    rendered = render(list(_parts(spoken, sentences)), Tags("bench", "", "", language))
    end = time.perf_counter()
    letters = sum(len(sentence.reading.text) for plan in plans for sentence in plan.sentences)
    minutes = (end - begin) / sum(map(len, sentences)) * letters / processes / 60
    return (
        f"{language}: {voice.name} speaks {rendered.duration / (between - begin):.0f} and encoding makes {rendered.duration / (end - between):.0f} "
        f"seconds of sound in a second; all {len(plans)} texts take about {minutes:.1f} minutes"
    )


def _parts(spoken: list[Utterance], sentences: tuple[str, ...]) -> Iterator[Part]:
    for number, (utterance, sentence) in enumerate(zip(spoken, sentences, strict=True)):
        yield Part(utterance, number, sum(map(str.isalpha, sentence)), "text")
