"""A program that looks at one file of somebody's: with little memory and time, and no way to a file, a connection or another process.

Standard input is the file, standard output is what is made of it, and the last line of standard error says how it went, as JSON.
Decoders have had many holes; whatever a file does there, it costs that process alone.
"""

import importlib
import json
import os
import pkgutil
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, TypeAlias

from audio_guide.kit.errors import BadInputError

RealFile: TypeAlias = Any
"""A real file that can be read or written at any place; temporary files have no common type."""
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR")
"""What the program may know of our environment; passwords are not among it."""
NICE = 5


@dataclass(frozen=True, slots=True)
class Bounds:
    """What such a program may use."""

    memory: int
    """Bytes beyond what the libraries take when they are loaded."""
    cpu_seconds: int
    written_bytes: int


def load_all(package: ModuleType) -> None:
    """Load every part of a library now, since it could not open its own files later."""
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def confine(bounds: Bounds) -> None:
    """Take from this process what a decoder does not need: memory, time, and every way to open a file, a connection or another process."""
    with open("/proc/self/statm", encoding="ascii") as pages:  # noqa: PTH123 -- the last thing that this process opens
        most = int(pages.read().split()[0]) * resource.getpagesize() + bounds.memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (bounds.cpu_seconds, bounds.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (bounds.written_bytes, bounds.written_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    os.nice(NICE)


def refuse(*_: object) -> None:
    """Open nothing: what somebody sends has no business with other files."""
    raise PermissionError


def answer(work: Callable[[], dict[str, object]], too_much: BadInputError) -> None:
    """Do the work and say in one line how it went; this ends the process."""
    try:
        told = work()
    except BadInputError as error:
        told = {"error": error.message_id, "places": error.places}
    except MemoryError:
        told = {"error": too_much.message_id, "places": too_much.places}
    sys.stderr.write(json.dumps(told) + "\n")
    sys.stderr.flush()
    os._exit(0)  # nothing is left to be tidied up, and no library may have a last word


def run(program: Sequence[str], given: RealFile, wanted: RealFile, wall_seconds: float, too_much: BadInputError) -> dict[str, Any]:
    """Let a program (module and arguments) look at a file and return what it says; raises BadInputError, also where it died or took too long."""
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ} | {"OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-I", "-m", *program]
    try:
        done = subprocess.run(command, stdin=given, stdout=wanted, stderr=subprocess.PIPE, env=environment, timeout=wall_seconds, check=False)  # noqa: S603 -- our own program
    except subprocess.TimeoutExpired as error:
        raise too_much from error
    last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    try:
        told: dict[str, Any] = json.loads(last)
    except ValueError as error:
        raise too_much from error
    if refusal := told.get("error"):
        raise BadInputError(refusal, **told["places"])
    return told
