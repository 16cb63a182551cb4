"""What this house decided for itself: whether a second person approves."""

from litestar import Response, get, post

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ADMINS, TheDesk
from audio_guide.cms.rendering import go
from audio_guide.publishing import backups
from audio_guide.publishing.rules import Rules, rules, set_rules


@get("/settings", opt={"roles": ADMINS})
async def settings(desk: TheDesk) -> Response[str]:
    """Show the house's rules."""
    async with desk.office.database.read() as session:
        now, night = await rules(session), await backups.last(session)
    return desk.show("settings", rules=now, night=night)


@post("/settings", opt={"roles": ADMINS})
async def change(desk: TheDesk) -> Response[str]:
    """Change them; the history says who did."""
    form = await desk.form()
    wanted = Rules(second_person=bool(form.get("second-person")))
    async with desk.office.database.write() as session:
        if await rules(session) != wanted:
            await set_rules(session, wanted)
            await accounts.record(session, desk.member.name, "settings-second-on" if wanted.second_person else "settings-second-off", "")
    return go("/cms/settings?said=saved")


HANDLERS = [settings, change]
