"""A worker's mail driven by hand, so that a test knows when all is done."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import asyncpg
import pytest
from msgspec.structs import replace

from backend.accounts.passwords import INVITED, RESET_ASKED
from backend.core.db import connect
from backend.core.relay import Event, Relay
from backend.mail.jobs import Postman
from backend.mail.sender import sender_of
from backend.notifications.service import CREATED
from backend.settings import Settings
from tests.support.mailbox import Mailbox
from tests.support.people import Json
from tests.support.waiting import until_found

HELD = "SELECT count(*) FROM mails WHERE lease_until > now()"
NO_MORE_HELD = f"SELECT ({HELD}) <= $1"
FREE = """
    SELECT count(*) FROM mails
    WHERE next_at <= now() AND (lease_until IS NULL OR lease_until < now())
"""
KEPT = "SELECT type, state, attempts, last_error, next_at - now() AS wait FROM mails ORDER BY id"

# Two that wait, one of them in vain so far, and one that was given up.
SOME_MAILS = """
    INSERT INTO mails (event_id, user_id, type, payload, state, attempts, next_at, last_error)
    VALUES (uuidv7(), $1, 'task_assigned', '{}', 'WAITING', 0, now(), NULL),
        (uuidv7(), $1, 'task_assigned', '{}', 'WAITING', 1, now(), '421 Busy'),
        (uuidv7(), $1, 'task_assigned', '{}', 'DEAD', 1, NULL, '550 No')
"""


class Post:
    """``run`` relays what has happened and sends what is due."""

    def __init__(self, database: asyncpg.Connection, relay: Relay, *postmen: Postman) -> None:
        self._database = database
        self._relay = relay
        self._postmen = postmen

    async def run(self) -> None:
        await self._relay.run()
        await self.send()

    async def begin(self) -> None:
        """Relays, begins to send, and waits for nothing."""
        await self._relay.run()
        await asyncio.gather(*(each.look() for each in self._postmen))

    async def send(self) -> None:
        """Until nothing is due that no other worker holds."""
        async with asyncio.timeout(60):
            held = int(await self._database.fetchval(HELD) or 0)
            while await self._database.fetchval(FREE):
                await asyncio.gather(*(each.look() for each in self._postmen))
                await until_found(partial(self._database.fetchval, NO_MORE_HELD, held))

    async def send_at_once(self) -> None:
        """As if the next try were due, whoever has begun one."""
        due = "UPDATE mails SET next_at = now(), lease_until = NULL WHERE next_at IS NOT NULL"
        await self._database.execute(due)
        await self.send()

    async def kept(self) -> list[Json]:
        """The mails as they stand in the table, oldest first."""
        return [dict(row) for row in await self._database.fetch(KEPT)]


def mailing(settings: Settings, mailbox: Mailbox) -> Settings:
    return replace(
        settings,
        smtp=f"smtp://127.0.0.1:{mailbox.port}?starttls=never",
        mail_from="Foyer <crm@foyer.test>",
        public_url="https://crm.foyer.test",
    )


@asynccontextmanager
async def posting(
    settings: Settings, database: asyncpg.Connection, *, workers: int = 1
) -> AsyncGenerator[Post]:
    async def nothing(_: Event) -> None: ...

    async with connect(settings.database_url, pool_size=4) as connection:
        sender = sender_of(settings)
        postmen = [Postman(connection, settings.secret_key, sender) for _ in range(workers)]
        first = postmen[0]
        handlers = {CREATED: first.tell, INVITED: first.invite, RESET_ASKED: first.help}
        yield Post(database, Relay(connection, {"*": nothing, **handlers}), *postmen)
        for each in postmen:
            await each.close()


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    async with Mailbox().listening() as mailbox:
        yield mailbox


@pytest.fixture
async def post(
    settings: Settings, mailbox: Mailbox, database: asyncpg.Connection
) -> AsyncIterator[Post]:
    async with posting(mailing(settings, mailbox), database) as post:
        yield post
