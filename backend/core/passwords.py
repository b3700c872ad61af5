"""Argon2 off the event loop, two at a time."""

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP Password Storage Cheat Sheet: argon2id with m=19 MiB, t=2, p=1.
OWASP = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


class Passwords:
    """Two at once: more would only push every other request of a two-core machine aside."""

    hasher = OWASP

    def __init__(self, at_once: int = 2) -> None:
        self._turns = asyncio.Semaphore(at_once)

    async def hash(self, password: str) -> str:
        async with self._turns:
            return await asyncio.to_thread(self.hasher.hash, password)

    async def verify(self, password: str, hashed: str | None) -> bool:
        """Takes the same time for an unknown user (``None``) as for a wrong password."""
        async with self._turns:
            right = await asyncio.to_thread(self._matches, password, hashed)
        return right and hashed is not None

    def _matches(self, password: str, hashed: str | None) -> bool:
        try:
            return self.hasher.verify(hashed or _nobodys(self.hasher), password)
        except (VerificationError, InvalidHashError, UnicodeEncodeError):
            return False


@cache
def _nobodys(hasher: PasswordHasher) -> str:
    """Verified in place of an unknown user's, so both take as long."""
    return hasher.hash("no such user")
