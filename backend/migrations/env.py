"""How Alembic reaches the database: one connection, one transaction, one migrator at a time."""

import asyncio
from collections.abc import Callable

import asyncpg
from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from backend.tables import METADATA

MIGRATING = 7_301_946_220  # an advisory lock of our own


def is_partition(table: str | None) -> bool:
    """Of the log: a month, or the rest. They are made by a job, not by migrations."""
    return bool(table and table.startswith("activity_log_"))


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        compare_server_default=False,
        include_name=lambda name, kind, _: not (kind == "table" and is_partition(name)),
        transaction_per_migration=False,
    )
    look: Callable[[Connection], None] = context.config.attributes.get("look", _look_away)
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
        look(connection)
        context.run_migrations()
        look(connection)


def _look_away(_: Connection) -> None:
    """Whoever measures what a migration does looks before it and after it."""


async def connect_and_migrate() -> None:
    url: str = context.config.attributes["database_url"]

    async def open_one() -> asyncpg.Connection:
        return await asyncpg.connect(url, timeout=10)

    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=open_one, poolclass=NullPool
    )
    try:
        async with engine.connect() as connection:
            await connection.run_sync(migrate)
            await connection.commit()
    finally:
        await engine.dispose()


asyncio.run(connect_and_migrate())
