"""Waiting for what can only be known by asking, such as a lock that somebody else holds."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg

T = TypeVar("T")
WAITING = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


async def until(holds: Callable[[], bool], *, seconds: float = 60) -> None:
    async def look() -> bool:
        return holds()

    await until_found(look, seconds=seconds)


async def until_found(look: Callable[[], Awaitable[T]], *, seconds: float = 60) -> T:
    """What is found, once that is something."""
    async with asyncio.timeout(seconds):
        while not (found := await look()):  # noqa: ASYNC110  # what it is for
            await asyncio.sleep(0.01)
    return found


async def until_someone_waits(database: asyncpg.Connection, *, count: int = 1) -> None:
    """The connection may hold the lock: within a transaction it would see its first look again."""
    async with asyncio.timeout(30):
        while (await database.fetchval(WAITING) or 0) < count:  # PostgreSQL tells nobody
            await asyncio.sleep(0.01)
            await database.execute("SELECT pg_stat_clear_snapshot()")
