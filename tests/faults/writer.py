"""A member of staff who saves without end, to be killed."""

import asyncio
import os
from pathlib import Path

from audio_guide.kit.db import Database
from audio_guide.tours import service as tours


def keep_saving(database_url: str, name: str, log: Path) -> None:
    """Save a text again and again, and write down each time that it was acknowledged."""
    asyncio.run(_keep_saving(database_url, name, log))


async def _keep_saving(database_url: str, name: str, log: Path) -> None:
    database = Database(database_url)
    with log.open("w") as acknowledged:
        for number in range(10_000):
            author = f"{name}-{number}"
            async with database.write() as session:
                stop = (await tours.stops(session))[0]
                await tours.save_script(session, stop, "en", title="Acknowledged", body=f"Saved by {author}.", author=author)
            print(author, file=acknowledged, flush=True)
            os.fsync(acknowledged.fileno())
            await asyncio.sleep(0.2)
