"""A museum's work leaves in one file and comes into another museum's guide, whole or not at all, and writes over nothing."""

import asyncio
import hashlib
import json
import shutil
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from advanced_alchemy.base import UUIDv7AuditBase
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from tests.conftest import settings_in
from tests.servers import postgres, ran
from tests.stories import add_picture, approve_all, publish_all, write_tour

from audio_guide.accounts import service as accounts
from audio_guide.accounts.service import Standing
from audio_guide.carrying import archive, gathering
from audio_guide.carrying.commands import _export, _import
from audio_guide.carrying.documents import Answer
from audio_guide.carrying.placing import place
from audio_guide.house import open_house
from audio_guide.kit.errors import BadInputError
from audio_guide.kit.media import TYPES
from audio_guide.migrating import migrate
from audio_guide.narrating import narrate
from audio_guide.publishing import service as publishing
from audio_guide.speech import human
from audio_guide.speech import service as speech
from audio_guide.tours import arranging, care, films, naming, ways, writing
from audio_guide.tours import service as tours
from audio_guide.tours.languages import Wished, add
from audio_guide.tours.models import Stop

TABLES = set(UUIDv7AuditBase.metadata.tables)


def kept(house, data, suffix):
    """Put a file into the store and return what a row says of it."""
    return {"name": house.media.put(data, suffix), "media_type": TYPES[suffix].partition(";")[0], "bytes": len(data)}


async def fill(settings):
    """Write a museum in which everything that is taken along occurs; what is spoken in Russian at the first stop a person has read."""
    async with open_house(settings) as house:
        await write_tour(house, stops=2, notes={1: "Бұл жерде өлім туралы айтылады."})
        await add_picture(house, texts={"kk": ("Қамыс", "Мұражай"), "ru": ("Камыш", "Музей")}, at=("A1B2",))
        take = house.media.put(b"fLaC, or as good as", "flac")
        film = [kept(house, b"film", "mp4"), kept(house, b"still", "jpg")]
        async with house.database.write() as session:
            await add(session, "uk", Wished("Українська", ("ru",)))
            await accounts.add_person(session, "editor", Standing("Edith", "editor"))
            await naming.save_name(session, "lake", "place", {"kk": {"written": "Жалаңаш", "spoken": "Жаланғаш", "aliases": ["Жалаңаш көлі"]}})
            first, second = await tours.stops(session)
            tour = await publishing.tour_by_slug(session, "steppe")
            await ways.save_spots(session, tour.id, {first.id: ways.Spot((100, 200), {"kk": ways.Words("Тура жүріңіз.", "Баспалдақсыз жол бар.")})})
            care.set_themes(second, {"death": ["told"]})
            await speech.choose_voices(session, "ru", ["silence:any"])
            source = await writing.script_of(session, first, "ru")
            await tours.save_script(session, first, "kk", title="Қамыс", body="Бірінші абзац.\n\nЕкінші абзац.", author="Айгүл")
            script = await writing.script_of(session, first, "kk")
            await session.flush()
            await writing.remember_source(session, script, source)
            await human.take_in(session, source, human.Sent(take, "a" * 64, 3.0), human.Reading("Айгүл", "CC BY", "signed"), "Edith")
            await films.take_in(session, source, "rsl-KZ", films.Sent(film, 9.0, 640, 360), films.Told("Айгүл", "signed"), "Edith")
            films.caption(await films.film_of(session, first, "rsl-KZ"), "ru", kept(house, b"WEBVTT\n", "vtt"))
            gone = await writing.new_stop(session, tour)
            await arranging.remove_stop(session, gone, "Edith", gone.code)
        return gone.code


@pytest.fixture
def other(tmp_path, migrated_file):
    """Return the settings of another museum, in which nothing is written yet."""
    folder = tmp_path / "other"
    folder.mkdir()
    shutil.copy(migrated_file, folder)
    return settings_in(folder)


async def collected(settings):
    """Return what a museum would take along."""
    async with open_house(settings) as house, house.database.read() as session:
        return await gathering.gather(session)


async def wanted_digests(settings):
    """Return for each text which recording it wants."""
    async with open_house(settings) as house, house.database.read() as session:
        codes = {stop.id: stop.code for stop in await tours.stops(session)}
        plans = [(one, await speech.plan_script(session, house.voices, one)) for one in await tours.scripts(session)]
        return {(codes[one.stop_id], one.language): plan.wanted_digest for one, plan in plans}


def carried(settings, other, folder, *options):
    """Export one museum and import it into another; returns both commands as they ended."""
    file = folder / "museum.zip"
    return ran(settings, "export", "--all", str(file)), ran(other, "import", str(file), *options)


def test_every_table_is_taken_along_or_stays_for_a_reason():
    """Whoever adds a table says in ``gathering`` whether its rows belong to a museum's work."""
    assert (TABLES, set()) == (gathering.CARRIED | gathering.LEFT, gathering.CARRIED & gathering.LEFT)


async def test_everything_that_people_made_comes_into_an_empty_museum(settings, other, tmp_path):
    """What is gathered there is what was gathered here, the same sound is wanted, files are whole, and nobody of the staff came along."""
    removed = await fill(settings)
    sent, taken = await asyncio.to_thread(carried, settings, other, tmp_path)
    before, after = await collected(settings), await collected(other)

    assert (0, 0, "") == (sent.returncode, taken.returncode, sent.stderr + taken.stderr)
    assert before == after
    assert ("Українська", (removed,), 2, 1) == (after.languages[-1].name, after.retired, len(after.stops[0].scripts[0].revisions), len(after.voices))
    assert await wanted_digests(settings) == await wanted_digests(other)
    async with open_house(other) as house:
        assert [True] * 5 == [house.media.verify(name) for name in sorted(after.media())]
        async with house.database.read() as session:
            assert [] == await accounts.people(session)
            script = await writing.script_of(session, (await tours.stops(session))[0], "kk")
            assert "ru" == (await writing.source_of(session, script)).language
            assert await tours.was_removed(session, removed)
    assert "Added: 1 languages, 1 names, 1 pictures, 2 stops, 6 texts, 1 human readings, 1 films, 1 tours." in taken.stdout


async def test_the_same_edition_comes_of_it(settings, other, tmp_path):
    """Narrated and published there, visitors get the edition that they get here, but for who approved it, and when."""
    published = []
    async with open_house(settings) as house:
        await write_tour(house, stops=1, languages=("kk",))
        await add_picture(house, texts={"kk": ("Қамыс", "Мұражай")}, at=("A1B2",))
    _, taken = await asyncio.to_thread(carried, settings, other, tmp_path)
    for one in (settings, other):
        async with open_house(one) as house:
            assert 0 == await narrate(house)
            await approve_all(house)
            await publish_all(house, ("kk",))
            async with house.database.read() as session:
                edition = await publishing.current(session, (await publishing.tour_by_slug(session, "steppe")).id, "kk")
            published.append(_without_times(edition))

    assert 0 == taken.returncode
    assert published[0] == published[1]


def _without_times(edition):
    document = json.loads(archive._json(edition))
    for stop in document["stops"]:
        for track in stop["tracks"]:
            track["sound"]["approved_at"] = ""
    return document | {"published_at": ""}


@pytest.mark.postgres
async def test_from_one_database_into_the_other(settings, other, tmp_path):
    """What leaves SQLite comes into PostgreSQL, and from there into SQLite again, the same."""
    await fill(settings)
    with postgres(tmp_path / "postgres") as address:
        between = replace(settings_in(tmp_path / "between"), database_url=address)
        await asyncio.to_thread(migrate, between)
        first = await asyncio.to_thread(carried, settings, between, tmp_path)
        (tmp_path / "museum.zip").unlink()
        second = await asyncio.to_thread(carried, between, other, tmp_path)

    assert [0] * 4 == [one.returncode for one in (*first, *second)], [one.stderr for one in (*first, *second)]
    assert await collected(settings) == await collected(other)


async def test_what_is_here_is_not_written_over(settings, other, tmp_path):
    """A museum that has some of it refuses in one line; with --merge the rest is added, other words are one more revision, and what stays is named."""
    await fill(settings)
    async with open_house(other) as house:
        await write_tour(house, stops=1, languages=("kk", "ru"))
        async with house.database.write() as session:
            (await tours.stops(session))[0].number = 2
            await naming.save_name(session, "lake", "place", {"kk": {"written": "Жалаңаш", "spoken": "Жалаңаш"}})
    before = await collected(other)
    _, refused = await asyncio.to_thread(carried, settings, other, tmp_path)
    assert before == await collected(other)
    tried = await asyncio.to_thread(ran, other, "import", str(tmp_path / "museum.zip"), "--merge", "--dry-run")
    assert before == await collected(other)
    merged = await asyncio.to_thread(ran, other, "import", str(tmp_path / "museum.zip"), "--merge")
    again = await asyncio.to_thread(ran, other, "import", str(tmp_path / "museum.zip"), "--merge")
    after = await collected(other)

    assert (1, 1) == (refused.returncode, len(refused.stderr.splitlines()))
    assert "has some of this already: stop A1B2, tour steppe, name lake, number 2 (stop A1B2)" in refused.stderr
    assert (0, 0, 0) == (tried.returncode, merged.returncode, again.returncode), merged.stderr + again.stderr
    assert tried.stdout.splitlines()[:-1] == merged.stdout.splitlines()[:-2]
    assert "name lake kk stays as it is here" in merged.stdout
    assert "stop C3D4 has no number yet: another one has the number 2 here" in merged.stdout
    assert "stop A1B2 kk: the words of the file are revision 2 now; those of here are kept as revision 1" in merged.stdout
    assert "Added: nothing." in again.stdout
    assert ["A1B2", "C3D4"] == [place.stop for place in after.tours[0].places]
    first, second = sorted(after.stops, key=lambda stop: stop.code)
    assert (2, "Екінші абзац.", None) == (first.number, first.scripts[0].revisions[-1].body.splitlines()[-1], second.number)


async def test_a_code_that_was_removed_does_not_come_back(settings, other, tmp_path):
    """A stop whose code belonged to a stop that was removed there is refused, also with --merge."""
    await fill(settings)
    async with open_house(other) as house:
        await write_tour(house, stops=1)
        async with house.database.write() as session:
            stop = await session.scalar(select(Stop))
            await arranging.remove_stop(session, stop, "test", stop.code)
    _, refused = await asyncio.to_thread(carried, settings, other, tmp_path, "--merge")

    assert (1, "audio-guide: The code A1B2 belonged to a stop that was removed here; no code is used twice. Nothing was changed.\n") == (
        refused.returncode, refused.stderr,
    )  # fmt: skip


async def test_a_failure_in_the_middle_leaves_nothing(settings, other):
    """Rows come in one transaction: when the last of them cannot be written, none is there."""
    await fill(settings)
    collection, before = await collected(settings), await collected(other)
    broken = msgspec.structs.replace(collection, answers=(Answer(key="k", language="kk", check="c", words_digest="d"),) * 2)
    async with open_house(other) as house:
        with pytest.raises(IntegrityError):
            async with house.database.write() as session:
                await place(session, broken, merge=False)

    assert before == await collected(other)


async def test_an_export_writes_over_nothing_and_names_what_is_damaged(settings, tmp_path):
    """A file that is there, a museum without anything and a damaged picture are told in one line, and nothing half written is left."""
    empty = await asyncio.to_thread(ran, settings, "export", "--all", str(tmp_path / "empty.zip"))
    await fill(settings)
    (tmp_path / "there.zip").write_text("mine")
    there = await asyncio.to_thread(ran, settings, "export", "--all", str(tmp_path / "there.zip"))
    async with open_house(settings) as house:
        name = next(name for name in house.media.names() if name.endswith(".webp"))
        house.media.path(name).write_bytes(b"X")
    damaged = await asyncio.to_thread(ran, settings, "export", "--all", str(tmp_path / "new.zip"))

    assert (1, 1, 1) == (empty.returncode, there.returncode, damaged.returncode)
    assert ["nothing to export", "is there already", name] == [
        part for part, told in (("nothing to export", empty), ("is there already", there), (name, damaged)) if part in told.stderr
    ]
    assert ("mine", ["there.zip"]) == ((tmp_path / "there.zip").read_text(), [path.name for path in tmp_path.iterdir() if "zip" in path.name])


@pytest.fixture(scope="module")
def parts(tmp_path_factory, migrated_file):
    """Return what lies in a good file, by name."""
    folder = tmp_path_factory.mktemp("museum")
    shutil.copy(migrated_file, folder)

    async def export():
        await fill(settings_in(folder))
        await _export(settings_in(folder), folder / "good.zip")

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, export()).result()
    with zipfile.ZipFile(folder / "good.zip") as good:
        return {name: good.read(name) for name in good.namelist()}


async def refused(other, file):
    """Return why a file is not taken in."""
    with pytest.raises(BadInputError) as error:
        await _import(other, file, dry_run=False, merge=True)
    return str(error.value)


def packed(parts, file, compression=zipfile.ZIP_STORED):
    """Write a file of these parts; its list says what the documents are, however they were changed."""
    manifest = json.loads(parts.get("manifest.json", b"{}"))
    if "documents" in manifest:
        manifest["documents"] = {name: hashlib.sha256(parts[name]).hexdigest() for name in manifest["documents"]}
        parts |= {"manifest.json": json.dumps(manifest)}
    with zipfile.ZipFile(file, "w", compression) as out:
        for name, data in parts.items():
            out.writestr(name, data)
    return file


def changed(parts, name, change):
    """Return parts of which one document is another."""
    document = json.loads(parts[name])
    change(document)
    return parts | {name: json.dumps(document).encode()}


HOSTILE = {
    "a-path-out": (lambda parts: parts | {"../../etc/passwd": b"x"}, "nothing of ours"),
    "an-absolute-path": (lambda parts: parts | {"/etc/passwd": b"x"}, "nothing of ours"),
    "a-program": (lambda parts: parts | {"media/run.sh": b"x"}, "nothing of ours"),
    "more-than-its-list": (lambda parts: parts | {"stops/ZZZZ.json": b"{}"}, "does not hold what its list says"),
    "less-than-its-list": (lambda parts: {name: data for name, data in parts.items() if not name.startswith("media/")}, "does not hold what its list says"),
    "no-list": (lambda parts: parts | {"manifest.json": b"{}"}, "cannot be read"),
    "nothing-of-ours": (lambda parts: {"names.json": b"[]"}, "no collection of an audio guide"),
    "not-json": (lambda parts: parts | {"names.json": b"{"}, "names.json cannot be read"),
    "another-form": (lambda parts: changed(parts, "manifest.json", lambda one: one.update(schema=99)), "Bring the guide up to date"),
    "strange-fields": (lambda parts: changed(parts, "tours.json", lambda one: one[0].update(password="x")), "tours.json cannot be read"),
    "twice": (lambda parts: changed(parts, "tours.json", lambda one: one.append(one[0])), "the tour steppe is in it twice"),
    "a-lost-stop": (lambda parts: changed(parts, "tours.json", lambda one: one[0]["places"].append({**one[0]["places"][0], "stop": "ZZZZ"})), "ZZZZ"),
    "a-strange-address": (lambda parts: changed(parts, "tours.json", lambda one: one[0].update(slug="../../x")), "no address of a tour"),
    "a-strange-code": (lambda parts: changed(parts, "retired.json", lambda one: one.append("IIII")), "no code of a stop"),
    "a-long-text": (lambda parts: changed(parts, "stops/A1B2.json", lambda one: one["scripts"][0]["revisions"][-1].update(body="x" * 20_001)), "20001"),
    "no-text": (lambda parts: changed(parts, "stops/A1B2.json", lambda one: one["scripts"][0].update(revisions=[])), "is none"),
    "a-program-as-picture": (
        lambda parts: changed(parts, "pictures.json", lambda one: one[0]["files"][0].update(name="a" * 40 + ".svg")),
        "is not in it",
    ),
    "a-strange-kind-of-picture": (lambda parts: changed(parts, "pictures.json", lambda one: one[0]["files"][0].update(media_type="text/html")), "no picture"),
    "a-picture-as-film": (
        lambda parts: changed(parts, "stops/A1B2.json", lambda one: one["films"][0].update(files=one["films"][0]["files"][1:] * 2)),
        "a film",
    ),
    "another-length-of-a-film": (lambda parts: changed(parts, "stops/A1B2.json", lambda one: one["films"][0]["files"][0].update(bytes=9)), "a film"),
    "a-sign-language-of-nobody": (lambda parts: changed(parts, "stops/A1B2.json", lambda one: one["films"][0].update(language="xx")), "sign language"),
    "an-unknown-language": (lambda parts: changed(parts, "names.json", lambda one: one[0]["forms"][0].update(language="xx")), "not among its languages"),
}


@pytest.mark.parametrize("case", HOSTILE)
async def test_a_file_that_is_none_of_ours_is_refused(parts, other, tmp_path, case):
    """Whatever is wrong with a file, one line says it, nothing is changed and nothing lies where the file wanted it."""
    change, sentence = HOSTILE[case]
    before, names = await collected(other), {path for path in tmp_path.rglob("*") if "other" not in path.parts}
    file = packed(change(parts), tmp_path / "bad.zip")
    said = await refused(other, file)

    assert (True, 1) == (sentence in said, len(said.splitlines())), said
    assert before == await collected(other)
    assert {file} == {path for path in tmp_path.rglob("*") if "other" not in path.parts} - names
    assert not Path(other.media_url).exists()


@pytest.mark.parametrize("at", [0.2, 0.6, 0.95])
async def test_a_damaged_file_is_refused(parts, other, tmp_path, at):
    """A byte that changed, or an end that is missing, is found before anything is taken in."""
    whole = packed(parts, tmp_path / "whole.zip").read_bytes()
    place = int(len(whole) * at)
    (tmp_path / "flipped.zip").write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
    (tmp_path / "cut.zip").write_bytes(whole[:place])
    told = [await refused(other, tmp_path / name) for name in ("flipped.zip", "cut.zip")]

    assert [1, 1] == [len(one.splitlines()) for one in told], told
    assert () == (await collected(other)).stops


async def test_a_file_that_grows_when_it_is_unpacked_is_refused(parts, other, tmp_path, monkeypatch):
    """Packed media and documents that are too large are refused by what the file says of itself, before anything is unpacked."""
    monkeypatch.setattr(archive, "MOST_DOCUMENTS", 16_000_000)
    packed_media, bomb = packed(parts, tmp_path / "packed.zip", zipfile.ZIP_DEFLATED), tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("stops/A1B2.json", bytes(17_000_000))
    told = [await refused(other, file) for file in (packed_media, bomb)]

    assert ["packed in a way" in told[0], "too large" in told[1], bomb.stat().st_size < 100_000] == [True] * 3, told
