"""Alive is not ready: readiness asks each dependency, inside a deadline."""

import asyncio
from collections.abc import Awaitable

from litestar import Response, get
from litestar.datastructures import State
from msgspec import Struct

PATIENCE = 2.0


class Health(Struct):
    """``checks`` says ``ok`` or what is wrong, for each dependency."""

    status: str
    checks: dict[str, str] = {}


@get("/healthz", operation_id="show_alive", public=True, tags=["operations"])
async def show_alive() -> Health:
    return Health("ok")


@get("/readyz", operation_id="show_ready", public=True, tags=["operations"])
async def show_ready(state: State) -> Response[Health]:
    """Redis and a replica are reported, but the API is ready without them: it serves."""
    asked = {
        "database": state.database.reads.fetchval("SELECT 1"),
        "redis": state.queue.redis.ping(),
    }
    if state.database.replica:
        asked["replica"] = state.database.replica.check()
    checks = dict(zip(asked, await asyncio.gather(*map(_check, asked.values())), strict=True))
    ready = checks["database"] == "ok"
    health = Health("ok" if ready else "not ready", checks)
    return Response(health, status_code=200 if ready else 503)


async def _check(answer: Awaitable[object]) -> str:
    try:
        async with asyncio.timeout(PATIENCE):
            await answer
    except Exception as error:  # whatever it is, it is the answer to the question
        return type(error).__name__
    return "ok"
