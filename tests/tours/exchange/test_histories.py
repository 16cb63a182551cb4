"""Check 1: whatever people do at once in the guide, in the source and in files, no word of anybody is lost."""

import asyncio
import contextlib

import hypothesis
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from audio_guide.house import open_house
from audio_guide.kit.errors import ConflictError
from audio_guide.tours import service as tours
from audio_guide.tours import writing
from audio_guide.tours.exchange import files, importing
from audio_guide.tours.exchange.entries import LEFT_OUT
from audio_guide.tours.exchange.models import TextExport, TextImport
from audio_guide.tours.models import ScriptRevision, Stop, Suggestion, TourText, Translation
from tests.stories import CODES
from tests.tours.exchange.conftest import Desk

HISTORIES = 400
FORMS = ("po", "xliff12", "xliff20")
FIRST = "Бірінші абзац.\n\nЕкінші абзац.\n\nҮшінші абзац."
FIRST_RU = "Первый абзац о дороге.\n\nВторой абзац о бараках.\n\nТретий абзац о доме."
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["send", "guide", "source", "note", "tour", "tour", "file", "file", "fuzzy", "empty", "out", "take", "take", "undo", "restore", "move", "split"]
        ),
        st.integers(0, 2),
        st.integers(0, 3),
    ),
    min_size=4,
    max_size=14,
)


class World:
    """One history: a stop in two languages, files on their way, and every word that anybody wrote."""

    def __init__(self, house, code):
        self.desk, self.code = Desk(house), code
        self.sent, self.written, self.toured, self.done, self.number = [], set(), set(), [], 0

    def word(self):
        """Return a word that nobody has written yet."""
        self.number += 1
        return f"сөз{self.number}ің"

    async def edit(self, language, change):
        """Change a text in the guide."""
        body = (await self.desk.body(self.code, language)).split("\n\n")
        await self.desk.write(self.code, language, "\n\n".join(part for part in change(body) if part.strip()))

    async def step(self, what, which, where):
        """Do one thing."""
        if what == "send":
            file = files.read(await self.desk.send(form=FORMS[which], codes=frozenset({self.code})))
            self.sent.append(file)
        elif what in {"guide", "source"}:
            language, word = ("kk" if what == "guide" else "ru"), self.word()
            if what == "guide":
                self.written.add(word)
            await self.edit(language, lambda body: [f"{part} {word}." if place == where % len(body) else part for place, part in enumerate(body)])
        elif what == "note":
            await self.note(("kk", "ru")[which % 2])
        elif what == "tour":
            await self.tour()
        elif what == "move":
            await self.edit("ru", lambda body: body[1:] + body[:1])
        elif what == "split":
            await self.edit("ru", lambda body: [*body[:-1], body[-1].partition(" ")[0], body[-1].partition(" ")[2]])
        elif what == "restore":
            await self.restore(where)
        elif what == "undo" and self.done:
            with contextlib.suppress(ConflictError):
                await self.desk.undo(self.done[-1])
        elif self.sent:
            await self.file(what, self.sent[which % len(self.sent)], where)

    async def note(self, language):
        """Write another content note in the guide; with it the note takes part in files, too."""
        word = self.word()
        if language == "kk":
            self.written.add(word)
        async with self.desk.house.database.write() as session:
            await tours.save_note(session, await tours.stop_by_code(session, self.code), language, f"Ескерту {word}.", "Edith")

    async def tour(self):
        """Add a word to the title of the tour in the guide."""
        word = self.word()
        self.written.add(word)
        title = (await self.desk.texts()).of("kk")["tour.steppe.title"]
        async with self.desk.house.database.write() as session:
            await tours.save_tour(session, "steppe", {"kk": {"title": f"{title} {word}."}})

    async def restore(self, where):
        """Put an old revision on top."""
        async with self.desk.house.database.write() as session:
            stop = await tours.stop_by_code(session, self.code)
            script = await writing.script_of(session, stop, "kk")
            old = (await writing.revisions(session, script))[-1 - where % script.revision]
            await tours.save_script(session, stop, "kk", title=old.title, body=old.body, author="Edith")

    async def file(self, what, file, where):
        """Edit a file, or bring it in."""
        entries = [entry for entry in file.entries if entry.key.startswith((f"stop.{self.code}.", "tour.steppe."))]
        entry = entries[0 if where == 3 else where % len(entries)]  # the tour's title stands first, and is asked for often
        if what == "take":
            self.written |= {word for one in entries for word in one.target.replace(".", "").split() if word.startswith("сөз")}
            async with self.desk.house.database.write() as session:
                row = await importing.receive(session, file, importing.Sender("Тарас", "x.po"), ("kk", "ru", "en"))
                self.done.append(await importing.apply(session, row, "Тарас"))
        elif what == "empty":
            entry.target = ""
        elif what == "out":
            entry.target = LEFT_OUT
        else:
            word = self.word()
            entry.target, entry.fuzzy = f"{entry.target} {word}.".strip(), what == "fuzzy"
            self.toured |= {word} if entry.key.startswith("tour.") else set()

    async def everything(self):
        """Return all words that are in the guide, in its revisions, or wait as suggestions."""
        async with self.desk.house.database.read() as session:
            revisions = await session.scalars(select(ScriptRevision.title + " " + ScriptRevision.body + " " + func.coalesce(ScriptRevision.note, "")))
            titles = await session.scalars(select(TourText.title))
            suggested = await session.scalars(select(Suggestion.words))
            return " ".join([*revisions, *titles, *suggested])

    async def undone(self):
        """Return the words of files that were taken back from the tour's title, of which no revisions are kept: the import remembers them."""
        async with self.desk.house.database.read() as session:
            return " ".join([str(row.before) for row in await session.scalars(select(TextImport).where(TextImport.state == "undone"))])


async def live(house, histories):
    """Live through histories, one stop each time, and return those that lost a word."""
    lost = []
    for steps in histories:
        async with house.database.write() as session:
            for table in (Suggestion, TextImport, TextExport, Translation, Stop):
                await session.execute(delete(table))
            tour = await tours.save_tour(session, "steppe", {"kk": {"title": "Дала"}, "ru": {"title": "Степь"}})
            stop = await tours.save_stop(session, tour, CODES[0], 1, 0)
            original = await tours.save_script(session, stop, "ru", title="Степь", body=FIRST_RU, author="Edith")
            script = await tours.save_script(session, stop, "kk", title="Дала", body=FIRST, author="Edith")
            await session.flush()
            await writing.remember_source(session, script, original)
        world = World(house, CODES[0])
        for step in steps:
            await world.step(*step)
        have, undone = await world.everything(), await world.undone()
        if missing := [word for word in world.written if word not in have and not (word in world.toured and word in undone)]:
            lost.append((steps, missing))
    return lost


def test_1_no_words_are_lost(settings):
    """Check 1: in 400 random histories of edits in the guide, in source, notes and files of all forms every word is there, in a revision or suggested."""
    histories = []

    @hypothesis.settings(max_examples=HISTORIES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def collect(steps):
        histories.append(steps)

    collect()

    async def run():
        async with open_house(settings) as house:
            return await live(house, histories)

    assert HISTORIES <= len(histories)
    assert [] == asyncio.run(run())
