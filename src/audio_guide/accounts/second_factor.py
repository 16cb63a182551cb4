"""The second factor: a secret that a telephone shares, sealed in the database, and codes that work once."""

import base64
import binascii
import secrets

import pyotp

from audio_guide.accounts.models import Person
from audio_guide.accounts.tries import SignInError, now
from audio_guide.kit.errors import UnavailableError
from audio_guide.kit.seal import Seal, SealError

STEP_SECONDS = 30
SECRET_BYTES = 20
"""What an authenticator app takes: 160 bits, 32 letters of base 32."""
WRITTEN = 32


def new() -> str:
    """Return a new secret as a telephone takes it."""
    return pyotp.random_base32(WRITTEN)


def read(secret: str) -> str:
    """Return a secret that a form sends as one of ours, or "" if it is none."""
    try:
        whole = len(secret) == WRITTEN and len(base64.b32decode(secret)) == SECRET_BYTES
    except (binascii.Error, ValueError):
        return ""
    return secret if whole else ""


def ask(person: Person, secret: str, code: str, seal: Seal) -> None:
    """Ask for a code at every sign-in from now on; *code* shows that the telephone has the secret. Raises SignInError."""
    if not read(secret):
        raise SignInError("The secret of this page cannot be used. Scan the new one below.")
    person.totp_step = _step(secret, code, 0)
    person.totp_secret = _sealed(person, secret, seal)


def forget(person: Person) -> bool:
    """Ask for no code any more; tells whether one was asked for."""
    asked = bool(person.totp_secret)
    person.totp_secret, person.totp_step = "", 0
    return asked


def check(person: Person, code: str, seal: Seal) -> None:
    """Take the code of somebody who uses a second factor, once; raises SignInError."""
    if not person.totp_secret:
        return
    try:
        secret = _opened(person, seal)
    except SealError as error:
        raise SignInError("Your second factor cannot be checked any more. Ask an admin for a new link that forgets it.") from error
    person.totp_step = _step(secret, code, person.totp_step)
    person.totp_secret = _sealed(person, secret, seal)


def opens(person: Person, seal: Seal) -> bool:
    """Tell whether the codes of a person can be checked, if they use any."""
    try:
        return not person.totp_secret or bool(_opened(person, seal))
    except (SealError, UnavailableError):
        return False


def _opened(person: Person, seal: Seal) -> str:
    """Return a person's secret; one of before secrets were sealed is sealed at the next sign-in. Raises SealError."""
    kept = person.totp_secret
    return kept if len(kept) == WRITTEN else base64.b32encode(seal.open(kept, person.id.bytes)).decode()


def _sealed(person: Person, secret: str, seal: Seal) -> str:
    return seal.seal(base64.b32decode(secret), person.id.bytes)


def _step(secret: str, code: str, last: int) -> int:
    """Return the time step of a right code that was not taken before; raises SignInError."""
    totp = pyotp.TOTP(secret)
    current = int(now().timestamp()) // STEP_SECONDS
    typed = "".join(code.split()).encode()
    for step in (current - 1, current, current + 1):
        if step > last and secrets.compare_digest(totp.generate_otp(step).encode(), typed):
            return step
    raise SignInError("The name, the password or the code is not right.").at("code")
