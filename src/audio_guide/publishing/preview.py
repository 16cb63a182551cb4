"""A stop as visitors would see it with the words and the sound of now, though nobody has approved or published them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.errors import BadInputError, NotFoundError, UnavailableError
from audio_guide.kit.languages import Languages
from audio_guide.publishing import edition as public
from audio_guide.publishing import service as publishing
from audio_guide.publishing.derived import in_latin
from audio_guide.publishing.finding import placed
from audio_guide.publishing.models import Approval
from audio_guide.publishing.shelf import Shelf
from audio_guide.publishing.sounding import paragraph, paragraphs_with_times, sound_of
from audio_guide.speech import service as speech
from audio_guide.speech.models import Recording
from audio_guide.speech.plan import passages_of
from audio_guide.speech.service import Voices
from audio_guide.tours import ways, writing
from audio_guide.tours.models import Script, Stop, Tour, TourText
from audio_guide.tours.phrases import plain
from audio_guide.tours.writing import Words

SOUNDS = ("approved", "new", "older", "none")
"""Of the sound in a preview: approved, not approved yet, made for older words, or not there."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A shelf that holds the draft, and what its sound is."""

    shelf: Shelf
    sound: str


async def preview(  # noqa: PLR0913, PLR0917 -- what, for whom, with which words
    session: AsyncSession, voices: Voices, stop: Stop, language: str, typed: Words | None, languages: Languages, also: Collection[str] = ()
) -> Preview:
    """Return a shelf on which a stop stands as it would be published now, in a language and those that are read or heard *also*.

    *typed* are words that nobody has saved yet. Raises NotFoundError.
    """
    asked, language = language, languages.derived.get(language, language)
    tour = next(iter(await writing.tours_of(session, stop)), None)
    if tour is None:
        raise NotFoundError("This stop is in no tour yet. Put it into one, then look at its preview.")
    around = await publishing.stops_of(session, tour.id)
    loaded = next(one for one in around if one.id == stop.id)
    made, sound = await _whole(session, voices, tour, loaded, language, typed)
    if made is None:
        raise NotFoundError("There is no text in this language yet.")
    whole = {one: (await _whole(session, voices, tour, loaded, one, None))[0] for one in also if one != language} | {language: made}
    place = around.index(loaded)
    sounds = await _sounds(session, [script.id for near in around[place : place + 2] for script in near.scripts if script.track == "standard"])
    editions = {(tour.slug, one): await _edition(session, tour, one, around, whole.get(one), sounds) for one in languages.written}
    if asked != language:
        editions[tour.slug, asked] = in_latin(editions[tour.slug, language], asked)
    return Preview(Shelf(editions=editions, languages=languages.codes, fallbacks=languages.fallbacks), sound)


async def _whole(  # noqa: PLR0913, PLR0917 -- what, for whom, with which words
    session: AsyncSession, voices: Voices, tour: Tour, stop: Stop, language: str, typed: Words | None
) -> tuple[public.Stop | None, str]:
    """Return a stop with all its tracks in a language, or None if it has no words in it, and what its sound is."""
    scripts = [script for script in stop.scripts if script.language == language]
    tracks, sound = await _tracks(session, voices, stop, scripts, typed)
    if not tracks:
        return None, sound
    title = typed.title if typed is not None else next(script.title for script in scripts if script.track == "standard")
    made = await publishing.stop_with(session, stop, language, title, tracks)
    made = placed(made, (await ways.spots(session, tour.id))[stop.id], language)
    return (msgspec.structs.replace(made, content_note=plain(typed.note)) if typed is not None else made), sound


async def _sounds(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, public.Sound]:
    """Return the newest sound of scripts: whether there is one decides what the player of a neighbour or of another language offers."""
    made = await session.scalars(select(Recording).where(Recording.script_id.in_(ids)).order_by(Recording.created_at))
    return {one.script_id: sound_of(one, None) for one in made}


async def _edition(  # noqa: PLR0913, PLR0917 -- which tour, for whom, with what
    session: AsyncSession, tour: Tour, language: str, around: Sequence[Stop], made: public.Stop | None, sounds: Mapping[UUID, public.Sound]
) -> public.Edition:
    """Return the tour in a language with all its stops that have words; only *made* is whole, the others are there for the ways between them."""
    stops: list[public.Stop] = []
    for stop in around:
        script = next((script for script in stop.scripts if script.language == language and script.track == "standard"), None)
        if made is not None and stop.code == made.code:
            stops.append(made)
        elif script is not None and stop.number is not None:
            bare = public.Track(track="standard", paragraphs=(), sound=sounds.get(script.id), revision=script.revision)
            note = plain(next((note.text for note in stop.notes if note.language == language), ""))
            line = public.Stop(code=stop.code, number=stop.number, title=plain(script.title), content_note=note, tracks=(bare,), pictures=(), languages=())
            stops.append(line)
    text = await session.scalar(select(TourText).where(TourText.tour_id == tour.id, TourText.language == language))
    title, summary, about = (plain(text.title), plain(text.summary), plain(text.about)) if text is not None else (tour.slug, "", "")
    return public.Edition(
        schema_version=public.SCHEMA_VERSION,
        tour=tour.slug,
        language=language,
        title=title,
        summary=summary,
        about=about,
        published_at="",
        published_by="",
        stops=tuple(stops),
    )


async def _tracks(session: AsyncSession, voices: Voices, stop: Stop, scripts: Sequence[Script], typed: Words | None) -> tuple[list[public.Track], str]:
    """Return the tracks of now with the newest sound, and what the sound of the standard track is."""
    tracks, state = [], "none"
    for name in ("standard", "easy", "described"):
        script = next((script for script in scripts if script.track == name), None)
        if script is None:
            continue
        note = next((note.text for note in stop.notes if note.language == script.language), "")
        words = typed if typed is not None and name == "standard" else Words(script.title, script.body, note)
        track, sound = await _track(session, voices, script, words)
        tracks.append(track)
        state = sound if name == "standard" else state
    return (tracks, state) if tracks and tracks[0].track == "standard" else ([], state)


async def _track(session: AsyncSession, voices: Voices, script: Script, words: Words) -> tuple[public.Track, str]:
    """Return a track with the sound of exactly these words, else with the newest sound that there is and no times."""
    made = (await session.scalars(select(Recording).where(Recording.script_id == script.id).order_by(Recording.created_at.desc()))).all()
    shown = tuple(map(paragraph, passages_of(words.title, words.note, words.body)))
    try:
        wanted = await speech.plan_script(session, voices, script, words)
    except (BadInputError, UnavailableError):
        wanted = None
    fitting = next((one for one in made if wanted is not None and one.wanted_digest == wanted.wanted_digest), None)
    if fitting is None or wanted is None:
        sound = sound_of(made[0], None) if made else None
        return public.Track(track=cast("Any", script.track), paragraphs=shown, sound=sound, revision=script.revision), "older" if made else "none"
    approved = (Approval.script_id == script.id, Approval.revision == script.revision, Approval.wanted_digest == fitting.wanted_digest)
    approval = await session.scalar(select(Approval).where(*approved))
    paragraphs = paragraphs_with_times(wanted, fitting)
    track = public.Track(track=cast("Any", script.track), paragraphs=paragraphs, sound=sound_of(fitting, approval), revision=script.revision)
    return track, "approved" if approval is not None else "new"
