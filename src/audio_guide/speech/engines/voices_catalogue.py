"""The Piper voices that a museum may want, and how they get onto its machine."""

import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audio_guide.speech.engines import EngineError
from audio_guide.speech.engines.hub import Hub, HubFile, disk_error, put_in_place

HUB = "https://huggingface.co/rhasspy/piper-voices/resolve/main"
SEE_CARD = "see the voice's card"
_NAME = re.compile("(?P<language>[a-z]{2,3})_[A-Z]{2}-\\w+-(?:x_low|low|medium|high)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Offered:
    """A voice that can be downloaded. Licences are those that the voices' cards on the hub state for the recordings they were trained on."""

    name: str
    licence: str
    attribution: str
    recommended: bool = False

    @property
    def language(self) -> str:
        """The two letters of its language."""
        return language_of(self.name)


# ru_RU-irina-medium's card says "License: Unknown", alan's "See URL"; of raya, denis and cori no card was at hand when this was written.
CATALOGUE = (
    Offered("kk_KZ-issai-high", "CC-BY-4.0", "KazakhTTS, ISSAI, Nazarbayev University (github.com/IS2AI/Kazakh_TTS)", recommended=True),
    Offered("kk_KZ-iseke-x_low", "CC-BY-4.0", "KazakhTTS, ISSAI, Nazarbayev University (github.com/IS2AI/Kazakh_TTS)"),
    Offered("kk_KZ-raya-x_low", SEE_CARD, "KazakhTTS, ISSAI, Nazarbayev University (github.com/IS2AI/Kazakh_TTS)"),
    Offered("ru_RU-dmitri-medium", "CC0-1.0", "Nabu Casa voice datasets", recommended=True),
    Offered("ru_RU-denis-medium", SEE_CARD, "Nabu Casa voice datasets"),
    Offered("ru_RU-irina-medium", "Unknown, says the voice's card", "RHVoice"),
    Offered("ru_RU-ruslan-medium", "CC-BY-NC-SA-4.0: not for paid use", "RUSLAN corpus (ruslan-corpus.github.io)"),
    Offered("en_GB-alan-medium", SEE_CARD, "Mycroft AI, Mimic 3 voices", recommended=True),
    Offered("en_GB-cori-high", SEE_CARD, SEE_CARD),
    Offered("en_US-joe-medium", "CC0-1.0", "Nabu Casa voice datasets"),
)


def language_of(name: str) -> str:
    """Return the language of a voice by its name ("kk_KZ-issai-high" speaks "kk"), "" if it is no such name."""
    found = _NAME.fullmatch(name)
    return found["language"] if found else ""


def voices_folder(data_dir: str | Path) -> Path:
    """Return where the installed voices of a data directory lie."""
    return Path(data_dir) / "voices"


def install_voice(name: str, data_dir: str | Path, base_url: str = HUB, progress: Callable[[int, int], None] | None = None) -> Path:
    """Download a voice and return the path of its model.

    *progress* is called with the bytes that are there and the bytes there will be. Called again after a failure it goes on where it stopped.
    Raises EngineError: "network" if the hub cannot be reached or sends rubbish, "model_missing" if there is no such voice or no room for it.
    """
    if not language_of(name):
        raise _unknown(name, [offered.name for offered in CATALOGUE])
    hub = Hub(base_url, name)
    files = _files_of(name, hub.list())
    folder = voices_folder(data_dir)
    total = sum(file.size for file, _ in files)
    arrived = 0

    def count(more: int) -> None:
        nonlocal arrived
        arrived += more
        if progress:
            progress(arrived, total)

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(name, folder, error) from error
    for file, target in files:
        hub.bring(file, folder / target, count)
    return folder / f"{name}.onnx"


def install_files(onnx: str | Path, config: str | Path, data_dir: str | Path) -> Path:
    """Install a voice from two local files (a stick, a package) and return the path of its model; a MODEL_CARD beside the model is taken along."""
    model, settings = Path(onnx), Path(config)
    name = model.stem
    if not language_of(name):
        raise _unknown(name, [offered.name for offered in CATALOGUE])
    folder = voices_folder(data_dir)
    try:
        _check_config(name, settings.read_bytes())
        folder.mkdir(parents=True, exist_ok=True)
        card = model.with_name("MODEL_CARD")
        if card.exists():
            _copy(card, folder / f"{name}.card.txt")
        _copy(settings, folder / f"{name}.onnx.json")
        # The model comes last, because a model with its settings beside it is what counts as installed.
        _copy(model, folder / f"{name}.onnx")
    except OSError as error:
        raise disk_error(name, folder, error) from error
    return folder / f"{name}.onnx"


def licence_of(name: str, folder: Path) -> tuple[str, str]:
    """Return licence and attribution of a voice: from the catalogue, else from its card."""
    for offered in CATALOGUE:
        if offered.name == name:
            return offered.licence, offered.attribution
    card = folder / f"{name}.card.txt"
    stated = re.search("^\\W*License:(.+)$", card.read_text(encoding="utf-8", errors="replace"), re.MULTILINE) if card.exists() else None
    return (stated[1].strip() if stated else SEE_CARD), SEE_CARD


def _files_of(name: str, listed: dict[str, Any]) -> list[tuple[HubFile, str]]:
    """Return the files of a voice in the order to fetch them (the model last), each with the name it gets here."""
    if name not in listed:
        language = language_of(name)
        raise _unknown(name, sorted(other for other in listed if language_of(other) == language))
    # Only these three names are taken from the list, and only by their last part, so that a list cannot write elsewhere.
    wanted = {"MODEL_CARD": f"{name}.card.txt", f"{name}.onnx.json": f"{name}.onnx.json", f"{name}.onnx": f"{name}.onnx"}
    try:
        described = {path.rsplit("/", 1)[-1]: HubFile(path, int(file["size_bytes"]), str(file["md5_digest"])) for path, file in listed[name]["files"].items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"The voice hub describes the voice “{name}” in a way that is not understood."
        raise EngineError("network", message) from error
    if not {f"{name}.onnx", f"{name}.onnx.json"} <= described.keys():
        message = f"The voice hub lists the voice “{name}” without its model."
        raise EngineError("model_missing", message)
    return [(described[file], target) for file, target in wanted.items() if file in described]


def _unknown(name: str, others: list[str]) -> EngineError:
    """Return the sentence for a voice that is not offered, with those that are."""
    offered = f"There are: {', '.join(others)}." if others else "There is none for this language."
    return EngineError("model_missing", f"There is no Piper voice “{name}”. {offered}")


def _check_config(name: str, data: bytes) -> None:
    """Raise EngineError if this is not the settings file of a Piper voice."""
    try:
        rate = json.loads(data)["audio"]["sample_rate"]
    except (ValueError, KeyError, TypeError) as error:
        message = f"The settings file of the voice “{name}” is not one of Piper."
        raise EngineError("model_missing", message) from error
    if not isinstance(rate, int) or rate <= 0:
        message = f"The settings file of the voice “{name}” names no sample rate."
        raise EngineError("model_missing", message)


def _copy(source: Path, target: Path) -> None:
    """Copy a file whole or not at all."""
    part = target.with_name(target.name + ".part")
    with source.open("rb") as read, part.open("wb") as write:
        shutil.copyfileobj(read, write)
        write.flush()
        os.fsync(write.fileno())
    put_in_place(part, target)
