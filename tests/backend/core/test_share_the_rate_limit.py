"""Several processes give away the numbers of one limit."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from backend.core.limits import AHEAD, RateLimits


@pytest.fixture
async def processes(redis_url: str) -> AsyncIterator[list[RateLimits]]:
    several = [RateLimits(redis_url) for _ in range(3)]
    yield several
    for each in several:
        await each.close()


async def let_through(processes: list[RateLimits], *, limit: int, hits: int) -> int:
    standings = await asyncio.gather(
        *(
            processes[number % len(processes)].hit("api", "ann", limit=limit, seconds=10_000)
            for number in range(hits)
        )
    )
    return sum(not standing.exceeded for standing in standings)


@pytest.mark.parametrize("limit", [1, 7, 60, 119, 1200])
async def test_exactly_the_limit_gets_through_when_all_are_asked(
    processes: list[RateLimits], limit: int
) -> None:
    assert await let_through(processes, limit=limit, hits=2 * limit + 100) == limit


async def test_one_process_lacks_no_more_than_what_the_others_hold(
    processes: list[RateLimits],
) -> None:
    before = await let_through(processes[1:], limit=1200, hits=2)

    after = await let_through(processes[:1], limit=1200, hits=2000)

    assert 1200 - 2 * AHEAD <= before + after <= 1200


async def test_remaining_counts_down_one_by_one_and_then_says_when_to_come_back(
    processes: list[RateLimits],
) -> None:
    standings = [
        await processes[0].hit("api", "ann", limit=120, seconds=10_000) for _ in range(122)
    ]

    assert [standing.remaining for standing in standings] == list(range(119, -3, -1))
    assert "Retry-After" in standings[-1].headers()
    assert standings[-1].headers()["RateLimit-Remaining"] == "0"
