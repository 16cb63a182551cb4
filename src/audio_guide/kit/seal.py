"""Small secrets kept in the database so that a copy of it is not enough to read them: sealed with a key that lies in a file."""

import base64
import binascii
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from audio_guide.kit.errors import UnavailableError
from audio_guide.kit.whole import flush_folder

KEY_BYTES = 32
NONCE_BYTES = 12
OTHERS = 0o077
"""What nobody but the owner of the file may do with it."""


class SealError(Exception):
    """What was sealed cannot be opened: with another key, for somebody else, or changed."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A key in a file that all processes of the guide share; it is read, or made, when it is first needed."""

    file: Path

    def seal(self, secret: bytes, owner: bytes) -> str:
        """Return a secret so that only this key opens it, and only for this owner."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return base64.urlsafe_b64encode(nonce + AESGCM(self._key()).encrypt(nonce, secret, owner)).decode()

    def open(self, sealed: str, owner: bytes) -> bytes:
        """Return what was sealed for an owner; raises SealError."""
        try:
            data = base64.b64decode(sealed, altchars=b"-_", validate=True)
            return AESGCM(self._key()).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], owner)
        except (binascii.Error, ValueError, InvalidTag) as error:
            raise SealError from error

    def prepare(self) -> None:
        """Make the key now if there is none; raises UnavailableError."""
        self._key()

    @property
    def open_to_others(self) -> bool:
        """Tell whether somebody else than the owner may read the file."""
        return self.file.exists() and bool(self.file.stat().st_mode & OTHERS)

    def _key(self) -> bytes:
        try:
            if not self.file.exists():
                self._make()
            key = base64.b64decode(self.file.read_bytes().strip(), validate=True)
        except (OSError, ValueError) as error:
            raise UnavailableError("The file of the secret key, {file}, cannot be read or made.", file=self.file.name) from error
        if len(key) != KEY_BYTES:
            raise UnavailableError("The file of the secret key, {file}, cannot be read or made.", file=self.file.name)
        return key

    def _make(self) -> None:
        """Write a new key whole or not at all; of two processes that do so at the same time the first one's stays."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.file.parent, prefix=".secret-")  # readable by its owner only
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            os.link(name, self.file)
            flush_folder(self.file.parent)
        except FileExistsError:
            return
        finally:
            Path(name).unlink(missing_ok=True)
