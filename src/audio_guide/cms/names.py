"""The names table: how names are written and said, and which stops a change makes out of date."""

import re
import secrets
import unicodedata

from litestar import Response, get, post

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, EDITORS, TheDesk
from audio_guide.cms.rendering import go
from audio_guide.kit.errors import BadInputError
from audio_guide.tours import service as tours
from audio_guide.tours.service import KINDS

LONGEST = 300


@get("/names", opt={"roles": ANYBODY})
async def names(desk: TheDesk) -> Response[str]:
    """Show the table; a word that was asked about stands in the form already."""
    async with desk.office.database.read() as session:
        rows = await tours.names(session)
    asked = {language: desk.request.query_params.get(f"written-{language}", "")[:LONGEST] for language in desk.site.languages.written}
    return desk.show("names", rows=rows, kinds=KINDS, asked=asked, error=None)


@post("/names", opt={"roles": EDITORS})
async def save(desk: TheDesk) -> Response[str]:
    """Save a row; which sound is out of date by it the board says at once."""
    form = await desk.form()
    forms: dict[str, dict[str, str]] = {
        language: {"written": written[:LONGEST], "spoken": str(form.get(f"spoken-{language}", ""))[:LONGEST]}
        for language in desk.site.languages.written
        if (written := str(form.get(f"written-{language}", "")).strip())
    }
    key = str(form.get("name_key", "")).strip()
    kind = str(form.get("kind", ""))
    try:
        async with desk.office.database.write() as session:
            await tours.save_name(session, key or _key(forms), kind, forms)
            await accounts.record(session, desk.member.name, "name-saved", next(iter(forms.values()))["written"])
    except BadInputError as error:
        async with desk.office.database.read() as session:
            rows = await tours.names(session)
        asked = {language: str(form.get(f"written-{language}", "")) for language in desk.site.languages.written}
        return desk.show("names", status=422, rows=rows, kinds=KINDS, asked=asked, error=error)
    return go("/cms/names?said=name")


def _key(forms: dict[str, dict[str, str]]) -> str:
    """Return a permanent key for a new row."""
    written = next(iter(forms.values()), {}).get("written", "")
    plain = re.sub(r"\W+", "-", unicodedata.normalize("NFC", written).casefold()).strip("-")[:50]
    return f"{plain or 'name'}-{secrets.token_hex(3)}"


HANDLERS = [names, save]
