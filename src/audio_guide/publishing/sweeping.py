"""What nobody needs any more is removed once a day, so that a guide runs for years on one disk; nothing that an edition names ever is."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.db import Database
from audio_guide.kit.errors import AudioGuideError
from audio_guide.kit.media import MediaStore
from audio_guide.publishing.models import Approval, EditionRecord
from audio_guide.publishing.pointing import DECODER
from audio_guide.publishing.shelf import Shelf
from audio_guide.speech import human, said
from audio_guide.speech import service as speech
from audio_guide.speech.models import Recording, WaySound
from audio_guide.speech.service import Voices
from audio_guide.tours import listing
from audio_guide.tours.models import Film, Picture

GRACE = timedelta(hours=48)
"""What is younger stays: its row may just be on the way, and somebody may still be looking at it."""
FIRST, EVERY = timedelta(hours=1), timedelta(days=1)
AT_ONCE = 40
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep removed."""

    recordings: int = 0
    files: int = 0


@dataclass(frozen=True, slots=True)
class Sweeper:
    """Everything that sweeping needs."""

    database: Database
    media: MediaStore
    voices: Voices
    data_dir: Path
    undisturbed: Callable[[], AbstractContextManager[bool]]
    """Gives whether nothing may be removed just now, as while a backup is made."""

    async def keep_sweeping(self, first: timedelta = FIRST) -> None:
        """Sweep a while after the start and then every day, until cancelled."""
        await asyncio.sleep(first.total_seconds())
        while True:
            try:
                swept = await self.sweep()
                log.info("swept %d recordings and %d files", swept.recordings, swept.files)
            except (AudioGuideError, SQLAlchemyError, OSError):  # tomorrow is another day
                log.exception("could not sweep")
            await asyncio.sleep(EVERY.total_seconds())

    async def sweep(self, grace: timedelta = GRACE) -> Swept:
        """Forget recordings that nobody wants, has approved or sees in any edition, then remove the files that nothing names; the rows go first."""
        with self.undisturbed() as may:
            if not may:
                return Swept()
            async with self.database.read() as session:
                shown = {name async for name in _in_editions(session)}
            async with self.database.write() as session:  # looked at and removed in one: a text that is turned back meanwhile wants its sound again
                old = await superseded(session, self.voices, shown, datetime.now(UTC) - grace)
                for few in (old[at : at + AT_ONCE] for at in range(0, len(old), AT_ONCE)):
                    await speech.discard_recordings(session, few)
            async with self.database.read() as session:
                # Read once more: what was published or made meanwhile is named now.
                kept = shown | await named(session)
            files = await asyncio.to_thread(self.media.sweep, kept, grace.total_seconds())
            files += await asyncio.to_thread(_half_written, self.data_dir, (datetime.now(UTC) - grace).timestamp())
            return Swept(len(old), files)


async def _in_editions(session: AsyncSession) -> AsyncIterator[str]:
    """Give the names of all files of all editions that there ever were, since each can be shown again; one document is in memory at a time."""
    for key in (await session.scalars(select(EditionRecord.id))).all():
        document = await session.scalar(select(EditionRecord.document).where(EditionRecord.id == key))
        if document is not None:
            edition = DECODER.decode(document)
            for name in Shelf(editions={(edition.tour, edition.language): edition}).media():
                yield name


async def named(session: AsyncSession) -> set[str]:
    """Return the names of all files that the database names."""
    return {name async for name in _in_editions(session)} | await in_use(session)


async def in_use(session: AsyncSession) -> set[str]:
    """Return the names of the files that recordings, human voices, pictures and films have now."""
    kept = [files for column in (Recording.files, WaySound.files, Picture.files, Film.files, Film.captions) for files in await session.scalars(select(column))]
    return {str(file["name"]) for files in kept for file in files or ()} | await human.files(session)


async def superseded(session: AsyncSession, voices: Voices, shown: set[str], before: datetime) -> list[UUID]:
    """Return the recordings made before a moment that no script wants now, nobody has approved and no edition shows.

    Where it is not known what a script wants (no voice can speak it just now, or nobody has read it by the rules of now), all of its sound stays.
    """
    wanted = await said.wanted(session, voices, await listing.script_rows(session))
    unknown = {*wanted.refused, *(script.id for script in wanted.unread)}
    kept = set(wanted.digests.items()) | {
        (row.script_id, row.wanted_digest) for row in await session.execute(select(Approval.script_id, Approval.wanted_digest))
    }
    rows = await session.execute(select(Recording.id, Recording.script_id, Recording.wanted_digest, Recording.files).where(Recording.created_at < before))
    return [
        row.id
        for row in rows
        if row.script_id not in unknown and (row.script_id, row.wanted_digest) not in kept and shown.isdisjoint(str(file["name"]) for file in row.files)
    ]


def _half_written(folder: Path, before: float) -> int:
    """Remove what a crash left half written in the caches; returns how many files."""
    left = [path for pattern in ("sentences/**/*.tmp", "sentences/**/.*.tmp", "sentences/masters/*.npy") for path in folder.glob(pattern)]
    old = {path for path in left if path.is_file() and path.stat().st_mtime < before}
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
