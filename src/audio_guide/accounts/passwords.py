"""Passwords as ASVS 5 asks: long ones welcome, common ones refused, hashed with argon2id by two at a time."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from audio_guide.kit.errors import BadInputError

SHORTEST = 10
LONGEST = 128
COMMON = 3000
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's figures: 19 MiB and some 20 ms each."""
_two = ThreadPoolExecutor(2, thread_name_prefix="passwords")
"""Many sign-ins at the same time wait for each other instead of taking all memory."""
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$sgKDiOkAo7Gn+0I6TfGa/w$QAhEukIacIhXxmgPj95ir0OnqgkuEd4wMJNppGUsuYc"
"""What is looked at where there is no such person, so that it takes as long: written here, since making it would cost every start."""


def check(password: str, *known: str) -> None:
    """Raise BadInputError with a sentence if a password is too short, too long, common, or one of the words *known* of its owner."""
    if len(password) < SHORTEST:
        raise BadInputError("A password needs at least {count} characters. A few words that belong together only for you are easy to keep.", count=SHORTEST).at(
            "password"
        )
    if len(password) > LONGEST:
        raise BadInputError("A password has at most {count} characters.", count=LONGEST).at("password")
    plain = password.casefold()
    if plain in {word.casefold() for word in known} or len(set(plain)) < SHORTEST // 3 or plain in _common():
        raise BadInputError("This password is among the first that anybody would try. Choose another one.").at("password")


def _common() -> frozenset[str]:
    """Return the most common passwords that are long enough to be tried here."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415 -- a large list that only setting a password needs

    long_ones = (word for word in FREQUENCY_LISTS["passwords"] if len(word) >= SHORTEST)
    return frozenset(word for word, _ in zip(long_ones, range(COMMON), strict=False))


async def hashed(password: str) -> str:
    """Return the hash of a password."""
    return await asyncio.get_running_loop().run_in_executor(_two, _hasher.hash, password)


async def matches(password: str, kept: str) -> bool:
    """Tell whether a password is the one that was kept; without one, or with one that nobody can have set, it takes as long."""
    possible = len(password) <= LONGEST
    return await asyncio.get_running_loop().run_in_executor(_two, _verify, password if possible else "", kept if possible else "")


def _verify(password: str, kept: str) -> bool:
    try:
        return _hasher.verify(kept or _NOBODY, password) and bool(kept)
    except (VerifyMismatchError, InvalidHashError):
        return False
