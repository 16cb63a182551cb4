"""A folder with the guide as files, written whole or not at all; only a folder that is such an export is ever exchanged for a newer one."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import msgspec

from audio_guide.api.documents import edition_schema
from audio_guide.carrying.archive import LOST, PIECE, Step
from audio_guide.kit.errors import BadInputError, ConflictError
from audio_guide.kit.media import DIGEST_LETTERS, MediaStore
from audio_guide.kit.whole import make_folder
from audio_guide.publishing import static_export
from audio_guide.publishing.static_export import PublicPages

MARK = "static-export.json"
OTHER_THINGS = "{folder} holds other things. Name a new folder, or one that an earlier “export --static” wrote."
NOTHING = "Nothing is published yet, so there are no pages. Publish a tour, then export."


class Mark(msgspec.Struct, kw_only=True):
    """What the folder says of itself."""

    kind: str = "audio-guide static export"
    made_at: str
    version: str
    shelf: str
    """The revision of what was published."""
    pages: int
    media: int


@dataclass(frozen=True, slots=True)
class Written:
    """How much was written."""

    pages: int
    media: int
    bytes: int


async def write(folder: Path, public: PublicPages, step: Step) -> Written:
    """Write everything that is published.

    Raises ConflictError for a folder with other things in it, BadInputError where nothing is published or one of its files is damaged.
    """
    if not public.shelf.editions:
        raise BadInputError(NOTHING)
    with _exchanged(folder) as new:
        return await _fill(new, public, step)


@contextlib.contextmanager
def _exchanged(folder: Path) -> Iterator[Path]:
    """Give a new folder beside, which takes the place of *folder* once it is whole."""
    folder = folder.absolute()
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise ConflictError(OTHER_THINGS, folder=folder)
    make_folder(folder.parent)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as beside:
        new = Path(beside) / "new"
        new.mkdir()
        yield new
        os.sync()
        if folder.exists():
            folder.rename(Path(beside) / "old")
        new.rename(folder)


async def _fill(folder: Path, public: PublicPages, step: Step) -> Written:
    pages = size = 0
    async for file in static_export.pages(public):
        _put(folder / file.path, file.data)
        pages += file.path.endswith(".html")
        size += len(file.data)
    for file in static_export.editions(public.shelf):
        _put(folder / file.path, file.data)
    _put(folder / "editions" / "edition.schema.json", _json(edition_schema()))
    media = public.shelf.media()
    for name in media:
        size += _copy(public.media, name, folder / "media" / name, step)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    _put(folder / MARK, _json(Mark(made_at=now, version=version("audio-guide"), shelf=public.shelf.revision, pages=pages, media=len(media))))
    return Written(pages, len(media), size)


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _copy(media: MediaStore, name: str, path: Path, step: Step) -> int:
    """Copy a file of the store, compare its bytes with its name, and return how many there are; raises BadInputError."""
    path.parent.mkdir(exist_ok=True)
    info = media.head(name)
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for at in range(0, info.size if info is not None else 0, PIECE):
            piece = media.read(name, at, at + PIECE)
            digest.update(piece)
            file.write(piece)
            step(len(piece))
    if info is None or digest.hexdigest()[:DIGEST_LETTERS] != name[:DIGEST_LETTERS]:
        raise BadInputError(LOST, name=name)
    return info.size


def _json(document: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(document), indent=1)
