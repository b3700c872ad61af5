"""`crm migrate`, and how `crm up` knows that there is nothing to migrate."""

import asyncio
from pathlib import Path

import asyncpg

from ops.local.schema import is_current
from ops.local.services import embedded_services
from tests.ops.conftest import crm_here


def test_an_empty_database_becomes_current(state: Path) -> None:
    with embedded_services(state, durable=False) as services:
        before = is_current(services.database_url)
        done = crm_here("migrate", "--check", DATABASE_URL=services.database_url)
        after = is_current(services.database_url)

    assert done.returncode == 0, done.stderr
    assert (before, after) == (False, True)


def test_the_tables_of_a_later_version_are_one_sentence(state: Path) -> None:
    with embedded_services(state, durable=False) as services:
        crm_here("migrate", DATABASE_URL=services.database_url)
        asyncio.run(execute(services.database_url, "UPDATE alembic_version SET version_num = 9999"))
        done = crm_here("migrate", DATABASE_URL=services.database_url)

    assert done.returncode == 1
    assert done.stderr.startswith("Error: These tables are not of this version of Foyer: ")
    assert done.stderr.count("\n") == 1


async def execute(database_url: str, statement: str) -> None:
    connection = await asyncpg.connect(database_url)
    await connection.execute(statement)
    await connection.close()


def test_a_database_that_is_away_is_not_current() -> None:
    assert not is_current("postgresql://crm@127.0.0.1:9/none")


def test_a_database_that_is_away_is_one_sentence() -> None:
    done = crm_here("migrate", DATABASE_URL="postgresql://crm@127.0.0.1:9/none")

    assert done.returncode == 1
    assert done.stderr.startswith("Error: The database refused: ")
    assert done.stderr.count("\n") == 1
