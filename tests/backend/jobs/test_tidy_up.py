"""Tidying up: what nobody needs any more goes, and nothing else."""

import asyncpg
import pytest

from backend.accounts.jobs import forget_expired, forget_refresh_tokens
from backend.core.db import connect
from backend.core.idempotency import forget_keys
from backend.imports.jobs import forget_files
from backend.settings import Settings
from backend.webhooks.jobs import forget_deliveries
from tests.backend.imports.steps import IMPORTS, table, uploaded
from tests.backend.webhooks.steps import WEBHOOKS, make_webhook
from tests.support.people import SignedIn


async def test_a_key_is_free_again_after_a_day(
    api: SignedIn, settings: Settings, database: asyncpg.Connection
) -> None:
    for key in ("young", "old"):
        headers = {"Idempotency-Key": key}
        await api.post("/api/v1/clients", json={"name": "Acme"}, headers=headers)
    await database.execute(
        "UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = 'old'"
    )

    async with connect(settings.database_url, pool_size=1) as connection:
        await forget_keys(connection)

    assert [row[0] for row in await database.fetch("SELECT key FROM idempotency_keys")] == ["young"]


@pytest.mark.parametrize(
    ("hours", "spent", "left"),
    [(25, "used_at", 1), (25, "revoked_at", 1), (23, "used_at", 2), (721, "expires_at", 1)],
)
async def test_used_tokens_go_a_day_after_their_end(
    api: SignedIn,
    settings: Settings,
    database: asyncpg.Connection,
    hours: int,
    spent: str,
    left: int,
) -> None:
    await add_old_token(database, hours)
    await database.execute(f"UPDATE refresh_tokens SET {spent} = expires_at WHERE network = 'old'")  # noqa: S608  # our own names

    async with connect(settings.database_url, pool_size=1) as connection:
        await forget_refresh_tokens(connection)

    assert await database.fetchval("SELECT count(*) FROM refresh_tokens") == left
    assert (await api.get("/api/v1/me")).status_code == 200


@pytest.mark.usefixtures("api")
async def test_a_chains_last_link_tells_for_weeks_from_where_one_signs_in(
    settings: Settings, database: asyncpg.Connection
) -> None:
    await add_old_token(database, 700)

    async with connect(settings.database_url, pool_size=1) as connection:
        await forget_refresh_tokens(connection)

    assert await database.fetchval("SELECT count(*) FROM refresh_tokens") == 2


async def add_old_token(database: asyncpg.Connection, hours: int) -> None:
    await database.execute(
        "INSERT INTO refresh_tokens (hash, family, user_id, expires_at, ends_at, network) "
        "SELECT sha256('old'), uuidv7(), user_id, now() - make_interval(hours => $1), ends_at,"
        " 'old' FROM refresh_tokens",
        hours,
    )


async def test_resets_api_tokens_and_deliveries_go_when_nobody_asks_any_more(
    api: SignedIn, settings: Settings, database: asyncpg.Connection
) -> None:
    webhook = await make_webhook(api)
    for _ in range(2):
        await api.post("/api/v1/auth/password-reset", json={"email": api.user["email"]})
        await api.post("/api/v1/tokens", json={"name": "x", "scopes": ["read"]})
        await api.post(f"{WEBHOOKS}/{webhook['id']}/test")
    for change in (
        "password_resets SET expires_at = now() - interval '25 hours'",
        "api_tokens SET expires_at = now() - interval '31 days'",
        "webhook_deliveries SET created_at = now() - interval '31 days'",
    ):
        table = change.partition(" ")[0]
        one = f"WHERE id = (SELECT id FROM {table} ORDER BY id LIMIT 1)"  # noqa: S608  # our own names
        await database.execute(f"UPDATE {change} {one}")

    async with connect(settings.database_url, pool_size=1) as connection:
        await forget_expired(connection)
        await forget_deliveries(connection)

    for table in ("password_resets", "api_tokens", "webhook_deliveries"):
        assert await database.fetchval(f"SELECT count(*) FROM {table}") == 1, table  # noqa: S608  # our own names


@pytest.mark.parametrize(
    ("state", "days", "kept"),
    [("DONE", 31, 0), ("UPLOADED", 31, 0), ("DONE", 29, 1), ("QUEUED", 31, 1), ("RUNNING", 31, 1)],
)
async def test_files_go_after_30_days_and_their_story_stays(
    api: SignedIn,
    settings: Settings,
    database: asyncpg.Connection,
    state: str,
    days: int,
    kept: int,
) -> None:
    upload = await uploaded(api, table("Name", ["Acme"]))
    await database.execute(
        "UPDATE imports SET state = $1, updated_at = now() - make_interval(days => $2)", state, days
    )

    async with connect(settings.database_url, pool_size=1) as connection:
        await forget_files(connection)

    assert await database.fetchval("SELECT count(*) FROM import_files") == kept
    assert (await api.get(f"{IMPORTS}/{upload['id']}")).status_code == 200
