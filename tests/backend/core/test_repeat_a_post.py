"""Sending a POST again with the same Idempotency-Key."""

import asyncio
from typing import Any

import asyncpg
import pytest
from litestar import Litestar

from backend.app import create_app
from backend.settings import Settings
from tests.support.apps import running
from tests.support.builders import activity_of, make_client, make_deal
from tests.support.people import People, SignedIn

CLIENTS, DEALS = "/api/v1/clients", "/api/v1/deals"
KEY = {"Idempotency-Key": "form-7f3a"}


async def count(database: asyncpg.Connection, table: str) -> int:
    number: Any = await database.fetchval(f"SELECT count(*) FROM {table}")  # noqa: S608  # our own names
    return int(number)


async def test_it_happens_once_and_answers_twice(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    first = await api.post(CLIENTS, json={"name": "Acme"}, headers=KEY)
    again = await api.post(CLIENTS, json={"name": "Acme"}, headers=KEY)

    assert again.status_code == first.status_code == 201
    assert again.content == first.content
    for name in ("location", "etag", "content-type"):
        assert again.headers[name] == first.headers[name]
    assert await count(database, "clients") == 1


async def test_fifty_at_once_make_one(
    api: SignedIn,
    signed_in: People,
    settings: Settings,
    backend_app: Litestar,  # noqa: ARG001  # the first of two processes
    database: asyncpg.Connection,
) -> None:
    async with running(create_app(settings)) as other:
        elsewhere = await signed_in.at(other, api.user["email"])
        answers = await asyncio.gather(
            *(
                person.post(CLIENTS, json={"name": "Acme"}, headers=KEY)
                for person in (api, elsewhere)
                for _ in range(25)
            )
        )

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert await count(database, "clients") == 1


async def test_another_body_needs_another_key(api: SignedIn) -> None:
    await api.post(CLIENTS, json={"name": "Acme"}, headers=KEY)

    answer = await api.post(CLIENTS, json={"name": "Other"}, headers=KEY)

    assert answer.status_code == 422


async def test_another_address_needs_another_key(api: SignedIn) -> None:
    client = await make_client(api)
    for path in (f"{CLIENTS}/{client['id']}", f"{DEALS}/{(await make_deal(api))['id']}"):
        await api.delete(path)
        answer = await api.post(f"{path}/restore", headers=KEY)

    assert answer.status_code == 422


async def test_everybody_has_keys_of_their_own(api: SignedIn, signed_in: People) -> None:
    ann = await signed_in()
    mine = await api.post(CLIENTS, json={"name": "Acme"}, headers=KEY)

    hers = await ann.post(CLIENTS, json={"name": "Acme"}, headers=KEY)

    assert hers.json()["id"] != mine.json()["id"]


async def test_a_refused_request_leaves_its_key_free(api: SignedIn) -> None:
    refused = await api.post(CLIENTS, json={"name": ""}, headers=KEY)
    twin = await make_client(api, external_id="7")
    conflict = await api.post(CLIENTS, json={"name": "A", "external_id": "7"}, headers=KEY)
    await api.patch(f"{CLIENTS}/{twin['id']}", json={"external_id": "8"})

    answer = await api.post(CLIENTS, json={"name": "A", "external_id": "7"}, headers=KEY)

    assert [refused.status_code, conflict.status_code, answer.status_code] == [400, 409, 201]


async def test_a_move_is_not_repeated(api: SignedIn) -> None:
    deal = await make_deal(api)
    url = f"{DEALS}/{deal['id']}/move"

    first = await api.post(url, json={"status": "WON"}, headers=KEY)
    await api.post(url, json={"status": "LOST"})
    again = await api.post(url, json={"status": "WON"}, headers=KEY)

    assert again.json() == first.json()
    assert len(await activity_of(api, deal["id"])) == 3


@pytest.mark.parametrize("key", ["x" * 201, "ключ", "a\tb"])
async def test_a_key_is_short_and_printable(api: SignedIn, key: str) -> None:
    headers = {b"Idempotency-Key": key.encode()}

    answer = await api.post(CLIENTS, json={"name": "Acme"}, headers=headers)

    assert answer.status_code == 400


async def test_a_user_is_not_added_twice(api: SignedIn, database: asyncpg.Connection) -> None:
    body = {"email": "ann@foyer.test", "full_name": "Ann", "password": "long enough for it"}

    first = await api.post("/api/v1/users", json=body, headers=KEY)
    again = await api.post("/api/v1/users", json=body, headers=KEY)

    assert (first.status_code, again.content) == (201, first.content)
    stored: Any = await database.fetchval("SELECT body FROM idempotency_keys")
    assert b"long enough" not in stored
