"""What waits for a job that is not there any more is wanted again: nobody waits for ever, whatever happened to a job."""

import asyncio
import logging

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from audio_guide.kit.db import Database
from audio_guide.kit.errors import AudioGuideError, BadInputError, UnavailableError
from audio_guide.kit.jobs import Jobs
from audio_guide.speech import reasons, service, ways
from audio_guide.speech.installing import INSTALL
from audio_guide.speech.installing import key_of as key_of_installation
from audio_guide.speech.models import Narration, VoiceInstallation
from audio_guide.speech.progress import UNDER_WAY
from audio_guide.speech.service import Voices
from audio_guide.speech.wishes import key_of, request

LOOK_SECONDS = 30.0
log = logging.getLogger(__name__)


async def keep_reviving(database: Database, jobs: Jobs, voices: Voices) -> None:
    """Look now and then for what waits in vain, until cancelled."""
    while True:
        try:
            await revive(database, jobs, voices)
            await revive_installations(database, jobs)
            await ways.revive(database, jobs)
        except (AudioGuideError, SQLAlchemyError):  # the next look tries again
            log.exception("could not look for what waits in vain")
        await asyncio.sleep(LOOK_SECONDS)


async def revive(database: Database, jobs: Jobs, voices: Voices) -> int:
    """Want the sound again that waits though its job has ended or was never written; returns how many were waiting in vain."""
    async with database.read() as session:
        rows = (await session.scalars(select(Narration).where(Narration.state.in_(UNDER_WAY)))).all()
    ended = await jobs.ended([key_of(row) for row in rows]) if rows else {}
    revived = 0
    for row in (row for row in rows if key_of(row) in ended):
        async with database.write() as session:
            found = await service.narration(session, row.id)
            # A job that ended meanwhile has changed its row, and what was wanted anew has another key.
            if found is None or found.state not in UNDER_WAY or key_of(found) not in ended:
                continue
            revived += 1
            if ended[key_of(found)]:
                await service.note_progress(session, found.id, state="failed", message=reasons.STOPPED)
                continue
            script = await service.script_of(session, found.script_id)
            try:
                if await request(session, jobs, voices, script, again=True, anew=found.anew) is None:
                    await service.note_progress(session, found.id, state="dropped")  # there is the recording that the script wants
            except (BadInputError, UnavailableError) as error:
                await service.note_progress(session, found.id, state="failed", message=reasons.kept(error))
    return revived


async def revive_installations(database: Database, jobs: Jobs) -> None:
    """Want the voices again that wait though the job of bringing them has ended."""
    async with database.read() as session:
        rows = (await session.scalars(select(VoiceInstallation).where(VoiceInstallation.state.in_(UNDER_WAY)))).all()
    ended = await jobs.ended([key_of_installation(row) for row in rows]) if rows else {}
    for row in (row for row in rows if key_of_installation(row) in ended):
        async with database.write() as session:
            found = await session.get(VoiceInstallation, row.id)
            if found is not None and found.state in UNDER_WAY and found.attempt == row.attempt:
                found.attempt, found.state = found.attempt + 1, "wanted"
                await session.flush()  # the job's key has the new attempt in it
                await jobs.enqueue(session, INSTALL, str(found.id), key=key_of_installation(found))
