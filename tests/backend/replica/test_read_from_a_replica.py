"""Reads by a replica: never older than what was committed, and never lost with the replica."""

import asyncio
import os
import signal

import asyncpg
import httpx
import pytest
import redis
from litestar import Litestar
from msgspec.structs import replace

from backend.app import create_app
from backend.core import reading
from backend.core.reading import MARK
from backend.settings import Settings
from tests.backend.replica.conftest import by_the_replica
from tests.support.apps import running
from tests.support.builders import make_client
from tests.support.people import People, SignedIn
from tests.support.replica import Pair
from tests.support.waiting import until_found

pytestmark = pytest.mark.slow

CLIENTS = "/api/v1/clients"


async def names(api: httpx.AsyncClient) -> set[str]:
    answer = await api.get(CLIENTS)
    assert answer.status_code == 200, answer.text
    return {item["name"] for item in answer.json()["items"]}


async def replica_reads(api: httpx.AsyncClient) -> bool:
    before = by_the_replica()
    await names(api)
    return by_the_replica() > before


async def test_lists_are_read_from_it(api: SignedIn, standby: asyncpg.Connection) -> None:
    await make_client(api, name="Acme")

    await until_found(lambda: replica_reads(api))

    assert await standby.fetchval("SELECT name FROM clients") == "Acme"
    assert await names(api) == {"Acme"}


async def test_what_is_not_replayed_yet_is_seen_by_everybody(
    api: SignedIn, signed_in: People, settings: Settings, standby: asyncpg.Connection
) -> None:
    """At another process as well, by another person: a live event made their page look."""
    async with running(create_app(settings)) as other_process:
        ann = await signed_in(email="ann@foyer.test")
        there = await signed_in.at(other_process, "ann@foyer.test")
        await until_found(lambda: replica_reads(there))
        await standby.execute("SELECT pg_wal_replay_pause()")
        client = await make_client(api, name="Acme")

        seen = [await names(each) for each in (api, ann, there)]
        await api.patch(f"{CLIENTS}/{client['id']}", json={"name": "Acme Ltd"})
        seen += [await names(each) for each in (api, ann, there)]

    assert seen == [{"Acme"}] * 3 + [{"Acme Ltd"}] * 3
    assert await standby.fetchval("SELECT count(*) FROM clients") == 0


async def test_one_that_lags_is_told_and_comes_back(
    api: SignedIn, anonymous: httpx.AsyncClient, standby: asyncpg.Connection
) -> None:
    await until_found(lambda: replica_reads(api))
    await standby.execute("SELECT pg_wal_replay_pause()")
    await make_client(api)

    behind = (await anonymous.get("/readyz")).json()
    await standby.execute("SELECT pg_wal_replay_resume()")
    await until_found(lambda: replica_reads(api))
    again = (await anonymous.get("/readyz")).json()

    assert (behind["checks"]["replica"], again["checks"]["replica"]) == ("Behind", "ok")


async def test_a_kill_costs_no_request(
    api: SignedIn, anonymous: httpx.AsyncClient, pair: Pair, standby: asyncpg.Connection
) -> None:
    await make_client(api, name="Acme")
    await until_found(lambda: replica_reads(api))
    await standby.close()
    asking = [asyncio.create_task(names(api)) for _ in range(40)]
    await asyncio.sleep(0.01)

    os.kill(pair.replica.pid or 0, signal.SIGKILL)
    seen = await asyncio.gather(*asking, *(names(api) for _ in range(20)))
    ready = await anonymous.get("/readyz")
    await asyncio.to_thread(pair.replica.wait_stopped, 0)
    seen += [await names(api)]

    assert seen == [{"Acme"}] * 61
    assert (ready.status_code, ready.json()["checks"]["replica"] != "ok") == (200, True)
    pair.replica.start()
    await asyncio.to_thread(pair.replica.wait_ready)
    await until_found(lambda: replica_reads(api))


async def test_one_that_falls_silent_costs_no_request(
    api: SignedIn, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was asked once, and then rests: to ask it again would last longer than a read may."""
    monkeypatch.setattr(reading, "ATTEMPT", 0.5)
    monkeypatch.setattr(reading, "REST", 60.0)
    await make_client(api, name="Acme")
    await until_found(lambda: replica_reads(api))
    group = os.getpgid(pair.replica.pid or 0)
    os.killpg(group, signal.SIGSTOP)
    try:
        seen = await asyncio.gather(*(names(api) for _ in range(4)))
        monkeypatch.setattr(reading, "ATTEMPT", 60.0)
        seen += [await names(api)]
    finally:
        os.killpg(group, signal.SIGCONT)

    assert seen == [{"Acme"}] * 5


@pytest.mark.parametrize("mark", [None, 2**50])
async def test_a_mark_that_is_lost_or_too_high_is_mended(
    api: SignedIn, settings: Settings, mark: int | None
) -> None:
    """After a loss of Redis, and after a restore into a database whose log is short."""
    await until_found(lambda: replica_reads(api))
    with redis.Redis.from_url(settings.redis_url) as connection:
        connection.delete(MARK)
        if mark:
            connection.zadd(MARK, {"primary": mark})

    await until_found(lambda: replica_reads(api))


async def test_without_redis_the_primary_is_read(settings: Settings) -> None:
    nowhere = replace(settings, redis_url="redis://127.0.0.1:9/0")
    async with running(create_app(nowhere)) as app:
        before = by_the_replica()

        read = await a_read(app)

    assert (read, by_the_replica()) == (1, before)


@pytest.mark.parametrize("which", ["itself", "another"])
async def test_what_is_no_replica_is_never_read(
    pair: Pair, settings: Settings, process_database_url: str, which: str
) -> None:
    url = pair.primary_url if which == "itself" else process_database_url
    async with running(create_app(replace(settings, database_replica_url=url))) as app:
        before = by_the_replica()

        read = await a_read(app)

        assert (read, by_the_replica()) == (1, before)
        with pytest.raises(asyncpg.InterfaceError):
            await app.state.database.replica.check()


async def a_read(app: Litestar) -> int:
    """By the API's own way of reading, which asks the replica first."""
    from sqlalchemy import literal, select

    from backend.core.db import Query

    row = await Query(select(literal(1))).row(app.state.database)
    return int(row[0]) if row else 0
