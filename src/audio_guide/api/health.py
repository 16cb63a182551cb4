"""Whether the guide lives and whether it can serve."""

from collections.abc import Awaitable, Callable

from litestar import HttpMethod, MediaType, Response, route
from litestar.di import NamedDependency

READ = [HttpMethod.GET, HttpMethod.HEAD]
Ready = Callable[[], Awaitable[dict[str, bool]]]


@route("/healthz", http_method=READ, media_type=MediaType.TEXT, sync_to_thread=False)
def alive() -> Response[str]:
    """Say that the process answers."""
    return Response("ok", media_type=MediaType.TEXT, headers={"Cache-Control": "no-store"})


@route("/readyz", http_method=READ)
async def ready(ready: NamedDependency[Ready]) -> Response[dict[str, bool]]:
    """Say whether everything that visitors need is there; a museum that has published nothing yet works, too."""
    parts = await ready()
    return Response(parts, status_code=200 if parts["database"] and parts["media"] else 503, headers={"Cache-Control": "no-store"})


ROUTES = [alive, ready]
