"""The file that holds a collection: documents and media in a ZIP, written whole, and read with mistrust.

Nothing is ever unpacked to a place that the file names: a document is read by its name from the manifest, and media are kept by the digest of their bytes.
"""

import contextlib
import hashlib
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, get_type_hints

import msgspec

from audio_guide.carrying.checking import check, refuse
from audio_guide.carrying.documents import KIND, SCHEMA, Collection, Manifest, Stop
from audio_guide.kit.errors import BadInputError, ConflictError
from audio_guide.kit.media import DIGEST_LETTERS, MediaStore, is_name
from audio_guide.kit.whole import make_folder, put_together

MANIFEST, STOPS, MEDIA = "manifest.json", "stops", "media"
DOCUMENT = re.compile(r"[a-z]+\.json|stops/[0-9A-Z]{4}\.json", re.ASCII)
MOST_ENTRIES = 200_000
MOST_DOCUMENT = 32 * 1024 * 1024
MOST_DOCUMENTS = 512 * 1024 * 1024
"""Bytes of text, unpacked; ten thousand stops with all their revisions are a third of it."""
PIECE = 1024 * 1024
THERE_ALREADY = "{file} is there already. Name a file that does not exist yet."
LOST = "The file {name} is missing or damaged in this museum. Run “audio-guide doctor”, repair it, then export."
NEWER = "This file has version {schema} of the form, and this guide knows version {known}. Bring the guide up to date, then import."
Step = Callable[[int], object]
"""Is told how many bytes of media have been done."""
FIELDS: Mapping[str, Any] = {name: kind for name, kind in get_type_hints(Collection).items() if name != STOPS}
"""What each document but those of stops holds."""


def write(target: Path, collection: Collection, media: MediaStore, step: Step) -> Manifest:
    """Write a collection with its media, whole or not at all; raises ConflictError if the file is there, BadInputError if a sound or picture is damaged."""
    target = target.absolute()
    if target.exists():
        raise ConflictError(THERE_ALREADY, file=target)
    make_folder(target.parent)
    with put_together(target) as beside, beside.open("wb") as file:
        beside.chmod(0o600)  # it holds consents, and names that were not published
        with zipfile.ZipFile(file, "w") as packed:
            manifest = _fill(packed, collection, media, step)
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _fill(packed: zipfile.ZipFile, collection: Collection, media: MediaStore, step: Step) -> Manifest:
    digests: dict[str, str] = {}
    for name, data in _documents(collection):
        packed.writestr(name, data, zipfile.ZIP_DEFLATED)
        digests[name] = hashlib.sha256(data).hexdigest()
    sizes: dict[str, int] = {}
    for name in sorted(collection.media()):
        info = media.head(name)
        if info is None or not media.verify(name):
            raise BadInputError(LOST, name=name)
        sizes[name] = info.size
        with packed.open(zipfile.ZipInfo(f"{MEDIA}/{name}", _now()), "w", force_zip64=True) as entry:
            for at in range(0, info.size, PIECE):
                entry.write(media.read(name, at, min(at + PIECE, info.size)))
                step(min(PIECE, info.size - at))
    manifest = Manifest(kind=KIND, schema=SCHEMA, made_at=datetime.now(UTC), version=version("audio-guide"), documents=digests, media=sizes)
    packed.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1), zipfile.ZIP_DEFLATED)
    return manifest


def _now() -> tuple[int, int, int, int, int, int]:
    now = datetime.now(UTC)
    return now.year, now.month, now.day, now.hour, now.minute, now.second


def _documents(collection: Collection) -> Iterator[tuple[str, bytes]]:
    """Give each document with its name: one for each kind of thing, and one for each stop."""
    for field in FIELDS:
        yield f"{field}.json", _json(getattr(collection, field))
    for stop in collection.stops:
        yield f"{STOPS}/{stop.code}.json", _json(stop)


def _json(document: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(document), indent=1)


class Archive:
    """A file that somebody sent: nothing in it is believed before it was looked at."""

    def __init__(self, packed: zipfile.ZipFile, size: int) -> None:
        self._packed = packed
        entries = packed.infolist()
        names = [entry.filename for entry in entries]
        if len(names) > MOST_ENTRIES or len(set(names)) != len(names):
            raise refuse("it names too many files, or one of them twice")
        self._entries = dict(zip(names, entries, strict=True))
        if strange := [name for name in names if not _is_ours(name)]:
            raise refuse(f"it holds “{strange[0][:60]}”, which is nothing of ours")
        if sum(entry.file_size for entry in entries if not entry.filename.startswith(f"{MEDIA}/")) > MOST_DOCUMENTS:
            raise refuse("its texts are too large")
        # What is packed can be of any size when it is unpacked; media, which cannot be packed anyway, are as large as the file that holds them.
        if sum(entry.compress_size for entry in entries) > size or any(_is_packed(entry) for entry in entries):
            raise refuse("it is packed in a way that the guide does not read")
        self.manifest = self._manifest()

    def _manifest(self) -> Manifest:
        if MANIFEST not in self._entries:
            raise refuse("it is no collection of an audio guide")
        data = self._read(MANIFEST)
        try:
            schema = msgspec.json.decode(data, type=dict[str, Any]).get("schema")
            if isinstance(schema, int) and schema > SCHEMA:
                raise BadInputError(NEWER, schema=schema, known=SCHEMA)
            manifest = msgspec.json.decode(data, type=Manifest)
        except msgspec.MsgspecError as error:
            raise refuse(f"its list cannot be read ({error})") from error
        if manifest.kind != KIND or manifest.schema != SCHEMA:
            raise refuse("it is no collection of an audio guide")
        if {*manifest.documents, *(f"{MEDIA}/{name}" for name in manifest.media), MANIFEST} != set(self._entries):
            raise refuse("it does not hold what its list says")
        return manifest

    def _read(self, name: str) -> bytes:
        """Read a document, never more of it than may be there, whatever the file says of itself."""
        with self._open(name) as entry:
            data = entry.read(MOST_DOCUMENT + 1)
        if len(data) > MOST_DOCUMENT:
            raise refuse(f"{name} is too large")
        return data

    @contextlib.contextmanager
    def _open(self, name: str) -> Iterator[IO[bytes]]:
        try:
            with self._packed.open(self._entries[name]) as entry:
                yield entry
        except (zipfile.BadZipFile, EOFError, ValueError, OSError) as error:
            raise refuse(f"{name} is damaged") from error

    def collection(self) -> Collection:
        """Return the documents, each read and compared with its digest, and checked; raises BadInputError."""
        stops: list[Stop] = []
        parts: dict[str, Any] = {}
        for name, digest in sorted(self.manifest.documents.items()):
            data = self._read(name)
            if hashlib.sha256(data).hexdigest() != digest:
                raise refuse(f"{name} is damaged")
            field = name.partition("/")[0].removesuffix(".json")
            if name.startswith(f"{STOPS}/"):
                stops.append(_decoded(name, data, Stop))
            elif field in FIELDS:
                parts[field] = _decoded(name, data, FIELDS[field])
        if missing := sorted(set(FIELDS) - set(parts)):
            raise refuse(f"{missing[0]}.json is missing")
        collection = Collection(**parts, stops=tuple(sorted(stops, key=lambda stop: (stop.number is None, stop.number, stop.code))))
        check(collection, self.manifest.media)
        return collection

    def look_at_media(self, step: Step) -> None:
        """Read every sound and picture and compare it with its name; raises BadInputError."""
        for name, size in self.manifest.media.items():
            digest, found = hashlib.sha256(), 0
            for piece in self._pieces(name, size):
                digest.update(piece)
                found += len(piece)
                step(len(piece))
            if found != size or digest.hexdigest()[:DIGEST_LETTERS] != name[:DIGEST_LETTERS]:
                raise refuse(f"{MEDIA}/{name} is damaged")

    def keep_media(self, media: MediaStore, folder: Path, step: Step) -> None:
        """Put every sound and picture into the store, by way of a file in *folder*; raises StorageFullError, UnavailableError, BadInputError."""
        make_folder(folder.absolute())
        for name, size in self.manifest.media.items():
            with tempfile.NamedTemporaryFile(dir=folder) as beside:
                for piece in self._pieces(name, size):
                    beside.write(piece)
                    step(len(piece))
                beside.flush()
                if media.put_file(Path(beside.name), name.rpartition(".")[2]) != name:
                    raise refuse(f"{MEDIA}/{name} is damaged")

    def _pieces(self, name: str, size: int) -> Iterator[bytes]:
        """Give the bytes of a file, not one more than the list says."""
        left = size
        with self._open(f"{MEDIA}/{name}") as entry:
            while piece := entry.read(min(PIECE, left + 1)):
                left -= len(piece)
                if left < 0:
                    raise refuse(f"{MEDIA}/{name} is larger than its list says")
                yield piece


def _decoded(name: str, data: bytes, kind: Any) -> Any:
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.MsgspecError as error:
        raise refuse(f"{name} cannot be read ({error})") from error


def _is_packed(entry: zipfile.ZipInfo) -> bool:
    """Tell whether an entry is locked, or packed where it must not be."""
    may = {zipfile.ZIP_STORED} if entry.filename.startswith(f"{MEDIA}/") else {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    larger = entry.compress_type == zipfile.ZIP_STORED and entry.compress_size != entry.file_size
    return bool(entry.flag_bits & 0x1) or entry.compress_type not in may or larger


def _is_ours(name: str) -> bool:
    folder, _, file = name.rpartition("/")
    return (folder == MEDIA and is_name(file)) or DOCUMENT.fullmatch(name) is not None


@contextlib.contextmanager
def opened(file: Path) -> Iterator[Archive]:
    """Open a file that somebody sent; raises BadInputError if it is none of ours."""
    try:
        packed = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError) as error:
        raise refuse("it is no ZIP file, or it was cut off") from error
    with packed:
        yield Archive(packed, file.stat().st_size)
