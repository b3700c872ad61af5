"""Two web fronts and two backends, each pair behind one address that leads to them by turns."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
import redis

from ops.accounts import add_user
from tests.cluster.twins import ADA, BOB, LIMIT, Twins
from tests.support.people import PASSWORD
from tests.support.proxy import Proxy
from tests.support.servers import Servers
from tests.support.stack import Site, Stack, running_stack, unused_ports

HOST = "127.0.0.1"


@pytest.fixture(scope="module")
def ports() -> list[int]:
    """Of the two addresses, of the web fronts, of the backends."""
    return unused_ports(6)


@pytest.fixture(scope="module")
def stack(
    servers: Servers,
    process_redis: redis.Redis,
    worker_id: str,
    ports: list[int],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stack]:
    process_redis.flushdb()
    front, back, *each = ports
    with servers.copy_of_template(f"{worker_id}_twins") as database_url:
        for email in (ADA, BOB):
            person = add_user(
                database_url, email=email, full_name=email, role="USER", password=PASSWORD
            )
            asyncio.run(person)
        site = Site(
            url=f"http://localhost:{front}",
            api_url=f"http://{HOST}:{back}",
            database_url=database_url,
            redis_url=servers.redis_of(worker_id),
        )
        with running_stack(
            tmp_path_factory.mktemp("twins"),
            site,
            bffs=each[:2],
            backends=each[2:],
            CRM_RATE_LIMIT=str(LIMIT),
        ) as running:
            yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def twins(stack: Stack, ports: list[int]) -> AsyncIterator[Twins]:
    front, back, *each = ports
    bffs, backends = (Proxy(*((HOST, port) for port in pair)) for pair in (each[:2], each[2:]))
    async with bffs.listening(front), backends.listening(back):
        yield Twins(stack, bffs, backends)
