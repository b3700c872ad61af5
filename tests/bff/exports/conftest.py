"""A worker that carries out what the tests start."""

from collections.abc import AsyncIterator

import pytest

from backend.settings import Settings
from backend.worker import running_worker


@pytest.fixture
async def worker(settings: Settings) -> AsyncIterator[None]:
    async with running_worker(settings):
        yield
