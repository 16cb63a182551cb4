"""How the guide is used, for staff: a table, a plot that tells the same, codes that lead nowhere, and all of it as CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from litestar import Response, get
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.cms import files
from audio_guide.cms.doors import ANYBODY, Desk, TheDesk
from audio_guide.cms.rendering import PRIVATE
from audio_guide.listening import service as listening
from audio_guide.listening.counter import today
from audio_guide.listening.service import COLUMNS, Asked, Report
from audio_guide.tours import service as tours

DAYS_AT_FIRST = 30
MOST_DAYS = 731
MOST_BARS = 60
SHOWN = ("scan", "start", "half", "end", "failed")
HEIGHT = 200


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the plot: some days in a row, and how often sound began in them."""

    since: date
    until: date
    starts: int
    height: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: a stop that there is, or one that there was."""

    number: int | None
    code: str
    title: str
    language: str
    counts: Mapping[str, int]


def asked(desk: Desk) -> Asked:
    """Return what the address asks for; what cannot be a day is the last month, and nothing is longer than two years."""
    query = desk.request.query_params
    until = day_of(query.get("until", "")) or today()
    since = day_of(query.get("since", "")) or until - timedelta(days=DAYS_AT_FIRST - 1)
    since = max(min(since, until), until - timedelta(days=MOST_DAYS - 1))
    language = query.get("language", "")
    return Asked(since, until, language if language in desk.site.languages.codes else "")


def day_of(text: str) -> date | None:
    """Return a day written as 2026-11-23, or None; the first years of our era would leave no room for a month before them."""
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2999 else None


def bars(report: Report, wanted: Asked) -> list[Bar]:
    """Return the plot: one bar a day, or one for several where there are many, the highest of them HEIGHT high."""
    days = (wanted.until - wanted.since).days + 1
    width = -(-days // MOST_BARS)
    spans = [(wanted.since + timedelta(days=first), min(wanted.until, wanted.since + timedelta(days=first + width - 1))) for first in range(0, days, width)]
    starts = [sum(counts.get("start", 0) for day, counts in report.days.items() if since <= day <= until) for since, until in spans]
    most = max(starts, default=0) or 1
    return [Bar(since, until, one, round(one * HEIGHT / most)) for (since, until), one in zip(spans, starts, strict=True)]


async def lines(session: AsyncSession, report: Report, language: str) -> list[Line]:
    """Return a row for each stop by its number, then for codes of stops that are gone."""
    titles: dict[str, dict[str, str]] = {}
    stops = await tours.stops(session)
    codes = {stop.id: stop.code for stop in stops}
    for script in await tours.scripts(session):
        if script.track == "standard":
            titles.setdefault(codes[script.stop_id], {})[script.language] = script.title
    found = []
    for stop in stops:
        had = titles.get(stop.code, {})
        shown = language if language in had else next(iter(had), "")
        found.append(Line(stop.number, stop.code, had.get(shown, ""), shown, report.stops.get(stop.code, {})))
    known = set(codes.values())
    return [*found, *(Line(None, code, "", "", counts) for code, counts in report.stops.items() if code not in known)]


@get("/listening", opt={"roles": ANYBODY})
async def page(desk: TheDesk) -> Response[str]:
    """Show how often signs were scanned and sound was heard."""
    wanted = asked(desk)
    async with desk.office.database.read() as session:
        report = await listening.report(session, wanted)
        table = await lines(session, report, desk.language)
    sums = {what: sum(line.counts.get(what, 0) for line in table) for what in SHOWN}
    return desk.show("listening", asked=wanted, report=report, lines=table, sums=sums, bars=bars(report, wanted), height=HEIGHT, shown=SHOWN)


@get("/listening.csv", opt={"roles": ANYBODY})
async def sheet(desk: TheDesk) -> Response[str]:
    """Give the counts as they are, for a spreadsheet."""
    wanted = asked(desk)
    async with desk.office.database.read() as session:
        rows = await listening.rows(session, wanted)
    name = f"listening-{wanted.since}-{wanted.until}.csv"
    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(written([COLUMNS, *rows]), media_type="text/csv; charset=utf-8", headers=headers)


def written(rows: Sequence[Sequence[object]]) -> str:
    """Return rows as CSV with the mark by which spreadsheets know UTF-8; no cell can begin a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    csv.writer(out).writerows([files.plain(str(cell)) for cell in row] for row in rows)
    return out.getvalue()


HANDLERS = [page, sheet]
