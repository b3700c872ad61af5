"""Rate limits, counted in Redis for all processes; without Redis each process counts for itself."""

import asyncio
import time
from collections import deque

import structlog
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.errors import StorageError
from msgspec import Struct
from redis.asyncio import BlockingConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

log = structlog.get_logger()
RETRY_REDIS_AFTER = 5.0
AHEAD = 20  # a question to Redis costs a third of a whole list request, so one is asked for many
REMEMBERED = 10_000
PATIENCE = 0.3  # seconds for Redis, which then counts as away


class Standing(Struct, frozen=True):
    """``reset`` is in seconds from now."""

    limit: int
    remaining: int
    reset: int

    @property
    def exceeded(self) -> bool:
        return self.remaining < 0

    def headers(self) -> dict[str, str]:
        """The fields of draft-ietf-httpapi-ratelimit-headers in their widely read form."""
        left = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(self.remaining, 0)),
            "RateLimit-Reset": str(self.reset),
        }
        return left | ({"Retry-After": str(self.reset)} if self.exceeded else {})


class Share:
    """Numbers of one window that are this process's to give away, lowest first."""

    def __init__(self, window: int) -> None:
        self.window = window
        self.numbers: deque[int] = deque()
        self.asking = asyncio.Lock()


class RateLimits:
    """Fixed windows. While Redis is away the count goes on in memory: open, but not unbounded.

    A process takes the numbers of a second's requests at a time. So never more than the limit get
    through, and fewer only by what other processes hold: nothing where the limit is below 120.
    """

    def __init__(self, redis_url: str) -> None:
        self._pool = BlockingConnectionPool.from_url(
            redis_url,
            max_connections=20,
            # A plain pool refuses the hundred-first at once, as if Redis were away.
            timeout=PATIENCE,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 1),  # redis-py's own would keep a request waiting for seconds
        )
        self._redis = RedisStorage(
            "async+redis://",  # where to is the pool's to know
            implementation="redispy",
            key_prefix="foyer:limits",
            connection_pool=self._pool,  # type: ignore[arg-type]  # its **options are typed for what a URL says
        )
        self._memory = MemoryStorage()
        self._away_until = 0.0
        self._shares: dict[str, Share] = {}

    async def close(self) -> None:
        await self._pool.disconnect()

    async def hit(self, name: str, who: str, *, limit: int, seconds: int) -> Standing:
        now = this_second()
        window = now // seconds
        share = self._share(f"{name}:{who}", window)
        if not share.numbers:
            async with share.asking:
                if not share.numbers:
                    ahead = min(max(limit // 60, 1), AHEAD)
                    last = await self._count(f"{name}:{who}:{window}", seconds, ahead)
                    share.numbers.extend(range(last - ahead + 1, last + 1))
        return Standing(limit, limit - share.numbers.popleft(), (window + 1) * seconds - now)

    def _share(self, key: str, window: int) -> Share:
        share = self._shares.get(key)
        if share is None or share.window != window:
            if len(self._shares) >= REMEMBERED:
                self._shares.clear()
            share = self._shares[key] = Share(window)
        return share

    async def _count(self, key: str, seconds: int, amount: int) -> int:
        if time.monotonic() >= self._away_until:
            try:
                return await self._redis.incr(key, seconds, amount)
            except (RedisError, StorageError, OSError, TimeoutError) as error:
                self._away_until = time.monotonic() + RETRY_REDIS_AFTER
                log.warning("rate_limits_in_memory", error=repr(error))
        return await self._memory.incr(key, seconds, amount)


def this_second() -> int:
    """Windows begin with a whole multiple of their length, for all processes at once."""
    return int(time.time())
