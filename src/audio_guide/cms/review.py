"""What is still missing or doubtful: the report of a tour, the list beside a stop, and the repairs that one button may do."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, EDITORS, WRITERS, TheDesk, may_write
from audio_guide.cms.rendering import go
from audio_guide.cms.tour_list import typed_number
from audio_guide.kit.errors import AudioGuideError, BadInputError, ConflictError, NotFoundError
from audio_guide.publishing import service as publishing
from audio_guide.publishing.checks import KINDS, Finding
from audio_guide.publishing.review import Reviewer
from audio_guide.speech.wishes import request as want
from audio_guide.tours import arranging, writing
from audio_guide.tours import service as tours
from audio_guide.tours.models import Stop

MOST_SHOWN = 300
"""Findings on one page of a report; the filters lead to the rest."""


def reviewer(session: AsyncSession, desk: TheDesk, languages: tuple[str, ...] | None = None) -> Reviewer:
    """Return what a review is made with."""
    return Reviewer(session, desk.office.voices, languages or desk.site.languages.written)


async def beside(session: AsyncSession, desk: TheDesk, stop: Stop, language: str) -> dict[str, Any]:
    """Return what ``cms/_checks.html`` shows beside a stop's words or sound."""
    tour = next(iter(await writing.tours_of(session, stop)), None)
    findings = await reviewer(session, desk, (language,)).stop(stop)
    return {"findings": findings, "check_slug": tour.slug if tour is not None else ""}


@get("/check", opt={"roles": ANYBODY})
async def first(desk: TheDesk) -> Response[str]:
    """Go to the report of the first tour."""
    async with desk.office.database.read() as session:
        tour = next(iter(await publishing.all_tours(session)), None)
    return go(f"/cms/check/{tour.slug}" if tour is not None else "/cms")


@get("/check/{slug:str}", opt={"roles": ANYBODY})
async def report(slug: FromPath[str], desk: TheDesk) -> Response[str]:
    """Show what is to be done for a tour, all of it or of one language, kind or severity."""
    return await _report(desk, slug)


async def _report(desk: TheDesk, slug: str, typed: Mapping[str, str] | None = None, error: AudioGuideError | None = None) -> Response[str]:
    """Show the report, if need be with what was wrong and the number that was typed for a stop, by its code."""
    async with desk.office.database.read() as session:
        tour = await publishing.tour_by_slug(session, slug)
        everything = await reviewer(session, desk).tour(tour)
        shown: dict[str, Any] = {
            "tour": tour,
            "titles": await writing.titles_of(session, tour.id),
            "tours": [(one, await writing.titles_of(session, one.id)) for one in await publishing.all_tours(session)],
            "free_number": await arranging.free_number(session),
        }
    findings, chosen = selected(desk, everything)
    on_page = findings[:MOST_SHOWN]
    refused = [one for one in everything if one.code in (typed or {}) and one.repair == "number" and one not in on_page]
    kinds = [kind for kind in KINDS if any(one.kind == kind for one in everything)]
    query = urlencode(_asked_for(chosen))
    counts = {severity: sum(one.severity == severity for one in findings) for severity in ("blocks", "look")}
    shown |= {"kinds": kinds, "chosen": chosen, "counts": counts, "query": query}
    shown |= {"findings": [*refused, *on_page], "more": max(0, len(findings) - MOST_SHOWN), "typed": typed or {}, "error": error}
    return desk.show("check", status=error.status if error is not None else 200, **shown)


def selected(desk: TheDesk, findings: Sequence[Finding]) -> tuple[list[Finding], dict[str, str]]:
    """Return the findings of the language and the kind that an address asks for, and what it asks for."""
    language, kind = (desk.request.query_params.get(name, "") for name in ("language", "kind"))
    chosen = {"language": language if language in desk.site.languages.written else "", "kind": kind if kind in {*KINDS, "blocks", "look"} else ""}
    return [one for one in findings if language in {"", one.language} and _is_kind(one, kind)], chosen


def _asked_for(chosen: Mapping[str, str]) -> dict[str, str]:
    """Return what an address asks for without what it does not."""
    return {name: value for name, value in chosen.items() if value}


def _back(desk: TheDesk, slug: str, said: str) -> Response[str]:
    """Go back to the report as it was asked for, with a word about what was done."""
    return go(f"/cms/check/{slug}?{urlencode({'said': said} | _asked_for(selected(desk, ())[1]))}")


def _is_kind(finding: Finding, kind: str) -> bool:
    """Tell whether a finding is of a kind or severity; every one is if none is asked for."""
    return kind not in {*KINDS, "blocks", "look"} or kind in {finding.kind, finding.severity}


@post("/check/{slug:str}/number", opt={"roles": EDITORS})
async def give_number(slug: FromPath[str], desk: TheDesk) -> Response[str]:
    """Give a stop a number that no other stop has."""
    form = await desk.form()
    code, typed = str(form.get("code", "")), str(form.get("number", "")).strip()
    try:
        async with desk.office.database.write() as session:
            stop = await arranging.number_stop(session, code, typed_number(typed))
            await accounts.record(session, desk.member.name, "stop-numbered", f"{stop.number} {stop.code}", place=stop.code)
    except (BadInputError, ConflictError) as error:
        return await _report(desk, slug, {code: typed}, error.at(f"number-{code}"))
    return _back(desk, slug, "saved")


@post("/check/{slug:str}/place", opt={"roles": EDITORS})
async def put_into_tour(slug: FromPath[str], desk: TheDesk) -> Response[str]:
    """Put a stop that stands in no tour at the end of this one."""
    form = await desk.form()
    async with desk.office.database.write() as session:
        tour = await publishing.tour_by_slug(session, slug)
        stop = await arranging.append_stop(session, tour, str(form.get("code", "")))
        await accounts.record(session, desk.member.name, "stop-placed", f"{stop.number or '–'} {stop.code}", place=stop.code)
    return _back(desk, slug, "saved")


@post("/check/{slug:str}/sound", opt={"roles": WRITERS})
async def make_sound(slug: FromPath[str], desk: TheDesk) -> Response[str]:
    """Want the sound of one text that has none for its words of now."""
    form = await desk.form()
    code, language = str(form.get("code", "")), str(form.get("language", ""))
    may_write(desk.member, language)
    async with desk.office.database.write() as session:
        stop = await tours.stop_by_code(session, code)
        script = await writing.script_of(session, stop, language, str(form.get("track", "standard")))
        if script is None:
            raise NotFoundError("This script was removed.")
        await want(session, desk.office.jobs, desk.office.voices, script, again=True)
        await accounts.record(session, desk.member.name, "sound-wanted", await tours.label_of(session, script), language, stop.code)
    return _back(desk, slug, "sound")


HANDLERS = [first, report, give_number, put_into_tour, make_sound]
