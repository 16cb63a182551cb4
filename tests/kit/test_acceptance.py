"""The acceptance checks of the catalogues, by their numbers in the book of translation."""

import ast
import asyncio
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from litestar.testing import AsyncTestClient

from audio_guide.cli import cli
from audio_guide.kit import formats
from audio_guide.kit.catalogues import PYTHON_KEYWORDS
from audio_guide.kit.errors import AudioGuideError
from audio_guide.kit.i18n import Catalogues, negotiate
from audio_guide.kit.languages import KAZAKH_IN_LATIN, SHIPPED, Language, Languages, Register
from audio_guide.kit.words import FILE
from audio_guide.settings import Settings
from tests.guide import factories

ROOT = Path(__file__).parents[2]
HOMES = {"kk": "<h1>Аудиогид</h1>", "ru": "<h1>Аудиогид</h1>", "en": "<h1>Audio guide</h1>"}


def locales(folder, *arguments):
    """Run ``audio-guide locales`` on a folder."""
    return CliRunner().invoke(cli, ["locales", *arguments], obj=Settings(locales_dir=str(folder)))


@pytest.fixture
def folder(tmp_path):
    """Return a copy of the guide's words."""
    return shutil.copytree(ROOT / "locales", tmp_path / "locales")


def test_acceptance_10_words_are_fresh_and_complete():
    """What is committed is what code and pages ask for, complete in Kazakh, Russian and English, with right plural forms and equal places."""
    done = locales(ROOT / "locales", "check")

    assert (0, "en, kk, ru: complete and fresh\n") == (done.exit_code, done.output)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('msgstr "Аудиогид"', 'msgstr ""', "These words are not translated."),
        ('msgstr "Аудиогид"', "msgstr “Аудиогид”", "neither a comment nor words in straight quotes"),
        ('msgid "Audio guide"', '#, fuzzy\nmsgid "Audio guide"', "marked as unfinished"),
        ('msgid "Audio guide"', 'msgid "Audio guides"', "Nothing asks for these words"),
        ("nplurals=2", "nplurals=1", "The plural forms in the header"),
        ('msgstr "{number}-аялдаманы тыңдау"', 'msgstr "{nummer}-аялдаманы тыңдау"', "The places in braces differ"),
    ],
)
def test_acceptance_10_check_finds_each_fault(folder, old, new, reason):
    """A planted fault is named with file, line and reason, and the exit status is not 0."""
    file = folder / "kk" / FILE
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    done = locales(folder, "check", "kk")

    assert 1 == done.exit_code
    assert re.search(rf"{re.escape(str(file))}:\d+: [^\n]*{re.escape(reason)}", done.output), done.output


def test_acceptance_10_a_stale_template_is_named(folder):
    """Words that the template does not have are noticed, and update brings them in without touching what is there."""
    template = folder / "messages.pot"
    whole = template.read_text("utf-8")
    lost = whole[whole.index("#: guide/templates/home.html\n") :].split("\n\n")[0]
    template.write_text(whole.replace(lost + "\n\n", ""), "utf-8")
    before = locales(folder, "check")
    files = {file: file.read_bytes() for file in folder.glob(f"*/{FILE}")}
    update = locales(folder, "update")

    assert (1, True) == (before.exit_code, "messages.pot:1: The template is not what code and pages ask for now." in before.output)
    assert (0, whole) == (update.exit_code, template.read_text("utf-8"))
    assert files == {file: file.read_bytes() for file in folder.glob(f"*/{FILE}")}


def test_acceptance_10_a_new_language_gets_a_file(folder):
    """``update uk`` makes a Ukrainian file with three plural forms; check says what is to do in it."""
    made = locales(folder, "update", "uk")
    checked = locales(folder, "check", "uk")

    assert re.fullmatch(r"uk: \d+ to do\n", made.output)
    assert "nplurals=3" in (folder / "uk" / FILE).read_text("utf-8")
    assert 1 == checked.exit_code
    assert {"These words are not translated."} == {line.partition(": ")[2] for line in checked.output.splitlines()}


def test_acceptance_10_a_broken_page_stops_the_extraction(folder, tmp_path, monkeypatch):
    """A page that cannot be read stops ``extract`` with its file and line, and the template stays."""
    pages = tmp_path / "code" / "templates"
    pages.mkdir(parents=True)
    (pages / "a.html").write_text("{{ _('Fine') }}\n{% if %}{{ _('Lost') }}", "utf-8")
    monkeypatch.setattr("audio_guide.wording.HERE", tmp_path / "code")
    before = (folder / "messages.pot").read_bytes()
    done = locales(folder, "extract")

    assert 1 == done.exit_code
    assert "cannot be extracted" in done.output
    assert ":2:" in done.output
    assert before == (folder / "messages.pot").read_bytes()


ASKED = frozenset(PYTHON_KEYWORDS) | {"gettext", "ngettext", "pgettext", "_"}
OWN_WORDS = frozenset({"WordsChangedError", "FieldsChangedError", "TooLargeError"})
"""Failures whose sentence is marked where it is written."""


def test_acceptance_10_nothing_is_asked_for_in_a_way_that_extraction_passes_over():
    """No sentence for people is put together: an f-string, a sum or a filter in a page would be left out of the files in silence; every failure is known."""
    found = []
    for file in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in ASKED:
                found += [f"{file.name}:{node.lineno}" for one in node.args if isinstance(one, ast.JoinedStr | ast.BinOp)]
    for file in sorted((ROOT / "src").rglob("templates/**/*.html")):
        text = file.read_text("utf-8")
        odd = re.finditer(r"\b(?:_|pgettext|ngettext)\(\s*\"[^\"]*\"\s*(?:~|\+|%)|\|\s*(?:t|trans)\b|\{%-?\s*trans\b", text)
        found += [f"{file.name}:{text.count(chr(10), 0, one.start()) + 1}" for one in odd]

    assert [] == found
    assert set() == {one.__name__ for one in failures(AudioGuideError)} - ASKED - OWN_WORDS


def failures(kind):
    """Return all kinds of failure that carry a sentence for people."""
    return {one for direct in kind.__subclasses__() for one in ({direct} | failures(direct)) if one.__module__.startswith("audio_guide.")}


async def test_acceptance_12_three_hundred_requests_at_once():
    """In 300 mixed requests at once no page has a wrong word; pages that are not there, wrong methods and failures speak the path's language too."""
    async with AsyncTestClient(factories.app(), raise_server_exceptions=False) as client:

        async def ask(number):
            language = ("kk", "ru", "en")[number % 3]
            kind = number % 4
            if kind == 0:
                answer, wanted = await client.get(f"/{language}/"), HOMES[language]
            elif kind == 1:
                answer, wanted = await client.get(f"/{language}/nowhere"), factories.site().catalogues.gettext(language, "Not found")
            elif kind == 2:
                answer, wanted = await client.post(f"/{language}/"), factories.site().catalogues.gettext(language, "This address cannot be used in this way.")
            else:
                answer = await client.get("/broken", headers={"Accept-Language": language})
                wanted = factories.site().catalogues.gettext(language, "Something went wrong. Please try again.")
            return language == answer.headers["content-language"] and f'<html lang="{language}">' in answer.text and wanted in answer.text

        answers = await asyncio.gather(*map(ask, range(300)))

    assert [True] * 300 == answers


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("kk", "kk"),
        ("kk-KZ,ru;q=0.9", "kk"),
        ("kk-Latn", "kk-Latn"),
        ("kk-Latn-KZ", "kk-Latn"),
        ("kk-Latn;q=0.5, kk", "kk"),
        ("kk-Latn, kk;q=0.9", "kk-Latn"),
        ("uk-UA,ru;q=0.8", "uk"),
        ("kk;q=0,ru", "ru"),
        ("x" * 5000, "ru"),
    ],
)
@pytest.mark.parametrize("default", ["ru"])
def test_acceptance_13_wishes_with_more_languages(header, language, default):
    """With Ukrainian and Kazakh in Latin letters added, a wish finds exactly what it names, and plain Kazakh stays Cyrillic."""
    assert language == negotiate(header, ("kk", "ru", "en", "uk", "kk-Latn"), default)


@pytest.mark.parametrize("language", ["kk", "ru", "en", "uk", "kk-Latn", "de"])
def test_acceptance_14_formats(language):
    """No formatted text has the name of a unit, a month as a number, a Latin letter in a Cyrillic word or an American date."""
    said = [formats.duration(seconds, language) for seconds in (0, 1, 5, 125, 3661)]
    said += [formats.file_size(size, language) for size in (1, 480_000, 1_240_000)]
    said += [formats.day(date(2026, month, 23), language) for month in range(1, 13)] + [formats.number(20000.5, language)]
    text = " | ".join(said)

    assert not re.search(r"duration|digital|M\d\d|/", text)
    assert not re.search(r"[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]", text)
    assert language not in {"kk", "ru", "uk"} or not re.search("[A-Za-z]", text)
    assert language != "kk-Latn" or not re.search("[\u0400-\u04ff]", text)


def test_acceptance_15_no_browser_formats_kazakh():
    """No shipped script uses Intl, which in Chromium claims Kazakh and does not have it."""
    scripts = sorted((ROOT / "src").rglob("*.js"))

    assert len(scripts) >= 2
    assert [] == [script.name for script in scripts if re.search(r"\bIntl\b|toLocale(Date|Time)?String", script.read_text("utf-8"))]


def test_words_of_a_fourth_language_fall_back_in_its_order(folder):
    """A message comes from the first language of the chain that has it; plural forms follow the rule of the language in which they are."""
    register = Register(Languages((*SHIPPED, Language("uk", "Українська", fallbacks=("ru", "kk")), KAZAKH_IN_LATIN)))
    catalogues = Catalogues(folder, register=register)

    assert "5 остановок" == catalogues.ngettext("uk", "{n} stop", "{n} stops", 5)
    assert "5 aialdama" == catalogues.ngettext("kk-Latn", "{n} stop", "{n} stops", 5)
    assert "Words that nobody knows" == catalogues.gettext("uk", "Words that nobody knows")
    assert (("uk", "ru", "kk", "en"), ("kk", "ru", "en", "uk")) == (register.now.chains["uk"], register.now.chains["kk-Latn"])


def test_the_list_shows_what_is_published():
    """Visitors may choose the languages that came with the guide, and others once something is published in them."""
    languages = Languages((*SHIPPED, Language("uk", "Українська"), Language("de", "Deutsch", published=False)))

    assert ("kk", "ru", "en") == languages.offered(())
    assert ("kk", "ru", "en", "uk") == languages.offered({"uk", "de"})
