"""A receiver, and a worker's webhooks driven by hand, so that a test knows when all is done."""

from collections.abc import AsyncIterator
from functools import partial

import asyncpg
import pytest

from backend.core.db import connect
from backend.core.relay import Relay
from backend.settings import Settings
from backend.webhooks.guard import Targets
from backend.webhooks.jobs import Sender
from backend.worker import READERS, tell_owner
from tests.backend.webhooks.receiver import Receiver
from tests.support.waiting import until_found


class Post:
    """``run`` relays what has happened and sends what is due, once."""

    def __init__(self, database: asyncpg.Connection, relay: Relay, sender: Sender) -> None:
        self._database = database
        self._relay = relay
        self._sender = sender

    async def run(self) -> None:
        await self._relay.run()
        await self.send()

    async def send(self) -> None:
        await self._sender.look()
        none_under_way = "SELECT count(*) = 0 FROM webhook_deliveries WHERE lease_until > now()"
        await until_found(partial(self._database.fetchval, none_under_way))

    async def send_at_once(self) -> None:
        """As if the next try were due."""
        due = "UPDATE webhook_deliveries SET next_at = now() WHERE next_at IS NOT NULL"
        await self._database.execute(due)
        await self.send()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver().listening() as receiver:
        yield receiver


@pytest.fixture
async def post(settings: Settings, database: asyncpg.Connection) -> AsyncIterator[Post]:
    async def nobody() -> None: ...

    async with connect(settings.database_url, pool_size=8) as connection:
        sender = Sender(
            connection,
            settings.secret_key,
            Targets(private=settings.private_webhooks),
            readers=READERS,
            everyone_sees_all=settings.visibility == "team",
            ring=nobody,
            tell_owner=tell_owner,
        )
        yield Post(database, Relay(connection, {"*": sender.fan_out}), sender)
        await sender.close()
