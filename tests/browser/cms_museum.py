"""A museum for the browsers that look at the staff's pages: a tour with whatever a page can show."""

import asyncio
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import update

from audio_guide.accounts import passwords
from audio_guide.accounts import service as accounts
from audio_guide.accounts.service import Standing
from audio_guide.house import open_house
from audio_guide.migrating import migrate
from audio_guide.narrating import narrate
from audio_guide.publishing import service as publishing
from audio_guide.settings import Settings
from audio_guide.speech import human, progress
from audio_guide.speech.models import Narration
from audio_guide.speech.takes.intake import Intake
from audio_guide.speech.wishes import choose_voices
from audio_guide.tours import films, naming, pictures, ways, writing
from audio_guide.tours import service as tours
from audio_guide.tours.changing import Change
from audio_guide.tours.darkroom import Darkroom, keep
from tests.conftest import REPOSITORY
from tests.servers import free_port
from tests.speech.takes.files import hum, written
from tests.stories import CODES, write_tour
from tests.tours.corpus import TAKEN
from tests.tours.reels import CAPTIONS, filmed

PASSWORD = "қамыс пен алма ағашы"
NEW = "new"
"""With what somebody signs in who has a link and no password yet."""


async def hang_pictures(house):
    """Develop three pictures and show two of them at the first stop; one has words in all languages, one in Kazakh alone, one has none."""
    words = {
        "reed": {"kk": ("Көл жағасындағы қамыс.", "А. Б."), "ru": ("Камыш у озера.", "А. Б."), "en": ("Reed by the lake.", "A. B.")},
        "lamp": {"kk": ("Шам", "")},
    }
    for key, sent, codes in (("reed", "jpeg", CODES[:1]), ("lamp", "palette with a hole", CODES[:1]), ("wagon", "webp", ())):
        files = await asyncio.to_thread(keep, house.media, await Darkroom().develop(lambda sent=sent: TAKEN[sent]))
        async with house.database.write() as session:
            picture = await tours.save_picture(session, key, width=900, height=600, files=files, texts=words.get(key, {}))
            for code in codes:
                await pictures.show_at(session, await tours.stop_by_code(session, code), picture)


async def show_film(house):
    """Add a film of the first stop without consent, whose text was changed since; it has captions in one language."""
    async with house.database.write() as session:
        (script,) = await tours.scripts(session, language="ru", code=CODES[0])
        stop = await tours.stop_by_code(session, CODES[0])
        await films.take_in(session, script, "rsl-KZ", await filmed(house.media), films.Told("Айгүл", ""), "Айгүл")
        caption = {"name": house.media.put(CAPTIONS, "vtt"), "media_type": "text/vtt", "bytes": len(CAPTIONS)}
        films.caption(await films.film_of(session, stop, "rsl-KZ"), "ru", caption)
        await tours.save_script(session, stop, "ru", title=script.title, body=f"{script.body} Ещё слово.", author="test")


async def read_aloud(house):
    """Let a person read two texts of the second stop; the words of one were changed since."""
    with tempfile.TemporaryFile() as given, tempfile.NamedTemporaryFile(suffix=".flac") as made:
        given.write(written(hum(12), 44100, "wav"))
        decoded = await Intake().decode(given, made)
        sent = human.Sent(await asyncio.to_thread(house.media.put_file, Path(made.name), "flac"), decoded.digest, decoded.seconds)
    async with house.database.write() as session:
        stop = await tours.stop_by_code(session, CODES[1])
        for language in ("ru", "en"):
            script = await writing.script_of(session, stop, language)
            await human.take_in(session, script, sent, human.Reading("Гүлнәр", "CC BY 4.0", "signed on paper"), "Айгүл")
        await tours.save_script(session, stop, "en", title=script.title, body=f"{script.body} One more word.", author="test")


async def furnish(house):
    """Write a name that no text has, give a language a second voice, and the first stop a place and a way that would be lost with it."""
    typed = {"written-kk": "Ақмола", "spoken-kk": "ақ мола", "written-ru": "Акмола", "aliases-ru": "Акмолинск", "needs-consent": "1"}
    fields = naming.fields_of(None, ("kk", "ru", "en")) | typed
    async with house.database.write() as session:
        await naming.save_fields(session, "", {field: Change("", typed.get(field, "")) for field in fields}, ("kk", "ru", "en"))
        await choose_voices(session, house.jobs, "en", ["espeak:en", "silence:any"])
        await place(session, CODES[0], ways.Spot((100, 900), {"kk": ways.Words("Тура жүріңіз.", "Үйді айналып өтіңіз.")}))


async def place(session, code, spot):
    """Put a stop on the plan; returns its tour."""
    tour = await publishing.tour_by_slug(session, "steppe")
    assert await ways.save_spots(session, tour.id, {(await tours.stop_by_code(session, code)).id: spot})
    return tour


async def prepare(settings):
    """Write a tour with sound, and add an admin and somebody who has not come in yet."""
    async with open_house(settings) as house:
        await write_tour(house, notes={0: "Туралы / о смерти / of death"})
        await hang_pictures(house)
        await show_film(house)
        await read_aloud(house)
        await furnish(house)
        assert 0 == await narrate(house)
        hashed = await passwords.hashed(PASSWORD)
        async with house.database.write() as session:
            person = await accounts.add_person(session, "admin", Standing("Айгүл", "admin"))
            person.password_hash = hashed
            await accounts.add_person(session, NEW, Standing("Жаңагүл", "publisher"))
            await accounts.record(session, "Айгүл", "stop-added", "1")
        await publish_twice(house)


async def publish_twice(house):
    """Approve the Kazakh sound of the second stop and show it to the public, then once more with its place on the plan."""
    for place_on_plan in (None, (500, 500)):
        async with house.database.write() as session:
            stop = await tours.stop_by_code(session, CODES[1])
            if place_on_plan is None:
                await publishing.approve(session, house.voices, await writing.script_of(session, stop, "kk"), "listener")
                tour = await publishing.tour_by_slug(session, "steppe")
            else:
                tour = await place(session, CODES[1], ways.Spot(place_on_plan))
            assert (await publishing.publish(session, house.voices, tour, "kk", "publisher")).changed


async def move(settings, done, state):
    """Write how far the sound is that is wanted, as the machine does that makes it."""
    async with open_house(settings) as house, house.database.write() as session:
        values = {"state": state, "done": done, "total": 5}
        await session.execute(update(Narration).where(Narration.state.in_(progress.UNDER_WAY)).values(**values))


async def _invited(settings, login):
    async with open_house(settings) as house, house.database.write() as session:
        return await accounts.invite(session, (await accounts.person_to_check(session, login)).id)


def invitation(settings):
    """Return the path of a link with which the new member of staff sets a password."""
    return f"/cms/invitation/{apart(_invited(settings, NEW))}"


def apart(work):
    """Do asynchronous work in a thread of its own, since a browser has this one; returns what comes of it."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def museum_in(folder, workers):
    """Write a museum with staff in a folder; returns its settings, with a port of its own."""
    port = free_port()
    settings = Settings(
        database_url=f"sqlite:///{folder / 'guide.sqlite3'}", media_url=str(folder / "media"), data_dir=str(folder / "data"),
        secret_file=str(folder / "secret"), locales_dir=str(REPOSITORY / "locales"), voices="kk=espeak:kk;ru=espeak:ru;en=espeak:en", port=port, public_url=f"http://127.0.0.1:{port}",
        workers=workers,
    )  # fmt: skip
    migrate(settings)
    apart(prepare(settings))
    return settings
