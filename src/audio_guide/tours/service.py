"""Write, order and find what visitors walk through."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from audio_guide.accounts.models import Deed
from audio_guide.accounts.signature import id_of
from audio_guide.kit.codes import code_of
from audio_guide.kit.errors import BadInputError, ConflictError, NotFoundError, mark
from audio_guide.tours import origins
from audio_guide.tours.models import (
    TRACKS,
    ContentNote,
    NameForm,
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
from audio_guide.tours.paragraphs import cut, paired

CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}")
STOP_REMOVED = "stop-removed"
"""The deed that remembers for ever which codes were used by stops that are gone."""
LONGEST_SCRIPT = 20_000
"""Characters; about 25 minutes of speech, ten times what a stop should be."""
LIMITS = {"title": 300, "summary": 1_000, "about": 10_000, "note": 500, "alt": 1_000, "credit": 300, "body": LONGEST_SCRIPT}
"""Characters of each text, however it comes in; what visitors read in one breath is short."""
TOO_LONG = {
    "title": mark("The title has {count} characters; there is room for {most}. Shorten it, then save again."),
    "summary": mark("The summary has {count} characters; there is room for {most}. Shorten it, then save again."),
    "about": mark("What is said about the tour has {count} characters; there is room for {most}. Shorten it, then save again."),
    "note": mark("The content note has {count} characters; there is room for {most}. Shorten it, then save again."),
    "alt": mark("The description of the picture has {count} characters; there is room for {most}. Shorten it, then save again."),
    "credit": mark("The credit of the picture has {count} characters; there is room for {most}. Shorten it, then save again."),
    "body": mark("This text has {count} characters; a stop may have {most}. Make two stops of it."),
}


Worded = TypeVar("Worded", TourText, PictureText, NameForm)


def tidy(text: str) -> str:
    """Return text as the house stores it: composed letters, plain line ends, no white space at the ends of lines."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def fitting(text: str, field: str) -> str:
    """Return a text as the house stores it if there is room for it; raises BadInputError, since a text is never cut."""
    text = tidy(text)
    if len(text) > LIMITS[field]:
        raise BadInputError(TOO_LONG[field], count=len(text), most=LIMITS[field]).at(field)
    return text


def in_language(rows: list[Worded], fresh: Worded) -> Worded:
    """Return the row of the language of *fresh* among those of a tour, a picture or a name; where there is none, that is *fresh* itself."""
    found = next((row for row in rows if row.language == fresh.language), fresh)
    if found is fresh:
        rows.append(fresh)
    return found


async def save_tour(session: AsyncSession, slug: str, texts: Mapping[str, Mapping[str, str]], position: int = 0) -> Tour:
    """Make a tour or change its words; *texts* is language → title, summary, about."""
    tour = await session.scalar(select(Tour).where(Tour.slug == slug).options(selectinload(Tour.texts)))
    if tour is None:
        tour = Tour(slug=slug, position=position, texts=[])
        session.add(tour)
    for language, words in texts.items():
        text = in_language(tour.texts, TourText(language=language, title=""))
        text.title = fitting(words["title"], "title")
        text.summary, text.about = fitting(words.get("summary", ""), "summary"), fitting(words.get("about", ""), "about")
    await session.flush()  # the caller needs the tour's id for its stops
    return tour


async def save_stop(session: AsyncSession, tour: Tour, code: str, number: int | None, position: int) -> Stop:
    """Make a stop under its permanent *code*, or change its number and place in the tour."""
    code = code.upper()
    if not CODE.fullmatch(code):
        raise BadInputError("“{code}” is no stop code: it takes four of the digits and capital letters without I, L, O and U.", code=code)
    stop = await session.scalar(select(Stop).where(Stop.code == code))
    if stop is None:
        if await was_removed(session, code):
            raise ConflictError("The code {code} belonged to a stop that was removed; no code is used twice.", code=code)
        stop = Stop(code=code)
        session.add(stop)
    if number is not None and await session.scalar(select(Stop.code).where(Stop.number == number, Stop.code != code)):
        raise ConflictError("Another stop has the number {number} already.", number=number)
    stop.number = number
    await session.flush()  # its id is needed for the place in the tour
    place = await session.scalar(select(TourStop).where(TourStop.tour_id == tour.id, TourStop.stop_id == stop.id))
    if place is None:
        session.add(TourStop(tour_id=tour.id, stop_id=stop.id, position=position))
    else:
        place.position = position
    return stop


async def was_removed(session: AsyncSession, code: str) -> bool:
    """Tell whether a stop that is gone had this code."""
    return await session.scalar(select(Deed.id).where(Deed.verb == STOP_REMOVED, Deed.place == code).limit(1)) is not None


async def save_script(  # noqa: PLR0913 -- a script is what it is: place, language, two texts, author and what it was based on
    session: AsyncSession,
    stop: Stop,
    language: str,
    *,
    title: str,
    body: str,
    author: str,
    track: str = "standard",
    based_on: int | None = None,
    names: Sequence[str] | None = None,
    note: str | None = None,
) -> Script:
    """Save a stop's words in one language as a new revision; the same words again change nothing.

    *based_on* is the revision that the author saw; if somebody saved another one since, ConflictError is raised and nothing is lost.
    *names* are the permanent names of the paragraphs where they are known; else they are found by likeness.
    *note* is the stop's content note, which belongs to the revision of its standard words; None leaves it as it is.
    """
    title, body = _whole(title, body)
    script = await session.scalar(select(Script).where(Script.stop_id == stop.id, Script.language == language, Script.track == track))
    if script is not None and based_on is not None and based_on != script.revision:
        raise ConflictError("Somebody saved this text while you were writing. Your words are kept; compare both and save again.")
    was, noted = await _note(session, stop, language, note, author) if track == TRACKS[0] else ("", "")
    before, former = (await origins.paragraphs_of(session, script), script.title) if script is not None else ((), "")
    if script is None:
        script = Script(stop_id=stop.id, language=language, track=track, title=title, body=body, revision=1)
        session.add(script)
        await session.flush()  # the revision needs its id
    elif (script.title, script.body, was) == (title, body, noted):
        return script
    else:
        names = [one.name for one in before] if script.body == body and names is None else names
        script.title, script.body, script.revision = title, body, script.revision + 1
    kept = list(names) if names is not None else await origins.name_paragraphs(session, script, before, cut(body))
    session.add(_revision(script, author, kept, noted if track == TRACKS[0] else None))
    if before:
        place = origins.place_of(stop.code, track)
        await origins.carry(session, script, origins.words_of(place, former, before, was), origins.words_of(place, title, paired(body, kept), noted))
    return script


def _whole(title: str, body: str) -> tuple[str, str]:
    """Return a script's words as the house stores them; raises BadInputError if one is missing or too long."""
    title, body = fitting(title, "title"), fitting(body, "body")
    if not title or not body:
        empty = [field for field, words in (("title", title), ("body", body)) if not words]
        raise BadInputError("A script needs a title and a text. Write at least one sentence, then save again.").at(*empty)
    return title, body


def _revision(script: Script, author: str, paragraphs: list[str], note: str | None) -> ScriptRevision:
    """Return the words of now as a revision, signed."""
    own = {"script_id": script.id, "number": script.revision, "title": script.title, "body": script.body, "paragraphs": paragraphs, "note": note}
    return ScriptRevision(**own, author=str(author), author_id=id_of(author))


async def save_note(session: AsyncSession, stop: Stop, language: str, text: str, author: str = "") -> None:
    """Set or remove ("") what a stop tells of that may hurt; where the stop has words in this language, that is a new revision of them."""
    script = await session.scalar(select(Script).where(Script.stop_id == stop.id, Script.language == language, Script.track == TRACKS[0]))
    if script is None:
        await _note(session, stop, language, text, author)
    else:
        await save_script(session, stop, language, title=script.title, body=script.body, author=author, note=text)


async def _note(session: AsyncSession, stop: Stop, language: str, text: str | None, author: str) -> tuple[str, str]:
    """Set the note of a stop unless *text* is None; returns it as it was and as it is."""
    note = await session.scalar(select(ContentNote).where(ContentNote.stop_id == stop.id, ContentNote.language == language))
    was = note.text if note is not None else ""
    if text is None:
        return was, was
    text = fitting(text, "note")
    if note is None and text:
        session.add(ContentNote(stop_id=stop.id, language=language, text=text, author=str(author), author_id=id_of(author)))
    elif note is not None and text:
        if note.text != text:
            note.text, note.author, note.author_id = text, str(author), id_of(author)
    elif note is not None:
        await session.delete(note)
    await session.flush()  # plans of sound read it
    return was, text


async def save_picture(  # noqa: PLR0913 -- a picture's record has that many columns
    session: AsyncSession, key: str, *, width: int, height: int, files: list[dict[str, object]], texts: Mapping[str, tuple[str, str]]
) -> Picture:
    """Make or change a picture; *texts* is language → (alternative text, credit)."""
    picture = await session.scalar(select(Picture).where(Picture.key == key).options(selectinload(Picture.texts)))
    if picture is None:
        picture = Picture(key=key, width=width, height=height, files=files, texts=[])
        session.add(picture)
    picture.width, picture.height, picture.files = width, height, files
    for language, (alt, credit) in texts.items():
        text = in_language(picture.texts, PictureText(language=language, alt=""))
        text.alt, text.credit = fitting(alt, "alt"), fitting(credit, "credit")
    await session.flush()  # stops refer to its id
    return picture


async def place_pictures(session: AsyncSession, stop: Stop, pictures: Sequence[Picture]) -> None:
    """Show exactly these pictures at a stop, in this order."""
    have = {place.picture_id: place for place in await session.scalars(select(StopPicture).where(StopPicture.stop_id == stop.id))}
    for position, picture in enumerate(pictures):
        place = have.pop(picture.id, None)
        if place is None:
            session.add(StopPicture(stop_id=stop.id, picture_id=picture.id, position=position))
        else:
            place.position = position
    for place in have.values():
        await session.delete(place)


async def stop_by_code(session: AsyncSession, code: str) -> Stop:
    """Return a stop by its code as people type it; raises NotFoundError."""
    stop = await session.scalar(select(Stop).where(Stop.code == code_of(code)))
    if stop is None:
        raise NotFoundError("There is no stop with the code {code}.", code=code)
    return stop


async def scripts(session: AsyncSession, *, language: str | None = None, code: str | None = None) -> Sequence[Script]:
    """Return scripts in the order of the tour, of one language or stop if asked."""
    query = select(Script).join(Stop, Stop.id == Script.stop_id).order_by(Stop.number, Stop.code, Script.language, Script.track)
    if language is not None:
        query = query.where(Script.language == language)
    if code is not None:
        query = query.where(Script.stop_id == (await stop_by_code(session, code)).id)
    return (await session.scalars(query)).all()


async def scripts_by_id(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[Script]:
    """Return scripts in the order of the tour."""
    query = select(Script).join(Stop, Stop.id == Script.stop_id).where(Script.id.in_(ids))
    return (await session.scalars(query.order_by(Stop.number, Stop.code, Script.language, Script.track))).all()


async def note_of(session: AsyncSession, stop_id: UUID, language: str) -> str:
    """Return the content note of a stop in a language, or ""."""
    return await session.scalar(select(ContentNote.text).where(ContentNote.stop_id == stop_id, ContentNote.language == language)) or ""


async def stops(session: AsyncSession) -> Sequence[Stop]:
    """Return all stops by number."""
    return (await session.scalars(select(Stop).order_by(Stop.number, Stop.code))).all()


async def number_of(session: AsyncSession, script: Script) -> int:
    """Return the number that visitors key in for a script's stop, or 0 if it has none yet."""
    return await session.scalar(select(Stop.number).where(Stop.id == script.stop_id)) or 0


async def label_of(session: AsyncSession, script: Script) -> str:
    """Return how a script is named for people who wait for it: number, language, title."""
    number = await session.scalar(select(Stop.number).where(Stop.id == script.stop_id))
    return f"{number if number is not None else '–'} {script.language} {script.title}"


async def numbers(session: AsyncSession) -> dict[UUID, str]:
    """Return how people name each stop: by the number that visitors key in, or by the code where there is none."""
    return {stop_id: str(number or code) for stop_id, number, code in await session.execute(select(Stop.id, Stop.number, Stop.code))}
