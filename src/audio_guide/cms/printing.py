"""Signs for the printer: one plate for each stop."""

from litestar import Response, get
from litestar.params import FromPath

from audio_guide.cms.doors import ANYBODY, TheDesk
from audio_guide.cms.rendering import PRIVATE
from audio_guide.kit.errors import NotFoundError
from audio_guide.publishing import signs
from audio_guide.tours import service as tours


@get("/signs", opt={"roles": ANYBODY})
async def sheet(desk: TheDesk) -> Response[str]:
    """Show the plates of all stops, or of one, ready to be printed."""
    code = desk.request.query_params.get("stop", "")
    async with desk.office.database.read() as session:
        numbered = [stop for stop in await tours.stops(session) if stop.number is not None]
    only = next((stop for stop in numbered if stop.code == code), None)
    if code and only is None:
        raise NotFoundError("There is no stop with the code {code}.", code=code[:20])
    return desk.show("signs", stops=[only] if only is not None else numbered, only=only)


@get("/signs/{code:str}", opt={"roles": ANYBODY})
async def plate(code: FromPath[str], desk: TheDesk) -> Response[str]:
    """Give one plate as SVG."""
    async with desk.office.database.read() as session:
        stop = await tours.stop_by_code(session, code.removesuffix(".svg"))
    if stop.number is None:
        raise NotFoundError("There is no stop with the code {code}.", code=code[:20])
    drawing = signs.svg(signs.sign(desk.site.public_url, stop.code, stop.number))
    return Response(drawing, media_type="image/svg+xml", headers={**PRIVATE, "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"})


HANDLERS = [sheet, plate]
