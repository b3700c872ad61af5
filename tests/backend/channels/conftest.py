"""A receiver, and a worker's chat driven by hand, so that a test knows when all is done."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import asyncpg
import pytest
from msgspec.structs import replace

from backend.channels.jobs import Herald
from backend.core.db import Database, connect
from backend.core.relay import Event, Relay
from backend.notifications.service import CREATED
from backend.settings import Settings
from tests.backend.webhooks.receiver import Receiver
from tests.support.people import Json, People, SignedIn
from tests.support.waiting import until_found


@dataclass
class Chat:
    """``run`` relays what has happened and says what waits, once."""

    database: asyncpg.Connection
    relay: Relay
    herald: Herald

    async def run(self) -> None:
        await self.relay.run()
        await self.say()

    async def say(self) -> None:
        await self.herald.look()
        nothing_leased = "SELECT count(*) = 0 FROM channels WHERE lease_until > now()"
        await until_found(partial(self.database.fetchval, nothing_leased))

    async def say_at_once(self) -> None:
        """As if the next try were due."""
        await self.database.execute("UPDATE channels SET next_at = now()")
        await self.say()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver().listening() as receiver:
        yield receiver


def herald_of(settings: Settings, database: Database) -> Herald:
    async def nobody() -> None: ...

    home = replace(settings, public_url="https://crm.foyer.test")
    return Herald(database, home, ring=nobody)


@pytest.fixture
async def connection(settings: Settings) -> AsyncIterator[Database]:
    async with connect(settings.database_url, pool_size=6) as connected:
        yield connected


@pytest.fixture
async def chat(
    settings: Settings, database: asyncpg.Connection, connection: Database
) -> AsyncIterator[Chat]:
    herald = herald_of(settings, connection)

    async def teams(event: Event) -> None:
        await herald.tell_teams(event)

    yield Chat(database, Relay(connection, {"*": teams, CREATED: herald.tell}), herald)
    await herald.close()


@pytest.fixture
async def ann(signed_in: People) -> SignedIn:
    return await signed_in(email="ann@foyer.test", name="Ann Archer")


Make = Callable[..., Awaitable[Json]]


@pytest.fixture
def make_channel(receiver: Receiver, database: asyncpg.Connection) -> Make:
    """One that has said already that it works."""

    async def make(person: SignedIn, **fields: object) -> Json:
        given = {"name": "Mine", "url": f"json://127.0.0.1:{receiver.port}/s3cret"} | fields
        answer = await person.post("/api/v1/channels", json=given)
        assert answer.status_code == 201, answer.text
        await database.execute("DELETE FROM channel_deliveries WHERE type = 'test'")
        channel: Json = answer.json()
        return channel

    return make
