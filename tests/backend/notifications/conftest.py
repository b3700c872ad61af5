"""Someone who is told of what an admin does."""

import pytest

from tests.support.people import People, SignedIn


@pytest.fixture
async def ann(signed_in: People) -> SignedIn:
    return await signed_in(name="Ann")
