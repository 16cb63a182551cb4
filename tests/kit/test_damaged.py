"""What people and programs do to files of interface words: nobody's words are lost, and no page breaks."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from audio_guide import wording
from audio_guide.cli import cli
from audio_guide.kit import words
from audio_guide.kit.catalogues import FORM_MISSING, TWICE
from audio_guide.kit.i18n import Catalogues
from audio_guide.kit.words import FILE
from audio_guide.settings import Settings
from tests.kit.test_po import message

LOCALES = Path(__file__).parents[2] / "locales"
HEAD = 'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: {plural}\\n"\n'
RU = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
KK = "nplurals=2; plural=(n != 1);"
STOPS = 'msgid "{n} stop"\nmsgid_plural "{n} stops"\n'


def place(folder, *entries, language="kk", plural=KK):
    """Save a file of words."""
    file = folder / language / FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([HEAD.format(language=language, plural=plural), *entries]), "utf-8")
    return file


def locales(folder, *arguments):
    """Run ``audio-guide locales`` on a folder."""
    return CliRunner().invoke(cli, ["locales", *arguments], obj=Settings(locales_dir=str(folder)))


@pytest.fixture
def folder(tmp_path):
    """Return a copy of the guide's words."""
    return shutil.copytree(LOCALES, tmp_path / "locales")


ODD = ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e"]


@pytest.mark.parametrize("letter", ODD)
def test_an_odd_line_end_breaks_no_file(tmp_path, letter):
    """What Word and layout programs paste for a line's end is a space in a saved file, whichever entry has it; all other words stay in use."""
    place(tmp_path, f'# a{letter}remark\nmsgid "Tea"\nmsgstr "Ыстық{letter}шай"\n', 'msgid "Milk"\nmsgstr "Сүт"\n')
    catalogues = Catalogues(tmp_path)

    assert ["Ыстық шай", "Сүт"] == [catalogues.gettext("kk", english) for english in ("Tea", "Milk")]
    assert () == tuple(one for one in catalogues.problems() if one.line)


@pytest.mark.parametrize("letter", ODD)
def test_an_odd_line_end_that_is_typed_breaks_no_file(tmp_path, letter):
    """Pasted into the staff's page, it is saved as a space, so that gettext, Poedit and the guide read the same."""
    file = place(tmp_path, 'msgid "Tea"\nmsgstr "Шай"\n', language="kk")
    one = message(tmp_path, "Tea", "kk")
    words.save(tmp_path, "kk", one.id, one.seen, [f"Ыстық{letter}шай"], "Т")
    done = subprocess.run(["msgfmt", "--check-format", "-o", "/dev/null", str(file)], capture_output=True, text=True, check=False)

    assert ("Ыстық шай", "") == (Catalogues(tmp_path).gettext("kk", "Tea"), done.stderr)
    assert letter not in file.read_text("utf-8")


@pytest.mark.parametrize("rule", ["1/n", "n%(n-7)", "n-9", "n*1000", "n/0"])
def test_no_plural_rule_breaks_a_page(tmp_path, rule):
    """A rule that divides by nought, or names a form that is not there, gives some form for every number."""
    place(tmp_path, STOPS + 'msgstr[0] "{n} аялдама"\nmsgstr[1] "{n} аялдама"\n', plural=f"nplurals=2; plural={rule};")
    catalogues = Catalogues(tmp_path)

    assert [f"{n} аялдама" for n in (0, 1, 7, 21, 5000)] == [catalogues.ngettext("kk", "{n} stop", "{n} stops", n) for n in (0, 1, 7, 21, 5000)]


def test_a_missing_plural_form_is_named_and_not_guessed(tmp_path):
    """Of three Russian forms two are no translation: the line is named, and the fallback stands in; one form alone serves for all numbers, as in Kazakh."""
    file = place(tmp_path, STOPS + 'msgstr[0] "{n} остановка"\nmsgstr[1] "{n} остановки"\n', language="ru", plural=RU)
    place(tmp_path, STOPS + 'msgstr[0] "{n} аялдама"\n')
    catalogues = Catalogues(tmp_path)

    assert [(file, 7, FORM_MISSING)] == [(one.file, one.line, one.reason) for one in catalogues.problems() if one.line]
    assert ["5 аялдама"] * 2 == [catalogues.ngettext(language, "{n} stop", "{n} stops", 5) for language in ("ru", "kk")]


def test_of_two_entries_for_the_same_words_the_first_counts_everywhere(tmp_path):
    """A merge that left an entry twice is named with the line of the second; visitors see the first, and the staff's page changes the first."""
    file = place(tmp_path, 'msgid "Tea"\nmsgstr "Шай"\n', 'msgid "Milk"\nmsgstr "Сүт"\n', 'msgid "Tea"\nmsgstr "Чай"\n')
    before = Catalogues(tmp_path)
    one = message(tmp_path, "Tea", "kk")
    words.save(tmp_path, "kk", one.id, one.seen, ["Ыстық шай"], "Т")

    assert [(file, 13, TWICE)] == [(found.file, found.line, found.reason) for found in before.problems() if found.line]
    assert (("Шай",), "Шай", "Ыстық шай") == (one.forms, before.gettext("kk", "Tea"), Catalogues(tmp_path).gettext("kk", "Tea"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('msgstr "Аудиогид"', "msgstr “Аудиогид”"),
        ('msgstr "Аудиогид"', 'msgstr "Аудио"гид"'),
        ('msgstr "Аудиогид"', '<<<<<<< ours\nmsgstr "Аудиогид"'),
        ('msgstr "Аудиогид"', 'msgstr "Ауд\udcd3иогид"'),
    ],
)
def test_a_process_that_begins_with_a_broken_file_has_the_rest_of_its_words(folder, old, new):
    """Whatever is broken in one entry, a process that begins only then shows the other words, and names the line."""
    file = folder / "kk" / FILE
    text = file.read_text("utf-8")
    file.write_bytes(text.replace(old, new).encode("utf-8", "surrogateescape"))
    catalogues = Catalogues(folder)
    line = text[: text.index(old)].count("\n") + 1

    assert ["Маршруттар", "5 аялдама"] == [catalogues.gettext("kk", "Tours"), catalogues.ngettext("kk", "{n} stop", "{n} stops", 5)]
    assert "Аудиогид" == catalogues.gettext("kk", "Audio guide")  # from Russian, where it is written alike
    assert [(file, line)] == [(one.file, one.line) for one in catalogues.problems()]


def test_a_process_that_begins_with_a_cut_file_shows_no_half_sentence(folder):
    """Of a file that was cut inside a sentence of two lines the half is not shown, what stands before it is."""
    file = folder / "kk" / FILE
    text = file.read_text("utf-8")
    at = text.index('msgid "Tours"')
    file.write_text(text[:at] + 'msgid "Tours"\nmsgstr ""\n"Барлық "\n"марш', "utf-8")
    catalogues = Catalogues(folder)

    assert ("Маршруты", "Аудиогид") == (catalogues.gettext("kk", "Tours"), catalogues.gettext("kk", "Audio guide"))
    assert {file} == {one.file for one in catalogues.problems()}


def test_a_broken_file_stands_in_the_log(folder, caplog):
    """Whoever runs the guide reads file, line and reason in the log, once for each time that the file is saved."""
    file = folder / "kk" / FILE
    clock = [0.0]
    catalogues = Catalogues(folder, lambda: clock[0])
    file.write_bytes(b'msgid "a"\nmsgstr "b\n')
    os.utime(file, (1, 1))
    for _ in range(3):
        clock[0] += 1
        catalogues.gettext("kk", "Tours")

    assert [f"{file}:2: This line is neither a comment nor words in straight quotes."] == [record.getMessage() for record in caplog.records]


BROKEN = {
    "curly quotes": lambda text: text.replace('msgstr "Аудиогид"', "msgstr “Аудиогид”").encode(),
    "marks of a merge": lambda text: text.replace('msgid "Audio guide"', '<<<<<<< HEAD\nmsgid "Audio guide"').encode(),
    "windows letters": lambda text: text.replace('msgstr "Аудиогид"', 'msgstr "@"').encode().replace(b'"@"', '"Аудиогид"'.encode("cp1251")),
    "empty": lambda _text: b"",
}


@pytest.mark.parametrize("name", BROKEN)
def test_update_leaves_a_broken_file_alone(folder, name):
    """``locales update`` touches no file that it does not understand: file, line and reason are named, and the other languages are brought up."""
    file, other = folder / "kk" / FILE, folder / "ru" / FILE
    broken = BROKEN[name](file.read_text("utf-8"))
    file.write_bytes(broken)
    whole = other.read_text("utf-8")
    lost = whole[whole.index("#: guide/templates/home.html\n") :].split("\n\n")[0]
    other.write_text(whole.replace(lost + "\n\n", ""), "utf-8")
    done = locales(folder, "update")

    assert (1, broken) == (done.exit_code, file.read_bytes())
    assert f"{file}:" in done.output
    assert "Nothing was changed in this file." in done.output
    assert "ru: complete" in done.output


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_keeps_no_museum_from_starting(folder, name, capsys):
    """When a new version brings words and one of the museum's files is broken, the guide starts, says so, and leaves the file as it is."""
    file = folder / "kk" / FILE
    broken = BROKEN[name](file.read_text("utf-8"))
    file.write_bytes(broken)
    (folder / "messages.pot").write_text("", "utf-8")
    wording.bring_words(Settings(locales_dir=str(folder)))

    assert (broken, True) == (file.read_bytes(), f"{file}:" in capsys.readouterr().err)


def test_remarks_that_stand_alone_survive_an_update(folder):
    """A heading among the entries, and a remark at the end, are a translator's lines too: an update that brings words in keeps them, and who may write them."""
    file = folder / "ru" / FILE
    whole = file.read_text("utf-8")
    lost = whole[whole.index("#: guide/templates/home.html\n") :].split("\n\n")[0]
    text = whole.replace(lost + "\n\n", "").replace("\n#: guide", "\n# === Слова для посетителей ===\n\n# Моя пометка\n#: guide", 1)
    assert "===" in text
    file.write_text(text.rstrip("\n") + "\n\n# Конец. Тарас\n", "utf-8")
    file.chmod(0o664)
    done = locales(folder, "update", "ru")
    after = file.read_text("utf-8")

    assert (0, "ru: complete\n", 0o664) == (done.exit_code, done.output, file.stat().st_mode & 0o777)
    assert ("# === Слова для посетителей ===\n\n# Моя пометка\n#" in after, after.endswith("\n\n# Конец. Тарас\n")) == (True, True)
    assert 0 == locales(folder, "check", "ru").exit_code
    locales(folder, "update", "ru")
    assert after == file.read_text("utf-8")
