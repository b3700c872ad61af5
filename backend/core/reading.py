"""Reads by a replica that has all that was committed before they began, else by the primary.

Every commit of ours raises one mark in Redis: how far the primary's log was written then. A replica
may answer once it has replayed its log up to there. So nobody ever reads less than what anybody was
told is done, on whichever process, and a page that a live event makes read again sees the change.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, TypeAlias

import asyncpg
import structlog
from asyncpg.pool import PoolConnectionProxy
from prometheus_client import Counter, Gauge
from redis.asyncio import Redis
from redis.exceptions import RedisError

log = structlog.get_logger()
Connected: TypeAlias = asyncpg.Connection | PoolConnectionProxy
MARK = "foyer:written"
PRIMARY = "primary"
NOTING = 0.5  # seconds for raising the mark; the commit is done, and its caller waits
ATTEMPT = 2.0  # seconds for a read by the replica; the primary needs some of the deadline too
PATIENCE = 0.02  # seconds that a read waits for the replica to catch up
LOOK_AGAIN = 0.002
REST = 1.0  # seconds that a replica is not asked after it failed or was too far behind
WRITTEN = """
    SELECT pg_wal_lsn_diff(CASE current_setting('synchronous_commit') WHEN 'off'
        THEN pg_current_wal_insert_lsn() ELSE pg_current_wal_flush_lsn() END, '0/0')::int8
"""
REPLAYED = "SELECT pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::int8, pg_is_in_recovery()"
SYSTEM = "SELECT system_identifier FROM pg_control_system()"
AWAY = (OSError, TimeoutError, RedisError, asyncpg.InterfaceError, asyncpg.PostgresError)
# Registered by metrics.py, which knows of the database and so must not be imported here.
READS = Counter(
    "foyer_reads_total",
    "Reads that a replica might answer, by the server that did",
    ("server",),
    registry=None,
)
LAG = Gauge(
    "foyer_replica_lag_bytes", "What the replica had not replayed at the last read", registry=None
)


class Behind(Exception):
    """The replica has not replayed what is committed."""


class NoReplica(asyncpg.InterfaceError):  # type: ignore[misc]  # asyncpg ships no types
    """The server is a primary itself, or a replica of something else."""


async def fetched(pool: asyncpg.Pool, sql: str, arguments: Sequence[Any]) -> list[asyncpg.Record]:
    async with pool.acquire() as connection:
        return await fetched_by(connection, sql, arguments)


async def fetched_by(
    connection: Connected, sql: str, arguments: Sequence[Any]
) -> list[asyncpg.Record]:
    try:
        rows: list[asyncpg.Record] = await connection.fetch(sql, *arguments)
    except (TimeoutError, asyncio.CancelledError):
        # Giving it back would wait as long again for a server that has fallen silent.
        connection.terminate()
        raise
    return rows


class Mark:
    """How far the primary's log was written at the last commit by any process."""

    def __init__(self, redis: Redis, primary: asyncpg.Pool) -> None:
        self._redis = redis
        self._primary = primary
        self._debts = 0  # commits that could not be told, ever
        self._paid = 0  # how many of them a later mark covers

    async def raise_it(self) -> None:
        """After a commit. If that fails, this process reads from the primary until it succeeds."""
        told = False
        try:
            async with asyncio.timeout(NOTING):
                await self._raise()
            told = True
        except AWAY as error:
            log.warning("replica_mark_owed", error=repr(error))
        finally:
            self._debts += not told

    async def read(self) -> int:
        """Without a mark, as after a loss of Redis, nothing before now is known to be old."""
        if self._debts == self._paid:
            found = await self._redis.zscore(MARK, PRIMARY)
            if found is not None:
                return int(found)
        return await self._raise()

    async def mend(self) -> None:
        """Lowers a mark that no log has reached: the database was restored, or failed over."""
        mark = await self.read()
        written = await self.written()  # asked after the mark, or a new commit would look like one
        if mark > written:
            await self._redis.zadd(MARK, {PRIMARY: written})
            await self._raise()  # what was committed meanwhile

    async def written(self) -> int:
        position: int = await self._primary.fetchval(WRITTEN)
        return position

    async def system(self) -> int:
        """Which database system the primary is, for ever."""
        number: int = await self._primary.fetchval(SYSTEM)
        return number

    async def _raise(self) -> int:
        debts = self._debts
        written = await self.written()
        await self._redis.zadd(MARK, {PRIMARY: written}, gt=True)
        self._paid = max(self._paid, debts)
        return written


class Replica:
    """``pool`` may lead to any number of replicas: each connection is asked how far its own is."""

    def __init__(self, mark: Mark) -> None:
        self.pool: asyncpg.Pool
        self._mark = mark
        self._system: int | None = None
        self._rests_until = 0.0

    async def greet(self, connection: asyncpg.Connection) -> None:
        """Raises NoReplica for a server from which nothing of ours may be read."""
        self._system = self._system or await self._mark.system()
        if await connection.fetchval(SYSTEM) != self._system:
            raise NoReplica("DATABASE_REPLICA_URL is a replica of another database")

    async def rows(self, sql: str, arguments: Sequence[Any]) -> list[asyncpg.Record] | None:
        """None where the primary must answer."""
        rests = time.monotonic() < self._rests_until
        rows = None if rests else await self._attempt(sql, arguments)
        READS.labels("primary" if rows is None else "replica").inc()
        return rows

    async def _attempt(self, sql: str, arguments: Sequence[Any]) -> list[asyncpg.Record] | None:
        try:
            async with asyncio.timeout(ATTEMPT):
                mark = await self._mark.read()
                async with self.pool.acquire() as connection:
                    await _catch_up(connection, mark)
                    return await fetched_by(connection, sql, arguments)
        except (asyncpg.PostgresError, ValueError) as error:  # its snapshot is cleaned away, say
            log.info("replica_refused", error=repr(error))
        except Exception as error:  # whatever it is, the primary answers, and may say it again
            await self._rest(error)
        return None

    async def check(self) -> None:
        """Raises what is wrong with it."""
        mark = await self._mark.read()
        async with self.pool.acquire() as connection:
            await _catch_up(connection, mark)

    async def _rest(self, error: Exception) -> None:
        self._rests_until = time.monotonic() + REST
        LAG.set(float("nan"))  # unknown, and so seen
        log.warning("replica_rests", error=repr(error))
        if isinstance(error, Behind):
            with suppress(*AWAY):
                async with asyncio.timeout(NOTING):
                    await self._mark.mend()


async def _catch_up(connection: Connected, mark: int) -> None:
    """Raises Behind where it does not within a moment."""
    deadline = time.monotonic() + PATIENCE
    while True:
        replayed, replays = await connection.fetchrow(REPLAYED) or (None, False)
        if not replays:
            raise NoReplica("DATABASE_REPLICA_URL is no replica")
        behind = mark - (replayed or 0)
        LAG.set(max(behind, 0))
        if behind <= 0:
            return
        if time.monotonic() > deadline:
            raise Behind(f"{behind} bytes")
        await asyncio.sleep(LOOK_AGAIN)
