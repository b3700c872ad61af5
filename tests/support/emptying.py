"""Leaving a database as if nobody had been there."""

import asyncio
from collections.abc import Iterable

import asyncpg


async def empty(connection: asyncpg.Connection, tables: Iterable[str]) -> None:
    """While other programs are at work there: who waits for them and holds locks is half of a
    deadlock, so it takes all of its locks at once or none.
    """
    statements = emptied(tables, lock="EXCLUSIVE MODE NOWAIT")
    async with asyncio.timeout(60):
        while True:
            try:
                await connection.execute(statements)
            except asyncpg.LockNotAvailableError:
                await connection.execute("ROLLBACK")
                await asyncio.sleep(0.05)
            else:
                return


def emptied(tables: Iterable[str], *, lock: str = "SHARE ROW EXCLUSIVE MODE") -> str:
    """By DELETE, for TRUNCATE of so many tables takes a tenth of a second.

    What still writes is waited for; the triggers that keep totals have nothing to say here.
    """
    names = list(tables)
    return f"""
        BEGIN;
        LOCK TABLE {", ".join(names)} IN {lock};
        SET LOCAL session_replication_role = replica;
        {";".join(f"DELETE FROM {name}" for name in names)};
        COMMIT
    """  # noqa: S608  # names of our own tables
