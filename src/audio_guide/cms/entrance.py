"""Sign in, sign out, invitations, and one's own password and second factor."""

import re
from typing import Any

import pyotp
import segno
from litestar import HttpMethod, Response, get, post, route
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath

from audio_guide.accounts import passwords, second_factor, tries
from audio_guide.accounts import service as accounts
from audio_guide.accounts.service import Member, Proven
from audio_guide.accounts.tries import LONGEST_LOGIN, SignInError, TooManyTriesError
from audio_guide.cms.doors import ANYBODY, HOME, AnyRequest, TheDesk, TheOffice, TheSite, cookie_name, form_of, local, no_cookie, session_cookie
from audio_guide.cms.office import Office
from audio_guide.cms.rendering import PRIVATE, go, show
from audio_guide.kit.errors import AudioGuideError, BadInputError
from audio_guide.kit.shield import MOST_TEXT_BYTES, take_upload
from audio_guide.kit.web import Site

OPEN = "open"
KEPT = "kept-"
TRANSLATORS = "/cms/translators"
"""Where translators begin."""
UPLOADS = {re.compile("/cms/sign-in"): MOST_TEXT_BYTES + 64 * 1024}
"""A sign-in carries the text of a form that was refused, with a mark before the name of each field."""


def sign_in_page(request: AnyRequest, site: Site, error: AudioGuideError | None = None, **shown: Any) -> Response[str]:
    """Show the sign-in, with what somebody was about to send when their session ended."""
    status = error.status if error is not None else 200
    return show(request, site, "sign_in", None, status=status, error=error, **{"login": "", "next": HOME, "kept": (), "action": "", **shown})


@get("/sign-in", opt={OPEN: True}, sync_to_thread=False)
def sign_in_form(request: AnyRequest, site: TheSite) -> Response[str]:
    """Show the sign-in."""
    return sign_in_page(request, site, next=local(request.query_params.get("next", HOME)))


async def _proven(office: Office, login: str, password: str, address: str) -> Proven:
    """Count the try, then look at the password; raises TooManyTriesError, SignInError."""
    async with office.database.write() as session:
        may_go_on = await tries.count(session, login, address)
    if not may_go_on:
        raise TooManyTriesError.now()
    async with office.database.read() as session:
        person = await accounts.person_to_check(session, login)
    return await accounts.check_password(password, person)


async def _failed(office: Office, login: str) -> None:
    """Write into the history that somebody did not come in."""
    async with office.database.write() as session:
        await tries.failed(session, login)


@post("/sign-in", opt={OPEN: True})
async def sign_in(request: AnyRequest, site: TheSite, office: TheOffice) -> Response[str]:
    """Begin a session; what was about to be sent when the last one ended goes on from here."""
    take_upload(request.scope)  # a text that filled its form has the marks of kept fields around it now
    form = await form_of(request)
    login, code, follow, action = (str(form.get(name, "")) for name in ("login", "code", "next", "action"))
    kept = tuple((name.removeprefix(KEPT), str(value)) for name, value in form.multi_items() if name.startswith(KEPT))
    try:
        token, member = await _begin(request, site, office, (login, str(form.get("password", "")), code))
    except AudioGuideError as error:
        if isinstance(error, SignInError):
            await _failed(office, login)
        return sign_in_page(request, site, error, login=login[:LONGEST_LOGIN], next=local(follow), kept=kept, action=local(action) if action else "")
    if action:
        answer = show(request, site, "go_on", member, kept=kept, action=local(action), error=None)
        answer.cookies.append(session_cookie(site, token))
        return answer
    home = TRANSLATORS if member.role == "translator" and local(follow) == HOME else local(follow)
    return go(home, [session_cookie(site, token)])


async def _begin(request: AnyRequest, site: Site, office: Office, typed: tuple[str, str, str]) -> tuple[str, Member]:
    """Begin a session with what was typed: name, password and code; the one that this browser had ends. Raises SignInError, TooManyTriesError."""
    login, password, code = typed
    address = request.client.host if request.client else ""
    proven = await _proven(office, login, password, address)
    async with office.database.write() as session:
        token, member = await accounts.begin(session, proven, code, office.seal)
        await tries.forgive(session, login, address)
        await accounts.end_token(session, request.cookies.get(cookie_name(site), ""))
        await accounts.record(session, member.name, "signed-in", member.login)
    return token, member


@post("/sign-out", opt={"roles": ANYBODY})
async def sign_out(desk: TheDesk) -> Response[str]:
    """End the session."""
    await desk.form()
    async with desk.office.database.write() as session:
        await accounts.end(session, desk.member.session_id)
        await accounts.record(session, desk.member.name, "signed-out", desk.member.login)
    answer = go("/cms/sign-in", [no_cookie(desk.site)])
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@post("/stay", opt={"roles": ANYBODY, "page": HOME})
async def stay(desk: TheDesk) -> Response[str]:
    """Stay signed in, before half an hour without a request ends the session: that somebody asked is enough, the doors have written it down."""
    await desk.form()
    return Response("", status_code=204, headers=PRIVATE)


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
        raise BadInputError("The two passwords differ. Type the same one twice.").at("password", "again")
    passwords.check(str(password or ""), *known)
    return str(password)


@get("/account", opt={"roles": ANYBODY})
async def account(desk: TheDesk) -> Response[str]:
    """Show one's own password and second factor."""
    return await _account(desk)


async def _account(desk: TheDesk, error: AudioGuideError | None = None, secret: str = "") -> Response[str]:
    async with desk.office.database.read() as session:
        person = await accounts.find(session, desk.member.id)
    secret = secret or second_factor.new()
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
    try:
        await _is_owner(desk, form)
        password = _new_password(form.get("password"), form.get("again"), desk.member.login, desk.member.name)
    except (SignInError, TooManyTriesError, BadInputError) as error:
        return await _account(desk, error)
    hashed = await passwords.hashed(password)
    async with desk.office.database.write() as session:
        token, _ = await accounts.change_password(session, desk.member.id, hashed)
        await accounts.record(session, desk.member.name, "password-set", desk.member.login)
    return go("/cms/account?said=password", [session_cookie(desk.site, token)])


async def _is_owner(desk: TheDesk, form: FormMultiDict) -> None:
    """Ask whoever is signed in for their password once more; raises SignInError, TooManyTriesError."""
    login = desk.member.login
    try:
        await _proven(desk.office, login, str(form.get("old", "")), desk.address)
    except SignInError:
        await _failed(desk.office, login)
        raise SignInError("The password of now is not right.").at("old") from None
    async with desk.office.database.write() as session:
        await tries.forgive(session, login, desk.address)


@post("/account/code", opt={"roles": ANYBODY, "private": True, "page": "/cms/account"})
async def change_code(desk: TheDesk) -> Response[str]:
    """Ask for a code at every sign-in from now on, or no longer; the password is asked for, and all other sessions end."""
    form = await desk.form()
    secret, off = str(form.get("secret", "")), bool(form.get("off"))
    try:
        await _is_owner(desk, form)
        async with desk.office.database.write() as session:
            person = await accounts.find(session, desk.member.id)
            if off:
                second_factor.forget(person)
            else:
                second_factor.ask(person, secret, str(form.get("code", "")), desk.office.seal)
            await accounts.end_others(session, desk.member)
            await accounts.record(session, desk.member.name, "code-off" if off else "code-on", desk.member.login)
    except (SignInError, TooManyTriesError) as error:
        return await _account(desk, error, second_factor.read(secret))
    return go(f"/cms/account?said={'code-off' if off else 'code-on'}")


HANDLERS = [sign_in_form, sign_in, sign_out, stay, invitation, account, change_password, change_code]
