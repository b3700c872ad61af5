"""The outbox: what must follow a change happens at least once, whatever dies on the way."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial

import asyncpg
import pytest

from backend.core import leases
from backend.core.db import Database, connect
from backend.core.relay import TRIES, Event, Relay
from backend.settings import Settings
from tests.support.waiting import until_found

ADD = "INSERT INTO outbox (topic, payload) SELECT $1, '{}' FROM generate_series(1, $2)"
WAITING = "SELECT count(*) FROM outbox WHERE sent_at IS NULL"


@pytest.fixture
async def connected(settings: Settings) -> AsyncIterator[Database]:
    async with connect(settings.database_url, pool_size=4) as database:
        yield database


class Post:
    """Takes events, and fails on demand."""

    def __init__(self) -> None:
        self.taken: list[Event] = []
        self.fails = False

    async def __call__(self, event: Event) -> None:
        await asyncio.sleep(0)
        if self.fails:
            raise ConnectionError("the post office is closed")
        self.taken.append(event)


async def test_everything_is_handed_over_once_and_in_order(
    connected: Database, database: asyncpg.Connection
) -> None:
    post = Post()
    await database.execute(ADD, "deal.moved", 120)

    handled = await Relay(connected, {"deal.*": post}).run()

    assert (handled, await database.fetchval(WAITING)) == (120, 0)
    ids = [event.id for event in post.taken]
    assert ids == sorted(set(ids))


async def test_a_handler_that_is_slow_keeps_its_lease(
    connected: Database, database: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else another relay hands the same event over at the same time."""
    is_long = "SELECT bool_and(lease_until > now() + interval '5 s') FROM outbox"
    renewed = 0

    async def slow(_: Event) -> None:
        nonlocal renewed
        await database.execute("UPDATE outbox SET lease_until = now() + interval '1 s'")
        await until_found(partial(database.fetchval, is_long), seconds=15)  # a handler gets more
        renewed += 1

    monkeypatch.setattr(leases, "RENEW_EVERY", 0.02)
    await database.execute(ADD, "deal.moved", 1)

    await Relay(connected, {"*": slow}).run()

    assert renewed == 1


async def test_a_lease_that_was_lost_is_not_taken_back(
    connected: Database, database: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not while the handler is at it, and not when it fails."""
    told: list[Event] = []

    async def overtaken(event: Event) -> None:
        told.append(event)
        await database.execute(
            "UPDATE outbox SET lease_until = NULL, attempts = attempts + 1,"
            " next_at = now() + interval '1 hour'"
        )
        await asyncio.sleep(0.1)  # several renewals, if they came to anything
        raise ConnectionError("too late")

    monkeypatch.setattr(leases, "RENEW_EVERY", 0.02)
    await database.execute(ADD, "deal.moved", 1)

    await Relay(connected, {"*": overtaken}).run()

    row = await database.fetchrow("SELECT lease_until, last_error FROM outbox")
    assert row is not None
    assert len(told) == 1
    assert (row["lease_until"], row["last_error"]) == (None, None)


async def test_one_that_is_broken_off_marks_what_it_did_and_gives_back_the_rest(
    connected: Database, database: asyncpg.Connection
) -> None:
    third = asyncio.Event()
    taken: list[Event] = []

    async def stuck(event: Event) -> None:
        taken.append(event)
        if len(taken) == 3:
            third.set()
            await asyncio.sleep(30)

    await database.execute(ADD, "deal.moved", 5)
    run = asyncio.create_task(Relay(connected, {"*": stuck}).run())
    await third.wait()

    run.cancel()
    await asyncio.gather(run, return_exceptions=True)

    assert await database.fetchval(WAITING) == 3
    assert await database.fetchval("SELECT count(lease_until) FROM outbox") == 0


async def test_one_that_fails_at_every_try_is_dead(
    connected: Database, database: asyncpg.Connection
) -> None:
    post = Post()
    post.fails = True
    relay = Relay(connected, {"*": post})
    await database.execute(ADD, "deal.moved", 1)
    alive = "UPDATE outbox SET next_at = now(), attempts = $1"

    dead = []
    for attempts in (TRIES - 2, TRIES - 1, TRIES):
        await database.execute(alive, attempts)
        await relay.run()
        dead.append(await database.fetchval("SELECT dead_at IS NOT NULL FROM outbox"))

    assert dead == [False, True, True]
    assert await database.fetchval("SELECT attempts FROM outbox") == TRIES  # left alone since
    assert await database.fetchval("SELECT last_error FROM outbox")


async def test_relays_at_once_share_the_work(
    connected: Database, database: asyncpg.Connection
) -> None:
    post = Post()
    await database.execute(ADD, "deal.moved", 300)

    await asyncio.gather(*(Relay(connected, {"*": post}).run() for _ in range(4)))

    ids = [event.id for event in post.taken]
    assert len(ids) == len(set(ids)) == 300


async def test_what_fails_is_tried_again_later(
    connected: Database, database: asyncpg.Connection
) -> None:
    post = Post()
    relay = Relay(connected, {"mail.send": post})
    await database.execute(ADD, "mail.send", 1)
    post.fails = True
    await relay.run()

    row = await database.fetchrow("SELECT *, next_at > now() AS later FROM outbox")
    assert row is not None
    assert (row["attempts"], row["later"], row["sent_at"]) == (1, True, None)
    assert "post office" in row["last_error"]

    post.fails = False
    await database.execute("UPDATE outbox SET next_at = now()")
    await relay.run()
    assert [event.attempts for event in post.taken] == [2]


async def test_one_that_fails_holds_up_no_other(
    connected: Database, database: asyncpg.Connection
) -> None:
    post = Post()
    await database.execute(ADD, "nobody.knows", 1)
    await database.execute(ADD, "deal.moved", 3)

    await Relay(connected, {"deal.*": post}).run()

    assert (len(post.taken), await database.fetchval(WAITING)) == (3, 1)


async def test_a_dead_relays_lease_runs_out(
    connected: Database, database: asyncpg.Connection
) -> None:
    post = Post()
    await database.execute(ADD, "deal.moved", 1)
    await database.execute("UPDATE outbox SET lease_until = now() + interval '30 s'")
    assert await Relay(connected, {"*": post}).run() == 0

    await database.execute("UPDATE outbox SET lease_until = now() - interval '1 s'")

    assert await Relay(connected, {"*": post}).run() == 1


async def test_the_narrowest_handler_takes_it(
    connected: Database, database: asyncpg.Connection
) -> None:
    exact, family, rest = Post(), Post(), Post()
    handlers = {"deal.moved": exact, "deal.*": family, "*": rest}
    for topic in ("deal.moved", "deal.created", "client.created"):
        await database.execute(ADD, topic, 1)

    await Relay(connected, handlers).run()

    taken = [[event.topic for event in post.taken] for post in (exact, family, rest)]
    assert taken == [["deal.moved"], ["deal.created"], ["client.created"]]


async def test_what_was_sent_long_ago_is_forgotten(
    connected: Database, database: asyncpg.Connection
) -> None:
    await database.execute(ADD, "deal.moved", 2)
    await database.execute(
        "UPDATE outbox SET sent_at = now() - interval '8 days'"
        " WHERE id = (SELECT id FROM outbox ORDER BY id LIMIT 1)"
    )

    await Relay(connected, {}).forget()

    assert await database.fetchval("SELECT count(*) FROM outbox") == 1
