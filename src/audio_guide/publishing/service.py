"""Approve, publish, withdraw: what the public sees and how it comes to be."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from audio_guide.kit.errors import ConflictError, NotFoundError, mark
from audio_guide.kit.languages import Languages
from audio_guide.kit.letters import is_other_language
from audio_guide.publishing import edition as public
from audio_guide.publishing.approving import approve as approve  # noqa: PLC0414 -- the service's verbs stand together
from audio_guide.publishing.changes import StopChange, changes, summary
from audio_guide.publishing.derived import in_latin
from audio_guide.publishing.filmed import filmed, still_filmed, with_films
from audio_guide.publishing.finding import other_names, placed
from audio_guide.publishing.models import EditionRecord, Publication
from audio_guide.publishing.pictured import pictured
from audio_guide.publishing.pointing import DECODER, point_at, pointed
from audio_guide.publishing.pointing import current as current  # noqa: PLC0414
from audio_guide.publishing.pointing import withdraw as withdraw  # noqa: PLC0414
from audio_guide.publishing.readying import NOTE_UNSAID, Ready
from audio_guide.publishing.shelf import Shelf
from audio_guide.publishing.sounding import paragraph
from audio_guide.publishing.wayside import way_sounds
from audio_guide.speech.plan import passages_of
from audio_guide.speech.service import Voices
from audio_guide.tours import care, films, pictures, ways
from audio_guide.tours.languages import known
from audio_guide.tours.models import Stop, Tour, TourStop, TourText
from audio_guide.tours.phrases import plain
from audio_guide.tours.pictures import Gap

NO_TEXT = mark("no text in this language")
NO_NUMBER = mark("no number")
NO_NOTE = mark("no content note in this language, though another language has one")
NO_CONSENT = mark("it names somebody who has not agreed to it yet; see the names table")


@dataclass(frozen=True, slots=True)
class Kept:
    """A stop that did not change with this edition, and why."""

    code: str
    language: str
    reason: str


@dataclass(slots=True)
class Receipt:
    """What a publication did."""

    tour: str
    language: str
    digest: str
    changed: bool
    published: list[str] = field(default_factory=list)
    """Codes of the stops that stand in the new edition with their words of now."""
    silent: list[str] = field(default_factory=list)
    """Codes of those that stand there as text, since they have no sound yet."""
    kept: list[Kept] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    """Codes of the stops whose text hardly is in this language; staff should look."""
    left_out: list[Gap] = field(default_factory=list)
    """Pictures and films that the new edition leaves out, and why: no alternative text in this language, or somebody in it has not agreed."""
    changes: tuple[StopChange, ...] = ()
    """What is new, changed, removed or the same, stop by stop."""
    edition_id: UUID | None = None
    """The edition that was made, or that the public goes on seeing."""
    former: public.Edition | None = None
    """What visitors had before, decoded once; none if they had nothing."""


async def publish(session: AsyncSession, voices: Voices, tour: Tour, language: str, by: str, *, texts_too: bool = False) -> Receipt:  # noqa: PLR0913 -- what, by whom, and how much
    """Make an edition of what is approved now and show it to the public; a stop that is not ready keeps its former state and is named.

    *texts_too* also shows stops that lack only their sound and that nobody can hear yet, as text.
    """
    receipt, made = await propose(session, voices, tour, language, by, texts_too=texts_too)
    if made is not None and receipt.changed:
        receipt.digest = await issue(session, tour.id, language, made, receipt)
    return receipt


async def propose(  # noqa: PLR0913 -- the same
    session: AsyncSession,
    voices: Voices,
    tour: Tour,
    language: str,
    by: str,
    *,
    texts_too: bool = False,
    sketch: bool = False,
    stops: Sequence[Stop] | None = None,
) -> tuple[Receipt, public.Edition | None]:
    """Say what publishing would do now, and to which edition, without doing it; None if no stop could be shown.

    A *sketch* is quick in a tour of a thousand stops: it tells which stops would change, but its edition is not fit to be shown.
    *stops* are the tour's, where they were read before.
    """
    text = await _words_of(session, tour, language)
    former = await current(session, tour.id, language)
    before = {stop.code: stop for stop in former.stops} if former is not None else {}
    receipt, shown = Receipt(tour.slug, language, "", changed=False, former=former), list[public.Stop]()
    places = await stops_of(session, tour.id) if stops is None else stops
    gaps = await pictures.gaps(session, [stop.id for stop in places], language)
    spots = await ways.spots(session, tour.id)
    heard = await way_sounds(session, voices, spots, language)
    judge = await Ready.read(session, voices, places, language, sketch=sketch)
    gaps += films.gaps(places, judge.films)
    for stop in places:
        former_stop = before.get(stop.code)
        ready = await _publishable(judge, stop, language, former_stop, silent=texts_too and (former_stop is None or former_stop.tracks[0].sound is None))
        if isinstance(ready, public.Stop):
            _tell_ready(receipt, stop, ready, gaps, doubt=not sketch)
            shown.append(placed(ready, spots[stop.id], language, heard))
        else:
            receipt.kept.append(Kept(stop.code, language, ready))
            shown += [placed(_as_it_was(judge, stop, former_stop), spots[stop.id], language, heard)] if former_stop is not None else []
    if not shown:
        return receipt, None
    made = msgspec.structs.replace(_edition(tour, text, language, by, shown), names=await other_names(session, shown, language))
    await _tell_changes(session, receipt, former, made, tour)
    return receipt, made


def _as_it_was(judge: Ready, stop: Stop, former: public.Stop) -> public.Stop:
    """Return a stop that is not ready as visitors have it, with its number of now and without films that may not be shown any more."""
    return msgspec.structs.replace(still_filmed(judge.films.get(stop.id, ()), former), number=stop.number or former.number)


async def _words_of(session: AsyncSession, tour: Tour, language: str) -> TourText:
    """Return a tour's own words in a language that can be published; raises ConflictError."""
    if language in (await known(session)).derived:
        raise ConflictError("This language is derived from another one and is published with it.")
    text = await session.scalar(select(TourText).where(TourText.tour_id == tour.id, TourText.language == language))
    if text is None:
        raise ConflictError("The tour has no title in this language yet. Write it, then publish.")
    return text


def _tell_ready(receipt: Receipt, stop: Stop, ready: public.Stop, gaps: Sequence[Gap], *, doubt: bool) -> None:
    """Note of a stop that it stands in the edition, and what of it people should look at."""
    receipt.silent += [stop.code] if ready.tracks[0].sound is None else []
    receipt.published.append(stop.code)
    receipt.left_out += [gap for gap in gaps if gap.stop_id == stop.id]
    if doubt and any(is_other_language(script.body, receipt.language) for script in stop.scripts if script.language == receipt.language):
        receipt.doubtful.append(stop.code)


async def _tell_changes(session: AsyncSession, receipt: Receipt, former: public.Edition | None, made: public.Edition, tour: Tour) -> None:
    """Note what differs from the edition that visitors have, or that nothing does."""
    receipt.changes = changes(former, made, {kept.code: kept.reason for kept in receipt.kept})
    receipt.changed = former is None or not _same(former, made)
    if former is not None and not receipt.changed:
        receipt.digest = hashlib.sha256(msgspec.json.encode(former)).hexdigest()
        receipt.edition_id = await session.scalar(pointed(Publication.edition_id, tour.id, receipt.language))


def _edition(tour: Tour, text: TourText, language: str, by: str, stops: Sequence[public.Stop]) -> public.Edition:
    return public.Edition(
        schema_version=public.SCHEMA_VERSION,
        tour=tour.slug,
        language=language,
        title=plain(text.title),
        summary=plain(text.summary),
        about=plain(text.about),
        published_at=datetime.now(UTC).isoformat(timespec="seconds"),
        published_by=by,
        stops=tuple(stops),
    )


def _same(former: public.Edition, made: public.Edition) -> bool:
    return msgspec.structs.replace(made, published_at=former.published_at, published_by=former.published_by) == former


async def issue(session: AsyncSession, tour_id: UUID, language: str, made: public.Edition, receipt: Receipt) -> str:
    """Keep the edition with its receipt and move the public's pointer to it."""
    document = msgspec.json.encode(made)
    told = summary(receipt.changes) | {"kept": [[kept.code, kept.reason] for kept in receipt.kept], "doubtful": receipt.doubtful}
    told["left_out"] = [[gap.code, gap.key, gap.reason] for gap in receipt.left_out]
    record = EditionRecord(tour_id=tour_id, language=language, digest=hashlib.sha256(document).hexdigest(), document=document, receipt=told)
    record.published_by = made.published_by
    session.add(record)
    await session.flush()  # the pointer needs its id
    receipt.edition_id = record.id
    await point_at(session, record)
    return record.digest


async def pointers(session: AsyncSession) -> tuple[tuple[str, str, str], ...]:
    """Return (tour, language, edition digest) of all that is published, in the order of the tours; cheap enough to ask every half second."""
    query = (
        select(Tour.slug, Publication.language, EditionRecord.digest)
        .join(Publication, Publication.tour_id == Tour.id)
        .join(EditionRecord, EditionRecord.id == Publication.edition_id)
        .order_by(Tour.position, Tour.slug, Publication.language)
    )
    return tuple((slug, language, digest) for slug, language, digest in (await session.execute(query)).all())


async def load_shelf(session: AsyncSession, languages: Languages | None = None) -> Shelf:
    """Read all that is published, and what is derived from it."""
    languages = await known(session) if languages is None else languages
    pointed = await pointers(session)
    revision = hashlib.sha256(repr((pointed, languages.all)).encode()).hexdigest()[:16]
    wanted = select(EditionRecord.digest, EditionRecord.document).where(EditionRecord.digest.in_([digest for _, _, digest in pointed]))
    documents = {row.digest: row.document for row in (await session.execute(wanted)).all()}
    editions = {(slug, language): DECODER.decode(documents[digest]) for slug, language, digest in pointed}
    for code, base in languages.derived.items():
        editions |= {(slug, code): in_latin(edition, code) for (slug, language), edition in editions.items() if language == base}
    shown = {stop.code for edition in editions.values() for stop in edition.stops}
    codes = set((await session.scalars(select(Stop.code))).all())
    return Shelf(editions=editions, languages=languages.codes, fallbacks=languages.fallbacks, withdrawn=frozenset(codes - shown), revision=revision)


async def stops_of(session: AsyncSession, tour_id: UUID) -> Sequence[Stop]:
    """Return the stops of a tour in its order, with their scripts, notes and places of pictures."""
    query = (
        select(Stop)
        .join(TourStop, TourStop.stop_id == Stop.id)
        .where(TourStop.tour_id == tour_id)
        .order_by(TourStop.position, Stop.code)
        .options(selectinload(Stop.scripts), selectinload(Stop.notes), selectinload(Stop.pictures))
    )
    return (await session.scalars(query)).all()


async def _publishable(judge: Ready, stop: Stop, language: str, former: public.Stop | None, *, silent: bool) -> public.Stop | str:
    """Return the stop as it may be shown, or the reason why it may not; *silent* lets its text be shown without sound."""
    scripts = {script.track: script for script in stop.scripts if script.language == language}
    if "standard" not in scripts:
        return NO_TEXT
    if stop.number is None:
        return NO_NUMBER
    note = next((note.text for note in stop.notes if note.language == language), "")
    if (stop.notes or stop.themes) and not note:
        return NO_NOTE
    said = " ".join(f"{script.title} {note} {script.body}" for script in scripts.values())
    if care.naming(said, judge.unconsented):
        return NO_CONSENT
    shown = {track.track: track for track in former.tracks} if former is not None else {}
    tracks: list[public.Track] = []
    for name in ("standard", "easy", "described"):
        if name not in scripts:
            continue
        track = await judge.track(scripts[name], note, shown.get(name))
        if isinstance(track, str):
            if name != "standard":
                continue
            if not silent or track == NOTE_UNSAID:
                return track
            words = tuple(map(paragraph, passages_of(scripts[name].title, note, scripts[name].body)))
            track = public.Track(track="standard", paragraphs=words, sound=None, revision=scripts[name].revision)
        tracks.append(track)
    made = await stop_with(judge.session, stop, language, scripts["standard"].title, tracks)
    return with_films(made, filmed(judge.films.get(stop.id, ()), language))


async def stop_with(session: AsyncSession, stop: Stop, language: str, title: str, tracks: Sequence[public.Track]) -> public.Stop:
    """Put a stop together around its tracks, as it stands in an edition; its films are not with it yet."""
    return public.Stop(
        code=stop.code,
        number=stop.number or 0,
        title=plain(title),
        content_note=plain(next((note.text for note in stop.notes if note.language == language), "")),
        themes=tuple(public.Theme(theme=cast("Any", theme), forms=cast("Any", forms)) for theme, forms in care.themes_of(stop)),
        passage=await _passage(session, stop, language),
        tracks=tuple(tracks),
        pictures=await pictured(session, stop.pictures, language),
        languages=tuple(sorted({script.language for script in stop.scripts})),
    )


async def _passage(session: AsyncSession, stop: Stop, language: str) -> public.Passage | None:
    """Return the paragraphs that the content note is about, as an edition names them."""
    script = next((script for script in stop.scripts if script.language == language and script.track == "standard"), None)
    found = await care.passage_of(session, stop, script) if script is not None else None
    return public.Passage(first=f"p{found.first}", last=f"p{found.last}") if found is not None else None


async def tour_by_slug(session: AsyncSession, slug: str) -> Tour:
    """Return a tour; raises NotFoundError."""
    tour = await session.scalar(select(Tour).where(Tour.slug == slug))
    if tour is None:
        raise NotFoundError("There is no tour “{slug}”.", slug=slug)
    return tour


async def all_tours(session: AsyncSession) -> Sequence[Tour]:
    """Return all tours in their order."""
    return (await session.scalars(select(Tour).order_by(Tour.position, Tour.slug))).all()
