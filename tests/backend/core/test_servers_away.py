"""PostgreSQL or Redis away, slow or silent: a prompt 503, and back to work when they are."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import asyncpg
import pytest
from litestar import Litestar
from msgspec.structs import replace

from backend.accounts import gate
from backend.app import create_app
from backend.core import db
from backend.core import health as readiness
from backend.settings import Settings
from backend.worker import running_worker
from tests.support.apps import running
from tests.support.builders import make_client
from tests.support.pages import page_of
from tests.support.people import Json, SignedIn, client_for, people_of
from tests.support.proxy import Proxy, proxied
from tests.support.waiting import until_found

pytestmark = pytest.mark.slow

CLIENTS = "/api/v1/clients"
DEADLINE = 1.0
NOTHING_THERE = "redis://127.0.0.1:1/0"


class Far(NamedTuple):
    """An API that reaches PostgreSQL through a proxy."""

    app: Litestar
    proxy: Proxy
    api: SignedIn


@pytest.fixture
async def far(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Far]:
    monkeypatch.setattr(db, "DEADLINE", DEADLINE)
    monkeypatch.setattr(db, "SILENCE", DEADLINE)
    monkeypatch.setattr(gate, "FRESH", 60.0)
    async with proxied(settings.database_url) as (proxy, url):
        app = create_app(replace(settings, database_url=url))
        async with running(app), people_of(app) as people:
            yield Far(app, proxy, await people(role="ADMIN"))


async def health(app: Litestar, path: str = "/readyz") -> tuple[int, Json]:
    async with client_for(app) as stranger:
        answer = await stranger.get(path)
    return answer.status_code, answer.json()


async def is_ok(app: Litestar) -> bool:
    return bool((await health(app))[1]["status"] == "ok")


async def test_all_is_well(backend_app: Litestar, settings: Settings) -> None:
    async with running_worker(settings):
        await until_found(lambda: is_ok(backend_app))

    checks = dict.fromkeys(("database", "redis", "storage", "worker"), "ok")
    assert await health(backend_app, "/healthz") == (200, {"status": "ok", "checks": {}})
    assert await health(backend_app) == (200, {"status": "ok", "checks": checks})


async def test_without_a_worker_or_its_files_it_serves_on_and_says_so(
    settings: Settings, database: asyncpg.Connection, tmp_path: Path
) -> None:
    await database.execute(
        "INSERT INTO job_runs (name, every_seconds, last_success_at)"
        " VALUES ('relay', 1, now() - interval '2 min')"
    )
    folder = tmp_path / "files"
    async with running(create_app(replace(settings, files=str(folder)))) as app:
        folder.rmdir()
        status, body = await health(app)

    assert (status, body["status"]) == (200, "degraded")
    told = {"database": "ok", "redis": "ok", "storage": "Busy", "worker": "NoWorker"}
    assert body["checks"] == told


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_silent_postgresql_is_not_waited_for(far: Far, method: str) -> None:
    await far.api.get(CLIENTS)
    far.proxy.freeze()

    async with asyncio.timeout(30):  # it says nothing for ever
        answer = await far.api.request(
            method, CLIENTS, json={"name": "A"} if method == "POST" else None
        )

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert answer.headers["content-type"] == "application/problem+json"
    far.proxy.thaw()
    await make_client(far.api)


async def test_a_silent_postgresql_makes_it_unready_but_not_dead(
    far: Far, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "PATIENCE", DEADLINE)
    far.proxy.freeze()

    assert await health(far.app, "/healthz") == (200, {"status": "ok", "checks": {}})
    status, body = await health(far.app)
    assert (status, body["status"]) == (503, "not ready")
    assert (body["checks"]["database"], body["checks"]["redis"]) == ("TimeoutError", "ok")


async def test_connections_that_were_cut_are_replaced(far: Far) -> None:
    await asyncio.gather(*(make_client(far.api) for _ in range(4)))
    far.proxy.cut()
    await asyncio.sleep(0.2)

    client = await make_client(far.api)

    assert (await far.api.get(f"{CLIENTS}/{client['id']}")).status_code == 200


async def test_a_row_that_is_locked_too_long_answers_503(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    client = await make_client(api)
    async with database.transaction():
        await database.execute("SELECT * FROM clients FOR UPDATE")
        answer = await api.patch(f"{CLIENTS}/{client['id']}", json={"name": "New"})

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


async def test_a_connection_that_postgresql_ended_is_replaced(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    await make_client(api)
    await database.execute(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await asyncio.sleep(0.05)

    answers = [await api.get(CLIENTS), await api.post(CLIENTS, json={"name": "A"})]

    assert [answer.status_code for answer in answers] == [200, 201]


async def test_more_requests_than_connections_wait_their_turn(api: SignedIn) -> None:
    answers = await asyncio.gather(
        *(api.post(CLIENTS, json={"name": f"Client {number}"}) for number in range(24))
    )

    assert {answer.status_code for answer in answers} == {201}
    assert (await page_of(api, CLIENTS))["total"] == 24


async def test_without_redis_everything_goes_on(settings: Settings) -> None:
    app = create_app(replace(settings, redis_url=NOTHING_THERE))
    async with running(app), people_of(app) as people:
        api = await people(role="ADMIN")
        started = time.monotonic()

        client = await make_client(api)

        assert (await api.get(f"{CLIENTS}/{client['id']}")).status_code == 200
        assert time.monotonic() - started < 6
        status, body = await health(app)
        assert (status, body["checks"]["database"]) == (200, "ok")
        assert body["checks"]["redis"] != "ok"
