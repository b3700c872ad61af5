"""The database, reached without a request: the system itself acts."""

import asyncio
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager

import asyncpg
from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from backend.core.db import OF_THE_ROLE, Database, connect
from backend.core.http import unit_of_work
from backend.core.refusals import Refusal
from backend.core.work import Work
from backend.migrations import runner
from ops.errors import Refused
from ops.local.schema import is_current


@contextmanager
def refusing_in_words() -> Generator[None]:
    """Turns what the backend or PostgreSQL refuses, and a server that is away, into Refused."""
    try:
        yield
    except Refusal as refusal:
        raise Refused(f"{refusal}.") from refusal
    except CommandError as error:  # Alembic's, for tables made by a later Foyer
        raise Refused(f"These tables are not of this version of Foyer: {error}.") from error
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, SQLAlchemyError) as error:
        words = " ".join(str(error).split())
        raise Refused(f"The database refused: {words or type(error).__name__}") from error


@asynccontextmanager
async def connected(database_url: str) -> AsyncGenerator[Database]:
    """Raises Refused, in the database's own words, for what goes wrong in the block."""
    with refusing_in_words():
        async with connect(database_url, pool_size=2) as database:
            yield database


@asynccontextmanager
async def system_work(database: Database) -> AsyncGenerator[Work]:
    """One transaction; the worker finds by itself what must follow."""

    async def leave_it_to_the_worker() -> None: ...

    async with unit_of_work(database, None, after_commit=leave_it_to_the_worker) as work:
        yield work


def migrate(database_url: str) -> None:
    with refusing_in_words():
        runner.upgrade(database_url)


def lay_settings_on_role(database_url: str) -> None:
    """For a pooler, which passes on none of what the programs ask for when they connect."""

    async def lay() -> None:
        with refusing_in_words():
            connection = await asyncpg.connect(database_url, timeout=10)
            try:
                name = await connection.fetchval("SELECT quote_ident(current_database())")
                for setting, text in OF_THE_ROLE.items():
                    await connection.execute(
                        f"ALTER ROLE CURRENT_USER IN DATABASE {name} SET {setting} = '{text}'"
                    )
            finally:
                await connection.close()

    asyncio.run(lay())


def await_migration(database_url: str, *, seconds: float) -> None:
    """Raises Refused where nobody has brought the tables to this version by then."""
    deadline = time.monotonic() + seconds
    while not is_current(database_url):
        if time.monotonic() > deadline:
            raise Refused(f"Nobody has migrated the tables within {seconds:.0f} seconds.")
        time.sleep(1)


def require_current_models(database_url: str) -> None:
    """Raises Refused where a new migration is missing."""
    with refusing_in_words():
        if missing := runner.check(database_url):
            raise Refused(missing)
