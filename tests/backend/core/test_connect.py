"""Connecting as the URL says, and saying nothing in logs that is nobody's business."""

import asyncio

import pytest
from sqlalchemy import literal, select, text
from sqlalchemy.exc import DBAPIError

from backend.core.db import Query, connect
from backend.migrations.runner import check


@pytest.mark.parametrize("query", ["sslmode=prefer", "application_name=x", "options=-cgeqo%3Doff"])
async def test_a_url_may_say_all_that_postgresql_takes(database_url: str, query: str) -> None:
    async with connect(f"{database_url}?{query}", pool_size=1) as database:
        async with database.sessions.begin() as session:
            assert (await session.execute(text("SELECT 1"))).scalar() == 1
        assert await database.reads.fetchval("SELECT 1") == 1


def test_migrations_take_the_same_urls(database_url: str) -> None:
    assert check(f"{database_url}?sslmode=prefer") is None


async def test_an_error_tells_nothing_of_the_values(database_url: str) -> None:
    async with connect(database_url, pool_size=1) as database, database.sessions() as session:
        with pytest.raises(DBAPIError) as caught:
            await session.execute(text("SELECT 1 FROM nowhere WHERE x = :x"), {"x": "hunter2"})

    assert "hunter2" not in str(caught.value)


async def test_nobody_overtakes_who_waits_to_read(database_url: str) -> None:
    query = Query(select(literal(1)))
    done: list[int] = []

    async def read(number: int) -> None:
        await query.rows(database)
        done.append(number)

    async with connect(database_url, pool_size=1) as database, asyncio.TaskGroup() as readers:
        for number in range(300):
            readers.create_task(read(number))
            await asyncio.sleep(0)  # so that some come just when another one goes

    assert done == sorted(done)
