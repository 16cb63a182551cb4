"""A stand-in for rhasspy/piper-voices on Hugging Face: a list of voices with digests, and files that can be asked for in part."""

import hashlib
import json
import re
from http import HTTPStatus

from fake_server import FakeServer, Handler


class HubHandler(Handler):
    """Serves the list and the files; breaks off, forgets how to resume, or does not know them, as the server is told."""

    server: "FakeHub"

    def do_GET(self) -> None:  # noqa: N802  The base class names it so.
        """Send the list or a file, from where it was asked for, and break off as often as the server is told."""
        path = self.path.removeprefix("/")
        if path == "voices.json":
            self.answer(HTTPStatus.OK, self.server.listed)
            return
        content = self.server.files.get(path)
        if content is None:
            self.answer(HTTPStatus.NOT_FOUND, b"Entry not found")
            return
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", "")) if self.server.resumes else None
        offset = int(wanted[1]) if wanted else 0
        self.server.asked.append((path, offset))
        status = HTTPStatus.PARTIAL_CONTENT if wanted else HTTPStatus.OK
        keep = None
        if path.endswith(".onnx") and self.server.cuts:
            self.server.cuts -= 1
            keep = self.server.cut_after
        self.answer(status, content[offset:], keep=keep)


class FakeHub(FakeServer):
    """The hub, offering the voices it is given as {name: (model, settings, card)}."""

    def __init__(self, voices: dict[str, tuple[bytes, bytes, bytes]]) -> None:
        super().__init__(HubHandler)
        self.files: dict[str, bytes] = {}
        self.asked: list[tuple[str, int]] = []
        self.resumes = True
        self.cuts = 0
        self.cut_after = 0
        listed = {}
        for name, (model, settings, card) in voices.items():
            region, speaker, quality = name.split("-")
            folder = f"{region[:2]}/{region}/{speaker}/{quality}"
            contents = {f"{folder}/{name}.onnx": model, f"{folder}/{name}.onnx.json": settings, f"{folder}/MODEL_CARD": card}
            self.files |= contents
            listed[name] = {"files": {path: {"size_bytes": len(data), "md5_digest": _md5(data)} for path, data in contents.items()}}
        self.listed = json.dumps(listed).encode()


def _md5(data: bytes) -> str:
    """Return the digest that the hub lists."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest()
