"""The staff's pages as answers: never kept by anybody, running only our own script."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from litestar import MediaType, Request, Response
from litestar.datastructures import Cookie

from audio_guide.accounts.service import Member
from audio_guide.kit import web
from audio_guide.kit.web import Site, visitor_language

HERE = Path(__file__).parent
STYLE = web.inline(HERE / "static" / "cms.css")
SCRIPT = web.inline(HERE / "static" / "cms.js")
POLICY = (
    f"default-src 'none'; script-src {SCRIPT.digest}; style-src {web.STYLE.digest} {STYLE.digest}; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TEMPLATES = web.environment(HERE / "templates")
TEMPLATES.globals |= {"cms_style": STYLE.text, "cms_script": SCRIPT.text}
SEE_OTHER = 303
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
AnyRequest = Request[Any, Any, Any]


def show(request: AnyRequest, site: Site, template: str, member: Member | None, *, status: int = 200, **shown: Any) -> Response[str]:
    """Render a page of the CMS in the reader's language."""
    language = visitor_language(request, site)
    path = request.url.path
    content = TEMPLATES.get_template(f"cms/{template}.html").render(
        web.words_of(site, language), member=member, here=path, said=request.query_params.get("said", ""), **shown
    )
    return web.html(content, language, POLICY, status=status, headers=PRIVATE)


def go(path: str, cookies: Sequence[Cookie] = ()) -> Response[str]:
    """Send the reader on after a change, so that reloading the page does not repeat it."""
    return Response("", media_type=MediaType.TEXT, status_code=SEE_OTHER, headers={**PRIVATE, "Location": path}, cookies=list(cookies))
