"""One command for a small museum: the web processes and, beside them, one worker that is started again if it dies."""

import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings

from audio_guide.app import site_of
from audio_guide.kit.errors import BadInputError
from audio_guide.kit.i18n import Catalogues
from audio_guide.settings import Settings

WORKER_RESTART_SECONDS = 1.0
WORKER_STOP_SECONDS = 20.0
BACKLOG = 16384
LAST_PORT = 65_535
PORT_TAKEN = "Another program listens on port {port} of {host} already. End it, or set AUDIO_GUIDE_PORT to another number."
PORT_FORBIDDEN = "This user may not listen on port {port}. Set AUDIO_GUIDE_PORT to a number above 1023."
NO_HOST = "This machine has no address “{host}” to listen at. Set AUDIO_GUIDE_HOST to 127.0.0.1, or to 0.0.0.0 for all addresses."
NO_PORT = "{port} is no port. Set AUDIO_GUIDE_PORT to a number from 1 to 65535."


def serve(settings: Settings, *, with_worker: bool) -> None:
    """Answer visitors until SIGTERM or SIGINT; raises BadInputError if a setting of the pages' looks, the address or the port cannot be used."""
    look_at_port(settings.host, settings.port)
    site_of(settings, Catalogues(Path(settings.locales_dir)))
    server = Granian(
        "audio_guide.starting:application",
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


def look_at_port(host: str, port: int) -> None:
    """See whether one can listen there, before the web server says it in words of its own; raises BadInputError."""
    if not 0 < port <= LAST_PORT:
        raise BadInputError(NO_PORT, port=port)
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        sentence = PORT_TAKEN if error.errno == errno.EADDRINUSE else PORT_FORBIDDEN if error.errno == errno.EACCES else NO_HOST
        raise BadInputError(sentence, host=host, port=port) from error


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
