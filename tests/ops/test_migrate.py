"""`crm migrate`, and how `crm up` knows that there is nothing to migrate."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from backend.core.db import OF_THE_ROLE
from ops.local.schema import is_current
from ops.local.services import embedded_services
from tests.ops.conftest import crm_here

pytestmark = pytest.mark.slow


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


def test_a_program_waits_for_another_s_migration(empty_database: str) -> None:
    done = crm_here("migrate", "--wait", "1", DATABASE_URL=empty_database)

    assert (done.returncode, done.stderr) == (0, "")


def test_nobody_waits_for_ever() -> None:
    away = "postgresql://crm@127.0.0.1:9/none"
    done = crm_here("migrate", "--wait", "1", DATABASE_URL=away)

    assert done.returncode == 1
    assert done.stderr == "Error: Nobody has migrated the tables within 1 seconds.\n"


async def settings_of_the_role(database_url: str) -> dict[str, str]:
    connection = await asyncpg.connect(database_url)
    rows = await connection.fetch(
        "SELECT name, setting FROM pg_settings WHERE source = 'database user'"
    )
    await connection.close()
    return {row["name"]: row["setting"] for row in rows}


def test_the_role_gets_the_settings_that_a_pooler_would_not_pass_on(empty_database: str) -> None:
    before = asyncio.run(settings_of_the_role(empty_database))

    done = crm_here("migrate", "--pooled", DATABASE_URL=empty_database)

    assert done.returncode == 0, done.stderr
    assert before == {}
    assert asyncio.run(settings_of_the_role(empty_database)) == OF_THE_ROLE


def test_the_address_may_stand_in_a_file(empty_database: str, tmp_path: Path) -> None:
    (tmp_path / "url").write_text(f"{empty_database}\n")

    done = crm_here("migrate", DATABASE_URL_FILE=str(tmp_path / "url"))

    assert done.returncode == 0, done.stderr


def test_a_database_that_is_away_is_not_current() -> None:
    assert not is_current("postgresql://crm@127.0.0.1:9/none")


def test_a_database_that_is_away_is_one_sentence() -> None:
    done = crm_here("migrate", DATABASE_URL="postgresql://crm@127.0.0.1:9/none")

    assert done.returncode == 1
    assert done.stderr.startswith("Error: The database refused: ")
    assert done.stderr.count("\n") == 1
