"""The names table as translators know it: a glossary in TBX and CSV, and what the check of names goes by."""

import csv
import io
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.tours import naming
from audio_guide.tours.exchange.checks import Term
from audio_guide.tours.exchange.entries import clean
from audio_guide.tours.models import Name, NameForm

FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
"""What a spreadsheet takes for the beginning of a formula, and the sign that says it is none."""


async def terms(session: AsyncSession, source: str, language: str) -> tuple[Term, ...]:
    """Return the names that are known in both languages."""
    forms: dict[str, dict[str, tuple[str, list[str]]]] = {}
    query = select(Name.key, NameForm.language, NameForm.written, NameForm.aliases).join(NameForm).where(NameForm.language.in_([source, language]))
    for key, tongue, written, aliases in await session.execute(query.order_by(Name.key)):
        forms.setdefault(key, {})[tongue] = (written, aliases)
    return tuple(
        Term((form[source][0],), form[language][0], (form[language][0], *form[language][1])) for form in forms.values() if {source, language} <= set(form)
    )


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def unsafe(cell: str) -> str:
    """Return what a cell said before it was made safe."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


async def as_csv(session: AsyncSession, languages: Sequence[str]) -> bytes:
    """Return the names table for a spreadsheet, one row a name."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(["id", "kind", *(f"{what} {language}" for language in languages for what in ("written", "said", "also"))])
    for name in await naming.names(session):
        forms = {form.language: form for form in name.forms}
        cells = [name.key, name.kind]
        for language in languages:
            form = forms.get(language)
            cells += [form.written, form.spoken, "; ".join(form.aliases)] if form is not None else ["", "", ""]
        rows.writerow([safe(cell) for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


async def as_tbx(session: AsyncSession, title: str) -> bytes:
    """Return the names table as TBX-Basic, for Trados, memoQ, OmegaT and Weblate."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<martif type="TBX-Basic" xml:lang="kk">',
        f"<martifHeader><fileDesc><titleStmt><title>{escape(title)}</title></titleStmt><sourceDesc><p>{escape(title)}</p></sourceDesc></fileDesc>",
        '<encodingDesc><p type="XCSURI">TBXBasicXCSV02.xcs</p></encodingDesc></martifHeader>',
        "<text><body>",
    ]
    for name in await naming.names(session):
        lines.append(f'<termEntry id={quoteattr("n-" + name.key)}><descrip type="subjectField">{escape(name.kind)}</descrip>')
        for form in name.forms:
            lines.append(f"<langSet xml:lang={quoteattr(form.language)}>")
            lines += [f"<tig><term>{escape(clean(written))}</term></tig>" for written in (form.written, *form.aliases)]
            lines.append("</langSet>")
        lines.append("</termEntry>")
    return "\n".join([*lines, "</body></text>", "</martif>", ""]).encode()


def as_tmx(pairs: Sequence[tuple[str, Mapping[str, str]]], title: str, version: str) -> bytes:
    """Return translated sentences as TMX 1.4: each a key and its words by language."""
    made_by = f'creationtool="audio-guide" creationtoolversion={quoteattr(version)} o-tmf="audio-guide"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<tmx version="1.4">',
        f'<header {made_by} segtype="sentence" adminlang="en" srclang="*all*" datatype="plaintext"><note>{escape(title)}</note></header>',
        "<body>",
    ]
    for key, words in pairs:
        variants = "".join(f"<tuv xml:lang={quoteattr(language)}><seg>{escape(clean(text))}</seg></tuv>" for language, text in words.items())
        lines.append(f"<tu tuid={quoteattr(key)}>{variants}</tu>")
    return "\n".join([*lines, "</body>", "</tmx>", ""]).encode()
