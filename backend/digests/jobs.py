"""Looks for people whose digest is due, and forgets old days."""

from collections.abc import Awaitable, Callable

from sqlalchemy import func, text

from backend.core.db import Database
from backend.core.rounds import Rounds
from backend.core.tidying import forget
from backend.digests.models import Digest
from backend.digests.service import tell_digests

LOOK_EVERY = 30.0
KEPT = text("interval '60 days'")


def digesting(
    database: Database, ring: Callable[[], Awaitable[None]], *, everyone_sees_all: bool
) -> Rounds:
    async def look() -> int:
        return await tell_digests(database, ring, everyone_sees_all=everyone_sees_all)

    return Rounds("digests", look, every=LOOK_EVERY)


async def forget_digests(database: Database) -> int:
    return await forget(database, Digest, Digest.made_at < func.now() - KEPT)
