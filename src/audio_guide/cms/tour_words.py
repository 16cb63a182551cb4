"""A tour's own words in one language: its title, its summary and what is said about it."""

from litestar import Response, get, post
from litestar.params import FromPath

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, WRITERS, TheDesk, may_write, written
from audio_guide.cms.rendering import go
from audio_guide.kit.errors import BadInputError
from audio_guide.publishing import service as publishing
from audio_guide.tours import service as tours
from audio_guide.tours import writing

FIELDS = ("title", "summary", "about")
LONGEST_TITLE = 300
LONGEST_TEXT = 20_000


@get("/tours/{slug:str}/{language:str}", opt={"roles": ANYBODY})
async def tour_words(slug: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Show a tour's words for writing, with the other languages beside them."""
    written(desk, language)
    async with desk.office.database.read() as session:
        tour = await publishing.tour_by_slug(session, slug)
        texts = await writing.texts_of(session, tour.id)
    mine = texts.get(language)
    typed = {name: getattr(mine, name) if mine is not None else "" for name in FIELDS}
    return _page(desk, slug, language, texts, typed)


def _page(desk: TheDesk, slug: str, language: str, texts: object, typed: object, error: BadInputError | None = None) -> Response[str]:  # noqa: PLR0913, PLR0917 -- what one page shows
    return desk.show("tour_words", status=error.status if error else 200, slug=slug, language=language, texts=texts, typed=typed, error=error)


@post("/tours/{slug:str}/{language:str}", opt={"roles": WRITERS})
async def save_tour_words(slug: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Save a tour's words in one language."""
    written(desk, language)
    may_write(desk.member, language)
    form = await desk.form()
    typed = {name: str(form.get(name, ""))[:LONGEST_TEXT] for name in FIELDS}
    typed["title"] = typed["title"].strip()[:LONGEST_TITLE]
    async with desk.office.database.write() as session:
        tour = await publishing.tour_by_slug(session, slug)
        if typed["title"]:
            await tours.save_tour(session, slug, {language: typed}, tour.position)
            await accounts.record(session, desk.member.name, "tour-saved", typed["title"], language, slug)
            return go(f"/cms/tours/{slug}/{language}?said=saved")
        texts = await writing.texts_of(session, tour.id)
    return _page(desk, slug, language, texts, typed, BadInputError("A tour needs a title. Write one, then save again."))


HANDLERS = [tour_words, save_tour_words]
