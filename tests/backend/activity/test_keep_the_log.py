"""The log in months: no write ever fails, old months go, and what still exists keeps its story."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from typing import get_args
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from backend.activity import jobs
from backend.activity.jobs import forget_orphans, keep_log
from backend.activity.partitions import (
    LOG,
    drop_empty_months,
    first_id,
    first_id_about,
    make_months,
    months_from,
)
from backend.activity.queries import page_query
from backend.activity.schemas import EntityType
from backend.core.db import Database, connect
from backend.tables import RECORDS
from tests.support.builders import activity_of, make_client
from tests.support.pages import walk
from tests.support.people import SignedIn
from tests.support.waiting import until, until_someone_waits

ENTRY = """
    INSERT INTO activity_log (id, entity_type, entity_uuid, action, payload, created_at)
    VALUES ($1, $2, $3, 'updated', '{"name": "x", "changes": {}}', $4) RETURNING tableoid::regclass
"""
NAMES = """
    SELECT inhrelid::regclass::text FROM pg_inherits
    WHERE inhparent = 'activity_log'::regclass ORDER BY 1
"""
GONE = UUID("0199f000-0000-7000-8000-000000000000")


@pytest.fixture
async def connected(database_url: str, database: asyncpg.Connection) -> AsyncIterator[Database]:
    """Months that a test adds go with it."""
    before = [row[0] for row in await database.fetch(NAMES)]
    async with connect(database_url, pool_size=4) as made:
        yield made
    for row in await database.fetch(NAMES):
        if row[0] not in before:
            await database.execute(f"DROP TABLE {row[0]}")


def id_at(moment: datetime, *, last: int = 1) -> UUID:
    """A UUIDv7 of this moment."""
    return UUID(int=first_id(moment).int | 7 << 76 | 2 << 62 | last)


async def add(
    database: asyncpg.Connection, moment: datetime, about: UUID, *, kind: str = "client"
) -> str:
    """Says into which partition it came."""
    return str(await database.fetchval(ENTRY, id_at(moment), kind, about, moment))


async def months(database: asyncpg.Connection) -> list[str]:
    return [row[0] for row in await database.fetch(NAMES)]


async def test_entries_come_into_their_month_on_both_sides_of_midnight(
    api: SignedIn, database: asyncpg.Connection, connected: Database
) -> None:
    client = UUID((await make_client(api))["id"])
    midnight = datetime(2030, 3, 1, tzinfo=UTC)
    await make_months(connected, midnight - timedelta(days=1))
    moments = [midnight - timedelta(milliseconds=1), midnight, midnight + timedelta(days=31)]

    homes = [await add(database, moment, client) for moment in moments]
    told = [entry["created_at"] for entry in await walk(api, "/api/v1/activity", limit=1)]

    assert homes == [f"{LOG}_2030_02", f"{LOG}_2030_03", f"{LOG}_2030_04"]
    assert [datetime.fromisoformat(each) for each in told[:3]] == moments[::-1]
    assert len(await activity_of(api, str(client))) == 4


async def test_three_months_are_made_ahead_and_only_once(
    database: asyncpg.Connection, connected: Database
) -> None:
    now = datetime(2030, 11, 30, 23, 59, tzinfo=UTC)

    for _ in range(2):
        await make_months(connected, now)

    made = [name for name in await months(database) if "_203" in name]
    assert made == [f"{LOG}_2030_11", f"{LOG}_2030_12", f"{LOG}_2031_01", f"{LOG}_2031_02"]


async def test_where_no_month_was_made_the_rest_takes_it_until_one_is(
    api: SignedIn, database: asyncpg.Connection, connected: Database
) -> None:
    """As where no worker ran for months, and where old data was seeded."""
    client = UUID((await make_client(api))["id"])
    late = datetime(2031, 7, 5, tzinfo=UTC)
    homes = [
        await add(database, moment, client) for moment in (late, datetime(2019, 2, 3, tzinfo=UTC))
    ]

    await make_months(connected, late)

    assert homes == [f"{LOG}_rest"] * 2
    assert {f"{LOG}_2019_02", f"{LOG}_2031_07"} <= set(await months(database))
    assert await database.fetchval("SELECT count(*) FROM activity_log_rest") == 0
    assert len(await walk(api, "/api/v1/activity", entity_type="client", limit=1)) == 3


async def test_writers_go_on_while_their_month_is_made(
    api: SignedIn, database: asyncpg.Connection, connected: Database
) -> None:
    """The worst case: it was missing, so that they all write to the rest."""
    now = datetime.now(UTC)
    month = f"{now:{LOG}_%Y_%m}"
    await database.execute(f"DROP TABLE {month}")
    made: list[str] = []
    over = asyncio.Event()

    async def write() -> None:
        while not over.is_set():
            made.append((await make_client(api))["id"])

    async def until_more_are_made() -> None:
        enough = len(made) + 8
        await until(lambda: len(made) >= enough)

    async with asyncio.TaskGroup() as writers:
        for _ in range(4):
            writers.create_task(write())
        await until_more_are_made()
        await make_months(connected, now)
        await until_more_are_made()
        over.set()

    assert month in await months(database)
    assert await database.fetchval("SELECT count(*) FROM activity_log_rest") == 0
    told = await database.fetch(
        "SELECT entity_uuid FROM activity_log WHERE tableoid = $1::regclass"
        " AND entity_type = 'client'",
        month,
    )
    assert sorted(str(row[0]) for row in told) == sorted(made)


async def test_a_reader_who_does_not_end_holds_up_nobody(
    api: SignedIn, database: asyncpg.Connection, connected: Database
) -> None:
    """The month is made later; whoever writes waits no longer than the job is patient."""
    async with database.transaction():
        await database.execute("SELECT FROM activity_log_rest")
        making = asyncio.create_task(make_months(connected, datetime(2032, 1, 1, tzinfo=UTC)))
        await until_someone_waits(database)
        await make_client(api)  # or it would be refused by its own, longer patience

        with pytest.raises(DBAPIError, match="lock timeout"):
            await making


@pytest.mark.parametrize("portion", [1, 2, 100])
async def test_orphans_go_when_they_are_old_and_nothing_else(
    api: SignedIn,
    database: asyncpg.Connection,
    connected: Database,
    monkeypatch: pytest.MonkeyPatch,
    portion: int,
) -> None:
    monkeypatch.setattr(jobs, "PORTION", portion)
    client = UUID((await make_client(api))["id"])
    old, young = datetime(2020, 5, 1, tzinfo=UTC), datetime(2020, 5, 3, tzinfo=UTC)
    for day, about, kind in (
        (old, GONE, "client"),
        (old + timedelta(hours=1), client, "client"),
        (old + timedelta(hours=2), GONE, "deal"),
        (old + timedelta(hours=3), GONE, "unheard_of"),
        (young, GONE, "client"),
    ):
        await add(database, day, about, kind=kind)

    gone = await forget_orphans(connected, RECORDS, before=datetime(2020, 5, 2, tzinfo=UTC))

    assert gone == 2
    left = await database.fetch(
        "SELECT entity_type, entity_uuid FROM activity_log "
        "WHERE created_at < '2021-01-01' ORDER BY id"
    )
    assert [tuple(row) for row in left] == [
        ("client", client),
        ("unheard_of", GONE),
        ("client", GONE),
    ]


async def test_an_expired_month_is_dropped_where_nothing_in_it_is_needed(
    api: SignedIn, database: asyncpg.Connection, connected: Database
) -> None:
    client = UUID((await make_client(api))["id"])
    for month, about in ((1, GONE), (2, client), (3, GONE)):
        await add(database, datetime(2020, month, 15, tzinfo=UTC), about)
    await make_months(connected, datetime(2020, 3, 31, tzinfo=UTC))
    await database.execute(f"DROP TABLE IF EXISTS {LOG}_2020_04, {LOG}_2020_05, {LOG}_2020_06")

    now = datetime(2020, 3, 20, tzinfo=UTC) + timedelta(days=30)
    await keep_log(connected, RECORDS, days=30, now=now)

    left = [name for name in await months(database) if name < f"{LOG}_2020_04"]
    assert left == [f"{LOG}_2020_02", f"{LOG}_2020_03"]  # March has not ended by then
    assert await database.fetchval("SELECT count(*) FROM activity_log_2020_03") == 0


async def test_a_month_that_someone_fills_is_not_dropped(
    api: SignedIn, database: asyncpg.Connection, connected: Database
) -> None:
    client = UUID((await make_client(api))["id"])
    await make_months(connected, datetime(2020, 1, 1, tzinfo=UTC))
    transaction = database.transaction()
    await transaction.start()
    await add(database, datetime(2020, 1, 15, tzinfo=UTC), client)

    dropping = asyncio.create_task(drop_empty_months(connected, datetime(2020, 2, 2, tzinfo=UTC)))
    await until_someone_waits(database)
    await transaction.commit()
    await dropping

    assert f"{LOG}_2020_01" in await months(database)


def test_months_follow_each_other() -> None:
    walked = list(islice(months_from(datetime(2027, 11, 30, tzinfo=UTC)), 27))

    assert [each.month for each in walked[:4]] == [11, 12, 1, 2]
    assert all(one < other and other.day == 1 for one, other in pairwise(walked))


def test_every_kind_of_record_has_its_table() -> None:
    assert set(RECORDS) == set(get_args(EntityType))


WAYS = ("enable_seqscan", "enable_bitmapscan", "enable_sort")


async def test_a_page_looks_at_no_month_before_its_record(
    api: SignedIn, database: asyncpg.Connection, connected: Database
) -> None:
    client = await make_client(api)
    for year in (2018, 2019):
        await make_months(connected, datetime(year, 1, 1, tzinfo=UTC))
    query = page_query(frozenset({"entity_uuid", "first"}), sees_all=True, is_admin=True)
    about = UUID(client["id"])
    values = {"entity_uuid": about, "first": first_id_about(about), "rows": 51}
    for way in WAYS:  # the months of a test are next to empty, so any way would do
        await database.execute(f"SET {way} = off")

    plan = await database.fetch(f"EXPLAIN {query.sql}", *query.arguments(values))
    for way in WAYS:
        await database.execute(f"RESET {way}")

    text = "\n".join(row[0] for row in plan)
    assert f"{LOG}_2018" not in text
    assert f"{LOG}_2019" not in text
    assert f"{datetime.now(UTC):{LOG}_%Y_%m}_entity_uuid_id_idx" in text
