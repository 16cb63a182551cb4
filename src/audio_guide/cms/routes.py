"""All addresses of the CMS, and what is shown when one of them fails."""

from typing import Any

from litestar import Request, Response
from litestar.di import Provide

from audio_guide.cms import (
    alongside,
    assets,
    board,
    care,
    comparing,
    entrance,
    hearing,
    helping,
    history,
    human,
    languages,
    listening,
    names,
    people,
    pictures,
    preview,
    printing,
    progress,
    publications,
    review,
    scripts,
    settings,
    sound,
    tour_words,
    translate,
    translators,
    voices,
    way,
    way_sound,
    wording,
)
from audio_guide.cms.doors import SAFE, SignedOutError, desk, member, same_site
from audio_guide.cms.entrance import HOME, KEPT, local, sign_in_page
from audio_guide.cms.rendering import go, show
from audio_guide.kit.errors import AudioGuideError
from audio_guide.kit.web import Rooms, Site


def error_handlers(site: Site) -> dict[type[Exception] | int, Any]:
    """Return how the CMS says that something failed."""

    def signed_out(request: Request[Any, Any, Any], error: SignedOutError) -> Response[str]:
        """Ask to sign in; what was about to be sent is carried along, so that no text is lost."""
        path = local(request.url.path + (f"?{request.url.query}" if request.url.query else ""))
        if request.method in SAFE or error.kept is None:
            return go("/cms/sign-in") if path.rstrip("/") == HOME else sign_in_page(request, site, error, next=path)
        return sign_in_page(request, site, error, kept={KEPT + name: value for name, value in error.kept.items()}, action=path)

    def failed(request: Request[Any, Any, Any], error: AudioGuideError) -> Response[str]:
        """Say it in a sentence."""
        return show(request, site, "failed", None, status=error.status, error=error)

    return {SignedOutError: signed_out, AudioGuideError: failed}


def router(site: Site) -> Rooms:
    """Return the CMS under its address."""
    writing = (scripts, alongside, comparing, hearing, sound, human, voices, names, pictures, translate, translators, wording, tour_words, printing, way, care)
    rooms = (entrance, assets, board, progress, people, languages, *writing, way_sound, review, publications, preview, history, settings, listening, helping)
    return Rooms(
        HOME,
        route_handlers=[handler for room in rooms for handler in room.HANDLERS],
        guards=[same_site],
        dependencies={"member": Provide(member), "desk": Provide(desk)},
        exception_handlers=error_handlers(site),
    )
