"""A mailbox, the worker's mail, and who is mailed."""

import pytest

from tests.support.people import People, SignedIn
from tests.support.post import mailbox, post

__all__ = ["ann", "mailbox", "post"]


@pytest.fixture
async def ann(signed_in: People) -> SignedIn:
    return await signed_in(email="ann@foyer.test", name="Ann Archer")
