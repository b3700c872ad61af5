"""A commit that fails is an error to the caller, never an answer that was a lie."""

import asyncpg
import pytest

from tests.support.people import SignedIn

CLIENTS = "/api/v1/clients"
FAILS_AT_COMMIT = """
    CREATE FUNCTION refuse_commit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the disk is full' USING ERRCODE = '53100'; END $$;
    CREATE CONSTRAINT TRIGGER refuse_commit AFTER INSERT OR UPDATE ON clients
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_commit()
"""
WORKS_AGAIN = "DROP TRIGGER refuse_commit ON clients; DROP FUNCTION refuse_commit()"


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "k"}])
async def test_it_answers_503_and_leaves_no_row(
    api: SignedIn, database: asyncpg.Connection, headers: dict[str, str]
) -> None:
    await database.execute(FAILS_AT_COMMIT)
    try:
        answer = await api.post(CLIENTS, json={"name": "Acme"}, headers=headers)
    finally:
        await database.execute(WORKS_AGAIN)

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"
    assert answer.headers["content-type"] == "application/problem+json"
    assert "location" not in answer.headers
    for table in ("clients", "idempotency_keys"):
        assert await database.fetchval(f"SELECT count(*) FROM {table}") == 0  # noqa: S608  # our own names
    again = await api.post(CLIENTS, json={"name": "Acme"}, headers=headers)
    assert again.status_code == 201


async def test_nothing_is_told_before_the_commit(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    told = await database.fetchval("SELECT count(*) FROM outbox")
    await database.execute(FAILS_AT_COMMIT)
    try:
        await api.post(CLIENTS, json={"name": "Acme"})
    finally:
        await database.execute(WORKS_AGAIN)

    assert await database.fetchval("SELECT count(*) FROM outbox") == told
