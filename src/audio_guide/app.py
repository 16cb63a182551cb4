"""The one place that wires the surfaces together."""

import asyncio
import contextlib
import gc
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import cast

from granian.utils.proxies import wrap_asgi_with_proxy_headers
from sqlalchemy.exc import SQLAlchemyError

from audio_guide import cms, guide
from audio_guide.addresses import Behind, answering
from audio_guide.api.media import MediaApp
from audio_guide.house import House, cache_folder, open_house
from audio_guide.kit.asgi import App, Receive, Scope, Send, live
from audio_guide.kit.brand import logo
from audio_guide.kit.db import AWAY
from audio_guide.kit.errors import AudioGuideError, UnavailableError
from audio_guide.kit.i18n import Catalogues, museum_names
from audio_guide.kit.inside import Inside
from audio_guide.kit.languages import Languages, Register
from audio_guide.kit.media import MediaStore
from audio_guide.kit.refusing import Refusals
from audio_guide.kit.rendered import Rendered
from audio_guide.kit.rsgi import Front
from audio_guide.kit.seal import Seal
from audio_guide.kit.shield import Guarded, Headers
from audio_guide.kit.web import Site
from audio_guide.listening.counter import Counts
from audio_guide.publishing import service as publishing
from audio_guide.publishing.shelf import Shelf
from audio_guide.publishing.static_export import PublicPages
from audio_guide.settings import Settings
from audio_guide.speech.speaking import Speakers
from audio_guide.tours.footage import Limits, Screening
from audio_guide.tours.languages import known

SELDOM = (50_000, 20, 100)
"""How often Python looks for garbage in circles: at the usual 700 new objects a fifth of the time of the staff's large pages went there."""
LOOK_SECONDS = 0.4
"""How often each process asks whether something else was published; the public sees it within a second."""
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Keeper:
    """Holds what is published in memory and exchanges it whole when a pointer moves."""

    register: Register
    shelf: Shelf = field(default_factory=Shelf)
    media: dict[str, int] = field(default_factory=dict)
    pointed: tuple[tuple[str, str, str], ...] | None = None
    languages: Languages | None = None
    database_answers: bool = False
    revision: str = ""
    """What rendered pages are made of: the shelf and the interface's words."""

    def length_of(self, name: str) -> int | None:
        """Return how many bytes a published file has, or None for what is not published."""
        return self.media.get(name)

    async def look(self, house: House, catalogues: Catalogues) -> None:
        """Read the pointers and the languages, and the editions if any of these changed."""
        async with house.database.read() as session:
            pointed = await publishing.pointers(session)
            languages = await known(session)
            if (pointed, languages) != (self.pointed, self.languages):
                shelf = await publishing.load_shelf(session, languages)
                self.register.learn(languages, {language for _, language in shelf.editions})
                self.shelf, self.media, self.pointed, self.languages = shelf, shelf.media(), pointed, languages
        self.database_answers = True
        self.revision = f"{self.shelf.revision}.{catalogues.revision}"

    async def keep(self, house: House, catalogues: Catalogues) -> None:
        """Go on looking; when the database is away the public keeps what it had."""
        while True:
            try:
                await self.look(house, catalogues)
            except (AudioGuideError, SQLAlchemyError):
                if self.database_answers:
                    log.exception("the database does not answer; the published editions stay as they are")
                self.database_answers = False
            await asyncio.sleep(LOOK_SECONDS)


def create_app(settings: Settings) -> App:
    """Return the whole guide as one ASGI application."""
    return _wired(settings).app


def site_of(settings: Settings, catalogues: Catalogues) -> Site:
    """Return what every page says of the house; raises BadInputError if its colour or sign cannot be shown."""
    care = museum_names(settings.care) if settings.care else {}
    sign = logo(settings.logo) if settings.logo else None
    site = Site(
        museum_names(settings.museum_name), settings.public_url, settings.default_language, catalogues, settings.colour, sign, care, settings.kiosk_idle_seconds
    )
    _ = site.style  # a colour that cannot be read is refused now and not before a visitor
    return site


def refusals_of(site: Site) -> Refusals:
    """Return how what never reaches a page is refused: in the languages of the guide."""
    return Refusals(site.catalogues.gettext, lambda: site.languages.codes, site.default_language)


@dataclass(slots=True)
class _Running:
    """What is there while the guide runs: it is opened and closed with the server, not with the application."""

    office: cms.Office | None = None
    media: MediaApp | None = None

    def at_work(self) -> cms.Office:
        """Return what the staff's pages need; they are only asked for while the guide runs."""
        if self.office is None:
            message = "the guide does not run yet"
            raise RuntimeError(message)
        return self.office

    @asynccontextmanager
    async def while_open(self, settings: Settings, keeper: Keeper, site: Site, counts: Counts) -> AsyncIterator[None]:
        """Open the house, look for what is published, and go on looking until the server ends."""
        async with open_house(settings) as house, counts.counting(house.database):
            await asyncio.to_thread(_prepare, house.seal)
            self.office = _office(house, site)
            self.media = MediaApp(house.media, keeper.length_of, refusals_of(site))
            with contextlib.suppress(AudioGuideError, SQLAlchemyError):
                await keeper.look(house, site.catalogues)
            looking = asyncio.create_task(keeper.keep(house, site.catalogues))
            try:
                yield
            finally:
                looking.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await looking
                self.media.close()
                await self.office.close()
                self.office = self.media = None


@asynccontextmanager
async def public_pages(settings: Settings) -> AsyncIterator[PublicPages]:
    """Give the pages as they stand in files, where no server answers; nothing listens meanwhile."""
    wired = _wired(settings, as_files=True)
    async with wired.opened():
        if not wired.keeper.database_answers:
            raise UnavailableError(AWAY)
        yield PublicPages(wired.inside(), wired.keeper.shelf, wired.running.at_work().media, wired.site.public_url)


@dataclass(frozen=True, slots=True)
class _Wired:
    """The application and its parts."""

    app: App
    cached: Rendered
    keeper: Keeper
    site: Site
    running: _Running
    inside: Callable[[], Inside]
    """The pages as the guide reads them itself."""
    opened: Callable[[], AbstractAsyncContextManager[None]]


def _wired(settings: Settings, *, as_files: bool = False) -> _Wired:
    """Wire everything together; *as_files* makes pages that need no server."""
    keeper = Keeper(Register())
    site = replace(site_of(settings, Catalogues(Path(settings.locales_dir), register=keeper.register)), as_files=as_files)
    counts = Counts()
    running = _Running()

    def inside() -> Inside:
        return Inside(cached, lambda: keeper.revision)

    def opened() -> AbstractAsyncContextManager[None]:
        return running.while_open(settings, keeper, site, counts)

    # What is kept in memory is answered before anything else looks at the request.
    pages = answering(Behind(site, counts, lambda: keeper.shelf, running.at_work, inside, partial(_ready, running, keeper)))
    cached = Rendered(Guarded(Headers(pages), cms.uploads(settings.film_megabytes), refusals_of(site)), lambda: keeper.revision)

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        """Send media past the framework, and pages from memory where nothing changed."""
        if scope["type"] == "lifespan":
            await live(opened, receive, send)
            return
        path = scope.get("path", "")
        if path.startswith("/media/") and running.media is not None:
            await running.media(scope, receive, send)
            return
        if path.startswith("/Q/"):
            # Signs carry capitals, which make a coarser code.
            scope = {**scope, "path": f"/q/{path[3:]}", "raw_path": b"/q/" + path[3:].encode()}
        await cached(scope, receive, send)

    return _Wired(dispatch, cached, keeper, site, running, inside, opened)


def _prepare(seal: Seal) -> None:
    """Make the secret key at the first start; where that fails visitors are served all the same, and the staff are told."""
    try:
        seal.prepare()
    except AudioGuideError:
        log.exception("second factors cannot be checked")


def _office(house: House, site: Site) -> cms.Office:
    """Return what the staff's pages need; one process speaks for them while they write."""
    folder = cache_folder(house.settings)
    return cms.Office(
        house.database,
        house.media,
        house.voices,
        house.jobs,
        house.seal,
        folder,
        start_speakers=lambda: Speakers(house.settings.engine_options, folder, 1),
        show_stop=partial(guide.draft_page, site),
        screening=Screening(Limits(house.settings.film_megabytes, house.settings.film_minutes)),
    )


async def _ready(running: _Running, keeper: Keeper) -> dict[str, bool]:
    """Tell whether visitors can be served: the database answers, sound and pictures are there, and something is published."""
    there = await asyncio.to_thread(_there, running.at_work().media, keeper.media)
    return {"database": keeper.database_answers, "media": there, "published": bool(keeper.shelf.editions)}


def _there(store: MediaStore, published: dict[str, int]) -> bool:
    """Tell whether the store gives what visitors want: one published file, or, where nothing is published, room for the first."""
    name = next(iter(published), None)
    try:
        return store.usable() if name is None else (info := store.head(name)) is not None and info.size == published[name]
    except (AudioGuideError, OSError):
        return False


def trusting(app: App, proxies: str) -> App:
    """Return an app that believes what the proxies at these addresses say of where a request comes from, and nobody else."""
    hosts = [host.strip() for host in proxies.split(",") if host.strip()]
    return cast("App", wrap_asgi_with_proxy_headers(app, hosts)) if hosts else app


def from_environment() -> Front:
    """Return the guide as the server calls it."""
    settings = Settings.from_environment()
    wired = _wired(settings)
    # What stands now stands until the server ends; Python need not look for garbage among it each time a page makes many objects.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    return Front(trusting(wired.app, settings.trusted_proxies), wired.cached)
