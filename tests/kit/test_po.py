"""A translators' file changes by one entry and nothing else; GNU gettext accepts what is written."""

import difflib
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio_guide.kit import plurals, po, words
from audio_guide.kit.catalogues import read_words
from audio_guide.kit.errors import BadInputError, ConflictError, NotFoundError
from audio_guide.kit.freshness import problems, template_of, updated
from audio_guide.kit.words import FILE, WordsChangedError

ROOT = Path(__file__).parents[2]
POEDIT = """# Слова музея
# Тарас Шевченко <taras@museum.kz>, 2026.
msgid ""
msgstr ""
"Project-Id-Version: audio-guide\\n"
"PO-Revision-Date: 2026-01-02 03:04+0500\\n"
"Last-Translator: Somebody <s@museum.kz>\\n"
"Language-Team: Russian\\n"
"Language: ru\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n"
"%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"
"X-Generator: Poedit 3.2.2\\n"
"X-Guide-Own: kept\\n"

# my own remark
#. TRANSLATORS: on the button
#: guide/a.html guide/b.html
#, fuzzy
#| msgid "Open stop"
msgctxt "button"
msgid "Open the stop"
msgstr "Открыть остановку"

#: guide/a.html
msgid ""
"A long sentence that Poedit has wrapped over two lines, since it is longer "
"than others, {name}."
msgstr ""
"Длинное предложение, которое Poedit разбил на две строки, потому что оно "
"длиннее других, {name}."

#: guide/c.html
msgid "{n} stop"
msgid_plural "{n} stops"
msgstr[0] "{n} остановка"
msgstr[1] "{n} остановки"
msgstr[2] "{n} остановок"

#: guide/d.html
msgid "Say \\"yes\\"\\n"
msgstr ""

#~ msgid "Gone"
#~ msgstr "Ушло"

#~| msgid "Older"
#~ msgid "Old"
#~ msgstr "Старое"
"""


def place(folder, text=POEDIT, language="ru"):
    """Save a file as Poedit left it."""
    file = folder / language / FILE
    file.parent.mkdir(parents=True)
    file.write_bytes(text.encode())
    return file


def gettext_accepts(file):
    """Let GNU gettext check a file; returns what it says."""
    done = subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(file)], capture_output=True, text=True, check=False)
    combined = subprocess.run(["msgcat", "-o", "/dev/null", str(file)], capture_output=True, text=True, check=False)
    return done.stderr + combined.stderr


def changed_lines(before, after):
    """Return the lines that went and came."""
    return [
        line for line in difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="") if line[0] in "+-" and line[:3] not in {"+++", "---"}
    ]


def message(folder, english, language="ru"):
    """Return one message of a sheet."""
    return next(one for one in words.sheet(folder, language).messages if one.key[1].startswith(english))


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_only_one_entry_changes(tmp_path, ends, mark):
    """Saving one translation changes its line, the date and the name; remarks, order, wrapping, own headers and obsolete words stay, line ends too."""
    file = place(tmp_path, mark + POEDIT.replace("\n", ends))
    before = file.read_bytes().decode()
    one = message(tmp_path, "A long sentence")
    words.save(tmp_path, "ru", one.id, one.seen, ["Короче, {name}."], "Тарас Шевченко")
    after = file.read_bytes().decode()
    went = [line for line in changed_lines(before.replace("\r\n", "\n"), after.replace("\r\n", "\n")) if "Date" not in line]

    assert [
        '-"Last-Translator: Somebody <s@museum.kz>\\n"',
        '+"Last-Translator: Тарас Шевченко\\n"',
        '-msgstr ""',
        '-"Длинное предложение, которое Poedit разбил на две строки, потому что оно "',
        '-"длиннее других, {name}."',
        '+msgstr "Короче, {name}."',
    ] == went
    assert (before.count(ends) - 2, mark) == (after.count(ends), after[: len(mark)])
    assert mark or "" == gettext_accepts(file)


def test_a_finished_translation_loses_its_mark(tmp_path):
    """An unfinished entry that is saved is finished: the fuzzy flag and the former English words go, the remarks stay."""
    file = place(tmp_path)
    one = message(tmp_path, "Open the stop")
    assert ("fuzzy", "Open stop") == (one.state, one.previous)
    words.save(tmp_path, "ru", one.id, one.seen, ["Открыть остановку"], "Т")
    entry = next(entry for entry in polib.pofile(str(file)) if entry.msgctxt == "button")

    assert ([], None, "my own remark", "TRANSLATORS: on the button") == (entry.flags, entry.previous_msgid, entry.tcomment, entry.comment)
    assert "" == gettext_accepts(file)


def test_plural_forms_are_written_in_their_lines(tmp_path):
    """All forms of a plural are replaced in place; each says which numbers take it."""
    file = place(tmp_path)
    one = message(tmp_path, "{n} stop")
    words.save(tmp_path, "ru", one.id, one.seen, ["{n} точка", "{n} точки", "{n} точек"], "Т")
    entry = next(entry for entry in polib.pofile(str(file)) if entry.msgid_plural)

    assert {0: "{n} точка", 1: "{n} точки", 2: "{n} точек"} == entry.msgstr_plural
    assert ((1, 21, 31, 41), (2, 3, 4, 22), (0, 5, 6, 7)) == words.sheet(tmp_path, "ru").examples
    assert "" == gettext_accepts(file)


@pytest.mark.parametrize(
    ("english", "forms", "sentence"),
    [
        ("A long", ["без места"], "missing in your words: {name}"),
        ("A long", ["{name} {other}"], "do not have these places: {other}"),
        ("{n} stop", ["{n} a", "", "{n} c"], "Every plural form"),
        ("{n} stop", ["{n} a"], "Every plural form"),
        ("Say", ["без конца строки"], "begin and end alike"),
        ("Open", ["я" * 5001], "too long"),
    ],
)
def test_what_would_break_a_page_is_refused(tmp_path, english, forms, sentence):
    """A lost or strange place, a missing plural form or a lost line end is refused with a sentence, and the file stays byte for byte."""
    file = place(tmp_path)
    before = file.read_bytes()
    one = message(tmp_path, english)

    with pytest.raises(BadInputError, match=sentence.replace("{", r"\{")):
        words.save(tmp_path, "ru", one.id, one.seen, forms, "Т")
    assert before == file.read_bytes()


def test_whoever_is_slower_loses_nothing(tmp_path):
    """The second who saves the same words is told what stands there now; other words of the same file are no conflict."""
    place(tmp_path)
    one, other = message(tmp_path, "Open"), message(tmp_path, "A long")
    words.save(tmp_path, "ru", one.id, one.seen, ["Первый"], "А")
    words.save(tmp_path, "ru", other.id, other.seen, ["Другое, {name}."], "Б")
    with pytest.raises(WordsChangedError) as refused:
        words.save(tmp_path, "ru", one.id, one.seen, ["Второй"], "Б")

    assert ("Первый",) == refused.value.theirs
    assert ["Первый", "Другое, {name}."] == [message(tmp_path, english).forms[0] for english in ("Open", "A long")]


def test_many_at_once_lose_nothing(tmp_path):
    """Forty people who save forty messages of one file at the same moment: every one of them is there."""
    shutil.copytree(ROOT / "locales", tmp_path / "l")
    folder = tmp_path / "l"
    chosen = [one for one in words.sheet(folder, "ru").messages if not one.plural and "{" not in one.key[1] and "\n" not in one.key[1]][:40]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda pair: words.save(folder, "ru", pair[1].id, pair[1].seen, [f"Слово {pair[0]}"], "Т"), enumerate(chosen)))

    by_key = {one.key: one.forms for one in words.sheet(folder, "ru").messages}
    assert [(f"Слово {number}",) for number in range(40)] == [by_key[one.key] for one in chosen]
    assert "" == gettext_accepts(folder / "ru" / FILE)


def test_a_broken_file_is_not_written_into(tmp_path):
    """A file with a fault is left alone until somebody corrects it; the line is named."""
    file = place(tmp_path, POEDIT.replace('msgid "{n} stop"', "<<<<<<< ours"))
    one = message(tmp_path, "Open")
    before = file.read_bytes()

    with pytest.raises(ConflictError, match=r"Line 36 of this file is broken"):
        words.save(tmp_path, "ru", one.id, one.seen, ["x"], "Т")
    assert before == file.read_bytes()


def test_words_that_are_gone_are_not_found(tmp_path):
    """A form for words that nobody asks for any more is refused."""
    place(tmp_path)
    with pytest.raises(NotFoundError):
        words.save(tmp_path, "ru", "0" * 12, "", ["x"], "Т")


@settings(max_examples=150)
@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\x00"), min_size=1, max_size=60).filter(str.strip))
def test_any_words_come_back(text):
    """Whatever a person types, gettext's own reader and ours give it back as it was."""
    lines = ['msgid ""', 'msgstr "Content-Type: text/plain; charset=UTF-8\\n"', "", 'msgid "x"', *po.quoted("msgstr", text)]
    ours = po.entries_of(lines)[1].forms[0]
    theirs = polib.pofile("\n".join(lines) + "\n")[0].msgstr if not any(letter in text for letter in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029") else text

    assert (text, text) == (ours, theirs)


def test_our_reader_agrees_with_polib():
    """All files of the guide are understood alike by our reader of lines and by polib."""
    for file in (ROOT / "locales").glob(f"*/{FILE}"):
        ours = [(entry.key, entry.plural, entry.forms, entry.places) for entry in po.entries_of(po.lines_of(file.read_text("utf-8"))) if entry.key[1]]
        theirs = [
            (
                (entry.msgctxt or "", entry.msgid),
                entry.msgid_plural,
                tuple(entry.msgstr_plural[number] for number in sorted(entry.msgstr_plural)) or (entry.msgstr,),
                tuple(name for name, _ in entry.occurrences),
            )
            for entry in polib.pofile(str(file))
        ]
        assert theirs == ours


@pytest.mark.parametrize("language", ["uk", "ar", "de", "ja", "pt-BR", "sr-Latn", "ky"])
def test_a_new_language_has_a_file_that_gettext_takes(tmp_path, language):
    """A file made from the template has the plural forms of its language, every message, no translation, and no complaint from msgfmt."""
    shutil.copy(ROOT / "locales" / "messages.pot", tmp_path / "messages.pot")
    words.create(tmp_path, language, language)
    file = tmp_path / language / FILE
    sheet = words.sheet(tmp_path, language)
    read, found = read_words(file)

    assert "" == gettext_accepts(file)
    assert (len(sheet.messages), {}, ()) == (sheet.count("untranslated"), read.forms, found)
    assert plurals.is_right(sheet.header["Plural-Forms"], language)
    before = file.read_bytes()
    words.create(tmp_path, language, language)
    assert before == file.read_bytes()


def test_update_keeps_what_is_there(tmp_path):
    """New words come in where the template has them, changed ones bring their translation along as unfinished, gone ones are kept as obsolete or dropped."""
    file = place(tmp_path)
    pot = po.entries_of(
        po.lines_of(
            'msgid ""\nmsgstr ""\n\n#: guide/b.html\nmsgctxt "button"\nmsgid "Open the stop"\nmsgstr ""\n\n#: new.html\nmsgid "Quite new"\nmsgstr ""\n\n'
            '#: guide/c.html\nmsgid "{n} stop"\nmsgid_plural "{n} stops"\nmsgstr[0] ""\nmsgstr[1] ""\n\n#: old.html\nmsgid "Old"\nmsgstr ""\n\n'
            '#: guide/a.html\nmsgid "A long sentence that Poedit has wrapped over two lines, since it is longer than most, {name}."\nmsgstr ""\n'
        )
    )
    after = updated(POEDIT, pot, {})
    file.write_text(after)
    read = {entry.msgid: entry for entry in polib.pofile(str(file))}
    wrapped = next(entry for english, entry in read.items() if english.startswith("A long") and "most" in english)

    assert "" == gettext_accepts(file)
    assert ("Старое", False) == (read["Old"].msgstr, read["Old"].obsolete)
    assert (["fuzzy"], "Длинное") == (wrapped.flags, wrapped.msgstr[:7])
    assert wrapped.previous_msgid.startswith("A long sentence that Poedit has wrapped over two lines, since it is longer than others")
    assert (["fuzzy"], [("guide/b.html", "")]) == (read["Open the stop"].flags, read["Open the stop"].occurrences)
    assert "# my own remark" in after
    assert [("Quite new", "")] == [(entry.msgid, entry.msgstr) for entry in read.values() if not entry.msgstr and not entry.msgid_plural and not entry.obsolete]
    assert {"Gone", 'Say "yes"\n'} <= {entry.msgid for entry in read.values() if entry.obsolete}
    assert after == updated(after, pot, {})
    assert "#~" not in updated(after, pot, {}, prune=True)


def test_check_names_file_line_and_reason(tmp_path):
    """Each kind of fault is found with its line."""
    shutil.copy(ROOT / "locales" / "messages.pot", tmp_path / "messages.pot")
    text = POEDIT.replace("nplurals=3", "nplurals=2").replace("{n} остановок", "остановок {m}")
    file = place(tmp_path, text)
    template = po.entries_of(po.lines_of(POEDIT))
    found = {(one.line, one.reason) for one in problems(tmp_path, "ru", template)}

    assert (1, "The plural forms in the header are not those of the language.") in found
    assert (24, "This translation is marked as unfinished (fuzzy), so it is not used.") in found
    assert (36, "The places in braces differ from those of the English words.") in found
    assert (43, "These words are not translated.") in found
    assert {file} == {one.file for one in problems(tmp_path, "ru", template)}
    assert any("are not in this file" in one.reason for one in problems(tmp_path, "ru", template_of(tmp_path)))
    file.write_bytes(b'msgid "a"\nmsgstr "\xff"\n')
    assert [(2, "This line is not written in UTF-8.")] == [(one.line, one.reason) for one in problems(tmp_path, "ru", template)]


def test_bytes_that_are_no_text_are_not_written_into(tmp_path):
    """A file that is not UTF-8 is left alone, also when the form was made of it; one that was deleted is made anew."""
    shutil.copy(ROOT / "locales" / "messages.pot", tmp_path / "messages.pot")
    file = place(tmp_path)
    file.write_bytes(b'msgid "a"\nmsgstr "\xff"\n')
    one = message(tmp_path, "Audio guide")
    with pytest.raises(ConflictError, match="Line 2"):
        words.save(tmp_path, "ru", one.id, one.seen, ["Аудиогид"], "Т")
    file.unlink()
    words.save(tmp_path, "ru", one.id, one.seen, ["Аудиогид"], "Т")

    assert ("Аудиогид",) == message(tmp_path, "Audio guide").forms
    assert "" == gettext_accepts(file)
