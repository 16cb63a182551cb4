"""The names table: how names are written and said, who agreed to it, and which stops a change makes out of date."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, EDITORS, TheDesk
from audio_guide.cms.hearing import draft_voices
from audio_guide.cms.rendering import go
from audio_guide.kit.errors import AudioGuideError, BadInputError, ConflictError
from audio_guide.speech import said
from audio_guide.speech.names import spoken_names
from audio_guide.speech.reading import SpokenName
from audio_guide.speech.wanting import want_each
from audio_guide.tours import naming
from audio_guide.tours import service as tours
from audio_guide.tours.changing import Change, FieldsChangedError, touched

MOST_SCRIPTS = 5000


@dataclass(frozen=True, slots=True)
class Typed:
    """A row of the table as somebody typed it, with what stood there when the page was made."""

    key: str = ""
    changes: Mapping[str, Change] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, str]:
        """What is in the fields."""
        return {name: change.typed for name, change in self.changes.items()}


async def _page(desk: TheDesk, typed: Typed, error: AudioGuideError | None = None, **shown: Any) -> Response[str]:
    """Show the table; the row that is being changed stands in the form above it."""
    languages, find = desk.site.languages.written, desk.request.query_params.get("find", "").strip()[: naming.LONGEST]
    async with desk.office.database.read() as session:
        everything = await naming.names(session)
        drafts = await draft_voices(session, desk)
    row = next((one for one in everything if one.key == typed.key), None)
    now = naming.fields_of(row, languages)
    values = now | (touched(typed.changes) if row is not None else typed.values)
    rows = [(one, naming.fields_of(one, languages)) for one in (naming.matching(everything, find) if find else everything)]
    more = {"differences": None, "changed": None, "going": (), "removing": False, **shown}
    more |= {"clashes": error.fields if isinstance(error, FieldsChangedError) else frozenset(), "find": find, "limits": naming}
    status = error.status if error is not None else 200
    key = row.key if row is not None else ""
    return desk.show("names", status=status, rows=rows, drafts=drafts, kinds=naming.KINDS, key=key, now=now, values=values, error=error, **more)


@get("/names", opt={"roles": ANYBODY})
async def names(desk: TheDesk) -> Response[str]:
    """Show the table, or the rows that hold what is looked for; a word that was asked about stands in the form already."""
    if (known := await _known(desk)) is not None:
        return go(f"/cms/names?{urlencode({'find': known})}#all")
    asked = {f"written-{language}": desk.request.query_params.get(f"written-{language}", "")[: naming.LONGEST] for language in desk.site.languages.written}
    return await _page(desk, Typed("", {name: Change("", written) for name, written in asked.items() if written}))


async def _known(desk: TheDesk) -> str | None:
    """Return the word that was asked about if a row of the table has it: then that row is changed, and no second one says the same otherwise."""
    asked = {language: tours.tidy(desk.request.query_params.get(f"written-{language}", "")) for language in desk.site.languages.written}
    if not any(asked.values()):
        return None
    async with desk.office.database.read() as session:
        forms = {(form.language, form.written) for name in await naming.names(session) for form in name.forms}
    return next((word for language, word in asked.items() if word and (language, word) in forms), None)


@post("/names", opt={"roles": EDITORS})
async def save(desk: TheDesk) -> Response[str]:
    """Show what a row would change, or save or remove it and say which sound that made out of date."""
    form = await desk.form()
    languages = desk.site.languages.written
    typed, removing = _typed(form, languages), bool(form.get("remove"))
    shown: dict[str, Any] | None = None
    async with desk.office.database.read() as session:
        row = await naming.by_key(session, typed.key)
        going = tuple(one.language for one in row.forms) if row is not None and removing else naming.going(row, typed.changes, languages)
        if form.get("look") or (going and not form.get("sure")):
            found = [one for language in languages for one in await _differences(session, typed, language, removing=removing)]
            numbers = await tours.numbers(session)
            shown = {"differences": found, "numbers": numbers, "going": () if form.get("look") else going, "removing": removing and not form.get("look")}
    if shown is not None:
        return await _page(desk, typed, **shown)
    try:
        async with desk.office.database.write() as session:
            saved = await (naming.remove if removing else naming.save_fields)(session, typed.key, typed.changes, languages)
            await session.flush()  # what is read again must see it
            changed = await said.read_again(session, desk.office.voices, languages)
            await accounts.record(session, desk.member.name, "name-removed" if removing else "name-saved", saved.label)
            scripts = await tours.scripts_by_id(session, changed)
            numbers = await tours.numbers(session)
    except (BadInputError, ConflictError) as error:
        return await _page(desk, typed, error)
    return await _page(desk, Typed(), changed=[(script, numbers[script.stop_id]) for script in scripts])


@post("/names/again", opt={"roles": EDITORS})
async def again(desk: TheDesk) -> Response[str]:
    """Make the sound again that a name put out of date, a few texts at a time; a language without a voice keeps no other one waiting."""
    form = await desk.form()
    ids = [UUID(text) for text in form.getall("script", [])[:MOST_SCRIPTS] if re.fullmatch(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", str(text))]
    await want_each(desk.office, ids, again=True)
    async with desk.office.database.write() as session:
        await accounts.record(session, desk.member.name, "sound-wanted", "*")
    return go("/cms?said=sound")


def _typed(form: Any, languages: Sequence[str]) -> Typed:
    """Return what a form holds."""
    fields = naming.names_of_fields(languages)
    changes = {name: Change(str(form.get(f"seen-{name}", "")), str(form.get(name, "")).strip()) for name in fields}
    return Typed(str(form.get("name_key", "")).strip(), changes)


async def _differences(session: AsyncSession, typed: Typed, language: str, *, removing: bool) -> Sequence[said.Difference]:
    """Return the sentences of a language that this row would change."""
    old = await spoken_names(session, language)
    row = await naming.by_key(session, typed.key)
    before = next((one for one in row.forms if one.language == language), None) if row is not None else None
    written, spoken = (tours.tidy(typed.values[f"{part}-{language}"]) for part in ("written", "spoken"))
    new = [name for name in old if before is None or (name.written, name.spoken) != (before.written, before.spoken)]
    if written and spoken and not removing:
        new.append(SpokenName(written, spoken))
    return await said.differences(session, language, old, sorted(new, key=lambda name: name.written)) if written or before is not None else ()


HANDLERS = [names, save, again]
