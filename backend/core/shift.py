"""What a worker does while it lives: walks its rounds, hears the bells, shows that it is there."""

import asyncio
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from redis.asyncio import Redis
from redis.exceptions import RedisError
from saq import Worker

from backend.core.queue import connect_queue
from backend.core.rounds import Lap, Rounds

ALIVE_SECONDS = 10
PATIENCE = 1.5  # seconds that a round under way gets when the worker stops


class Listener(Worker[Any]):
    """Hears the bells; the process, not SAQ, says what a signal does."""

    SIGNALS = []


class Sign:
    """A key in Redis that stands while this worker lives; `crm alive` looks for its machine's."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._key = f"foyer:worker:{socket.gethostname()}:{uuid4()}"
        self._since = datetime.now(UTC).isoformat()

    async def put_up(self) -> None:
        await self._redis.set(self._key, self._since, ex=ALIVE_SECONDS)

    async def take_down(self) -> None:
        with suppress(RedisError, OSError):  # it goes out by itself
            await self._redis.delete(self._key)


@asynccontextmanager
async def walking(
    rounds: list[Rounds], *, told: Callable[[Lap], Awaitable[None]]
) -> AsyncGenerator[None]:
    """Each round is ``told`` when it is over. At the end those under way get a moment more."""
    for each in rounds:
        each.told = told
    tasks = [asyncio.create_task(each.walk()) for each in rounds]
    try:
        yield
    finally:
        for each in rounds:
            each.stop()
        _, late = await asyncio.wait(tasks, timeout=PATIENCE)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


@asynccontextmanager
async def listening(redis_url: str, bells: Mapping[str, Rounds]) -> AsyncGenerator[None]:
    queue = connect_queue(redis_url, waits=True)
    functions = [(name, _bell(rounds.ring)) for name, rounds in bells.items()]
    listener = Listener(queue, functions, concurrency=2)
    task = asyncio.create_task(listener.start())
    try:
        yield
    finally:
        # Not `listener.stop()`: SAQ forgets one that comes before its start has begun, and then
        # listens for ever. A cancelled start stops by itself.
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        with suppress(RedisError, OSError):
            await queue.disconnect()


def _bell(ring: Callable[[], None]) -> Callable[[Any], Awaitable[None]]:
    async def rung(_: Any) -> None:
        ring()

    return rung
