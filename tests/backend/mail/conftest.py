"""A mailbox, who is mailed, and the worker's mail."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from backend.settings import Settings
from tests.support.mailbox import Mailbox
from tests.support.people import People, SignedIn
from tests.support.post import Post, mailing, posting


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


@pytest.fixture
async def ann(signed_in: People) -> SignedIn:
    return await signed_in(email="ann@foyer.test", name="Ann Archer")
