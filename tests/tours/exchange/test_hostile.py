"""Check 9: files that nobody should send are refused within a second, with the line where there is one, and nothing is read from disk."""

import io
import time
import zipfile

import openpyxl
import pytest

from audio_guide.kit.errors import BadInputError
from audio_guide.tours.exchange import files, sheet_files
from audio_guide.tours.exchange.entries import MOST_UPLOADED

HEAD = b'msgid ""\nmsgstr "Language: kk\\nX-Source-Language: ru\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
ENTRY = b'msgctxt "stop.A1B2.title"\nmsgid "a"\nmsgstr "b"\n'
XLIFF = b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file source-language="ru" target-language="kk">%s</file></xliff>'
BOMB = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
HOSTILE = {
    "path": (b"/app/secret.po", "neither"),
    "path in lines": (b"\n/etc/passwd\n", "neither"),
    "path that looks alike": (b"/etc/passwd msgid\n", r"Line 1"),
    "6 MB": (HEAD + ENTRY + b"# " + b"x" * 6_000_000, "megabytes"),
    "50,000 entries": (HEAD + b"".join(b'\nmsgctxt "stop.A1B2.body.%d"\nmsgid "a"\nmsgstr "b"\n' % number for number in range(50_000)), "Line 160010.*entries"),
    "50,000 units": (XLIFF % b"".join(b'<trans-unit id="%d"><source>a</source></trans-unit>' % number for number in range(50_000)), r"Line 1.*entries"),
    "50,000 units in lines": (XLIFF % (b"\n<trans-unit><source>a</source></trans-unit>" * 50_000), "Line 40002.*entries"),
    "entity bomb": (BOMB + XLIFF % b"&c;", "Line 1"),
    "outer entity": (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + XLIFF % b"&a;", "Line 1"),
    "outer document type": (b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">' + XLIFF % b"", "Line 1"),
    "parameter entity": (b'<!DOCTYPE x [<!ENTITY % a SYSTEM "file:///etc/passwd">%a;]>' + XLIFF % b"", "Line 1"),
    "deep": (XLIFF % (b"<g>" * 5_000), r"Line 1"),
    "cut-off xml": ((XLIFF % b'<trans-unit id="a">')[:150], r"Line 1"),
    "cut-off text": (HEAD + ENTRY + b'\nmsgctxt "stop.A1B2.note"\nmsgid "Wom', "Line 9"),
    "cut-off entry": (HEAD + ENTRY + b'\nmsgctxt "stop.A1B2.note"\nmsgid "a"\n', "Line 8"),
    "cut in a letter": (HEAD + ENTRY + 'msgctxt "с'.encode()[:-1], "Line 7"),
    "curly quotes": (HEAD + 'msgctxt "a"\nmsgid “a”\nmsgstr "b"\n'.encode(), "Line 5"),
    "unescaped quote": (HEAD + b'msgctxt "a"\nmsgid "a "b" c"\nmsgstr "b"\n', "Line 5"),
    "marks of a merge": (HEAD + b'msgctxt "a"\n<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"\n', "Line 5"),
    "windows letters": (HEAD + ENTRY.replace(b'"b"', '"Камыш"'.encode("cp1251")), "Line 6"),
    "another charset": (HEAD.replace(b"UTF-8", b"CP1251") + ENTRY, "CP1251"),
    "utf-16": (ENTRY.decode().encode("utf-16"), "UTF-8"),
    "twice": (HEAD + ENTRY + b"\n" + ENTRY, r"Line 8.*first in line 4"),
    "two headers": (HEAD + ENTRY + b"\n" + HEAD, r"Line \d+"),
    "no key": (HEAD + b'msgid "a"\nmsgstr "b"\n', "Line 4"),
    "plural": (HEAD + b'msgctxt "a"\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "b"\n', "Line 4"),
    "empty": (b"", "neither"),
    "header only": (HEAD, "nothing"),
    "xliff 2.1": (b'<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0"></xliff>', "2.1"),
    "other xml": (b"<html><body/></html>", "Line 1"),
    "no encoding": (b'<?xml version="1.0" encoding="x-none"?>' + XLIFF % b"", "Line 1: .*x-none"),
    **{
        f"xliff in {name}": (f'<?xml version="1.0"\nencoding="{name}"?>'.encode() + XLIFF % b"", f"Line 2: .*{name}")
        for name in ("big5", "shift_jis", "gb2312", "utf-7", "utf-32", "punycode", "windows-1251", "UTF-16", "idna", "rot13")
    },
    "xliff in utf-16 without its mark": ((XLIFF % b"").decode().encode("utf-16-le"), "UTF-8"),
    "xliff in utf-32": ((XLIFF % b"").decode().encode("utf-32"), "UTF-8"),
    "xliff in half a letter": (b'<?xml version="1.0"?>\n' + XLIFF % "ұ".encode()[:1], "Line 2"),
    "50,000 wide units": ((XLIFF.decode() % ("<trans-unit/>" * 50_000)).encode("utf-16"), "entries"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_9_hostile_files_are_refused_at_once(name, monkeypatch):
    """A path, a bomb, a flood, a cut-off file: each is refused with a sentence, at once, and no file is opened."""
    data, says = HOSTILE[name]

    def opened(*_arguments, **_more):
        raise AssertionError("a file was opened")

    monkeypatch.setattr("builtins.open", opened)
    monkeypatch.setattr("io.open", opened)
    begun = time.process_time()
    with pytest.raises(BadInputError, match=says):
        files.read(data, MOST_UPLOADED)

    assert time.process_time() - begun < 1


def packed(**members):
    """Return a zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name.replace("__", "/") + ".xml", data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.xlsx", b"PK\x05\x06" + b"\x00" * 18, "damaged"),
        ("a.xlsx", packed(xl__workbook=BOMB + b"<a>&c;</a>"), "document type"),
        ("a.xlsx", packed(xl__sheet=b" " * 70_000_000), "too large"),
        ("a.xlsx", packed(xl__workbook=b"<a/>"), "damaged"),
        ("a.csv", b"code,title kk\nA1B2,\xff\n", "Line 2"),
        ("a.csv", b"code,title kk\nNOPE!,a\n", "Line 2"),
        ("a.csv", b"code,number,title kk\n,-1,a\n", "Line 2"),
        ("a.csv", b'code,title kk\nA1B2,"a\n', "damaged"),
        ("a.csv", b"code,title kk\n" + b"A1B2,a\n" * 6_000, "rows"),
        ("a.csv", b"code\n", "Line 1"),
    ],
)
def test_9_hostile_tables_are_refused_at_once(name, data, says):
    """A damaged, swollen or misspelt table is refused with a sentence within a second."""
    begun = time.process_time()
    with pytest.raises(BadInputError, match=says):
        sheet_files.read(data, name, ("kk", "ru", "en"), MOST_UPLOADED)

    assert time.process_time() - begun < 1


@pytest.mark.parametrize("words", ["=1+1", "+7 701", "-5 °C", "@SUM(A1)", "\t=1", "'=1", "plain", "Қамыс, «отын»\n\nекінші"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_is_a_formula_and_every_word_comes_back(words, form):
    """Whatever a text begins with, a spreadsheet takes it for text, and the guide reads the same words again."""
    table = [["code", "number", "title kk", "text kk", "note kk", sheet_files.BASE], ["A1B2", "1", "Атау", words, "", ""]]
    data = (sheet_files.to_csv if form == "csv" else sheet_files.to_xlsx)(table)
    if form == "xlsx":
        cells = [cell for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows() for cell in row]
        assert "f" not in {cell.data_type for cell in cells}
    found = sheet_files.read(data, f"a.{form}", ("kk",), MOST_UPLOADED)

    assert [words.strip()] == [row.words["text"] for row in found]
