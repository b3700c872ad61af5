"""A Redis client that says soon when there is no Redis."""

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff


def connect(url: str, *, patience: float = 1) -> Redis:
    """The defaults wait for seconds and retry ten times, while somebody looks at a white page.

    ``patience`` is in seconds, and longer than anything that the client is told to wait for.
    """
    pool = BlockingConnectionPool.from_url(
        url,
        max_connections=50,
        timeout=1,
        socket_timeout=patience,
        socket_connect_timeout=0.5,
        retry=Retry(NoBackoff(), 1),
        health_check_interval=15,
    )
    return Redis.from_pool(pool)  # which closes the pool with the client
