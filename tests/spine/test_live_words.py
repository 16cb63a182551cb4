"""A saved file of words and a new language are live in every process of a real server within a second."""

import asyncio
import concurrent.futures
import shutil
import time
import urllib.error
import urllib.request
from dataclasses import replace
from pathlib import Path

import pytest
from tests.servers import free_port, ran, serving

from audio_guide.kit.db import Database
from audio_guide.kit.words import FILE
from audio_guide.tours import languages
from audio_guide.tours.languages import Wished

ROOT = Path(__file__).parents[2]
SECOND = 1.0
ROUND = 40
"""Requests on connections of their own, so that each of the two processes answers some."""


@pytest.fixture
def museum(settings, tmp_path):
    """Return the settings of a museum with two web processes and words of its own."""
    shutil.copytree(ROOT / "locales", tmp_path / "locales")
    port = free_port()
    return replace(settings, locales_dir=str(tmp_path / "locales"), web_processes=2, port=port, public_url=f"http://127.0.0.1:{port}")


def ask(address):
    """Return the status and the text of a page, on a connection of its own."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def everywhere(address, text):
    """Tell whether all of many answers hold a text."""
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        return [text in page for _, page in pool.map(ask, [address] * ROUND)]


def save(file, old, new):
    """Save a file as Poedit does: another one is put in its place."""
    other = file.with_suffix(".new")
    other.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    other.replace(file)


def test_acceptance_11_a_saved_file_is_live_in_all_processes(museum):
    """Within a second every process shows the new words; broken, empty, cut-off and deleted files change nothing."""
    with serving(museum, "--no-worker") as address:
        file = Path(museum.locales_dir) / "kk" / FILE
        assert all(everywhere(f"{address}/kk/", "<h1>Аудиогид</h1>"))
        save(file, 'msgstr "Аудиогид"', 'msgstr "Дыбыстық гид"')
        time.sleep(SECOND)
        assert all(everywhere(f"{address}/kk/", "<h1>Дыбыстық гид</h1>"))
        good = file.read_bytes()
        for broken in (b"", good[: len(good) // 2], good.replace(b"msgid", b"msgd"), None):
            file.unlink() if broken is None else file.write_bytes(broken)
            time.sleep(SECOND)
            assert all(everywhere(f"{address}/kk/", "<h1>Дыбыстық гид</h1>")), broken and broken[:20]


async def test_a_language_is_there_in_all_processes(museum):
    """A language that is added in the table has its addresses in every process within a second, without a restart."""
    with serving(museum, "--no-worker") as address:
        before = ask(f"{address}/uk/")[0]
        database = Database(museum.database_url)
        async with database.write() as session:
            await languages.add(session, "uk", Wished("", ("ru",)))
        await database.close()
        await asyncio.sleep(SECOND)
        found = everywhere(f"{address}/uk/", '<html lang="uk">')

    assert (404, True) == (before, all(found))


def test_words_come_with_the_guide(museum, tmp_path):
    """A museum whose folder of words is empty gets those that came with the guide; what it changed itself stays when a new version brings more."""
    own = replace(museum, locales_dir=str(tmp_path / "own"))
    assert 0 == ran(own, "migrate").returncode
    file = tmp_path / "own" / "kk" / FILE
    shipped = (ROOT / "locales" / "kk" / FILE).read_bytes()
    assert shipped == file.read_bytes()
    # An older version did not have these words, and this museum calls the guide otherwise.
    text = file.read_text("utf-8").replace('msgstr "Аудиогид"', 'msgstr "Біздің гид"')
    entry = next(part for part in text.split("\n\n") if 'msgid "The whole text"\n' in part)
    file.write_text(text.replace(entry + "\n\n", ""), "utf-8")
    (tmp_path / "own" / "messages.pot").write_text("")
    assert 0 == ran(own, "migrate").returncode

    assert 'msgstr "Біздің гид"' in file.read_text("utf-8")
    assert entry in file.read_text("utf-8")
