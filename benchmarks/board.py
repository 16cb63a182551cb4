"""How long the staff's pages take in a large museum: ``python -m benchmarks.board``.

The marks are in seconds on the server, times how much slower than the usual machine this one is now.
"""

import asyncio
import signal
import statistics
import tempfile
import time
from pathlib import Path
from uuid import UUID

import httpx

from audio_guide.accounts import passwords
from audio_guide.accounts import service as accounts
from audio_guide.accounts.service import Standing
from audio_guide.house import House, open_house
from audio_guide.migrating import migrate
from audio_guide.publishing import service as publishing
from audio_guide.publishing.models import Approval
from audio_guide.settings import Settings
from audio_guide.speech import said
from audio_guide.speech import service as speech
from audio_guide.speech.models import Recording
from audio_guide.speech.plan import Plan
from audio_guide.tours import listing, writing
from audio_guide.tours import service as tours
from audio_guide.tours.models import Script, Stop
from benchmarks.report import Report, slower
from benchmarks.serve import free_port, ours, wait_for

STOPS = 1_000
SECONDS = 0.3
SECONDS_TO_COMPARE = 1.0
"""A page that holds every text of three languages against what visitors have."""
ROUNDS = 7
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PASSWORD = "қамыс пен алма ағашы"
WORDS = {
    "kk": "Әйелдер Жалаңаш көлінен қамыс орды. 1938 жылғы қаңтарда су мұздай еді. Қамыс — отын, төсеніш және құрылыс материалы болды.",
    "ru": "Женщины резали камыш на озере Жаланаш. В январе 1938 года вода была ледяной. Камыш был топливом, постелью и материалом для стройки.",
    "en": "Women cut reeds at Lake Zhalanash. In January 1938 the water was freezing. Reed was fuel, bedding and building material.",
}
AFTER_A_SAVE = "the overview after somebody saved a text"
PAGES = {
    "the overview": ("/cms", SECONDS),
    AFTER_A_SAVE: ("/cms", SECONDS),
    "one that searches all texts": ("/cms?find=жалаңаш&page=3", SECONDS),
    "one that asks for a state": ("/cms?state=behind&order=needs", SECONDS),
    "what waits for translators": ("/cms/translators", SECONDS),
    "what may be published in three languages": ("/cms/publish", SECONDS_TO_COMPARE),
}


async def _prepare(settings: Settings) -> None:
    async with open_house(settings) as house:
        await _write(house)
        await _publish(house)


async def _write(house: House) -> None:
    """Write a tour of so many stops in three languages; two thirds have sound, half of that is approved, and a tenth of the translations is behind."""
    async with house.database.write() as session:
        tour = await tours.save_tour(session, "steppe", {language: {"title": "Дала"} for language in WORDS})
        for number in range(STOPS):
            code = "".join(LETTERS[number // 32**place % 32] for place in range(4))
            stop = await tours.save_stop(session, tour, code, number + 1, number)
            source: Script | None = None
            for language, words in WORDS.items():
                body = "\n\n".join(f"{words} {number}." for _ in range(8))
                script = await tours.save_script(session, stop, language, title=f"{words[:12]} {number}", body=body, author="bench")
                await session.flush()
                if source is not None:
                    await writing.remember_source(session, script, source)
                source = source or script
            if source is not None and number % 10 == 0:
                await tours.save_script(session, stop, source.language, title=source.title, body=f"{source.body}\n\nЖаңа.", author="bench")
    await said.catch_up(house.database, house.voices)
    async with house.database.write() as session:
        rows = await listing.script_rows(session)
        wanted = await said.settled(session, house.voices, rows)
        plans: dict[tuple[str, int], Plan] = {}
        for number, row in enumerate(rows):
            if number % 3:
                script = await session.get_one(Script, row.id)
                shape = (row.language, script.body.count("\n\n"))
                if shape not in plans:  # all scripts of a language have the same sentences
                    plans[shape] = await speech.plan_script(session, house.voices, script)
                session.add(_recording(row.id, digest := wanted.digests[row.id], plans[shape]))
                if number % 2:
                    session.add(Approval(script_id=row.id, revision=row.revision, wanted_digest=digest, approved_by="bench"))
        person = await accounts.add_person(session, "admin", Standing("Айгүл", "admin"))
        person.password_hash = await passwords.hashed(PASSWORD)


async def _publish(house: House) -> None:
    """Publish all that is written, as text where nobody has heard the sound yet: a museum that visitors know is measured, and not one before its first day."""
    for language in WORDS:
        async with house.database.write() as session:
            (tour,) = await publishing.all_tours(session)
            receipt = await publishing.publish(session, house.voices, tour, language, "bench", texts_too=True)
            if len(receipt.published) != STOPS:
                message = f"{len(receipt.published)} of {STOPS} stops were published in {language}"
                raise RuntimeError(message)


def _recording(script_id: UUID, digest: str, plan: Plan) -> Recording:
    """Return a recording as the worker would keep it; its files are not there, for no page of the staff opens them."""
    timings = [{"start": float(at), "end": at + 1.0, "words": []} for at in range(len(plan.sentences))]
    files = [{"name": f"{digest}.{suffix}", "media_type": f"audio/{kind}", "bytes": 700_000} for suffix, kind in (("mp3", "mpeg"), ("webm", "webm"))]
    return Recording(script_id=script_id, wanted_digest=digest, voice=speech.credit(plan.voice), files=files, duration=90.0, timings=timings)


async def _save_a_text(settings: Settings, number: int) -> None:
    """Save other words at one stop, as somebody at another table would."""
    async with open_house(settings) as house, house.database.write() as session:
        (script, *_) = await tours.scripts(session, language="ru")
        stop = await session.get_one(Stop, script.stop_id)
        saved = await tours.save_script(session, stop, "ru", title=script.title, body=f"{script.body}\n\nЕщё {number}.", author="bench")
        await session.flush()
        await said.keep(session, await said.of_script(session, house.voices, saved))


def _times(settings: Settings) -> dict[str, float]:
    """Return for each page the median seconds until all of it has arrived."""
    found: dict[str, float] = {}
    with httpx.Client(base_url=settings.public_url, timeout=60, headers={"Accept-Language": "kk"}) as client:
        signed = client.post("/cms/sign-in", data={"login": "admin", "password": PASSWORD}, headers={"Sec-Fetch-Site": "same-origin"})
        if signed.status_code != httpx.codes.SEE_OTHER:
            raise RuntimeError(signed.text)
        for name, (path, _) in PAGES.items():
            took: list[float] = []
            for number in range(ROUNDS):
                if name == AFTER_A_SAVE:
                    asyncio.run(_save_a_text(settings, number))
                begun = time.perf_counter()
                answer = client.get(path)
                took.append(time.perf_counter() - begun)
                if answer.status_code != httpx.codes.OK:
                    message = f"{path} answered {answer.status_code}"
                    raise RuntimeError(message)
            found[name] = statistics.median(took)
            print(f"{name}: {found[name]:.3f} s, {len(answer.content) // 1024} KB", flush=True)
    return found


def main() -> None:
    """Measure and compare."""
    report = Report()
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        settings = Settings(
            database_url=f"sqlite:///{folder / 'guide.sqlite3'}",
            media_url=str(folder / "media"),
            secret_file=str(folder / "secret"),
            data_dir=str(folder / "data"),
            locales_dir="locales",
            public_url=f"http://127.0.0.1:{port}",
            port=port,
            workers=0,
        )
        migrate(settings)
        asyncio.run(_prepare(settings))
        server = ours(settings)
        try:
            wait_for(f"{settings.public_url}/healthz")
            found = _times(settings)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()
    slow = slower()
    print(f"this machine takes {slow:.2f} times as long as the one for which the mark was set")
    for name, seconds in found.items():
        mark = PAGES[name][1]
        report.at_most(f"{name}, {STOPS} stops in three languages, against {mark} s", seconds / mark / slow, 1)
    report.end()


if __name__ == "__main__":
    main()
