"""The web front counts that the backend is away, of which admins are told; a start is no loss."""

from litestar import Litestar
from redis.asyncio import Redis

from bff import troubles
from tests.bff.browser import Browser
from tests.bff.wire import Wire


async def missed(redis: Redis) -> int:
    await troubles.tell(redis)
    return int(await redis.get(troubles.key("away", troubles.minute())) or 0)


async def test_one_that_was_never_there_is_not_missed(
    second_bff_app: Litestar, wire: Wire, redis: Redis
) -> None:
    await troubles.tell(redis)  # what earlier tests of this process have counted
    await redis.flushdb()

    async with Browser(second_bff_app) as guest:
        wire.is_cut = True
        await guest.http.get("/readyz")
        before = await missed(redis)
        wire.is_cut = False
        await guest.http.get("/readyz")
        wire.is_cut = True
        await guest.http.get("/readyz")

    assert before == 0
    assert await missed(redis) == 1
