"""The names table: how each name is written in each language and how it is said.

People change it field by field, so that two at once lose nothing; forms and rows are removed on purpose only.
"""

import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from audio_guide.kit.errors import BadInputError, ConflictError, check_length, mark
from audio_guide.kit.letters import fold, in_order
from audio_guide.tours.changing import Change, FieldsChangedError, after
from audio_guide.tours.models import Name, NameForm
from audio_guide.tours.service import in_language, tidy

KINDS = ("person", "place", "organisation", "term")
"""What a name can be the name of."""
LONGEST_KEY = 64
LONGEST = 300
LONGEST_NOTE = 2000
MOST_ALIASES = 40
RIGHTS = ("consent", "source")
GONE = mark("Somebody removed this name meanwhile. Your words are kept below; save them to add the name again.")


async def save_name(session: AsyncSession, key: str, kind: str, forms: Mapping[str, Mapping[str, object]]) -> None:
    """Make or change a row of the names table; *forms* is language → written, and spoken and aliases where they change. Raises BadInputError."""
    if not forms:
        raise BadInputError("A name is written in at least one language.")
    if kind not in KINDS or len(key) > LONGEST_KEY:
        raise BadInputError("This kind of name is not known.")
    name = await session.scalar(select(Name).where(Name.key == key).options(selectinload(Name.forms)))
    if name is None:
        name = Name(key=key, kind=kind, forms=[])
        session.add(name)
    for language, words in forms.items():
        form = in_language(name.forms, NameForm(language=language, written="", spoken="", aliases=[]))
        form.written, form.spoken = tidy(str(words["written"])), tidy(str(words.get("spoken", form.spoken)))
        if isinstance(aliases := words.get("aliases"), list):
            form.aliases = [tidy(str(alias)) for alias in aliases]
    name.kind = kind


@dataclass(frozen=True, slots=True)
class SpokenForm:
    """How a name is written and said in one language."""

    written: str
    spoken: str


async def spoken_forms(session: AsyncSession, language: str) -> tuple[SpokenForm, ...]:
    """Return the names of a language that are said otherwise than written, or that no rule may touch."""
    forms = await session.scalars(select(NameForm).where(NameForm.language == language).order_by(NameForm.written))
    return tuple(SpokenForm(form.written, form.spoken) for form in forms if form.spoken)


async def names(session: AsyncSession) -> Sequence[Name]:
    """Return the whole names table with its forms, by kind and in the order of the Kazakh alphabet."""
    found = (await session.scalars(select(Name).options(selectinload(Name.forms)).order_by(Name.key))).all()
    return sorted(found, key=lambda name: (name.kind, in_order(next((form.written for form in name.forms if form.language == "kk"), name.key))))


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving a row did: how the row is called, and the languages whose form went."""

    label: str
    removed: tuple[str, ...]


def names_of_fields(languages: Sequence[str]) -> tuple[str, ...]:
    """Return the fields of a row."""
    return ("kind", "needs-consent", *RIGHTS, *(f"{part}-{language}" for language in languages for part in ("written", "spoken", "aliases")))


def fields_of(name: Name | None, languages: Sequence[str]) -> dict[str, str]:
    """Return a row as the fields of its form; the other forms stand one a line."""
    fields = dict.fromkeys(names_of_fields(languages), "")
    if name is None:
        return fields | {"kind": "term"}
    fields |= {"kind": name.kind, "needs-consent": "1" if name.needs_consent else "", "consent": name.consent, "source": name.source}
    for form in name.forms:
        if form.language in languages:
            fields |= {f"written-{form.language}": form.written, f"spoken-{form.language}": form.spoken, f"aliases-{form.language}": "\n".join(form.aliases)}
    return fields


async def by_key(session: AsyncSession, key: str) -> Name | None:
    """Return a row with its forms, or None."""
    return await session.scalar(select(Name).where(Name.key == key).options(selectinload(Name.forms)))


def matching(rows: Sequence[Name], find: str) -> Sequence[Name]:
    """Return the rows of which a form, an alias or the way it is said holds what is looked for, whatever keyboard it was typed on."""
    plain = fold(find.strip())
    return [row for row in rows if any(plain in fold(text) for form in row.forms for text in (form.written, form.spoken, *form.aliases))]


def going(name: Name | None, changes: Mapping[str, Change], languages: Sequence[str]) -> tuple[str, ...]:
    """Return the languages whose form would be removed by these changes."""
    now = fields_of(name, languages)
    return tuple(language for language in languages if now[f"written-{language}"] and not tidy(changes[f"written-{language}"].typed))


async def save_fields(session: AsyncSession, key: str, changes: Mapping[str, Change], languages: Sequence[str]) -> Saved:
    """Save a row, or add one if *key* is ""; raises BadInputError, FieldsChangedError, and ConflictError if the row is gone."""
    name = await by_key(session, key) if key else None
    if key and name is None:
        raise ConflictError(GONE)
    now = fields_of(name, languages)
    values = after(changes, now)
    for field in RIGHTS:
        check_length(values[field], LONGEST_NOTE, field)
    forms = _forms(values, languages)
    if not forms:
        raise BadInputError("A name is written in at least one language.").at(f"written-{languages[0]}")
    label = next(iter(forms.values()))["written"]
    key = key or new_key(str(label))
    await save_name(session, key, values["kind"], forms)
    await session.flush()  # a new row has no id before
    removed = tuple(language for language in languages if now[f"written-{language}"] and language not in forms)
    row = name or await by_key(session, key)
    if row is not None:
        row.needs_consent, row.consent, row.source = bool(values["needs-consent"]), values["consent"], values["source"]
        await session.execute(delete(NameForm).where(NameForm.name_id == row.id, NameForm.language.in_(removed)))
    return Saved(str(label), removed)


def _forms(values: Mapping[str, str], languages: Sequence[str]) -> dict[str, dict[str, object]]:
    """Return the forms of a row by language; raises BadInputError where something stands beside a form that is not written."""
    forms: dict[str, dict[str, object]] = {}
    for language in languages:
        written, spoken, others = (values[f"{part}-{language}"] for part in ("written", "spoken", "aliases"))
        aliases = list(dict.fromkeys(line.strip() for line in others.split("\n") if line.strip()))
        if not written and (spoken or aliases):
            raise BadInputError(
                "Beside a spoken or another form the written one is needed too. Write it, or empty all three fields to remove this language."
            ).at(f"written-{language}")
        if max(map(len, (written, spoken, *aliases))) > LONGEST or len(aliases) > MOST_ALIASES:
            raise BadInputError("A form of a name has {most} letters at most, and a name {count} other forms.", most=LONGEST, count=MOST_ALIASES).at(
                *(f"{part}-{language}" for part in ("written", "spoken", "aliases"))
            )
        if written:
            forms[language] = {"written": written, "spoken": spoken, "aliases": aliases}
    return forms


async def remove(session: AsyncSession, key: str, changes: Mapping[str, Change], languages: Sequence[str]) -> Saved:
    """Remove a row with all its forms if it is still as it was seen; raises ConflictError, FieldsChangedError."""
    name = await by_key(session, key)
    if name is None:
        raise ConflictError(GONE)
    now = fields_of(name, languages)
    if other := [field for field, value in now.items() if tidy(changes[field].seen) != tidy(value)]:
        raise FieldsChangedError(other)
    label, had = next((form.written for form in name.forms), key), tuple(form.language for form in name.forms)
    await session.execute(delete(Name).where(Name.id == name.id))
    return Saved(label, had)


def new_key(written: str) -> str:
    """Return a permanent key for a new row."""
    plain = re.sub(r"\W+", "-", unicodedata.normalize("NFC", written).casefold()).strip("-")[:50]
    return f"{plain or 'name'}-{secrets.token_hex(3)}"
