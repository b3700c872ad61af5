"""Foyer as `crm up` runs it, on a test's own servers: real processes behind real ports."""

import asyncio
import os
import sys
import time
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import asyncpg

from ops.local.ports import is_free, unused_port
from ops.local.process import Process, Processes, Program
from ops.local.programs import web
from ops.local.state import Instance, State
from ops.serving import GRACE, LINGER
from tests.support.emptying import empty

PATIENCE = 5.0  # seconds that the programs get to end
START = 180  # seconds that each gets to begin: all at once, beside whatever else is tested
PEOPLE = ("alembic_version", "users", "refresh_tokens")


@dataclass(frozen=True)
class Site:
    """Where a stack answers and what it works on; a proxy may stand at either address."""

    url: str
    api_url: str
    database_url: str
    redis_url: str


@dataclass(frozen=True)
class Stack:
    site: Site
    bff_secret: str = field(repr=False)
    _backends: Sequence[Process] = field(repr=False)
    _bffs: Sequence[Process] = field(repr=False)

    @property
    def web_programs(self) -> Sequence[Process]:
        """By turns, as a rolling restart takes them."""
        return [each for pair in zip(self._backends, self._bffs, strict=True) for each in pair]

    @property
    def bffs(self) -> Sequence[Process]:
        return self._bffs

    def forget_records(self) -> None:
        """Everything but who may sign in. In a thread: Playwright's loop runs in this one."""
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, _forget(self.site.database_url)).result()

    @contextmanager
    def without_backend(self) -> Generator[None]:
        """It is back at the end of the block, however that ends."""
        for backend in self._backends:
            backend.ask_to_stop()
        for backend in self._backends:
            backend.wait_stopped(time.monotonic() + PATIENCE)
        try:
            yield
        finally:
            for backend in self._backends:
                backend.start()
                backend.wait_ready(seconds=START)


@contextmanager
def running_stack(
    folder: Path,
    site: Site,
    *,
    backends: Sequence[int],
    bffs: Sequence[int],
    trusted: str = "",
    **settings: str,
) -> Generator[Stack]:
    """One process for each port, and a worker. Call it in the main thread.

    At the address ``trusted`` stands a proxy, which says whom a request is for.
    """
    state = State(folder)
    with state.claimed() as instance, Processes(state, patience=PATIENCE) as processes:
        shared = _environment(instance, site, folder) | settings
        api = shared | {"CRM_SECRET_KEY": instance.backend_secret}
        front = shared | {"CRM_SECRET_KEY": instance.bff_secret}
        start = partial(web, folder=folder, trusted=trusted)
        if trusted:  # as where people rely on it
            start = partial(start, grace=GRACE, linger=LINGER)
        for port in backends:
            backend = start("backend.asgi:app", port=port, path="/readyz", environment=api)
            processes.start(replace(backend, name=f"backend-{port}"))
        started = list(processes)
        for port in bffs:
            bff = start("bff.asgi:app", port=port, path="/login/", environment=front)
            processes.start(replace(bff, name=f"bff-{port}"))
        processes.start(_worker(folder, api))
        for process in processes:
            process.wait_ready(seconds=START)
        yield Stack(site, instance.bff_secret, started, list(processes)[len(backends) : -1])


def unused_ports(count: int) -> list[int]:
    ports = [unused_port() for _ in range(count)]
    return ports if len(set(ports)) == count and all(map(is_free, ports)) else unused_ports(count)


def _environment(instance: Instance, site: Site, folder: Path) -> dict[str, str]:
    """Of what this process was given, nothing that would change Foyer."""
    given = {name: text for name, text in os.environ.items() if not name.startswith("CRM_")}
    return given | {
        "CRM_ENVIRONMENT": "development",
        "CRM_RATE_LIMIT": "1000000",
        "CRM_BFF_KEY": instance.bff_key,
        "CRM_PUBLIC_URL": site.url,
        "CRM_BACKEND_URL": site.api_url,
        "CRM_STORE": str(folder / "bff.sqlite3"),
        "CRM_FILES": str(folder / "files"),
        "DATABASE_URL": site.database_url,
        "REDIS_URL": site.redis_url,
    }


def _worker(folder: Path, environment: Mapping[str, str]) -> Program:
    """No page waits for it, so neither does the start."""
    return Program(
        name="worker",
        argv=[sys.executable, "-m", "backend.worker"],
        environment=environment,
        folder=folder,
        ready=lambda _pid: True,
    )


async def _forget(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        names = await connection.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
            "AND tablename <> ALL($1::text[])",
            PEOPLE,
        )
        await empty(connection, [row[0] for row in names])
    finally:
        await connection.close()
