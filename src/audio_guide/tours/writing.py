"""What a writer needs beside the words themselves: revisions, a draft that is not lost, and what changed in the source since."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.errors import BadInputError, NotFoundError
from audio_guide.kit.letters import fold
from audio_guide.tours import origins
from audio_guide.tours.models import ContentNote, Draft, Script, ScriptRevision, Stop, Tour, TourStop, TourText
from audio_guide.tours.service import LONGEST_SCRIPT, save_stop

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MOST_CODE_TRIES = 100
LETTERS_A_SENTENCE = 43
"""Measured on the demo tour: 42 in Kazakh, 41 in Russian, 45 in English."""
Spot: TypeAlias = tuple[UUID, str, str]
"""A stop's id, a language and a track: where words belong."""


@dataclass(frozen=True, slots=True)
class Words:
    """A script's words as somebody types them."""

    title: str
    body: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """What a translation was made from, as it was then and as it is now."""

    language: str
    then: str
    now: str

    @property
    def changed(self) -> bool:
        """Whether the source has other words by now."""
        return self.then != self.now


def digest_of(title: str, body: str) -> str:
    """Return the digest by which a translation remembers its source."""
    return hashlib.sha256(f"{title}\n\n{body}".encode()).hexdigest()


async def script_of(session: AsyncSession, stop: Stop, language: str, track: str = "standard") -> Script | None:
    """Return a stop's script in a language, or None."""
    return await session.scalar(select(Script).where(Script.stop_id == stop.id, Script.language == language, Script.track == track))


async def revisions(session: AsyncSession, script: Script) -> Sequence[ScriptRevision]:
    """Return all revisions of a script, the newest first."""
    return (await session.scalars(select(ScriptRevision).where(ScriptRevision.script_id == script.id).order_by(ScriptRevision.number.desc()))).all()


async def revision(session: AsyncSession, script: Script, number: int) -> ScriptRevision:
    """Return one revision; raises NotFoundError."""
    found = await session.scalar(select(ScriptRevision).where(ScriptRevision.script_id == script.id, ScriptRevision.number == number))
    if found is None:
        raise NotFoundError("There is no such revision.")
    return found


async def remember_source(session: AsyncSession, script: Script, source: Script) -> None:
    """Note that the newest revision of a script was made from its source as it is now."""
    newest = await revision(session, script, script.revision)
    newest.source_language, newest.source_digest = source.language, digest_of(source.title, source.body)
    await origins.remember_script(session, script, source)


async def source_of(session: AsyncSession, script: Script) -> Source | None:
    """Return what a script was last translated from, then and now; None if it was not translated or its source is gone."""
    found = next((one for one in await revisions(session, script) if one.source_language and one.source_digest), None)
    if found is None:
        return None
    query = select(Script).where(Script.stop_id == script.stop_id, Script.language == found.source_language, Script.track == script.track)
    source = await session.scalar(query)
    if source is None or found.source_language is None:
        return None
    then = next((old.body for old in await revisions(session, source) if digest_of(old.title, old.body) == found.source_digest), None)
    return None if then is None else Source(found.source_language, then, source.body)


async def keep_draft(  # noqa: PLR0913, PLR0917 -- whose, of what, and what
    session: AsyncSession, person_id: UUID, stop: Stop, language: str, words: Words, based_on: int, track: str = "standard"
) -> None:
    """Keep what somebody has typed and not saved yet; one draft for each person, stop, language and track."""
    if len(words.body) > LONGEST_SCRIPT * 2:
        raise BadInputError("This text has {count} characters; a stop may have {most}. Make two stops of it.", count=len(words.body), most=LONGEST_SCRIPT)
    draft = await draft_of(session, person_id, stop, language, track)
    if draft is None:
        draft = Draft(person_id=person_id, stop_id=stop.id, language=language, track=track, title="", body="", note="")
        session.add(draft)
    draft.title, draft.body, draft.note, draft.based_on = words.title[:300], words.body, words.note, based_on


async def typed(session: AsyncSession) -> dict[Spot, tuple[UUID, ...]]:
    """Return for each place the people whose words for it are typed and not saved yet."""
    found: dict[Spot, tuple[UUID, ...]] = {}
    for stop_id, language, track, person_id in await session.execute(
        select(Draft.stop_id, Draft.language, Draft.track, Draft.person_id).order_by(Draft.created_at)
    ):
        found[stop_id, language, track] = (*found.get((stop_id, language, track), ()), person_id)
    return found


async def draft_of(session: AsyncSession, person_id: UUID, stop: Stop, language: str, track: str = "standard") -> Draft | None:
    """Return somebody's draft, or None."""
    return await session.scalar(select(Draft).where(*_drafted(person_id, stop, language, track)))


async def drop_draft(session: AsyncSession, person_id: UUID, stop: Stop, language: str, track: str = "standard") -> None:
    """Forget a draft that was saved or given up."""
    await session.execute(delete(Draft).where(*_drafted(person_id, stop, language, track)))


def _drafted(person_id: UUID, stop: Stop, language: str, track: str) -> tuple[ColumnElement[bool], ...]:
    return Draft.person_id == person_id, Draft.stop_id == stop.id, Draft.language == language, Draft.track == track


async def new_stop(session: AsyncSession, tour: Tour) -> Stop:
    """Add a stop at the end of a tour, with a new code that no sign ever carried and the next number."""
    for _ in range(MOST_CODE_TRIES):
        code = "".join(secrets.choice(ALPHABET) for _ in range(4))
        if not await session.scalar(select(Stop.id).where(Stop.code == code)):
            break
    number = (await session.scalar(select(func.max(Stop.number))) or 0) + 1
    position = await session.scalar(select(func.max(TourStop.position)).where(TourStop.tour_id == tour.id))
    return await save_stop(session, tour, code, number, 0 if position is None else position + 1)


async def tours_of(session: AsyncSession, stop: Stop) -> Sequence[Tour]:
    """Return the tours in which a stop stands."""
    return (await session.scalars(select(Tour).join(TourStop, TourStop.tour_id == Tour.id).where(TourStop.stop_id == stop.id).order_by(Tour.position))).all()


async def texts_of(session: AsyncSession, tour_id: UUID) -> dict[str, TourText]:
    """Return a tour's own words in each language that has some."""
    return {text.language: text for text in await session.scalars(select(TourText).where(TourText.tour_id == tour_id).order_by(TourText.created_at))}


async def noted(session: AsyncSession) -> dict[UUID, set[str]]:
    """Return in which languages each stop has a content note."""
    found: dict[UUID, set[str]] = {}
    for stop_id, language in await session.execute(select(ContentNote.stop_id, ContentNote.language).where(ContentNote.text != "")):
        found.setdefault(stop_id, set()).add(language)
    return found


async def titles_of(session: AsyncSession, tour_id: UUID) -> dict[str, str]:
    """Return a tour's title in each language that has one."""
    return {text.language: text.title for text in await session.scalars(select(TourText).where(TourText.tour_id == tour_id))}


async def stops_having(session: AsyncSession, words: str) -> set[UUID]:
    """Return the stops whose number, code or words in any language hold what is looked for."""
    plain = fold(words)
    numbers = await session.execute(select(Stop.id, Stop.code, Stop.number))
    found = {row.id for row in numbers if plain in {fold(row.code), str(row.number)}}
    texts = await session.execute(select(Script.stop_id, Script.title, Script.body))
    return found | {row.stop_id for row in texts if plain in fold(row.title) or plain in fold(row.body)}


async def sentences_of(session: AsyncSession, script_ids: Sequence[UUID]) -> int:
    """Return about how many sentences some scripts have, told from their length."""
    if not script_ids:
        return 0
    lengths = await session.execute(select(Script.id, func.length(Script.body)))
    wanted = set(script_ids)
    return sum(1 + length // LETTERS_A_SENTENCE for script_id, length in lengths if script_id in wanted)
