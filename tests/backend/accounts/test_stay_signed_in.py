"""Staying signed in: refresh tokens rotate, and a stolen one ends the session."""

import asyncio
from datetime import timedelta

import asyncpg
import httpx
import pytest
from litestar import Litestar

from backend.app import create_app
from backend.settings import Settings
from tests.support.apps import running
from tests.support.people import Json, SignedIn, client_for, sign_in

REFRESH = "/api/v1/auth/refresh"


async def refresh(client: httpx.AsyncClient, token: str) -> httpx.Response:
    return await client.post(REFRESH, json={"refresh_token": token})


async def renewed(client: httpx.AsyncClient, token: str) -> Json:
    answer = await refresh(client, token)
    assert answer.status_code == 200, answer.text
    pair: Json = answer.json()
    return pair


async def age(database: asyncpg.Connection, column: str, by: timedelta) -> None:
    """As if it had all happened that long ago."""
    statement = f"UPDATE refresh_tokens SET {column} = {column} - $1::interval"  # noqa: S608  # our own names
    await database.execute(statement, by)


async def test_a_refresh_answers_a_new_pair(api: SignedIn, anonymous: httpx.AsyncClient) -> None:
    old = api.tokens

    new = await renewed(anonymous, old["refresh_token"])

    assert new["refresh_token"] != old["refresh_token"]
    bearer = {"Authorization": f"Bearer {new['access_token']}"}
    assert (await anonymous.get("/api/v1/me", headers=bearer)).json() == api.user


async def test_fifty_at_once_get_one_child(
    api: SignedIn, anonymous: httpx.AsyncClient, database: asyncpg.Connection
) -> None:
    token = api.tokens["refresh_token"]

    pairs = await asyncio.gather(*(renewed(anonymous, token) for _ in range(50)))

    assert len({pair["refresh_token"] for pair in pairs}) == 1
    assert await database.fetchval("SELECT count(*) FROM refresh_tokens") == 2


async def test_fifty_at_once_get_one_child_from_two_processes(
    api: SignedIn, anonymous: httpx.AsyncClient, settings: Settings
) -> None:
    token = api.tokens["refresh_token"]
    async with running(create_app(settings)) as other, client_for(other) as stranger:
        pairs = await asyncio.gather(
            *(renewed(client, token) for client in (anonymous, stranger) for _ in range(25))
        )

    assert len({pair["refresh_token"] for pair in pairs}) == 1


async def test_a_lost_answer_is_given_again(api: SignedIn, anonymous: httpx.AsyncClient) -> None:
    lost = await renewed(anonymous, api.tokens["refresh_token"])

    again = await renewed(anonymous, api.tokens["refresh_token"])

    assert again["refresh_token"] == lost["refresh_token"]


async def test_a_token_whose_child_was_used_is_stolen(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    stolen = api.tokens["refresh_token"]
    child = await renewed(anonymous, stolen)
    grandchild = await renewed(anonymous, child["refresh_token"])

    assert (await refresh(anonymous, stolen)).status_code == 401
    assert (await refresh(anonymous, grandchild["refresh_token"])).status_code == 401


async def test_a_token_used_long_ago_is_stolen(
    api: SignedIn, anonymous: httpx.AsyncClient, database: asyncpg.Connection
) -> None:
    child = await renewed(anonymous, api.tokens["refresh_token"])
    await age(database, "used_at", timedelta(seconds=11))

    assert (await refresh(anonymous, api.tokens["refresh_token"])).status_code == 401
    assert (await refresh(anonymous, child["refresh_token"])).status_code == 401


async def test_a_stolen_token_ends_no_other_session(
    api: SignedIn, anonymous: httpx.AsyncClient, backend_app: Litestar
) -> None:
    elsewhere = await sign_in(backend_app, api.user["email"])
    child = await renewed(anonymous, api.tokens["refresh_token"])
    await renewed(anonymous, child["refresh_token"])
    await refresh(anonymous, api.tokens["refresh_token"])

    assert (await refresh(anonymous, elsewhere.tokens["refresh_token"])).status_code == 200


@pytest.mark.parametrize("column", ["expires_at", "ends_at"])
async def test_an_old_session_is_over(
    api: SignedIn, anonymous: httpx.AsyncClient, database: asyncpg.Connection, column: str
) -> None:
    await age(database, column, timedelta(days=30))

    assert (await refresh(anonymous, api.tokens["refresh_token"])).status_code == 401


async def test_no_token_outlives_its_session(
    api: SignedIn, anonymous: httpx.AsyncClient, database: asyncpg.Connection
) -> None:
    await age(database, "ends_at", timedelta(days=29, hours=12))

    await renewed(anonymous, api.tokens["refresh_token"])

    latest = "SELECT expires_at = ends_at FROM refresh_tokens ORDER BY issued_at DESC LIMIT 1"
    assert await database.fetchval(latest)


@pytest.mark.parametrize("token", ["nonsense", "x" * 512, "é", "\ud800", "a\x00b"])
async def test_an_unknown_token_is_refused(anonymous: httpx.AsyncClient, token: str) -> None:
    body = b'{"refresh_token": "%s"}' % token.encode("unicode-escape").replace(b"\\x", b"\\u00")

    answer = await anonymous.post(REFRESH, content=body)

    assert answer.status_code in {400, 401}


async def test_an_access_token_refreshes_nothing(
    api: SignedIn, anonymous: httpx.AsyncClient
) -> None:
    assert (await refresh(anonymous, api.tokens["access_token"])).status_code == 401


async def test_only_a_fingerprint_is_stored(api: SignedIn, database: asyncpg.Connection) -> None:
    rows = await database.fetch("SELECT refresh_tokens::text AS row FROM refresh_tokens")

    assert len(rows) == 1
    assert api.tokens["refresh_token"] not in rows[0]["row"]
    assert api.tokens["refresh_token"].encode().hex() not in rows[0]["row"]
