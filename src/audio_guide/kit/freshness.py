"""Bring translators' files up to what the code asks for, and say line by line what is not right in them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from audio_guide.kit import plurals, po
from audio_guide.kit.catalogues import FORM_MISSING, NOT_UTF8, PLACE, TWICE, CatalogueError, Problem, check
from audio_guide.kit.errors import mark
from audio_guide.kit.words import FILE, TEMPLATE, entry_lines

ALIKE = 0.7
"""How much two English sentences must have in common for the old translation to be offered, marked as unfinished."""
_BREAKS_AT_ENDS = re.compile(r"^\n|\n$")


def languages_in(folder: Path) -> tuple[str, ...]:
    """Return the languages that have a file under *folder*."""
    return tuple(sorted(file.parts[-3] for file in folder.glob(f"*/{FILE}")))


def updated(text: str, template: Sequence[po.Entry], shipped: Mapping[po.Key, po.Entry], *, prune: bool = False, english: bool = False) -> str:
    """Return a file's text with all that the template asks for; what is there keeps its lines and its place.

    New words take the translation that came with the guide (*shipped*), else that of alike words that went, marked as unfinished and with the former
    English words beside it. Words that nobody asks for any more are kept as obsolete, or go with *prune*.
    """
    lines = po.lines_of(text)
    entries = po.entries_of(lines)
    wanted = {entry.key: entry for entry in template if entry.key[1]}
    have = {entry.key: entry for entry in entries if entry.key in wanted and not entry.obsolete}
    revived = {entry.key: entry for entry in entries if entry.obsolete and entry.key in wanted and entry.is_translated}
    gone = [entry for entry in entries if entry.key[1] and entry.key not in wanted]
    count = len(plurals.examples(po.header_of(entries).get("Plural-Forms", ""), "en"))
    blocks = {key: _refreshed(lines, entry, wanted[key]) for key, entry in have.items()}
    order = list(blocks)
    before: po.Key | None = None
    for key, one in wanted.items():
        if key not in blocks:
            former = revived.get(key) or shipped.get(key)
            blocks[key] = _english(one) if english else _new(one, former, gone, count)
            order.insert(order.index(before) + 1 if before is not None else 0, key)
        before = key
    out = _header(lines, entries)
    for key in order:
        out += ["", *blocks[key]]
    for entry in gone if not prune else ():
        out += ["", *_obsolete(lines, entry)]
    remarks = lines[max((entry.last for entry in entries), default=0) :]
    return po.joined([*out, *remarks] if any(remarks) else out, text)


def _header(lines: Sequence[str], entries: Sequence[po.Entry]) -> list[str]:
    header = next((entry for entry in entries if not entry.key[1]), None)
    return list(lines[header.first : header.last]) if header is not None else []


def _refreshed(lines: Sequence[str], entry: po.Entry, wanted: po.Entry) -> list[str]:
    """Return an entry's lines with the places and notes of now; all else stays."""
    kept = list(lines[entry.first : entry.last])
    if (entry.places, entry.notes) == (wanted.places, wanted.notes):
        return kept
    own = [line for line in kept if not line.startswith(("#:", "#."))]
    at = next((number for number, line in enumerate(own) if not re.match(r"#(\s|$)|\s*$", line)), 0)
    told = [*(f"#. {note}" for note in wanted.notes), *([f"#: {' '.join(wanted.places)}"] if wanted.places else [])]
    return [*own[:at], *told, *own[at:]]


def _new(wanted: po.Entry, shipped: po.Entry | None, gone: Sequence[po.Entry], count: int) -> list[str]:
    """Return the lines of words that the file did not have."""
    size = count if wanted.plural else 1
    if shipped is not None and shipped.is_translated and len(shipped.forms) == size and not shipped.fuzzy:
        return entry_lines(wanted.key, wanted.plural, shipped.forms, wanted.places, wanted.notes)
    alike = {entry.key[1]: entry for entry in gone if entry.key[0] == wanted.key[0] and entry.is_translated and len(entry.forms) == size}
    match = get_close_matches(wanted.key[1], alike, 1, ALIKE)
    if not match:
        return entry_lines(wanted.key, wanted.plural, [""] * size, wanted.places, wanted.notes)
    made = entry_lines(wanted.key, wanted.plural, alike[match[0]].forms, wanted.places, wanted.notes)
    at = next(number for number, line in enumerate(made) if line.startswith("msg"))
    # Only the former msgid: Poedit shows garbage for a former context.
    return [*made[:at], "#, fuzzy", *(f"#| {line}" for line in po.quoted("msgid", match[0])), *made[at:]]


def _english(wanted: po.Entry) -> list[str]:
    """Return the lines of new words in the file of the language in which the code asks."""
    forms = (wanted.key[1], wanted.plural) if wanted.plural else (wanted.key[1],)
    return entry_lines(wanted.key, wanted.plural, forms, wanted.places, wanted.notes)


def _obsolete(lines: Sequence[str], entry: po.Entry) -> list[str]:
    """Return an entry's lines as those of words that nobody asks for any more."""
    kept = [line for line in lines[entry.first : entry.last] if not line.startswith(("#:", "#.", "#|"))]
    return [line if line.startswith("#") or not line.strip() else f"#~ {line}" for line in kept]


def problems(folder: Path, language: str, template: Sequence[po.Entry]) -> list[Problem]:
    """Return what keeps a language's file from being whole: syntax, plural forms, lost places, words missing, unfinished or left over."""
    file = folder / language / FILE
    try:
        text = file.read_text("utf-8-sig")
        check(text)
    except CatalogueError as error:
        return [Problem(file, error.line, error.reason)]
    except UnicodeDecodeError as error:
        return [Problem(file, error.object[: error.start].count(b"\n") + 1, NOT_UTF8)]
    except OSError:
        return [Problem(file, 0, mark("This file is missing or cannot be read."))]
    entries = po.entries_of(po.lines_of(text))
    header = po.header_of(entries).get("Plural-Forms", "")
    found = [] if plurals.is_right(header, language) else [Problem(file, 1, "The plural forms in the header are not those of the language.")]
    count = len(plurals.examples(header, language))
    wanted = {entry.key: entry for entry in template if entry.key[1]}
    seen: set[po.Key] = set()
    for entry in (entry for entry in entries if entry.key[1]):
        reasons = _reasons(entry, wanted, count, twice=entry.key in seen)
        seen |= set() if entry.obsolete else {entry.key}
        found += [Problem(file, entry.line, reason) for reason in reasons]
    found += [Problem(file, len(text.splitlines()), f"{NOT_THERE}: “{key[1]}”") for key in wanted if key not in seen]
    return found


NOT_THERE = "Words that the guide asks for are not in this file"


def _reasons(entry: po.Entry, wanted: Mapping[po.Key, po.Entry], count: int, *, twice: bool) -> Iterator[str]:
    """Give what is wrong with one entry."""
    if entry.obsolete or entry.key not in wanted:
        yield "Nothing asks for these words any more."
        return
    if twice:
        yield TWICE
    if not entry.is_translated:
        yield "These words are not translated."
        return
    if entry.fuzzy:
        yield "This translation is marked as unfinished (fuzzy), so it is not used."
    if len(entry.forms) != (count if entry.plural else 1):
        yield FORM_MISSING
    allowed = set(PLACE.findall(entry.key[1])) | set(PLACE.findall(entry.plural))
    needed = allowed - {"n"} if entry.plural else allowed
    if not all(needed <= set(PLACE.findall(form)) <= allowed for form in entry.forms):
        yield mark("The places in braces differ from those of the English words.")
    if any(_BREAKS_AT_ENDS.findall(form) != _BREAKS_AT_ENDS.findall(entry.key[1]) for form in entry.forms):
        yield "The translation must begin and end with a new line exactly if the English words do."


def template_of(folder: Path) -> list[po.Entry]:
    """Return what the template under *folder* asks for."""
    file = folder / TEMPLATE
    return po.entries_of(po.lines_of(file.read_text("utf-8"))) if file.is_file() else []
