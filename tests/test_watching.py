"""The folder that translators save to."""

import asyncio

from click.testing import CliRunner

from audio_guide.cli import cli
from audio_guide.watching import look
from tests.stories import CODES
from tests.tours.exchange.conftest import Desk, desk, said

__all__ = ["desk"]
REED = "Камыш был топливом"
NEW = "Қамыс отын да, төсеніш те, құрылыс материалы да болды."


async def test_a_saved_file_is_taken_over_once_and_never_touched(desk, tmp_path):
    """A file that lies still is taken over whole; a report stands beside it; the file stays as it was saved, and is not read again."""
    folder, seen = tmp_path / "exchange", {}
    folder.mkdir()
    file = folder / "exhibits.po"
    data = said(await desk.send(), REED, NEW)
    file.write_bytes(data)
    first = await look(desk.house, folder, seen)
    done = [await look(desk.house, folder, seen) for _ in range(2)]
    again = [await look(desk.house, folder, {}), await look(desk.house, folder, {file: (file.stat().st_mtime_ns, file.stat().st_size)})]

    assert (0, [1, 0], [0, 0]) == (first, done, again)
    assert (data, True) == (file.read_bytes(), NEW in await desk.body(CODES[0], "kk"))
    assert "changed" in (folder / "exhibits.po.report.txt").read_text()


async def test_a_broken_file_is_reported_and_changes_nothing(desk, tmp_path):
    """A cut-off file changes nothing; the report names the line; links are not followed; the file that is saved whole is taken."""
    folder, seen = tmp_path / "exchange", {}
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

    assert ("Nothing was taken over. Line" in report, before) == (True, kept)
    assert NEW in await desk.body(CODES[0], "kk")
    assert ["exhibits.po", "exhibits.po.report.txt", "link.po"] == sorted(path.name for path in folder.iterdir())


async def test_the_command_line_sends_looks_takes_and_undoes(desk, settings, tmp_path):
    """Texts export, import --dry-run, import and undo do what the pages do, and want the sound."""

    def run(*arguments):
        return CliRunner().invoke(cli, ["texts", *map(str, arguments)], obj=settings)

    out = tmp_path / "exhibits.po"
    before = await desk.body(CODES[0], "kk")
    written = await asyncio.to_thread(run, "export", "--language", "kk", "--source", "ru", "--format", "po", "--out", out)
    out.write_bytes(said(out.read_bytes(), REED, NEW))
    looked = await asyncio.to_thread(run, "import", out, "--dry-run")
    nothing = await desk.body(CODES[0], "kk")
    taken = await asyncio.to_thread(run, "import", out)
    after = await desk.body(CODES[0], "kk")
    undone = await asyncio.to_thread(run, "undo", taken.output.split()[1])

    assert [0, 0, 0, 0] == [one.exit_code for one in (written, looked, taken, undone)], taken.output
    assert (before, True, True) == (nothing, "changed" in looked.output, "1 unchanged" not in looked.output)
    assert (True, before) == (NEW in after, await Desk(desk.house).body(CODES[0], "kk"))
