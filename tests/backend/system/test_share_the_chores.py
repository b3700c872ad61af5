"""Periodic work: by one worker at a time, each chore for itself, with a row that tells of it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

import asyncpg
import pytest

from backend.core import leases
from backend.core.db import Database, connect
from backend.settings import Settings
from backend.system.chores import Chore, Chores
from tests.support.waiting import until_found

HELD = "SELECT count(lease_until) FROM job_runs"


@pytest.fixture
async def connection(settings: Settings) -> AsyncIterator[Database]:
    async with connect(settings.database_url, pool_size=4) as connected:
        yield connected


async def three() -> int:
    return 3


async def row(database: asyncpg.Connection, name: str = "tokens.forget") -> asyncpg.Record:
    found = await database.fetchrow(
        "SELECT *, last_success_at IS NOT NULL AS well, lease_until > now() AS held,"
        " extract(epoch FROM next_at - now())::float AS wait FROM job_runs WHERE name = $1",
        name,
    )
    assert found is not None
    return found


async def walked(connection: Database, *works: Callable[[], Awaitable[int]]) -> None:
    """Does what is due, once, in a worker of its own."""
    chores = Chores(connection, [Chore(f"chore{n}", 3600, work) for n, work in enumerate(works)])
    await chores.look()
    await chores.finish()


async def test_a_chore_tells_when_it_ran_and_what_came_of_it(
    connection: Database, database: asyncpg.Connection
) -> None:
    await walked(connection, three)

    told = await row(database, "chore0")
    assert (told["handled"], told["runs"], told["failures"], told["held"]) == (3, 1, 0, None)
    assert told["last_run_at"] <= told["last_success_at"]
    assert 3590 < told["wait"] <= 3600


async def test_one_that_fails_hides_no_other_and_is_tried_again_soon(
    connection: Database, database: asyncpg.Connection
) -> None:
    async def fail() -> int:
        raise OSError("full")

    await walked(connection, fail, three)

    failed, well = await row(database, "chore0"), await row(database, "chore1")
    assert (failed["last_error"], failed["failures"]) == ("OSError('full')", 1)
    assert not failed["well"]
    assert 290 < failed["wait"] <= 300
    assert well["well"]


@pytest.mark.usefixtures("database")
async def test_workers_share_a_chore_and_a_restart_does_not_repeat_it(
    connection: Database,
) -> None:
    begun = 0

    async def count() -> int:
        nonlocal begun
        begun += 1
        await asyncio.sleep(0.05)
        return 0

    await asyncio.gather(*(walked(connection, count) for _ in range(4)))
    await walked(connection, count)

    assert begun == 1


async def test_a_long_one_keeps_its_lease_and_a_dead_workers_runs_out(
    connection: Database, database: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "RENEW_EVERY", 0.02)
    done = asyncio.Event()

    async def long() -> int:
        await done.wait()
        return 1

    working = asyncio.create_task(walked(connection, long))
    await until_found(partial(database.fetchval, HELD))
    await database.execute("UPDATE job_runs SET lease_until = now() + interval '1 s'")
    renewed = "SELECT lease_until > now() + interval '5 s' FROM job_runs"
    await until_found(partial(database.fetchval, renewed))

    await database.execute("UPDATE job_runs SET lease_until = now() - interval '1 s', runs = 7")
    await walked(connection, three)
    done.set()
    await working

    told = await row(database, "chore0")
    assert (told["handled"], told["runs"]) == (3, 8)  # and not what the first said, too late


async def test_one_that_is_broken_off_is_begun_anew_at_once(
    connection: Database, database: asyncpg.Connection
) -> None:
    chores = Chores(connection, [Chore("chore0", 3600, lambda: asyncio.sleep(30, 0))])
    await chores.look()
    await asyncio.sleep(0)

    await chores.close()
    await walked(connection, three)

    told = await row(database, "chore0")
    assert (told["handled"], told["runs"]) == (3, 2)


async def test_one_that_hangs_is_a_failure(
    connection: Database, database: asyncpg.Connection
) -> None:
    hanging = Chore("chore0", 3600, lambda: asyncio.sleep(30, 0), timeout=0.05)
    chores = Chores(connection, [hanging])

    await chores.look()
    await chores.finish()

    assert (await row(database, "chore0"))["last_error"] == "TimeoutError()"
