"""Real servers, the real API in the tests' own loop, and people who are signed in at it.

Parallel-safe: each process of ``pytest -n`` has a database and a Redis database of its own, and
finds both empty when a test begins.
"""

import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

import asyncpg
import httpx
import pytest
import redis
import structlog
from argon2 import PasswordHasher
from litestar import Litestar
from msgspec.structs import replace

from backend.accounts import gate
from backend.app import create_app
from backend.core import limits
from backend.core.passwords import Passwords
from backend.settings import Settings
from backend.tables import METADATA
from tests.support.apps import running
from tests.support.emptying import emptied
from tests.support.people import People, SignedIn, client_for, people_of
from tests.support.queries import watched_queries
from tests.support.servers import Servers, servers_of, started_servers

Apps = Callable[[Settings], Awaitable[Litestar]]
TESTS = Path(__file__).parent
PROGRAMS = {"e2e", "ops", "cluster", "front", "openapi"}  # they start some
EMPTY = emptied(METADATA.tables)
# At the price that keeps thieves out, hashing would be a third of the tests' time.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def pytest_configure(config: pytest.Config) -> None:
    """Under xdist the servers belong to the controller, which outlives every worker."""
    Passwords.hasher = CHEAP
    limits.PATIENCE = 10  # what stands still for a moment has counted nonetheless
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger("warning"),
    )
    if not hasattr(config, "workerinput") and config.getoption("numprocesses", None):
        stack = ExitStack()
        config.add_cleanup(stack.close)
        os.environ.update(stack.enter_context(started_servers()).environment())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes long goes first, so that no process waits at the end for another's browser."""
    everything = [Path(each).absolute() for each in config.args] == [TESTS]
    is_named = not everything or bool(config.getoption("keyword"))
    for mark in unasked(config.getoption("markexpr") or "", is_named=is_named):
        left_out = [item for item in items if item.get_closest_marker(mark)]
        items[:] = [item for item in items if not item.get_closest_marker(mark)]
        config.hook.pytest_deselected(items=left_out)
    items.sort(key=lambda item: item.path.relative_to(TESTS).parts[0] not in PROGRAMS)


def unasked(marks: str, *, is_named: bool) -> Iterator[str]:
    """The sweep is for who names it in ``-m``; the slow also for who names a file or ``-k``, and
    those of the sweep for who names that.
    """
    if "sweep" not in marks:
        yield "sweep"
        if "slow" not in marks and not is_named:
            yield "slow"


@pytest.fixture(autouse=True)
def one_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """No limit begins anew in the middle of a test: windows turn with the minute."""
    now = int(time.time())
    monkeypatch.setattr(limits, "this_second", lambda: now)


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    if running := servers_of(os.environ):
        yield running
    else:
        with started_servers() as started:
            yield started


@pytest.fixture(scope="session")
def process_database_url(servers: Servers, worker_id: str) -> Iterator[str]:
    with servers.copy_of_template(worker_id) as url:
        yield url


@pytest.fixture(scope="session")
def process_redis(servers: Servers, worker_id: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(servers.redis_of(worker_id)) as connection:
        yield connection


@pytest.fixture(scope="session")
async def process_database(process_database_url: str) -> AsyncIterator[asyncpg.Connection]:
    patient = {"lock_timeout": "30s"}
    connection = await asyncpg.connect(process_database_url, server_settings=patient)
    yield connection
    await connection.close()


@pytest.fixture(scope="session")
def process_settings(
    process_database_url: str,
    servers: Servers,
    worker_id: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Settings:
    return Settings(
        database_url=process_database_url,
        redis_url=servers.redis_of(worker_id),
        secret_key="k" * 32,
        bff_key="b" * 32,
        environment="development",
        rate_limit=1_000_000,
        pool_size=8,
        private_webhooks=True,
        files=str(tmp_path_factory.mktemp("files")),
        metrics_token="m" * 32,
    )


@pytest.fixture(scope="session")
async def process_apps() -> AsyncIterator[Apps]:
    """Starting one takes as long as a test: the tests of a process share those they need."""
    async with AsyncExitStack() as stack:
        started: dict[Settings, Litestar] = {}

        async def app_with(settings: Settings) -> Litestar:
            if settings not in started:
                started[settings] = await stack.enter_async_context(running(create_app(settings)))
            return started[settings]

        yield app_with


@pytest.fixture
async def database(process_database: asyncpg.Connection) -> asyncpg.Connection:
    """A look behind the API: this test's database, migrated and empty."""
    await process_database.execute(EMPTY)
    return process_database


@pytest.fixture
def database_url(process_database_url: str, database: asyncpg.Connection) -> str:  # noqa: ARG001  # which empties it
    return process_database_url


@pytest.fixture
def redis_url(process_settings: Settings, process_redis: redis.Redis) -> str:
    """This test's Redis database, empty."""
    process_redis.flushdb()
    return process_settings.redis_url


@pytest.fixture
def settings(process_settings: Settings, database_url: str, redis_url: str) -> Settings:
    """Override it in a test file to vary: ``return replace(settings, visibility="own")``."""
    return replace(process_settings, database_url=database_url, redis_url=redis_url)


@pytest.fixture
async def backend_app(
    settings: Settings, process_settings: Settings, process_apps: Apps
) -> AsyncIterator[Litestar]:
    """The API with its lifespan running; one of its own where a test varies the settings."""
    if settings == replace(process_settings, visibility=settings.visibility):
        yield await process_apps(settings)
    else:
        async with running(create_app(settings)) as app:
            yield app


@pytest.fixture
async def narrow_app(settings: Settings, process_apps: Apps) -> Litestar:
    """The same API where everybody sees their own records only."""
    return await process_apps(replace(settings, visibility="own"))


@pytest.fixture
async def signed_in(backend_app: Litestar) -> AsyncIterator[People]:
    """Makes more people: ``ann = await signed_in()``, an httpx client with her token."""
    async with people_of(backend_app) as people:
        yield people


@pytest.fixture
async def api(signed_in: People) -> SignedIn:
    """The API as an admin sees it."""
    return await signed_in(role="ADMIN", email="admin@foyer.test", name="Ada Admin")


@pytest.fixture
async def anonymous(backend_app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for(backend_app) as client:
        yield client


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every SQL statement of the backend so far: ``queries.clear()``, act, count."""
    monkeypatch.setattr(gate, "FRESH", 600.0)  # who asks is looked up once, however long it takes
    with watched_queries() as sent:
        yield sent
