"""A page of the guide with words that are not published, for whoever previews it; the page itself is the visitor's own."""

from collections.abc import Mapping
from dataclasses import replace

from markupsafe import Markup

from audio_guide.guide import stops, views
from audio_guide.guide.choice import choice_of
from audio_guide.guide.rendering import show
from audio_guide.kit.web import Site
from audio_guide.publishing.shelf import Shelf


def draft_page(  # noqa: PLR0913, PLR0917 -- whose, what, and how it was asked for
    site: Site, shelf: Shelf, language: str, code: str, banner: Markup, asked: Mapping[str, str]
) -> tuple[str, str]:
    """Return the page of a stop on a shelf of drafts, with a banner that says so, and its Content-Security-Policy."""
    choice = choice_of(site, *(asked.get(name, "") for name in ("track", "read", "listen", "route")))
    page = stops.stop(shelf, language, code, choice) or views.missing(shelf, language, code)
    answer = show(replace(page, indexed=False, shown={**page.shown, "banner": banner}), site, shelf, language)
    return answer.content, answer.headers["Content-Security-Policy"]
