"""Old rows go in portions, so that a great many of them do not run into one time-out."""

import asyncpg
import pytest

from backend.core import tidying
from backend.core.db import connect
from backend.core.outbox import Outbox
from backend.core.relay import OLD

MADE = (
    "INSERT INTO outbox (topic, payload, sent_at) "
    "SELECT 'x', '{}', now() - make_interval(days => $1) FROM generate_series(1, 5)"
)


@pytest.mark.parametrize("portion", [1, 2, 5, 10])
async def test_all_that_is_old_goes_and_nothing_else(
    database_url: str, database: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch, portion: int
) -> None:
    monkeypatch.setattr(tidying, "PORTION", portion)
    for days in (6, 8):
        await database.execute(MADE, days)

    async with connect(database_url, pool_size=1) as connection:
        await tidying.forget(connection, Outbox, OLD)

    oldest = await database.fetchval("SELECT extract(day FROM now() - min(sent_at)) FROM outbox")
    assert await database.fetchval("SELECT count(*) FROM outbox") == 5
    assert oldest == 6
