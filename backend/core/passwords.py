"""Argon2 off the event loop, two at a time."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP Password Storage Cheat Sheet: argon2id with m=19 MiB, t=2, p=1.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODY = _HASHER.hash(
    "no such user"
)  # verified in place of an unknown user's, so both take as long


class Passwords:
    """Two at once: more would only push every other request of a two-core machine aside."""

    def __init__(self, at_once: int = 2) -> None:
        self._turns = asyncio.Semaphore(at_once)

    async def hash(self, password: str) -> str:
        async with self._turns:
            return await asyncio.to_thread(_HASHER.hash, password)

    async def verify(self, password: str, hashed: str | None) -> bool:
        """Takes the same time for an unknown user (``None``) as for a wrong password."""
        async with self._turns:
            right = await asyncio.to_thread(_verify, password, hashed or _NOBODY)
        return right and hashed is not None


def _verify(password: str, hashed: str) -> bool:
    try:
        return _HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False
