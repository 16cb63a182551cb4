"""What a writer needs beside the words themselves: revisions, a draft that is not lost, and what changed in the source since."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only

from audio_guide.accounts.signature import signed
from audio_guide.kit.errors import BadInputError, ConflictError, NotFoundError
from audio_guide.tours import origins
from audio_guide.tours.models import TRACKS, ContentNote, Draft, Script, ScriptRevision, Stop, Tour, TourStop, TourText
from audio_guide.tours.remembered import AT_ONCE
from audio_guide.tours.service import LONGEST_SCRIPT, note_of, save_stop, was_removed

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

    @property
    def whole(self) -> str:
        """All of it as one text, in the order in which it is read."""
        return "\n\n".join(part for part in (self.title, self.note, self.body) if part)


@dataclass(frozen=True, slots=True)
class Source:
    """What a translation was made from, as it was then and as it is now."""

    language: str
    then: Words
    now: Words

    @property
    def changed(self) -> bool:
        """Whether the source has other words by now."""
        return self.then != self.now


def digest_of(words: Words) -> str:
    """Return the digest by which a translation remembers its source."""
    return hashlib.sha256(f"{words.title}\x00{words.note}\x00{words.body}".encode()).hexdigest()


def digests_of(words: Words) -> set[str]:
    """Return all digests by which these words may be remembered: those made before notes took part know only title and text."""
    return {digest_of(words), hashlib.sha256(f"{words.title}\n\n{words.body}".encode()).hexdigest()}


async def words_of(session: AsyncSession, script: Script) -> Words:
    """Return a script's words of now; the content note stands with the standard ones."""
    note = await note_of(session, script.stop_id, script.language) if script.track == TRACKS[0] else ""
    return Words(script.title, script.body, note)


def then(old: ScriptRevision, note: str) -> Words:
    """Return the words of a revision; where no note was written down with it, the one of now stands for it."""
    return Words(old.title, old.body, note if old.note is None else old.note)


async def script_of(session: AsyncSession, stop: Stop, language: str, track: str = "standard") -> Script | None:
    """Return a stop's script in a language, or None."""
    return await session.scalar(select(Script).where(Script.stop_id == stop.id, Script.language == language, Script.track == track))


async def revisions(session: AsyncSession, script: Script) -> Sequence[ScriptRevision]:
    """Return all revisions of a script, the newest first."""
    return (await session.scalars(select(ScriptRevision).where(ScriptRevision.script_id == script.id).order_by(ScriptRevision.number.desc()))).all()


async def some_revisions(session: AsyncSession, script: Script, most: int, skip: int = 0) -> tuple[Sequence[ScriptRevision], int]:
    """Return some revisions of a script, the newest first, and how many there are."""
    own = ScriptRevision.script_id == script.id
    count = await session.scalar(select(func.count()).select_from(ScriptRevision).where(own)) or 0
    return (await session.scalars(select(ScriptRevision).where(own).order_by(ScriptRevision.number.desc()).offset(skip).limit(most))).all(), count


async def signed_revisions(session: AsyncSession, script: Script) -> Sequence[ScriptRevision]:
    """Return all revisions of a script without their words, the newest first: their numbers, when they were saved, and by whom."""
    light = load_only(ScriptRevision.number, ScriptRevision.created_at, ScriptRevision.author, raiseload=True)
    query = select(ScriptRevision).where(ScriptRevision.script_id == script.id).order_by(ScriptRevision.number.desc())
    return (await session.scalars(query.options(light))).all()


async def revision(session: AsyncSession, script: Script, number: int) -> ScriptRevision:
    """Return one revision; raises NotFoundError."""
    found = await session.scalar(select(ScriptRevision).where(ScriptRevision.script_id == script.id, ScriptRevision.number == number))
    if found is None:
        raise NotFoundError("There is no such revision.")
    return found


async def remember_source(session: AsyncSession, script: Script, source: Script, seen: int = 0) -> None:
    """Note that the newest revision of a script was made from its source as its translator saw it: revision *seen*, or the one of now."""
    newest = await revision(session, script, script.revision)
    original = await revision(session, source, seen if 0 < seen <= source.revision else source.revision)
    mine, theirs = await words_of(session, script), await words_of(session, source)
    words = then(original, theirs.note)
    newest.source_language, newest.source_digest = source.language, digest_of(words)
    await origins.remember_script(session, script, original, source.language, (mine.note, words.note))


async def forget_source(session: AsyncSession, script: Script) -> None:
    """Note that a script is no translation of another language."""
    newest = await revision(session, script, script.revision)
    newest.source_language, newest.source_digest = None, ""


async def restore_source(session: AsyncSession, script: Script, old: ScriptRevision) -> None:
    """Note that a script was made from the source from which an earlier revision was made, since it has that one's words again."""
    known = [one for one in await revisions(session, script) if one.source_digest is not None]
    if known:
        found = next((one for one in known if one.number <= old.number), known[-1])
        newest = await revision(session, script, script.revision)
        newest.source_language, newest.source_digest = found.source_language, found.source_digest


async def source_of(session: AsyncSession, script: Script) -> Source | None:
    """Return what a script was last translated from, then and now; None if it was not translated or its source is gone."""
    told = (ScriptRevision.script_id == script.id, ScriptRevision.source_digest.is_not(None))
    found = await session.scalar(select(ScriptRevision).where(*told).order_by(ScriptRevision.number.desc()).limit(1))
    if found is None or not found.source_language:
        return None
    query = select(Script).where(Script.stop_id == script.stop_id, Script.language == found.source_language, Script.track == script.track)
    source = await session.scalar(query)
    if source is None:
        return None
    now = await words_of(session, source)
    if found.source_digest in digests_of(now):
        return Source(source.language, now, now)
    before = next((words for old in await revisions(session, source) if found.source_digest in digests_of(words := then(old, now.note))), None)
    return None if before is None else Source(source.language, before, now)


async def source_since(session: AsyncSession, source: Script, seen: int) -> Source:
    """Return a source as its revision *seen* had it and as it is now."""
    now = await words_of(session, source)
    return Source(source.language, then(await revision(session, source, seen), now.note) if 0 < seen < source.revision else now, now)


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody has typed: the words, the revision that was in view, and the source with its revision that was in view."""

    words: Words
    based_on: int
    source: str = ""
    source_seen: int = 0


async def keep_draft(  # noqa: PLR0913, PLR0917 -- whose, of what, and what
    session: AsyncSession, person_id: UUID, stop: Stop, language: str, typed: Typed, track: str = "standard"
) -> None:
    """Keep what somebody has typed and not saved yet; one draft for each person, stop, language and track."""
    words = typed.words
    if len(words.body) > LONGEST_SCRIPT * 2:
        raise BadInputError("This text has {count} characters; a stop may have {most}. Make two stops of it.", count=len(words.body), most=LONGEST_SCRIPT)
    draft = await draft_of(session, person_id, stop, language, track)
    if draft is None:
        draft = Draft(person_id=person_id, stop_id=stop.id, language=language, track=track, title="", body="", note="")
        session.add(draft)
    draft.title, draft.body, draft.note, draft.based_on = words.title[:300], words.body, words.note, typed.based_on
    draft.source, draft.source_seen = typed.source, typed.source_seen


async def refuse_late(session: AsyncSession, stop: Stop, place: tuple[str, str], based_on: int, author: str) -> None:
    """Raise ConflictError if *author* saved the text after the revision *based_on*: a draft of before comes too late; *place* is language and track."""
    script = await script_of(session, stop, *place)
    if script is None or script.revision <= based_on:
        return
    newer = (ScriptRevision.script_id == script.id, ScriptRevision.number > based_on)
    rows = await session.execute(select(ScriptRevision.author, ScriptRevision.author_id).where(*newer))
    if signed(author, [(name, person_id) for name, person_id in rows]):
        raise ConflictError("You have saved this text since this page was opened. Open it again to write on.")


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
        if not await session.scalar(select(Stop.id).where(Stop.code == code)) and not await was_removed(session, code):
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


def sentences_in(text: str) -> int:
    """Return about how many sentences a text has, told from its length."""
    return 1 + len(text) // LETTERS_A_SENTENCE


async def sentences_of(session: AsyncSession, script_ids: Sequence[UUID]) -> int:
    """Return about how many sentences some scripts have, told from their length."""
    if not script_ids:
        return 0
    total = 0
    for few in (script_ids[at : at + AT_ONCE] for at in range(0, len(script_ids), AT_ONCE)):
        one = 1 + func.length(Script.body) // LETTERS_A_SENTENCE
        total += int(await session.scalar(select(func.sum(one)).where(Script.id.in_(few))) or 0)
    return total
