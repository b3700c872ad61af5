"""Two who change the same record at the same time: one waits, and neither is told a lie."""

import asyncio

import asyncpg
import pytest

from tests.support.builders import make_client, make_deal, make_user
from tests.support.people import Json, SignedIn
from tests.support.waiting import until_someone_waits


@pytest.fixture
async def deal(api: SignedIn) -> Json:
    return await make_deal(api)


async def edited_meanwhile(
    api: SignedIn, database: asyncpg.Connection, url: str, body: Json, *, column: str, value: str
) -> Json:
    """The record after an edit that had to wait for another one's change of ``column``."""
    table, record = url.split("/")[-2:]
    async with database.transaction():
        await database.execute(
            f"UPDATE {table} SET {column} = $1, version = version + 1 WHERE id = $2",  # noqa: S608  # our own names
            value,
            record,
        )
        edit = asyncio.create_task(api.patch(url, json=body))
        await until_someone_waits(database)
    answer = await edit
    assert answer.status_code == 200, answer.text
    record_after: Json = answer.json()
    return record_after


async def test_a_deal_is_found_that_gets_another_owner(
    api: SignedIn, database: asyncpg.Connection, deal: Json
) -> None:
    bob = await make_user(api, full_name="Bob")

    after = await edited_meanwhile(
        api,
        database,
        f"/api/v1/deals/{deal['id']}",
        {"title": "New"},
        column="owner_id",
        value=bob["id"],
    )

    assert (after["title"], after["owner_name"], after["version"]) == ("New", "Bob", 3)


async def test_a_deal_is_found_that_gets_another_client(
    api: SignedIn, database: asyncpg.Connection, deal: Json
) -> None:
    acme = await make_client(api, name="Acme")

    after = await edited_meanwhile(
        api,
        database,
        f"/api/v1/deals/{deal['id']}",
        {"title": "New"},
        column="client_id",
        value=acme["id"],
    )

    assert (after["title"], after["client_name"], after["version"]) == ("New", "Acme", 3)


async def test_a_client_is_found_that_gets_another_owner(
    api: SignedIn, database: asyncpg.Connection, deal: Json
) -> None:
    bob = await make_user(api, full_name="Bob")

    after = await edited_meanwhile(
        api,
        database,
        f"/api/v1/clients/{deal['client_id']}",
        {"name": "New"},
        column="owner_id",
        value=bob["id"],
    )

    assert (after["name"], after["owner_name"], after["version"]) == ("New", "Bob", 3)
