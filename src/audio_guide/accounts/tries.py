"""How often somebody may try to sign in: counted before any hash is computed, and so that no stranger locks the owner of an account out."""

import hashlib
import ipaddress
import unicodedata
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from audio_guide.accounts.models import Deed, Person, SignInTry
from audio_guide.kit.errors import AudioGuideError

WINDOW = timedelta(minutes=15)
MOST_TRIES = 10
"""Of one account from one network."""
MOST_TRIES_OF_ACCOUNT = 50
"""Of one account from all networks together where it never was signed in."""
MOST_TRIES_OF_NETWORK = 60
MOST_TRY_ROWS = 10_000
KNOWN = -1
"""What a row counts that only says that an account was signed in from a network."""
KNOWN_FOR = timedelta(days=90)
LONGEST_LOGIN = 80


class SignInError(AudioGuideError):
    """The sign-in did not succeed."""

    status = 422


class TooManyTriesError(AudioGuideError):
    """Somebody tried too often."""

    status = 429

    @classmethod
    def now(cls) -> "TooManyTriesError":
        """Return the error with its sentence."""
        return TooManyTriesError("Too many tries. Wait {minutes} minutes, then try again.", minutes=int(WINDOW.total_seconds() // 60))


def now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def normal_login(login: str) -> str:
    """Return a name to sign in with as it is kept, compared and counted: however it was typed, one account has one form of it."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", login).casefold())
    return "".join(letter for letter in plain if letter.isprintable()).strip()


def network_of(address: str) -> str:
    """Return the network that an address counts for: /24 of IPv4, /64 of IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return str(ipaddress.ip_network(f"{found}/{24 if found.version == 4 else 64}", strict=False))


def _key(*parts: str) -> bytes:
    return hashlib.sha256("\n".join(parts).encode()).digest()


def _is(*parts: str) -> ColumnElement[bool]:
    return SignInTry.key == _key(*parts)


async def _row(session: AsyncSession, *parts: str) -> SignInTry:
    """Return the row that counts under a key in this window of time."""
    row = await session.scalar(select(SignInTry).where(_is(*parts)))
    if row is None:
        if (await session.scalar(select(func.count()).select_from(SignInTry)) or 0) >= MOST_TRY_ROWS:
            old = or_(SignInTry.began_at < now() - KNOWN_FOR, (SignInTry.began_at < now() - WINDOW) & (SignInTry.count != KNOWN))
            await session.execute(delete(SignInTry).where(old))
        row = SignInTry(key=_key(*parts), began_at=now(), count=0)
        session.add(row)
    if row.began_at < now() - WINDOW or row.began_at > now() + WINDOW:
        row.began_at, row.count = now(), 0
    return row


async def count(session: AsyncSession, login: str, address: str) -> bool:
    """Count a try and tell whether it may go on; the first that may not is written into the history."""
    login, network = normal_login(login), network_of(address)
    known = await session.scalar(select(SignInTry.id).where(_is("known", login, network), SignInTry.began_at > now() - KNOWN_FOR))
    limits = [(("account", login, network), MOST_TRIES), (("network", network), MOST_TRIES_OF_NETWORK)]
    if known is None:
        limits.append((("account", login), MOST_TRIES_OF_ACCOUNT))
    rows = [(await _row(session, *parts), most) for parts, most in limits]
    if reached := [row for row, most in rows if row.count >= most]:
        if all(row.count == most for row, most in rows if row in reached):
            reached[0].count += 1
            await _tell(session, "sign-in-limited", login)
        return False
    for row, _ in rows:
        row.count += 1
    return True


async def failed(session: AsyncSession, login: str) -> None:
    """Write the first failed sign-in of an account in a while into the history; names that nobody has are not written, they may be passwords."""
    told = await _row(session, "told", normal_login(login))
    told.count += 1
    if told.count == 1:
        await _tell(session, "sign-in-failed", normal_login(login))


async def _tell(session: AsyncSession, verb: str, login: str) -> None:
    person = await session.scalar(select(Person).where(Person.login == login))
    if person is not None:
        session.add(Deed(person_name="", verb=verb, subject=person.login))


async def forgive(session: AsyncSession, login: str, address: str) -> None:
    """Forget the tries of somebody who turned out to be the owner, and know their network from now on."""
    login, network = normal_login(login), network_of(address)
    await session.execute(delete(SignInTry).where(or_(_is("account", login, network), _is("told", login))))
    row = await session.scalar(select(SignInTry).where(_is("known", login, network)))
    if row is None:
        row = SignInTry(key=_key("known", login, network), count=KNOWN, began_at=now())
        session.add(row)
        counted = _is("account", login) & (SignInTry.count > 0)
        await session.execute(update(SignInTry).where(counted).values(count=SignInTry.count - 1))
    row.began_at = now()
