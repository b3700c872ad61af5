"""A program's pulse: how late its event loop is, and its troubles told to Redis."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

from redis.asyncio import Redis
from redis.exceptions import RedisError

from backend.core import troubles
from backend.core.metrics import LAG

EVERY = 1.0
PATIENCE = 2.0


@asynccontextmanager
async def beating(redis: Redis) -> AsyncGenerator[None]:
    tasks = [asyncio.create_task(_measure()), asyncio.create_task(_tell(redis))]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _measure() -> None:
    """Whoever sleeps a second and wakes up later than that was kept waiting by others."""
    while True:
        due = time.monotonic() + EVERY
        await asyncio.sleep(EVERY)
        LAG.observe(max(time.monotonic() - due, 0))


async def _tell(redis: Redis) -> None:
    while True:
        await asyncio.sleep(EVERY)
        with suppress(RedisError, OSError, TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await troubles.tell(redis)
