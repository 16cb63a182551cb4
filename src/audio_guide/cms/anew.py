"""All sound of a language, or of all, once more: a question that says what it takes, then the wish."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get, post

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import WRITERS, Desk, TheDesk, written_of
from audio_guide.cms.rendering import go
from audio_guide.publishing import anew


def _chosen(desk: Desk, asked: Mapping[str, Any]) -> tuple[str, Sequence[str]]:
    """Return the language that is asked for, "" for all, and the languages that this means for whoever asks; raises ForbiddenError."""
    language = written_of(desk, asked)
    return language, [language] if language else [one for one in desk.site.languages.written if desk.member.may_write(one)]


@get("/sound/anew", opt={"roles": WRITERS})
async def ask(desk: TheDesk) -> Response[str]:
    """Say how much would be made, how long that takes and what has to be heard again, before anything is made."""
    language, languages = _chosen(desk, desk.request.query_params)
    async with desk.office.database.read() as session:
        seen = await anew.outlook(session, desk.office.voices, languages)
    return desk.show("sound_anew", language=language, mine=languages, seen=seen)


@post("/sound/anew", opt={"roles": WRITERS})
async def make(desk: TheDesk) -> Response[str]:
    """Want all of it; others write meanwhile."""
    _, languages = _chosen(desk, await desk.form())
    office = desk.office
    async with office.database.read() as session:
        seen = await anew.outlook(session, office.voices, languages)
    await anew.make(office, seen)
    async with office.database.write() as session:
        for language in [""] if len(languages) == len(desk.site.languages.written) else languages:
            await accounts.record(session, desk.member.name, "sound-anew", language, language)
    return go("/cms?said=sound")


HANDLERS = [ask, make]
