"""The migrations make what the models say, from nothing, more than once, and back."""

import asyncpg
import pytest
from alembic import command

from backend.migrations.runner import check, config, upgrade
from tests.support.servers import Servers


def test_models_and_migrations_agree(process_database_url: str) -> None:
    assert check(process_database_url) is None


def test_a_second_run_changes_nothing(process_database_url: str) -> None:
    upgrade(process_database_url)

    assert check(process_database_url) is None


def test_down_and_up_again(servers: Servers, worker_id: str) -> None:
    with servers.copy_of_template(f"{worker_id}_down") as url:
        command.downgrade(config(url), "base")
        upgrade(url)

        assert check(url) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE deals SET amount = 'NaN'",
        "UPDATE deals SET amount = -0.01",
        "UPDATE deals SET currency = 'eur'",
        "UPDATE deals SET status = 'MAYBE'",
        "UPDATE deals SET status = 'WON'",
        "UPDATE deals SET closed_at = now()",
        "UPDATE deals SET lost_reason = 'x'",
        "UPDATE tasks SET status = 'LATER'",
        "UPDATE tasks SET status = 'DONE'",
        "UPDATE tasks SET completed_at = now()",
        "UPDATE tasks SET client_id = (SELECT id FROM clients WHERE name = 'Other')",
        "DELETE FROM deals",
        "UPDATE users SET role = 'ROOT'",
        "DELETE FROM clients",
        "DELETE FROM users",
    ],
)
async def test_the_database_holds_what_must_always_be_true(
    database: asyncpg.Connection, statement: str
) -> None:
    await database.execute("""
        WITH ann AS (
            INSERT INTO users (email, full_name, role, is_active, time_zone, locale,
                password_hash, version)
            VALUES ('ann@foyer.test', 'Ann', 'USER', true, 'UTC', 'en', '', 1) RETURNING id
        ), acme AS (
            INSERT INTO clients (name, phone, company, notes, owner_id, version)
            SELECT name, '', '', '', id, 1 FROM ann, unnest(ARRAY['Acme', 'Other']) AS name
            RETURNING id, name, owner_id
        ), roof AS (
            INSERT INTO deals (client_id, title, amount, currency, status, description,
                lost_reason, rank, owner_id, version)
            SELECT id, 'Roof', 1, 'EUR', 'NEW', '', '', 'V', owner_id, 1 FROM acme
            WHERE name = 'Acme' RETURNING id, client_id, owner_id
        )
        INSERT INTO tasks (client_id, deal_id, title, description, status, assigned_to,
            created_by, version)
        SELECT client_id, id, 'Call', '', 'TODO', owner_id, owner_id, 1 FROM roof
    """)

    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await database.execute(statement)
