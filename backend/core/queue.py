"""SAQ as the door-bell: it wakes the worker, and losing it loses nothing but a second."""

import asyncio
from contextlib import suppress

import structlog
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from saq.job import Job
from saq.queue.redis import RedisQueue

log = structlog.get_logger()
RELAY = "outbox.relay"
QUEUE = "foyer"
PAUSE = 0.05


def connect_queue(redis_url: str, *, waits: bool) -> RedisQueue:
    """``waits``: the worker's client blocks on Redis, so redis-py's own time-out must be off."""
    pool = BlockingConnectionPool.from_url(
        redis_url,
        max_connections=20,
        timeout=2,
        socket_timeout=None if waits else 1.0,
        socket_connect_timeout=1.0,
        health_check_interval=15,
        retry=Retry(NoBackoff(), 1),
    )
    kind = _Patient if waits else RedisQueue
    return kind(Redis(connection_pool=pool), name=QUEUE)


class _Patient(RedisQueue):
    """SAQ asks again at once, for ever, and keeps a processor busy while Redis is away."""

    async def dequeue(self, *limits: float, **named: float) -> Job | None:
        try:
            return await super().dequeue(*limits, **named)
        except (RedisError, OSError):
            await asyncio.sleep(1)
            raise


class Doorbell:
    """Rings at once, then not again for a moment: one ring wakes the relay for all that is due.

    A ring that fails is logged, for the worker looks by itself too.
    """

    def __init__(self, queue: RedisQueue) -> None:
        self._queue = queue
        self._ringing: asyncio.Task[None] | None = None
        self._again = False

    async def ring(self) -> None:
        if self._ringing is not None and not self._ringing.done():
            self._again = True
            return
        self._ringing = asyncio.create_task(self._ring())

    async def _ring(self) -> None:
        while True:
            self._again = False
            try:
                async with asyncio.timeout(2):
                    await self._queue.enqueue(RELAY, key=RELAY, timeout=60, retries=1, ttl=1)
            except (RedisError, OSError, TimeoutError) as error:
                log.warning("doorbell_silent", error=repr(error))
                return
            await asyncio.sleep(PAUSE)
            if not self._again:
                return

    async def close(self) -> None:
        if self._ringing is not None:
            await asyncio.wait({self._ringing}, timeout=2)
        with suppress(RedisError, OSError):  # SAQ takes leave of Redis even where there is none
            await self._queue.disconnect()
