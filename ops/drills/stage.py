"""What a drill plays on: servers of its own and the API, as `crm up` runs them, and what breaks."""

import asyncio
import os
import secrets
import signal
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

import asyncpg
from msgspec import Struct
from redis.asyncio import Redis

from ops.accounts import add_first_admin
from ops.database import migrate
from ops.local.ports import unused_port
from ops.local.process import Process, Processes
from ops.local.programs import programs
from ops.local.services import servers
from ops.local.state import Instance, Running, State

EMAIL = "drill@example.com"
SETTINGS = {
    "CRM_RATE_LIMIT": "1000000",
    "CRM_PRIVATE_WEBHOOKS": "true",
    "CRM_LOG_LEVEL": "WARNING",
    "CRM_MAIL_FROM": "foyer@example.com",
}


class Stage(Struct, frozen=True):
    """``password`` is the admin's; ``environment`` is what a worker needs.

    Mail goes to ``smtp_port``, where nobody listens yet.
    """

    url: str
    smtp_port: int
    password: str
    environment: Mapping[str, str]
    log: Path
    postgres: Process
    valkey: Process

    async def empty_valkey(self) -> None:
        async with Redis.from_url(self.environment["REDIS_URL"]) as redis:
            await redis.flushall()

    async def restart_valkey(self) -> None:
        await _restart(self.valkey, signal.SIGKILL)

    async def restart_postgres(self) -> None:
        """By an immediate shutdown: every client cut off, no checkpoint, recovery at the start."""
        await _restart(self.postgres, signal.SIGQUIT)

    async def number(self, statement: str) -> int:
        return int((await self.rows(statement))[0][0])

    async def rows(self, statement: str) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.environment["DATABASE_URL"])
        try:
            rows: list[asyncpg.Record] = await connection.fetch(statement)
        finally:
            await connection.close()
        return rows


@contextmanager
def stage(folder: Path) -> Generator[Stage]:
    """Call it in the main thread, with no loop running in it.

    What is acknowledged is written, but not forced onto the disk: processes die here, no machines.
    """
    smtp_port = unused_port()
    smtp = f"smtp://127.0.0.1:{smtp_port}?starttls=never"
    os.environ.update(SETTINGS)
    state, password = State(folder), secrets.token_urlsafe(16)
    with (
        state.claimed() as instance,
        Processes(state, patience=30) as the_servers,
        Processes(state, patience=3) as the_programs,
    ):
        postgres, valkey = servers(state, instance, durable=False)
        the_servers.start(valkey.prepared())
        the_servers.start(postgres.prepared())
        the_servers.wait_ready()
        postgres.create_database("crm")
        postgres.query("ALTER DATABASE crm SET synchronous_commit = on")
        migrate(instance.database_url())
        asyncio.run(add_first_admin(instance.database_url(), email=EMAIL, password=password))
        port = unused_port()
        ours = programs(state, instance, _addresses(instance, port), port=port, smtp=smtp)
        the_programs.start(ours.backend)
        the_programs.wait_ready()
        valkey_process, postgres_process = the_servers
        yield Stage(
            f"http://127.0.0.1:{port + 1}/api/v1/",
            smtp_port,
            password,
            ours.worker.environment,
            state.logs / "workers.log",
            postgres_process,
            valkey_process,
        )


def _addresses(instance: Instance, port: int) -> Running:
    return Running(
        url=f"http://localhost:{port}",
        api_url=f"http://localhost:{port + 1}",
        database_url=instance.database_url(),
        redis_url=instance.redis_url,
    )


async def _restart(process: Process, number: signal.Signals) -> None:
    os.kill(process.pid or 0, number)
    while process.exit_code is None:  # noqa: ASYNC110  # a child's end is only known by asking
        await asyncio.sleep(0.02)
    process.start()
    await asyncio.to_thread(process.wait_ready)
