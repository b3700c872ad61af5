"""Asks PostgreSQL, Valkey and the storage how they are."""

import asyncio
import platform
from importlib.metadata import version
from typing import Literal

import asyncpg
from msgspec import Struct
from redis.asyncio import Redis
from redis.exceptions import RedisError

from backend.core.db import DEADLINE, Database
from backend.core.disk import LocalStorage
from backend.core.health import fault_of
from backend.core.storage import Storage
from backend.mail.sender import Sender
from backend.system.schemas import (
    Backlog,
    DeadMail,
    DeadTopic,
    DoubtfulMail,
    JobState,
    MailState,
    OutboxState,
    StorageState,
    StuckEvent,
    SystemState,
    Versions,
)

PATIENCE = 2.0
SIGNS = "foyer:worker:*"
FIGURES = """
    SELECT now() AS as_of, current_setting('server_version') AS postgresql,
        pg_database_size(current_database()) AS database_bytes,
        (SELECT coalesce(sum(size), 0) FROM attachments WHERE state = 'ready')::bigint
            AS file_bytes,
        (SELECT count(*) FROM imports WHERE state IN ('QUEUED', 'RUNNING', 'UNDOING')) AS imports,
        (SELECT count(*) FROM exports WHERE state IN ('QUEUED', 'RUNNING')) AS exports,
        (SELECT count(*) FROM webhook_deliveries WHERE next_at IS NOT NULL) AS deliveries,
        (SELECT count(*) FROM webhook_deliveries WHERE status = 'FAILED'
            AND created_at > now() - interval '1 day') AS failed_deliveries
"""
WAITING = """
    SELECT count(*) AS waiting,
        coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS oldest_seconds,
        count(*) FILTER (WHERE last_error IS NOT NULL) AS failing
    FROM outbox WHERE sent_at IS NULL AND dead_at IS NULL
"""
LETTERS = """
    SELECT topic, count(*), min(dead_at) FROM outbox WHERE dead_at IS NOT NULL
    GROUP BY topic ORDER BY 2 DESC, 1 LIMIT 100
"""
STUCK = """
    SELECT id, topic, attempts, created_at, next_at, last_error
    FROM outbox WHERE sent_at IS NULL AND dead_at IS NULL AND last_error IS NOT NULL
    ORDER BY created_at, id LIMIT 20
"""
MAILS = """
    SELECT count(*) FILTER (WHERE next_at IS NOT NULL) AS waiting,
        coalesce(extract(epoch FROM now() - min(created_at) FILTER (WHERE next_at IS NOT NULL)), 0)
            ::float8 AS oldest_seconds,
        count(*) FILTER (WHERE next_at IS NOT NULL AND last_error IS NOT NULL) AS failing,
        (SELECT last_error FROM mails WHERE next_at IS NOT NULL AND last_error IS NOT NULL
            ORDER BY id DESC LIMIT 1) AS last_error,
        count(*) FILTER (WHERE state = 'DEAD') AS dead,
        count(*) FILTER (WHERE state = 'IN_DOUBT') AS in_doubt
    FROM mails WHERE next_at IS NOT NULL OR state = 'DEAD'
        OR state = 'IN_DOUBT' AND (lease_until IS NULL OR lease_until < now())
"""
DEAD = """
    SELECT m.id, m.type, u.email::text, m.attempts, m.created_at, m.last_error
    FROM mails m JOIN users u ON u.id = m.user_id
    WHERE m.state = 'DEAD' ORDER BY m.id DESC LIMIT 20
"""
IN_DOUBT = """
    SELECT m.id, m.type, u.email::text, m.created_at, m.last_error, m.event_id, m.user_id
    FROM mails m JOIN users u ON u.id = m.user_id
    WHERE m.state = 'IN_DOUBT' AND (m.lease_until IS NULL OR m.lease_until < now())
    ORDER BY m.id DESC LIMIT 20
"""
# Three rounds and the minute by which the ledger may be behind.
JOBS = """
    SELECT name, every_seconds, coalesce(lease_until > now(), false), last_run_at, next_at,
        last_success_at, duration_ms, handled, failures, last_failure_at, last_error,
        coalesce(last_success_at, '-infinity')
            < now() - make_interval(secs => 3 * every_seconds + 60) AS is_late
    FROM job_runs ORDER BY name
"""


class Figures(Struct, frozen=True):
    """What PostgreSQL says: rows as they come."""

    all: asyncpg.Record
    waiting: asyncpg.Record
    stuck: list[asyncpg.Record]
    letters: list[asyncpg.Record]
    mails: asyncpg.Record
    dead: list[asyncpg.Record]
    in_doubt: list[asyncpg.Record]
    jobs: list[asyncpg.Record]


async def state(
    database: Database, redis: Redis, storage: Storage, *, sender: Sender
) -> SystemState:
    """Each part inside its own deadline: what is away is told, not waited for."""
    found, valkey, error = await asyncio.gather(
        _figures(database), _valkey(redis), fault_of(storage)
    )
    figures, waiting = found.all, found.waiting
    topics = [DeadTopic(*row) for row in found.letters]
    workers, name = valkey
    kind: Literal["disk", "s3"] = "disk" if isinstance(storage, LocalStorage) else "s3"
    return SystemState(
        figures["as_of"],
        Versions(version("foyer"), platform.python_version(), figures["postgresql"], name),
        workers,
        StorageState(kind, error, figures["file_bytes"], figures["database_bytes"]),
        OutboxState(
            waiting["waiting"],
            waiting["oldest_seconds"],
            waiting["failing"],
            [StuckEvent(*row) for row in found.stuck],
            sum(each.count for each in topics),
            topics,
        ),
        Backlog(
            figures["imports"],
            figures["exports"],
            figures["deliveries"],
            figures["failed_deliveries"],
        ),
        _mail(found, sender),
        [JobState(*row) for row in found.jobs],
    )


def _mail(found: Figures, sender: Sender) -> MailState:
    mails = found.mails
    return MailState(
        sender.server is not None,
        mails["waiting"],
        mails["oldest_seconds"],
        mails["failing"],
        mails["last_error"],
        mails["dead"],
        [DeadMail(*row) for row in found.dead],
        mails["in_doubt"],
        [_doubtful(row, sender) for row in found.in_doubt],
    )


def _doubtful(row: asyncpg.Record, sender: Sender) -> DoubtfulMail:
    return DoubtfulMail(
        id=row["id"],
        type=row["type"],
        email=row["email"],
        created_at=row["created_at"],
        error=row["last_error"],
        message_id=sender.message_id(row["event_id"], row["user_id"]),
    )


async def _figures(database: Database) -> Figures:
    async with asyncio.timeout(DEADLINE), database.reads.acquire() as connection:
        return Figures(
            await connection.fetchrow(FIGURES),
            await connection.fetchrow(WAITING),
            await connection.fetch(STUCK),
            await connection.fetch(LETTERS),
            await connection.fetchrow(MAILS),
            await connection.fetch(DEAD),
            await connection.fetch(IN_DOUBT),
            await connection.fetch(JOBS),
        )


async def _valkey(redis: Redis) -> tuple[int | None, str | None]:
    """How many workers show their sign, and which server says so."""
    try:
        async with asyncio.timeout(PATIENCE):
            workers = len([sign async for sign in redis.scan_iter(SIGNS, count=1000)])
            server = await redis.info("server")
    except (RedisError, OSError, TimeoutError):
        return None, None
    if found := server.get("valkey_version"):
        return workers, str(found)
    return workers, f"Redis {server['redis_version']}"
