"""A stop as visitors would see it with the words and the sound of now, though nobody has approved or published them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
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
from audio_guide.publishing.filmed import filmed, with_films
from audio_guide.publishing.finding import placed
from audio_guide.publishing.models import Approval
from audio_guide.publishing.shelf import Shelf
from audio_guide.publishing.sounding import paragraph, paragraphs_with_times, sound_of
from audio_guide.publishing.wayside import way_sounds
from audio_guide.speech import service as speech
from audio_guide.speech.models import Recording
from audio_guide.speech.plan import passages_of
from audio_guide.speech.service import Voices
from audio_guide.tours import films, ways, writing
from audio_guide.tours.models import TRACKS, Script, Stop, Tour, TourText
from audio_guide.tours.phrases import plain
from audio_guide.tours.writing import Words


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Words that nobody has saved yet, and the track that they are of."""

    words: Words
    track: str = "standard"


@dataclass(frozen=True, slots=True)
class Preview:
    """A shelf that holds the draft, and what the sound of the track in view is."""

    shelf: Shelf
    sound: str
    """Approved, new (nobody approved it yet), older (made for older words) or none."""
    quality: str = ""
    """What speaks in it: draft, good or human; "" where there is none."""


async def preview(  # noqa: PLR0913, PLR0917 -- what, for whom, with which words
    session: AsyncSession,
    voices: Voices,
    stop: Stop,
    language: str,
    typed: Unsaved | None,
    languages: Languages,
    also: Collection[str] = (),
    track: str = "standard",
) -> Preview:
    """Return a shelf on which a stop stands as it would be published now, in a language and those that are read or heard *also*.

    *track* is the one whose sound is told of. Raises NotFoundError.
    """
    asked, language = language, languages.derived.get(language, language)
    tour = next(iter(await writing.tours_of(session, stop)), None)
    if tour is None:
        raise NotFoundError("This stop is in no tour yet. Put it into one, then look at its preview.")
    around = await publishing.stops_of(session, tour.id)
    loaded = next(one for one in around if one.id == stop.id)
    made, sounding = await _whole(session, voices, tour, loaded, language, typed)
    if made is None:
        raise NotFoundError("There is no text in this language yet.")
    shown = next((one for one in made.tracks if one.track == track), made.tracks[0])
    whole = {one: (await _whole(session, voices, tour, loaded, one, None))[0] for one in also if one != language} | {language: made}
    place = around.index(loaded)
    sounds = await _sounds(session, [script.id for near in around[place : place + 2] for script in near.scripts if script.track == "standard"])
    editions = {(tour.slug, one): await _edition(session, tour, one, around, whole.get(one), sounds) for one in languages.written}
    if asked != language:
        editions[tour.slug, asked] = in_latin(editions[tour.slug, language], asked)
    return Preview(
        Shelf(editions=editions, languages=languages.codes, fallbacks=languages.fallbacks),
        sounding[shown.track],
        shown.sound.voice.quality if shown.sound is not None else "",
    )


async def _whole(  # noqa: PLR0913, PLR0917 -- what, for whom, with which words
    session: AsyncSession, voices: Voices, tour: Tour, stop: Stop, language: str, typed: Unsaved | None
) -> tuple[public.Stop | None, Mapping[str, str]]:
    """Return a stop with all its tracks in a language, or None if it has no words in it, and what the sound of each track is."""
    scripts = {script.track: script for script in stop.scripts if script.language == language}
    note = next((note.text for note in stop.notes if note.language == language), "")
    words = {track: Words(script.title, script.body, note) for track, script in scripts.items()}
    if typed is not None and (typed.words.title or typed.words.body):
        words[typed.track] = typed.words if typed.track == "standard" else replace(typed.words, note=note)
    if "standard" not in words:
        return None, {}
    tracks, sounding = await _tracks(session, voices, scripts, words)
    made = await publishing.stop_with(session, stop, language, words["standard"].title or "–", tracks)
    made = with_films(made, filmed((await films.standings(session, [stop.id])).get(stop.id, ()), language))
    spots = {stop.id: (await ways.spots(session, tour.id))[stop.id]}
    made = placed(made, spots[stop.id], language, await way_sounds(session, voices, spots, language, heard_only=False))
    return msgspec.structs.replace(made, content_note=plain(words["standard"].note)), sounding


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


async def _tracks(
    session: AsyncSession, voices: Voices, scripts: Mapping[str, Script], words: Mapping[str, Words]
) -> tuple[list[public.Track], Mapping[str, str]]:
    """Return the tracks of now with the newest sound, and what the sound of each is; what is only typed has none."""
    tracks: list[public.Track] = []
    sounding: dict[str, str] = {}
    for name in (track for track in TRACKS if track in words):
        if name in scripts:
            track, sounding[name] = await _track(session, voices, scripts[name], words[name])
        else:
            track, sounding[name] = public.Track(track=cast("Any", name), paragraphs=_shown(words[name]), sound=None, revision=0), "none"
        tracks.append(track)
    return tracks, sounding


def _shown(words: Words) -> tuple[public.Paragraph, ...]:
    """Return words as paragraphs without times."""
    return tuple(map(paragraph, passages_of(words.title, words.note, words.body)))


async def _track(session: AsyncSession, voices: Voices, script: Script, words: Words) -> tuple[public.Track, str]:
    """Return a track with the sound of exactly these words, else with the newest sound that there is and no times."""
    made = (await session.scalars(select(Recording).where(Recording.script_id == script.id).order_by(Recording.created_at.desc()))).all()
    try:
        wanted = await speech.plan_script(session, voices, script, words)
    except (BadInputError, UnavailableError):
        wanted = None
    fitting = next((one for one in made if wanted is not None and one.wanted_digest == wanted.wanted_digest), None)
    if fitting is None or wanted is None:
        sound = sound_of(made[0], None) if made else None
        return public.Track(track=cast("Any", script.track), paragraphs=_shown(words), sound=sound, revision=script.revision), "older" if made else "none"
    approved = (Approval.script_id == script.id, Approval.revision == script.revision, Approval.wanted_digest == fitting.wanted_digest)
    approval = await session.scalar(select(Approval).where(*approved))
    paragraphs = paragraphs_with_times(wanted, fitting)
    track = public.Track(track=cast("Any", script.track), paragraphs=paragraphs, sound=sound_of(fitting, approval), revision=script.revision)
    return track, "approved" if approval is not None else "new"
