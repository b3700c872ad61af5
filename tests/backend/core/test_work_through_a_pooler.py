"""Behind a PgBouncer that pools by transactions everything works, and every limit holds."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from backend.app import create_app
from backend.core.db import OF_THE_ROLE
from backend.settings import Settings
from ops.database import lay_settings_on_role
from tests.support.apps import running
from tests.support.people import people_of
from tests.support.pgbouncer import pgbouncer, pooled
from tests.support.servers import Servers

MANY = 20


@pytest.fixture
def through(
    servers: Servers, settings: Settings, worker_id: str, tmp_path: Path
) -> Iterator[Settings]:
    pgbouncer()
    with servers.copy_of_template(f"{worker_id}_pooled") as url:
        lay_settings_on_role(url)
        with pooled(url, tmp_path) as address:
            yield replace(settings, database_url=address, database_pooled=True)


async def test_many_read_and_write_over_two_connections(through: Settings) -> None:
    async with running(create_app(through)) as app, people_of(app) as people:
        ann = await people(role="ADMIN", email="ann@foyer.test", name="Ann")

        async def work(number: int) -> list[int]:
            made = await ann.post("/api/v1/clients", json={"name": f"Client {number}"})
            found = await ann.get("/api/v1/clients", params={"search": f"Client {number}"})
            board = await ann.get("/api/v1/deals/board")
            return [made.status_code, found.status_code, board.status_code]

        answers = [each for one in await asyncio.gather(*map(work, range(MANY))) for each in one]
        total = await ann.get("/api/v1/clients", params={"limit": 1})
        reads = app.state.database.reads
        held = {
            name: await reads.fetchval("SELECT setting FROM pg_settings WHERE name = $1", name)
            for name in OF_THE_ROLE
        }

    assert Counter(answers) == {201: MANY, 200: 2 * MANY}
    assert total.json()["total"] == MANY
    assert held == OF_THE_ROLE
