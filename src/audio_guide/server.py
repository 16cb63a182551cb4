"""One command for a small museum: the web processes and, beside them, one worker that is started again if it dies."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings

from audio_guide.app import site_of
from audio_guide.kit.i18n import Catalogues
from audio_guide.settings import Settings

WORKER_RESTART_SECONDS = 1.0
WORKER_STOP_SECONDS = 20.0
BACKLOG = 16384


def serve(settings: Settings, *, with_worker: bool) -> None:
    """Answer visitors until SIGTERM or SIGINT; raises BadInputError if a setting of the pages' looks cannot be used."""
    site_of(settings, Catalogues(Path(settings.locales_dir)))
    server = Granian(
        "audio_guide.app:from_environment",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.RSGI,
        workers=settings.web_processes,
        loop=Loops.uvloop,
        http=HTTPModes.http1,
        websockets=False,
        # The defaults give up at some 1,100 silent connections and never close a silent one.
        backlog=BACKLOG,
        backpressure=BACKLOG,
        http1_settings=HTTP1Settings(header_read_timeout=5000),
        respawn_failed_workers=True,
        log_enabled=True,
        log_access=False,
        workers_kill_timeout=25,
    )
    with _worker_beside() if with_worker else contextlib.nullcontext():
        server.serve()


@contextlib.contextmanager
def _worker_beside() -> Iterator[None]:
    """Keep a worker process running; it ends with us, however we end."""
    stopping = threading.Event()
    running: list[subprocess.Popen[bytes]] = []

    def keep() -> None:
        while not stopping.is_set():
            process = subprocess.Popen([sys.executable, "-m", "audio_guide", "worker", "--parent", str(os.getpid())])  # noqa: S603 -- our own program
            running[:] = [process]
            process.wait()
            stopping.wait(WORKER_RESTART_SECONDS)

    keeper = threading.Thread(target=keep, name="worker-keeper", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        for process in running:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(WORKER_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
        keeper.join(5)
