"""nginx as it is shipped, in front of two web fronts and two backends."""

import asyncio
from collections.abc import Iterator

import pytest
import redis

from ops.accounts import add_user
from tests.front.house import ADA, House, on_ports
from tests.support.nginx import WHEEL, laid_out
from tests.support.people import PASSWORD
from tests.support.servers import Servers
from tests.support.stack import Site, running_stack, unused_ports

HOST = "127.0.0.1"


@pytest.fixture(scope="module")
def house(
    servers: Servers,
    process_redis: redis.Redis,
    worker_id: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[House]:
    process_redis.flushdb()
    ports = on_ports(unused_ports(8))
    nginx = laid_out(WHEEL, tmp_path_factory.mktemp("nginx"))
    nginx.lay("machine.conf", ports.changes | ports.hurried_site(nginx.folder))
    with servers.copy_of_template(f"{worker_id}_front") as database_url:
        person = add_user(database_url, email=ADA, full_name="Ada", role="ADMIN", password=PASSWORD)
        asyncio.run(person)
        site = Site(
            url=f"https://localhost:{ports.https}",
            api_url=f"http://{HOST}:{ports.inner}",
            database_url=database_url,
            redis_url=servers.redis_of(worker_id),
        )
        folder = tmp_path_factory.mktemp("front")
        stack = running_stack(folder, site, bffs=ports.bffs, backends=ports.backends, trusted=HOST)
        with nginx.running(), stack as running:
            yield House(nginx, running, ports, folder)
