"""The staff: add, invite, change, disable."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from audio_guide.accounts import second_factor
from audio_guide.accounts import service as accounts
from audio_guide.accounts.models import ROLES
from audio_guide.accounts.service import Standing
from audio_guide.cms.doors import ADMINS, TheDesk
from audio_guide.cms.rendering import go
from audio_guide.kit.errors import AudioGuideError


async def _page(desk: TheDesk, *, link: str = "", error: AudioGuideError | None = None, typed: Mapping[str, Any] | None = None) -> Response[str]:
    """Show the staff; *typed* is what was sent of somebody who could not be added."""
    async with desk.office.database.read() as session:
        everybody = await accounts.people(session)
    status = error.status if error is not None else 200
    return desk.show("people", status=status, people=everybody, roles=ROLES, link=link, error=error, typed=typed or {})


@get("/people", opt={"roles": ADMINS})
async def people(desk: TheDesk) -> Response[str]:
    """List the staff."""
    return await _page(desk)


@post("/people", opt={"roles": ADMINS})
async def add(desk: TheDesk) -> Response[str]:
    """Add somebody and show the link with which they set their password."""
    form = await desk.form()
    chosen = tuple(language for language in desk.site.languages.written if form.get(f"language-{language}"))
    try:
        async with desk.office.database.write() as session:
            standing = Standing(str(form.get("name", "")), str(form.get("role", "")), chosen)
            person = await accounts.add_person(session, str(form.get("login", "")), standing)
            token = await accounts.invite(session, person.id)
            await accounts.record(session, desk.member.name, "person-added", person.login)
    except AudioGuideError as error:
        return await _page(desk, error=error, typed=form)
    return await _page(desk, link=f"{desk.site.public_url.rstrip('/')}/cms/invitation/{token}")


@post("/people/{person_id:uuid}", opt={"roles": ADMINS})
async def change(person_id: FromPath[UUID], desk: TheDesk) -> Response[str]:
    """Change what somebody may do, or give them a new link."""
    form = await desk.form()
    chosen = tuple(language for language in desk.site.languages.written if form.get(f"language-{language}"))
    link = ""
    try:
        async with desk.office.database.write() as session:
            if form.get("invite"):
                person = await accounts.find(session, person_id)
                link = f"{desk.site.public_url.rstrip('/')}/cms/invitation/{await accounts.invite(session, person_id)}"
                verb = "person-invited-without-code" if form.get("forget") and second_factor.forget(person) else "person-invited"
                await accounts.record(session, desk.member.name, verb, person.login)
            else:
                standing = Standing(str(form.get("name", "")), str(form.get("role", "")), chosen, active=bool(form.get("active")))
                for deed in await accounts.change_person(session, person_id, standing):
                    await accounts.record(session, desk.member.name, deed.verb, deed.subject, place=deed.place)
    except AudioGuideError as error:
        return await _page(desk, error=error)
    return await _page(desk, link=link) if link else go("/cms/people?said=saved")


HANDLERS = [people, add, change]
