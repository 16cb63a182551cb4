"""The job that brings a Piper voice onto the machine; it may run twice, and goes on where it broke off."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.kit.db import Database
from audio_guide.kit.errors import BadInputError
from audio_guide.kit.jobs import Jobs
from audio_guide.speech.engines import EngineError
from audio_guide.speech.engines.voices_catalogue import CATALOGUE, HUB, install_voice
from audio_guide.speech.models import VoiceInstallation

INSTALL = "speech.install-voice"
LOOK_SECONDS = 0.5
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Installer:
    """Everything that installing a voice needs."""

    database: Database
    data_dir: Path
    base_url: str = ""
    """Another address of the voices; "" is the usual one."""

    async def install(self, argument: str) -> float | None:
        """Install the voice of an installation's id if it is still wanted."""
        key = UUID(argument)
        async with self.database.write() as session:
            row = await session.get(VoiceInstallation, key)
            if row is None or row.state not in {"wanted", "running"}:
                return None
            row.state, row.message, row.kind, name = "running", "", "", row.name
        try:
            await self._bring(key, name)
        except EngineError as error:
            await self._note(key, state="failed", kind=error.kind, message=str(error))
        except Exception as error:  # whatever it was, nobody may wait for it for ever; the log has all of it
            log.exception("a voice could not be installed")
            await self._note(key, state="failed", kind="unexpected", message=type(error).__name__)
        else:
            await self._note(key, state="ready")
        return None

    async def _bring(self, key: UUID, name: str) -> None:
        """Download, and write twice a second how far it is."""
        told = [0, 0]

        def progress(arrived: int, total: int) -> None:
            told[:] = [arrived, total]

        bringing = asyncio.create_task(asyncio.to_thread(install_voice, name, self.data_dir, self.base_url or HUB, progress))
        while not bringing.done():
            await asyncio.wait([bringing], timeout=LOOK_SECONDS)
            await self._note(key, done=told[0], total=told[1])
        bringing.result()

    async def _note(self, key: UUID, **values: object) -> None:
        async with self.database.write() as session:
            await session.execute(update(VoiceInstallation).where(VoiceInstallation.id == key).values(**values))


async def want_voice(session: AsyncSession, jobs: Jobs, name: str) -> VoiceInstallation:
    """Want a voice of the catalogue on this machine; its job is enqueued in the same transaction. Raises BadInputError for another name."""
    if name not in {offered.name for offered in CATALOGUE}:
        raise BadInputError("There is no voice “{name}” to be installed.", name=name[:80])
    row = await session.scalar(select(VoiceInstallation).where(VoiceInstallation.name == name))
    if row is None:
        row = VoiceInstallation(name=name, attempt=1)
        session.add(row)
    elif row.state in {"wanted", "running"}:
        return row
    else:
        row.attempt += 1
    row.state, row.done, row.total, row.kind, row.message = "wanted", 0, 0, "", ""
    await session.flush()  # the job needs the row's id
    await jobs.enqueue(session, INSTALL, str(row.id), key=key_of(row))
    return row


def key_of(row: VoiceInstallation) -> str:
    """Return the key of the job that installs a voice."""
    return f"install-{row.id}-{row.attempt}"


async def installations(session: AsyncSession) -> Sequence[VoiceInstallation]:
    """Return all voices that were ever asked for here."""
    return (await session.scalars(select(VoiceInstallation))).all()
