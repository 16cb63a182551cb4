"""From the database into documents: what people made, without the people, their passwords and what can be made again."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

import msgspec
from advanced_alchemy.base import UUIDv7AuditBase
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from audio_guide.accounts.models import Deed
from audio_guide.carrying.documents import (
    Answer,
    Collection,
    Document,
    Film,
    Language,
    Name,
    Note,
    Origin,
    Picture,
    Place,
    Revision,
    Script,
    Stop,
    Suggestion,
    Take,
    Tour,
    TourWords,
    VoiceOrder,
    Way,
)  # fmt: skip
from audio_guide.speech.models import HumanVoice, Voice
from audio_guide.tours import models
from audio_guide.tours import service as tours

AT_ONCE = 100
"""Stops whose texts are read in one query."""
CARRIED = frozenset(
    {
        "language", "tour", "tour_text", "tour_stop", "way_text", "stop", "script", "script_revision", "content_note", "picture", "picture_text",
        "stop_picture", "film",
        "name", "name_form", "translation", "meant", "suggestion", "voice", "human_voice",
    }
)  # fmt: skip
"""The tables whose rows are taken along; of the deeds only which codes must not be used again."""
LEFT = frozenset(
    {
        "person", "staff_session", "invitation", "sign_in_try", "draft", "deed", "approval", "house_rule", "daily_count",  # the people of this house
        "text_export", "text_import",  # what is on its way to translators and back
        "edition", "publication", "recording", "narration", "said", "way_sound", "voice_installation",  # made again from the rest
    }
)  # fmt: skip
"""The tables that stay; a test looks whether each table is in one of these two."""
Kind = TypeVar("Kind", bound=Document)


def _as(kind: type[Kind], row: object) -> Kind:
    """Return a row as the document that has its columns."""
    return msgspec.convert(row, kind, from_attributes=True)


async def gather(session: AsyncSession) -> Collection:
    """Return all that people made, as it is at one moment."""
    codes = {stop.id: stop.code for stop in await tours.stops(session)}
    names = select(models.Name).options(selectinload(models.Name.forms)).order_by(models.Name.key)
    pictures = select(models.Picture).options(selectinload(models.Picture.texts)).order_by(models.Picture.key)
    languages = select(models.MuseumLanguage).order_by(models.MuseumLanguage.position, models.MuseumLanguage.code)
    open_ones = select(models.Suggestion).where(models.Suggestion.settled.is_(False)).order_by(models.Suggestion.created_at)
    retired = select(Deed.place).where(Deed.verb == tours.STOP_REMOVED).distinct().order_by(Deed.place)
    return Collection(
        languages=tuple(_as(Language, row) for row in await session.scalars(languages)),
        tours=await _tours(session, codes),
        stops=await _stops(session, list(codes)),
        names=tuple(_as(Name, row) for row in await session.scalars(names)),
        pictures=tuple(_as(Picture, row) for row in await session.scalars(pictures)),
        origins=await _rows(session, models.Translation, Origin),
        answers=await _rows(session, models.Meant, Answer),
        suggestions=tuple(_as(Suggestion, row) for row in await session.scalars(open_ones)),
        voices=await _voices(session),
        retired=tuple(await session.scalars(retired)),
    )


async def _rows(session: AsyncSession, table: type[UUIDv7AuditBase], kind: type[Kind]) -> tuple[Kind, ...]:
    return tuple(_as(kind, row) for row in await session.scalars(select(table).order_by(table.created_at, table.id)))


async def _tours(session: AsyncSession, codes: dict[UUID, str]) -> tuple[Tour, ...]:
    query = select(models.Tour).options(selectinload(models.Tour.texts)).order_by(models.Tour.position, models.Tour.slug)
    places = select(models.TourStop).options(selectinload(models.TourStop.ways)).order_by(models.TourStop.position, models.TourStop.created_at)
    of_tour: dict[UUID, list[Place]] = {}
    for row in await session.scalars(places):
        ways = tuple(_as(Way, way) for way in row.ways)
        of_tour.setdefault(row.tour_id, []).append(Place(stop=codes[row.stop_id], plan_x=row.plan_x, plan_y=row.plan_y, ways=ways))
    return tuple(
        Tour(slug=tour.slug, texts=tuple(_as(TourWords, text) for text in tour.texts), places=tuple(of_tour.get(tour.id, ())))
        for tour in await session.scalars(query)
    )


async def _stops(session: AsyncSession, ids: Sequence[UUID]) -> tuple[Stop, ...]:
    found: list[Stop] = []
    for few in (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE)):
        query = select(models.Stop).where(models.Stop.id.in_(few)).order_by(models.Stop.number, models.Stop.code).execution_options(populate_existing=True)
        rows = (await session.scalars(query.options(selectinload(models.Stop.notes), selectinload(models.Stop.pictures)))).all()
        scripts = await _scripts(session, few)
        films: dict[UUID, list[Film]] = {}
        for film in await session.scalars(select(models.Film).where(models.Film.stop_id.in_(few)).order_by(models.Film.language)):
            films.setdefault(film.stop_id, []).append(_as(Film, film))
        shown = [place.picture_id for row in rows for place in row.pictures]
        keys = {row.id: row.key for row in await session.execute(select(models.Picture.id, models.Picture.key).where(models.Picture.id.in_(shown)))}
        found.extend(
            Stop(
                code=row.code,
                number=row.number,
                themes=row.themes,
                passage_first=row.passage_first,
                passage_last=row.passage_last,
                notes=tuple(_as(Note, note) for note in row.notes),
                scripts=tuple(scripts.get(row.id, ())),
                pictures=tuple(keys[place.picture_id] for place in row.pictures),
                films=tuple(films.get(row.id, ())),
            )
            for row in rows
        )
    return tuple(found)


async def _scripts(session: AsyncSession, stop_ids: Sequence[UUID]) -> dict[UUID, list[Script]]:
    """Return the scripts of some stops, in the order in which they were begun."""
    rows = (await session.scalars(select(models.Script).where(models.Script.stop_id.in_(stop_ids)).order_by(models.Script.created_at, models.Script.id))).all()
    ids = select(models.Script.id).where(models.Script.stop_id.in_(stop_ids))
    takes = {row.script_id: _as(Take, row) for row in await session.scalars(select(HumanVoice).where(HumanVoice.script_id.in_(ids)))}
    revisions: dict[UUID, list[Revision]] = {}
    query = select(models.ScriptRevision).where(models.ScriptRevision.script_id.in_(ids)).order_by(models.ScriptRevision.number)
    for row in await session.scalars(query):
        revisions.setdefault(row.script_id, []).append(_revision(row))
    found: dict[UUID, list[Script]] = {}
    for script in rows:
        one = Script(language=script.language, track=script.track, revisions=tuple(revisions.get(script.id, ())), take=takes.get(script.id))
        found.setdefault(script.stop_id, []).append(one)
    return found


def _revision(row: models.ScriptRevision) -> Revision:
    return Revision(
        number=row.number,
        title=row.title,
        body=row.body,
        author=row.author,
        saved_at=row.created_at,
        source_language=row.source_language,
        source_digest=row.source_digest,
        paragraphs=tuple(row.paragraphs),
        note=row.note,
    )


async def _voices(session: AsyncSession) -> tuple[VoiceOrder, ...]:
    orders: dict[str, list[str]] = {}
    for row in await session.scalars(select(Voice).order_by(Voice.language, Voice.position)):
        orders.setdefault(row.language, []).append(row.voice)
    return tuple(VoiceOrder(language=language, voices=tuple(voices)) for language, voices in orders.items())
