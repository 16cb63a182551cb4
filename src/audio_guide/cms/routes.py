"""All addresses of the CMS, and what is shown when one of them fails."""

from collections.abc import Callable
from typing import Any

from litestar import Request, Response
from litestar.di import Provide
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from audio_guide.cms import (
    alongside,
    anew,
    arranging,
    assets,
    board,
    care,
    comparing,
    entrance,
    films,
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
    report_files,
    review,
    scripts,
    settings,
    sound,
    tour_list,
    tour_words,
    translate,
    translators,
    voices,
    way,
    way_sound,
    wording,
)
from audio_guide.cms.doors import HOME, MEMBER, SAFE, OldFormError, SignedOutError, desk, local, member, same_site
from audio_guide.cms.entrance import sign_in_page
from audio_guide.cms.rendering import go, show
from audio_guide.kit.errors import AudioGuideError
from audio_guide.kit.shield import TOO_LARGE, TooLargeError
from audio_guide.kit.web import Rooms, Site


def error_handlers(site: Callable[[], Site]) -> dict[type[Exception] | int, Any]:
    """Return how the CMS says that something failed."""

    def signed_out(request: Request[Any, Any, Any], error: SignedOutError) -> Response[str]:
        """Ask to sign in; what was about to be sent is carried along, so that no text is lost."""
        path = local(request.url.path + (f"?{request.url.query}" if request.url.query else ""))
        if request.method in SAFE:
            return go("/cms/sign-in") if path.rstrip("/") == HOME else sign_in_page(request, site(), error, next=path)
        if error.kept is None:
            return sign_in_page(request, site(), error, next=request.route_handler.opt.get("page", path))
        return sign_in_page(request, site(), error, kept=error.kept, action=path)

    def old_form(request: Request[Any, Any, Any], error: OldFormError) -> Response[str]:
        """Show what the form holds, for sending it again in this session."""
        said = request.route_handler.opt
        if not error.kept or said.get("upload") or said.get("private"):
            return failed(request, error)
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        who = request.scope["state"][MEMBER]
        return show(request, site(), "go_on", who, status=error.status, kept=error.kept, action=local(path), error=error)

    def failed(request: Request[Any, Any, Any], error: AudioGuideError) -> Response[str]:
        """Say it in a sentence."""
        return show(request, site(), "failed", request.scope["state"].get(MEMBER), status=error.status, error=error)

    def too_large(request: Request[Any, Any, Any], _: RequestEntityTooLarge) -> Response[str]:
        """Say of what the framework itself would not take what the shield says of the rest."""
        return failed(request, TooLargeError(TOO_LARGE))

    return {SignedOutError: signed_out, OldFormError: old_form, AudioGuideError: failed, RequestEntityTooLarge: too_large}


def router(site: Callable[[], Site]) -> Rooms:
    """Return the CMS under its address."""
    writing = (scripts, alongside, comparing, hearing, sound, anew, human, voices, names, pictures, films, translate, translators, wording)
    places = (tour_words, printing, way, way_sound, care, tour_list, arranging)
    judging = (review, report_files, publications, preview, history)
    rooms = (entrance, assets, board, progress, people, languages, *writing, *places, *judging, settings, listening, helping)
    return Rooms(
        HOME,
        route_handlers=[handler for room in rooms for handler in room.HANDLERS],
        guards=[same_site(site)],
        dependencies={"member": Provide(member), "desk": Provide(desk)},
        exception_handlers=error_handlers(site),
    )
