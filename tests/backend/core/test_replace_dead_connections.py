"""The pool notices that PostgreSQL hung up, and opens another connection."""

import asyncio

import asyncpg

from tests.support.people import SignedIn

CONNECTIONS_BUT_MINE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


async def test_nobody_notices_that_every_connection_was_ended(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    await api.post("/api/v1/clients", json={"name": "Before"})
    ended = await database.fetch(CONNECTIONS_BUT_MINE)
    await asyncio.sleep(0.2)  # the news is on its way

    created = await api.post("/api/v1/clients", json={"name": "After"})
    listed = await api.get("/api/v1/clients")

    assert len(ended) >= 2  # one that writes, one that reads
    assert created.status_code == 201
    assert [client["name"] for client in listed.json()["items"]] == ["After", "Before"]
