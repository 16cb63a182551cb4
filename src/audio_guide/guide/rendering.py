"""Pages of the guide as answers: templates, the stop page's script, and the headers that caches and browsers go by."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from litestar import Response

from audio_guide.guide.text import artwork, flat, paragraphs, pieces, sources
from audio_guide.kit import web
from audio_guide.kit.web import Site
from audio_guide.publishing.shelf import Shelf, films_of, nearest_track, standard

HERE = Path(__file__).parent
SCRIPT = web.inline(HERE / "static" / "stop.min.js")
STYLE = web.inline(HERE / "static" / "stop.css")
COUNT = web.inline(HERE / "static" / "count.min.js")
PAD = web.inline(HERE / "static" / "pad.js")
ONE = web.inline(HERE / "static" / "one.js")
FILES = web.inline(HERE / "static" / "files.js")
FINDING = web.inline(web.FORM, HERE / "static" / "finding.css")
OK = 200
TEMPLATES = web.environment(HERE / "templates")
TEMPLATES.globals |= {
    "script": SCRIPT.text,
    "stop_style": STYLE.text,
    "pieces": pieces,
    "flat": flat,
    "paragraphs": paragraphs,
    "sources": sources,
    "artwork": artwork,
    "standard": standard,
    "nearest_track": nearest_track,
    "films_of": films_of,
    "dot": "\u00a0· ",
}
TEMPLATES.globals |= {"count_script": COUNT.text, "pad_script": PAD.text, "one_script": ONE.text, "finding_style": FINDING.text, "files_script": FILES.text}


@dataclass(frozen=True)
class Page:
    """What a page shows and where it stands; *path* is its address without the language, *alternates* the languages that really have it."""

    template: str
    path: str
    alternates: tuple[str, ...] = ()
    indexed: bool = True
    status: int = OK
    shown: dict[str, Any] = field(default_factory=dict)
    scripts: tuple[web.Inline, ...] = (SCRIPT, COUNT, PAD, ONE)
    loads: dict[str, str] = field(default_factory=dict)
    """What this page alone may load besides; see ``web.security_policy``."""


def csp_hashes() -> tuple[str, ...]:
    """Return the digests of the script and the styles that stand in the pages, as a Content-Security-Policy writes them."""
    return SCRIPT.digest, web.STYLE.digest, STYLE.digest


def show(page: Page, site: Site, shelf: Shelf, language: str) -> Response[str]:
    """Render a page; one that may be kept says from which revision of the shelf it is."""
    words = web.words_of(site, language)
    lent = (web.LENT_SCRIPT,) if site.lent else ()
    looks = [STYLE, FINDING, site.style, *((web.LENT_STYLE,) if site.lent else ())]
    scripts = (FILES, *page.scripts) if site.as_files else page.scripts
    policy = web.security_policy(*scripts, *lent, styles=looks, **page.loads)
    alternates = [one for one in page.alternates if one in site.offered]
    placed = {"path": page.path, "alternates": alternates, "indexed": page.indexed and page.status == OK}
    # Where only files are given nobody sends a header; what a page cannot forbid of itself, to stand in a frame, is left out.
    content = TEMPLATES.get_template(page.template).render(words | page.shown, **placed, policy=policy.partition("; frame-ancestors")[0])
    kept = {"Cache-Control": "no-cache", "x-guide-revision": shelf.revision} if page.status == OK and not site.lent else {"Cache-Control": "no-store"}
    return web.html(content, language, policy, status=page.status, headers=kept)
