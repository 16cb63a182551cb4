"""Who comes in: sessions, roles, and forms that only our own pages can send."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, FormMultiDict
from litestar.di import NamedDependency
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from audio_guide.accounts import service as accounts
from audio_guide.accounts.service import ForbiddenError, Member
from audio_guide.cms.office import Office
from audio_guide.cms.rendering import show
from audio_guide.kit.errors import AudioGuideError, BadInputError, BadRequestError, NotFoundError
from audio_guide.kit.shield import take_upload
from audio_guide.kit.web import NOT_UNDERSTOOD, Site, sent_from_here, visitor_language, whole_number
from audio_guide.tours.models import TRACKS

ANYBODY = ("admin", "publisher", "editor", "translator")
"""Every role."""
WRITERS = ("editor", "publisher", "translator")
EDITORS = ("editor", "publisher")
PUBLISHERS = ("publisher",)
ADMINS: tuple[str, ...] = ()
"""Nobody but an admin."""
HOME = "/cms"
LONGEST_PAGE = 4
"""Figures of the number of a page."""
SAFE = frozenset({"GET", "HEAD"})
MEMBER = "audio_guide.member"
"""Where a request says who is signed in, once that is known; pages of refusal have their ways on then too."""
AnyRequest = Request[Any, Any, Any]
Kept = tuple[tuple[str, str], ...]
"""The fields of a form that is carried over a sign-in, in their order; a name may stand there more than once."""
TheOffice = NamedDependency[Office]
TheSite = NamedDependency[Site]
TheMember = NamedDependency[Member]


class SignedOutError(AudioGuideError):
    """Nobody is signed in, or not any more; *kept* is the form that was about to be sent."""

    status = 401

    def __init__(self, message_id: str, kept: "Kept | None") -> None:
        """*kept* is None where nothing can be kept: a file is chosen again, a password typed again."""
        super().__init__(message_id)
        self.kept = kept


class OldFormError(ForbiddenError):
    """A form of ours that does not belong to this session: it was opened before its sender signed in again."""

    def __init__(self, message_id: str, kept: "Kept") -> None:
        """*kept* is what the form holds; it can be sent once more."""
        super().__init__(message_id)
        self.kept = kept


def cookie_name(site: Site) -> str:
    """Return the session cookie's name; over TLS one that no other host can set."""
    return "__Host-staff" if site.public_url.startswith("https:") else "staff"


def session_cookie(site: Site, token: str) -> Cookie:
    """Return the cookie of a session; it ends with the browser or with the session, whichever is first."""
    return Cookie(cookie_name(site), value=token, path="/", httponly=True, samesite="lax", secure=site.public_url.startswith("https:"))


def no_cookie(site: Site) -> Cookie:
    """Return the cookie that takes the session away."""
    return Cookie(cookie_name(site), value="", path="/", httponly=True, samesite="lax", secure=site.public_url.startswith("https:"), max_age=0)


def same_site(site: Callable[[], Site]) -> Guard:
    """Return the guard that looks at a request before its body is read."""

    def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        """Refuse a changing request that another site's page sent, and an address that no page has; raises ForbiddenError, BadRequestError."""
        if "\0" in connection.scope["path"] or b"%00" in connection.scope["query_string"]:
            raise BadRequestError(NOT_UNDERSTOOD)
        if connection.scope["method"] in SAFE:  # type: ignore[typeddict-item]
            return
        if not sent_from_here(connection.headers, site().public_url):
            raise ForbiddenError("This form was sent from another site. Open the page here and send it again.")

    return guard


async def member(request: AnyRequest, office: TheOffice, site: TheSite) -> Member:
    """Return who is signed in; raises SignedOutError, and ForbiddenError if their role may not come here."""
    token = request.cookies.get(cookie_name(site), "")
    async with office.database.read() as session:
        found = await accounts.member_of(session, token) if token else None
    if found is None:
        raise SignedOutError("You are not signed in, or not any more. Sign in and go on where you were.", await _kept(request))
    who, touch = found
    request.scope["state"][MEMBER] = who
    if touch:
        async with office.database.write() as session:
            await accounts.touch(session, who.session_id)
    allowed: Iterable[str] = request.route_handler.opt["roles"]
    if not who.may(*allowed):
        raise ForbiddenError("Your role may not do this. Ask an admin of the guide.")
    return who


async def form_of(request: AnyRequest) -> FormMultiDict:
    """Return what a form holds; raises BadInputError."""
    try:
        form = await request.form()
    except (UnicodeDecodeError, LookupError) as error:
        raise BadInputError("This form could not be read. Send it again from its page.") from error
    if any("\0" in name or (isinstance(value, str) and "\0" in value) for name, value in form.multi_items()):
        raise BadInputError("This form could not be read. Send it again from its page.")
    return form


def words_in(form: FormMultiDict) -> Kept:
    """Return the words of a form without the key of its session."""
    return tuple((name, value) for name, value in form.multi_items() if name != "key" and isinstance(value, str))


async def _kept(request: AnyRequest) -> Kept | None:
    """Return the words that somebody was about to send; no byte of an upload is read for somebody who is not signed in, and no password is kept."""
    said = request.route_handler.opt
    if said.get("upload") or said.get("private"):
        return None
    return () if request.method in SAFE else words_in(await form_of(request))


def may_write(who: Member, language: str) -> None:
    """Raise ForbiddenError if somebody may not write a language."""
    if not who.may_write(language):
        raise ForbiddenError("You may not write in this language. Ask an admin of the guide.")


def local(path: str) -> str:
    """Return a path of the CMS, or its home; wherever a form or an address says where to go on, nobody is led out of the house."""
    return path if path.startswith(HOME) and not path.startswith("//") and "\\" not in path and path.isprintable() else HOME


def written(desk: "Desk", language: str) -> str:
    """Return a language in which the guide has texts of its own; raises NotFoundError."""
    if language not in desk.site.languages.written:
        raise NotFoundError("This page is not offered in this language.")
    return language


def written_of(desk: "Desk", form: Mapping[str, Any]) -> str:
    """Return the language that a form or an address names, or "" for all that there are; raises ForbiddenError if one may not write it."""
    language = str(form.get("language", ""))
    if language not in desk.site.languages.written:
        return ""
    may_write(desk.member, language)
    return language


def track_of(desk: "Desk") -> str:
    """Return the track that an address asks for."""
    asked = desk.request.query_params.get("track", "standard")
    return asked if asked in TRACKS else "standard"


def page_of(desk: "Desk") -> int:
    """Return which page of a long list an address asks for."""
    asked = desk.request.query_params.get("page", "")
    return max(1, whole_number(asked, 1)) if len(asked) <= LONGEST_PAGE else 1


def and_track(track: str) -> str:
    """Return the end of an address that keeps the track; there is none for the standard one."""
    return "" if track == "standard" else f"&track={track}"


@dataclass(frozen=True, slots=True)
class Desk:
    """One request of somebody who is signed in, with all that answering it needs."""

    request: AnyRequest
    site: Site
    office: Office
    member: Member

    def show(self, template: str, *, status: int = 200, **shown: Any) -> Response[str]:
        """Show a page to this person."""
        return show(self.request, self.site, template, self.member, status=status, **shown)

    async def form(self) -> FormMultiDict:
        """Return a form that this session's own page sent; raises ForbiddenError."""
        if self.request.route_handler.opt.get("upload"):
            take_upload(self.request.scope)
        form = await form_of(self.request)
        if not secrets.compare_digest(str(form.get("key", "")).encode(), self.member.form_key.encode()):
            raise OldFormError("This form was opened before you signed in. Look at it and send it again.", words_in(form))
        return form

    @property
    def language(self) -> str:
        """In which language this person reads the pages."""
        return visitor_language(self.request, self.site)

    @property
    def address(self) -> str:
        """Where the request comes from."""
        return self.request.client.host if self.request.client else ""


async def desk(request: AnyRequest, office: TheOffice, site: TheSite, member: TheMember) -> Desk:
    """Put a request's things together."""
    return Desk(request, site, office, member)


TheDesk = NamedDependency[Desk]
