"""What goes wrong, counted by the minute in Redis: every program adds, the worker looks."""

import time
from collections import Counter
from typing import Literal, TypeAlias

from redis.asyncio import Redis

Trouble: TypeAlias = Literal["errors", "away"]
KEPT = 3600  # seconds
MINUTE = 60
_untold: Counter[str] = Counter()


def note(trouble: Trouble) -> None:
    """Costs nothing now; the pulse tells it."""
    _untold[key(trouble, minute())] += 1


async def tell(redis: Redis) -> None:
    """Raises what redis-py does; what could not be told is told next time."""
    while _untold:
        key, count = _untold.popitem()  # what is noted from here on is told next time
        try:
            async with redis.pipeline(transaction=False) as pipe:
                pipe.incrby(key, count)
                pipe.expire(key, KEPT)
                await pipe.execute()
        except BaseException:
            _untold[key] += count
            raise


def key(trouble: Trouble, minute: int) -> str:
    return f"foyer:trouble:{trouble}:{minute}"


def minute() -> int:
    return int(time.time()) // MINUTE
