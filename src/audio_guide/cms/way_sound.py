"""The sound of the ways between stops: hear the newest, approve exactly what was heard, make it, or make it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts import service as accounts
from audio_guide.cms.doors import WRITERS, TheDesk, may_write
from audio_guide.cms.rendering import go
from audio_guide.kit.errors import ConflictError
from audio_guide.publishing import service as publishing
from audio_guide.publishing import wayside
from audio_guide.speech import ways as spoken
from audio_guide.speech.service import Voices
from audio_guide.speech.wanting import want_ways
from audio_guide.speech.ways import Standing
from audio_guide.tours import service as tours
from audio_guide.tours import ways
from audio_guide.tours.models import Stop
from audio_guide.tours.ways import Spot

VARIANTS = ("way", "free")
"""The way for everybody, and the one without steps."""
GONE = "The text or its reading has changed since you listened. Listen to the new sound, then approve it."


@dataclass(frozen=True, slots=True)
class Entry:
    """One way in one language and variant, and how it stands to its sound."""

    code: str
    language: str
    variant: str
    standing: Standing


def words_in(spot: Spot | None, language: str, variant: str) -> str:
    """Return the words of a way as they are saved, or ""."""
    own = spot.ways.get(language) if spot is not None else None
    return "" if own is None else own.text if variant == "way" else own.step_free


async def entries(session: AsyncSession, voices: Voices, spots: Mapping[UUID, Spot], stops: Sequence[Stop], languages: Sequence[str]) -> dict[str, list[Entry]]:
    """Return the ways that have words, by the code of their stop."""
    found: dict[str, list[Entry]] = {}
    places = [(stop, variant) for stop in stops for variant in VARIANTS]
    for language in languages:
        standing = await spoken.standings(session, voices, language, [words_in(spots.get(stop.id), language, variant) for stop, variant in places])
        for stop, variant in places:
            if words := words_in(spots.get(stop.id), language, variant):
                found.setdefault(stop.code, []).append(Entry(stop.code, language, variant, standing[words]))
    return found


@post("/tours/{slug:str}/way/sound", opt={"roles": WRITERS})
async def decide(slug: FromPath[str], desk: TheDesk) -> Response[str]:
    """Approve the sound of a way that was heard, have it made or made again, or have all sound of the tour's ways made that is missing."""
    form = await desk.form()
    if not form.get("code"):
        return await _all(desk, slug)
    code, language = str(form["code"]), str(form.get("language", ""))
    variant = "free" if form.get("variant") == "free" else "way"
    may_write(desk.member, language)
    async with desk.office.database.write() as session:
        tour = await publishing.tour_by_slug(session, slug)
        stop = await tours.stop_by_code(session, code)
        words = words_in((await ways.spots(session, tour.id)).get(stop.id), language, variant)
        standing = (await spoken.standings(session, desk.office.voices, language, [words])).get(words)
        if standing is None:
            raise ConflictError(GONE)
        if form.get("approve"):
            heard = {"heard": str(form.get("heard", "")), "take": str(form.get("take", ""))}
            await wayside.approve(session, desk.office.voices, language, words, desk.member.signature, **heard)
        else:
            await spoken.want(session, desk.office.jobs, [standing], again=True, anew=bool(form.get("again")))
        verb = "way-approved" if form.get("approve") else "way-wanted"
        await accounts.record(session, desk.member.name, verb, f"{slug} {stop.number or stop.code}", language, place=slug)
    said = "approved" if form.get("approve") else "way-sound"
    return go(f"/cms/tours/{slug}/way?said={said}#sound-{variant}-{language}-{stop.code}")


async def _all(desk: TheDesk, slug: str) -> Response[str]:
    """Want all sound of a tour's ways that is missing, in the languages that the member of staff may write."""
    async with desk.office.database.read() as session:
        tour = await publishing.tour_by_slug(session, slug)
        words = await ways.words_of(session, tour_id=tour.id)
    await want_ways(desk.office, {language: texts for language, texts in words.items() if desk.member.may_write(language)}, again=True)
    async with desk.office.database.write() as session:
        await accounts.record(session, desk.member.name, "way-wanted", slug, place=slug)
    return go(f"/cms/tours/{slug}/way?said=way-sound#sounds")


HANDLERS = [decide]
