"""The staff's pages as answers: never kept by anybody, running only our own script."""

import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2.environment import TemplateModule
from litestar import MediaType, Request, Response
from litestar.datastructures import Cookie

from audio_guide.accounts import service as accounts
from audio_guide.accounts.service import Member
from audio_guide.cms import assets, refused
from audio_guide.kit import web
from audio_guide.kit.errors import AudioGuideError
from audio_guide.kit.marks import with_languages
from audio_guide.kit.web import Site, visitor_language

HERE = Path(__file__).parent
STYLE = web.inline(web.FORM, HERE / "static" / "cms.css")
SCRIPT = web.inline(HERE / "static" / "cms.js")
POLICY = (
    f"default-src 'none'; script-src {SCRIPT.digest} 'nonce-{{nonce}}'; style-src {web.STYLE.digest} {STYLE.digest}; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Our own words by their digest; htmx, which is a file of its own, by a number that each page has once."""


def language_of(names: Mapping[str, object], language: str) -> str:
    """Return the language in which something is named to a reader of *language*: theirs, else the first that it has a name in."""
    return language if language in names else next(iter(names), language)


def titled(titles: Mapping[str, str], language: str, otherwise: str) -> str:
    """Return how something is called to a reader of *language*; *otherwise* where nobody has named it yet."""
    return titles.get(language) or next(iter(titles.values()), "") or otherwise


TEMPLATES = web.environment(HERE / "templates")
IDLE_SECONDS = int((accounts.IDLE - accounts.TOUCH_EVERY).total_seconds())
"""For how long a session lasts at least after a page was asked for: its last use may have been written down a little earlier."""
TEMPLATES.globals |= {"idle_seconds": IDLE_SECONDS, "cms_style": STYLE.text, "cms_script": SCRIPT.text, "htmx": f"/cms/static/{assets.HTMX_NAME}"}
TEMPLATES.filters |= {"language_of": language_of, "titled": titled}
SEE_OTHER = 303
BAD, SIGNED_OUT = 400, 401
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
AnyRequest = Request[Any, Any, Any]


def show(request: AnyRequest, site: Site, template: str, member: Member | None, *, status: int = 200, **shown: Any) -> Response[str]:
    """Render a page of the CMS in the reader's language."""
    language = visitor_language(request, site)
    nonce = secrets.token_urlsafe(16)
    said = {"member": member, "here": request.url.path, "said": request.query_params.get("said", ""), "nonce": nonce}
    said["refused"] = status >= BAD and not (status == SIGNED_OUT and request.method == "GET")
    content = _whole(template, request.url.path, web.words_of(site, language) | said | shown)
    return web.html(content, language, POLICY.format(nonce=nonce), status=status, headers=PRIVATE)


def _whole(template: str, path: str, shown: dict[str, Any]) -> str:
    """Render a page; one that refuses a form is rendered once more when its wrong fields are known, for the links to them."""
    page, error = TEMPLATES.get_template(f"cms/{template}.html"), shown.get("error")
    content = page.render(shown, wrong=())
    wrong = refused.wrong_in(content, error.fields, path) if isinstance(error, AudioGuideError) else ()
    if not wrong:
        return content
    note = TEMPLATES.get_template("cms/_wrong.html")
    return refused.said_beside(page.render(shown, wrong=wrong), wrong, lambda field: note.render(shown, id=field))


def piece(request: AnyRequest, site: Site, template: str, member: Member, **shown: Any) -> str:
    """Render a part of a page that is exchanged while the page stays."""
    words = web.words_of(site, visitor_language(request, site))
    return with_languages(TEMPLATES.get_template(f"cms/{template}.html").render(words, member=member, here=request.url.path, **shown))


def part(request: AnyRequest, site: Site, template: str, **shown: Any) -> str:
    """Render a piece of a page in the reader's language, for standing in somebody else's page."""
    return TEMPLATES.get_template(f"cms/{template}.html").render(web.words_of(site, visitor_language(request, site)), **shown)


def macros(request: AnyRequest, site: Site, template: str, member: Member) -> TemplateModule:
    """Return the words of a template in the reader's language, for what is no page."""
    return TEMPLATES.get_template(f"cms/{template}.html").make_module(web.words_of(site, visitor_language(request, site)) | {"member": member})


def go(path: str, cookies: Sequence[Cookie] = ()) -> Response[str]:
    """Send the reader on after a change, so that reloading the page does not repeat it."""
    return Response("", media_type=MediaType.TEXT, status_code=SEE_OTHER, headers={**PRIVATE, "Location": path}, cookies=list(cookies))
