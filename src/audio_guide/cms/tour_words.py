"""A tour's own words in one language: its title, its summary and what is said about it."""

from collections.abc import Mapping

from litestar import Response, get, post
from litestar.params import FromPath

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import ANYBODY, WRITERS, TheDesk, may_write, written
from audio_guide.cms.rendering import go
from audio_guide.kit.errors import AudioGuideError, BadInputError
from audio_guide.publishing import service as publishing
from audio_guide.tours import service as tours
from audio_guide.tours import writing
from audio_guide.tours.changing import Change, FieldsChangedError, after, touched
from audio_guide.tours.models import TourText

FIELDS = ("title", "summary", "about")


@get("/tours/{slug:str}/{language:str}", opt={"roles": ANYBODY})
async def tour_words(slug: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Show a tour's words for writing, with the other languages beside them."""
    written(desk, language)
    return await _page(desk, slug, language)


async def _page(desk: TheDesk, slug: str, language: str, error: AudioGuideError | None = None, typed: Mapping[str, str] | None = None) -> Response[str]:
    """Show the page, with what was typed where it could not be saved."""
    async with desk.office.database.read() as session:
        tour = await publishing.tour_by_slug(session, slug)
        texts = await writing.texts_of(session, tour.id)
    now = _now(texts.get(language))
    status = error.status if error is not None else 200
    clashes = error.fields if isinstance(error, FieldsChangedError) else frozenset()
    return desk.show(
        "tour_words", status=status, slug=slug, language=language, texts=texts, now=now, typed={**now, **(typed or {})}, clashes=clashes, error=error
    )


def _now(text: TourText | None) -> dict[str, str]:
    return {name: getattr(text, name) if text is not None else "" for name in FIELDS}


def _check(words: Mapping[str, str]) -> None:
    if not words["title"]:
        raise BadInputError("A tour needs a title. Write one, then save again.").at("title")


@post("/tours/{slug:str}/{language:str}", opt={"roles": WRITERS})
async def save_tour_words(slug: FromPath[str], language: FromPath[str], desk: TheDesk) -> Response[str]:
    """Save a tour's words in one language; two who write at once lose nothing."""
    written(desk, language)
    may_write(desk.member, language)
    form = await desk.form()
    changes = {name: Change(str(form.get(f"seen-{name}", "")), str(form.get(name, "")).strip()) for name in FIELDS}
    try:
        async with desk.office.database.write() as session:
            tour = await publishing.tour_by_slug(session, slug)
            words = after(changes, _now((await writing.texts_of(session, tour.id)).get(language)))
            _check(words)
            await tours.save_tour(session, slug, {language: words}, tour.position)
            await accounts.record(session, desk.member.name, "tour-saved", words["title"], language, slug)
    except (BadInputError, FieldsChangedError) as error:
        return await _page(desk, slug, language, error, touched(changes))
    return go(f"/cms/tours/{slug}/{language}?said=saved")


HANDLERS = [tour_words, save_tour_words]
