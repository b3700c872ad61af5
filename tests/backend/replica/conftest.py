"""The API with a replica beside its database."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
from msgspec.structs import replace

from backend.core.reading import READS
from backend.settings import Settings
from backend.tables import METADATA
from tests.support.emptying import emptied
from tests.support.replica import Pair, replicated


def by_the_replica() -> float:
    """How many reads it has answered so far."""
    (family,) = READS.collect()
    wanted = ("foyer_reads_total", {"server": "replica"})
    return sum(each.value for each in family.samples if (each.name, each.labels) == wanted)


@pytest.fixture(scope="session")
def pair() -> Iterator[Pair]:
    with tempfile.TemporaryDirectory(prefix="foyer-test-") as folder:
        Path(folder).chmod(0o711)  # the servers' account must pass
        with replicated(Path(folder)) as both:
            yield both


@pytest.fixture
async def standby(pair: Pair) -> AsyncIterator[asyncpg.Connection]:
    """A look at the replica itself, which runs and replays when the test begins and ends."""
    connection = await asyncpg.connect(pair.replica_url)
    yield connection
    if not connection.is_closed():
        await connection.execute("SELECT pg_wal_replay_resume()")
        await connection.close()


@pytest.fixture
async def settings(pair: Pair, process_settings: Settings, redis_url: str) -> Settings:
    connection = await asyncpg.connect(pair.primary_url)
    await connection.execute(emptied(METADATA.tables))
    await connection.close()
    return replace(
        process_settings,
        database_url=pair.primary_url,
        database_replica_url=pair.replica_url,
        redis_url=redis_url,
    )
