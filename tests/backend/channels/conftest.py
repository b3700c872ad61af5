"""A receiver, and a worker's chat driven by hand, so that a test knows when all is done."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

import asyncpg
import msgspec
import pytest
from litestar import Litestar
from msgspec.structs import replace

from backend.channels.jobs import Herald
from backend.channels.schemas import NewChannel
from backend.core.actor import Actor, Role
from backend.core.db import Database, connect
from backend.core.http import unit_of_work
from backend.core.relay import Event, Relay
from backend.notifications.service import CREATED
from backend.settings import Settings
from tests.backend.webhooks.receiver import Receiver
from tests.support.people import Json, People, SignedIn


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
        leased = "SELECT count(*) FROM channels WHERE lease_until > now()"
        async with asyncio.timeout(30):
            while await self.database.fetchval(leased):  # noqa: ASYNC110  # only by asking
                await asyncio.sleep(0.01)

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
def make_channel(backend_app: Litestar, receiver: Receiver) -> Make:
    """Without the program that looks at an address: it takes a second."""

    async def make(person: SignedIn, **fields: object) -> Json:
        given = {"name": "Mine", "url": f"json://127.0.0.1:{receiver.port}/s3cret"} | fields
        data = msgspec.convert(given, NewChannel)
        role, state = Role(person.user["role"]), backend_app.state
        person_id = UUID(person.user_id)
        actor = Actor(person_id, role, person_id, sees_all=True)
        async with unit_of_work(state.database, actor, after_commit=state.doorbell.ring) as work:
            made = await state.channels.add(work, data, "json")
        answer: Json = msgspec.to_builtins(made)
        return answer

    return make
