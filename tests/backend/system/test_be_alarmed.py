"""Admins are told when errors burst or the backend is away."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import redis
from redis.asyncio import Redis

from backend.core.db import connect
from backend.core.queue import connect_queue
from backend.core.troubles import Trouble, key, minute, note, tell
from backend.settings import Settings
from backend.system.alarms import Watchman, limits
from tests.support.builders import inbox_of
from tests.support.people import People, SignedIn
from tests.support.proxy import proxied

ERRORS = 20


@pytest.fixture
async def watchmen(settings: Settings) -> AsyncIterator[list[Watchman]]:
    """Of two workers."""

    async def nobody() -> None: ...

    queue = connect_queue(settings.redis_url, waits=False)
    async with connect(settings.database_url, pool_size=4) as database:
        yield [
            Watchman(database, queue.redis, limits(errors=ERRORS), ring=nobody) for _ in range(2)
        ]
    await queue.disconnect()


class Troubles:
    """By the minute in which the test began: another may begin while it runs."""

    def __init__(self, connection: redis.Redis) -> None:
        self._connection = connection
        self._minute = minute()

    def happen(self, trouble: Trouble, count: int, *, ago: int = 0) -> None:
        self._connection.set(key(trouble, self._minute - ago), count)


@pytest.fixture
def troubles(process_redis: redis.Redis) -> Troubles:
    return Troubles(process_redis)


async def look(watchmen: list[Watchman]) -> None:
    await asyncio.gather(*(watchman.look() for watchman in watchmen))


async def alarms_of(reader: SignedIn) -> list[tuple[str, str]]:
    """The oldest first."""
    told = [one for one in await inbox_of(reader) if one["type"] == "system_alarm"]
    return [(one["payload"]["name"], one["payload"]["state"]) for one in reversed(told)]


async def test_of_a_burst_once_and_of_its_end(
    api: SignedIn, signed_in: People, watchmen: list[Watchman], troubles: Troubles
) -> None:
    ann, bob = await signed_in(role="ADMIN"), await signed_in()
    troubles.happen("errors", 12, ago=3)
    troubles.happen("errors", 8)

    await look(watchmen)
    await look(watchmen)
    raised = await alarms_of(api)
    troubles.happen("errors", 1)
    await look(watchmen)
    still = await alarms_of(api)
    troubles.happen("errors", 0, ago=3)
    await look(watchmen)

    assert raised == still == [("errors", "raised")]
    assert await alarms_of(api) == await alarms_of(ann) == [*raised, ("errors", "over")]
    assert await alarms_of(bob) == []


async def test_of_a_backend_that_is_away(
    api: SignedIn, watchmen: list[Watchman], troubles: Troubles
) -> None:
    troubles.happen("away", 3)

    await look(watchmen)

    (told,) = await inbox_of(api)
    assert told["entity_type"] == "system"
    assert told["payload"] == {
        "name": "away",
        "state": "raised",
        "count": 3,
        "minutes": 2,
        "since": None,
    }


async def test_of_no_single_mishap(
    api: SignedIn, watchmen: list[Watchman], troubles: Troubles
) -> None:
    troubles.happen("errors", ERRORS - 1)
    troubles.happen("errors", 1000, ago=6)
    troubles.happen("away", 2)

    await look(watchmen)

    assert await inbox_of(api) == []


async def test_what_goes_wrong_while_it_is_told_is_told_too(
    redis_url: str, process_redis: redis.Redis
) -> None:
    async with proxied(redis_url) as (proxy, url), Redis.from_url(url) as connection:
        await tell(connection)
        process_redis.flushdb()
        note("errors")
        proxy.freeze()
        telling = asyncio.create_task(tell(connection))
        await asyncio.sleep(0)

        note("errors")
        proxy.thaw()
        await telling
        await tell(connection)

    counted = process_redis.mget(process_redis.keys("foyer:trouble:errors:*"))
    assert sum(int(each or 0) for each in counted) == 2
