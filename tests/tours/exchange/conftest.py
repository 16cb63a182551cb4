"""A museum whose texts go out and come back, and a hand that edits files."""

import re

import pytest

from audio_guide.demo import load
from audio_guide.kit.i18n import LANGUAGES
from audio_guide.tours import service as tours
from audio_guide.tours import writing
from audio_guide.tours.exchange import files, importing
from audio_guide.tours.exchange.export import Order, export
from audio_guide.tours.exchange.texts import read_texts
from tests.stories import CODES, write_tour


class Desk:
    """Sends, edits and takes files as people do."""

    def __init__(self, house):
        self.house = house

    async def send(self, language="kk", source="ru", form="po", **more):
        """Return a file for a translator."""
        async with self.house.database.write() as session:
            return await export(session, Order(language, source, form, "https://g.museum.kz", **more))

    async def take(self, data, author="Тарас", **sender):
        """Take a file over; returns what became of it."""
        file = files.read(data)
        async with self.house.database.write() as session:
            row = await importing.receive(session, file, importing.Sender(author, "x.po", **sender), LANGUAGES)
            return await importing.apply(session, row, author)

    async def undo(self, done):
        """Take an import back; returns the keys that stayed."""
        async with self.house.database.write() as session:
            return (await importing.undo(session, await importing.received(session, done.row.id), "Тарас"))[1]

    async def texts(self):
        """Return all that is written."""
        async with self.house.database.read() as session:
            return await read_texts(session)

    async def write(self, code, language, body, title=None, source=None):
        """Save a script as the staff's editor does."""
        async with self.house.database.write() as session:
            stop = await tours.stop_by_code(session, code)
            have = await writing.script_of(session, stop, language)
            script = await tours.save_script(session, stop, language, title=title or have.title, body=body, author="Edith")
            original = await writing.script_of(session, stop, source) if source else None
            if original is not None:
                await session.flush()
                await writing.remember_source(session, script, original)
            return script

    async def body(self, code, language):
        """Return a script's text."""
        return (await self.texts()).scripts[code, "standard", language].body


@pytest.fixture
async def desk(house):
    """Return a desk in a museum of two stops in three languages, each translated from Russian."""
    await write_tour(house)
    made = Desk(house)
    for code in CODES[:2]:
        for language in ("kk", "en"):
            async with house.database.write() as session:
                stop = await tours.stop_by_code(session, code)
                await writing.remember_source(session, await writing.script_of(session, stop, language), await writing.script_of(session, stop, "ru"))
    return made


@pytest.fixture
async def alzhir(house):
    """Return a desk in the museum of the demo tour."""
    async with house.database.write() as session:
        await load.load(session, house.media)
    return Desk(house)


def said(data, source, words, *, fuzzy=None):
    """Return a gettext file in which the entry whose msgid holds *source* says other words, as a translator would have it."""
    text = data.decode()
    blocks = text.split("\n\n")
    for place, block in enumerate(blocks):
        if 'msgctxt "' in block and source in block.split("msgid ", 1)[1].split("msgstr", 1)[0].replace('"\n"', ""):
            head, _, _ = block.partition("\nmsgstr ")
            if fuzzy is False:
                head = re.sub(r"#, fuzzy\n", "", head)
            elif fuzzy:
                head = head.replace("msgctxt", "#, fuzzy\nmsgctxt", 1)
            if words is not None:
                escaped = words.replace('"', '\\"').replace("\n", "\\n")
                blocks[place] = f'{head}\nmsgstr "{escaped}"'
            else:
                blocks[place] = f"{head}\nmsgstr {block.partition(chr(10) + 'msgstr ')[2]}"
            return "\n\n".join(blocks).encode() + (b"" if blocks[-1].endswith("\n") else b"\n")
    raise AssertionError(source)
