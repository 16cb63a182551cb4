"""The folder that translators save to."""

import asyncio
import os

from click.testing import CliRunner
from sqlalchemy.exc import OperationalError

from audio_guide import watching
from audio_guide.cli import cli
from audio_guide.tours.exchange import files, importing
from audio_guide.watching import REPORT, Seen, look
from tests.stories import CODES
from tests.tours.exchange.conftest import Desk, desk, said

__all__ = ["desk"]
REED = "Камыш был топливом"
NEW = "Қамыс отын да, төсеніш те, құрылыс материалы да болды."


async def test_a_saved_file_is_taken_over_once_and_never_touched(desk, tmp_path):
    """A file that lies still is taken over whole; a report stands beside it; the file stays as it was saved, and is not read again."""
    folder, seen = tmp_path / "exchange", Seen()
    folder.mkdir()
    file = folder / "exhibits.po"
    data = said(await desk.send(), REED, NEW)
    file.write_bytes(data)
    first = await look(desk.house, folder, seen)
    done = [await look(desk.house, folder, seen) for _ in range(2)]
    again = [await look(desk.house, folder, Seen()), await look(desk.house, folder, Seen({file: (file.stat().st_mtime_ns, file.stat().st_size)}))]

    assert (0, [1, 0], [0, 0]) == (first, done, again)
    assert (data, True) == (file.read_bytes(), NEW in await desk.body(CODES[0], "kk"))
    assert "stop.A1B2.body" in (report := (folder / f"exhibits.po{REPORT}").read_text())
    assert ("Өзгертілген" in report, "Changed" in report) == (True, False)


async def test_a_translator_with_an_account_of_their_own_may_read_the_report(desk, settings, tmp_path):
    """The report, and a file from the command line, may be read by whoever may read what this account writes, as its umask has it."""
    folder, seen = tmp_path / "exchange", Seen()
    folder.mkdir()
    (folder / "a.po").write_bytes(await desk.send())
    before = os.umask(0o022)
    try:
        for _ in range(2):
            await look(desk.house, folder, seen)
        arguments = ["texts", "export", "--language", "kk", "--out", str(folder / "b.po")]
        await asyncio.to_thread(CliRunner().invoke, cli, arguments, obj=settings)
    finally:
        os.umask(before)

    assert [0o644, 0o644] == [(folder / name).stat().st_mode & 0o777 for name in (f"a.po{REPORT}", "b.po")]


async def test_a_broken_file_is_reported_and_changes_nothing(desk, tmp_path):
    """A cut-off file changes nothing; the report names the line; links are not followed; the file that is saved whole is taken."""
    folder, seen = tmp_path / "exchange", Seen()
    folder.mkdir()
    (tmp_path / "secret.po").write_bytes(await desk.send())
    (folder / "link.po").symlink_to(tmp_path / "secret.po")
    file = folder / "exhibits.po"
    whole = said(await desk.send(), REED, NEW)
    before = (await desk.texts()).words
    file.write_bytes(whole[: whole.rindex(b"msgstr") + 9])
    for _ in range(2):
        await look(desk.house, folder, seen)
    report, kept = (folder / "exhibits.po.report.txt").read_text(), (await desk.texts()).words
    file.write_bytes(whole)
    for _ in range(2):
        await look(desk.house, folder, seen)

    assert ("Ештеңе қабылданған жоқ.\n" in report, "-жол: " in report, before) == (True, True, kept)
    assert NEW in await desk.body(CODES[0], "kk")
    assert ["exhibits.po", "exhibits.po.report.txt", "link.po"] == sorted(path.name for path in folder.iterdir())


BIG5 = b'<?xml version="1.0" encoding="big5"?>\n<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>'


async def test_one_bad_file_keeps_no_other_waiting(desk, tmp_path, monkeypatch, caplog):
    """A file that is not UTF-8, and one at which the guide itself fails, are named in their reports; what lies after them is taken over all the same."""
    folder, seen = tmp_path / "exchange", Seen()
    folder.mkdir()
    (folder / "a.xlf").write_bytes(BIG5)
    (folder / "b.po").write_bytes(b'msgid ""\nmsgstr ""\n"Language: ru\\n"\n\n# fault\n')
    (folder / "c.po").write_bytes(said(await desk.send(), REED, NEW))
    read = files.read

    def failing(data, *more):
        if b"# fault" in data:
            raise RecursionError
        return read(data, *more)

    monkeypatch.setattr(files, "read", failing)
    done = [await look(desk.house, folder, seen) for _ in range(3)]
    reports = {name: (folder / f"{name}{REPORT}").read_text() for name in ("a.xlf", "b.po", "c.po")}

    assert [0, 3, 0] == done
    assert NEW in await desk.body(CODES[0], "kk")
    assert ("big5" in reports["a.xlf"], "Ничего не принято." in reports["b.po"]) == (True, True)
    assert "RecursionError" in caplog.text


async def test_what_passes_by_itself_is_tried_again(desk, tmp_path, monkeypatch):
    """While the database cannot be written the report says so; afterwards the same file is taken over."""
    folder, seen = tmp_path / "exchange", Seen()
    folder.mkdir()
    (folder / "c.po").write_bytes(said(await desk.send(), REED, NEW))
    whole = importing.receive

    async def locked(*_arguments):
        raise OperationalError("insert", {}, Exception("database is locked"))

    monkeypatch.setattr(importing, "receive", locked)
    first = [await look(desk.house, folder, seen) for _ in range(3)]
    report = (folder / f"c.po{REPORT}").read_text()
    monkeypatch.setattr(importing, "receive", whole)

    assert ([0, 0, 0], True, False) == (first, "Дерекқор бос емес" in report, report.startswith("File "))
    assert (1, True) == (await look(desk.house, folder, seen), NEW in await desk.body(CODES[0], "kk"))


async def test_a_file_that_lies_there_is_not_read_each_second(desk, tmp_path, monkeypatch):
    """A file that was taken over is only looked at from outside until it or its report changes."""
    folder, seen = tmp_path / "exchange", Seen()
    folder.mkdir()
    file = folder / "c.po"
    file.write_bytes(said(await desk.send(), REED, NEW))
    for _ in range(2):
        await look(desk.house, folder, seen)
    reads = []
    monkeypatch.setattr(watching, "_read", reads.append)
    for _ in range(3):
        await look(desk.house, folder, seen)
    quiet = list(reads)
    (folder / f"c.po{REPORT}").unlink()
    await look(desk.house, folder, seen)

    assert ([], [file]) == (quiet, reads)


async def test_the_command_line_sends_looks_takes_and_undoes(desk, settings, tmp_path):
    """Texts export, import --dry-run, import and undo do what the pages do, and want the sound."""

    def run(*arguments):
        return CliRunner().invoke(cli, ["texts", *map(str, arguments)], obj=settings)

    out = tmp_path / "exhibits.po"
    before = await desk.body(CODES[0], "kk")
    written = await asyncio.to_thread(run, "export", "--language", "kk", "--source", "ru", "--format", "po", "--out", out)
    may_read = out.stat().st_mode & 0o044
    noted = out.read_text("utf-8")
    out.write_bytes(said(out.read_bytes(), REED, NEW))
    looked = await asyncio.to_thread(run, "import", out, "--dry-run")
    nothing = await desk.body(CODES[0], "kk")
    taken = await asyncio.to_thread(run, "import", out)
    after = await desk.body(CODES[0], "kk")
    undone = await asyncio.to_thread(run, "undo", taken.output.split()[1])

    assert [0, 0, 0, 0] == [one.exit_code for one in (written, looked, taken, undone)], taken.output
    assert ("#. 1-аялдама. Тақырып." in noted, "#. Stop 1." in noted, undone.output) == (True, False, "Taken back. Everything is as it was before.\n")
    assert (before, True, True) == (nothing, "Changed" in looked.output, "Unchanged: 1\n" not in looked.output)
    assert (True, before) == (NEW in after, await Desk(desk.house).body(CODES[0], "kk"))
    assert 0o044 == may_read, "a translator in a shared folder cannot open the file"
