"""Tidying up: what nobody needs any more goes, and nothing else."""

import asyncpg
import pytest

from backend.accounts.jobs import forget_refresh_tokens
from backend.core.db import connect
from backend.core.idempotency import forget_keys
from backend.imports.jobs import forget_files
from backend.settings import Settings
from tests.backend.imports.steps import IMPORTS, table, uploaded
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


async def test_tokens_go_a_day_after_their_end(
    api: SignedIn, settings: Settings, database: asyncpg.Connection
) -> None:
    await database.execute(
        "INSERT INTO refresh_tokens (hash, family, user_id, expires_at, ends_at) "
        "SELECT sha256('old'), uuidv7(), user_id, now() - interval '25 hours', ends_at "
        "FROM refresh_tokens"
    )

    async with connect(settings.database_url, pool_size=1) as connection:
        await forget_refresh_tokens(connection)

    assert await database.fetchval("SELECT count(*) FROM refresh_tokens") == 1
    assert (await api.get("/api/v1/me")).status_code == 200


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
