"""A worker: speaks and encodes what is wanted until it is told to stop."""

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from audio_guide import watching
from audio_guide.house import House, cache_folder, open_house, undisturbed
from audio_guide.kit.i18n import museum_names
from audio_guide.kit.jobs import Worker
from audio_guide.kit.running import Handler
from audio_guide.nightly import keep_backing_up
from audio_guide.publishing.anew import unheard
from audio_guide.publishing.sweeping import Sweeper
from audio_guide.settings import Settings
from audio_guide.speech import reviving, said, ways
from audio_guide.speech.installing import INSTALL, Installer
from audio_guide.speech.reading import load_rules
from audio_guide.speech.speaking import Speakers
from audio_guide.speech.tasks import Narrator
from audio_guide.speech.wishes import NARRATE, READ

PARENT_LOOK_SECONDS = 1.0
log = logging.getLogger(__name__)


@asynccontextmanager
async def working(house: House) -> AsyncIterator[Worker]:
    """Work in this process while the block runs, and look for what waits in vain."""
    processes = house.settings.workers or os.cpu_count() or 1
    speakers = Speakers(house.settings.engine_options, cache_folder(house.settings), processes)
    narrator = Narrator(house.database, house.media, house.voices, speakers, museum_names(house.settings.museum_name), unheard)
    installer = Installer(house.database, Path(house.settings.data_dir), house.settings.voices_url)

    async def read(_: str) -> None:
        await said.catch_up(house.database, house.voices)

    async def install(argument: str) -> None:
        await installer.install(argument)
        await read(argument)  # it may stand in the list already, and takes longer or shorter sentences than the voice before it

    handlers: dict[str, Handler] = {NARRATE: narrator.narrate, ways.SAY_WAY: partial(ways.say, narrator), INSTALL: install, READ: read}
    try:
        # One recording more than there are processes, so that none waits while another is being written.
        async with Worker(
            house.settings.database_url, handlers, at_once=processes + 1, given_up={NARRATE: narrator.give_up, ways.SAY_WAY: partial(ways.give_up, narrator)}
        ) as worker:
            beside = [
                asyncio.create_task(said.catch_up(house.database, house.voices)),
                asyncio.create_task(reviving.keep_reviving(house.database, house.jobs, house.voices)),
            ]
            try:
                yield worker
            finally:
                for task in beside:
                    task.cancel()
                for problem in await asyncio.gather(*beside, return_exceptions=True):
                    if isinstance(problem, Exception):
                        log.error("what runs beside the jobs has failed", exc_info=problem)
    finally:
        await asyncio.to_thread(speakers.close)


async def run_worker(settings: Settings, parent: int | None = None) -> int:
    """Work until SIGTERM or SIGINT, until the lease is lost, or until the process *parent* is gone; returns the exit status."""
    stop = asyncio.Event()
    load_rules()  # now, and not while the first sentences wait
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with open_house(settings) as house, working(house) as worker, watching.watched(house):
        sweeper = Sweeper(house.database, house.media, house.voices, Path(settings.data_dir), lambda: undisturbed(settings, wait=False))
        watch, sweeping = asyncio.create_task(_leave_with(parent, stop)), asyncio.create_task(sweeper.keep_sweeping())
        backing_up = asyncio.create_task(keep_backing_up(house))
        waits = [asyncio.create_task(stop.wait()), asyncio.create_task(worker.lost.wait())]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for task in (watch, sweeping, backing_up, *waits):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        return 1 if worker.lost.is_set() else 0


async def _leave_with(parent: int | None, stop: asyncio.Event) -> None:
    """Stop when the server that started this worker was killed, so that no worker stays behind."""
    while parent is not None:
        if os.getppid() != parent:
            stop.set()
            return
        await asyncio.sleep(PARENT_LOOK_SECONDS)
