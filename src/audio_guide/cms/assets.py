"""Files of the staff's pages that are not ours: htmx, as it was published, under a name that changes with its bytes."""

import hashlib
from pathlib import Path

from litestar import Response, get
from litestar.params import FromPath

from audio_guide.kit.errors import NotFoundError

VENDOR = Path(__file__).parent / "static" / "vendor"
HTMX = b";\n".join((VENDOR / name).read_bytes() for name in ("htmx.min.js", "hx-sse.min.js"))
HTMX_NAME = f"htmx-{hashlib.sha256(HTMX).hexdigest()[:16]}.js"


@get("/static/{name:str}", opt={"open": True}, sync_to_thread=False)
def static(name: FromPath[str]) -> Response[bytes]:
    """Give htmx; whoever is not signed in learns nothing from it."""
    if name != HTMX_NAME:
        raise NotFoundError("This file is missing.")
    return Response(HTMX, media_type="text/javascript; charset=utf-8", headers={"Cache-Control": "public, max-age=31536000, immutable"})


HANDLERS = [static]
