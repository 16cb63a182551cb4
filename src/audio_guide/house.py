"""What every entry point needs, made once from the settings: database, media, voices, jobs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from audio_guide.kit import jobs
from audio_guide.kit.db import Database
from audio_guide.kit.leases import alone
from audio_guide.kit.media import MediaStore
from audio_guide.kit.seal import Seal
from audio_guide.kit.storage import open_store
from audio_guide.settings import Settings
from audio_guide.speech.engines import Engines
from audio_guide.speech.service import Voices


@dataclass(slots=True)
class House:
    """The museum's things, open."""

    settings: Settings
    database: Database
    media: MediaStore
    voices: Voices
    jobs: jobs.Jobs
    seal: Seal


@asynccontextmanager
async def open_house(settings: Settings) -> AsyncIterator[House]:
    """Open everything for the life of a process or a command, and close it."""
    database = Database(settings.database_url)
    queue = jobs.Jobs(settings.database_url)
    voices = Voices(Engines(settings.engine_options), settings.voice_of)
    try:
        yield House(settings, database, open_store(settings.media_url), voices, queue, Seal(Path(settings.secret_file)))
    finally:
        await asyncio.to_thread(queue.close)
        await database.close()


def undisturbed(settings: Settings, *, wait: bool) -> AbstractContextManager[bool]:
    """Keep sweeping and backing up apart, since a file that is being copied must not go."""
    return alone(Path(settings.data_dir) / "undisturbed", wait=wait)


def cache_folder(settings: Settings) -> Path:
    """Return where spoken sentences are kept."""
    return Path(settings.data_dir) / "sentences"
