"""Pictures as staff keep them: added and replaced, described in words, shown at stops; and what still keeps one from the public."""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from audio_guide.kit.errors import BadInputError, ConflictError, NotFoundError, check_length, mark
from audio_guide.tours.changing import Change, FieldsChangedError
from audio_guide.tours.models import PEOPLE, Picture, PictureText, Script, Stop, StopPicture
from audio_guide.tours.writing import ALPHABET

NEWEST = (Picture.created_at.desc(), Picture.id.desc())
KEY_LETTERS = 8
LONGEST_ALT = 1000
"""Characters; what needs more words belongs into the text of the stop."""
LONGEST_CREDIT = 300
LONGEST_CONSENT = 2000
Reason = Literal["alt", "consent", "film-consent"]


def is_allowed(consent: str, people: str) -> bool:
    """Tell whether it is written down who allowed a picture, and that nobody in it is against it."""
    return bool(consent) and people not in {"", "waiting"}


@dataclass(frozen=True, slots=True)
class Files:
    """A picture's files as they lie in the store, and the digest of what they were made of."""

    width: int
    height: int
    files: list[dict[str, object]]
    source_digest: str


@dataclass(frozen=True, slots=True)
class Row:
    """A picture with its words by language, the stops that show it, and the titles of those."""

    picture: Picture
    texts: Mapping[str, PictureText]
    stops: Sequence[Stop] = ()
    titles: Sequence[str] = ()

    def alt(self, language: str) -> str:
        """Return the alternative text in a language, or ""."""
        return self.texts[language].alt if language in self.texts else ""

    def credit(self, language: str) -> str:
        """Return to whom the picture is owed, in a language, or ""."""
        return self.texts[language].credit if language in self.texts else ""

    def told_in(self, languages: Iterable[str]) -> str:
        """Return the first of these languages in which somebody has said what the picture shows, or ""."""
        return next((language for language in languages if self.alt(language)), "")

    def without_alt(self, languages: Iterable[str]) -> list[str]:
        """Return the languages in which nobody has said yet what the picture shows."""
        return [language for language in languages if not self.alt(language)]

    @property
    def allowed(self) -> bool:
        """Whether it is written down who allowed the picture, and that nobody in it is against it."""
        return is_allowed(self.picture.consent, self.picture.people)


@dataclass(frozen=True, slots=True)
class Gap:
    """A picture or film that a stop would show and may not: no alternative text in the language, or somebody in it has not agreed yet."""

    stop_id: UUID
    code: str
    key: str
    reason: Reason


CHANGED = mark("Somebody saved other words for this picture while you were writing. Yours are kept below; compare both and save again.")


class WordsChangedError(FieldsChangedError):
    """Somebody else saved other words for a picture meanwhile; *fields* names where."""

    def __init__(self, fields: Collection[str]) -> None:
        super().__init__(fields, CHANGED)


async def by_key(session: AsyncSession, key: str) -> Row:
    """Return a picture with its words and uses; raises NotFoundError."""
    picture = await session.scalar(select(Picture).where(Picture.key == key).options(selectinload(Picture.texts)))
    if picture is None:
        raise NotFoundError("There is no such picture. It may have been removed.")
    return (await _rows(session, [picture]))[0]


async def some_rows(session: AsyncSession, most: int, skip: int = 0, *, not_at: UUID | None = None) -> tuple[list[Row], int]:
    """Return some pictures, the newest first, and how many there are; thousands need not be read for one page. *not_at* leaves out what a stop shows."""
    query = select(Picture)
    if not_at is not None:
        query = query.where(Picture.id.not_in(select(StopPicture.picture_id).where(StopPicture.stop_id == not_at)))
    count = await session.scalar(select(func.count()).select_from(query.subquery())) or 0
    found = await session.scalars(query.options(selectinload(Picture.texts)).order_by(*NEWEST).offset(skip).limit(most))
    return await _rows(session, found.all()), count


async def rows_by_id(session: AsyncSession, ids: Sequence[UUID]) -> list[Row]:
    """Return pictures by their ids, in the same order; those that were removed are left out."""
    found = await session.scalars(select(Picture).where(Picture.id.in_(ids)).options(selectinload(Picture.texts)))
    return sorted(await _rows(session, found.all()), key=lambda row: ids.index(row.picture.id))


async def at_stop(session: AsyncSession, stop_id: UUID) -> list[Row]:
    """Return the pictures of a stop in their order."""
    query = (
        select(Picture)
        .join(StopPicture, StopPicture.picture_id == Picture.id)
        .where(StopPicture.stop_id == stop_id)
        .order_by(StopPicture.position, StopPicture.id)
        .options(selectinload(Picture.texts))
    )
    return await _rows(session, (await session.scalars(query)).all())


async def _rows(session: AsyncSession, found: Sequence[Picture]) -> list[Row]:
    """Put words and uses to pictures, with two queries for all of them."""
    wanted = StopPicture.picture_id.in_([picture.id for picture in found])
    places = select(StopPicture.picture_id, Stop).join(Stop, Stop.id == StopPicture.stop_id).where(wanted).order_by(Stop.number, Stop.code)
    used: dict[UUID, list[Stop]] = {}
    for picture_id, stop in (await session.execute(places)).all():
        used.setdefault(picture_id, []).append(stop)
    told = select(Script.stop_id, Script.title).join(StopPicture, StopPicture.stop_id == Script.stop_id).where(wanted).distinct()
    titles: dict[UUID, list[str]] = {}
    for stop_id, title in (await session.execute(told)).all():
        titles.setdefault(stop_id, []).append(title)
    return [
        Row(
            picture,
            {text.language: text for text in picture.texts},
            used.get(picture.id, []),
            [title for stop in used.get(picture.id, []) for title in titles.get(stop.id, [])],
        )
        for picture in found
    ]


async def add(session: AsyncSession, made: Files) -> tuple[Picture, bool]:
    """Keep a new picture, or return the one that was made of the same file; and whether it is new."""
    known = await session.scalar(select(Picture).where(Picture.source_digest == made.source_digest, Picture.source_digest != ""))
    if known is not None:
        return known, False
    key = "".join(secrets.choice(ALPHABET) for _ in range(KEY_LETTERS)).lower()
    picture = Picture(key=key, width=made.width, height=made.height, files=made.files, source_digest=made.source_digest, texts=[])
    session.add(picture)
    await session.flush()  # a stop may refer to it at once
    return picture, True


def replace(picture: Picture, made: Files) -> None:
    """Give a picture other files; its words and places stay. What was published keeps the files of before."""
    picture.width, picture.height, picture.files, picture.source_digest = made.width, made.height, made.files, made.source_digest


async def remove(session: AsyncSession, row: Row) -> None:
    """Remove a picture that no stop shows; raises ConflictError. Its files stay, since earlier editions may show them."""
    if row.stops:
        raise ConflictError("Stop {stop} shows this picture. Take it away there first.", stop=row.stops[0].number or row.stops[0].code)
    await session.delete(row.picture)


async def save_words(session: AsyncSession, row: Row, changes: Mapping[str, Change]) -> list[str]:
    """Write what was changed in the fields ``alt-kk``, ``credit-kk``, …, ``consent`` and ``people``; returns the names of what is other now.

    Nothing is written if a field was changed by somebody else meanwhile: WordsChangedError. Raises BadInputError.
    """
    before = {name: _value(row, name) for name in changes}
    after = {name: change.onto(before[name]) for name, change in changes.items()}
    if clashes := [name for name, value in after.items() if value is None]:
        raise WordsChangedError(clashes)
    changed = {name: value for name, value in after.items() if value is not None and value != before[name]}
    for name, value in changed.items():
        _check(name, value)
    for name, value in changed.items():
        _write(row, name, value)
    await session.flush()  # words that are too long for the database fail here, not after the answer
    return list(changed)


def _value(row: Row, name: str) -> str:
    """Return what a field holds now."""
    field, _, language = name.partition("-")
    if not language:
        return row.picture.consent if field == "consent" else row.picture.people
    return row.alt(language) if field == "alt" else row.credit(language)


def _check(name: str, value: str) -> None:
    """Raise BadInputError if a field cannot hold this."""
    if name == "people" and value not in PEOPLE:
        raise BadInputError("Choose one of the answers about the people in the picture.").at("people")
    most = {"alt": LONGEST_ALT, "credit": LONGEST_CREDIT}.get(name.partition("-")[0], LONGEST_CONSENT)
    check_length(value, most, name)


def _write(row: Row, name: str, value: str) -> None:
    field, _, language = name.partition("-")
    if not language:
        setattr(row.picture, field, value)
        return
    text = next((text for text in row.picture.texts if text.language == language), None)
    if text is None:
        text = PictureText(language=language, alt="", credit="")
        row.picture.texts.append(text)
    setattr(text, field, value)


async def show_at(session: AsyncSession, stop: Stop, picture: Picture) -> bool:
    """Show a picture at a stop, after those that stand there; returns whether it is new there."""
    here = (StopPicture.stop_id == stop.id, StopPicture.picture_id == picture.id)
    if await session.scalar(select(StopPicture.id).where(*here)):
        return False
    last = await session.scalar(select(func.max(StopPicture.position)).where(StopPicture.stop_id == stop.id))
    session.add(StopPicture(stop_id=stop.id, picture_id=picture.id, position=0 if last is None else last + 1))
    return True


async def _places(session: AsyncSession, stop: Stop) -> list[StopPicture]:
    query = select(StopPicture).where(StopPicture.stop_id == stop.id).order_by(StopPicture.position, StopPicture.id)
    return list((await session.scalars(query)).all())


async def move(session: AsyncSession, stop: Stop, picture: Picture, by: int) -> None:
    """Move a picture of a stop up (-1) or down (1); at the end of the list it stays. Raises NotFoundError."""
    places = await _places(session, stop)
    at = next((number for number, place in enumerate(places) if place.picture_id == picture.id), None)
    if at is None:
        raise NotFoundError("This stop does not show the picture any more.")
    to = min(max(at + by, 0), len(places) - 1)
    places.insert(to, places.pop(at))
    for number, place in enumerate(places):
        place.position = number


async def take_away(session: AsyncSession, stop: Stop, picture: Picture) -> None:
    """Show a picture at a stop no longer; the picture itself stays."""
    for place in await _places(session, stop):
        if place.picture_id == picture.id:
            await session.delete(place)


def held_back(picture: Picture, language: str) -> Reason | None:
    """Return why a picture may not be shown to the public in a language, or None; its texts must be loaded."""
    if picture.people == "waiting":
        return "consent"
    return None if any(text.language == language and text.alt for text in picture.texts) else "alt"


async def undescribed(session: AsyncSession, language: str) -> int:
    """Return how many pictures that stand at stops have no alternative text in a language."""
    told = select(PictureText.id).where(PictureText.picture_id == StopPicture.picture_id, PictureText.language == language, PictureText.alt != "")
    return await session.scalar(select(func.count(StopPicture.picture_id.distinct())).where(~told.exists())) or 0


async def gaps(session: AsyncSession, stop_ids: Collection[UUID], language: str) -> list[Gap]:
    """Return the pictures that these stops would show in a language and may not, in the order of the stops' numbers; for check lists and receipts."""
    query = (
        select(Stop.id, Stop.code, Picture)
        .join(StopPicture, StopPicture.picture_id == Picture.id)
        .join(Stop, Stop.id == StopPicture.stop_id)
        .where(Stop.id.in_(stop_ids))
        .order_by(Stop.number, Stop.code, StopPicture.position)
        .options(selectinload(Picture.texts))
    )
    found = (await session.execute(query)).all()
    return [Gap(stop_id, code, picture.key, reason) for stop_id, code, picture in found if (reason := held_back(picture, language)) is not None]
