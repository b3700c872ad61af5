"""The web front counts that the backend is away, of which admins are told; a start is no loss."""

import asyncio

import pytest
from litestar import Litestar
from redis.asyncio import Redis
from redis.exceptions import ConnectionError

from bff import troubles
from bff.redis import connect
from tests.bff.browser import Browser
from tests.bff.wire import Wire
from tests.support.waiting import until_found

MINUTE = 7  # of these tests alone: none ends in their middle, and in no other was anything missed
AWAY = troubles.key("away", MINUTE)


@pytest.fixture(autouse=True)
def the_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(troubles, "minute", lambda: MINUTE)


async def missed(redis: Redis) -> int:
    await troubles.tell(redis)
    return int(await redis.get(AWAY) or 0)


async def test_one_that_was_never_there_is_not_missed(
    second_bff_app: Litestar, wire: Wire, redis: Redis
) -> None:
    async with Browser(second_bff_app) as guest:
        wire.is_cut = True
        await guest.http.get("/readyz")
        before = await missed(redis)
        wire.is_cut = False
        await guest.http.get("/readyz")
        wire.is_cut = True
        await guest.http.get("/readyz")

    assert before == 0
    # The program's pulse may be telling it.
    assert await until_found(lambda: missed(redis)) == 1


async def test_what_is_noted_while_others_are_told_is_told_next(redis: Redis) -> None:
    troubles.note("away")
    telling = asyncio.create_task(troubles.tell(redis))
    await asyncio.sleep(0)  # it has begun
    troubles.note("away")

    await telling

    assert await missed(redis) == 2


async def test_two_who_tell_at_once_tell_nothing_twice(redis: Redis) -> None:
    troubles.note("away")

    await asyncio.gather(troubles.tell(redis), troubles.tell(redis))

    assert await missed(redis) == 1


async def test_what_could_not_be_told_is_told_later(redis: Redis) -> None:
    troubles.note("away")

    async with connect("redis://127.0.0.1:1/0") as nobody:
        with pytest.raises(ConnectionError):
            await troubles.tell(nobody)

    assert await missed(redis) == 1
