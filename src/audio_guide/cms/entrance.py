"""Sign in, sign out, invitations, and one's own password and second factor."""

import re
from typing import Any

import pyotp
import segno
from litestar import HttpMethod, Response, get, post, route
from litestar.params import FromPath

from audio_guide.accounts import passwords
from audio_guide.accounts import service as accounts
from audio_guide.accounts.service import SignInError, TooManyTriesError
from audio_guide.cms.doors import ANYBODY, AnyRequest, TheDesk, TheOffice, TheSite, form_of, no_cookie, session_cookie
from audio_guide.cms.rendering import go, show
from audio_guide.kit.errors import AudioGuideError, BadInputError
from audio_guide.kit.shield import MOST_TEXT_BYTES, take_upload
from audio_guide.kit.web import Site

OPEN = "open"
KEPT = "kept-"
HOME = "/cms"
TRANSLATORS = "/cms/translators"
"""Where translators begin."""
UPLOADS = {re.compile("/cms/sign-in"): MOST_TEXT_BYTES + 64 * 1024}
"""A sign-in carries the text of a form that was refused, with a mark before the name of each field."""


def local(path: str) -> str:
    """Return a path of the CMS, or its home."""
    return path if path.startswith("/cms") and not path.startswith("//") and "\\" not in path and path.isprintable() else HOME


def sign_in_page(request: AnyRequest, site: Site, error: AudioGuideError | None = None, **shown: Any) -> Response[str]:
    """Show the sign-in, with what somebody was about to send when their session ended."""
    status = error.status if error is not None else 200
    return show(request, site, "sign_in", None, status=status, error=error, **{"login": "", "next": HOME, "kept": (), "action": "", **shown})


@get("/sign-in", opt={OPEN: True}, sync_to_thread=False)
def sign_in_form(request: AnyRequest, site: TheSite) -> Response[str]:
    """Show the sign-in."""
    return sign_in_page(request, site, next=local(request.query_params.get("next", HOME)))


@post("/sign-in", opt={OPEN: True})
async def sign_in(request: AnyRequest, site: TheSite, office: TheOffice) -> Response[str]:
    """Begin a session; what was about to be sent when the last one ended goes on from here."""
    take_upload(request.scope)  # a text that filled its form has the marks of kept fields around it now
    form = await form_of(request)
    login, code, follow, action = (str(form.get(name, "")) for name in ("login", "code", "next", "action"))
    kept = tuple((name.removeprefix(KEPT), str(value)) for name, value in form.multi_items() if name.startswith(KEPT))
    try:
        async with office.database.write() as session:
            await accounts.may_try(session, login, request.client.host if request.client else "")
        async with office.database.read() as session:
            person = await accounts.person_to_check(session, login)
        person_id, hashed = await accounts.check_password(login, str(form.get("password", "")), person)
        async with office.database.write() as session:
            token, member = await accounts.begin(session, person_id, code, hashed)
            await accounts.record(session, member.name, "signed-in", member.login)
    except AudioGuideError as error:
        return sign_in_page(request, site, error, login=login[:80], next=local(follow), kept=kept, action=local(action) if action else "")
    if action:
        answer = show(request, site, "go_on", member, kept=kept, action=local(action), error=None)
        answer.cookies.append(session_cookie(site, token))
        return answer
    home = TRANSLATORS if member.role == "translator" and local(follow) == HOME else local(follow)
    return go(home, [session_cookie(site, token)])


@post("/sign-out", opt={"roles": ANYBODY})
async def sign_out(desk: TheDesk) -> Response[str]:
    """End the session."""
    await desk.form()
    async with desk.office.database.write() as session:
        await accounts.end(session, desk.member.session_id)
    answer = go("/cms/sign-in", [no_cookie(desk.site)])
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@route("/invitation/{token:str}", http_method=[HttpMethod.GET, HttpMethod.POST], opt={OPEN: True})
async def invitation(request: AnyRequest, token: FromPath[str], site: TheSite, office: TheOffice) -> Response[str]:
    """Set a password with a link, once."""
    async with office.database.read() as session:
        _, person = await accounts.invited(session, token)
    if request.method == "GET":
        return show(request, site, "invitation", None, person=person, error=None)
    form = await form_of(request)
    try:
        password = _new_password(form.get("password"), form.get("again"), person.login, person.name)
    except BadInputError as error:
        return show(request, site, "invitation", None, status=422, person=person, error=error)
    hashed = await passwords.hashed(password)
    async with office.database.write() as session:
        accepted = await accounts.accept(session, token, hashed)
        await accounts.record(session, accepted.name, "password-set", accepted.login)
    return go("/cms/sign-in?said=password")


def _new_password(password: Any, again: Any, *known: str) -> str:
    """Return a new password that was typed twice alike; raises BadInputError."""
    if password != again:
        raise BadInputError("The two passwords differ. Type the same one twice.")
    passwords.check(str(password or ""), *known)
    return str(password)


@get("/account", opt={"roles": ANYBODY})
async def account(desk: TheDesk) -> Response[str]:
    """Show one's own password and second factor."""
    return await _account(desk)


async def _account(desk: TheDesk, error: AudioGuideError | None = None, secret: str = "") -> Response[str]:
    async with desk.office.database.read() as session:
        person = await accounts.find(session, desk.member.id)
    secret = secret or pyotp.random_base32()
    address = pyotp.TOTP(secret).provisioning_uri(name=desk.member.login, issuer_name=desk.site.name("en"))
    code = segno.make(address, micro=False)
    dark = [(x, y) for y, line in enumerate(code.matrix_iter(border=4)) for x, module in enumerate(line) if module]
    picture = {"size": code.symbol_size(border=4)[0], "path": "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)}
    status = error.status if error is not None else 200
    return desk.show("account", status=status, has_code=bool(person.totp_secret), secret=secret, picture=picture, error=error)


@post("/account/password", opt={"roles": ANYBODY, "private": True, "page": "/cms/account"})
async def change_password(desk: TheDesk) -> Response[str]:
    """Set a new password; every other session ends and this one gets a new token."""
    form = await desk.form()
    async with desk.office.database.read() as session:
        person = await accounts.find(session, desk.member.id)
    try:
        async with desk.office.database.write() as session:
            await accounts.may_try(session, desk.member.login, desk.request.client.host if desk.request.client else "")
        await accounts.check_password(desk.member.login, str(form.get("old", "")), person)
        password = _new_password(form.get("password"), form.get("again"), desk.member.login, desk.member.name)
    except (SignInError, TooManyTriesError, BadInputError) as error:
        return await _account(desk, error)
    hashed = await passwords.hashed(password)
    async with desk.office.database.write() as session:
        token, _ = await accounts.change_password(session, desk.member.id, hashed)
        await accounts.record(session, desk.member.name, "password-set", desk.member.login)
    return go("/cms/account?said=password", [session_cookie(desk.site, token)])


@post("/account/code", opt={"roles": ANYBODY, "private": True, "page": "/cms/account"})
async def change_code(desk: TheDesk) -> Response[str]:
    """Ask for a code at every sign-in from now on, or no longer."""
    form = await desk.form()
    try:
        async with desk.office.database.write() as session:
            if form.get("off"):
                await accounts.clear_totp(session, desk.member.id)
            else:
                await accounts.set_totp(session, desk.member.id, str(form.get("secret", "")), str(form.get("code", "")))
            await accounts.record(session, desk.member.name, "code-off" if form.get("off") else "code-on", desk.member.login)
    except SignInError as error:
        return await _account(desk, error, str(form.get("secret", "")))
    return go("/cms/account?said=saved")


HANDLERS = [sign_in_form, sign_in, sign_out, invitation, account, change_password, change_code]
