"""All addresses of the guide: registered once in a process, since that costs half a second; who answers at them is found for each request."""

import functools
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, cast

from litestar import Litestar, Request
from litestar.datastructures import State
from litestar.di import Provide

from audio_guide import api, cms, guide
from audio_guide.api import problems
from audio_guide.kit.asgi import App, Receive, Scope, Send
from audio_guide.kit.inside import Inside
from audio_guide.kit.web import Site, error_handlers, seen_by
from audio_guide.listening.counter import Counts
from audio_guide.publishing.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind the addresses; what may be another thing at the next request is asked for."""

    site: Site
    counts: Counts
    shelf: Callable[[], Shelf]
    office: Callable[[], cms.Office]
    pages: Callable[[], Inside]
    ready: Callable[[], Awaitable[dict[str, bool]]]


_behind: ContextVar[Behind] = ContextVar("behind")


def answering(behind: Behind) -> App:
    """Return the application that answers at all addresses with what stands behind them."""
    framework = cast("App", addresses())

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        before = _behind.set(behind)
        try:
            await framework(scope, receive, send)
        finally:
            _behind.reset(before)

    return answer


@functools.cache
def addresses() -> Litestar:
    """Return the framework with pages, the CMS, JSON and health."""
    return Litestar(
        route_handlers=[cms.router(_site), *guide.ROUTES, *api.ROUTES],
        dependencies={
            "shelf": Provide(lambda: _behind.get().shelf(), sync_to_thread=False),
            "office": Provide(lambda: _behind.get().office(), sync_to_thread=False),
            "site": Provide(_seen, sync_to_thread=False),
            "pages": Provide(lambda: _behind.get().pages(), sync_to_thread=False),
            "counts": Provide(lambda: _behind.get().counts, sync_to_thread=False),
            "ready": Provide(lambda: _behind.get().ready, sync_to_thread=False),
        },
        exception_handlers=_by_surface(),
        state=State({problems.TRANSLATE: _translated, problems.OFFERED: lambda: _site().languages.codes}),
        openapi_config=None,
        debug=False,
    )


def _site() -> Site:
    return _behind.get().site


def _seen(request: Request[Any, Any, Any]) -> Site:
    return seen_by(_site(), request)


def _translated(language: str, message: str, **places: object) -> str:
    return _site().catalogues.gettext(language, message, **places)


def _by_surface() -> dict[type[Exception] | int, Any]:
    """Answer errors as pages to people and as problem documents to programs; the address tells them apart, since routing fails before any surface."""
    pages = error_handlers(_site)

    def chosen(kind: type[Exception] | int) -> Any:
        return lambda request, error: (problems.respond if request.url.path.startswith("/api/") else pages[kind])(request, error)

    return {kind: chosen(kind) for kind in pages}
