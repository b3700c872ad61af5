"""A worker that is killed in the middle of an import changes none of its numbers."""

import asyncio
import subprocess
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import NamedTuple

import asyncpg
import pytest

from backend.imports.service import ATTEMPTS
from backend.settings import Settings
from backend.worker import running_worker
from tests.backend.imports.steps import counts, ended, seen, started, table, uploaded
from tests.backend.jobs.steps import worker_process
from tests.support.builders import make_client
from tests.support.people import Json, SignedIn

pytestmark = pytest.mark.slow

ROWS = 1_100
TIDY: Callable[[subprocess.Popen[str]], None] = subprocess.Popen.terminate
KILL: Callable[[subprocess.Popen[str]], None] = subprocess.Popen.kill


def deals() -> bytes:
    """Every tenth row names nobody, every eleventh repeats an earlier deal with another amount."""
    rows = [
        f"{'Acme' if n % 10 else ''},Deal {n},{n}.25,D-{n - 500 if n > 500 and n % 11 == 0 else n}"
        for n in range(ROWS)
    ]
    return table("Client,Title,Amount,External ID", rows)


async def broken_off(
    api: SignedIn, settings: Settings, import_id: str, stop: Callable[[subprocess.Popen[str]], None]
) -> Json:
    """Starts a worker, stops it when it has made some progress, and says how far it got."""
    before = (await seen(api, import_id))["processed"]
    with worker_process(settings) as process:
        async with held_up(settings, import_id, beyond=before) as held:
            stop(process)
            if stop is TIDY:
                await held.its_worker_is_giving_up()
        await asyncio.to_thread(process.communicate)
    return await seen(api, import_id)


class HeldUp(NamedTuple):
    connection: asyncpg.Connection
    since: datetime

    async def its_worker_is_giving_up(self) -> None:
        """It waits for the row in a new transaction, the one that gives the lease back."""
        async with asyncio.timeout(60):
            while not await self.connection.fetchval(WAITS_ANEW, self.since):
                await self.connection.execute("SELECT pg_stat_clear_snapshot()")  # else frozen here
                await asyncio.sleep(0.01)


@asynccontextmanager
async def held_up(settings: Settings, import_id: str, *, beyond: int) -> AsyncGenerator[HeldUp]:
    """The import stays where it is, at the first batch's end ``beyond`` these rows.

    Whoever asks for its locked row while a batch is written gets it before the next batch does.
    """
    connection = await asyncpg.connect(settings.database_url)
    try:
        async with asyncio.timeout(60):
            while True:
                async with connection.transaction():
                    if await connection.fetchval(PROCESSED, import_id) > beyond:
                        yield HeldUp(connection, await connection.fetchval(NOW))
                        return
                await asyncio.sleep(0.001)
    finally:
        await connection.close()


PROCESSED = "SELECT processed FROM imports WHERE id = $1 FOR UPDATE"
NOW = "SELECT clock_timestamp()"
WAITS_ANEW = """
    SELECT EXISTS (
        SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND xact_start > $1
    )
"""


async def expected_outcome(
    api: SignedIn, settings: Settings, database: asyncpg.Connection
) -> tuple[dict[str, int], list[asyncpg.Record]]:
    """Of a run that nobody disturbs; afterwards the deals are gone."""
    upload = await uploaded(api, deals(), entity="deals")
    async with running_worker(settings):
        await started(api, upload["id"], mapping=upload["suggested_mapping"])
        outcome = counts(await ended(api, upload["id"]))
    written = await database.fetch(WRITTEN)
    await database.execute("TRUNCATE deals, tasks, deal_totals, activity_log")
    return outcome, written


WRITTEN = """
    SELECT external_id, title, amount, version,
        (SELECT count(*) FROM activity_log WHERE entity_uuid = deals.id) AS entries
    FROM deals ORDER BY external_id
"""


@pytest.mark.parametrize("stop", [KILL, TIDY])
async def test_it_resumes_exactly_once_a_row(
    api: SignedIn,
    settings: Settings,
    database: asyncpg.Connection,
    stop: Callable[[subprocess.Popen[str]], None],
) -> None:
    await make_client(api, name="Acme")
    outcome, written = await expected_outcome(api, settings, database)
    upload = await uploaded(api, deals(), entity="deals")
    await started(api, upload["id"], mapping=upload["suggested_mapping"])

    for _ in range(2):
        half = await broken_off(api, settings, upload["id"], stop)
        assert half["state"] == "RUNNING"
        assert 0 < half["processed"] < ROWS
        await database.execute("UPDATE imports SET lease_until = NULL")  # as after 15 s
    async with running_worker(settings):
        view = await ended(api, upload["id"])

    assert counts(view) == outcome
    assert outcome["rejected"] == ROWS // 10
    assert await database.fetch(WRITTEN) == written


async def test_a_dead_workers_lease_runs_out(
    api: SignedIn, settings: Settings, database: asyncpg.Connection
) -> None:
    await make_client(api, name="Acme")
    upload = await uploaded(api, deals(), entity="deals")
    await started(api, upload["id"], mapping=upload["suggested_mapping"])
    await broken_off(api, settings, upload["id"], KILL)

    held = "SELECT lease_until BETWEEN now() AND now() + interval '15 s' FROM imports"
    assert await database.fetchval(held)


async def test_one_that_is_told_to_stop_gives_its_lease_back(
    api: SignedIn, settings: Settings, database: asyncpg.Connection
) -> None:
    await make_client(api, name="Acme")
    upload = await uploaded(api, deals(), entity="deals")
    await started(api, upload["id"], mapping=upload["suggested_mapping"])

    half = await broken_off(api, settings, upload["id"], TIDY)

    assert half["state"] == "RUNNING"
    assert await database.fetchval("SELECT lease_until FROM imports") is None


async def test_a_dry_run_begins_anew(api: SignedIn, settings: Settings) -> None:
    """What it has seen so far died with its worker."""
    await make_client(api, name="Acme")
    upload = await uploaded(api, deals(), entity="deals")
    orders = {"mapping": upload["suggested_mapping"]}
    await started(api, upload["id"], **orders, dry_run=True)
    await broken_off(api, settings, upload["id"], TIDY)

    async with running_worker(settings):
        tried = await ended(api, upload["id"])
        await started(api, upload["id"], **orders)
        done = await ended(api, upload["id"])

    assert counts(tried) == counts(done)


async def test_two_workers_share_without_doing_twice(
    api: SignedIn, settings: Settings, database: asyncpg.Connection
) -> None:
    await make_client(api, name="Acme")
    uploads = [await uploaded(api, deals(), entity="deals") for _ in range(2)]

    async with running_worker(settings), running_worker(settings):
        for upload in uploads:
            await started(api, upload["id"], mapping=upload["suggested_mapping"])
        views = [await ended(api, upload["id"]) for upload in uploads]

    assert sum(view["created"] for view in views) == await database.fetchval(
        "SELECT count(*) FROM deals"
    )
    assert [view["processed"] for view in views] == [ROWS, ROWS]


async def test_one_that_kills_every_worker_is_given_up(
    api: SignedIn, settings: Settings, database: asyncpg.Connection
) -> None:
    await make_client(api, name="Acme")
    upload = await uploaded(api, deals(), entity="deals")
    await started(api, upload["id"], mapping=upload["suggested_mapping"])
    await database.execute("UPDATE imports SET attempts = $1, processed = 500", ATTEMPTS)

    async with running_worker(settings):
        view = await ended(api, upload["id"], "FAILED")

    assert view["error"] == (
        "It stopped its worker again and again after 500 rows; nothing beyond them was imported"
    )


async def test_only_workers_that_die_are_counted(
    api: SignedIn, settings: Settings, database: asyncpg.Connection
) -> None:
    await make_client(api, name="Acme")
    upload = await uploaded(api, deals(), entity="deals")
    await started(api, upload["id"], mapping=upload["suggested_mapping"], dry_run=True)
    attempts = "SELECT attempts FROM imports"

    await broken_off(api, settings, upload["id"], TIDY)
    after_a_tidy_end = await database.fetchval(attempts)
    await broken_off(api, settings, upload["id"], KILL)

    assert (after_a_tidy_end, await database.fetchval(attempts)) == (0, 1)
