"""What an admin sees of the instance: it tells what is away, what waits and what is stuck."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from backend.core.db import Database, connect
from backend.core.rounds import Lap, Rounds
from backend.settings import Settings
from backend.system.service import Ledger
from tests.support.builders import make_client
from tests.support.people import Json, SignedIn
from tests.support.post import SOME_MAILS

SYSTEM = "/api/v1/system"


@pytest.fixture
async def connection(settings: Settings) -> AsyncIterator[Database]:
    async with connect(settings.database_url, pool_size=1) as connected:
        yield connected


async def seen(api: SignedIn) -> Json:
    answer = await api.get(SYSTEM)
    assert answer.status_code == 200, answer.text
    state: Json = answer.json()
    return state


async def test_it_names_its_versions_and_reaches_its_storage(api: SignedIn) -> None:
    state = await seen(api)

    assert state["versions"]["postgresql"].startswith("18")
    assert state["versions"]["valkey"]
    assert (state["storage"]["kind"], state["storage"]["error"]) == ("disk", None)
    assert state["workers"] == 0


async def test_what_waits_is_counted_and_what_fails_is_named(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    await make_client(api)
    await database.execute(
        "UPDATE outbox SET last_error = 'LookupError()', attempts = 3,"
        " created_at = now() - interval '1 hour' WHERE topic = 'client.created'"
    )

    outbox = (await seen(api))["outbox"]

    assert outbox["failing"] == 1
    assert outbox["waiting"] >= 1
    assert outbox["oldest_seconds"] >= 3600
    [stuck] = outbox["stuck"]
    assert (stuck["topic"], stuck["attempts"]) == ("client.created", 3)
    assert stuck["error"] == "LookupError()"


async def test_a_job_tells_its_last_success_and_its_last_failure(
    api: SignedIn, connection: Database
) -> None:
    ledger = Ledger(connection)

    await ledger.note(Lap("tidy", 3600, 0.25))
    await ledger.note(Lap("tidy", 3600, 0.01, "OSError('full')"))

    [job] = (await seen(api))["jobs"]
    assert (job["name"], job["duration_ms"], job["is_late"]) == ("tidy", 250, False)
    assert job["last_error"] == "OSError('full')"
    assert job["last_failure_at"] > job["last_success_at"]


async def test_a_job_that_has_not_succeeded_for_long_is_late(
    api: SignedIn, connection: Database, database: asyncpg.Connection
) -> None:
    await Ledger(connection).note(Lap("relay", 1, 0.01))
    await database.execute("UPDATE job_runs SET last_success_at = now() - interval '70 seconds'")

    [job] = (await seen(api))["jobs"]

    assert job["is_late"]


async def test_a_quick_job_is_noted_twice_a_minute_and_its_recovery_at_once(
    connection: Database, database: asyncpg.Connection
) -> None:
    ledger = Ledger(connection)
    took = []

    for error, seconds in ((None, 1), (None, 2), ("Busy()", 3), (None, 4)):
        await ledger.note(Lap("relay", 1, seconds, error))
        took.append(await database.fetchval("SELECT duration_ms FROM job_runs"))

    assert took == [1000, 1000, 1000, 4000]


async def test_a_round_tells_of_each_lap_and_goes_on_after_a_failure() -> None:
    laps: list[Lap] = []

    async def fail() -> None:
        raise OSError("full")

    async def told(lap: Lap) -> None:
        laps.append(lap)
        rounds.stop()

    rounds = Rounds("tidy", fail, every=60, told=told)
    async with asyncio.timeout(30):
        await rounds.walk()

    assert [(lap.name, lap.every, lap.error) for lap in laps] == [("tidy", 60, "OSError('full')")]


async def test_a_ledger_that_cannot_be_written_stops_nothing(
    connection: Database, database: asyncpg.Connection
) -> None:
    await Ledger(connection).note(Lap("x" * 65, 1, 0.01))

    assert await database.fetchval("SELECT count(*) FROM job_runs") == 0


async def test_mails_that_wait_for_a_server_are_counted(
    api: SignedIn, database: asyncpg.Connection
) -> None:
    await database.execute(SOME_MAILS, api.user_id)

    mail = (await seen(api))["mail"]

    assert mail["has_server"] is False
    assert (mail["waiting"], mail["failing"], mail["dead_count"]) == (2, 1, 1)
    assert mail["last_error"] == "421 Busy"
    (dead,) = mail["dead"]
    assert (dead["email"], dead["attempts"], dead["error"]) == ("admin@foyer.test", 1, "550 No")
