"""Alive is not ready. Without its backend the web front still serves what it has stored."""

import asyncio
from typing import Literal

from litestar import Response, get
from litestar.datastructures import State
from msgspec import Struct
from redis.exceptions import RedisError

from bff.troubles import note

PATIENCE = 1.0


class Health(Struct):
    status: Literal["ok", "degraded", "not ready"]
    checks: dict[str, Literal["ok", "away"]] = {}


@get("/healthz", public=True)
async def show_alive() -> Health:
    return Health("ok")


@get("/readyz", public=True)
async def show_ready(state: State) -> Response[Health]:
    redis, backend = await asyncio.gather(answers(state), state.gateway.is_ready())
    if backend:
        state.has_met_backend = True
    elif "has_met_backend" in state:  # while all of Foyer starts, nobody is missed
        note("away")
    status: Literal["ok", "degraded", "not ready"] = "ok" if backend else "degraded"
    health = Health(
        status if redis else "not ready",
        {"redis": "ok" if redis else "away", "backend": "ok" if backend else "away"},
    )
    return Response(health, status_code=200 if redis else 503)


@get("/back/", public=True)
async def show_back(state: State) -> Response[None]:
    """For a page of stored answers, which asks now and then: 204 until the backend is back."""
    return Response(None, status_code=200 if await state.gateway.is_ready() else 204)


async def answers(state: State) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            return bool(await state.redis.ping())
    except (RedisError, OSError, TimeoutError):
        return False
