"""The whole of Foyer as real processes on seeded data, and the probe beside it."""

import asyncio
import os
import secrets
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

import asyncpg

from backend.core.paging import encode_cursor
from ops.accounts import add_first_admin
from ops.bench.probe import Ways
from ops.bench.words import PAGE, SEARCHES
from ops.database import migrate
from ops.local.ports import is_free, unused_port
from ops.local.process import Process, Processes, Program
from ops.local.programs import Programs, programs
from ops.local.services import servers
from ops.local.state import Running, State
from ops.seed.store import Sizes, seed_once

EMAIL = "bench@example.com"
UNTIL = datetime(2026, 11, 1, tzinfo=UTC)
PATIENCE = 30.0


@dataclass(frozen=True)
class Served:
    port: int
    pid: int


@dataclass(frozen=True)
class Stack:
    """``cursor`` leads to page 2,000 of all clients; ``password`` is the admin's."""

    database_url: str
    password: str
    cursor: str
    probe: Served
    api: Served
    bff: Served
    start_worker: "StartWorker"


class StartWorker:
    """Late, for its work would disturb the measurements."""

    def __init__(self, processes: Processes, worker: Program) -> None:
        self._processes = processes
        self._worker = worker

    def __call__(self) -> int:
        """Says its pid when it is at work."""
        pid = _started(self._processes, self._worker)
        self._processes.wait_ready()
        return pid


@contextmanager
def running_stack(state: State, *, clients: int, deals: int) -> Generator[Stack]:
    """With fsync, no effective rate limit, and logs in files. Call it in the main thread."""
    os.environ |= {"CRM_RATE_LIMIT": "1000000000", "CRM_LOG_LEVEL": "INFO"}
    with state.claimed() as instance, Processes(state, patience=PATIENCE) as processes:
        postgres, valkey = servers(state, instance, durable=True)
        processes.start(valkey.prepared())
        processes.start(postgres.prepared())
        processes.wait_ready()
        postgres.create_database("crm")
        port = _three_ports()
        running = Running(
            url=f"http://localhost:{port}",
            api_url=f"http://localhost:{port + 1}",
            database_url=instance.database_url(),
            redis_url=instance.redis_url,
        )
        password = instance.admin_password or secrets.token_urlsafe(12)
        instance.admin_password = password
        state.save(instance)
        owner, cursor = _fill(running.database_url, password, clients=clients, deals=deals)
        ours = programs(state, instance, running, port=port)
        probe = _probe(ours, port=port, ways=_ways(owner, cursor))
        pids = [_started(processes, each) for each in (ours.bff, ours.backend, probe)]
        processes.wait_ready()
        bff, api, bare = (Served(port + n, pid) for n, pid in enumerate(pids))
        worker = StartWorker(processes, ours.worker)
        yield Stack(running.database_url, password, cursor, bare, api, bff, worker)


def _fill(database_url: str, password: str, *, clients: int, deals: int) -> tuple[UUID, str]:
    """Says the admin's id and the cursor of page 2,000; seeds once for each state."""
    migrate(database_url)

    async def fill() -> tuple[UUID, str]:
        await add_first_admin(database_url, email=EMAIL, password=password)
        await seed_once(database_url, Sizes(clients, deals, tasks=0), seed=1, until=UNTIL)
        connection = await asyncpg.connect(database_url)
        owner = await connection.fetchval("SELECT id FROM users WHERE email = $1", EMAIL)
        last = await connection.fetchrow(
            "SELECT created_at, id FROM clients WHERE deleted_at IS NULL "
            "ORDER BY created_at DESC, id DESC OFFSET $1 LIMIT 1",
            min(1_999 * PAGE, clients - 2) - 1,
        )
        await connection.execute("CHECKPOINT")
        await connection.close()
        return owner, encode_cursor("-created_at", *last)

    return asyncio.run(fill())


def _ways(owner: UUID, cursor: str) -> Ways:
    lists = {f"/search/{name}": {"search": words} for name, words in SEARCHES.items()}
    return Ways({"/list": {}, "/cursor": {"cursor": cursor}} | lists, owner)


def _probe(ours: Programs, *, port: int, ways: Ways) -> Program:
    """Served exactly as the API is."""
    swapped = {"backend.asgi:app": "ops.bench.probe:app", str(port + 1): str(port + 2)}
    return replace(
        ours.backend,
        name="probe",
        argv=[swapped.get(word, word) for word in ours.backend.argv],
        environment={**ours.backend.environment, "PROBE_WAYS": ways.as_text()},
        ready=_listens(port + 2),
    )


def _listens(port: int) -> Callable[[int], bool]:
    def listens(_pid: int) -> bool:
        return not is_free(port)

    return listens


def _three_ports() -> int:
    while not all(is_free((port := unused_port()) + n) for n in range(3)):
        pass
    return port


def _started(processes: Processes, program: Program) -> int:
    processes.start(program)
    newest: Process = list(processes)[-1]
    assert newest.pid is not None  # noqa: S101  # it was just started
    return newest.pid
