"""The names table: how names are written and said, and which stops a change makes out of date."""

import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, EDITORS, TheDesk
from audio_guide.cms.hearing import draft_voices
from audio_guide.cms.rendering import go
from audio_guide.kit.errors import AudioGuideError, BadInputError
from audio_guide.speech import said
from audio_guide.speech.reading import SpokenName
from audio_guide.speech.tasks import request as want
from audio_guide.tours import service as tours
from audio_guide.tours.service import KINDS

LONGEST = 300
MOST_SCRIPTS = 5000
Forms = Mapping[str, Mapping[str, str]]
"""Language → written, spoken."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A row of the table as somebody typed it."""

    key: str = ""
    kind: str = "term"
    forms: Forms = field(default_factory=dict)

    def shown(self) -> dict[str, tuple[str, str]]:
        """Return it as the page's fields take it."""
        return {language: (form["written"], form["spoken"]) for language, form in self.forms.items()}


async def _page(desk: TheDesk, typed: Typed, *, status: int = 200, error: AudioGuideError | None = None, **shown: Any) -> Response[str]:
    async with desk.office.database.read() as session:
        rows = await tours.names(session)
        drafts = await draft_voices(session, desk)
    return desk.show("names", status=status, rows=rows, drafts=drafts, kinds=KINDS, typed=typed, error=error, **{"differences": None, "changed": None, **shown})


@get("/names", opt={"roles": ANYBODY})
async def names(desk: TheDesk) -> Response[str]:
    """Show the table; a word that was asked about stands in the form already."""
    asked = {language: desk.request.query_params.get(f"written-{language}", "")[:LONGEST] for language in desk.site.languages.written}
    return await _page(desk, Typed(forms={language: {"written": written, "spoken": ""} for language, written in asked.items() if written}))


@post("/names", opt={"roles": EDITORS})
async def save(desk: TheDesk) -> Response[str]:
    """Show what a row would change, or save it and say which sound it made out of date."""
    form = await desk.form()
    typed = _typed(form, desk.site.languages.written)
    if form.get("look"):
        async with desk.office.database.read() as session:
            found = [one for language in desk.site.languages.written for one in await _differences(session, typed, language)]
        return await _page(desk, typed, differences=found)
    try:
        async with desk.office.database.write() as session:
            await tours.save_name(session, typed.key or _key(typed.forms), typed.kind, typed.forms)
            await session.flush()  # what is read again must see it
            changed = await said.read_again(session, desk.office.voices, list(typed.forms))
            await accounts.record(session, desk.member.name, "name-saved", next(iter(typed.forms.values()))["written"])
            labels = [(script, await tours.label_of(session, script)) for script in await tours.scripts_by_id(session, changed)]
    except BadInputError as error:
        return await _page(desk, typed, status=422, error=error)
    return await _page(desk, Typed(), changed=labels)


@post("/names/again", opt={"roles": EDITORS})
async def again(desk: TheDesk) -> Response[str]:
    """Make the sound again that a name put out of date."""
    form = await desk.form()
    ids = [UUID(text) for text in form.getall("script", [])[:MOST_SCRIPTS] if re.fullmatch(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", str(text))]
    async with desk.office.database.write() as session:
        for script in await tours.scripts_by_id(session, ids):
            await want(session, desk.office.jobs, desk.office.voices, script, again=True)
        await accounts.record(session, desk.member.name, "sound-wanted", "*")
    return go("/cms?said=sound")


def _typed(form: Any, languages: Sequence[str]) -> Typed:
    forms = {
        language: {"written": written[:LONGEST], "spoken": str(form.get(f"spoken-{language}", ""))[:LONGEST]}
        for language in languages
        if (written := str(form.get(f"written-{language}", "")).strip())
    }
    return Typed(str(form.get("name_key", "")).strip(), str(form.get("kind", "")), forms)


async def _differences(session: AsyncSession, typed: Typed, language: str) -> Sequence[said.Difference]:
    """Return the sentences of a language that this row would change."""
    old = [SpokenName(name.written, name.spoken) for name in await tours.spoken_names(session, language)]
    form = typed.forms.get(language)
    row = next((row for row in await tours.names(session) if row.key == typed.key), None)
    before = next((one for one in row.forms if one.language == language), None) if row is not None else None
    new = [name for name in old if before is None or (name.written, name.spoken) != (before.written, before.spoken)]
    if form is not None and form["spoken"].strip():
        new.append(SpokenName(tours.tidy(form["written"]), tours.tidy(form["spoken"])))
    return await said.differences(session, language, old, sorted(new, key=lambda name: name.written)) if form is not None or before is not None else ()


def _key(forms: Forms) -> str:
    """Return a permanent key for a new row."""
    written = next(iter(forms.values()), {}).get("written", "")
    plain = re.sub(r"\W+", "-", unicodedata.normalize("NFC", written).casefold()).strip("-")[:50]
    return f"{plain or 'name'}-{secrets.token_hex(3)}"


HANDLERS = [names, save, again]
