"""The interface's words: complete in every language, read strictly, exchanged while the guide runs; and formats as people write them."""

import os
import re
import shutil
from datetime import date
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio_guide.kit import formats
from audio_guide.kit.catalogues import CUT_OFF, PLACE, extract
from audio_guide.kit.i18n import LANGUAGES, Catalogues

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "locales"
HEAD = 'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: {plural}\\n"\n\n'
PLURALS = {
    "kk": "nplurals=2; plural=(n != 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "en": "nplurals=2; plural=(n != 1);",
}
HELLO = 'msgid "Hello {name}"\nmsgstr "Сәлем, {name}"\n'


class Clock:
    """A clock that tests move."""

    now = 100.0

    def __call__(self):
        """Return the time."""
        return self.now


@pytest.fixture
def clock():
    """Return a clock at rest."""
    return Clock()


@pytest.fixture
def write(tmp_path):
    """Return a function that saves a language's words, as bytes if need be."""

    def save(text, language="kk", plural=None):
        file = tmp_path / language / "LC_MESSAGES" / "messages.po"
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, str):
            text = (HEAD.format(language=language, plural=plural or PLURALS[language]) + text).encode()
        file.with_suffix(".new").write_bytes(text)
        file.with_suffix(".new").replace(file)
        return file

    return save


def test_template_is_what_the_code_asks_for():
    """The committed template equals the one that `extract` finds in code and templates now."""
    assert extract(ROOT / "src" / "audio_guide").decode() == (LOCALES / "messages.pot").read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_complete(language):
    """Every word is translated, none is fuzzy or left over, places are equal, the plural rule is the language's own."""
    file = polib.pofile(str(LOCALES / language / "LC_MESSAGES" / "messages.po"))
    wanted = polib.pofile(str(LOCALES / "messages.pot"))

    assert {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in wanted} == {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in file}
    assert [] == [entry.msgid for entry in file if not entry.translated() or entry.fuzzy or entry.obsolete]
    assert (language, PLURALS[language]) == (file.metadata["Language"], file.metadata["Plural-Forms"])
    assert {2 if language != "ru" else 3} == {len(entry.msgstr_plural) for entry in file if entry.msgid_plural}
    assert () == Catalogues(LOCALES).problems()
    for entry in file:
        for form in [entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values():
            assert set(PLACE.findall(entry.msgid)) == set(PLACE.findall(form))


def test_kazakh_is_kazakh_and_russian_is_russian():
    """Long Kazakh words hold letters that Russian lacks, Russian ones hold none, and no word mixes scripts."""
    own = set("әғқңөұүһі")
    for language in ("kk", "ru"):
        for entry in polib.pofile(str(LOCALES / language / "LC_MESSAGES" / "messages.po")):
            form = (entry.msgstr or entry.msgstr_plural[0]).lower()
            if language == "ru" or len(form) >= 25:
                assert (language == "kk") == bool(own & set(form)), form
            assert not re.search(r"[а-яёәғқңөұүһі][a-zə]|[a-zə][а-яёәғқңөұүһі]", form), form


def test_words_that_other_modules_say():
    """Words that are said outside the guide's templates are there too."""
    catalogues = Catalogues(LOCALES)

    assert "Мазмұны туралы ескерту" == catalogues.gettext("kk", "Content note")
    assert "Голос: Айгүл" == catalogues.gettext("ru", "Voice: {voice}", voice="Айгүл")
    assert "Хранилище звука и изображений недоступно. Ничего не потеряно: повторите чуть позже." == catalogues.gettext(
        "ru", "The storage of sound and pictures cannot be reached. Nothing was lost; try again in a moment."
    )


@pytest.mark.parametrize(
    ("language", "n", "words"),
    [
        ("kk", 1, "1 аялдама"),
        ("kk", 5, "5 аялдама"),
        ("ru", 1, "1 остановка"),
        ("ru", 3, "3 остановки"),
        ("ru", 11, "11 остановок"),
        ("ru", 21, "21 остановка"),
        ("ru", 112, "112 остановок"),
        ("en", 1, "1 stop"),
        ("en", 0, "0 stops"),
        ("de", 1, "1 stop"),
        ("de", 2, "2 stops"),
    ],
)
def test_plurals(language, n, words):
    """Each number takes its own form; a language that we lack falls back to English."""
    assert words == Catalogues(LOCALES).ngettext(language, "{n} stop", "{n} stops", n)


def test_context_keeps_words_apart():
    """The same English words may differ by where they stand."""
    catalogues = Catalogues(LOCALES)

    assert "Ашу" == catalogues.pgettext("kk", "button", "Open the stop")
    assert "Open the stop" == catalogues.gettext("kk", "Open the stop")


def test_missing_words_fall_back_to_english(write, tmp_path):
    """Words without a translation, or with one marked as unsure, are said in English."""
    write('#, fuzzy\nmsgid "Unsure"\nmsgstr "Белгісіз"\n\nmsgid "Empty"\nmsgstr ""\n')
    catalogues = Catalogues(tmp_path)

    assert ["Unsure", "Empty", "Never {seen}"] == [catalogues.gettext("kk", words) for words in ("Unsure", "Empty", "Never {seen}")]


def test_one_form_serves_for_all_numbers(write, tmp_path):
    """A Kazakh file with one plural form, as many tools write it, is taken as it is; so is a wrong or lacking rule."""
    words = 'msgid "{n} stop"\nmsgid_plural "{n} stops"\nmsgstr[0] "{n} аялдама"\n'
    for plural in ("nplurals=1; plural=0;", "nplurals=2; plural=(n != 1);", "", "nplurals=2; plural=__import__('os');", "nplurals=2; plural=n**n;"):
        write(words, plural=plural or " ")
        catalogues = Catalogues(tmp_path)
        assert ["1 аялдама", "7 аялдама"] == [catalogues.ngettext("kk", "{n} stop", "{n} stops", n) for n in (1, 7)]


def test_saved_words_are_used_within_a_second(write, tmp_path, clock):
    """A saved file is seen at the next look, and looks are at most two a second."""
    write(HELLO)
    catalogues = Catalogues(tmp_path, clock)
    first = catalogues.revision
    write(HELLO.replace("Сәлем", "Қайырлы күн"))

    assert "Сәлем, Айгүл" == catalogues.gettext("kk", "Hello {name}", name="Айгүл")
    clock.now += 0.6
    assert "Қайырлы күн, Айгүл" == catalogues.gettext("kk", "Hello {name}", name="Айгүл")
    assert first != catalogues.revision


@pytest.mark.parametrize(
    ("broken", "line", "reason"),
    [
        (b"", 1, "This file holds no words."),
        (b"/etc/passwd", 1, "This file holds no words."),
        (b'msgid "a"\nmsgstr "\xff"\n', 2, "This line is not written in UTF-8."),
        ('msgid "a"\nmsgstr “b”\n'.encode(), 2, "This line is neither a comment nor words in straight quotes."),
        (b'msgid "a"\nmsgstr "b "c" d"\n', 2, "This line is neither a comment nor words in straight quotes."),
        (b'msgid "a"\n<<<<<<< ours\nmsgstr "b"\n', 2, "This line is neither a comment nor words in straight quotes."),
        (b'msgid "a"\nmsgstr "b"\n\nmsgid "c"\n', 4, "The translation of these words is missing; the file may be cut short."),
        (b'msgid "a"\nmsgid "c"\nmsgstr "b"\n', 1, "The translation of these words is missing; the file may be cut short."),
        (b'msgid "a"\nmsgstr "b', 2, "This line is neither a comment nor words in straight quotes."),
        (b'msgstr[1] "a"\nmsgid "b"\nmsgstr "c"\n', 1, "This file is not written as gettext files are."),
    ],
)
def test_broken_file_keeps_the_last_good_words(write, tmp_path, clock, broken, line, reason):
    """Broken, empty or cut-short files change nothing for visitors, and are named with file, line and reason."""
    write(HELLO)
    catalogues = Catalogues(tmp_path, clock)
    file = write(broken)
    clock.now += 0.6

    assert "Сәлем, Айгүл" == catalogues.gettext("kk", "Hello {name}", name="Айгүл")
    assert [(file, line, reason)] == [(found.file, found.line, found.reason) for found in catalogues.problems() if found.line]

    write(HELLO.replace("Сәлем", "Армысыз"))
    clock.now += 0.6
    assert "Армысыз, Айгүл" == catalogues.gettext("kk", "Hello {name}", name="Айгүл")
    assert [] == [found for found in catalogues.problems() if found.line]


@pytest.mark.parametrize("left", [0, 5, 300])
def test_a_file_cut_between_two_entries_keeps_the_last_good_words(tmp_path, clock, left):
    """A file that is whole line by line but has lost most of its messages changes nothing, and the line where it ends is named."""
    folder = shutil.copytree(LOCALES, tmp_path / "locales")
    catalogues = Catalogues(folder, clock)
    file = catalogues.file("kk")
    whole = file.read_text("utf-8")
    cut = "\n\n".join(whole.split("\n\n")[: left + 1]) + "\n"
    file.with_suffix(".new").write_text(cut, "utf-8")
    file.with_suffix(".new").replace(file)
    clock.now += 0.6
    said, problems = catalogues.gettext("kk", "Tours"), catalogues.problems()
    begun = Catalogues(folder, clock).problems()

    assert "Маршруттар" == said
    assert [(file, cut.count("\n") + 1, CUT_OFF)] == [(one.file, one.line, one.reason) for one in problems]
    assert problems == begun
    file.write_text(whole, "utf-8")
    os.utime(file, (1, 1))
    clock.now += 0.6
    assert () == catalogues.problems()


def test_a_file_that_is_being_written_is_left_alone(write, tmp_path, clock):
    """A file that is written into in its place is read when it lies still, not in the middle."""
    file = write(HELLO)
    catalogues = Catalogues(tmp_path, clock)
    text = file.read_text("utf-8")
    file.write_text(text.replace("Сәлем", "Армысыз"), "utf-8")
    clock.now += 0.6
    moving = catalogues.gettext("kk", "Hello {name}", name="А")
    age = file.stat().st_mtime - 5
    os.utime(file, (age, age))
    clock.now += 0.6

    assert ("Сәлем, А", "Армысыз, А") == (moving, catalogues.gettext("kk", "Hello {name}", name="А"))


def test_deleted_file_keeps_the_last_good_words(write, tmp_path, clock):
    """A file that goes away takes no words with it."""
    file = write(HELLO)
    catalogues = Catalogues(tmp_path, clock)
    file.unlink()
    clock.now += 0.6

    assert "Сәлем, Айгүл" == catalogues.gettext("kk", "Hello {name}", name="Айгүл")
    assert file in {found.file for found in catalogues.problems()}


def test_files_as_other_systems_save_them(write, tmp_path):
    """A byte order mark, Windows line ends and decomposed letters are taken as what they mean."""
    text = (HEAD.format(language="kk", plural=PLURALS["kk"]) + 'msgid "Tea"\nmsgstr "Шай"\n').replace("\n", "\r\n").replace("й", "и\u0306")
    write(b"\xef\xbb\xbf" + text.encode())

    assert "Шай" == Catalogues(tmp_path).gettext("kk", "Tea")


def test_lost_place_is_refused(write, tmp_path):
    """A translation that lost or misspelt a place is not used, and its line is named."""
    file = write('msgid "Bye"\nmsgstr "Сау болыңыз"\n\nmsgid "Hello {name}"\nmsgstr "Сәлем, {other}"\n')
    catalogues = Catalogues(tmp_path)

    assert ["Hello Айгүл", "Сау болыңыз"] == [catalogues.gettext("kk", "Hello {name}", name="Айгүл"), catalogues.gettext("kk", "Bye")]
    assert [(file, 10)] == [(found.file, found.line) for found in catalogues.problems() if found.line]


def test_places_reach_no_attributes():
    """Only a plain name is a place; nothing in a translation or a value is looked into."""
    catalogues = Catalogues(LOCALES)

    assert "{a.__class__} {b} {} {0}" == catalogues.gettext("en", "{a.__class__} {b} {} {0}", a=1)
    assert "Stop {number}" == catalogues.gettext("en", "Stop {number}", number="{number}")


@given(st.text())
def test_any_message_comes_back(message):
    """A message that nobody translated comes back as it is."""
    assert message == Catalogues(LOCALES / "nowhere").gettext("kk", message)


def test_extraction_is_not_silent(tmp_path):
    """A template that cannot be read stops the extraction instead of losing its words."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text("{% if %}{{ _('Lost') }}", "utf-8")

    with pytest.raises(Exception, match="Expected an expression"):
        extract(tmp_path)


@pytest.mark.parametrize(
    ("language", "seconds", "words"),
    [
        ("kk", 125, "2 минут 5 секунд"),
        ("ru", 125, "2 минуты 5 секунд"),
        ("en", 125, "2 minutes 5 seconds"),
        ("en", 60, "1 minute"),
        ("ru", 3661, "1 час 1 минута 1 секунда"),
        ("kk", 0, "0 секунд"),
        ("en", 59.6, "1 minute"),
        ("en", -3, "0 seconds"),
    ],
)
def test_durations(language, seconds, words):
    """Lengths are said in words, without parts that are nought."""
    assert words == formats.duration(seconds, language).replace("\u00a0", " ")


def test_clock_sizes_days_numbers():
    """Moments, sizes, dates and numbers are written as people of each language write them."""
    assert ["0:00", "1:15", "1:02:03"] == [formats.clock(seconds) for seconds in (0, 75.9, 3723)]
    assert ["1,2 МБ", "1,2 МБ", "1.2 MB", "480 KB"] == [
        formats.file_size(size, language).replace("\u00a0", " ")
        for size, language in ((1_240_000, "kk"), (1_240_000, "ru"), (1_240_000, "en"), (480_000, "en"))
    ]
    assert ["2026 жылғы 23 қараша", "23 ноября 2026 г.", "23 November 2026"] == [
        formats.day(date(2026, 11, 23), language).replace("\u202f", " ") for language in LANGUAGES
    ]
    assert "23 November 2026" == formats.day("2026-11-23T09:00:00Z", "en")
    assert ["20 000", "20 000", "20,000"] == [formats.number(20000, language).replace("\u00a0", " ") for language in LANGUAGES]


@given(st.integers(0, 10**7), st.sampled_from(LANGUAGES))
def test_no_ids_of_units_leak(value, language):
    """No format shows the name of a unit as the library calls it, or mixes scripts."""
    shown = " ".join((formats.duration(value, language), formats.file_size(value, language), formats.number(value, language)))

    assert "duration" not in shown
    assert language == "en" or not re.search("[A-Za-z]", shown)


def test_a_place_may_have_any_name():
    """Places named like the catalogue's own arguments are filled too."""
    catalogues = Catalogues(LOCALES)

    said = catalogues.gettext("ru", "No voice can speak “{language}” now. {reason}", language="kk", reason="…", message="x")

    assert "kk" in said
