"""A real backend, with a worker behind it, for tests that send whatever they can think of."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from ops.accounts import add_user
from ops.node import Packages
from tests.support.people import PASSWORD
from tests.support.servers import Servers
from tests.support.stack import Site, running_stack, unused_ports

PEOPLE = {"ADMIN": "ada@foyer.test", "USER": "ulla@foyer.test"}
NODE = Path(__file__).parent / "node"


@pytest.fixture(scope="module")
def api_url(
    servers: Servers,
    process_redis: redis.Redis,
    worker_id: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    process_redis.flushdb()
    (backend,) = unused_ports(1)
    with servers.copy_of_template(f"{worker_id}_fuzz") as database_url:
        for role, email in PEOPLE.items():
            person = add_user(
                database_url, email=email, full_name=email, role=role, password=PASSWORD
            )
            asyncio.run(person)
        site = Site(
            url="http://localhost:1",
            api_url=f"http://127.0.0.1:{backend}",
            database_url=database_url,
            redis_url=servers.redis_of(worker_id),
        )
        with running_stack(tmp_path_factory.mktemp("fuzz"), site, backends=[backend], bffs=[]):
            yield site.api_url


@pytest.fixture(scope="session")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The OpenAPI document as `crm openapi` writes it."""
    file = tmp_path_factory.mktemp("openapi") / "openapi.json"
    crm = [sys.executable, "-c", "from ops.cli import main; main()", "openapi", str(file)]
    subprocess.run(crm, check=True, capture_output=True)
    return file


@pytest.fixture(scope="session")
def packages() -> Packages:
    return Packages(NODE)
