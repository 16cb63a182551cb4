"""Real servers for tests, each on a free port of 127.0.0.1 and ended by its pid."""

import contextlib
import gc
import multiprocessing
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from sqlalchemy.orm import configure_mappers

from audio_guide.addresses import addresses
from audio_guide.cli import run
from audio_guide.guide.rendering import TEMPLATES
from audio_guide.kit.i18n import Catalogues
from audio_guide.settings import Settings
from audio_guide.speech.engines import Engines
from audio_guide.speech.reading import load_rules

# Once, for all servers that are forked from this process: what each would otherwise do when it begins.
addresses()
load_rules()
configure_mappers()
Catalogues(Path(__file__).parents[1] / "locales")
Engines({}).get("espeak").voices()
for page in TEMPLATES.list_templates(extensions=["html"]):
    TEMPLATES.get_template(page)
CHROMIUM = "/usr/bin/chromium-headless-shell"
"""Chromium without its own windows: the same pages for 40 % of the work."""


def free_port(room_above: int = 0) -> int:
    """Return a port that nobody listens on, and that far above it another one."""
    while True:
        with socket.socket() as found, socket.socket() as above, contextlib.suppress(OSError, OverflowError):
            found.bind(("127.0.0.1", 0))
            port = int(found.getsockname()[1])
            above.bind(("127.0.0.1", port + room_above if room_above else 0))
            return port


def environment(settings: Settings, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return this process's environment with the settings in it."""
    return {**os.environ, **settings.to_environment(), **(more or {})}


class Forked:
    """A piece of work in a process group of its own, as real and as mortal as a command but without the seconds of its start.

    It is forked from a process that has loaded the guide already.
    """

    def __init__(self, work: Callable, *arguments) -> None:
        self._process = multiprocessing.get_context("forkserver").Process(target=_alone, args=(work, *arguments))
        self._process.start()
        self.pid: int = self._process.pid
        while self._process.is_alive() and os.getpgid(self.pid) != self.pid:
            time.sleep(0.005)

    def send_signal(self, number: int) -> None:
        """Send a signal, if the process still lives."""
        if self._process.is_alive():
            os.kill(self.pid, number)

    def wait(self, timeout: float | None = None) -> int:
        """Return the status with which the process ended; raises subprocess.TimeoutExpired."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0)
        return self._process.exitcode


def _alone(work: Callable, *arguments) -> None:
    gc.freeze()
    os.setsid()
    # As a command has it: who was forked from a server of processes would start its own anew, and load the guide once more for it.
    multiprocessing.set_start_method("fork", force=True)
    gc.set_threshold(50_000, 20, 50)
    work(*arguments)


def warm(settings: Settings, *arguments: str, more: Mapping[str, str] | None = None) -> Forked:
    """Start a command of the guide in a process that has loaded it already; its words are not kept."""
    return Forked(_command, environment(settings, more), arguments)


def ran(settings: Settings, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command of the guide to its end in a process that has loaded it already, and return what it did and said."""
    with tempfile.TemporaryDirectory() as folder:
        given_in, out, err = streams = [Path(folder) / name for name in ("in", "out", "err")]
        given_in.write_text(given)
        status = Forked(_command, environment(settings), arguments, streams).wait(300)
        return subprocess.CompletedProcess(arguments, status, out.read_text(), err.read_text())


def _command(variables: dict[str, str], arguments: tuple[str, ...], streams: Sequence[Path] = ()) -> None:
    os.environ.clear()
    os.environ.update(variables)
    if streams:
        sys.stdin, sys.stdout, sys.stderr = (path.open(mode) for path, mode in zip(streams, "rww", strict=True))
        for number, stream in enumerate((sys.stdin, sys.stdout, sys.stderr)):
            os.dup2(stream.fileno(), number)
    sys.exit(run(arguments))


def kill_group(process: subprocess.Popen | Forked) -> None:
    """End a process and all its children at once, as a power cut would."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class Address(str):
    """Where a server answers, and the process group that it is."""

    __slots__ = ("group",)
    group: int


@contextlib.contextmanager
def serving(settings: Settings, *arguments: str, more: Mapping[str, str] | None = None) -> Iterator[Address]:
    """Serve while the block runs; gives the address."""
    process = warm(settings, "serve", *arguments, more=more)
    address = Address(f"http://127.0.0.1:{settings.port}")
    address.group = process.pid
    try:
        wait_for(f"{address}/healthz")
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            kill_group(process)


@contextlib.contextmanager
def shelf(app: str) -> Iterator[str]:
    """Serve an app of ``tests.guide.factories`` by granian on a free port while the block runs; gives its address."""
    port = free_port()
    process = Forked(_shelf, app, port)
    try:
        wait_for(f"http://127.0.0.1:{port}/kk/")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _shelf(app: str, port: int) -> None:
    options = {"interface": Interfaces.ASGI, "factory": True, "websockets": False, "log_level": LogLevels.warning}
    Granian(f"tests.guide.factories:{app}", address="127.0.0.1", port=port, **options).serve()


def wait_for(address: str, seconds: float = 40) -> None:
    """Wait until a server answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL cluster of our own; gives its address."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"))
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    as_postgres: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        for parent in folder.parents:
            if parent != Path("/") and not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o011)
        as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
    subprocess.run(
        [*as_postgres, programs / "initdb", "-D", folder / "data", "-U", "guide", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"],
        check=True, capture_output=True, cwd="/",
    )  # fmt: skip
    options = ["-c", f"port={port}", "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}", "-c", "max_connections=200"]
    process = subprocess.Popen([*as_postgres, programs / "postgres", "-D", folder / "data", *options], stderr=subprocess.DEVNULL, cwd="/")
    try:
        for _ in range(200):
            ready = subprocess.run([programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False)
            if ready.returncode == 0:
                break
            time.sleep(0.1)
        subprocess.run([programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "guide", "guide"], check=True)
        yield f"postgresql://guide@127.0.0.1:{port}/guide"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()
