"""PostgreSQL and Valkey for one run of the tests: started once, shared by all its processes.

``DATABASE_URL`` and ``REDIS_URL`` name servers to use instead: databases called ``foyer_test_…``
are made and dropped there, and Redis' numbered databases from 1 on are emptied again and again.
"""

import asyncio
import os
import tempfile
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import asyncpg
from msgspec import Struct
from sqlalchemy import make_url

from backend.migrations.runner import upgrade
from ops.local.services import embedded_services

TEMPLATE, REDIS = "FOYER_TEST_TEMPLATE_URL", "FOYER_TEST_REDIS_URL"


class Servers(Struct, frozen=True):
    """``template_url`` is a migrated, empty database; copies of it are what tests write to."""

    template_url: str
    redis_url: str

    def environment(self) -> dict[str, str]:
        """How the run's other processes hear of them."""
        return {TEMPLATE: self.template_url, REDIS: self.redis_url}

    @contextmanager
    def copy_of_template(self, worker: str) -> Generator[str]:
        """Yields the URL of a database of one's own; drops it in the end, even when in use."""
        template = database_name(self.template_url)
        name = f"{template}_{worker}"
        _administer(self.template_url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        yield _named(self.template_url, name)
        _administer(self.template_url, f'DROP DATABASE "{name}" WITH (FORCE)')

    def redis_of(self, worker: str) -> str:
        """Each process of the run has a numbered database of its own."""
        number = 1 + int(worker.removeprefix("gw") if worker.startswith("gw") else 0)
        return f"{self.redis_url.rpartition('/')[0]}/{number}"


def servers_of(environ: Mapping[str, str]) -> Servers | None:
    """Those that another process of this run has started."""
    if TEMPLATE in environ:
        return Servers(environ[TEMPLATE], environ[REDIS])
    return None


@contextmanager
def started_servers() -> Generator[Servers]:
    """Call it in the main thread."""
    with ExitStack() as stack:
        database_url, redis_url = _given() or _embedded(stack)
        template_url = _named(database_url, f"foyer_test_{os.getpid()}")
        name = database_name(template_url)
        _administer(template_url, f'CREATE DATABASE "{name}"')
        stack.callback(_administer, template_url, f'DROP DATABASE "{name}" WITH (FORCE)')
        upgrade(template_url)
        yield Servers(template_url, redis_url)


def database_name(url: str) -> str:
    return str(make_url(url).database)


def _given() -> tuple[str, str] | None:
    names = ("DATABASE_URL", "REDIS_URL")
    if all(os.environ.get(name) for name in names):
        redis = os.environ["REDIS_URL"].rstrip("/")
        return os.environ["DATABASE_URL"], redis if redis.count("/") > 2 else f"{redis}/0"
    return None


def _embedded(stack: ExitStack) -> tuple[str, str]:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="foyer-test-")))
    folder.chmod(0o711)  # root starts PostgreSQL as somebody else, who must get through
    services = stack.enter_context(embedded_services(folder / "state", durable=False))
    return services.database_url, services.redis_url


def _named(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


def _administer(url: str, statement: str) -> None:
    """From outside of the database, for a template must not be in use."""

    async def run() -> None:
        connection = await asyncpg.connect(_named(url, "postgres"))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(run())
