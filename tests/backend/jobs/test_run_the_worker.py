"""Running the worker: it shows that it lives, stops when told, and says why it cannot start."""

import asyncio
import signal
import time
from uuid import UUID

import asyncpg
import pytest
import redis
from msgspec.structs import replace

from backend import worker
from backend.core.events import STREAM
from backend.settings import Settings
from backend.tables import RECORDS
from backend.worker import running_worker
from tests.backend.core.test_change_log import CASES
from tests.backend.imports.steps import counts, imported, table
from tests.backend.jobs.steps import (
    PATIENCE,
    environment,
    signs,
    spawn,
    wait_for_sign,
    worker_process,
)
from tests.support.builders import make_client, make_deal, make_task, make_user
from tests.support.people import SignedIn
from tests.support.waiting import until

pytestmark = pytest.mark.slow

NOBODY_LISTENS = "redis://127.0.0.1:1/0"
SOON = 8.0  # seconds; less than any clock of the worker that ends at ten, and enough to stand still


async def events(connection: redis.Redis, count: int) -> list[dict[str, str]]:
    """Those of the stream, in the order in which they happened, once there are so many.

    One that was broken off at the wrong moment may be there twice.
    """
    await until(lambda: len(told(connection)) >= count, seconds=PATIENCE)
    return [event for _, event in sorted(told(connection).items())]


def told(connection: redis.Redis) -> dict[str, dict[str, str]]:
    """By their ids, which tell when they happened."""
    read: list[tuple[bytes, dict[bytes, bytes]]] = connection.xrange(STREAM)  # type: ignore[assignment]  # typed for both clients
    every = [{k.decode(): v.decode() for k, v in fields.items()} for _, fields in read]
    return {event["event"]: event for event in every}


async def bell_has_rung_out(connection: redis.Redis) -> None:
    """While SAQ is at one ring, it takes another for the same."""
    await until(lambda: not connection.zcard("saq:foyer:incomplete"), seconds=PATIENCE)


async def test_changes_become_live_events_at_once(
    api: SignedIn,
    settings: Settings,
    process_redis: redis.Redis,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The worker is woken, for by its clock it would be too late."""
    monkeypatch.setattr(worker, "LOOK_EVERY", 10 * PATIENCE)
    async with running_worker(settings):
        await events(process_redis, 1)  # the admin's own
        await bell_has_rung_out(process_redis)

        client = await make_client(api)

        _, event = await events(process_redis, 2)
        assert event.items() >= {"topic": "client.created", "id": client["id"]}.items()


async def test_every_kind_of_change_has_its_event(
    api: SignedIn, settings: Settings, process_redis: redis.Redis
) -> None:
    await make_user(api)
    deal = await make_deal(api)
    await make_task(api, deal_id=deal["id"], client_id=deal["client_id"])
    async with running_worker(settings):
        await imported(api, table("Name", ["Acme"]))
        topics = {event["topic"] for event in await events(process_redis, 10)}

    ours = {"import.created", "import.started", "import.progressed", "import.ended"}
    others = {"user.created", "client.created", "deal.created", "task.created"}
    assert topics == others | ours | {"notification.created"}


async def test_no_kind_of_record_waits_for_a_handler_for_ever(
    database: asyncpg.Connection, settings: Settings, process_redis: redis.Redis
) -> None:
    assert {case.kind for case in CASES} <= RECORDS.keys()
    written = [
        (f"{kind}.renamed", f'{{"kind": "{kind}", "id": "{UUID(int=7)}"}}') for kind in RECORDS
    ]
    await database.executemany("INSERT INTO outbox (topic, payload) VALUES ($1, $2)", written)

    async with running_worker(settings):
        topics = {event["topic"] for event in await events(process_redis, len(written))}

    assert topics == {topic for topic, _ in written}


async def test_its_sign_stands_while_it_works(
    settings: Settings, process_redis: redis.Redis
) -> None:
    async with running_worker(settings):
        await until(lambda: bool(signs(process_redis)), seconds=PATIENCE)
        (sign,) = signs(process_redis)
        assert 0 < process_redis.ttl(sign) <= 10

    assert signs(process_redis) == []


async def test_works_by_its_clock_while_redis_is_away(api: SignedIn, settings: Settings) -> None:
    async with running_worker(replace(settings, redis_url=NOBODY_LISTENS)):
        view = await imported(api, table("Name", ["Acme"]))

    assert counts(view) == {"created": 1}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stops_when_told_and_waits_for_none_of_its_clocks(
    settings: Settings, process_redis: redis.Redis, number: signal.Signals
) -> None:
    with worker_process(settings) as process:
        wait_for_sign(process_redis)

        process.send_signal(number)
        output, _ = process.communicate(timeout=SOON)

    assert (process.returncode, output) == (0, "")
    assert signs(process_redis) == []


async def test_stops_when_it_has_hardly_started(settings: Settings) -> None:
    async with running_worker(settings):
        began = time.perf_counter()

    assert time.perf_counter() - began < SOON


def test_a_broken_setting_is_one_sentence() -> None:
    process = spawn({"DATABASE_URL": "mysql://x"})

    output, _ = process.communicate(timeout=PATIENCE)

    assert process.returncode == 1
    assert output.startswith("Foyer's worker cannot start: DATABASE_URL")
    assert output.count("\n") == 1


async def test_stops_with_a_backlog_without_losing_it(
    api: SignedIn, settings: Settings, process_redis: redis.Redis
) -> None:
    for _ in range(60):
        await make_client(api)
    environ = environment(settings)
    for _ in range(3):
        process = await asyncio.to_thread(spawn, environ)
        await asyncio.sleep(1)
        process.terminate()
        await asyncio.to_thread(process.communicate)

    async with running_worker(settings):
        await events(process_redis, 61)  # with the admin

    assert len(told(process_redis)) == 61
