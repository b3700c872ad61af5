"""Knowing that a request has come as far as a lock that somebody else holds."""

import asyncio

import asyncpg

WAITING = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


async def until_someone_waits(database: asyncpg.Connection, *, count: int = 1) -> None:
    """The connection may hold the lock: within a transaction it would see its first look again."""
    async with asyncio.timeout(30):
        while (await database.fetchval(WAITING) or 0) < count:  # PostgreSQL tells nobody
            await asyncio.sleep(0.01)
            await database.execute("SELECT pg_stat_clear_snapshot()")
