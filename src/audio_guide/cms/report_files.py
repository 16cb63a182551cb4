"""The report of a tour as files, so that other tools can follow what is missing: the sentences of the page, and the address of each field."""

from html import unescape
from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from audio_guide.cms import files
from audio_guide.cms.doors import ANYBODY, TheDesk
from audio_guide.cms.rendering import macros
from audio_guide.cms.review import reviewer, selected
from audio_guide.kit.errors import mark
from audio_guide.kit.marks import unmarked
from audio_guide.publishing import service as publishing

COLUMNS = {
    "severity": mark("Blocks or not"),
    "kind": mark("Kind"),
    "found": mark("What is found"),
    "stop": mark("Code of a stop"),
    "number": mark("Number"),
    "language": mark("Language"),
    "track": mark("Form"),
    "sentence": mark("What to do"),
    "address": mark("Address of the field"),
}


async def _lines(desk: TheDesk, slug: str) -> list[dict[str, Any]]:
    """Return the findings that are asked for, as the page says them to this reader."""
    async with desk.office.database.read() as session:
        tour = await publishing.tour_by_slug(session, slug)
        findings, _ = selected(desk, await reviewer(session, desk).tour(tour))
    said = macros(desk.request, desk.site, "checks_words", desk.member)
    home = desk.site.public_url.rstrip("/")

    def words(name: str, *given: object) -> str:
        return unescape(unmarked(str(getattr(said, name)(*given)))).strip()

    return [
        {
            "severity": one.severity,
            "kind": one.kind,
            "found": words("kind", one.kind),
            "stop": one.code,
            "number": one.number,
            "language": one.language,
            "track": one.track,
            "sentence": words("sentence", one),
            "address": f"{home}{words('where', one, slug)}",
        }
        for one in findings
    ]


@get("/check/{slug:str}/report.csv", opt={"roles": ANYBODY})
async def as_table(slug: FromPath[str], desk: TheDesk) -> Response[bytes]:
    """Give the report, or the part of it that is asked for, as a table."""
    lines = await _lines(desk, slug)
    head = [desk.site.catalogues.gettext(desk.language, heading) for heading in COLUMNS.values()]
    return files.table(f"check-{slug}", desk.language, [head, *(["" if line[name] is None else str(line[name]) for name in COLUMNS] for line in lines)])


@get("/check/{slug:str}/report.json", opt={"roles": ANYBODY})
async def as_document(slug: FromPath[str], desk: TheDesk) -> Response[bytes]:
    """Give the report, or the part of it that is asked for, to programs."""
    return files.document(f"check-{slug}", {"tour": slug, "said_in": desk.language, "findings": await _lines(desk, slug)})


HANDLERS = [as_table, as_document]
