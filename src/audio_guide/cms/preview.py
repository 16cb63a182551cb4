"""The visitor's own page of a stop with the words and the sound of now, for staff alone."""

import re

from litestar import MediaType, Response, get
from litestar.params import FromPath
from markupsafe import Markup

from audio_guide.cms.doors import ANYBODY, TheDesk, track_of, written
from audio_guide.cms.rendering import PRIVATE, part
from audio_guide.publishing.preview import Unsaved, preview
from audio_guide.tours import service as tours
from audio_guide.tours import writing
from audio_guide.tours.models import TRACKS
from audio_guide.tours.writing import Words

MEDIA = re.compile(r"(?<=[\"' ,])/media/(?=[0-9a-f]{40}\.)")
"""A file as the guide's pages name it; staff get it by an address that asks for their session."""
STOP = re.compile(r'href="/([A-Za-z0-9-]{2,16})/stops/([0-9A-Z]{4})(?=["#?])')
LANGUAGE = re.compile(r'href="/language/([A-Za-z0-9-]{2,16})\?[^"]*"')


def inside(page: str, code: str, query: str = "") -> str:
    """Return a page of the guide whose files, stops and languages are those of the preview; words cannot match, since quotes in them are escaped."""
    page = MEDIA.sub("/cms/media/", page)
    page = LANGUAGE.sub(rf'href="/cms/preview/{code}/\1{query}"', page)
    return STOP.sub(r'href="/cms/preview/\2/\1', page)


@get("/preview/{code:str}/{language:str}", opt={"roles": ANYBODY})
async def look(code: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Show a stop as visitors would see it now; one's own unsaved draft comes first, unless the saved words are asked for."""
    asked = desk.request.query_params
    base = written(desk, desk.site.languages.derived.get(language, language))
    track = track_of(desk)
    saved_only = bool(asked.get("saved"))
    async with desk.office.database.read() as session:
        stop = await tours.stop_by_code(session, code)
        draft = None if saved_only else await writing.draft_of(session, desk.member.id, stop, base, track)
        typed = Unsaved(Words(tours.tidy(draft.title), tours.tidy(draft.body), tours.tidy(draft.note)), track) if draft is not None else None
        also = {one for name in ("read", "listen") if (one := asked.get(name, "")) in desk.site.languages.written}
        made = await preview(session, desk.office.voices, stop, language, typed, desk.site.languages, also, track)
    told = {"code": stop.code, "language": language, "base": base, "track": track, "sound": made.sound, "quality": made.quality}
    banner = Markup(part(desk.request, desk.site, "_banner", **told, is_draft=typed is not None))  # noqa: S704 -- our own template
    page, policy = desk.office.show_stop(made.shelf, language, stop.code, banner, asked)
    headers = {**PRIVATE, "Content-Language": language, "Content-Security-Policy": policy, "X-Robots-Tag": "noindex"}
    return Response(inside(page, stop.code, "" if track == TRACKS[0] else f"?track={track}"), media_type=MediaType.HTML, headers=headers)


HANDLERS = [look]
