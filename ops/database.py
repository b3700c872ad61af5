"""The database, reached without a request: the system itself acts."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy.exc import SQLAlchemyError

from backend.core.db import Database, connect
from backend.core.http import unit_of_work
from backend.core.refusals import Refusal
from backend.core.work import Work
from ops.errors import Refused


@asynccontextmanager
async def connected(database_url: str) -> AsyncGenerator[Database]:
    """Raises Refused, in their own words, for what the backend or PostgreSQL refuses."""
    try:
        async with connect(database_url, pool_size=2) as database:
            yield database
    except Refusal as refusal:
        raise Refused(str(refusal)) from refusal
    except (OSError, asyncpg.PostgresError, SQLAlchemyError) as error:
        raise Refused(f"The database refused: {error}") from error


@asynccontextmanager
async def system_work(database: Database) -> AsyncGenerator[Work]:
    """One transaction; the worker finds by itself what must follow."""

    async def leave_it_to_the_worker() -> None: ...

    async with unit_of_work(database, None, after_commit=leave_it_to_the_worker) as work:
        yield work
