"""A mailbox, and a worker's mail driven by hand, so that a test knows when all is done."""

import asyncio
from collections.abc import AsyncIterator

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
from tests.backend.mail.mailbox import Mailbox
from tests.support.people import Json, People, SignedIn


class Post:
    """``run`` relays what has happened and sends what is due, once."""

    def __init__(self, database: asyncpg.Connection, relay: Relay, postman: Postman) -> None:
        self._database = database
        self._relay = relay
        self._postman = postman

    async def run(self) -> None:
        await self._relay.run()
        await self.send()

    async def send(self) -> None:
        due = "SELECT count(*) FROM mails WHERE next_at <= now() AND lease_until IS NULL"
        leased = "SELECT count(*) FROM mails WHERE lease_until > now()"
        async with asyncio.timeout(20):
            while await self._database.fetchval(due):
                await self._postman.look()
                while await self._database.fetchval(leased):  # noqa: ASYNC110  # only by asking
                    await asyncio.sleep(0.005)

    async def send_at_once(self) -> None:
        """As if the next try were due."""
        due = "UPDATE mails SET next_at = now() WHERE next_at IS NOT NULL"
        await self._database.execute(due)
        await self.send()

    async def kept(self) -> list[Json]:
        """The mails as they stand in the table, oldest first."""
        found = "SELECT type, state, attempts, last_error, next_at FROM mails ORDER BY id"
        return [dict(row) for row in await self._database.fetch(found)]


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    async with Mailbox().listening() as mailbox:
        yield mailbox


@pytest.fixture
def mail_settings(settings: Settings, mailbox: Mailbox) -> Settings:
    return replace(
        settings,
        smtp=f"smtp://127.0.0.1:{mailbox.port}?starttls=never",
        mail_from="Foyer <crm@foyer.test>",
        public_url="https://crm.foyer.test",
    )


@pytest.fixture
async def post(mail_settings: Settings, database: asyncpg.Connection) -> AsyncIterator[Post]:
    async def nothing(_: Event) -> None: ...

    async with connect(mail_settings.database_url, pool_size=4) as connection:
        postman = Postman(connection, mail_settings.secret_key, sender_of(mail_settings))
        handlers = {CREATED: postman.tell, INVITED: postman.invite, RESET_ASKED: postman.help}
        yield Post(database, Relay(connection, {"*": nothing, **handlers}), postman)
        await postman.close()


@pytest.fixture
async def ann(signed_in: People) -> SignedIn:
    return await signed_in(email="ann@foyer.test", name="Ann Archer")
