"""How long texts take on their way out and back: ``python -m benchmarks.translate``.

The marks are ratios: against a known piece of work, so that a slow machine does not fail, and of many texts against few.
"""

import asyncio
import tempfile
import time
from pathlib import Path

from audio_guide.house import House, open_house
from audio_guide.migrating import migrate
from audio_guide.settings import Settings
from audio_guide.tours import service as tours
from audio_guide.tours.exchange import files, importing
from audio_guide.tours.exchange.export import Order, export
from audio_guide.tours.models import Script, ScriptRevision
from benchmarks.report import Report, slower

SEGMENTS, MANY = 1_500, 30_000
PARAGRAPHS = 14
EXPORT_SECONDS, IMPORT_SECONDS = 0.2, 0.5
LINEAR = 1.5
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LANGUAGES = ("kk", "ru", "en")


async def write(house: House, segments: int) -> None:
    """Write a museum of so many texts in two languages."""
    async with house.database.write() as session:
        tour = await tours.save_tour(session, "steppe", {"kk": {"title": "Дала"}, "ru": {"title": "Степь"}})
        for number in range(segments // (PARAGRAPHS + 1)):
            code = "".join(LETTERS[number // 32**place % 32] for place in range(4))
            stop = await tours.save_stop(session, tour, code, number + 1, number)
            for language, words in (("ru", "Женщины резали камыш на озере и носили его в лагерь"), ("kk", "Әйелдер көлден қамыс орып, лагерьге тасыды")):
                body = "\n\n".join(f"{words}, {number}-{place}. {words} {'қыс ' * (place % 5)}." for place in range(PARAGRAPHS))
                title, names = f"{words[:20]} {number}", [f"p{place:04d}" for place in range(PARAGRAPHS)]
                script = Script(stop_id=stop.id, language=language, track="standard", title=title, body=body, revision=1)
                session.add(script)
                await session.flush()
                session.add(ScriptRevision(script_id=script.id, number=1, title=title, body=body, author="bench", paragraphs=names))


async def measure(segments: int) -> tuple[float, float, float]:
    """Return the seconds of an export, of reading a file with its preview, and of taking one text in a hundred over."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{folder}/guide.sqlite3", media_url=f"{folder}/media", data_dir=folder)
        await asyncio.to_thread(migrate, settings)
        async with open_house(settings) as house:
            await write(house, segments)
            out, looked, taken = [], [], []
            for turn in range(3):
                begun = time.perf_counter()
                async with house.database.write() as session:
                    data = await export(session, Order("kk", "ru", "po", "https://g.museum.kz"))
                out.append(time.perf_counter() - begun)
                changed = data.replace(b'msgstr "\xd3\x98', f'msgstr "Бүгін {turn} '.encode() + b"\xd3\x98")
                begun = time.perf_counter()
                file = await asyncio.to_thread(files.read, changed)
                async with house.database.write() as session:
                    row = await importing.receive(session, file, importing.Sender("bench", "x.po"), LANGUAGES)
                    seen = await importing.preview(session, row)
                looked.append(time.perf_counter() - begun)
                assert seen.counts["changed"] + seen.counts["rejected"] > segments * 0.9
            begun = time.perf_counter()
            async with house.database.write() as session:
                await importing.apply(session, await importing.received(session, row.id), "bench")
            taken.append(time.perf_counter() - begun)
        await asyncio.to_thread(Path(folder).stat)
    return min(out), min(looked), min(taken)


def main() -> None:
    """Measure and compare."""
    report = Report()
    slow = slower()
    few, many = asyncio.run(measure(SEGMENTS)), asyncio.run(measure(MANY))
    for count, found in ((SEGMENTS, few), (MANY, many)):
        print(f"{count} texts: export {found[0]:.3f} s, file read with preview {found[1]:.3f} s, all of them taken over {found[2]:.2f} s")
    print(f"this machine takes {slow:.2f} times as long as the one for which the marks were set")
    report.at_most("export of 1,500 texts against 0.2 s", few[0] / EXPORT_SECONDS / slow, 1)
    report.at_most("file of 1,500 texts, all changed, read with preview, against 0.5 s", few[1] / IMPORT_SECONDS / slow, 1)
    report.at_most("export, 20 times the texts against 20 times the time", many[0] / few[0] / (MANY / SEGMENTS), LINEAR)
    report.at_most("preview, 20 times the texts against 20 times the time", many[1] / few[1] / (MANY / SEGMENTS), LINEAR)
    report.end()


if __name__ == "__main__":
    main()
