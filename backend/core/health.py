"""Alive is not ready: readiness asks each dependency, inside a deadline."""

import asyncio
from collections.abc import Awaitable
from typing import Literal

from litestar import Response, get
from litestar.datastructures import State
from msgspec import Struct

from backend.core.refusals import Busy
from backend.core.storage import Storage

PATIENCE = 2.0
OK = "ok"
# Whichever worker walked a round last. The ledger notes a success every half a minute.
WORKS = "SELECT max(last_success_at) > now() - interval '90 s' FROM job_runs"


class Health(Struct):
    """``checks`` says ``ok`` or what is wrong, for each dependency.

    ``degraded``: it serves, but not all of it.
    """

    status: Literal["ok", "degraded", "not ready"]
    checks: dict[str, str] = {}


class NoWorker(Exception):
    """No round of any worker has succeeded lately."""


@get("/healthz", operation_id="show_alive", public=True, tags=["operations"])
async def show_alive() -> Health:
    return Health("ok")


@get("/readyz", operation_id="show_ready", public=True, tags=["operations"])
async def show_ready(state: State) -> Response[Health]:
    """Only without PostgreSQL it cannot serve; what else is away is reported."""
    asked = {
        "database": state.database.reads.fetchval("SELECT 1"),
        "redis": state.queue.redis.ping(),
        "storage": state.storage.reach(),
        "worker": find_worker(state),
    }
    if state.database.replica:
        asked["replica"] = state.database.replica.check()
    found = await asyncio.gather(*map(_check, asked.values()))
    checks = dict(zip(asked, found, strict=True))
    ready = checks["database"] == OK
    status: Literal["ok", "degraded"] = "ok" if set(found) == {OK} else "degraded"
    health = Health(status if ready else "not ready", checks)
    return Response(health, status_code=200 if ready else 503)


async def find_worker(state: State) -> None:
    if not await state.database.reads.fetchval(WORKS):
        raise NoWorker


async def fault_of(storage: Storage) -> str | None:
    """In words; None where all is well."""
    try:
        async with asyncio.timeout(PATIENCE):
            await storage.reach()
    except (Busy, OSError, TimeoutError) as error:
        return str(error) or type(error).__name__
    return None


async def _check(answer: Awaitable[object]) -> str:
    try:
        async with asyncio.timeout(PATIENCE):
            await answer
    except Exception as error:  # whatever it is, it is the answer to the question
        return type(error).__name__
    return OK
