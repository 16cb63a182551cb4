"""Pages as HTML: templates, the words and formats they may use, the visitor's language, and what is shown when something fails."""

import base64
import hashlib
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Request, Response, Router
from litestar.exceptions import HTTPException
from markupsafe import Markup
from rjsmin import jsmin

from audio_guide.kit import formats
from audio_guide.kit.brand import Logo, accent
from audio_guide.kit.errors import AudioGuideError, mark
from audio_guide.kit.i18n import Catalogues, Shown, negotiate
from audio_guide.kit.languages import Languages
from audio_guide.kit.latin import latin
from audio_guide.kit.marks import marked, with_languages

HERE = Path(__file__).parent
CHOICE_COOKIE = "choice"
"""The one cookie of a visitor; it holds what they picked, a language and a form of the texts: ``kk``, ``kk.easy`` or ``.easy``."""
LENT_COOKIE = "kiosk"
"""Set on a phone that the museum lends, by its staff; no visitor's own phone has it."""
SERVER_ERROR = 500
MOST_FIGURES = 9
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MESSAGES = {404: mark("Not found"), 405: mark("This address cannot be used in this way.")}
SOMETHING_WRONG = mark("Something went wrong. Please try again.")
NOT_UNDERSTOOD = mark("This address could not be understood.")
BETWEEN_RULES = re.compile(r"\s*([{};,])\s*|(?<=:)\s+")
REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)

log = logging.getLogger(__name__)
Handler = Callable[[Request[Any, Any, Any], Any], Response[str]]


class Rooms(Router):
    """A router that is made anew for each application.

    Litestar copies a router with all that hangs on its handlers, a quarter of the time of a start; this one it may keep.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> "Rooms":
        """Return the router itself."""
        return self


@dataclass(frozen=True)
class Site:
    """What every page of this house says of it."""

    museum_name: dict[str, str]
    public_url: str
    default_language: str
    catalogues: Catalogues
    colour: str = ""
    logo: Logo | None = None
    care: Mapping[str, str] = field(default_factory=dict)
    """Where one finds quiet and help after a hard stop, in each language."""
    idle_seconds: int = 120
    """After how long without use a lent phone asks whether somebody is still there."""
    lent: bool = False
    """Whether this request comes from a lent phone."""
    as_files: bool = False
    """Whether the pages become files: nothing that needs a server to answer stands in them."""

    @cached_property
    def style(self) -> "Inline | None":
        """The museum's colour as a style of its own, if it has one."""
        return inlined(accent(self.colour)) if self.colour else None

    @property
    def languages(self) -> Languages:
        """The museum's languages as this process knows them now."""
        return self.catalogues.register.now

    @property
    def offered(self) -> tuple[str, ...]:
        """The languages that a visitor may choose now."""
        return self.catalogues.register.offered

    def name(self, language: str) -> str:
        """Return the museum's name in *language*, or in the first language that has one."""
        return self.found_name(language)[0]

    def found_name(self, language: str) -> tuple[str, str]:
        """Return the museum's name and the language in which it is."""
        return self._found(self.museum_name, language)

    def found_care(self, language: str) -> tuple[str, str]:
        """Return where one finds quiet and help, and the language in which that is."""
        return self._found(self.care, language)

    def _found(self, words: Mapping[str, str], language: str) -> tuple[str, str]:
        base = self.languages.derived.get(language, "")
        if words.get(base):
            return latin(words[base]), language
        found = next((one for one in (language, *self.languages.fallbacks.get(language, ()), *words) if words.get(one)), language)
        return words.get(found, ""), found


@dataclass(frozen=True)
class Inline:
    """A style or script that stands in the page itself, with the digest by which the browser is told that it is ours."""

    text: Markup
    digest: str


def inline(*files: Path) -> Inline:
    """Read a style or script of ours for standing in a page; remarks and spaces stay at home, and what ``make scripts`` has shortened is kept as it is."""
    return inlined("".join(_packed(file.name, file.read_text("utf-8")) for file in files))


def _packed(name: str, text: str) -> str:
    if name.endswith(".css"):
        return BETWEEN_RULES.sub(r"\1", REMARK.sub("", text)).replace(";}", "}").strip()
    return text.strip() if name.endswith(".min.js") else str(jsmin(text))


def inlined(text: str) -> Inline:
    """Return a text of ours for standing in a page, with its digest."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Inline(Markup(text), f"'sha256-{digest}'")  # noqa: S704 -- our own words, not anybody's


STYLE = inline(HERE / "static" / "page.css")
FORM = HERE / "static" / "form.css"
"""Goes before the style of whatever pages have forms."""
LENT_STYLE = inline(FORM, HERE / "static" / "kiosk.css")
LENT_SCRIPT = inline(HERE / "static" / "kiosk.js")


def environment(*folders: Path) -> Environment:
    """Return the templates of *folders* and of the kit; everything shown is escaped and a misspelt name is an error."""
    made = Environment(
        loader=FileSystemLoader([*folders, HERE / "templates"]), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.globals |= {"style": STYLE.text, "script": Markup(""), "lent_style": LENT_STYLE.text, "lent_script": LENT_SCRIPT.text}
    return made


def security_policy(*scripts: Inline, styles: Iterable[Inline | None] = (), media: str = "'self'", more: str = "") -> str:
    """Return the Content-Security-Policy of a page that runs only *scripts*, looks only as we say and loads only from here; *more* is what it alone needs."""
    allowed = " ".join(script.digest for script in scripts) or "'none'"
    looks = " ".join(style.digest for style in (STYLE, *styles) if style is not None)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {looks}; img-src 'self'; media-src {media}; "
        f"connect-src 'self'; {more}form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def words_of(site: Site, language: str) -> dict[str, Any]:
    """Return what every template may use: the language, its words and its formats."""
    said, languages = Shown(site.catalogues, language), site.languages
    (name, named), (care, cared) = site.found_name(language), site.found_care(language)
    return {
        "lang": language,
        "direction": languages.directions.get(language, "ltr"),
        "directions": languages.directions,
        "own_names": languages.names,
        "offered": {code: languages.names[code] for code in site.offered if code in languages.names},
        "languages": languages.written,
        "derived_from": languages.derived.get(language, ""),
        "museum": name if named == language else marked(name, named),
        "public_url": site.public_url.rstrip("/"),
        "default_language": site.default_language,
        "neutral": "",
        "onward": "",
        "brand": site.style.text if site.style is not None else "",
        "logo": site.logo,
        "care": care,
        "care_language": cared,
        "idle": site.idle_seconds if site.lent else 0,
        "as_files": site.as_files,
        "_": said.gettext,
        "ngettext": said.ngettext,
        "pgettext": said.pgettext,
        "duration": partial(formats.duration, language=language),
        "clock": formats.clock,
        "file_size": partial(formats.file_size, language=language),
        "day": partial(formats.day, language=language),
        "number": partial(formats.number, language=language),
    }


def html(content: str, language: str, policy: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response[str]:
    """Return a page as an answer that says its language and what it may load."""
    said = {"Content-Language": language, "Content-Security-Policy": policy, **(headers or {})}
    return Response(with_languages(content), media_type=MediaType.HTML, status_code=status, headers=said)


def path_language(path: str, site: Site) -> str | None:
    """Return the language that a path begins with, or None."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in site.languages.codes else None


def chosen(request: Request[Any, Any, Any]) -> tuple[str, str]:
    """Return the language and the form of the texts that the cookie names; either may be empty, and neither need be one of ours."""
    language, _, track = request.cookies.get(CHOICE_COOKIE, "").partition(".")
    return language, track


def visitor_language(request: Request[Any, Any, Any], site: Site) -> str:
    """Return the language that the visitor once picked, else the one that the browser wishes, else the museum's."""
    picked, _ = chosen(request)
    return picked if picked in site.languages.codes else negotiate(request.headers.get("accept-language", ""), site.offered, site.default_language)


def seen_by(site: Site, request: Request[Any, Any, Any]) -> Site:
    """Return the site as this request sees it: on a lent phone every page goes back to the start after a while."""
    return replace(site, lent=True) if request.cookies.get(LENT_COOKIE) == "1" else site


def sent_from_here(headers: Mapping[str, str], public_url: str = "") -> bool:
    """Tell whether one of our own pages sent a request, by Fetch Metadata, or by Origin where a browser knows no better.

    Origin has to be the public address, if that is known; on the machine itself it has to be the host that was asked.
    """
    fetched = headers.get("sec-fetch-site")
    if fetched is not None:
        return fetched in {"same-origin", "none"}
    origin = headers.get("origin", "")
    ours = urlsplit(public_url)
    if ours.hostname and ours.hostname not in LOOPBACK:
        return origin.lower() == f"{ours.scheme}://{ours.netloc}".lower()
    return bool(origin) and urlsplit(origin).netloc == headers.get("host", "")


def whole_number(text: str, otherwise: int = 0) -> int:
    """Return the number that somebody typed or an address carries, if it is one of at most nine plain figures."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_FIGURES else otherwise


def error_handlers(site_now: Callable[[], Site]) -> dict[type[Exception] | int, Handler]:
    """Return the handlers that turn every failure into a page with a sentence and the ways home; they read nothing but the catalogues."""
    templates = environment()

    def answer(request: Request[Any, Any, Any], error: Exception) -> Response[str]:
        site = site_now()
        language = path_language(request.url.path, site) or visitor_language(request, site)
        status, message = _status_and_message(error, site, language)
        if status >= SERVER_ERROR:
            log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        at = seen_by(site, request)
        content = templates.get_template("error.html").render(words_of(at, language), message=message, path="/", alternates=(), indexed=False)
        kept = error.headers or {} if isinstance(error, HTTPException) else {}
        scripts, styles = ([LENT_SCRIPT], [LENT_STYLE]) if at.lent else ([], [])
        policy = security_policy(*scripts, styles=[site.style, *styles])
        return html(content, language, policy, status=status, headers={**kept, "Cache-Control": "no-store"})

    return {AudioGuideError: answer, HTTPException: answer, Exception: answer}


def _status_and_message(error: Exception, site: Site, language: str) -> tuple[int, str]:
    """Return the status and the sentence in the reader's language; the words of other people's errors never leave."""
    if isinstance(error, AudioGuideError):
        return error.status, Shown(site.catalogues, language).gettext(error.message_id, **error.places)
    status = error.status_code if isinstance(error, HTTPException) else SERVER_ERROR
    message = SOMETHING_WRONG if status >= SERVER_ERROR else MESSAGES.get(status, NOT_UNDERSTOOD)
    return status, Shown(site.catalogues, language).gettext(message)
