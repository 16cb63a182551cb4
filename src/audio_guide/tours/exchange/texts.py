"""All words of the museum at one moment, each under its permanent key, in the order in which a visitor hears them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.tours import origins
from audio_guide.tours.models import (
    TRACKS,
    ContentNote,
    Picture,
    PictureText,
    Script,
    ScriptRevision,
    Stop,
    StopPicture,
    Tour,
    TourStop,
    TourText,
)  # fmt: skip
from audio_guide.tours.paragraphs import Paragraph, paired
from audio_guide.tours.service import LIMITS

MOST_KEYS = 50_000
"""Keys that stay taken apart; each is asked several times on its way out and in."""


@dataclass(frozen=True, slots=True)
class Key:
    """A permanent key, taken apart: ``stop.K4R7.body.x1c9``, ``picture.reed.alt``, ``tour.alzhir.title``."""

    kind: str
    uid: str
    field: str
    paragraph: str = ""
    track: str = "standard"

    @staticmethod
    @lru_cache(maxsize=MOST_KEYS)
    def parse(key: str) -> "Key | None":
        """Take a key apart, or return None if it is none of ours."""
        kind, _, rest = key.partition(".")
        if kind == "stop":
            place, _, name = rest.partition(".")
            code, _, track = place.partition("-")
            part, _, paragraph = name.partition(".")
            track = track or TRACKS[0]
            return Key(kind, code, part, paragraph, track) if track in TRACKS and part in {"title", "note", "body"} else None
        uid, _, part = rest.rpartition(".")
        fields = {"picture": ("alt", "credit"), "tour": ("title", "summary", "about")}.get(kind, ())
        return Key(kind, uid, part) if uid and part in fields else None

    @property
    def limit(self) -> int:
        """How many characters there is room for."""
        return LIMITS[self.field]


@dataclass(slots=True)
class Written:
    """A script as it stands in the database."""

    script_id: UUID
    title: str
    body: str
    revision: int
    paragraphs: tuple[Paragraph, ...]


@dataclass(slots=True)
class Texts:
    """Everything that is written, by language and key; the order of the keys is the order of the visit."""

    words: dict[str, dict[str, str]] = field(default_factory=dict)
    numbers: dict[str, int | None] = field(default_factory=dict)
    scripts: dict[tuple[str, str, str], Written] = field(default_factory=dict)
    """By code, track and language."""
    places: dict[str, str] = field(default_factory=dict)
    """Where a picture is seen: its key → the code of a stop."""

    def put(self, language: str, key: str, words: str) -> None:
        """Take down words that are not empty."""
        if words:
            self.words.setdefault(language, {})[key] = words

    def of(self, language: str) -> dict[str, str]:
        """Return the words of a language."""
        return self.words.get(language, {})

    def said(self, language: str, key: str) -> str:
        """Return the words under a key; that of a whole text, as tables have it, is no paragraph's."""
        found = Key.parse(key)
        if found is None or found.field != "body" or found.paragraph:
            return self.of(language).get(key, "")
        written = self.scripts.get((found.uid, found.track, language))
        return written.body if written is not None else ""

    def code_of_key(self, key: str) -> str:
        """Return the code of the stop where the words under a key are seen, or ""."""
        found = Key.parse(key)
        return self.code_of(found) if found is not None else ""

    def code_of(self, key: Key) -> str:
        """Return the code of the stop where a key's words are seen, or ""."""
        return key.uid if key.kind == "stop" else self.places.get(key.uid, "") if key.kind == "picture" else ""


Rows = list[tuple[Any, ...]]


async def _rows(session: AsyncSession, query: Any) -> Rows:
    return [tuple(row) for row in await session.execute(query)]


async def read_texts(session: AsyncSession, codes: set[str] | None = None) -> Texts:
    """Read all that is written, or only what belongs to the stops with these codes."""
    texts = Texts()
    placed = (
        select(Stop.id, Stop.code, Stop.number, TourStop.tour_id)
        .outerjoin(TourStop, TourStop.stop_id == Stop.id)
        .outerjoin(Tour, Tour.id == TourStop.tour_id)
        .order_by(Tour.position, TourStop.position, Stop.number, Stop.code)
    )
    stops = [row for row in await _rows(session, placed) if codes is None or row[1] in codes]
    tours: dict[UUID, Rows] = {}
    for row in await _rows(session, select(Tour.id, Tour.slug, TourText.language, TourText.title, TourText.summary, TourText.about).join(TourText)):
        tours.setdefault(row[0], []).append(row)
    scripts = await _scripts(session)
    notes: dict[UUID, Rows] = {}
    for row in await _rows(session, select(ContentNote.stop_id, ContentNote.language, ContentNote.text)):
        notes.setdefault(row[0], []).append(row)
    pictures = await _pictures(session)
    seen: set[Any] = set()
    for stop_id, code, number, tour_id in stops:
        if tour_id is not None and tour_id not in seen:
            seen.add(tour_id)
            for _, slug, language, *fields in tours.get(tour_id, ()):
                for name, words in zip(("title", "summary", "about"), fields, strict=True):
                    texts.put(language, f"tour.{slug}.{name}", words)
        if code in seen:
            continue
        seen.add(code)
        texts.numbers[code] = number
        _take_scripts(texts, code, scripts.get(stop_id, []), notes.get(stop_id, []))
        for key, language, alt, credit in pictures.get(stop_id, ()):
            texts.places.setdefault(key, code)
            texts.put(language, f"picture.{key}.alt", alt)
            texts.put(language, f"picture.{key}.credit", credit)
    return texts


def _take_scripts(texts: Texts, code: str, scripts: Rows, notes: Rows) -> None:
    """Take down a stop: title, note, text, track by track."""
    noted = {language: words for _, language, words in notes}
    for _, script_id, language, track, title, body, revision, names in sorted(scripts, key=lambda row: TRACKS.index(row[3])):
        paragraphs = paired(body, names or [])
        texts.scripts[code, track, language] = Written(script_id, title, body, revision, paragraphs)
        words = origins.words_of(origins.place_of(code, track), title, paragraphs)
        for place, (key, text) in enumerate(words.items()):
            texts.put(language, key, text)
            if place == 0 and track == TRACKS[0]:
                texts.put(language, f"stop.{code}.note", noted.pop(language, ""))
    for language, text in noted.items():
        texts.put(language, f"stop.{code}.note", text)


async def _scripts(session: AsyncSession) -> Mapping[UUID, Rows]:
    query = select(Script.stop_id, Script.id, Script.language, Script.track, Script.title, Script.body, Script.revision, ScriptRevision.paragraphs).outerjoin(
        ScriptRevision, (ScriptRevision.script_id == Script.id) & (ScriptRevision.number == Script.revision)
    )
    found: dict[UUID, Rows] = {}
    for row in await _rows(session, query):
        found.setdefault(row[0], []).append(row)
    return found


async def _pictures(session: AsyncSession) -> Mapping[UUID, Rows]:
    query = (
        select(StopPicture.stop_id, Picture.key, PictureText.language, PictureText.alt, PictureText.credit)
        .join(Picture, Picture.id == StopPicture.picture_id)
        .join(PictureText, PictureText.picture_id == Picture.id)
        .order_by(StopPicture.position)
    )
    found: dict[UUID, Rows] = {}
    for stop_id, *rest in await _rows(session, query):
        found.setdefault(stop_id, []).append(tuple(rest))
    return found
